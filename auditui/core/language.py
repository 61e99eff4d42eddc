"""The query language: text to a query tree, and what a search box wants to know about half of one.

    query = or ;  or = and { "OR" and } ;  and = not { [ "AND" ] not } ;  not = { "-" | "NOT" } term
    term  = "(" or ")" | field ":" values | word | '"' phrase '"' | "*"

`str(query)` is the way back: `parse(str(q)) == q`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final, NoReturn

from auditui.core.completion import Expecting, expecting
from auditui.core.errors import QueryError, UsageError
from auditui.core.fields import kind_of
from auditui.core.lexing import Lexeme, Mark, lex
from auditui.core.query import EVERYTHING, Query, Term, Text, all_of, any_of, negated
from auditui.core.reading import read_value
from auditui.core.values import Value

__all__ = ["MAX_DEPTH", "MAX_LENGTH", "Expecting", "Role", "Token", "expecting", "parse", "tokens"]

MAX_LENGTH: Final = 4_096
MAX_DEPTH: Final = 32


def parse(text: str) -> Query:
    """The query that a text spells; blank text is `EVERYTHING`.

    Raises:
        QueryError: Where it is wrong, what was found, what is allowed.
    """
    if len(text) > MAX_LENGTH:
        problem = f"the query has {len(text):,} characters, {MAX_LENGTH:,} are allowed"
        raise QueryError(problem, text=text, start=MAX_LENGTH, end=len(text), hint="leave something out")
    return _Parser(text).query()


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.lexemes = lex(text)
        self.at = 0
        self.depth = 0

    def query(self) -> Query:
        if not self.lexemes:
            return EVERYTHING
        query = self._or()
        left = self._peek()
        if left is not None:
            self._fail(left, "there is no ( for this )", 'take it out, or put the text in quotes: ")"')
        return query

    def _peek(self) -> Lexeme | None:
        return self.lexemes[self.at] if self.at < len(self.lexemes) else None

    def _takes(self, mark: Mark) -> bool:
        """Whether the next lexeme is this one; it is taken then."""
        found = self._peek()
        if found is None or found.mark is not mark:
            return False
        self.at += 1
        return True

    def _or(self) -> Query:
        parts = [self._and()]
        while self._takes(Mark.OR):
            parts.append(self._and())
        return any_of(parts)

    def _and(self) -> Query:
        parts = [self._not()]
        while (found := self._peek()) and found.mark not in {Mark.OR, Mark.CLOSE}:
            self._takes(Mark.AND)
            parts.append(self._not())
        return all_of(parts)

    def _not(self) -> Query:
        is_negated = False
        while self._takes(Mark.NOT):
            is_negated = not is_negated
        term = self._term()
        return negated(term) if is_negated else term

    def _term(self) -> Query:
        found = self._peek()
        if found is None:
            self._missing(len(self.text.rstrip()))
        if found.mark in {Mark.AND, Mark.OR, Mark.CLOSE}:
            self._misplaced(found)
        self.at += 1
        if found.mark is Mark.OPEN:
            return self._group(found)
        if found.mark is Mark.FIELD:
            return self._field(found)
        if found.mark is Mark.EVERYTHING:
            return EVERYTHING
        if found.mark is Mark.BAD:
            self._fail(found, found.name, found.hint)
        return Text(found.name)

    def _group(self, opened: Lexeme) -> Query:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            self._fail(opened, f"parentheses are nested deeper than {MAX_DEPTH}", "take some out")
        if self._peek() is None:
            self._unclosed(opened)
        query = self._or()
        if not self._takes(Mark.CLOSE):
            self._unclosed(opened)
        self.depth -= 1
        return query

    def _field(self, field: Lexeme) -> Query:
        values: dict[Value, None] = {}
        while (found := self._peek()) and found.mark in {Mark.VALUE, Mark.BETWEEN, Mark.BAD}:
            if found.mark is Mark.BAD:
                self._fail(found, found.name, found.hint)
            if found.mark is Mark.VALUE:
                values[self._value(field.name, found)] = None
            self.at += 1
        return Term(field.name, tuple(values))

    def _value(self, field: str, found: Lexeme) -> Value:
        try:
            return read_value(field, kind_of(field), found.pieces)
        except UsageError as error:
            self._fail(found, error.problem, error.hint)

    def _fail(self, found: Lexeme, problem: str, hint: str = "") -> NoReturn:
        raise QueryError(problem, text=self.text, start=found.start, end=found.end, hint=hint) from None

    def _missing(self, at: int) -> NoReturn:
        last = self.lexemes[-1]
        word = self.text[last.start : last.end]
        raise QueryError(
            f"something has to follow {word}", text=self.text, start=at, end=at, hint=f'as text it is written "{word}"'
        )

    def _unclosed(self, opened: Lexeme) -> NoReturn:
        self._fail(opened, "this ( is not closed", 'add ), or put the text in quotes: "("')

    def _misplaced(self, found: Lexeme) -> NoReturn:
        before = self.lexemes[self.at - 1] if self.at else None
        if found.mark is not Mark.CLOSE:
            self._fail(found, f"{found.name} needs a term on both sides", f'as text it is written "{found.name}"')
        if before is None or self.depth == 0:
            self._fail(found, "there is no ( for this )", 'take it out, or put the text in quotes: ")"')
        if before.mark is Mark.OPEN:
            self._fail(found, "there is nothing between the parentheses", "write a term between them")
        self._fail(found, f"something has to follow {self.text[before.start : before.end]}", "write a term there")


# ---------------------------------------------------------------------------------------- for the search box


class Role(Enum):
    """What a stretch of query text is, for its colour."""

    FIELD = "field"
    VALUE = "value"
    OPERATOR = "operator"
    TEXT = "text"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Token:
    """A stretch of query text, from `start` to before `end`."""

    start: int
    end: int
    role: Role


_ROLES: Final = {
    Mark.OPEN: Role.OPERATOR,
    Mark.CLOSE: Role.OPERATOR,
    Mark.AND: Role.OPERATOR,
    Mark.OR: Role.OPERATOR,
    Mark.NOT: Role.OPERATOR,
    Mark.BETWEEN: Role.OPERATOR,
    Mark.EVERYTHING: Role.VALUE,
    Mark.TEXT: Role.TEXT,
    Mark.FIELD: Role.FIELD,
    Mark.VALUE: Role.VALUE,
    Mark.BAD: Role.ERROR,
}


def tokens(text: str) -> list[Token]:
    """The coloured stretches of a query text, in order, without overlaps; never fails.

    What `parse` would complain about has the role `ERROR`.
    """
    wrong = _wrong(text)
    marked = sorted(lex(text), key=lambda found: (found.start, found.end))
    return [
        Token(found.start, found.end, Role.ERROR if _touches(found, wrong) else _ROLES[found.mark])
        for found in marked
        if found.end > found.start
    ]


def _wrong(text: str) -> QueryError | None:
    try:
        parse(text)
    except QueryError as error:
        return error
    return None


def _touches(found: Lexeme, wrong: QueryError | None) -> bool:
    return wrong is not None and found.start < wrong.end and wrong.start < found.end

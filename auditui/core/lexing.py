"""Query text to lexemes: where each word, field, value and operator stands.

The scan never fails: what is wrong becomes a `BAD` lexeme that carries its problem, so that a
half-typed query can still be coloured. What values mean is for `core.reading`, how terms combine
for `core.language`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import Final, TypeAlias

from auditui.core.fields import ALIASES, FIELDS, PATH_ROOTS, canonical
from auditui.core.nearest import near_miss
from auditui.core.spelling import OPERATORS

Pieces: TypeAlias = tuple[tuple[str, bool], ...]
"""A word or value in the order written: each text, and whether it was quoted."""


class Mark(Enum):
    """What a lexeme is."""

    OPEN = "("
    CLOSE = ")"
    AND = "AND"
    OR = "OR"
    NOT = "NOT"
    EVERYTHING = "*"
    TEXT = "text"
    FIELD = "field"
    VALUE = "value"
    BETWEEN = "between"
    """Commas, parentheses and `OR` between the values of one field."""
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Lexeme:
    """One piece of a query text, from `start` to before `end`.

    `name` is the text of free text, the canonical name of a field, or the problem of a bad lexeme;
    `hint` goes with a problem, `pieces` with a value.
    """

    mark: Mark
    start: int
    end: int
    name: str = ""
    hint: str = ""
    pieces: Pieces = ()


FIELD_NAMES: Final = (*FIELDS, *ALIASES)
_FOREIGN: Final = {
    "status_code": "status", "statuscode": "status", "ip_address": "ip", "ipaddress": "ip",
    "username": "user", "user_name": "user", "duration": "took", "timestamp": "on",
}  # fmt: skip
"""Names that other tools use, and what the field is called here."""
_HEAD: Final = re.compile(
    r"""(?P<root>[A-Za-z][A-Za-z0-9_-]*+)(?P<path>\.(?:"(?:\\.|[^"\\])*+"|[^\s"():])*+)?:""", re.DOTALL
)
_QUOTED: Final = re.compile(r'"((?:\\.|[^"\\])*+)"', re.DOTALL)
_ESCAPED: Final = re.compile(r'\\(?:(["\\])|u\{(0{0,4}(?:10|[0-9A-Fa-f])?[0-9A-Fa-f]{1,4})\})')
_ORDER: Final = {"(": Mark.OPEN, ")": Mark.CLOSE}


def lex(text: str) -> list[Lexeme]:
    """All lexemes of a query text, in order, without overlaps; only blanks lie between them."""
    return _Lexer(text).run()


def unquoted(inside: str) -> str:
    r"""What stands between two quotes, with `\"`, `\\` and `\u{1b}`, a code point, taken as they are meant."""
    return _ESCAPED.sub(lambda found: found[1] or chr(int(found[2], 16)), inside) if "\\" in inside else inside


class _Lexer:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.found: list[Lexeme] = []

    def run(self) -> list[Lexeme]:
        while self.at < len(self.text):
            if self.text[self.at].isspace():
                self.at += 1
            else:
                self._next()
        return self.found

    def _next(self) -> None:
        first, second = self.text[self.at], self.text[self.at + 1 : self.at + 2]
        if first in _ORDER:
            self._add(_ORDER[first], self.at + 1)
        elif first == '"':
            self._phrase()
        elif first == "-" and second and second not in "-)" and not second.isspace():
            self._add(Mark.NOT, self.at + 1)
        else:
            self._word()

    def _add(self, mark: Mark, end: int, name: str = "", hint: str = "", pieces: Pieces = ()) -> None:
        self.found.append(Lexeme(mark, self.at, end, name, hint, pieces))
        self.at = end

    # ------------------------------------------------------------------------ free text

    def _phrase(self) -> None:
        found = _QUOTED.match(self.text, self.at)
        if found is None:
            self._open_quote()
        elif not found[1]:
            self._add(Mark.BAD, found.end(), "there is nothing between the quotes", "write what to look for")
        elif self._ends_word(found.end()):
            self._add(Mark.TEXT, found.end(), unquoted(found[1]))
        else:
            end = self._bare_end(found.end())
            self._add(Mark.BAD, end, "text follows right behind a quote", r"put a blank there, or write \" inside")

    def _open_quote(self) -> None:
        self._add(Mark.BAD, len(self.text), "the quote is not closed", r'add " where it ends; inside, \" is a quote')

    def _ends_word(self, at: int) -> bool:
        following = self.text[at : at + 1]
        return not following or following == ")" or following.isspace()

    def _word(self) -> None:
        head = _HEAD.match(self.text, self.at)
        if head and self._field(head):
            return
        end = self._bare_end(self.at)
        word = self.text[self.at : end]
        mark = Mark(word) if word in (*OPERATORS, "*") else Mark.TEXT
        self._add(mark, end, word)

    def _bare_end(self, at: int, stops: str = "") -> int:
        """Where a bare word ends: at a blank, one of `stops`, or a `)` that it did not open itself."""
        depth = 0
        while at < len(self.text):
            char = self.text[at]
            if char.isspace() or char in stops or (char == ")" and not depth):
                break
            depth += (char == "(") - (char == ")")
            at += 1
        return at

    # ------------------------------------------------------------------------ fields

    def _field(self, head: re.Match[str]) -> bool:
        """Take a field and its values; False when the word names none and is free text."""
        name = _field_name(head["root"], head["path"])
        if name is None:
            return self._not_a_field(head)
        self._add(Mark.FIELD, head.end(), name)
        if self.text[self.at : self.at + 1] == "(":
            self._value_group()
        else:
            self._value_list()
        return True

    def _not_a_field(self, head: re.Match[str]) -> bool:
        problem, hint = _why_no_field(head["root"], head["path"])
        if not problem or self._ends_word(head.end()):
            return False
        self._add(Mark.BAD, head.end() - 1, problem, hint)
        self.at = self._bare_end(self.at)
        return True

    def _value_list(self) -> None:
        while self._value() and self.text[self.at : self.at + 1] == ",":
            self._add(Mark.BETWEEN, self.at + 1)

    def _value_group(self) -> None:
        opened, number = self.at, len(self.found)
        self._add(Mark.BETWEEN, self.at + 1)
        while True:
            self._skip_blanks()
            if not self._value():
                return
            self._skip_blanks()
            if self.text[self.at : self.at + 1] == ")":
                self._add(Mark.BETWEEN, self.at + 1)
                return
            if self.at == len(self.text):
                self.found[number] = Lexeme(
                    Mark.BAD, opened, opened + 1, "this ( is not closed", "add ) behind the values"
                )
                return
            if not self._separator():
                return

    def _separator(self) -> bool:
        end = self._bare_end(self.at, stops=',"')
        if self.text[self.at] == ",":
            self._add(Mark.BETWEEN, self.at + 1)
        elif self.text[self.at : end] == "OR":
            self._add(Mark.BETWEEN, end)
        else:
            self._add(Mark.BAD, max(end, self.at + 1), "values in parentheses need OR between them", "(a OR b)")
            return False
        return True

    def _skip_blanks(self) -> None:
        while self.text[self.at : self.at + 1].isspace():
            self.at += 1

    def _value(self) -> bool:
        """Take one value; False, and a bad lexeme, when there is none or its quote stays open."""
        at, pieces = self.at, list[tuple[str, bool]]()
        while at < len(self.text) and not self._value_ends(at):
            quoted = _QUOTED.match(self.text, at)
            if self.text[at] == '"' and quoted is None:
                self.at = at
                self._open_quote()
                return False
            end = quoted.end() if quoted else self._bare_end(at, stops=',"')
            pieces.append((unquoted(quoted[1]), True) if quoted else (self.text[at:end], False))
            at = end
        if pieces:
            self._add(Mark.VALUE, at, pieces=tuple(pieces))
        else:
            self._add(Mark.BAD, at, "a value is missing here", "write it without a blank in front, like user:alice")
        return bool(pieces)

    def _value_ends(self, at: int) -> bool:
        return self.text[at] in ",)" or self.text[at].isspace()


def _path_text(path: str) -> str:
    """The path that was written, without quotes; `path` starts with the dot behind the root."""
    return re.sub(_QUOTED, lambda found: unquoted(found[1]), path[1:])


def _field_name(root: str, path: str | None) -> str | None:
    """The canonical name behind what stands before a colon; None when it names no field."""
    name = canonical(root + (path or ""))
    if name in FIELDS:
        return name
    if path and len(path) > 1 and root.lower() in PATH_ROOTS:
        return f"{root.lower()}.{_path_text(path)}"
    return None


def _why_no_field(root: str, path: str | None) -> tuple[str, str]:
    """Problem and hint for what is no field but nearly one; empty texts for all else."""
    word, lower = root + (path or ""), root.lower()
    if lower in PATH_ROOTS:
        example = f"{lower}.{'request.path:/api/*' if lower == 'details' else 'plan:free'}"
        other = {"before": "; for times until:2026-07-01", "after": "; for times since:2026-07-01"}.get(lower, "")
        return f"{lower} needs a path", f"like {example}{other}"
    if path and canonical(root) == "changed":
        return f"there is no field {word}", f"did you mean before{path} or after{path}?"
    meant = near_miss(root, PATH_ROOTS) + path if path and near_miss(root, PATH_ROOTS) else ""
    meant = meant or _FOREIGN.get(word.lower(), "") or near_miss(word, FIELD_NAMES)
    return (
        (f"there is no field {word}", f'did you mean {meant}:? as text it needs quotes: "{word}:…"')
        if meant
        else ("", "")
    )

"""What may be completed where the cursor stands in a half-typed query."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from auditui.core.fields import CLOSED, FIELDS, HAS, IS, PATH_ROOTS, Kind, kind_of
from auditui.core.lexing import Lexeme, Mark, lex
from auditui.core.spelling import spell_value
from auditui.core.times import SPAN_NAMES
from auditui.core.values import Exactly, Range

Wanted: TypeAlias = Literal["field", "value", "nothing"]


@dataclass(frozen=True, slots=True)
class Expecting:
    """What may stand at the cursor.

    `start` to `end` is what a choice replaces, `prefix` what is typed of it so far (without quotes).
    A field name is put in with its colon; a value as `spelled` writes it. `names` are the choices
    that are known without asking a store: field names, or the values of a field that has a closed
    list of them. For `value`, `field` is the canonical name.
    """

    wanted: Wanted = "nothing"
    start: int = 0
    end: int = 0
    prefix: str = ""
    field: str = ""
    names: tuple[str, ...] = ()

    def spelled(self, choice: str) -> str:
        """The text that puts a choice in: quoted where it has to be."""
        if self.wanted != "value":
            return choice
        if choice.isdecimal() and kind_of(self.field) is Kind.DURATION:  # stores keep microseconds
            return spell_value(self.field, Range(int(choice), int(choice)))
        return spell_value(self.field, Exactly(choice))


_FIELD_CHOICES: Final = tuple(f"{name}:" for name in FIELDS) + tuple(f"{root}." for root in PATH_ROOTS)
_VALUES: Final = {
    "is": tuple(IS),
    "has": tuple(HAS),
    **CLOSED,
}


def expecting(text: str, cursor: int) -> Expecting:
    """What may be completed at a cursor (0 to the length of the text); never fails."""
    found = lex(text)
    at = next((number for number, lexeme in enumerate(found) if lexeme.start < cursor <= lexeme.end), None)
    if at is None:
        return _between(text, cursor, found)
    lexeme = found[at]
    if lexeme.mark in {Mark.OPEN, Mark.NOT} or text[lexeme.start : lexeme.end] == "-":
        return _field(cursor, cursor, "")
    if lexeme.mark in {Mark.TEXT, Mark.AND, Mark.OR} and text[lexeme.start] not in '"-':
        return _field(lexeme.start, lexeme.end, text[lexeme.start : cursor])
    return _value(text, cursor, found, at)


def _between(text: str, cursor: int, found: list[Lexeme]) -> Expecting:
    """Behind a blank: another term, or another value where a list in parentheses goes on."""
    if cursor and not text[cursor - 1].isspace():
        return Expecting(start=cursor, end=cursor)
    before = [lexeme for lexeme in found if lexeme.end <= cursor and lexeme.mark is not Mark.BAD]
    if before and before[-1].mark is Mark.BETWEEN and text[before[-1].start] in "(O":
        return _value(text, cursor, before, len(before) - 1)
    return _field(cursor, cursor, "")


def _field(start: int, end: int, prefix: str) -> Expecting:
    names = tuple(name for name in _FIELD_CHOICES if name.startswith(prefix.lower()))
    return Expecting("field", start, end, prefix, names=names)


def _value(text: str, cursor: int, found: list[Lexeme], at: int) -> Expecting:
    """A value, where the lexeme is one or a value may follow it."""
    field = _field_before(found, at)
    lexeme = found[at]
    if not field or (lexeme.mark is Mark.BETWEEN and text[lexeme.start] == ")"):
        return Expecting(start=cursor, end=cursor)
    is_begun = lexeme.mark is Mark.VALUE or (lexeme.mark is Mark.BAD and text[lexeme.start] == '"')
    start, end = (lexeme.start, lexeme.end) if is_begun else _following(found, at, cursor)
    prefix = text[start:cursor].replace('"', "")
    names = tuple(name for name in _closed_list(field) if name.startswith(prefix.lower()))
    return Expecting("value", start, end, prefix, field, names)


def _following(found: list[Lexeme], at: int, cursor: int) -> tuple[int, int]:
    """The value that starts right at the cursor, if there is one; else nothing."""
    after = found[at + 1] if at + 1 < len(found) else None
    is_value = after is not None and after.mark is Mark.VALUE and after.start == cursor
    return (cursor, after.end) if after is not None and is_value else (cursor, cursor)


def _field_before(found: list[Lexeme], at: int) -> str:
    """The canonical name of the field that a value lexeme belongs to; empty when it belongs to none."""
    for lexeme in reversed(found[: at + 1]):
        if lexeme.mark is Mark.FIELD:
            return lexeme.name
        if lexeme.mark not in {Mark.VALUE, Mark.BETWEEN, Mark.BAD}:
            return ""
    return ""


def _closed_list(field: str) -> tuple[str, ...]:
    return SPAN_NAMES if kind_of(field) is Kind.TIME else _VALUES.get(field, ())

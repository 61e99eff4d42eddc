"""Pages that end in the middle, or are too long to be held: which records in them are whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from auditui.formats.empty_pages import is_of_event
from auditui.formats.envelopes import wrapped_in
from auditui.formats.json_decode import MalformedError, decode
from auditui.formats.json_text import kept
from auditui.formats.tables import LOOKED_AT, Unfit
from auditui.formats.timed import is_timed

SIGNS: Final = re.compile(rb'("(?:[^"\\]++|\\.)*+"?)|([{\[])|([}\]])', re.DOTALL)
OBJECT_TEXT: Final = re.compile(rb'"\s*\{(?:[^"\\]++|\\.)*+"', re.DOTALL)
"""A whole string that spells an object, as far as its beginning tells."""
BETWEEN: Final = re.compile(rb"\s*+,\s*+")
ROW: Final = re.compile(rb'\s*+(?:\{\s*+"[^"\\]{1,64}"\s*+:\s*+)?\[')
SAID: Final = frozenset({str, dict})
CELLS_TRIED: Final = 4
"""How many cells at the end of a row may be beyond reading."""
DEEPEST: Final = 8
"""Objects and lists around the members of a page."""


class Part(NamedTuple):
    """What is whole of a page.

    Attributes:
        page: All of it that is whole.
        before: What stands before its members.
        taken: Where in the text the rest begins.
        like: The first few of its members, and what stands before them.
        closing: What closes it behind a member.
    """

    page: bytes
    before: bytes
    taken: int
    like: bytes
    closing: bytes


@dataclass(slots=True)
class _Open:
    """A bracket that is not closed: its place, and where the first and the last two members in it end.

    Members are objects and lists, and in a list texts that spell objects.
    """

    place: int
    is_list: bool
    first: list[int] = field(default_factory=list)
    last: int = 0
    last_begin: int = 0
    last_but_one: int = 0

    def count(self, begin: int, end: int) -> None:
        """A member of it ends."""
        if len(self.first) < LOOKED_AT:
            self.first.append(end)
        self.last_begin, self.last_but_one, self.last = begin, self.last, end


def whole_part(text: bytes) -> Part | None:
    """The page up to the last whole record in a text that was cut off; None where it is no page, or has none."""
    opened = _opened(text)
    for depth in reversed(range(len(opened))):
        one = opened[depth]
        is_row = depth > 0 and one.is_list and opened[depth - 1].is_list
        part = None if is_row or not one.first else _part(text, opened[: depth + 1], one.last, one.last)
        if part and _is_of_records(text, one, part):
            return None if _tells_of_event(part.page) else part
    return None


def _tells_of_event(page: bytes) -> bool:
    """Whether a page says who did something, or what: it may be an event, and its time have stood behind the cut."""
    value, _ = decode(page)
    return isinstance(value, dict) and _says_who(value, DEEPEST)


def _says_who(value: dict[str, Any], depth: int) -> bool:
    return any(
        is_of_event(key) or (inner.__class__ is dict and depth > 0 and _says_who(inner, depth - 1))
        for key, inner in value.items()
        if inner.__class__ in SAID
    )


def _is_of_records(text: bytes, one: _Open, part: Part) -> bool:
    """Whether there are less records without the members of a list, or without what the last in an object holds."""
    if one.is_list:
        return _records(part.like + part.closing) > _records(part.before + part.closing)
    emptied = b"[]" if text[one.last_begin : one.last_begin + 1] == b"[" else b"{}"
    return _records(part.page) > _records(text[: one.last_begin] + emptied + part.closing)


def first_part(text: bytes) -> Part | None:
    """The beginning of a page that goes on, as a page with all of its whole records that others follow.

    None where it is none, or where there are records in what the rest of it needs to be understood.
    """
    opened = _opened(text)
    for depth, one in enumerate(opened):
        ends = [end for end in (one.last, one.last_but_one) if end and one.is_list]
        behind = next((found for end in ends if (found := BETWEEN.match(text, end))), None)
        part = _part(text, opened[: depth + 1], behind.start(), behind.end()) if behind else None
        if part and _records(part.like + part.closing) and not _records(part.before + part.closing):
            return part
    return None


def _part(text: bytes, opened: Sequence[_Open], end: int, taken: int) -> Part:
    inner, closing = opened[-1], _closing(opened)
    before = text[: inner.place + 1]
    if len(inner.first) > 1 and _names_others(before, text[inner.place + 1 : inner.first[1]], inner, closing):
        before = text[: inner.first[0]] + b","
    return Part(text[:end] + closing, before, taken, text[: inner.first[-1]], closing)


def _names_others(before: bytes, two: bytes, inner: _Open, closing: bytes) -> bool:
    """Whether the first of two members holds names for the other: together they are a record, and alone none."""
    first, second = two[: inner.first[0] - len(before)], two[inner.first[0] - len(before) :].lstrip(b", \t\r\n")
    return [_records(before + one + closing) for one in (two, first, second)] == [1, 0, 0]


def _opened(text: bytes) -> list[_Open]:
    """The brackets around the end of a text, the outermost first; none that are too deep to be around records."""
    opened: list[_Open] = []
    deeper = 0
    for found in SIGNS.finditer(text):
        if found[2] and (deeper or len(opened) == DEEPEST):
            deeper += 1
        elif found[2]:
            opened.append(_Open(found.start(), found[2] == b"["))
        elif deeper:
            deeper -= found[3] is not None
        else:
            begin = opened.pop().place if found[3] and opened else found.start()
            if opened and (found[3] or (opened[-1].is_list and OBJECT_TEXT.match(found[1]))):
                opened[-1].count(begin, found.end())
    return opened


def _closing(opened: Sequence[_Open]) -> bytes:
    return b"".join(b"]" if one.is_list else b"}" for one in reversed(opened))


def _records(page: bytes) -> int:
    """How many records with a time a page wraps; none of what cannot be read, or is a record itself."""
    return sum(1 for one in _records_in(page) if isinstance(one, Unfit) or is_timed(one))


def _records_in(page: bytes) -> Iterator[dict[str, Any] | Unfit]:
    try:
        value, _ = decode(page)
    except MalformedError:
        return
    yield from (one for one in wrapped_in(value) if one is not None and one is not value)


def rest_of(text: bytes, part: Part) -> bytes | str:
    """What of a page is not whole, with what stands before its records, unless that holds lists itself: rows, perhaps.

    The cells of a row stand under the names that the table has: without these nobody could tell which are secrets.
    """
    rest = row = text[part.taken :]
    if not ROW.match(row):
        return part.before + rest if part.before.count(b"[") == part.closing.count(b"]") else rest
    for _ in range(CELLS_TRIED):
        found = _last_record(part, row.rstrip(b", \t\r\n")) or _last_record(part, row + b'"')
        if found is not None:
            return found.text if isinstance(found, Unfit) else kept(found)
        row = row.rpartition(b",")[0]
    return rest


def _last_record(part: Part, row: bytes) -> dict[str, Any] | Unfit | None:
    """What a page makes of one more row that is closed; None where it makes nothing of it."""
    found = list(_records_in(part.like + b"," + row + _closing(_opened(row)) + part.closing))
    before = sum(1 for _ in _records_in(part.like + part.closing))
    return found[-1] if len(found) > before else None

"""What is found in a stream of JSON that is not one record a line."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias


class Span(NamedTuple):
    """One record: its bytes, and the line that it starts on."""

    data: bytes
    line: int


class Around(NamedTuple):
    """An object around records, less those that were found in it: its bytes, and the line that it ends on."""

    data: bytes
    line: int


class Texts(NamedTuple):
    """What stands between records and begins with an `OBJECT_TEXT`: none of them is cut; and its line."""

    data: bytes
    line: int


class Broken(NamedTuple):
    """Bytes that are no record: why, (the start of) them, and the line."""

    reason: str
    data: bytes
    line: int


class Unfinished(NamedTuple):
    """A record, or a page, that ends in the middle: why, all of its bytes, and the line that it starts on."""

    reason: str
    data: bytes
    line: int


Found: TypeAlias = "Span | Around | Texts | Broken | Unfinished | None"

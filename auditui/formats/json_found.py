"""What is found in a stream of JSON that is not one record a line."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, TypeAlias

from auditui.formats.unfinished import Part


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


class Judges(NamedTuple):
    """What tells what is what, since the one who looks for brackets knows nothing of logs.

    Attributes:
        is_wrapper: Whether a key is one under which lists of records are put.
        is_record: Whether an object may be a record by itself.
        is_event: Whether what stands around a list says itself who did what and when.
        first_part: The beginning of a page that goes on, if it is one.
    """

    is_wrapper: Callable[[str], bool]
    is_record: Callable[[bytes], bool]
    is_event: Callable[[bytes], bool]
    first_part: Callable[[bytes], Part | None]

"""What readers hand on: one record of a file, or the reason why there is none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, NamedTuple, TypeAlias

from auditui.core.redact import MAX_REJECT

Value: TypeAlias = Any
"""A decoded JSON value that nobody has looked at yet: what it is decides what happens to it."""

MAX_RECORD_BYTES: Final = 16 * 1024 * 1024
"""The longest record that is read; a longer one is rejected without being held in memory."""

MAX_DEPTH: Final = 64
"""How deep a record may be nested."""


class Raw(NamedTuple):
    """One record as the source wrote it.

    `value` belongs to whoever takes it (mappings take keys out of it). `line` is 1-based, where the
    record starts. `flags` are flags of the event (`duplicate-key`, `bad-utf8` ...).
    """

    value: dict[str, Any]
    line: int
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rejected:
    """A stretch of the file that is no event: where it starts, why, and (part of) its text."""

    line: int
    reason: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Merged:
    """Lines that belong to an event which another line began; `count` of them."""

    count: int


Item: TypeAlias = "Raw | Rejected | Merged | None"
"""What a reader yields. None says that the input has paused, so that what is there can be written."""

Items: TypeAlias = Iterator[Item]


def shown(data: bytes | str, limit: int = MAX_REJECT) -> str:
    """Text of a reject, cut to `limit` characters with an ellipsis."""
    text = data[: limit * 4].decode("utf-8", "replace") if isinstance(data, bytes) else data
    return text if len(text) <= limit else text[: limit - 1] + "…"

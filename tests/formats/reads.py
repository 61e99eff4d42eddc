"""Reads a text as an import would, without a store."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from auditui.core.event import Event
from auditui.core.recording import record
from auditui.formats.inputs import Input
from auditui.formats.reading import Parsed, Reading, ReadOptions, open_reading
from auditui.formats.records import Merged, Rejected


def pieces(data: bytes, size: int) -> Iterator[bytes]:
    """The data in blocks of a size."""
    return (data[at : at + size] for at in range(0, len(data), size))


def reading(text: str | bytes, options: ReadOptions | None = None, *, block: int = 1 << 18) -> Reading:
    """How a text is read, in blocks of a size."""
    data = text.encode() if isinstance(text, str) else text
    return open_reading(Input("test", pieces(data, block)), options or ReadOptions())


class Result:
    """Everything that became of a text."""

    def __init__(self, text: str | bytes, options: ReadOptions | None = None, *, block: int = 1 << 18) -> None:
        self.reading = reading(text, options, block=block)
        self.events: list[Event] = []
        self.lines: list[int] = []
        self.rejects: list[Rejected] = []
        self.merged = 0
        for outcome in self.reading.outcomes:
            if isinstance(outcome, Parsed):
                self.events.append(record(outcome.fields))
                self.lines.append(outcome.line)
            elif isinstance(outcome, Rejected):
                self.rejects.append(outcome)
            elif isinstance(outcome, Merged):
                self.merged += outcome.count

    def all(self, name: str) -> list[Any]:
        """One field of every event."""
        return [getattr(event, name) for event in self.events]

    def one(self, *names: str) -> tuple[Any, ...]:
        """Some fields of the only event."""
        (event,) = self.events
        return tuple(getattr(event, name) for name in names)


GENERIC = ReadOptions(profiles=())


def generic(text: str | bytes, *, block: int = 1 << 18, **said: Any) -> Result:  # noqa: ANN401  any JSON
    """A text read without profiles, in blocks of a size."""
    return Result(text, ReadOptions(profiles=(), **said), block=block)


def json_lines(records: Sequence[str]) -> str:
    """Lines of JSON."""
    return "".join(f"{one}\n" for one in records)

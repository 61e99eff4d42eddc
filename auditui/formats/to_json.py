"""Events as one JSON array, an object a line, so that neither side needs all of it in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from auditui.core.event import Event
from auditui.formats.json_text import dumps
from auditui.formats.to_jsonl import Noted, noted_object


def lines(events: Iterable[Event], columns: Sequence[str] = (), noted: Noted | None = None) -> Iterator[str]:
    """The lines of the array, each with its line feed; objects as in `to_jsonl`. No events: an empty array."""
    yield "[\n"
    held = ""
    for event in events:
        if held:
            yield held + ",\n"
        held = dumps(noted_object(event, columns, noted))
    if held:
        yield held + "\n"
    yield "]\n"

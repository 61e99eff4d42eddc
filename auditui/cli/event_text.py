"""One event in full, laid out for reading: labels, Before/After of each change, nested details."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from auditui.core.differences import UNSEEN, is_unseen
from auditui.core.event import ABSENT, Absent, Change, Event, Json
from auditui.core.text import clean
from auditui.core.times import format_us
from auditui.formats.to_jsonl import event_object, filled

LABEL_WIDTH: Final = 14
LABELS: Final = {"took_ms": "took (ms)", "at": "time"}
_OWN_BLOCKS: Final = {"changes", "details", "targets", "flags", "at"}


def event_text(event: Event, zone: str) -> str:
    """The event as lines without the last line feed; empty fields are left out, times are in the zone."""
    return "\n".join(_lines(event, zone))


def _lines(event: Event, zone: str) -> Iterator[str]:
    values = event_object(event)
    yield _labelled("time", format_us(event.at_us, zone, exact=True))
    for name, value in values.items():
        if name not in _OWN_BLOCKS:
            yield _labelled(LABELS.get(name, name.replace("_", " ")), _plain(value))
    if event.flags:
        yield _labelled("flags", " ".join(event.flags))
    if event.targets:
        yield from ("targets", *_nested(values["targets"], 1))
    if event.changes:
        yield from ("changes", *(line for change in event.changes for line in _change(change)))
    if event.details:
        yield from ("details", *_nested(event.details, 1))


def _labelled(label: str, text: str) -> str:
    return f"{label:{LABEL_WIDTH}}{clean(text)}"


def _change(change: Change) -> Iterator[str]:
    yield f"  {clean(change.field)}{f'  ({UNSEEN})' if is_unseen(change) else ''}"
    yield from _side("before", change.before)
    yield from _side("after", change.after)


def _side(name: str, value: Json | Absent) -> Iterator[str]:
    if value is ABSENT:
        yield f"    {name:8}(not there)"
    elif isinstance(value, dict | list) and value:
        yield from (f"    {name}", *_nested(value, 3))
    else:
        yield f"    {name:8}{_plain(value)}"


def _nested(value: Json, depth: int) -> Iterator[str]:
    """A value as indented lines: `key  value`, `- item`; what is inside something stands further in."""
    pairs = (
        value.items() if isinstance(value, dict) else (("-", item) for item in value) if isinstance(value, list) else ()
    )
    indent = "  " * depth
    for key, inner in pairs:
        if isinstance(inner, dict | list) and filled(inner):
            yield from (f"{indent}{clean(key)}", *_nested(inner, depth + 1))
        else:
            yield f"{indent}{clean(key)}  {_plain(inner)}"


def _plain(value: Json) -> str:
    """Text as it is said, all else and the empty text as JSON."""
    if isinstance(value, str) and value:
        return clean(value)
    from auditui.formats.json_text import dumps

    return dumps(value)

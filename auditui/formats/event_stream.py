"""Server-sent events: `data:` lines with JSON, `event:` and `id:` beside them, a blank line behind each event."""

from __future__ import annotations

from typing import Final

from auditui.formats.envelopes import unwrap
from auditui.formats.inputs import Blocks
from auditui.formats.json_around import EVENT_LINE
from auditui.formats.json_decode import MalformedError, decode
from auditui.formats.lines import text_lines_of
from auditui.formats.records import MAX_RECORD_BYTES, Items, Raw, Rejected, shown

BESIDE: Final = ("event", "id")
"""Fields of which an event that has none of that name says as much."""


class _Event:
    """What is known of one event until the line that ends it."""

    def __init__(self) -> None:
        self.said: dict[str, str] = {}
        self.data: list[str] = []
        self.line = 0
        self.flags: tuple[str, ...] = ()

    def add(self, text: str, number: int, flags: tuple[str, ...]) -> None:
        self.data.append(text)
        self.line = self.line or number
        self.flags = flags or self.flags

    def is_whole(self) -> bool:
        """Whether its data are, so that more of them begin another: nobody kept the blank line."""
        try:
            decode("\n".join(self.data).encode())
        except MalformedError:
            return sum(map(len, self.data)) > MAX_RECORD_BYTES
        return True

    def items(self) -> Items:
        """Its records; none of a sign of life without data."""
        text = "\n".join(self.data).strip()
        if text in ("", "{}"):
            return
        try:
            value, flags = decode(text.encode())
        except MalformedError as error:
            yield Rejected(self.line, str(error), shown(text))
            return
        flags = tuple(dict.fromkeys((*self.flags, *flags)))
        for record in unwrap(value):
            if record.__class__ is dict:
                beside = {name: said for name, said in self.said.items() if name not in record}
                yield Raw({**beside, **record}, self.line, flags)
            else:
                yield Rejected(self.line, "not a JSON object", shown(text))


def read_event_stream(blocks: Blocks) -> Items:
    """One record for each object in the data of each event."""
    event = _Event()
    for line in text_lines_of(blocks):
        if line is None or isinstance(line, Rejected):
            yield line
            continue
        number, text, flags = line
        found = EVENT_LINE.match(text)
        if not text.strip():
            yield from event.items()
            event = _Event()
        elif found is None:
            yield Rejected(number, "not a line of a stream of events", shown(text))
        elif found["field"] == "data":
            if event.data and event.is_whole():
                yield from event.items()
                event = _Event()
            event.add(found["value"], number, flags)
        elif found["field"] in BESIDE and found["value"].strip():
            event.said[found["field"]] = found["value"].strip()
    yield from event.items()

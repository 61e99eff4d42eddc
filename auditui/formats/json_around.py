"""What may stand around JSON: a script (`var events = [...];`, `callback({...})`), the fields of server-sent events."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from auditui.formats.inputs import Blocks

NAME: Final = r"[A-Za-z_$][\w$]*+(?:\.[A-Za-z_$][\w$]*+)*+"
START: Final = re.compile(
    rf"\s*(?:(?:(?:var|let|const|export)\s+)?{NAME}\s*=|export\s+default|(?:/\*\*/)?\s*{NAME}\s*\("
    r"|\)\]\}'?,?|for\s*\(;;\);|while\s*\(1\);)\s*(?=\{\s*\"|\[\s*[{\"])"
)
END: Final = re.compile(rb"[\s;)]*\Z")
LONGEST_END: Final = 64

EVENT_LINE: Final = re.compile(r"(?P<field>data|event|id|retry|):\s?(?P<value>.*)", re.DOTALL)
"""A field of an event; none is a comment."""
DATA: Final = re.compile(r"data:\s*[{\[]")


def is_event_stream(lines: Sequence[str]) -> bool:
    """Whether the first lines of a text are of a stream of events; the last of them may be cut."""
    return any(map(DATA.match, lines)) and all(map(EVENT_LINE.match, lines[:-1]))


def begins_script(text: str) -> bool:
    """Whether JSON begins behind such a beginning."""
    return START.match(text) is not None


def length_before(head: bytes) -> int:
    """How many bytes of a stream that begins so stand before its JSON."""
    found = START.match(head.decode("utf-8", "replace"))
    return len(found[0].encode()) if found else 0


def bare(blocks: Blocks, before: int) -> Iterator[bytes | None]:
    """The JSON alone, on the lines that it stands on: less some bytes at its start, and what closes a statement."""
    held = b""
    for block in blocks:
        if block is None:
            yield None
            continue
        data = held + block
        if before:
            gone, data, before = data[:before], data[before:], max(before - len(data), 0)
            data = b"\n" * gone.count(b"\n") + data
        end = END.search(data, max(len(data) - LONGEST_END, 0))
        cut = end.start() if end else len(data)
        held = data[cut:]
        if cut:
            yield data[:cut]
    yield b"\n" * held.count(b"\n")

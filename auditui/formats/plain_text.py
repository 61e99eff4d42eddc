"""Text logs: a line that starts with a time begins an event, what follows without one belongs to it.

Lines of JSON and of access logs that were mixed in are events of their own, as they have times of their own.
"""

# ruff: noqa: E501  an expression is easier to check in one line than in pieces

from __future__ import annotations

import re
from typing import Any, Final

from auditui.core.redact import DEFAULT, Redactor
from auditui.formats import timestamps
from auditui.formats.access_log import record_in
from auditui.formats.cells import structure_in
from auditui.formats.columns import is_time
from auditui.formats.detect import ACCESS, begins_syslog
from auditui.formats.inputs import Blocks
from auditui.formats.layouts import LineLayout, layout_of
from auditui.formats.lines import text_lines_of
from auditui.formats.names import name_score
from auditui.formats.pairs import is_mostly_pairs, left_of, pairs_apart, pairs_in
from auditui.formats.records import Items, Raw, Rejected, Value, shown
from auditui.formats.syslog import payload_of, syslog_record
from auditui.formats.words import text_of, words_of
from auditui.formats.zones import ZONE_HOURS

ZONES: Final = "|".join(sorted(ZONE_HOURS, key=len, reverse=True))
SAID_ZONE: Final = rf"(?:\s?(?:(?:UTC|GMT)[+-]\d\d?(?::?\d\d)?|{ZONES}|[+-]\d\d:?\d\d)(?![\w+-])|\s\(?(?:[A-Z][A-Za-z.]+ ){{1,4}}(?:Standard|Daylight|Summer) Time\b\)?)?"
LEADING_TIME: Final = re.compile(
    r"\s{0,4}(?:(?P<before>(?:TRACE|DEBUG|INFO|NOTICE|WARN(?:ING)?|ERROR|FATAL|CRITICAL|AUDIT)\b\s*|\[[^\]\n]{1,60}\]\s+){1,3})?[\[(\"']?(?P<time>"
    r"(?:\d{4}[-/.]\d\d?[-/.]\d\d?[T ,]+\d\d?:\d\d(?::\d\d(?:[.,]\d{1,9})?)?"
    r"|\d\d?[-/.]\d\d?[-/.]\d{4},?\s+\d\d?:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?:\s?[AaPp][Mm])?"
    r"|\d\d?/[A-Z][a-z]{2}/\d{4}:\d\d:\d\d:\d\d"
    r"|\d{4}-\d\d-\d\d-\d\d\.\d\d\.\d\d\.\d{6}(?:[+-]\d{3}\b)?"
    r"|(?:[A-Z][a-z]{2},? )?[A-Z][a-z]{2} {1,2}\d{1,2},? (?:\d{4},? )?\d\d?:\d\d:\d\d(?:[.,]\d+)?(?: [AP]M)?(?: (?:[A-Z]{3,4} )?\d{4}\b)?"
    rf"|\d{{1,2}}[- ][A-Z][A-Za-z]{{2}}[- ]\d{{4}}[ ,]+\d\d:\d\d:\d\d(?:\.\d+)?){SAID_ZONE}"
    r"|1\d{9}(?:\.\d{1,9}|\d{3})?(?=[\s\]])"
    r")[\])\"']?[\s:,|;-]*"
)
LEVEL: Final = re.compile(
    r"[\[(<]?\b(?P<level>TRACE|DEBUG|INFO|NOTICE|WARN(?:ING)?|ERROR|FATAL|CRITICAL|AUDIT|LOG|SEVERE)\b[\])>]?[\s:|-]*"
)
ORACLE: Final = re.compile(r"(?P<key>[A-Z][A-Z0-9_ ]{1,40})\s*:\[\d+\]\s*'(?P<value>[^']*)'")
MAX_LINES: Final = 2_000
SURELY_TIME: Final = 75
"""The score of names under which a line of JSON has a time of its own, not one of what it tells of."""

CLOCK: Final = timestamps.Clock(day_first=True)


def read_text(blocks: Blocks, head: bytes = b"", redactor: Redactor = DEFAULT) -> Items:
    """One record for each event: its time, its level, pairs, users and addresses, and the whole text as `message`.

    `head` is the beginning of the stream, from which the form of its lines is seen.
    """
    layout = layout_of(_lines_of(head))
    return _read_layout(blocks, layout, redactor) if layout else _read_events(blocks, redactor)


def _lines_of(head: bytes) -> list[str]:
    """Some lines of the beginning, the last and perhaps incomplete one left out."""
    lines = head.decode("utf-8", "replace").splitlines()
    return [line for line in (lines[:-1] or lines)[:60] if line.strip()]


def _read_layout(blocks: Blocks, layout: LineLayout, redactor: Redactor) -> Items:
    """One record for each line of the layout; of a layout of blocks, the lines behind it belong to it."""
    record: dict[str, Any] | None = None
    begun, lines = 0, 0
    marks: tuple[str, ...] = ()
    for line in text_lines_of(blocks):
        if line is None or isinstance(line, Rejected):
            if record is not None:
                yield Raw(_said(record, redactor), begun, marks)
                record = None
            yield line
            continue
        number, text, flags = line
        fresh = layout.record(text)
        if fresh is None and record is not None and layout.blocks and lines < MAX_LINES:
            record["message"] = f"{record.get('message', '')}\n{text}"
            lines += 1
            continue
        if record is not None:
            yield Raw(_said(record, redactor), begun, marks)
        record, begun, marks, lines = fresh, number, flags, 1
        if fresh is None and text.strip():
            yield Rejected(number, f"not a line of this log ({layout.name})", shown(text))
    if record is not None:
        yield Raw(_said(record, redactor), begun, marks)


def _said(record: dict[str, Any], redactor: Redactor) -> dict[str, Any]:
    """A record with what its message says besides."""
    message = record.get("message")
    return (
        record if message is None else {**payload_of(message.strip(), redactor), **record, "message": message.strip()}
    )


def _read_events(blocks: Blocks, redactor: Redactor) -> Items:
    """A line that starts with a time begins an event."""
    kept: list[str] = []
    begun, time = 0, ""
    marks: tuple[str, ...] = ()
    for line in text_lines_of(blocks):
        if line is None or isinstance(line, Rejected):
            if kept:
                yield Raw(_record(time, kept, redactor), begun, marks)
                kept = []
            yield line
            continue
        number, text, flags = line
        found = LEADING_TIME.match(text)
        starts = bool(found and timestamps.parse(found["time"], CLOCK))
        own = None if starts else _record_of_another_kind(text)
        if own is not None:
            if kept:
                yield Raw(_record(time, kept, redactor), begun, marks)
                kept = []
            yield Raw(own, number, flags)
            continue
        whole = not starts and is_mostly_pairs(text)
        if starts or whole:
            if kept:
                yield Raw(_record(time, kept, redactor), begun, marks)
            begun, marks = number, flags
            time, kept = (found["time"], [text[found.end() :]]) if starts and found else ("", [text])
        elif kept and len(kept) < MAX_LINES:
            kept.append(text)
        elif text.strip():
            yield Rejected(number, "no time at its start, and no event before it", shown(text))
    if kept:
        yield Raw(_record(time, kept, redactor), begun, marks)


def begins_event(text: str) -> bool:
    """Whether a text begins as a line does that is an event."""
    found = LEADING_TIME.match(text)
    return bool(found and timestamps.parse(found["time"], CLOCK)) or is_mostly_pairs(text)


def record_of_line(text: str) -> dict[str, Any]:
    """What one line of text says, wherever it was kept: that of a syslog or an access log, pairs, or a sentence."""
    record = _record_of_another_kind(text) or (syslog_record(text) if begins_syslog(text) else None)
    if record is not None:
        return record
    found = LEADING_TIME.match(text)
    if found and timestamps.parse(found["time"], CLOCK):
        return _record(found["time"], [text[found.end() :]])
    return _record("", [text]) if is_mostly_pairs(text) else payload_of(text)


def _record_of_another_kind(line: str) -> dict[str, Any] | None:
    """What a line of JSON with a time, or of an access log, says; None for other lines."""
    if not line.lstrip().startswith("{"):
        return record_in(line) if ACCESS.match(line) else None
    found = structure_in(line)
    if isinstance(found, dict) and any(_is_time_of_its_own(key, value) for key, value in found.items()):
        return found
    return None


def _is_time_of_its_own(key: str, value: Value) -> bool:
    return name_score("at", words_of(key)) >= SURELY_TIME and is_time(text_of(value) or "")


def _record(time: str, lines: list[str], redactor: Redactor = DEFAULT) -> dict[str, Any]:
    record: dict[str, Any] = {"timestamp": time} if time else {}
    first = lines[0]
    level = LEVEL.match(first)
    if level:
        record["level"] = level["level"]
        first = first[level.end() :]
    text = "\n".join([first, *lines[1:]]).strip()
    blocks = {found["key"].strip().lower(): found["value"] for found in ORACLE.finditer(text)}
    if blocks:
        return {**record, **blocks, "message": text}
    if not time:
        found = pairs_in(text)
        said = pairs_apart(text, found, redactor)
        rest = left_of(text) if said == found else text
        return {**record, **said, **({"message": rest} if rest and "message=" not in text else {})}
    said = payload_of(text, redactor)
    clash = {name: value for name, value in said.items() if name in record}
    return {**said, **record, **({"fields": clash} if clash else {})}

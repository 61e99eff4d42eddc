"""Rejects files, read back: the records in them, as the streams that they came from had them."""

from __future__ import annotations

from typing import Final

from auditui.formats.inputs import Blocks
from auditui.formats.json_decode import MalformedError, decode
from auditui.formats.lines import text_lines_of
from auditui.formats.records import Rejected

KEYS: Final = frozenset({"file", "line", "reason", "record"})
QUOTED_KEYS: Final = tuple(f'"{key}"'.encode() for key in sorted(KEYS, reverse=True))


def is_rejects(start: bytes) -> bool:
    """Whether a stream begins like a file of rejects."""
    first = start.lstrip().split(b"\n", 1)[0]
    return first.startswith(b"{") and _may_have_keys(first) and _record_of(first) is not None


def _may_have_keys(line: bytes) -> bool:
    """Whether all keys of a rejects file stand in a line; far quicker than to read it, as the first of every file."""
    return b"\\u" in line or all(key in line for key in QUOTED_KEYS)


def _record_of(line: bytes) -> str | None:
    try:
        value, _ = decode(line)
    except MalformedError:
        return None
    if not isinstance(value, dict) or value.keys() != KEYS or not isinstance(value["record"], str):
        return None
    return value["record"]


def records_of(blocks: Blocks) -> Blocks:
    """The records of a rejects file, one under the other; what somebody wrote between them is taken as one too."""
    for line in text_lines_of(blocks):
        if line is None or isinstance(line, Rejected):
            yield None
            continue
        record = _record_of(line[1].encode())
        text = line[1] if record is None else record
        if text.strip():
            yield text.encode("utf-8", "replace") + b"\n"

"""The families of logs, and what reads the records of each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

from auditui.formats.access_log import read_access_log
from auditui.formats.auditd import read_auditd
from auditui.formats.cef import read_cef
from auditui.formats.delimited import read_delimited
from auditui.formats.detect import first_lines
from auditui.formats.event_stream import read_event_stream
from auditui.formats.inputs import Blocks
from auditui.formats.json_around import bare, is_event_stream, length_before
from auditui.formats.json_records import read_json
from auditui.formats.plain_text import read_text
from auditui.formats.records import Items
from auditui.formats.ruled import read_ruled
from auditui.formats.syslog import read_syslog
from auditui.formats.w3c import read_w3c
from auditui.formats.xml_records import read_xml


def _json(blocks: Blocks, head: bytes) -> Items:
    if is_event_stream([line for line in first_lines(head.decode("utf-8", "replace")) if line.strip()][:40]):
        return read_event_stream(blocks)
    before = length_before(head)
    return read_json(bare(blocks, before), head[before:]) if before else read_json(blocks, head)


def _table(blocks: Blocks, head: bytes, delimiter: str = "") -> Items:
    return read_delimited(blocks, head.decode("utf-8", "replace"), delimiter)


Reader: TypeAlias = Callable[[Blocks, bytes], Items]
"""Takes the blocks of a stream, and (a copy of) the first bytes in them."""

READERS: Final[Mapping[str, Reader]] = {
    "json": _json,
    "csv": _table,
    "tsv": lambda blocks, head: _table(blocks, head, "\t"),
    "ruled": lambda blocks, _head: read_ruled(blocks),
    "access_log": lambda blocks, _head: read_access_log(blocks),
    "auditd": lambda blocks, _head: read_auditd(blocks),
    "syslog": read_syslog,
    "cef": lambda blocks, _head: read_cef(blocks),
    "w3c": lambda blocks, _head: read_w3c(blocks),
    "xml": read_xml,
    "text": read_text,
}
"""Families of logs by the names that `--format` takes."""

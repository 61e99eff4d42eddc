"""Logs whose columns are named in a line that starts with `#`: W3C extended (IIS, CloudFront) and Zeek."""

from __future__ import annotations

import re
from typing import Any, Final

from auditui.formats.inputs import Blocks
from auditui.formats.lines import text_lines_of
from auditui.formats.records import Items, Raw, Rejected, shown

FIELDS: Final = re.compile(r"#fields:?[ \t]*(?P<names>.+)", re.IGNORECASE)
PREFIX: Final = re.compile(r"^(?:cs|sc|c|s|x|r)-(?=\w)|^(cs|sc)\((.+)\)$")
EMPTY: Final = frozenset({"-", "(empty)", ""})


def read_w3c(blocks: Blocks) -> Items:
    """One record a line, under the names of the last `#Fields` line; date and time together are `date_time`."""
    names: list[str] = []
    delimiter: str | None = None
    for line in text_lines_of(blocks):
        if line is None or isinstance(line, Rejected):
            yield line
            continue
        number, text, flags = line
        if text.startswith("#"):
            header = FIELDS.match(text)
            if header:
                delimiter = "\t" if "\t" in header["names"] else None
                names = header["names"].split(delimiter)
        elif text.strip():
            cells = text.split(delimiter)
            if len(cells) == len(names):
                yield Raw(_record(names, cells), number, flags)
            else:
                yield Rejected(number, f"{len(cells)} fields under {len(names)} names", shown(text))


def _record(names: list[str], cells: list[str]) -> dict[str, Any]:
    record: dict[str, Any] = {
        name: cell.replace("+", " ") if "Agent" in name else cell
        for name, cell in zip(names, cells, strict=True)
        if cell not in EMPTY
    }
    if "date" in record and "time" in record:
        record["date_time"] = f"{record.pop('date')} {record.pop('time')}"
    return record

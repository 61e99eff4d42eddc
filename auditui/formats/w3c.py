"""Logs whose columns are named in a line that starts with `#`: W3C extended (IIS, CloudFront), Zeek and Exchange."""

from __future__ import annotations

import csv
import re
from typing import Any, Final

from auditui.formats.delimited import column_names
from auditui.formats.inputs import Blocks
from auditui.formats.lines import text_lines_of
from auditui.formats.records import Items, Raw, Rejected, shown
from auditui.formats.tables import under_names

FIELDS: Final = re.compile(r"#fields:?[ \t]*(?P<names>.+)", re.IGNORECASE)
PREFIX: Final = re.compile(r"^(?:cs|sc|c|s|x|r)-(?=\w)|^(cs|sc)\((.+)\)$")
EMPTY: Final = frozenset({"-", "(empty)", ""})


def read_w3c(blocks: Blocks) -> Items:
    """One record a line, under the names of the last `#Fields` line; date and time together are `date_time`.

    A line with more or less cells than there are names is a reject: nobody can tell which of them is missing.
    """
    names: list[str] = []
    delimiter = ""
    for line in text_lines_of(blocks):
        if line is None or isinstance(line, Rejected):
            yield line
            continue
        number, text, flags = line
        if text.startswith("#"):
            header = FIELDS.match(text)
            if header:
                delimiter = next((sign for sign in "\t," if sign in header["names"]), "")
                names = column_names(_cells(header["names"].strip(), delimiter, 0))
        elif text.strip():
            cells = _cells(text, delimiter, len(names))
            if len(cells) == len(names):
                yield Raw(_record(names, cells), number, flags)
            else:
                reason = f"{len(cells)} fields under {len(names)} names"
                yield Rejected(number, reason, shown(under_names(names, cells) if names else text))


def _cells(text: str, delimiter: str, wanted: int) -> list[str]:
    """The cells of a line; between two blanks there is an empty one if that makes as many as are wanted."""
    if delimiter == ",":
        try:
            return next(csv.reader([text]), [])
        except csv.Error:
            return text.split(",")
    if delimiter:
        return text.split(delimiter)
    cells = text.split()
    exact = text.split(" ")
    return exact if len(cells) != wanted == len(exact) else cells


def _record(names: list[str], cells: list[str]) -> dict[str, Any]:
    record: dict[str, Any] = {
        name: cell.replace("+", " ") if "Agent" in name else cell
        for name, cell in zip(names, cells, strict=True)
        if cell not in EMPTY
    }
    if "date" in record and "time" in record:
        record["date_time"] = f"{record.pop('date')} {record.pop('time')}"
    return record

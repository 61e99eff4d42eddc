"""Events as CSV by RFC 4180: UTF-8, CRLF, always a header, nothing that a spreadsheet takes for a formula."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from auditui.core.event import Event, Json
from auditui.formats.json_text import dumps
from auditui.formats.to_jsonl import BOOKMARK, FIELDS, Noted, event_object

FORMULA: Final = re.compile(r"'*[=+\-@\t\r\n]")
_NUMBER: Final = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")


class _Echo:
    """A file whose `write` gives the text back, so that one `csv.writer` can serve a stream of lines."""

    def write(self, text: str) -> str:
        """The text, back to whoever wrote it."""
        return text


def lines(
    events: Iterable[Event],
    columns: Sequence[str] = FIELDS,
    *,
    raw: bool = False,
    missing: str = "",
    noted: Noted | None = None,
) -> Iterator[str]:
    """The header, then each event, each with its CRLF; a cell may hold line breaks inside its quotes.

    Args:
        events: What to write, in this order.
        columns: Some of `FIELDS`, or paths below `details.`.
        raw: Leave cells that look like formulas as they are.
        missing: What a cell says when the event has no value.
        noted: Adds the column `BOOKMARK`.
    """
    if noted is None:
        return rows(columns, (_cells(event, columns, missing) for event in events), raw=raw)
    texts = ([*_cells(event, columns, missing), noted(event) or missing] for event in events)
    return rows((*columns, BOOKMARK), texts, raw=raw)


def _cells(event: Event, columns: Sequence[str], missing: str) -> list[str]:
    return [cell(value) or missing for value in event_object(event, columns).values()]


def rows(header: Sequence[str], texts: Iterable[Iterable[str]], *, raw: bool = False) -> Iterator[str]:
    """Any table as CSV: the header, then each row, each with its CRLF; cells `guarded`, or `marked` if `raw`."""
    row = csv.writer(_Echo()).writerow  # it returns what `write` returned; typeshed has it return anything
    yield str(row(header))
    for cells in texts:
        yield str(row(map(marked if raw else guarded, cells)))


def cell(value: Json) -> str:
    """One value as text, lists and objects as JSON; nothing as empty text."""
    if value is None:
        return ""
    return value if isinstance(value, str) else dumps(value)


def guarded(text: str) -> str:
    """Put `'` before what a spreadsheet would run; one such mark taken off gives the same text back.

    Text that already begins with such marks before a formula gets one more, so that nothing is
    ambiguous. Numbers may keep their sign.
    """
    return f"'{text}" if FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def marked(text: str) -> str:
    """Leave formulas as they are; only what begins with a mark that reading would take off gets one more."""
    return f"'{text}" if text[:1] == "'" and FORMULA.match(text) else text

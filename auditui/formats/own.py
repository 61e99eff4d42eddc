"""Our own exports, read back: the same events with the same content hashes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final

from auditui.core.errors import RecordError
from auditui.core.event import ABSENT, Change
from auditui.formats import timestamps
from auditui.formats.to_csv import FORMULA
from auditui.formats.to_jsonl import BOOKMARK, FIELDS

NAMES: Final = frozenset((*FIELDS, BOOKMARK))
ALWAYS: Final = frozenset({"seq", "at", "verb", "outcome", "actor_kind"})
"""Fields that every event of an export has."""
AS_JSON: Final = ("targets", "changes", "details", "flags")
DERIVED: Final = frozenset({"seq", "origin", "at", "took_ms", "changes", BOOKMARK})


def is_own_header(names: Sequence[str]) -> bool:
    """Whether a table is a whole export of ours: exactly its header, with bookmarks or without."""
    return tuple(names) in {FIELDS, (*FIELDS, BOOKMARK)}


def is_own_record(record: dict[str, Any]) -> bool:
    """Whether an object is a line of an export of ours: nothing but its fields, and those that none is without."""
    return ALWAYS <= record.keys() <= NAMES and isinstance(record["seq"], int)


def unguarded(cell: str) -> str:
    """Take off the mark that keeps a spreadsheet from running a cell."""
    return cell[1:] if cell[:1] == "'" and FORMULA.match(cell) else cell


def row_record(cells: Sequence[str]) -> dict[str, Any]:
    """The cells of an own table as the object that an own JSON line would be. Raises `RecordError`."""
    record: dict[str, Any] = {name: unguarded(cell) for name, cell in zip(_header(cells), cells, strict=True) if cell}
    try:
        for name in AS_JSON:
            if name in record:
                record[name] = json.loads(record[name])
        for name, kind in (("seq", int), ("status", int), ("took_ms", float)):
            if name in record:
                record[name] = kind(record[name])
    except (ValueError, RecursionError) as error:
        raise RecordError(f"the cell '{name}' of an export cannot be read: {error}") from error
    return record


def _header(cells: Sequence[str]) -> tuple[str, ...]:
    return FIELDS if len(cells) == len(FIELDS) else (*FIELDS, BOOKMARK)


def fields_of(record: dict[str, Any]) -> dict[str, Any]:
    """What `record` takes, out of one object of an export. Raises `RecordError` where it was spoilt."""
    stamp = timestamps.parse(record.get("at"))
    if stamp is None:
        raise RecordError(f"'{record.get('at')!s:.60}' is no time of an export")
    fields = {name: value for name, value in record.items() if name not in DERIVED}
    fields["at_us"] = stamp.at_us
    took = record.get("took_ms")
    if isinstance(took, int | float):
        fields["took_us"] = round(took * 1000)
    if not isinstance(record.get("details", {}), dict) or not isinstance(record.get("targets", []), list):
        raise RecordError("the details or targets of an export are not what they were")
    fields["targets"] = [one for one in record.get("targets", []) if isinstance(one, dict)]
    fields["changes"] = [
        Change(str(one.get("field", "")), one.get("before", ABSENT), one.get("after", ABSENT))
        for one in record.get("changes", [])
        if isinstance(one, dict)
    ]
    return fields

"""Columns that the user named for fields, with `--map COLUMN=FIELD`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from auditui.core.errors import UsageError
from auditui.formats.paths import finder, parse_path
from auditui.formats.plan import Source
from auditui.formats.profiles import FIELDS


def named_columns(
    columns: Sequence[tuple[str, str]], sample: Sequence[dict[str, Any]]
) -> dict[str, tuple[Source, ...]]:
    """Where the user said that fields are: these places alone, even where they are empty."""
    named: dict[str, tuple[Source, ...]] = {}
    for column, target in columns:
        named[target] = (Source(_column_path(column, sample)), *named.get(target, ()))
    return named


def _column_path(column: str, sample: Sequence[dict[str, Any]]) -> tuple[Any, ...]:
    """A column by its name as written, else a path. Raises `UsageError` where no record has it."""
    if any(column in record for record in sample):
        return (column,)
    try:
        path = parse_path(column)
    except ValueError as error:
        raise UsageError(str(error), where=f"--map {column}") from error
    if sample and not any(finder(path)(record)[0] is not None for record in sample):
        names = ", ".join(list(dict.fromkeys(key for record in sample[:20] for key in record))[:30])
        raise UsageError("no record has this column", where=f"--map {column}", hint=f"there are {names}")
    return path


def column_pairs(columns: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """(column or path, field) out of the words of a command line. Raises `UsageError`."""
    pairs = []
    for column in columns:
        name, equals, target = column.rpartition("=")
        if not equals or not name:
            raise UsageError("--map wants COLUMN=FIELD", where=f"--map {column}")
        if target not in FIELDS:
            raise UsageError(
                f"no field is called '{target}'", where=f"--map {column}", hint=f"there are {', '.join(FIELDS)}"
            )
        pairs.append((name, target))
    return tuple(pairs)

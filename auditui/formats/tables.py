"""Records that JSON holds as rows: names and rows of values apart, lines with their times, pairs, JSON in texts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any, Final, NamedTuple, TypeAlias

from auditui.formats import timestamps
from auditui.formats.json_decode import MalformedError, decode
from auditui.formats.json_text import kept
from auditui.formats.plain_text import record_of_line
from auditui.formats.records import Value
from auditui.formats.timed import DAY_FIRST, is_timed

DEEPEST: Final = 4
"""Objects and lists around rows."""
LOOKED_AT: Final = 8
"""Rows that tell what all of them are."""
STAMPED: Final = (2, 3)
"""Parts of a line with its time: the third is an object with what else is known of it."""
NAME_KEYS: Final = ("name", "Name", "field", "columnName", "ColumnName", "column_name", "label", "key")
VALUE_KEYS: Final = ("value", "Value", "val")

ROWS_KEYS: Final = frozenset({"rows", "Rows", "values", "data"})
"""Under which an empty list beside names is one of rows."""
MAY_BE_ROWS: Final = frozenset({dict, list, str})
"""What the first of some rows is."""

Record: TypeAlias = "dict[str, Any] | None"
"""None stands for a row that is none."""


class Rows:
    """Records, in the place of what holds them as rows; made one by one, since a page may have millions.

    `like` is one of them, with a time.
    """

    __slots__ = ("_make", "_names", "_rows", "like")

    def __init__(
        self, rows: Sequence[Value], make: Callable[[Value], Record], like: dict[str, Any], names: Sequence[str]
    ) -> None:
        self._rows = rows
        self._make = make
        self._names = names
        self.like = like

    def __iter__(self) -> Iterator[dict[str, Any] | Unfit]:
        for row in self._rows:
            made = self._make(row)
            yield Unfit(under_names(self._names, row)) if made is None else made


class Unfit(NamedTuple):
    """The text of a row that is no record."""

    text: str


def under_names(names: Sequence[str], row: Value) -> str:
    """A row as JSON, its cells under the names there are: without them nobody knows which of them are secrets."""
    cells = _cells(row) if names else None
    if cells is None:
        return kept(row)
    more = {"more": cells[len(names) :]} if len(cells) > len(names) else {}
    return kept({**dict(zip(names, cells, strict=False)), **more})


def _timed(rows: Sequence[Value], make: Callable[[Value], Record], names: Sequence[str] = ()) -> Rows | None:
    """The records of some rows, if any of the first has a time; none of what is no log."""
    made = map(make, rows[:LOOKED_AT])
    like = next((one for one in made if one and is_timed(one)), None)
    return Rows(rows, make, like, names) if like else None


def may_hold_rows(value: dict[str, Any], depth: int = DEEPEST) -> bool:
    """Whether some list in an object may be one of rows; False for nearly every event, within a microsecond."""
    is_empty = False
    for key, inner in value.items():
        kind = inner.__class__
        if kind is str:
            continue
        if kind is list:
            if not inner:
                is_empty = True
            elif inner[0].__class__ in MAY_BE_ROWS and (
                _may_be_rows(inner, depth) or (key in ROWS_KEYS and _are_named_rows(value, key, inner))
            ):
                return True
        elif kind is dict and depth and may_hold_rows(inner, depth - 1):
            return True
    return is_empty and bool(_names_beside(value, ""))


def _may_be_rows(values: list[Value], depth: int) -> bool:
    first = values[0]
    if first.__class__ is dict:
        return _is_wrapped_row(first) or (depth > 0 and may_hold_rows(first, depth - 1))
    return first.__class__ is list or (first.__class__ is str and first[:1] == "{")


def spread(value: Value, depth: int = DEEPEST) -> Value:
    """The value with lists of `Rows` in place of everything that holds records as rows; itself where nothing does."""
    if isinstance(value, list):
        return _spread_list(value, depth)
    if not isinstance(value, dict):
        return value
    if _is_empty_table(value):
        return []
    rows = _table(value) or _stamped_lines(value)
    if rows is not None:
        return [rows]
    made = {key: spread(inner, depth - 1) if depth else inner for key, inner in value.items()}
    return made if any(made[key] is not value[key] for key in made) else value


def _spread_list(values: list[Value], depth: int) -> list[Value]:
    rows = _objects_in_texts(values) or _lists_of_pairs(values) or _under_first_row(values)
    if rows is not None:
        return [rows]
    if not depth or not any(one.__class__ is dict for one in values):
        return values
    found: list[Value] = []
    is_same = True
    for one in values:
        inner = spread(one, depth - 1) if one.__class__ is dict else one
        is_same = is_same and inner is one
        found += [inner] if inner is one else inner if inner.__class__ is list else _lists_within(one, inner)
    return values if is_same else found


def _lists_within(before: dict[str, Any], after: dict[str, Any]) -> list[Value]:
    """The records in an object of a list (`{"series": [table, table]}`), and what else in it may be some."""
    found = [one for key, inner in after.items() if inner is not before[key] for one in _listed(inner)]
    rest = {key: inner for key, inner in after.items() if inner is before[key]}
    return (
        [*found, rest] if is_timed(rest) or any(inner and inner.__class__ is list for inner in rest.values()) else found
    )


def _listed(value: Value) -> list[Value]:
    return value if value.__class__ is list else [value]


def _is_empty_table(value: dict[str, Any]) -> bool:
    """Whether an object names columns, and has no rows for them: an empty page."""
    return any(inner == [] and key in ROWS_KEYS and _names_beside(value, key) for key, inner in value.items())


def _table(value: dict[str, Any]) -> Rows | None:
    """The rows of `{"columns": [{"name": ...}], "rows": [[...]]}`, under any keys: a list of names, and lists as long.

    Objects beside them (`"tags": {...}`) belong to each of the rows.
    """
    for rows_key, rows in value.items():
        if rows_key in ROWS_KEYS and rows.__class__ is list and _are_named_rows(value, rows_key, rows):
            return _timed(rows, _object)
        first = _cells(rows[0]) if rows.__class__ is list and rows else None
        if not first:
            continue
        for names_key, names in _names_beside(value, rows_key):
            if len(names) == len(first):
                beside = {key: inner for key, inner in value.items() if inner.__class__ is dict and key != names_key}
                around = {key: inner for key, inner in beside.items() if key not in names}
                return _timed(rows[1:] if first == names else rows, partial(_row, names, around), names)
    return None


def _are_named_rows(value: dict[str, Any], rows_key: str, rows: list[Value]) -> bool:
    """Whether rows are objects with no other keys than the names beside them: `{"columns": [...], "rows": [{...}]}`."""
    if not rows or rows[0].__class__ is not dict or not rows[0]:
        return False
    return any(rows[0].keys() <= set(names) for _, names in _names_beside(value, rows_key))


def _object(row: Value) -> Record:
    return row if row.__class__ is dict else None


def _names_beside(value: dict[str, Any], rows_key: str) -> list[tuple[str, list[str]]]:
    """The lists of names beside some rows, or in an object beside them (`"schema": {"fields": [...]}`)."""
    found = []
    for key, inner in value.items():
        for one in inner.values() if inner.__class__ is dict else (inner,):
            names = _names(one) if key != rows_key and one.__class__ is list else None
            if names:
                found.append((key, names))
    return found


def _names(values: list[Value]) -> list[str] | None:
    """Names that differ, or those of objects that describe columns."""
    if values and values[0].__class__ is dict:
        key = next((key for key in NAME_KEYS if isinstance(values[0].get(key), str)), None)
        values = [one.get(key) if isinstance(one, dict) else None for one in values]
    if not all(isinstance(one, str) and one for one in values) or len(set(values)) < len(values):
        return None
    return values


def _is_wrapped_row(value: dict[str, Any]) -> bool:
    """Whether a row is the only thing in an object: `{"f": [{"v": 1}, ...]}`."""
    return len(value) == 1 and next(iter(value.values())).__class__ is list


def _cells(row: Value) -> list[Value] | None:
    """The values of a row; None of what is none."""
    if row.__class__ is list:
        cells: list[Value] = row
        return cells
    if row.__class__ is not dict or not _is_wrapped_row(row):
        return None
    (cells,) = row.values()
    if not all(cell.__class__ is dict and len(cell) <= 1 for cell in cells):
        return None
    return [next(iter(cell.values()), None) for cell in cells]


def _row(names: Sequence[str], around: dict[str, Any], row: Value) -> Record:
    cells = _cells(row)
    if cells is None or len(cells) != len(names):
        return None
    return {**around, **{name: cell for name, cell in zip(names, cells, strict=True) if cell is not None}}


def _stamped_lines(value: dict[str, Any]) -> Rows | None:
    """The lines of `{"stream": {...labels}, "values": [["<ns>", "line"], ...]}`, each with what stands beside them."""
    for key, lines in value.items():
        if lines.__class__ is list and lines and all(map(_is_stamped, lines[:LOOKED_AT])):
            around = {name: inner for name, inner in value.items() if name != key}
            return _timed(lines, partial(_line, around))
    return None


def _is_stamped(line: Value) -> bool:
    if line.__class__ is not list or len(line) not in STAMPED or not isinstance(line[1], str):
        return False
    if not all(isinstance(more, dict) for more in line[2:]):
        return False
    return isinstance(line[0], str | int | float) and timestamps.parse(line[0], DAY_FIRST) is not None


def _line(around: dict[str, Any], line: Value) -> Record:
    if line.__class__ is not list or len(line) not in STAMPED:
        return None
    metadata = {"metadata": line[2]} if len(line) > 2 and line[2] else {}  # noqa: PLR2004  as above
    return _with_told({**around, "time": line[0], **metadata}, line[1])


def stamped_object(value: list[Value]) -> Record:
    """The record of `[1791194400.5, {"user": ...}]`, as collectors write them; a time of its own goes first."""
    if len(value) != 2 or value[1].__class__ is not dict or not value[1]:  # noqa: PLR2004  as above
        return None
    stamp = value[0][0] if value[0].__class__ is list and value[0] else value[0]  # newer ones put `[time, {}]` there
    if not isinstance(stamp, str | int | float) or timestamps.parse(stamp, DAY_FIRST) is None:
        return None
    return {"time": stamp, **value[1]}


def _with_told(around: dict[str, Any], line: Value) -> dict[str, Any]:
    """What stands around a line, and what it tells as a line of a text log would; what is there already goes first."""
    if line.__class__ is not str or line[:1] == "{":
        return {**around, "line": object_in(line) or line}
    told = record_of_line(line)
    if told.get("message") != line:
        told["line"] = line
    clash = {name: value for name, value in told.items() if name in around}
    return {**told, **around, **({"fields": clash} if clash else {})}


def _lists_of_pairs(values: list[Value]) -> Rows | None:
    """The records of `[[{"field": "time", "value": ...}, ...], ...]`, or of such lists as all that objects hold."""
    if not all(_is_list_of_pairs(one) for one in values[:LOOKED_AT]) or not values:
        return None
    return _timed(values, _of_pairs)


def _is_list_of_pairs(value: Value) -> bool:
    pairs = _pairs_of(value)
    return pairs.__class__ is list and bool(pairs) and all(map(_pair, pairs))


def _pairs_of(value: Value) -> Value:
    return next(iter(value.values())) if value.__class__ is dict and _is_wrapped_row(value) else value


def _pair(value: Value) -> tuple[str, str] | None:
    """The keys of the name and of the value of an object that holds nothing else."""
    if value.__class__ is not dict or len(value) != 2:  # noqa: PLR2004  these two
        return None
    name = next((key for key in NAME_KEYS if isinstance(value.get(key), str)), None)
    said = next((key for key in VALUE_KEYS if key in value), None)
    return (name, said) if name and said else None


def _of_pairs(pairs: Value) -> Record:
    if not _is_list_of_pairs(pairs):
        return None
    return {pair[keys[0]]: pair[keys[1]] for pair in _pairs_of(pairs) if (keys := _pair(pair))}


def _under_first_row(values: list[Value]) -> Rows | None:
    """The rows of `[["time", "user"], ["2026-01-02T03:04:05Z", "ana"], ...]`."""
    if len(values) < 2 or not all(one.__class__ is list and len(one) > 1 for one in values[:LOOKED_AT]):  # noqa: PLR2004
        return None
    if not _may_be_names(values[0]):
        return None
    return _timed(values[1:], partial(_row, values[0], {}), values[0])


class FirstRow:
    """The names in the first of lists that come one by one, as `_under_first_row` finds them in a list of lists."""

    def __init__(self) -> None:
        self.names: list[str] | None = None
        self.is_sure = False
        """Whether a row with a time has come."""

    def takes(self, value: list[Value]) -> bool:
        """Whether a list is taken for names; the next one tells whether it is."""
        if self.names is None and _may_be_names(value):
            self.names = value
            return True
        return False

    def row(self, value: list[Value]) -> dict[str, Any] | None:
        """The record of a list; None where it is none, or where none has had a time."""
        made = _row(self.names, {}, value) if self.names else None
        self.is_sure = self.is_sure or (made is not None and is_timed(made))
        return made if self.is_sure else None


def _may_be_names(values: list[Value]) -> bool:
    if len(values) < 2 or not all(one.__class__ is str for one in values):  # noqa: PLR2004
        return False
    names = _names(values)
    return names is not None and not any(timestamps.parse(name, DAY_FIRST) for name in names)


def _objects_in_texts(values: list[Value]) -> Rows | None:
    """The objects that texts spell out: `["{...}", "{...}"]`."""
    if not values or not all(one.__class__ is str and one[:1] == "{" for one in values[:LOOKED_AT]):
        return None
    return _timed(values, object_in)


def object_in(text: Value) -> Record:
    """The object that a text spells out as JSON."""
    try:
        value, _ = decode(text.encode("utf-8", "replace")) if text.__class__ is str else (None, ())
    except MalformedError:
        return None
    return value if isinstance(value, dict) else None

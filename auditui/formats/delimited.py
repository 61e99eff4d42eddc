"""Tables: CSV, TSV and their kin, with a header, to one record a row."""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Iterator, Sequence
from types import EllipsisType
from typing import Final, NamedTuple

from auditui.formats.cells import structure_in
from auditui.formats.inputs import Blocks
from auditui.formats.layouts import names_for
from auditui.formats.lines import NumberedText, text_lines_of
from auditui.formats.records import MAX_RECORD_BYTES, Items, Raw, Rejected, Value, shown
from auditui.formats.table_signs import delimiter_of, has_header, lines_before, width_of
from auditui.formats.tables import under_names

MAX_ROW_LINES: Final = 5_000
"""Lines that one row may take whatever they look like. A quote that nobody closes would take all that follow."""
MOST_ROW_LINES: Final = 400_000
"""Lines that it may take where they do not look like rows."""

csv.field_size_limit(MAX_RECORD_BYTES)


class Row(NamedTuple):
    """The cells of one row, and the line that it starts on."""

    line: int
    cells: list[str]
    flags: tuple[str, ...]


class Dialect(NamedTuple):
    """How cells are told apart; `exact` where every blank counts."""

    delimiter: str
    exact: bool


def read_delimited(blocks: Blocks, head: str, delimiter: str = "") -> Items:
    """Read a table. `head` is its beginning, from which the delimiter is seen where none is given.

    The first row names the columns if its cells look like names; else they are `column1`, `column2`. So are
    those behind the last name, where nearly all rows have more cells than there are names.
    Empty cells are left out; cells that hold JSON become what it says. Where the names stand once more, one table was
    put behind another. Lines above the names are rejects, but for remarks (`#TYPE ...`).
    """
    above = lines_before(head)
    head = head.split("\n", above)[above]
    delimiter = delimiter or delimiter_of(head) or ","
    names: list[str] = []
    header: list[str] = []
    is_begun = False
    for row in rows_of(blocks, delimiter):
        if row is None:
            yield row
            continue
        if isinstance(row, Rejected):
            yield _named(row, names, delimiter) if names else row
            continue
        line, cells, flags = row
        if line <= above:
            if any(cells) and not cells[0].startswith("#"):
                yield Rejected(line, "a line above the names of the columns", shown(delimiter.join(cells)))
            continue
        if not names:
            if cells[0].lower().startswith("sep=") and len("".join(cells)) <= len("sep=,"):
                continue
            named = has_header([cell.strip() for cell in cells])
            known = None if named else names_for(cells)
            more = [""] * (width_of(head, delimiter) - len(cells))
            names = (
                column_names([*cells, *more])
                if named
                else list(known or [f"column{n}" for n in range(1, len(cells) + 1)])
            )
            if named:
                header = cells
                continue
        is_begun = is_begun or cells != header
        if cells != header or not is_begun:
            yield _record(names, cells, line, flags)


def column_names(cells: Sequence[str]) -> list[str]:
    """Header cells as keys: stripped, nameless ones numbered, repeated ones told apart (`Action`, `Action#2`)."""
    names: list[str] = []
    for place, cell in enumerate(cells, 1):
        name = cell.strip().strip("\ufeff") or f"column{place}"
        count = 1
        while (name if count == 1 else f"{name}#{count}") in names:
            count += 1
        names.append(name if count == 1 else f"{name}#{count}")
    return names


def _record(names: Sequence[str], cells: Sequence[str], line: int, flags: tuple[str, ...]) -> Raw | Rejected:
    if len(cells) != len(names) and not _fits(names, cells):
        # under their names: without the header nobody could read it again, nor know which of them are secrets
        return Rejected(line, f"{len(cells)} cells under {len(names)} column names", shown(under_names(names, cells)))
    return Raw({name: value_of(cell) for name, cell in zip(names, cells, strict=False) if cell}, line, flags)


def _named(refused: Rejected, names: Sequence[str], delimiter: str) -> Rejected:
    """A line that is no row, as far as it has cells under their names; a quote that is never closed takes the rest."""
    try:
        cells, _ = _cells([refused.text], Dialect(delimiter, exact=True))
    except csv.Error:
        cells = refused.text.split(delimiter)
    return Rejected(refused.line, refused.reason, shown(under_names(names, cells)))


def _fits(names: Sequence[str], cells: Sequence[str]) -> bool:
    """Empty cells at the end may be left out or be too many; anything else would shift columns."""
    if len(cells) > len(names):
        return not any(cells[len(names) :])
    return len(cells) * 2 >= len(names) and len(cells) > 1


def value_of(cell: str) -> Value:
    """The text of a cell, or the structure that it spells out."""
    if cell[0] in "{[ \n":
        found = structure_in(cell)
        if found is not None:
            return found
    return cell


def rows_of(blocks: Blocks, delimiter: str, *, exact: bool = False) -> Iterator[Row | Rejected | None]:
    """Rows with the line that they start on. A quote that is never closed costs its own line only.

    With `exact`, blanks behind a delimiter and CR inside of quotes stay as they are.
    """
    dialect = Dialect(delimiter, exact)
    closed = _closed_pattern(delimiter)
    source = text_lines_of(blocks, keep_returns=exact)
    waiting: deque[NumberedText] = deque()
    while True:
        line: NumberedText | Rejected | EllipsisType | None = waiting.popleft() if waiting else next(source, ...)
        if line is ...:
            return
        if line is None:
            yield None
        elif isinstance(line, Rejected):
            yield line
        elif line[1].count('"') % 2 == 0 or closed.fullmatch(line[1]):
            yield from _parsed(line, dialect)
        else:
            yield from _long_row(line, dialect, closed, source, waiting)


def _closed_pattern(delimiter: str) -> re.Pattern[str]:
    """A line in which every quote that opens a cell is closed; quotes inside of bare cells mean nothing."""
    bare = re.escape(delimiter)
    return re.compile(rf'(?:(?:\s*+"(?:[^"]++|"")*+"\s*+|\s*+[^"{bare}\s][^{bare}]*+|\s*+)(?:{bare}|\Z))*+')


def _cells(texts: Sequence[str], dialect: Dialect) -> tuple[list[str], int]:
    """The cells of the first row, and how many of the texts it takes. Raises `csv.Error`."""
    rows = csv.reader(texts, delimiter=dialect.delimiter, skipinitialspace=not dialect.exact)
    cells = next(rows, [])
    if dialect.delimiter == "|" and not dialect.exact:
        cells = [cell.strip() for cell in cells]
    return cells, rows.line_num


def _parsed(line: NumberedText, dialect: Dialect) -> Iterator[Row | Rejected]:
    number, text, flags = line
    if not text.strip():
        return
    try:
        cells, _ = _cells([text.rstrip("\r")], dialect)
    except csv.Error as error:
        yield Rejected(number, f"not a row: {error}", shown(text))
        return
    if cells:
        yield Row(number, cells, flags)


def _are_rows(lines: Sequence[NumberedText], delimiter: str) -> bool:
    """Whether lines behind one that opens a quote look like rows: half of them have as many delimiters as it has."""
    least = max(1, lines[0][1].count(delimiter))
    return sum(1 for _, text, _ in lines if text.count(delimiter) >= least) * 2 > len(lines)


def _is_no_row(lines: Sequence[NumberedText], closed: re.Pattern[str]) -> bool:
    """Whether lines that look like rows are hardly one: too many, or a quote in them ends where no cell does."""
    return len(lines) > MAX_ROW_LINES or not closed.fullmatch("\n".join(text for _, text, _ in lines))


def _with_bare_quote(line: NumberedText, dialect: Dialect) -> Iterator[Row | Rejected]:
    """A row in which a quote is opened and never closed: between tabs it is a sign like any other."""
    number, text, flags = line
    if dialect.delimiter == "\t":
        yield Row(number, text.rstrip("\r").split("\t"), flags)
    else:
        yield Rejected(number, "a quote is opened and never closed", shown(text))


def _long_row(
    first: NumberedText,
    dialect: Dialect,
    closed: re.Pattern[str],
    source: Iterator[NumberedText | Rejected | None],
    waiting: deque[NumberedText],
) -> Iterator[Row | Rejected]:
    """A row with line breaks in its cells: lines until the quotes are even."""
    kept, quotes, size = [first], first[1].count('"'), len(first[1])
    while quotes % 2 and len(kept) < MOST_ROW_LINES and size < MAX_RECORD_BYTES:
        line = waiting.popleft() if waiting else next(source, ...)
        if line is ... or isinstance(line, Rejected):
            break
        if line is not None:
            kept.append(line)
            quotes += line[1].count('"')
            size += len(line[1])
    if quotes % 2 or (_are_rows(kept, dialect.delimiter) and _is_no_row(kept, closed)):
        waiting.extendleft(reversed(kept[1:]))
        yield from _with_bare_quote(first, dialect)
        return
    texts = [text + "\n" for _, text, _ in kept]
    texts[-1] = texts[-1].rstrip("\r\n")
    try:
        cells, used = _cells(texts, dialect)
    except csv.Error as error:
        yield Rejected(first[0], f"not a row: {error}", shown("".join(texts)))
        return
    waiting.extendleft(reversed(kept[used:]))  # quotes in bare cells: those lines are rows of their own
    yield Row(first[0], cells, tuple(sorted({flag for _, _, flags in kept[:used] for flag in flags})))

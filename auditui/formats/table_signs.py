"""Whether a text is a table: what stands between its cells, whether names stand above them, and titles above those."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import Final

from auditui.formats import timestamps
from auditui.formats.inputs import PEEK
from auditui.formats.names import name_score
from auditui.formats.words import words_of

SEPARATOR: Final = re.compile(r"sep=([,;\t|])\s*\n", re.IGNORECASE)
"""A first line with which spreadsheets are told the delimiter."""
DELIMITERS: Final = (",", ";", "\t", "|")


@lru_cache(maxsize=1)
def delimiter_of(text: str) -> str:
    """The character between the fields of a table, or the empty text when this is no table.

    A table has at least two columns in its first row, and nearly all of its first rows have as many (or all one
    more than there are names). Of a short one, names of which one is a time's, and one good row behind them, will do.
    """
    said = SEPARATOR.match(text)
    if said:
        return said[1]
    found = _delimiter_in(text)
    return found or (_delimiter_in(_less_open_quotes(text)) if '"' in text else "") or _cut_in_first_row(text)


MOST_BEFORE: Final = 12
"""Lines that may stand above the names of the columns."""


@lru_cache(maxsize=1)
def lines_before(text: str) -> int:
    """How many lines of titles and remarks stand above the names of a table's columns, one of which is a time's.

    They have fewer cells each. What spreadsheets put above (`sep=;`) is none of them.
    """
    lines = text.split("\n", MOST_BEFORE + 1)
    if len(lines) < LEAST_NAMES or SEPARATOR.match(text):
        return 0
    for delimiter in DELIMITERS:
        place = next((place for place, line in enumerate(lines[:-1]) if _filled(line, delimiter) >= LEAST_NAMES), 0)
        if place and _names_a_time(_first_rows("\n".join(lines[place:]), delimiter)):
            return place
    return 0


def _filled(line: str, delimiter: str) -> int:
    """How many cells of a line say anything."""
    if delimiter not in line:
        return 0
    return sum(1 for row in _rows(line, delimiter) for cell in row if cell.strip())


def _less_open_quotes(text: str) -> str:
    """The lines in which all quotes are closed: one that is not takes all that follow for its own."""
    return "\n".join(line for line in text.split("\n") if line.count('"') % 2 == 0)


def _delimiter_in(text: str) -> str:
    best, best_score = "", 0.0
    for delimiter in DELIMITERS:
        rows = _first_rows(text, delimiter)
        if not rows or len(rows[0]) < 2 or not _like_header(rows):  # noqa: PLR2004
            continue
        if _splits_times(rows, delimiter):
            continue
        width = _width_of(rows)
        whole = rows[1:-1] or (rows[:1] if len(text) > PEEK // 2 else rows)  # of one long row we may see half
        share = sum(1 for row in whole if len(row) in (width, len(rows[0]))) / len(whole)
        score = share + min(width, 20) / 100
        if share >= 0.6 and score > best_score:  # noqa: PLR2004
            best, best_score = delimiter, score
    return best or next((one for one in DELIMITERS if _names_a_time(_first_rows(text, one))), "")


def _first_rows(text: str, delimiter: str) -> list[list[str]]:
    return [row for row in islice(_rows(text, delimiter), 60) if row and row != [""]]


def width_of(text: str, delimiter: str) -> int:
    """How many cells the rows of a table have that begins so; 0 for none. Its header may name fewer."""
    return _width_of(_first_rows(text, delimiter))


SURELY_TIME: Final = 80
"""The score of names that say outright that they are a time's."""
LEAST_NAMES: Final = 3
"""Names that a first line has at least before it is believed where other lines have other widths."""


def _width_of(rows: list[list[str]]) -> int:
    """The width of the first row; or that of nearly all behind it, where those have cells more than there are names.

    Rows that begin with their own number have no name for their first column: more names at the end would shift all.
    """
    if not rows or len(rows[0]) < LEAST_NAMES or not has_header([cell.strip() for cell in rows[0]]):
        return len(rows[0]) if rows else 0
    behind = rows[1:-1] or rows[1:]
    width, count = Counter(map(len, behind)).most_common(1)[0] if behind else (0, 0)
    numbered = len(behind) > 1 and all(row[0] == str(number) for number, row in enumerate(behind, 1))
    is_wider = len(rows[0]) < width <= 2 * len(rows[0]) and count >= 0.6 * len(behind) and not numbered
    return width if is_wider else len(rows[0])


def _names_a_time(rows: list[list[str]]) -> bool:
    """Whether a first row names columns, one of them a time's, and a row of this width has a time there."""
    names = [cell.strip() for cell in rows[0]] if rows else []
    if len(names) < LEAST_NAMES or not has_header(names):
        return False
    timely = [place for place, name in enumerate(names) if name_score("at", words_of(name)) >= SURELY_TIME]
    whole = [row for row in rows[1:] if len(row) == len(names)]
    return any(
        timestamps.parse(row[place].strip(), timestamps.Clock(day_first=True)) for row in whole for place in timely
    )


SURELY_EVENT: Final = 90
"""The score of names that say outright who did something, or what."""


def _cut_in_first_row(text: str) -> str:
    """What stands between the cells of a table of events that ends in the middle of its first row; else nothing."""
    header, _, row = text.partition("\n")
    if not row.strip() or "\n" in row:
        return ""
    return next((one for one in DELIMITERS if _names_events(header, one) and _is_cut(row, header, one)), "")


def _names_events(header: str, delimiter: str) -> bool:
    """Whether the cells of a first line name the time of events, and who did them or what was done."""
    names = [cell.strip() for row in _rows(header, delimiter) for cell in row]
    if len(names) < LEAST_NAMES or not has_header(names):
        return False
    is_timed = any(name_score("at", words_of(name)) >= SURELY_TIME for name in names)
    return is_timed and any(
        name_score(field, words_of(name)) >= SURELY_EVENT for name in names for field in ("actor", "action")
    )


def _is_cut(row: str, header: str, delimiter: str) -> bool:
    """Whether a row begins a cell and does not end it, or has fewer cells than there are names."""
    return row.count('"') % 2 == 1 or row.count(delimiter) < header.count(delimiter)


def ends_in_first_row(text: str) -> bool:
    """Whether a whole text is the names of a table of events and a piece of one row."""
    return bool(_cut_in_first_row(text))


CUT_TIME: Final = re.compile(r".{0,30}\d\d:\d\d:\d\d")


def _splits_times(rows: list[list[str]], delimiter: str) -> bool:
    """Whether the comma is the one before the decimals of a second, in lines of text without a header."""
    if delimiter != "," or has_header([cell.strip() for cell in rows[0]]):
        return False
    return all(len(row) > 1 and CUT_TIME.fullmatch(row[0]) and re.match(r"\d{3,9}\b", row[1]) for row in rows[:20])


def _rows(text: str, delimiter: str) -> Iterator[list[str]]:
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error:
        return


def _like_header(rows: list[list[str]]) -> bool:
    """Names in the first row; or, without names, a time in the same place of every row."""
    names = [cell.strip() for cell in rows[0]]
    if has_header(names):
        return True
    return len(rows) > 1 and any(timestamps.parse(cell, timestamps.Clock(day_first=True)) for cell in names)


SAID: Final = re.compile(r"\w:\S|\d\.\d+\.\d|[{}\"]|: ")
"""`user:ana`, addresses, and pieces of JSON: values, not names."""


def has_header(cells: list[str]) -> bool:
    """Whether a first row names columns: short, hardly repeated words, of which none is a time or a sentence."""
    return _has_header(tuple(cells))


@lru_cache(maxsize=64)
def _has_header(cells: tuple[str, ...]) -> bool:
    """Remembered, since it is asked several times for a file, and the files of a folder have the same names."""
    filled = [cell for cell in cells if cell]
    if not filled or len(set(filled)) < len(filled) * 0.5:
        return False
    day_first = timestamps.Clock(day_first=True)
    return (
        all(
            len(cell) <= 80 and not cell[0].isdigit() and "=" not in cell and not timestamps.parse(cell, day_first)  # noqa: PLR2004
            for cell in filled
        )
        and sum(1 for cell in filled if SAID.search(cell)) * 2 <= len(filled)
        and sum(1 for cell in filled if cell.count(" ") > 5) == 0  # noqa: PLR2004
    )

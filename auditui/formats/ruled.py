"""Tables drawn with dashes and bars, and records of one line a column: what shells of databases print.

+----+------+        id | user         -[ RECORD 1 ]-     ***** 1. row *****     Id User
| id | user |       ----+------        id   | 7             id: 7                -- ----
+----+------+         7 | ana          user | ana         user: ana               7 ana
|  7 | ana  |
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from auditui.formats.delimited import column_names, value_of
from auditui.formats.inputs import Blocks
from auditui.formats.lines import text_lines_of
from auditui.formats.records import Items, Raw, Rejected, shown
from auditui.formats.ruled_forms import BARS, BOX, GAPS, RECORD, Ruled
from auditui.formats.tables import under_names

PROMPT: Final = re.compile(r"(?:\w+|MariaDB \[[^\]]*\])> .*|\S+[=-][#>*] .*|\s+-> .*", re.IGNORECASE)
FOOTER: Final = re.compile(
    r"\s*(?:\(\d+ rows?(?: affected)?\)|\d+ rows? (?:in set|selected|affected).*|Empty set.*|Query OK.*"
    r"|Time: [\d.,]+ \w+.*|Expanded display is \w+\.?|Bye)\s*",
    re.IGNORECASE,
)
MOST_LINES: Final = 2_000
"""Of one row, whose cells hold line breaks."""


def read_ruled(blocks: Blocks) -> Items:
    """One record a row. What shells say beside their tables (prompts, counts of rows) is no record."""
    drawn = _Drawn()
    for line in text_lines_of(blocks):
        if line is None or isinstance(line, Rejected):
            yield line
        else:
            yield from drawn.line(*line)
    yield from drawn.ended()


class _Drawn:
    """The table or record that a line belongs to."""

    def __init__(self) -> None:
        self._ruled: Ruled | None = None
        self._names: list[str] = []
        self._is_box = False
        self._above: tuple[int, str] | None = None
        self._cells: list[str] = []
        self._begun: tuple[int, tuple[str, ...]] = (0, ())
        self._open: set[int] = set()
        """Places of cells that go on in the next line."""
        self._held = ""
        self._fields: list[list[str]] | None = None
        self._place = 0
        self._lines = 0

    def line(self, number: int, text: str, flags: tuple[str, ...]) -> Iterator[Raw | Rejected]:
        """The records that a line ends."""
        if RECORD.fullmatch(text.rstrip()):
            yield from self.ended()
            self._fields, self._begun, self._place = [], (number, flags), -1
        elif self._fields is not None:
            yield from self._field(number, text)
        elif BOX.fullmatch(text) or BARS.fullmatch(text) or GAPS.fullmatch(text):
            yield from self._rule(text)
        elif not text.strip() or FOOTER.fullmatch(text):
            yield from self.ended()
        elif self._ruled:
            yield from self._row(number, text, flags)
        else:
            yield from self._no_row()
            self._above = (number, text)

    def ended(self) -> Iterator[Raw | Rejected]:
        """What is left of a table or record, which ends here."""
        yield from self._record()
        yield from self._no_row()
        if self._held:
            yield Rejected(self._begun[0], "not a row of this table", shown(self._held))
        self._ruled, self._names, self._held, self._fields, self._is_box = None, [], "", None, False

    def _no_row(self) -> Iterator[Rejected]:
        """What stands before a table and is not its header."""
        if self._above and not PROMPT.fullmatch(self._above[1]):
            yield Rejected(self._above[0], "no row of a table", shown(self._above[1]))
        self._above = None

    def _rule(self, text: str) -> Iterator[Raw | Rejected]:
        yield from self._record()
        if self._ruled:
            return
        self._ruled, self._is_box = Ruled.under(text), bool(BOX.fullmatch(text))
        if not self._is_box and self._above:
            cells = self._ruled.cells(self._above[1])
            if cells is None:
                self._ruled = None
            else:
                self._names, self._above = column_names(cells), None

    def _row(self, number: int, text: str, flags: tuple[str, ...]) -> Iterator[Raw | Rejected]:
        assert self._ruled
        whole = f"{self._held}\n{text}" if self._held else text
        cells = self._ruled.cells(whole)
        if self._is_box and self._lines < MOST_LINES and not text.rstrip().endswith("|"):
            self._begun = self._begun if self._held else (number, flags)
            self._held, self._lines = whole, self._lines + 1  # a cell holds the end of the line
            return
        if self._held:
            number, flags = self._begun
            self._held, self._lines = "", 0
        if cells is None:
            yield from self._record()
            names = self._names
            yield Rejected(
                number, "not a row of this table", shown(under_names(names, whole.split("|")) if names else whole)
            )
        elif not self._names:
            self._names = column_names(cells)
        elif column_names(cells) != self._names:
            yield from self._cells_of(cells, number, flags)

    def _cells_of(self, cells: list[str], number: int, flags: tuple[str, ...]) -> Iterator[Raw | Rejected]:
        """One more row, or more of the last, where a sign at the end of cells said that they go on."""
        assert self._ruled
        said = [cell.strip() for cell in cells]
        if self._open and not any(cell for place, cell in enumerate(said) if place not in self._open):
            for place in self._open:
                self._cells[place] = f"{self._cells[place].removesuffix('+').rstrip()}\n{said[place]}"
        else:
            yield from self._record()
            self._cells, self._begun = said, (number, flags)
        self._open = set() if self._is_box else self._ruled.going_on(cells)
        if not self._open:
            yield from self._record()

    def _field(self, number: int, text: str) -> Iterator[Raw | Rejected]:
        """A line of a record of one line a column."""
        assert self._fields is not None
        if FOOTER.fullmatch(text) or (not text.strip() and not self._fields):
            yield from self.ended()
            return
        if self._place < 0:
            found = re.match(r"\s*[^\s|:][^|:]*?\s*[|:]", text)
            if not found:
                yield Rejected(number, "no column and its value", shown(text))
                return
            self._place = found.end() - 1
        sign, name = text[self._place : self._place + 1], text[: self._place].strip()
        value = text[self._place + 1 :].strip()
        if sign in ("|", ":") and name:
            self._fields.append([name, value])
        elif self._fields and text.strip():
            last = self._fields[-1]
            last[1] = f"{last[1].removesuffix('+').rstrip()}\n{value if sign == '|' else text}"

    def _record(self) -> Iterator[Raw]:
        """The row or record that was gathered, if there is one."""
        names, cells = self._names, self._cells
        if self._fields:
            names, cells = column_names([name for name, _ in self._fields]), [value for _, value in self._fields]
        if cells:
            record: dict[str, Any] = {name: value_of(cell) for name, cell in zip(names, cells, strict=True) if cell}
            yield Raw(record, *self._begun)
        self._cells, self._open = [], set()

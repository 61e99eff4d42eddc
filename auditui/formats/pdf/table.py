"""A table over many pages: wrapped cells, its head on every page, and blocks that belong to a row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice
from typing import Final

from auditui.formats.pdf.pen import GREY, Ink
from auditui.formats.pdf.sheet import BLEED, LEADING, LEFT, RIGHT, Cell, Line, Sheet, Text

GAP: Final = 8.0
"""Between two columns."""
SAMPLE: Final = 300
"""Rows that are looked at before widths are settled."""

_PADDING: Final = 3.0
_NOTE_GAP: Final = 1.5
_HEAD: Final[Ink] = (236, 239, 242)
_BLOCK: Final[Ink] = (247, 248, 250)
_EDGE: Final[Ink] = (173, 181, 189)
_BLOCK_FIRST: Final = 110.0
_BLOCK_SECOND: Final = 150.0
"""Columns of a block are as wide at least, so that blocks below each other look alike."""
_TYPICAL: Final = 0.95
"""So much of a sample decides how wide a column is; the rest may wrap."""
_WIDOW: Final = 3
"""Lines of one row that stand alone on a page at least, where it has as many."""
_TOGETHER: Final = 20
"""A row of up to so many lines goes to the next page rather than over two."""


@dataclass(frozen=True, slots=True)
class Column:
    """The head of a column, and how wide it may get, in points."""

    title: str
    high: float = 400
    right: bool = False
    rigid: bool = False
    """Never narrower than what it holds, as far as `high` goes: numbers and moments."""


@dataclass(frozen=True, slots=True)
class Block:
    """Rows below a row, in three columns of their own."""

    titles: tuple[str, str, str]
    rows: Sequence[tuple[Cell, Cell, Cell]]
    after: str = ""
    """A remark below them."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row. `name` is what says that it goes on where a page ended."""

    name: str
    cells: Sequence[Cell]
    notes: Sequence[Text] = ()
    """Texts below the cells, over the whole width."""
    block: Block | None = None


@dataclass(frozen=True, slots=True)
class _Place:
    x: float
    width: float
    right: bool = False


class Table:
    """Draws rows as they come; what is held in memory does not grow with their number."""

    def __init__(self, sheet: Sheet, columns: Sequence[Column]) -> None:
        self._sheet = sheet
        self._columns = columns
        self._places: list[_Place] = []
        self._name = self._open = ""
        """The name of the row that is drawn, and of the one that goes on when the page is turned."""
        self._open_block: Callable[[], None] | None = None
        """Draws the head of its block again."""
        self._drawn = 0

    def draw(self, rows: Iterable[Row]) -> int:
        """Draw the head and all rows. Returns how many there were."""
        coming = iter(rows)
        sample = list(islice(coming, SAMPLE))
        self._places = self._settled(sample)
        if self._sheet.room < 6 * LEADING:
            self._sheet.turn()
        self._head()
        self._sheet.on_turn = self._head
        for row in chain(sample, coming):
            self._row(row)
        self._sheet.on_turn = None
        return self._drawn

    def _settled(self, rows: Sequence[Row]) -> list[_Place]:
        """Where the columns stand."""
        wanted = [
            max(self._sheet.width(Text(column.title, bold=True)), self._wanted(rows, number, column))
            for number, column in enumerate(self._columns)
        ]
        widths = shared(self._columns, wanted, RIGHT - LEFT - GAP * (len(self._columns) - 1))
        return list(_placed(LEFT, widths, [column.right for column in self._columns]))

    def _wanted(self, rows: Sequence[Row], number: int, column: Column) -> float:
        """What a column takes in one line: all of it where it is rigid, else all but the widest few."""
        widths = sorted(min(self._sheet.width(text), column.high) for row in rows for text in row.cells[number])
        last = len(widths) - 1
        return widths[last if column.rigid else int(last * _TYPICAL)] if widths else 0

    def _head(self) -> None:
        sheet = self._sheet
        sheet.pen.fill(LEFT - BLEED, sheet.y, RIGHT - LEFT + 2 * BLEED, LEADING + 2 * _PADDING, _HEAD)
        sheet.y += _PADDING
        for column, place in zip(self._columns, self._places, strict=True):
            (line, *_) = sheet.lines([Text(column.title, bold=True)], place.width)
            self._put(line, place)
        sheet.y += LEADING + _PADDING + _PADDING
        if self._open:
            (line, *_) = sheet.lines([Text(f"{self._open}, continued", GREY)], RIGHT - LEFT)
            sheet.line(line, LEFT)
            sheet.y += LEADING
        if self._open_block is not None:
            self._open_block()

    def _row(self, row: Row) -> None:
        sheet = self._sheet
        below = len(row.notes) + (0 if row.block is None else 2)
        self._name = row.name
        self._strip(row.cells, self._places, keep=min(below, _WIDOW))
        for note in row.notes:
            sheet.y += _NOTE_GAP
            self._strip([[note]], [_Place(self._indent, RIGHT - self._indent)])
        if row.block is not None:
            self._block(row.block)
        self._open = ""
        self._drawn += 1
        sheet.y += _PADDING
        sheet.rule()
        sheet.y += _PADDING

    def _block(self, block: Block) -> None:
        x = self._indent + GAP
        places = list(_placed(x, self._block_widths(block, RIGHT - x - 2 * GAP), [False] * len(block.titles)))
        heads = [[Text(title, GREY, bold=True)] for title in block.titles]
        self._sheet.y += 2
        self._strip(heads, places, keep=1, is_block=True)
        self._open_block = partial(self._strip, heads, places, is_block=True)
        for cells in block.rows:
            self._strip(cells, places, is_block=True)
        self._open_block = None
        if block.after:
            self._strip([[Text(block.after, GREY)]], [_Place(x, RIGHT - x)], is_block=True)

    def _block_widths(self, block: Block, room: float) -> list[float]:
        """The first columns are as wide as they need to be, within bounds; the last one has the rest."""
        first = min(max(self._widest(block, 0), _BLOCK_FIRST), room / 4)
        second = min(max(self._widest(block, 1), _BLOCK_SECOND), (room - first) / 2)
        return [first, second, room - first - second]

    def _widest(self, block: Block, number: int) -> float:
        return max((self._sheet.width(text) for cells in block.rows for text in cells[number]), default=0)

    @property
    def _indent(self) -> float:
        """Where what belongs to a row begins: below its second cell."""
        return self._places[min(1, len(self._places) - 1)].x

    def _strip(self, cells: Sequence[Cell], places: Sequence[_Place], *, keep: int = 0, is_block: bool = False) -> None:
        """Cells beside each other, over as many pages as they need; `keep` lines must fit below them."""
        sheet = self._sheet
        laid = [sheet.lines(cell, place.width) for cell, place in zip(cells, places, strict=True)]
        count = max(map(len, laid))
        at = 0
        while at < count:
            take = self._fitting(count - at, keep, is_first=at == 0)
            if take == 0:
                sheet.turn()
                continue
            if is_block:
                self._ground(take)
            for _ in range(take):
                for lines, place in zip(laid, places, strict=True):
                    if at < len(lines):
                        self._put(lines[at], place)
                sheet.y += LEADING
                at += 1
            self._open = self._name

    def _fitting(self, left: int, keep: int, *, is_first: bool) -> int:
        """How many of the lines left go on this page; 0: rather begin on the next one."""
        fits = int(self._sheet.room // LEADING)
        if left + keep <= fits:
            return left
        if is_first and left + keep <= _TOGETHER:
            return 0
        return fits if fits >= _WIDOW else 0

    def _ground(self, lines: int) -> None:
        sheet = self._sheet
        x = self._indent
        sheet.pen.fill(x, sheet.y, RIGHT - x, lines * LEADING, _BLOCK)
        sheet.pen.fill(x, sheet.y, 2, lines * LEADING, _EDGE)

    def _put(self, line: Line, place: _Place) -> None:
        self._sheet.line(line, place.x, right=place.x + place.width if place.right else None)


def _placed(x: float, widths: Sequence[float], rights: Sequence[bool]) -> Iterator[_Place]:
    for width, right in zip(widths, rights, strict=True):
        yield _Place(x, width, right)
        x += width + GAP


def shared(columns: Sequence[Column], wanted: Sequence[float], room: float) -> list[float]:
    """The room shared among columns: each what it wants, and where that is too much, the widest give way.

    What is left over goes to the columns that are not rigid, in proportion to what they want.
    """
    widths = {number: wide for number, wide in enumerate(wanted) if columns[number].rigid}
    waiting = {number: wide for number, wide in enumerate(wanted) if not columns[number].rigid}
    left = room - sum(widths.values())
    if waiting and sum(waiting.values()) <= left:
        factor = left / sum(waiting.values())
        return [widths.get(number, factor * wide) for number, wide in enumerate(wanted)]
    while waiting:
        fair = left / len(waiting)
        content = {number: wide for number, wide in waiting.items() if wide <= fair} or dict.fromkeys(waiting, fair)
        widths |= content
        left -= sum(content.values())
        waiting = {number: wide for number, wide in waiting.items() if number not in content}
    return [widths[number] for number in range(len(columns))]

"""Small tables beside each other, with bars where lengths say more than numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from auditui.formats.pdf.pen import GREY, Ink
from auditui.formats.pdf.sheet import LEADING, LEFT, PALE, RIGHT, Line, Sheet, Text

GAP: Final = 26.0
"""Between two panels."""
MOST_LINES: Final = 2
"""Lines of one cell; what does not fit ends in `…`."""

_BETWEEN: Final = 8.0
_ROW: Final = LEADING + 2.6
_TITLE: Final = LEADING + 5
_BELOW: Final = 14.0
_BAR: Final[Ink] = (120, 160, 205)
_BAR_SHARE: Final = 0.5
_NAME_SHARE: Final = 0.35
"""The first column has so much of the width at least."""


@dataclass(frozen=True, slots=True)
class Column:
    """`is_number`: to be set to the right."""

    title: str
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Panel:
    """Rows of as many texts as there are columns; the first column has what room the others leave.

    `bars`: the length of a bar for each row, drawn beside it; none if empty.
    """

    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[str]]
    bars: Sequence[int] = ()
    remark: str = ""


@dataclass(frozen=True, slots=True)
class _Laid:
    """A panel with the place of each column, and the lines of each cell."""

    panel: Panel
    x: float
    width: float
    places: Sequence[tuple[float, float]]
    rows: Sequence[Sequence[Sequence[Line]]]

    @property
    def height(self) -> float:
        body = sum(_height(row) for row in self.rows)
        return _TITLE + _ROW + body + (_ROW if self.panel.remark else 0)


def draw(sheet: Sheet, panels: Sequence[Panel], shares: Sequence[int]) -> None:
    """Draw panels in one strip, all of it on one page, which it has to fit.

    Args:
        sheet: Where to.
        panels: As many as there are shares at most.
        shares: How the width is shared; strips of the same sum have their edges below each other.
    """
    unit = (RIGHT - LEFT + GAP) / sum(shares)
    x, laid = LEFT, []
    for panel, share in zip(panels, shares, strict=False):
        width = unit * share - GAP
        laid.append(_laid(sheet, panel, x, width))
        x += width + GAP
    height = max(one.height for one in laid)
    if sheet.room < height:
        sheet.turn()
    top = sheet.y
    for one in laid:
        sheet.y = top
        _draw(sheet, one)
    sheet.y = top + height + _BELOW


def _laid(sheet: Sheet, panel: Panel, x: float, width: float) -> _Laid:
    places = _places(sheet, panel, x, width)
    rows = [
        [_cut(sheet, text, place[1]) for text, place in zip(row, places, strict=True)] for row in panel.rows
    ]  # fmt: skip
    return _Laid(panel, x, width, places, rows)


def _places(sheet: Sheet, panel: Panel, x: float, width: float) -> list[tuple[float, float]]:
    """Where each column begins and how wide it is: numbers take what they need, the first column the rest."""
    room = width * (1 - _BAR_SHARE) if panel.bars else width
    needed = [
        max(sheet.width(Text(text)) for text in (column.title, *(row[number] for row in panel.rows)))
        for number, column in enumerate(panel.columns)
    ]
    first = max(room - sum(wide + _BETWEEN for wide in needed[1:]), room * _NAME_SHARE)
    places, at = [], x
    for wide in (first, *needed[1:]):
        places.append((at, wide))
        at += wide + _BETWEEN
    return places


def _cut(sheet: Sheet, text: str, width: float) -> list[Line]:
    """The lines of a cell, of which the last says when there would be more."""
    lines = sheet.lines([Text(text)], width)
    if len(lines) <= MOST_LINES:
        return lines
    last = str(lines[MOST_LINES - 1].text)
    while last and sheet.width(Text(f"{last}…")) > width:
        last = last[:-1]
    return [*lines[: MOST_LINES - 1], *sheet.lines([Text(f"{last}…")], width)[:1]]


def _height(row: Iterable[Sequence[Line]]) -> float:
    return _ROW + LEADING * (max(map(len, row)) - 1)


def _draw(sheet: Sheet, laid: _Laid) -> None:
    panel = laid.panel
    (title,) = sheet.lines([Text(panel.title, bold=True)], laid.width)[:1]
    sheet.line(title, laid.x)
    sheet.y += _TITLE
    for column, place in zip(panel.columns, laid.places, strict=True):
        _put(sheet, sheet.lines([Text(column.title, GREY)], place[1])[:1], place, column)
    sheet.y += _ROW
    most = max(panel.bars, default=0)
    for number, row in enumerate(laid.rows):
        _rule(sheet, laid)
        for lines, place, column in zip(row, laid.places, panel.columns, strict=True):
            _put(sheet, lines, place, column)
        if most and panel.bars[number]:
            _bar(sheet, laid, panel.bars[number] / most)
        sheet.y += _height(row)
    if panel.remark:
        _put(sheet, sheet.lines([Text(panel.remark, GREY)], laid.width)[:1], (laid.x, laid.width), Column(""))


def _put(sheet: Sheet, lines: Sequence[Line], place: tuple[float, float], column: Column) -> None:
    x, width = place
    top = sheet.y
    for line in lines:
        sheet.line(line, x, right=x + width if column.is_number else None)
        sheet.y += LEADING
    sheet.y = top


def _rule(sheet: Sheet, laid: _Laid) -> None:
    sheet.pen.fill(laid.x, sheet.y - 1.4, laid.width, 0.4, PALE)


def _bar(sheet: Sheet, laid: _Laid, share: float) -> None:
    x, width = laid.places[-1]
    begin = x + width + 2 * _BETWEEN
    sheet.pen.fill(begin, sheet.y + 1.2, max(0.8, (laid.x + laid.width - begin) * share), LEADING - 3.4, _BAR)

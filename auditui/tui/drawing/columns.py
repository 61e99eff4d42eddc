"""Which columns there are, how wide they get, and where they stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, Final

from auditui.core.shown import TITLES
from auditui.tui.drawing.clock import TIME_CELLS
from auditui.tui.drawing.widths import Need, share_out

GAP: Final = 2
"""Blank cells between columns."""
SORT_TITLES: Final = {
    "at": "Time", "seq": "Order of import", "actor": "User", "action": "Action", "category": "Area",
    "entity_type": "Type", "entity_name": "Entity", "status": "Status", "took": "Execution time", "ip": "IP",
    "role": "Role",
}  # fmt: skip
"""What each field of `core.view.SORTABLE` is called in the list of orders, and where no head can show the order."""
_UNKNOWN: Final[Mapping[str, Any]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Column:
    """A kind of column. Widths are cells; the one of least priority goes first where room is short."""

    name: str
    title: str
    low: int = 8
    high: int = 24
    right: bool = False
    priority: int = 20
    sort: str = ""
    """The field of `core.view.SORTABLE` that a click on the head sorts by; empty: none."""


def _column(name: str, low: int, high: int, *, right: bool = False, priority: int = 20, sort: str = "") -> Column:
    return Column(name, TITLES[name], low, high, right, priority, sort)


_KNOWN: Final = (
    _column("at", TIME_CELLS, TIME_CELLS, priority=100, sort="at"),
    _column("action", 10, 26, priority=90, sort="action"),
    _column("user", 10, 28, priority=80, sort="actor"),
    _column("entity", 12, 34, priority=70, sort="entity_name"),
    _column("status", 7, 7, right=True, priority=60, sort="status"),
    _column("description", 12, 48, priority=55),
    _column("resource", 9, 22, priority=50, sort="entity_type"),
    _column("item", 10, 28, priority=50, sort="entity_name"),
    _column("ip", 15, 25, priority=40, sort="ip"),
    _column("took", 7, 9, right=True, priority=30, sort="took"),
    _column("actor", 8, 24, priority=45, sort="actor"),
    _column("email", 10, 28),
    _column("actor_id", 8, 22),
    _column("role", 6, 16, priority=35, sort="role"),
    _column("actor_kind", 6, 9),
    _column("on_behalf_of", 12, 24),
    _column("method", 6, 8, priority=45),
    _column("verb", 6, 7),
    _column("category", 6, 18, priority=45, sort="category"),
    _column("entity_type", 8, 20, priority=45, sort="entity_type"),
    _column("entity_id", 9, 26),
    _column("entity_name", 10, 28, priority=50, sort="entity_name"),
    _column("outcome", 7, 7, priority=45),
    _column("changes", 10, 32, priority=45),
    _column("changed", 10, 32, priority=45),
    _column("targets", 10, 28),
    _column("user_agent", 12, 32),
    _column("request_id", 10, 26),
    _column("id", 8, 26),
    _column("seq", 4, 12, right=True, priority=65, sort="seq"),
    _column("origin", 10, 26),
    _column("flags", 6, 22),
)
COLUMNS: Final = {column.name: column for column in _KNOWN}


def column_of(name: str) -> Column:
    """The column of a name. A path, and any other name, is its own title, so that nothing is left out silently."""
    return COLUMNS.get(name) or Column(name, name.removeprefix("details."), 8, 28)


@dataclass(frozen=True, slots=True)
class Placed:
    """A column with its width, and where it begins: from the left edge of its part of the row."""

    column: Column
    x: int
    width: int


@dataclass(frozen=True, slots=True)
class Layout:
    """Where everything in a row stands.

    `| gutter, frozen columns | moving columns | icons |`: the middle part shows `middle` cells of
    `moving_cells`, and only it moves sideways. Columns without room come last in `moving`, whole, right
    of what is seen.
    """

    width: int = 0
    gutter: int = 0
    icons: int = 0
    frozen: tuple[Placed, ...] = ()
    moving: tuple[Placed, ...] = ()
    left: int = field(init=False)
    middle: int = field(init=False)
    moving_cells: int = field(init=False)

    def __post_init__(self) -> None:
        left = self.gutter + _end(self.frozen)
        object.__setattr__(self, "left", left)
        object.__setattr__(self, "middle", max(0, self.width - left - self.icons))
        object.__setattr__(self, "moving_cells", max(self.middle, self._furthest() + self.middle))

    def _furthest(self) -> int:
        """How far the middle part may move: to the edge of a column, with the last one whole."""
        end = self.moving[-1].x + self.moving[-1].width if self.moving else 0
        return min((placed.x for placed in self.moving if end - placed.x <= self.middle), default=_end(self.moving))

    @property
    def free(self) -> int:
        """Cells right of the last column that nothing stands in."""
        return max(0, self.middle - _end(self.moving))

    @property
    def order(self) -> tuple[Placed, ...]:
        """All columns from left to right."""
        return self.frozen + self.moving

    def seen(self, scroll: int) -> range:
        """The cells of the moving part that hold columns seen whole; where none is, all that would be seen."""
        window = range(scroll, scroll + self.middle)
        whole = [placed for placed in self.moving if self._is_whole(placed, scroll)]
        return range(whole[0].x, whole[-1].x + whole[-1].width) if whole else window

    def _is_whole(self, placed: Placed, scroll: int) -> bool:
        return placed.x >= scroll and placed.x + placed.width <= scroll + self.middle

    def hidden_right(self, scroll: int) -> int:
        """How many columns are not wholly seen at the right, when the middle part has moved by `scroll` cells."""
        return sum(placed.x + placed.width > scroll + self.middle for placed in self.moving)

    def scroll_to(self, placed: Placed, scroll: int) -> int:
        """How far the middle part has to move so that a column is seen whole, starting at the edge of a column."""
        if placed not in self.moving or self._is_whole(placed, scroll):
            return scroll
        if placed.x < scroll:
            return placed.x
        starts = [other.x for other in self.moving if placed.x + placed.width - other.x <= self.middle]
        return min(starts, default=placed.x)

    def x_of(self, name: str, scroll: int) -> int:
        """Where a column begins in the view; the edge of the first one for a column that is not there."""
        found = next((placed for placed in self.order if placed.column.name == name), None)
        if found is None or found in self.frozen:
            return self.gutter + (found.x if found else 0)
        return self.left + found.x - scroll

    def at(self, x: int, scroll: int) -> Placed | None:
        """The column under a cell of the view; None for gutter, icons and the room behind the last column."""
        if self.gutter <= x < self.left:
            parts, offset = self.frozen, x - self.gutter
        elif self.left <= x < self.left + self.middle:
            parts, offset = self.moving, x - self.left + scroll
        else:
            return None
        return next((placed for placed in parts if placed.x <= offset < placed.x + placed.width + GAP), None)


def _end(parts: Sequence[Placed]) -> int:
    return parts[-1].x + parts[-1].width + GAP if parts else 0


def lay_out(
    names: Sequence[str],
    natural: Mapping[str, int],
    width: int,
    *,
    gutter: int,
    icons: int,
    spread: Mapping[str, Mapping[int, int]] = _UNKNOWN,
    floor: Mapping[str, int] = _UNKNOWN,
    fixed: Mapping[str, int] = _UNKNOWN,
) -> Layout:
    """Place columns in a view of `width` cells.

    Args:
        names: Column names in the order wanted.
        natural: Cells that the widest content (head included) of each column takes.
        width: Cells of the view.
        gutter: Cells before the first column.
        icons: Cells behind the last one.
        spread: How many rows of a column take how many cells; what it says nothing of counts as one row.
        floor: Cells that columns had and keep where all still fit.
        fixed: Cells that somebody has given to columns, whatever is in them.
    """
    columns = [_fixed(column_of(name), fixed) for name in names]
    natural, floor = {**natural, **fixed}, {**floor, **fixed}
    room = width - gutter - icons
    fitting, rest = _by_priority(columns, natural, room)
    needs = [_need(column, natural, {**spread, **{name: {} for name in fixed}}) for column in fitting]
    widths = _widths(needs, room - GAP * len(needs), floor)
    widths |= {column.name: _wanted(column, natural) for column in rest}
    frozen = _frozen_count(fitting)
    return Layout(
        width,
        gutter,
        icons,
        _placed(fitting[:frozen], widths),
        _placed([*fitting[frozen:], *rest], widths),
    )


def _fixed(column: Column, fixed: Mapping[str, int]) -> Column:
    """A column that can be neither wider nor narrower than it was made; its title is cut where need be."""
    width = fixed.get(column.name)
    return column if width is None else replace(column, low=width, high=width, title=column.title[:width])


def _least(column: Column, natural: Mapping[str, int]) -> int:
    """Cells below which a column says too little. A number that is cut would say something wrong."""
    wanted = _wanted(column, natural)
    return wanted if column.right else min(column.low, wanted)


def _wanted(column: Column, natural: Mapping[str, int]) -> int:
    return max(min(natural.get(column.name, column.low), column.high), len(column.title))


def _by_priority(columns: Sequence[Column], natural: Mapping[str, int], room: int) -> tuple[list[Column], list[Column]]:
    """The columns that fit when each is as narrow as it may be, and those that do not; both in their order."""
    fitting = list(columns)
    while len(fitting) > 1 and sum(_least(column, natural) + GAP for column in fitting) > room:
        least = min(column.priority for column in fitting)
        fitting.remove(next(column for column in reversed(fitting) if column.priority == least))
    return fitting, [column for column in columns if column not in fitting]


def _need(column: Column, natural: Mapping[str, int], spread: Mapping[str, Mapping[int, int]]) -> Need:
    """Every column wants to be as wide as its head, and as its widest content."""
    rows = {**spread.get(column.name, {})}
    rows.setdefault(max(natural.get(column.name, 0), len(column.title)), 1)
    return Need(column.name, _least(column, natural), column.high, rows)


def _widths(needs: Sequence[Need], room: int, floor: Mapping[str, int]) -> dict[str, int]:
    kept = [replace(need, least=max(need.least, floor.get(need.name, 0))) for need in needs]
    return share_out(kept if sum(need.least for need in kept) <= room else needs, room)


def _frozen_count(columns: Sequence[Column]) -> int:
    """The first column stays when the rest moves sideways; where the second is the time, that one too."""
    return 2 if len(columns) > 1 and columns[1].name == "at" else 1


def _placed(columns: Sequence[Column], widths: Mapping[str, int]) -> tuple[Placed, ...]:
    placed: list[Placed] = []
    x = 0
    for column in columns:
        placed.append(Placed(column, x, widths[column.name]))
        x += widths[column.name] + GAP
    return tuple(placed)

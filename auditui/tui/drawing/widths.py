"""How wide columns get where there is not room for all of each: so that as few cells as possible are cut."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Need:
    """What one column asks for, in terminal cells.

    `rows` says how many rows take how many cells. Beyond `most` a column only gets what the others leave.
    """

    name: str
    least: int
    most: int
    rows: Mapping[int, int]

    @property
    def natural(self) -> int:
        """Cells with which nothing is cut."""
        return max(self.rows, default=self.least)


def share_out(needs: Sequence[Need], room: int) -> dict[str, int]:
    """A width for each column, at least its least, in `room` cells where these fit.

    Room goes where most rows become whole for each cell; what then makes no row whole goes to the columns that are
    cut, to narrow ones and those with many rows cut before others.
    """
    widths = {need.name: need.least for need in needs}
    spare = room - sum(widths.values())
    for is_bounded in (True, False):
        while step := _best_step(needs, widths, spare, is_bounded=is_bounded):
            need, width = step
            spare -= width - widths[need.name]
            widths[need.name] = width
    while spare > 0 and (still := [need for need in needs if widths[need.name] < need.natural]):
        widths[max(still, key=lambda need: _cut(need, widths[need.name]) / widths[need.name]).name] += 1
        spare -= 1
    return widths


def _best_step(
    needs: Sequence[Need], widths: Mapping[str, int], spare: int, *, is_bounded: bool
) -> tuple[Need, int] | None:
    """The column that should become wider next, and how wide; None where no row becomes whole any more."""
    steps: list[tuple[float, Need, int]] = []
    for need in needs:
        before = widths[need.name]
        limit = min(before + spare, need.most) if is_bounded else before + spare
        steps += [(_gain(need, before, width), need, width) for width in need.rows if before < width <= limit]
    best = max(steps, key=lambda step: step[0], default=None)
    return None if best is None else best[1:]


def _gain(need: Need, before: int, width: int) -> float:
    """Rows that become whole for each cell."""
    return sum(count for cells, count in need.rows.items() if before < cells <= width) / (width - before)


def _cut(need: Need, width: int) -> int:
    return sum(count for cells, count in need.rows.items() if cells > width)

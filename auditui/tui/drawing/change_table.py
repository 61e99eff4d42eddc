"""Before and after of the fields that changed, next to each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

from auditui.core.differences import UNSEEN, differences, is_unseen
from auditui.core.event import ABSENT, Absent, Change, Json
from auditui.tui.drawing.cells import Look
from auditui.tui.drawing.compare import by_words, is_wordy
from auditui.tui.drawing.flow import flow
from auditui.tui.drawing.spans import Line, Span, blank, cells, line_cells
from auditui.tui.drawing.values import clipped, value_span
from auditui.tui.drawing.wrapping import beside

_SIGN_CELLS: Final = 2
_GAP: Final = 2
_FIELD_LIMIT: Final = 200
_LINES: Final = (3, 6, 6)
"""Lines that a path and each side may take."""
_TITLES: Final = ("Field", "Before", "After")
_LEAST_SIDE: Final = 8
_CHANGE_LIMIT: Final = 500


def change_table(changes: Sequence[Change], width: int, look: Look) -> Iterator[Line]:
    """One row for each smallest difference: a sign, the path, and both sides, each wrapped in its column."""
    found = list(islice((part for change in changes for part in differences(change)), _CHANGE_LIMIT))
    if not found:
        return
    widths = column_widths(found, width, look)
    heads = [([[Span(name, "heading")]], cell) for name, cell in zip(_TITLES, widths, strict=True)]
    yield from ([blank(_SIGN_CELLS), *line] for line in beside(heads, _GAP))
    for change in found:
        yield from side_by_side(change, widths, look)


def column_widths(changes: Sequence[Change], width: int, look: Look) -> tuple[int, int, int]:
    """Cells of paths, before and after. The sides share evenly, unless what was before needs less than its half."""
    field_cells = _field_cells(changes, width)
    room = max(width - _SIGN_CELLS - field_cells - 2 * _GAP, 2 * _LEAST_SIDE)
    longest = max(line_cells(sides(change, look)[0]) for change in changes)
    before = min(max(longest, _LEAST_SIDE), room // 2)
    return field_cells, before, room - before


def _field_cells(changes: Sequence[Change], width: int) -> int:
    """As wide as the longest path, but a third of the room at most."""
    longest = max(cells(clipped(change.field, _FIELD_LIMIT)) for change in changes)
    return max(min(longest, (width - _SIGN_CELLS) // 3), len("Field"))


def side_by_side(change: Change, widths: Sequence[int], look: Look) -> Iterator[Line]:
    """The lines of one difference: sign, path, before, after; the last three as wide as `column_widths` says."""
    name: Line = [Span(clipped(change.field, _FIELD_LIMIT), "key")]
    columns = [
        (list(flow(text, width, limit, look)), width)
        for text, width, limit in zip((name, *sides(change, look)), widths, _LINES, strict=True)
    ]
    sign, style = change_sign(change, look)
    head = Span(sign.ljust(_SIGN_CELLS), style)
    for line in beside(columns, _GAP):
        yield [head, *line]
        head = blank(_SIGN_CELLS)


def change_sign(change: Change, look: Look) -> tuple[str, str]:
    """`+`, `−` or `~` and its style: the field came, went, or has another value."""
    if change.before is ABSENT:
        return look.glyphs.added, "added"
    if change.after is ABSENT:
        return look.glyphs.removed, "removed"
    return look.glyphs.changed, "changed"


def sides(change: Change, look: Look) -> tuple[Line, Line]:
    """Both values whole, or, where they are sentences, with the words marked that differ.

    Where they look alike, the second side says that they were not.
    """
    if is_unseen(change):
        return _side(change.before, "before", look), [*_side(change.after, "after", look), Span(f"  {UNSEEN}", "dim")]
    if isinstance(change.before, str) and isinstance(change.after, str) and is_wordy(change.before, change.after):
        return by_words(change.before, change.after)
    return _side(change.before, "before", look), _side(change.after, "after", look)


def _side(value: Json | Absent, style: str, look: Look) -> Line:
    return [Span(look.glyphs.missing, "dim")] if value is ABSENT else [Span(value_span(value).text, style)]

"""Lines of the table as strips: in colour, exactly as wide as the view, kept while nothing about them changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from rich.segment import Segment
from rich.style import Style
from textual.cache import LRUCache
from textual.strip import Strip
from textual.widget import Widget

from auditui.core.view import Sort
from auditui.tui.drawing.rows import BAR_CELLS, GUTTER, RowParts, header_parts, row_parts
from auditui.tui.drawing.spans import Line, Span, blank
from auditui.tui.widgets.table_page import TablePage
from auditui.tui.widgets.table_styles import StyleBook

_STRIPS = 4000
"""Strips kept: a few screens of every shape of a page. Each keeps its own escape sequences, so a hit costs nothing."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where the cursor stands, and whether the table has the focus."""

    row: int = 0
    column: str = ""
    has_focus: bool = False


class TablePainter:
    """Draws lines of a page. Whoever changes the page, its layout or its look calls `forget`."""

    def __init__(self, page: TablePage, widget: Widget) -> None:
        self._page = page
        self._book = StyleBook(widget)
        self._kept: LRUCache[tuple[object, ...], Strip] = LRUCache(_STRIPS)
        self.drawn = 0
        """How many strips were drawn since the table was made; those that were kept cost nothing."""

    def forget(self) -> None:
        """Draw everything anew from now on."""
        self._kept.clear()

    def forget_styles(self) -> None:
        """Take the colours anew too, since the theme has changed."""
        self._book.clear()
        self._kept.clear()

    def head(self, sort: Sort, scroll: int) -> Strip:
        """The line of titles, its middle part moved by `scroll` cells."""
        page = self._page
        return self._keep(
            ("head", sort, scroll),
            lambda: self._assemble(header_parts(page.layout, page.look, sort, scroll), "head", scroll),
        )

    def row(self, row: int, cursor: Cursor, scroll: int, *, is_thumb: bool) -> Strip:
        """The first line of a row; `is_thumb` where the handle of the scroll bar is beside it."""
        page = self._page
        event = page.events[row]
        context, column = self._context(row, cursor), cursor.column if row == cursor.row else ""
        is_open, is_marked, is_noted = page.is_open(row), page.marks.has(event), page.is_noted(event)

        def draw() -> Strip:
            parts = row_parts(
                event, page.layout, page.look,
                is_open=is_open, is_marked=is_marked, is_noted=is_noted, cursor_column=column,
            )  # fmt: skip
            return self._assemble(parts, context, scroll, is_thumb=is_thumb)

        return self._keep((row, context, column, is_open, is_marked, is_noted, scroll, is_thumb), draw)

    def under(self, row: int, number: int, *, is_thumb: bool) -> Strip:
        """One of the lines under a row: of its block, or its snippet."""
        is_open = self._page.is_open(row)
        context = "block" if is_open else "row"
        return self._keep(
            (row, number, is_open, is_thumb),
            lambda: self.line(self._page.under(row)[number], context, is_thumb=is_thumb),
        )

    def blank(self, text: str = "") -> Strip:
        """A line below the last row; the text stands where rows would."""
        return self._keep(("blank", text), lambda: self.line([Span(" " * GUTTER), Span(text, "dim")], "row"))

    def line(self, line: Line, context: str, *, is_thumb: bool = False) -> Strip:
        """Any line in full width."""
        return self._finish(self._segments(line, context), context, is_thumb=is_thumb)

    def _context(self, row: int, cursor: Cursor) -> str:
        if row == cursor.row:
            return "cursor" if cursor.has_focus else "blur"
        return "marked" if self._page.marks.has(self._page.events[row]) else "row"

    def _keep(self, key: tuple[object, ...], draw: Callable[[], Strip]) -> Strip:
        strip = self._kept.get(key)
        if strip is None:
            strip = self._kept[key] = draw()
            self.drawn += 1
        return strip

    def _assemble(self, parts: RowParts, context: str, scroll: int, *, is_thumb: bool = False) -> Strip:
        """Left and right stay, the middle moves; a column that is not wholly in sight is not seen at all."""
        ground = self._book.get(context)
        middle = Strip(self._segments(parts.middle, context))
        seen, size = self._page.layout.seen(scroll), self._page.layout.middle
        before = [Segment(" " * (seen.start - scroll), ground)] if seen.start > scroll else []
        moved = Strip([*before, *middle.crop(seen.start, seen.stop)]).crop_extend(0, size, ground)
        ends = self._segments(parts.left, context), self._segments(parts.right, context)
        return self._finish([*ends[0], *moved, *ends[1]], context, is_thumb=is_thumb)

    def _finish(self, segments: Iterable[Segment], context: str, *, is_thumb: bool) -> Strip:
        width = self._page.layout.width
        strip = Strip(segments).crop_extend(0, width, self._book.get(context))
        bar = Span(self._page.look.glyphs.thumb, "thumb") if is_thumb else blank(BAR_CELLS)
        return Strip(_without_blank_turns([*strip, *self._segments([bar], context)]), width + BAR_CELLS)

    def _segments(self, line: Line, context: str) -> list[Segment]:
        return [Segment(span.text, self._book.get(context, span.style)) for span in line if span.text]


def _without_blank_turns(segments: Iterable[Segment]) -> list[Segment]:
    """Segments of one style joined, blanks taking the style beside them where that looks the same.

    Each change of style costs the terminal some 40 bytes, and half of them would be for blanks.
    """
    joined: list[Segment] = []
    for segment in segments:
        merged = _merged(joined[-1], segment) if joined else None
        if merged is None:
            joined.append(segment)
        else:
            joined[-1] = merged
    return joined


def _merged(before: Segment, after: Segment) -> Segment | None:
    """Two neighbours as one, or None where that would be seen."""
    text = before.text + after.text
    if before.style == after.style:
        return Segment(text, before.style)
    if before.style is None or after.style is None or not _blank_alike(before.style, after.style):
        return None
    if after.text.isspace():
        return Segment(text, before.style)
    return Segment(text, after.style) if before.text.isspace() else None


def _blank_alike(one: Style, other: Style) -> bool:
    """Whether a blank looks the same in both styles."""
    return one.bgcolor == other.bgcolor and not any(
        style.underline or style.reverse or style.strike for style in (one, other)
    )

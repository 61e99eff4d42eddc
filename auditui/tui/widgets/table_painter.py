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
from auditui.tui.drawing.rows import GUTTER, RowParts, header_parts, row_parts
from auditui.tui.drawing.spans import Line, Span
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

    @property
    def hits(self) -> int:
        """How many strips were found since the table was made; `misses` had to be drawn."""
        return self._kept.hits

    @property
    def misses(self) -> int:
        """How many strips had to be drawn."""
        return self._kept.misses

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

    def row(self, row: int, cursor: Cursor, scroll: int) -> Strip:
        """The first line of a row."""
        page = self._page
        event = page.events[row]
        context, column = self._context(row, cursor), cursor.column if row == cursor.row else ""
        is_open, is_marked = page.is_open(row), event.seq in page.marked

        def draw() -> Strip:
            parts = row_parts(event, page.layout, page.look, is_open=is_open, is_marked=is_marked, cursor_column=column)
            return self._assemble(parts, context, scroll)

        return self._keep((row, context, column, is_open, is_marked, scroll), draw)

    def under(self, row: int, number: int) -> Strip:
        """One of the lines under a row: of its block, or its snippet."""
        is_open = self._page.is_open(row)
        context = "block" if is_open else "row"
        return self._keep((row, number, is_open), lambda: self.line(self._page.under(row)[number], context))

    def blank(self, text: str = "") -> Strip:
        """A line below the last row; the text stands where rows would."""
        return self._keep(("blank", text), lambda: self.line([Span(" " * GUTTER), Span(text, "dim")], "row"))

    def line(self, line: Line, context: str) -> Strip:
        """Any line in full width."""
        return self._finish(self._segments(line, context), self._book.get(context))

    def _context(self, row: int, cursor: Cursor) -> str:
        if row == cursor.row:
            return "cursor" if cursor.has_focus else "blur"
        return "marked" if self._page.events[row].seq in self._page.marked else "row"

    def _keep(self, key: tuple[object, ...], draw: Callable[[], Strip]) -> Strip:
        strip = self._kept.get(key)
        if strip is None:
            strip = self._kept[key] = draw()
        return strip

    def _assemble(self, parts: RowParts, context: str, scroll: int) -> Strip:
        """Left and right stay, the middle moves."""
        ground = self._book.get(context)
        middle = Strip(self._segments(parts.middle, context))
        moved = middle.crop_extend(scroll, scroll + self._page.layout.middle, ground)
        ends = self._segments(parts.left, context), self._segments(parts.right, context)
        return self._finish([*ends[0], *moved, *ends[1]], ground)

    def _finish(self, segments: Iterable[Segment], ground: Style) -> Strip:
        return Strip(segments).simplify().crop_extend(0, self._page.layout.width, ground)

    def _segments(self, line: Line, context: str) -> list[Segment]:
        return [Segment(span.text, self._book.get(context, span.style)) for span in line if span.text]

"""A page of styled lines to read: wrapped to its width, drawn line by line, however long."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, TypeAlias

from rich.segment import Segment
from textual import events
from textual.binding import BindingType
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from auditui.tui.drawing.spans import Line
from auditui.tui.keys import Context, bindings
from auditui.tui.widgets.table_styles import CLASSES, CSS, StyleBook

Writer: TypeAlias = "Callable[[int], list[Line]]"
"""Makes the lines for a width in cells; none may be wider."""
_MARGIN = 1


class TextPage(ScrollView, can_focus=True):
    """Shows what a `Writer` writes. Text is drawn as it is: spans are clean by contract, and never markup."""

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = bindings(Context.PAGE)
    COMPONENT_CLASSES: ClassVar[set[str]] = CLASSES
    DEFAULT_CSS = CSS.replace("LogTable", "TextPage")

    def __init__(self, writer: Writer | None = None, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._writer = writer
        self._lines: list[Line] = []
        self._written_for = 0
        self._styles = StyleBook(self)

    def show(self, writer: Writer) -> None:
        """Show something else, from its start."""
        self._writer = writer
        self._write()
        self.scroll_to(0, 0, animate=False, force=True)

    def on_resize(self, event: events.Resize) -> None:
        """Write again for the new width."""
        if self._room != self._written_for:
            self._write()

    def notify_style_update(self) -> None:
        """Forget colours that a theme or the focus has changed."""
        self._styles.clear()
        super().notify_style_update()

    @property
    def _room(self) -> int:
        """Cells for text: what is left of the scrollbar, whether it shows or not, with a margin."""
        return max(self.size.width - 2 * _MARGIN, 0)

    def _write(self) -> None:
        self._written_for = self._room
        self._lines = self._writer(self._room) if self._writer and self._room else []
        self.virtual_size = Size(self.size.width, len(self._lines))
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One line of the view."""
        ground = self._styles.get("row")
        number = y + self.scroll_offset.y
        line = self._lines[number] if number < len(self._lines) else []
        segments = [Segment(" " * _MARGIN, ground)]
        segments += [Segment(span.text, self._styles.get("row", span.style)) for span in line]
        return Strip(segments).simplify().crop_extend(0, self.size.width, ground)

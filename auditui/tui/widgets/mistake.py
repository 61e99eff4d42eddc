"""What is wrong with a query, under the wrong token."""

from __future__ import annotations

from typing import Final

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from auditui.core.errors import QueryError
from auditui.core.text import clean
from auditui.tui.drawing.spans import Span, cells, crop, elide, plain
from auditui.tui.drawing.wrapping import wrapped

INDENT: Final = 3
"""Cells in front of the query text in the line above."""
_MOST_LINES: Final = 3


class MistakeLine(Widget):
    """Marks under the wrong token, and what is wrong with it, in the lines that this needs."""

    DEFAULT_CSS = "MistakeLine { height: auto; background: $boost; color: $text-error; }"

    error: reactive[QueryError | None] = reactive(None, layout=True)
    scrolled: reactive[int] = reactive(0, layout=True)
    """Cells of the query text that are out of sight on the left of the box."""

    def lines(self, width: int) -> list[str]:
        """What it says in `width` cells; nothing without a mistake."""
        return mistake_lines(self.error, width, self.scrolled) if self.error else []

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        """One to three lines."""
        return len(self.lines(width))

    def render(self) -> Content:
        """All of its lines."""
        return Content("\n".join(self.lines(self.size.width)))


def mistake_lines(error: QueryError, width: int, scrolled: int = 0) -> list[str]:
    """`^^^^ what is wrong; what next` under the token, else the words on lines of their own under the marks.

    At most three lines, none wider than `width` (at least 2).
    """
    start = INDENT + cells(clean(error.text[: error.start])) - scrolled
    marks = "^" * min(width, max(1, cells(clean(error.text[error.start : error.end]))))
    said = clean(f"{error.problem}; {error.hint}" if error.hint else error.problem)
    start = max(0, min(start, width - len(marks)))
    if start + len(marks) + 1 + cells(said) <= width:
        return [f"{' ' * start}{marks} {said}"]
    if cells(said) + 1 <= start:
        return [plain(crop([Span(" " * (start - 1 - cells(said))), Span(f"{said} {marks}")], width))]
    return [f"{' ' * start}{marks}", *_words(said, width)]


def _words(said: str, width: int) -> list[str]:
    *first, last = (plain(line) for line in wrapped([Span(said)], width))
    room = _MOST_LINES - 1
    if len(first) < room:
        return [*first, last]
    rest = " ".join([*first[room - 1 :], last])
    return [*first[: room - 1], plain(elide([Span(rest)], width))]

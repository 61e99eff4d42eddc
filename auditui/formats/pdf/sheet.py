"""Pages that fill from the top: a title, facts, paragraphs, and a foot with the number of the page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from auditui.formats.pdf.pen import BLACK, GREY, PAGE_HEIGHT, PAGE_WIDTH, Drawable, Ink, Pen
from auditui.formats.pdf.wrapping import wrapped

LEFT: Final = 36.0
RIGHT: Final = PAGE_WIDTH - 36
TOP: Final = 34.0
BOTTOM: Final = PAGE_HEIGHT - 38
SIZE: Final = 7.5
LEADING: Final = 10.0
"""From one line to the next."""
BASELINE: Final = 7.5
"""Where letters stand, below the upper edge of their line."""
BLEED: Final = 4.0
"""How far rules and grounds reach beyond the text, on both sides."""
PALE: Final[Ink] = (222, 226, 230)

_FOOT: Final = PAGE_HEIGHT - 22
_FOOT_SIZE: Final = 6.5
_TITLE_SIZE: Final = 17
_HEADING_SIZE: Final = 11
_LABEL: Final = 62


@dataclass(frozen=True, slots=True)
class Text:
    """Some text in one style; any text, since `Sheet.lines` makes it fit to be drawn."""

    text: str
    ink: Ink = BLACK
    bold: bool = False
    ground: Ink | None = None
    """The colour of a badge around it."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a text, ready to be drawn."""

    text: Drawable
    style: Text


Cell: TypeAlias = Sequence[Text]
"""Texts below each other."""

_BADGE_PADDING: Final = 3.5


class Sheet:
    """Where on which page the next thing goes.

    Args:
        pen: A document without pages.
        foot: What stands at the foot of each page.
    """

    def __init__(self, pen: Pen, foot: str) -> None:
        self.pen = pen
        self.y = TOP
        self.on_turn: Callable[[], None] | None = None
        """Draws what each new page begins with."""
        self._foot = pen.drawable(foot)
        self.turn()

    @property
    def room(self) -> float:
        """Points that are left on this page."""
        return BOTTOM - self.y

    def turn(self) -> None:
        """Go on with a new page."""
        self.pen.turn()
        self.y = TOP
        if self.on_turn is not None:
            self.on_turn()

    def title(self, text: str, note: str) -> None:
        """The title of the document, and a note at the other end of its line."""
        self.y += _TITLE_SIZE
        self.pen.write(LEFT, self.y, self.pen.drawable(text), _TITLE_SIZE, bold=True)
        beside = self.pen.drawable(note)
        self.pen.write(RIGHT - self.pen.width(beside, _TITLE_SIZE), self.y, beside, _TITLE_SIZE, ink=GREY)
        self.y += 9
        self.rule(BLACK, 0.8)
        self.y += 7

    def facts(self, facts: Iterable[tuple[str, str]]) -> None:
        """Labels and what they say, one below the other."""
        for label, said in facts:
            lines = self.lines([Text(said)], RIGHT - LEFT - _LABEL)
            for number, line in enumerate(lines):
                self._need(LEADING)
                if number == 0:
                    name = self.pen.drawable(label)
                    self.pen.write(LEFT, self.y + BASELINE, name, SIZE, ink=GREY)
                self.line(line, LEFT + _LABEL)
                self.y += LEADING + 1
        self.y += 6

    def paragraph(self, text: str, *, ink: Ink = BLACK) -> None:
        """Some text over the whole width."""
        for line in self.lines([Text(text, ink)], RIGHT - LEFT):
            self._need(LEADING)
            self.line(line, LEFT)
            self.y += LEADING

    def heading(self, text: str, keep: float = 0) -> None:
        """The title of a part; `keep` points below it stay on its page."""
        if self.room < _HEADING_SIZE + 10 + keep:
            self.turn()
        self.y += _HEADING_SIZE
        self.pen.write(LEFT, self.y, self.pen.drawable(text), _HEADING_SIZE, bold=True)
        self.y += 6

    def lines(self, cell: Cell, width: float) -> list[Line]:
        """The lines that a cell takes in a width."""
        return [line for text in cell for line in self._wrapped(text, width)]

    def _wrapped(self, text: Text, width: float) -> list[Line]:
        room = (width - 2 * _BADGE_PADDING * (text.ground is not None)) * 1000 / SIZE
        drawable = self.pen.drawable(text.text)
        return [Line(Drawable(line), text) for line in wrapped(drawable, room, self.pen.advances[text.bold])]

    def width(self, text: Text) -> float:
        """What a text takes in one line."""
        wide = self.pen.width(self.pen.drawable(text.text), SIZE, bold=text.bold)
        return wide + 2 * _BADGE_PADDING * (text.ground is not None)

    def line(self, line: Line, x: float, *, right: float | None = None) -> None:
        """Draw one line at `y`, beginning at `x` or ending at `right`."""
        style = line.style
        if style.ground is not None:
            wide = self.pen.width(line.text, SIZE, bold=style.bold) + 2 * _BADGE_PADDING
            self.pen.fill(x, self.y - 0.4, wide, LEADING - 0.6, style.ground, radius=2.4)
            x += _BADGE_PADDING
        if right is not None:
            x = right - self.pen.width(line.text, SIZE, bold=style.bold)
        self.pen.write(x, self.y + BASELINE, line.text, SIZE, ink=style.ink, bold=style.bold)

    def rule(self, ink: Ink = PALE, height: float = 0.5) -> None:
        """A line over the whole width, at `y`."""
        self.pen.fill(LEFT - BLEED, self.y, RIGHT - LEFT + 2 * BLEED, height, ink)

    def finished(self) -> bytearray:
        """The whole file, each page with its foot. Nothing can be drawn after that."""
        pages = self.pen.page
        for page in range(1, pages + 1):
            self.pen.go_to(page)
            self.pen.write(LEFT, _FOOT, self._foot, _FOOT_SIZE, ink=GREY)
            number = self.pen.drawable(f"{page} / {pages}")
            self.pen.write(RIGHT - self.pen.width(number, _FOOT_SIZE), _FOOT, number, _FOOT_SIZE, ink=GREY)
        return self.pen.finished()

    def _need(self, height: float) -> None:
        if self.room < height:
            self.turn()

"""A line to type text in that shows all of it, also what no terminal shows."""

from __future__ import annotations

import unicodedata
from itertools import accumulate

from rich.text import Text
from textual import events
from textual.strip import Strip
from textual.widgets import Input

from auditui.core.text import MAX_MARKS, clean
from auditui.tui.drawing.spans import cells

LONGEST = 8192
"""Characters from where on nothing more is pasted: twice what a query may have, so that it still gets to say so."""
_FIRST_PRINTABLE = 0xA0
"""What is below and is no ASCII is a control; what is above, a keyboard may well have a key for."""


def signs(text: str) -> list[str]:
    """How each character of a text is shown, as `clean` shows it: `␛`, `<U+202E>`, or itself."""
    shown: list[str] = []
    marks = 0
    for character in text:
        is_mark = not character.isascii() and unicodedata.category(character) in {"Mn", "Me"}
        marks = marks + 1 if is_mark else 0
        shown.append(f"<U+{ord(character):04X}>" if marks > MAX_MARKS else clean(character))
    return shown


class TextBox(Input):
    """Textual's input, whose cursor knows that a character can be shown by several.

    The value stays what was typed, pasted or set: a query can look for an escape sequence. While nobody types, what
    is seen of a long one is its beginning, with a mark that there is more.
    """

    DEFAULT_CSS = "TextBox:nocolor > .input--placeholder { text-style: italic; }"

    _left: int = 0
    """Cells of the value that the line last drawn left out in front."""

    def on_mount(self) -> None:
        """Be quiet: an idle screen writes nothing."""
        self.cursor_blink = False

    def render_line(self, y: int) -> Strip:
        """The value with its cursor and selection."""
        if y:
            return super().render_line(y)
        if not self.value:
            return self._example()
        shown = signs(self.value)
        starts = [0, *accumulate(map(len, shown))]
        text = Text("".join(shown), no_wrap=True, overflow="ignore", end="")
        if self.has_focus:
            self._light(text, starts)
        width = self.scrollable_content_region.width
        self._left = self.scroll_offset.x if self.has_focus else 0
        if not self.has_focus:
            text.truncate(width, overflow="ellipsis")
        segments = self.app.console.render(text, self.app.console_options.update_width(text.cell_len + 1))
        strip = Strip(segments).crop(self._left, self._left + width + 1).extend_cell_length(width + 1)
        return strip.apply_style(self.rich_style)

    def _example(self) -> Strip:
        """The placeholder as far as it fits, with a mark where it does not; the cursor on its first sign."""
        width = self.scrollable_content_region.width
        self._left = 0
        text = Text(self.placeholder or " ", no_wrap=True, end="")
        text.truncate(width, overflow="ellipsis")
        text.stylize(self.get_component_rich_style("input--placeholder"))
        if self.has_focus:
            text.stylize(self.get_component_rich_style("input--cursor"), 0, 1)
        segments = self.app.console.render(text, self.app.console_options.update_width(width + 1))
        return Strip(segments).extend_cell_length(width + 1).apply_style(self.rich_style)

    def _light(self, text: Text, starts: list[int]) -> None:
        begin, end = sorted((self.selection.start, self.selection.end))
        if begin != end:
            text.stylize_before(self.get_component_rich_style("input--selection"), starts[begin], starts[end])
        text.pad_right(1)
        at = self.cursor_position
        past = starts[at + 1] if at < len(self.value) else len(text)
        text.stylize(self.get_component_rich_style("input--cursor"), starts[at], past)

    @property
    def _value(self) -> Text:
        return Text("".join(signs(self.value)), no_wrap=True, overflow="ignore", end="")

    def _position_to_cell(self, position: int) -> int:
        return sum(map(cells, signs(self.value)[:position]))

    def _cell_offset_to_index(self, offset: int) -> int:
        ends = accumulate(map(cells, signs(self.value)))
        wanted = offset + self._left
        return next((index for index, end in enumerate(ends) if wanted < end), len(self.value))

    async def _on_key(self, event: events.Key) -> None:
        """Take what no terminal shows like any other character, where a keyboard has a key for it."""
        character = event.character
        if character and not event.is_printable and len(character) == 1 and ord(character) >= _FIRST_PRINTABLE:
            event.stop()
            event.prevent_default()
            self.replace(character, *self.selection)

    def _on_paste(self, event: events.Paste) -> None:
        """Take all lines that are pasted, but for line ends around them, and no more than anybody can mean."""
        event.stop()
        event.prevent_default()
        text = event.text.strip("\r\n")[: max(0, LONGEST - len(self.value))]
        if text:
            self.replace(text, *self.selection)

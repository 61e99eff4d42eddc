"""What happens to every drawn line: the belt against controls, drawing with ASCII alone, drawing without colours.

The belt behind `core.text.clean`: no drawn line carries a control character, whoever forgot to clean.
"""

from __future__ import annotations

import re
from typing import Final

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

_INVISIBLE: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]"
)  # Rich gives these no width, so a line keeps its own without them
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


class ControlFilter(LineFilter):
    """Drops controls and characters that reorder or hide text; lone surrogates become U+FFFD."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The segments, each safe to write."""
        return [segment if _is_safe(segment.text) else _safe(segment) for segment in segments]


_SIGNS: Final = str.maketrans(
    "▁▂▃▄▅▆▇█·×‹›─━│┃╭╮╰╯┌┐└┘├┤┬┴┼…—–▸▾↵↑↓←→•▔▎▏▊▐⌫µ",
    "_.:-=+*#.x<>--||+++++++++++++~-->v<^v<>*-||||<u",
)


class AsciiFilter(LineFilter):
    """Draws signs of the frame with what every terminal and font has. Texts of the log keep their letters."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The segments, each as wide as before."""
        return [
            segment
            if segment.text.isascii()
            else Segment(segment.text.translate(_SIGNS), segment.style, segment.control)
            for segment in segments
        ]


class ColourlessFilter(LineFilter):
    """Takes all colours away, the terminal's own too; bold, reverse, underline and the like stay and have to tell."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The segments, without colours."""
        return [
            Segment(text, style.without_color if style is not None else None, control)
            for text, style, control in segments
        ]


def _is_safe(text: str) -> bool:
    return text.isascii() and text.isprintable()


def _safe(segment: Segment) -> Segment:
    text, style, control = segment
    return Segment(_SURROGATE.sub("\N{REPLACEMENT CHARACTER}", _INVISIBLE.sub("", text)), style, control)

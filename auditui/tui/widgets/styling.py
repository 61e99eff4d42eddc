"""Styles of a widget's parts, as they are drawn."""

from __future__ import annotations

from typing import Final

from rich.style import Style
from textual.widget import Widget

_REVERSED: Final = Style(reverse=True)


def style_of(widget: Widget, *parts: str) -> Style:
    """The style of a widget, or of parts of it named by their component classes, one over the other.

    Textual's own `get_visual_style` forgets `reverse`, which is all that tells a cursor where there are no colours.
    """
    style = widget.get_visual_style(*parts).rich_style
    is_reversed = any(widget.get_component_styles(part).text_style.reverse for part in parts)
    return style + _REVERSED if is_reversed else style

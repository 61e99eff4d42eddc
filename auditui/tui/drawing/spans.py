"""Styled text, measured in terminal cells.

A line is a list of spans. Text in a span is clean already (`core.text.clean`) and holds no newline;
the style is a name that the widget turns into colours, so nothing here knows a theme.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple, TypeAlias

from rich.cells import cell_len, set_cell_size

ELLIPSIS = "…"


class Span(NamedTuple):
    """A run of clean text in one style; the empty style is the plain one."""

    text: str
    style: str = ""


Line: TypeAlias = "list[Span]"


def cells(text: str) -> int:
    """How many terminal cells clean text takes."""
    return len(text) if text.isascii() else cell_len(text)


def line_cells(line: Line) -> int:
    """How many terminal cells a line takes."""
    return sum(cells(span.text) for span in line)


def plain(line: Line) -> str:
    """The text of a line without its styles."""
    return "".join(span.text for span in line)


def blank(width: int) -> Span:
    """Spaces in the plain style; none for a width below one."""
    return Span(" " * max(0, width))


def crop(line: Line, width: int) -> Line:
    """The first `width` cells of a line, exactly; a wide character that is cut becomes a space.

    A line that is shorter than that stays as it is.
    """
    kept: Line = []
    left = max(0, width)
    for span in line:
        needed = cells(span.text)
        if needed > left:
            if left:
                kept.append(Span(set_cell_size(span.text, left), span.style))
            break
        kept.append(span)
        left -= needed
    return kept


def elide(line: Line, width: int) -> Line:
    """A line that takes at most `width` cells; one that had to be cut ends in `…` in the style of its last span."""
    if width <= 0:
        return []
    if line_cells(line) <= width:
        return line
    kept = crop(line, width - 1)
    return [*kept, Span(ELLIPSIS, kept[-1].style if kept else "")]


def fit(line: Line, width: int, *, right: bool = False) -> Line:
    """A line that takes exactly `width` cells: cut with `…`, or filled with plain spaces on the open side."""
    cut = elide(line, width)
    missing = width - line_cells(cut)
    if missing <= 0:
        return cut
    return [blank(missing), *cut] if right else [*cut, blank(missing)]


def join(parts: list[Line], separator: Span) -> Line:
    """Lines one after the other, with a separator between those that hold something."""
    joined: Line = []
    for part in parts:
        if not part:
            continue
        if joined:
            joined.append(separator)
        joined.extend(part)
    return joined


def capped(lines: Iterable[Line], limit: int, width: int) -> Iterator[Line]:
    """At most `limit` of these lines, none wider than `width` cells; where there are more, the last ends in `…`."""
    kept = list(islice(lines, limit + 1))
    if len(kept) > limit:
        kept[limit - 1 :] = [[*crop(kept[limit - 1], width - 1), Span(ELLIPSIS, "dim")]]
    yield from kept

"""Nested values as indented lines: keys with their values behind or below them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Final

from auditui.core.event import Json
from auditui.tui.drawing.cells import Look
from auditui.tui.drawing.flow import flow
from auditui.tui.drawing.spans import Line, Span, blank, cells, elide
from auditui.tui.drawing.values import clipped, value_span

_STEP: Final = 2
_LEAST_ROOM: Final = 16
"""Cells below which nothing is indented any further: the rest of the value stands on one line."""
_ALIGNED: Final = 24
"""Cells that short keys are filled up to, so that their values stand below each other."""
_ALIGNED_KEYS: Final = 100
_KEY_LIMIT: Final = 200
_VALUE_LINES: Final = 12


def nested(value: dict[str, Json], width: int, look: Look) -> Iterator[Line]:
    """An object as lines of at most `width` cells, lazily: a deep or long one costs what is taken of it."""
    aligned = _aligned(value)
    for key, inner in value.items():
        name = clipped(key, _KEY_LIMIT)
        if _stands_behind(inner, width):
            padding = max(aligned - cells(name), 0) + _STEP
            yield from _behind([Span(name + " " * padding, "key")], inner, width, look)
        else:
            yield elide([Span(name, "key")], width)
            yield from ([blank(_STEP), *line] for line in _below(inner, width - _STEP, look))


def _aligned(value: dict[str, Json]) -> int:
    keys = (key for key, inner in islice(value.items(), _ALIGNED_KEYS) if not isinstance(inner, (dict, list)))
    return max((width for key in keys if (width := cells(clipped(key, _KEY_LIMIT))) <= _ALIGNED), default=0)


def _stands_behind(value: Json, width: int) -> bool:
    """Whether a value goes behind its key: it is plain, empty, a list of one plain value, or there is no room below."""
    if width < _LEAST_ROOM:
        return True
    if isinstance(value, dict):
        return not value
    if isinstance(value, list):
        return not value or (len(value) == 1 and not isinstance(value[0], (dict, list)))
    return True


def _below(value: Json, width: int, look: Look) -> Iterator[Line]:
    if isinstance(value, dict):
        return nested(value, width, look)
    if isinstance(value, list):
        return _items(value, width, look)
    return _behind([], value, width, look)


def _items(values: list[Json], width: int, look: Look) -> Iterator[Line]:
    """One item after the other, each with a dash at its first line."""
    for value in values:
        room = width - _STEP
        lines = _behind([], value, room, look) if _stands_behind(value, room) else _below(value, room, look)
        head = Span("- ", "dim")
        for line in lines:
            yield [head, *line]
            head = blank(_STEP)


def _behind(head: Line, value: Json, width: int, look: Look) -> Iterator[Line]:
    """A value behind its key, wrapped below itself; below the key where the key takes most of the room."""
    span = value_span(value)
    taken = sum(cells(part.text) for part in head)
    if taken > width // 2 and taken + cells(span.text) > width:
        yield elide([Span(part.text.rstrip(), part.style) for part in head], width)
        head, taken = [blank(_STEP)], _STEP
    yield from flow([*head, span], max(width, _STEP), _VALUE_LINES, look, hanging=[blank(taken)])

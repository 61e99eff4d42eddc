"""JSON values as spans."""

from __future__ import annotations

from typing import Final

from auditui.core.event import ABSENT, Absent, Json
from auditui.core.shown import value_text
from auditui.core.text import shorten
from auditui.tui.drawing.spans import Span

VALUE_LIMIT: Final = 4096
"""Characters of one value that are looked at; the details window shows the rest."""


def clipped(text: str, limit: int = VALUE_LIMIT) -> str:
    """Clean text of at most `limit` characters."""
    return shorten(text, limit)


def value_span(value: Json | Absent) -> Span:
    """One value as `core.shown.value_text` has it, and the style of its kind."""
    return Span(value_text(value, VALUE_LIMIT), _kind(value))


def _kind(value: Json | Absent) -> str:
    if value is ABSENT:
        return "absent"
    if isinstance(value, str):
        return "string"
    if value is None or isinstance(value, bool):
        return "constant"
    return "number" if isinstance(value, (int, float)) else "nested"

"""JSON values as text for people."""

from __future__ import annotations

import json
from typing import Final

from auditui.core.event import ABSENT, Absent, Json
from auditui.core.text import shorten
from auditui.tui.drawing.spans import Span

VALUE_LIMIT: Final = 4096
"""Characters of one value that are looked at; the details window shows the rest."""
_READS_AS_JSON: Final = frozenset({"", "true", "false", "null"})


def clipped(text: str, limit: int = VALUE_LIMIT) -> str:
    """Clean text of at most `limit` characters."""
    return shorten(text, limit)


def value_span(value: Json | Absent) -> Span:
    """One value and the style of its kind: `string number constant nested absent`.

    A text stands without quotes, unless it could be taken for a number, a truth value, null or nothing.
    """
    if value is ABSENT:
        return Span("", "absent")
    if isinstance(value, str):
        return Span(_quoted(value) if _is_misleading(value) else clipped(value), "string")
    if value is None or isinstance(value, bool):
        return Span(json.dumps(value), "constant")
    if isinstance(value, (int, float)):
        return Span(repr(value), "number")
    return Span(clipped(compact(value)), "nested")


def compact(value: Json | Absent) -> str:
    """A nested value as JSON on one line."""
    return json.dumps(value, ensure_ascii=False, separators=(", ", ": "))


def _is_misleading(text: str) -> bool:
    if text in _READS_AS_JSON or text != text.strip():
        return True
    if len(text) > 40 or not (text[0].isdigit() or text[0] == "-"):  # noqa: PLR2004  no number that long is written
        return False
    try:
        float(text)
    except ValueError:
        return False
    return True


def _quoted(text: str) -> str:
    return f'"{clipped(text)}"'

"""How what an event holds is written for people, on a screen as on paper."""

from __future__ import annotations

import json
from typing import Final

from auditui.core.event import ABSENT, Absent, Json
from auditui.core.text import shorten

TITLES: Final = {
    "at": "Time", "action": "Action", "user": "User", "entity": "Entity", "status": "Status",
    "description": "Description", "resource": "Resource", "item": "Item", "ip": "IP", "took": "Took", "actor": "Name",
    "email": "E-mail", "actor_id": "User id", "role": "Role", "actor_kind": "Kind", "on_behalf_of": "On behalf of",
    "method": "Method", "verb": "Verb", "category": "Area", "entity_type": "Type", "entity_id": "Entity id",
    "entity_name": "Item", "outcome": "Outcome", "changes": "Changed", "changed": "Changed", "targets": "Targets",
    "user_agent": "User agent", "request_id": "Request", "id": "Id", "seq": "Seq", "origin": "Origin",
    "flags": "Flags",
}  # fmt: skip
"""The head of each column of `core.view.COLUMNS`."""

VERB_SIGNS: Final = {
    "create": "+", "update": "~", "delete": "×", "login": "→", "logout": "←", "view": "∘", "sync": "⇄",
    "export": "↓", "import": "↑", "archive": "▪", "restore": "↺", "grant": "◆",
}  # fmt: skip
"""The sign in the badge of each verb that has one, so that no colour has to be told from another."""

_READS_AS_JSON: Final = frozenset({"", "true", "false", "null"})
_LONGEST_NUMBER: Final = 40
_SECOND: Final = 1_000_000
_WIDTHS: Final = (
    (7 * 86_400_000_000, "week"),
    (86_400_000_000, "day"),
    (3_600_000_000, "hour"),
    (60_000_000, "minute"),
    (1_000_000, "second"),
    (1_000, "millisecond"),
)
_MINUTE: Final = 60 * _SECOND


def value_text(value: Json | Absent, limit: int) -> str:
    """One value, clean, in about `limit` characters; nothing for a side that was not there at all.

    A text stands without quotes, unless it could be taken for a number, a truth value, null or nothing;
    what is nested is JSON on one line.
    """
    if value is ABSENT:
        return ""
    if isinstance(value, str):
        shown = shorten(value, limit)
        return f'"{shown}"' if _is_misleading(value) else shown
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    return repr(value) if isinstance(value, (int, float)) else shorten(compact(value), limit)


def compact(value: Json | Absent) -> str:
    """A nested value as JSON on one line."""
    return json.dumps(value, ensure_ascii=False, separators=(", ", ": "))


def _is_misleading(text: str) -> bool:
    if text in _READS_AS_JSON or text != text.strip():
        return True
    if len(text) > _LONGEST_NUMBER or not (text[0].isdigit() or text[0] == "-"):
        return False
    try:
        float(text)
    except ValueError:
        return False
    return True


def width_words(width_us: int) -> str:
    """How much time one bar of a timeline stands for, in the largest unit that is exact: `1 hour`, `15 minutes`."""
    for size, unit in _WIDTHS:
        if width_us >= size and width_us % size == 0:
            count = width_us // size
            return f"{count} {unit}{'' if count == 1 else 's'}"
    return f"{width_us} µs"


def duration_text(took_us: int) -> str:
    """An execution time in the largest unit that keeps it readable: `850 µs`, `12 ms`, `1.2 s`, `3 min 20 s`."""
    if abs(took_us) < 1000:  # noqa: PLR2004  a thousand of one unit is one of the next
        return f"{took_us} µs"
    if abs(took_us) < _SECOND:
        return f"{took_us / 1000:.3g} ms" if abs(took_us) < 10_000 else f"{round(took_us / 1000)} ms"  # noqa: PLR2004
    if abs(took_us) < _MINUTE:
        return f"{took_us / _SECOND:.3g} s"
    minutes, seconds = divmod(round(took_us / _SECOND), 60)
    return f"{minutes} min {seconds} s"

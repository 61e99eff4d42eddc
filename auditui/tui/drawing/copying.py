"""Events as text to paste: safe in a terminal, an editor and a ticket alike.

Nothing in these texts makes a terminal do anything, since a paste into a shell types it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from auditui.core.counting import counted
from auditui.core.differences import UNSEEN, is_unseen
from auditui.core.event import ABSENT, Absent, Change, Event, Json
from auditui.core.text import clean
from auditui.core.times import MAX_US, MIN_US
from auditui.formats.to_jsonl import event_object, milliseconds

_NOT_PLAIN: Final = re.compile("[^\x20-\x7e\n]+")
_PLAIN_FIELDS: Final = (
    "seq", "id", "actor", "actor_id", "email", "role", "actor_kind", "on_behalf_of", "action", "method", "category",
    "entity_type", "entity_id", "entity_name", "description", "status", "outcome", "ip", "user_agent", "request_id",
    "origin",
)  # fmt: skip
_MARKDOWN: Final = re.compile(r"([\\`*_{}\[\]<>|~])")


def as_json(event: Event, *, text_limit: int | None = None) -> str:
    """The stored event as indented JSON, by the names of exports; what is not printable is escaped.

    With `text_limit`, texts that are longer end there and say how much is left out.
    """
    record = _record(event)
    return json_text(record if text_limit is None else _shortened(record, text_limit))


def _shortened(value: Json, limit: int) -> Json:
    if isinstance(value, str) and len(value) > limit:
        return f"{value[:limit]}… {counted(len(value) - limit, 'more character')}"
    if isinstance(value, dict):
        return {key: _shortened(inner, limit) for key, inner in value.items()}
    return [_shortened(inner, limit) for inner in value] if isinstance(value, list) else value


def _record(event: Event) -> dict[str, Json]:
    """The event as exports have it; a moment that no calendar reaches stays a number."""
    if MIN_US <= event.at_us <= MAX_US:
        return event_object(event)
    return event_object(replace(event, at_us=0)) | {"at": event.at_us}


def _at(event: Event) -> str:
    return str(_record(event)["at"])


def json_text(value: Json) -> str:
    """Indented JSON in which every character that is not safe to draw stands as its JSON escape."""
    return _NOT_PLAIN.sub(_escaped, json.dumps(value, indent=2, ensure_ascii=False))


def _escaped(found: re.Match[str]) -> str:
    run = found[0]
    if clean(run) == run:
        return run
    return "".join(one if clean(one) == one else json.dumps(one)[1:-1] for one in run)


def as_text(event: Event) -> str:
    """The event as `name: value` lines, one `field: before → after` line for each change, and its details as JSON."""
    lines = [f"at: {_at(event)}"]
    lines += [f"{name}: {_one_line(value)}" for name in _PLAIN_FIELDS if _says(value := getattr(event, name))]
    if event.took_us is not None:
        lines.append(f"took_ms: {milliseconds(event.took_us)}")
    lines += [f"target: {_words(target.type, target.name, target.id)}" for target in event.targets]
    lines += [f"changed {change_text(change)}" for change in event.changes]
    if event.details:
        lines += ["details:", json_text(event.details)]
    if event.flags:
        lines.append(f"flags: {_words(*event.flags)}")
    return "\n".join(lines) + "\n"


def as_markdown(events: Sequence[Event]) -> str:
    """Events as a Markdown table: time, user, action, entity, status, IP; text of the log is escaped."""
    rows = ["| Time (UTC) | User | Action | Entity | Status | IP |", "|---|---|---|---|---|---|"]
    for event in events:
        cells = (
            _at(event),
            _words(event.actor or ("System" if event.actor_kind == "system" else event.email or event.actor_id)),
            _words(event.action or event.method),
            _words(event.entity_type, event.entity_name or event.entity_id),
            "" if event.status is None else str(event.status),
            _words(event.ip),
        )
        rows.append("| " + " | ".join(_MARKDOWN.sub(r"\\\1", cell) for cell in cells) + " |")
    return "\n".join(rows) + "\n"


def in_a_line(event: Event) -> str:
    """An event in a few words: when (UTC, to the second), who, what, to what; clean."""
    who = event.actor or ("System" if event.actor_kind == "system" else event.email or event.actor_id)
    moment = _at(event)
    when = f"{moment[:10]} {moment[11:19]}" if moment[10:11] == "T" else moment
    what = _words(event.entity_type, event.entity_name or event.entity_id)
    return "  ".join(part for part in (when, clean(who), clean(event.action or event.method), what) if part)


def change_text(change: Change) -> str:
    """A change in one line; a side that was not there is `(none)`, which no JSON value looks like."""
    unseen = f" ({UNSEEN})" if is_unseen(change) else ""
    return f"{clean(change.field)}: {side_text(change.before)} → {side_text(change.after)}{unseen}"


def side_text(value: Json | Absent) -> str:
    """A side of a change in one line, as JSON; `(none)` where it was not there."""
    return "(none)" if value is ABSENT else clean(json.dumps(value, ensure_ascii=False))


def value_text(value: Json | Absent) -> str:
    """One value to paste: a text as itself on one line, anything else as JSON."""
    if value is ABSENT:
        return ""
    return clean(value) if isinstance(value, str) else json_text(value)


def _says(value: object) -> bool:
    return value not in {"", None, "unknown"}


def _one_line(value: object) -> str:
    return clean(str(value))


def _words(*texts: str) -> str:
    return " ".join(clean(text) for text in texts if text)

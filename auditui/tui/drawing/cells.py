"""What one cell of the table says about an event, and which filter it stands for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Final, TypeAlias

from auditui.core.event import Event, Target, leaves_of
from auditui.core.shown import duration_text
from auditui.core.text import clean
from auditui.tui.drawing.clock import UTC_ISO, TimeStyle, day_text, time_text
from auditui.tui.drawing.glyphs import UNICODE, Glyphs
from auditui.tui.drawing.spans import Line, Span
from auditui.tui.drawing.values import clipped, value_span

CELL_LIMIT: Final = 300
"""Characters of one field that a cell looks at."""
_SHORT_ID: Final = 20
_OPAQUE_SHOWN: Final = 8
_PATH_LIMIT: Final = 4096
_REDIRECT, _CLIENT, _SERVER = 300, 400, 500


@dataclass(frozen=True, slots=True)
class Look:
    """What cells and blocks depend on beside the event."""

    times: TimeStyle = UTC_ISO
    glyphs: Glyphs = UNICODE
    needles: tuple[str, ...] = ()
    """Folded texts to highlight."""
    badge_tells_failure: bool = False
    """Whether the action says that it failed, since no column for status or outcome is shown."""


def cell(event: Event, column: str, look: Look) -> Line:
    """What a column says about an event, in as many cells as it needs; `—` where it says nothing.

    Columns: those of `CELLS`, and `details.PATH`, `before.PATH`, `after.PATH`.
    """
    draw = CELLS.get(column)
    line = draw(event, look) if draw else _path(event, column)
    return line or [Span(look.glyphs.missing)]


def _text(field: str, event: Event, _look: Look) -> Line:
    return _short(getattr(event, field))


def _short(text: str, style: str = "") -> Line:
    return [Span(clipped(text, CELL_LIMIT), style)] if text else []


def _at(event: Event, look: Look) -> Line:
    return [Span(time_text(event.at_us, look.times), "time")]


def _seq(event: Event, _look: Look) -> Line:
    return [Span(str(event.seq), "number")] if event.seq else []


def user(event: Event, look: Look) -> Line:
    """Who: `Ana (ana@…)`, a bare e-mail or id where there is no name, `System`, or nothing."""
    name = event.actor or event.email or event.actor_id
    if not name:
        return [Span("System", "system")] if event.actor_kind == "system" else []
    line = _short(name, "system" if event.actor_kind == "system" else "user")
    local, at_sign, _ = event.email.partition("@")
    if at_sign and event.email != name:
        line.append(Span(f" ({clipped(local, CELL_LIMIT)}@{ELIDED})", HINT))
    return line


ELIDED: Final = "…"
HINTED: Final = ("user",)
"""Columns whose cells may end in a hint."""
HINT: Final = "hint"
"""The style of a last span that says more where there is room for all of it, and is left out elsewhere."""


def badge(event: Event, look: Look) -> Line:
    """The action as recorded, with the sign and the colour of its verb; nothing where there is no action."""
    text = event.action or event.method
    if not text:
        return []
    sign = look.glyphs.verbs.get(event.verb, "")
    failed = look.badge_tells_failure and event.outcome == "failure"
    shown = f" {sign + ' ' if sign else ''}{clipped(text, CELL_LIMIT)}{'!' if failed else ''} "
    return [Span(shown, f"badge-{event.verb}")]


def entity(event: Event, _look: Look) -> Line:
    """What it was done to: `Contact Jo Doe`, `Ticket #4711`, or as much of the id as helps."""
    kind = _short(_title(event.entity_type))
    rest = _short(event.entity_name, "name") or _entity_id(event.entity_id, bare=not kind)
    return [*kind, Span(" "), *rest] if kind and rest else kind or rest


def _entity_id(text: str, *, bare: bool) -> Line:
    if len(text) <= _SHORT_ID:
        return _short(text if bare or not text.isalnum() else f"#{text}", "id")
    return [Span(short_id(text), "id")]


_PATH: Final = re.compile(
    r"(?:(?:arn|urn):|[a-z][a-z0-9+.-]*://|/|[\w.-]+/[\w.-]+/)[\w.~%@+=:,$*/-]*[/:](?P<end>[\w.~%@+=,$*-]+)/?",
    re.IGNORECASE,
)
"""An ARN, a URL, or a path of several names: without blanks, brackets or whatever else texts that people write have."""
_OPAQUE: Final = re.compile(r"[\w.~+=-]+")
"""What a machine made up: its beginning tells it from others as well as all of it."""


def short_id(text: str) -> str:
    """The telling part of a long id: the end of a path or an ARN, the beginning of an opaque one; others stay whole."""
    looked_at = text[:CELL_LIMIT]
    path = _PATH.fullmatch(text) if len(text) <= _PATH_LIMIT else None
    if path is not None:
        return ELIDED + clipped(path["end"], CELL_LIMIT)
    return clean(text[:_OPAQUE_SHOWN]) + ELIDED if _OPAQUE.fullmatch(looked_at) else clipped(text, CELL_LIMIT)


def _title(text: str) -> str:
    return text.capitalize() if text.isalpha() and text.islower() else text


def _resource(event: Event, look: Look) -> Line:
    return _short(_title(event.entity_type)) or entity(event, look)


def _item(event: Event, _look: Look) -> Line:
    return _short(event.entity_name) or _entity_id(event.entity_id, bare=True)


def status(event: Event, _look: Look) -> Line:
    """The code in the colour of its class, or the outcome in a word; a failure has `!` behind it."""
    mark = "!" if event.outcome == "failure" else ""
    if event.status is not None:
        return [Span(f"{event.status}{mark}", _status_style(event.status, event.outcome))]
    return outcome(event, _look)


def _status(event: Event, look: Look) -> Line:
    """The same with its digits one below the other, whether `!` follows or not."""
    line = status(event, look) or [Span(look.glyphs.missing)]
    return line if line[-1].text.endswith("!") else [*line, Span(" ")]


def outcome(event: Event, _look: Look) -> Line:
    """The outcome in a word; nothing where it is unknown."""
    word, style = {"success": ("ok", "success"), "failure": ("failed!", "failure")}.get(event.outcome, ("", ""))
    return [Span(word, style)] if word else []


def _status_style(code: int, stated: str) -> str:
    if code >= _SERVER:
        return "failure"
    if code >= _CLIENT or stated == "failure":
        return "warning"
    return "redirect" if code >= _REDIRECT else "success"


def _took(event: Event, _look: Look) -> Line:
    return [] if event.took_us is None else [Span(duration_text(event.took_us), "number")]


def _flags(event: Event, _look: Look) -> Line:
    return _short(" ".join(event.flags), "warning")


def _changes(event: Event, _look: Look) -> Line:
    return _listed(change.field for change in event.changes)


def _targets(event: Event, _look: Look) -> Line:
    return _listed(target.name or target.id or target.type for target in event.targets)


def _listed(texts: Iterable[str]) -> Line:
    return _short(", ".join(texts))


def _path(event: Event, column: str) -> Line:
    """Every value at a path of the details or of one side of the changes."""
    part, _, path = column.partition(".")
    if part == "details":
        values = [leaf for found, leaf in leaves_of(event.details, "") if found == path]
    elif part in {"before", "after"}:
        values = [getattr(change, part) for change in event.changes if change.field == path]
    else:
        values = []
    spans = [span for span in map(value_span, values) if span.text]
    if len(spans) == 1:
        return [Span(clipped(spans[0].text, CELL_LIMIT), spans[0].style)]
    return _listed(span.text for span in spans)


CELLS: Final[dict[str, Callable[[Event, Look], Line]]] = {
    "at": _at, "seq": _seq, "user": user, "action": badge, "entity": entity, "resource": _resource, "item": _item,
    "status": _status, "outcome": outcome, "took": _took, "flags": _flags, "changes": _changes, "changed": _changes,
    "targets": _targets,
    **{
        field: partial(_text, field)
        for field in (
            "id", "actor", "actor_id", "email", "role", "actor_kind", "on_behalf_of", "method", "category",
            "entity_type", "entity_id", "entity_name", "description", "ip", "user_agent", "request_id", "origin",
            "verb",
        )
    },
}  # fmt: skip


Asked: TypeAlias = "tuple[tuple[str, str], ...]"
"""Query fields with the value of each, which have to hold together: raw texts; an empty one means: has none."""


def filter_values(event: Event, column: str, look: Look) -> Asked:
    """The fields and the values that a cell stands for, as a query would say them; values are raw text.

    Most cells stand for one field; a record is its type with its id. The value is empty where the event
    has none; times give the day (`("on", "2026-11-20")`), a list its first entry. The caller quotes.
    """
    if column in _RECORDS:
        return _RECORDS[column](event)
    if column in _FILTERS:
        return (_FILTERS[column](event, look),)
    if column in CELLS:
        return ((column, str(getattr(event, column) or "")),)
    line = _path(event, column)
    return ((column, line[0].text if line else ""),)


def _user_filter(event: Event, _look: Look) -> tuple[str, str]:
    """The e-mail, which no two people share; an id and a name only as such, since they can read alike."""
    if event.email or not (event.actor_id or event.actor):
        return "user", event.email or ("system" if event.actor_kind == "system" else "")
    return ("actor_id", event.actor_id) if event.actor_id else ("actor", event.actor)


def _action_filter(event: Event, _look: Look) -> tuple[str, str]:
    return "action", event.action or event.method


def _entity_filter(event: Event) -> Asked:
    """As its history asks: the type with the id, or with the name where the log gives no id."""
    named = ("entity_id", event.entity_id) if event.entity_id else ("entity_name", event.entity_name)
    return _filled(("entity_type", event.entity_type), named) or (("entity", ""),)


def _filled(*asked: tuple[str, str]) -> Asked:
    return tuple(one for one in asked if one[1])


def _resource_filter(event: Event) -> Asked:
    return (("entity_type", event.entity_type),) if event.entity_type else _entity_filter(event)


def _item_filter(event: Event, _look: Look) -> tuple[str, str]:
    return ("entity_name", event.entity_name) if event.entity_name else ("entity_id", event.entity_id)


def _status_filter(event: Event, _look: Look) -> tuple[str, str]:
    return ("outcome", event.outcome) if event.status is None else ("status", str(event.status))


def _took_filter(event: Event, _look: Look) -> tuple[str, str]:
    return "took", "" if event.took_us is None else f"{event.took_us}us"


def _changed_filter(event: Event, _look: Look) -> tuple[str, str]:
    return "changed", event.changes[0].field if event.changes else ""


def _target_filter(event: Event) -> Asked:
    first = event.targets[0] if event.targets else Target()
    named = ("targets.id", first.id) if first.id else ("targets.name", first.name)
    return _filled(("targets.type", first.type), named) or (("targets", ""),)


def _flag_filter(event: Event, _look: Look) -> tuple[str, str]:
    return "flags", event.flags[0] if event.flags else ""


def _day_filter(event: Event, look: Look) -> tuple[str, str]:
    return "on", day_text(event.at_us, look.times)


_FILTERS: Final[dict[str, Callable[[Event, Look], tuple[str, str]]]] = {
    "at": _day_filter, "user": _user_filter, "action": _action_filter, "item": _item_filter,
    "status": _status_filter, "took": _took_filter, "changes": _changed_filter, "changed": _changed_filter,
    "flags": _flag_filter,
}  # fmt: skip
_RECORDS: Final[dict[str, Callable[[Event], Asked]]] = {
    "entity": _entity_filter, "resource": _resource_filter, "targets": _target_filter,
}  # fmt: skip
"""Cells that stand for a record, which takes more than one field to tell from others."""

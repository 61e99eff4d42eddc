"""The facts of an event in full, labelled: who, what, where, when."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from auditui.core.event import Event
from auditui.core.shown import duration_text
from auditui.tui.drawing.cells import Look, outcome, status
from auditui.tui.drawing.clock import exact_time
from auditui.tui.drawing.flow import flow
from auditui.tui.drawing.spans import Line, Span, blank, fit, join, line_cells
from auditui.tui.drawing.values import clipped

_LABEL: Final = 10
_TWO_COLUMNS_FROM: Final = 84
_BETWEEN: Final = 2
_LINES: Final = 4
"""Lines that one fact may take."""


def facts(event: Event, look: Look) -> list[tuple[str, Line]]:
    """Labels and values, first those that every event should have, then those that this one has."""
    dot = Span(f" {look.glyphs.dot} ", "dim")
    missing: Line = [Span(look.glyphs.missing, "dim")]
    always = [
        ("Seq", join([[Span(str(event.seq), "number")], _labelled("id", event.id)], dot)),
        ("Time", [Span(exact_time(event.at_us, look.times), "time")]),
        ("User", join(_user(event), dot) or missing),
        ("IP", _plain(event.ip) or missing),
        ("Action", join(_action(event), dot) or missing),
        ("Status", join(_result(event, look), dot) or missing),
        ("Entity", target_line(event.entity_type, event.entity_name, event.entity_id) or missing),
    ]
    also = [
        ("Origin", _plain(event.origin)),
        ("For", _plain(event.on_behalf_of)),
        ("Request", _plain(event.request_id)),
        ("Agent", _plain(event.user_agent)),
        ("Mended", _plain(" ".join(event.flags), "warning")),
    ]
    return always + [(label, value) for label, value in also if value]


def target_line(kind: str, name: str, number: str) -> Line:
    """Type, name and id of what an event was done to, as far as known."""
    return join([_plain(kind), _plain(name, "name"), _labelled("id", number)], Span("  "))


def _plain(text: str, style: str = "") -> Line:
    return [Span(clipped(text), style)] if text else []


def _labelled(label: str, text: str) -> Line:
    return [Span(f"{label} ", "dim"), Span(clipped(text))] if text else []


def _user(event: Event) -> list[Line]:
    name = event.actor or ("System" if event.actor_kind == "system" else "")
    return [
        _plain(name, "user"),
        _plain(event.email if event.email != name else ""),
        _labelled("role", event.role),
        _labelled("id", event.actor_id if event.actor_id not in {name, event.email} else ""),
    ]


def _action(event: Event) -> list[Line]:
    method = event.method if event.method != event.action else ""
    verb = event.verb if event.verb not in {"other", event.action.lower()} else ""
    return [
        _plain(event.action, f"verb-{event.verb}"),
        _plain(method),
        _plain(verb, "dim"),
        _labelled("in", event.category),
    ]


def _result(event: Event, look: Look) -> list[Line]:
    code = status(event, look) if event.status is not None else []
    took = [Span(duration_text(event.took_us), "number")] if event.took_us is not None else []
    return [code, outcome(event, look), took]


def fact_lines(event: Event, width: int, look: Look) -> Iterator[Line]:
    """The facts in two columns where there is room for two, else in one; a long value has lines of its own."""
    half = (width - _BETWEEN) // 2
    waiting: Line | None = None
    for label, value in facts(event, look):
        drawn = [Span(label.ljust(_LABEL), "label"), *value]
        if width >= _TWO_COLUMNS_FROM and line_cells(drawn) <= half:
            if waiting is None:
                waiting = drawn
                continue
            drawn = [*fit(waiting, half + _BETWEEN), *drawn]
        elif waiting is not None:
            yield waiting
        waiting = None
        yield from flow(drawn, width, _LINES, look, hanging=[blank(_LABEL)])
    if waiting is not None:
        yield waiting

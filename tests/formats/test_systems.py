"""Logs of systems that nobody wrote a profile for, held against what a person would read in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any, Final

import pytest

from auditui.core.event import Event
from auditui.core.times import rfc3339
from auditui.formats.timestamps import parse
from tests.formats import (
    systems_apps,
    systems_beside,
    systems_exports,
    systems_hosts,
    systems_json,
    systems_lines,
    systems_more,
    systems_people,
    systems_services,
    systems_shapes,
    systems_sundry,
    systems_things,
    systems_told,
    systems_windows,
)
from tests.formats.reads import generic
from tests.formats.systems_json import Case

CASES: Final[dict[str, Case]] = {
    **systems_json.IDENTITY, **systems_json.CLOUD, **systems_apps.WORK, **systems_apps.HOSTS,
    **systems_lines.TABLES, **systems_lines.TEXTS, **systems_more.MORE, **systems_services.SERVICES,
    **systems_hosts.HOST_LOGS, **systems_exports.EXPORTS, **systems_windows.WINDOWS,
    **systems_sundry.SUNDRY, **systems_shapes.SHAPES, **systems_people.PEOPLE, **systems_things.THINGS,
    **systems_told.TOLD, **systems_beside.BESIDE,
}  # fmt: skip
PLACES: Final = {
    "actor": ("actor", "actor_id", "email"), "action": ("action", "method"), "entity_id": ("entity_id", "entity_name"),
}  # fmt: skip
"""Where a value may stand: who somebody is can be said by name, number or address alike."""


def is_found(event: Event, field: str, wanted: object) -> bool:
    """Whether an event says what is wanted, or one of several things that are as right."""
    if field == "at":
        return any(_is_moment(event.at_us, text) for text in _choice(wanted))
    if field == "changed":
        return [change.field for change in event.changes] == wanted
    said = [getattr(event, place) for place in PLACES.get(field, (field,))]
    if wanted == "":
        return not any(said)
    return any(_folded(one) == _folded(other) for one in said for other in _choice(wanted))


def _choice(wanted: object) -> tuple[Any, ...]:
    return wanted if isinstance(wanted, tuple) else (wanted,)


def _folded(value: object) -> object:
    return value.lower() if isinstance(value, str) else value


def _is_moment(at_us: int, text: str) -> bool:
    """A text without its year (`-10-05T...`) is one that the log leaves out, too."""
    if text.startswith("-"):
        return rfc3339(at_us)[4:] == text
    stamp = parse(text)
    return stamp is not None and stamp.at_us == at_us


def missing(case: Case) -> list[str]:
    """What a log says and nobody found; each field of each event counts once."""
    result = generic(case.text)
    problems = [f"{len(result.events)} events, {len(result.rejects)} rejects instead of {len(case.wanted)} events"]
    problems *= len(result.events) != len(case.wanted)
    for number, (event, wanted) in enumerate(zip(result.events, case.wanted, strict=False)):
        problems += [
            f"{field} of {number}: {getattr(event, field, rfc3339(event.at_us))!r}, not {value!r}"
            for field, value in wanted.items()
            if not is_found(event, field, value)
        ]
    return problems


@pytest.mark.parametrize("name", CASES)
def test_everything_stated_is_found(name: str) -> None:
    """Who, what, when, where and to what end, from names and values alone."""
    assert missing(CASES[name]) == []


def test_shares(tell: Callable[[str], None]) -> None:
    """How much of what is stated is found, field by field, over all systems."""
    right: Counter[str] = Counter()
    stated: Counter[str] = Counter()
    for case in CASES.values():
        events = generic(case.text).events
        for number, wanted in enumerate(case.wanted):
            stated.update(wanted.keys())
            right.update(
                f for f, value in wanted.items() if number < len(events) and is_found(events[number], f, value)
            )
    shares = "  ".join(f"{field} {right[field]}/{stated[field]}" for field in stated)
    tell(f"{len(CASES)} systems without a profile  {shares}")
    assert {field for field in stated if right[field] < stated[field] * 0.95} == set()

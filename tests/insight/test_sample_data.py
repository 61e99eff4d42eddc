"""On the sample logs the rules find what was planted there, case by case, and nothing else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

import pytest

from auditui.core.language import parse
from auditui.core.query import EVERYTHING, Query
from auditui.core.watching import Watching
from auditui.insight.finding import Finding
from auditui.insight.findings import ask, find
from auditui.insight.rules.table import NAMES
from auditui.store.base import Store
from tests.insight.conftest import SAMPLES

NOW_US = 1_795_132_800_000_000
"""2026-11-20."""
OFFICE = Watching(hours=(8 * 60, 18 * 60), zone="UTC")

TRAIL, ACTIVITY, API = (f"origin:*{name}*" for name in ("change-trail", "activity-log", "api-audit"))
MASS = f"{TRAIL} on:2026-11-04T10:20..2026-11-04T10:23 action:DELETE"
BULK = f"{ACTIVITY} on:2026-11-05T11:02..2026-11-05T11:36 action:Contacts*"
ROLE_CHANGE = f"{TRAIL} on:2026-11-03T11:09"

CASES: dict[str, dict[str, str]] = {
    "a change that nobody logged": {},
    "failed logins from one address": {"failed-login-address": f"{TRAIL} on:2026-10-27T09:30..2026-10-27T09:35"},
    "failed logins of one account": {"failed-login-actor": f"{TRAIL} on:2026-10-28T14:10..2026-10-28T14:15"},
    "an account's first address": {"first-address": f"{TRAIL} since:2026-10-29T10:12 ip:198.51.100.23"},
    "off hours": {"off-hours": f"{TRAIL} on:2026-10-22T22:47"},
    "weekend": {"weekend": f"{TRAIL} on:2026-10-24T11:08"},
    "mass deletion": {"mass-deletion": MASS, "contact-deletion": MASS},
    "bulk exports": {"bulk-export": BULK, "contact-export": BULK},
    "single contact exports": {"contact-export": f"{API} type:downloadContactList"},
    "permission change": {"permission-change": f"{TRAIL} on:2026-11-03T11:05"},
    "role change": {"permission-change": ROLE_CHANGE, "user-change": ROLE_CHANGE},
    "user profile change": {"user-change": f"{TRAIL} on:2026-11-06T09:22"},
    "user profile deletion": {"user-deletion": f"{TRAIL} on:2026-11-06T09:40"},
    "contact creation": {"contact-creation": f"{TRAIL} (on:2026-10-06T09:15 OR on:2026-10-09T15:30)"},
    "contact creation by manual entry": {
        "contact-creation": f"{ACTIVITY} on:2026-10-13T15:12",
        "manual-entry": f"{ACTIVITY} on:2026-10-13T15:12",
    },
    "contact changes": {
        "contact-change": f"{TRAIL} action:UPDATE type:Contact "
        "on:2026-10-07,2026-10-12,2026-10-20,2026-10-26,2026-11-05",
    },
    "everyday contact changes": {
        "contact-change": f'({ACTIVITY} action:"Contact Updated") OR ({API} type:contact action:PUT -is:failed)',
    },
    "contact deletion": {
        "contact-deletion": f"({TRAIL} on:2026-10-19T10:05) OR ({ACTIVITY} on:2026-10-28T10:44)",
    },
    "group update and deletion": {
        "group-change": f"{TRAIL} on:2026-10-23T09:50",
        "group-deletion": f"{TRAIL} on:2026-11-09T16:15",
    },
    "dormant account waking": {"dormant-account": f"{TRAIL} on:2026-11-12 actor:Dmitri*"},
    "silence": {"silence": "on:2026-10-31T06:00..2026-11-02T06:00"},
    "the system outside its hours": {"system-hours": f"{TRAIL} on:2026-11-10T14:37"},
    "control characters": {
        "control-characters": f"({API} on:2026-11-06T13:30) OR ({ACTIVITY} on:2026-11-10T09:31)",
    },
    "bidirectional characters": {"control-characters": f"{TRAIL} on:2026-10-26T13:00"},
    "secrets": {},
    "binary data": {},
}
"""Each case of the table in sample_data/README.md: the rules that have to tell it, and the events it is made of."""

FOR_THE_RECORD = {"everyday contact changes", "contact changes"}
"""Cases that nobody needs to be called for."""


class Span(NamedTuple):
    start_us: int
    end_us: int


@dataclass(frozen=True)
class Planted:
    """A row of the table in the README of the sample logs."""

    case: str
    rules: frozenset[str]
    files: frozenset[str]
    when: tuple[Span, ...]
    """Each of these has an event of the case in one of the files."""


def table() -> list[Planted]:
    text = (SAMPLES / "README.md").read_text(encoding="utf-8").partition("## What is planted")[2]
    rows: list[Planted] = []
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip().removeprefix("|").removesuffix("|").split("|")]
        if len(cells) == 5 and not set(cells[0]) & {"-"} and cells[0] != "case":
            rows.append(planted(cells, rows[-1] if rows else None))
    return rows


def planted(cells: list[str], above: Planted | None) -> Planted:
    case, rules, files, when, _ = cells
    if not case:
        assert above is not None
        case, rules = above.case, ", ".join(f"`{rule}`" for rule in above.rules)
    return Planted(
        case, frozenset(re.findall(r"`(.+?)`", rules)), frozenset(re.findall(r"`(.+?)`", files)),
        tuple(map(span, when.split(", "))),
    )  # fmt: skip


def span(text: str) -> Span:
    """`3 Nov`, `3 Nov 11:05`, `3 Nov 11:05–11:09` or two such with ` – ` between: UTC, ends included."""
    first, _, last = text.partition(" – ")
    if not last and "–" in first:
        first, _, clock = first.partition("–")
        last = f"{first.rsplit(' ', 1)[0]} {clock}"
    return Span(moment(first)[0], moment(last or first)[1])


def moment(text: str) -> tuple[int, int]:
    """First microsecond, and the one behind the last."""
    day, month, *clocks = text.split(" ")
    clock = clocks[0] if clocks else ""
    start = datetime.strptime(f"{day} {month} 2026 {clock or '00:00'} +0000", "%d %b %Y %H:%M %z")
    start_us = int(start.timestamp()) * 1_000_000
    return start_us, start_us + (60 if clock else 86_400) * 1_000_000


@pytest.fixture(scope="module")
def found(sample_store: Store) -> tuple[Finding, ...]:
    asked = ask(sample_store, EVERYTHING, OFFICE, now_us=NOW_US)
    assert asked is not None
    return find(asked).found


def seqs(store: Store, query: Query) -> set[int]:
    return {event.seq for event in store.events(query)}


def test_the_table_and_these_tests_know_the_same_cases() -> None:
    """A case that is added to the table, or a rule that tells it, has to be added here, and the other way round."""
    rules: dict[str, set[str]] = {}
    for row in table():
        rules.setdefault(row.case, set()).update(row.rules)
    assert rules == {case: set(told) for case, told in CASES.items()}


@pytest.mark.parametrize("row", [row for row in table() if row.rules], ids=lambda row: row.case)
def test_what_is_planted_is_told_where_and_when_the_table_says(
    sample_store: Store, found: tuple[Finding, ...], row: Planted
) -> None:
    """Each moment of a row has an event in one of its files that a finding of one of its rules shows."""
    told = {seq for one in found if one.rule in row.rules for seq in seqs(sample_store, one.query)}
    of_case = {seq for text in CASES[row.case].values() for seq in seqs(sample_store, parse(text))}
    events = [event for event in sample_store.events(EVERYTHING) if event.seq in told & of_case]
    for when in row.when:
        assert [
            event
            for event in events
            if when.start_us <= event.at_us < when.end_us
            and (not row.files or any(name in event.origin for name in row.files))
        ], when


def test_the_numbers_of_everyday_work_are_those_of_the_table(sample_store: Store) -> None:
    """25 and 50, as the table says."""
    counts = [len(seqs(sample_store, parse(f"origin:*{name}* ({CASES['everyday contact changes']['contact-change']})")))
              for name in ("activity-log", "api-audit")]  # fmt: skip
    (row,) = [line for line in (SAMPLES / "README.md").read_text().splitlines() if line.startswith("| everyday")]
    assert f"{counts[0]} and {counts[1]} contacts" in row


@pytest.mark.parametrize(("case", "rule"), [(case, rule) for case, rules in CASES.items() for rule in rules])
def test_a_planted_case_is_found(sample_store: Store, found: tuple[Finding, ...], case: str, rule: str) -> None:
    """All its events, by the rule that is made for it."""
    planted = seqs(sample_store, parse(CASES[case][rule]))
    told = {seq for finding in found if finding.rule == rule for seq in seqs(sample_store, finding.query)}
    assert planted
    assert planted <= told


@pytest.mark.parametrize("rule", NAMES)
def test_nothing_else_is_found(sample_store: Store, found: tuple[Finding, ...], rule: str) -> None:
    """Every event that a rule tells stands in the table under that rule."""
    texts = [rules[rule] for rules in CASES.values() if rule in rules]
    planted = {seq for text in texts for seq in seqs(sample_store, parse(text))}
    told = {seq for finding in found if finding.rule == rule for seq in seqs(sample_store, finding.query)}
    assert told == planted


ALONE = {
    "failed-login-actor": ("Ben Okafor", 6, "2026-10-28T14:10"),
    "failed-login-address": ("203.0.113.77", 6, "2026-10-27T09:30"),
    "first-address": ("Ben Okafor", 26, "2026-10-29T10:12"),
    "mass-deletion": ("Ben Okafor", 24, "2026-11-04T10:20"),
    "bulk-export": ("Chloé Martin", 4, "2026-11-05T11:02"),
    "dormant-account": ("Dmitri Volkov", 2, "2026-11-12T10:31"),
    "system-hours": ("System", 1, "2026-11-10T14:37"),
    "silence": ("all sources", 2, "2026-10-31T06:00"),
    "off-hours": ("Ana Ruiz", 1, "2026-10-22T22:47"),
    "weekend": ("Emi Tanaka", 1, "2026-10-24T11:08"),
    "user-deletion": ("Chloé Martin", 1, "2026-11-06T09:40"),
    "group-change": ("Emi Tanaka", 1, "2026-10-23T09:50"),
    "group-deletion": ("Chloé Martin", 1, "2026-11-09T16:15"),
}


@pytest.mark.parametrize("rule", ALONE)
def test_one_case_is_one_finding(found: tuple[Finding, ...], rule: str) -> None:
    """With the right person, number and moment."""
    (finding,) = (one for one in found if one.rule == rule)
    who, count, at = ALONE[rule]
    moment = parse(f"on:{at}Z")
    assert (finding.who, finding.count) == (who, count)
    assert str(moment)[3:19] in str(finding.query)


def test_everyday_work_is_for_the_record_only(found: tuple[Finding, ...]) -> None:
    """It is told with the lowest severity, so that nobody is called because of it."""
    rules = {rule for case in FOR_THE_RECORD for rule in CASES[case]}
    assert {str(one.severity) for one in found if one.rule in rules} == {"info"}


def test_without_working_hours_nobody_works_at_odd_ones(sample_store: Store) -> None:
    """The two rules are silent, and say why; a zone alone, or hours alone, are not enough."""
    for watching in (Watching(), Watching(zone="UTC"), Watching(hours=(480, 1080))):
        asked = ask(sample_store, EVERYTHING, watching, now_us=NOW_US)
        assert asked is not None
        told = find(asked)
        assert not [one for one in told.found if one.rule in {"off-hours", "weekend"}]
        assert {note.rule for note in told.notes} == {"off-hours", "weekend"}
        assert all("hours and zone" in note.text for note in told.notes)


def test_each_query_is_a_text_that_shows_so_many_events(sample_store: Store, found: tuple[Finding, ...]) -> None:
    """What a finding says can be typed, means the same, and is where it says."""
    for finding in found:
        text = str(finding.query)
        assert parse(text) == finding.query
        events = list(sample_store.events(parse(text)))
        assert len(events) == finding.count > 0
        assert (min(one.at_us for one in events), max(one.at_us for one in events)) == (
            finding.first_us,
            finding.last_us,
        )


@pytest.mark.parametrize("query", ["on:2026-10-26..2026-11-08", "on:2026-10-05..2026-11-15", "until:2026-11-15"])
def test_a_shorter_period_tells_its_part_of_the_same(
    sample_store: Store, found: tuple[Finding, ...], query: str
) -> None:
    """What lies wholly in the period is told in the same words, but for what is summed up and what is learned."""
    asked = ask(sample_store, parse(query), OFFICE, now_us=NOW_US)
    assert asked is not None
    inside = [one for one in found if asked.period.start_us <= one.first_us and one.last_us < asked.period.end_us]
    told = {(one.rule, one.first_us, one.who, one.count) for one in find(asked).found if one.severity}
    assert told == {(one.rule, one.first_us, one.who, one.count) for one in inside if one.severity}

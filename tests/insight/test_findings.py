"""All rules together: what they are asked about, the order of what they find, and what is kept of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auditui import store as stores
from auditui.core.errors import UsageError
from auditui.core.event import VERBS, Change, Event
from auditui.core.language import parse
from auditui.core.query import EVERYTHING, Query
from auditui.core.view import NEWEST_FIRST, AsOf, Sort
from auditui.core.watching import Silence, Threshold, Watching
from auditui.insight import asking
from auditui.insight.asking import Asked
from auditui.insight.findings import ask, find
from auditui.insight.rules import limits
from auditui.insight.rules.limits import MOST
from auditui.insight.rules.table import NAMES, RULES, TITLES
from auditui.store.base import Origin
from tests.insight.conftest import DAY_US, HOUR_US, MINUTE_US, MONDAY_US, Filled, event
from tests.tui.memory_store import MemoryStore

NOW_US = MONDAY_US + 30 * DAY_US
EAGER = Watching(
    hours=(480, 1080), zone="Europe/Berlin", failed_logins=Threshold(2, HOUR_US), deletions=Threshold(2, HOUR_US),
    exports=Threshold(2, HOUR_US), new_address=3 * DAY_US, dormant=2 * DAY_US, silence=Silence(1.0, HOUR_US),
)  # fmt: skip
"""Everything is suspicious."""

EVENTS = st.lists(
    st.builds(
        lambda at, name, **said: Event(at_us=MONDAY_US + at * HOUR_US // 2, actor=name, **said),
        st.integers(0, 30 * 48),
        st.sampled_from(["Ana", "ana", "Ben", "", "[/]\x1b"]),
        actor_kind=st.sampled_from(["user", "user", "system"]),
        verb=st.sampled_from(VERBS),
        action=st.sampled_from(["Update", "contacts.export", "Contact Created"]),
        entity_type=st.sampled_from(["contact", "group", "user", "role", ""]),
        outcome=st.sampled_from(["success", "failure"]),
        ip=st.sampled_from(["", "10.0.0.1", "10.0.0.2", "2001:db8::1", "2001:db8::2", "x y"]),
        flags=st.sampled_from([(), ("control",)]),
        changes=st.sampled_from([(), (Change("role", "a", "b"),)]),
    ),
    max_size=30,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    log=EVENTS, other=EVENTS, query=st.sampled_from(["", "since:2026-10-01", "on:2026-09-29..2026-10-10", "user:ana"])
)
def test_every_finding_shows_exactly_its_events(
    tmp_path_factory: pytest.TempPathFactory, log: list[Event], other: list[Event], query: str
) -> None:
    """Whatever the log holds: so many events match the query, from the first moment to the last, as text too."""
    store = stores.open(tmp_path_factory.mktemp("any") / "audit.db", create=True)
    store.append(log, origin=Origin("log.jsonl", "jsonl"))
    store.append(other, origin=Origin("other.jsonl", "jsonl"))
    asked = ask(store, parse(query), EAGER, now_us=NOW_US)
    for finding in find(asked).found if asked else ():
        assert parse(str(finding.query)) == finding.query
        events = list(store.events(finding.query))
        assert len(events) == finding.count > 0
        assert min(one.at_us for one in events) == finding.first_us
        if finding.rule != "silence":
            assert max(one.at_us for one in events) == finding.last_us
    store.close()


class Busy(MemoryStore):
    """Answers nothing while it is being read, as an engine may."""

    is_read = False

    def events(self, query: Query, sort: Sort = NEWEST_FIRST, as_of: AsOf | None = None) -> Iterator[Event]:
        found = super().events(query, sort, as_of)
        self.is_read = True
        try:
            yield from found
        finally:
            self.is_read = False

    def _found(self, query: Query, as_of: AsOf | None) -> list[Event]:
        assert not self.is_read
        return super()._found(query, as_of)


def test_no_rule_asks_while_it_reads() -> None:
    """Also one that has seen enough leaves the stream first."""
    made = [
        event(n * 2 * HOUR_US + n % 7, "ana", verb=verb, action="Delete", entity_type=kind, ip=f"10.0.0.{n % 3}")
        for n, (verb, kind) in enumerate([("delete", "contact"), ("update", "user"), ("export", "group")] * 30)
    ]
    failed = [event(n * MINUTE_US, "ana", verb="login", outcome="failure", ip="10.0.0.9") for n in range(6)]
    asked = ask(Busy([*made, *failed]), EVERYTHING, EAGER, now_us=NOW_US)
    assert asked is not None
    assert {one.rule for one in find(asked).found} >= {"contact-deletion", "failed-login-address", "off-hours"}


def test_every_rule_has_a_name_and_a_title() -> None:
    """Names are for configurations, titles for people; neither is used twice."""
    assert len(set(NAMES)) == len(RULES) == len(set(TITLES.values()))


def asked_of(filled: Filled, watching: Watching = EAGER, query: str = "") -> Asked:
    made = [event(n * MINUTE_US, verb="delete", entity_type="user", action="Delete") for n in range(3)]
    asked = ask(filled([*made, event(DAY_US, "bot")]), parse(query), watching, now_us=NOW_US)
    assert asked is not None
    return asked


def test_the_most_severe_comes_first(filled: Filled) -> None:
    """And among equals the newest."""
    found = find(asked_of(filled)).found
    keys = [(-one.severity, -one.first_us) for one in found]
    assert keys == sorted(keys)
    assert {one.rule for one in found} >= {"mass-deletion", "user-deletion", "off-hours"}


def test_a_rule_that_is_left_out_is_not_asked(filled: Filled) -> None:
    """By its name; a name that there is not is an error that knows the nearest one."""
    left_out = Watching(leave_out=("user-deletion", "weekend"))
    told = find(asked_of(filled, left_out))
    assert "user-deletion" not in {one.rule for one in told.found}
    assert [note.rule for note in told.notes] == ["off-hours"]
    with pytest.raises(UsageError, match="user-deletions") as caught:
        find(asked_of(filled, Watching(leave_out=("user-deletions",))))
    assert "user-deletion" in caught.value.hint


def test_what_is_ignored_no_rule_sees(filled: Filled) -> None:
    """Not even the one that looks for silence."""
    asked = asked_of(filled, Watching(ignore="user:ana OR user:ben"))
    assert asked.store.count(asked.query()) == 1
    assert find(asked).found == ()


def test_many_findings_of_one_rule_are_counted(filled: Filled) -> None:
    """The newest are told, oldest first, and it is said how many are not."""
    many = [event(n // 2 * DAY_US + n % 2, f"p{n // 2}", verb="delete") for n in range(2 * MOST + 10)]
    asked = ask(filled(many), EVERYTHING, EAGER, now_us=NOW_US)
    assert asked is not None
    told = find(asked, tuple(rule for rule in RULES if rule.name == "mass-deletion"))
    assert [one.who for one in told.found] == [f"p{MOST + 4 - n}" for n in range(MOST)]
    assert [note.text for note in told.notes] == [f"5 more, older than the {MOST} told here"]


@given(moments=st.lists(st.integers(0, 9), max_size=12), most=st.integers(1, 12))
def test_the_newest_are_told(moments: list[int], most: int) -> None:
    """As many as there are up to the limit, none of them older than one that is left out."""
    before, limits.MOST = limits.MOST, most  # type: ignore[misc]  # a constant, but for this test
    try:
        told, notes = limits.newest(moments, int, "weekend")
    finally:
        limits.MOST = before  # type: ignore[misc]
    assert told == sorted(moments)[-most:]
    assert bool(notes) == (len(moments) > most)


@pytest.mark.parametrize(
    ("query", "start", "end", "has_start"),
    [
        ("", 0, DAY_US + 1, False),
        ("user:bot", DAY_US, DAY_US + 1, False),
        ("on:2026-09-29", DAY_US, 2 * DAY_US, True),
        ("since:2026-09-29", DAY_US, 30 * DAY_US, True),
        ("since:2026-09-29 until:2026-09-30 since:2026-09-30", 2 * DAY_US, 3 * DAY_US, True),
        ("until:2026-09-30", 0, 3 * DAY_US, False),
        ("until:2026-09-30 until:2026-09-29", 0, 2 * DAY_US, False),
        ("since:2d", 28 * DAY_US, 30 * DAY_US, True),
    ],
)
def test_the_period_is_what_the_query_says(filled: Filled, query: str, start: int, end: int, has_start: bool) -> None:
    """To the end of the unit written; a start without an end goes on until now, no start begins with the log."""
    period = asked_of(filled, query=query).period
    assert (period.start_us - MONDAY_US, period.end_us - MONDAY_US, period.has_start) == (start, end, has_start)


def test_a_wrong_clock_does_not_leave_its_events_out(filled: Filled) -> None:
    """A period that goes on until now takes in what claims to be later; one that begins later is never empty."""
    asked = ask(filled([event(40 * DAY_US)]), parse("since:2026-10-01"), EAGER, now_us=NOW_US)
    assert asked is not None
    assert asked.store.count(asked.query()) == 1
    later = ask(filled([event(0)]), parse("since:2027-01-01"), EAGER, now_us=NOW_US)
    assert later is not None
    assert later.period.length_us == 1


def test_nothing_at_all_is_no_period(filled: Filled) -> None:
    """An empty store, or a query that nothing matches and that names no start."""
    assert ask(filled([]), EVERYTHING, EAGER, now_us=NOW_US) is None
    assert ask(filled([event(0)]), parse("user:nobody"), EAGER, now_us=NOW_US) is None
    assert ask(filled([event(0)]), parse("user:nobody since:7d"), EAGER, now_us=NOW_US) is not None


def test_times_below_or_narrow_and_are_no_period(filled: Filled) -> None:
    """They stay in what is looked at; so do several days in a list."""
    for query, count in (("on:2026-09-28 OR on:2026-09-30", 3), ("on:2026-09-28,2026-09-29", 4)):
        asked = asked_of(filled, query=query)
        assert asked.period.has_start is False
        assert asked.store.count(asked.query()) == count


def test_values_are_the_same_read_or_counted(filled: Filled, monkeypatch: pytest.MonkeyPatch) -> None:
    """Few events are read, many are counted: most frequent first, then by name, and never the empty one."""
    made = [event(n, name, entity_name=name * 2) for n, name in enumerate(["b", "a", "c", "a", "", "b", "ß"])]
    asked = ask(filled(made), EVERYTHING, EAGER, now_us=NOW_US)
    assert asked is not None
    for field, expected in (("actor", ["a", "b", "c", "ß"]), ("entity_name", ["aa", "bb", "cc", "ßß"]), ("ip", [])):
        for few in (0, 500):
            monkeypatch.setattr(asking, "FEW", few)
            assert asked.values(asked.query(), field, 9, len(made)) == expected
            assert asked.values(asked.query(), field, 2, len(made)) == expected[:2]

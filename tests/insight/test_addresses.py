"""First addresses: what is new to whom, and about whom nothing can be told."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from auditui.core.language import parse
from auditui.core.query import EVERYTHING, Query
from auditui.core.watching import Watching
from auditui.insight.actors import Actor
from auditui.insight.finding import Finding, Note
from auditui.insight.findings import ask
from auditui.insight.rules.addresses import KNOWN_DAYS, ROAMING, Arrival, Seen, arrivals, first_address, place_of
from auditui.insight.sources import Source
from tests.insight.conftest import DAY_US, HOUR_US, Filled, event

HERE = Source("log", EVERYTHING)
ANA, BEN = Actor(HERE, "actor", "ana"), Actor(HERE, "actor", "ben")
UNSEEN_US = 5 * DAY_US

EVENTS = st.lists(
    st.tuples(st.sampled_from([ANA, BEN]), st.sampled_from("xyz"), st.sampled_from(range(0, 20 * DAY_US, DAY_US // 4))),
    max_size=50,
).map(lambda events: sorted(events, key=lambda event: event[2]))


def naive(events: list[Seen], unseen_us: int, start_us: int) -> set[tuple[Actor, str, int, int, int]]:
    """For each event: everything before it is looked at again."""
    begun: list[list[object]] = []
    open_at: dict[tuple[Actor, str], list[int]] = {}
    for number, (actor, address, at) in enumerate(events):
        before = [(place, when) for who, place, when in events[:number] if who == actor]
        used = [when for place, when in before if place == address and at - when <= unseen_us]
        last_of_day = {when // DAY_US: when for _, when in before}
        days = [when for when in last_of_day.values() if at - when <= unseen_us]
        if not used:
            open_at.pop((actor, address), None)
            if len(days) >= KNOWN_DAYS and at >= start_us:
                entry = [at, at, 1]
                open_at[actor, address] = entry
                begun.append([actor, address, entry])
        elif (actor, address) in open_at:
            entry = open_at[actor, address]
            entry[1:] = [at, entry[2] + 1]
    return {(actor, address, *entry) for actor, address, entry in begun}  # type: ignore[misc]


def told(found: list[Arrival]) -> set[tuple[Actor, str, int, int, int]]:
    return {(one.actor, one.address, one.first_us, one.last_us, one.count) for one in found}


@given(events=EVENTS, start=st.integers(0, 20).map(lambda n: n * DAY_US))
def test_arrivals_are_what_looking_back_says(events: list[Seen], start: int) -> None:
    """Held against a model that looks back over all events, for each of them."""
    found, roaming = arrivals(iter(events), UNSEEN_US, start)
    assert told(found) == naive(events, UNSEEN_US, start)
    assert roaming == 0


@given(events=EVENTS, start=st.integers(0, 20).map(lambda n: n * DAY_US))
def test_what_is_older_than_the_memory_makes_no_difference(events: list[Seen], start: int) -> None:
    """So a report on a day reads `new_address` before that day, and no more."""
    recent = [one for one in events if one[2] >= start - UNSEEN_US]
    assert told(arrivals(recent, UNSEEN_US, start)[0]) == told(arrivals(events, UNSEEN_US, start)[0])


def test_whoever_is_always_somewhere_else_is_left_out() -> None:
    """Not even their first new addresses are told, and it is counted how many there are."""
    events = [(ANA, f"10.0.0.{number}", number * DAY_US // 10) for number in range(ROAMING + 30)]
    assert arrivals(events, 30 * DAY_US, 0) == ([], 1)


def test_whoever_begins_to_roam_is_left_out_for_all_of_the_period() -> None:
    """Also what was told of them before, and over: otherwise the answer would hang on where the period ends."""
    known = [(ANA, "home", day * DAY_US) for day in range(4)]
    there_and_back = [(ANA, "hotel", 4 * DAY_US), *((ANA, "home", day * DAY_US) for day in range(5, 20))]
    again = [(ANA, "hotel", 20 * DAY_US)]
    assert len(arrivals([*known, *there_and_back, *again], UNSEEN_US, 0)[0]) == 2
    roaming = [(ANA, f"10.0.0.{number}", 21 * DAY_US + number) for number in range(ROAMING + 1)]
    assert arrivals([*known, *there_and_back, *again, *roaming], UNSEEN_US, 0) == ([], 1)


def test_old_addresses_do_not_make_anybody_roam() -> None:
    """Many addresses, but few at one time."""
    events = [(ANA, f"10.0.{number}", number * DAY_US) for number in range(3 * ROAMING)]
    found, roaming = arrivals(events, ROAMING // 2 * DAY_US, 0)
    assert (len(found), roaming) == (3 * ROAMING - KNOWN_DAYS, 0)


def test_ipv6_addresses_of_one_network_are_one_place() -> None:
    """Machines make up a new one every day; an address in another spelling is the same."""
    assert place_of("2001:db8::1") == place_of("2001:db8::ffff:1:2:3") == "2001:db8::/64"
    assert place_of("2001:db8:0:1::1") != place_of("2001:db8::1")
    assert (place_of("10.0.0.1"), place_of("AWS Internal")) == ("10.0.0.1", "aws internal")


def told_by(filled: Filled, query: Query = EVERYTHING, **more: object) -> list[Finding | Note]:
    days = [event(day * DAY_US + 9 * HOUR_US, ip="10.0.0.1") for day in range(8)]
    new = event(8 * DAY_US + 9 * HOUR_US, "ana", **{"ip": "203.0.113.9", **more})
    store = filled([*days, new, event(8 * DAY_US + 10 * HOUR_US, ip=new.ip)])
    asked = ask(store, query, Watching(), now_us=new.at_us + DAY_US)
    assert asked is not None
    return list(first_address(asked))


def test_a_new_address_is_told_with_all_that_came_from_it(filled: Filled) -> None:
    """Who, from where, and how often since."""
    (found,) = told_by(filled)
    assert isinstance(found, Finding)
    assert (found.who, found.count) == ("ana", 2)
    assert "203.0.113.9" in found.why
    assert "ip:203.0.113.9" in str(found.query)


def test_a_report_on_the_day_alone_tells_the_same(filled: Filled) -> None:
    """The history lies before the period."""
    (found,) = told_by(filled, parse("on:2026-10-06"))
    assert isinstance(found, Finding)
    assert found.count == 2


def test_an_ipv6_arrival_shows_its_network(filled: Filled) -> None:
    """The query is about the network, since the next event comes from another address of it."""
    (found,) = told_by(filled, ip="2001:db8::7")
    assert isinstance(found, Finding)
    assert "ip:2001:db8::/64" in str(found.query)


def test_a_failure_tells_nothing_about_the_actor(filled: Filled) -> None:
    """Anybody can fail to log in as Ana; the address is new with the first success."""
    (found,) = told_by(filled, outcome="failure")
    assert isinstance(found, Finding)
    assert found.count == 1


def test_an_address_is_remembered_to_the_microsecond() -> None:
    """Used again after exactly `new_address` it is known, a microsecond later it is new."""
    days = [(ANA, "home", day * DAY_US) for day in range(1, 6)]
    for more, known in ((0, True), (1, False)):
        events = [(ANA, "office", 0), *days, (ANA, "office", UNSEEN_US + more)]
        assert (arrivals(sorted(events, key=lambda one: one[2]), UNSEEN_US, UNSEEN_US)[0] == []) is known


def test_three_days_are_counted_back_to_the_microsecond() -> None:
    """Seen on two days and, exactly `new_address` before, on a third: known. A microsecond earlier: not."""
    for less, known in ((0, True), (1, False)):
        events = [(ANA, "home", 2 * DAY_US - less), (ANA, "home", 4 * DAY_US), (ANA, "home", 5 * DAY_US)]
        found, _ = arrivals([*events, (ANA, "hotel", 2 * DAY_US + UNSEEN_US)], UNSEEN_US, 6 * DAY_US)
        assert (found != []) is known

"""Failed logins, deletions and exports that come too fast, in a store."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest

from auditui.core.language import parse
from auditui.core.query import EVERYTHING, Query
from auditui.core.watching import Threshold, Watching
from auditui.insight.asking import Asked
from auditui.insight.finding import Finding, Note, Severity
from auditui.insight.findings import ask
from auditui.insight.rules.bursts import (
    bulk_export,
    failed_logins_from_address,
    failed_logins_of_actor,
    mass_deletion,
)
from auditui.store.base import Store
from tests.insight.conftest import HOUR_US, MINUTE_US, MONDAY_US, Filled, event, findings_in

Find = Callable[[Asked], Iterable[Finding | Note]]
FAILED = {"action": "Login", "verb": "login", "outcome": "failure"}


def told(find: Find, store: Store, query: Query = EVERYTHING, **thresholds: Threshold) -> list[Finding]:
    asked = ask(store, query, Watching(**thresholds), now_us=MONDAY_US + HOUR_US)  # type: ignore[arg-type]  # by name
    assert asked is not None
    return findings_in(find(asked))


def test_five_failures_of_one_account(filled: Filled) -> None:
    """From wherever; four are nobody's business, and neither are five of five people."""
    five = [event(number * MINUTE_US, ip=f"203.0.113.{number}", **FAILED) for number in range(5)]
    (found,) = told(failed_logins_of_actor, filled(five))
    assert (found.who, found.count, found.severity) == ("ana", 5, Severity.MEDIUM)
    assert "5 failed logins from 5 addresses in 4 min" in found.why
    assert told(failed_logins_of_actor, filled(five[:4])) == []
    assert told(failed_logins_of_actor, filled(event(n * MINUTE_US, f"p{n}", **FAILED) for n in range(5))) == []


def test_five_failures_from_one_address(filled: Filled) -> None:
    """Of whomever, in whatever log; nameless ones too."""
    one = [event(n * MINUTE_US, f"p{n}" if n else "", ip="203.0.113.9", **FAILED) for n in range(3)]
    two = [event(n * MINUTE_US, f"p{n}", ip="203.0.113.9", **FAILED) for n in range(3, 6)]
    (found,) = told(failed_logins_from_address, filled(one, other=two))
    assert (found.who, found.count) == ("203.0.113.9", 6)
    assert "of 5 accounts" in found.why


@pytest.mark.parametrize(
    ("minute", "severity"), [(3.5, Severity.HIGH), (14, Severity.HIGH), (14.01, Severity.MEDIUM), (-1, Severity.MEDIUM)]
)
@pytest.mark.parametrize("find", [failed_logins_of_actor, failed_logins_from_address])
def test_getting_in_after_all_is_worse(filled: Filled, find: Find, minute: float, severity: Severity) -> None:
    """During the burst, or within the window behind it; not before it."""
    five = [event(number * MINUTE_US, ip="203.0.113.9", **FAILED) for number in range(5)]
    entered = event(round(minute * MINUTE_US), ip="203.0.113.9", action="Login", verb="login")
    (found,) = told(find, filled([*five, entered]))
    assert (found.severity, found.count) == (severity, 5)
    assert ("a login worked" in found.why) == (severity is Severity.HIGH)


def test_a_web_server_tells_failed_logins_too(filled: Filled) -> None:
    """POST to a login page that ends in 401 is no login to the log, but it is one to everybody else."""
    asked = [
        event(n * MINUTE_US, "", method="POST", action="POST", verb="create", outcome="failure", status=401,
              entity_type="url", entity_name="/api/login", ip="203.0.113.9")
        for n in range(5)
    ]  # fmt: skip
    assert len(told(failed_logins_from_address, filled(asked))) == 1


def test_thresholds_are_those_of_the_configuration(filled: Filled) -> None:
    """Count and time, for each of the three."""
    deleted = [event(n * MINUTE_US, verb="delete", entity_type="ticket") for n in range(3)]
    assert told(mass_deletion, filled(deleted)) == []
    (found,) = told(mass_deletion, filled(deleted), deletions=Threshold(3, 2 * MINUTE_US))
    assert found.why == "3 deletions (ticket) in 2 min; the limit is 3 in 2 min"
    assert told(mass_deletion, filled(deleted), deletions=Threshold(3, 2 * MINUTE_US - 1)) == []
    exports = [event(n * MINUTE_US, verb="export", action="Export") for n in range(3)]
    assert len(told(bulk_export, filled(exports))) == 1
    assert told(bulk_export, filled(exports), exports=Threshold(4, HOUR_US)) == []
    failed = [event(n * MINUTE_US, **FAILED) for n in range(3)]
    assert len(told(failed_logins_of_actor, filled(failed), failed_logins=Threshold(3, HOUR_US))) == 1


@pytest.mark.parametrize(
    "said",
    [
        {"verb": "export", "action": "contacts.export"},
        {"action": "downloadContactList", "verb": "export"},
        {"action": "POST", "verb": "create", "entity_type": "downloadTask"},
        {"action": "POST", "verb": "create", "category": "exports"},
    ],
)
def test_what_counts_as_an_export(filled: Filled, said: dict[str, str]) -> None:
    """By its verb, its action, its type or its module; one that failed took nothing along."""
    assert len(told(bulk_export, filled(event(n, **said) for n in range(3)))) == 1
    assert told(bulk_export, filled(event(n, outcome="failure", **said) for n in range(3))) == []


def test_one_actor_within_one_source(filled: Filled) -> None:
    """Ten deletions here and ten there by people of one name are two people's."""
    ten = [event(n, verb="delete") for n in range(10)]
    assert told(mass_deletion, filled(ten, other=ten)) == []
    assert len(told(mass_deletion, filled([*ten, *(event(n, verb="delete") for n in range(10, 20))]))) == 1


def test_the_query_leaves_out_who_has_the_same_name(filled: Filled) -> None:
    """It names the source where it has to, and exactly the moments where minutes are too wide."""
    many = [event(n, verb="delete") for n in range(20)]
    store = filled(many, other=[event(5, verb="delete", description="another")])
    (found,) = told(mass_deletion, store)
    assert store.count(found.query) == found.count == 20
    assert "origin:" in str(found.query)
    alone = told(mass_deletion, filled(many))[0]
    assert "origin:" not in str(alone.query)


def test_bursts_in_a_long_stream(filled: Filled) -> None:
    """Each is told although the store has much more to read behind it."""
    made = [event(n // 20 * HOUR_US + n % 20, verb="delete") for n in range(2_000)]
    found = told(mass_deletion, filled(made))
    assert [one.count for one in found] == [20] * 100


def test_a_burst_over_the_start_of_the_period_is_whole(filled: Filled) -> None:
    """Half of it lies before midnight; it is told on both days."""
    five = [event((number - 2) * MINUTE_US, **FAILED) for number in range(5)]
    store = filled(five)
    (today,) = told(failed_logins_of_actor, store, parse("on:2026-09-28"))
    assert (today.count, store.count(today.query)) == (5, 5)
    assert told(failed_logins_of_actor, store, parse("since:2026-09-28T00:03")) == []


@pytest.mark.parametrize(
    "said",
    [
        {"action": "Update", "verb": "update", "entity_type": "export_settings"},
        {"action": "Delete", "verb": "delete", "category": "exports"},
        {"action": "View", "verb": "view", "entity_type": "exports"},
    ],
)
def test_what_is_done_to_exports_is_none(filled: Filled, said: dict[str, str]) -> None:
    """Their settings, old ones that are tidied away, the page that lists them: nothing goes out."""
    assert told(bulk_export, filled(event(n, **said) for n in range(30))) == []

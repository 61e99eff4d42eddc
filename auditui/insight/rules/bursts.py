"""Too many of something in too short a time: failed logins, deletions, exports."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from auditui.core.query import Exactly, Query, Term, all_of
from auditui.core.text import fold
from auditui.core.watching import Threshold
from auditui.insight.actors import EVERY, Actor, actor_of
from auditui.insight.asking import Asked, parsed
from auditui.insight.finding import Finding, Note, Severity
from auditui.insight.period import during
from auditui.insight.rules.limits import newest
from auditui.insight.sentences import amount, length
from auditui.insight.windows import Run, bursts

FAILED_LOGINS: Final = "(verb:login is:failed) OR (status:401 entity:*login*,*signin*)"
LOGINS: Final = "verb:login -is:failed"
DELETIONS: Final = "verb:delete -is:failed"
EXPORTS: Final = (
    "(action:*export*,*download* OR entity_type:*export*,*download* OR category:*export*,*download*)"
    " -verb:update,delete,archive,restore,grant -(verb:view entity_type:exports,downloads) -is:failed"
)
"""What takes data out: not what is done to exports, such as changing their settings, nor a look at the list of them."""


def failed_logins_of_actor(asked: Asked) -> Iterator[Finding | Note]:
    """One account, many wrong passwords."""
    threshold = asked.watching.failed_logins
    runs, notes = newest(_by_actor(asked, parsed(FAILED_LOGINS), threshold), _first, "failed-login-actor")
    yield from notes
    for run in runs:
        shown = asked.exactly(parsed(FAILED_LOGINS), run.key, run.first_us, run.last_us, run.count)
        addresses = len(asked.values(shown, "ip", EVERY, run.count))
        where = f" from {amount(addresses, 'address', 'addresses')}" if addresses else ""
        entered = _entered(asked, run, all_of((run.key.clause, run.key.source.clause)), threshold)
        yield Finding(
            rule="failed-login-actor", severity=Severity.HIGH if entered else Severity.MEDIUM,
            first_us=run.first_us, last_us=run.last_us, who=asked.name(shown), count=run.count,
            why=f"{run.count} failed logins{where} in {_took(run)}; {_limit(threshold)}{entered}", query=shown,
        )  # fmt: skip


def failed_logins_from_address(asked: Asked) -> Iterator[Finding | Note]:
    """One address, many wrong passwords, of one account or of many."""
    threshold = asked.watching.failed_logins
    runs, notes = newest(_by_address(asked, parsed(FAILED_LOGINS), threshold), _first, "failed-login-address")
    yield from notes
    for run in runs:
        address = Term("ip", (Exactly(run.key),))
        shown = asked.exactly(all_of((parsed(FAILED_LOGINS), address)), None, run.first_us, run.last_us, run.count)
        accounts = len(asked.values(shown, "actor", EVERY, run.count))
        tried = f" of {amount(accounts, 'account', 'accounts')}" if accounts else ""
        entered = _entered(asked, run, address, threshold)
        yield Finding(
            rule="failed-login-address", severity=Severity.HIGH if entered else Severity.MEDIUM,
            first_us=run.first_us, last_us=run.last_us, who=run.key, count=run.count,
            why=f"{run.count} failed logins{tried} in {_took(run)}; {_limit(threshold)}{entered}", query=shown,
        )  # fmt: skip


def mass_deletion(asked: Asked) -> Iterator[Finding | Note]:
    """Somebody, or something, deletes faster than people do one by one."""
    yield from _many(asked, "mass-deletion", parsed(DELETIONS), asked.watching.deletions, "deletions")


def bulk_export(asked: Asked) -> Iterator[Finding | Note]:
    """Data leaves in several pieces."""
    yield from _many(asked, "bulk-export", parsed(EXPORTS), asked.watching.exports, "exports")


def _many(asked: Asked, rule: str, about: Query, threshold: Threshold, what: str) -> Iterator[Finding | Note]:
    runs, notes = newest(_by_actor(asked, about, threshold), _first, rule)
    yield from notes
    for run in runs:
        shown = asked.exactly(about, run.key, run.first_us, run.last_us, run.count)
        kinds = asked.values(shown, "entity_type", 3, run.count)
        of = f" ({', '.join(kinds)})" if kinds else ""
        yield Finding(
            rule=rule, severity=Severity.HIGH, first_us=run.first_us, last_us=run.last_us,
            who=asked.name(shown), count=run.count,
            why=f"{run.count} {what}{of} in {_took(run)}; {_limit(threshold)}", query=shown,
        )  # fmt: skip


def _by_actor(asked: Asked, about: Query, threshold: Threshold) -> list[Run[Actor]]:
    """Bursts of one actor that reach into the period; they may begin before it."""
    with asked.events(_from_before(asked, about, threshold)) as events:
        keyed = ((actor_of(event, asked.sources), event.at_us) for event in events)
        runs = bursts(((who, at_us) for who, at_us in keyed if who is not None), threshold)
        return [run for run in runs if run.last_us >= asked.period.start_us]


def _by_address(asked: Asked, about: Query, threshold: Threshold) -> list[Run[str]]:
    """Bursts from one address, whoever it says it is."""
    with asked.events(_from_before(asked, about, threshold)) as events:
        runs = bursts(((fold(event.ip), event.at_us) for event in events if event.ip), threshold)
        return [run for run in runs if run.last_us >= asked.period.start_us]


def _from_before(asked: Asked, about: Query, threshold: Threshold) -> Query:
    return asked.query(about, start_us=asked.period.start_us - threshold.within_us)


def _entered(asked: Asked, run: Run[Actor] | Run[str], who: Query, threshold: Threshold) -> str:
    """What to add when somebody got in during the burst or soon after it; empty when nobody did."""
    soon = during(run.first_us, run.last_us + threshold.within_us + 1)
    got_in = asked.first(all_of((asked.scope, parsed(LOGINS), who, soon)))
    return f", and a login worked at {asked.clock(got_in.at_us)[11:]}" if got_in else ""


def _first(run: Run[Actor] | Run[str]) -> int:
    return run.first_us


def _took(run: Run[Actor] | Run[str]) -> str:
    return length(run.last_us - run.first_us)


def _limit(threshold: Threshold) -> str:
    return f"the limit is {threshold.count} in {length(threshold.within_us)}"

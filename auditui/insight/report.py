"""A report: what a period looked like, and what in it is worth a look."""

from __future__ import annotations

from dataclasses import dataclass

from auditui.core.query import Query, freeze
from auditui.core.view import AsOf
from auditui.core.watching import Watching
from auditui.insight.finding import Finding, Note, Severity
from auditui.insight.findings import ask, check_names, find
from auditui.insight.summary import Summary, summary
from auditui.store.base import Store


@dataclass(frozen=True, slots=True)
class Made:
    """What a report says of itself; texts may hold anything."""

    store: str
    """The path of the store, as commands name it."""
    who: str
    at_us: int
    """When it was made, which is also what relative times in the query mean."""
    zone: str = "UTC"
    """Of days in the query and of times in the report."""
    head: str = ""
    """The hash that stands for all events of the store, in words; empty where it gives none."""


@dataclass(frozen=True, slots=True)
class Report:
    """Summary and findings of one moment of a store."""

    made: Made
    query: Query
    """What was asked for, frozen."""
    summary: Summary | None = None
    """None where no event matches."""
    findings: tuple[Finding, ...] = ()
    """Most severe first, then newest first."""
    notes: tuple[Note, ...] = ()

    def worst(self) -> Severity | None:
        """The severity of the most severe finding."""
        return max((finding.severity for finding in self.findings), default=None)


def make(store: Store, query: Query, watching: Watching, made: Made, as_of: AsOf | None = None) -> Report:
    """Ask every rule and count what is to be counted, all of one snapshot: `as_of`, else what the store holds now.

    Raises:
        UsageError: The configuration leaves out a rule that there is not.
        StoreError: The store cannot be read on.
    """
    frozen = freeze(query, made.at_us, made.zone)
    check_names(watching.leave_out)
    asked = ask(store, frozen, watching, now_us=made.at_us, zone=made.zone, as_of=as_of)
    if asked is None:
        return Report(made, frozen)
    found = find(asked)
    return Report(made, frozen, summary(asked), found.found, found.notes)

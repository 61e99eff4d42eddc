"""A report laid out for people: the same titles, lines, tables and findings in every format that they read.

All text is clean (`core.text.clean`) and each is one line; whoever writes it only has to place it.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from auditui.core.errors import UsageError
from auditui.core.query import EVERYTHING, Query
from auditui.core.text import clean, shorten
from auditui.core.times import format_us
from auditui.core.view import View, command_line
from auditui.core.zones import zone_name
from auditui.insight.finding import Finding, Note, Severity
from auditui.insight.period import Period
from auditui.insight.report import Report
from auditui.insight.rules.table import DOERS, TITLES
from auditui.insight.sentences import amount, length
from auditui.insight.summary import Summary, Tally, Top

NO_VALUE = "—"
LONGEST = 60
"""Characters of a value of the log in a table."""


@dataclass(frozen=True, slots=True)
class Column:
    """`is_number`: to be set to the right."""

    title: str
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of as many texts as there are columns. `bars`: the length of a bar for each row, if any are to be drawn."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    bars: tuple[int, ...] = ()
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One finding."""

    severity: Severity
    when: str
    title: str
    """What it is, and who did it or whom it is about."""
    why: str
    command: str
    """What to type to see its events."""


@dataclass(frozen=True, slots=True)
class Entries:
    """Findings, most severe first, and remarks on what is not among them."""

    title: str
    entries: tuple[Entry, ...]
    remarks: tuple[str, ...] = ()


Section: TypeAlias = "Table | Entries"


@dataclass(frozen=True, slots=True)
class Document:
    """A title, facts about the whole, and sections in order."""

    title: str
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]


def document(report: Report) -> Document:
    """The report for people, findings first."""
    sections: list[Section] = (
        [] if report.summary is None else [_entries(report), *_tables(report.summary, report.made.zone)]
    )
    return Document("Audit report", tuple(_facts(report)), tuple(sections))


def _facts(report: Report) -> Iterator[tuple[str, str]]:
    made = report.made
    yield "Store", clean(made.store)
    yield "Query", "every event" if report.query == EVERYTHING else clean(str(report.query))
    if report.summary is None:
        yield "Events", "none"
    else:
        yield "Period", period_text(report.summary.period, made.zone)
        yield from _compared(report.summary, made.zone)
        yield "Findings", _by_severity(report.findings)
    yield "Zone", clean(zone_name(made.zone))
    yield "Made", f"{format_us(made.at_us, made.zone)} by {clean(made.who)}"
    if made.head:
        yield "Head", clean(made.head)


def _compared(found: Summary, zone: str) -> Iterator[tuple[str, str]]:
    if found.before is not None:
        partly = "" if found.is_before_whole else ", which the log covers in part only"
        yield "Before", f"{period_text(found.before, zone)}{partly}"


def period_text(period: Period, zone: str) -> str:
    """First and last second, and how long that is."""
    first, last = format_us(period.start_us, zone), format_us(period.end_us - 1, zone)
    return f"{first} – {last} ({length(period.length_us)})"


def _by_severity(findings: tuple[Finding, ...]) -> str:
    counts = [(severity, sum(one.severity is severity for one in findings)) for severity in reversed(Severity)]
    return ", ".join(f"{count:,} {severity}" for severity, count in counts if count) or "none"


def _entries(report: Report) -> Entries:
    return Entries(
        "Findings",
        tuple(_entry(finding, report) for finding in report.findings),
        tuple(remarks(report.notes)),
    )


def remarks(notes: Iterable[Note]) -> Iterator[str]:
    """The notes, each text once, with the titles of all rules that say it."""
    titles: dict[str, list[str]] = {}
    for note in notes:
        titles.setdefault(note.text, []).append(TITLES[note.rule])
    return (f"{', '.join(rules)}: {clean(text)}" for text, rules in titles.items())


def _entry(finding: Finding, report: Report) -> Entry:
    made = report.made
    return Entry(
        finding.severity,
        when_text(finding, made.zone),
        title_of(finding),
        clean(finding.why),
        _command(finding.query, made.store, made.zone),
    )


def _command(query: Query, store: str, zone: str) -> str:
    """What to type; where the name of the store does not allow that, the query and why."""
    try:
        return clean(command_line(View(query, zone=zone), db=Path(store)))
    except UsageError as error:
        return clean(f"-q {shlex.quote(str(query))}  ({error.problem})")


def title_of(finding: Finding) -> str:
    """What it is, and who did it or whom it is about."""
    title, who = TITLES[finding.rule], clean(shorten(finding.who, LONGEST))
    if not who:
        return title
    return f"{title} by {who}" if finding.rule in DOERS else f"{title}: {who}"


def when_text(finding: Finding, zone: str) -> str:
    """The moment, or the first and the last one; the day of the last only where it is another one."""
    first, last = format_us(finding.first_us, zone), format_us(finding.last_us, zone)
    if first == last:
        return first
    return f"{first} – {last[11:] if first[:10] == last[:10] else last}"


def _tables(found: Summary, zone: str) -> Iterator[Table]:
    before = found.before is not None
    yield Table("Totals", _columns("", before=before), tuple(_row(tally, before=before) for tally in found.totals))
    yield _timeline(found, zone)
    for top in found.tops:
        yield _top(top, before=before)


def _columns(name: str, *, before: bool) -> tuple[Column, ...]:
    compared = (Column("before", is_number=True), Column("change", is_number=True)) if before else ()
    return Column(name), Column("events" if name else "number", is_number=True), *compared


def _row(tally: Tally, *, before: bool) -> tuple[str, ...]:
    name = shorten(tally.name, LONGEST) or NO_VALUE
    if not before or tally.before is None:
        return name, f"{tally.count:,}"
    return name, f"{tally.count:,}", f"{tally.before:,}", change_text(tally)


def change_text(tally: Tally) -> str:
    """The difference to the period before: `+12 %`, `new`, or nothing where there is none."""
    if not tally.before:
        return "new" if tally.count else ""
    share = (tally.count - tally.before) / tally.before
    return f"{share:+.0%}".replace("%", " %").replace("-", "−") if tally.count != tally.before else "="


def _top(top: Top, *, before: bool) -> Table:
    rows = tuple(_row(tally, before=before) for tally in top.tallies)
    remark = f"and {amount(top.others, 'more', 'more')}" if top.others else ""
    return Table(top.title, _columns(top.field, before=before), rows, remark=remark)


def _timeline(found: Summary, zone: str) -> Table:
    shown = found.timeline
    rows = tuple(
        (format_us(start, zone), f"{count:,}", f"{failures:,}" if failures else "")
        for start, count, failures in zip(shown.starts_us, shown.counts, shown.failures, strict=True)
    )
    remark = f"{shown.left_out:,} more, far away in time, are not shown" if shown.left_out else ""
    columns = (
        Column(f"from, by {length(shown.width_us)}"),
        Column("events", is_number=True),
        Column("failed", is_number=True),
    )
    return Table("Timeline", columns, rows, shown.counts, remark)

"""The report: numbers of a period and of the one before, and every form that it is written in."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditui.core.event import Event
from auditui.core.language import parse
from auditui.core.query import EVERYTHING
from auditui.core.text import clean
from auditui.core.watching import Watching
from auditui.insight import to_csv, to_json, to_markdown
from auditui.insight.document import Entries, Table, change_text, document, remarks
from auditui.insight.finding import Finding, Note, Severity
from auditui.insight.period import Period
from auditui.insight.report import Made, Report, make
from auditui.insight.sentences import amount, length, listed
from auditui.insight.summary import Summary, Tally
from auditui.insight.to_markdown import code, escaped
from auditui.store.base import Histogram, Store
from tests.insight.conftest import DAY_US, HOUR_US, MONDAY_US, Filled, event

HOSTILE = "x\x1b[2J\u202e|`[a](http://e.example)<b>\n# y"
MADE = Made("/tmp/audit.db", "root", MONDAY_US + 14 * DAY_US)


def two_weeks() -> list[Event]:
    """Week one: an event an hour by Ana. Week two: two of them by Ben, half failing."""
    first = [event(n * HOUR_US, action="Update") for n in range(7 * 24)]
    second = [
        event(7 * DAY_US + n * HOUR_US // 2, "Ben", verb="export", outcome=("success", "failure")[n % 2])
        for n in range(7 * 48)
    ]
    return [*first, *second]


def reported(store: Store, query: str, watching: Watching = Watching(), made: Made = MADE) -> Report:  # noqa: B008  immutable
    return make(store, parse(query), watching, made)


def totals(report: Report) -> dict[str, tuple[int, int | None]]:
    assert report.summary is not None
    return {tally.name: (tally.count, tally.before) for tally in report.summary.totals}


def test_a_period_is_held_against_the_one_before(filled: Filled) -> None:
    """Of the same length, ending where this one begins."""
    report = reported(filled(two_weeks()), "on:2026-10-05..2026-10-11")
    assert totals(report) == {
        "Events": (336, 168), "Failures": (168, 0), "Failed logins": (0, 0), "Changes": (0, 168), "Deletions": (0, 0),
        "Exports": (168, 0), "Accounts": (1, 1),
    }  # fmt: skip
    assert report.summary is not None
    assert report.summary.before is not None
    assert report.summary.before.start_us == MONDAY_US
    assert report.summary.is_before_whole
    users = next(top for top in report.summary.tops if top.title == "Users")
    assert users.tallies == (Tally("Ben", 336, 0),)
    assert sum(report.summary.timeline.counts) == 336
    assert sum(report.summary.timeline.failures) == 168


def test_the_whole_log_is_held_against_nothing(filled: Filled) -> None:
    """Nothing is before it."""
    report = reported(filled(two_weeks()), "")
    assert report.summary is not None
    assert report.summary.before is None
    assert totals(report)["Events"] == (504, None)


def test_a_log_that_begins_in_the_period_before_says_so(filled: Filled) -> None:
    """Or everything would seem to have doubled."""
    report = reported(filled(two_weeks()), "on:2026-10-02..2026-10-11")
    assert report.summary is not None
    assert not report.summary.is_before_whole
    assert "in part only" in dict(document(report).facts)["Before"]


def test_an_empty_period_is_a_report_too(filled: Filled) -> None:
    """With zeros, and with what was before it."""
    report = reported(filled(two_weeks()), "on:2026-10-12..2026-10-25")
    assert totals(report)["Events"] == (0, 504)
    assert report.findings == ()
    assert document(report).sections


def test_an_empty_store_is_a_short_report(filled: Filled) -> None:
    """And no error."""
    report = reported(filled([]), "")
    assert (report.summary, report.worst()) == (None, None)
    assert dict(document(report).facts)["Events"] == "none"
    assert to_json.as_object(report)["summary"] is None
    assert "".join(to_csv.lines(report)) == ",".join(to_csv.COLUMNS) + "\r\n"


def test_the_worst_is_what_fail_on_is_held_against() -> None:
    """The most severe of all findings."""
    found = [Finding("weekend", severity, 0, 0, "", 1, "", EVERYTHING) for severity in Severity]
    assert Report(MADE, EVERYTHING, None, tuple(found)).worst() is Severity.HIGH


def hostile_report(filled: Filled) -> Report:
    events = [
        event(n, HOSTILE, action=HOSTILE, verb="delete", entity_type="user", entity_name=HOSTILE) for n in range(20)
    ]
    return reported(filled(events), "", made=Made("/tmp/\x1baudit.db", "ro\x07ot", MADE.at_us))


def test_what_people_read_is_clean(filled: Filled) -> None:
    """Every text of the document, whatever the log holds, and each in one line."""
    made = document(hostile_report(filled))
    texts = [text for fact in made.facts for text in fact]
    for section in made.sections:
        texts += [section.title]
        if isinstance(section, Table):
            texts += [text for row in section.rows for text in row] + [section.remark]
        else:
            texts += section.remarks
            texts += [text for one in section.entries for text in (one.when, one.title, one.why, one.command)]
    assert any("␛[2J" in text for text in texts)
    assert all(clean(text) == text for text in texts)


def test_markdown_obeys_nothing_of_the_log(filled: Filled) -> None:
    """No link, no tag, no table cell, no line of its own."""
    text = "".join(to_markdown.lines(document(hostile_report(filled))))
    outside = re.sub(r"(`+).*?\1", "", text)
    assert "<b>" not in outside
    assert not re.search(r"(?<!\\)\]\(", outside)
    assert "://" not in outside
    assert not re.search(r"^# y", text, re.MULTILINE)
    rows = [line for line in text.splitlines() if line.startswith("|")]
    assert rows
    assert all(line.count("|") in {3, 4} for line in rows)


@given(text=st.text(st.sampled_from("ab`*_[]()<>|~&$@\\:/. !#-www"), max_size=30))
def test_markdown_code_ends_where_the_text_does(text: str) -> None:
    """A fence is longer than any run of backquotes in the text."""
    fenced = code(text)
    fence = re.match("`+", fenced)
    assert fence is not None
    assert fence[0] not in text
    assert fenced.endswith(fence[0])
    assert escaped(text).count("|") == 0


def test_json_is_exact_and_one_line(filled: Filled) -> None:
    """Programs get the log's own texts, with controls escaped, and times in UTC."""
    report = hostile_report(filled)
    (line,) = to_json.lines(report)
    assert line.count("\n") == 1
    assert "\x1b" not in line
    told = json.loads(line)
    assert list(told) == ["store", "query", "made", "made_by", "zone", "summary", "findings", "notes"]
    mass = next(one for one in told["findings"] if one["rule"] == "mass-deletion")
    assert (mass["who"], mass["count"], mass["severity"]) == (HOSTILE, 20, "high")
    assert mass["first"] == "2026-09-28T00:00:00.000000Z"
    assert parse(mass["query"]) == next(one.query for one in report.findings if one.rule == "mass-deletion")
    assert told["summary"]["totals"]["deletions"] == {"count": 20}
    assert sum(bucket["count"] for bucket in told["summary"]["timeline"]["buckets"]) == 20


def test_json_says_both_periods(filled: Filled) -> None:
    """And the number before beside each number."""
    told = to_json.as_object(reported(filled(two_weeks()), "on:2026-10-05..2026-10-11"))
    assert told["summary"]["period"] == {"start": "2026-10-05T00:00:00.000000Z", "end": "2026-10-12T00:00:00.000000Z"}
    assert told["summary"]["before"]["whole"] is True
    assert told["summary"]["totals"]["events"] == {"count": 336, "before": 168}


def test_csv_holds_the_findings_and_no_formula(filled: Filled) -> None:
    """One row each; a name that a spreadsheet would run is guarded."""
    events = [event(n, "=1+1", verb="delete") for n in range(20)]
    text = "".join(to_csv.lines(reported(filled(events), "")))
    header, row = csv.reader(io.StringIO(text, newline=""))
    assert tuple(header) == to_csv.COLUMNS
    assert row[header.index("who")] == "'=1+1"


def test_the_same_remark_is_made_once() -> None:
    """With the titles of all rules that make it."""
    notes = (Note("off-hours", "why"), Note("weekend", "why"), Note("silence", "else"))
    made = document(Report(MADE, EVERYTHING, None, (), notes))
    assert made.sections == ()
    assert list(remarks(notes)) == [
        "Work outside of working hours, Work on days without work: why",
        "Gaps in the log: else",
    ]


def test_a_title_says_who_did_it_or_whom_it_is_about() -> None:
    """`Users deleted: Ana` would have her deleted; a gap has nobody who did it."""
    found = [
        Finding(rule, Severity.LOW, 0, 0, who, 1, "", EVERYTHING)
        for rule, who in (
            ("user-deletion", "Ana"),
            ("dormant-account", "Ana"),
            ("silence", "all sources"),
            ("user-deletion", ""),
        )
    ]
    summary = Summary(Period(0, 1), (), (), Histogram())
    entries = document(Report(MADE, EVERYTHING, summary, tuple(found))).sections[0]
    assert isinstance(entries, Entries)
    assert [one.title for one in entries.entries] == [
        "Users deleted by Ana",
        "Dormant account active again: Ana",
        "Gaps in the log: all sources",
        "Users deleted",
    ]


def test_a_finding_can_be_copied_as_a_command(filled: Filled) -> None:
    """The line opens the store on its events."""
    entries = document(reported(filled(two_weeks()), "", Watching(zone="UTC", hours=(0, 60)))).sections[0]
    assert isinstance(entries, Entries)
    assert entries.entries[0].command.startswith("auditui -q '")
    assert entries.entries[0].command.endswith("--db /tmp/audit.db")


@pytest.mark.parametrize(
    ("us", "said"),
    [(0, "0 s"), (59_999_999, "59 s"), (60_000_000, "1 min"), (3_600_000_000, "1 h"), (3_661_000_000, "1 h 1 min"),
     (90_000 * 1_000_000, "1 d 1 h"), (86_461 * 1_000_000, "1 d"), (30 * DAY_US, "30 d")],
)  # fmt: skip
def test_lengths_are_said_in_two_units(us: int, said: str) -> None:
    """Cut, so that nothing seems longer than it was; a unit that is zero ends it."""
    assert length(us) == said


def test_lists_and_amounts() -> None:
    """As people say them."""
    assert (amount(1, "event", "events"), amount(1204, "event", "events")) == ("1 event", "1,204 events")
    assert [listed(names, 5) for names in ([], ["a"], ["a", "b"])] == ["5", "a and 4 more", "a, b and 3 more"]
    assert [listed(names, len(names)) for names in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "", "a", "a and b", "a, b and c",
    ]  # fmt: skip


def test_changes_are_said_in_percent() -> None:
    """What was not there before is new; what is the same is the same."""
    assert [change_text(Tally("", *pair)) for pair in ((12, 10), (5, 10), (10, 10), (3, 0), (0, 0), (0, 4))] == [
        "+20 %", "−50 %", "=", "new", "", "−100 %",
    ]  # fmt: skip


@pytest.mark.parametrize(("store", "said"), [("/tmp/a b.db", "--db '/tmp/a b.db'"), ("a\x1bb.db", "a␛b.db)")])
def test_a_finding_says_how_to_see_its_events(filled: Filled, store: str, said: str) -> None:
    """By a command; where the name of the store cannot stand in one, by its query and why."""
    report = reported(filled([event(0, "eve\n", flags=("control",))]), "", made=Made(store, "root", MONDAY_US))
    (findings,) = (part for part in document(report).sections if isinstance(part, Entries))
    (command,) = {entry.command for entry in findings.entries}
    assert r'actor:"eve\u{a}"' in command
    assert said in command

"""A report as one JSON object, for programs: exact values, times as RFC 3339 in UTC."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from auditui.core.times import rfc3339
from auditui.formats.json_text import dumps
from auditui.insight.finding import Finding
from auditui.insight.period import Period
from auditui.insight.report import Report
from auditui.insight.rules.table import TITLES
from auditui.insight.summary import Summary, Tally
from auditui.insight.timeline import timeline_object


def lines(report: Report) -> Iterator[str]:
    """One line."""
    yield dumps(as_object(report)) + "\n"


def as_object(report: Report) -> dict[str, Any]:
    """`store`, `query`, `made`, `made_by`, `zone`, `summary` (null where no event matches), `findings`, `notes`."""
    return {
        "store": report.made.store,
        "query": str(report.query),
        "made": rfc3339(report.made.at_us, 0),
        "made_by": report.made.who,
        "zone": report.made.zone,
        "summary": None if report.summary is None else _summary(report.summary),
        "findings": [finding_object(finding) for finding in report.findings],
        "notes": [{"rule": note.rule, "text": note.text} for note in report.notes],
    }


def finding_object(finding: Finding) -> dict[str, Any]:
    """One finding; `query` is the text for `-q` that shows its events."""
    return {
        "rule": finding.rule,
        "title": TITLES[finding.rule],
        "severity": str(finding.severity),
        "first": rfc3339(finding.first_us, 6),
        "last": rfc3339(finding.last_us, 6),
        "who": finding.who,
        "count": finding.count,
        "why": finding.why,
        "query": str(finding.query),
    }


def _summary(found: Summary) -> dict[str, Any]:
    return {
        "period": _period(found.period),
        "before": None if found.before is None else {**_period(found.before), "whole": found.is_before_whole},
        "totals": {tally.name.lower().replace(" ", "_"): _counts(tally) for tally in found.totals},
        "tops": [
            {
                "title": top.title,
                "field": top.field,
                "values": [{"value": tally.name, **_counts(tally)} for tally in top.tallies],
            }
            for top in found.tops
        ],
        "timeline": timeline_object(found.timeline),
    }


def _period(period: Period) -> dict[str, str]:
    """Start, and the first moment behind it."""
    return {"start": rfc3339(period.start_us, 6), "end": rfc3339(period.end_us, 6)}


def _counts(tally: Tally) -> dict[str, int]:
    return {"count": tally.count} if tally.before is None else {"count": tally.count, "before": tally.before}

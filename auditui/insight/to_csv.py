"""The findings of a report as CSV, one a row; the summary is no table and stays out."""

from __future__ import annotations

from collections.abc import Iterator

from auditui.formats.to_csv import rows
from auditui.insight.report import Report
from auditui.insight.to_json import finding_object

COLUMNS = ("rule", "title", "severity", "first", "last", "who", "count", "why", "query")


def lines(report: Report) -> Iterator[str]:
    """The header, then each finding, each with its CRLF; no cell is a formula to a spreadsheet."""
    found = map(finding_object, report.findings)
    return rows(COLUMNS, ([str(one[name]) for name in COLUMNS] for one in found))

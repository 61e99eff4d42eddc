"""`auditui report`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final, Literal, TypeAlias

import click

from auditui import handover
from auditui.cli.examples import WithExamples
from auditui.cli.opening import opened
from auditui.cli.options import db_option, query_option, zone_option
from auditui.cli.output import heard, is_terminal, remark, show
from auditui.cli.targets import format_of
from auditui.core.errors import AuditError, ExitCode, UsageError
from auditui.core.query import Query
from auditui.core.times import now_us
from auditui.custody import deeds
from auditui.insight.finding import Severity
from auditui.insight.report import Made, Report, make
from auditui.session import spare_store

Format: TypeAlias = Literal["text", "md", "json", "csv", "pdf"]
TEXT_FORMATS: Final[tuple[Format, ...]] = ("text", "md", "json", "csv")
FORMATS: Final[tuple[Format, ...]] = (*TEXT_FORMATS, "pdf")
SEVERITIES: Final = tuple(map(str, reversed(Severity)))


@click.command(
    cls=WithExamples,
    examples=[
        "auditui report -q since:24h",
        "auditui report -q on:last-month --tz Europe/Vienna -o october.md",
        "auditui report -q on:last-week -o week.pdf",
        "auditui report -q since:1h --fail-on high",
    ],
)
@db_option
@query_option
@zone_option
@click.option("--format", "form", type=click.Choice(FORMATS), help="Default: what OUT ends in; text without an ending.")
@click.option("-o", "--output", "out", type=click.Path(path_type=Path, allow_dash=True), metavar="OUT", default="-",
              help="A file to make, or - for standard output (default).")  # fmt: skip
@click.option("--fail-on", "limit", type=click.Choice(SEVERITIES), metavar="SEVERITY",
              help=f"End with exit code 8 if a finding is at least this severe: {', '.join(SEVERITIES)}.")  # fmt: skip
@click.option("--font", type=click.Path(path_type=Path), metavar="FILE",
              help="PDF: a font for characters that ours lacks, such as Chinese; it is embedded.")  # fmt: skip
@click.option("--force", is_flag=True, help="Replace OUT if it is there.")
def command(
    *,
    db: Path | None,
    query: Query,
    zone: str,
    form: Format | None,
    out: Path,
    limit: str | None,
    font: Path | None,
    force: bool,
) -> None:
    """Tell what is worth a look in a period, and sum it up.

    The times in QUERY are the period; the rest narrows what is looked at. Without times it is the whole
    log, and nothing is compared. Thresholds, working hours and rules to leave out stand in [findings] of
    the configuration. CSV holds the findings alone.
    """
    to_stdout = str(out) == "-"
    chosen = form or format_of(out, FORMATS, "text")
    if force and to_stdout:
        raise click.UsageError("--force has no effect on standard output")
    if font and chosen != "pdf":
        raise click.UsageError(f"--font has no effect on {chosen}: only a PDF holds fonts")
    if to_stdout and chosen == "pdf" and is_terminal(sys.stdout):
        raise UsageError("a terminal cannot show a PDF", hint="name a file: -o report.pdf, or pipe it on")
    with opened(db) as here:
        here.journal.note(deeds.searched(query, by="report"))
        if not to_stdout:
            spare_store(here, out)
        as_of = here.store.snapshot()
        made = Made(str(here.path), here.who, now_us(), zone, handover.head_text(here.store, as_of))
        report = make(here.store, query, here.config.findings, made, as_of)
        if to_stdout:
            with heard():
                _print(report, chosen, font)
        else:
            handover.to_file(_pdf(report, font) if chosen == "pdf" else lines(report, chosen), out, force=force)
    worst = report.worst()
    if limit is not None and worst is not None and worst >= Severity[limit.upper()]:
        remark(f"auditui: there are findings that are {worst}")
        raise click.exceptions.Exit(ExitCode.FAIL_ON)


def lines(report: Report, form: Format) -> Iterator[str]:
    """The report in one of the formats that are text, in pieces that end in line ends."""
    if form == "json":
        from auditui.insight import to_json

        return to_json.lines(report)
    if form == "csv":
        from auditui.insight import to_csv

        return to_csv.lines(report)
    from auditui.insight.document import document

    if form == "md":
        from auditui.insight import to_markdown

        return to_markdown.lines(document(report))
    from auditui.cli.report_text import report_text

    return iter([report_text(document(report)) + "\n"])


def _pdf(report: Report, font: Path | None) -> Iterator[bytes]:
    from auditui.insight import to_pdf
    from auditui.insight.document import document

    return to_pdf.pieces(document(report), report.made.at_us, font)


def _print(report: Report, form: Format, font: Path | None) -> None:
    """A pipe or a file gets exact bytes, a person clean text."""
    if sys.stdout is None:
        raise AuditError("standard output is closed")
    if form == "pdf":
        handover.to_stream(_pdf(report, font), sys.stdout.buffer)
        return
    written = lines(report, form)
    if form == "text":
        show("".join(written).removesuffix("\n"))
    elif is_terminal(sys.stdout):
        handover.to_terminal(written, sys.stdout)
    else:
        handover.to_stream(written, sys.stdout.buffer)

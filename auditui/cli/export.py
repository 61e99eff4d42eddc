"""`auditui export`."""

from __future__ import annotations

import sys
from collections.abc import Generator, Iterable
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path

import click

from auditui import exporting, handover, keeping
from auditui.cli.examples import WithExamples
from auditui.cli.opening import opened
from auditui.cli.options import MOST_ROWS, ColumnsType, db_option, frozen, query_option, sort_option, zone_option
from auditui.cli.output import is_terminal
from auditui.cli.saved import combined, view_option
from auditui.cli.since_last import since_last_option
from auditui.cli.targets import format_of
from auditui.core.bookmarks import told
from auditui.core.errors import AuditError, UsageError
from auditui.core.query import EVERYTHING, Query
from auditui.core.view import NEWEST_FIRST, Sort, View
from auditui.custody import deeds
from auditui.custody.roles import Action
from auditui.custody.since_last import store_id
from auditui.regular import since_last
from auditui.session import spare_store


class ExportColumns(ColumnsType):
    """What the explorer takes for its columns, and every field by its name in exports."""

    def parse(self, text: str) -> tuple[str, ...]:
        """Names as `handover.Export` keeps them."""
        return handover.parse_export_columns(text)


@click.command(
    cls=WithExamples,
    examples=[
        "auditui export -q 'user:alice on:last-week' --format csv -o alice.csv",
        "auditui export -q is:failed | jq -r .ip | sort | uniq -c",
        "auditui export -q 'entity:INV-2026-0188' --tz Europe/Vienna -o invoice.pdf",
        "auditui export -q is:failed --since-last nightly -o failed.csv --force",
    ],
)
@db_option
@query_option
@view_option
@click.option(
    "--format",
    "form",
    type=click.Choice(handover.FORMATS),
    help="Default: what OUT ends in; jsonl without an ending.",
)
@click.option("-o", "--output", "out", type=click.Path(path_type=Path, allow_dash=True), metavar="OUT", default="-",
              help="A file to make, or - for standard output (default).")  # fmt: skip
@click.option(
    "--columns",
    type=ExportColumns(),
    default=(),
    metavar="SET",
    help="A set (api, changes, people, activity) or a comma list of columns and fields (default: all fields).",
)
@sort_option
@zone_option
@click.option("--limit", type=click.IntRange(0, MOST_ROWS), metavar="N", help="At most so many events.")
@since_last_option
@click.option("--bookmarks", is_flag=True, help="Add a field 'bookmark' with your notes from the explorer.")
@click.option("--raw", is_flag=True, help="CSV: leave cells that look like formulas as they are.")
@click.option("--font", type=click.Path(path_type=Path), metavar="FILE",
              help="PDF: a font for characters that ours lacks, such as Chinese; it is embedded.")  # fmt: skip
@click.option("--force", is_flag=True, help="Replace OUT if it is there.")
def command(
    *,
    db: Path | None,
    query: Query,
    saved: str | None,
    form: handover.Format | None,
    out: Path,
    columns: tuple[str, ...],
    sort: Sort,
    zone: str,
    limit: int | None,
    name: str | None,
    bookmarks: bool,
    raw: bool,
    font: Path | None,
    force: bool,
) -> None:
    """Write matching events as CSV, JSON Lines, JSON, PDF or evidence bundle.

    Times are RFC 3339 in UTC; in a PDF they are in the zone that --tz names. What days and times in QUERY mean, --tz
    says for every format; a query that holds none may have it all the same, so that scripts need not look. Files are
    readable by you alone. What our CSV and JSON Lines hold, 'auditui import' takes back as the same events. A bundle
    comes with the proof that its events are those of the store: 'auditui verify BUNDLE' checks it anywhere.

    With --since-last NAME each export holds what came into the store after the one before of that name, whatever
    time its events tell; the first one holds everything. What is purged in between is in none. An export that
    fails does not count: the next one holds its events too.
    """
    to_stdout = str(out) == "-"
    chosen = form or format_of(out, handover.FORMATS, "jsonl")
    if chosen == "bundle" and (columns or limit is not None or sort != NEWEST_FIRST):
        raise click.UsageError("--columns, --limit and --sort have no effect on a bundle: it holds all that matches")
    if raw and chosen != "csv":
        raise click.UsageError(f"--raw has no effect on {chosen}: only CSV cells are guarded")
    if bookmarks and chosen not in handover.TEXT_FORMATS:
        raise click.UsageError(f"--bookmarks has no effect on {chosen}: CSV, JSON Lines and JSON have a field for them")
    if font and chosen != "pdf":
        raise click.UsageError(f"--font has no effect on {chosen}: only a PDF holds fonts")
    if force and to_stdout:
        raise click.UsageError("--force has no effect on standard output")
    if to_stdout and chosen == "pdf" and is_terminal(sys.stdout):
        raise UsageError("a terminal cannot show a PDF", hint="name a file: -o events.pdf, or pipe it on")
    if name and limit is not None:
        raise click.UsageError("--limit would leave events out of every export: --since-last goes on behind them")
    view = combined(saved, View(query, sort, columns, zone))
    wanted = handover.Export(EVERYTHING, view.sort, chosen, view.columns, limit, raw, view.zone, font)
    with opened(db, Action.EXPORT) as here:
        if not to_stdout:
            spare_store(here, out)
        if bookmarks:
            wanted = replace(wanted, noted=partial(told, keeping.bookmarks(store_id(here.store))))
        with since_last(here, view.query, name) as since:
            wanted = replace(wanted, query=frozen(since.query, view.zone), as_of=since.as_of)
            since.count = handover.count(here.store, wanted)
            deed = deeds.exported(since.query, count=since.count, form=chosen, target=str(out))
            with exporting.on_record(here, since.named(deed), None if to_stdout else out, force=force):
                _write(exporting.lines(here, wanted), out, force=force)


def _write(lines: Generator[str, None, None] | Generator[bytes, None, None], out: Path, *, force: bool) -> None:
    with closing(lines):
        if str(out) == "-":
            _print(lines)
        else:
            handover.to_file(lines, out, force=force)


def _print(lines: Iterable[str] | Iterable[bytes]) -> None:
    """A pipe or a file gets exact bytes, a person clean text."""
    if sys.stdout is None:
        raise AuditError("standard output is closed")
    if is_terminal(sys.stdout):
        handover.to_terminal((line for line in lines if isinstance(line, str)), sys.stdout)
    else:
        handover.to_stream(lines, sys.stdout.buffer)

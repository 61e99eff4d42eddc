"""Brings logs into the store."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import click

from auditui import session, transfer
from auditui.cli.examples import WithExamples
from auditui.cli.import_watch import Watch
from auditui.cli.opening import opened
from auditui.cli.options import db_option
from auditui.cli.output import remark, show
from auditui.core.errors import AuditError, ExitCode, UsageError
from auditui.core.event import Event
from auditui.custody import deeds, examination
from auditui.custody.journal import Recorder
from auditui.custody.roles import Action
from auditui.formats.containers import require_origin
from auditui.formats.reading import READERS, explain, options_of
from auditui.store.base import Store

MAX_LISTED: Final = 10
"""Files with a problem that are listed one by one."""


@click.command(
    "import",
    cls=WithExamples,
    examples=[
        "auditui import audit.jsonl                       a file; importing it again adds nothing",
        "auditui import logs/ 'old/*.json.gz'             folders and patterns, compressed or not",
        "tail -f api.log | auditui import - --origin api  as it comes",
        "auditui import crm.csv --dry-run                 how it would be read",
    ],
)
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@db_option
@click.option("--origin", default="", metavar="NAME", help="What to call standard input (SOURCE is -).")
@click.option(
    "--format",
    "format_",
    default="auto",
    type=click.Choice(["auto", *READERS]),
    help="Family of logs (auto: by content).",
)
@click.option(
    "--profile", default="", metavar="FILE|none", help="A profile by file or name; none: go by names and values only."
)
@click.option(
    "--map", "columns", multiple=True, metavar="COLUMN=FIELD", help="Take a field from a column; may be repeated."
)
@click.option("--tz", "zone", default="", metavar="ZONE", help="What times without a zone mean (default UTC).")
@click.option(
    "--day-first/--month-first", "day_first", default=None, help="What 03/04/2026 means, where the file does not tell."
)
@click.option("--strict", is_flag=True, help="Stop at the first record that cannot be read.")
@click.option(
    "--rejects", type=click.Path(path_type=Path), metavar="FILE", help="Keep rejected records here, as JSON Lines."
)
@click.option("--follow", is_flag=True, help="Go on with what is appended to the file.")
@click.option("--dry-run", is_flag=True, help="Show profile, mapping and first events; keep nothing.")
@click.option("--json", "as_json", is_flag=True, help="Report as JSON on standard output.")
def command(sources: tuple[str, ...], *, db: Path | None, **chosen: Any) -> int:  # noqa: ANN401  the options above
    """Add the events in SOURCE to the store.

    SOURCE is a file, a folder, a pattern, or - for standard input: JSON in any form, tables, access
    logs and other text, compressed or not.
    """
    options = _options(sources, chosen)
    if chosen["dry_run"]:
        return _dry_run(sources, options)
    with opened(db, Action.IMPORT, create=True, read_only=False, is_announced=False) as here:
        report = run(here.store, sources, options, here.journal, rejects=chosen["rejects"])
        head = _settled(here) if report.total("seen") else None
    if chosen["as_json"]:
        click.echo(json.dumps({**as_json(report), "head": head}))
    return report.exit_code


def _settled(here: session.Session) -> str | None:
    """The newest head, by now noted outside the store too, in hex."""
    head, problems = examination.settle(here.store, here.path, here.config)
    remark(*(f"auditui: {problem}" for problem in problems))
    if head is None:
        return None
    remark(f"auditui: head {head.chain.hex()} over {head.last_seq:,} events")
    return head.chain.hex()


def _options(sources: Sequence[str], chosen: dict[str, Any]) -> transfer.ImportOptions:
    read = options_of(
        format="" if chosen["format_"] == "auto" else chosen["format_"],
        profile=chosen["profile"],
        zone=chosen["zone"],
        day_first=chosen["day_first"],
        columns=chosen["columns"],
    )
    if chosen["follow"] and (len(sources) != 1 or not Path(sources[0]).is_file()):
        raise UsageError("--follow needs one file", where="--follow", hint="name the file that grows")
    require_origin(sources, chosen["origin"])
    if chosen["origin"] and "-" not in sources:
        raise UsageError("--origin names standard input, and no SOURCE is -", where="--origin")
    redactor = session.redactor_for(session.configuration())
    return transfer.ImportOptions(read, chosen["origin"], chosen["strict"], chosen["follow"], redactor)


def run(
    store: Store,
    sources: Sequence[str],
    options: transfer.ImportOptions,
    journal: Recorder,
    *,
    rejects: Path | None = None,
) -> transfer.ImportReport:
    """Import with progress, and say on standard error what came of it."""
    kept = transfer.RejectsFile(rejects) if rejects else None
    try:
        with Watch(transfer.sizes_of(sources), kept) as watch:
            report = transfer.import_sources(store, sources, options, watch)
    except AuditError as error:
        journal.note(deeds.imported(dict.fromkeys(sources, ""), {}, problem=error.problem))
        raise
    files = {file.name: file.format for file in report.files}
    journal.note(deeds.imported(files, {name: report.total(name) for name in ("seen", *transfer.COUNTS)}))
    _tell(report, rejects)
    return report


def _tell(report: transfer.ImportReport, rejects: Path | None) -> None:
    troubled = [file for file in report.files if file.problem]
    for file in troubled[:MAX_LISTED]:
        remark(f"auditui: {file.name}: {file.problem}")
        if file.hint:
            remark(f"hint: {file.hint}")
    if len(troubled) > MAX_LISTED:
        remark(f"auditui: {len(troubled) - MAX_LISTED:,} more files could not be read")
    first = next((file.first_reject for file in report.files if file.first_reject), None)
    if first:
        remark(f"auditui: {first.file}:{first.line}: rejected: {first.reason}")
        if rejects is None and not report.strict_stop:
            remark("hint: --rejects FILE keeps what was rejected, to look at and import again")
    if report.total("seen") or not troubled:
        remark(f"auditui: {_lead(report)}{report.sentence()}")


def _lead(report: transfer.ImportReport) -> str:
    if report.strict_stop:
        return "stopped at the first reject, "
    return "interrupted, " if report.stopped else ""


def as_json(report: transfer.ImportReport) -> dict[str, Any]:
    """The report for programs: totals, and every file."""
    names = ("seen", *transfer.COUNTS)
    files = [
        {
            "name": file.name, "format": file.format, "profile": file.profile,
            **{name: getattr(file, name) for name in names}, "problem": file.problem,
        }
        for file in report.files
    ]  # fmt: skip
    return {**{name: report.total(name) for name in names}, "interrupted": report.stopped, "files": files}


def _dry_run(sources: Sequence[str], options: transfer.ImportOptions) -> int:
    found = False
    for seen in transfer.preview(sources, options):
        show("\n".join(_preview_lines(seen)))
        found = found or bool(seen.events)
    return ExitCode.DONE if found else ExitCode.UNRECOGNISED


def _preview_lines(seen: transfer.Preview) -> list[str]:
    if seen.reading is None:
        return [f"{seen.name}: {seen.problem}"]
    lines = [
        f"{seen.name}",
        f"  format   {seen.reading.format or '-'}",
        f"  profile  {seen.reading.profile or '-'} ({seen.reading.why})",
    ]
    lines += [f"  {name:<13} {place}" for name, place in explain(seen.reading)]
    for number, event in enumerate(seen.events, 1):
        lines += ["", f"  event {number}", *(f"    {name:<13} {value}" for name, value in _fields(event))]
    lines += [f"  rejected line {reject.line}: {reject.reason}" for reject in seen.rejects]
    return lines


def _fields(event: Event) -> list[tuple[str, str]]:
    from auditui.formats.to_jsonl import event_object

    said = event_object(event)
    return [
        (name, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
        for name, value in said.items()
        if name not in ("seq", "origin")
    ]

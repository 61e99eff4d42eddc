"""Brings logs into the store."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Thread
from typing import Any, Final

import click

from auditui import session, transfer
from auditui import store as stores
from auditui.cli.examples import WithExamples
from auditui.cli.import_watch import Watch
from auditui.cli.opening import opened
from auditui.cli.options import db_option
from auditui.cli.output import data, remark, show
from auditui.cli.rejects_file import RejectsFile
from auditui.core.counting import counted
from auditui.core.errors import AuditError, ExitCode, UsageError
from auditui.core.event import Event
from auditui.custody import deeds, examination
from auditui.custody.journal import Recorder
from auditui.custody.roles import Action
from auditui.formats.containers import require_origin
from auditui.formats.inputs import as_text
from auditui.formats.readers import READERS
from auditui.formats.reading import explain, options_of
from auditui.import_report import COUNTS, FileReport, ImportReport
from auditui.preview import Preview, preview
from auditui.sources import ImportOptions, sizes_of
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
@click.option("--day-first", is_flag=True, help="03/04/2026 is 3 April, where the file does not tell.")
@click.option("--month-first", is_flag=True, help="03/04/2026 is March 4, where the file does not tell.")
@click.option("--strict", is_flag=True, help="Stop at the first record that cannot be read.")
@click.option(
    "--rejects", type=click.Path(path_type=Path), metavar="FILE", help="Keep rejected records here, as JSON Lines."
)
@click.option("--force", is_flag=True, help="Replace the file of --rejects if it is there.")
@click.option("--follow", is_flag=True, help="Go on with what is appended to the file.")
@click.option("--dry-run", is_flag=True, help="Show profile, mapping and first events; keep nothing.")
@click.option("--json", "as_json", is_flag=True, help="Report as JSON on standard output.")
def command(sources: tuple[str, ...], *, db: Path | None, **chosen: Any) -> int:  # noqa: ANN401  the options above
    """Add the events in SOURCE to the store.

    SOURCE is a file, a folder, a pattern, or - for standard input: JSON in any form, tables, access
    logs and other text, compressed or not.
    """
    _refuse_without_effect(chosen)
    options = _options(sources, chosen)
    if chosen["dry_run"]:
        return _dry_run(sources, options)
    with _rejects(chosen["rejects"], sources, force=chosen["force"]) as kept:
        report, head = _import(db, Import(sources, options, kept))
    if chosen["as_json"]:
        data(json.dumps({**as_json(report), "head": head}))
    return report.exit_code


def _import(db: Path | None, wanted: Import) -> tuple[ImportReport, str | None]:
    """The report, and the newest head in hex where something came in. What finds nothing makes no store."""
    if session.is_yet_to_be_made(db):
        Thread(target=stores.load).start()  # while the other process begins to read
        if not wanted.finds_something():
            return wanted.tell(), None
    with opened(db, Action.IMPORT, create=True, read_only=False, is_announced=False) as here:
        if wanted.rejects is not None:
            session.spare_store(here, wanted.rejects.path)
        report = wanted.run(here.store, here.journal)
        return report, _settled(here) if report.total("seen") else None


@contextlib.contextmanager
def _rejects(path: Path | None, sources: Sequence[str], *, force: bool) -> Iterator[RejectsFile | None]:
    if path is None:
        yield None
        return
    if any(Path(source).exists() and path.exists() and path.samefile(source) for source in sources):
        raise AuditError("this is what is imported", where=str(path), hint="name another file")
    with RejectsFile(path, force=force) as kept:
        yield kept


def _refuse_without_effect(chosen: dict[str, Any]) -> None:
    if chosen["force"] and not chosen["rejects"]:
        raise click.UsageError("--force has no effect without --rejects")
    if chosen["dry_run"]:
        for name, option in (
            ("rejects", "--rejects"),
            ("follow", "--follow"),
            ("as_json", "--json"),
            ("strict", "--strict"),
        ):
            if chosen[name]:
                raise click.UsageError(f"{option} has no effect with --dry-run: nothing is kept")


def _settled(here: session.Session) -> str | None:
    """The newest head, by now noted outside the store too, in hex."""
    head, problems = examination.settle(here.store, here.path, here.config)
    remark(*(f"auditui: {problem}" for problem in problems))
    if head is None:
        return None
    remark(f"auditui: head {head.chain.hex()} over {counted(head.last_seq, 'event')}")
    return head.chain.hex()


def _options(sources: Sequence[str], chosen: dict[str, Any]) -> ImportOptions:
    read = options_of(
        format="" if chosen["format_"] == "auto" else chosen["format_"],
        profile=chosen["profile"],
        zone=chosen["zone"],
        day_first=_day_first(chosen),
        columns=chosen["columns"],
    )
    if chosen["follow"] and (len(sources) != 1 or not Path(sources[0]).is_file()):
        raise UsageError("--follow needs one file", where="--follow", hint="name the file that grows")
    require_origin(sources, chosen["origin"])
    if chosen["origin"] and "-" not in sources:
        raise UsageError("--origin names standard input, and no SOURCE is -", where="--origin")
    redactor = session.redactor_for(session.configuration())
    return ImportOptions(read, chosen["origin"], chosen["strict"], chosen["follow"], redactor)


def _day_first(chosen: dict[str, Any]) -> bool | None:
    """What was said of it; None: nothing."""
    if chosen["day_first"] and chosen["month_first"]:
        raise UsageError(
            "--day-first and --month-first contradict each other", where="--month-first",
            hint="say one of them; files that differ are imported one by one",
        )  # fmt: skip
    return chosen["day_first"] or (False if chosen["month_first"] else None)


class Import:
    """One import with progress, which says on standard error what came of it."""

    def __init__(self, sources: Sequence[str], options: ImportOptions, rejects: RejectsFile | None = None) -> None:
        self.rejects = rejects
        self._sources = sources
        self._watch = Watch(sizes_of(sources), rejects)
        self._importing = transfer.Importing(sources, options, self._watch)

    def finds_something(self) -> bool:
        """See `transfer.Importing.finds_something`."""
        with self._watch:
            return self._importing.finds_something()

    def run(self, store: Store, journal: Recorder) -> ImportReport:
        """Bring it in. What came of it is on record when this returns, or raises."""
        try:
            with self._watch:
                report = self._importing.into(store)
        except AuditError as error:
            journal.note(deeds.imported(dict.fromkeys(map(as_text, self._sources), ""), {}, problem=error.problem))
            raise
        files = {file.name: file.format for file in report.files}
        journal.note(deeds.imported(files, {name: report.total(name) for name in ("seen", *COUNTS)}))
        return self.tell()

    def tell(self) -> ImportReport:
        """Say what came of it so far."""
        _tell(self._importing.report, keeps_rejects=self.rejects is not None)
        return self._importing.report


def _tell(report: ImportReport, *, keeps_rejects: bool) -> None:
    _list([file for file in report.files if file.problem and not file.skipped], "more files could not be read")
    _list(report.skipped, "more files were skipped", "skipped, ")
    rejecting = [(file.first_reject, file.rejected - 1) for file in report.files if file.first_reject]
    for first, others in rejecting[:MAX_LISTED]:
        remark(f"auditui: {first.file}:{first.line}: rejected: {first.reason}{f' ({others:,} more)' if others else ''}")
    if len(rejecting) > MAX_LISTED:
        remark(f"auditui: {counted(len(rejecting) - MAX_LISTED, 'more file')} with rejects")
    if rejecting and not (keeps_rejects or report.strict_stop):
        remark("hint: --rejects FILE keeps what was rejected, to look at and import again")
    if report.stopped or any(file.format or not file.exit_code for file in report.files):
        remark(f"auditui: {_lead(report)}{report.sentence()}")


def _list(files: Sequence[FileReport], more: str, lead: str = "") -> None:
    """What is wrong with each of these files; a hint that is the same for many is given once."""
    said = {""}
    for file in files[:MAX_LISTED]:
        remark(f"auditui: {file.name}: {lead}{file.problem}")
        if file.hint not in said and not file.skipped:
            remark(f"hint: {file.hint}")
        said.add(file.hint)
    if len(files) > MAX_LISTED:
        remark(f"auditui: {len(files) - MAX_LISTED:,} {more}")


def _lead(report: ImportReport) -> str:
    if report.strict_stop:
        return "stopped at the first reject, "
    return "interrupted, " if report.stopped else ""


def as_json(report: ImportReport) -> dict[str, Any]:
    """The report for programs: totals, and every file."""
    names = ("seen", *COUNTS)
    files = [
        {
            "name": file.name, "format": file.format, "profile": file.profile,
            **{name: getattr(file, name) for name in names}, "problem": file.problem, "skipped": file.skipped,
        }
        for file in report.files
    ]  # fmt: skip
    return {
        **{name: report.total(name) for name in names},
        "skipped": len(report.skipped),
        "interrupted": report.stopped,
        "files": files,
    }


def _dry_run(sources: Sequence[str], options: ImportOptions) -> int:
    found = False
    for seen in preview(sources, options):
        show("\n".join(_preview_lines(seen)))
        found = found or bool(seen.events)
    return ExitCode.DONE if found else ExitCode.UNRECOGNISED


def _preview_lines(seen: Preview) -> list[str]:
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

"""What came in."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from auditui import removal
from auditui.cli.confirming import delete
from auditui.cli.examples import WithExamples
from auditui.cli.opening import opened
from auditui.cli.options import count_option, db_option, reason_option
from auditui.cli.output import data, remark, show
from auditui.core.times import rfc3339
from auditui.custody import deeds
from auditui.custody.roles import Action
from auditui.store.base import ImportRecord


class Imports(WithExamples, click.Group):
    """A group with examples."""


@click.group(
    cls=Imports,
    name="imports",
    invoke_without_command=True,
    examples=["auditui imports", "auditui imports --json | jq .rejected", "auditui imports undo 3"],
)
@db_option
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, for programs.")
@click.pass_context
def command(ctx: click.Context, db: Path | None, *, as_json: bool) -> None:
    """Show every import: when, from where, how many events, and how many records were left out."""
    if ctx.invoked_subcommand is None:
        _list(db, as_json=as_json)
    elif as_json:
        raise click.UsageError(f"--json has no effect before '{ctx.invoked_subcommand}'")


@command.command()
@click.argument("number", type=int)
@db_option
@count_option
@reason_option
def undo(number: int, *, db: Path | None, count: int | None, reason: str | None) -> None:
    """Delete for good what import NUMBER brought, but for what is on hold. Owners alone may.

    It is a purge like any other: a tombstone stays, and the same file brings nothing back.
    """
    with opened(db, Action.UNDO_IMPORT) as here:
        query, found = removal.plan(here, removal.of_import(here, number), action=Action.UNDO_IMPORT)
        delete(here, query, found, count=count, reason=reason, cause="undo", action=Action.UNDO_IMPORT)


def _list(db: Path | None, *, as_json: bool) -> None:
    with opened(db) as here:
        here.journal.note(deeds.looked("imports"))
        found = here.store.imports()
    if as_json:
        for one in found:
            data(json.dumps(_object(one)))
    elif found:
        show("\n".join(_table(found)))
    else:
        remark("auditui: nothing has been imported yet: auditui import FILE does")


def _object(one: ImportRecord) -> dict[str, Any]:
    said = asdict(one)
    origin = said.pop("origin")
    return {"import_id": said.pop("import_id"), **origin, "at": rfc3339(said.pop("at_us"), 0), **said}


COLUMNS = (
    "No",
    "Imported at",
    "From",
    "Format",
    "Profile",
    "Seen",
    "Imported",
    "Duplicates",
    "Expired",
    "Merged",
    "Rejected",
    "Took",
    "",
)


def _table(found: list[ImportRecord]) -> list[str]:
    rows = [COLUMNS, *map(_row, found)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(COLUMNS))]
    return ["  ".join(_aligned(place, text, widths[place]) for place, text in enumerate(row)).rstrip() for row in rows]


def _aligned(place: int, text: str, width: int) -> str:
    is_number = place == 0 or COLUMNS[place] in (
        "Seen",
        "Imported",
        "Duplicates",
        "Expired",
        "Merged",
        "Rejected",
        "Took",
    )
    return text.rjust(width) if is_number else text.ljust(width)


def _row(one: ImportRecord) -> tuple[str, ...]:
    counts = (one.seen, one.imported, one.duplicate, one.expired, one.merged, one.rejected)
    return (
        str(one.import_id), rfc3339(one.at_us, 0), one.origin.name, one.origin.format, one.origin.profile,
        *(f"{count:,}" for count in counts), f"{one.took_us / 1e6:.1f} s", "" if one.done else "not finished",
    )  # fmt: skip

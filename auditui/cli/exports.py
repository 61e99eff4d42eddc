"""`auditui exports`: how far the regular exports have come, and beginning one anew."""

from __future__ import annotations

from pathlib import Path

import click

from auditui import keeping
from auditui.cli.examples import WithExamples
from auditui.cli.opening import opened
from auditui.cli.options import db_option
from auditui.cli.output import data, remark, show
from auditui.cli.since_last import ExportName
from auditui.core.errors import AuditError
from auditui.core.last_exports import LastExport, of_store
from auditui.core.times import rfc3339
from auditui.custody import deeds
from auditui.custody.since_last import store_id
from auditui.session import Session

COLUMNS = ("Name", "Last export", "Events", "Up to Seq", "Query")
_NUMBERS = (2, 3)


@click.command("exports", cls=WithExamples, examples=["auditui exports", "auditui exports --forget nightly"])
@db_option
@click.option("--forget", "name", type=ExportName(), metavar="NAME", help="The next export of NAME holds everything.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, for programs.")
def command(db: Path | None, name: str | None, *, as_json: bool) -> None:
    """Show how far the regular exports have come, or begin one anew.

    They are those of 'auditui export --since-last NAME'. Each person has their own, in their state folder.
    """
    if name is not None and as_json:
        raise click.UsageError("--json has no effect with --forget")
    with opened(db) as here:
        store = store_id(here.store)
        if name is not None:
            _forget(here, store, name)
            return
        here.journal.note(deeds.looked("exports"))
        found = of_store(keeping.last_exports(), store)
    if as_json:
        _as_json(found)
    elif found:
        show("\n".join(_table(found)))
    else:
        remark("auditui: there was no regular export yet; auditui export --since-last NAME makes one")


def _forget(here: Session, store: str, name: str) -> None:
    """On record before it is done, as it lets everything be handed over once more."""
    deed = deeds.forgot(name)
    here.journal.note(deed)
    try:
        keeping.forget_last_export(store, name)
    except AuditError as error:
        here.journal.note(deeds.unfinished(deed, error.problem))
        raise


def _as_json(found: list[LastExport]) -> None:
    from auditui.formats.json_text import dumps

    for one in found:
        data(dumps({
            "name": one.name, "query": one.query, "at": rfc3339(one.at_us, 0), "events": one.count,
            "last_seq": one.seq, "head": one.head,
        }))  # fmt: skip


def _table(found: list[LastExport]) -> list[str]:
    rows = [COLUMNS, *map(_row, found)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(COLUMNS))]
    return ["  ".join(_aligned(place, text, widths[place]) for place, text in enumerate(row)).rstrip() for row in rows]


def _aligned(place: int, text: str, width: int) -> str:
    return text.rjust(width) if place in _NUMBERS else text.ljust(width)


def _row(one: LastExport) -> tuple[str, ...]:
    return one.name, rfc3339(one.at_us, 0), f"{one.count:,}", f"{one.seq:,}", one.query

"""`auditui show`."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

from auditui.cli.event_text import event_text
from auditui.cli.examples import WithExamples
from auditui.cli.opening import opened
from auditui.cli.options import db_option, zone_option
from auditui.cli.output import data, show
from auditui.core.errors import AuditError
from auditui.core.event import Event
from auditui.core.query import Query, Range, Term
from auditui.core.view import Sort, View
from auditui.custody import deeds
from auditui.store.base import Store

_BOTH_WAYS: Final = (Sort("seq", descending=False), Sort("seq"))
LONGEST_SEQ: Final = 18
"""Digits of a number that can be a position; a longer one is an id."""


@click.command(
    cls=WithExamples,
    examples=[
        "auditui show 4711",
        "auditui show 7f3a9c --json | jq .changes",
    ],
)
@click.argument("which", metavar="SEQ|ID")
@db_option
@zone_option
@click.option("--json", "as_json", is_flag=True, help="As JSON, one event a line.")
@click.pass_context
def command(ctx: click.Context, /, *, which: str, db: Path | None, zone: str, as_json: bool) -> None:
    """Print one event in full.

    A number is the position in the store; where there is none, and for anything else, it is the
    id that the source gave. Several events with one id are all printed.
    """
    if as_json and ctx.get_parameter_source("zone") is not click.core.ParameterSource.DEFAULT:
        raise click.UsageError("--tz has no effect on --json: its times are UTC")
    with opened(db) as here:
        found = find(here.store, which)
        there_are = "" if found else _which_there_are(here.store)
        for receipt in [here.journal.begin(deeds.viewed(event, by="show")) for event in found]:
            receipt.wait()
    if not found:
        raise AuditError(f"there is no event '{which}', neither by position nor by id", hint=there_are)
    if as_json:
        from auditui.formats.to_jsonl import lines

        data("".join(lines(found)).removesuffix("\n"))
        return
    show("\n\n".join(event_text(event, zone) for event in found))


def find(store: Store, which: str) -> list[Event]:
    """The event at a position, else those with an id."""
    found = list(store.events(_at(int(which)))) if which.isdecimal() and len(which) <= LONGEST_SEQ else []
    return found or store.find(which)


def _which_there_are(store: Store) -> str:
    """What somebody may ask for instead."""
    ends = [page.rows[0].seq for sort in _BOTH_WAYS if (page := store.page(View(sort=sort), limit=1)).rows]
    if not ends:
        return "the store is empty: auditui import FILE fills it"
    return f"positions go from {ends[0]} to {ends[-1]}; auditui export -q 'id:*' lists ids"


def _at(seq: int) -> Query:
    return Term("seq", (Range(seq, seq),))

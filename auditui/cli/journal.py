"""`auditui journal`."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, Final

import click

from auditui import session
from auditui.cli.examples import WithExamples
from auditui.cli.opening import opened
from auditui.cli.options import (
    MOST_ROWS,
    columns_option,
    db_option,
    explorer_options,
    frozen,
    query_option,
    sort_option,
    zone_option,
)
from auditui.cli.output import show_each
from auditui.core.errors import StoreError, UsageError
from auditui.core.event import Event
from auditui.core.query import Query
from auditui.core.text import clean
from auditui.core.times import format_us
from auditui.core.view import Sort
from auditui.custody import deeds
from auditui.custody.journal import journal_of

COLUMNS: Final = ("at", "user", "role", "action", "description", "ip")
"""What the explorer shows of a journal when nobody says."""
NOTHING: Final = "—"


@click.command(
    "journal",
    cls=WithExamples,
    examples=[
        "auditui journal                                        in the explorer",
        "auditui journal -q 'action:export since:30d' --plain   as lines",
        "auditui export --db audit.db.journal --format csv -o use.csv",
    ],
)
@db_option
@query_option
@sort_option
@columns_option
@zone_option
@explorer_options
@click.option("--plain", is_flag=True, help="Print lines: time, account, role, address, what was done.")
@click.option("--limit", type=click.IntRange(0, MOST_ROWS), metavar="N", help="With --plain: at most so many lines.")
@click.pass_context
def command(
    ctx: click.Context,
    /,
    *,
    db: Path | None,
    query: Query,
    sort: Sort,
    zone: str,
    plain: bool,
    limit: int | None,
    **chosen: Any,  # noqa: ANN401  the explorer's options, each typed where it is used
) -> None:
    """Show who opened, searched, exported or changed the store, and who was refused.

    The journal is a store of its own beside the store; looking at it is on record in it. What
    accounts did that cannot write there is in the system's log.
    """
    _refuse(
        ctx, ("columns", "page_size", "mouse") if plain else ("limit",), "with --plain" if plain else "without --plain"
    )
    path = _journal(db)
    if plain:
        _print(path, query, sort, zone, limit)
        return
    _require_terminal()
    from auditui.cli.explore import explore

    explore((), db=path, query=query, sort=sort, zone=zone, **{**chosen, "columns": chosen["columns"] or COLUMNS})


def _require_terminal() -> None:
    """Raises `UsageError` where the explorer cannot be shown; what shows the journal there is no other command."""
    from auditui.tui.start import require_terminal

    try:
        require_terminal()
    except UsageError as error:
        raise UsageError(error.problem, hint="auditui journal --plain prints the entries as lines") from None


def _journal(db: Path | None) -> Path:
    """The journal's file. Raises `StoreError` where nothing is on record yet."""
    path = journal_of(db or session.default_path())
    try:
        is_missing = not path.exists()
    except PermissionError:  # said where it is opened, and put on record
        is_missing = False
    if is_missing:
        raise StoreError(
            "there is no journal yet",
            where=str(path),
            hint="it begins when somebody looks at the store for the first time",
        )
    return path


def _refuse(ctx: click.Context, names: Iterable[str], when: str) -> None:
    for option in ctx.command.params:
        if option.name in names and ctx.get_parameter_source(option.name) is click.core.ParameterSource.COMMANDLINE:
            raise click.UsageError(f"{option.opts[-1]} has no effect {when}", ctx)


def _print(path: Path, query: Query, sort: Sort, zone: str, limit: int | None) -> None:
    with opened(path) as here:
        here.journal.note(deeds.searched(query, by="journal"))
        events = here.store.events(frozen(query, zone), sort, here.store.snapshot())
        try:
            show_each(_lines(islice(events, limit), zone))
        finally:
            if isinstance(events, Generator):
                events.close()


def _lines(events: Iterable[Event], zone: str) -> Iterator[str]:
    """One line an entry, in columns as far as names allow."""
    for event in events:
        outcome = "" if event.outcome == "success" else f" ({event.outcome})"
        who, where = clean(event.actor), clean(event.ip or str(event.details.get("terminal", "")) or NOTHING)
        role = clean(event.role or NOTHING)
        yield f"{format_us(event.at_us, zone)}  {who:<12}  {role:<6}  {where:<15}  {clean(event.description)}{outcome}"

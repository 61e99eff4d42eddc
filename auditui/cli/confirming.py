"""Asking twice before something goes for good: the number of events, typed, and a reason."""

from __future__ import annotations

import sys

import click

from auditui import removal
from auditui.cli.output import is_terminal, remark
from auditui.cli.progress import progress
from auditui.core.errors import AuditError
from auditui.core.query import Query
from auditui.custody.roles import Action
from auditui.session import Session
from auditui.store.base import PurgeReport


def said_of(found: PurgeReport) -> str:
    """What a purge would do: `12 events match; 3 more on hold, which stay`."""
    match = "matches" if found.deleted == 1 else "match"
    held = f"; {found.held:,} more on hold, which {'stays' if found.held == 1 else 'stay'}" if found.held else ""
    return f"{_events(found.deleted)} {match}{held}"


def reason_or_ask(given: str | None) -> str:
    """The reason given, else asked for on a terminal. Raises `UsageError` where there is none."""
    if given is None and is_terminal(sys.stdin):
        given = click.prompt("Reason, kept on record", default="", show_default=False, err=True)
    return removal.checked_reason(given or "")


def delete(
    here: Session,
    query: Query,
    found: PurgeReport,
    *,
    count: int | None,
    reason: str | None,
    cause: str,
    action: Action = Action.PURGE,
) -> None:
    """Have the number confirmed, delete, and say what was deleted. `query` and `found` come from `removal.plan`."""
    if not found.deleted:
        finish(here)
        remark(f"auditui: nothing to delete: {said_of(found)}")
        return
    _confirm(found, count)
    why = reason_or_ask(reason)
    with progress("Deleting", unit="rows") as advance:
        done = removal.purge(
            here, query, expected=found.deleted, reason=why, cause=cause, action=action, progress=advance
        )
    remark(f"auditui: {done.sentence()}", *(f"auditui: {said}" for said in done.remarks))
    if (error := done.remaining()) is not None:
        raise error


def finish(here: Session) -> bool:
    """Wipe what an earlier purge left in the file, and say so; whether there was something. Raises where it stays."""
    done = removal.finish(here)
    if done is None:
        return False
    if (error := done.remaining()) is not None:
        raise error
    remark("auditui: wiped what an earlier purge had left in the file", *(f"auditui: {said}" for said in done.remarks))
    return True


def _confirm(found: PurgeReport, count: int | None) -> None:
    if count is None and is_terminal(sys.stdin):
        remark(f"auditui: {said_of(found)}. They cannot be brought back, also not by an import.")
        typed = click.prompt(f"Type {found.deleted} to delete them", default="", show_default=False, err=True)
        if typed.strip().replace(",", "") != str(found.deleted):
            raise AuditError("that is another number: nothing was deleted")
    elif count is None:
        raise click.UsageError(f"{said_of(found)}: without a terminal, --count {found.deleted} and --reason confirm it")
    elif count != found.deleted:
        raise click.UsageError(f"--count says {count:,}, but {said_of(found)}: nothing was deleted")


def _events(count: int) -> str:
    return f"{count:,} event{'' if count == 1 else 's'}"

"""`auditui retention`: how long events are kept, and what is kept however old it is."""

from __future__ import annotations

import json
from pathlib import Path

import click
from click.core import ParameterSource

from auditui import removal
from auditui.cli.confirming import reason_or_ask
from auditui.cli.examples import WithExamples
from auditui.cli.opening import opened
from auditui.cli.options import db_option, query_option, reason_option, zone_option
from auditui.cli.output import data, remark, show
from auditui.core.query import Query
from auditui.core.times import rfc3339
from auditui.custody import deeds
from auditui.custody.roles import Action
from auditui.store.policy import Hold, Policy, checked_retention

FOR_EVER = "forever"


class Group(WithExamples, click.Group):
    """A group with examples."""


@click.group(
    cls=Group,
    name="retention",
    invoke_without_command=True,
    examples=[
        "auditui retention set 400d --reason 'policy 2026-3'",
        "auditui retention hold -q user:alice@acme.com --reason 'case 17'",
        "auditui purge                                          delete what is older",
    ],
)
@db_option
@click.pass_context
def command(ctx: click.Context, *, db: Path | None) -> None:
    """Show or set how long events are kept, and put events on hold.

    Setting deletes nothing: auditui purge does. But from then on an import leaves out what is older.
    """
    if ctx.invoked_subcommand is None:
        ctx.invoke(show_, db=db)


@command.command("show")
@db_option
@click.option("--json", "as_json", is_flag=True, help="One JSON object, for programs.")
def show_(db: Path | None, *, as_json: bool = False) -> None:
    """Tell how long events are kept, how many are older, and what is on hold (default)."""
    with opened(db) as here:
        here.journal.note(deeds.looked("retention"))
        policy = here.store.policy()
        due = here.store.purgeable(removal.beyond(policy.retention)).deleted if policy.retention else 0
    if as_json:
        data(json.dumps(_object(policy, due)))
    else:
        show("\n".join([*_lines(policy, due), *map(_hold_line, policy.holds)]))


def _lines(policy: Policy, due: int) -> list[str]:
    said = policy.decided
    since = f", decided {rfc3339(said.at_us, 0)} by {said.who}: {said.reason}" if said else ""
    if not policy.retention:
        return [f"Events are kept for ever{since}"]
    older = f"{due:,} event{' is' if due == 1 else 's are'} older"
    return [f"Events are kept {policy.retention}{since}", f"{older}{'; auditui purge deletes them' if due else ''}"]


def _object(policy: Policy, due: int) -> dict[str, object]:
    return {"retention": policy.retention, "due": due, "holds": [_hold_object(each) for each in policy.holds]}


def _hold_object(hold: Hold) -> dict[str, object]:
    return {
        "hold": hold.number, "at": rfc3339(hold.at_us, 0), "who": hold.who, "reason": hold.reason,
        "query": str(hold.query),
    }  # fmt: skip


def _hold_line(hold: Hold) -> str:
    return f"hold {hold.number}, {rfc3339(hold.at_us, 0)} by {hold.who}: {hold.reason}: {str(hold.query) or '*'}"


@command.command("set")
@click.argument("span")
@db_option
@reason_option
def set_(span: str, *, db: Path | None, reason: str | None) -> None:
    """Keep events for SPAN, such as 400d or 52w, or forever. Owners alone may."""
    kept = "" if span.lower() == FOR_EVER else checked_retention(span)
    with opened(db, Action.SET_RETENTION) as here:
        removal.keep_for(here, kept, reason=reason_or_ask(reason))
        due = here.store.purgeable(removal.beyond(kept)).deleted if kept else 0
    remark(f"auditui: events are kept {kept or 'for ever'}" + (f"; {due:,} are older: auditui purge" if due else ""))


@command.group(cls=Group, invoke_without_command=True, examples=["auditui retention hold release 3 --reason closed"])
@db_option
@query_option
@zone_option
@reason_option
@click.pass_context
def hold(ctx: click.Context, *, db: Path | None, query: Query, zone: str, reason: str | None) -> None:
    """Keep what a query finds, also what comes in later, from every purge until it is released. Owners alone may."""
    asked = ctx.get_parameter_source("query") is ParameterSource.COMMANDLINE
    if ctx.invoked_subcommand is not None:
        if asked or reason is not None:
            raise click.UsageError(f"-q and --reason have no effect before '{ctx.invoked_subcommand}'")
        return
    if not asked:
        raise click.UsageError("-q says what is held; auditui retention hold list shows what is")
    with opened(db, Action.SET_RETENTION) as here:
        number, count = removal.hold(here, query, reason=reason_or_ask(reason), zone=zone)
    remark(f"auditui: hold {number} keeps {count:,} event{'' if count == 1 else 's'}, and what matches later")


@hold.command("list")
@db_option
def list_(db: Path | None) -> None:
    """Print what is on hold."""
    with opened(db) as here:
        here.journal.note(deeds.looked("holds"))
        holds = here.store.policy().holds
    if holds:
        show("\n".join(map(_hold_line, holds)))
    else:
        remark("auditui: nothing is on hold")


@hold.command()
@click.argument("number", type=int)
@db_option
@reason_option
def release(number: int, *, db: Path | None, reason: str | None) -> None:
    """End hold NUMBER; a purge may then delete what it kept. Owners alone may."""
    with opened(db, Action.SET_RETENTION) as here:
        found = removal.release(here, number, reason=reason_or_ask(reason))
    remark(f"auditui: released hold {number}: {str(found.query) or '*'}")

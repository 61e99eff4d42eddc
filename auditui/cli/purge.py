"""`auditui purge`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click
from click.core import ParameterSource

from auditui import removal
from auditui.cli.confirming import delete, finish, said_of
from auditui.cli.examples import WithExamples
from auditui.cli.opening import opened
from auditui.cli.options import count_option, db_option, query_option, reason_option, zone_option
from auditui.cli.output import show
from auditui.core.errors import UsageError
from auditui.core.query import Query
from auditui.custody.roles import Action
from auditui.session import Session


@click.command(
    cls=WithExamples,
    examples=[
        "auditui purge --dry-run                                how much is older than the retention",
        "auditui purge --older-than 400d",
        "auditui purge --yes --reason retention                 every night, by cron",
        "auditui purge -q user:bob@acme.com --count 312 --reason 'request 4711'",
    ],
)
@db_option
@query_option
@zone_option
@click.option("--older-than", metavar="SPAN", help="Events older than this, such as 400d or 52w.")
@click.option("--dry-run", is_flag=True, help="Only tell how many would go.")
@count_option
@click.option("--yes", is_flag=True, help="Delete however many are too old, without asking; for cron, not with -q.")
@reason_option
@click.pass_context
def command(
    ctx: click.Context,
    *,
    db: Path | None,
    query: Query,
    zone: str,
    older_than: str | None,
    dry_run: bool,
    count: int | None,
    yes: bool,
    reason: str | None,
) -> None:
    """Delete events for good, but for those on hold.

    Without -q and --older-than: the events that are older than the retention. Owners alone may. Of each purge
    a tombstone stays: how many, which positions, who, when and why, so that verify still proves the rest. The
    bytes are gone from the file, and the same events do not come back by an import. What a purge that was killed
    left in the file is wiped first.
    """
    asked = ctx.get_parameter_source("query") is ParameterSource.COMMANDLINE
    given = {"--count": count is not None, "--yes": yes, "--reason": reason is not None}
    _refuse_without_effect(given, asked=asked, older_than=older_than, dry_run=dry_run)
    with opened(db, Action.PURGE) as here:
        if not dry_run and finish(here) and not (asked or older_than or here.store.policy().retention):
            return
        chosen = query if asked else _by_age(here, older_than)
        frozen, found = removal.plan(here, chosen, zone=zone)
        if dry_run:
            show(said_of(found))
        else:
            cause = "purge" if asked or older_than else "retention"
            delete(here, frozen, found, count=found.deleted if yes else count, reason=reason, cause=cause)


def _refuse_without_effect(given: Mapping[str, bool], *, asked: bool, older_than: str | None, dry_run: bool) -> None:
    if asked and older_than:
        raise click.UsageError("--older-than has no effect beside -q: write until:400d into the query")
    for name, is_given in given.items():
        if dry_run and is_given:
            raise click.UsageError(f"{name} has no effect with --dry-run")
    if given["--yes"] and (asked or given["--count"]):
        raise click.UsageError("--yes confirms any number: not with -q, and not with --count")


def _by_age(here: Session, older_than: str | None) -> Query:
    span = older_than if older_than is not None else here.store.policy().retention
    if not span:
        raise UsageError(
            "how old is too old? No retention is set",
            hint="auditui purge --older-than 400d, or once and for all: auditui retention set 400d",
        )
    return removal.beyond(span)

"""`auditui count`."""

from __future__ import annotations

from pathlib import Path

import click

from auditui.cli.examples import WithExamples
from auditui.cli.opening import opened
from auditui.cli.options import db_option, frozen, query_option, zone_option
from auditui.cli.output import data
from auditui.cli.saved import combined, view_option
from auditui.core.query import Query
from auditui.core.view import View
from auditui.custody import deeds


@click.command(
    cls=WithExamples,
    examples=[
        "auditui count -q 'is:failed since:24h'",
    ],
)
@db_option
@query_option
@view_option
@zone_option
def command(*, db: Path | None, query: Query, saved: str | None, zone: str) -> None:
    """Print how many events match."""
    view = combined(saved, View(query, zone=zone))
    with opened(db) as here:
        here.journal.note(deeds.searched(view.query, by="count"))
        asked = frozen(view.query, view.zone)
        counted = here.store.count(asked)
        data(str(int(counted) if counted.exact else sum(1 for _ in here.store.events(asked))))

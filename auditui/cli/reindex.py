"""`auditui reindex`."""

from __future__ import annotations

from pathlib import Path

import click

from auditui.cli.examples import WithExamples
from auditui.cli.opening import opened
from auditui.cli.options import db_option
from auditui.cli.output import remark
from auditui.cli.progress import progress
from auditui.core.counting import counted
from auditui.core.query import EVERYTHING
from auditui.custody import deeds
from auditui.custody.roles import Action


@click.command(
    cls=WithExamples,
    examples=[
        "auditui reindex --db /srv/audit/crm.db",
    ],
)
@db_option
def command(*, db: Path | None) -> None:
    """Build every index again from the stored events.

    Nothing is lost by it: events are the truth, indexes follow from them. Verbs and outcomes that
    auditui derives are derived anew.
    """
    with opened(db, Action.MAINTAIN, read_only=False) as here:
        total = int(here.store.count(EVERYTHING))
        here.journal.note(deeds.reindexed(total))
        with progress("Reindexing", total) as advance:
            here.store.reindex(advance)
    remark(f"auditui: built the indexes of {counted(total, 'event')}")

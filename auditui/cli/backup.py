"""`auditui backup`."""

from __future__ import annotations

from pathlib import Path

import click

from auditui import handover
from auditui.cli.examples import WithExamples
from auditui.cli.opening import opened
from auditui.cli.options import db_option
from auditui.cli.output import remark
from auditui.cli.progress import progress
from auditui.core.errors import UsageError
from auditui.custody import deeds
from auditui.custody.examination import prove_copy
from auditui.custody.roles import Action
from auditui.exporting import on_record
from auditui.session import spare_store


@click.command(
    cls=WithExamples,
    examples=[
        "auditui backup /mnt/backup/audit-2026-11-20.db",
    ],
)
@click.argument("target", metavar="FILE", type=click.Path(path_type=Path))
@db_option
@click.option("--force", is_flag=True, help="Replace FILE if it is there.")
def command(*, target: Path, db: Path | None, force: bool) -> None:
    """Copy the store to FILE, also while it is in use.

    The copy holds one moment of the store, is verified as by 'auditui verify', and is readable by you alone.
    It is a store itself: open it with --db. Of a store that does not verify no copy is made, exit code 6.
    """
    if str(target) == "-":
        raise UsageError("a store cannot go to standard output", where="-", hint="name a file: ./- is one of this name")
    with opened(db, Action.EXPORT) as here:
        spare_store(here, target)
        deed = deeds.copied(str(target), here.path.stat().st_size)
        with on_record(here, deed, target, force=force), handover.placed(target, force=force) as beside:
            with progress("Copying", unit="pages") as advance:
                here.store.backup(beside, advance)
            with progress("Verifying") as advance:
                prove_copy(beside, advance)
    remark(f"auditui: copied {here.path} to {target}, {target.stat().st_size:,} bytes")

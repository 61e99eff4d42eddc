"""Opens a store for a command and says what the person should know about it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from auditui import session
from auditui.cli.output import remark
from auditui.custody.roles import Action


@contextlib.contextmanager
def opened(
    path: Path | None,
    action: Action = Action.VIEW,
    *,
    create: bool = False,
    read_only: bool = True,
    is_kept: bool = True,
    is_announced: bool = True,
) -> Iterator[session.Session]:
    """`session.opened`, with its remarks on standard error; not `is_announced`: only those about the journal."""
    with session.opened(path, action=action, create=create, read_only=read_only, is_kept=is_kept) as here:
        if here.remark and is_announced:
            remark(f"auditui: {here.remark}")
        if here.slow and is_announced:
            remark(f"auditui: {here.slow}")
        try:
            yield here
        finally:
            if here.journal.remark:
                remark(f"auditui: {here.journal.remark}")

"""Opens a store for a command and says what the person should know about it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from auditui import session
from auditui.cli.output import remark
from auditui.core.errors import AuditError


@contextlib.contextmanager
def opened(path: Path | None, *, create: bool = False, read_only: bool = True) -> Iterator[session.Session]:
    """`session.opened`, with its remark on standard error."""
    with session.opened(path, create=create, read_only=read_only) as here:
        if here.remark:
            remark(f"auditui: {here.remark}")
        yield here


def spare_store(here: session.Session, target: Path) -> None:
    """Raise `AuditError` when a file to be written is the store itself: not even --force means that."""
    if target.exists() and target.samefile(here.path):
        raise AuditError("this is the store itself", where=str(target), hint="name another file")

"""Opens a store for a command and says what the person should know about it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from auditui import session
from auditui.cli.output import remark


@contextlib.contextmanager
def opened(path: Path | None, *, create: bool = False, read_only: bool = True) -> Iterator[session.Session]:
    """`session.opened`, with its remark on standard error."""
    with session.opened(path, create=create, read_only=read_only) as here:
        if here.remark:
            remark(f"auditui: {here.remark}")
        yield here

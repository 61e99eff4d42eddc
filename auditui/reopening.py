"""Files that are looked at without being kept: the command that opens them again, and whether they are still the same.

Events of such a store have no position that lasts, since all behind a file that grows move on. So what is shown again
is what the same files hold, told by the beginnings of their SHA-256, in the order in which they were read.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from auditui.core.errors import AuditError, UsageError
from auditui.core.view import View, command_line, shell_line
from auditui.store.base import ImportRecord

OPTION: Final = "--unchanged"
INPUT: Final = "-"
_DIGITS: Final = 16


def command_over(files: Sequence[str], view: View, read: Sequence[ImportRecord] | None = None) -> str:
    """The line for a shell that opens a view of these files again, from any folder.

    Args:
        files: As they were named, by paths from where the program runs; `-` is standard input.
        view: What to open.
        read: What was read of them; the line is frozen then, and opens only what is still the same.

    Raises:
        UsageError: It is to be frozen, and something was read that is no file of its own; or a file has a name that
            no line can hold.
    """
    named = [name if name == INPUT else os.path.abspath(name) for name in files]  # noqa: PTH100  links stay links
    if read is None:
        return f"{command_line(view)} -- {shell_line(named)}"
    line = command_line(replace(view, as_of=None), frozen=True)
    return f"{line} {OPTION} {hashes(read)} -- {shell_line(named)}"


def hashes(read: Sequence[ImportRecord]) -> str:
    """What `require_unchanged` compares: a hash for each file, with commas between them.

    Raises:
        UsageError: Something came through a pipe or out of an archive.
    """
    alone = next((one.origin.name for one in read if not one.origin.sha256), None)
    if alone is not None:
        raise UsageError(
            f"{alone} is no file of its own, so nothing tells later that it is the same",
            hint="keep its events in a store with 'auditui import'; or copy the command that is not frozen",
        )
    return ",".join(one.origin.sha256[:_DIGITS] for one in read)


def require_unchanged(read: Sequence[ImportRecord], wanted: str) -> None:
    """Come back if what was read is what `hashes` was made of.

    Raises:
        AuditError: It is not; with the first file that differs.
    """
    known = wanted.split(",")
    for one, expected in zip(read, known, strict=False):
        if not one.origin.sha256 or one.origin.sha256[:_DIGITS] != expected:
            size = "" if one.origin.size is None else f" (it has {one.origin.size:,} bytes now)"
            raise _changed(f"has changed since this command was copied{size}", Path(one.origin.name).name)
    if len(read) != len(known):
        raise _changed(f"there are {len(read)} files to read where there were {len(known)} when this was copied")


def _changed(problem: str, where: str = "") -> AuditError:
    return AuditError(
        problem,
        where=where,
        hint=f"without {OPTION} the command opens the files as they are now, other events included",
    )

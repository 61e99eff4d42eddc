"""`--rejects FILE`: what an import could not read, for somebody to mend and import again."""

from __future__ import annotations

import io
import re
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from auditui import handover
from auditui.core.errors import AuditError
from auditui.custody import part_files
from auditui.import_report import Reject

_ENDING: Final = "rejects-part"
"""Of no other file that is being written, so that only those of imports are cleared."""


class RejectsFile:
    """Rejects as JSON Lines, for this account alone; gets its name at the end, and is not made where there are none.

    It is kept as far as it came when the import fails, since whatever was read before is in the store.
    """

    def __init__(self, path: Path, *, force: bool = False) -> None:
        """Nothing is made yet. `force`: replace a file that is there."""
        self.path = path
        self._force = force
        self._placed = ExitStack()
        self._stream: io.TextIOWrapper | None = None

    def __enter__(self) -> Self:
        """Look whether the file may be made. Raises `AuditError` where it may not.

        What imports that were killed left of it goes.
        """
        handover.check_target(self.path, force=self._force)
        left = re.compile(rf"\.{re.escape(self.path.name[:200])}\.[0-9a-f]{{8}}\.{_ENDING}")
        part_files.clear(self.path.parent, left)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Finish the file. One of an earlier import, which is to be replaced, does not stay to be taken for ours."""
        if kind is None and self._stream is None and self._force and self.path.exists():
            self._begin()
        if self._stream is not None:
            with self._placed:
                self._stream.close()

    def add(self, reject: Reject) -> None:
        """Write one line. Raises `AuditError` when the file cannot be written."""
        try:
            (self._stream or self._begin()).write(reject.as_json() + "\n")
        except OSError as error:
            raise AuditError(f"cannot write the rejects: {error.strerror}", where=str(self.path)) from error

    def _begin(self) -> io.TextIOWrapper:
        beside = self._placed.enter_context(handover.placed(self.path, force=self._force, ending=_ENDING))
        self._stream = io.TextIOWrapper(io.FileIO(part_files.locked(beside), "w"), encoding="utf-8", newline="\n")
        return self._stream

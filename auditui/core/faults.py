"""What to say when auditui itself is wrong: one line for a reader, the traceback for whoever mends it."""

from __future__ import annotations

import traceback
from pathlib import Path

from auditui.core.errors import AuditError, StoreError


def said(error: BaseException | None) -> str:
    """Whose fault it is, and of what kind; the text of the error may be a log's and is left out."""
    return f"this is a fault of auditui itself ({type(error).__name__})"


def own_fault(error: BaseException | None, hint: str = "please report it") -> StoreError:
    """For an answer that will not come."""
    return StoreError(said(error), hint=hint)


def end(error: BaseException) -> AuditError:
    """For the end of the program."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return AuditError(said(error), where=where, hint="please report it; AUDITUI_DEBUG=1 shows where it came from")

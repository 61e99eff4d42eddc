"""How far a store is proven, as the first line says it: when it was verified, how that went, what came since."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from auditui.tui.drawing.clock import ago

if TYPE_CHECKING:
    from auditui.custody.anchors import LastVerification


@dataclass(frozen=True, slots=True)
class Proof:
    """The same in several lengths, the longest first; `is_alarm` where somebody has to look."""

    texts: tuple[str, ...]
    is_alarm: bool = False


NO_PROOF: Final = Proof(())
"""Nothing is known, so nothing is said."""
NEVER: Final = Proof(("never verified", "unverified"))


def proof(last: LastVerification | None, last_seq: int, now_us: int) -> Proof:
    """What is to be said of the last verification of a store that has given positions up to `last_seq` by now.

    Rows that were deleted on record count as given: fewer rows are no alarm, fewer positions are.
    """
    if last is None:
        return NEVER
    when = ago(last.at_us, now_us)
    if not last.is_sound:
        return Proof((f"verification failed {when}", "NOT SOUND"), is_alarm=True)
    newer = last_seq - last.last_seq
    if newer < 0:
        from auditui.core.counting import counted

        return Proof((f"{counted(-newer, 'event')} less than verified {when}", "NOT SOUND"), is_alarm=True)
    if newer:
        return Proof((f"verified {when}, {newer:,} since", f"{newer:,} unverified"))
    return Proof((f"verified {when}", "verified"))

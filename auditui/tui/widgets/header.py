"""The first line: which store, how many events it holds, how far that is proven, the zone of times, and who looks.

And the order of the rows, where no head of a column shows it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from textual.reactive import reactive

from auditui.core.text import clean
from auditui.store.base import Count
from auditui.tui.drawing.proof import NO_PROOF, Proof
from auditui.tui.drawing.spans import cells
from auditui.tui.widgets.bar import Bar, Part, spread, width_of

_APART: Final = 2
_NOTHING: Final = Count(0)


@dataclass(frozen=True, slots=True)
class Heading:
    """What the first line says. `zone` is how times are shown, as a label; `events` None while nobody knows."""

    store: str = ""
    events: int | None = None
    zone: str = "UTC"
    who: str = ""
    role: str = ""
    proof: Proof = NO_PROOF
    order: str = ""
    """What rows are sorted by, where no column on screen says so; else empty."""
    is_following: bool = False
    new: Count = _NOTHING
    """Events that came in since the rows on screen were read, and that the view would show."""


class Header(Bar):
    """Shows a heading; pressing the zone asks for the next way to show times, the name for the commands."""

    heading: reactive[Heading] = reactive(Heading(), layout=False)

    def laid_out(self, width: int) -> Sequence[Part]:
        """Program, store and its size on the left; how far it is proven, zone and person on the right.

        The proof is said as fully as there is room.
        """
        left, right = self._left(), self._right()
        room = width - width_of(left) - width_of(right)
        proof = next((text for text in self.heading.proof.texts if cells(text) + _APART <= room), self._shortest)
        style = "alert" if self.heading.proof.is_alarm else "quiet"
        return spread(left, [Part(f"{' ' * _APART}{proof}", style) if proof else Part(""), *right], width)

    @property
    def _shortest(self) -> str:
        """What is said where there is no room: an alarm in any case, else nothing."""
        return self.heading.proof.texts[-1] if self.heading.proof.is_alarm else ""

    def _left(self) -> list[Part]:
        held = self.heading.events
        size = "" if held is None else f"{held:,} event{'' if held == 1 else 's'}"
        return [
            Part(" auditui ", "name", "palette"),
            Part(f"  {clean(self.heading.store)}", "strong"),
            Part(f"   {size}", "quiet"),
        ]

    def _right(self) -> list[Part]:
        person = " · ".join(clean(text) for text in (self.heading.who, self.heading.role) if text)
        zone = Part(f"  {clean(self.heading.zone)}", "key", "zone")
        order = Part(f"  by {self.heading.order}" if self.heading.order else "", "key", "sort")
        return [*self._news(), order, zone, Part(f"   {person} " if person else " ", "quiet")]

    def _news(self) -> list[Part]:
        """`following`, and `12 new` once there are some; a press stops the one and takes in the other."""
        if not self.heading.is_following:
            return []
        following = Part("  following", "key", "follow")
        new = self.heading.new
        if not new:
            return [following]
        return [following, Part(f"  {new:,}{'' if new.exact else '+'} new ", "alert", "refresh")]

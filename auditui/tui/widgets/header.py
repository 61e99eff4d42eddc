"""The first line: which store, how many events it holds, in which zone times are shown, and who looks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.reactive import reactive

from auditui.core.text import clean
from auditui.tui.widgets.bar import Bar, Part, spread


@dataclass(frozen=True, slots=True)
class Heading:
    """What the first line says. `zone` is how times are shown, as a label; `events` None while nobody knows."""

    store: str = ""
    events: int | None = None
    zone: str = "UTC"
    who: str = ""
    role: str = ""


class Header(Bar):
    """Shows a heading; pressing the zone asks for the next way to show times."""

    heading: reactive[Heading] = reactive(Heading(), layout=False)

    def laid_out(self, width: int) -> Sequence[Part]:
        """Program, store and its size on the left, zone and person on the right."""
        return spread(self._left(), self._right(), width)

    def _left(self) -> list[Part]:
        held = self.heading.events
        size = "" if held is None else f"{held:,} event{'' if held == 1 else 's'}"
        return [
            Part(" auditui ", "name"),
            Part(f"  {clean(self.heading.store)}", "strong"),
            Part(f"   {size}", "quiet"),
        ]

    def _right(self) -> list[Part]:
        person = " · ".join(clean(text) for text in (self.heading.who, self.heading.role) if text)
        zone = Part(f"  {clean(self.heading.zone)}", "key", "zone")
        return [zone, Part(f"   {person} " if person else " ", "quiet")]

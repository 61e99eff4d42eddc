"""Which items of how many are shown, and the ways to others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from textual.reactive import reactive

from auditui.core.view import PAGE_SIZES
from auditui.store.base import Count
from auditui.tui.widgets.bar import Bar, Part, spread, width_of

_NARROW: Final = 100
"""Below this many cells the footer leaves out the page sizes that are not in use."""


@dataclass(frozen=True, slots=True)
class Paging:
    """Where a page stands. `offset` counts from 0; `total` is None while it is being counted."""

    offset: int = 0
    rows: int = 0
    page_size: int = 200
    at_end: bool = True
    total: Count | None = None
    selected: int | None = 0
    """How many events are marked; None while they are counted."""
    note: str = ""
    """What to say in the place of the selection: that it takes long, or what may be missing."""

    @property
    def items(self) -> str:
        """`Items 1–200 of 263`; `of …` while the total is on its way, `of 10,000+` for a lower bound."""
        if not self.rows:
            return "No items" if self.total is not None or self.at_end else "Items …"
        return f"Items {self.offset + 1:,}–{self.offset + self.rows:,} of {self._of()}"

    def _of(self) -> str:
        if self.total is None:
            return "…"
        return f"{self.total:,}" if self.total.exact else f"{self.total:,}+"


class PagingFooter(Bar):
    """Shows a paging. `Pressed.does` is `previous`, `next`, `rows`, or `size:100`."""

    paging: reactive[Paging] = reactive(Paging(), layout=False)

    def laid_out(self, width: int) -> Sequence[Part]:
        """Items, page sizes and ways to other pages on the left, the selection on the right."""
        sizes = self._sizes() if width >= _NARROW else self._one_size()
        left = [Part(f" {self.paging.items}   ", "strong"), *sizes, *self._ways()]
        right = self._right()
        return spread(left, right if width_of(left) + width_of(right) <= width else right[:1], width)

    def _sizes(self) -> list[Part]:
        parts = [Part("per page ", "quiet", "rows")]
        for size in PAGE_SIZES:
            in_use = size == self.paging.page_size
            parts.append(Part(f"[{size}]" if in_use else f" {size} ", "strong" if in_use else "link", f"size:{size}"))
        return [*parts, Part("   ")]

    def _one_size(self) -> list[Part]:
        return [Part("per page ", "quiet", "rows"), Part(f"{self.paging.page_size}", "link", "rows"), Part("   ")]

    def _ways(self) -> list[Part]:
        back, on = self.paging.offset > 0, not self.paging.at_end
        return [
            Part("‹ Prev", "link" if back else "quiet", "previous" if back else ""),
            Part("  "),
            Part("Next ›", "link" if on else "quiet", "next" if on else ""),
            Part("   "),
            Part("go to page", "link", "rows"),
        ]

    def _right(self) -> list[Part]:
        count = self.paging.selected
        selected = "" if count == 0 else "  … selected " if count is None else f"  {count:,} selected "
        return [Part(selected, "key"), Part(f"  {self.paging.note} " if self.paging.note else "", "alert")]

"""Why nothing is found, as lines of text: what each clause lets through, and which one is the cause."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from auditui.core.text import clean
from auditui.facets import ClauseCounts
from auditui.store.base import Count
from auditui.tui.drawing.spans import Span, cells, elide, plain

_DROPS: Final = "   ← {} drops it"
_HEAD: Final = ("alone", "without it", "filter")
_WIDEST: Final = 50
"""Cells of one clause where there is no room for more."""


def cause(counts: Sequence[ClauseCounts]) -> int | None:
    """The number of the clause that, taken out, brings most events back; None where no single one does."""
    best = max(range(len(counts)), key=lambda number: counts[number].without, default=None)
    return best if best is not None and counts[best].without else None


def why_lines(written: Sequence[str], counts: Sequence[ClauseCounts], key: str, width: int = 0) -> list[str]:
    """A table of the clauses, as they are written, and what to press.

    Args:
        written: The clauses as the reader wrote them, in the order of `counts`.
        counts: What each lets through.
        key: The key that drops the cause.
        width: Cells that there are for a line.
    """
    worst = cause(counts)
    rows = [_HEAD, *((_number(one.alone), _number(one.without), "") for one in counts)]
    widths = [max(len(row[column]) for row in rows) for column in (0, 1)]
    lines = [f"{_HEAD[0]:>{widths[0]}}  {_HEAD[1]:>{widths[1]}}  {_HEAD[2]}"]
    widest = max(_WIDEST, width - sum(widths) - cells(f"    {_DROPS.format(key)}"))
    for number, (text, (alone, without, _)) in enumerate(zip(written, rows[1:], strict=True)):
        named = plain(elide([Span(clean(text))], widest))
        said = _DROPS.format(key) if number == worst else ""
        lines.append(f"{alone:>{widths[0]}}  {without:>{widths[1]}}  {named}{said}")
    return [*lines, "", *_advice(counts, worst, key)]


def _advice(counts: Sequence[ClauseCounts], worst: int | None, key: str) -> list[str]:
    if worst is None:
        return [
            "No single filter is the cause: without any one of them",
            "there is still nothing.",
        ]
    back = counts[worst].without
    return [f"{key} brings {_number(back)} {'event' if back == 1 else 'events'} back."]


def _number(count: Count) -> str:
    return f"{count:,}" if count.exact else f"≥{count:,}"

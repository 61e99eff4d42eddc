"""Totals, histogram and facets laid out for reading."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from auditui.core.shown import width_words
from auditui.core.text import shorten
from auditui.core.times import format_us
from auditui.facets import OVERLAPPING, FacetList, shown_label
from auditui.store.base import Histogram

BAR_WIDTH: Final = 32
VALUE_WIDTH: Final = 40
_EIGHTHS: Final = " ▏▎▍▌▋▊▉█"


def stats_text(total: int, facets: Sequence[FacetList], histogram: Histogram, zone: str) -> str:
    """All three as aligned lines; moments are in the zone."""
    blocks = [f"{total:,} events" if total != 1 else "1 event"]
    if histogram.starts_us:
        blocks.append("\n".join(_histogram(histogram, zone)))
    blocks += ["\n".join(_facet(found, total)) for found in facets if found.rows]
    return "\n\n".join(blocks)


def bar(count: int, most: int) -> str:
    """A bar of up to `BAR_WIDTH` cells; the smallest count above zero still leaves a mark."""
    eighths = max(1, round(count / most * BAR_WIDTH * 8)) if count else 0
    whole, rest = divmod(eighths, 8)
    return "█" * whole + (_EIGHTHS[rest] if rest else "")


def _histogram(found: Histogram, zone: str) -> Iterator[str]:
    most = max(found.counts)
    width = max(len(f"{most:,}"), len("events"))
    starts = [format_us(start, zone) for start in found.starts_us]
    label = max(map(len, starts))
    yield f"{'from, by ' + width_words(found.width_us):{label}}  {'events':>{width}}"
    for start, count, failures in zip(starts, found.counts, found.failures, strict=True):
        failed = f"  {failures:,} failed" if failures else ""
        yield f"{start:{label}}  {count:>{width},}  {bar(count, most)}{failed}".rstrip()
    if found.left_out:
        yield f"{found.left_out:,} more, far away in time, are not shown"


def _facet(found: FacetList, total: int) -> Iterator[str]:
    values = [shorten(shown_label(row, found.facet), VALUE_WIDTH) for row in found.rows]
    label = max(len(found.facet.id), *map(len, values))
    width = len(f"{max(row.count for row in found.rows):,}")
    yield found.facet.id
    for value, row in zip(values, found.rows, strict=True):
        yield f"  {value:{label}}  {row.count:>{width},}  {row.count / total:>6.1%}  {bar(row.count, total)}".rstrip()
    if found.more:
        yield f"  and {found.more:,} more {'value' if found.more == 1 else 'values'}; --limit shows more of them"
    if found.overlaps:
        yield f"  {OVERLAPPING}"

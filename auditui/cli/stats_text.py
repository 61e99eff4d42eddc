"""Totals, histogram and facets laid out for reading."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from auditui.core.shown import width_words
from auditui.core.text import clean, shorten
from auditui.core.times import format_us
from auditui.store.base import FacetValue, Histogram

BAR_WIDTH: Final = 32
VALUE_WIDTH: Final = 40
NO_VALUE: Final = "—"
_EIGHTHS: Final = " ▏▎▍▌▋▊▉█"


def stats_text(total: int, facets: Mapping[str, Sequence[FacetValue]], histogram: Histogram, zone: str) -> str:
    """All three as aligned lines; moments are in the zone."""
    blocks = [f"{total:,} events" if total != 1 else "1 event"]
    if histogram.starts_us:
        blocks.append("\n".join(_histogram(histogram, zone)))
    blocks += ["\n".join(_facet(name, found, total)) for name, found in facets.items() if found]
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


def _facet(name: str, found: Sequence[FacetValue], total: int) -> Iterator[str]:
    values = [clean(shorten(one.value, VALUE_WIDTH)) or NO_VALUE for one in found]
    label = max(len(name), *map(len, values))
    width = len(f"{max(one.count for one in found):,}")
    yield name
    for value, one in zip(values, found, strict=True):
        yield f"  {value:{label}}  {one.count:>{width},}  {one.count / total:>6.1%}  {bar(one.count, total)}".rstrip()

"""A histogram as lines of text: how high each bar is, where it stands, and what the axis says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from auditui.core.shown import width_words
from auditui.store.base import Histogram
from auditui.tui.drawing.clock import TimeStyle, time_text

LEVELS: Final = " ▁▂▃▄▅▆▇█"
EMPTY: Final = "·"
_FULL: Final = len(LEVELS) - 1
_THOUSAND: Final = 1000


@dataclass(frozen=True, slots=True)
class Picked:
    """Neighbouring buckets, both ends included."""

    first: int
    last: int


def heights(counts: Sequence[int], rows: int, most: int = 0) -> list[int]:
    """Eighths of a row for each count, the highest of them, or `most` where that is more, `rows` rows.

    Whatever is there has at least one.
    """
    most = max(most, *counts, 0)
    return [0 if not count else max(1, round(count * rows * _FULL / most)) for count in counts]


def bar_rows(counts: Sequence[int], rows: int, most: int = 0) -> list[str]:
    """The bars from top to bottom, a character each bucket; an empty bucket has a dot on the ground."""
    tall = heights(counts, rows, most)
    lines = []
    for row in reversed(range(rows)):
        ground = EMPTY if row == 0 else " "
        lines.append("".join(LEVELS[min(_FULL, max(0, high - row * _FULL))] if high else ground for high in tall))
    return lines


def edges(buckets: int, width: int) -> list[int]:
    """Where each bucket begins, and the last one ends, in a line of `width` cells that they share evenly."""
    return [number * width // buckets for number in range(buckets + 1)]


def stretched(line: str, width: int) -> str:
    """A line of one character each bucket, drawn over `width` cells."""
    ends = edges(len(line), width) if line else []
    return "".join(char * (ends[number + 1] - ends[number]) for number, char in enumerate(line))


def bucket_at(x: int, buckets: int, width: int) -> int | None:
    """The bucket drawn at a column of a line of `width` cells."""
    if not buckets or not 0 <= x < width:
        return None
    ends = edges(buckets, width)
    return next((number for number in range(buckets) if ends[number] <= x < ends[number + 1]), None)


def short_count(count: int) -> str:
    """A number in at most five characters: `950`, `12.3k`, `456k`, `1.2M`."""
    if count < _THOUSAND:
        return str(count)
    for unit in "kMG":
        count_in_unit = count / _THOUSAND
        if count_in_unit < _THOUSAND:
            return f"{count_in_unit:.1f}{unit}" if count_in_unit < 100 else f"{count_in_unit:.0f}{unit}"  # noqa: PLR2004
        count = int(count_in_unit)
    return f"{count}T"


def axis(histogram: Histogram, style: TimeStyle, width: int) -> str:
    """Both ends of the range and what one bar is, over `width` cells."""
    first, last = range_us(histogram, Picked(0, len(histogram.counts) - 1))
    left, right = _label(first, style), _label(last, style)
    middle = f"each bar {width_words(histogram.width_us)}{_remarks(histogram)}"
    free = width - len(left) - len(right) - len(middle) - 4
    if free < 0:
        return f"{left} {'─' * max(1, width - len(left) - len(right) - 2)} {right}"[:width]
    return f"{left} {'─' * (free // 2)} {middle} {'─' * (free - free // 2)} {right}"


def picked_texts(
    histogram: Histogram, picked: Picked, style: TimeStyle, earlier: Sequence[int] = ()
) -> tuple[str, str]:
    """What the chosen buckets hold: their range, events and failures, and the events of the period before.

    The second text is for narrow screens: it says how long the range is instead of when it ends.
    """
    first, last = range_us(histogram, picked)
    events = sum(histogram.counts[picked.first : picked.last + 1])
    failures = sum(histogram.failures[picked.first : picked.last + 1])
    plural = "" if events == 1 else "s"
    before = f", {sum(earlier[picked.first : picked.last + 1]):,} before" if earlier else ""
    held = f"{events:,} event{plural}, {failures:,} failed{before}"
    start = _label(first, style)
    return f"{start} – {_label(last, style)}   {held}", f"{start} + {width_words(last - first)}   {held}"


def range_us(histogram: Histogram, picked: Picked) -> tuple[int, int]:
    """The moments that chosen buckets cover: from the first on, and before the second."""
    return histogram.starts_us[picked.first], histogram.starts_us[picked.last] + histogram.width_us


def _label(at_us: int, style: TimeStyle) -> str:
    """To the minute where it is a whole one; always with the year."""
    absolute = TimeStyle(style.zone, "iso" if style.mode == "relative" else style.mode)
    text = time_text(at_us, absolute)
    return text if at_us % 60_000_000 else text.removesuffix(":00")


def _remarks(histogram: Histogram) -> str:
    left_out = f", {histogram.left_out:,} far off left out" if histogram.left_out else ""
    return left_out + ("" if histogram.exact else ", at least")

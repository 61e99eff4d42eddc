"""A timeline as JSON says it, the same wherever it is said."""

from __future__ import annotations

from typing import Any

from auditui.core.times import rfc3339
from auditui.store.base import Histogram


def timeline_object(histogram: Histogram) -> dict[str, Any]:
    """Starts of buckets are RFC 3339 in UTC, their width is in seconds."""
    buckets = zip(histogram.starts_us, histogram.counts, histogram.failures, strict=True)
    return {
        "width_s": histogram.width_us / 1_000_000,
        "left_out": histogram.left_out,
        "buckets": [
            {"start": rfc3339(start, 6), "count": count, "failures": failures} for start, count, failures in buckets
        ],
    }

"""Several parts of one path as one, without looking at rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import itemgetter

from auditui.store.sqlite.parts import Part, pack_part


def merged_parts(found: Iterable[tuple[int, int, bytes]]) -> list[tuple[int, bytes]]:
    """Merge parts: `(path, first position, blob)`, ordered by path and position, all of one block of positions."""
    return [
        (path, _merged([Part(first >> 16, data) for _, first, data in group]))
        for path, group in groupby(found, key=itemgetter(0))
    ]


def _merged(parts: Sequence[Part]) -> bytes:
    if len(parts) == 1:
        return parts[0].data
    rows: dict[int, list[int]] = {}
    texts: list[int] = []
    numbers: list[tuple[float, int]] = []
    runs: list[Sequence[int]] = []
    for part in parts:
        for at, term in enumerate(part.ids):
            rows.setdefault(term, []).extend(part.rows(at))
        texts += part.texts()
        numbers += zip(*part.numbers(), strict=True)
        runs += part.runs()
    return pack_part(rows.items(), texts, numbers, runs)

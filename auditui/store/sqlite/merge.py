"""Several parts of one path as one, without looking at rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import itemgetter

from auditui.store.sqlite.parts import pack_part, part_of


def merged_parts(found: Iterable[tuple[int, int, bytes]]) -> list[tuple[int, bytes]]:
    """Merge parts: `(path, first position, blob)`, ordered by path and position, all of one block of positions."""
    return [
        (path, _merged([(first, data) for _, first, data in group]))
        for path, group in groupby(found, key=itemgetter(0))
    ]


def _merged(found: Sequence[tuple[int, bytes]]) -> bytes:
    if len(found) == 1:
        return found[0][1]
    rows: dict[int, list[int]] = {}
    texts: list[int] = []
    numbers: list[tuple[float, int]] = []
    runs: list[Sequence[int]] = []
    for part in (part_of(first, data) for first, data in found):
        for term, own in part.all_rows():
            rows.setdefault(term, []).extend(own)
        texts += part.texts()
        numbers += zip(*part.numbers(), strict=True)
        runs += part.runs()
    return pack_part(rows.items(), texts, numbers, runs)

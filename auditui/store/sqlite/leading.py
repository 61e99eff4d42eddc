"""The most frequent values of a column among matching rows, without counting all values.

A column of many values has few that matter. Values are tried in the order of how many rows have
them at all, until no other can still get among the first: it has fewer rows in the whole store
than the last of these has among the matching ones.
"""

from __future__ import annotations

from collections.abc import Iterable
from heapq import nlargest
from itertools import islice
from typing import Final

from pyroaring import BitMap

from auditui.store.sqlite.index import Index, Totals

_FIRST_TRIED: Final = 64
_MOST_TRIED: Final = 1024
"""Trying more values costs more than counting all."""


def leading(index: Index, path: int, rows: BitMap, limit: int) -> dict[int, int] | None:
    """Terms of a path where each row has one, with how many of the rows have each.

    All of the first `limit` by count are among them, and all that equal the last of these.
    None: that would take more values than are worth trying.
    """
    totals = index.totals(path)
    if not limit or limit > _MOST_TRIED:
        return None
    if len(rows) == len(index.everything()):
        return dict(islice(totals.pairs(), totals.reaching(limit)))
    return _tried(index, path, rows, limit, totals)


def _tried(index: Index, path: int, rows: BitMap, limit: int, totals: Totals) -> dict[int, int] | None:
    counts: dict[int, int] = {}
    at, size, end = 0, _FIRST_TRIED, len(totals.terms)
    while at < end:
        size = min(size, end - at)
        if at + size > _MOST_TRIED or at + size > len(rows):
            return None
        counts.update(_counted(index, path, rows, totals.terms[at : at + size]))
        at, size = at + size, 2 * size
        if len(counts) >= limit:
            end = min(end, totals.having(nlargest(limit, counts.values())[-1]))
    return counts


def _counted(index: Index, path: int, rows: BitMap, terms: Iterable[int]) -> dict[int, int]:
    found = {term: rows.intersection_cardinality(having) for term, having in index.rows_of_each(path, terms).items()}
    return {term: count for term, count in found.items() if count}

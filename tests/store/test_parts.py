"""One part of the index: whatever is asked for, in whatever order, is what was packed."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditui.store.sqlite.containers import union
from auditui.store.sqlite.parts import Part, containers_of, pack_part, part_of

EVERY = range(0x10000)
LISTED, BITS = EVERY[:4096], EVERY[:4097]
some_rows = st.one_of(
    st.sampled_from([LISTED, BITS, EVERY[1:9000:2], EVERY[7:8]]),
    st.lists(st.integers(0, 0xFFFF), min_size=1, max_size=20, unique=True).map(sorted),
)


def opened(terms: dict[int, Sequence[int]]) -> Part:
    return part_of(0, pack_part(terms.items()))


def rows_of(part: Part, terms: Sequence[int]) -> list[int]:
    return list(union(containers_of([part], terms)))


@settings(max_examples=60, deadline=None)
@given(terms=st.dictionaries(st.integers(1, 99), some_rows, min_size=1, max_size=9))
def test_a_term_alone_is_found_where_it_is_found_among_all(terms: dict[int, Sequence[int]]) -> None:
    """Lists and bits lie one behind the other: where one begins follows from all before it, worked out or not."""
    for term, rows in terms.items():
        assert rows_of(opened(terms), [term]) == list(rows)
    together = opened(terms)
    assert {term: list(rows) for term, rows in together.all_rows()} == {term: list(terms[term]) for term in terms}
    for term, rows in terms.items():
        assert rows_of(together, [term]) == list(rows)


@pytest.mark.parametrize("many", [0, 40])
def test_what_is_not_there_has_no_rows(many: int) -> None:
    """Before the first, between two, behind the last, and where there are many others."""
    part = opened({3: [1], 7: LISTED, **{1000 + each: [each] for each in range(many)}})
    assert rows_of(part, [1, 5, 900_000]) == []
    assert rows_of(part, [1, 3, 5]) == [1]

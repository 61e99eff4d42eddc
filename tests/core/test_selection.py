"""Marks as a value: what they hold, count and find is one and the same."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from auditui.core.event import Event
from auditui.core.query import EVERYTHING, Query, Term
from auditui.core.selection import Selection, all_matching, only
from auditui.core.values import Exactly
from auditui.core.view import AsOf

LOG = tuple(
    Event(at_us=seq, seq=seq, actor="ana" if seq % 3 else "bob", action="Update" if seq % 2 else "Login")
    for seq in range(1, 31)
)
QUERIES: tuple[Query, ...] = (
    EVERYTHING, Term("actor", (Exactly("ana"),)), Term("action", (Exactly("login"),)), Term("ip", (Exactly("::1"),)),
)  # fmt: skip


@dataclass(frozen=True)
class Step:
    """One thing that somebody does: toggles rows, or marks all of a query as of a moment."""

    rows: tuple[int, ...] = ()
    query: Query | None = None
    last_seq: int = 0


steps = st.one_of(
    st.builds(Step, st.lists(st.integers(0, 29), min_size=1, max_size=6, unique=True).map(tuple)),
    st.builds(Step, query=st.sampled_from(QUERIES), last_seq=st.integers(1, 30)),
)


def after(selection: Selection, held: set[int], step: Step) -> tuple[Selection, set[int]]:
    """The selection and the plain set of positions after a step."""
    if step.query is None:
        rows = [LOG[row] for row in step.rows]
        seqs = {row.seq for row in rows}
        return selection.toggling(rows), held - seqs if seqs <= held else held | seqs
    base = all_matching(step.query, AsOf(step.last_seq))
    matching = {event.seq for event in LOG if event.seq <= step.last_seq and step.query.matches(event)}
    if selection.covers(base):
        return selection.with_all(base, None), set()
    selection = selection.with_all(base, len(matching) if not selection else None)
    if selection.base is not None and selection.size is None:  # as the store counts it
        selection = selection.counted(selection.base, sum(map(selection.base.matches, LOG)))
    return selection, held | matching


@settings(max_examples=150, deadline=None)
@given(done=st.lists(steps, max_size=8))
def test_marks_are_a_set_however_they_were_made(done: list[Step]) -> None:
    """Whatever is toggled and marked in whatever order: count, membership and query tell of the same events."""
    selection, held = Selection(), set[int]()
    for step in done:
        selection, held = after(selection, held, step)
        assert {event.seq for event in LOG if selection.has(event)} == held
        assert selection.count == len(held)
        if selection:
            assert {event.seq for event in LOG if selection.query.matches(event)} == held


def test_neighbours_are_one_range() -> None:
    """A page that was marked is a short query, not two hundred numbers."""
    assert str(only({3, 4, 5, 9, 1})) == "seq:1,3..5,9"


def test_all_of_a_query_again_is_nothing() -> None:
    """The key that marks takes back, until a row was taken out: then it puts that one in again."""
    base = all_matching(QUERIES[1], AsOf(30))
    chosen = Selection().with_all(base, 20)
    assert chosen.count == 20
    assert not chosen.with_all(base, 20)
    less = chosen.toggling([LOG[0]])
    assert less.count == 19
    assert less.with_all(base, 20).size is None


def test_what_comes_later_is_not_marked() -> None:
    """Marks stand for what somebody saw."""
    chosen = Selection().with_all(all_matching(EVERYTHING, AsOf(10)), 10)
    assert [event.seq for event in LOG if chosen.has(event)] == list(range(1, 11))


def test_a_count_that_comes_too_late_is_not_taken() -> None:
    """The number on screen is that of what is marked now."""
    chosen = Selection().with_all(all_matching(QUERIES[1], AsOf(30)), None)
    assert chosen.count is None
    assert chosen.counted(all_matching(QUERIES[2], AsOf(30)), 15).count is None

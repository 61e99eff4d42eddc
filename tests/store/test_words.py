"""Words of long texts, which are gathered column by column and not row by row."""

from __future__ import annotations

import tempfile
from pathlib import Path
from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st

from auditui import store as stores
from auditui.core.event import Change, Event
from auditui.core.language import parse
from auditui.core.query import Text
from auditui.core.view import View
from auditui.store.base import Origin


def test_a_word_in_several_columns_is_found_in_all_its_rows(tmp_path: Path) -> None:
    """Its rows come in the order of the columns; the list that is kept of them has to ascend all the same."""
    events = [
        Event(at_us=number, entity_name=f"Ana Ruiz {number}") if number % 3
        else Event(at_us=number, changes=(Change("assignee", None, f"Ana Ruiz {number}"),))
        for number in range(120)
    ]  # fmt: skip
    store = stores.open(tmp_path / "audit.db", create=True)
    store.append(events, origin=Origin("test"))
    for text in ("ruiz", "ana", "Ana Ruiz"):
        assert store.count(parse(text)) == 120
        assert [event.seq for event in store.page(View(parse(text))).rows] == list(range(120, 0, -1))
    store.close()


_PIECES = st.sampled_from(
    ["update", "contact", "date", "up", "contacts", "İx", "plan", " ", "  ", "/", "\u00a0", "-", "ﬁ"]
)
_SENTENCES = st.lists(_PIECES, min_size=1, max_size=7).map("".join)


@st.composite
def _said(draw: st.DrawFn) -> tuple[list[Event], list[str]]:
    """Events that say the same few things as values that repeat and inside of others, and parts of what they say."""
    sentences = draw(st.lists(_SENTENCES, min_size=2, max_size=5))
    some = st.sampled_from(sentences)
    events = [
        Event(
            at_us=number, action=draw(some), description=draw(some),
            changes=(Change("plan", None, draw(some)),), details={"note": draw(some), draw(some): 1},
        )
        for number in range(draw(st.integers(8, 16)))
    ]  # fmt: skip
    cuts = st.tuples(some, st.integers(0, 8), st.integers(3, 20)).map(lambda cut: cut[0][cut[1] : cut[1] + cut[2]])
    return events, draw(st.lists(cuts.filter(bool), min_size=1, max_size=4))


@settings(max_examples=25, deadline=None)
@given(said=_said(), promote=st.sampled_from([2, 2, 16]))
def test_a_part_of_a_sentence_is_found_wherever_it_stands(said: tuple[list[Event], list[str]], promote: int) -> None:
    """Whether the sentence is a value that repeats, some of its words are, or none, and at any boundary of words."""
    events, needles = said
    with tempfile.TemporaryDirectory() as folder, patch("auditui.store.sqlite.paths.PROMOTE_AT", promote):
        store = stores.open(Path(folder) / "audit.db", create=True)
        for batch in (events[: len(events) // 2], events[len(events) // 2 :]):  # words are known from the first one on
            store.append(batch, origin=Origin("test"))
        for needle in needles:
            wanted = [event.seq for event in store.events(parse("")) if Text(needle).matches(event)]
            assert [event.seq for event in store.events(Text(needle))] == wanted, needle
        store.close()

"""Positions in their file: all of them, and the one of a store."""

from __future__ import annotations

import pytest

from auditui.core import positions
from auditui.core.language import parse
from auditui.core.positions import Position
from auditui.core.view import View

KEPT = {
    "/a.db": Position(View(query=parse("since:7d -user:ana")), 7),
    '/b "2".db': Position(View(page_size=50), store_id='1f "2"'),
    "/c.db": Position(View(), 3),
}
TEXTS = {
    "as written": positions.as_toml(KEPT),
    "empty": "",
    "cut": positions.as_toml(KEPT)[:-20],
    "no list": 'store = "/a.db"\n',
    "one of another version": positions.as_toml(KEPT).replace("page_size = 50", "page_size = 51"),
    "one twice": positions.as_toml(KEPT) + '[[store]]\npath = "/a.db"\nseq = 9\n',
    "one twice, the later one wrong": positions.as_toml(KEPT) + '[[store]]\npath = "/a.db"\nquery = "("\n',
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_one_store_is_found_as_among_all(text: str) -> None:
    """Whoever opens one store waits for the queries of no other, and gets what reading all of them gives."""
    everything = positions.from_toml(text)
    assert {store: positions.position_in(text, store) for store in (*KEPT, "/none.db")} == {
        store: everything.get(store) for store in (*KEPT, "/none.db")
    }


def test_what_is_written_is_read_again() -> None:
    """Every part of it, for stores of any name."""
    assert positions.from_toml(positions.as_toml(KEPT)) == KEPT

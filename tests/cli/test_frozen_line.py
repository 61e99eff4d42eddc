"""The printed command of a frozen view gives the same rows in the same order, whatever happens later."""

from __future__ import annotations

import shlex

from hypothesis import given, settings
from hypothesis import strategies as st

from auditui.cli.main import cli
from auditui.core.event import Event
from auditui.core.query import Query
from auditui.core.view import SORTABLE, Sort, View, command_line
from auditui.store.base import Origin
from auditui.store.sqlite.schema import Layout
from auditui.tui.state import page_wanted
from tests.core.strategies import queries
from tests.store.test_oracle import store_of
from tests.strategies import logs

NOW_US = 1_790_000_000_000_000
YEAR_US = 366 * 86_400 * 1_000_000

fitting = queries.filter(lambda query: not any(char == "\0" or "\ud800" <= char <= "\udfff" for char in str(query)))


def read(line: str) -> View:
    """What the program makes of a line that a shell has taken apart."""
    program, *words = shlex.split(line)
    assert program == "auditui"
    with cli.make_context(program, words) as ctx:
        given = ctx.params
    return View(given["query"], given["sort"], given["columns"], given["zone"], given["page_size"])


@settings(max_examples=100, deadline=None)
@given(
    before=logs(max_size=12),
    after=logs(max_size=6),
    query=fitting,
    sort=st.builds(Sort, st.sampled_from(SORTABLE), st.booleans()),
    zone=st.sampled_from(["UTC", "Europe/Vienna", "America/St_Johns"]),
    later=st.integers(0, YEAR_US),
)
def test_a_frozen_line_brings_back_the_rows(
    before: list[Event], after: list[Event], query: Query, sort: Sort, zone: str, later: int
) -> None:
    """Relative times were frozen, and what an import brought since is left out."""
    with store_of([before], Layout(3, 4)) as store:
        asked = page_wanted(View(query, sort, zone=zone), NOW_US).view
        seen = View(asked.query, sort, zone=zone, as_of=store.snapshot(), now_us=NOW_US)
        rows = [event.seq for event in store.page(seen).rows]
        store.append(iter(after), origin=Origin("later", "jsonl"))
        again = page_wanted(read(command_line(seen, frozen=True)), NOW_US + later).view
        assert [event.seq for event in store.page(again).rows] == rows

"""What somebody who works on a case waits for: lists of filters, jumps, orders, and keys while a count runs."""

from __future__ import annotations

import re
import statistics
import time
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from auditui import store as stores
from auditui.core.event import Event
from auditui.core.language import parse
from auditui.core.narrowing import DATES, FACETS, Facet
from auditui.core.query import Query
from auditui.core.related import Relation, related
from auditui.core.view import SORTABLE, Sort, View
from auditui.facets import facet_list
from auditui.store.base import Store
from auditui.tui.asking_earlier import count_earlier, earlier_wanted
from tests.bench.asking import first_ask_ms
from tests.bench.report import RUNS, Row
from tests.terminal import DOWN, ENTER, PROGRAM, Terminal

UNDER: Final = ("", "action:update", "contact", "user:u00000")
"""Queries that lists are counted under."""
COMMON: Final = '"via console"'
"""A phrase that takes long, as it stands inside of every description."""
_PERIOD: Final = parse("on:2026-08-10T00:00:00Z..2026-08-16T23:59:59Z")
_KEYS_WITHIN_MS: Final = 50
_QUIT_WITHIN_MS: Final = 500
_HOMES: Final = ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME")


def lists(database: Path) -> Iterator[Row]:
    """Each list of the panel when it is first opened, under the query that costs most."""
    for facet in FACETS:
        if facet != DATES:
            figures = {text: first_ask_ms(database, partial(_listed, facet=facet, query=parse(text))) for text in UNDER}
            worst = max(figures, key=lambda text: figures[text])
            name = f"list of {facet.title}, worst under {worst or 'everything'}"
            yield Row("panel", name, "ms", figures[worst], 100)


def _listed(store: Store, facet: Facet, query: Query) -> None:
    facet_list(store, query, facet)


def jumps(database: Path) -> Iterator[Row]:
    """From the newest event to what is related to it: where it stands there, and the page around it."""
    with closing(stores.open(database, read_only=True)) as store:
        event = store.page(View(), limit=1).rows[0]
    for relation in Relation:
        query = related(event, relation).query
        if query is not None:
            figure = first_ask_ms(database, partial(_jump, event=event, query=query))
            yield Row("jump", relation.value, "ms", figure, 100)


def _jump(store: Store, event: Event, query: Query) -> None:
    view = View(query=query, as_of=store.snapshot())
    place = store.locate(event.seq, view) or 0
    store.page(view, offset=place - place % view.page_size, limit=view.page_size)


def orders(database: Path) -> Iterator[Row]:
    """Every order, asked for the first time, and from then on anywhere."""
    for field in SORTABLE:
        sort = Sort(field, descending=True)
        yield Row(
            "order", f"-{field}, first page, first time", "ms", first_ask_ms(database, partial(_paged, sort=sort)), 150
        )
        deep = first_ask_ms(database, partial(_paged, sort=sort, offset=900_000))
        yield Row("order", f"-{field} at 900,000, first time", "ms", deep, 1000)


def _paged(store: Store, sort: Sort, offset: int = 0) -> None:
    store.page(View(sort=sort, as_of=store.snapshot()), offset=offset)


def timeline(database: Path) -> Iterator[Row]:
    """The period before the one that is shown."""
    yield Row("timeline", "a week, and the week before it", "ms", first_ask_ms(database, _compared), 50)


def _compared(store: Store) -> None:
    shown = store.histogram(_PERIOD, 56)
    wanted = earlier_wanted(_PERIOD, shown, 0, None)
    assert wanted is not None
    count_earlier(wanted, store)


def _counting(database: Path, home: Path) -> Terminal:
    """An explorer that has the first page of a phrase, and counts on; nobody was in this home before."""
    terminal = Terminal([*PROGRAM, "--db", str(database)], env=dict.fromkeys(_HOMES, str(home)))
    terminal.wait_for(r"Items 1.*of [0-9]")
    terminal.type(f"/{COMMON}{ENTER}")
    terminal.wait_for(r"Items 1.*of …")
    return terminal


def while_counting(database: Path) -> Iterator[Row]:
    """How long a key waits for its first byte, and how long quitting takes, while a long count runs."""
    moves, quits = [], []
    for _ in range(RUNS):
        with TemporaryDirectory() as home, _counting(database, Path(home)) as terminal:
            moves.append(terminal.first_byte_ms(DOWN))
            terminal.pump(0.05)
            assert re.search(r"of …", terminal.text), "the count ended before the key; take a longer one"
            start = time.perf_counter()
            terminal.type("q")
            terminal.wait_exit()
            quits.append((time.perf_counter() - start) * 1000)
    yield Row("keys", "a key while a count runs", "ms", statistics.median(moves), _KEYS_WITHIN_MS)
    yield Row("keys", "quitting while a count runs", "ms", statistics.median(quits), _QUIT_WITHIN_MS)


def rows(database: Path) -> Iterator[Row]:
    """All of it."""
    yield from lists(database)
    yield from jumps(database)
    yield from orders(database)
    yield from timeline(database)
    yield from while_counting(database)

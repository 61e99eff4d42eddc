"""How fast a big store answers: filters, substrings, sorts, depth, each beside plain SQL over the same rows."""

from __future__ import annotations

import sqlite3
import statistics
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Final

from auditui import store as stores
from auditui.core.language import parse
from auditui.core.query import EVERYTHING, Query
from auditui.core.view import Sort, View
from auditui.store.base import Store
from tests.bench.report import RUNS, Row, median_ms

FACETS: Final = ("action", "entity_type", "status")
_WEEK: Final = "at >= '2026-08-10' AND at < '2026-08-17'"
FILTERS: Final[tuple[tuple[str, str], ...]] = (
    ("", "1"),
    ("action:delete", "action = 'delete'"),
    ("action:update", "action = 'update'"),
    ("-action:update", "action <> 'update'"),
    ("user:u00000", "actor_id = 'u00000'"),
    ("status:>=400 type:contact", "status >= 400 AND entity_type = 'contact'"),
    ("ip:10.0.0.0/24", "ip LIKE '10.0.0.%'"),
    ("since:2026-08-10 until:2026-08-16", _WEEK),
    ("on:2026-08-10..2026-08-16 action:delete user:u00000", f"{_WEEK} AND action = 'delete' AND actor_id = 'u00000'"),
    ("took:>500ms", "took_ms > 500"),
    ("details.session.region:eu", 'details LIKE \'%"region":"eu"%\''),
    ("changed:plan", 'changes LIKE \'%"field":"plan"%\''),
    ("entity:con-000017", "entity_id = 'con-000017'"),
)
"""Structured filters, and the same question in SQL over the view `events`."""

WORDS: Final = ("qzxvrare", "downloadContactList", "update", "contact")
PARTS: Final = ("ontac", "0a1b2c", "tic-0000", "arbor", "AES_128", "ate")
PHRASES: Final = ('"update contact"', '"via console"', '"console via"', "/contact/")
"""Of one in 16 events, of all, of none although all have both words, and of one in six."""
NOWHERE: Final = PHRASES[2]
"""What is in no event has no first page; that there is none takes as long as the total."""
SORTS: Final = ("took", "-took", "actor", "-entity_name", "status", "ip", "action")


def _screen(store: Store, query: Query) -> None:
    """Everything that one look at a filter asks for."""
    as_of = store.snapshot()
    store.page(View(query=query, as_of=as_of))
    store.count(query, as_of)
    store.histogram(query, 60, as_of)
    store.facets(query, FACETS, 20, as_of)


def _sql(database: Path, where: str) -> float:
    """The milliseconds of total and first page by plain SQL, once."""
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        start = time.perf_counter()
        connection.execute(f"SELECT count(*) FROM events WHERE {where}").fetchone()
        connection.execute(f"SELECT seq FROM events WHERE {where} ORDER BY at DESC LIMIT 200").fetchall()
        return (time.perf_counter() - start) * 1000


def first_ask_ms(database: Path, action: Callable[[Store], object]) -> float:
    """The median time of a question that a store is asked for the first time.

    A store remembers its last answers, so each run opens it anew and warms it up with other questions.
    """
    taken = []
    for _ in range(RUNS):
        store = stores.open(database, read_only=True)
        try:
            _screen(store, EVERYTHING)
            store.count(parse("zzqqzz"), store.snapshot())
            start = time.perf_counter()
            action(store)
            taken.append((time.perf_counter() - start) * 1000)
        finally:
            store.close()
    return statistics.median(taken)


def filters(database: Path) -> Iterator[Row]:
    """Page, total, timeline and three facets of structured filters."""
    for text, where in FILTERS:
        figure = first_ask_ms(database, partial(_screen, query=parse(text)))
        name = f"screen of {text or 'everything'}"
        yield Row("filter", name, "ms", figure, 50, baseline=_sql(database, where), baseline_name="SQL, total + page")


def _page_of(store: Store, query: Query) -> None:
    store.page(View(query=query, as_of=store.snapshot()))


def _total_of(store: Store, query: Query) -> None:
    total = store.count(query, store.snapshot())
    assert total.exact, f"{query}: the total is not exact"


def substrings(database: Path) -> Iterator[Row]:
    """First page and exact total of free text, each asked first."""
    for needle, limit in [*((word, 50.0) for word in WORDS), *((part, 500.0) for part in (*PARTS, *PHRASES))]:
        query, plain = parse(needle), needle.strip('"')
        baseline = _sql(database, f"details || changes || description || action || entity_name LIKE '%{plain}%'")
        page = first_ask_ms(database, partial(_page_of, query=query))
        total = first_ask_ms(database, partial(_total_of, query=query))
        yield Row("text", f"first page of {needle}", "ms", page, limit if needle == NOWHERE else 50)
        yield Row(
            "text", f"total of {needle}", "ms", total, limit, baseline=baseline, baseline_name="LIKE, total + page"
        )


def pages(store: Store) -> Iterator[Row]:
    """Pages at any depth, and other sorts."""
    as_of = store.snapshot()
    for text in ("", "action:update", "contact"):
        query = parse(text)
        total = store.count(query, as_of)
        for part in (0.0, 0.5, 0.99):
            view, offset = View(query=query, as_of=as_of), int(total * part)
            figure = median_ms(partial(store.page, view, offset=offset))
            yield Row("page", f"{text or 'everything'} at {offset:,}", "ms", figure, 50)
    for text in SORTS:
        view = View(query=EVERYTHING, sort=Sort(text.lstrip("-"), text.startswith("-")), as_of=as_of)
        deep = int(store.count(EVERYTHING, as_of) * 0.9)
        yield Row("sort", f"{text}, first page", "ms", median_ms(partial(store.page, view)), 150)
        yield Row(
            "sort",
            f"{text} at {deep:,}",
            "ms",
            median_ms(partial(store.page, view, offset=deep)),
            1000,
        )


def opening(database: Path) -> Iterator[Row]:
    """Opening a store and reading its newest page, nothing warm but the file."""

    def once() -> None:
        store = stores.open(database, read_only=True)
        store.page(View())
        store.close()

    yield Row("open", "open and newest page", "ms", median_ms(once), 50)


def rows(database: Path) -> Iterator[Row]:
    """All of it."""
    yield from opening(database)
    yield from filters(database)
    yield from substrings(database)
    store = stores.open(database, read_only=True)
    try:
        yield from pages(store)
    finally:
        store.close()

"""Texts that the index leaves open are found by LIKE, by reading, or as events: always what `Query.matches` says."""

from __future__ import annotations

import os
from collections.abc import Iterable
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditui.core.event import Event, Json
from auditui.core.language import parse
from auditui.core.query import Query, Text, all_of, any_of, negated
from auditui.core.recording import record
from auditui.core.view import View
from auditui.store.sqlite import matches, paths, row_texts
from auditui.store.sqlite.schema import Layout
from auditui.store.sqlite.store import SqliteStore
from tests.store.samples import ORIGIN, START_US, event
from tests.store.test_index import is_stopped_at, spoil
from tests.store.test_oracle import matching, quick, seqs, store_of

PIECES = (
    "via", "console", "Via Console", "console via", "a", "e", "fi", "ss", "k", "n", "st", " ", " ", "%", "_", "\\", '"',
    "'", "/", "-", "\n", "\t", "\u0301", "\u0327", "\u0307", "\ufb01", "\u00df", "\u1e9e", "\u0130", "\u0131",
    "\u212a", "\u017f", "\u037e", ";", "\uff46\uff49", "\uff36ia", "\u00e9", "\u00c9", "\u01f0", "j", "\u0149",
    "null", "true", "1", "field", "{", "}", ":", ",", "[",
)  # fmt: skip
"""What differs between case folding of all Unicode and of ASCII, and between a text and the JSON that it is in."""

texts = st.lists(st.sampled_from(PIECES), max_size=7).map("".join)
needles = st.lists(st.sampled_from(PIECES), min_size=1, max_size=4).map("".join).filter(lambda text: bool(text.strip()))
json_values: st.SearchStrategy[Json] = st.recursive(
    st.one_of(texts, st.booleans(), st.none(), st.integers(-2, 20), st.sampled_from([1.5, 1e300])),
    lambda inner: st.one_of(st.lists(inner, max_size=2), st.dictionaries(texts, inner, max_size=2)),
    max_leaves=4,
)
TEXT_FIELDS = ("id", "entity_id", "entity_name", "description", "request_id", "actor", "user_agent", "category")
said = st.fixed_dictionaries(
    {"at_us": st.integers(START_US, START_US + 10**10)},
    optional={
        **dict.fromkeys(TEXT_FIELDS, texts),
        "details": st.dictionaries(texts, json_values, max_size=2),
        "changes": st.lists(st.tuples(texts, json_values, json_values), max_size=2),
        "targets": st.lists(
            st.fixed_dictionaries({}, optional={"type": texts, "id": texts, "name": texts}), max_size=2
        ),
    },
)
events = st.lists(st.lists(said.map(record), min_size=1, max_size=6), min_size=1, max_size=3)
asked: st.SearchStrategy[Query] = st.recursive(
    needles.map(Text),
    lambda inner: st.one_of(
        inner.map(negated),
        st.lists(inner, min_size=2, max_size=2).map(all_of),
        st.lists(inner, min_size=2, max_size=2).map(any_of),
    ),
    max_leaves=3,
)


@settings(quick, max_examples=int(os.environ.get("AUDITUI_EXAMPLES", "30")))
@given(
    batches=events,
    queries=st.lists(asked, min_size=1, max_size=5),
    longest=st.sampled_from([13, 256]),
    sparse=st.sampled_from([0, 1, 3]),
)
def test_any_text_in_any_column(batches: list[list[Event]], queries: list[Query], longest: int, sparse: int) -> None:
    """Whatever stands in the rows themselves, also what is no term by its length, is told as it is."""
    with (
        patch.object(paths, "MAX_TERM_LENGTH", longest),
        patch.object(row_texts, "_SPARSE", sparse),
        patch.object(matches, "_TEXTS_AT_ONCE", 4),
        store_of(batches, Layout(3, 4)) as store,
    ):
        for query in queries:
            assert sorted(found(store, query)) == seqs(matching(store, query)), query


def found(store: SqliteStore, query: Query) -> list[int]:
    return seqs(list(store.events(query)))


PHRASES = {
    "via console": {"plain", "capitals", "changed", "nested", "target", "named", "long actor", "accent elsewhere"},
    "100% sure": {"percent"},
    "10_ sure": {"underscore"},
    "room 12": {"spaced id"},
    "strasse 7": {"sharp s"},
    "kelvin scale": {"kelvin"},
    "via consol": {"plain", "capitals", "changed", "nested", "target", "named", "long actor", "accent elsewhere"}
    | {"accent in it"},
    "nb via": set[str](),
    "console via": set[str](),
}
SAID: dict[str, dict[str, object]] = {
    "plain": {"description": "updated via console"},
    "capitals": {"description": "VIA CONSOLE, IT SAYS"},
    "changed": {"changes": [("note", "by hand", "via console")]},
    "nested": {"details": {"a": [{"b": "via console"}]}},
    "target": {"targets": [{"type": "way", "name": "via console"}]},
    "named": {"entity_name": "via console"},
    "long actor": {"actor": "x" * 300 + " via console"},
    "accent elsewhere": {"description": "r\u00e9sum\u00e9 via console"},
    "accent in it": {"description": "via console\u0301"},
    "percent": {"description": "100% sure"},
    "not percent": {"description": "100, but not sure"},
    "underscore": {"description": "10_ sure"},
    "not underscore": {"description": "100 sure"},
    "spaced id": {"entity_id": "room 12"},
    "sharp s": {"description": "Stra\u00dfe 7"},
    "kelvin": {"details": {"unit": "\u212aelvin scale"}},
    "line end": {"details": {"said": "a\nb via c"}},
}


@pytest.mark.parametrize("is_old", [False, True])
@pytest.mark.parametrize("sparse", [0, 1000])
def test_phrases_wherever_they_stand(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch, *, is_old: bool, sparse: int
) -> None:
    """In every column, next to what LIKE takes for something else; in a store of before they are read."""
    monkeypatch.setattr(row_texts, "_SPARSE", sparse)
    store.append(
        iter([event(number, **{"id": name, **said}) for number, (name, said) in enumerate(SAID.items())]), origin=ORIGIN
    )
    if is_old:
        spoil(store, f"DELETE FROM part WHERE path = {paths.LIKE}")
    for phrase, wanted in PHRASES.items():
        assert {each.id for each in store.events(parse(f'"{phrase}"'))} == wanted, phrase
        assert store.count(parse(f'-"{phrase}"')) == len(SAID) - len(wanted)
        deleted = {name for number, name in enumerate(SAID) if number % 3 == 0}
        assert {each.id for each in store.events(parse(f'action:delete "{phrase}"'))} == wanted & deleted
        assert store.count_each(parse("action:delete"), [parse(f'"{phrase}"')]) == [len(wanted & deleted)]


def test_a_stopped_phrase_is_found_when_it_is_asked_again(store: SqliteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever it is stopped, what was looked at by then counts once."""
    monkeypatch.setattr(matches, "_TEXTS_AT_ONCE", 16)
    store.append(iter([event(number, description=f"{number} via console") for number in range(64)]), origin=ORIGIN)
    query = parse('"via console"')
    for statement in range(1, 100):
        store._remembered.clear()
        if not is_stopped_at(statement, store, lambda asked: asked.count(query)):
            break
        assert store.count(query) == 64
    assert 6 < statement < 100


def test_the_first_page_of_a_phrase_looks_at_the_newest_rows_only(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page of a phrase that is everywhere never waits for the total."""
    looked_at = 0
    select = row_texts.RowTexts._select

    def counted(self: row_texts.RowTexts, *given: object) -> Iterable[tuple[int, ...]]:
        nonlocal looked_at
        looked_at += len(given[2])  # type: ignore[arg-type]
        return select(self, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(row_texts.RowTexts, "_select", counted)
    store.append(iter([event(number, description=f"{number} via console") for number in range(600)]), origin=ORIGIN)
    page = store.page(View(query=parse('"via console"')), limit=20)
    assert [each.seq for each in page.rows] == list(range(600, 580, -1))
    assert looked_at <= 120
    assert store.count(parse('"via console"')) == 600
    assert looked_at == 600

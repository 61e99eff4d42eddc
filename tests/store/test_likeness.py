"""Which rows SQLite can look at itself is known, and known right."""

from __future__ import annotations

import sys

from pyroaring import BitMap

from auditui.core.language import parse
from auditui.core.query import EVERYTHING
from auditui.core.text import fold
from auditui.store.base import Deletion
from auditui.store.sqlite import paths
from auditui.store.sqlite.likeness import FOLDING_TO_ASCII
from auditui.store.sqlite.paths import COARSE, EXACT, SPACED
from auditui.store.sqlite.store import SqliteStore
from tests.store.conftest import NewStore
from tests.store.samples import ORIGIN, event
from tests.store.test_index import spoil

ODD: dict[str, dict[str, object]] = {
    "plain": {"description": "over and out"},
    "accent": {"description": "sm\u00f8rrebr\u00f8d"},
    "sharp-s": {"entity_name": "Stra\u00dfe"},
    "quote": {"details": {"said": 'a "word"'}},
    "newline": {"changes": [("note", "one\ntwo", None)]},
    "kelvin": {"details": {"\u212aey": 1}},
    "far-actor": {"actor": "Zo\u00eb"},
    "long-odd-actor": {"actor": "Zo\u00eb" * 100},
    "long-plain-actor": {"actor": "Zoe" * 100},
    "spaced": {"entity_id": "room 12"},
}
EXACT_ONES = {"plain", "far-actor", "long-plain-actor", "spaced"}
READ_ONES = {"sharp-s", "kelvin"}


def odd_store(new_store: NewStore) -> SqliteStore:
    store = new_store()
    store.append(
        iter([event(number, id=name, **more) for number, (name, more) in enumerate(ODD.items())]),
        origin=ORIGIN,
    )
    return store


def posted(store: SqliteStore) -> dict[int, set[str]]:
    """The ids of the rows of each kind."""
    with store._reading():
        found = {term: BitMap(store._index.rows(paths.LIKE, term)) for term in (EXACT, COARSE, SPACED)}
    return {term: {store.get(seq).id for seq in rows} for term, rows in found.items()}


def test_rows_are_told_apart_by_what_they_hold_as_they_are_stored(new_store: NewStore) -> None:
    """ASCII without a backslash, then what has nothing that folds to ASCII; a name that is a term is in no row."""
    store = odd_store(new_store)
    wanted = {EXACT: EXACT_ONES, COARSE: set(ODD) - EXACT_ONES - READ_ONES, SPACED: {"spaced"}}
    assert posted(store) == wanted
    assert store.check_indexes().differences == ()
    store.reindex()
    assert posted(store) == wanted


def test_a_text_that_is_no_term_counts_even_if_all_else_is_plain(new_store: NewStore) -> None:
    """Alone in its slice, too, where most slices are told as a whole."""
    store = new_store()
    store.append(iter([event(1, actor="Zo\u00eb" * 100)]), origin=ORIGIN)
    assert posted(store) == {EXACT: set(), COARSE: {"id-1"}, SPACED: set()}


def test_merging_sealing_and_purging_keep_it(new_store: NewStore) -> None:
    """However the parts of a chunk come about, they say the same of its rows."""
    store = new_store()
    for number in range(40):
        store.append(iter([event(number, description="caf\u00e9" if number % 3 else "coffee")]), origin=ORIGIN)
    exact = {f"id-{number}" for number in range(0, 40, 3)}
    assert posted(store) == {EXACT: exact, COARSE: {f"id-{number}" for number in range(40)} - exact, SPACED: set()}
    store.purge(parse("user:alice"), Deletion("a", "b"))
    left = {each.id for each in store.events(EVERYTHING)}
    assert len(left) == 34
    assert posted(store) == {EXACT: exact & left, COARSE: left - exact, SPACED: set()}
    assert store.check_indexes().differences == ()


def test_a_store_without_it_is_sound_and_one_that_claims_too_much_is_not(new_store: NewStore) -> None:
    """An older store lacks these parts, which only costs time; a row that is not what is said of it costs answers."""
    store = odd_store(new_store)
    spoil(store, f"DELETE FROM part WHERE path = {paths.LIKE}")
    assert store.check_indexes().differences == ()
    store.reindex()
    store.append(iter([event(100), event(101)]), origin=ORIGIN)
    spoil(store, "DROP TRIGGER event_no_update")
    spoil(store, "UPDATE event SET description = 'caf\u00e9' WHERE id = 'id-100'")
    assert any(f"path {paths.LIKE}" in each for each in store.check_indexes().differences)


def test_characters_that_fold_to_ascii_are_all_known() -> None:
    """Python's own tables say which they are; those of a later Unicode may add to them."""
    beyond = (chr(code) for code in range(128, sys.maxunicode + 1) if not 0xD800 <= code < 0xE000)
    folding = {each for each in beyond if any(map(str.isascii, fold(each)))}
    assert folding == {each for each in map(chr, range(128, 0x10000)) if FOLDING_TO_ASCII.match(each)}

"""What beside the rows is not as auditui writes it: the file's size, its vocabulary, its schema, its own settings.

Nothing here is proven by a chain: it is held against what this program would have written itself.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

from auditui.store.evidence import Flaw
from auditui.store.sqlite import row_indexes
from auditui.store.sqlite.paths import FIXED
from auditui.store.sqlite.rare_text import created
from auditui.store.sqlite.schema import BOOK, KEEPING_VERSION, STEPS, objects, term_check, version_of
from auditui.store.sqlite.standstill import has_log

Rows = Callable[..., list[tuple[Any, ...]]]
"""Runs a statement with its values and gives all rows, with text of any bytes."""

_BAD_VALUES: Final = (TypeError, ValueError, OverflowError)
_MOST_BITS: Final = 32
SETTINGS: Final = frozenset({
    "uuid", "stamp", "generation", "built", "fold", "chunk_bits", "table_bits", "purge_key", "unswept",
})  # fmt: skip
_FOLD: Final = re.compile(r"\d+/\d+\.\d+\.\d+")
"""As `core.text.FOLD_VERSION` is written; another Python may have made the store, so any version will do."""
_KEEPING_SETTINGS: Final = frozenset({"purge_key", "unswept"})
_COUNTED: Final = ("import", "tombstone", "decision")
"""Tables of which no row ever goes."""
_FOREIGN: Final = re.compile(r"sqlite_.*|_sqlite_migrations.*|idx__sqlite_migrations.*")
"""What SQLite and sqlite-utils keep for themselves."""
_TEXT_INDEX: Final = re.compile(r"(text_\d+)(?:_(?:data|idx|content|docsize|config))?")
_PATH_NAMES: Final = {number: name for name, number in FIXED.items()}


class Flaws:
    """Looks at one state of a file."""

    def __init__(self, connection: sqlite3.Connection, rows: Rows) -> None:
        self._connection = connection
        self._rows = rows
        self._version = version_of(connection)

    def all(self, last: int, heads: int) -> Iterator[Flaw]:
        """See `Evidence.flaws`."""
        yield from self._of_size()
        yield from self._of_terms()
        yield from self._of_schema()
        yield from self._of_row_indexes()
        yield from self._of_settings()
        yield from self._of_book()
        yield from self._of_counters(last, heads)
        (strays,) = self._rows("SELECT count(*) FROM node WHERE seq NOT BETWEEN 1 AND ?", last)[0]
        if strays:
            yield Flaw("nodes", f"inserted: {strays:,} stand where no block of rows is")

    def _of_size(self) -> Iterator[Flaw]:
        """SQLite opens a file whose last page is there in part, and fails only where it needs the rest of it."""
        ((pages,), (size,)) = self._rows("PRAGMA page_count"), self._rows("PRAGMA page_size")
        path = Path(self._rows("SELECT file FROM pragma_database_list WHERE name = 'main'")[0][0])
        wanted, found = pages[0] * size[0], path.stat().st_size
        if found < wanted and not has_log(path):
            note = f"{found:,} bytes, and its header says {wanted:,}; auditui verify --indexes tells what else is lost"
            yield Flaw("file", f"tail cut: {note}")

    def _of_terms(self) -> Iterator[Flaw]:
        for term, path, kind, form, text, crc in self._rows(
            "SELECT id, path, kind, typeof(text), CAST(text AS BLOB), crc FROM term"
        ):
            try:
                is_sound = form == "text" and term_check(term, path, kind, text) == crc
            except _BAD_VALUES:
                is_sound = False
            if not is_sound:
                name = _PATH_NAMES.get(path, "")
                yield Flaw(f"term {term}{f' ({name})' if name else ''}", "altered", term)

    # ------------------------------------------------------------------------------------- schema

    def _of_schema(self) -> Iterator[Flaw]:
        """Tables of another make would keep other values than were put in; a trigger or a view could show others."""
        wanted = {key: sql for key, sql in objects(self._version).items() if key[0] != "index"}
        found = {
            (kind, name): sql
            for kind, name, sql in self._rows("SELECT type, name, sql FROM sqlite_master WHERE type != 'index'")
            if not _FOREIGN.fullmatch(str(name))
        }
        for kind, name in sorted(wanted.keys() | found.keys()):
            problem = _problem(name, wanted.get((kind, name)), found.get((kind, name), ""))
            if problem:
                yield Flaw(f"{kind if kind == 'table' else 'guard'} {name}", problem)

    def _of_row_indexes(self) -> Iterator[Flaw]:
        """Not what follows from the rows, which has a check of its own, but what decides which rows are shown."""
        try:
            for name, problem in row_indexes.differences(self._connection):
                yield Flaw(f"index {name}", problem)
        except sqlite3.DatabaseError as error:
            if str(error) == "interrupted":
                raise
            yield Flaw(f"index {row_indexes.BY_TIME}", f"altered: the database says: {error}")

    # ----------------------------------------------------------------------------------- settings

    def _of_settings(self) -> Iterator[Flaw]:
        """Those that heads speak of are proven by these; of the others only the kind of value is known."""
        found: dict[Any, Any] = dict(self._rows("SELECT key, value FROM meta"))
        known = SETTINGS if self._version >= KEEPING_VERSION else SETTINGS - _KEEPING_SETTINGS
        for key in sorted(known - found.keys()):
            yield Flaw(f"setting {key}", "missing")
        for key in sorted(map(str, found.keys() - known)):
            yield Flaw(f"setting {key}", "inserted")
        for key in sorted(known & found.keys()):
            if not self._is_setting(key, found):
                yield Flaw(f"setting {key}", "altered: it says what no setting of this name can")

    def _is_setting(self, key: str, found: dict[Any, Any]) -> bool:
        value = found[key]
        if key in {"uuid", "fold"}:
            return isinstance(value, str) and (key != "fold" or _FOLD.fullmatch(value) is not None)
        if key == "purge_key":
            return isinstance(value, bytes)
        if not isinstance(value, int) or value < 0:
            return False
        if key == "generation":
            ((purges,),) = self._rows("SELECT count(*) FROM tombstone")
            return value == int(purges)
        if key == "built":  # each time that an index was made anew is a write, too
            writes = found.get("stamp")
            return not isinstance(writes, int) or value <= writes
        return value <= {"unswept": 1, "chunk_bits": _MOST_BITS, "table_bits": _MOST_BITS}.get(key, value)

    def _of_book(self) -> Iterator[Flaw]:
        """Which steps made the format that the file says it has; a step that is not in there would be taken again."""
        found = self._rows("SELECT migration_set, name FROM _sqlite_migrations ORDER BY name")
        if found != [(BOOK, name) for name in STEPS[: self._version]]:
            yield Flaw("migrations", f"altered: they are not those of format {self._version}")

    def _of_counters(self, last: int, heads: int) -> Iterator[Flaw]:
        """SQLite's own record of the highest number outlives a row that was cut off."""
        counters: dict[Any, Any] = dict(self._rows("SELECT name, seq FROM sqlite_sequence"))
        (highest,) = self._rows("SELECT coalesce(max(seq), 0) FROM event")[0]
        yield from _of_counter("event", counters.pop("event", 0), last, max(last, highest))
        yield from _of_counter("head", counters.pop("head", 0), heads, heads)
        for table in _COUNTED if self._version >= KEEPING_VERSION else _COUNTED[:2]:
            (highest,) = self._rows(f"SELECT coalesce(max(id), 0) FROM {table}")[0]
            yield from _of_counter(table, counters.pop(table, 0), highest, highest)
        for name in sorted(map(str, counters)):
            yield Flaw(f"counter of {name}s", "inserted")


def _problem(name: str, wanted: str | None, found: str | None) -> str:
    """What is wrong with something of the schema; empty where nothing is."""
    if wanted is None:
        index = _TEXT_INDEX.fullmatch(name)
        if index is None:
            return "inserted"
        return "altered" if index[0] == index[1] and found != created(index[1]) else ""
    if not found:
        return "missing"
    return "" if found == wanted else "altered"


def _of_counter(table: str, said: object, last: int, highest: int) -> Iterator[Flaw]:
    if isinstance(said, int) and said > highest:
        yield Flaw(f"{table}s", f"tail cut: there were {said:,}")
    elif not isinstance(said, int) or said < last:
        yield Flaw(f"counter of {table}s", f"altered: it says {said}, not {last}")

"""Holding a trigram table against the rows: nothing that it should hold is missing, and nothing else is in it.

The table as it stands is copied, block by block, into a scratch file beside one that is made anew, so that the store
itself is only read; the copy has to pass SQLite's own check of its structure, which also looks at what only speeds up
lookups. Then the rows of each trigram are compared. Two tables of the same rows need not be equal: words that became
terms since are still in the older one. What only one of them has is held against the texts of its row.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from auditui.core.fields import texts_of
from auditui.store.sqlite.matches import EventReader
from auditui.store.sqlite.rare_text import HASH_BYTES, OPTIONS
from auditui.store.sqlite.words import words_in

_SHADOWS: Final = {"data": ("id", "block"), "idx": ("segid", "term", "pgno")}
"""Tables that FTS5 keeps a contentless index without sizes in, beside its settings, and their columns."""
_STRUCTURE: Final = 10
"""The block that says which others there are. The one before it counts words, for ranks: nothing here has any."""
_MOST_NAMED: Final = 3
_SPOKEN: Final = frozenset({"true", "false"})
"""Words of values that are no texts."""


class TextCheck:
    """One table: give it what the rows have for it, then ask for the differences."""

    def __init__(self, connection: sqlite3.Connection, table: int) -> None:
        self._connection = connection
        self._table = table
        self._folder = TemporaryDirectory(prefix="auditui-", ignore_cleanup_errors=True)
        self._scratch = self._opened()
        for name in ("made", "stored"):
            self._scratch.execute(f"CREATE VIRTUAL TABLE {name} USING fts5({OPTIONS})")
        self._scratch.execute(f"INSERT INTO made (made, rank) VALUES ('hashsize', {HASH_BYTES})")
        self.compared = 0

    def _opened(self) -> sqlite3.Connection:
        scratch = sqlite3.connect(Path(self._folder.name) / "scratch.db")
        scratch.execute("PRAGMA journal_mode = OFF")
        scratch.execute("PRAGMA synchronous = OFF")
        return scratch

    def close(self) -> None:
        """Remove the scratch file."""
        self._scratch.close()
        self._folder.cleanup()

    def is_empty(self) -> bool:
        """Whether no row has anything for the table."""
        self._scratch.commit()
        return self._scratch.execute(f"SELECT 1 FROM made_data WHERE id > {_STRUCTURE} LIMIT 1").fetchone() is None

    def add(self, texts: Iterable[tuple[int, str]]) -> None:
        """Take what rows have: position and words."""
        self._scratch.executemany("INSERT INTO made (rowid, body) VALUES (?, ?)", texts)

    def differences(self, check_stop: Callable[[], None]) -> Iterator[str]:
        """What is wrong with the table; `check_stop` is called now and then, and raises to end it."""
        try:
            if self._settings(self._connection, f"text_{self._table}") != self._settings(self._scratch, "made"):
                yield f"the text index {self._table} has other settings"
            self._copy()
            self._scratch.execute("INSERT INTO stored (stored) VALUES ('integrity-check')")
            for name in ("made", "stored"):
                self._scratch.execute(f"CREATE VIRTUAL TABLE {name}_terms USING fts5vocab({name}, 'row')")
                self._scratch.execute(f"CREATE VIRTUAL TABLE {name}_rows USING fts5vocab({name}, 'instance')")
            self._pair_off(check_stop)
            yield from self._told(check_stop)
        except sqlite3.DatabaseError as error:
            if str(error) == "interrupted":
                raise
            yield f"the text index {self._table} cannot be read ({error})"

    def _copy(self) -> None:
        """Bring the stored table over as it is, whatever stands in its blocks."""
        self._scratch.commit()
        for shadow, columns in _SHADOWS.items():
            listed = ", ".join(columns)
            self._scratch.execute(f"DELETE FROM stored_{shadow}")
            found = self._connection.execute(f"SELECT {listed} FROM text_{self._table}_{shadow}")
            holes = ", ".join("?" * len(columns))
            self._scratch.executemany(f"INSERT INTO stored_{shadow} ({listed}) VALUES ({holes})", found)
        self._scratch.commit()
        self._scratch.close()  # what is opened again remembers nothing of the blocks that stood there before
        self._scratch = self._opened()

    def _settings(self, connection: sqlite3.Connection, name: str) -> list[tuple[object, object]]:
        """What the table was made with, and the number by which others see that it was changed."""
        return connection.execute(
            f"SELECT k, v FROM {name}_config UNION ALL"
            f" SELECT 'changed', substr(block, 1, 4) FROM {name}_data WHERE id = {_STRUCTURE} ORDER BY 1"
        ).fetchall()

    def _pair_off(self, check_stop: Callable[[], None]) -> None:
        """Write down each row and trigram that only one of the two has."""
        self._scratch.execute(
            "CREATE TABLE odd (doc INTEGER, term TEXT, is_extra INTEGER, PRIMARY KEY (doc, is_extra, term))"
            " WITHOUT ROWID"
        )
        terms = self._scratch.execute("SELECT term FROM made_terms UNION SELECT term FROM stored_terms").fetchall()
        for (term,) in terms:
            check_stop()
            made, stored = (self._listed(name, term) for name in ("made", "stored"))
            self.compared += made.count(",") + 1
            if made != stored:
                mine, theirs = _rows(made), _rows(stored)
                self._scratch.executemany(
                    "INSERT OR IGNORE INTO odd VALUES (?, ?, ?)",
                    [*((doc, term, 0) for doc in mine - theirs), *((doc, term, 1) for doc in theirs - mine)],
                )

    def _listed(self, name: str, term: str) -> str:
        """The rows that have a trigram, as a text: that is made, and compared, without a Python object for each."""
        found = self._scratch.execute(f"SELECT group_concat(doc) FROM {name}_rows WHERE term = ?", (term,)).fetchone()
        return found[0] or ""

    def _told(self, check_stop: Callable[[], None]) -> Iterator[str]:
        """Missing and false entries, row by row, held against the texts of the row."""
        missing: list[int] = []
        false: list[int] = []
        with closing(self._scratch.execute("SELECT doc, is_extra, term FROM odd ORDER BY doc")) as found:
            reader = EventReader(self._connection)
            for doc, odd in groupby(found, itemgetter(0)):
                check_stop()
                words = _words_of(reader, doc)
                terms: tuple[list[str], list[str]] = ([], [])
                for _, is_extra, term in odd:
                    terms[is_extra].append(term)
                lacks, extra = terms
                if not all(_stands_in(term, words) for term in extra):
                    false.append(doc)
                # Which words stand beside each other depends on those that were terms then; nobody looks for a blank.
                if any(" " not in term for term in lacks):
                    missing.append(doc)
        if missing:
            yield f"{len(missing):,} rows have words that are not in the text index {self._table}: {_named(missing)}"
        if false:
            yield f"the text index {self._table} has words for {len(false):,} rows that lack them: {_named(false)}"


def _rows(listed: str) -> set[int]:
    return {int(doc) for doc in listed.split(",")} if listed else set()


def _named(rows: list[int]) -> str:
    more = ", ..." if len(rows) > _MOST_NAMED else ""
    return f"row {', '.join(f'{row:,}' for row in rows[:_MOST_NAMED])}{more}"


def _words_of(reader: EventReader, seq: int) -> set[str]:
    """The folded words of all texts of a row; none where there is no such row."""
    return {word for event in reader.read([seq]) for text in texts_of(event) for word in words_in(text)} | _SPOKEN


def _stands_in(term: str, words: set[str]) -> bool:
    """Whether a trigram is in a word, or over the blanks between the words of a text whose order nobody knows."""
    first, *others = term.split(" ")
    if not others:
        return any(term in word for word in words)
    *inner, last = others
    return (
        any(word.endswith(first) for word in words)
        and any(word.startswith(last) for word in words)
        and all(not part or part in words for part in inner)
    )

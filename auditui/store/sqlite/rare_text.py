"""The trigram index over the words that hardly repeat.

One contentless FTS5 table for each 2^20 rows: a contentless table cannot forget, so a purge drops
and makes anew only the ones that it touches. What a table answers is a superset: the trigrams of a
word are all there, but not always beside each other.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from typing import Final

OPTIONS: Final = "body, content='', columnsize=0, detail=none, tokenize='trigram case_sensitive 1'"
"""Column and options of a table."""
HASH_BYTES: Final = 64 * 1024 * 1024
_MOST_TRIGRAMS: Final = 12


def created(name: str) -> str:
    """The statement that makes a table."""
    return f"CREATE VIRTUAL TABLE {name} USING fts5({OPTIONS})"


class RareText:
    """The trigram tables of one store, for reading and adding."""

    def __init__(self, connection: sqlite3.Connection, table_bits: int) -> None:
        self._connection = connection
        self._bits = table_bits
        self._made: set[int] = set()

    def add(self, texts: Iterable[tuple[int, str]], first_seq: int) -> None:
        """Index texts by position. All lie in the table of `first_seq`."""
        table = first_seq >> self._bits
        if table not in self._made:
            self._make(table)
        self._connection.executemany(f"INSERT INTO text_{table} (rowid, body) VALUES (?, ?)", texts)

    def _make(self, table: int) -> None:
        """Make the table if need be. Columns keep no sizes: nothing ranks here, and each would be a row to write."""
        found = self._connection.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (f"text_{table}",)).fetchone()
        if not found:
            self._connection.execute(created(f"text_{table}"))
            self._connection.execute(f"INSERT INTO text_{table} (text_{table}, rank) VALUES ('hashsize', {HASH_BYTES})")
        self._made.add(table)

    def forget_made(self) -> None:
        """A transaction was undone: look again before assuming that a table is there."""
        self._made.clear()

    def tables(self) -> list[int]:
        """Numbers of the tables there are, ascending."""
        found = self._connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name GLOB 'text_[0-9]*'"
            " AND sql LIKE 'CREATE VIRTUAL%'"
        )
        return sorted(int(name[5:]) for (name,) in found)

    def drop(self) -> None:
        """Remove all tables."""
        for table in self.tables():
            self.drop_table(table)

    def drop_table(self, table: int) -> None:
        """Remove a table if there is one."""
        self._connection.execute(f"DROP TABLE IF EXISTS text_{table}")
        self._made.discard(table)

    def holds(self, seq: int, words: list[str]) -> bool:
        """Whether the row at this position is indexed with all these words."""
        table = seq >> self._bits
        if table not in self.tables():
            return False
        match = " AND ".join(f'"{gram}"' for gram in _trigrams(words))
        sql = f"SELECT 1 FROM text_{table} WHERE text_{table} MATCH ? AND rowid = ?"
        return self._connection.execute(sql, (match, seq)).fetchone() is not None

    def candidates(self, words: list[str]) -> Iterator[int]:
        """Positions of the rows that may hold all these folded words, each of three or more characters; ascending."""
        match = " AND ".join(f'"{gram}"' for gram in _trigrams(words))
        for table in self.tables():
            for (seq,) in self._connection.execute(
                f"SELECT rowid FROM text_{table} WHERE text_{table} MATCH ?", (match,)
            ):
                yield seq


def _trigrams(words: list[str]) -> list[str]:
    """Some trigrams that these words cannot be without; all of short words, of long ones those that cover them."""
    found: dict[str, None] = {}
    for word in words:
        step = 1 if len(word) <= _MOST_TRIGRAMS else 3
        places = [*range(0, len(word) - 2, step), len(word) - 3]
        found.update(dict.fromkeys(word[place : place + 3].replace('"', '""') for place in places))
    return list(found)

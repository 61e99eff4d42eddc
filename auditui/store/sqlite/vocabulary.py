"""Numbers for paths and terms while writing; what is new goes to the file in the transaction that uses it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from auditui.store.sqlite import paths
from auditui.store.sqlite.schema import term_check


class WritingVocabulary:
    """Hands out numbers. A new one is made for each transaction that was undone."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._paths: dict[str, int] = {name: number for number, name in connection.execute("SELECT id, name FROM path")}
        self._next_path = max(paths.FIRST_FREE, 1 + max(self._paths.values(), default=0))
        self._next_term: int = connection.execute("SELECT max(id) + 1 FROM term").fetchone()[0]
        self._new_paths: list[tuple[int, str]] = []
        self._new_terms: list[tuple[int, int, int, str]] = []

    def path(self, name: str) -> int:
        """The number of a path inside details or changes, new if need be; `paths.OTHER` when there are too many."""
        number: int | None = self._paths.get(name)
        if number is None:
            if len(self._paths) >= paths.MAX_PATHS or len(name) > paths.MAX_TERM_LENGTH:
                return paths.OTHER
            number = self._paths[name] = self._next_path
            self._next_path += 1
            self._new_paths.append((number, name))
        return number

    def terms(self, path: int) -> Iterable[tuple[int, int, str]]:
        """Number, kind and text of the terms of a path that the file holds."""
        return self._connection.execute("SELECT id, kind, text FROM term WHERE path = ?", (path,))

    def new_term(self, path: int, kind: int, text: str) -> int:
        """A number for a new term."""
        number = self._next_term
        self._next_term += 1
        self._new_terms.append((number, path, kind, text))
        return number

    def write(self) -> None:
        """Put what is new into the file, within the caller's transaction."""
        self._connection.executemany("INSERT INTO path (id, name) VALUES (?, ?)", self._new_paths)
        self._connection.executemany(
            "INSERT INTO term (id, path, kind, text, crc) VALUES (?, ?, ?, ?, ?)",
            [(*term, term_check(*term[:3], term[3].encode())) for term in self._new_terms],
        )
        self._new_paths.clear()
        self._new_terms.clear()

"""Where the bytes of a part come from: memory, or the file, piece by piece."""

from __future__ import annotations

import sqlite3
from typing import Protocol


class Bytes(Protocol):
    """Bytes that can be read in pieces."""

    def __len__(self) -> int: ...

    def read(self, at: int, size: int) -> bytes:
        """So many bytes from a place on; fewer where they end."""
        ...


class Held:
    """Bytes in memory."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def __len__(self) -> int:
        return len(self._data)

    def read(self, at: int, size: int) -> bytes:
        """A piece of them."""
        return self._data[at : at + size]


class InFile:
    """A blob of table `part`, read as it is needed: the words of a million events take 40 MB, a query some kilobytes.

    Reads what the present transaction sees. What is no blob (somebody wrote something else) is empty.
    """

    def __init__(self, connection: sqlite3.Connection, row: int) -> None:
        self._connection = connection
        self._row = row
        size = connection.execute(
            "SELECT CASE typeof(data) WHEN 'blob' THEN length(data) ELSE 0 END FROM part WHERE id = ?", (row,)
        ).fetchone()
        self._size = int(size[0]) if size else 0

    def __len__(self) -> int:
        return self._size

    def read(self, at: int, size: int) -> bytes:
        """A piece of the blob."""
        with self._connection.blobopen("part", "data", self._row, readonly=True) as blob:
            blob.seek(min(at, len(blob)))
            return blob.read(size)

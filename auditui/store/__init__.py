"""Keeps events and answers queries; nothing else opens a database."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from auditui.store.base import Store


def open(path: Path | str, *, create: bool = False, read_only: bool = False, durable: bool = False) -> Store:
    """Open the store in a file.

    Args:
        path: The file.
        create: Make it when it is missing or empty.
        read_only: Never write, not even to move an older format on; works on media that cannot be written.
        durable: What is written is on disk as soon as it counts, also when the power fails. Otherwise an import
            is only when it is finished.

    Raises:
        StoreError: Missing, foreign, newer, truncated, locked, or not permitted; says what to do.
    """
    from auditui.store.sqlite.store import SqliteStore

    return SqliteStore(Path(path), create=create, read_only=read_only, durable=durable)


def load() -> None:
    """Load what `open` needs to make a store. For a thread beside one that waits for something else."""
    for name in ("auditui.store.sqlite.store", "auditui.store.sqlite.writer", "sqlite_utils"):
        import_module(name)


def is_store(path: Path) -> bool:
    """Whether a file begins like a store; False where it cannot be read. Nothing is opened or locked."""
    from auditui.store.sqlite.schema import has_our_header

    return has_our_header(path)

"""A stream of bytes on its way to a reader, and what is known of where it comes from."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TypeAlias

from auditui.core.errors import AuditError

Blocks: TypeAlias = "Iterator[bytes | None]"

PEEK: Final = 128 * 1024
"""How many bytes are looked at before a decision."""
BLOCK: Final = 256 * 1024


def _go_on() -> None:
    """Nobody wants to stop."""


class SourceError(AuditError):
    """A source that cannot be read at all; the others still are."""


class NoFileError(SourceError):
    """A pipe, a socket, a device, a link that leads nowhere: no log is lost where one lies in a folder."""


def as_text(name: str) -> str:
    r"""The name of a file as text: bytes that are no UTF-8 (lone surrogates, in Python's words) as `\xe9`.

    No two files of a folder get the same one, but for one that is called so already.
    """
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


@dataclass(slots=True)
class Input:
    """One stream to read.

    Attributes:
        name: What the user knows it by: the path as given, or `archive.zip:member`; made text here, once for all.
        blocks: The bytes, decompressed.
        path: The file on disk, where there is one.
        size: Its size there, in bytes (compressed, when it is).
        taken: How many of them have been read.
        problem: Why the stream ended early (truncated, corrupt, a bomb), or was hardly text; empty while all is well.
        rest: What came behind the last line end of a stream that ended early; it is not among the blocks.
        is_named: False for what only came along with a folder.
        is_mended: True for a log for certain, even without an event: what an import before has rejected, or a piece of
            a first row.
        check: Called before each block is read and whenever the input is silent; may raise to stop.
    """

    name: str
    blocks: Blocks = field(repr=False)
    path: Path | None = None
    size: int | None = None
    taken: int = 0
    problem: str = ""
    rest: bytes = b""
    is_named: bool = True
    is_mended: bool = False
    check: Callable[[], None] = field(default=_go_on, repr=False)

    def __post_init__(self) -> None:
        """Whatever the system calls it, its name goes into events, reports and the journal, which are text."""
        self.name = as_text(self.name)

    def sha256(self) -> str:
        """Hex digest of the file on disk; empty for streams and archive members."""
        if self.path is None:
            return ""
        with self.path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()

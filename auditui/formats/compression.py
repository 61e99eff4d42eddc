"""Compressed streams, whatever their names: a bounded piece at a time, cut ones as far as they go, bombs not at all."""

from __future__ import annotations

import bz2
import lzma
import zlib
from collections.abc import Callable
from typing import Any, Final, Protocol

from auditui.core.errors import UnrecognisedError
from auditui.formats.inputs import BLOCK, Blocks, Input

MAX_OUTPUT: Final = 1 << 40
"""Bytes that one compressed file may grow to."""
RATIO_FROM: Final = 64 * 1024 * 1024
MAX_RATIO: Final = 250
"""From `RATIO_FROM` bytes on: how many times its size a file may grow to. Logs stay below 60; bombs reach 1,000."""


class Decompressor(Protocol):
    """What zlib, bz2 and lzma have in common (zlib spells it differently, see `_Gzip`)."""

    eof: bool
    needs_input: bool
    unused_data: bytes

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        """At most `max_length` bytes of output; call with no data until `needs_input`."""
        ...


class _Gzip:
    """zlib in the manner of bz2 and lzma."""

    def __init__(self) -> None:
        self._inflate = zlib.decompressobj(wbits=31)

    @property
    def eof(self) -> bool:
        return self._inflate.eof

    @property
    def needs_input(self) -> bool:
        return not self._inflate.unconsumed_tail

    @property
    def unused_data(self) -> bytes:
        return self._inflate.unused_data

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        return self._inflate.decompress(self._inflate.unconsumed_tail + data, max(max_length, 0))


def _zstandard() -> _Zstandard:
    """The standard library's (Python 3.14), else the one of the extra `zst`."""
    import importlib

    for name in ("compression.zstd", "backports.zstd"):
        try:
            return _Zstandard(importlib.import_module(name))
        except ImportError:
            continue
    hint = "pip install 'auditui[zst]', or unpack it: zstd -dc FILE | auditui import - --origin NAME"
    raise UnrecognisedError(
        "compressed with Zstandard, which needs Python 3.14 or the package backports.zstd", hint=hint
    )


class _Zstandard:
    """Zstandard with the errors of the others."""

    def __init__(self, library: Any) -> None:  # noqa: ANN401  one of two modules, neither of which may be there
        self._engine: Decompressor = library.ZstdDecompressor()
        self._error: type[Exception] = library.ZstdError

    @property
    def eof(self) -> bool:
        return self._engine.eof

    @property
    def needs_input(self) -> bool:
        return self._engine.needs_input

    @property
    def unused_data(self) -> bytes:
        return self._engine.unused_data

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        try:
            return self._engine.decompress(data, max_length)
        except self._error as error:
            raise ValueError(str(error)) from error


COMPRESSIONS: Final[tuple[tuple[bytes, str, Callable[[], Any]], ...]] = (
    (b"\x1f\x8b", "gzip", _Gzip),
    (b"BZh", "bzip2", bz2.BZ2Decompressor),
    (b"\xfd7zXZ\x00", "xz", lzma.LZMADecompressor),
    (b"\x28\xb5\x2f\xfd", "zstd", _zstandard),
)


def decompressed(blocks: Blocks, opened: Input) -> Blocks:
    """The stream itself, or what is in it, when it starts like a compressed file (whatever its name)."""
    first = b""
    for block in blocks:
        if block is None:
            yield None
            continue
        first += block
        if len(first) >= 6:  # noqa: PLR2004  # the longest magic number
            break
    for magic, name, make in COMPRESSIONS:
        if first.startswith(magic):
            yield from _whole_lines(_inflated(_chain(first, blocks), opened, name, make), opened)
            return
    yield from _chain(first, blocks)


def _chain(first: bytes, rest: Blocks) -> Blocks:
    if first:
        yield first
    yield from rest


def _whole_lines(pieces: Blocks, opened: Input) -> Blocks:
    """Hold back the last line until more of it comes, so that half a line of a cut file is not taken for a whole one.

    Of a line that is longer than a piece only the end is held back: it may be a document of one line.
    """
    held = b""
    for piece in pieces:
        if piece is None:
            yield None
            continue
        end = piece.rfind(b"\n") + 1
        yield held + (piece[:end] if end else piece)
        held = piece[end:] if end else b""
    if opened.problem:
        opened.rest = held
    elif held:
        yield held


def _inflated(blocks: Blocks, opened: Input, name: str, make: Callable[[], Any]) -> Blocks:
    """Decompress, member after member, a bounded piece at a time; `opened.problem` says what went wrong."""
    engine: Decompressor = make()
    taken = given = 0
    try:
        for block in blocks:
            if block is None:
                yield None
                continue
            taken += len(block)
            data = block
            while data or not engine.needs_input:
                if engine.eof:
                    data = data or engine.unused_data.lstrip(b"\0")
                    if not data:
                        break
                    engine = make()
                piece = engine.decompress(data, BLOCK)
                data = engine.unused_data if engine.eof else b""
                given += len(piece)
                if piece:
                    yield piece
                if given > MAX_OUTPUT or (given > RATIO_FROM and given > taken * MAX_RATIO):
                    opened.problem = (
                        f"{given:,} bytes out of {taken:,} of {name}: this looks like a bomb, the rest is left out"
                    )
                    return
    except (zlib.error, OSError, lzma.LZMAError, EOFError, ValueError) as error:
        opened.problem = f"the {name} data are damaged ({error})"
        return
    if not engine.eof:
        opened.problem = f"the {name} data end before their end: the file is cut off"

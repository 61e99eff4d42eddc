"""Tar archives, packed or not: their members as streams, one after another, without a file on disk."""

from __future__ import annotations

import re
import tarfile
from collections.abc import Callable, Iterator
from typing import IO, Any, Final

from auditui.formats.compression import COMPRESSIONS, decompressed
from auditui.formats.inputs import BLOCK, Blocks, Input, SourceError

PIECE: Final = 4096
HEAD: Final = 512
"""Bytes of a header, by which a tar archive is known."""


PACKED_NAME: Final = re.compile(r"\.(?:tar\.\w+|t[gbxz]\w{1,3})$", re.IGNORECASE)


def is_tar(name: str, start: bytes) -> bool:
    """Whether a file that starts so is a tar archive, perhaps a compressed one.

    Where its start gives nothing yet (bzip2 packs 900 kB at a time), its name tells.
    """
    if start[257:262] == b"ustar":
        return True
    make = next((make for magic, _, make in COMPRESSIONS if start.startswith(magic)), None)
    if make is None:
        return False
    first = _first_of(make, start)
    return first[257:262] == b"ustar" or (not first and bool(PACKED_NAME.search(name)))


def _first_of(make: Callable[[], Any], start: bytes) -> bytes:
    try:
        found: bytes = make().decompress(start, HEAD)
    except Exception:  # noqa: BLE001  every library has errors of its own; whoever reads the file says what is wrong
        return b""
    return found


class _Stream:
    """Blocks as a file that can only be read on."""

    def __init__(self, blocks: Blocks) -> None:
        self._blocks = blocks
        self._kept = b""

    def read(self, size: int) -> bytes:
        while len(self._kept) < size:
            block = next(self._blocks, b"")
            if block == b"":
                break
            self._kept += block or b""
        data, self._kept = self._kept[:size], self._kept[size:]
        return data


def tar_members(name: str, blocks: Blocks, outer: Input) -> Iterator[Input]:
    """Files of an archive; folders, links, and hidden files are left out.

    Raises:
        SourceError: The archive is damaged or ends early; members before that have been yielded.
    """
    try:
        with tarfile.open(fileobj=_Stream(blocks), mode="r|", bufsize=BLOCK) as archive:  # type: ignore[call-overload]  # read() is all it asks for
            for member in archive:
                stream = archive.extractfile(member) if member.isfile() else None
                if stream is not None and not member.name.rsplit("/", 1)[-1].startswith("."):
                    yield _member(f"{name}:{member.name}", stream, member.size)
    except (tarfile.TarError, EOFError, ValueError) as error:
        raise SourceError(outer.problem or f"the archive cannot be read to its end ({error})", where=name) from error
    if outer.problem:
        raise SourceError(outer.problem, where=name)


def _member(name: str, stream: IO[bytes], size: int) -> Input:
    opened = Input(name, iter(()), None, size)
    opened.blocks = decompressed(_member_blocks(stream, opened), opened)
    return opened


def _member_blocks(stream: IO[bytes], opened: Input) -> Blocks:
    while block := _block(stream, opened):
        opened.check()
        opened.taken += len(block)
        yield block


def _block(stream: IO[bytes], opened: Input) -> bytes:
    """A block in small pieces, since of a piece that the archive has not whole nothing comes."""
    kept: list[bytes] = []
    try:
        while len(kept) * PIECE < BLOCK and not opened.problem and (piece := stream.read(PIECE)):
            kept.append(piece)
    except (tarfile.TarError, OSError, EOFError, ValueError) as error:
        opened.problem = f"the archive ends in the middle of this member ({error})"
    return b"".join(kept)

"""Blocks of bytes to lines, in bounded memory."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, TypeAlias

from auditui.core.redact import MAX_REJECT
from auditui.formats.inputs import Blocks
from auditui.formats.records import MAX_RECORD_BYTES, Rejected, shown


class TooLong(NamedTuple):
    """A line that is not read: its start, and how long it was in all."""

    start: bytes
    length: int

    @property
    def reason(self) -> str:
        """Why it is no record."""
        return f"longer than {MAX_RECORD_BYTES:,} bytes ({self.length:,})"


Line: TypeAlias = "tuple[int, bytes | TooLong] | None"


def lines_of(blocks: Blocks) -> Iterator[Line]:
    """Numbered lines from 1, without LF; None where the input paused. A last line needs no LF."""
    number, tail = 1, b""
    for block in blocks:
        if block is None:
            yield None
            continue
        rest = block
        if b"\n" not in block:
            tail += block
            if len(tail) <= MAX_RECORD_BYTES:
                continue
            rest, long = drop_line(tail, blocks)
            yield number, long
            number += 1
            tail = b""
        pieces = rest.split(b"\n")
        pieces[0] = tail + pieces[0]
        tail = pieces.pop()
        for piece in pieces:
            yield number, piece
            number += 1
    if tail:
        yield number, tail


def drop_line(start: bytes, blocks: Blocks) -> tuple[bytes, TooLong]:
    """Skip to the end of the line that begins so, without keeping it; what of the last block is behind it, and it."""
    length = len(start)
    for block in blocks:
        if block is None:
            continue
        end = block.find(b"\n")
        if len(start) < MAX_REJECT:
            start += block[: MAX_REJECT if end < 0 else end]
        if end >= 0:
            return block[end + 1 :], TooLong(start[:MAX_REJECT], length + end)
        length += len(block)
    return b"", TooLong(start[:MAX_REJECT], length)


NumberedText: TypeAlias = "tuple[int, str, tuple[str, ...]]"


def text_lines_of(blocks: Blocks, *, keep_returns: bool = False) -> Iterator[NumberedText | Rejected | None]:
    """Numbered lines as text without LF (and CR), with the flags that decoding them gave."""
    for line in lines_of(blocks):
        if line is None:
            yield None
            continue
        number, data = line
        flags: tuple[str, ...] = ()
        if isinstance(data, TooLong):
            yield Rejected(number, data.reason, shown(data.start))
            continue
        try:
            text = data.decode()
        except UnicodeDecodeError:
            text, flags = data.decode("utf-8", "replace"), ("bad-utf8",)
        yield number, text if keep_returns else text.rstrip("\r"), flags

"""Text cut into lines that fit a width."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

LINE_FEED: Final = "\u240a"
"""How a clean text shows that the source went on in a new line; it ends a line here too."""

_WORDS: Final = re.compile(r" *[^ ]+ *| +")
_PIECES: Final = re.compile(r"[^-/_.,:;@=&?|\\]*[-/_.,:;@=&?|\\]+|[^-/_.,:;@=&?|\\]+")
"""Long words (paths, addresses, ids) end a line behind their punctuation."""


def wrapped(text: str, room: float, advances: Mapping[str, float]) -> list[str]:
    """The lines of a clean text, at least one; none is wider than the room, unless a single character is.

    Args:
        text: What to cut: at blanks, inside of words that are wider than the room too.
        room: Width of a line, in the unit of the advances.
        advances: The width of each character.
    """
    if LINE_FEED in text:
        parts = text.split(LINE_FEED)
        marked = [part + LINE_FEED for part in parts[:-1]] + ([parts[-1]] if parts[-1] else [])
        return [line for part in marked for line in _lines(part, room, advances)]
    return _lines(text, room, advances)


def _lines(text: str, room: float, advances: Mapping[str, float]) -> list[str]:
    if width(text, advances) <= room:
        return [text]
    return [line.rstrip(" ") for line in _filled(_words(text, room, advances), room, advances)] or [""]


def width(text: str, advances: Mapping[str, float]) -> float:
    """How wide a text is in one line."""
    return sum(map(advances.__getitem__, text))


def _filled(pieces: Iterable[str], room: float, advances: Mapping[str, float]) -> Iterator[str]:
    """Pieces put together to lines; blanks at the end of a line may stand beyond the room."""
    line, used = "", 0.0
    for piece in pieces:
        wide = width(piece.rstrip(" "), advances)
        if line and used + wide > room:
            yield line
            line, used = "", 0.0
        line += piece
        used += width(piece, advances)
    if line:
        yield line


def _words(text: str, room: float, advances: Mapping[str, float]) -> Iterator[str]:
    for word in _WORDS.findall(text):
        if width(word, advances) <= room:
            yield word
        else:
            yield from _parts(word, room, advances)


def _parts(word: str, room: float, advances: Mapping[str, float]) -> Iterator[str]:
    """A word too long for a line in parts that are not."""
    for piece in _PIECES.findall(word):
        if width(piece, advances) <= room:
            yield piece
        else:
            yield from _characters(piece, room, advances)


def _characters(piece: str, room: float, advances: Mapping[str, float]) -> Iterator[str]:
    part, used = "", 0.0
    for character in piece:
        wide = advances[character]
        if part and used + wide > room:
            yield part
            part, used = "", 0.0
        part += character
        used += wide
    yield part

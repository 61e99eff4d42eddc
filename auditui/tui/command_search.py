"""Which commands a typed text finds, and by which of their letters, so that whoever sees one sees why."""

from __future__ import annotations

from typing import Final, NamedTuple

from auditui.core.text import fold
from auditui.tui.drawing.matching import find

Places = list[tuple[int, int]]
"""Where something stands in a text: `(start, end)` in its characters."""
_ITSELF, _KEY, _BEGINNING, _WORD, _INITIALS, _INSIDE, _SAID, _SAID_INSIDE = 1.0, 0.95, 0.9, 0.8, 0.7, 0.6, 0.4, 0.2
_PART: Final = 2
"""Letters that a part of a word in a label has at least where it is not the word's beginning."""
_PART_SAID: Final = 3
"""The same in what is said about a command, which holds more words."""


class Found(NamedTuple):
    """How well a command is found, from 0 to 1, and where in its label and in what is said about it."""

    score: float
    label: Places
    said: Places


def found(typed: str, label: str, said: str = "", key: str = "") -> Found | None:
    """The command, where each of the typed words is found; None where one is not.

    A word is found where a word of the text begins with it, or holds it in one piece; a label also by the first
    letters of its words, or, where it is all that was typed, by its key.
    """
    if typed.strip() == key != "":
        return Found(_KEY, [], [])
    words = fold(typed).split()
    each = [_word(word, label, said) for word in words]
    if not words or None in each:
        return None
    parts = [one for one in each if one]
    score = _ITSELF if fold(typed.strip()) == fold(label) else sum(one.score for one in parts) / len(parts)
    return Found(score, _joined([one.label for one in parts]), _joined([one.said for one in parts]))


def _word(word: str, label: str, said: str) -> Found | None:
    begun, inside = _places(label, word)
    if begun:
        return Found(_BEGINNING if begun[0][0] == 0 else _WORD, begun, [])
    if initials := _initials(label, word):
        return Found(_INITIALS, initials, [])
    if inside and len(word) >= _PART:
        return Found(_INSIDE, inside, [])
    begun, inside = _places(said, word)
    if begun:
        return Found(_SAID, [], begun)
    return Found(_SAID_INSIDE, [], inside) if inside and len(word) >= _PART_SAID else None


def _places(text: str, word: str) -> tuple[Places, Places]:
    """Where words begin with it, and where else it stands."""
    begun: Places = []
    inside: Places = []
    for place in find(text, [word]):
        (begun if _begins_word(text, place[0]) else inside).append(place)
    return begun, inside


def _begins_word(text: str, at: int) -> bool:
    return at == 0 or not text[at - 1].isalnum()


def _initials(label: str, word: str) -> Places:
    """The first letters of words one after the other that spell it; none where they do not."""
    firsts = [at for at, letter in enumerate(label) if letter.isalnum() and _begins_word(label, at)]
    at = "".join(fold(label[first])[:1] for first in firsts).find(word) if len(word) >= _PART else -1
    return [(first, first + 1) for first in firsts[at : at + len(word)]] if at >= 0 else []


def _joined(places: list[Places]) -> Places:
    return [place for some in places for place in some]

"""What really differs between the two sides of a change, word by word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Final

from auditui.core.event import Absent, Json
from auditui.tui.drawing.spans import ELLIPSIS, Line, Span
from auditui.tui.drawing.values import clipped

REMOVED: Final = "removed"
ADDED: Final = "added"
_SPACE: Final = re.compile(r"\s")
_WORDS: Final = re.compile(r"\s+|\w+|[^\w\s]")
_WORD_LIMIT: Final = 600
"""Words a side that are compared one by one; longer texts count as replaced between what they share at both ends."""
_LONG_TEXT: Final = 24
_CONTEXT: Final = 60
"""Characters shown of a long unchanged run, at each of its ends."""


def is_wordy(before: Json | Absent, after: Json | Absent) -> bool:
    """Whether two values are better compared word by word than as a whole."""
    return (
        isinstance(before, str)
        and isinstance(after, str)
        and max(len(before), len(after)) > _LONG_TEXT
        and bool(_SPACE.search(before) or _SPACE.search(after))
    )


def by_words(before: str, after: str) -> tuple[Line, Line]:
    """Two texts with the words that only one of them has in the style `removed` or `added`.

    Long runs that both share are shortened in their middle.
    """
    head = _shared(before, after)
    tail = _shared(before[head:][::-1], after[head:][::-1])
    start, end = before[:head], before[len(before) - tail :]
    middles = before[head : len(before) - tail], after[head : len(after) - tail]
    left, right = _middle(*middles)
    opening, closing = _unchanged(start, is_first=True), _unchanged(end, is_last=True)
    return [*opening, *left, *closing], [*opening, *right, *closing]


def _shared(one: str, other: str) -> int:
    """Length of the start that two texts share, up to the end of a word; by halving, so that megabytes cost nothing."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    while 0 < low < max(len(one), len(other)) and one[low - 1].isalnum():
        low -= 1
    return low


def _middle(before: str, after: str) -> tuple[Line, Line]:
    olds, news = _WORDS.findall(before[: 20 * _WORD_LIMIT]), _WORDS.findall(after[: 20 * _WORD_LIMIT])
    if max(len(olds), len(news)) > _WORD_LIMIT:
        return _whole(before, REMOVED), _whole(after, ADDED)
    left: Line = []
    right: Line = []
    for kind, old_from, old_to, new_from, new_to in SequenceMatcher(None, olds, news, autojunk=False).get_opcodes():
        if kind == "equal":
            both = _unchanged("".join(olds[old_from:old_to]))
            left, right = left + both, right + both
        else:
            left = left + _words(olds[old_from:old_to], REMOVED)
            right = right + _words(news[new_from:new_to], ADDED)
    return left, right


def _words(words: Sequence[str], style: str) -> Line:
    return _whole("".join(words), style)


def _whole(text: str, style: str) -> Line:
    return [Span(clipped(text), style)] if text else []


def _unchanged(text: str, *, is_first: bool = False, is_last: bool = False) -> Line:
    if len(text) <= 2 * _CONTEXT + 1:
        return _whole(text, "")
    start = "" if is_first else text[:_CONTEXT]
    end = "" if is_last else text[-_CONTEXT:]
    return [*_whole(start, ""), Span(f" {ELLIPSIS} ", "dim"), *_whole(end, "")]

"""What really differs between the two sides of a change, word by word."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from auditui.core.counting import counted
from auditui.core.event import Absent, Json
from auditui.tui.drawing.spans import ELLIPSIS, Line, Span
from auditui.tui.drawing.values import clipped

REMOVED: Final = "removed"
ADDED: Final = "added"
UNHELD: Final = "a part is too long to compare word by word: all of it is marked"
"""What stands behind two texts of which a part was taken as replaced."""
_SPACE: Final = re.compile(r"\s")
_LONG_TEXT: Final = 24
_CONTEXT: Final = 60
"""Characters shown of long unchanged runs, at each of their ends, shared among the changes."""
_LEAST_CONTEXT: Final = 12
_PIECES: Final = 1_000
"""Parts of two texts that are drawn; what differs beyond is counted."""


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

    Long runs that both share are shortened, the less is left of them the more changes there are. Where a part
    was too long to be held word by word, or changes are left out, the second line says so.
    """
    left, right = _compared(before, after)
    return [*left], [*right]


@lru_cache(maxsize=16)
def _compared(before: str, after: str) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Kept, as one change is measured before it is drawn."""
    from auditui.core.word_diff import pieces  # the first page compares nothing

    found = list(pieces(before, after))
    changed = sum(not piece.is_same for piece in found)
    context = max(_CONTEXT // max(changed, 1), _LEAST_CONTEXT)
    left: Line = []
    right: Line = []
    for place, piece in enumerate(found[:_PIECES]):
        if piece.is_same:
            both = _unchanged(piece.before, context, is_first=place == 0, is_last=place == len(found) - 1)
            left, right = left + both, right + both
        else:
            left, right = left + _whole(piece.before, REMOVED), right + _whole(piece.after, ADDED)
    if len(found) > _PIECES:
        rest = sum(not piece.is_same for piece in found[_PIECES:])
        right = [*right, Span(f"  {ELLIPSIS} and {counted(rest, 'more difference')}", "dim")]
    if any(not piece.is_held for piece in found):
        right = [*right, Span(f"  {UNHELD}", "dim")]
    return tuple(left), tuple(right)


def _whole(text: str, style: str) -> Line:
    return [Span(clipped(text), style)] if text else []


def _unchanged(text: str, context: int, *, is_first: bool, is_last: bool) -> Line:
    if len(text) <= 2 * context + 1:
        return _whole(text, "")
    start = "" if is_first else text[:context]
    end = "" if is_last else text[-context:]
    return [*_whole(start, ""), Span(f" {ELLIPSIS} ", "dim"), *_whole(end, "")]

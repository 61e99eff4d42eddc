"""What really differs between the two sides of a change: by path, by list item, by word."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Final

from auditui.core.canonical import text_of
from auditui.core.event import ABSENT, Absent, Change, Json
from auditui.tui.drawing.spans import ELLIPSIS, Line, Span
from auditui.tui.drawing.values import clipped

REMOVED: Final = "removed"
ADDED: Final = "added"
_DEPTH_LIMIT: Final = 64
_IDENTITIES: Final = ("id", "key", "name", "field")
"""What tells list items apart, the first one first that both sides have."""
_SPACE: Final = re.compile(r"\s")
_WORDS: Final = re.compile(r"\s+|\w+|[^\w\s]")
_WORD_LIMIT: Final = 600
"""Words a side that are compared one by one; longer texts count as replaced between what they share at both ends."""
_LONG_TEXT: Final = 24
_CONTEXT: Final = 60
"""Characters shown of a long unchanged run, at each of its ends."""


def differences(change: Change) -> list[Change]:
    """A change as the smallest changes that it is made of, their paths written out.

    Objects are compared key by key, lists item by item whatever their order (`tags[2]`, or
    `roles[admin]` where items have an identity). A list whose items only changed places stays whole.
    """
    return list(_between(change.field, change.before, change.after, _DEPTH_LIMIT))


def _between(path: str, before: Json | Absent, after: Json | Absent, depth: int) -> Iterator[Change]:
    if depth and isinstance(before, dict) and isinstance(after, dict):
        yield from _objects(path, before, after, depth - 1)
    elif depth and isinstance(before, list) and isinstance(after, list):
        yield from _lists(path, before, after, depth - 1)
    elif not _same(before, after):
        yield Change(path, before, after)


def _same(before: Json | Absent, after: Json | Absent) -> bool:
    """Equal as JSON: 1 and true differ, and so do 1 and 1.0, since a source that writes both means something."""
    if before is ABSENT or after is ABSENT:
        return before is after
    return text_of(before) == text_of(after)


def _objects(path: str, before: dict[str, Json], after: dict[str, Json], depth: int) -> Iterator[Change]:
    for key in [*before, *(key for key in after if key not in before)]:
        yield from _between(f"{path}.{key}", before.get(key, ABSENT), after.get(key, ABSENT), depth)


def _lists(path: str, before: list[Json], after: list[Json], depth: int) -> Iterator[Change]:
    gone, come = _left_over(before, after), _left_over(after, before)
    if not gone and not come:
        if text_of(before) != text_of(after):
            yield Change(path, before, after)
        return
    for name, old, new in _paired(gone, come):
        yield from _between(f"{path}[{name}]", old, new, depth)


def _left_over(items: list[Json], others: list[Json]) -> dict[int, Json]:
    """Items, by position, that the other list has not, or not as often."""
    there = Counter(map(text_of, others))
    left: dict[int, Json] = {}
    for position, item in enumerate(items):
        text = text_of(item)
        if there[text]:
            there[text] -= 1
        else:
            left[position] = item
    return left


def _paired(gone: dict[int, Json], come: dict[int, Json]) -> Iterator[tuple[str, Json | Absent, Json | Absent]]:
    """Items of the same identity together, else those of the same position, else alone."""
    names = {identity: position for position, item in come.items() if (identity := _identity(item))}
    taken: set[int] = set()
    for position, item in gone.items():
        identity = _identity(item)
        partner = names.get(identity, -1) if identity else position
        if partner in come and partner not in taken and bool(_identity(come[partner])) == bool(identity):
            taken.add(partner)
            yield identity or str(position), item, come[partner]
        else:
            yield identity or str(position), item, ABSENT
    for position, item in come.items():
        if position not in taken:
            yield _identity(item) or str(position), ABSENT, item


def _identity(item: Json) -> str:
    if not isinstance(item, dict):
        return ""
    return next((str(item[key]) for key in _IDENTITIES if isinstance(item.get(key), (str, int))), "")


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

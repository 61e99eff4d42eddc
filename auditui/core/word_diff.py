"""Two texts held against each other word by word, in a time that is bounded whatever they are.

What both share at their ends is set aside first. Then lines, then words with the blanks behind them, are held against
each other: by the fewest edits, else by those that stand once in each, in order. What lies between is held
together more finely, down to words and signs. Only what is long and has no such hold is taken as replaced.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from operator import ne
from typing import Final, NamedTuple, TypeAlias

_TOKEN: Final = re.compile(r"\s+|\w+|[^\w\s]")
_CHUNK: Final = re.compile(r"\S+\s*|\s+")
_SMALL_TEXT: Final = 6_000
"""Characters of both sides together that are held against each other token by token."""
_PAIRS: Final = 120_000
"""Pairs of equal tokens in such a small text; where there are more, trying all of them takes too long."""
_PAIR_EFFORT: Final = 12
_STEP_EFFORT: Final = 6
"""What trying one way of editing costs, as units compared in one go."""
_EDITS: Final = 48
"""Units put in or taken out that are looked for before others have to hold the texts together."""
_EFFORT: Final = 1_500_000
"""Units compared, over all of two texts; what is left when that is used up counts as replaced."""
_DEPTH: Final = 24
_MOST_UNITS: Final = 400_000
"""Words, or signs, of both sides together that texts are cut into."""

_Run: TypeAlias = "tuple[int, int, int]"
"""Equal units: where they begin on either side, and how many they are."""


class Piece(NamedTuple):
    """A part of both texts, in order: the same in both, or what stands on either side in its place."""

    before: str
    after: str
    is_held: bool = True
    """False where the sides were too long to be held against each other, so that they may share words."""

    @property
    def is_same(self) -> bool:
        """Whether nothing changed here."""
        return self.before == self.after


def pieces(before: str, after: str) -> Iterator[Piece]:
    """Two texts as pieces, no two of a kind next to each other; joined, they are the texts."""
    parts = (part for part in _Holding().hold(before, after, 0, _DEPTH) if part.before or part.after)
    for (_, is_held), run in groupby(parts, key=lambda part: (part.is_same, part.is_held)):
        befores, afters, _ = zip(*run, strict=True)
        yield Piece("".join(befores), "".join(afters), is_held)


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


_UNITS: Final[tuple[Callable[[str], list[str]], ...]] = (_lines, _CHUNK.findall, _TOKEN.findall)
"""From coarse to fine; units of a text, joined, are the text."""
_FINEST: Final = len(_UNITS) - 1


@dataclass(slots=True)
class _Holding:
    """What is left of the effort that two texts may take."""

    effort: int = _EFFORT

    def hold(self, before: str, after: str, level: int, depth: int) -> Iterator[Piece]:
        """The pieces of two texts, beginning with units of this level."""
        head = _shared(before, after)
        tail = _shared(before[head:][::-1], after[head:][::-1])
        yield Piece(before[:head], after[:head])
        yield from self._middle(before[head : len(before) - tail], after[head : len(after) - tail], level, depth)
        yield Piece(before[len(before) - tail :], after[len(after) - tail :])

    def _middle(self, before: str, after: str, level: int, depth: int) -> Iterator[Piece]:
        if not before or not after:
            yield Piece(before, after)
            return
        if self.effort > 0 and len(before) + len(after) <= _SMALL_TEXT:
            olds, news = _TOKEN.findall(before), _TOKEN.findall(after)
            runs = self._exact(olds, news)
            if runs is not None:
                yield from _between(olds, news, runs)
                return
        if depth and level <= _FINEST and self.effort > 0 and _is_cut(before, after, level):
            yield from self._coarse(before, after, level, depth)
        else:
            yield Piece(before, after, is_held=False)

    def _coarse(self, before: str, after: str, level: int, depth: int) -> Iterator[Piece]:
        """Held by units of a level, and what is between them by finer ones, or by those that are rare only there."""
        olds, news = _UNITS[level](before), _UNITS[level](after)
        self.effort -= len(olds) + len(news)
        runs = self._fewest_edits(olds, news)
        if runs is not None and level == _FINEST:
            yield from _between(olds, news, runs)
            return
        below = level + 1
        if not runs and (runs := _anchors(olds, news)):
            below, depth = level, depth - 1
        if not runs:
            yield from self._middle(before, after, below, depth)
            return
        for part in _between(olds, news, runs):
            if part.is_same:
                yield part
            else:
                yield from self.hold(part.before, part.after, below, depth)

    def _exact(self, olds: Sequence[str], news: Sequence[str]) -> list[_Run] | None:
        """What two short texts share; None where they repeat themselves so much that finding it takes too long."""
        runs = self._fewest_edits(olds, news)
        if runs is not None:
            return runs
        counts = Counter(news)
        pairs = sum(counts[word] for word in olds)
        effort = _PAIR_EFFORT * (pairs + len(olds) + len(news))
        if pairs > _PAIRS or effort > self.effort:
            return None
        self.effort -= effort
        return [(*found,) for found in SequenceMatcher(None, olds, news, autojunk=False).get_matching_blocks()]

    def _fewest_edits(self, olds: Sequence[str], news: Sequence[str]) -> list[_Run] | None:
        """The runs that the fewest edits leave; None where these are more than `_EDITS` (Myers' greedy way)."""
        if abs(len(olds) - len(news)) > _EDITS:
            return None
        reached = {1: 0}
        trace: list[dict[int, int]] = []
        for edits in range(_EDITS + 1):
            trace.append(reached.copy())
            self.effort -= _STEP_EFFORT * (edits + 1)
            for diagonal in range(-edits, edits + 1, 2):
                came_from = _before(reached, diagonal, edits)
                x = reached[came_from] + (came_from < diagonal)
                x += self._alike(olds, news, x, x - diagonal)
                reached[diagonal] = x
                if x >= len(olds) and x - diagonal >= len(news):
                    return _in_place(olds, news, edits) or _way(trace, len(olds), len(news))
            if self.effort < 0:
                return None
        return None

    def _alike(self, olds: Sequence[str], news: Sequence[str], x: int, y: int) -> int:
        """How many units from there on are the same, by leaps that double and halve."""
        most, done, leap = min(len(olds) - x, len(news) - y), 0, 1
        while done < most and leap:
            size = min(leap, most - done)
            self.effort -= size
            if olds[x + done : x + done + size] == news[y + done : y + done + size]:
                done, leap = done + size, 2 * leap
            else:
                leap = size // 2
        return done


def _before(reached: dict[int, int], diagonal: int, edits: int) -> int:
    """The diagonal from which an edit leads furthest on this one."""
    if diagonal == -edits or (diagonal != edits and reached[diagonal - 1] < reached[diagonal + 1]):
        return diagonal + 1
    return diagonal - 1


def _in_place(olds: Sequence[str], news: Sequence[str], edits: int) -> list[_Run]:
    """The runs if each unit that changed was replaced by one; none where that is more than so many edits."""
    if len(olds) != len(news) or 2 * sum(map(ne, olds, news)) != edits:
        return []
    return list(_together((at, at) for at, (old, new) in enumerate(zip(olds, news, strict=True)) if old == new))


def _way(trace: Sequence[dict[int, int]], x: int, y: int) -> list[_Run]:
    """The runs of equal units on the way that was found, from the start on."""
    runs: list[_Run] = []
    for edits in range(len(trace) - 1, 0, -1):
        came_from = _before(trace[edits], x - y, edits)
        left = trace[edits][came_from]
        start = left + (came_from < x - y)
        if x > start:
            runs.append((start, start - (x - y), x - start))
        x, y = left, left - came_from
    return [(0, 0, x), *reversed(runs)] if x else runs[::-1]


def _anchors(olds: Sequence[str], news: Sequence[str]) -> list[_Run]:
    """Units that stand once in each, as many as stand in the same order."""
    once = {unit for unit, count in Counter(olds).items() if count == 1 and not unit.isspace()}
    once &= {unit for unit, count in Counter(news).items() if count == 1}
    places = {unit: place for place, unit in enumerate(news) if unit in once}
    return _rising((place, places[unit]) for place, unit in enumerate(olds) if unit in once)


def _rising(pairs: Iterable[tuple[int, int]]) -> list[_Run]:
    """The most runs of pairs that rise on both sides; they come in the order of the first."""
    last: list[int] = []
    chosen: list[tuple[_Run, int]] = []
    ends: list[int] = []
    for run in _together(pairs):
        rank = len(last) if not last or run[1] > last[-1] else bisect_left(last, run[1])
        chosen.append((run, ends[rank - 1] if rank else -1))
        last[rank : rank + 1] = [run[1]]
        ends[rank : rank + 1] = [len(chosen) - 1]
    runs: list[_Run] = []
    at = ends[-1] if ends else -1
    while at >= 0:
        run, at = chosen[at]
        runs.append(run)
    return runs[::-1]


def _together(pairs: Iterable[tuple[int, int]]) -> Iterator[_Run]:
    """Pairs that follow one on the other as one run."""
    old, new, size = 0, 0, 0
    for x, y in pairs:
        if size and x == old + size and y == new + size:
            size += 1
            continue
        if size:
            yield old, new, size
        old, new, size = x, y, 1
    if size:
        yield old, new, size


def _is_cut(before: str, after: str, level: int) -> bool:
    """Whether cutting texts into the units of a level takes no longer than is right."""
    if level == _FINEST:
        return len(before) + len(after) <= _MOST_UNITS
    return level == 0 or before.count(" ") + after.count(" ") <= _MOST_UNITS


def _between(olds: Sequence[str], news: Sequence[str], runs: Iterable[_Run]) -> Iterator[Piece]:
    """Runs, and what is between them, as pieces."""
    x = y = 0
    for old, new, size in [*runs, (len(olds), len(news), 0)]:
        yield Piece("".join(olds[x:old]), "".join(news[y:new]))
        x, y = old + size, new + size
        same = "".join(olds[old:x])
        yield Piece(same, same)


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

"""The vocabulary as readers see it: the values of one path, and all texts as one string to search in."""

from __future__ import annotations

import json
import sqlite3
from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterator
from typing import Final, TypeAlias

from auditui.core.event import Leaf
from auditui.core.text import fold
from auditui.core.values import address_of, is_usual_address
from auditui.core.view import SortKey
from auditui.store.sqlite import paths
from auditui.store.sqlite.tallies import NUMBER

_FIXED_LEAVES: Final[tuple[tuple[int, Leaf], ...]] = (
    (paths.EMPTY, ""), (paths.NULL, None), (paths.TRUE, True), (paths.FALSE, False),
)  # fmt: skip


KeyOf: TypeAlias = Callable[[Leaf], object]


class PathTerms:
    """The terms of one path; grows, as terms are only ever added."""

    def __init__(self, path: int) -> None:
        self.path = path
        self.leaves: dict[int, Leaf] = {} if path in _NO_VOCABULARY else dict(_FIXED_LEAVES)
        self._by: dict[KeyOf, dict[object, list[int]]] = {}
        self._in_order: list[tuple[SortKey, int]] | None = None
        self._last = 0

    def refresh(self, connection: sqlite3.Connection) -> None:
        """Take the terms that came since the last call."""
        rows = connection.execute(
            "SELECT id, kind, text FROM term WHERE path = ? AND id > ? ORDER BY id", (self.path, self._last)
        ).fetchall()
        if rows:
            # A new dictionary, since other threads may be going over the old one.
            self.leaves = self.leaves | {
                term: json.loads(text) if kind == NUMBER else text for term, kind, text in rows
            }
            self._last = rows[-1][0]
            self._by = {}
            self._in_order = None

    def equal(self, folded: str) -> list[int]:
        """Terms whose text is equal by fold."""
        return self.under(_folded, folded)

    def under(self, key_of: KeyOf, key: object) -> list[int]:
        """Terms whose value has this key; gathered once for each `key_of` until terms come. None is no key."""
        held = self._by
        if key_of not in held:
            gathered: dict[object, list[int]] = {}
            for term, leaf in self.leaves.items():
                gathered.setdefault(key_of(leaf), []).append(term)
            gathered.pop(None, None)
            held[key_of] = gathered
        return held[key_of].get(key, [])

    def in_order(self, key: Callable[[Leaf], SortKey]) -> list[tuple[SortKey, int]]:
        """What each value is compared by, with its term, ascending; made once until terms come. `key` never changes."""
        ordered = self._in_order
        if ordered is None:
            own = [(term, leaf) for term, leaf in self.leaves.items() if term >= paths.FIRST_TERM]
            ordered = self._in_order = sorted((key(leaf), term) for term, leaf in own)
        return ordered

    def passing(self, test: Callable[[Leaf], bool]) -> list[int]:
        """Terms whose value passes."""
        return [term for term, leaf in self.leaves.items() if test(leaf)]


def _folded(leaf: Leaf) -> str:
    return fold(text_of(leaf))


def address(leaf: Leaf) -> str | None:
    """The usual spelling of the address that a value spells, if it spells one."""
    if not isinstance(leaf, str) or is_usual_address(leaf):
        return leaf if isinstance(leaf, str) else None
    found = address_of(leaf)
    return None if found is None else str(found)


def account(leaf: Leaf) -> str | None:
    """What stands before the `@` of an e-mail address, folded."""
    local, at_sign, _ = text_of(leaf).partition("@")
    return fold(local) if at_sign and local else None


_NO_VOCABULARY: Final = frozenset({paths.ALL, paths.HOUR, paths.DAY})


def text_of(leaf: Leaf) -> str:
    """A leaf as text, as `core.fields.leaf_text` has it."""
    if isinstance(leaf, str):
        return leaf
    if leaf is None:
        return "null"
    if isinstance(leaf, bool):
        return "true" if leaf else "false"
    return repr(leaf)


class TextTerms:
    """Every term that free text looks at, folded, in one string: 29,000 of them are searched in 0.2 ms."""

    def __init__(self) -> None:
        self._text = ""
        self._starts = array("I")
        self._terms = array("I")
        self._paths = array("I")
        self._last = 0

    def refresh(self, connection: sqlite3.Connection) -> None:
        """Take the terms that came since the last call."""
        skipped = ", ".join(map(str, sorted(paths.NOT_TEXT | {0})))
        rows = connection.execute(
            f"SELECT id, path, text FROM term WHERE id > ? AND path NOT IN ({skipped}) ORDER BY id", (self._last,)
        ).fetchall()
        if not rows:
            return
        self._last = rows[-1][0]
        pieces: list[str] = [self._text]
        at = len(self._text)
        for term, path, text in rows:
            folded = fold(text) + "\0"  # no stored text holds a NUL
            pieces.append(folded)
            self._starts.append(at)
            self._terms.append(term)
            self._paths.append(path)
            at += len(folded)
        self._text = "".join(pieces)

    def containing(self, needle: str) -> Iterator[tuple[int, int]]:
        """Path and term of each text that the folded needle is a part of."""
        text, starts = self._text, self._starts
        at = text.find(needle)
        while at >= 0:
            place = bisect_right(starts, at) - 1
            yield self._paths[place], self._terms[place]
            at = text.find(needle, starts[place + 1]) if place + 1 < len(starts) else -1

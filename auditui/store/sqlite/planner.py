"""From a query to what the index knows about it.

Every node gives an `Answer`; "and", "or", "not" are set algebra on both of its sides. What the
index cannot tell stays in `maybe`, and is verified on the rows with the query's own matcher, so a
node that is not understood here costs time, never truth.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial, reduce
from typing import Final

from pyroaring import BitMap

from auditui.core.event import Leaf
from auditui.core.fields import HAS, IS, Kind, field_of
from auditui.core.query import And, Everything, Not, Or, Query, Term, Text
from auditui.core.text import fold, storable
from auditui.core.values import Exactly, Exists, LeafTest, Range, Span, Value, Wild, any_test, number_of
from auditui.store.sqlite import paths
from auditui.store.sqlite.answers import Answer, any_of, both, either, exactly
from auditui.store.sqlite.index import Index
from auditui.store.sqlite.moments import Moments
from auditui.store.sqlite.paths import FIXED
from auditui.store.sqlite.probing import contains, is_probed
from auditui.store.sqlite.rows import origin_text
from auditui.store.sqlite.terms import account, address
from auditui.store.sqlite.words import SHORTEST, words_of

_EXACT_FLOAT: Final = 2.0**53
"""Whole numbers below this are floats without loss."""

_COMPOUND: Final = {
    "action": ("action", "method", "verb"),
    "entity": ("entity_type", "entity_id", "entity_name", "targets.type", "targets.id", "targets.name"),
    "targets": ("targets.type", "targets.id", "targets.name"),
    "took": ("took",),
}


class Planner:
    """Plans queries against one state of the index, within the rows `everything`."""

    def __init__(self, connection: sqlite3.Connection, index: Index, moments: Moments, everything: BitMap) -> None:
        self._connection = connection
        self._index = index
        self._moments = moments
        self._everything = everything

    def answer(self, query: Query) -> Answer:
        """What the index knows about a frozen query."""
        match query:
            case Everything():
                return exactly(self._everything)
            case And():
                return reduce(both, map(self.answer, query.parts))
            case Or():
                return reduce(either, map(self.answer, query.parts))
            case Not():
                return self.answer(query.part).inverted(self._everything)
            case Text():
                found = self._text(fold(query.needle))
            case Term():
                found = self._term(query)
            case _:
                found = Answer(BitMap(), self._everything, scans=True)
        return self._within(found)

    def _within(self, found: Answer) -> Answer:
        sure = found.sure & self._everything
        if found.sure is found.maybe:
            return exactly(sure)
        return Answer(sure, sure | (found.maybe & self._everything), found.scans, found.check)

    # ------------------------------------------------------------------------------------- terms

    def _term(self, term: Term) -> Answer:
        special = _SPECIAL.get(term.field)
        if special is not None:
            return special(self, term)
        test = any_test(term.values, field_of(term.field).kind)
        names = _COMPOUND.get(term.field)
        numbers = [FIXED[name] for name in names] if names else self._index.paths_of(term.field)
        return any_of(self._at_path(number, term, test) for number in numbers)

    def _at_path(self, path: int, term: Term, test: LeafTest) -> Answer:
        kind = field_of(term.field).kind
        if path == paths.OTHER:
            return Answer(
                BitMap(),
                self._index.present(path) | self._index.rows(path, paths.NULL) | self._index.rows(path, paths.EMPTY),
            )
        posted = self._posted(path, term.values, kind, test)
        loose = any_of(self._loose(path, value, kind) for value in term.values)
        return Answer(posted | loose.sure, posted | loose.maybe)

    def _posted(self, path: int, values: Sequence[Value], kind: Kind, test: LeafTest) -> BitMap:
        """Rows of the terms of a path that pass."""
        if any(isinstance(value, Exists) for value in values):
            rows = self._index.present(path)
            values = [value for value in values if not isinstance(value, Exists)]
            return rows | self._posted(path, values, kind, any_test(values, kind)) if values else rows
        terms = self._index.terms(path)
        texts = _all_exact(values)
        found = (
            set(terms.passing(test)) if texts is None else {term for text in texts for term in terms.equal(fold(text))}
        )
        if texts and kind is Kind.ADDRESS:
            found |= {term for text in texts if address(text) for term in terms.under(address, address(text))}
        if path in paths.SINGLE:
            found -= {paths.EMPTY, paths.NULL, paths.TRUE, paths.FALSE}
        return self._index.any_of(path, found)

    def _loose(self, path: int, value: Value, kind: Kind) -> Answer:
        """Rows whose unposted value at a path passes."""
        match value:
            case Exists():
                return exactly(BitMap())
            case Range():
                return self._loose_range(path, value)
            case Exactly() if kind is not Kind.ADDRESS:
                folded = fold(value.text)
                return Answer(BitMap(), self._index.loose_texts_like(path, folded) | self._loose_equal(path, folded))
            case Wild():
                loose = self._index.loose(path)
                return Answer(BitMap(), loose & self._with_pieces(value.pattern) if loose else loose)
            case _:
                return Answer(BitMap(), self._index.loose(path))

    def _loose_equal(self, path: int, folded: str) -> BitMap:
        try:
            number = float(folded)
        except ValueError:
            return BitMap()
        return BitMap([seq for _, seq in self._index.loose_numbers(path, number, number)])

    def _loose_range(self, path: int, value: Range) -> Answer:
        low = float("-inf") if value.low is None else _float(value.low)
        high = float("inf") if value.high is None else _float(value.high)
        sure, maybe = [], []
        for number, seq in self._index.loose_numbers(path, low, high):
            if abs(number) >= _EXACT_FLOAT:
                maybe.append(seq)
            elif not ((value.low_open and number == value.low) or (value.high_open and number == value.high)):
                sure.append(seq)
        found = BitMap(sure)
        return Answer(found, found | BitMap(maybe)) if maybe else exactly(found)

    def _with_pieces(self, pattern: str) -> BitMap:
        """Rows that may hold the literal pieces of a wildcard pattern."""
        words = [word for piece in fold(pattern).split("*") for word in words_of(piece) if len(word) >= SHORTEST]
        if not all(map(_can_be_stored, words)):
            return BitMap()
        return self._with_words(words) if words else self._everything

    # -------------------------------------------------------------------------- particular fields

    def _user(self, term: Term) -> Answer:
        test = any_test(term.values, Kind.TEXT)
        found = any_of(self._at_path(FIXED[name], term, test) for name in ("actor", "actor_id"))
        found = either(found, self._email(term, test))
        if test("system"):
            found = either(found, exactly(self._kind("system")))
        return found

    def _email(self, term: Term, test: LeafTest) -> Answer:
        """Addresses that pass, whole or by what stands before the `@`."""
        path = FIXED["email"]

        def passes(leaf: Leaf) -> bool:
            local, at_sign, _ = str(leaf).partition("@")
            return bool(leaf) and (test(leaf) or (bool(at_sign and local) and test(local)))

        terms, texts = self._index.terms(path), _all_exact(term.values)
        if texts is None:
            found = terms.passing(passes)
        else:
            found = [each for text in filter(None, texts) for each in terms.equal(fold(text))]
            found += [each for text in texts for each in terms.under(account, fold(text))]
        posted = self._index.any_of(path, set(found))
        return Answer(posted, posted | self._index.loose(path))

    def _kind(self, kind: str) -> BitMap:
        return self._named("actor_kind", kind)

    def _named(self, field: str, text: str) -> BitMap:
        """Rows where a field is exactly this text."""
        path = FIXED.get(field, paths.HAS)
        return self._index.any_of(path, self._index.terms(path).equal(text))

    def _is(self, term: Term) -> Answer:
        test = any_test(term.values, Kind.FLAG)
        asked = [name for name in IS if test(name)]
        if not all(name in _IS for name in asked):
            return Answer(BitMap(), self._everything)
        return any_of(exactly(self._named(*_IS[name])) for name in asked)

    def _has(self, term: Term) -> Answer:
        test = any_test(term.values, Kind.FLAG)
        return any_of(self._has_one(name) for name in HAS if test(name))

    def _has_one(self, name: str) -> Answer:
        if name in {"changes", "details", "targets"}:
            return exactly(self._named("has", name))
        if name == "control":
            return exactly(self._named("flags", "control"))
        if name == "user":
            found = [self._index.present(FIXED[each]) for each in ("actor", "email", "actor_id")]
            return exactly(BitMap.union(self._kind("system"), *found))
        if name == "entity":
            return exactly(BitMap.union(*[self._index.present(FIXED[each]) for each in _COMPOUND["entity"]]))
        if name in FIXED:
            return exactly(self._index.present(FIXED[name]))
        return Answer(BitMap(), self._everything)

    def _seq(self, term: Term) -> Answer:
        rows = BitMap()
        for value in term.values:
            if isinstance(value, Range):
                rows |= self._seq_range(value)
            elif isinstance(value, Exists):
                rows |= self._everything
            else:
                test = any_test((value,), Kind.NUMBER)
                number = number_of(fold(value.text)) if isinstance(value, Exactly) else None
                if isinstance(value, Exactly):
                    rows |= BitMap(
                        [number] if isinstance(number, int) and number in _POSITIONS and test(number) else []
                    )
                else:
                    rows |= BitMap([seq for seq in self._everything if test(seq)])
        return exactly(rows)

    def _seq_range(self, value: Range) -> BitMap:
        test = any_test((value,), Kind.NUMBER)
        low = 0 if value.low is None else max(0, int(value.low))
        high = _POSITIONS[-1] if value.high is None else min(_POSITIONS[-1], int(value.high) + 1)
        if low > high:
            return BitMap()
        rows = BitMap(range(low, high + 1))
        for edge in {low, high, max(high - 1, 0), low + 1}:
            if not test(edge):
                rows.discard(edge)
        return rows

    def _time(self, term: Term) -> Answer:
        rows = BitMap()
        for value in term.values:
            if not isinstance(value, Span):
                return Answer(BitMap(), self._everything)
            rows |= self._moments.between(value.start_us, value.end_us)
        return exactly(rows)

    def _origin(self, term: Term) -> Answer:
        test = any_test(term.values, Kind.TEXT)
        found = self._connection.execute("SELECT id, name, format FROM import")
        terms = [number + paths.FIRST_TERM for number, *names in found if (text := origin_text(*names)) and test(text)]
        return exactly(self._index.any_of(FIXED["origin"], terms))

    # ------------------------------------------------------------------------------------- text

    def _text(self, needle: str) -> Answer:
        if not _can_be_stored(needle):
            return exactly(BitMap())
        sure = self._posted_texts(needle)
        words = words_of(needle)
        scans = all(len(word) < SHORTEST for word in words)
        if scans:
            maybe = self._everything
        elif words == [needle]:
            rare = BitMap(list(self._index.rare.candidates(words)))
            if len(needle) == SHORTEST:  # one trigram, which stands in a word of the row as it is
                return exactly(sure | rare)
            maybe = sure | rare
        else:
            maybe = sure | self._in_other_texts(needle, words)
        check = contains(needle, sure, maybe) if is_probed(needle) else None
        return Answer(sure, maybe, scans, check)

    def _posted_texts(self, needle: str) -> BitMap:
        """Rows of all terms that a folded text is a part of."""
        by_path: dict[int, list[int]] = {}
        for path, term in self._index.texts().containing(needle):
            by_path.setdefault(path, []).append(term)
        rows = BitMap()
        for path in sorted(by_path):  # columns that repeat come first: a single letter is in every row of some
            rows |= self._index.any_of(path, by_path[path])
            if len(rows) >= len(self._everything) and rows >= self._everything:
                break
        return rows

    def _in_other_texts(self, needle: str, words: Sequence[str]) -> BitMap:
        """Rows that may have a needle of several words in a text that is not posted as a whole.

        Of such a text each word is posted as a word, or is in the trigram index. What is posted as a value, however
        often it has these words, is known to have the needle or not.
        """
        leaves = self._index.terms(paths.WORD).leaves
        found = []
        for word, fits in _fitting(needle, words):
            terms = [term for path, term in self._index.texts().containing(word) if path == paths.WORD]
            rows = self._index.any_of(paths.WORD, [term for term in terms if fits(str(leaves[term]))])
            found.append(rows | BitMap(list(self._index.rare.candidates([word]))))
        return BitMap.intersection(*found)

    def _with_words(self, words: Iterable[str]) -> BitMap:
        """Rows that may hold all these folded words, of three or more characters each, anywhere in their texts."""
        found = [self._posted_texts(word) | BitMap(list(self._index.rare.candidates([word]))) for word in set(words)]
        return BitMap.intersection(*found)


def _fitting(needle: str, words: Sequence[str]) -> Iterator[tuple[str, Callable[[str], bool]]]:
    """The longer words of a needle, and which words of a text each can stand in: only at its ends others go on."""
    last = len(words) - 1
    for place, word in enumerate(words):
        if len(word) >= SHORTEST:
            begins, ends = place > 0 or not needle.startswith(word), place < last or not needle.endswith(word)
            yield word, partial(_fits, word, begins=begins, ends=ends)


def _fits(word: str, text: str, *, begins: bool, ends: bool) -> bool:
    """Whether a word of a text has this one in it, at its beginning, at its end, or as all of it."""
    if begins and ends:
        return text == word
    return text.startswith(word) if begins else text.endswith(word) if ends else word in text


def _all_exact(values: Sequence[Value]) -> list[str] | None:
    """The texts, where all values are texts to be equal to."""
    texts = [value.text for value in values if isinstance(value, Exactly)]
    return texts if len(texts) == len(values) else None


def _can_be_stored(text: str) -> bool:
    """Whether a stored event can hold this text at all; the trigram index could not even be asked for others."""
    return storable(text)[0] == text


def _float(number: float) -> float:
    try:
        return float(number)
    except OverflowError:
        return float("inf") if number > 0 else float("-inf")


_POSITIONS: Final = range(1 << 32)
_IS: Final = {
    "system": ("actor_kind", "system"),
    "anonymous": ("actor_kind", "anonymous"),
    "user": ("actor_kind", "user"),
    "failed": ("outcome", "failure"),
    "succeeded": ("outcome", "success"),
    "redacted": ("flags", "redacted"),
}
_SPECIAL: Final[dict[str, Callable[[Planner, Term], Answer]]] = {
    "user": Planner._user,
    "is": Planner._is,
    "has": Planner._has,
    "seq": Planner._seq,
    "since": Planner._time,
    "until": Planner._time,
    "on": Planner._time,
    "origin": Planner._origin,
}

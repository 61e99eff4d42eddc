"""Who stands where: while events come in, the rows of every value, path by path.

A `Tally` is one path and one kind of value. What it knows is posted; what it does not is loose:
findable by fingerprint and, where free text looks at the path, by its words. Whatever is posted is
true of its rows, and every row of a value is posted, or loose, or both; nothing relies on more, so
a value may become a term at any moment.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Sequence
from typing import Final
from zlib import crc32

from pyroaring import BitMap

from auditui.core.event import Leaf
from auditui.core.text import fold
from auditui.core.values import number_of
from auditui.core.view import SORTABLE, SortKey, value_key
from auditui.store.sqlite import paths
from auditui.store.sqlite.parts import fingerprint, pack_part

TEXT: Final = 0
NUMBER: Final = 1
_FRESH_LIMIT: Final = 4096
_WORTH_A_BITMAP: Final = 64
"""Rows from which on a bitmap brings them in order sooner than a set."""
_WORTH_COUNTING: Final = 16
_AT_ONCE: Final = 512
_BETWEEN: Final = "\0"
"""Stands between texts that go through a step together; none that was recorded holds it."""

NewTerm = Callable[[int, int, str], "int | None"]
"""Path, kind and text of a new term to its number; None where there are no new ones."""


class Shape:
    """What to do with the objects at one path that have the same keys in the same order."""

    __slots__ = ("children", "loose_keys", "posted_keys", "rows")

    def __init__(self, keys: tuple[str, ...], children: list[Tally], loose_keys: tuple[str, ...]) -> None:
        self.children = children
        self.rows: list[int] = []
        self.loose_keys = loose_keys
        self.posted_keys = [key for key in keys if key and key not in loose_keys]


class Tally:
    """The rows of the values of one path and kind, in the present part.

    Attributes:
        known: Rows by value, for values with a term (empty lists stay from part to part).
        ids: Term by value.
        loose: Values that are not posted, as they came.
        loose_rows: The row of each of these.
        shapes: For objects at this path: what to do with each sequence of keys.
    """

    __slots__ = (
        "_counting", "_eager", "_fresh", "_fresh_limit", "_new_term", "_promoted", "falses", "ids", "is_text", "kind",
        "known", "loose", "loose_rows", "name", "nulls", "number", "path", "root", "shapes", "trues",
    )  # fmt: skip

    def __init__(self, path: int, new_term: NewTerm, *, kind: int = TEXT, root: str = "", name: str = "") -> None:
        self.path = path
        self.kind = kind
        self.root = root
        self.name = name
        self.known: dict[str, list[int]] = {}
        self.ids: dict[str, int] = {}
        if kind == TEXT:
            self.learn("", paths.EMPTY)
        self.is_text = path not in paths.NOT_TEXT
        self.number = self if kind == NUMBER else Tally(path, new_term, kind=NUMBER)
        self.nulls: list[int] = []
        self.trues: list[int] = []
        self.falses: list[int] = []
        self.shapes: dict[tuple[str, ...], Shape] = {}
        self._new_term = new_term
        self._eager = path in paths.EAGER
        self._reset()

    def _reset(self) -> None:
        self.loose: list[str] = []
        self.loose_rows: list[int] = []
        self._fresh: dict[str, int | list[int]] = {}
        self._fresh_limit = _FRESH_LIMIT
        self._promoted = 0
        self._counting = not self._eager and self.path not in {paths.FIXED["id"], paths.FIXED["took"], paths.OTHER}

    def learn(self, value: str, term: int) -> None:
        """Take a term that the vocabulary holds already."""
        self.ids[value] = term
        self.known[value] = []

    def meet(self, value: str, row: int) -> bool:
        """Take a value that is not among the known; False when it stays loose, so that its words matter."""
        if self._eager and self.know(value):
            self.known[value].append(row)
            return True
        self.loose.append(value)
        self.loose_rows.append(row)
        if self._counting and len(value) <= paths.MAX_TERM_LENGTH:
            self.count(value, row)
        return False

    def keeps_loose(self) -> bool:
        """Whether values are neither known nor counted here, as in columns where hardly any comes twice."""
        return len(self.known) == 1 and not (self._eager or self._counting)

    def know(self, value: str) -> bool:
        """Whether a value of a column that repeats by nature has a term, as it gets one if there is room."""
        if value in self.known:
            return True
        if len(value) > paths.MAX_TERM_LENGTH or len(self.ids) >= paths.MAX_TERMS_EAGER:
            return False
        return self._promote(value, [])

    def count(self, value: str, row: int) -> None:
        """Remember a row of a loose value, which becomes a term when it turns up often enough."""
        before = self._fresh.get(value)
        if before is None:
            self._fresh[value] = row
            if len(self._fresh) > self._fresh_limit:
                self._forget_singles()
        elif isinstance(before, int):
            self._fresh[value] = [before, row]
        else:
            before.append(row)
            if len(before) >= paths.PROMOTE_AT:
                self._promoted += 1
                del self._fresh[value]
                self._promote(value, before)

    def _promote(self, value: str, rows: list[int]) -> bool:
        term = self._new_term(self.path, self.kind, value)
        if term is not None:
            self.ids[value] = term
            self.known[value] = rows
        return term is not None

    def _forget_singles(self) -> None:
        """Keep the memory of values that may still repeat bounded; stop where next to nothing repeats."""
        self._fresh = {value: rows for value, rows in self._fresh.items() if isinstance(rows, list)}
        self._fresh_limit = max(_FRESH_LIMIT, 2 * len(self._fresh))
        if self._promoted < _WORTH_COUNTING and self.path != paths.WORD:
            self._counting = False
            self._fresh = {}

    def take(self) -> bytes | None:
        """The blob of the part that ends here, None when nothing came; the tally is empty afterwards."""
        loose, rows, numbers = self.loose, self.loose_rows, self.number
        runs = [self._in_order()] if loose and self.path in _SORT_FIELDS else []
        terms = self._take_terms()
        number_rows: list[int] = []
        sized: list[tuple[float, int]] = []
        if numbers is not self:
            terms += numbers._take_terms()
            number_rows = numbers.loose_rows
            sized = list(zip(map(float, numbers.loose), number_rows, strict=True))
            numbers._reset()
        if self.path not in paths.SINGLE:
            terms += _present(terms, rows, number_rows)
        marks = _marks(loose, rows)
        if self.path >= paths.FIRST_FREE:
            sized += _spelled_numbers(loose, rows)
        self._reset()
        return pack_part(terms, marks, sized, runs) if terms or marks or sized else None

    def _in_order(self) -> list[int]:
        """Rows of the loose values that are not posted as well, in the order of these values."""
        field, known = _SORT_FIELDS[self.path], self.known
        keys: Sequence[str | SortKey] = (
            [key_of(field, value) for value in self.loose] if field == "ip" else _text_keys(self.loose)
        )
        keyed = [
            (key, row)
            for key, value, row in zip(keys, self.loose, self.loose_rows, strict=True)
            if value not in known or not self._is_posted(value, row)
        ]
        return [row for _, row in sorted(keyed)]

    def _is_posted(self, value: str, row: int) -> bool:
        rows = self.known.get(value)
        if not rows:
            return False
        at = bisect_left(rows, row)
        return at < len(rows) and rows[at] == row

    def _take_terms(self) -> list[tuple[int, Sequence[int]]]:
        ids, known = self.ids, self.known
        terms: list[tuple[int, Sequence[int]]] = []
        for value, rows in known.items():
            if rows:
                terms.append((ids[value], rows if self.path in paths.SINGLE else _distinct(rows)))
                known[value] = []
        for term, rows in ((paths.NULL, self.nulls), (paths.TRUE, self.trues), (paths.FALSE, self.falses)):
            if rows:
                terms.append((term, _distinct(rows)))
        self.nulls, self.trues, self.falses = [], [], []
        return terms


def _folded(values: Sequence[str]) -> list[str]:
    """Each text folded, without a call for each where all of them are ASCII."""
    joined = _BETWEEN.join(values)
    folded = joined.lower().split(_BETWEEN) if joined.isascii() else []
    return folded if len(folded) == len(values) else list(map(fold, values))


def _text_keys(values: Sequence[str]) -> list[str]:
    """One text for each, in the order that `value_key` puts them in: no recorded text holds what stands between."""
    return [f"{folded}{_BETWEEN}{value}" for folded, value in zip(_folded(values), values, strict=True)]


def _marks(values: Sequence[str], rows: Sequence[int]) -> list[int]:
    """`fingerprint << 16 | row` of each."""
    marks: list[int] = []
    for at in range(0, len(values), _AT_ONCE):
        folded = _folded(values[at : at + _AT_ONCE])
        data = _BETWEEN.join(folded).encode("utf-8", "surrogatepass").split(_BETWEEN.encode())
        codes = map(crc32, data) if len(data) == len(folded) else map(fingerprint, folded)
        marks += [(code & 0xFFFF) << 16 | row for code, row in zip(codes, rows[at : at + _AT_ONCE], strict=True)]
    return marks


def _present(
    terms: list[tuple[int, Sequence[int]]], loose: Sequence[int], numbers: Sequence[int]
) -> list[tuple[int, Sequence[int]]]:
    """The rows with any value that is neither null nor empty, as the term for that."""
    posted = [rows for term, rows in terms if term not in {paths.EMPTY, paths.NULL}]
    found = BitMap.union(BitMap(), *[BitMap(array("I", rows)) for rows in (*posted, loose, numbers)])
    return [(paths.PRESENT, found.to_array())] if found else []


def _distinct(rows: list[int]) -> Sequence[int]:
    """Ascending, without repeats. Words come column by column, so that their rows are not in order."""
    if len(rows) < _WORTH_A_BITMAP:
        return sorted(set(rows)) if len(rows) > 1 else rows
    return BitMap(array("I", rows)).to_array()


def key_of(field: str, value: Leaf) -> SortKey:
    """What a value is compared by in the order of a field. It is neither None nor empty."""
    assert isinstance(value, str | int)
    return value_key(field, value)


_SORT_FIELDS: Final = {
    paths.FIXED[name]: name for name in SORTABLE if name in paths.FIXED and name not in paths.NUMBERS
}
"""Paths of texts that events can be ordered by."""


def _spelled_numbers(values: Sequence[str], rows: Sequence[int]) -> list[tuple[float, int]]:
    """Size and row of those that are numbers recorded as text; most show by their first character that they are not."""
    begun = [(value, row) for value, row in zip(values, rows, strict=True) if "-" <= value[0] <= "9"]
    return [(size, row) for value, row in begun if (size := _spelled_number(value)) is not None]


def _spelled_number(value: str) -> float | None:
    """The size of a number that was recorded as text, as near as a float comes."""
    number = number_of(value)
    if number is None:
        return None
    try:
        return float(number)
    except OverflowError:
        return float("inf") if number > 0 else float("-inf")

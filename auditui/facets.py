"""Values with how many events a query for each finds: for the filters panel, completion and `stats` alike.

Where values overlap by nature (an event stands under its user's name, and under their e-mail address), so do counts.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from auditui.core.completion import Expecting
from auditui.core.event import VERBS
from auditui.core.fields import Kind, kind_of
from auditui.core.language import parse
from auditui.core.narrowing import (
    ACTION,
    DATES,
    FACETS,
    NO_CHOICE,
    STATUS,
    USER,
    Choice,
    Facet,
    Pick,
    chosen,
    clause_of,
    others,
    value_for,
)
from auditui.core.query import EVERYTHING, Exactly, Query, Range, all_of, clauses, without
from auditui.core.spelling import spell_field
from auditui.core.text import clean, fold
from auditui.core.values import address_of
from auditui.core.view import AsOf
from auditui.date_list import Freeze, date_name, periods
from auditui.store.base import Count, FacetValue, Store

OVERLAPPING: Final = "one event can stand under several names"
LISTED: Final = 20
"""Values of a list at first; `more` shows so many more."""
_ALL: Final = 1 << 20
COMMON_VERBS: Final = ("create", "update", "delete", "login", "logout")
_CLASSES: Final = tuple(Range(first, first + 99) for first in range(100, 600, 100))


@dataclass(frozen=True, slots=True)
class FacetRow:
    """One value, what it is called (raw; empty: no value), and how many events of the query have it."""

    pick: Pick
    label: str
    count: Count


@dataclass(frozen=True, slots=True)
class FacetList:
    """The values of a facet, what is chosen first where it is not among the most frequent.

    Attributes:
        choice: What the query asks of the facet.
        total: Events of the query without this choice.
        has_more: Whether there are further values that fit the needle.
        more: How many, where nothing is to be chosen and all were looked at; else 0.
    """

    facet: Facet
    rows: tuple[FacetRow, ...]
    choice: Choice
    total: Count
    has_more: bool = False
    more: int = 0

    @property
    def overlaps(self) -> bool:
        """Whether one event stands under several names; that a year holds its months, a class its codes, is plain."""
        return self.facet == USER and sum(row.count for row in self.rows) > self.total


@dataclass(frozen=True, slots=True)
class Wording:
    """What a query asks of a facet in the reader's words (`today`), and what these mean now."""

    choice: Choice = NO_CHOICE
    freeze: Freeze = field(default=lambda query: query)


def facet_for(name: str) -> Facet:
    """The facet of the panel with this id, or one of a field's own values."""
    known = next((facet for facet in FACETS if facet.id == name), None)
    return known or Facet(name, name.replace("_", " ").capitalize(), name, (name,), frozenset({name}))


def facet_list(
    store: Store,
    query: Query,
    facet: Facet,
    *,
    needle: str = "",
    limit: int = LISTED,
    as_of: AsOf | None = None,
    wording: Wording | None = None,
    is_whole: bool = False,
    seen: Collection[Pick] = (),
) -> FacetList:
    """The values of a facet with how many events each has under the query without its own choice.

    Args:
        store: Who counts.
        query: Frozen.
        facet: What to list.
        needle: Only values with this in them, chosen or not.
        limit: Values to list, beside what is chosen and what is always listed.
        as_of: What the store held when rows were shown.
        wording: The choice before it was frozen, and how to freeze; needed for dates alone.
        is_whole: Count under the whole query, its own choice included, as there is nothing to choose.
        seen: Values to count as well, also where no event has them: a reader has them in sight.
    """
    choice, base = (NO_CHOICE, query) if is_whole else (chosen(query, facet), others(query, facet))
    if facet == DATES:
        wording = wording or Wording(choice)
        kept = (*wording.choice.included, *wording.choice.excluded)
        wanted = (*kept, *seen)
        found = periods(store, base, wanted, needle=fold(needle.strip()), freeze=wording.freeze, as_of=as_of)
        first = len(kept) + limit
        listed = [each for number, each in enumerate(found) if number < first or each[0] in seen]
        dates = tuple(FacetRow(pick, date_name(pick), count) for pick, count in listed)
        more = len(found) - len(dates)
        return FacetList(DATES, dates, wording.choice, store.count(base, as_of), has_more=more > 0, more=more)
    sought = fold(needle.strip())
    own = [pick for pick in (*choice.included, *choice.excluded) if sought in fold(label_of(pick))]
    taken = set(map(_sameness, own))
    reach = _ALL if is_whole or sought else limit
    candidates = _Candidates(store, base, facet, sought, reach, as_of)
    known = [pick for pick in candidates.known() if _sameness(pick) not in taken]
    taken |= set(map(_sameness, known))
    values = (value for key, value in candidates.values() if key not in taken)
    some = list(islice(values, limit + 1))
    more = len(some[limit:]) + sum(1 for _ in values) if is_whole else 0
    new = [Pick(facet.field, value_for(facet.field, value)) for value in some[:limit]]
    picks = _as_seen([*own, *known, *new], own, seen)
    total, *counts = store.count_each(base, [EVERYTHING, *map(clause_of, picks)], as_of)
    rows = [FacetRow(pick, label_of(pick), count) for pick, count in zip(picks, counts, strict=True)]
    shown = [row for row in rows if row.count or row.pick in own or row.pick in seen]
    return FacetList(facet, tuple(_in_order(shown, facet)), choice, total, has_more=len(some) > limit, more=more)


def _as_seen(picks: list[Pick], own: Collection[Pick], seen: Collection[Pick]) -> list[Pick]:
    """With what was seen: of two spellings that stand for the same events the chosen one, else the one seen."""
    spelled = {_sameness(pick): pick for pick in (*seen, *own)}
    return list(dict.fromkeys([*(spelled.get(_sameness(pick), pick) for pick in picks), *seen]))


def label_of(pick: Pick) -> str:
    """What a pick is called: its value as a query writes it, a text as it is; empty: no value."""
    if pick.value is None:
        return ""
    if isinstance(pick.value, Exactly):
        return pick.value.text
    return str(clause_of(pick)).partition(":")[2]


def shown_label(row: FacetRow, facet: Facet) -> str:
    """What a value is called for people, as one clean line: `System`, `Update`, `(no user)`."""
    if row.pick.value is None:
        return f"(no {facet.title if facet.title == 'IP' else facet.title.lower()})"
    label = clean(row.label)
    if facet == USER and label == "system":
        return "System"
    return label.capitalize() if facet == ACTION and label in VERBS else label


def completed(store: Store, expected: Expecting, query: Query) -> tuple[FacetValue, ...]:
    """Values that complete what is typed, each with how many events the term finds that it makes; most first.

    Args:
        store: Who knows the values.
        expected: What is being typed.
        query: The rest of the query.
    """
    values = [one.value for one in store.complete(expected.field, expected.prefix, query)]
    terms = [parse(f"{spell_field(expected.field)}:{expected.spelled(value)}") for value in values]
    counted = map(FacetValue, values, store.count_each(query, terms))
    return tuple(sorted(counted, key=lambda one: -one.count))


def _in_order(rows: list[FacetRow], facet: Facet) -> list[FacetRow]:
    """The most frequent first; verbs before other actions, classes before single numbers."""
    return sorted(rows, key=lambda row: (_rank(row.pick, facet), -row.count, fold(row.label)))


def _rank(pick: Pick, facet: Facet) -> int:
    if facet == ACTION and isinstance(pick.value, Exactly) and fold(pick.value.text) in COMMON_VERBS:
        return COMMON_VERBS.index(fold(pick.value.text)) - len(COMMON_VERBS)
    if facet == STATUS and pick.value in _CLASSES:
        return _CLASSES.index(pick.value) - len(_CLASSES)
    return 0 if pick.value is not None else 1


# ---------------------------------------------------------------------------------------- what there is


@dataclass(frozen=True, slots=True)
class _Candidates:
    """What may be listed: values of a facet with the folded needle in them that some event of `base` has."""

    store: Store
    base: Query
    facet: Facet
    needle: str
    limit: int
    as_of: AsOf | None

    def known(self) -> list[Pick]:
        """What is always worth a line: verbs, classes of numbers, the system, and no value at all."""
        return [pick for pick in (*self._derived(), Pick(self.facet.field)) if self.needle in fold(label_of(pick))]

    def _derived(self) -> list[Pick]:
        if self.facet == ACTION:
            verbs = {found.value for found in self._facet(self.base, "verb", _ALL)}
            listed = (*COMMON_VERBS, *sorted(verbs.difference(COMMON_VERBS)))
            return [Pick("action", Exactly(verb)) for verb in listed if verb in verbs]
        if self.facet == STATUS:
            return [Pick("status", numbers) for numbers in _CLASSES]
        return [Pick("user", Exactly("system"))] if self.facet == USER else []

    def values(self) -> Iterator[tuple[object, str]]:
        """As recorded, each with what it has in common with others for the same events, of which one is enough.

        Of each source the most frequent first.
        """
        seen: set[object] = set()
        field = self.facet.field
        is_text = kind_of(field) is Kind.TEXT
        for value in self._sourced():  # there may be a million of them
            key = (field, fold(value)) if is_text else _sameness(Pick(field, value_for(field, value)))
            if key not in seen and (not self.needle or self.needle in fold(self._label(value))):
                seen.add(key)
                yield key, value

    def _label(self, value: str) -> str:
        return label_of(Pick(self.facet.field, value_for(self.facet.field, value)))

    def _sourced(self) -> Iterator[str]:
        """Values of the first source, then of events without one those of the next; of all sources with a needle."""
        rest = self.base
        for number, source in enumerate(self.facet.sources):
            if number and not self.needle:
                rest = all_of((rest, clause_of(Pick(self.facet.sources[number - 1]))))
                if not self.store.count(rest, self.as_of):
                    return
            found = self._facet(rest, source, min(_ALL, 2 * self.limit + 1))
            yield from (one.value for one in found if one.value)

    def _facet(self, query: Query, field: str, limit: int) -> list[FacetValue]:
        return self.store.facets(query, [field], limit, self.as_of)[field]


def _sameness(pick: Pick) -> object:
    """What two picks have in common where they stand for the same events."""
    if not isinstance(pick.value, Exactly):
        return pick
    text = pick.value.text
    return pick.field, (kind_of(pick.field) is Kind.ADDRESS and address_of(text)) or fold(text)


# ---------------------------------------------------------------------------------------- why nothing is found


@dataclass(frozen=True, slots=True)
class ClauseCounts:
    """How many events a clause lets through alone, and how many there are without it."""

    clause: Query
    alone: Count
    without: Count


def why_empty(store: Store, query: Query, as_of: AsOf | None = None) -> tuple[ClauseCounts, ...]:
    """The clauses of a frozen query, in order, each with what it does."""
    return tuple(
        ClauseCounts(clause, store.count(clause, as_of), store.count(without(query, clause), as_of))
        for clause in clauses(query)
    )

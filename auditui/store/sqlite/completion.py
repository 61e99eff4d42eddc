"""Values to choose from while a query is being typed."""

from __future__ import annotations

from collections import Counter
from typing import Final

from pyroaring import BitMap

from auditui.core.fields import canonical, split_path
from auditui.core.text import fold
from auditui.store.base import FacetValue
from auditui.store.sqlite.facets import Counting, top
from auditui.store.sqlite.paths import FIXED

_SOURCES: Final = {
    "user": ("actor", "email", "actor_id", "actor_kind"),
    "action": ("action", "method", "verb"),
    "entity": ("entity_type", "entity_id", "entity_name"),
    "targets": ("targets.type", "targets.id", "targets.name"),
}
_MEANT: Final = {"actor_kind": "system"}
"""The only value of a source that a query for the field finds: `user:system`."""
_MOST_READ: Final = 4_096
"""Rows that values are read from which hardly repeat, such as ids: all of a million took forty seconds."""


def complete(counting: Counting, field: str, prefix: str, rows: BitMap, limit: int) -> list[FacetValue]:
    """Values of a field that start with the prefix (folded), most frequent first; none for fields without values.

    Spellings that differ in case alone, which a query does not tell apart, are one value with the sum of their
    counts. Of what hardly repeats, the values of the latest events.
    """
    name = canonical(field)
    sources = _SOURCES.get(name, (name,))
    found: dict[str, FacetValue] = {}
    for source in sources:
        if source in FIXED or split_path(source):
            meant = _MEANT.get(source) if len(sources) > 1 else None
            counted = counting.count(source, rows, _MOST_READ)
            for folded, one in _spelled_alike(counted, fold(prefix)).items():
                if meant in {None, folded} and (folded not in found or one.count > found[folded].count):
                    found[folded] = one
    return top({one.value: one.count for one in found.values()}, limit)


def _spelled_alike(counts: Counter[str], prefix: str) -> dict[str, FacetValue]:
    """By what they fold to: the values that start with the prefix, in their most frequent spelling, with the sum."""
    alike: dict[str, FacetValue] = {}
    fitting = [(folded, one) for one in counts if one and (folded := fold(one)).startswith(prefix)]
    for folded, value in sorted(fitting, key=lambda pair: (-counts[pair[1]], pair[1])):
        first = alike.get(folded, FacetValue(value, 0))
        alike[folded] = FacetValue(first.value, first.count + counts[value])
    return alike

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
    "user": ("actor", "email", "actor_id"),
    "action": ("action", "method", "verb"),
    "entity": ("entity_type", "entity_id", "entity_name"),
    "targets": ("targets.type", "targets.id", "targets.name"),
}
_MOST_READ: Final = 4_096
"""Rows that values are read from which hardly repeat, such as ids: all of a million took forty seconds."""


def complete(counting: Counting, field: str, prefix: str, rows: BitMap, limit: int) -> list[FacetValue]:
    """Values of a field that start with the prefix (folded), most frequent first; none for fields without values.

    Of what hardly repeats, the values of the latest events.
    """
    name = canonical(field)
    wanted = fold(prefix)
    found: Counter[str] = Counter()
    for source in _SOURCES.get(name, (name,)):
        if source in FIXED or split_path(source):
            for value, count in counting.count(source, rows, _MOST_READ).items():
                if value and fold(value).startswith(wanted):
                    found[value] = max(found[value], count)
    return top(found, limit)

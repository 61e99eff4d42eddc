"""Which imports are one source: a log that comes in a new file every day is still one log."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from auditui.core.origins import family, pattern
from auditui.core.query import EVERYTHING, Exactly, Kind, Query, Term, Wild, test
from auditui.store.base import Store

_MOST_LISTED: Final = 1_000
"""Characters of origins in a query; a longer list becomes one pattern."""


@dataclass(frozen=True, slots=True)
class Source:
    """Imports whose names differ only in dates, rotation numbers and the like."""

    name: str
    """What a person calls it: the name of the file, with `*` where the files differ."""
    clause: Query
    """Its events; everything when there is no other source."""


@dataclass(slots=True)
class Sources:
    """The sources of a store, and which one each origin belongs to."""

    listed: tuple[Source, ...]
    by_origin: dict[str, Source] = field(repr=False)

    def of(self, origin: str) -> Source:
        """The source of an event; an origin that came in later is one of its own."""
        found = self.by_origin.get(origin)
        if found is None:
            found = self.by_origin[origin] = Source(_short(origin), Term("origin", (Exactly(origin),)))
        return found


def sources_of(store: Store) -> Sources:
    """Every source that a store holds events of, most events first."""
    counted = store.facets(EVERYTHING, ["origin"], limit=1_000_000)["origin"]
    families: dict[str, list[str]] = {}
    for one in counted:
        families.setdefault(family(one.value), []).append(one.value)
    origins = [one.value for one in counted]
    made = {
        name: Source(_short(name), EVERYTHING if len(families) == 1 else _clause(name, members, origins))
        for name, members in families.items()
    }
    return Sources(
        tuple(made.values()), {origin: made[name] for name, members in families.items() for origin in members}
    )


def _clause(name: str, members: list[str], origins: Iterable[str]) -> Query:
    """One origin by name, several as a pattern where that takes in nobody else, else as a list."""
    if len(members) == 1:
        return Term("origin", (Exactly(members[0]),))
    wild = Wild(pattern(name))
    taken = [origin for origin in origins if test(wild, origin, Kind.TEXT)]
    listed = Term("origin", tuple(Exactly(member) for member in members))
    return listed if set(taken) != set(members) and len(str(listed)) <= _MOST_LISTED else Term("origin", (wild,))


def _short(name: str) -> str:
    """The last part of the path, without the format behind it."""
    path, _, source_format = name.rpartition(" ")
    short = (path if path and "/" not in source_format else name).replace("\\", "/").rstrip("/").rpartition("/")[2]
    return short or name

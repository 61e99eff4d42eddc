"""Which imports are one source: a log that comes in a new file every day is still one log."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from auditui.core.query import EVERYTHING, Exactly, Kind, Query, Term, Wild, test
from auditui.store.base import Store

_COMPRESSION: Final = re.compile(r"\.(?:gz|bz2|xz|zst)(?= |$)")
_ROTATION: Final = re.compile(r"\.[0-9]{1,4}(?= |$)")
_TOKEN: Final = re.compile(r"[0-9A-Za-z]{8,}|[0-9]+(?:[-_.:T][0-9]+)+Z?|[0-9]{4,}")
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


@lru_cache(maxsize=4096)
def family(origin: str) -> str:
    """The origin with `*` for what changes from file to file: dates, numbers, hashes, rotation, compression.

    `/var/log/app/audit-2026-11-20.json.gz jsonl` and the file of the day before are one family;
    `web1.log` and `web2.log` are two.
    """
    plain = _ROTATION.sub("", _COMPRESSION.sub("", origin))
    return re.sub(r"\*(?:[-_.]?\*)+", "*", _TOKEN.sub(_star, plain))


def _star(found: re.Match[str]) -> str:
    return "*" if any(char.isdigit() for char in found[0]) else found[0]


def _clause(name: str, members: list[str], origins: Iterable[str]) -> Query:
    """One origin by name, several as a pattern where that takes in nobody else, else as a list."""
    if len(members) == 1:
        return Term("origin", (Exactly(members[0]),))
    pattern = Wild(name.replace(" ", "* ") if " " in name else f"{name}*")
    taken = [origin for origin in origins if test(pattern, origin, Kind.TEXT)]
    listed = Term("origin", tuple(Exactly(member) for member in members))
    return listed if set(taken) != set(members) and len(str(listed)) <= _MOST_LISTED else Term("origin", (pattern,))


def _short(name: str) -> str:
    """The last part of the path, without the format behind it."""
    path, _, source_format = name.rpartition(" ")
    short = (path if path and "/" not in source_format else name).replace("\\", "/").rstrip("/").rpartition("/")[2]
    return short or name

"""Which fields any event fills."""

from __future__ import annotations

from typing import Final

from auditui.store.sqlite import paths
from auditui.store.sqlite.index import Index
from auditui.store.sqlite.paths import FIXED

_UNKNOWN: Final = frozenset({"actor_kind", "outcome"})
"""Always filled; they tell something where it is not `unknown`."""
_HAS: Final = ("changes", "details", "targets")


def fields_present(index: Index) -> frozenset[str]:
    """Names as queries write them (`at`, `took`), and `changes`, `details`, `targets`."""
    if not index.everything():
        return frozenset()
    found = {"at", "seq", "origin"}
    found |= {name for name in _HAS if index.any_of(paths.HAS, index.terms(paths.HAS).equal(name))}
    found |= {name for name, path in FIXED.items() if _is_filled(index, name, path)}
    return frozenset(found)


def _is_filled(index: Index, name: str, path: int) -> bool:
    if name in _UNKNOWN:
        return len(index.any_of(path, index.terms(path).equal("unknown"))) < len(index.everything())
    return bool(index.present(path))

"""Where somebody stood in each store when they left it: view, event under the cursor, arrangement of columns.

A TOML file of `[[store]]` tables, the store left last at the end; the oldest fall out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from auditui.core.arranging import OWN, Arrangements, arrangement_from
from auditui.core.errors import UsageError
from auditui.core.view import COLUMN_SETS, View

MOST: Final = 50
"""Stores that are remembered."""


@dataclass(frozen=True, slots=True)
class Position:
    """A view, the event that the cursor stood on, if any, and how columns are arranged in this store."""

    view: View
    seq: int | None = None
    arranged: Arrangements = field(default_factory=dict)
    store_id: str = ""
    """What the store calls itself: one that was made anew at the same path is another."""


Positions = Mapping[str, Position]
"""By the whole path of the store, the one left last at the end."""


def with_position(positions: Positions, store: str, position: Position) -> dict[str, Position]:
    """The positions with this one last, at most `MOST` of them. What belongs to one moment is not kept."""
    kept = {known: one for known, one in positions.items() if known != store}
    kept[store] = replace(position, view=replace(position.view, as_of=None, now_us=None))
    return dict(list(kept.items())[-MOST:])


def as_toml(positions: Positions) -> str:
    """The file's text."""
    return "\n".join(_as_table(store, one) for store, one in positions.items())


def _as_table(store: str, position: Position) -> str:
    from auditui.core.saved_views import fields_as_toml, quoted

    known = f"id = {quoted(position.store_id)}\n" if position.store_id else ""
    seq = "" if position.seq is None else f"seq = {position.seq}\n"
    sets = ", ".join(f"{name} = {quoted(str(one))}" for name, one in position.arranged.items())
    arranged = f"arranged = {{ {sets} }}\n" if sets else ""
    return f"[[store]]\npath = {quoted(store)}\n{known}{seq}{arranged}{fields_as_toml(position.view)}"


def from_toml(text: str) -> dict[str, Position]:
    """The positions of a file's text. What cannot be read is left out: nobody edits this file, and nothing is lost."""
    read = map(_position, _tables(text))
    return dict(one for one in read if one is not None)


def position_in(text: str, store: str) -> Position | None:
    """What `from_toml` has of one store; what is kept of the others is not looked into."""
    tables = (table for table in reversed(_tables(text)) if table.get("path") == store)
    return next((read[1] for table in tables if (read := _position(table))), None)


def _tables(text: str) -> list[Mapping[str, object]]:
    if not text:
        return []
    import tomllib

    try:
        tables = tomllib.loads(text).get("store")
    except tomllib.TOMLDecodeError:
        return []
    return [table for table in tables if isinstance(table, dict)] if isinstance(tables, list) else []


def _position(table: Mapping[str, object]) -> tuple[str, Position] | None:
    from auditui.core.saved_views import view_from

    path, seq, store_id = table.get("path"), table.get("seq"), table.get("id")
    try:
        view = view_from(dict(table), "", further=("path", "id", "seq", "arranged"))
    except UsageError:
        return None
    if not isinstance(path, str):
        return None
    known = seq if isinstance(seq, int) and not isinstance(seq, bool) and seq > 0 else None
    arranged = _arranged(table.get("arranged"))
    return path, Position(view, known, arranged, store_id if isinstance(store_id, str) else "")


def _arranged(table: object) -> Arrangements:
    if not isinstance(table, dict):
        return {}
    read = {name: arrangement_from(str(table[name])) for name in (*COLUMN_SETS, OWN) if name in table}
    return {name: one for name, one in read.items() if one is not None}

"""How far the regular exports of a person have come: for each store and name, what the last one went up to.

A TOML file of `[[export]]` tables. Unlike other notes it is not thrown away when it cannot be read: then
events would be handed over twice, or a damaged number would leave some out.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from typing import Final

from auditui.core.errors import UsageError
from auditui.core.nearest import did_you_mean
from auditui.core.saved_views import quoted
from auditui.core.text import clean

LONGEST_NAME: Final = 60


@dataclass(frozen=True, slots=True)
class LastExport:
    """One name in one store."""

    store: str
    """The store's own id, so that it is known wherever its file lies."""
    name: str
    query: str
    """What was asked for, in its canonical form, relative times as they were written; empty for every event."""
    seq: int
    """The last position that the store had then: whatever matches up to there was handed over."""
    head_number: int
    """The newest head that the store had then; 0 where it had none."""
    head: str
    """Its hash, in hex."""
    at_us: int
    """When the export began."""
    count: int
    """How many events it held."""


Key = tuple[str, str]
LastExports = Mapping[Key, LastExport]
"""By store and name, in the order in which the names were first used."""


def checked_name(name: str) -> str:
    """The name without blanks around it.

    Raises:
        UsageError: It is empty, longer than `LONGEST_NAME`, begins with `-`, or holds what cannot be drawn.
    """
    name = name.strip()
    if not name or len(name) > LONGEST_NAME or clean(name) != name or name.startswith("-"):
        hint = f"use up to {LONGEST_NAME} letters, digits and blanks, such as 'weekly review'"
        raise UsageError(f"{clean(name)!r} is no name", where="--since-last", hint=hint)
    return name


def of_store(known: LastExports, store: str) -> list[LastExport]:
    """Those of one store."""
    return [one for one in known.values() if one.store == store]


def with_export(known: LastExports, last: LastExport) -> dict[Key, LastExport]:
    """With one more, or a newer one in its place."""
    return {**known, (last.store, last.name): last}


def less_export(known: LastExports, store: str, name: str) -> dict[Key, LastExport]:
    """Without one. Raises `UsageError` when there is none; with the nearest name."""
    if (store, name) not in known:
        names = [one.name for one in of_store(known, store)]
        hint = did_you_mean(name, names, f"there are {', '.join(names)}" if names else "there is none of this store")
        raise UsageError(f"there is no export {clean(name)!r}", hint=hint)
    return {key: one for key, one in known.items() if key != (store, name)}


def as_toml(known: LastExports) -> str:
    """The file's text. `from_toml` gives the same back."""
    return "\n".join(f"[[export]]\n{_lines(one)}" for one in known.values())


def _lines(one: LastExport) -> str:
    return "".join(
        f"{name} = {quoted(value) if isinstance(value, str) else value}\n" for name, value in asdict(one).items()
    )


def from_toml(text: str, where: str) -> dict[Key, LastExport]:
    """What a file's text says. Raises `UsageError` where it cannot be read."""
    try:
        tables = tomllib.loads(text).get("export", [])
    except tomllib.TOMLDecodeError as error:
        raise _unreadable(where, str(error)) from error
    if not isinstance(tables, list):
        raise _unreadable(where, "[[export]] is no list of tables")
    return _by_key(_export(table, where) for table in tables)


def _by_key(found: Iterable[LastExport]) -> dict[Key, LastExport]:
    return {(one.store, one.name): one for one in found}


def _export(table: object, where: str) -> LastExport:
    said = table if isinstance(table, dict) else {}
    for field in fields(LastExport):
        value = said.get(field.name)
        wanted = str if field.type == "str" else int
        if not isinstance(value, wanted) or isinstance(value, bool) or (isinstance(value, int) and value < 0):
            raise _unreadable(where, f"{field.name} is {value!r}")
    return LastExport(**{field.name: said[field.name] for field in fields(LastExport)})


def _unreadable(where: str, problem: str) -> UsageError:
    hint = "correct the file, or move it away: then the next export of each name holds everything"
    return UsageError(f"cannot be read: {problem}", where=where, hint=hint)

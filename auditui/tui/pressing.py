"""What a press on the name of a key does: what the key does."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Final

from textual.binding import Binding
from textual.keys import format_key
from textual.screen import Screen

from auditui.tui.keys import KEYS, Context, Key, shown

_KNOWN: Final = {key.id: key for key in KEYS}


def keys_in_force(screen: Screen[Any]) -> dict[str, tuple[str, ...]]:
    """The keys that do something now, as they are typed or by name, by the id of their entry in the key table."""
    bound: dict[str, tuple[str, ...]] = {}
    for key, active in screen.active_bindings.items():
        if active.binding.id:
            bound[active.binding.id] = (*bound.get(active.binding.id, ()), _written(key))
    return bound


def _written(key: str) -> str:
    """A key as the key table writes it: Textual says `question_mark` for `?`."""
    return format_key(key) if len(key) > 1 and shown(key) == key else key


def entries_of(window: Screen[Any]) -> tuple[Key, ...]:
    """The entries of the key table for a window, with the keys in force; also of keys that a field takes now.

    What works everywhere comes last.
    """
    bound = keys_in_force(window)
    of_window = {one.id for one in _bindings_of(type(window))}
    table = sorted(KEYS, key=lambda key: key.context is Context.APP)
    return tuple(
        replace(key, keys=bound.get(key.id, key.keys)) for key in table if key.id in bound or key.id in of_window
    )


def _bindings_of(kind: type[Screen[Any]]) -> Iterable[Binding]:
    for base in kind.__mro__:
        yield from (one for one in base.__dict__.get("BINDINGS", ()) if isinstance(one, Binding))


async def press(window: Screen[Any], key_id: str) -> None:
    """Do what a key of a window does, by its id, also while a field that is typed into would take the key."""
    for active in window.active_bindings.values():
        if active.binding.id == key_id:
            await window.app.run_action(active.binding.action, active.node)
            return
    entry = _KNOWN[key_id]
    if len(entry.keys[0]) == 1:
        await window.run_action(entry.action)
    else:
        window.app.simulate_key(entry.keys[0])

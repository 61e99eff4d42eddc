"""Keys in the order in which they were typed, however fast they come.

Textual hands a key to the widget that has the focus and goes on to the next one, while the first one's action
still waits in that widget's queue. Typed ahead, over a slow line or from a macro, `/printer` then moves about in
the table instead of searching. Here the action of a key has happened before the next key is looked at. So a key
behind the one that ends a window is a key of what is below the window, as if it had been typed slowly.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from time import monotonic
from typing import Any, Final

from textual.app import App
from textual.dom import DOMNode
from textual.events import Key
from textual.message_pump import MessagePump
from textual.screen import ModalScreen
from textual.widgets import Input

PATIENCE: Final = 0.5
"""Seconds that a key waits for the one before it; a widget that needs longer gets its keys late, but gets them."""

_LOOK_AGAIN: Final = 0.02
"""Seconds after which a key looks whether what it waits for is gone: a window that has ended answers nobody."""


async def act_at_once(app: App[Any], event: Key, otherwise: Callable[[Key], Awaitable[None]]) -> None:
    """Do what a key is bound to, all of it; hand it to `otherwise` when it is bound to nothing.

    Letters typed into a box go to the box, which puts them in one after the other by itself.
    """
    screen, focused = app.screen, app.focused
    if isinstance(focused, Input) and event.is_printable:
        await otherwise(event)
        return
    if not await _act(app, event):
        await otherwise(event)
    if isinstance(focused, Input) or isinstance(screen, ModalScreen):
        await _caught_up(app, (focused or screen).ancestors_with_self)
    if app.screen is not screen:  # the key has opened a window, or ended this one
        await _caught_up(app, [app.screen])


async def _act(app: App[Any], event: Key) -> bool:
    if isinstance(app.focused, Input):
        await _caught_up(app, [app.focused])
    active = app.screen.active_bindings.get(event.key)
    if active is None or not active.enabled:
        return False
    return await app.run_action(active.binding.action, active.node)


async def _caught_up(app: App[Any], nodes: Sequence[DOMNode]) -> None:
    """Wait until each of these, in turn, has looked at all its messages of now; for what is gone, not at all."""
    screen = app.screen
    for node in nodes:
        if not isinstance(node, MessagePump) or isinstance(node, App) or not node.is_running:
            continue
        reached = asyncio.Event()
        until = monotonic() + PATIENCE
        is_told = node.call_later(reached.set)
        while is_told and app.screen is screen and not reached.is_set() and monotonic() < until:
            with suppress(TimeoutError):
                await asyncio.wait_for(reached.wait(), _LOOK_AGAIN)

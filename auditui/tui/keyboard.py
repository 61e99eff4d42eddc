"""Keys in the order in which they were typed, however fast they come.

Textual hands a key to the widget that has the focus and goes on to the next one, while the first one's action
still waits in that widget's queue. Typed ahead, over a slow line or from a macro, `/printer` then moves about in
the table instead of searching. Here the action of a key has happened before the next key is looked at.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any, Final

from textual.app import App
from textual.dom import DOMNode
from textual.events import Key
from textual.message_pump import MessagePump
from textual.widgets import Input

PATIENCE: Final = 0.5
"""Seconds that a key waits for the one before it; a widget that needs longer gets its keys late, but gets them."""


async def act_at_once(app: App[Any], event: Key) -> bool:
    """Do what a key is bound to, all of it; False when it is bound to nothing and somebody else has to look at it.

    Letters typed into a box go to the box, which puts them in one after the other by itself.
    """
    if isinstance(app.focused, Input):
        if event.is_printable:
            return False
        await _caught_up([app.focused])
    screen, focused = app.screen, app.focused
    active = screen.active_bindings.get(event.key)
    if active is None or not active.enabled:
        return False
    is_done = await app.run_action(active.binding.action, active.node)
    if app.screen is not screen:
        await _caught_up([app.screen])
    elif isinstance(focused, Input):
        await _caught_up(focused.ancestors_with_self)
    return is_done


async def _caught_up(nodes: list[DOMNode] | list[Any]) -> None:
    """Wait until each of these, in turn, has looked at all messages that it has by now."""
    for node in nodes:
        if isinstance(node, MessagePump) and not isinstance(node, App) and node.is_running:
            reached = asyncio.Event()
            node.call_later(reached.set)
            with suppress(TimeoutError):
                await asyncio.wait_for(reached.wait(), PATIENCE)

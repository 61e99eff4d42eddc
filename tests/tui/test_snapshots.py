"""How the screens look: a few pictures at two sizes, on made-up events, with the clock standing still."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from textual.pilot import Pilot

from auditui.core.event import Event
from auditui.core.language import parse
from auditui.core.view import View
from auditui.tui.drawing.clock import TimeStyle
from auditui.tui.surroundings import Surroundings
from tests.tui.memory_store import MemoryStore
from tests.tui.screens_kit import HOSTILE, NOON, app_on, events, lines, until
from tests.tui.test_findings import eventful

WIDE, NARROW = (120, 40), (80, 24)
Snap = Callable[..., bool]


def hostile(number: int) -> Event:
    """Values that a terminal or a markup language might obey, in every column."""
    return Event(
        at_us=NOON - number * 60_000_000, actor=HOSTILE, action=f"[/]{HOSTILE}", verb="update", entity_type="[b]",
        entity_name="[@click=app.quit]x[/]", ip="\x9b2J", description="日本語のログ é\u0301\u0301\u0301\u0301\u0301",
    )  # fmt: skip


def standing(*keys: str) -> Callable[[Pilot[Any]], Awaitable[None]]:
    """Wait until rows, total and timeline are there; press keys; wait until the screen is calm."""

    async def before(pilot: Pilot[Any]) -> None:
        await until(pilot, lambda: any("tems" in line and "…" not in line for line in lines(pilot.app)))
        for key in keys:
            await pilot.press(key)
            await pilot.pause()
        await pilot.pause(0.4)

    return before


CASES: dict[str, tuple[MemoryStore, tuple[str, ...], tuple[int, int], View]] = {
    "explorer": (MemoryStore(events(263)), (), WIDE, View()),
    "explorer-narrow": (MemoryStore(events(263)), (), NARROW, View()),
    "open-row": (MemoryStore(events(263)), ("j", "j", "j", "enter", "x", "right", "right"), WIDE, View()),
    "found": (MemoryStore(events(263)), ("enter",), WIDE, View(query=parse("verb:update free since:1h"))),
    "details-narrow": (MemoryStore(events(12)), ("o",), NARROW, View()),
    "dates": (MemoryStore(events(12)), ("d",), WIDE, View()),
    "filters": (MemoryStore(events(263)), ("f", "4", "e", "l", "l", "2", "minus"), WIDE, View()),
    "filters-narrow": (MemoryStore(events(263)), ("f", "2", "l"), NARROW, View(query=parse("since:7d"))),
    "findings-narrow": (eventful(), ("R", "j"), NARROW, View()),
    "nothing-found": (MemoryStore(events(40)), (), NARROW, View(query=parse("verb:update user:nobody status:200"))),
    "help": (MemoryStore(events(12)), ("question_mark",), WIDE, View()),
    "hostile": (MemoryStore([hostile(number) for number in range(5)]), ("enter",), WIDE, View()),
}


@pytest.mark.parametrize("name", CASES)
def test_screens_look_as_they_did(name: str, snap_compare: Snap) -> None:
    """A change of these pictures is a change that somebody has looked at."""
    store, keys, size, view = CASES[name]
    around = Surroundings(store="audit.db", who="alice", role="Owner", clock=lambda: NOON, times=TimeStyle(now_us=NOON))
    assert snap_compare(app_on(store, view, around), terminal_size=size, run_before=standing(*keys))

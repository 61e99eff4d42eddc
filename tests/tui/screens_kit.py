"""What tests of screens share: events, an app on the fake store, and what is on screen as text."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.app import App
from textual.pilot import Pilot

from auditui.core.event import Change, Event
from auditui.core.view import View
from auditui.store.base import Store
from auditui.tui.app import AuditApp
from auditui.tui.queries import Queries
from auditui.tui.screens.explorer import Explorer
from auditui.tui.surroundings import Surroundings
from tests.tui.memory_store import MemoryStore

NOON = 1_795_176_000_000_000
"""2026-11-20 12:00:00 UTC, the clock of these tests."""
MINUTE = 60_000_000
PEOPLE = (("Ana", "ana@example.com"), ("Bob", "bob@example.com"), ("Carla", "carla@example.com"))
HOSTILE = (
    "\x1b[31mred\x1b]0;title\x07\x1b]52;c;AAAA\x1b\\ \x9b2J nul\x00 [/] [@click=app.quit]x[/] \u202etxt\u2066 "
    "tab\there\nline \u200bzero \ud800 \x7f"
)
"""Everything that a terminal or a markup language might obey."""
ACTIONS = (("Update", "update", 200), ("Delete", "delete", 204), ("Login", "login", 401), ("Create", "create", 201))


def made(number: int) -> Event:
    """The event of this number, a minute older than the one before."""
    name, email = PEOPLE[number % 3]
    action, verb, status = ACTIONS[number % 4]
    return Event(
        at_us=NOON - (number + 1) * MINUTE,
        actor=name, email=email, actor_kind="user", action=action, verb=verb, status=status,
        outcome="failure" if status >= 400 else "success",
        entity_type="ticket", entity_id=str(4000 + number), entity_name=f"Printer {number}",
        ip=f"10.0.{number // 250}.{number % 250}", took_us=1_000 * (number + 1),
        changes=(Change("plan", "free", "pro"),) if verb == "update" else (),
        details={"request": {"path": f"/api/{number}"}},
    )  # fmt: skip


def events(count: int) -> list[Event]:
    """Events from oldest to newest, as a log has them."""
    return [made(number) for number in reversed(range(count))]


def app_on(store: Store, view: View | None = None, around: Surroundings | None = None) -> AuditApp:
    """The app as it starts, on one store for all roles."""
    around = around or Surroundings(store="audit.db", who="alice", role="Owner", clock=lambda: NOON)
    return AuditApp(Queries(lambda: store), view or View(), around)


def full(count: int) -> MemoryStore:
    """A store with so many events."""
    return MemoryStore(events(count))


async def until(pilot: Pilot[None], true: Callable[[], bool]) -> None:
    """Wait for what has to become true; fails after some seconds."""
    for _ in range(400):
        await pilot.pause()
        if true():
            return
        await pilot.pause(0.005)
    raise AssertionError(f"never came true; on screen:\n{screen_text(pilot.app)}")


def explorer(app: App[None]) -> Explorer:
    """The explorer, also under a window."""
    return next(screen for screen in app.screen_stack if isinstance(screen, Explorer))


def lines(app: App[None]) -> list[str]:
    """What is on screen, a text for each line."""
    strips = app.screen._compositor.render_strips()
    return ["".join(segment.text for segment in strip).rstrip() for strip in strips]


def screen_text(app: App[None]) -> str:
    """What is on screen."""
    return "\n".join(lines(app))


def seqs(rows: Sequence[Event]) -> list[int]:
    """Positions of events."""
    return [row.seq for row in rows]

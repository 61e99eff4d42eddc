"""Deleting from the explorer: asked twice, done beside the screen, gone from it afterwards."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from functools import partial
from pathlib import Path
from time import sleep

import pytest
from textual.widgets import Input

from auditui import session
from auditui import store as stores
from auditui.core.errors import InterruptedQueryError
from auditui.core.language import parse
from auditui.core.query import EVERYTHING
from auditui.core.view import AsOf, Sort, View
from auditui.custody.journal import journal_of
from auditui.custody.roles import ADMIN
from auditui.removal import Removal
from auditui.store.base import Deletion, Origin, PurgeReport
from auditui.tui.app import AuditApp
from auditui.tui.queries import Queries
from auditui.tui.screens.delete import DeleteWindow
from auditui.tui.screens.progress import ProgressWindow
from auditui.tui.surroundings import Surroundings
from auditui.tui.widgets.log_table import LogTable
from tests.tui.reader import Reader
from tests.tui.screens_kit import NOON, events, explorer, screen_text, until

SIZES = [(120, 40), (80, 24)]


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """A store of 120 events."""
    path = tmp_path / "audit.db"
    with closing(stores.open(path, create=True)) as store:
        report = store.append(iter(events(120)), origin=Origin("sample.jsonl", "jsonl"))
        store.finish_import(report.import_id, merged=0, rejected=0)
    return path


def count(db: Path, query: str = "") -> int:
    with closing(stores.open(db, read_only=True)) as store:
        return int(store.count(parse(query)))


def recorded(db: Path) -> list[str]:
    """What is on record, oldest first."""
    with closing(stores.open(journal_of(db), read_only=True)) as journal:
        return [event.description for event in journal.events(EVERYTHING, Sort("seq", descending=False))]


class Person(Reader):
    """Somebody in front of the explorer."""

    async def is_asked(self) -> None:
        await until(self.pilot, lambda: isinstance(self.app.screen, DeleteWindow))

    async def is_back(self) -> None:
        await until(self.pilot, lambda: self.app.screen is explorer(self.app))


@asynccontextmanager
async def exploring(
    db: Path, query: str = "", *, size: tuple[int, int] = (120, 40), removal: Callable[..., Removal] | None = None
) -> AsyncIterator[Person]:
    with session.opened(db) as here:
        around = Surroundings(
            store="audit.db", who=here.who, role=here.role.name, clock=lambda: NOON, journal=here.journal,
            removal=removal or partial(Removal, here),
        )  # fmt: skip
        app = AuditApp(Queries(here.connect), View(parse(query), page_size=50), around)
        async with app.run_test(size=size) as pilot:
            await until(pilot, lambda: bool(explorer(app).query_one(LogTable).rows))
            yield Person(app, pilot)


@pytest.mark.parametrize("size", SIZES)
async def test_the_selected_events_go_when_number_and_reason_are_typed(db: Path, size: tuple[int, int]) -> None:
    """D asks, a number and a reason answer; then they are gone from store and screen, marks too, on record."""
    async with exploring(db, size=size) as person:
        await person.sees("Items 1–50 of 120")
        await person.press("x", "j", "x", "D")
        await person.is_asked()
        await person.sees("2 events are deleted for good")
        await person.press("2", "enter", *"case", "space", "1", "enter")
        await person.hears("Deleted 2 events for good")
        await person.sees("Items 1–50 of 118")
        assert not explorer(person.app).query_one(LogTable).selection
        assert "2 selected" not in screen_text(person.app)
    assert count(db) == 118
    assert recorded(db)[-1] == "deleted 2 events, case 1"


async def test_all_that_match_go_at_once(db: Path) -> None:
    """A selects by query, however many pages that is; held events stay, and the window says how many."""
    with closing(stores.open(db)) as store:
        store.decide("hold", "entity:4003", who="a", reason="case")
        held = int(store.count(parse("user:ana entity:4003")))
    async with exploring(db, "user:ana") as person:
        await person.sees("of 40")
        await person.press("A", "D")
        await person.is_asked()
        assert held == 1
        await person.sees("39 events are deleted for good")
        await person.sees("1 more of those selected is on hold and will stay.")
        await person.press(*"39", "enter", *"x", "enter")
        await person.hears("Deleted 39 events for good")
        await person.sees("Items 1–1 of 1")
    assert (count(db), count(db, "user:ana")) == (81, 1)


async def test_what_is_not_confirmed_deletes_nothing(db: Path) -> None:
    """Another number, no reason, or Escape: nothing happens, and the window says what is missing."""
    async with exploring(db) as person:
        await person.press("x", "D")
        await person.is_asked()
        await person.press("7", "enter")
        await person.sees("Type 1 to confirm; nothing is deleted yet.")
        await person.press("backspace", "1", "enter", "enter")
        await person.sees("a reason is needed")
        assert isinstance(person.app.screen, DeleteWindow)
        await person.press("escape")
        await person.is_back()
        await person.press("D")
        await person.is_asked()
        assert person.app.screen.query_one("#number", Input).value == ""
        await person.press("escape")
    assert count(db) == 120
    assert not any(said.startswith("deleted") for said in recorded(db))


async def test_without_a_selection_it_says_how_to_select(db: Path) -> None:
    """No window opens for the event that happens to be under the cursor."""
    async with exploring(db) as person:
        await person.press("D")
        await person.hears("Nothing is selected: x selects an event, A all that match.")
        assert person.app.screen is explorer(person.app)


async def test_others_than_owners_are_refused(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An Admin is told that they may not, before anything is asked; the attempt is on record."""
    monkeypatch.setattr(session, "role_of", lambda *given: ADMIN)
    async with exploring(db) as person:
        await person.press("x", "D")
        await person.hears("Admin, may not delete from this store; ask your administrator")
        assert person.app.screen is explorer(person.app)
    assert count(db) == 120
    assert "was refused" in recorded(db)[-1]


async def test_a_deletion_can_be_watched_hidden_and_stopped(db: Path) -> None:
    """A window shows how far it is; stopped, nothing is deleted, and that is said."""
    stopped = False

    class Slow:
        found = PurgeReport(deleted=1)
        done = None
        reason = ""

        def plan(self) -> PurgeReport:
            return self.found

        def run(self, tell: Callable[[int, int], object]) -> int:
            tell(30, 120)
            for _ in range(2000):
                if stopped:
                    raise InterruptedQueryError("the query was stopped")
                sleep(0.005)
            return 1

        def stop(self) -> None:
            nonlocal stopped
            stopped = True

    async with exploring(db, removal=lambda query: Slow()) as person:  # type: ignore[arg-type,return-value]  # a test's own
        await person.press("x", "D")
        await person.is_asked()
        await person.press("1", "enter", "y", "enter")
        await person.sees("30 of 120 rows gone through")
        await person.press("escape")
        await person.is_back()
        await person.sees("deleting 25%")
        await person.press("D")
        await until(person.pilot, lambda: isinstance(person.app.screen, ProgressWindow))
        await person.press("x")
        await person.hears("The deletion was stopped; nothing was deleted.")
        await person.is_back()


async def test_a_store_that_changed_meanwhile_deletes_nothing(db: Path) -> None:
    """When others than the confirmed number would go, the deletion does not begin, and says so."""
    async with exploring(db, "user:ana") as person:
        await person.sees("of 40")
        await person.press("A", "D")
        await person.is_asked()
        with closing(stores.open(db)) as store:
            store.purge(parse("entity:4003"), Deletion("bob", "first"))
        await person.press(*"40", "enter", "y", "enter")
        await person.hears("39 events match now, not 40: nothing was deleted")
    assert count(db) == 119


async def test_after_a_purge_elsewhere_a_turned_page_shows_no_ghosts(db: Path) -> None:
    """The next page counts what is there now, although it is pinned to the moment of the first."""
    async with exploring(db) as person:
        await person.sees("Items 1–50 of 120")
        with closing(stores.open(db)) as store:
            store.purge(parse("user:ana"), Deletion("bob", "elsewhere"))
        await person.press("n")
        await person.sees("Items 51–80 of 80")
        found = explorer(person.app)._state.found
        assert found is not None and found.view.as_of == AsOf(120, 1)


async def test_whoever_follows_sees_a_purge_by_itself(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Within a second rows that are gone leave the screen."""
    monkeypatch.setattr("auditui.tui.screens.live.LOOK_EVERY_S", 0.02)
    async with exploring(db) as person:
        await person.sees("Items 1–50 of 120")
        await person.press("F")
        with closing(stores.open(db)) as store:
            store.purge(parse("user:ana"), Deletion("bob", "elsewhere"))
        await person.sees("Items 1–50 of 80")

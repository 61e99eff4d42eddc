"""What the explorer puts on record, when, and that nothing is shown where it has to be on record and cannot be."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from textual.pilot import Pilot

from auditui.core.config import Display
from auditui.core.errors import AuditError, NotPermittedError
from auditui.core.event import Event
from auditui.core.language import parse
from auditui.core.view import View
from auditui.custody import deeds
from auditui.custody.deeds import Deed
from auditui.custody.journal import Receipt
from auditui.tui import clipboard, start
from auditui.tui.app import AuditApp
from auditui.tui.queries import Queries
from auditui.tui.screens import recorded
from auditui.tui.screens.details import DetailsWindow
from auditui.tui.state import page_wanted
from auditui.tui.surroundings import Surroundings
from auditui.tui.widgets.log_table import LogTable
from tests.tui.memory_store import MemoryStore
from tests.tui.screens_kit import NOON, explorer, made, screen_text, until


class Remembering:
    """A journal that keeps what it is told; one that is `broken` cannot, though it must."""

    def __init__(self) -> None:
        self.deeds: list[Deed] = []
        self.is_broken = False
        self.remark = ""
        self.on_failure: Callable[[AuditError], object] | None = None

    @property
    def said(self) -> list[str]:
        return [f"{deed.said} {deed.query}" if deed.query is not None else deed.said for deed in self.deeds]

    def begin(self, deed: Deed) -> Receipt:
        receipt, error = Receipt(), NotPermittedError("not on record") if self.is_broken else None
        self.deeds.append(deed)
        receipt.settle(error)
        if error is not None and self.on_failure is not None:
            self.on_failure(error)
        return receipt

    def note(self, deed: Deed) -> None:
        self.begin(deed).wait()

    def close(self) -> None:
        pass


class Watched:
    """Somebody in front of the explorer, and what is on record of them."""

    def __init__(self, app: AuditApp, pilot: Pilot[None], journal: Remembering) -> None:
        self.app = app
        self.pilot = pilot
        self.journal = journal

    async def press(self, *keys: str) -> None:
        for key in keys:
            await self.pilot.press(key)
        await self.pilot.pause()

    async def until_said(self, *said: str) -> None:
        await until(self.pilot, lambda: self.journal.said == list(said))


def events() -> list[Event]:
    """Six events; secrets were taken out of the newest and the one after it."""
    return [replace(made(number), flags=("redacted",) if number < 2 else ()) for number in reversed(range(6))]


@asynccontextmanager
async def watched(query: str = "") -> AsyncIterator[Watched]:
    journal = Remembering()
    around = Surroundings(store="audit.db", who="alice", role="Owner", clock=lambda: NOON, journal=journal)
    store = MemoryStore(events())
    app = AuditApp(Queries(lambda: store), View(parse(query)), around)
    journal.on_failure = app.leave_soon
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: bool(explorer(app).query_one(LogTable).rows))
        yield Watched(app, pilot, journal)


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Searches settle only when they are ended."""
    monkeypatch.setattr(recorded, "SETTLED_AFTER", 60.0)
    monkeypatch.setattr("auditui.custody.settling.SETTLED_AFTER", 60.0)
    yield


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Searches settle at once."""
    monkeypatch.setattr(recorded, "SETTLED_AFTER", 0.05)
    monkeypatch.setattr("auditui.custody.settling.SETTLED_AFTER", 0.05)
    yield


@pytest.mark.usefixtures("patient")
async def test_what_is_typed_is_a_search_when_enter_ends_it() -> None:
    """The letters before were none, and neither was what somebody began with."""
    async with watched("user:ana") as reader:
        await reader.press("c", "/", *"pri", "enter")
        await reader.until_said("searched for pri")
        await reader.press("/", "n", "enter")
        await reader.until_said("searched for pri", "searched for pri n")


@pytest.mark.usefixtures("hasty")
async def test_what_stands_for_a_while_is_a_search() -> None:
    """However it came about: typed without Enter, a value kept, all filters dropped."""
    async with watched() as reader:
        await reader.press("/", *"pri")
        await until(reader.pilot, lambda: reader.journal.said[-1:] == ["searched for pri"])
        await reader.press("enter", "c")
        await until(reader.pilot, lambda: reader.journal.said[-1:] == ["searched for "])


@pytest.mark.usefixtures("patient")
async def test_what_somebody_leaves_with_was_asked() -> None:
    """Its rows were on screen to the end."""
    async with watched() as reader:
        await reader.press("/", *"pri")
        await until(reader.pilot, lambda: str(explorer(reader.app)._query) == "pri")
        journal = reader.journal
        assert journal.said == []
    assert journal.said == ["searched for pri"]


@pytest.mark.usefixtures("patient")
async def test_looking_into_what_was_redacted_is_on_record_and_into_the_rest_is_not() -> None:
    """A row that opens, a window, and the next event in the window; closing says nothing."""
    async with watched() as reader:
        first, second, *_ = explorer(reader.app).query_one(LogTable).rows
        viewed = [f"opened the details of event {event.seq}" for event in (first, second)]
        await reader.press("enter", "enter")
        await reader.until_said(viewed[0])
        await reader.press("o")
        await reader.until_said(viewed[0], viewed[0])
        await reader.press("n", "n")
        await reader.until_said(viewed[0], viewed[0], viewed[1])
        await reader.press("escape", "enter", "o")
        await reader.until_said(viewed[0], viewed[0], viewed[1])


@pytest.mark.usefixtures("patient")
async def test_copying_is_an_export(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """With how many, as what, under which query."""
    copied: list[str] = []

    def copy(text: str, app: object) -> object:
        copied.append(text)
        return type("Outcome", (), {"note": "done"})

    monkeypatch.setattr("auditui.tui.clipboard.copy", copy)
    async with watched("user:ana") as reader:
        await reader.press("x", "down", "x", "Y")
        await reader.until_said("exported 2 events as json to clipboard: user:ana")
        assert reader.journal.deeds[0].details == {"count": 2, "format": "json", "selected": 2}
        assert len(copied) == 1


COPIES_IN_WINDOWS = [
    ("o y", "exported 1 event as text to clipboard:"),
    ("o A", "exported 1 event as text to clipboard:"),
    ("o Y", "exported 1 event as json to clipboard:"),
    ("o 3 y", "exported the value at details.request of event {seq} to clipboard:"),
    ("o 3 P", "exported the path at details.request of event {seq} to clipboard:"),
    ("h y", "exported 1 event as text to clipboard:"),
]


@pytest.mark.usefixtures("patient")
@pytest.mark.parametrize(("keys", "said"), COPIES_IN_WINDOWS)
async def test_copying_in_a_window_is_an_export(monkeypatch: pytest.MonkeyPatch, keys: str, said: str) -> None:
    """Whole events as the table has it; a part of one event with its path; and the events of a history."""
    copied: list[str] = []

    def copy(text: str, app: object) -> clipboard.CopyOutcome:
        copied.append(text)
        return clipboard.CopyOutcome("file", 1, "done")

    monkeypatch.setattr(clipboard, "copy", copy)
    async with watched("user:carla") as reader:
        seq = explorer(reader.app).query_one(LogTable).rows[0].seq
        await press_into_windows(reader, keys)
        await until(reader.pilot, lambda: reader.journal.deeds[-1].said == said.format(seq=seq))
        assert reader.journal.deeds[-1].details["count"] == len(copied) == 1


@pytest.mark.usefixtures("patient")
@pytest.mark.parametrize("keys", [keys for keys, _ in COPIES_IN_WINDOWS])
async def test_a_window_copies_nothing_that_cannot_be_on_record(monkeypatch: pytest.MonkeyPatch, keys: str) -> None:
    """Neither a value nor the whole; the app ends and says why."""
    monkeypatch.setattr(clipboard, "copy", lambda text, app: pytest.fail("something was copied"))
    async with watched("user:carla") as reader:
        *before, last = keys.split()
        await press_into_windows(reader, " ".join(before))
        reader.journal.is_broken = True
        await reader.press(last)
        await until(reader.pilot, lambda: reader.app.failure is not None)
    assert isinstance(reader.app.failure, NotPermittedError)


async def press_into_windows(reader: Watched, keys: str) -> None:
    """Press keys; one that opens a history waits for its events."""
    for key in keys.split():
        await reader.press(key)
        if key == "h":
            await until(reader.pilot, lambda: "1 event  " in screen_text(reader.app))


@pytest.mark.usefixtures("patient")
@pytest.mark.parametrize("keys", [("enter",), ("o",), ("y",), ("Y",)])
async def test_what_cannot_be_on_record_is_not_shown(monkeypatch: pytest.MonkeyPatch, keys: tuple[str, ...]) -> None:
    """No row opens, no window, nothing is copied; the app ends and says why."""
    monkeypatch.setattr("auditui.tui.clipboard.copy", lambda text, app: pytest.fail("something was copied"))
    async with watched() as reader:
        reader.journal.is_broken = True
        await reader.press(*keys)
        assert explorer(reader.app).query_one(LogTable).opened == set()
        assert not any(isinstance(screen, DetailsWindow) for screen in reader.app.screen_stack)
        await until(reader.pilot, lambda: reader.app.failure is not None)
    assert isinstance(reader.app.failure, NotPermittedError)


@pytest.mark.usefixtures("patient")
async def test_a_search_that_cannot_be_on_record_ends_it() -> None:
    """Its rows may be on screen by then; they are gone with the app."""
    async with watched() as reader:
        reader.journal.is_broken = True
        await reader.press("/", *"pri", "enter")
        await until(reader.pilot, lambda: reader.app.failure is not None)
    assert isinstance(reader.app.failure, NotPermittedError)


def test_a_failure_before_the_first_picture_shows_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """The app is not even begun until it is on record that somebody looks."""
    monkeypatch.setattr(start, "silence_switches", lambda: None)  # the tools of these tests use some
    monkeypatch.setattr(AuditApp, "run", lambda *given, **more: pytest.fail("the app was shown"))
    journal = Remembering()
    journal.is_broken = True
    store = MemoryStore(events())
    asked = Queries(lambda: store)
    asked.ask(page_wanted(View(), NOON))
    opening = journal.begin(deeds.session_opened())
    with pytest.raises(NotPermittedError):
        start._show(asked, View(), Surroundings(journal=journal), Display(), opening, mouse=False, keep=None)
    asked.close()

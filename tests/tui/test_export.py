"""Exporting from the explorer: the window, the run beside the screen, and how it ends."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner
from textual.widgets import Input, Static

from auditui import session
from auditui import store as stores
from auditui.cli.main import cli
from auditui.core.errors import AuditError, InterruptedQueryError
from auditui.core.language import parse
from auditui.core.view import View
from auditui.exporting import Errand
from auditui.store.base import Origin
from auditui.tui.app import AuditApp
from auditui.tui.export_choice import ExportChoice, problem
from auditui.tui.queries import Queries
from auditui.tui.screens.export import ExportWindow
from auditui.tui.screens.progress import ProgressWindow
from auditui.tui.surroundings import Surroundings
from auditui.tui.widgets.log_table import LogTable
from tests.tui.reader import Reader
from tests.tui.screens_kit import NOON, events, explorer, screen_text, until

SIZES = [(120, 40), (80, 24)]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where somebody stands when they start the explorer."""
    monkeypatch.chdir(tmp_path)
    with closing(stores.open(tmp_path / "audit.db", create=True)) as store:
        report = store.append(iter(events(120)), origin=Origin("sample.jsonl", "jsonl"))
        store.finish_import(report.import_id, merged=0, rejected=0)
    return tmp_path


class Waiting:
    """An export that goes on until it is told how to end."""

    def __init__(self, *_: object, **more: object) -> None:
        self.more = more
        self.goes_on = threading.Event()
        self.is_stopped = False
        self.error: AuditError | None = None

    def run(self, tell: Callable[[int, int], object]) -> int:
        tell(30, 120)
        assert self.goes_on.wait(5)
        if self.is_stopped:
            raise InterruptedQueryError("stopped")
        if self.error:
            raise self.error
        return 120

    def stop(self) -> None:
        self.is_stopped = True
        self.goes_on.set()


class Person(Reader):
    """Somebody in front of the explorer."""

    @property
    def name(self) -> str:
        return self.app.screen.query_one(Input).value

    @property
    def said(self) -> str:
        """What the window says under the name, however it is broken into lines."""
        return str(self.app.screen.query_one(".said", Static).content)

    @property
    def files(self) -> list[str]:
        return sorted(file.name for file in Path.cwd().iterdir() if not file.name.startswith("audit.db"))


@asynccontextmanager
async def exploring(
    folder: Path, query: str = "", *, size: tuple[int, int] = (120, 40), errand: Callable[..., object] | None = None
) -> AsyncIterator[Person]:
    db = folder / "audit.db"
    with session.opened(db, is_kept=False) as here:
        around = Surroundings(
            store="audit.db",
            who="alice",
            role="Owner",
            clock=lambda: NOON,
            errand=errand or partial(Errand, here),  # type: ignore[arg-type]  # a test's own
        )
        app = AuditApp(Queries(here.connect), View(parse(query), page_size=50), around)
        async with app.run_test(size=size) as pilot:
            await until(pilot, lambda: bool(explorer(app).query_one(LogTable).rows))
            yield Person(app, pilot)


@pytest.mark.parametrize("size", SIZES)
async def test_enter_exports_all_that_matches_as_csv(folder: Path, size: tuple[int, int]) -> None:
    """Two keys and there is a file, named after query and day, with the bytes that the command writes; it is said."""
    async with exploring(folder, "user:ana", size=size) as person:
        await person.sees("of 40")
        await person.press("e")
        await person.sees("(•) all found 40")
        assert person.name == "user-ana-2026-11-20.csv"
        await person.press("enter")
        await person.hears("Exported 40 events to")
        assert person.files == ["user-ana-2026-11-20.csv"]
        assert "user-ana-2026-11-20.csv" in person.toasts
    CliRunner().invoke(cli, ["export", "--db", "audit.db", "-q", "user:ana", "-o", "theirs.csv"])
    assert (folder / "theirs.csv").read_bytes() == (folder / "user-ana-2026-11-20.csv").read_bytes()


async def test_the_marked_come_first_and_every_line_counts(folder: Path) -> None:
    """With marks the window offers them; format, columns and cells follow the keys, the name follows the format."""
    async with exploring(folder) as person:
        await person.sees("of 120")
        await person.press("J", "J", "e")
        await person.sees("(•) selected 3")
        assert person.name == "selected-2026-11-20.csv"
        await person.press("j", "l", "l")
        assert person.name == "selected-2026-11-20.json"
        await person.sees("only CSV cells are guarded")
        await person.press("h", "j", "l", "enter")
        await person.hears("Exported 3 events")
    marked = (folder / "selected-2026-11-20.jsonl").read_text().splitlines()
    assert len(marked) == 3 and all(line.startswith('{"at":') for line in marked)


async def test_all_marked_and_page_are_what_the_window_says(folder: Path) -> None:
    """The three numbers in the window are the numbers of lines in the files."""
    async with exploring(folder) as person:
        await person.sees("of 120")
        await person.press("A", "x", "e")
        await person.sees("(•) selected 119")
        await person.press("h", "enter")
        await person.hears("Exported 120 events")
        await person.press("e", "enter")
        await person.hears("Exported 119 events")
        await person.press("e", "l", "enter")
        await person.hears("Exported 50 events")
        assert person.files == [f"{name}-2026-11-20.csv" for name in ("events", "events-page", "selected")]


async def test_a_file_that_is_there_is_asked_about(folder: Path) -> None:
    """Enter once says so, Enter twice replaces; another name asks anew."""
    (folder / "events-2026-11-20.csv").write_text("precious")
    async with exploring(folder) as person:
        await person.press("e", "enter")
        await person.sees("events-2026-11-20.csv is there already. Enter again replaces it.")
        await person.press("l")
        assert "is there already" not in screen_text(person.app)
        await person.press("h", "enter")
        await person.sees("is there already")
        assert (folder / "events-2026-11-20.csv").read_text() == "precious"
        await person.press("enter")
        await person.hears("Exported 120 events")
    assert (folder / "events-2026-11-20.csv").read_text().startswith("seq,id,at")


async def test_a_typed_name_stays_and_a_bad_one_is_said(folder: Path) -> None:
    """Letters are letters in the field; a folder, or nothing, is no file."""
    async with exploring(folder) as person:
        await person.press("e", "up", "up", "up")
        field = person.app.screen.query_one(Input)
        field.focus()
        field.value = ""
        await person.press("enter")
        await person.sees("A file needs a name.")
        field.value = str(folder)
        await person.press("enter")
        await until(person.pilot, lambda: "is a folder" in person.said)
        field.value = ""
        await person.press(*"jkq.csv")
        assert person.name == "jkq.csv"
        await person.press("enter")
        await person.hears("Exported 120 events")
        assert person.files == ["jkq.csv"]


async def test_a_bundle_says_what_it_is(folder: Path) -> None:
    """Columns and cells have no say in evidence, and the file is one that `verify` takes."""
    async with exploring(folder) as person:
        await person.press("e", "j", "h")
        await person.sees("in order of import, with the proof")
        await person.press("enter")
        await person.hears("Exported 120 events")
    done = CliRunner().invoke(cli, ["verify", "events-2026-11-20.bundle"])
    assert done.exit_code == 0, done.output


@pytest.mark.parametrize("size", SIZES)
async def test_keys_work_while_an_export_runs(folder: Path, size: tuple[int, int]) -> None:
    """It can be hidden, found again, and ends with a word wherever one is by then."""
    running = Waiting()
    async with exploring(folder, size=size, errand=lambda *_, **more: running) as person:
        await person.press("e", "enter")
        await person.sees("30 of 120 events to events-2026-11-20.csv")
        await person.press("escape")
        await person.sees("export 25%")
        await person.press("j", "j")
        assert explorer(person.app).query_one(LogTable).cursor_event is not None
        await person.press("e")
        assert isinstance(person.app.screen, ProgressWindow)
        running.goes_on.set()
        await person.hears("Exported 120 events")
        assert not isinstance(person.app.screen, ProgressWindow)
        await until(person.pilot, lambda: "export 25%" not in screen_text(person.app))
        await person.press("e")
        assert isinstance(person.app.screen, ExportWindow)


async def test_x_stops_an_export_and_says_that_there_is_no_file(folder: Path) -> None:
    """The window is free for the next one at once."""
    running = Waiting()
    async with exploring(folder, errand=lambda *_, **more: running) as person:
        await person.press("e", "enter")
        await person.sees("30 of 120")
        await person.press("x")
        await person.hears("The export was stopped; no file was written.")
        assert not isinstance(person.app.screen, ProgressWindow)


async def test_leaving_stops_an_export(folder: Path) -> None:
    """`q` at once, no question, no half file."""
    running = Waiting()
    async with exploring(folder, errand=lambda *_, **more: running) as person:
        await person.press("e", "enter", "escape", "q")
        await person.pilot.pause()
    assert running.is_stopped


async def test_what_went_wrong_is_said(folder: Path) -> None:
    """In the words of the command line."""
    running = Waiting()
    running.error = AuditError("cannot write: No space left on device", where="out.csv")
    running.goes_on.set()
    async with exploring(folder, errand=lambda *_, **more: running) as person:
        await person.press("e", "enter")
        await person.hears("out.csv: cannot write: No space left on device")


async def test_every_option_can_be_pressed(folder: Path) -> None:
    """The mouse does what the keys do."""
    async with exploring(folder) as person:
        await person.press("e")
        await person.sees("( ) JSON Lines")
        await person.pilot.click("#format", offset=(22, 0))
        assert person.name == "events-2026-11-20.jsonl"
        await person.pilot.click("#ok")
        await person.hears("Exported 120 events")


async def test_what_is_typed_limits_the_export_or_makes_it_a_regular_one(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So many events at most; or those that came since the last export of a name, of which there are none at once."""
    monkeypatch.setenv("XDG_STATE_HOME", str(folder / "state"))
    async with exploring(folder) as person:
        await person.sees("of 120")
        await person.press("e")
        await person.click("all of them, or a number")
        await person.press(*"a7", "enter")
        await person.sees("A number, or nothing for all.")
        await person.press("backspace", "backspace", "7", "enter")
        await person.hears("Exported 7 events")
        for count in ("120 events", "0 events"):
            await person.press("e")
            await person.click("all, or what came since")
            await person.press(*"nightly", "enter")
            await person.sees("is there already")
            await person.press("enter")
            await person.hears(f"Exported {count}")


@pytest.mark.parametrize(
    ("choice", "said"),
    [
        (ExportChoice(limit="many"), "A number, or nothing for all"),
        (ExportChoice(limit="²"), "A number, or nothing for all"),
        (ExportChoice(format="bundle", limit="5"), "it takes no number"),
        (ExportChoice(since="nightly", limit="5"), "would leave events out"),
        (ExportChoice(what="page", since="nightly"), "not of what is selected"),
        (ExportChoice(since="-x"), "'-x' is no name"),
        (ExportChoice(since="nightly"), ""),
        (ExportChoice(limit="5", font="x.ttf"), ""),
    ],
)
def test_what_does_not_go_together_is_told_before_anything_is_written(choice: ExportChoice, said: str) -> None:
    """As the command refuses options that have no effect."""
    assert said in problem(choice) and bool(said) == bool(problem(choice))

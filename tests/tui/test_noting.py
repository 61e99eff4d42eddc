"""Bookmarks in the explorer: set, seen, stepped through, listed, handed over."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import pytest
from click.testing import CliRunner
from textual.widgets import Input

from auditui import keeping, session
from auditui import store as stores
from auditui.cli.main import cli
from auditui.core.bookmarks import Bookmarks, Change
from auditui.core.errors import AuditError
from auditui.core.language import parse
from auditui.core.view import View
from auditui.custody.since_last import store_id
from auditui.exporting import Errand
from auditui.store.base import Origin
from auditui.tui.app import AuditApp
from auditui.tui.queries import Queries
from auditui.tui.start import _Bookmarks
from auditui.tui.surroundings import BookmarkKeeper, Surroundings
from tests.tui.reader import Reader
from tests.tui.screens_kit import NOON, events, explorer, lines, screen_text, until

MARK = "▸◆"


@pytest.fixture
def db(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store of 120 events that its reader may not write to, and a home of theirs."""
    for name in ("CONFIG", "STATE", "DATA"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "audit.db"
    with closing(stores.open(path, create=True)) as store:
        report = store.append(iter(events(120)), origin=Origin("sample.jsonl", "jsonl"))
        store.finish_import(report.import_id, merged=0, rejected=0)
    path.chmod(0o400)
    return path


@asynccontextmanager
async def reading(
    db: Path, query: str = "", *, size: tuple[int, int] = (120, 40), keeper: BookmarkKeeper | None = None
) -> AsyncIterator[Reader]:
    with session.opened(db, is_kept=False) as here:
        around = Surroundings(
            store="audit.db", clock=lambda: NOON, bookmarks=keeper or _Bookmarks(here),
            errand=lambda *args, **more: Errand(here, *args, **more),
        )  # fmt: skip
        app = AuditApp(Queries(here.connect), View(parse(query), page_size=50), around)
        async with app.run_test(size=size) as pilot:
            reader = Reader(app, pilot)
            await until(pilot, lambda: bool(reader.table.rows or reader.table.empty_text))
            yield reader


async def noted(reader: Reader, note: str) -> None:
    await reader.press("m")
    reader.app.screen.query_one(Input).value = note
    await reader.press("enter")


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_a_bookmark_is_set_changed_and_removed(db: Path, size: tuple[int, int]) -> None:
    """With a note, beside a store that cannot be written; it is seen at its row, and back at the next start."""
    async with reading(db, size=size) as reader:
        assert MARK not in screen_text(reader.app)
        await noted(reader, "the first one")
        await reader.sees(MARK)
    async with reading(db, size=size) as reader:
        await reader.sees(MARK)
        await reader.press("m")
        await reader.sees("the first one")
        await reader.press("enter")
        await reader.press("m", *["backspace"] * 13)
        await reader.sees("An empty note removes the bookmark.")
        await reader.press("enter")
        await until(reader.pilot, lambda: MARK not in screen_text(reader.app))
    with closing(stores.open(db, read_only=True)) as store:
        assert keeping.bookmarks(store_id(store)) == {}


async def test_a_note_shows_what_no_terminal_shows(db: Path) -> None:
    """What was pasted with an escape sequence in it is seen to have one, as in every other field."""
    async with reading(db) as reader:
        await reader.press("m")
        reader.app.screen.query_one(Input).value = "red \x1b[31m end"
        await reader.sees("red ␛[31m end")


async def test_escape_changes_nothing(db: Path) -> None:
    """A note that was begun is gone, the bookmark is as it was."""
    async with reading(db) as reader:
        await reader.press("m", "x", "escape")
        assert MARK not in screen_text(reader.app)
        await reader.press("m", "enter")
        await reader.sees(MARK)


async def test_the_next_bookmark_is_found_across_pages_and_around_the_end(db: Path) -> None:
    """In the order of the view, whatever page it is on; its note is said."""
    async with reading(db) as reader:
        await reader.press("j")
        await noted(reader, "one")
        await reader.press("n")
        await reader.sees("Items 51–100")
        await reader.press("G")
        await noted(reader, "two")
        await reader.press("g", "M")
        await reader.stands_on(21)
        await reader.press("M")
        await reader.stands_on(119)
        await reader.sees("Items 1–50")
        await until(reader.pilot, lambda: "Bookmark 1 of 2: one" in reader.toasts)
        await reader.press("M")
        await reader.stands_on(21)


async def test_bookmarks_outside_of_the_view_are_told(db: Path) -> None:
    """A step to one would silently change the query; the list goes there and says so by doing it."""
    async with reading(db) as reader:
        await noted(reader, "here")
        explorer(reader.app).search_for(parse("user:bob"))
        await reader.sees("of 40")
        await reader.press("M")
        await until(reader.pilot, lambda: "None of the bookmarks is in this view" in reader.toasts)
        await reader.press("N")
        await reader.sees("2026-11-20 11:59:00  Ana  Update  ticket Printer 0   here")
        await reader.press("enter")
        await reader.stands_on(120)
        await reader.sees("of 120")


async def test_a_long_note_is_read_to_its_end_on_a_small_screen(db: Path) -> None:
    """Half of the line is the note's, and all of it stands below the list while the cursor is on it."""
    note = "ask Ana why this came from Prague at night and whether anybody of the team had been asked"
    async with reading(db, size=(80, 24)) as reader:
        await noted(reader, note)
        await reader.press("j")
        await noted(reader, "ok")
        await reader.press("N")
        await reader.sees("ask Ana why this came from Prague")
        for _ in range(2):
            below = " ".join(" ".join(line.strip(" │") for line in lines(reader.app)).split())
            if note in below:
                break
            await reader.press("j")
            await reader.pilot.pause()
        assert note in below


async def test_the_palette_finds_a_note(db: Path) -> None:
    """By any part of it; the note is text, whatever stands in it."""
    async with reading(db) as reader:
        await noted(reader, "[red]zebra[/] did this")
        await reader.press("G", "colon", *"zebra")
        await reader.sees("bookmark: [red]zebra[/] did this   event 120")
        await reader.press("down", "enter")
        await reader.stands_on(120)


async def test_without_bookmarks_the_keys_say_how_to_set_one(db: Path) -> None:
    """And the list is not an empty box."""
    async with reading(db) as reader:
        await reader.press("M")
        assert "m sets one" in reader.toasts
        await reader.press("N")
        await reader.sees("There are none yet: m sets one.")


async def test_the_list_removes_and_never_leads_to_another_event(db: Path) -> None:
    """A note whose event is not in this store says that, and opens nothing."""
    with closing(stores.open(db, read_only=True)) as store:
        where = keeping.bookmarks_file(store_id(store))
    async with reading(db) as reader:
        await noted(reader, "mine")
    where.write_text(where.read_text() + '{"seq": 3, "hash": "00", "note": "of another copy"}\n')
    async with reading(db) as reader:
        await reader.press("N")
        await reader.sees("seq 3: the event is not in this store any more")
        await reader.sees("of another copy")
        await reader.press("enter")
        assert "Bookmarks" in screen_text(reader.app)
        await reader.press("x")
        await until(reader.pilot, lambda: "of another copy" not in screen_text(reader.app))
        await reader.press("x")
        await reader.sees("There are none yet")
        await reader.press("escape")
        assert MARK not in screen_text(reader.app)


class Broken:
    """A disk that takes nothing."""

    def load(self) -> Bookmarks:
        return {}

    def change(self, change: Change) -> Bookmarks:
        raise AuditError("cannot write: Read-only file system", where="bookmarks.jsonl")


async def test_a_bookmark_that_cannot_be_kept_is_not_shown(db: Path) -> None:
    """The row must not claim what is not so."""
    async with reading(db, keeper=Broken()) as reader:
        await noted(reader, "x")
        await until(reader.pilot, lambda: "Read-only file system" in reader.toasts)
        assert MARK not in screen_text(reader.app)


async def test_notes_go_with_the_events_as_from_the_command_line(db: Path) -> None:
    """The window offers them where there are any, and the command writes the same bytes."""
    async with reading(db) as reader:
        await noted(reader, "=look")
        await reader.press("e")
        await reader.sees("(•) those of bookmarks")
        await reader.press("enter")
        await until(reader.pilot, lambda: "Exported 120 events" in reader.toasts)
    ours = Path("events-2026-11-20.csv").read_bytes()
    assert ours.splitlines()[0].endswith(b",bookmark") and ours.count(b"'=look") == 1
    done = CliRunner().invoke(cli, ["export", "--db", str(db), "--bookmarks", "-o", "theirs.csv"])
    assert done.exit_code == 0, done.output
    assert Path("theirs.csv").read_bytes() == ours


def test_a_pdf_has_no_room_for_notes(db: Path) -> None:
    """What has no effect is refused."""
    done = CliRunner().invoke(cli, ["export", "--db", str(db), "--bookmarks", "-o", "theirs.pdf"])
    assert done.exit_code == 2 and "--bookmarks has no effect on pdf" in done.output

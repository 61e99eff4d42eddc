"""`auditui views`, `--view NAME`, and starting where one left off."""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from auditui import keeping
from auditui import store as stores
from auditui.cli.main import cli
from auditui.core.language import parse
from auditui.core.positions import Position
from auditui.core.view import View

Keep = Callable[[Position], object]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder with nothing in it."""
    for name in ("CONFIG", "STATE", "DATA"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


def run(*words: object) -> Result:
    return CliRunner().invoke(cli, [str(word) for word in words])


def exported(result: Result) -> list[int]:
    """The positions of exported events."""
    return [json.loads(line)["seq"] for line in result.stdout.splitlines()]


def test_a_view_is_saved_listed_shown_renamed_and_removed() -> None:
    """What `show` prints is a command line that reproduces it."""
    assert run("views").exit_code == 0
    assert run("views", "save", "ana", "-q", "user:ana since:7d", "--sort", "status").exit_code == 0
    assert run("views", "list").stdout == "ana  user:ana since:7d\n"
    assert shlex.split(run("views", "show", "ANA").stdout) == ["auditui", "-q", "user:ana since:7d", "--sort", "status"]
    assert run("views", "rename", "ana", "Ana's week").exit_code == 0
    assert run("views", "remove", "Ana's week").exit_code == 0
    assert run("views", "list").stdout == ""


def test_a_name_is_not_overwritten_by_mistake() -> None:
    """--force does it; a name that is not there is told, with the nearest one."""
    run("views", "save", "ana", "-q", "user:ana")
    again = run("views", "save", "ana", "-q", "user:bob")
    assert (again.exit_code, "--force" in again.stderr) == (2, True)
    assert run("views", "save", "ana", "-q", "user:bob", "--force").exit_code == 0
    assert str(keeping.views()["ana"].query) == "user:bob"
    missing = run("views", "remove", "anna")
    assert (missing.exit_code, "ana" in missing.stderr) == (2, True)


def test_a_saved_view_stands_for_its_options(db: Path) -> None:
    """In export, count and stats alike: the same rows in the same order as with the options written out."""
    run("views", "save", "mine", "-q", "user:ana", "--sort", "status", "--columns", "seq,status")
    plain = run("export", "--db", db, "-q", "user:ana", "--sort", "status", "--columns", "seq,status")
    saved = run("export", "--db", db, "--view", "mine")
    assert (saved.exit_code, saved.stdout) == (0, plain.stdout)
    assert run("count", "--db", db, "--view", "mine").stdout == run("count", "--db", db, "-q", "user:ana").stdout
    assert run("stats", "--db", db, "--view", "mine").stdout == run("stats", "--db", db, "-q", "user:ana").stdout


def test_options_win_over_the_view_and_a_query_narrows_it(db: Path) -> None:
    """Nothing that was written on the command line is without effect."""
    run("views", "save", "mine", "-q", "user:ana", "--sort", "status", "--columns", "seq")
    both = run("export", "--db", db, "--view", "mine", "--sort", "seq", "-q", "is:failed")
    assert exported(both) == exported(run("export", "--db", db, "--sort", "seq", "-q", "user:ana is:failed"))
    narrower = run("count", "--db", db, "-q", "user:ana on:2026-09-22 -verb:update").stdout
    assert run("count", "--db", db, "--view", "mine", "-q", "on:2026-09-22 -verb:update").stdout == narrower


def test_an_unknown_view_is_a_usage_error(db: Path) -> None:
    """Before the store is opened."""
    result = run("count", "--db", db, "--view", "nobody")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "auditui views save" in result.stderr


@pytest.fixture
def starts(monkeypatch: pytest.MonkeyPatch) -> list[tuple[View, int | None]]:
    """What the explorer was started with; each time it is left on event 3, sorted by status."""
    seen: list[tuple[View, int | None]] = []

    def start(
        here: object, view: View, *, standing_on: int | None = None, keep: Keep | None = None, **more: object
    ) -> None:
        seen.append((view, standing_on))
        if keep is not None:
            keep(Position(View(query=parse("user:ana"), page_size=50), 3))

    monkeypatch.setattr("auditui.tui.start.run", start)
    return seen


def test_the_explorer_begins_where_it_was_left(db: Path, starts: list[tuple[View, int | None]]) -> None:
    """Query, rows per page and event come back; options win; a query or a saved view is asked for instead."""
    run("views", "save", "mine", "-q", "is:failed")
    run("--db", db)
    run("--db", db)
    run("--db", db, "--page-size", "100")
    run("--db", db, "-q", "user:bob")
    run("--db", db, "--view", "mine")
    left = parse("user:ana")
    assert starts == [
        (View(), None),
        (View(query=left, page_size=50), 3),
        (View(query=left, page_size=100), 3),
        (View(query=parse("user:bob")), None),
        (View(query=parse("is:failed")), None),
    ]


def test_a_store_made_anew_begins_anew(home: Path, db: Path, starts: list[tuple[View, int | None]]) -> None:
    """What was searched for in the one before at this path finds nothing here."""
    run("--db", db)
    for each in home.glob(f"{db.name}*"):
        each.unlink()
    with closing(stores.open(db, create=True)):
        run("--db", db)
    assert starts == [(View(), None), (View(), None)]


def test_who_does_not_want_that_says_so(home: Path, db: Path, starts: list[tuple[View, int | None]]) -> None:
    """`restore = false` neither brings back nor keeps anything."""
    (home / "config" / "auditui").mkdir(parents=True)
    (home / "config" / "auditui" / "config.toml").write_text("[display]\nrestore = false\n", encoding="utf-8")
    run("--db", db)
    run("--db", db)
    assert starts == [(View(), None), (View(), None)]
    assert not keeping.positions_file().exists()

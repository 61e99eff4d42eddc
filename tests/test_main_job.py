"""From log files to the answer on screen, with the installed program on a real pseudo-terminal."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from auditui.cli.demo import sample_files
from tests.terminal import ENTER, ESCAPE, Terminal

PROGRAM = str(Path(sys.executable).parent / "auditui")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample logs in a store, as `auditui import` makes it."""
    path = tmp_path_factory.mktemp("store") / "audit.db"
    done = subprocess.run(
        [PROGRAM, "import", "--db", str(path), *sample_files()], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert "793 imported" in done.stderr
    return path


def lines_with(terminal: Terminal, text: str) -> list[str]:
    return [line for line in terminal.lines if text in line]


def test_a_question_is_answered(store: Path) -> None:
    """Start, search, look inside, page on, choose a day, quit: what each leads to is on the screen."""
    with Terminal([PROGRAM, "--db", str(store)]) as terminal:
        terminal.wait_for(r"Items 1–200 of 793")
        assert lines_with(terminal, "2026-11-15 18:00:07"), "the newest event comes first"

        terminal.press("n")
        terminal.wait_for(r"Items 201–400 of 793")
        terminal.press("p")
        terminal.wait_for(r"Items 1–200 of 793")

        terminal.press("/entity:2041 changed:plan" + ENTER)
        terminal.wait_for(r"Items 1–\d of \d\b")
        assert lines_with(terminal, "Nora Lind")

        terminal.press(ENTER)
        terminal.wait_for(r"plan\s+enterprise\s+pro")
        terminal.wait_for(r"Ben Okafor · ben@larkfield\.example")

        terminal.press("o")
        terminal.wait_for(r"1 Event")
        terminal.press(ESCAPE)

        terminal.press("c")
        terminal.wait_for(r"of 793")
        terminal.press("d")
        terminal.wait_for(r"Dates")
        terminal.press("/2026-11-04\t2026-11-04" + ENTER)
        terminal.wait_for(r"on:2026-11-04 ×")
        terminal.wait_for(r"Items 1–46 of 46")
        assert not lines_with(terminal, " 2026-11-15 "), "only the day that was chosen is left"

        terminal.press("q")
        assert terminal.wait_exit() == 0


def test_the_files_themselves_can_be_opened(tmp_path: Path) -> None:
    """`auditui FILE` shows a log without keeping anything, and 263 records are paged as 200 and 63."""
    log = next(name for name in sample_files() if name.endswith("api-audit.jsonl"))
    env = {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "data"), "XDG_STATE_HOME": str(tmp_path / "state")}
    with Terminal([PROGRAM, log], env=env) as terminal:
        terminal.wait_for(r"Items 1–200 of 263")
        terminal.press("n")
        terminal.wait_for(r"Items 201–263 of 263")
        terminal.press("q")
        assert terminal.wait_exit() == 0
    assert not list(tmp_path.rglob("*.db"))


def test_what_was_found_is_handed_over(store: Path, tmp_path: Path) -> None:
    """An export holds exactly the rows of the query, and importing it again into another store gives them back."""
    found = tmp_path / "deleted.csv"
    query = "verb:delete type:contact since:2026-11-04 until:2026-11-04"
    subprocess.run([PROGRAM, "export", "--db", str(store), "-q", query, "-o", str(found)], check=True)
    again = tmp_path / "again.db"
    done = subprocess.run(
        [PROGRAM, "import", "--db", str(again), str(found)], capture_output=True, text=True, check=True
    )
    assert re.search(r"\b24 imported", done.stderr)
    counted = subprocess.run(
        [PROGRAM, "count", "--db", str(again), "-q", query], capture_output=True, text=True, check=True
    )
    assert counted.stdout.strip() == "24"

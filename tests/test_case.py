"""One case, solved in the real program: who changed a contact's plan, what else they did, and how it is handed on.

Everything is asked for with keys on a pseudo-terminal, and read off the screen.
"""

from __future__ import annotations

import base64
import csv
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

from auditui.cli.demo import sample_files
from tests.terminal import ENTER, ESCAPE, PROGRAM, Terminal

_COPIED = re.compile(rb"\x1b\]52;c;([A-Za-z0-9+/=]+)")
_VIEW = "plan of 2041"


class Desk:
    """Where somebody works on the case: a store of the sample logs, and a home of their own."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.store = home / "audit.db"
        self.env = {
            "HOME": str(home),
            "AUDITUI_DB": str(self.store),
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            **{name: str(home / name.lower()) for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME")},
        }
        self.run("import", *sample_files())

    def run(self, *words: str) -> str:
        """Standard output of a command on the store."""
        done = subprocess.run(
            [*PROGRAM, *words],
            env={**os.environ, **self.env},
            cwd=self.home,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def opens(self, *command: str) -> Terminal:
        """The explorer in a terminal."""
        return Terminal(command or PROGRAM, env=self.env, cwd=self.home)


def line_with(screen: Terminal, text: str) -> str:
    """The first line that says something."""
    return next(line for line in screen.lines if text in line)


def cursor_line(screen: Terminal) -> str:
    """The first row of the table, where the cursor stands in this case."""
    return next(line for line in screen.lines if re.match(r"[▸▾] \[", line))


def times_of(screen: Terminal) -> list[str]:
    """The times of the rows, from the top."""
    return re.findall(r"^[▸▾] \[.\] (\S+ \S+)", screen.text, re.MULTILINE)


def who_changed_a_contacts_plan(screen: Terminal) -> None:
    """Two clauses find all changes of a plan; the newest is by Ben, from an address that is none of the office's."""
    screen.press("/type:contact changed:plan" + ENTER)
    screen.wait_for(r"Items 1–5 of 5")
    assert re.search(
        r"2026-11-05 15:26:12 .* Ben Okafor +Contact Nora Lindqvist +198\.51\.100\.23", cursor_line(screen)
    )


def before_and_after(screen: Terminal) -> None:
    """Enter shows what the plan was and became, field by field, with who and where in full."""
    screen.press(ENTER)
    screen.wait_for(r"~ plan +enterprise +pro")
    screen.wait_for(r"~ discount +0 +35")
    assert line_with(screen, "ben@larkfield.example").startswith("│     User      Ben Okafor · ")
    assert "Contact  Nora Lindqvist  id 2041" in screen.text


def the_records_history_shows_a_change_that_nobody_logged(screen: Terminal) -> None:
    """Pro was what Ana left; enterprise is what Ben found: the log does not say who did that."""
    screen.press("h")
    screen.wait_for(r"8 events; 1 change without a log entry")
    screen.wait_for(r"left so at 2026-10-12 10:02:28 by Ana Ruiz")
    gap = next(number for number, line in enumerate(screen.lines) if "plan: pro → enterprise" in line)
    assert "changed without a log entry" in screen.lines[gap]
    assert "2026-11-05 15:26:12" in screen.lines[gap + 1]
    screen.press(ESCAPE)
    screen.press("b")
    screen.wait_for(r"Items 1–5 of 5")
    assert "2026-11-05 15:26:12" in cursor_line(screen), "back on the same row"


def the_actors_other_actions(screen: Terminal) -> None:
    """The day before, the same account deleted contacts, one every ten seconds."""
    screen.press("a")
    screen.wait_for(r"actor_id:u-3")
    assert len(re.findall(r"2026-11-04 10:2\d:\d0 .*DELETE.* Ben Okafor +Contact Trade fair card", screen.text)) > 9
    screen.press("b")
    screen.wait_for(r"Items 1–5 of 5")


def who_else_came_from_the_address(screen: Terminal) -> None:
    """All of it is Ben's account; from another address six accounts were tried."""
    screen.press("i")
    screen.wait_for(r"Items 1–26 of 26")
    screen.press("fll")
    screen.wait_for(r"1 \[ \] Ben Okafor +26")
    assert "2 [ ]" not in line_with(screen, "Ben Okafor")
    screen.press(ESCAPE)
    screen.press("c")
    screen.press("/verb:login is:failed ip:203.0.113.77" + ENTER)
    screen.wait_for(r"Items 1–6 of 6")
    screen.press("i")
    screen.wait_for(r"\n  ip:203\.0\.113\.77 ×   Clear filters")
    screen.press("fll")
    screen.wait_for(r"6 \[ \] \w+")
    screen.press(ESCAPE)
    screen.press("bbb")
    screen.wait_for(r"Items 1–26 of 26")


def the_view_is_kept(screen: Terminal, desk: Desk) -> None:
    """Under a name, for the explorer and for commands."""
    screen.press("V")
    screen.wait_for("Save this view as")
    screen.press(_VIEW + ENTER)
    screen.wait_for(f"Saved as {_VIEW}")
    assert _VIEW in desk.run("views", "list")
    assert len(desk.run("export", "--view", _VIEW, "--format", "jsonl").splitlines()) == 26


def what_was_selected_is_exported(screen: Terminal, desk: Desk) -> None:
    """Three rows that were marked, and no other, in the order of the screen."""
    screen.press("xJJ")
    screen.wait_for(r"3 selected")
    screen.press("e")
    screen.wait_for(r"\(•\) selected 3")
    target = line_with(screen, " File ").split("File")[1].split("│")[0].strip()
    screen.press(ENTER)
    screen.wait_for(r"Exported 3 events")
    rows = list(csv.DictReader((desk.home / target).read_text(encoding="utf-8").splitlines()))
    assert [row["at"][:19] for row in rows] == ["2026-11-05T15:26:12", "2026-11-04T10:23:50", "2026-11-04T10:23:40"]
    assert {row["ip"] for row in rows} == {"198.51.100.23"}


def the_printed_command_opens_the_same_view(screen: Terminal, desk: Desk, key: str) -> None:
    """What `L` copies can be pasted into a shell: the same rows in the same order."""
    screen.press("L")
    screen.wait_for("Copy the command line of")
    screen.press(key, quiet=0.5)
    screen.wait_for("auditui ")
    line = base64.b64decode(_COPIED.findall(bytes(screen.raw))[-1]).decode()
    assert shlex.split(line)[0] == "auditui"
    with desk.opens("sh", "-c", line) as again:
        again.wait_for(r"Items 1–26 of 26")
        assert times_of(again)[:4] == [
            "2026-11-05 15:26:12", "2026-11-04 10:23:50", "2026-11-04 10:23:40", "2026-11-04 10:23:30",
        ]  # fmt: skip


def test_the_case(tmp_path: Path) -> None:
    """Each step begins where the one before ended, as it does for whoever works on a case."""
    desk = Desk(tmp_path)
    with desk.opens() as screen:
        screen.wait_for(r"Items 1–200 of 793")
        who_changed_a_contacts_plan(screen)
        before_and_after(screen)
        the_records_history_shows_a_change_that_nobody_logged(screen)
        the_actors_other_actions(screen)
        who_else_came_from_the_address(screen)
        the_view_is_kept(screen, desk)
        what_was_selected_is_exported(screen, desk)
        for key in ("1", "2"):  # live, frozen
            the_printed_command_opens_the_same_view(screen, desk, key)

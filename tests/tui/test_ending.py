"""Signals that end the explorer, on terminals that take everything, nothing more, or are somebody else's."""

from __future__ import annotations

import os
import signal
import sys
import termios
import time
from pathlib import Path

import pytest

from auditui.tui import ending
from auditui.tui.ending import heeded, pass_on
from tests.terminal import PAGE_DOWN, PAGE_UP, Terminal, started

SAMPLES = Path(__file__).parents[2] / "sample_data"
GIVEN_BACK = (b"\x1b[?1049l", b"\x1b[?25h", b"\x1b[?1003l", b"\x1b[?2004l", b"\x1b[<u")
"""Main screen, cursor, mouse, pasting and keys."""
_LOCAL_MODES = 3


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Everything that the program keeps goes here."""
    for name in ("HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_RUNTIME_DIR", "TMPDIR"):
        monkeypatch.setenv(name, str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    return tmp_path


def stop_line(terminal: Terminal) -> None:
    """As a line does that was told to wait."""
    line = os.open(f"/proc/{terminal.pid}/fd/2", os.O_RDWR | os.O_NOCTTY)
    termios.tcflow(line, termios.TCOOFF)
    os.close(line)


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_terminal_that_takes_nothing_holds_up_no_end(home: Path, number: signal.Signals, code: int) -> None:
    """The line is full and so is all that waits for it, or it was stopped: the program ends all the same, and well."""
    with started(SAMPLES / "api-audit.jsonl") as terminal:
        terminal.wait_for("263")
        terminal.settle()
        assert list(home.rglob("*.db")) != []
        if number is signal.SIGHUP and sys.platform == "linux":
            stop_line(terminal)
        terminal.type((PAGE_DOWN + PAGE_UP) * 60)
        time.sleep(0.5)
        terminal.signal(number)
        assert terminal.wait_exit_unread(20) == code, "after about a second, on a machine that does nothing else"
        if sys.platform == "linux":
            assert all(word in terminal.raw[-300:] for word in GIVEN_BACK)
            assert termios.tcgetattr(terminal.fd)[_LOCAL_MODES] & termios.ECHO
    assert list(home.rglob("*.db*")) == [], "no copy of the log stays"


def test_a_connection_that_drops_ends_it(home: Path) -> None:
    """Also in the middle of what it has to say, which nobody takes any more."""
    with started(SAMPLES / "api-audit.jsonl") as terminal:
        terminal.wait_for("263")
        terminal.type((PAGE_DOWN + PAGE_UP) * 60)
        terminal.hang_up()
        assert terminal.wait_exit_unread() == 129
    assert list(home.rglob("*.db*")) == []


def test_a_stop_from_outside_leaves_one_that_works(home: Path) -> None:
    """SIGSTOP and SIGCONT: keys are read, the screen is drawn again, and the end gives back what was there before."""
    assert home
    with started(SAMPLES / "api-audit.jsonl") as terminal:
        terminal.wait_for("263")
        terminal.settle()
        terminal.signal(signal.SIGSTOP)
        terminal.signal(signal.SIGCONT)
        drawn = terminal.settle(0.4)
        assert "Items 1–200 of 263".encode() in drawn
        terminal.press("s")
        terminal.wait_for("Sort by")
        terminal.press("\x1b")
        terminal.type("q")
        assert terminal.wait_exit() == 0
        if sys.platform == "linux":
            assert termios.tcgetattr(terminal.fd)[_LOCAL_MODES] & termios.ECHO


@pytest.mark.parametrize("sent", ["kill %1; kill -CONT %1", "kill -CONT %1; kill %1"])
def test_what_was_stopped_can_be_ended(home: Path, sent: str) -> None:
    """`kill %1` of an explorer in the background ends it there; it does not wait to be brought back."""
    assert home
    command = f"{sys.executable} -m auditui {SAMPLES / 'api-audit.jsonl'}"
    with Terminal(["sh", "-i"], env={"PS1": "ready> "}) as terminal:
        terminal.wait_for("ready>")
        terminal.type(f"{command}\r")
        terminal.wait_for("263")
        terminal.settle()
        terminal.type("\x1a")
        terminal.wait_for("Stopped")
        terminal.type(f"{sent}\r")
        terminal.wait_for("auditui: interrupted")
        terminal.settle()
        terminal.type("jobs\r")
        terminal.wait_for("(Exit |Done.)143")
        terminal.type("exit\r")


def test_the_first_signal_ends_and_insists_in_time_and_all_are_passed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of several the first counts; one that is ignored stays ignored; afterwards they do what they did before."""
    monkeypatch.setattr(ending, "GRACE", 0.01)
    outside: list[int] = []
    said: list[str] = []
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGHUP)}
    try:
        signal.signal(signal.SIGTERM, lambda number, _: outside.append(number))
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        with heeded(lambda: said.append("end"), lambda: said.append("insist")) as came:
            for number in (signal.SIGHUP, signal.SIGTERM, signal.SIGTERM):
                signal.raise_signal(number)
            until = time.monotonic() + 5
            while "insist" not in said and time.monotonic() < until:
                time.sleep(0.01)
        assert (said, outside) == (["end", "insist"], [])
        pass_on(came)
        assert outside == [signal.SIGTERM]
    finally:
        for number, old in before.items():
            signal.signal(number, old)

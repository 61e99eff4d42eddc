"""The program on a real terminal: how it begins, what it writes, how it leaves."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import unicodedata
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from auditui import store as stores
from auditui.core.event import Event
from auditui.core.language import parse
from auditui.core.view import View
from auditui.session import Session
from auditui.store.base import Origin
from auditui.tui import start
from tests.terminal import Terminal
from tests.tui.screens_kit import HOSTILE, events

LEFT_CLEAN = (b"\x1b[?1049l", b"\x1b[?25h", b"\x1b[?1003l")
"""Main screen, cursor shown, mouse given back."""


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A store with 263 events."""
    return _store(tmp_path_factory.mktemp("start") / "audit.db", events(263))


def opened(*words: str, environment: dict[str, str] | None = None) -> Terminal:
    """The program with these words on a terminal of 120×40."""
    return Terminal([sys.executable, "-m", "auditui", *words], env=environment)


def _store(path: Path, held: list[Event]) -> str:
    store = stores.open(path, create=True)
    report = store.append(held, origin=Origin("test", "test"))
    store.finish_import(report.import_id, merged=0, rejected=0)
    store.close()
    return str(path)


def _is_clean(terminal: Terminal) -> bool:
    """Whether the last word on each mode is the one that gives it back."""
    return all(terminal.raw.rfind(off) > terminal.raw.rfind(_on(off)) for off in LEFT_CLEAN)


def _on(off: bytes) -> bytes:
    return off[:-1] + (b"h" if off.endswith(b"l") else b"l")


def test_first_page_comes_by_itself_and_an_idle_screen_writes_nothing(database: str) -> None:
    """Rows, totals and timeline without a key; then silence, also in the search box."""
    with opened("--db", database) as terminal:
        terminal.wait_for("Items 1–200 of 263")
        terminal.wait_for("263 events")
        terminal.settle()
        assert terminal.pump(1.2) == b""
        terminal.press("/")
        assert terminal.pump(1.2) == b""
        terminal.press("\x1b")
        terminal.press("q")
        assert terminal.wait_exit() == 0
        assert _is_clean(terminal)


def test_a_key_costs_little(database: str) -> None:
    """At most 1.5 kB for a cursor move and 15 kB for a page-down at 120×40, over SSH too."""
    with opened("--db", database) as terminal:
        terminal.wait_for("Items 1–200 of 263")
        terminal.settle()
        assert 0 < len(terminal.press("j")) <= 1500
        assert 0 < len(terminal.press(" ")) <= 15_000


def test_keys_that_come_in_one_piece_are_taken_in_order(database: str) -> None:
    """A slow line delivers several keys at once: the letters behind / are a query, o is of the row behind j."""
    with opened("--db", database) as terminal:
        terminal.wait_for("Items 1–200 of 263")
        terminal.settle()
        terminal.press("jjo")
        terminal.wait_for("Event 261")
        terminal.press("q")
        terminal.press("/printer -ana\r")
        terminal.wait_for("printer ×   -ana ×")
        terminal.wait_for("Items 1–175 of 175")


_COLOURS = re.compile(rb"\x1b\[[0-9;:]*m")
_PLAIN = frozenset(b"0 1 2 3 4 7 9 22 23 24 27 29".split())
"""What may be set without colours: bold, faint, italic, underline, reverse, strike, and their ends."""


def test_without_colours_no_colour_is_sent(database: str) -> None:
    """NO_COLOR means none, in every window: neither greys nor the terminal's own, not even the default one."""
    with opened("--db", database, environment={"NO_COLOR": "1"}) as terminal:
        terminal.wait_for("Items 1–200 of 263")
        for keys in ("xj\r", "o3", "qf", "qs", "q?", "q:", "\x1b", "d", "\x1b", "/status:x", "\x1b", "C", "qT", "l"):
            terminal.press(keys, quiet=0.05)
        sent = {part for found in _COLOURS.findall(bytes(terminal.raw)) for part in found[2:-1].split(b";") if part}
        assert sent <= _PLAIN
        assert b"7" in sent, "something has to tell where the cursor is"


def test_sixteen_colours_are_those_of_the_terminal(database: str) -> None:
    """The cursor is reversed and a failure coloured; tints, which would all become one grey, are not used."""
    with opened("--db", database, environment={"TERM": "xterm", "COLORTERM": ""}) as terminal:
        terminal.wait_for("Items 1–200 of 263")
        terminal.settle()
        before = len(terminal.raw)
        terminal.press("x")
        terminal.press("j")
        grounds = re.findall(rb"\x1b\[[0-9;]*;(?:4[0-8]|10[0-7])(?:;[0-9;]*)?m", bytes(terminal.raw[before:]))
        assert b"\x1b[7" in terminal.raw[before:] or b";7m" in terminal.raw[before:] or b";7;" in terminal.raw[before:]
        assert not grounds


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_ending_signals_leave_a_clean_terminal(database: str, number: signal.Signals) -> None:
    """A lost connection or an administrator ends the program as q does, and the exit code says so."""
    with opened("--db", database) as terminal:
        terminal.wait_for("Items 1–200 of 263")
        terminal.signal(number)
        assert terminal.wait_exit() == 128 + number
        assert _is_clean(terminal)


@pytest.mark.parametrize("key", ["\x1a", "Z"])
def test_suspending_gives_the_terminal_back_and_coming_back_draws_again(database: str, key: str) -> None:
    """The shell gets a clean terminal, and fg a whole screen."""
    with opened("--db", database) as terminal:
        terminal.wait_for("Items 1–200 of 263")
        terminal.settle()
        terminal.press(key)
        assert terminal.wait_stop() in {signal.SIGTSTP, signal.SIGSTOP}
        assert _is_clean(terminal)
        before = len(terminal.raw)
        terminal.signal(signal.SIGCONT)
        terminal.settle()
        assert "Items 1–200 of 263".encode() in terminal.raw[before:]
        terminal.press("q")
        assert terminal.wait_exit() == 0


def test_a_window_does_not_keep_anybody_from_the_shell(database: str) -> None:
    """Over the filters, and over the help over them, Ctrl+Z stops the program; what comes back is all of it."""
    with opened("--db", database) as terminal:
        terminal.wait_for("Items 1–200 of 263")
        terminal.press("f")
        terminal.wait_for("Clear Filters")
        terminal.press("?")
        terminal.wait_for("Keys of this window")
        terminal.press("\x1a")
        assert terminal.wait_stop() in {signal.SIGTSTP, signal.SIGSTOP}
        assert _is_clean(terminal)
        before = len(terminal.raw)
        terminal.signal(signal.SIGCONT)
        terminal.settle()
        assert b"Keys of this window" in terminal.raw[before:] and b"Clear Filters" in terminal.raw[before:]
        terminal.press("\x11")
        assert terminal.wait_exit() == 0


def test_mouse_is_left_to_the_terminal_where_that_is_wanted(database: str) -> None:
    """So that text can be selected with it."""
    with opened("--db", database, "--no-mouse") as terminal:
        terminal.wait_for("Items 1–200 of 263")
        assert b"\x1b[?1003h" not in terminal.raw and b"\x1b[?1000h" not in terminal.raw


def test_a_terminal_that_cannot_show_it_is_refused_with_a_hint(database: str) -> None:
    """Exit code 2, one line and what to do instead."""
    with opened("--db", database, environment={"TERM": "dumb"}) as terminal:
        assert terminal.wait_exit() == 2
        assert "TERM is dumb" in terminal.text and "export" in terminal.text


def test_without_a_terminal_it_says_what_else_works(database: str) -> None:
    """In a pipe or a job nobody would see the screen."""
    made = subprocess.run(
        [sys.executable, "-m", "auditui", "--db", database], stdin=subprocess.DEVNULL, capture_output=True, check=False
    )
    assert made.returncode == 2
    assert b"auditui export" in made.stderr and b"Traceback" not in made.stderr


def test_switches_of_the_library_write_no_files(database: str, tmp_path: Path) -> None:
    """What an environment holds by accident or malice changes nothing."""
    switches = {
        "TEXTUAL_LOG": str(tmp_path / "log"), "TEXTUAL_SCREENSHOT": "0", "TEXTUAL_SCREENSHOT_LOCATION": str(tmp_path),
        "TEXTUAL_PRESS": "q", "TEXTUAL_SHOW_RETURN": "1", "TEXTUAL_DRIVER": "nowhere:Driver", "TEXTUAL_THEME": "nord",
    }  # fmt: skip
    with opened("--db", database, environment=switches) as terminal:
        terminal.wait_for("Items 1–200 of 263")
        terminal.settle()
        assert terminal.pump(0.3) == b""
    assert list(tmp_path.iterdir()) == []


_OURS = re.compile(
    rb"\x1b\[[0-9;:?<>=$]*[a-zA-Z]|\x1b\[\?[0-9;]*\$p|\x1b\]22;[a-z-]*\x07|\x1b[()][A-Z0-9]|\x1b[=>78cM]|\r|\n"
)
"""What a screen is made of: cursor and colour, modes, the shape of the pointer. No title, no clipboard."""


_MARKS = "e" + "\u0301" * 300 + " \U0001f469\u200d\U0001f467 \u7530\uff4d\u3164\u2028 \x85\x9d \ufdd0\U000e0041"
"""A heap of combining marks, joined and wide characters, fillers, line separators, C1, what is no character."""
_WINDOWS = (
    ("\r", "o2", "3", "4", "q"), ("h", "j", "y", "q"), ("c", "f2", "4", "a"), ("=", "!", "E", "\x1b"),
    ("c", "T\r", "d", "\x1b"), ("/user:", "\t", "\x1b", "\x1b"),
    ("c", "V", "\x15", "\x1b[200~x\u202e\x9d2J\x1b[201~", "\r", "v", "q"),
    (":", "\x1b"), ("/", "\x1b[200~red\u202e\x9d\x1b[201~", "\r", "?", "q"), ("c", "y", "L", "\x1b"),
)  # fmt: skip
"""Table, open row, details; history; filters; chips; timeline and dates; completion; saved views; palette; a pasted
search; toasts."""


def test_a_hostile_log_reaches_the_terminal_as_text_alone(tmp_path: Path) -> None:
    """From the file to every window: no byte that the terminal obeys comes from the log, and what was there shows."""
    bad = HOSTILE + _MARKS
    records = [
        {
            "timestamp": f"2026-11-1{number}T10:00:00Z", "user": {"name": bad, "email": bad, "id": bad[:60]},
            "action": bad, "entity_type": bad, "entity_id": "7", "entity_name": bad * 20, "description": bad,
            "ip": bad, "status": 500, "changes": [{"field": bad, "before": bad, "after": [bad, number]}],
            "details": {bad: {bad: bad * 300}},
        }
        for number in range(4)
    ]  # fmt: skip
    log = tmp_path / "bad\x1b]0;x\x07.jsonl"
    log.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="ascii")
    homes = {f"XDG_{name}_HOME": str(tmp_path / name) for name in ("CONFIG", "STATE", "DATA")}
    with opened(str(log), environment=homes) as terminal:
        terminal.wait_for("Items 1–4 of 4")
        for keys in _WINDOWS:
            for key in keys:
                terminal.press(key, quiet=0.15 if key.endswith("\x1b") else 0.04)
            assert terminal.exit_code is None
        seen = bytes(terminal.raw).decode()
        assert "␛[31mred" in seen and "<U+009B>2J" in seen and "<U+D800>" in seen and "+296 marks" in seen
        terminal.settle(0.5)  # an Escape that is read together with the next key is Alt with that key
        terminal.press("q")
        assert terminal.wait_exit() == 0
    left = _OURS.sub(b"", _without_copies(bytes(terminal.raw))).decode()
    assert {char for char in left if unicodedata.category(char) in {"Cc", "Cf", "Cs", "Zl", "Zp", "Cn"}} == set()


def _without_copies(written: bytes) -> bytes:
    """The copies that were asked for, base64 and nothing else, taken out."""
    return re.sub(rb"\x1b\]52;c;[A-Za-z0-9+/=]*\x07", b"", written)


def test_slow_indexes_are_told_on_screen_and_by_commands(tmp_path: Path) -> None:
    """Nobody waits in silence: the explorer says it while it looks for rows, a command beside its answer."""
    path = _store(tmp_path / "audit.db", events(50))
    with contextlib.closing(sqlite3.connect(path)) as plain:
        plain.execute("UPDATE part SET data = x'00' || data")
        plain.commit()
    with opened("--db", path) as terminal:
        terminal.wait_for("auditui reindex --db")
        terminal.wait_for("Items 1–50 of 50")
    made = subprocess.run(
        [sys.executable, "-m", "auditui", "count", "--db", path], capture_output=True, text=True, check=True
    )
    assert made.stdout == "50\n"
    assert made.stderr.count("\n") == 1 and "auditui reindex --db" in made.stderr


def test_names_and_command_line_of_a_store_and_of_files(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What is gone afterwards is not named; the files are."""
    path = Path("/srv/logs/audit.db")
    view = View(parse("user:ana"))
    assert start.name_of(path, ()) == "audit.db"
    assert start.name_of(path, ("/var/a.log",)) == "a.log"
    assert start.name_of(path, ("/var/a.log", "b", "c")) == "a.log and 2 more"
    here = cast("Session", SimpleNamespace(path=path))
    assert start.command(here, (), view, False) == "auditui -q user:ana --db /srv/logs/audit.db"
    monkeypatch.chdir(tmp_path)
    near = cast("Session", SimpleNamespace(path=Path("own.db"), store=None))
    assert start.command(near, (), view, False) == f"auditui -q user:ana --db {tmp_path}/own.db", "from any folder"
    assert start.filling(Path("own.db")) == f"auditui import --db {tmp_path}/own.db FILE"
    assert start.command(here, ("/var/a b.log",), view, False) == "auditui -q user:ana -- '/var/a b.log'"


def test_switches_that_only_speak_to_the_terminal_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    """Colours can be forced; nothing else can."""
    environment = {"TEXTUAL_COLOR_SYSTEM": "256", "TEXTUAL_LOG": "x", "TEXTUAL": "debug", "PATH": "/bin"}
    monkeypatch.setattr(os, "environ", environment)
    start.silence_switches()
    assert environment == {"TEXTUAL_COLOR_SYSTEM": "256", "PATH": "/bin"}


BROKEN = """
from auditui.cli.main import cli
from auditui.tui.screens.explorer import Explorer

def broken(self):
    value = "\\x1b]0;from the log\\x07"
    raise LookupError(value)

Explorer.action_refresh = broken
cli()
"""


def test_a_fault_of_our_own_is_one_line(database: str) -> None:
    """No traceback, nothing of the log, a clean terminal and exit code 1; the place only for whoever asks for it."""
    with Terminal([sys.executable, "-c", BROKEN, "--db", database]) as terminal:
        terminal.wait_for("Items 1–200 of 263")
        terminal.type("r")
        assert terminal.wait_exit() == 1
        assert _is_clean(terminal)
        assert "this is a fault of auditui itself (LookupError)" in terminal.text
        assert "please report it" in terminal.text
        assert b"Traceback" not in terminal.raw
        assert b"from the log" not in terminal.raw


def test_two_choices_in_one_window(database: str) -> None:
    """Enter twice in one write chooses an order once; the program goes on."""
    with opened("--db", database) as terminal:
        terminal.wait_for("Items 1–200 of 263")
        terminal.press("s")
        terminal.press("\r\r")
        terminal.press("s4\r\x1b", quiet=0.1)
        terminal.press("q")
        assert terminal.wait_exit() == 0

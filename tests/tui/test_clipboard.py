"""Copying: which way it takes, and that it claims no more than that."""

from __future__ import annotations

import base64
import shutil
import stat
import subprocess
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.app import App

from auditui.tui import clipboard


class Told(App[object]):
    """An app that keeps what it would have sent to its terminal."""

    told: str | None = None

    def copy_to_clipboard(self, text: str) -> None:
        self.told = text


PLAIN = {"TERM": "xterm-256color"}


@pytest.fixture
def tmux(tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment inside a tmux server of its own, with the default configuration."""
    if shutil.which("tmux") is None:
        pytest.skip("tmux is not installed")  # what is copied is held without it; here, that tmux takes it
    socket = tmp_path / f"s{uuid.uuid4().hex[:6]}"
    base = {"PATH": "/usr/local/bin:/usr/bin:/bin", "TERM": "xterm-256color", "HOME": str(tmp_path)}
    run = ["tmux", "-S", str(socket), "-f", "/dev/null"]
    subprocess.run([*run, "new-session", "-d", "-x", "80", "-y", "24", "cat"], env=base, check=True, timeout=10)
    yield base | {"TMUX": f"{socket},1,0"}
    subprocess.run([*run, "kill-server"], env=base, check=False, timeout=10)


def buffer_of(environment: dict[str, str]) -> bytes:
    """What a paste would give in tmux."""
    done = subprocess.run(["tmux", "show-buffer"], env=environment, check=True, capture_output=True, timeout=10)
    return done.stdout


@pytest.mark.parametrize("text", ["deleted ticket 4711\nby Ana", "日本 \x1b]52;c;eA==\x07", "x" * 300_000])
def test_in_tmux_the_buffer_holds_exactly_the_text(tmux: dict[str, str], text: str, tmp_path: Path) -> None:
    """With tmux's default settings the text arrives whole in the newest buffer, however long."""
    app = Told()
    outcome = clipboard.copy(text, app, environment=tmux, folder=tmp_path)
    assert outcome.path_used == "tmux"
    assert buffer_of(tmux) == text.encode()
    assert app.told is None


def test_a_long_text_is_not_claimed_to_reach_beyond_tmux(tmux: dict[str, str], tmp_path: Path) -> None:
    """What is too much for a terminal goes to the buffer alone, and the note says so."""
    short = clipboard.copy("x", Told(), environment=tmux, folder=tmp_path)
    long = clipboard.copy("x" * 80_000, Told(), environment=tmux, folder=tmp_path)
    assert "offered them to the outer terminal" in short.note
    assert "not to the outer terminal" in long.note


def test_a_terminal_is_sent_the_text_and_nothing_is_promised() -> None:
    """Outside tmux the app's terminal gets it by OSC 52; the note does not say that it was copied."""
    app = Told()
    outcome = clipboard.copy("äöü", app, environment=PLAIN)
    assert (outcome.path_used, outcome.bytes, app.told) == ("terminal", 6, "äöü")
    assert "Sent 6 bytes" in outcome.note and "opied" not in outcome.note


async def test_what_the_terminal_gets_is_one_osc_52_of_the_text(monkeypatch: pytest.MonkeyPatch) -> None:
    """The real driver call carries base64 alone, so no text can break out of it."""
    app: App[object] = App()
    written: list[str] = []
    async with app.run_test():
        driver = app._driver
        assert driver is not None
        monkeypatch.setattr(driver, "write", written.append)
        clipboard.copy("\x1b[2J\x07 \ud800 ok", app, environment=PLAIN)
    [sent] = [text for text in written if "52;c;" in text]
    assert sent.startswith("\x1b]52;c;") and sent.endswith("\a")
    assert base64.b64decode(sent[len("\x1b]52;c;") : -1]).decode() == "\x1b[2J\x07 \ufffd ok"


@pytest.mark.parametrize(
    ("size", "path"), [(74_998, "terminal"), (75_000, "terminal"), (75_001, "file"), (1_000_000, "file")]
)
def test_what_no_terminal_takes_goes_to_a_file(tmp_path: Path, size: int, path: str) -> None:
    """Above 100 kB of base64 the text is in a file of this user alone, and the note names it."""
    outcome = clipboard.copy("x" * size, Told(), environment=PLAIN, folder=tmp_path / "state")
    assert outcome.path_used == path
    if path == "file":
        assert outcome.file is not None
        assert outcome.file.read_text() == "x" * size
        assert stat.S_IMODE(outcome.file.stat().st_mode) == 0o600
        assert str(outcome.file) in outcome.note and f"{size:,} bytes" in outcome.note


@pytest.mark.parametrize("environment", [{"TERM": "linux"}, {"TERM": "screen.xterm-256color", "STY": "1.x"}])
def test_terminals_without_a_clipboard_get_a_file(tmp_path: Path, environment: dict[str, str]) -> None:
    """Nothing is written to a terminal that would drop it."""
    app = Told()
    outcome = clipboard.copy("x", app, environment=environment, folder=tmp_path)
    assert outcome.path_used == "file"
    assert app.told is None


def test_a_dead_tmux_leaves_the_text_in_a_file(tmp_path: Path) -> None:
    """A TMUX variable without its server (after `su`, or in a container) is no reason to lose the text."""
    gone = {"PATH": "/usr/bin:/bin", "TERM": "screen", "TMUX": f"{tmp_path}/none,1,0"}
    outcome = clipboard.copy("kept", Told(), environment=gone, folder=tmp_path)
    assert outcome.path_used == "file"
    assert (tmp_path / "copied.txt").read_text() == "kept"


def test_a_link_in_the_way_is_replaced_not_followed(tmp_path: Path) -> None:
    """Nobody can lead the copy to another file."""
    victim = tmp_path / "victim"
    victim.write_text("mine")
    (tmp_path / "copied.txt").symlink_to(victim)
    clipboard.copy("x" * 80_000, Told(), environment=PLAIN, folder=tmp_path)
    assert victim.read_text() == "mine"
    assert not (tmp_path / "copied.txt").is_symlink()


def test_where_nothing_can_be_written_nothing_is_claimed(tmp_path: Path) -> None:
    """The note says that nothing was copied, and where it was tried."""
    blocked = tmp_path / "file"
    blocked.write_text("")
    outcome = clipboard.copy("x", Told(), environment={"TERM": "linux"}, folder=blocked / "below")
    assert outcome.path_used == "none"
    assert outcome.note.startswith("Nothing was copied") and str(blocked) in outcome.note


def test_halves_of_a_pair_are_joined_and_lone_ones_replaced() -> None:
    """No text makes the encoder fail."""
    assert clipboard.encoded("\ud83d\ude00 \udc00 a") == "😀 \ufffd a".encode()

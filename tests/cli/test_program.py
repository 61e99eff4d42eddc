"""The installed program as the system sees it: exit codes, pipes, terminals, signals."""

from __future__ import annotations

import json
import os
import resource
import shlex
import signal
import subprocess
import time
from contextlib import closing
from pathlib import Path

import pytest

from auditui import store as stores
from auditui.core.event import Event
from auditui.core.language import parse
from auditui.custody.journal import journal_of
from auditui.store.base import Origin
from tests.cli.conftest import HOSTILE, NINE
from tests.terminal import PROGRAM, started


def start(*words: object, **attributes: object) -> subprocess.Popen[bytes]:
    command = [*PROGRAM, *map(str, words)]
    return subprocess.Popen(command, stderr=subprocess.PIPE, **attributes)  # type: ignore[call-overload,no-any-return]  # attributes of any kind


def on_a_terminal(*words: object, term: str = "xterm-256color") -> tuple[bytes, int]:
    """What the program wrote to a pseudo-terminal, and its exit code."""
    with started(*words, term=term) as terminal:
        code = terminal.wait_exit()
        return bytes(terminal.raw), code


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store whose export fills any pipe."""
    path = tmp_path_factory.mktemp("large") / "audit.db"
    store = stores.open(path, create=True)
    store.append((Event(at_us=NINE + n, id=f"e-{n}", details={"n": n}) for n in range(5000)), origin=Origin("x"))
    store.close()
    return path


def test_a_closed_pipe_ends_quietly(large: Path) -> None:
    """`auditui export | head -1` is no error, and nothing is said about it."""
    with start("export", "--db", large, stdout=subprocess.PIPE) as program:
        assert program.stdout is not None
        assert program.stderr is not None
        assert json.loads(program.stdout.readline())["seq"] == 5000
        program.stdout.close()
        assert program.stderr.read() == b""
    assert program.returncode == 0


def test_a_file_that_does_not_fit_leaves_nothing(large: Path, tmp_path: Path) -> None:
    """Neither under its name nor beside it."""
    limit = 100_000
    with start(
        "export", "--db", large, "-o", tmp_path / "o.jsonl",
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
    ) as program:  # fmt: skip
        assert program.stderr is not None
        assert b"o.jsonl: cannot write: File too large" in program.stderr.read()
    assert program.returncode == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_an_interrupt_has_a_code_of_its_own(large: Path, number: int, code: int) -> None:
    """Ctrl-C and its like while the reader of the pipe is slow: one line, no traceback."""
    with start("export", "--db", large, stdout=subprocess.PIPE) as program:
        assert program.stdout is not None
        assert program.stderr is not None
        program.stdout.readline()
        program.send_signal(number)
        program.stdout.read()
        said = program.stderr.read()
    assert program.returncode == code
    assert said == b"auditui: interrupted\n"


def exports_on_record(store: Path) -> int:
    """How many the journal beside a store holds."""
    if not journal_of(store).exists():
        return 0
    with closing(stores.open(journal_of(store), read_only=True)) as journal:
        return journal.count(parse("verb:export"))


def test_a_signal_leaves_no_half_of_an_export(large: Path, tmp_path: Path) -> None:
    """A PDF takes its time; ended before it is done, nothing stands under its name, nor beside it."""
    target, before = tmp_path / "all.pdf", exports_on_record(large)
    with start("export", "--db", large, "-o", target) as program:
        assert program.stderr is not None
        while exports_on_record(large) == before:  # that it begins
            time.sleep(0.01)
        program.send_signal(signal.SIGTERM)
        assert program.stderr.read() == b"auditui: interrupted\n"
    assert program.returncode == 143
    assert list(tmp_path.iterdir()) == []


def test_an_interruption_in_the_midst_of_making_a_class_keeps_its_exit_code(tmp_path: Path) -> None:
    """After one in `exec`, as dataclasses use it, `python -m` kills itself by SIGINT in the end, handled or not."""
    (tmp_path / "interrupted.py").write_text("""
import sys
from auditui import __main__ as program
from auditui.cli import main

def interrupted():
    try:
        exec("raise KeyboardInterrupt")
    except KeyboardInterrupt:
        sys.exit(143)

main.cli = interrupted
print("so far")
program.main()
""")
    command = [PROGRAM[0], "-m", "interrupted"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (143, "so far\n", "")


def test_an_ignored_hangup_stays_ignored(large: Path, tmp_path: Path) -> None:
    """`nohup auditui ...` goes on when the connection is gone."""
    target = tmp_path / "all.jsonl"
    with start(
        "export", "--db", large, "-o", target, preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN)
    ) as program:
        program.send_signal(signal.SIGHUP)
    assert program.returncode == 0
    assert len(target.read_text().splitlines()) == 5000


def closed_pipe() -> int:
    """The end to write to of a pipe that nobody reads."""
    reading, writing = os.pipe()
    os.close(reading)
    return writing


def test_what_was_done_tells_the_code_though_nobody_listens(tmp_path: Path) -> None:
    """Rejects are code 3, and a tampered store code 6, however early the reader of the pipe left."""
    log = tmp_path / "mixed.jsonl"
    log.write_text('{"time": "2026-10-05T10:00:00Z", "user": "ana", "action": "update"}\n{"user": "bob", "n": 1}\n')
    store = tmp_path / "a.db"
    for words in (("import", log), ("import", "--json", log)):
        pipe = closed_pipe()
        done = subprocess.run([*PROGRAM, *words, "--db", store], stdout=pipe, stderr=pipe, check=False)
        assert done.returncode == 3
        os.close(pipe)
    pipe = closed_pipe()
    report = [*PROGRAM, "report", "--format", "md", "--fail-on", "low"]
    with closing(stores.open(tmp_path / "b.db", create=True)) as made:
        made.append(
            [Event(at_us=NINE, actor="ana", action="delete user", verb="delete", entity_type="user")],
            origin=Origin("x"),
        )
    assert subprocess.run([*report, "--db", tmp_path / "b.db"], capture_output=True, check=False).returncode == 8
    assert subprocess.run([*report, "--db", tmp_path / "b.db"], stdout=pipe, stderr=pipe, check=False).returncode == 8
    os.close(pipe)


def test_a_terminal_gets_no_control_of_the_log(db: Path) -> None:
    """The same export that is exact in a pipe is harmless on a screen."""
    piped = subprocess.run([*PROGRAM, "export", "--db", db, "--format", "csv"], capture_output=True, check=True).stdout
    assert HOSTILE.encode() in piped
    shown, code = on_a_terminal("export", "--db", db, "--format", "csv")
    assert code == 0
    assert b"\x1b" not in shown
    assert b"\xc2\x9b" not in shown
    assert "\u202e".encode() not in shown
    assert "␛]0;pwned␇".encode() in shown
    assert shown.count(b"\r\n") == 11


def test_a_wrong_query_is_pointed_at_on_a_terminal(db: Path) -> None:
    """The line with carets is for eyes only; a pipe gets the problem and the hint."""
    shown, code = on_a_terminal("count", "--db", db, "-q", "status:404 usr:alice")
    assert code == 2
    lines = shown.decode().splitlines()
    assert lines[1:3] == ["  status:404 usr:alice", "             ^^^"]
    piped = subprocess.run([*PROGRAM, "count", "--db", db, "-q", "usr:alice"], capture_output=True, check=False)
    assert (piped.returncode, b"^" in piped.stderr) == (2, False)


def test_no_control_reaches_the_terminal_through_an_error(tmp_path: Path) -> None:
    """File names and query texts are quoted in errors, clean."""
    shown, code = on_a_terminal("count", "--db", tmp_path / "a\x1b[2Jb.db")
    assert code == 5
    assert b"\x1b" not in shown
    shown, code = on_a_terminal("count", "-q", "usr:\x1b]0;x\x07\n\u202e")
    assert code == 2
    assert b"\x1b" not in shown


def test_a_file_name_that_is_no_text_is_no_trouble(tmp_path: Path) -> None:
    """Bytes that are not UTF-8 reach the system as they are, and the person as signs."""
    done = subprocess.run(
        [*PROGRAM, "count", "--db", os.fsencode(tmp_path) + b"/\xff.db"], capture_output=True, check=False
    )
    assert done.returncode == 5
    assert b"there is no such store" in done.stderr
    assert b"Traceback" not in done.stderr


def test_long_jobs_show_how_far_they_are(large: Path, tmp_path: Path) -> None:
    """A bar while somebody watches, gone when the job is done; nothing of it in a pipe."""
    for words in (["reindex", "--db", large], ["backup", "--db", large, tmp_path / "copy.db"]):
        shown, code = on_a_terminal(*words)
        assert (code, b"100%" in shown) == (0, True)
    piped = subprocess.run([*PROGRAM, "reindex", "--db", large], capture_output=True, check=True)
    assert (piped.stdout, piped.stderr) == (b"", b"auditui: built the indexes of 5,000 events\n")


@pytest.mark.parametrize(("term", "said"), [("dumb", b"TERM is dumb"), ("", b"TERM is not set")])
def test_a_terminal_that_cannot_place_a_cursor_is_refused(db: Path, term: str, said: bytes) -> None:
    """Which variable to set, and which commands work there all the same."""
    shown, code = on_a_terminal("--db", db, term=term)
    assert code == 2
    assert said in shown
    assert b"TERM=xterm-256color auditui; export" in shown


def test_an_output_of_another_encoding_is_no_trouble(db: Path) -> None:
    """What it cannot say is escaped in text for people; exports are UTF-8 everywhere."""
    environment = {**os.environ, "PYTHONIOENCODING": "latin-1", "PYTHONUTF8": "0"}
    done = subprocess.run([*PROGRAM, "stats", "--db", db], capture_output=True, env=environment, check=True)
    assert rb"\u2588" in done.stdout
    done = subprocess.run(
        [*PROGRAM, "export", "--db", db, "--format", "csv"], capture_output=True, env=environment, check=True
    )
    assert HOSTILE.encode() in done.stdout


@pytest.mark.parametrize(
    "words", [["count"], ["stats"], ["stats", "--json"], ["show", "1"], ["show", "1", "--json"], ["export"]]
)
def test_a_result_that_nobody_gets_is_a_failure(db: Path, words: list[str]) -> None:
    """With standard output closed there is no success to tell of."""
    command = shlex.join([*PROGRAM, *words, "--db", str(db)])
    done = subprocess.run(["sh", "-c", f"exec {command} >&-"], stderr=subprocess.PIPE, check=False)
    assert (done.returncode, done.stderr) == (1, b"auditui: standard output is closed\n")


@pytest.mark.parametrize("closing", ["<&-", "2>&-", "</dev/null"])
def test_the_explorer_without_keys_or_screen_is_refused(db: Path, closing: str) -> None:
    """Also where a stream is closed, not only where it is no terminal."""
    command = shlex.join([*PROGRAM, "--db", str(db)])
    assert subprocess.run(["sh", "-c", f"exec {command} {closing}"], capture_output=True, check=False).returncode == 2


def test_completion_offers_commands() -> None:
    """By click's protocol, which its scripts for bash, zsh and fish speak."""
    environment = {**os.environ, "_AUDITUI_COMPLETE": "bash_complete", "COMP_WORDS": "auditui ex", "COMP_CWORD": "1"}
    done = subprocess.run(PROGRAM, capture_output=True, env=environment, check=False, text=True)
    assert "plain,export" in done.stdout.splitlines()

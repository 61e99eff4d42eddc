"""No room where it is written: code 1, what was in the way and what to do, and a store that is as it was."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from auditui import store as stores
from auditui.core.query import EVERYTHING

LIMIT = 600 * 1024
"""Bytes of the largest file that a process may write: more than a new store has, less than one of the log."""


def limited(*words: str, limit: int = LIMIT, **more: object) -> subprocess.CompletedProcess[str]:
    """The program, where files may not grow beyond a limit."""
    before: Callable[[], None] = partial(resource.setrlimit, resource.RLIMIT_FSIZE, (limit, limit))
    return subprocess.run(  # type: ignore[call-overload,no-any-return]  # further words of a union
        [sys.executable, "-m", "auditui", *words], text=True, timeout=60, check=False, preexec_fn=before,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}, **{"capture_output": True, **more},
    )  # fmt: skip


@pytest.fixture
def log(tmp_path: Path) -> str:
    path = tmp_path / "log.jsonl"
    line = '{"id": "e%d", "time": "2026-10-05T10:00:00Z", "user": "ana", "action": "update", "note": "%s"}\n'
    path.write_text("".join(line % (number, os.urandom(200).hex()) for number in range(2500)))
    return str(path)


@pytest.mark.parametrize("limit", [20 * 1024, LIMIT])
def test_an_import_that_finds_no_room(tmp_path: Path, log: str, limit: int) -> None:
    """The store's own name is told, and what is in the store by then is sound."""
    db = tmp_path / "audit.db"
    done = limited("import", "--db", str(db), log, limit=limit)
    assert done.returncode == 1, done.stderr
    problem, hint = done.stderr.splitlines()[-2:]
    assert problem == f"auditui: {db}: the disk does not take any more"
    assert hint.startswith("hint: make room")
    assert "Traceback" not in done.stderr
    if db.exists():
        store = stores.open(db)
        assert store.count(EVERYTHING) in range(2500)
        assert not store.check_indexes().differences
        store.close()


def test_exports_that_find_no_room_leave_nothing(tmp_path: Path, log: str) -> None:
    """Neither the target nor a part of it."""
    db, out = tmp_path / "audit.db", tmp_path / "out"
    out.mkdir()
    subprocess.run([sys.executable, "-m", "auditui", "import", "--db", str(db), log], check=True, capture_output=True)
    for words in (["export", "-o", str(out / "a.csv")], ["backup", str(out / "a.db")]):
        done = limited(*words, "--db", str(db))
        assert done.returncode == 1, done.stderr
        assert "hint: " in done.stderr
        assert list(out.iterdir()) == []


def test_a_full_device_as_standard_output(db: Path) -> None:
    """One line, not a second failure when Python tidies up."""
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")  # macOS has none
    for words in (["export", "--db", str(db)], ["formats"]):
        with Path("/dev/full").open("w") as full:
            done = limited(*words, capture_output=False, stdout=full, stderr=subprocess.PIPE)
        assert done.returncode == 1
        assert (
            done.stderr == "auditui: standard output: No space left on device\nhint: make room where it is written to\n"
        )

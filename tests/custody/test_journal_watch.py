"""A journal that is gone, cut, exchanged or an older copy of itself is told, until the Owner says it was meant."""

from __future__ import annotations

import json
import os
import shutil
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from auditui import store as stores
from auditui.cli.main import cli
from auditui.core.errors import DiskFullError, ExitCode, StoreError
from auditui.custody.journal import journal_of
from auditui.custody.journal_watch import JournalWatch
from auditui.custody.private_files import beside
from auditui.store.base import Store
from tests.custody import tampering


def run(*words: object) -> Result:
    return CliRunner().invoke(cli, [str(word) for word in words])


@pytest.fixture
def db(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store that somebody looked at twice."""
    for name in ("CONFIG", "STATE", "DATA"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    path, log = tmp_path / "audit.db", tmp_path / "log.jsonl"
    log.write_text('{"time": "2026-09-23T10:00:00Z", "user": "Bob", "action": "Login"}\n')
    assert run("import", "--db", path, log).exit_code == 0
    assert run("count", "--db", path).exit_code == 0
    return path


def remove(journal: Path) -> None:
    for each in (journal, *beside(journal)):
        each.unlink(missing_ok=True)


def test_an_ordinary_journal_is_no_matter(db: Path) -> None:
    """Session after session; also one store after another at the same path."""
    for _ in range(3):
        result = run("count", "--db", db)
        assert (result.exit_code, "journal" in result.stderr) == (0, False)
    assert run("verify", "--db", db).exit_code == 0
    remove(journal_of(db))
    remove(db)
    again = run("import", "--db", db, db.with_name("log.jsonl"))
    assert (again.exit_code, "journal" in again.stderr) == (0, False)
    assert "journal" not in run("count", "--db", db).stderr


def denied(monkeypatch: pytest.MonkeyPatch, place: Path, right: int) -> None:
    """Let the system deny a right, as it does to any account but root, whom nothing is denied."""
    allowed = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: not (path == place and mode & right) and allowed(path, mode))


def test_a_folder_that_was_shut_is_no_sign_of_tampering(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The journal in it is read as a file that nobody writes, though its own mode would let this account write."""
    opened = stores.open

    def shut(path: Path, *, read_only: bool = False, durable: bool = False) -> Store:
        if not read_only:
            raise StoreError("the store cannot be written here", where=str(path))
        return opened(path, read_only=read_only, durable=durable)

    denied(monkeypatch, db.parent, os.W_OK)
    monkeypatch.setattr(stores, "open", shut)
    result = run("verify", "--db", db)
    assert (result.exit_code, "journal: altered" in result.output) == (0, False)
    assert "cannot be read" not in run("count", "--db", db).stderr


def test_whoever_may_not_read_the_file_is_told_that_they_have_no_role(
    db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether the store is named on the line or by AUDITUI_DB, it is no slip in the command line."""
    denied(monkeypatch, db, os.R_OK)
    monkeypatch.setenv("AUDITUI_DB", str(db))
    for words in (("count", "--db", db), ("count",), ("verify",), ("import", db.with_name("log.jsonl"))):
        result = run(*words)
        assert (result.exit_code, result.stdout) == (ExitCode.NOT_PERMITTED, "")
        assert "may not" in result.stderr


def test_a_journal_that_is_gone_is_told_until_the_note_is_removed(db: Path) -> None:
    """The next session makes a new one, which does not make the matter go away."""
    remove(journal_of(db))
    assert "is gone: it had 2 entries" in run("count", "--db", db).stderr
    assert "is another one than" in run("count", "--db", db).stderr
    result = run("verify", "--db", db)
    assert result.exit_code == ExitCode.VERIFY
    assert "journal: altered" in result.stdout
    JournalWatch(db).file.unlink()
    assert run("verify", "--db", db).exit_code == 0
    assert "journal" not in run("count", "--db", db).stderr


def test_an_older_copy_put_back_is_told(db: Path) -> None:
    """Also when it has grown past the note by then."""
    older = db.with_name("older")
    shutil.copyfile(journal_of(db), older)
    for _ in range(2):
        run("count", "--db", db)
    remove(journal_of(db))
    shutil.copyfile(older, journal_of(db))
    assert "is shorter than on" in run("verify", "--db", db).stdout
    for _ in range(3):
        run("count", "--db", db)
    result = run("verify", "--db", db)
    assert result.exit_code == ExitCode.VERIFY
    assert "is not what it was on" in result.stdout


@pytest.mark.parametrize(
    ("statement", "place"),
    [
        ("UPDATE event SET description = 'looked at nothing' WHERE seq = 1", "row 1: altered"),
        ("DELETE FROM event WHERE seq = 2", "row 2: missing"),
        ("UPDATE head SET at_us = at_us + 1 WHERE number = 1", "head 1: altered"),
    ],
)
def test_what_was_edited_inside_it_is_found_when_the_store_is_verified(db: Path, statement: str, place: str) -> None:
    """By whoever lifts the guards and puts them back; it is told by the journal's path, and the store's rows hold."""
    assert run("verify", "--db", db).exit_code == 0
    tampering.run(journal_of(db), statement)
    result = run("verify", "--db", db)
    assert result.exit_code == ExitCode.VERIFY
    assert result.stdout.startswith("1/1 events verified")
    assert f"journal {journal_of(db)}: {place}" in result.stdout
    assert "first" not in json.loads(run("verify", "--db", db, "--json").stdout)["findings"][0]


@pytest.mark.parametrize("is_noted", [True, False])
def test_a_journal_that_is_no_store_any_more_is_a_finding(db: Path, is_noted: bool) -> None:
    """Told once, whether or not its head was noted."""
    remove(journal_of(db))
    journal_of(db).write_text("no store at all" * 1000)
    if not is_noted:
        JournalWatch(db).file.unlink()
    result = run("verify", "--db", db)
    assert result.exit_code == ExitCode.VERIFY
    (said,) = result.stdout.splitlines()[1:]
    assert said.startswith("journal: altered (the journal" if is_noted else f"journal {journal_of(db)}: altered (")


def test_a_journal_that_this_account_cannot_read_is_told_and_no_failure(
    db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An Admin may read the store, and not always its journal."""
    access = os.access
    closed = (journal_of(db), os.R_OK)
    monkeypatch.setattr(os, "access", lambda path, mode: (path, mode) != closed and access(path, mode))
    result = run("verify", "--db", db)
    assert result.exit_code == 0
    assert f"the journal {journal_of(db)} is not verified: this account cannot read it" in result.stderr


def test_a_full_disk_is_no_sign_of_tampering(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever cannot write the journal tells so; nobody is asked to remove a note for it."""

    def full(*given: object, **more: object) -> None:
        raise DiskFullError("the disk does not take any more")

    watch = JournalWatch(db)
    with closing(stores.open(db, read_only=True)) as store, store.evidence() as evidence:
        watch.about = evidence.store_id
    monkeypatch.setattr("auditui.store.open", full)
    assert watch.problem() == ""

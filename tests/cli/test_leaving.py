"""What leaves a store is on record before it does, and says so when it did not; a copy of what was altered is none."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from auditui import handover
from auditui import store as stores
from auditui.cli.main import cli
from auditui.core.errors import AuditError, ExitCode
from auditui.core.query import EVERYTHING
from auditui.core.view import Sort
from auditui.custody.journal import journal_of


def run(*words: object) -> Result:
    return CliRunner().invoke(cli, [str(word) for word in words])


def recorded(db: Path) -> list[tuple[str, str]]:
    """Outcome and sentence of what is on record, oldest first."""
    if not journal_of(db).exists():
        return []
    with closing(stores.open(journal_of(db), read_only=True)) as found:
        return [(each.outcome, each.description) for each in found.events(EVERYTHING, Sort("seq", descending=False))]


@pytest.mark.parametrize("command", ["export", "backup"])
@pytest.mark.parametrize("is_there", [False, True])
def test_what_could_not_leave_is_not_on_record_as_gone(db: Path, tmp_path: Path, command: str, is_there: bool) -> None:
    """A folder that is missing and a file that is there are seen before anything is said."""
    target = tmp_path / "there.csv" if is_there else tmp_path / "nowhere" / "x.csv"
    if is_there:
        target.write_text("mine")
    words = ["export", "-o", target] if command == "export" else ["backup", target]
    assert run(*words, "--db", db).exit_code == ExitCode.FAILED
    assert recorded(db) == []


@pytest.mark.parametrize(
    ("fault", "said"), [(AuditError("the disk is full"), "the disk is full"), (KeyboardInterrupt(), "it was stopped")]
)
def test_an_export_that_fails_is_on_record_as_failed(
    db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: BaseException, said: str
) -> None:
    """After the event that was there before the first row was written."""

    def fails(*given: object, **named: object) -> None:
        raise fault

    monkeypatch.setattr(handover, "to_file", fails)
    out = tmp_path / "x.csv"
    assert run("export", "-q", "user:ana", "-o", out, "--db", db).exit_code != 0
    begun = f"exported 8 events as csv to {out}: user:ana"
    assert recorded(db) == [("success", begun), ("failure", f"did not finish ({said}): {begun}")]


def test_no_copy_is_made_of_a_store_that_was_altered(db: Path, tmp_path: Path) -> None:
    """It would pass for evidence. What is wrong is named, nothing is left, and the journal says that it failed."""
    target = tmp_path / "copies" / "copy.db"
    target.parent.mkdir()
    assert run("backup", target, "--db", db).exit_code == 0
    assert [each.name for each in target.parent.iterdir()] == ["copy.db"]
    target.unlink()
    with closing(sqlite3.connect(db)) as plain:
        plain.execute("DROP TRIGGER event_no_update")
        plain.execute("UPDATE event SET description = 'nothing happened' WHERE seq = 3")
        plain.commit()
    result = run("backup", target, "--db", db)
    assert (result.exit_code, list(target.parent.iterdir())) == (ExitCode.VERIFY, [])
    assert "row 3" in result.stderr or "event_no_update" in result.stderr
    assert "and 1 more" in result.stderr
    outcome, said = recorded(db)[-1]
    assert outcome == "failure" and said.endswith(f"copied the store to {target}")

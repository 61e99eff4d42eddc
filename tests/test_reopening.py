"""A copied command over files: it works from any folder, and a frozen one brings the same rows or says why not."""

from __future__ import annotations

import shlex
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from auditui.cli.main import cli
from auditui.core.errors import UsageError
from auditui.core.view import View
from auditui.reopening import hashes
from auditui.session import Session
from auditui.store.base import ImportRecord, Origin
from auditui.tui import start

ROW = "{time},{user},Update,ticket {number}\n"
HEAD = "time,user,action,description\n"


def row(number: int) -> str:
    """One line of a log."""
    return ROW.format(time=f"2026-07-01T10:{number:02}:00Z", user=("Ana Ruiz", "Ben")[number % 2], number=number)


@pytest.fixture
def seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[tuple[list[str], str, str]]:
    """What the explorer would have shown: its rows, the command of this view, and the frozen one."""
    shown: list[tuple[list[str], str, str]] = []

    def run(here: Session, view: View, *, files: tuple[str, ...], **more: object) -> None:
        seen_as = replace(view, as_of=here.store.snapshot())
        rows = [event.description for event in here.store.page(seen_as).rows]
        shown.append((rows, start.command(here, files, seen_as, False), start.command(here, files, seen_as, True)))

    for variable in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(variable, str(tmp_path / "home"))
    monkeypatch.setattr("auditui.tui.start.run", run)
    monkeypatch.setattr("auditui.tui.start.require_terminal", lambda: None)
    logs = tmp_path / "logs"
    logs.mkdir()
    (logs / "w.csv").write_text(HEAD + "".join(map(row, range(6))))
    (logs / "v.csv").write_text(HEAD + "".join(map(row, range(20, 26))))
    monkeypatch.chdir(logs)
    result = CliRunner().invoke(cli, ["w.csv", "v.csv", "-q", 'user:"Ana Ruiz"'])
    assert result.exit_code == 0, result.output
    monkeypatch.chdir(tmp_path)
    return shown


def again(line: str) -> Result:
    """The line, typed into a shell."""
    return CliRunner().invoke(cli, shlex.split(line)[1:])


def test_a_frozen_command_opens_the_same_rows_from_any_folder(seen: list[tuple[list[str], str, str]]) -> None:
    """Files are named by their whole paths, and nothing rests on positions."""
    rows, live, frozen = seen[0]
    assert len(rows) == 6
    assert "seq:" not in frozen
    assert again(frozen).exit_code == 0
    assert again(live).exit_code == 0
    assert [one[0] for one in seen] == [rows, rows, rows]


def test_a_file_that_grew_is_told_instead_of_other_rows(seen: list[tuple[list[str], str, str]]) -> None:
    """The frozen command names the file and ends; the live one shows what was added."""
    _, live, frozen = seen[0]
    with Path("logs/w.csv").open("a") as log:
        log.write(row(8))
    result = again(frozen)
    assert result.exit_code == 1
    assert "w.csv" in result.stderr
    assert "has changed" in result.stderr
    assert "--unchanged" in result.stderr
    assert len(seen) == 1
    assert again(live).exit_code == 0
    assert len(seen[1][0]) == 7


def test_without_files_there_is_nothing_to_compare(seen: list[tuple[list[str], str, str]]) -> None:
    """The option is no wish that is silently left out."""
    result = CliRunner().invoke(cli, ["--unchanged", "00"])
    assert result.exit_code == 2
    assert "without files" in result.stderr


def test_what_came_through_a_pipe_cannot_be_frozen() -> None:
    """Nobody can tell later whether the same is piped in."""
    read = ImportRecord(1, Origin("standard input", "jsonl"), 0, 0, 1, 1, 0, 0, 0, 0, 0, done=True)
    with pytest.raises(UsageError, match="standard input is no file"):
        hashes([read])

"""What a person reads who made a mistake: one line that says what, and one that says what to do next."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from auditui.cli.main import cli
from auditui.tui.steps import nothing_found
from tests.cli.conftest import sample_events

BACKWARDS = "since:2026-07-31 until:2026-07-01"
SAID = "auditui: the period ends before it begins, so nothing is in it\n"


def run(*words: object, env: dict[str, str] | None = None) -> Result:
    return CliRunner(env=env).invoke(cli, [str(word) for word in words])


@pytest.mark.parametrize("words", [["count"], ["export"], ["stats"]])
@pytest.mark.parametrize("query", [BACKWARDS, "user:ana since:1d until:2d"])
def test_a_period_that_ends_before_it_begins_is_said(db: Path, words: list[str], query: str) -> None:
    """It is a valid question, to which nothing is the answer; one that is merely empty is not commented."""
    asked = run(*words, "--db", db, "-q", query)
    assert asked.exit_code == 0
    assert asked.stderr == SAID
    assert run(*words, "--db", db, "-q", "since:2026-07-01 until:2026-07-01").stderr == ""


def test_the_explorer_says_so_too() -> None:
    """In place of rows."""
    from auditui.core.language import parse

    assert nothing_found(parse(BACKWARDS)).startswith("The period ends before it begins")
    assert nothing_found(parse("since:2026-07-01 until:2026-07-01")).startswith("No event matches")


@pytest.mark.parametrize(
    ("words", "code", "problem", "hint"),
    [
        (["show", "99999"], 1, "no event '99999'", f"positions go from 1 to {len(sample_events())}"),
        (["import", ""], 1, "this is an empty name", "name a file"),
        (["backup", "-"], 2, "a store cannot go to standard output", "./-"),
        (["export", "-o", "no/x.csv"], 1, "no: there is no such folder", "mkdir -p no"),
        (["backup", "no/x.db"], 1, "no: there is no such folder", "mkdir -p no"),
        (["export", "-o", "/dev/null"], 1, "is no regular file", "write to - and redirect"),
        (["export", "-o", "x.xlsx"], 2, "x.xlsx: .xlsx is no format", ".csv, .jsonl, .json, .pdf, .bundle"),
        (["report", "-o", "x.docx"], 2, "x.docx: .docx is no format", ".md"),
        (["count", "-q", "since:2026-13-01"], 2, "months go from 1 to 12", "write it like 2026-07-01"),
        (["count", "-q", "since:99999d"], 0, "", ""),
        (["count", "-q", "since:999999d"], 2, "more than a thousand years", "write a date"),
        (["import", "audit.db"], 4, "a store of auditui, not a log", "auditui --db audit.db opens it"),
    ],
)
def test_a_mistake_comes_with_the_next_step(
    db: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], code: int, problem: str, hint: str
) -> None:
    """Nothing is written by it."""
    monkeypatch.chdir(db.parent)
    before = {path.name for path in db.parent.iterdir() if "db" not in path.name}
    done = run(*words, "--db", db.name)
    assert done.exit_code == code, done.stderr
    assert problem in done.stderr
    assert hint in (done.stderr.splitlines() or [""])[-1]
    assert {path.name for path in db.parent.iterdir() if "db" not in path.name} == before


def test_a_folder_with_a_store_in_it_is_imported_without_it(db: Path, tmp_path: Path) -> None:
    """Like anything else there that is no log."""
    line = '{"id": "e1", "time": "2026-10-05T10:00:00Z", "user": "ana", "action": "update"}\n'
    (tmp_path / "a.jsonl").write_text(line)
    done = run("import", tmp_path, "--db", db)
    assert done.exit_code == 0
    assert f"{db}: skipped, this is a store of auditui" in done.stderr


def test_names_that_mean_a_format_are_understood(db: Path, tmp_path: Path) -> None:
    """Other usual endings, in any case, and --format above all."""
    for name, first in (("a.NDJSON", '{"seq"'), ("b.Json", "["), ("c.CSV", "seq,")):
        assert run("export", "--db", db, "-o", tmp_path / name).exit_code == 0
        assert (tmp_path / name).read_text().startswith(first)
    assert run("export", "--db", db, "--format", "csv", "-o", tmp_path / "x.xyz").exit_code == 0
    assert run("report", "--db", db, "-o", tmp_path / "r.txt").exit_code == 0

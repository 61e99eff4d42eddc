"""Every command on record, once; the record read back; and what nobody may do to it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from auditui import session
from auditui import store as stores
from auditui.cli.main import cli
from auditui.core.errors import ExitCode
from auditui.core.event import Event
from auditui.core.query import EVERYTHING
from auditui.core.view import Sort, View
from auditui.custody import syslog
from auditui.custody.journal import journal_of
from auditui.custody.roles import NOBODY
from tests.cli.conftest import HOSTILE, sample_events


def run(*words: object) -> Result:
    return CliRunner().invoke(cli, [str(word) for word in words])


def recorded(db: Path) -> list[Event]:
    """What is on record, oldest first."""
    with closing(stores.open(journal_of(db), read_only=True)) as found:
        return list(found.events(EVERYTHING, Sort("seq", descending=False)))


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """A small log to import."""
    path = tmp_path / "more.jsonl"
    path.write_text('{"time": "2026-09-23T10:00:00Z", "user": "Bob", "action": "Login"}\n')
    return path


def test_a_scripted_session_is_one_event_for_each_thing_done(db: Path, log: Path, tmp_path: Path) -> None:
    """In order, with queries, counts, formats and targets; what fails is on record as failed."""
    out, copy = tmp_path / "x.csv", tmp_path / "copy.db"
    script: list[tuple[Sequence[object], int, str]] = [
        (["count", "-q", "user:ana"], 0, "searched for user:ana"),
        (["stats", "-q", "is:failed"], 0, "searched for is:failed"),
        (["show", "3"], 0, "opened the details of event 3"),
        (["show", "e-9"], 0, "opened the details of event 10"),
        (["export", "-q", "verb:update", "--limit", "5", "-o", out], 0,
         f"exported 5 events as csv to {out}: verb:update"),
        (["export", "--format", "jsonl"], 0, "exported 10 events as jsonl to standard output: everything"),
        (["import", log], 0, f"imported 1 event from {log}"),
        (["imports"], 0, "looked at imports"),
        (["backup", copy], 0, f"copied the store to {copy}"),
        (["reindex"], 0, "built the indexes of 11 events again"),
        (["journal", "--plain", "-q", "action:export"], 0, "searched for action:export"),
    ]  # fmt: skip
    for words, code, _ in script:
        result = run(*words, "--db", db)
        assert result.exit_code == code, result.output
    found = recorded(db)
    assert [event.description for event in found] == [said for _, _, said in script]
    assert {event.outcome for event in found} == {"success"}
    assert len({event.request_id for event in found}) == len(script)


def test_asking_what_cannot_be_asked_is_not_on_record(db: Path) -> None:
    """A mistake in the query, or a file that is there already, shows nothing."""
    assert run("count", "--db", db, "-q", "status:>x").exit_code == ExitCode.USAGE
    assert not journal_of(db).exists()


def test_an_import_that_fails_is_on_record(db: Path, log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the reason; what came in before stays, so it has to be known."""
    from auditui.core.errors import StoreError

    def full(*given: object, **more: object) -> None:
        raise StoreError("the disk is full")

    monkeypatch.setattr("auditui.transfer.Importing.into", full)
    assert run("import", "--db", db, log).exit_code == ExitCode.STORE
    (event,) = recorded(db)
    assert (event.action, event.outcome) == ("import", "failure")
    assert event.description.endswith("then failed: the disk is full")


def test_the_journal_is_printed_as_lines(db: Path) -> None:
    """Newest first, one line each, whatever somebody has searched for."""
    run("count", "--db", db, "-q", json.dumps(HOSTILE.replace('"', "")))
    run("show", "--db", db, "1")
    result = run("journal", "--db", db, "--plain", "--limit", "3")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert len(lines) == 3
    assert "opened the details of event 1" in lines[1]
    assert "searched for" in lines[2]
    assert not any(letter in result.stdout for letter in HOSTILE if not letter.isprintable())


def test_the_journal_is_found_by_its_query(db: Path) -> None:
    """It is a store like any other."""
    for query in ("user:ana", "is:failed", "verb:login"):
        run("count", "--db", db, "-q", query)
    result = run("journal", "--db", db, "--plain", "-q", "details.query:is:failed")
    assert [line.split("  ")[-1] for line in result.stdout.splitlines()] == ["searched for is:failed"]


def test_without_plain_the_explorer_opens_on_it(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With columns that suit it, unless somebody names others."""
    seen: list[tuple[Path, View]] = []
    monkeypatch.setattr("auditui.tui.start.run", lambda here, view, **more: seen.append((here.path, view)))
    monkeypatch.setattr("auditui.tui.start.require_terminal", lambda: None)
    run("count", "--db", db)
    assert run("journal", "--db", db, "-q", "action:search").exit_code == 0
    assert run("--db", db, "journal", "--columns", "at,actor").exit_code == 0
    assert [path for path, _ in seen] == [journal_of(db)] * 2
    assert [view.columns for _, view in seen] == [
        ("at", "user", "role", "action", "description", "ip"),
        ("at", "actor"),
    ]
    assert str(seen[0][1].query) == "action:search"


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (["--plain", "--columns", "at"], "--columns has no effect with --plain"),
        (["--plain", "--no-mouse"], "--no-mouse has no effect with --plain"),
        (["--limit", "3"], "--limit has no effect without --plain"),
    ],
)
def test_options_without_effect_are_refused(db: Path, words: list[str], problem: str) -> None:
    """Silence would be taken for success."""
    result = run("journal", "--db", db, *words)
    assert (result.exit_code, problem in result.stderr) == (ExitCode.USAGE, True)


def test_a_store_that_nobody_looked_at_has_no_journal(db: Path) -> None:
    """An error of one line, and none is made by asking."""
    result = run("journal", "--db", db, "--plain")
    assert result.exit_code == ExitCode.STORE
    assert "there is no journal yet" in result.stderr
    assert not journal_of(db).exists()


@pytest.mark.parametrize("words", [["import", "more.jsonl"]])
def test_nothing_is_put_into_a_journal_by_hand(
    db: Path, log: Path, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    """Not even by its Owner: an entry that somebody imported would look like one that happened."""
    monkeypatch.chdir(log.parent)
    run("count", "--db", db)
    result = run(*words, "--db", journal_of(db))
    assert result.exit_code == ExitCode.NOT_PERMITTED
    assert [event.action for event in recorded(db)] == ["search", "refused"]


@pytest.mark.parametrize(
    "words",
    [
        ["count"],
        ["stats"],
        ["show", "1"],
        ["export"],
        ["imports"],
        ["import", "more.jsonl"],
        ["backup", "copy.db"],
        ["reindex"],
        ["verify"],
        ["report"],
        ["journal", "--plain"],
        [],
    ],
)
def test_nobody_sees_anything(db: Path, log: Path, monkeypatch: pytest.MonkeyPatch, words: list[str]) -> None:
    """Without a role every command ends with 77 and the way out, shows no number, and is on record."""
    run("count", "--db", db)
    monkeypatch.setattr(session, "role_of", lambda *given: NOBODY)
    monkeypatch.chdir(log.parent)
    monkeypatch.setattr("auditui.tui.start.require_terminal", lambda: None)
    result = run(*words, "--db", db)
    assert (result.exit_code, result.stdout) == (ExitCode.NOT_PERMITTED, "")
    assert result.stderr.splitlines()[-1] == "hint: ask your administrator"
    assert len(result.stderr.splitlines()) == 2
    assert not any(letter.isdigit() for letter in result.stderr.replace(str(db), ""))
    assert not (log.parent / "copy.db").exists()
    *_, event = recorded(db)
    assert (event.action, event.outcome) == ("refused", "failure")


def test_a_refusal_that_is_on_no_record_is_said(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """To whoever runs it: an administrator who hears of it knows that there is nothing to be looked up."""
    monkeypatch.setattr(session, "role_of", lambda *given: NOBODY)
    monkeypatch.setattr(syslog, "SOCKETS", ())
    journal_of(db).mkdir()
    result = run("count", "--db", db)
    assert (result.exit_code, result.stdout) == (ExitCode.NOT_PERMITTED, "")
    assert "not on record: the journal cannot be written" in result.stderr.splitlines()[-1]


def test_a_journal_that_everybody_can_read_is_pointed_out(db: Path) -> None:
    """It says who looked for what; the store beside it may be as shut as can be."""
    run("count", "--db", db)
    db.parent.chmod(0o755)
    journal_of(db).chmod(0o644)
    assert f"every account of this machine can read {journal_of(db)}" in run("count", "--db", db).stderr


def test_what_is_not_on_record_is_said(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The answer comes, with a remark beside it; where record is required there is no answer."""
    monkeypatch.setattr(syslog, "SOCKETS", ())
    journal_of(db).mkdir()
    result = run("count", "--db", db)
    assert (result.exit_code, result.stdout) == (0, "10\n")
    assert result.stderr.startswith("auditui: not on record: the journal cannot be written")


@pytest.mark.parametrize(
    "words", [["count"], ["stats"], ["show", "1"], ["export"], ["imports"], ["backup", "copy.db"], ["report"]]
)
def test_where_record_is_required_nothing_is_shown_without(
    db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    """Not a row, not a number, not a file."""
    monkeypatch.setattr(syslog, "SOCKETS", ())
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "config" / "auditui").mkdir(parents=True)
    (tmp_path / "config" / "auditui" / "config.toml").write_text("[journal]\nrequired = true\n")
    journal_of(db).mkdir()
    result = run(*words, "--db", db)
    assert (result.exit_code, result.stdout) == (ExitCode.NOT_PERMITTED, "")
    assert "nothing is shown that is not on record" in result.stderr
    assert not (tmp_path / "copy.db").exists()


def test_files_that_are_merely_looked_at_leave_no_record(
    log: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are the person's own, and so is the throw-away store: no role is asked for, and nothing is written."""
    monkeypatch.setattr(session, "role_of", lambda *given: NOBODY)
    monkeypatch.setattr("auditui.tui.start.require_terminal", lambda: None)
    seen: list[str] = []
    monkeypatch.setattr("auditui.tui.start.run", lambda here, view, **more: seen.append(here.role.name))
    assert run(log).exit_code == 0
    assert seen == ["Owner"]
    assert list(tmp_path.rglob("*.journal")) == []


def test_the_samples_are_ten_events() -> None:
    """The numbers above count on it."""
    assert len(sample_events()) == 10


def test_without_a_terminal_the_hint_names_the_lines(db: Path) -> None:
    """An export would write the events, not the journal."""
    assert run("--db", db, "count").exit_code == 0
    done = run("--db", db, "journal")
    assert done.exit_code == ExitCode.USAGE
    assert "needs a terminal" in done.stderr
    assert done.stderr.endswith("hint: auditui journal --plain prints the entries as lines\n")

"""Deleting by command: confirmed, for Owners alone, on record, and told by verify."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from auditui import session
from auditui import store as stores
from auditui.cli.main import cli
from auditui.core.errors import ExitCode
from auditui.core.event import Event
from auditui.core.language import parse
from auditui.core.query import EVERYTHING
from auditui.core.view import Sort
from auditui.custody import purge_key
from auditui.custody.journal import journal_of
from auditui.custody.roles import ADMIN
from tests.cli.conftest import sample_events
from tests.terminal import started


def run(*words: object) -> Result:
    return CliRunner().invoke(cli, [str(word) for word in words])


def recorded(db: Path) -> list[Event]:
    """What is on record, oldest first, without mere looks."""
    with closing(stores.open(journal_of(db), read_only=True)) as found:
        events = found.events(EVERYTHING, Sort("seq", descending=False))
        return [event for event in events if event.action not in {"look", "search", "verification", "deletion begun"}]


def count(db: Path) -> int:
    with closing(stores.open(db, read_only=True)) as store:
        return int(store.count(EVERYTHING))


def test_a_script_says_the_number_and_a_reason(db: Path) -> None:
    """With both the events go, on record without a word of the query; verify tells it and passes."""
    result = run("purge", "--db", db, "-q", "user:ana", "--count", 8, "--reason", "request 17")
    assert (result.exit_code, count(db)) == (0, 2)
    assert "deleted 8 events for good" in result.stderr
    (event,) = recorded(db)
    assert (event.action, event.description) == ("deletion", "deleted 8 events, request 17")
    assert "ana" not in json.dumps(event.details)
    result = run("verify", "--db", db)
    assert result.exit_code == 0
    assert result.stdout.splitlines()[0].startswith("2/2 events verified")
    assert result.stdout.splitlines()[1] == "8 deleted by 1 purge on record"
    assert result.stdout.splitlines()[2].endswith(": request 17")
    assert run("verify", "--db", db, "--indexes").exit_code == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "without a terminal, --count 8 and --reason confirm it"),
        (["--count", "7", "--reason", "x"], "--count says 7, but 8 events match: nothing was deleted"),
        (["--count", "8"], "a reason is needed"),
        (["--count", "8", "--reason", "  "], "a reason is needed"),
        (["--older-than", "3d"], "--older-than has no effect beside -q"),
        (["--dry-run", "--count", "8"], "--count has no effect with --dry-run"),
        (["--yes", "--reason", "x"], "--yes confirms any number: not with -q"),
    ],
)
def test_whatever_is_not_confirmed_deletes_nothing(db: Path, words: list[str], said: str) -> None:
    """Exit 2, and what to do instead."""
    result = run("purge", "--db", db, "-q", "user:ana", *words)
    assert (result.exit_code, count(db)) == (ExitCode.USAGE, 10)
    assert said in result.stderr


def test_cron_deletes_what_is_too_old(db: Path) -> None:
    """However many that is, with a reason; a night without any is no failure."""
    assert run("purge", "--db", db, "--older-than", "1d", "--yes").exit_code == ExitCode.USAGE
    with closing(stores.open(db)) as store:
        old = [Event(at_us=1_000_000_000_000_000, id="old")]
        store.append(old, origin=store.imports()[0].origin)
    for said in ("deleted 1 event for good", "nothing to delete"):
        result = run("purge", "--db", db, "--older-than", "520w", "--yes", "--reason", "nightly")
        assert (result.exit_code, count(db)) == (0, 10)
        assert said in result.stderr


def test_a_dry_run_tells_and_deletes_nothing(db: Path) -> None:
    """Data on standard output, with what is on hold."""
    assert run("retention", "hold", "--db", db, "-q", "id:e-3", "--reason", "case").exit_code == 0
    result = run("purge", "--db", db, "-q", "user:ana", "--dry-run")
    assert (result.exit_code, result.stdout) == (0, "7 events match; 1 more on hold, which stays\n")
    assert count(db) == 10


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["purge", "-q", "user:ana", "--count", "8", "--reason", "x"], "may not delete from this store"),
        (["purge", "--dry-run"], "may not delete from this store"),
        (["imports", "undo", "1", "--count", "10", "--reason", "x"], "may not undo an import"),
        (["retention", "set", "400d", "--reason", "x"], "may not change how long events are kept"),
        (["retention", "hold", "-q", "user:ana", "--reason", "x"], "may not change how long events are kept"),
        (["retention", "hold", "release", "1", "--reason", "x"], "may not change how long events are kept"),
    ],
)
def test_only_owners_may(db: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], said: str) -> None:
    """An Admin is refused with 77, and that is on record; looking at what was decided is theirs."""
    monkeypatch.setattr(session, "role_of", lambda *given: ADMIN)
    result = run(*words, "--db", db)
    assert (result.exit_code, count(db)) == (ExitCode.NOT_PERMITTED, 10)
    assert said in result.stderr and "ask your administrator" in result.stderr
    (event,) = recorded(db)
    assert (event.action, event.outcome) == ("refused", "failure")
    assert run("retention", "--db", db).stdout == "Events are kept for ever\n"
    assert run("retention", "hold", "list", "--db", db).exit_code == 0


def test_retention_decides_what_a_purge_without_a_query_deletes(db: Path, tmp_path: Path) -> None:
    """Set, shown, and done; an import leaves out what is older, and says so."""
    result = run("purge", "--db", db)
    assert result.exit_code == ExitCode.USAGE and "retention set" in result.stderr
    with closing(stores.open(db)) as store:
        young = [Event(at_us=4_000_000_000_000_000, id="young")]
        store.append(young, origin=store.imports()[0].origin)
    assert run("retention", "--db", db, "set", "2h", "--reason", "policy").exit_code == 0
    said = json.loads(run("retention", "show", "--db", db, "--json").stdout)
    assert (said["retention"], said["holds"]) == ("2h", [])
    due = said["due"]
    assert run("retention", "--db", db).stdout.splitlines()[1].startswith(f"{due} event")
    assert run("purge", "--db", db, "--count", due, "--reason", "policy").exit_code == 0
    assert count(db) == 11 - due
    log = tmp_path / "old.jsonl"
    log.write_text('{"time": "2020-01-01T10:00:00Z", "user": "Bob", "action": "Login"}\n')
    result = run("import", "--db", db, log)
    assert "0 imported, 1 older than what is kept, or deleted before" in result.stderr
    assert run("retention", "set", "forever", "--db", db, "--reason", "no more").exit_code == 0
    assert "1 imported" in run("import", "--db", db, log).stderr
    actions = [(event.action, event.description) for event in recorded(db)]
    assert [said for action, said in actions if action == "retention"] == [
        "set the retention to 2h, policy", "set the retention: events are kept for ever, no more",
    ]  # fmt: skip


@pytest.mark.parametrize("span", ["0d", "yesterday", "-3d", "400", ""])
def test_a_retention_is_a_span(db: Path, span: str) -> None:
    """Anything else is refused before it is on record."""
    result = run("retention", "set", "--db", db, "--reason", "x", "--", span)
    assert result.exit_code == ExitCode.USAGE and "400d" in result.stderr
    assert run("retention", "--db", db).stdout == "Events are kept for ever\n"


def test_a_hold_is_listed_and_released(db: Path) -> None:
    """Both on record; a hold that is not there is an error."""
    run("retention", "hold", "--db", db, "-q", "user:ana", "--reason", "case 17")
    assert run("retention", "hold", "list", "--db", db).stdout.endswith(": case 17: user:ana\n")
    assert "nothing to delete" in run("purge", "--db", db, "-q", "user:ana", "--reason", "x").stderr
    assert run("retention", "hold", "release", 9, "--db", db, "--reason", "x").exit_code == ExitCode.USAGE
    assert run("retention", "hold", "release", 1, "--db", db, "--reason", "closed").exit_code == 0
    assert run("retention", "hold", "list", "--db", db).stdout == ""
    assert [event.description for event in recorded(db)] == [
        "put 8 events on hold, case 17", "released hold 1, closed",
    ]  # fmt: skip
    assert run("verify", "--db", db).exit_code == 0


def test_an_import_is_undone(db: Path, tmp_path: Path) -> None:
    """What one import brought goes, nothing else; the same file brings nothing back."""
    log = tmp_path / "more.jsonl"
    log.write_text("".join(f'{{"time": "2026-09-23T10:00:0{n}Z", "user": "Bob"}}\n' for n in range(5)))
    run("import", "--db", db, log)
    assert count(db) == 15
    assert run("imports", "undo", 9, "--db", db, "--count", 1, "--reason", "x").exit_code == ExitCode.USAGE
    assert run("imports", "--db", db, "undo", 2, "--count", 5, "--reason", "wrong file").exit_code == 0
    with closing(stores.open(db, read_only=True)) as store:
        assert [event.id for event in store.events(EVERYTHING, Sort("seq", descending=False))] == [
            event.id for event in sample_events()
        ]
    assert "5 older than what is kept, or deleted before" in run("import", "--db", db, log).stderr
    assert count(db) == 10
    result = run("imports", "undo", 2, "--db", db, "--count", 5, "--reason", "x")
    assert "nothing is left of import 2" in result.stderr
    assert "undo by" in run("verify", "--db", db).stdout
    assert run("imports", "--json", "undo", 2, "--db", db).exit_code == ExitCode.USAGE


def test_on_a_terminal_the_number_is_typed(db: Path) -> None:
    """Another number deletes nothing; the right one and a reason do."""
    with started("purge", "--db", db, "-q", "user:ana") as terminal:
        terminal.wait_for("Type 8 to delete them")
        terminal.press("9\r")
        assert terminal.wait_exit() == ExitCode.FAILED
        assert "nothing was deleted" in terminal.text
    assert count(db) == 10
    with started("purge", "--db", db, "-q", "user:ana") as terminal:
        terminal.wait_for("Type 8 to delete them")
        terminal.press("8\r")
        terminal.wait_for("Reason")
        terminal.press("request 17\r")
        assert terminal.wait_exit() == 0
    assert count(db) == 2


def test_the_hash_of_the_query_needs_the_key(db: Path) -> None:
    """The tombstone's hash is that of the query with the person's key, which only they can read."""
    run("purge", "--db", db, "-q", "user:ana", "--count", 8, "--reason", "x")
    with closing(stores.open(db, read_only=True)) as store, store.evidence() as evidence:
        (tombstone,) = evidence.tombstones()
    assert tombstone.query_mac == purge_key.query_mac(parse("user:ana"))
    assert purge_key.key_file().stat().st_mode & 0o777 == 0o600
    purge_key.key_file().unlink()
    assert tombstone.query_mac != purge_key.query_mac(parse("user:ana"))


KILLED = """
import os, sys
from auditui.cli.main import cli
from auditui.store.sqlite.purging import Purge
Purge._wiped = lambda self: os._exit(9)
cli(sys.argv[1:])
"""
"""The command line, whose process ends the moment that a purge is committed, as by `kill -9`."""


def killed_purge(db: Path) -> None:
    """Delete what Ana did, and be killed before the bytes are wiped."""
    words = ["purge", "--db", db, "-q", "user:ana", "--count", 8, "--reason", "request 17"]
    done = subprocess.run([sys.executable, "-c", KILLED, *map(str, words)], check=False, capture_output=True)
    assert done.returncode == 9 and count(db) == 2


def test_a_purge_that_is_killed_is_on_record(db: Path) -> None:
    """It was before anything went, so that nobody deletes unrecorded by ending the program in time."""
    killed_purge(db)
    with closing(stores.open(journal_of(db), read_only=True)) as found:
        (begun,) = [event for event in found.events(EVERYTHING) if event.action == "deletion begun"]
    assert (begun.description, begun.outcome) == ("began to delete 8 events, request 17", "unknown")
    assert recorded(db) == []


def test_what_a_killed_purge_left_is_wiped_by_purge_alone(db: Path) -> None:
    """As verify advises: also where no retention says what is too old; then there is nothing more to do."""
    killed_purge(db)
    assert "auditui purge wipes them" in run("verify", "--db", db).stderr
    result = run("purge", "--db", db)
    assert (result.exit_code, count(db)) == (0, 2)
    assert "wiped what an earlier purge had left in the file" in result.stderr
    assert "auditui purge wipes them" not in run("verify", "--db", db).stderr
    assert [event.action for event in recorded(db)] == ["wiping"]
    assert run("purge", "--db", db).exit_code == ExitCode.USAGE

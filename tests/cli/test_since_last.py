"""`auditui export --since-last NAME` and `auditui exports`."""

from __future__ import annotations

import json
import shutil
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from auditui import handover, keeping
from auditui import store as stores
from auditui.cli.main import cli
from auditui.core.errors import AuditError, ExitCode, UsageError
from auditui.core.event import Event
from auditui.core.language import parse
from auditui.core.last_exports import LastExport, as_toml, checked_name, from_toml
from auditui.custody.private_files import BESIDE
from auditui.store.base import Deletion, Origin
from tests.cli.conftest import MINUTE, NINE

EVERY = list(range(1, 11))


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder with nothing in it."""
    for name in ("CONFIG", "STATE", "DATA"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    return tmp_path


def run(*words: object) -> Result:
    return CliRunner().invoke(cli, [str(word) for word in words])


def since(db: Path, *words: object, name: str = "nightly") -> Result:
    return run("export", "--db", db, "--since-last", name, *words)


def seqs(result: Result) -> list[int]:
    assert result.exit_code == 0, result.stderr
    return sorted(json.loads(line)["seq"] for line in result.stdout.splitlines())


def add(db: Path, *moments: int, action: str = "Update") -> None:
    """Events of this many minutes after nine, older ones too."""
    with closing(stores.open(db)) as store:
        events = [Event(at_us=NINE + moment * MINUTE, id=f"new-{moment}", action=action) for moment in moments]
        store.append(events, origin=Origin(f"{moments}.jsonl", "jsonl"))


def test_the_first_export_holds_everything_and_the_next_one_nothing(db: Path) -> None:
    """Then what came in, whenever it happened: an event of an hour before is as new as one of a day after."""
    assert seqs(since(db)) == EVERY
    assert seqs(since(db)) == []
    add(db, -60, 1440)
    assert seqs(since(db)) == [11, 12]
    assert seqs(since(db)) == []


def test_nothing_new_is_a_csv_of_its_header(db: Path, tmp_path: Path) -> None:
    """A program that reads it every night finds its columns."""
    since(db)
    out = tmp_path / "o.csv"
    assert since(db, "-o", out).exit_code == 0
    assert out.read_bytes().count(b"\r\n") == 1


def test_names_do_not_know_of_each_other(db: Path) -> None:
    """Nor do stores: the same name is another export in another store."""
    assert seqs(since(db)) == EVERY
    assert seqs(since(db, name="weekly review")) == EVERY
    other = db.with_name("other.db")
    with closing(stores.open(other, create=True)) as store:
        store.append([Event(at_us=NINE, action="Update")], origin=Origin("x", "jsonl"))
    assert seqs(since(other)) == [1]


def test_a_query_narrows_it_and_belongs_to_the_name(db: Path) -> None:
    """Another query under the same name would leave out what matches it and came before: it is refused."""
    assert seqs(since(db, "-q", "is:failed")) == [9]
    add(db, 20, 21)
    other = since(db, "-q", "user:ana")
    assert (other.exit_code, other.stdout) == (ExitCode.USAGE, "")
    assert "the export 'nightly' is of is:failed, not of user:ana" in other.stderr
    assert seqs(since(db, "-q", "is:failed")) == []
    assert seqs(since(db, "-q", "action:update", name="changes")) == [*range(1, 9), 11, 12]


def test_an_export_that_fails_does_not_count(db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file is there already, or the disk is full in the middle: the next one holds its events."""
    out = tmp_path / "o.csv"
    out.write_text("mine")
    assert since(db, "-o", out).exit_code == ExitCode.FAILED

    def full(*given: object, **named: object) -> None:
        raise AuditError("the disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(handover, "to_file", full)
        assert since(db, "-o", tmp_path / "p.csv").exit_code == ExitCode.FAILED
    assert run("exports", "--db", db).stdout == ""
    assert seqs(since(db)) == EVERY


def test_what_is_purged_in_between_is_in_no_export(db: Path) -> None:
    """And nothing else is left out, or handed over again, because of it."""
    since(db)
    add(db, 20, 21, 22)
    with closing(stores.open(db)) as store:
        store.purge(parse("seq:3,12"), Deletion("owner", "asked for"))
    assert seqs(since(db)) == [11, 13]
    add(db, 23)
    assert seqs(since(db)) == [14]


@pytest.mark.parametrize("later", [(), (30, 31, 32, 33)])
def test_an_older_copy_put_back_is_not_gone_on_with(db: Path, later: tuple[int, ...]) -> None:
    """Its next events would have positions that were handed over before: that would leave them out silently."""
    copy = db.with_name("copy.db")
    shutil.copy(db, copy)
    add(db, 20, 21)
    since(db)
    for beside in BESIDE:
        db.with_name(db.name + beside).unlink(missing_ok=True)
    copy.replace(db)
    if later:
        add(db, *later)
    result = since(db)
    assert (result.exit_code, result.stdout) == (ExitCode.STORE, "")
    assert "is not the store that the last export 'nightly' saw" in result.stderr
    assert run("exports", "--db", db, "--forget", "nightly").exit_code == 0
    assert len(seqs(since(db))) == 10 + len(later)


def test_what_arrives_while_it_runs_is_in_the_next_one(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted, written and kept is what one snapshot held."""
    plain = handover.count

    def counted(*given: object) -> int:
        add(db, 50)
        return plain(*given)  # type: ignore[arg-type]  # as it was given

    with monkeypatch.context() as patched:
        patched.setattr(handover, "count", counted)
        assert seqs(since(db)) == EVERY
    assert seqs(since(db)) == [11]


def test_a_limit_is_refused(db: Path) -> None:
    """What it leaves out would be in no later export either."""
    result = since(db, "--limit", 5)
    assert result.exit_code == ExitCode.USAGE
    assert "--limit would leave events out of every export" in result.stderr


def test_exports_are_listed_and_forgotten(db: Path) -> None:
    """With what they are of, and how far they came; nothing of another store."""
    assert "there was no regular export yet" in run("exports", "--db", db).stderr
    since(db, "-q", "is:failed")
    lines = run("exports", "--db", db).stdout.splitlines()
    assert lines[1].split()[0] == "nightly"
    assert lines[1].split()[2:] == ["1", "10", "is:failed"]
    said = json.loads(run("exports", "--db", db, "--json").stdout)
    assert (said["name"], said["events"], said["last_seq"]) == ("nightly", 1, 10)
    wrong = run("exports", "--db", db, "--forget", "nightley")
    assert (wrong.exit_code, "nightly" in wrong.stderr) == (ExitCode.USAGE, True)
    assert run("exports", "--db", db, "--forget", "nightly").exit_code == 0
    assert run("exports", "--db", db).stdout == ""


def test_what_is_forgotten_is_on_record(db: Path) -> None:
    """By its name, and not as a look; also that a name was wrong."""
    since(db)
    run("exports", "--db", db, "--forget", "n1")
    run("exports", "--db", db, "--forget", "nightly")
    journal = run("journal", "--db", db, "--plain").stdout
    assert "forgot the export nightly" in journal
    assert "did not finish (" in journal
    assert "forgot the export n1" in journal
    assert "looked at exports" not in journal


def test_the_journal_names_it(db: Path) -> None:
    """Count and query are those of this export, not of all that matches."""
    since(db)
    add(db, 20)
    since(db)
    journal = run("export", "--db", f"{db}.journal", "-q", "action:export", "--sort", "seq")
    exports = [json.loads(line)["details"] for line in journal.stdout.splitlines()]
    assert [(one["count"], one["since_last"]) for one in exports] == [(10, "nightly"), (1, "nightly")]


LAST = LastExport("uuid", "näme 'x'", 'user:"a b"', 7, 2, "9f2c", NINE, 3)


def test_the_file_gives_back_what_was_kept() -> None:
    """Whatever quotes a name or a query holds."""
    other = LastExport("uuid", "b", "", 0, 0, "", NINE, 0)
    known = {(one.store, one.name): one for one in (LAST, other)}
    assert from_toml(as_toml(known), "x") == known


@pytest.mark.parametrize(
    "text",
    [
        "[[export]\n",
        "export = 3\n",
        "[[export]]\nname = 'a'\n",
        as_toml({("", ""): LAST}).replace("seq = 7", "seq = -7"),
    ],
)
def test_a_damaged_file_is_no_first_export(text: str) -> None:
    """A number that is not there, or not one, must not begin anew, or in the middle."""
    with pytest.raises(UsageError, match="cannot be read"):
        from_toml(text, "exports.toml")


@pytest.mark.parametrize("name", ["", " ", "-x", "a\nb", "\x1b[2J", "x" * 61])
def test_what_cannot_be_typed_again_is_no_name(name: str) -> None:
    """Names are listed, and named in commands."""
    with pytest.raises(UsageError):
        checked_name(name)


def test_the_file_is_its_owners_alone(db: Path) -> None:
    """Queries say what somebody is after."""
    since(db)
    assert keeping.last_exports_file().stat().st_mode & 0o777 == 0o600

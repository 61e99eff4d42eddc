"""The import command: what it says, where it says it, and what it ends with."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner

from auditui import store as stores
from auditui.cli.main import cli
from auditui.core.query import EVERYTHING

GOOD = '{"id": "e%d", "time": "2026-10-05T10:00:00Z", "user": "ana", "action": "update", "token": "x"}\n'
BIG = '{"id": "e%d", "time": "2026-10-05T10:00:00Z", "user": "ana", "action": "update", "note": "%s"}\n'


@pytest.fixture(autouse=True)
def no_user_profiles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The profiles of whoever runs the tests stay out of them."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))


def program(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """The program as a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "auditui", *words],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ, **environment},
    )


def log(tmp_path: Path, text: str, name: str = "log.jsonl") -> str:
    path = tmp_path / name
    path.write_text(text)
    return str(path)


def test_a_summary_counts_everything_on_standard_error(tmp_path: Path) -> None:
    """Every count that is not zero in one line; nothing on standard output; code 3 for rejects."""
    program("--db", str(tmp_path / "a.db"), "import", log(tmp_path, GOOD % 1))
    text = GOOD % 1 + GOOD % 2 + GOOD % 2 + "{broken\n"
    done = program("import", "--db", str(tmp_path / "a.db"), log(tmp_path, text))
    assert done.returncode == 3
    assert done.stdout == ""
    assert "2 imported, 1 duplicate, 1 rejected, 2 redacted, 1 repeated in the same file" in done.stderr
    assert "log.jsonl:4: rejected: not JSON" in done.stderr
    again = program("--db", str(tmp_path / "a.db"), "import", log(tmp_path, GOOD % 1))
    assert again.returncode == 0
    assert "0 imported, 1 duplicate" in again.stderr


def test_a_report_for_programs(tmp_path: Path) -> None:
    """--json gives the sums and each file on standard output."""
    done = program("import", "--json", "--db", str(tmp_path / "a.db"), log(tmp_path, GOOD % 1))
    said = json.loads(done.stdout)
    assert (said["imported"], said["rejected"], said["seen"]) == (1, 0, 1)
    assert said["files"][0]["profile"] == "generic"


def test_a_dry_run_shows_mapping_and_events_and_makes_no_store(tmp_path: Path) -> None:
    """Profile, reason, each field's place, first events; no file."""
    done = program("import", "--dry-run", "--db", str(tmp_path / "a.db"), log(tmp_path, GOOD % 1))
    assert done.returncode == 0
    for words in ("generic (no profile fits", "at            time", "actor         user", "event 1", "[REDACTED]"):
        assert words in done.stdout
    assert not (tmp_path / "a.db").exists()


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["missing.jsonl"], 1, "no such file"),
        (["-"], 2, "--origin NAME"),
        (["log.jsonl", "--origin", "x"], 2, "--origin"),
        (["log.jsonl", "--profile", "nope"], 2, "no such profile"),
        (["log.jsonl", "--map", "user"], 2, "COLUMN=FIELD"),
        (["log.jsonl", "--map", "user=wizard"], 2, "no field is called 'wizard'"),
        (["log.jsonl", "--map", "nope=actor"], 2, "no record has this column"),
        (["log.jsonl", "--tz", "Mars/Base"], 2, "Mars"),
        ([".", "--follow"], 2, "--follow"),
        (["noise.bin"], 4, "nothing in it looks like a log"),
        (["prose.txt"], 4, "nothing in it looks like a log"),
        (["riddle.csv"], 2, "--day-first"),
    ],
)  # fmt: skip
def test_mistakes_end_in_one_line_and_a_code(tmp_path: Path, words: list[str], code: int, said: str) -> None:
    """Each says what, where and what next; no traceback, and nothing is imported."""
    log(tmp_path, GOOD % 1)
    (tmp_path / "noise.bin").write_bytes(bytes(range(256)) * 9)
    log(tmp_path, "Dear all,\nthis is no log.\n", "prose.txt")
    log(tmp_path, "date,user,action\n03/04/2026 10:00,ana,x\n05/04/2026 10:00,bob,y\n", "riddle.csv")
    done = subprocess.run(
        [sys.executable, "-m", "auditui", "import", "--db", "a.db", *words],
        capture_output=True, text=True, timeout=60, check=False, cwd=tmp_path, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert done.returncode == code, done.stderr
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_blank_file_becomes_a_store(tmp_path: Path) -> None:
    """A file of no bytes holds nothing to lose; other commands say how it becomes one, and leave it as it is."""
    db = tmp_path / "a b.db"
    db.touch(mode=0o644)
    for words in (["count"], ["stats"], ["show", "1"], ["export"], ["reindex"], ["imports"], ["verify"]):
        done = program(*words, "--db", str(db))
        assert done.returncode == 5
        assert f"hint: auditui import --db '{db}' FILE" in done.stderr
    assert db.stat().st_size == 0
    assert program("import", "--db", str(db), log(tmp_path, GOOD % 1)).returncode == 0
    assert program("count", "--db", str(db)).stdout == "1\n"
    assert db.stat().st_mode & 0o777 == 0o600


def test_a_blank_file_with_remains_of_a_store_is_left_alone(tmp_path: Path) -> None:
    """What stands beside it may be all that is left of a store."""
    db, wal = tmp_path / "a.db", tmp_path / "a.db-wal"
    db.touch()
    wal.write_bytes(b"precious")
    assert program("import", "--db", str(db), log(tmp_path, GOOD % 1)).returncode == 5
    assert wal.read_bytes() == b"precious"


@pytest.mark.parametrize("source", ["missing", "noise.bin", "*.nope", "hollow", "empty.log", "prose", "-"])
def test_an_import_that_finds_nothing_makes_no_store(tmp_path: Path, source: str) -> None:
    """Neither a store nor a journal comes up; where the store is there, the attempt is on its record."""
    (tmp_path / "noise.bin").write_bytes(bytes(range(256)) * 9)
    (tmp_path / "hollow").mkdir()
    (tmp_path / "prose").mkdir()
    log(tmp_path / "prose", "Dear all,\nthis is no log.\n", "README.md")
    log(tmp_path, "", "empty.log")
    before = {path.name for path in tmp_path.iterdir()}
    words = ["import", "--db", "a.db", source, *(["--origin", "x"] if source == "-" else [])]
    run = partial(
        subprocess.run, [sys.executable, "-m", "auditui", *words], input="", cwd=tmp_path, capture_output=True,
        text=True, timeout=60, check=False,
    )  # fmt: skip
    assert run().stderr
    assert {path.name for path in tmp_path.iterdir()} == before
    assert program("import", "--db", str(tmp_path / "a.db"), log(tmp_path, GOOD % 1)).returncode == 0
    run()
    listed = program("journal", "--plain", "--db", str(tmp_path / "a.db"), "-q", "action:import")
    assert len(listed.stdout.splitlines()) == 2


def test_what_comes_along_with_a_folder_may_be_no_log(tmp_path: Path) -> None:
    """It is skipped, visibly, and is no failure; named by itself, or all that there is, it is one."""
    folder = tmp_path / "logs"
    folder.mkdir()
    log(folder, GOOD % 1, "a.jsonl")
    readme = log(folder, "Dear all,\nthis is no log.\n", "README.md")
    done = program("import", "--json", "--db", str(tmp_path / "a.db"), str(folder))
    assert done.returncode == 0
    assert f"{readme}: skipped, nothing in it looks like a log" in done.stderr
    assert "1 imported, 1 redacted\n" in done.stderr
    said = json.loads(done.stdout)
    assert (said["skipped"], said["rejected"], [file["skipped"] for file in said["files"]]) == (1, 0, [True, False])
    assert program("import", "--db", str(tmp_path / "a.db"), str(folder), readme).returncode == 3
    (folder / "a.jsonl").unlink()
    assert program("import", "--db", str(tmp_path / "a.db"), str(folder)).returncode == 4


LOREM = "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor.\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (LOREM * 300, "no record in it has a time"),
        ("fruit,colour\napple,red\npear,green\n", "no record in it has a time"),
        (
            "import sys\n\nsize = 3, name = 4\nprint(size, file=sys.stderr, end='')\n" * 30,
            "nothing in it looks like a log",
        ),
        ("[main]\nkey = value\n" * 50, "nothing in it looks like a log"),
    ],
    ids=["prose", "a table", "a program", "a configuration"],
)
def test_what_is_no_log_is_no_heap_of_rejects(tmp_path: Path, text: str, said: str) -> None:
    """Prose, programs and tables without a time are nothing recognisable, unless somebody says what they are."""
    db, path = tmp_path / "a.db", log(tmp_path, text, "thing")
    done = program("import", "--db", str(db), path)
    assert (done.returncode, db.exists()) == (4, False)
    assert f"{path}: {said}" in done.stderr
    assert "hint: " in done.stderr
    assert program("import", "--db", str(db), path, "--format", "csv").returncode == 3


def test_the_summary_counts_files_that_there_are(tmp_path: Path) -> None:
    """A name without a file is said by itself."""
    done = program("import", "--db", str(tmp_path / "a.db"), log(tmp_path, GOOD % 1), str(tmp_path / "missing"))
    assert "files" not in done.stderr.splitlines()[-2]


def test_rejects_spare_what_is_there(tmp_path: Path) -> None:
    """A file, a link and the store stay; --force replaces a file, also by nothing; without rejects there is none."""
    kept, bad, good = tmp_path / "r.jsonl", log(tmp_path, GOOD % 1 + "{broken\n"), log(tmp_path, GOOD % 2, "good.jsonl")
    words = ["import", "--db", str(tmp_path / "a.db"), "--rejects", str(kept)]
    assert program(*words, good).returncode == 0
    assert not kept.exists()
    kept.write_text("precious")
    refused = program(*words, bad)
    assert (refused.returncode, kept.read_text()) == (1, "precious")
    assert "--force replaces it" in refused.stderr
    assert program(*words, "--force", bad).returncode == 3
    assert json.loads(kept.read_text())["line"] == 2
    assert program(*words, "--force", good).returncode == 0
    assert kept.read_text() == ""
    kept.unlink()
    kept.symlink_to(bad)
    assert program(*words, "--force", bad).returncode == 1
    store = program("import", "--db", str(tmp_path / "a.db"), "--rejects", str(tmp_path / "a.db"), "--force", bad)
    assert "this is the store itself" in store.stderr
    journal = program(
        "import", "--db", str(tmp_path / "a.db"), "--rejects", str(tmp_path / "a.db.journal"), "--force", bad
    )
    assert "this is the journal" in journal.stderr
    itself = program("import", "--db", str(tmp_path / "a.db"), "--rejects", bad, "--force", bad)
    assert "this is what is imported" in itself.stderr
    assert program("count", "--db", str(tmp_path / "a.db")).stdout == "2\n"


def test_standard_input(tmp_path: Path) -> None:
    """What comes through a pipe is imported under the name given."""
    db = str(tmp_path / "a.db")
    done = subprocess.run(
        [sys.executable, "-m", "auditui", "import", "-", "--origin", "app", "--db", db],
        input=GOOD % 1, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0
    listed = program("imports", "--db", db, "--json")
    assert json.loads(listed.stdout)["name"] == "app"
    assert "app" in program("imports", "--db", db).stdout


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_signal_stops_within_a_second_and_says_how_far_it_got(tmp_path: Path, number: int, code: int) -> None:
    """While the input is silent, too: a code of its own, the counts so far, and a store that holds them."""
    db = tmp_path / "a.db"
    process = subprocess.Popen(
        [sys.executable, "-m", "auditui", "import", "-", "--origin", "app", "--db", str(db)],
        stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdin
    assert process.stderr
    process.stdin.write(GOOD % 1 + GOOD % 2)
    process.stdin.flush()
    until = time.monotonic() + 20
    while time.monotonic() < until and not _holds(db, 2):
        time.sleep(0.1)
    begun = time.monotonic()
    process.send_signal(number)
    assert process.wait(10) == code
    assert time.monotonic() - begun < 2
    said = process.stderr.read()
    assert "interrupted, 2 imported" in said
    assert "over 2 events" in said
    process.stdin.close()
    process.stderr.close()
    assert _holds(db, 2)


def test_a_signal_for_the_whole_group_keeps_what_came_in(tmp_path: Path) -> None:
    """Whoever reads a big file for it gets the signal too: whole batches stay, nobody is left behind."""
    path, db = tmp_path / "big.jsonl", tmp_path / "a.db"
    with path.open("w") as stream:
        stream.writelines(BIG % (n, "x" * 400) for n in range(30_000))
    process = subprocess.Popen(
        [sys.executable, "-m", "auditui", "import", str(path), "--db", str(db)],
        stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    assert process.stderr
    until = time.monotonic() + 20
    while time.monotonic() < until and not (db.exists() and db.stat().st_size):
        time.sleep(0.02)
    time.sleep(0.3)
    os.killpg(process.pid, signal.SIGTERM)
    with process.stderr:
        said = process.stderr.read()
    assert process.wait(10) == 143
    assert "interrupted, " in said
    assert "ended by itself" not in said
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)
    kept = int(program("count", "--db", str(db)).stdout)
    assert kept < 30_000
    assert f"interrupted, {kept:,} imported" in said


def _holds(db: Path, wanted: int) -> bool:
    if not db.exists() or not db.stat().st_size:
        return False
    from auditui.core.errors import StoreError

    try:
        store = stores.open(db, read_only=True)
    except StoreError:
        return False
    try:
        return store.count(EVERYTHING) == wanted
    finally:
        store.close()


def test_formats_lists_every_profile_with_its_fields() -> None:
    """Names, titles and fields, as text and as JSON."""
    shown = program("formats").stdout
    said = json.loads(program("formats", "--json").stdout)
    assert {"json", "csv", "text"} <= set(said["formats"])
    names = {one["name"] for one in said["profiles"]}
    assert {"cloudtrail", "github", "ucrm", "access_log"} <= names
    assert all(name in shown for name in names)


@pytest.mark.parametrize(("said", "day"), [("--day-first", "2026-04-03"), ("--month-first", "2026-03-04")])
def test_a_date_of_two_readings_is_read_as_said(tmp_path: Path, said: str, day: str) -> None:
    """Either way."""
    source = log(tmp_path, "time,user,action\n03/04/2026 10:00:00,ana,update\n", "a.csv")
    shown = CliRunner().invoke(cli, ["import", source, "--dry-run", said]).output
    assert day in shown


@pytest.mark.parametrize("said", [["--day-first", "--month-first"], ["--month-first", "--day-first"]])
def test_both_readings_at_once_are_refused(tmp_path: Path, said: list[str]) -> None:
    """In any order: the one that came last used to win without a word."""
    source = log(tmp_path, "time,user,action\n03/04/2026 10:00:00,ana,update\n", "a.csv")
    result = CliRunner().invoke(cli, ["import", "--db", str(tmp_path / "a.db"), source, *said])
    assert (result.exit_code, (tmp_path / "a.db").exists()) == (2, False)
    assert "--day-first and --month-first contradict each other" in result.output

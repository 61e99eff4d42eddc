"""`verify`, and what `import` and `export` do for it."""

from __future__ import annotations

import json
import os
import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from auditui.cli.main import cli
from auditui.core.config import Config
from auditui.custody.integrity import last_verification
from tests.cli.conftest import HOSTILE
from tests.custody.tampering import copied, open_for_tampering

SAMPLES = Path(__file__).parent.parent.parent / "sample_data"


def run(*words: object) -> Result:
    return CliRunner().invoke(cli, [str(word) for word in words])


def log(path: Path, first: int, count: int) -> Path:
    lines = (
        json.dumps({"time": f"2026-09-22T09:00:{number:02d}Z", "id": f"n{number}", "actor": "ana", "action": "Update"})
        for number in range(first, first + count)
    )
    path.write_text("\n".join(lines) + "\n")
    return path


@pytest.fixture
def imported(tmp_path: Path) -> Path:
    """A store that `import` made, of five events."""
    path = tmp_path / "imported.db"
    assert run("import", log(tmp_path / "a.jsonl", 0, 5), "--db", path).exit_code == 0
    return path


def test_a_sound_store_says_so_in_one_line(db: Path) -> None:
    """How many of how many, and the head; the code is 0."""
    result = run("verify", "--db", db)
    assert result.exit_code == 0
    assert result.stdout.startswith("10/10 events verified, head ")
    assert len(result.stdout.strip().rpartition(" ")[2]) == 64


def test_what_was_changed_is_named(db: Path) -> None:
    """A line for each bad row with its kind, what to do on standard error, and code 6."""
    with open_for_tampering(db) as plain:
        plain.execute("UPDATE event SET description = 'x' WHERE seq = 3")
        plain.execute("DELETE FROM event WHERE seq = 5")
    result = run("verify", "--db", db)
    assert result.exit_code == 6
    assert result.stdout.splitlines()[0].startswith("8/10 events verified, head ")
    assert result.stdout.splitlines()[1:] == ["row 3: altered", "row 5: missing"]
    assert "keep the file as it is" in result.stderr


def test_programs_get_it_as_json(db: Path) -> None:
    """Kind, place and rows of each finding."""
    with open_for_tampering(db) as plain:
        plain.execute("DELETE FROM event WHERE seq > 8")
    result = run("verify", "--db", db, "--json")
    said = json.loads(result.stdout)
    assert (result.exit_code, said["sound"], said["total"], said["verified"]) == (6, False, 10, 8)
    assert said["findings"] == [{"kind": "tail cut", "place": "rows 9-10", "note": "", "first": 9, "last": 10}]
    assert (len(said["head"]["hash"]), said["head"]["events"], said["more"]) == (64, 10, 0)


def test_import_says_its_head_and_verify_finds_it_again(imported: Path, tmp_path: Path) -> None:
    """What is on paper can be compared years later, however much came in since."""
    result = run("import", log(tmp_path / "b.jsonl", 5, 3), "--db", imported, "--json")
    said = next(line for line in result.stderr.splitlines() if line.startswith("auditui: head "))
    head = said.split()[2]
    assert said.endswith(" over 8 events")
    assert json.loads(result.stdout)["head"] == head
    run("import", log(tmp_path / "c.jsonl", 8, 3), "--db", imported)
    for noted in (head, head[:16], head[:20].upper() + "…"):
        assert run("verify", "--db", imported, "--head", noted).exit_code == 0
    other = run("verify", "--db", imported, "--head", "0" * 16)
    assert (other.exit_code, "head 0000000000000000: missing" in other.stdout) == (6, True)
    assert run("verify", "--db", imported, "--head", head[:15]).exit_code == 2
    assert run("verify", "--db", imported, "--head", "x" * 20).exit_code == 2


def test_an_older_copy_put_back_is_found(imported: Path, tmp_path: Path) -> None:
    """The heads that `import` noted outside tell."""
    older = copied(imported, tmp_path / "older.db")
    run("import", log(tmp_path / "b.jsonl", 5, 3), "--db", imported)
    assert run("verify", "--db", imported).exit_code == 0
    copied(older, imported)
    result = run("verify", "--db", imported)
    assert result.exit_code == 6
    assert "store: older copy (head " in result.stdout
    elsewhere = run("verify", "--db", older)
    assert (elsewhere.exit_code, "a copy of a store that has gone on" in elsewhere.stderr) == (0, True)


def test_a_tail_cut_off_with_everything_about_it_is_found(imported: Path, tmp_path: Path) -> None:
    """Inside the file nothing tells any more, not even its counters."""
    run("import", log(tmp_path / "b.jsonl", 5, 3), "--db", imported)
    with open_for_tampering(imported) as plain:
        for table, column in (("event", "seq"), ("leaf", "seq"), ("head", "last_seq")):
            plain.execute(f"DELETE FROM {table} WHERE {column} > 5")
        plain.execute("DELETE FROM import WHERE id > 1")
        plain.execute("UPDATE sqlite_sequence SET seq = 5 WHERE name = 'event'")
        plain.execute("UPDATE sqlite_sequence SET seq = 1 WHERE name = 'import'")
        plain.execute("UPDATE sqlite_sequence SET seq = (SELECT max(number) FROM head) WHERE name = 'head'")
    result = run("verify", "--db", imported)
    assert (result.exit_code, "store: older copy" in result.stdout) == (6, True)


def test_a_store_that_was_never_noted_says_what_that_means(db: Path) -> None:
    """Until a head is outside, a cut tail cannot be told; verifying notes one."""
    assert "cannot be told" in run("verify", "--db", db).stderr
    assert run("verify", "--db", db).stderr == ""


def test_the_outcome_is_remembered_for_the_header(db: Path) -> None:
    """Good or bad, with the number of events and the head."""
    assert last_verification(db, Config()) is None
    run("verify", "--db", db)
    found = last_verification(db, Config())
    assert found is not None
    assert (found.is_sound, found.events, len(found.head)) == (True, 10, 64)
    with open_for_tampering(db) as plain:
        plain.execute("DELETE FROM event WHERE seq = 5")
    run("verify", "--db", db)
    found = last_verification(db, Config())
    assert found is not None
    assert (found.is_sound, found.events) == (False, 9)


def test_indexes_are_looked_at_when_asked(db: Path) -> None:
    """A bitmap that lies is no tampering with the evidence, so only --indexes finds it."""
    assert run("verify", "--db", db, "--indexes").exit_code == 0
    with sqlite3.connect(db) as plain:
        plain.execute("DELETE FROM part WHERE path = (SELECT id FROM path WHERE name = 'action')")
    plain.close()
    assert run("verify", "--db", db).exit_code == 0
    result = run("verify", "--db", db, "--indexes")
    assert result.exit_code == 6
    assert "index: altered (" in result.stdout


def test_a_text_index_that_cannot_be_read_is_a_finding(db: Path) -> None:
    """The evidence is sound, and what is derived from it is not."""
    with sqlite3.connect(db) as plain:
        plain.execute("DELETE FROM text_0_data WHERE id = (SELECT max(id) FROM text_0_data)")
    plain.close()
    result = run("verify", "--db", db, "--indexes")
    assert (result.exit_code, result.stdout[:6]) == (6, "10/10 ")
    assert "index: altered (" in result.stdout


def test_findings_are_told_without_obeying_them(db: Path) -> None:
    """What somebody wrote into the file reaches no terminal as it is."""
    with open_for_tampering(db) as plain:
        plain.execute("UPDATE meta SET value = ? WHERE key = 'uuid'", (HOSTILE,))
        plain.execute(f'CREATE TRIGGER "{HOSTILE.replace(chr(0x9B), "")}" AFTER INSERT ON event BEGIN SELECT 1; END')
    result = run("verify", "--db", db)
    assert result.exit_code == 6
    assert "\x1b" not in result.stdout
    assert "␛]0;pwned␇" in result.stdout


def test_a_long_list_is_cut_for_people_and_says_so(tmp_path: Path) -> None:
    """Fifty lines, and the number of the others."""
    path = tmp_path / "many.db"
    run("import", log(tmp_path / "a.jsonl", 0, 60), "--db", path)
    with open_for_tampering(path) as plain:
        plain.execute("UPDATE event SET description = 'x'")
    result = run("verify", "--db", path)
    assert len(result.stdout.splitlines()) == 52
    assert result.stdout.endswith("and 10 more\n")
    assert len(json.loads(run("verify", "--db", path, "--json").stdout)["findings"]) == 60


def test_a_bundle_is_exported_and_verified_without_the_store(db: Path, tmp_path: Path) -> None:
    """Two exports are the same bytes; one changed byte is code 6."""
    one, two = tmp_path / "one.bundle", tmp_path / "two.bundle"
    for out in (one, two):
        assert run("export", "--db", db, "-q", "user:ana", "-o", out).exit_code == 0
    assert one.read_bytes() == two.read_bytes()
    db.unlink()
    result = run("verify", one)
    assert (result.exit_code, result.stdout[:22]) == (0, "8/8 events verified, h")
    assert "not that it is all that matched" in result.stderr
    two.write_bytes(one.read_bytes().replace(b'"plan\\"', b'"plam\\"', 1))
    result = run("verify", two)
    assert (result.exit_code, result.stdout[:22]) == (6, "7/8 events verified, h")
    assert "line 3: altered (event 1 is not in the tree)" in result.stdout


@pytest.mark.parametrize("more", [["--columns", "api"], ["--limit", "3"], ["--sort", "seq"]])
def test_a_bundle_takes_no_choices(db: Path, more: list[str]) -> None:
    """It holds all that matches, whole and in order."""
    result = run("export", "--db", db, "--format", "bundle", *more)
    assert (result.exit_code, "have no effect on a bundle" in result.stderr) == (2, True)


@pytest.mark.parametrize("more", [["--indexes"], ["--db", "audit.db"]])
def test_what_a_bundle_has_no_use_for_is_refused(db: Path, tmp_path: Path, more: list[str]) -> None:
    """It holds no index, and needs no store."""
    run("export", "--db", db, "-o", tmp_path / "a.bundle")
    result = run("verify", tmp_path / "a.bundle", *more)
    assert (result.exit_code, "has no effect on a bundle" in result.stderr) == (2, True)


def test_a_store_is_no_bundle(db: Path) -> None:
    """The hint says how a store is named."""
    result = run("verify", db)
    assert (result.exit_code, "name a store with --db PATH" in result.stderr) == (6, True)


@pytest.mark.parametrize("lost", [1, 4096, 8191])
def test_a_file_whose_last_page_is_cut_is_told(tmp_path: Path, lost: int) -> None:
    """SQLite opens it, and every row is there: still it is not the file that was written, and code 6."""
    path = tmp_path / "a.db"
    assert run("import", SAMPLES / "api-audit.jsonl", "--db", path).exit_code == 0
    size = path.stat().st_size
    os.truncate(path, size - lost)
    result = run("verify", "--db", path)
    assert result.exit_code == 6
    said = f"file: tail cut ({size - lost:,} bytes, and its header says {size:,}; "
    assert result.stdout.splitlines()[1] == f"{said}auditui verify --indexes tells what else is lost)"

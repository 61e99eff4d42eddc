"""Each command on a small store: what it prints, where, and the code it ends with."""

from __future__ import annotations

import csv
import io
import json
import stat
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from auditui.cli.main import cli
from auditui.cli.stats import as_object
from auditui.store.base import Count, Histogram
from tests.cli.conftest import HOSTILE


def run(*words: object) -> Result:
    return CliRunner().invoke(cli, [str(word) for word in words])


def test_count_prints_the_bare_number(db: Path) -> None:
    """A script can use it as it is; nothing found is a number too, and no failure."""
    for query, number in [("", 10), ("user:ana", 8), ("is:failed", 1), ("user:nobody", 0), ("on:2026-09-22", 10)]:
        result = run("count", "--db", db, "-q", query)
        assert (result.exit_code, result.stdout, result.stderr) == (0, f"{number}\n", "")


def test_days_mean_the_zone_that_is_named(db: Path) -> None:
    """09:00 UTC is still the day before in Honolulu, where it is 23:00."""
    assert run("count", "--db", db, "-q", "on:2026-09-21").stdout == "0\n"
    assert run("count", "--db", db, "-q", "on:2026-09-21", "--tz", "Pacific/Honolulu").stdout == "10\n"


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """A store that counts as the screen wants it: it gives up early, and says so."""
    monkeypatch.setattr(
        "auditui.store.sqlite.store.SqliteStore.count",
        lambda store, query, as_of=None: Count(3, exact=False, note="it is short"),
    )


@pytest.mark.usefixtures("hasty")
def test_a_count_is_exact_where_the_screen_would_make_do_with_less(db: Path) -> None:
    """Somebody will put this number into a report."""
    assert run("count", "--db", db, "-q", "na").stdout == "8\n"


@pytest.mark.usefixtures("hasty")
def test_stats_that_are_lower_bounds_say_so(db: Path) -> None:
    """To people as a remark, to programs as a key."""
    result = run("stats", "--db", db, "-q", "na", "--json")
    assert (json.loads(result.stdout)["exact"], result.stderr) == (
        False,
        "auditui: these are lower bounds: it is short\n",
    )
    assert "exact" not in as_object(Count(3), [], Histogram())


def test_json_lines_are_the_rows_of_the_query_in_order(db: Path) -> None:
    """Newest first unless told otherwise, exactly the matching rows, by the names of the fields."""
    result = run("export", "--db", db, "-q", "user:ana", "--limit", 2)
    events = [json.loads(line) for line in result.stdout.splitlines()]
    assert (result.exit_code, result.stderr) == (0, "")
    assert [event["seq"] for event in events] == [8, 7]
    assert events[0]["at"] == "2026-09-22T09:07:00.000000Z"
    assert events[0]["changes"] == [{"field": "plan", "before": "free", "after": "pro"}]
    assert events[0]["origin"].startswith("sample.jsonl")


def test_the_sort_is_obeyed(db: Path) -> None:
    """`seq` is the order of import; events without the value come last either way."""
    seqs = [json.loads(line)["seq"] for line in run("export", "--db", db, "--sort", "seq").stdout.splitlines()]
    assert seqs == list(range(1, 11))
    took = [json.loads(line)["seq"] for line in run("export", "--db", db, "--sort", "-took").stdout.splitlines()]
    assert took == [8, 7, 6, 5, 4, 3, 2, 1, 10, 9]


def test_csv_guards_formulas_and_is_exact_otherwise(db: Path) -> None:
    """A pipe gets the text as recorded; JSON in cells has its controls escaped."""
    result = run("export", "--db", db, "--format", "csv", "-q", "seq:10", "--columns", "actor,details,ip")
    header, row = csv.reader(io.StringIO(result.stdout, newline=""))
    assert header == ["actor", "details", "ip"]
    assert row[0] == HOSTILE
    assert json.loads(row[1]) == {"=1+1": HOSTILE}
    assert "\x1b" not in row[1]


def test_nothing_found_still_has_a_header(db: Path) -> None:
    """Zero rows are a result, not an error."""
    result = run("export", "--db", db, "-q", "user:nobody", "--format", "csv", "--columns", "at,ip")
    assert result.stdout_bytes == b"at,ip\r\n"
    assert run("export", "--db", db, "-q", "user:nobody").stdout == ""
    assert json.loads(run("export", "--db", db, "-q", "user:nobody", "--format", "json").stdout) == []


def test_the_people_columns_say_where_there_is_nothing(db: Path) -> None:
    """As such reports do: N/A."""
    rows = list(csv.DictReader(io.StringIO(run("export", "--db", db, "--format", "csv", "--columns", "people").stdout)))
    assert {row["role"] for row in rows} == {"N/A"}


@pytest.mark.parametrize(
    ("name", "start"), [("o.csv", "seq,id,"), ("o.json", "[\n"), ("o.jsonl", '{"seq"'), ("o", '{"')]
)
def test_a_file_gets_the_format_of_its_name(db: Path, tmp_path: Path, name: str, start: str) -> None:
    """Private, complete, and silent about it."""
    result = run("export", "--db", db, "-o", tmp_path / name)
    assert (result.exit_code, result.output) == (0, "")
    assert (tmp_path / name).read_text().startswith(start)
    assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600


def test_an_existing_file_is_exit_code_1(db: Path, tmp_path: Path) -> None:
    """Unless it may be replaced."""
    (tmp_path / "o.csv").write_text("precious")
    result = run("export", "--db", db, "-o", tmp_path / "o.csv")
    assert (result.exit_code, result.stderr.splitlines()[-1]) == (1, "hint: --force replaces it")
    assert run("export", "--db", db, "-o", tmp_path / "o.csv", "--force").exit_code == 0


def test_show_prints_one_event_in_full(db: Path) -> None:
    """By position, or by the id of the source."""
    by_seq, by_id = run("show", "--db", db, 8), run("show", "--db", db, "e-7")
    assert by_seq.exit_code == 0
    assert by_seq.stdout == by_id.stdout
    assert "entity id     4707\n" in by_seq.stdout
    assert "  plan\n    before  free\n    after   pro\n" in by_seq.stdout


def test_show_as_json_is_the_object_of_an_export(db: Path) -> None:
    """One way to write an event, wherever it is written."""
    assert run("show", "--db", db, 10, "--json").stdout == run("export", "--db", db, "-q", "seq:10").stdout


@pytest.mark.parametrize("which", ["0", "11", "e-77", "9" * 40, "-"])
def test_an_event_that_is_not_there_is_exit_code_1(db: Path, which: str) -> None:
    """Asking for one thing and getting none is a failure, of the smallest kind."""
    result = run("show", "--db", db, which)
    assert (result.exit_code, result.stdout) == (1, "")
    assert f"there is no event '{which}'" in result.stderr


def test_show_is_clean_even_in_a_pipe(db: Path) -> None:
    """Text for people ends in pagers and terminals; exact bytes are what --json is for."""
    shown = run("show", "--db", db, 10).stdout
    assert "\x1b" not in shown
    assert "␛]0;pwned␇<U+009B>2J<U+202E>y" in shown


def test_stats_as_json_has_total_facets_and_histogram(db: Path) -> None:
    """The three answers agree on the query, and the buckets hold everything that was counted."""
    result = run("stats", "--db", db, "-q", "user:ana", "--by", "ip", "--by", "status", "--json")
    told = json.loads(result.stdout)
    assert result.exit_code == 0
    assert list(told) == ["total", "facets", "histogram"]
    assert told["total"] == 8
    assert told["facets"] == {
        "ip": [{"value": "10.0.0.5", "count": 8, "query": "ip:10.0.0.5"}],
        "status": [
            {"value": "2xx", "count": 8, "query": "status:2xx"},
            {"value": "200", "count": 8, "query": "status:200"},
        ],
    }
    assert sum(bucket["count"] for bucket in told["histogram"]["buckets"]) + told["histogram"]["left_out"] == 8


def test_stats_as_text_chooses_fields_that_are_filled(db: Path) -> None:
    """Without --by the telling fields of this very log."""
    shown = run("stats", "--db", db).stdout
    assert shown.startswith("10 events\n")
    assert "\naction\n  Update  8" in shown
    assert "\nrole\n" not in shown
    assert "\x1b" not in shown


def test_reindex_says_how_many_events_it_went_over(db: Path) -> None:
    """And the answers stay the same."""
    before = run("export", "--db", db, "-q", "update").stdout
    result = run("reindex", "--db", db)
    assert (result.exit_code, result.stdout) == (0, "")
    assert "10 events" in result.stderr
    assert run("export", "--db", db, "-q", "update").stdout == before


def test_a_backup_is_a_store_of_the_same_events(db: Path, tmp_path: Path) -> None:
    """Private, complete, usable at once; an existing file is left alone."""
    target = tmp_path / "copy.db"
    assert run("backup", "--db", db, target).exit_code == 0
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert [file.name for file in tmp_path.iterdir() if "copy" in file.name] == ["copy.db"]
    assert run("export", "--db", target).stdout == run("export", "--db", db).stdout
    assert run("backup", "--db", db, target).exit_code == 1


@pytest.mark.parametrize("beside", [".journal", ".journal-wal", "-wal", "-shm", "-journal"])
@pytest.mark.parametrize("words", [["export", "--format", "csv", "-o"], ["backup"], ["report", "--format", "md", "-o"]])
def test_nothing_beside_the_store_is_written_over(db: Path, words: list[str], beside: str) -> None:
    """Least of all the journal: --force would take what is on record with it."""
    run("count", "--db", db)
    target = db.with_name(db.name + beside)
    before = target.exists()
    result = run(*words, target, "--db", db, "--force")
    assert (result.exit_code, "name another file" in result.stderr) == (1, True)
    assert target.exists() is before
    assert "searched for" in run("journal", "--plain", "--db", db).stdout


@pytest.mark.parametrize("words", [["export", "--format", "csv", "-o"], ["backup"]])
def test_the_store_itself_is_never_written_over(db: Path, words: list[str]) -> None:
    """A slip of the hand with --force must not cost the log."""
    result = run(*words, db, "--db", db, "--force")
    assert (result.exit_code, "this is the store itself" in result.stderr) == (1, True)
    assert run("count", "--db", db).stdout == "10\n"


@pytest.mark.parametrize(
    "command", [["count"], ["export"], ["stats"], ["show", "1"], ["reindex"], ["backup", "copy.db"]]
)
def test_an_unusable_store_is_exit_code_5(tmp_path: Path, command: list[str]) -> None:
    """Missing, foreign or damaged: one line that says which file and what is wrong with it."""
    (tmp_path / "foreign.db").write_text("this is no database, however you look at it\n" * 100)
    for name in ("missing.db", "foreign.db"):
        result = run(*command, "--db", tmp_path / name)
        assert (result.exit_code, result.stdout) == (5, "")
        assert name in result.stderr.splitlines()[0]
        assert "internal" not in result.stderr


def test_the_explorer_needs_a_terminal(db: Path) -> None:
    """In a pipe it says what to use instead."""
    result = run("--db", db)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "auditui export" in result.stderr


@pytest.mark.parametrize("words", [["count"], ["export"], ["export", "--format", "csv"], ["stats", "--json"]])
def test_a_zone_goes_with_any_query(db: Path, words: list[str]) -> None:
    """It says what times in the query mean, so a script gives it whether there are any or not."""
    plain = run(*words, "--db", db, "-q", "user:ana")
    assert plain.exit_code == 0
    assert run(*words, "--db", db, "-q", "user:ana", "--tz", "Pacific/Honolulu").stdout == plain.stdout

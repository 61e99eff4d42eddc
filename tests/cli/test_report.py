"""`auditui report`: forms, files, exit codes, and what a terminal gets to see."""

from __future__ import annotations

import csv
import io
import json
import stat
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from auditui import store as stores
from auditui.cli.main import cli
from auditui.cli.report import TEXT_FORMATS
from auditui.cli.report_text import report_text
from auditui.core.event import Event
from auditui.insight.document import Column, Document, Entries, Entry, Table
from auditui.insight.finding import Severity
from auditui.store.base import Origin
from tests.cli.conftest import HOSTILE, NINE
from tests.formats.pdf.reading import Paper

EVENTS = Column("events", is_number=True)
DOCUMENT = Document(
    "Audit report",
    (("Store", "a.db"), ("Zone", "UTC")),
    (
        Entries(
            "Findings",
            (
                Entry(Severity.MEDIUM, "2026-09-22 09:00:00", "Mass deletion by Ana", "20 deletions", "auditui -q x"),
                Entry(Severity.LOW, "2026-09-21 09:00:00", "Weekend", "1 event", "auditui -q y"),
            ),
            ("Silence: nothing is known",),
        ),
        Table("Users", (Column("actor"), EVENTS), (("Ana", "1,200"), ("—", "3")), remark="and 1 more"),
        Table("Timeline", (Column("from"), EVENTS), (("09", "8"), ("10", "0")), (8, 0)),
    ),
)  # fmt: skip


@pytest.fixture
def busy(tmp_path: Path) -> Path:
    """A store in which a hostile name deletes twenty users in a minute."""
    path = tmp_path / "busy.db"
    store = stores.open(path, create=True)
    store.append(
        [
            Event(at_us=NINE + n, actor=HOSTILE, actor_kind="user", action="Delete", verb="delete", entity_type="user",
                  id=str(n), outcome="success")
            for n in range(20)
        ],
        origin=Origin("log.jsonl", "jsonl"),
    )  # fmt: skip
    store.close()
    return path


def run(*words: object) -> Result:
    return CliRunner().invoke(cli, ["report", *map(str, words)])


def test_text_is_laid_out_in_blocks() -> None:
    """Numbers to the right, bars only where a table has them, commands in one piece."""
    assert report_text(DOCUMENT).splitlines() == [
        "Audit report",
        "",
        "  Store  a.db",
        "  Zone   UTC",
        "",
        "Findings",
        "",
        "  medium  Mass deletion by Ana",
        "          2026-09-22 09:00:00",
        "          20 deletions",
        "          auditui -q x",
        "",
        "  low     Weekend",
        "          2026-09-21 09:00:00",
        "          1 event",
        "          auditui -q y",
        "",
        "  (Silence: nothing is known)",
        "",
        "Users",
        "  actor  events",
        "  Ana     1,200",
        "  —           3",
        "  and 1 more",
        "",
        "Timeline",
        "  from  events",
        "  09         8  ████████████████████████████████",
        "  10         0",
    ]


def test_a_report_tells_findings_and_numbers(busy: Path) -> None:
    """Text on standard output, nothing else, and exit code 0 though there is something to see."""
    result = run("--db", busy)
    assert (result.exit_code, result.stderr) == (0, "")
    for words in ("Mass deletion", "20 deletions (user)", "Users deleted", "Totals", "Timeline", "set hours and zone"):
        assert words in result.stdout
    assert f"--db {busy}" in result.stdout


@pytest.mark.parametrize("form", TEXT_FORMATS)
def test_no_format_lets_the_log_control_a_terminal(busy: Path, form: str) -> None:
    """Text and Markdown are clean, JSON escapes; CSV in a pipe is exact, as every CSV is."""
    out = run("--db", busy, "--format", form).stdout
    assert "pwned" in out
    assert ("\x1b" in out) == (form == "csv")


@pytest.mark.parametrize(
    ("name", "start"), [("o.md", "# Audit"), ("o.json", '{"store"'), ("o.csv", "rule,"), ("o.txt", "Audit report")]
)  # fmt: skip
def test_a_file_gets_the_format_of_its_name(busy: Path, tmp_path: Path, name: str, start: str) -> None:
    """Private, complete and silent about it; an existing one stays unless it may be replaced."""
    out = tmp_path / name
    assert (run("--db", busy, "-o", out).exit_code, run("--db", busy, "-o", out).exit_code) == (0, 1)
    assert out.read_text(encoding="utf-8").startswith(start)
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert run("--db", busy, "-o", out, "--force").exit_code == 0


def test_json_and_csv_are_for_programs(busy: Path) -> None:
    """The same findings in both."""
    told = json.loads(run("--db", busy, "--format", "json").stdout)
    rows = list(csv.DictReader(io.StringIO(run("--db", busy, "--format", "csv").stdout, newline="")))
    assert [one["rule"] for one in told["findings"]] == [row["rule"] for row in rows]
    assert {row["severity"] for row in rows} == {"high"}


def test_the_query_of_a_finding_counts_its_events(busy: Path) -> None:
    """As it is printed, through a command line."""
    (mass,) = (
        one
        for one in json.loads(run("--db", busy, "--format", "json").stdout)["findings"]
        if one["rule"] == "mass-deletion"
    )
    counted = CliRunner().invoke(cli, ["count", "--db", str(busy), "-q", mass["query"]])
    assert counted.stdout == "20\n"


@pytest.mark.parametrize(("limit", "code"), [("info", 8), ("low", 8), ("medium", 8), ("high", 8), (None, 0)])
def test_fail_on_is_exit_code_8(busy: Path, limit: str | None, code: int) -> None:
    """After the report, with one line of why on standard error."""
    result = run("--db", busy, *(("--fail-on", limit) if limit else ()))
    assert result.exit_code == code
    assert "Mass deletion" in result.stdout
    assert result.stderr == ("auditui: there are findings that are high\n" if limit else "")


def test_fail_on_is_met_by_what_is_severe_enough_only(db: Path) -> None:
    """A hostile name is medium: no alarm for who asked for high."""
    assert run("--db", db, "--fail-on", "high").exit_code == 0
    assert run("--db", db, "--fail-on", "medium").exit_code == 8


def test_fail_on_writes_the_file_first(busy: Path, tmp_path: Path) -> None:
    """Whoever is called in wants to read it."""
    assert run("--db", busy, "--fail-on", "high", "-o", tmp_path / "r.md").exit_code == 8
    assert (tmp_path / "r.md").exists()


def test_a_period_is_compared_with_the_one_before(db: Path) -> None:
    """Five of the ten events are in the second five minutes; days mean the zone that is named."""
    told = json.loads(run("--db", db, "-q", "on:2026-09-22T09:05Z..2026-09-22T09:09Z", "--format", "json").stdout)
    assert told["summary"]["totals"]["events"] == {"count": 5, "before": 5}
    assert run("--db", db, "-q", "on:2026-09-21", "--tz", "Pacific/Honolulu", "--format", "json").exit_code == 0
    text = run("--db", db, "-q", "on:2026-09-21", "--tz", "Pacific/Honolulu").stdout
    assert "Period    2026-09-21 00:00:00 – 2026-09-21 23:59:59 (1 d)" in text
    assert "Zone      Pacific/Honolulu" in text


def test_nothing_found_is_a_short_report(db: Path) -> None:
    """No period, no tables, no failure."""
    result = run("--db", db, "-q", "user:nobody", "--fail-on", "info")
    assert (result.exit_code, result.stderr) == (0, "")
    assert "Events  none" in result.stdout
    assert len(result.stdout.splitlines()) < 10


def test_the_configuration_decides(db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Hours, thresholds and rules to leave out come from the person's file; a wrong name is a usage error."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    config = tmp_path / "auditui" / "config.toml"
    config.parent.mkdir()
    config.write_text('[findings]\nhours = "10:00-18:00"\nzone = "UTC"\nleave_out = ["control-characters"]\n')
    told = json.loads(run("--db", db, "--format", "json").stdout)
    assert [one["rule"] for one in told["findings"]] == ["off-hours", "off-hours"]
    assert told["notes"] == []
    config.write_text('[findings]\nleave_out = ["offhours"]\n')
    wrong = run("--db", db)
    assert (wrong.exit_code, wrong.stdout) == (2, "")
    assert "off-hours" in wrong.stderr


@pytest.mark.parametrize("words", [["--force"], ["--fail-on", "bad"], ["--format", "xml"], ["-q", "status:>"]])
def test_what_has_no_effect_or_no_meaning_is_a_usage_error(db: Path, words: list[str]) -> None:
    """Exit code 2 and nothing on standard output."""
    result = run("--db", db, *words)
    assert (result.exit_code, result.stdout) == (2, "")


def test_the_store_itself_is_never_written_over(db: Path) -> None:
    """Not even with --force."""
    assert run("--db", db, "--format", "csv", "-o", db, "--force").exit_code == 1
    assert run("--db", db).exit_code == 0


def test_a_pdf_by_the_name_of_the_file(busy: Path, tmp_path: Path) -> None:
    """Private as every file; it names the newest head, so that it can be held against the store later."""
    target = tmp_path / "report.pdf"
    result = run("--db", busy, "-o", target)
    assert (result.exit_code, result.stdout) == (0, "")
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    text = Paper(target.read_bytes()).text()
    assert "Mass deletion" in text
    with closing(stores.open(busy, read_only=True)) as store, store.evidence() as evidence:
        (*_, head) = evidence.heads()
    assert head.chain.hex() in text


def test_a_font_is_for_paper_alone(busy: Path) -> None:
    """An option without effect is refused."""
    result = run("--db", busy, "--format", "md", "--font", "x.ttf")
    assert result.exit_code == 2
    assert "--font has no effect on md" in result.stderr

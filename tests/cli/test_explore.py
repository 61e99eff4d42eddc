"""Opening the explorer: on a store, on files, on standard input."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest
from click.testing import CliRunner

from auditui.cli.main import cli
from auditui.core.language import parse
from auditui.core.positions import Position
from auditui.core.query import EVERYTHING
from auditui.core.view import Sort, View
from auditui.session import Session
from tests.terminal import started

SAMPLES = Path(__file__).parents[2] / "sample_data"
Shown = list[tuple[str, int, View, dict[str, object]]]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Folders of the test's own, also for what is temporary."""
    for variable in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "TMPDIR"):
        monkeypatch.setenv(variable, str(tmp_path))
    monkeypatch.delenv("AUDITUI_DB", raising=False)
    monkeypatch.setattr("tempfile.tempdir", None)
    return tmp_path


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> Shown:
    """What the explorer would have shown: path and size of the store, the view, the rest."""
    seen: Shown = []

    def run(here: Session, view: View, **more: object) -> None:
        seen.append((str(here.path), int(here.store.count(EVERYTHING)), view, more))

    monkeypatch.setattr("auditui.tui.start.run", run)
    monkeypatch.setattr("auditui.tui.start.require_terminal", lambda: None)
    return seen


def test_the_first_start_opens_an_empty_store(home: Path, shown: Shown) -> None:
    """Nothing has to be set up to look around."""
    assert CliRunner().invoke(cli, []).exit_code == 0
    assert shown[0][1:3] == (0, View())


def test_files_are_looked_at_without_being_kept(home: Path, shown: Shown) -> None:
    """While the explorer runs there is a store of them, and afterwards nothing, nowhere."""
    files = (str(SAMPLES / "api-audit.jsonl"), str(SAMPLES / "access.log"))
    result = CliRunner().invoke(cli, [*files, "-q", "is:failed"])
    assert (result.exit_code, result.stdout) == (0, "")
    path, count, view, more = shown[0]
    assert count > 263
    assert (str(view.query), more["files"]) == ("is:failed", files)
    assert path.startswith(str(home))
    assert [file for file in home.rglob("*") if file.is_file()] == []


def test_the_demo_opens_the_sample_logs(home: Path, shown: Shown) -> None:
    """Whoever has no log at hand sees the explorer with rows all the same."""
    assert CliRunner().invoke(cli, ["demo"]).exit_code == 0
    assert shown[0][1] > 700


def test_nothing_recognisable_is_exit_code_4(home: Path, shown: Shown) -> None:
    """There is nothing to look at, so no explorer opens."""
    (home / "noise.bin").write_bytes(bytes(range(256)) * 50)
    result = CliRunner().invoke(cli, [str(home / "noise.bin")])
    assert (result.exit_code, shown) == (4, [])
    assert "noise.bin" in result.stderr


def test_a_missing_file_opens_nothing(home: Path, shown: Shown) -> None:
    """A mistyped command is such a file: the error names it."""
    result = CliRunner().invoke(cli, ["exprot"])
    assert shown == []
    assert result.exit_code not in {0, 5}
    assert "exprot" in result.stderr


def test_a_store_beside_files_is_refused(home: Path, shown: Shown) -> None:
    """`--db` would do nothing there; AUDITUI_DB is no wish for this line and stays silent."""
    result = CliRunner().invoke(cli, ["--db", "a.db", str(SAMPLES / "access.log")])
    assert (result.exit_code, shown) == (2, [])
    assert "--db has no effect with files" in result.stderr
    assert CliRunner(env={"AUDITUI_DB": "a.db"}).invoke(cli, [str(SAMPLES / "access.log")]).exit_code == 0


def test_the_configuration_decides_what_the_line_leaves_open(home: Path, shown: Shown) -> None:
    """Options win over the file."""
    (home / "auditui").mkdir()
    (home / "auditui" / "config.toml").write_text('[display]\nzone = "Europe/Vienna"\npage_size = 50\nmouse = false\n')
    assert CliRunner().invoke(cli, []).exit_code == 0
    assert CliRunner().invoke(cli, ["--tz", "UTC", "--page-size", "500"]).exit_code == 0
    assert [(view.zone, view.page_size) for _, _, view, _ in shown] == [("Europe/Vienna", 50), ("UTC", 500)]
    assert shown[0][3]["mouse"] is False


def test_configured_secrets_are_hidden_in_files_too(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What an organisation calls secret never reaches a screen, not even for a look."""
    (home / "auditui").mkdir()
    (home / "auditui" / "config.toml").write_text('[redaction]\nkeys = ["salary"]\n')
    (home / "a.jsonl").write_text(
        '{"time": "2026-07-01T10:00:00Z", "user": "ana", "action": "Update", "salary": "70123"}\n'
    )
    found: list[int] = []

    def run(here: Session, view: View, **more: object) -> None:
        from auditui.core.language import parse

        found.extend(int(here.store.count(parse(text))) for text in ("ana", "70123"))

    monkeypatch.setattr("auditui.tui.start.run", run)
    monkeypatch.setattr("auditui.tui.start.require_terminal", lambda: None)
    assert CliRunner().invoke(cli, [str(home / "a.jsonl")]).exit_code == 0
    assert found == [1, 0]


def left_in(home: Path) -> list[str]:
    return [str(file) for file in home.rglob("*") if file.is_file()]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_leaves_no_copy_of_the_log(home: Path, number: signal.Signals) -> None:
    """A dropped connection or a shutdown removes the throw-away store as quitting does."""
    with started(SAMPLES / "api-audit.jsonl") as terminal:
        terminal.wait_for("263")
        assert left_in(home) != []
        terminal.signal(number)
        assert terminal.wait_exit() == 128 + number
    assert left_in(home) == []


def test_a_log_can_come_through_a_pipe(home: Path) -> None:
    """`zcat audit.gz | auditui -`: the log comes from the pipe, the keys from the terminal."""
    with started("-", input_from=SAMPLES / "api-audit.jsonl") as terminal:
        terminal.wait_for("263")
        terminal.press("q")
        assert terminal.wait_exit() == 0
    assert left_in(home) == []


@pytest.mark.parametrize("make", ["empty.log", "header.csv", "folder"])
def test_files_without_events_are_told_not_shown(home: Path, make: str) -> None:
    """Nothing found is no failure, and no explorer to quit."""
    path = home / make
    if make == "folder":
        path.mkdir()
    else:
        path.write_text("time,user,action\n" if make == "header.csv" else "")
    with started(path) as terminal:
        assert terminal.wait_exit() == 0
        assert "auditui: there are no events to look at" in terminal.text
        assert "hint: " in terminal.text


def test_a_query_that_is_given_wins_over_the_one_that_was_left(
    home: Path, shown: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where it asks for everything, and so does any other option that says what is the default anyway."""
    left = Position(View(parse("user:ben"), Sort("actor", descending=False), page_size=50), seq=7)
    monkeypatch.setattr("auditui.keeping.position", lambda path, store_id: left)
    for words in ([], ["-q", ""], ["--sort", "-at"], ["--page-size", "200"]):
        assert CliRunner().invoke(cli, words).exit_code == 0
    views = [(str(view.query), str(view.sort), view.page_size) for _, _, view, _ in shown]
    assert views == [("user:ben", "actor", 50), ("", "-at", 200), ("user:ben", "-at", 50), ("user:ben", "actor", 200)]
    assert [more["standing_on"] for *_, more in shown] == [7, None, 7, 7]

"""Folders of many files are read by other processes before their turn, and nobody can tell but by the time."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from auditui import ahead
from auditui import store as stores
from auditui.ahead import MANY, Ahead, Found
from auditui.apart import Reader
from auditui.core.errors import ExitCode, UsageError
from auditui.core.event import Event
from auditui.core.query import EVERYTHING
from auditui.core.redact import DEFAULT, Redactor
from auditui.core.view import NEWEST_FIRST
from auditui.formats.containers import open_path
from auditui.formats.reading import ReadOptions
from auditui.import_report import ImportReport
from auditui.sources import ImportOptions
from auditui.store.base import Store
from auditui.transfer import Importing, Unwatched, import_sources

FILES = MANY + 20


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty store."""
    made = stores.open(tmp_path / "store.db", create=True)
    yield made
    made.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Many small logs, and among them all that a folder may hold besides: the empty, the damaged, no logs at all."""
    made = tmp_path / "logs"
    made.mkdir()
    for number in range(FILES):
        write(made / f"{number:03}.jsonl", number)
    (made / "005.jsonl").write_bytes(b"")
    (made / "007.jsonl").write_bytes(bytes(range(256)) * 40)
    (made / "009.jsonl").write_text('{"user": "ana"}\n{"time": "2026-07-01T10:00:00Z", "user": "ana"}\n', "utf-8")
    return made


def write(path: Path, number: int) -> None:
    lines = [
        {
            "time": f"2026-07-01T10:{number % 60:02}:{second:02}Z",
            "user": f"ana{number}",
            "action": "update",
            "n": second,
        }
        for second in range(3)
    ]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")


def stored(store: Store) -> list[Event]:
    return list(store.events(EVERYTHING, NEWEST_FIRST))


def files_of(report: ImportReport) -> list[tuple[object, ...]]:
    return [
        (one.name, one.format, one.profile, one.imported, one.rejected, one.problem, one.skipped)
        for one in report.files
    ]


def read_here(folder: Path, path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[list[Event], ImportReport]:
    """What the import of a folder gives without other processes."""
    with monkeypatch.context() as patch:
        patch.setattr(ahead, "can_help", lambda: False)
        store = stores.open(path, create=True)
        report = import_sources(store, [str(folder)])
        events = stored(store)
        store.close()
    return events, report


def test_a_folder_gives_what_its_files_give_one_by_one(
    store: Store, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Events, their order, counts, problems: all is as if they had been read where they are stored."""
    events, report = read_here(folder, tmp_path / "here.db", monkeypatch)
    started: list[Reader] = []

    def start(options: ReadOptions, redactor: Redactor) -> Reader:
        started.append(Reader(options, redactor))
        return started[-1]

    monkeypatch.setattr(ahead, "Reader", start)
    apart = import_sources(store, [str(folder)])
    assert started
    assert files_of(apart) == files_of(report)
    assert stored(store) == events
    assert len(events) == (FILES - 3) * 3 + 1
    assert all(reader._child.poll() is not None for reader in started)


def test_strictness_stops_at_the_same_record(store: Store, folder: Path) -> None:
    """What was read ahead of the record that stops the import is not in."""
    report = import_sources(store, [str(folder)], ImportOptions(strict=True))
    assert report.strict_stop
    assert [file.name for file in report.files][-1].endswith("009.jsonl")
    assert len(stored(store)) == 7 * 3


def test_stopping_keeps_whole_files_and_ends_the_processes(store: Store, folder: Path) -> None:
    """Whoever stops after some files finds these in, and the next import completes it."""

    class Impatient(Unwatched):
        def __init__(self) -> None:
            self.files = 0

        def finished(self, report: object) -> None:
            self.files += 1

        def stopping(self) -> bool:
            return self.files >= 20

    importing = Importing([str(folder)], None, Impatient())
    assert importing.into(store).exit_code is ExitCode.INTERRUPTED
    assert not importing._ahead._readers
    assert 0 < len(stored(store)) < FILES * 3 // 2
    import_sources(store, [str(folder)])
    assert len(stored(store)) == (FILES - 3) * 3 + 1


def test_a_question_about_the_files_ends_the_processes(store: Store, folder: Path) -> None:
    """Dates that can be read in two ways are asked about as ever."""
    (folder / "010.jsonl").write_text('{"time": "03/04/2026 10:00:00", "user": "ana", "action": "x"}\n', "utf-8")
    importing = Importing([str(folder)])
    with pytest.raises(UsageError, match="two ways"):
        importing.into(store)
    assert not importing._ahead._readers


def test_few_small_files_start_no_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process takes longer to start than a few files take to read."""
    monkeypatch.setattr(ahead, "Reader", pytest.fail)
    log = tmp_path / "log.jsonl"
    write(log, 1)
    places = [Found(log)] * MANY
    waiting = Ahead(ReadOptions(), DEFAULT, is_wanted=True)
    assert list(waiting.over(iter(places))) == places
    assert waiting.open(next(open_path(log))) is None


def test_what_is_followed_is_read_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many files there are."""
    monkeypatch.setattr(ahead, "Reader", pytest.fail)
    log = tmp_path / "log.jsonl"
    write(log, 1)
    places = [Found(log)] * (MANY * 2)
    assert list(Ahead(ReadOptions(), DEFAULT, is_wanted=False).over(iter(places))) == places

"""Logs into a store: every record accounted for, whatever the files hold."""

from __future__ import annotations

import gzip
import json
import os
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from auditui import store as stores
from auditui.cli.rejects_file import RejectsFile
from auditui.core.errors import ExitCode, UsageError
from auditui.core.query import EVERYTHING
from auditui.core.view import Sort
from auditui.formats.containers import PAUSE_SECONDS
from auditui.formats.reading import ReadOptions
from auditui.import_report import FileReport, ImportReport, Reject
from auditui.preview import preview
from auditui.sources import ImportOptions
from auditui.store.base import Store
from auditui.transfer import Unwatched, import_sources

SEQ = Sort("seq", descending=False)
SECRET = "hunter2-Tr0ub4dor"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = stores.open(tmp_path / "audit.db", create=True)
    yield made
    made.close()


def line(number: int, **said: Any) -> str:  # noqa: ANN401  any JSON
    at = f"2026-10-05T10:{number // 60 % 60:02}:{number % 60:02}.{number // 3600:03}Z"
    return json.dumps({"id": f"e{number}", "time": at, "user": "ana", "action": "update", "n": number, **said}) + "\n"


class Watching(Unwatched):
    """Keeps what it is told; stops after a number of events."""

    def __init__(self, stop_after: int | None = None) -> None:
        self.rejects: list[Reject] = []
        self.finished_files: list[FileReport] = []
        self.events = 0
        self.taken: list[int] = []
        self._stop_after = stop_after

    def progress(self, taken: int, events: int) -> None:
        self.events = events
        self.taken.append(taken)

    def reject(self, reject: Reject) -> None:
        self.rejects.append(reject)

    def finished(self, report: FileReport) -> None:
        self.finished_files.append(report)

    def stopping(self) -> bool:
        return self._stop_after is not None and self.events >= self._stop_after


def balanced(report: ImportReport) -> bool:
    """The sum that must always hold."""
    return all(
        file.seen == file.imported + file.duplicate + file.expired + file.merged + file.rejected
        for file in report.files
    )


def test_every_record_is_imported_duplicate_or_rejected(store: Store, tmp_path: Path) -> None:
    """Known, new, repeated and broken lines and one without a time: counts that add up, and each reject kept."""
    (tmp_path / "before.jsonl").write_text(line(1))
    import_sources(store, [str(tmp_path / "before.jsonl")])
    path = tmp_path / "log.jsonl"
    path.write_text(
        line(1) + line(2) + line(2) + "{broken\n" + json.dumps({"user": "x", "note": f"password={SECRET}"}) + "\n"
    )
    watch = Watching()
    report = import_sources(store, [str(path)], watcher=watch)
    (file,) = report.files
    assert (file.imported, file.duplicate, file.rejected, file.repeated, file.seen) == (2, 1, 2, 1, 5)
    assert report.exit_code is ExitCode.REJECTED
    assert [(reject.line, reject.reason) for reject in watch.rejects] == [
        (4, "not JSON: expecting property name enclosed in double quotes at character 2"),
        (5, "no time in it"),
    ]
    assert SECRET not in watch.rejects[1].text
    _, imported = store.imports()
    assert (imported.seen, imported.imported, imported.duplicate, imported.rejected, imported.done) == (
        5,
        2,
        1,
        2,
        True,
    )
    assert imported.origin.name == str(path)
    assert imported.origin.size == path.stat().st_size
    assert len(imported.origin.sha256) == 64


def test_importing_again_adds_nothing(store: Store, tmp_path: Path) -> None:
    """The same file again is duplicates only, under another name and compressed too."""
    path = tmp_path / "log.jsonl"
    path.write_text("".join(map(line, range(50))))
    (tmp_path / "copy.gz").write_bytes(gzip.compress(path.read_bytes()))
    assert import_sources(store, [str(path)]).total("imported") == 50
    again = import_sources(store, [str(path), str(tmp_path / "copy.gz")])
    assert (again.total("imported"), again.total("duplicate"), again.exit_code) == (0, 100, ExitCode.DONE)
    assert store.count(EVERYTHING) == 50


def test_one_bad_file_does_not_stop_the_rest(store: Store, tmp_path: Path) -> None:
    """Missing, binary, empty and truncated files each say what they are; the good one is in."""
    (tmp_path / "a.bin").write_bytes(os.urandom(5000))
    (tmp_path / "b.jsonl").write_bytes(b"")
    (tmp_path / "c.jsonl").write_text(line(1))
    noise = "".join(line(n, x=os.urandom(40).hex()) for n in range(2000)).encode()
    (tmp_path / "d.gz").write_bytes(gzip.compress(noise)[:-4000])
    os.mkfifo(tmp_path / "e.pipe")
    names = [str(tmp_path / name) for name in ("a.bin", "b.jsonl", "c.jsonl", "d.gz", "e.pipe", "missing")]
    report = import_sources(store, names)
    problems = {Path(file.name).name: file.problem for file in report.files}
    assert "looks like a log" in problems["a.bin"]
    assert problems["b.jsonl"] == "is empty"
    assert problems["c.jsonl"] == ""
    assert "cut off" in problems["d.gz"]
    assert "pipe" in problems["e.pipe"]
    assert "no such file" in problems["missing"]
    by_name = {Path(file.name).name: file for file in report.files}
    assert by_name["c.jsonl"].imported == 1
    assert by_name["d.gz"].imported > 1000
    assert by_name["d.gz"].rejected >= 1
    assert balanced(report)
    assert report.exit_code is ExitCode.REJECTED


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("noise", bytes(range(256)) * 20, ExitCode.UNRECOGNISED),
        ("empty.json", b"", ExitCode.DONE),
        ("page.json", b'{"records": [], "total": 9}', ExitCode.DONE),
    ],
)
def test_exit_codes_of_one_file(store: Store, tmp_path: Path, name: str, content: bytes, code: ExitCode) -> None:
    """Nothing recognisable is a code of its own; an empty file and an empty page are no failure."""
    (tmp_path / name).write_bytes(content)
    assert import_sources(store, [str(tmp_path / name)]).exit_code is code
    assert import_sources(store, [str(tmp_path / "missing")]).exit_code is ExitCode.FAILED


def test_strict_stops_at_the_first_reject(store: Store, tmp_path: Path) -> None:
    """Nothing behind the first reject is read."""
    path = tmp_path / "log.jsonl"
    path.write_text(line(1) + "{broken\n" + line(2))
    report = import_sources(store, [str(path)], ImportOptions(strict=True))
    assert report.strict_stop
    assert report.total("rejected") == 1
    assert report.exit_code is ExitCode.REJECTED
    assert store.count(EVERYTHING) <= 1


def test_a_stop_keeps_whole_batches_and_the_same_again_completes(store: Store, tmp_path: Path) -> None:
    """After a stop the report says how far it got, and the same import again ends with every event once."""
    path = tmp_path / "log.jsonl"
    path.write_text("".join(map(line, range(5000))))
    report = import_sources(store, [str(path)], watcher=Watching(stop_after=2000))
    assert report.stopped
    assert report.exit_code is ExitCode.INTERRUPTED
    kept = store.count(EVERYTHING)
    assert report.total("imported") == kept < 5000
    again = import_sources(store, [str(path)])
    assert again.total("imported") + again.total("duplicate") == 5000
    assert store.count(EVERYTHING) == 5000
    assert not store.check_indexes().differences


def test_rejects_can_be_imported_again_after_mending(store: Store, tmp_path: Path) -> None:
    """A private file of file, line, reason and record; mended records come in from it."""
    path, kept = tmp_path / "log.jsonl", tmp_path / "rejects.jsonl"
    path.write_text(line(1) + json.dumps({"id": "e2", "user": "bob", "action": "x", "time": "soon"}) + "\n")
    with RejectsFile(kept) as rejects:

        class Keeping(Watching):
            def reject(self, reject: Reject) -> None:
                rejects.add(reject)

        import_sources(store, [str(path)], watcher=Keeping())
    assert kept.stat().st_mode & 0o777 == 0o600
    said = json.loads(kept.read_text())
    assert (said["file"], said["line"]) == (str(path), 2)
    kept.write_text(kept.read_text().replace("soon", "2026-10-05T11:00:00Z"))
    assert import_sources(store, [str(kept)]).total("imported") == 1
    assert [event.actor for event in store.events(EVERYTHING, SEQ)] == ["ana", "bob"]
    assert store.find("e2")[0].details == {}


def test_a_rejected_row_keeps_its_names(store: Store, tmp_path: Path) -> None:
    """A row with a cell too many is kept under the names of the columns: mended it comes in, and secrets are known."""
    path, kept = tmp_path / "log.csv", tmp_path / "rejects.jsonl"
    rows = "2026-10-05T10:00:00Z;ana;update;x\n2026-10-05T10:01:00Z;bob;delete;{};1\n"
    path.write_text("time;user;action;password\n" + rows.format(SECRET))
    watching = Watching()
    import_sources(store, [str(path)], watcher=watching)
    (reject,) = watching.rejects
    assert SECRET not in reject.text
    record = json.loads(reject.text)
    assert record.pop("more") == ["1"]
    kept.write_text(replace(reject, text=json.dumps(record)).as_json() + "\n")
    assert import_sources(store, [str(kept)]).total("imported") == 1
    assert [(event.actor, event.action) for event in store.events(EVERYTHING, SEQ)] == [
        ("ana", "update"),
        ("bob", "delete"),
    ]


def test_rejected_lines_of_text_can_be_imported_again(store: Store, tmp_path: Path) -> None:
    """A mended line that is no JSON is read as what it is."""
    kept = tmp_path / "rejects.jsonl"
    text = '192.0.2.7 - ana [05/Oct/2026:10:00:00 +0000] "GET /x HTTP/1.1" 200 5'
    kept.write_text(Reject("access.log", 9, "not a line of an access log", text).as_json() + "\n")
    assert import_sources(store, [str(kept)]).total("imported") == 1
    assert next(iter(store.events(EVERYTHING, SEQ))).status == 200


def test_standard_input_shows_up_while_it_pauses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Events of a pipe are in the store shortly after they came, before the pipe ends."""
    path = tmp_path / "live.db"
    stores.open(path, create=True).close()
    out, into = os.pipe()
    monkeypatch.setattr("auditui.sources.open_standard_input", _opener(out))
    reports: list[ImportReport] = []

    def work() -> None:
        writer = stores.open(path)
        reports.append(import_sources(writer, ["-"], ImportOptions(origin="app")))
        writer.close()

    thread = threading.Thread(target=work)
    thread.start()
    os.write(into, (line(1) + line(2)).encode())
    assert _seen_within(path, 2, seconds=2.0 + PAUSE_SECONDS)
    os.write(into, line(3).encode())
    assert _seen_within(path, 3, seconds=2.0 + PAUSE_SECONDS)
    os.close(into)
    thread.join(10)
    assert reports[0].total("imported") == 3


def _opener(descriptor: int) -> Any:  # noqa: ANN401  a function for monkeypatch
    from auditui.formats.containers import open_standard_input

    return lambda name: open_standard_input(name, descriptor)


def _seen_within(path: Path, wanted: int, *, seconds: float) -> bool:
    until = time.monotonic() + seconds
    reader = stores.open(path, read_only=True)
    try:
        while time.monotonic() < until:
            if reader.count(EVERYTHING) >= wanted:
                return True
            time.sleep(0.05)
    finally:
        reader.close()
    return False


def test_follow_takes_what_is_appended(tmp_path: Path) -> None:
    """A file that grows while it is followed: what is appended comes in, until somebody stops it."""
    path, log = tmp_path / "live.db", tmp_path / "log.jsonl"
    stores.open(path, create=True).close()
    log.write_text(line(1))
    watch = Watching()
    stop = threading.Event()
    watch.stopping = stop.is_set  # type: ignore[method-assign]  # the simplest of watchers
    reports: list[ImportReport] = []

    def work() -> None:
        writer = stores.open(path)
        reports.append(import_sources(writer, [str(log)], ImportOptions(follow=True), watch))
        writer.close()

    thread = threading.Thread(target=work)
    thread.start()
    assert _seen_within(path, 1, seconds=3)
    with log.open("a") as appended:
        appended.write(line(2))
    assert _seen_within(path, 2, seconds=3)
    stop.set()
    thread.join(5)
    assert reports[0].stopped
    assert reports[0].total("imported") == 2


def test_an_unnamed_pipe_is_refused(store: Store) -> None:
    """Standard input without a name is a mistake in the command."""
    with pytest.raises(UsageError):
        import_sources(store, ["-"])


def _records(count: int) -> list[dict[str, Any]]:
    return [json.loads(line(number, note=os.urandom(8).hex(), place="A B")) for number in range(count)]


@pytest.mark.parametrize("form", ["lines", "one line", "many lines", "table", "nothing"])
@pytest.mark.parametrize("is_apart", [False, True])
def test_a_cut_file_has_one_reject_that_says_so(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str, *, is_apart: bool
) -> None:
    """Half a record is neither an event nor a second reject, wherever the cut is and whoever reads the file."""
    records = _records(200)
    text = {
        "lines": "".join(json.dumps(one) + "\n" for one in records),
        "one line": json.dumps({"Records": records}),
        "many lines": json.dumps(records, indent=1),
        "table": "time,user,action,note\n" + "".join(f"{e['time']},ana,update,{e['note']}\n" for e in records),
        "nothing": "",
    }[form]
    whole, path = gzip.compress(text.encode()), tmp_path / "cut.gz"
    path.write_bytes(whole[: len(whole) // 2] if text else whole[:12])
    if is_apart:
        monkeypatch.setattr("auditui.apart.PAYS_FROM", 1)
        monkeypatch.setattr("os.cpu_count", lambda: 2)
    watch = Watching()
    report = import_sources(store, [str(path)], watcher=watch)
    (reject,) = watch.rejects
    assert "cut off" in reject.reason
    assert reject.text
    assert balanced(report)
    assert report.total("imported") == store.count(EVERYTHING)
    notes = {event.description or event.details.get("note") for event in store.events(EVERYTHING)}
    assert notes <= {one["note"] for one in records}
    assert (report.total("imported") > 50) is bool(text)
    (record,) = store.imports()
    assert (record.seen, record.rejected) == (report.total("imported") + 1, 1)


def test_half_a_secret_is_no_reject(store: Store, tmp_path: Path) -> None:
    """What is left of a record that a cut went through is redacted, too, although its quotes are open."""
    path, watch = tmp_path / "cut.gz", Watching()
    text = "".join(line(number, note=os.urandom(60).hex()) for number in range(50)) + line(50, password=SECRET * 40)
    for size in range(5, 40, 5):
        path.write_bytes(gzip.compress(text.encode())[:-size])
        import_sources(store, [str(path)], watcher=watch)
    assert any("password" in reject.text for reject in watch.rejects)
    assert not any("hunter2" in reject.text for reject in watch.rejects)


def test_a_preview_keeps_nothing(store: Store, tmp_path: Path) -> None:
    """Three events, the mapping and the reason of the choice; the store stays empty."""
    path = tmp_path / "log.jsonl"
    path.write_text("".join(map(line, range(9))))
    (seen,) = preview([str(path)])
    assert seen.reading is not None
    assert len(seen.events) == 3
    assert ("at", "time") in seen.reading.plan.explain() if seen.reading.plan else False
    assert store.count(EVERYTHING) == 0


def test_a_folder_of_many_files(store: Store, tmp_path: Path) -> None:
    """Each file is an import of its own, and progress goes forward only."""
    folder = tmp_path / "logs"
    folder.mkdir()
    for number in range(30):
        (folder / f"{number:03}.json").write_text(line(number))
    watch = Watching()
    report = import_sources(store, [str(folder)], watcher=watch)
    assert report.total("imported") == 30
    assert len(report.files) == len(store.imports()) == 30
    assert watch.taken == sorted(watch.taken)


def test_planted_secrets_are_in_no_file(tmp_path: Path) -> None:
    """After an import no byte of a secret is in the store, its log or the rejects."""
    path, log, kept = tmp_path / "audit.db", tmp_path / "log.jsonl", tmp_path / "rejects.jsonl"
    log.write_text(
        line(1, password=SECRET, url=f"https://x/?token={SECRET}", body=json.dumps({"api_key": SECRET}))
        + line(2, changes={"password": [None, SECRET]})
        + json.dumps({"password": SECRET})
        + "\n{broken password="
        + SECRET
        + "\n"
    )
    store = stores.open(path, create=True)
    with RejectsFile(kept) as rejects:

        class Keeping(Watching):
            def reject(self, reject: Reject) -> None:
                rejects.add(reject)

        report = import_sources(store, [str(log)], ImportOptions(ReadOptions()), Keeping())
    assert (report.total("imported"), report.total("redacted"), report.total("rejected")) == (2, 2, 2)
    for file in tmp_path.iterdir():
        if file != log:
            assert SECRET.encode() not in file.read_bytes(), file.name
    store.close()


def test_a_secret_in_the_name_of_a_file_is_not_kept(tmp_path: Path) -> None:
    """Events, imports, rejects and the store's file say the same name, without it."""
    path, kept = tmp_path / "audit.db", tmp_path / "rejects.jsonl"
    log = tmp_path / f"dump-token={SECRET}.jsonl"
    log.write_text(line(1) + "{broken\n")
    store = stores.open(path, create=True)
    with RejectsFile(kept) as rejects:

        class Keeping(Watching):
            def reject(self, reject: Reject) -> None:
                rejects.add(reject)

        report = import_sources(store, [str(log)], watcher=Keeping())
    assert (report.total("imported"), report.total("rejected")) == (1, 1)
    named = f"{tmp_path}/dump-token=[REDACTED]"
    (event,) = store.events(EVERYTHING, SEQ)
    assert [one.origin.name for one in store.imports()] == [event.origin.split(" ")[0]] == [named]
    for file in tmp_path.iterdir():
        if file != log:
            assert SECRET.encode() not in file.read_bytes(), file.name
    store.close()

"""What an import comes to: folders that nobody may list, names that are no text, files that are no logs."""

from __future__ import annotations

import os
import sys
import tarfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from auditui import store as stores
from auditui.core.errors import ExitCode
from auditui.import_report import ImportReport
from auditui.sources import ImportOptions, inputs, places, sizes_of
from auditui.transfer import import_sources

NOBODY = 65534


@contextmanager
def without_rights() -> Iterator[None]:
    """The time in which this process may not read what its modes forbid, which root may."""
    is_root = os.geteuid() == 0
    if is_root:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if is_root:
            os.seteuid(0)


def come_to(*sources: str) -> tuple[list[str], ImportReport]:
    """The names of the streams that are opened, and the report on those that are not."""
    report = ImportReport()
    return [opened.name for opened in inputs(places(sources), ImportOptions(), report)], report


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that one is in; the folders around it are nobody's business."""
    tmp_path.chmod(0o755)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "logs" / "b").mkdir(parents=True)
    for name in ("a.log", "b/x.log", "c.log"):
        (tmp_path / "logs" / name).write_text("{}\n")
    come_to("logs")  # whatever is imported late is imported now, while we may read it
    return tmp_path / "logs"


@pytest.mark.parametrize(
    ("mode", "named", "said"),
    [(0o000, "logs/b", "this folder cannot be listed (permission denied)"), (0o444, "logs/b/x.log", "permission")],
)
@pytest.mark.parametrize("source", ["logs", "logs/b", "log*"])
def test_a_folder_that_may_not_be_read_is_told_and_stops_nothing(
    folder: Path, mode: int, named: str, said: str, source: str
) -> None:
    """A folder that may not be listed, or whose files may not be opened, is one failure; all others are read."""
    (folder / "b").chmod(mode)
    try:
        with without_rights():
            names, report = come_to(source)
            size = sizes_of([source])
    finally:
        (folder / "b").chmod(0o755)
    others = [] if source == "logs/b" else ["logs/a.log", "logs/c.log"]
    assert (sorted(names), size) == (others, 3 * len(others))
    (failed,) = report.files
    assert failed.name == named
    assert said in failed.problem
    assert failed.hint
    assert not failed.skipped
    assert report.exit_code is ExitCode.FAILED


def test_a_file_in_a_closed_folder_is_not_said_to_be_missing(folder: Path) -> None:
    """Where nobody may look, the permission is what is wrong, not the path."""
    (folder / "b").chmod(0)
    try:
        with without_rights():
            _, report = come_to("logs/b/x.log")
    finally:
        (folder / "b").chmod(0o755)
    assert [(file.name, file.problem) for file in report.files] == [("logs/b/x.log", "permission denied")]


def test_what_is_no_file_is_named_and_no_failure(folder: Path) -> None:
    """A pipe and a link that leads nowhere, in a folder, are named as left out, and wait for nobody."""
    os.mkfifo(folder / "b" / "pipe")
    (folder / "b" / "link").symlink_to("gone")
    (folder / "b" / "loop").symlink_to("loop")
    names, report = come_to("logs")
    assert len(names) == 3
    skipped = {file.name: file.problem for file in report.files if file.skipped}
    assert skipped == {
        "logs/b/link": "this link leads nowhere",
        "logs/b/loop": "this link leads nowhere",
        "logs/b/pipe": "this is a named pipe, not a file",
    }
    _, named = come_to("logs/b/link")
    assert named.exit_code is ExitCode.FAILED
    assert named.files[0].hint == "it points to gone"


def test_what_sqlite_keeps_beside_a_store_is_not_told_of(folder: Path) -> None:
    """Of a store among logs there is one line; its `-wal` and `-shm` belong to it. Others of that name are read."""
    (folder / "app-wal").write_text("{}\n")
    stores.open(folder / "audit.db", create=True).close()
    (folder / "audit.db-shm").touch()
    (folder / "audit.db-wal").touch()
    names, report = come_to("logs")
    assert "logs/app-wal" in names
    assert [file.name for file in report.files] == ["logs/audit.db"]


@pytest.mark.skipif(sys.platform == "darwin", reason="names of files are UTF-8 there")
def test_a_name_that_is_no_text_keeps_nothing_out(folder: Path) -> None:
    """Files whose names are not UTF-8 come in under names that are text, each its own, from folders and archives."""
    log = '{{"time": "2026-01-02T03:04:0{}Z", "user": "ana", "action": "login"}}\n'
    for number, name in enumerate((b"z\xe9.log", b"z\xe8.log")):
        (folder / "b" / os.fsdecode(name)).write_text(log.format(number))
    with tarfile.open("old.tar", "w") as archive:
        archive.add(folder / "b", "b")
    with closing(stores.open(Path(os.fsdecode(b"n\xff.db")), create=True)) as store:
        report = import_sources(store, ["logs/b", "old.tar"])
        origins = {one.origin.name for one in store.imports()}
    assert (report.total("imported"), report.total("duplicate")) == (2, 2)
    assert {rf"logs/b/z\x{byte}.log" for byte in ("e8", "e9")} < {file.name for file in report.files}
    assert {rf"old.tar:b/z\x{byte}.log" for byte in ("e8", "e9")} < origins
    gone, empty = os.fsdecode(b"gone\xff"), os.fsdecode(b"empty\xff")
    Path(empty).mkdir()
    _, failures = come_to(gone, empty)
    assert [file.name for file in failures.files] == [r"gone\xff", r"empty\xff"]


def test_standard_input_that_is_closed_is_said_to_be(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that was started without one is told so, with what to do; other files are read."""
    monkeypatch.setattr(sys, "stdin", None)
    names, report = come_to("-", "logs/a.log")
    assert [Path(name).samefile(folder / "a.log") for name in names] == [True]
    assert [file.problem for file in report.files] == ["standard input is closed"]
    assert "cat FILE" in report.files[0].hint

"""Reading a file in another process gives what reading it here gives."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from auditui.ahead import MANY
from auditui.apart import JOB_BYTES, PAYS_FROM, Reader, open_apart, pays
from auditui.cli.demo import sample_files
from auditui.core.errors import AuditError, UnrecognisedError
from auditui.core.redact import DEFAULT, Redactor
from auditui.formats.containers import open_path
from auditui.formats.inputs import Input
from auditui.formats.reading import ReadOptions
from auditui.recorded import Located, Recorded, Refused, open_here

OPTIONS = ReadOptions()


def here(path: Path, redactor: Redactor = DEFAULT) -> list[Recorded]:
    return [item for opened in open_path(path) for item in open_here(opened, OPTIONS, redactor).recorded()]


def apart(path: Path, redactor: Redactor = DEFAULT) -> list[Recorded]:
    return [item for opened in open_path(path) for item in open_apart(opened, OPTIONS, redactor).recorded()]


@pytest.mark.parametrize("name", sample_files())
def test_the_sample_logs_are_the_same_events(name: str) -> None:
    """Absent sides of changes, targets, nested details, flags and line numbers all cross over."""
    assert apart(Path(name)) == here(Path(name))


def test_rejects_and_extra_secrets_cross_over(tmp_path: Path) -> None:
    """What is no event comes with its line and reason, and what the configuration calls secret stays secret."""
    lines = [{"time": "2026-07-01T10:00:00Z", "user": "ana", "action": "update", "badge": "4711"}, {"user": "nobody"}]
    log = tmp_path / "log.jsonl"
    log.write_text("".join(json.dumps(line) + "\n" for line in lines * 500), encoding="utf-8")
    redactor = Redactor(extra_keys=("badge",))
    found = apart(log, redactor)
    assert found == here(log, redactor)
    assert "4711" not in str(found)
    assert sum(isinstance(item, Refused) for item in found) == 500


def test_a_secret_in_the_name_stays_behind(tmp_path: Path) -> None:
    """The other process says as origin what the import does."""
    log = tmp_path / "token=hunter2.jsonl"
    log.write_text('{"time": "2026-07-01T10:00:00Z", "user": "ana", "action": "update"}\n')
    (found,) = apart(log)
    assert isinstance(found, Located)
    assert found.event.origin == f"{tmp_path}/token=[REDACTED]"


def test_a_file_that_is_no_log_is_refused_as_here(tmp_path: Path) -> None:
    """The same error, with the same words."""
    noise = tmp_path / "noise.bin"
    noise.write_bytes(bytes(range(256)) * 64)
    with pytest.raises(UnrecognisedError) as in_this_process:
        here(noise)
    with pytest.raises(UnrecognisedError) as in_another:
        apart(noise)
    assert str(in_another.value) == str(in_this_process.value)
    assert in_another.value.hint == in_this_process.value.hint


def test_a_reader_that_dies_is_noticed(tmp_path: Path) -> None:
    """A process that ends in the middle is an error, never a short file."""
    log = tmp_path / "log.jsonl"
    line = json.dumps({"time": "2026-07-01T10:00:00Z", "user": "ana", "action": "update", "text": "x" * 500})
    log.write_text((line + "\n") * 20_000, encoding="utf-8")
    (opened,) = open_path(log)
    source = open_apart(opened, OPTIONS, DEFAULT)
    found = source.recorded()
    next(found)
    source._reader._child.kill()
    with pytest.raises(AuditError, match="ended by itself"):
        list(found)


def test_leaving_early_ends_the_process(tmp_path: Path) -> None:
    """Whoever stops listening leaves no process behind."""
    log = tmp_path / "log.jsonl"
    line = json.dumps({"time": "2026-07-01T10:00:00Z", "user": "ana", "action": "update", "text": "x" * 500})
    log.write_text((line + "\n") * 20_000, encoding="utf-8")
    (opened,) = open_path(log)
    source = open_apart(opened, OPTIONS, DEFAULT)
    found = source.recorded()
    next(found)
    found.close()  # type: ignore[attr-defined]  # it is a generator
    assert source._reader._child.poll() is not None


def test_only_big_files_are_worth_a_process() -> None:
    """A process for each small file would take longer than the file."""
    assert not pays(PAYS_FROM - 1)
    assert pays(PAYS_FROM)


@pytest.fixture
def reader() -> Iterator[Reader]:
    """A process that reads, with the usual options."""
    made = Reader(OPTIONS, DEFAULT)
    yield made
    made.stop()


def send(reader: Reader, path: Path) -> Input:
    """The file, opened here and sent to the reader."""
    opened = next(open_path(path))
    assert opened.path is not None
    assert reader.send(opened.path)
    return opened


def test_one_process_reads_many_files_in_turn(tmp_path: Path, reader: Reader) -> None:
    """Each gives what it gives here: samples, an empty file, and one twice."""
    empty = tmp_path / "empty.jsonl"
    empty.touch()
    paths = [*map(Path, sample_files()), empty, Path(sample_files()[0])]
    for path, opened in [(path, send(reader, path)) for path in paths]:
        found = reader.open(opened)
        assert found is not None
        assert list(found.recorded()) == here(path)
        assert opened.taken == path.stat().st_size


def test_what_is_no_log_ends_only_itself(tmp_path: Path, reader: Reader) -> None:
    """After a refusal, and after an archive that is for the parent to open, the next file is read."""
    noise, archive, last = tmp_path / "noise.bin", tmp_path / "some.zip", Path(sample_files()[0])
    noise.write_bytes(bytes(range(256)) * 64)
    with zipfile.ZipFile(archive, "w") as made:
        made.write(last, "inside.jsonl")
    opened = [send(reader, noise), send(reader, last)]
    assert reader.send(archive)
    with pytest.raises(UnrecognisedError):
        reader.open(opened[0])
    in_archive = Input(str(archive), iter(()), archive)
    reader._under_way[-1] = (archive, 0)
    found = reader.open(opened[1])
    assert found is not None
    assert list(found.recorded()) == here(last)
    assert reader.open(in_archive) is None


def test_files_that_nobody_asks_for_are_passed_over(tmp_path: Path, reader: Reader) -> None:
    """Neither one that was never opened, nor one whose records were never taken, stands in the way."""
    many = tmp_path / "many.jsonl"
    line = json.dumps({"time": "2026-07-01T10:00:00Z", "user": "ana", "action": "update"})
    many.write_text((line + "\n") * 2000, encoding="utf-8")
    last = Path(sample_files()[0])
    _, begun, wanted = send(reader, many), send(reader, many), send(reader, last)
    assert reader.open(begun) is not None
    found = reader.open(wanted)
    assert found is not None
    assert list(found.recorded()) == here(last)


def test_what_was_not_sent_is_read_here(reader: Reader) -> None:
    """A file that only the parent knows is none of the reader's."""
    assert reader.open(next(open_path(Path(sample_files()[0])))) is None


def test_a_reader_takes_on_no_more_than_a_pipe_holds(tmp_path: Path, reader: Reader) -> None:
    """With more under way, two processes could wait for each other for ever."""
    path = Path(sample_files()[0])
    taken = 0
    while reader.send(path):
        taken += 1
        assert taken < JOB_BYTES
    assert taken > MANY

"""Reading a file in another process gives what reading it here gives."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from auditui.apart import PAYS_FROM, open_apart, pays
from auditui.cli.demo import sample_files
from auditui.core.errors import AuditError, UnrecognisedError
from auditui.core.redact import DEFAULT, Redactor
from auditui.formats.containers import open_path
from auditui.formats.reading import ReadOptions
from auditui.recorded import Recorded, Refused, open_here

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
    source._child.kill()
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
    assert source._child.poll() is not None


def test_only_big_files_are_worth_a_process(tmp_path: Path) -> None:
    """Small files, streams and files that are followed are read here."""
    small, big = tmp_path / "small.log", tmp_path / "big.log"
    small.write_bytes(b"x")
    big.write_bytes(b"x" * PAYS_FROM)
    (opened_small,), (opened_big,) = open_path(small), open_path(big)
    assert not pays(opened_small, follow=False)
    assert pays(opened_big, follow=False)
    assert not pays(opened_big, follow=True)

"""What is left of `--rejects FILE` by imports that were killed."""

from __future__ import annotations

from pathlib import Path

from auditui.cli.rejects_file import RejectsFile
from auditui.import_report import Reject


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_what_killed_imports_left_goes(tmp_path: Path) -> None:
    """The next import with the same `--rejects` clears it, and nothing else."""
    target = tmp_path / "bad.jsonl"
    (tmp_path / ".bad.jsonl.0a1b2c3d.rejects-part").write_text("{}")
    kept = [".bad.jsonl.0a1b2c3d.part", ".other.jsonl.0a1b2c3d.rejects-part", "bad.jsonl.0a1b2c3d.rejects-part"]
    for name in kept:
        (tmp_path / name).touch()
    link = tmp_path / ".bad.jsonl.11111111.rejects-part"
    link.symlink_to(tmp_path / kept[0])
    (tmp_path / ".bad.jsonl.22222222.rejects-part").mkdir()
    with RejectsFile(target):
        assert _names(tmp_path) == sorted([*kept, link.name, ".bad.jsonl.22222222.rejects-part"])


def test_what_another_import_writes_stays(tmp_path: Path) -> None:
    """Two imports with the same `--rejects --force` at a time: each ends with its file."""
    target = tmp_path / "bad.jsonl"
    with RejectsFile(target, force=True) as first:
        first.add(Reject("a.log", 1, "first", "x"))
        with RejectsFile(target, force=True) as second:
            second.add(Reject("a.log", 1, "second", "x"))
        assert "second" in target.read_text()
    assert "first" in target.read_text()
    assert _names(tmp_path) == ["bad.jsonl"]

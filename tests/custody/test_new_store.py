"""New stores come up whole, once, and over nothing."""

from __future__ import annotations

import errno
import os
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from auditui import store as stores
from auditui.core.errors import StoreError
from auditui.core.query import EVERYTHING
from auditui.custody import new_store
from auditui.custody.private_files import Sharing


def test_nobody_sees_half_of_it(tmp_path: Path) -> None:
    """Whoever opens it the moment it has its name finds a store; all who make it at once use the same one."""
    path = tmp_path / "a.db"
    problems: list[str] = []

    def watch() -> None:
        while not path.exists():
            pass
        try:
            stores.open(path).close()
        except StoreError as error:
            problems.append(str(error))

    def make() -> None:
        new_store.make(path, Sharing())

    work: list[Callable[[], None]] = [watch, watch, make, make, make]
    threads = [threading.Thread(target=each) for each in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert problems == []
    with closing(stores.open(path)) as store:
        assert store.count(EVERYTHING) == 0
    assert [each.name for each in tmp_path.iterdir() if each.name.startswith(".")] == []


@pytest.mark.parametrize("there", ["file", "link"])
def test_what_has_the_name_stays(tmp_path: Path, there: str) -> None:
    """A file is not written over, a link is not followed."""
    path = tmp_path / "a.db"
    if there == "file":
        path.write_text("kept")
    else:
        path.symlink_to(tmp_path / "victim")
    new_store.make(path, Sharing())
    assert [each.name for each in tmp_path.iterdir()] == ["a.db"]
    assert path.is_symlink() or path.read_text() == "kept"


@pytest.mark.parametrize("code", [errno.EPERM, errno.EEXIST, errno.ENOSPC])
def test_disks_without_links_and_other_trouble(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    """It gets its name in another way, or somebody was faster, or it is an error and nothing stays."""

    def refuse(path: Path, other: Path) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    path = tmp_path / "a.db"
    if code == errno.ENOSPC:
        with pytest.raises(StoreError, match="cannot make the file: No space left on device"):
            new_store.make(path, Sharing())
    else:
        new_store.make(path, Sharing())
    assert [each.name for each in tmp_path.iterdir()] == (["a.db"] if code == errno.EPERM else [])

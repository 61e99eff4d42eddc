"""Files and folders that only the right accounts can read."""

from __future__ import annotations

import errno
import os
import stat
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from auditui.core.errors import StoreError
from auditui.custody import private_files
from auditui.custody.private_files import BESIDE, Sharing

MINE = Sharing(os.getegid())


@pytest.fixture(params=[0o000, 0o022, 0o077, 0o777])
def umask(request: pytest.FixtureRequest) -> Iterator[None]:
    """Whatever somebody has set."""
    before = os.umask(request.param)
    yield
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.parametrize(("sharing", "file", "folder"), [(Sharing(), 0o600, 0o700), (MINE, 0o640, 0o2750)])
@pytest.mark.usefixtures("umask")
def test_modes_are_ours_whatever_the_umask(tmp_path: Path, sharing: Sharing, file: int, folder: int) -> None:
    """With a group it can read and pass, and what is made in the folder is the group's; everybody else is out."""
    inner = tmp_path / "a" / "b"
    private_files.make_folder(inner, sharing)
    private_files.make_file(inner / "x.db", sharing)
    assert [mode(inner.parent), mode(inner), mode(inner / "x.db")] == [folder, folder, file]


def test_what_is_there_stays_as_it_is(tmp_path: Path) -> None:
    """An administrator's own choice for a folder or a file is not undone."""
    (tmp_path / "x.db").write_text("kept")
    (tmp_path / "x.db").chmod(0o660)
    tmp_path.chmod(0o755)
    private_files.make_folder(tmp_path, Sharing())
    private_files.make_file(tmp_path / "x.db", Sharing())
    assert (mode(tmp_path), mode(tmp_path / "x.db")) == (0o755, 0o660)
    assert (tmp_path / "x.db").read_text() == "kept"


@pytest.mark.parametrize("beside", ["", *BESIDE])
def test_links_are_refused(tmp_path: Path, beside: str) -> None:
    """Where the store would be, and where SQLite would write: else somebody's link decides which file is written."""
    path = tmp_path / "x.db"
    if beside:
        path.touch()
    Path(f"{path}{beside}").symlink_to(tmp_path / "victim")
    with pytest.raises(StoreError, match="is a symbolic link"):
        private_files.make_file(path, Sharing())
    assert not (tmp_path / "victim").exists()


def test_a_group_that_is_not_there_is_a_line(tmp_path: Path) -> None:
    """The configuration is wrong, and says so before anything is made with other rights than wanted."""
    with pytest.raises(StoreError, match="there is no group 'no-such-group'"):
        Sharing.with_group("no-such-group")
    assert Sharing.with_group("") == Sharing()


def test_a_file_that_cannot_be_given_is_not_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Half made it would lock its readers out."""

    def refuse(*given: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "fchown", refuse)
    with pytest.raises(StoreError, match="cannot give the file to its readers: Operation not permitted"):
        private_files.make_file(tmp_path / "x.db", MINE)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("beside", ["", *BESIDE])
def test_a_file_that_everybody_can_read_is_pointed_out(tmp_path: Path, beside: str) -> None:
    """The store, and what SQLite keeps beside it: the newest events are there first."""
    path = tmp_path / "x.db"
    path.touch(0o600)
    tmp_path.chmod(0o755)
    assert private_files.exposure(path) == ""
    shown = Path(f"{path}{beside}")
    shown.touch()
    shown.chmod(0o644)
    assert private_files.exposure(path).endswith(f"chmod o= {shown}")


def test_a_file_that_its_readers_cannot_read_is_pointed_out(tmp_path: Path) -> None:
    """A store that was made before the group was configured."""
    path = tmp_path / "x.db"
    path.touch(0o600)
    assert private_files.unshared(path, Sharing()) == ""
    assert "cannot read" in private_files.unshared(path, MINE)
    path.chmod(0o640)
    assert private_files.unshared(path, MINE) == ""
    assert "cannot read" in private_files.unshared(path, Sharing(os.getegid() + 1))


def test_what_is_written_anew_is_ours_alone(tmp_path: Path) -> None:
    """Not what it held, not who could read it, not through a link, and nothing that only has a name."""
    path = tmp_path / "rejects"
    path.write_text("before")
    path.chmod(0o666)
    os.write(handle := private_files.overwrite(path), b"now")
    os.close(handle)
    assert (path.read_text(), mode(path)) == ("now", 0o600)
    (tmp_path / "link").symlink_to(path)
    os.mkfifo(tmp_path / "pipe")
    for name, problem in (("link", "it is a symbolic link"), ("pipe", os.strerror(errno.ENXIO))):
        with pytest.raises(OSError, match=problem):
            private_files.overwrite(tmp_path / name)
    reader = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    with pytest.raises(OSError, match="it is no regular file"):
        private_files.overwrite(tmp_path / "pipe")
    os.close(reader)
    assert path.read_text() == "now"


def test_one_at_a_time_makes_something(tmp_path: Path) -> None:
    """The second one waits until the first is done."""
    done: list[str] = []

    def second() -> None:
        with private_files.alone_in(tmp_path):
            done.append("second")

    thread = threading.Thread(target=second)
    with private_files.alone_in(tmp_path):
        thread.start()
        thread.join(0.1)
        done.append("first")
    thread.join(5)
    assert done == ["first", "second"]


def test_a_folder_of_ones_own_is_shut(tmp_path: Path) -> None:
    """Whatever the umask made of it, and of the one above that is ours; what is above that stays as it is."""
    folder = tmp_path / "state" / "auditui" / "anchors"
    before = os.umask(0)
    try:
        (tmp_path / "state").mkdir(mode=0o755)
        folder.parent.mkdir(mode=0o777)
        private_files.own_folder(folder)
        private_files.own_folder(tmp_path / "fresh" / "auditui")
    finally:
        os.umask(before)
    shut = [folder, folder.parent, tmp_path / "fresh", tmp_path / "fresh" / "auditui"]
    assert [stat.S_IMODE(each.stat().st_mode) for each in shut] == [0o700] * 4
    assert stat.S_IMODE((tmp_path / "state").stat().st_mode) == 0o755


def test_a_file_that_its_group_can_change_is_pointed_out(tmp_path: Path) -> None:
    """Reading may be meant; writing past the program never is, nor is any of it where nobody can get in."""
    path = tmp_path / "audit.db"
    path.touch()
    path.chmod(0o660)
    tmp_path.chmod(0o750)
    assert "the group of" in private_files.exposure(path)
    tmp_path.chmod(0o700)
    assert private_files.exposure(path) == ""

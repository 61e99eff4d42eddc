"""Opening a store for a person."""

from __future__ import annotations

import getpass
import os
import stat
from pathlib import Path

import pytest

from auditui import session
from auditui.core.errors import ExitCode, StoreError, UsageError
from auditui.core.query import EVERYTHING
from auditui.custody.person import account_name
from auditui.custody.private_files import exposure
from auditui.custody.roles import OWNER


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of the test's own."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


def test_a_missing_default_store_is_made_private_and_said(home: Path) -> None:
    """The first start works, tells what to do next, and nobody else can look into what it makes."""
    before = os.umask(0)
    try:
        with session.opened(None) as here:
            assert here.path == session.default_path()
            assert here.store.count(EVERYTHING) == 0
            assert "auditui import FILE" in here.remark
    finally:
        os.umask(before)
    assert stat.S_IMODE(here.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(here.path.parent.stat().st_mode) == 0o700
    with session.opened(None) as again:
        assert again.remark == ""


def test_a_missing_named_store_is_an_error(tmp_path: Path) -> None:
    """A typing mistake must not look like a log in which nothing happened."""
    with pytest.raises(StoreError, match="there is no such store") as caught, session.opened(tmp_path / "a.db"):
        pass
    assert caught.value.exit_code == ExitCode.STORE
    assert "import" in caught.value.hint
    assert list(tmp_path.iterdir()) == []


def test_an_import_makes_the_store_it_names(tmp_path: Path) -> None:
    """With `create` the file is made, private, folder included."""
    path = tmp_path / "new" / "a.db"
    with session.opened(path, create=True, read_only=False) as here:
        assert (here.path, here.remark) == (path, "")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    """The error names the folder and what the system said."""
    (tmp_path / "file").write_text("")
    with (
        pytest.raises(StoreError, match="cannot make the folder"),
        session.opened(tmp_path / "file" / "sub" / "a.db", create=True),
    ):
        pass


def test_a_symbolic_link_is_refused(tmp_path: Path) -> None:
    """Also one that leads nowhere yet: what it points at is somebody else's choice."""
    (tmp_path / "link.db").symlink_to(tmp_path / "real.db")
    with pytest.raises(StoreError, match="is a symbolic link"), session.opened(tmp_path / "link.db", create=True):
        pass
    assert not (tmp_path / "real.db").exists()


@pytest.mark.parametrize("name", ["", ".", "/", "folder", "pipe"])
def test_what_is_no_file_is_no_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Folders, pipes and devices are refused before anything waits for them."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(StoreError, match="is no file"), session.opened(Path(name), create=True):
        pass


def test_a_store_that_everybody_can_read_is_pointed_out(tmp_path: Path) -> None:
    """The rights of a group are left alone without a word."""
    path = tmp_path / "a.db"
    with session.opened(path, create=True):
        pass
    tmp_path.chmod(0o755)
    path.chmod(0o640)
    assert exposure(path) == ""
    path.chmod(0o644)
    assert "chmod o= " in exposure(path)
    tmp_path.chmod(0o750)
    assert exposure(path) == ""


def test_a_store_that_everybody_can_replace_is_pointed_out(tmp_path: Path) -> None:
    """A folder open to all is no place for evidence, unless its sticky bit protects the file."""
    path = tmp_path / "a.db"
    path.touch(0o600)
    tmp_path.chmod(0o777)
    assert "chmod o-w " in exposure(path)
    tmp_path.chmod(0o1777)
    assert exposure(path) == ""


def test_the_person_is_who_the_system_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Variables can say anything; the user database and the owner of the file cannot be set by hand."""
    name = account_name(os.geteuid())
    for variable in ("USER", "LOGNAME", "USERNAME"):
        monkeypatch.setenv(variable, "mallory")
    assert getpass.getuser() == "mallory"
    with session.opened(tmp_path / "a.db", create=True) as here:
        assert (here.who, here.role) == (name, OWNER)


def test_a_second_connection_sees_the_same_store(tmp_path: Path) -> None:
    """Each thread of the explorer opens its own."""
    with session.opened(tmp_path / "a.db", create=True) as here:
        other = here.connect()
        assert other.count(EVERYTHING) == 0
        other.close()


def test_a_throw_away_store_leaves_nothing() -> None:
    """Logs that are only looked at do not stay in a temporary folder, nor can others look at them there."""
    with session.throw_away() as path:
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
        with session.opened(path, create=True):
            pass
    assert not path.parent.exists()


def test_the_machine_and_the_person_both_decide(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each file is read where it belongs; a wrong one is named before anything is shown."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / "config"))
    monkeypatch.setattr(session, "SYSTEM_CONFIG", home / "system.toml")
    monkeypatch.setattr(session, "SYSTEM_UID", os.geteuid())
    mine = home / "config" / "auditui" / "config.toml"
    mine.parent.mkdir(parents=True)
    mine.write_text('[display]\npage_size = 50\n[redaction]\nkeys = ["mine"]\n')
    (home / "system.toml").write_text('[redaction]\nkeys = ["salary"]\n')
    with session.opened(None) as here:
        assert (here.config.display.page_size, here.config.redaction.keys) == (50, ("salary",))
    mine.write_text("[display\n")
    with pytest.raises(UsageError, match="this is not TOML"), session.opened(None):
        pass

"""Opening a store for a person."""

from __future__ import annotations

import contextlib
import getpass
import grp
import os
import sqlite3
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from auditui import session
from auditui import store as stores
from auditui.core.errors import ExitCode, NotPermittedError, StoreError, UsageError
from auditui.core.query import EVERYTHING
from auditui.core.view import Sort
from auditui.custody import deeds
from auditui.custody.journal import journal_of
from auditui.custody.person import account_name
from auditui.custody.private_files import exposure
from auditui.custody.roles import ADMIN, NOBODY, OWNER, Action, Role
from auditui.store.base import Origin
from tests.tui.screens_kit import events


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


def test_an_index_of_another_version_is_told_before_anybody_waits(tmp_path: Path) -> None:
    """What is wrong, how long it takes to mend, and the command for it; to who mends it, nothing."""
    path = tmp_path / "a b.db"
    with session.opened(path, create=True, read_only=False) as here:
        here.store.append(iter(events(30)), origin=Origin("test", "test"))
        assert here.slow == ""
    with contextlib.closing(sqlite3.connect(path)) as plain:
        plain.execute("UPDATE part SET data = x'00' || data")
        plain.commit()
    with session.opened(path) as here:
        assert "out of 30 events take long" in here.slow
        assert f"auditui reindex --db '{path}' makes them anew in about 1 s" in here.slow
    with session.opened(path, action=Action.MAINTAIN, read_only=False) as here:
        assert here.slow == ""
        here.store.reindex()
    with session.opened(path) as here:
        assert here.slow == ""


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


def test_what_a_killed_explorer_left_goes_with_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those in use stay, and so does what is no folder of this account, or was put there by somebody else."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    code = (
        "import os\nfrom auditui import session\n"
        "with session.throw_away() as path:\n    path.touch()\n    os.kill(os.getpid(), 9)"
    )
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    subprocess.run([sys.executable, "-c", code], env=environment, check=False)
    (left,) = tmp_path.glob("auditui-*")
    assert (left / "audit.db").exists()
    kept = tmp_path / "kept"
    kept.mkdir(mode=0o700)
    (kept / "audit.db").touch()
    named = left.with_name(f"{left.name}-link")
    named.symlink_to(kept)
    (shared := left.with_name(f"{left.name}-open")).mkdir()
    shared.chmod(0o755)
    (foreign := left.with_name(f"{left.name}-more")).mkdir(mode=0o700)
    (foreign / "thesis.txt").touch()
    for each in (kept, shared, foreign):
        (each / ".in-use").touch()
    with session.throw_away() as first, session.throw_away() as second:
        assert set(tmp_path.iterdir()) == {first.parent, second.parent, kept, named, shared, foreign}
        assert (kept / "audit.db").exists()
        assert (foreign / "thesis.txt").exists()


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


def configured(folder: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """Let the system's configuration say this."""
    path = folder / "system.toml"
    path.write_text(text)
    path.chmod(0o644)
    monkeypatch.setattr(session, "SYSTEM_CONFIG", path)
    monkeypatch.setattr(session, "SYSTEM_UID", os.geteuid())


def somebody(monkeypatch: pytest.MonkeyPatch, role: Role) -> None:
    """Let whoever asks have this role."""
    monkeypatch.setattr(session, "role_of", lambda *given: role)


def recorded(path: Path) -> list[str]:
    """What is on record, oldest first."""
    store = stores.open(journal_of(path), read_only=True)
    found = [event.description for event in store.events(EVERYTHING, Sort("seq", descending=False))]
    store.close()
    return found


def test_an_admin_is_refused_what_only_owners_may_and_that_is_on_record(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Inside a session, and at its door."""
    path = tmp_path / "a.db"
    with session.opened(path, create=True):
        pass
    somebody(monkeypatch, ADMIN)
    with session.opened(path) as here:
        here.require(Action.EXPORT)
        with pytest.raises(NotPermittedError, match="Admin, may not delete from this store"):
            here.require(Action.PURGE)
    with (
        pytest.raises(NotPermittedError, match="may not undo an import"),
        session.opened(path, action=Action.UNDO_IMPORT, read_only=False),
    ):
        pytest.fail("it was opened")
    assert [said.split(" may not ")[1] for said in recorded(path)] == ["delete from this store", "undo an import"]


def test_nobody_gets_nothing_opened_or_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not a store, not a folder, not a journal; the file is not even read."""
    somebody(monkeypatch, NOBODY)
    monkeypatch.setattr(stores, "open", lambda *given, **more: pytest.fail("it was opened"))
    for path in (tmp_path / "a.db", tmp_path / "new" / "a.db"):
        with pytest.raises(NotPermittedError), session.opened(path, create=True, read_only=False):
            pass
    assert list(tmp_path.iterdir()) == []


def test_a_store_that_is_thrown_away_asks_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever looks at their own files needs no role, and no record is made."""
    somebody(monkeypatch, NOBODY)
    with session.throw_away() as path, session.opened(path, create=True, read_only=False, is_kept=False) as here:
        assert here.role is OWNER
        here.journal.note(deeds.searched(EVERYTHING))
        assert [each.name for each in path.parent.iterdir() if "journal" in each.name] == []


def test_files_are_the_groups_where_one_is_configured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Store, journal and what SQLite puts beside them, whatever the umask."""
    group = grp.getgrgid(os.getegid()).gr_name
    configured(tmp_path, monkeypatch, f'[access]\nowners = ["{account_name(os.geteuid())}"]\ngroup = "{group}"\n')
    before = os.umask(0o077)
    try:
        with session.opened(tmp_path / "shared" / "a.db", create=True, read_only=False) as here:
            here.journal.note(deeds.searched(EVERYTHING))
            files = list(here.path.parent.iterdir())
            assert len(files) == 6
            assert {stat.S_IMODE(each.stat().st_mode) for each in files} == {0o640}
            assert stat.S_IMODE(here.path.parent.stat().st_mode) == 0o2750
    finally:
        os.umask(before)


def test_a_group_that_is_not_there_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before a store is made that its readers could not read."""
    configured(tmp_path, monkeypatch, '[access]\ngroup = "no-such-group"\n')
    with pytest.raises(StoreError, match="there is no group 'no-such-group'"), session.opened(tmp_path / "a.db"):
        pass


def test_a_configuration_that_others_can_write_lets_nobody_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else they could make themselves Owner."""
    configured(tmp_path, monkeypatch, "[access]\n")
    (tmp_path / "system.toml").chmod(0o666)
    with pytest.raises(NotPermittedError, match="others than its owner can write it"), session.opened(None):
        pass


def test_the_head_of_the_journal_is_noted_where_heads_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the folder that the system's configuration names, so that a journal whose end was cut off is told."""
    folder = tmp_path / "heads"
    folder.mkdir()
    configured(tmp_path, monkeypatch, f'[anchors]\nfolder = "{folder}"\n')
    with session.opened(tmp_path / "a.db", create=True) as here:
        here.journal.note(deeds.searched(EVERYTHING))
        assert list(folder.iterdir()) == []
    (noted,) = folder.iterdir()
    assert str(journal_of(tmp_path / "a.db")) in noted.read_text()

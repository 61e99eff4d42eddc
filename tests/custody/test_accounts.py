"""Real accounts of the machine: who has a role sees, who has none sees nothing, and both are on record."""

from __future__ import annotations

import json
import os
import select
import socket
import stat
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from auditui import store as stores
from auditui.core.errors import ExitCode
from auditui.core.query import EVERYTHING
from auditui.custody.journal import journal_of
from tests.accounts import ROOT, Account, Done, accounts, run_as

SSH = {"SSH_CONNECTION": "10.1.2.3 5 6 7"}
SAMPLE = ROOT / "sample_data" / "change-trail.json"


@dataclass
class Machine:
    """A folder for a store, a configuration in root's hands, a system's log, and three accounts."""

    owner: Account
    reader: Account
    stranger: Account
    folder: Path
    config: Path
    log: socket.socket
    log_path: Path

    @property
    def db(self) -> Path:
        return self.folder / "store" / "a.db"

    def run(
        self, account: Account, *words: object, configured: bool = True, environment: dict[str, str] | None = None
    ) -> Done:
        """One command line; what was in the system's log before is gone.

        SAMPLE stands for a copy that all accounts can read, since a checkout may lie where only its owner gets.
        """
        while self.log in select.select([self.log], [], [], 0)[0]:
            self.log.recv(65_536)
        return run_as(
            account,
            [str(self.folder.parent / SAMPLE.name if word == SAMPLE else word) for word in words],
            config=self.config if configured else Path("/nonexistent"),
            syslog=[self.log_path],
            environment=environment,
        )

    def logged(self) -> dict[str, object]:
        """The next entry of the system's log."""
        said = json.loads(self.log.recv(65_536).decode("ascii").split("]: ", 1)[1])
        assert isinstance(said, dict)
        return said


@pytest.fixture(scope="module")
def machine() -> Iterator[Machine]:
    """The store is made by its owner; the reader is in its group, the stranger is not."""
    with accounts("owner", "reader", "stranger") as (owner, reader, stranger), TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        config = folder / "config.toml"
        config.write_text(f'[access]\nowners = ["{owner.name}"]\nadmins = ["{reader.name}"]\ngroup = "{owner.name}"\n')
        config.chmod(0o644)
        (folder / SAMPLE.name).write_bytes(SAMPLE.read_bytes())
        (folder / SAMPLE.name).chmod(0o644)
        (folder / "home").mkdir()
        os.chown(folder / "home", owner.uid, owner.gid)
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as log:
            log.bind(str(folder / "log"))
            (folder / "log").chmod(0o666)
            log.settimeout(5)
            made = Machine(
                owner, replace(reader, groups=(owner.gid,)), stranger, folder / "home", config, log, folder / "log"
            )
            done = made.run(owner, "import", SAMPLE, "--db", made.db)
            assert (done.code, done.out) == (0, ""), done.err
            yield made


def count_of(done: Done) -> int:
    assert done.code == 0, done.err
    return int(done.out)


def test_what_the_owner_makes_only_the_group_can_read(machine: Machine) -> None:
    """Folder 2750, files 0640, all of the group; the umask of that import was the usual one."""
    folder = machine.db.parent
    assert (stat.S_IMODE(folder.stat().st_mode), folder.stat().st_gid) == (0o2750, machine.owner.gid)
    files = list(folder.iterdir())
    assert {machine.db, journal_of(machine.db)} <= set(files)
    for each in files:
        found = each.stat()
        assert (stat.S_IMODE(found.st_mode), found.st_uid, found.st_gid) == (
            0o640,
            machine.owner.uid,
            machine.owner.gid,
        )


def test_a_reader_of_the_group_reads_a_closed_store_where_they_cannot_write(machine: Machine) -> None:
    """And what they looked for is in the system's log, since the journal is not theirs to write."""
    for beside in ("-wal", "-shm"):
        machine.db.with_name(machine.db.name + beside).unlink(missing_ok=True)
    machine.folder.chmod(0o755)
    done = machine.run(machine.reader, "count", "-q", "verb:delete", "--db", machine.db, environment=SSH)
    assert count_of(done) > 0
    assert not machine.db.with_name(machine.db.name + "-shm").exists()
    said = machine.logged()
    assert (said["user"], said["uid"], said["role"]) == (machine.reader.name, str(machine.reader.uid), "Admin")
    assert (said["action"], said["query"], said["ip"]) == ("search", "verb:delete", "10.1.2.3")


def test_a_reader_reads_a_store_that_is_written_just_now(machine: Machine) -> None:
    """While the owner has it open, with something in its WAL; and after the owner merely looked."""
    whole = count_of(machine.run(machine.owner, "count", "--db", machine.db))
    assert count_of(machine.run(machine.reader, "count", "--db", machine.db)) == whole
    assert machine.logged()["action"] == "search"
    with closing(stores.open(machine.db)):
        assert count_of(machine.run(machine.reader, "count", "--db", machine.db)) == whole
    assert machine.logged()["action"] == "search"


def test_the_file_system_keeps_a_reader_from_writing(machine: Machine) -> None:
    """An Admin may import, where the files let them; here they do not, and that is on record."""
    done = machine.run(machine.reader, "import", SAMPLE, "--db", machine.db)
    assert (done.code, done.out) == (ExitCode.NOT_PERMITTED, "")
    assert f"{machine.reader.name}, Admin, may not import into this store" in done.err
    assert machine.logged()["action"] == "refused"


@pytest.mark.parametrize(
    "words", [["count"], ["export"], ["show", "1"], ["stats"], ["journal", "--plain"], ["import", SAMPLE]]
)
@pytest.mark.parametrize("configured", [True, False])
def test_who_has_no_role_sees_nothing_and_is_on_record(machine: Machine, words: list[object], configured: bool) -> None:
    """Exit 77, not a number, not a name; with a configuration and without."""
    done = machine.run(machine.stranger, *words, "--db", machine.db, configured=configured)
    assert (done.code, done.out) == (ExitCode.NOT_PERMITTED, "")
    assert done.err.splitlines()[-1] == "hint: ask your administrator"
    said = machine.logged()
    assert (said["user"], said["action"], said["outcome"]) == (machine.stranger.name, "refused", "failure")
    assert "role" in said
    assert said["role"] == ""


def test_a_role_is_refused_even_where_the_file_is_open(machine: Machine) -> None:
    """A file that everybody can read gives nobody a role; that somebody tried is in the system's log."""
    machine.db.parent.chmod(0o755)
    machine.db.chmod(0o644)
    try:
        done = machine.run(machine.stranger, "count", "--db", machine.db)
        assert (done.code, done.out) == (ExitCode.NOT_PERMITTED, "")
        assert machine.logged()["user"] == machine.stranger.name
        assert "every account of this machine can read" in machine.run(machine.owner, "count", "--db", machine.db).err
    finally:
        machine.db.parent.chmod(0o2750)
        machine.db.chmod(0o640)


def test_a_role_without_the_files_is_none(machine: Machine) -> None:
    """Somebody who is Admin but not in the group of the files is told to ask, not shown a stack of errors."""
    outsider = replace(machine.reader, groups=())
    done = machine.run(outsider, "count", "--db", machine.db)
    assert (done.code, done.out) == (ExitCode.NOT_PERMITTED, "")
    assert machine.logged()["action"] == "refused"


def test_an_account_without_a_role_has_none_at_its_own_store_either(machine: Machine) -> None:
    """Where the system says who may, owning a file says nothing; files on a throw-away store are another thing."""
    own = machine.folder.parent / "own"
    own.mkdir()
    os.chown(own, machine.stranger.uid, machine.stranger.gid)
    done = machine.run(machine.stranger, "import", SAMPLE, "--db", own / "a.db")
    assert (done.code, list(own.iterdir())) == (ExitCode.NOT_PERMITTED, [])
    assert machine.logged()["action"] == "refused"
    assert machine.run(machine.stranger, "import", SAMPLE, "--db", own / "a.db", configured=False).code == 0
    assert count_of(machine.run(machine.stranger, "count", "--db", own / "a.db", configured=False)) > 0


def test_no_variable_makes_an_owner(machine: Machine) -> None:
    """What somebody sets in their environment names no other configuration and no other account."""
    theirs = machine.folder.parent / "theirs"
    theirs.mkdir()
    (theirs / "auditui").mkdir()
    (theirs / "auditui" / "config.toml").write_text(f'[access]\nowners = ["{machine.stranger.name}"]\n')
    said = {"USER": machine.owner.name, "LOGNAME": machine.owner.name, "AUDITUI_CONFIG": str(theirs)}
    done = machine.run(machine.stranger, "count", "--db", machine.db, environment=said)
    assert (done.code, done.out) == (ExitCode.NOT_PERMITTED, "")
    assert machine.logged()["user"] == machine.stranger.name
    done = machine.run(machine.stranger, "count", "--db", machine.db, environment={"XDG_CONFIG_HOME": str(theirs)})
    assert (done.code, done.out) == (ExitCode.USAGE, "")
    assert "[access] counts in the system's file alone" in done.err


def test_what_root_looks_at_stays_its_owners(machine: Machine) -> None:
    """Root's look is in the journal beside the store, and the owner can go on writing there."""
    root = Account("root", 0, 0)
    before = len(_recorded(machine))
    assert machine.run(root, "count", "--db", machine.db).code == 0
    assert machine.run(machine.owner, "count", "--db", machine.db).code == 0
    assert len(_recorded(machine)) == before + 2
    assert {each.stat().st_uid for each in machine.db.parent.iterdir()} == {machine.owner.uid}


def _recorded(machine: Machine) -> list[str]:
    with closing(stores.open(journal_of(machine.db), read_only=True)) as found:
        return [event.description for event in found.events(EVERYTHING)]

"""auditui's own use on record: complete, before anything is shown, in one place or the other, or not shown at all."""

from __future__ import annotations

import hashlib
import json
import os
import socket
import stat
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from pathlib import Path

import pytest

from auditui import store as stores
from auditui.core.errors import AuditError, ExitCode, NotPermittedError, StoreError
from auditui.core.event import Event
from auditui.core.language import parse
from auditui.core.query import EVERYTHING, Text
from auditui.core.redact import DEFAULT, Redactor
from auditui.core.view import Sort
from auditui.custody import deeds, syslog
from auditui.custody.journal import Journal, Unrecorded, journal_of
from auditui.custody.person import Person
from auditui.custody.private_files import Sharing
from auditui.custody.roles import Action
from auditui.store.base import AppendReport, Origin
from auditui.store.sqlite.store import SqliteStore

ANA = Person(os.geteuid(), "ana", login="boss", address="2001:db8::7", terminal="/dev/pts/3")
NOON = 1_795_176_000_000_000
HOSTILE = 'x\n<85>Nov 20 auditui[1]: {"user":"root"}\r\x1b]0;pwned\x07\x9b2J\u202e\u2028\x7f'


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """The path of a store with one event."""
    path = tmp_path / "a.db"
    made = stores.open(path, create=True)
    made.append([Event(at_us=NOON, id="e-1", flags=("redacted",))], origin=Origin("x"))
    made.close()
    return path


def journal(store: Path, *, person: Person = ANA, required: bool = False, redactor: Redactor = DEFAULT) -> Journal:
    return Journal(store, person, "Owner", required=required, redactor=lambda: redactor)


def recorded(store: Path) -> list[Event]:
    """What a journal holds, oldest first."""
    with closing(stores.open(journal_of(store), read_only=True)) as found:
        return list(found.events(EVERYTHING, Sort("seq", descending=False)))


class Listening:
    """A system's log that takes everything."""

    def __init__(self, path: Path, kind: int = socket.SOCK_DGRAM) -> None:
        self.socket = socket.socket(socket.AF_UNIX, kind)
        self.socket.bind(str(path))
        self.socket.settimeout(2)

    def line(self) -> str:
        return self.socket.recv(65_536).decode("ascii")


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Listening]:
    """The system's log of this test."""
    monkeypatch.setattr(syslog, "SOCKETS", (tmp_path / "log",))
    heard = Listening(tmp_path / "log")
    yield heard
    heard.socket.close()


@pytest.fixture
def no_log(monkeypatch: pytest.MonkeyPatch) -> None:
    """No system's log anywhere."""
    monkeypatch.setattr(syslog, "SOCKETS", (Path("/nonexistent/log"),))


def shut(store: Path) -> None:
    """Make the journal one that cannot be written: a folder has its name."""
    journal_of(store).mkdir()


DONE = {
    "session opened": deeds.session_opened(parse("user:ana")),
    "search": deeds.searched(parse("verb:delete since:7d")),
    "details opened": deeds.viewed(Event(at_us=NOON, seq=7, id="e-7", flags=("redacted",))),
    "export": deeds.exported(parse("verb:delete"), count=1204, form="csv", target="/tmp/x.csv"),
    "import": deeds.imported({"a.jsonl": "json"}, {"imported": 3, "duplicate": 1}),
    "verification": deeds.verified("3/3 events verified, head 9f2c", passed=False),
    "deletion": deeds.deleted(None, count=5, reason="GDPR request 4711"),
    "retention": deeds.decided("set retention to 400 days", {"days": 400}),
    "backup": deeds.copied("/mnt/b.db", 4096),
    "reindex": deeds.reindexed(3),
    "look": deeds.looked("imports"),
    "export forgotten": deeds.forgot("nightly"),
    "refused": deeds.refused(Action.PURGE, "ana, Admin, may not delete from this store"),
}


def test_everything_that_is_done_is_one_event(store: Path) -> None:
    """In order, with who, when, from where, at which terminal, in which role, and what it was done to."""
    begun = journal(store)
    for deed in DONE.values():
        begun.note(deed)
    begun.close()
    found = recorded(store)
    assert [event.action for event in found] == list(DONE)
    for event in found:
        assert (event.actor, event.actor_id, event.role, event.ip) == ("ana", str(ANA.uid), "Owner", "2001:db8::7")
        assert event.request_id == found[0].request_id
        assert event.details["terminal"] == "/dev/pts/3"
        assert event.details["login"] == "boss"
        assert event.details["store"] == str(store)
        assert event.details["pid"] == os.getpid()
    assert len({event.id for event in found}) == len(DONE)
    assert [event.action for event in found if event.outcome == "failure"] == ["verification", "refused"]


@pytest.mark.parametrize(
    ("action", "verb", "description", "details"),
    [
        ("session opened", "view", "opened the explorer on user:ana", {"query": "user:ana"}),
        ("search", "view", "searched for verb:delete since:7d", {"query": "verb:delete since:7d", "by": "explorer"}),
        ("everything", "view", "searched for everything", {"query": "*"}),
        ("details opened", "view", "opened the details of event 7", {"flags": ["redacted"]}),
        ("export", "export", "exported 1,204 events as csv to /tmp/x.csv: verb:delete", {"count": 1204}),
        ("import", "import", "imported 3 events from a.jsonl", {"counts": {"imported": 3, "duplicate": 1}}),
        ("deletion", "delete", "deleted 5 events, GDPR request 4711", {"count": 5}),
        ("refused", "delete", "was refused: ana, Admin, may not delete from this store", {"pid": os.getpid()}),
    ],
)  # fmt: skip
def test_what_a_deed_says(store: Path, action: str, verb: str, description: str, details: Mapping[str, object]) -> None:
    """A sentence for people, and details for queries."""
    begun = journal(store)
    begun.note(DONE[action] if action != "everything" else deeds.searched(EVERYTHING))
    begun.close()
    (event,) = recorded(store)
    assert (event.verb, event.description) == (verb, description)
    assert {name: event.details[name] for name in details} == details


def test_it_is_on_record_before_the_caller_goes_on(store: Path) -> None:
    """Another process finds it as soon as `note` is back, while the session lasts."""
    begun = journal(store)
    for number in range(1, 4):
        begun.note(deeds.searched(parse(f"word{number}")))
        assert len(recorded(store)) == number
    begun.close()


def test_looking_changes_nothing_of_what_is_looked_at(store: Path) -> None:
    """Not a byte of the store, and no import into it is waited for."""
    before = hashlib.sha256(store.read_bytes()).digest()
    with closing(stores.open(store)) as writer:

        def slowly() -> Iterator[Event]:
            yield Event(at_us=NOON, id="e-2")
            begun = journal(store)
            begun.note(deeds.searched(EVERYTHING))
            begun.close()
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            writer.append(slowly(), origin=Origin("y"))
    assert len(recorded(store)) == 1
    assert hashlib.sha256(store.read_bytes()).digest() == before


def test_a_session_is_one_import_and_done_at_its_end(store: Path) -> None:
    """The book of the journal lists sessions, not entries."""
    for _ in range(2):
        begun = journal(store)
        begun.note(DONE["search"])
        begun.note(DONE["search"])
        begun.close()
    with closing(stores.open(journal_of(store), read_only=True)) as found:
        assert [(one.imported, one.done) for one in found.imports()] == [(2, True), (2, True)]


def test_what_is_on_record_is_on_disk(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not only in the memory of the system: a power cut after a look must not undo its record."""
    seen: list[int] = []
    real = SqliteStore.append

    def looking(opened: SqliteStore, events: Iterable[Event | None], *, origin: Origin) -> AppendReport:
        seen.append(opened._connection.execute("PRAGMA synchronous").fetchone()[0])
        return real(opened, events, origin=origin)

    monkeypatch.setattr(SqliteStore, "append", looking)
    begun = journal(store)
    begun.note(DONE["search"])
    begun.close()
    assert seen == [2]


def test_the_head_is_handed_on_when_the_session_is_over(store: Path) -> None:
    """Whoever notes it elsewhere finds the whole session in it."""
    heard: list[tuple[Path, int]] = []
    begun = Journal(
        store, ANA, "Owner", settle=lambda opened, path: heard.append((path, int(opened.count(EVERYTHING))))
    )
    begun.note(DONE["search"])
    begun.note(DONE["export"])
    assert heard == []
    begun.close()
    assert heard == [(journal_of(store), 2)]


def test_nothing_done_leaves_no_journal(store: Path) -> None:
    """Opening and closing alone makes no file."""
    journal(store).close()
    assert not journal_of(store).exists()


def test_the_journal_of_a_journal_is_itself(store: Path) -> None:
    """Reading it is on record, too, and not in an endless row of files."""
    assert journal_of(journal_of(store)) == journal_of(store)
    assert journal_of(store).name == "a.db.journal"


@pytest.mark.parametrize(("sharing", "mode"), [(Sharing(), 0o600), (Sharing(os.getegid()), 0o640)])
def test_its_file_is_as_private_as_the_store(store: Path, sharing: Sharing, mode: int) -> None:
    """Whatever the umask, and so is what SQLite puts beside it."""
    before = os.umask(0)
    begun = Journal(store, ANA, "Owner", sharing=sharing)
    try:
        begun.note(DONE["search"])
        files = [journal_of(store), *journal_of(store).parent.glob("a.db.journal-*")]
        assert len(files) == 3
        assert {stat.S_IMODE(each.stat().st_mode) for each in files} == {mode}
    finally:
        os.umask(before)
        begun.close()


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("after.password:hunter2 verb:delete", "after.password:[REDACTED] verb:delete"),
        ("-(details.auth.api_key:hunter2 OR x)", "-(details.auth.api_key:[REDACTED] OR x)"),
        ('"password=hunter2"', "password=[REDACTED]"),
        ('"Bearer hunter2hunter2hunter2hunter2"', '"Bearer [REDACTED]"'),
        ("details.salary:hunter2", "details.salary:[REDACTED]"),
        ('after.password:"two words","hunter2 again"', "after.password:[REDACTED]"),
        ("details.salary:>50000,<60000", "details.salary:[REDACTED]"),
        ("details.city:hunter2", "details.city:hunter2"),
    ],
)
def test_secrets_that_somebody_searched_for_are_not_kept(store: Path, query: str, kept: str) -> None:
    """Not in the sentence, not in the details, nowhere in the file."""
    begun = journal(store, redactor=Redactor(("salary",)))
    begun.note(deeds.searched(parse(query)))
    begun.close()
    (event,) = recorded(store)
    assert event.details["query"] == kept
    assert event.description == f"searched for {kept}"
    if "[REDACTED]" in kept:
        files = journal_of(store).parent.glob("a.db.journal*")
        assert not any(b"hunter2" in each.read_bytes() for each in files)


# ------------------------------------------------------------------------------------------ the system's log


def test_where_the_journal_cannot_be_written_it_goes_to_the_systems_log(store: Path, log: Listening) -> None:
    """As one object: the same things, and the level tells refusals from the rest."""
    shut(store)
    begun = journal(store)
    begun.note(DONE["export"])
    begun.note(DONE["refused"])
    said, refused = log.line(), log.line()
    begun.close()
    assert said.startswith("<85>")
    assert refused.startswith("<84>")
    assert f" auditui[{os.getpid()}]: " in said
    found = json.loads(said.split("]: ", 1)[1])
    assert (found["user"], found["uid"], found["role"], found["ip"]) == ("ana", str(ANA.uid), "Owner", "2001:db8::7")
    assert (found["action"], found["count"], found["format"]) == ("export", 1204, "csv")
    assert found["query"] == "verb:delete"
    assert begun.remark == ""


def test_nothing_in_a_line_ends_it_or_passes_for_another(store: Path, log: Listening) -> None:
    """CWE-117: file names and queries are somebody's text; a line stays one line of plain ASCII."""
    shut(store)
    begun = journal(store, person=Person(ANA.uid, HOSTILE, address=HOSTILE, terminal=HOSTILE))
    begun.note(deeds.exported(Text(HOSTILE), count=1, form="csv", target=HOSTILE))
    line = log.line()
    begun.close()
    assert all(" " <= letter <= "~" for letter in line)
    assert line.count("auditui[") == 1 + line.split("]: ", 1)[1].count("auditui[")
    found = json.loads(line.split("]: ", 1)[1])
    assert found["user"].startswith("x\n<85>")


def test_nothing_in_the_journal_ends_an_entry_or_passes_for_another(store: Path) -> None:
    """One entry with the text in it, marked as holding controls."""
    begun = journal(store, person=Person(ANA.uid, HOSTILE, address=HOSTILE, terminal=HOSTILE))
    begun.note(deeds.exported(Text(HOSTILE), count=1, form="csv", target=HOSTILE))
    begun.close()
    (event,) = recorded(store)
    assert (event.action, event.actor_id) == ("export", str(ANA.uid))
    assert "control" in event.flags


def test_long_texts_are_shortened_for_the_systems_log(store: Path, log: Listening) -> None:
    """A datagram that nobody takes would be an entry lost."""
    shut(store)
    begun = journal(store)
    begun.note(deeds.searched(parse("\u202e" * 4000)))
    assert len(log.line()) < 16_384
    begun.close()


def test_a_log_that_takes_streams_is_heard_of_too(store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Some systems listen that way; the line ends there."""
    shut(store)
    monkeypatch.setattr(syslog, "SOCKETS", (tmp_path / "nobody", tmp_path / "stream"))
    heard = Listening(tmp_path / "stream", socket.SOCK_STREAM)
    heard.socket.listen()
    begun = journal(store)
    begun.note(DONE["search"])
    end, _ = heard.socket.accept()
    assert end.recv(65_536).endswith(b"}\n")
    for each in (end, heard.socket):
        each.close()
    begun.close()


# ------------------------------------------------------------------------------------------ neither


@pytest.mark.usefixtures("no_log")
def test_where_neither_works_the_person_is_told(store: Path) -> None:
    """Nothing stops, unless the configuration says so; but it is not silent."""
    shut(store)
    begun = journal(store)
    begun.note(DONE["search"])
    begun.close()
    assert begun.remark.startswith("not on record: the journal cannot be written")
    assert "nor the system's log" in begun.remark


@pytest.mark.usefixtures("no_log")
def test_where_record_is_required_nothing_goes_on_without(store: Path) -> None:
    """Whoever waits gets the error, whoever does not is called."""
    shut(store)
    heard: list[AuditError] = []
    begun = journal(store, required=True)
    begun.on_failure = heard.append
    with pytest.raises(NotPermittedError, match="nothing is shown that is not on record") as caught:
        begun.note(DONE["search"])
    assert caught.value.exit_code is ExitCode.NOT_PERMITTED
    begun.begin(DONE["search"])
    begun.close()
    assert [type(each) for each in heard] == [NotPermittedError, NotPermittedError]


def test_what_fails_once_is_tried_again(store: Path, log: Listening) -> None:
    """An entry that went to the system's log is not the end of the journal."""
    shut(store)
    begun = journal(store)
    begun.note(DONE["search"])
    journal_of(store).rmdir()
    begun.note(DONE["export"])
    begun.close()
    assert "searched" in log.line()
    assert [event.action for event in recorded(store)] == ["export"]


DISK_FULL = """
import resource, signal, sys
from pathlib import Path
from auditui.core.language import parse
from auditui.core.errors import NotPermittedError
from auditui.custody import deeds, syslog
from auditui.custody.journal import Journal
from auditui.custody.person import Person
syslog.SOCKETS = ()
begun = Journal(Path(sys.argv[1]), Person.present(), "Owner", required=True)
shown = 0
for number in range(int(sys.argv[2])):
    try:
        begun.note(deeds.searched(parse(f"word{number} " + "x" * 400)))
    except NotPermittedError as error:
        print(shown, error.problem)
        break
    shown += 1
    if shown == 5:  # from here on the disk takes a little more, and then nothing
        room = max(each.stat().st_size for each in Path(sys.argv[1]).parent.glob("*.journal*")) + 200_000
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
begun.close()
"""


def test_a_full_disk_loses_nothing_and_shows_nothing(store: Path) -> None:
    """What was shown is on record, to the last; the first deed that does not fit is not shown."""
    done = subprocess.run(
        [sys.executable, "-c", DISK_FULL, str(store), "2000"], capture_output=True, text=True, check=True
    )
    shown, problem = done.stdout.split(" ", 1)
    assert 5 < int(shown) < 2000
    assert "the journal cannot be written" in problem
    assert [event.description.split()[2] for event in recorded(store)] == [f"word{n}" for n in range(int(shown))]
    begun = journal(store)
    begun.note(DONE["search"])
    begun.close()
    assert len(recorded(store)) == int(shown) + 1


# ------------------------------------------------------------------------------------------ several, and others


def test_sessions_at_once_lose_nothing(store: Path) -> None:
    """Each writes when it has something to say; none waits for the end of another."""
    begun = [journal(store) for _ in range(4)]

    def use(one: Journal) -> None:
        for number in range(10):
            one.note(deeds.searched(parse(f"word{number}")))

    threads = [threading.Thread(target=use, args=(one,)) for one in begun]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for one in begun:
        one.close()
    assert len(recorded(store)) == 40
    assert all(one.remark == "" for one in begun)


AT_ONCE = """
import sys, time
from pathlib import Path
from auditui.core.query import EVERYTHING
from auditui.custody import deeds
from auditui.custody.journal import Journal
from auditui.custody.person import Person
begun = Journal(Path(sys.argv[1]), Person.present(), "Owner", required=True)
time.sleep(max(0, float(sys.argv[2]) - time.time()))
begun.note(deeds.searched(EVERYTHING))
begun.close()
"""


def test_processes_that_make_the_journal_at_once_make_one(store: Path) -> None:
    """The first look at a new store may be four."""
    import time

    at = str(time.time() + 1.0)
    command = [sys.executable, "-c", AT_ONCE, str(store), at]
    running = [subprocess.Popen(command, stderr=subprocess.PIPE) for _ in range(4)]
    problems = [each.communicate()[1] for each in running]
    assert problems == [b""] * 4
    assert len(recorded(store)) == 4


def test_a_link_in_its_place_is_not_followed(store: Path, log: Listening) -> None:
    """What it points at stays as it was, and the entry goes to the system's log."""
    victim = store.with_name("victim")
    victim.write_text("kept")
    journal_of(store).symlink_to(victim)
    begun = journal(store)
    begun.note(DONE["search"])
    begun.close()
    assert victim.read_text() == "kept"
    assert "searched" in log.line()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file to somebody else")
def test_a_journal_of_somebody_else_is_not_written(store: Path, log: Listening) -> None:
    """Whoever may write to a shared folder could wait for what others search for."""
    journal_of(store).touch(0o666)
    os.chown(journal_of(store), 70_001, -1)
    begun = journal(store)
    begun.note(DONE["search"])
    begun.close()
    assert journal_of(store).stat().st_size == 0
    assert "searched" in log.line()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can look at the stores of others")
def test_what_root_makes_first_is_its_owners(store: Path) -> None:
    """Else the owner's own looks could not be on record afterwards."""
    os.chown(store, 70_001, 70_001)
    begun = journal(store)
    begun.note(DONE["search"])
    begun.close()
    assert journal_of(store).stat().st_uid == 70_001


def test_a_fault_of_ours_lets_nobody_wait(store: Path, log: Listening, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error that nobody foresaw ends the thread; what it had in hand goes to the system's log."""

    def broken(*given: object, **more: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("auditui.store.open", broken)
    monkeypatch.setattr(threading, "excepthook", lambda given: None)
    begun = journal(store)
    begun.note(DONE["search"])
    begun.close()
    assert "searched" in log.line()


def test_two_faults_of_ours_let_nobody_wait_and_show_nothing(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even the other way works then, so that what waits is told, and not shown."""

    def broken(*given: object, **more: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(threading, "excepthook", lambda given: None)
    shut(store)
    begun = Journal(store, ANA, "Owner", send=broken)
    with pytest.raises(StoreError, match="a fault of auditui itself, ZeroDivisionError"):
        begun.note(DONE["search"])
    begun.close()


def test_a_store_that_is_thrown_away_has_no_journal() -> None:
    """Files that somebody merely looks at are theirs."""
    nothing = Unrecorded()
    nothing.note(DONE["search"])
    nothing.begin(DONE["search"]).wait()
    nothing.close()
    assert nothing.remark == ""

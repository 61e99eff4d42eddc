"""Opens a store for a person: where it is, whether its files are private, who asks, what they may, and what they did.

Both front ends come through here, so whatever must happen before anybody sees an event happens here.
"""

from __future__ import annotations

import contextlib
import os
import shlex
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn

from auditui import store as stores
from auditui.core.config import Config, load
from auditui.core.errors import AuditError, StoreError
from auditui.custody import deeds, new_store, private_files
from auditui.custody.journal import Journal, Recorder, Unrecorded, is_journal, journal_of
from auditui.custody.journal_watch import JournalWatch
from auditui.custody.person import Person
from auditui.custody.private_files import Sharing
from auditui.custody.roles import NOBODY, OWNER, Action, Role, refusal, role_of

if TYPE_CHECKING:
    from auditui.core.redact import Redactor
    from auditui.store.base import Store

SYSTEM_CONFIG: Final = Path("/etc/auditui/config.toml")
SYSTEM_UID: Final = 0
"""The account that the system's configuration belongs to. No variable moves either of these two: whoever could
name another file could make themselves Owner."""

INDEXED_A_SECOND: Final = 20_000
"""Events that `reindex` takes in a second on a slow machine."""
_MINUTE: Final = 60


@dataclass(frozen=True, slots=True)
class Session:
    """One person at one store."""

    store: Store
    path: Path
    person: Person
    role: Role
    """What the person may do here."""
    config: Config
    """What this person and the administrator of this machine have decided."""
    journal: Recorder
    """Puts on record what is done here, before its result is shown."""
    remark: str = ""
    """What the person should know before they begin, such as that the store is new; may be empty."""
    slow: str = ""
    """Why answers will take long, and what helps; empty where they will not."""

    @property
    def who(self) -> str:
        """The login name of the account that runs this process."""
        return self.person.name

    def connect(self) -> Store:
        """Open the same store once more, read-only, for another thread; whoever asks closes it."""
        return stores.open(self.path, read_only=True)

    def require(self, action: Action) -> None:
        """Come back if the person may do this.

        Raises:
            NotPermittedError: They may not; the attempt is on record.
        """
        _require(self.journal, self.person, self.role, action, self.path)


@contextlib.contextmanager
def opened(
    path: Path | None,
    *,
    action: Action = Action.VIEW,
    create: bool = False,
    read_only: bool = True,
    is_kept: bool = True,
) -> Iterator[Session]:
    """Open a store for the person who runs this process, and close it at the end.

    Args:
        path: The store's file; None is the default one, which is made when it is missing.
        action: What it is opened for.
        create: Make a named store that is missing.
        read_only: Neither change the store nor wait for others who do.
        is_kept: False for a store that is thrown away at the end: it is its maker's alone, so nobody is asked for a
            role, and nothing of its use goes on record.

    Raises:
        NotPermittedError: The person may not do this; nothing was read, and the attempt is on record.
        StoreError: It is missing, a symbolic link, or no store that can be used.
        UsageError: A configuration file is wrong.
    """
    config, person = configuration(), Person.present()
    where = path or default_path()
    sharing = _sharing(config) if is_kept else Sharing()
    role = _role(where, person, config) if is_kept else OWNER
    watch = JournalWatch(where)
    journal = _journal(where, person, role, config, watch) if is_kept else Unrecorded()
    with contextlib.closing(journal):
        _require(journal, person, role, action, where)
        if not read_only and not _lets_write(where, person):
            _refuse(journal, person, role, action, where)
        remark = _made_ready(where, sharing, is_default=path is None, create=create)
        with contextlib.closing(stores.open(where, read_only=read_only)) as store:
            if is_kept:
                remark = remark or _watched(watch, store, role)
            slow = "" if action is Action.MAINTAIN else _slow(store, where)
            yield Session(store, where, person, role, config, journal, remark, slow)


def _watched(watch: JournalWatch, store: Store, role: Role) -> str:
    """Let the watch know the store, and give what an Owner should know of its journal."""
    with contextlib.suppress(AuditError), store.evidence() as evidence:  # whoever asks for something will hear of it
        watch.about = evidence.store_id
    return watch.problem() if role == OWNER else ""


def _slow(store: Store, where: Path) -> str:
    """Why answers take longer than they need to, and what helps; empty where they do not, or nobody can tell."""
    count = 0
    with contextlib.suppress(AuditError):  # whoever asks for something will hear of it
        count = store.unindexed()
    if not count:
        return ""
    named = "" if where == default_path() else f" --db {shlex.quote(str(where))}"
    seconds = max(1, round(count / INDEXED_A_SECOND))
    takes = f"{seconds} s" if seconds < _MINUTE else f"{round(seconds / _MINUTE)} min"
    return (
        f"the indexes are damaged or of another version, so answers out of {count:,} events take long: "
        f"auditui reindex{named} makes them anew in about {takes}"
    )


def _role(where: Path, person: Person, config: Config) -> Role:
    """What the person is to the store. Who cannot even see whom it belongs to is nobody to it."""
    try:
        found = where.lstat()
    except PermissionError:
        return NOBODY
    except OSError:  # it is not there, and what is wrong with its name is said where it is opened
        return role_of(person, config.access, None)
    if stat.S_ISREG(found.st_mode) and not os.access(where, os.R_OK):
        return NOBODY
    role = role_of(person, config.access, found.st_uid)
    return role.only_to_read() if is_journal(where) else role


def _journal(where: Path, person: Person, role: Role, config: Config, watch: JournalWatch) -> Journal:
    return Journal(
        where,
        person,
        role.name,
        sharing=_sharing(config),
        redactor=partial(redactor_for, config),
        required=config.journal.required,
        settle=partial(_settle, config, watch),
    )


def _sharing(config: Config) -> Sharing:
    return Sharing.with_group(config.access.group) if config.access else Sharing()


def _settle(config: Config, watch: JournalWatch, store: Store, path: Path) -> None:
    """Note the head of a journal, also where the system's configuration wants heads, so that no end can be cut off."""
    watch.note(store)
    if config.anchors.folder:
        from auditui.custody import examination

        examination.settle(store, path, config)


def _require(journal: Recorder, person: Person, role: Role, action: Action, where: Path) -> None:
    if not role.may(action):
        _refuse(journal, person, role, action, where)


def _refuse(journal: Recorder, person: Person, role: Role, action: Action, where: Path) -> NoReturn:
    error = refusal(person, role, action, str(where))
    journal.note(deeds.refused(action, error.problem))
    if journal.remark:
        error.hint = f"{error.hint} ({journal.remark})"
    raise error


def _lets_write(where: Path, person: Person) -> bool:
    """Whether the file system lets somebody write to another one's store. Why one's own cannot be is for it to say."""
    return not where.is_file() or where.stat().st_uid == person.uid or person.is_root or os.access(where, os.W_OK)


def _made_ready(where: Path, sharing: Sharing, *, is_default: bool, create: bool) -> str:
    """See that the file is there and nothing but a file; returns a remark about it."""
    if not is_yet_to_be_made(where):
        private_files.check_file(where)
        if not where.stat().st_size:  # SQLite would remove what stands beside it
            raise StoreError(
                "the file is empty, yet SQLite's own files stand beside it", where=str(where),
                hint="restore the store from a backup, or move all of them away",
            )  # fmt: skip
        exposed = (private_files.exposure(each) for each in (where, journal_of(where)))
        return next(filter(None, exposed), "") or private_files.unshared(where, sharing)
    if not is_default and not create:
        problem = "the file is empty" if where.exists() else "there is no such store"
        raise StoreError(problem, where=str(where), hint=f"auditui import --db {shlex.quote(str(where))} FILE makes it")
    _make(where, sharing)
    return f"the store is new and empty: auditui import FILE fills it ({where})" if is_default else ""


def is_yet_to_be_made(path: Path | None) -> bool:
    """Whether opening a store with `create` would make it. No for what one may not even look at: opening says why."""
    where = path or default_path()
    try:
        return not where.is_symlink() and (not where.exists() or new_store.is_blank(where))
    except PermissionError:
        return False


def _make(path: Path, sharing: Sharing) -> None:
    """Make an empty store, in a folder that nobody else can look into if it had to be made too."""
    private_files.make_folder(path.parent, sharing)
    new_store.make(path, sharing)


def default_path() -> Path:
    """The store of whoever runs this process: `audit.db` in their data folder."""
    from platformdirs import user_data_path

    return user_data_path("auditui", appauthor=False) / "audit.db"


def redactor_for(config: Config) -> Redactor:
    """What is secret here: what always is, and what the configuration adds to it or takes from it."""
    from auditui.core.redact import DEFAULT, Redactor

    own = config.redaction
    return Redactor(own.keys, own.exceptions) if own.keys or own.exceptions else DEFAULT


def configuration() -> Config:
    """The machine's configuration file and the person's, as one.

    Raises:
        UsageError: One of them is wrong.
        NotPermittedError: Others than the system can write its file.
    """
    from platformdirs import user_config_path

    user = user_config_path("auditui", appauthor=False) / "config.toml"
    return load(user, SYSTEM_CONFIG, system_uid=SYSTEM_UID)


def spare_store(here: Session, target: Path) -> None:
    """Raise `AuditError` when a file to be written is the store, its journal, or SQLite's beside one of them.

    Nobody who asks for that means it, and whoever does must not get rid of what is on record.
    """
    where, journal = Path(os.path.abspath(here.path)), journal_of(Path(os.path.abspath(here.path)))  # noqa: PTH100  resolve() would follow links
    for ours, said in ((where, "the store itself"), (journal, "the journal of the store")):
        for each in (ours, *private_files.beside(ours)):
            is_same = target.samefile(each) if target.exists() and each.exists() else _same_name(target, each)
            if is_same:
                raise AuditError(f"this is {said}", where=str(target), hint="name another file")


def _same_name(target: Path, ours: Path) -> bool:
    """For files that are not there at the moment, such as SQLite's."""
    return target.name == ours.name and target.parent.exists() and target.parent.samefile(ours.parent)


@contextlib.contextmanager
def throw_away() -> Iterator[Path]:
    """A path for a store that is gone at the end, in a temporary folder that only this account can enter.

    What explorers that were killed have left of theirs goes, too.
    """
    from auditui.custody import temporary

    with temporary.folder() as folder:
        yield folder / temporary.STORE

"""Who may do what with a store.

A role is worth what the file system makes of it: it keeps an account from looking through auditui,
and from looking unrecorded. Who can read the file can read it with any other program.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Final

from auditui.core.config import Access
from auditui.core.errors import NotPermittedError
from auditui.custody.person import Person

GROUP_MARK: Final = "%"


class Action(Enum):
    """What can be done with a store. The value completes "may not ..."."""

    VIEW = "look at this store"
    EXPORT = "export from this store"
    IMPORT = "import into this store"
    MAINTAIN = "rebuild the indexes of this store"
    PURGE = "delete from this store"
    UNDO_IMPORT = "undo an import"
    SET_RETENTION = "change how long events are kept"


_OF_OWNERS: Final = frozenset({Action.PURGE, Action.UNDO_IMPORT, Action.SET_RETENTION})


@dataclass(frozen=True, slots=True)
class Role:
    """What somebody is to a store."""

    name: str
    actions: frozenset[Action]

    def may(self, action: Action) -> bool:
        """Whether this role allows it; whether the file system does is another question."""
        return action in self.actions

    def only_to_read(self) -> Role:
        """The same role where no event comes or goes by hand, as in a journal."""
        return Role(self.name, self.actions & {Action.VIEW, Action.EXPORT, Action.MAINTAIN})

    def __str__(self) -> str:
        return self.name


OWNER: Final = Role("Owner", frozenset(Action))
ADMIN: Final = Role("Admin", frozenset(Action) - _OF_OWNERS)
NOBODY: Final = Role("", frozenset())


def role_of(person: Person, access: Access | None, store_uid: int | None) -> Role:
    """What a person is to a store.

    Args:
        person: Who asks.
        access: What the system's configuration says; None where it says nothing about access.
        store_uid: The account that the store's file belongs to; None where there is none yet.
    """
    if person.is_root:
        return OWNER
    if access is None:
        return OWNER if store_uid in {None, person.uid} else NOBODY
    if _is_among(person, access.owners):
        return OWNER
    return ADMIN if _is_among(person, access.admins) else NOBODY


def refusal(person: Person, role: Role, action: Action, where: str) -> NotPermittedError:
    """The error for somebody who may not do this; it tells nothing about the store."""
    who = f"{person.name}, {role}," if role.name else person.name
    return NotPermittedError(f"{who} may not {action.value}", where=where, hint="ask your administrator")


def _is_among(person: Person, names: Iterable[str]) -> bool:
    """Whether one of these names stands for the person. Compared by number: an account may have several names."""
    return any(
        _group_id(name[1:]) in person.groups if name.startswith(GROUP_MARK) else _user_id(name) == person.uid
        for name in names
    )


def _user_id(name: str) -> int | None:
    import pwd

    try:
        return pwd.getpwnam(name).pw_uid
    except KeyError:
        return None


def _group_id(name: str) -> int | None:
    import grp

    try:
        return grp.getgrnam(name).gr_gid
    except KeyError:
        return None

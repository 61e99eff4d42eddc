"""Roles: who is what, and what that allows."""

from __future__ import annotations

import grp
import os
import pwd

import pytest

from auditui.core.config import Access
from auditui.core.errors import ExitCode
from auditui.custody.person import Person, account_name
from auditui.custody.roles import ADMIN, NOBODY, OWNER, Action, Role, refusal, role_of

ALICE = Person(70_001, "alice")
ROOT = Person(0, "root")
SOMEBODY = next(each for each in pwd.getpwall() if each.pw_uid)
SOME_GROUP = next(each for each in grp.getgrall() if each.gr_gid)


def somebody(*groups: int) -> Person:
    return Person(SOMEBODY.pw_uid, SOMEBODY.pw_name, frozenset(groups))


def test_owners_may_everything_and_admins_all_but_taking_away() -> None:
    """Purging, undoing an import and the time that events are kept are for Owners alone."""
    taking_away = {Action.PURGE, Action.UNDO_IMPORT, Action.SET_RETENTION}
    assert {action for action in Action if OWNER.may(action)} == set(Action)
    assert {action for action in Action if not ADMIN.may(action)} == taking_away
    assert not any(NOBODY.may(action) for action in Action)
    assert {action for action in Action if OWNER.only_to_read().may(action)} == {
        Action.VIEW,
        Action.EXPORT,
        Action.MAINTAIN,
    }
    assert not any(NOBODY.only_to_read().may(action) for action in Action)


@pytest.mark.parametrize(
    ("store_uid", "role"), [(ALICE.uid, OWNER), (ALICE.uid + 1, NOBODY), (0, NOBODY), (None, OWNER)]
)
def test_without_a_configuration_the_file_decides(store_uid: int | None, role: Role) -> None:
    """Its owner is Owner; so is whoever makes it; nobody else has a role."""
    assert role_of(ALICE, None, store_uid) is role


@pytest.mark.parametrize("access", [None, Access(), Access(owners=("alice",))])
def test_root_is_owner_whatever_is_configured(access: Access | None) -> None:
    """The system refuses root nothing, so saying otherwise would be pretence."""
    assert role_of(ROOT, access, 70_001) is OWNER


@pytest.mark.parametrize(
    ("access", "role"),
    [
        (Access(), NOBODY),
        (Access(owners=(SOMEBODY.pw_name,)), OWNER),
        (Access(admins=(SOMEBODY.pw_name,)), ADMIN),
        (Access(owners=(SOMEBODY.pw_name,), admins=(SOMEBODY.pw_name,)), OWNER),
        (Access(owners=("no-such-account",), admins=("%no-such-group",)), NOBODY),
        (Access(owners=(f"%{SOMEBODY.pw_name}-none",)), NOBODY),
        (Access(admins=(f"%{SOME_GROUP.gr_name}",)), ADMIN),
        (Access(owners=(f"%{SOME_GROUP.gr_name}",)), OWNER),
    ],
)
def test_a_configuration_decides_alone(access: Access, role: Role) -> None:
    """By account or by group of the process; owning the file counts for nothing then, and the greater role wins."""
    assert role_of(somebody(SOME_GROUP.gr_gid), access, SOMEBODY.pw_uid) is role


def test_a_group_counts_where_the_process_has_it() -> None:
    """What the system gave this process decides, not what its user database says today."""
    access = Access(admins=(f"%{SOME_GROUP.gr_name}",))
    assert role_of(somebody(), access, None) is NOBODY


def test_a_name_is_compared_by_number(monkeypatch: pytest.MonkeyPatch) -> None:
    """An account with two names is one account; a name that only looks the same is none."""
    assert role_of(Person(SOMEBODY.pw_uid, "another name"), Access(owners=(SOMEBODY.pw_name,)), None) is OWNER
    assert role_of(Person(70_002, SOMEBODY.pw_name), Access(owners=(SOMEBODY.pw_name,)), None) is NOBODY


def test_a_refusal_says_who_what_and_where_to_turn() -> None:
    """And nothing about the store."""
    error = refusal(ALICE, ADMIN, Action.PURGE, "/srv/a.db")
    assert str(error) == "/srv/a.db: alice, Admin, may not delete from this store"
    assert (error.exit_code, error.hint) == (ExitCode.NOT_PERMITTED, "ask your administrator")
    assert refusal(ALICE, NOBODY, Action.VIEW, "a.db").problem == "alice may not look at this store"


def test_the_present_person_is_who_the_system_says(monkeypatch: pytest.MonkeyPatch) -> None:
    """Name and groups from the system; the address is what the environment says, or nothing."""
    for name in ("USER", "LOGNAME", "USERNAME"):
        monkeypatch.setenv(name, "mallory")
    monkeypatch.setenv("SSH_CONNECTION", "2001:db8::7 51234 10.0.0.1 22")
    person = Person.present()
    assert (person.uid, person.name) == (os.geteuid(), account_name(os.geteuid()))
    assert person.groups >= set(os.getgroups())
    assert person.address == "2001:db8::7"
    monkeypatch.setenv("SSH_CONNECTION", " ")
    assert Person.present().address == ""


def test_an_account_without_a_name_is_its_number() -> None:
    """Containers run as numbers that no database knows."""
    assert account_name(3_999_999) == "uid 3999999"

"""Deeds to tell about: what each query takes in, and what it leaves alone."""

from __future__ import annotations

from operator import itemgetter

import pytest

from auditui.core.event import Change, Event
from auditui.core.language import parse
from auditui.core.query import EVERYTHING
from auditui.core.verbs import verb_of
from auditui.core.watching import Watching
from auditui.insight.finding import Finding, Severity
from auditui.insight.findings import ask
from auditui.insight.rules import watched
from auditui.insight.rules.table import TITLES
from auditui.insight.rules.watched import FOLD, LISTED, WATCHES
from auditui.store.base import Store
from tests.insight.conftest import HOUR_US, MINUTE_US, MONDAY_US, Filled, event

Said = dict[str, object]


def said(action: str, kind: str = "", *changed: str, **more: object) -> Said:
    changes = tuple(Change(field, "a", "b") for field in changed)
    return {"action": action, "verb": verb_of(action, "", ""), "entity_type": kind, "changes": changes, **more}


YES: dict[str, list[Said]] = {
    "permission-change": [
        said("Update", "Role", "permissions"), said("role.created", "role"), said("Delete", "permission"),
        said("Update", "User", "role"), said("users.update", "", "account.isAdmin"), said("iam:AttachUserPolicy"),
        said("PUT", "", category="roles"), said("org.update_member"),
        *(said("Update", "User", name) for name in ("roles", "user_role", "roleId", "assignedRoles", "role.name")),
    ],
    "user-change": [
        said("Update", "User", "email"), said("Update", "user", "first_name"), said("User Updated"),
        said("PUT", "users"), said("Update", "User", "mfaSecret"), said("Update", "User", "roleId"),
        *(said("Update", "User", name) for name in ("name", "lastName", "Full Name", "display_name", "user_name")),
        *(said("Update", "User", name) for name in ("nickname", "surname", "name.given", "profile.username")),
    ],
    "user-deletion": [said("Delete", "User"), said("DeleteUser"), said("User Deleted"), said("DELETE", "users")],
    "contact-creation": [
        said("Create", "Contact"), said("Contact Created"), said("contact.create"), said("POST", "contacts"),
        said("CreateContact"),
    ],
    "manual-entry": [
        said("Contact Created", description="Contact Ruth created by manual entry"),
        said("POST", "contact", details={"source": "Manual"}), said("POST", "contact", details={"via": "manualEntry"}),
        said("Contact Created", description="Ruth was entered manually"),
        said("Contact Created", description="by hand (manual)"),
    ],
    "contact-change": [said("Update", "Contact", "phone"), said("Contact Updated"), said("PUT", "contact")],
    "contact-deletion": [said("Delete", "contact"), said("Contact Deleted"), said("contacts.delete")],
    "group-change": [said("Update", "Group"), said("Group Updated"), said("PUT", "user_group")],
    "group-deletion": [said("Delete", "group"), said("DeleteGroup"), said("Group Deleted")],
    "contact-export": [
        said("Contacts Exported"), said("POST", "downloadContactList"), said("Export", "Contact"),
        said("groups.export"), said("Export", "group"),
    ],
    "control-characters": [said("Update", flags=("control",))],
}  # fmt: skip
NO: dict[str, list[Said]] = {
    "permission-change": [
        said("roles", category="roles", verb="view"), said("Update", "User", "phone"),
        said("Update", "Contact", "role"),
        said("Update", "ticket", "assignee"), said("Update", "Role", outcome="failure"),
        said("Update", "User", "address.administrative_area"),
        *(said("Update", "User", name) for name in ("parole_date", "payrolled", "enroledAt")),
    ],
    "user-change": [
        said("Login", "User"), said("Update", "User", "lastSeen"), said("Update", "Contact", "email"),
        said("users", category="users", verb="view"), said("Update", "User", "email", outcome="failure"),
        said("Update", "User", "administrative_area"), said("Update", "User", "mailing_list"),
        *(said("Update", "User", name) for name in ("theme_name", "file_name", "hostname", "user_theme_name")),
        said("Update", "User", "parole_date"),
    ],
    "user-deletion": [said("Delete", "Contact"), said("Delete", "User", outcome="failure"), said("Update", "User")],
    "contact-creation": [
        said("POST", "syncContacts"), said("POST", "downloadContactList"), said("POST", "contact", outcome="failure"),
        said("Create", "Ticket"), said("contacts", category="contacts", verb="view"),
    ],
    "manual-entry": [
        said("Contact Created", description="imported"), said("Update", "Document", entity_name="manual"),
        said("Contact Created", description="imported from the user manual"),
        said("Contact Created", description="as the user manual updates say"),
    ],
    "contact-change": [said("PUT", "contact", outcome="failure"), said("Update", "ticket", "contact")],
    "contact-deletion": [said("Delete", "ticket"), said("Update", "contact")],
    "group-change": [said("Delete", "group"), said("Update", "user", "group")],
    "group-deletion": [said("Update", "group"), said("Delete", "group", outcome="failure")],
    "contact-export": [
        said("Backup Completed"), said("POST", "downloadTask"), said("Export", "ticket"),
        said("Contacts Exported", outcome="failure"), said("Update", "contact_export"),
    ],
    "control-characters": [
        said("Update", flags=("nul",)), said("Update", flags=("control",), description="می\u200cخواهم"),
    ],
}  # fmt: skip


def told(store: Store, rule: str, query: str = "") -> list[Finding]:
    asked = ask(store, parse(query) if query else EVERYTHING, Watching(), now_us=MONDAY_US)
    assert asked is not None
    return list(next(watch for watch in WATCHES if watch.rule == rule)(asked))


def test_every_watch_has_cases_and_a_title() -> None:
    """None is left untried."""
    assert {watch.rule for watch in WATCHES} == set(YES) == set(NO)
    assert set(YES) <= set(TITLES)


@pytest.mark.parametrize("rule", YES)
def test_what_is_told(filled: Filled, rule: str) -> None:
    """Each case by itself would be told."""
    made = [event(number * 3 * HOUR_US, **case) for number, case in enumerate(YES[rule])]  # type: ignore[arg-type]
    found = told(filled(made), rule)
    assert sum(one.count for one in found) == len(made)


@pytest.mark.parametrize("rule", NO)
def test_what_is_not_told(filled: Filled, rule: str) -> None:
    """However near it comes."""
    made = [event(number * 3 * HOUR_US, **case) for number, case in enumerate(NO[rule])]  # type: ignore[arg-type]
    assert told(filled(made), rule) == []


def deletions(number: int, every_us: int) -> list[Event]:
    return [event(n * every_us, verb="delete", entity_type="Contact", entity_name=f"c{n}") for n in range(number)]


def test_what_one_actor_does_in_one_sitting_is_one_finding(filled: Filled) -> None:
    """With what it was done to; after more than an hour begins another one."""
    made = [*deletions(4, 50 * MINUTE_US), event(6 * HOUR_US, verb="delete", entity_type="Contact", entity_name="z")]
    found = told(filled(made), "contact-deletion")
    assert [(one.count, one.why) for one in found] == [
        (4, "4 contacts deleted: c0, c1, c2 and 1 more"),
        (1, "1 contact deleted: z"),
    ]


def test_too_many_findings_become_one(filled: Filled) -> None:
    """Its query still shows exactly all of them."""
    store = filled([*deletions(FOLD + 1, 2 * HOUR_US), event(1, "ben", verb="delete", entity_type="Contact")])
    (found,) = told(store, "contact-deletion")
    assert (found.count, store.count(found.query), found.who) == (FOLD + 2, FOLD + 2, "ana and ben")
    assert len(told(filled(deletions(FOLD, 2 * HOUR_US)), "contact-deletion")) == FOLD


def test_what_is_for_the_record_is_one_finding(filled: Filled) -> None:
    """However far apart, however many people."""
    made = [event(n * 9 * HOUR_US, f"p{n}", action="Contact Updated") for n in range(5)]
    (found,) = told(filled(made), "contact-change")
    assert (found.severity, found.count, found.who) == (Severity.INFO, 5, "p0, p1, p2 and 2 more")


def test_only_the_period_counts(filled: Filled) -> None:
    """And only what the query lets through."""
    store = filled(deletions(5, 12 * HOUR_US))
    assert [one.count for one in told(store, "contact-deletion", "on:2026-09-29")] == [1, 1]
    assert [one.count for one in told(store, "contact-deletion", "name:c3")] == [1]


def test_whoever_has_no_name_is_told_too(filled: Filled) -> None:
    """With nobody to name, the deed still counts."""
    store = filled([event(0, name, verb="delete", entity_type="user") for name in ("", "ana")])
    found = {one.who: one for one in told(store, "user-deletion")}
    assert set(found) == {"", "ana"}
    assert all(store.count(one.query) == one.count == 1 for one in found.values())


def test_spelling_is_no_sign_of_hiding_and_its_events_are_not_shown(filled: Filled) -> None:
    """Beside ordinary Persian, the one event that hides something is told, and its query shows it alone."""
    texts = ["می\u200cخواهم", "fine \U0001f468\u200d\U0001f4bb", "ad\u200cmin"]
    cases = [said("Update", flags=("control",), description=text) for text in texts]
    made = [event(number * HOUR_US, **case) for number, case in enumerate(cases)]  # type: ignore[arg-type]
    store = filled(made)
    (found,) = told(store, "control-characters")
    assert found.count == 1
    assert [each.description for each in store.events(found.query)] == [texts[2]]


@pytest.mark.parametrize("many", [LISTED + 1, 2 * LISTED])
def test_however_many_hide_something_their_queries_show_them_alone(filled: Filled, many: int) -> None:
    """Emoji among them, in the same sitting and behind them, are neither counted nor shown nor named as examples."""
    hiding = [(f"ad\u200cmin {number}", number) for number in range(many)]
    joined = [("\U0001f468\u200d\U0001f4bb", number + 0.5) for number in range(0, many, many // 3)]
    said_in_turn = [name for name, _ in sorted([*hiding, *joined], key=itemgetter(1))]
    made = [event(n * MINUTE_US, entity_name=name, flags=("control",)) for n, name in enumerate(said_in_turn)]
    store = filled(made)
    (found,) = told(store, "control-characters")
    assert found.count == store.count(found.query) == many
    assert {each.entity_name for each in store.events(found.query)} == {name for name, _ in hiding}
    assert "\U0001f468" not in found.why


def test_what_no_query_can_name_is_told_in_several_findings(filled: Filled, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each counts what its query shows, together they are all of it; what is beyond being judged counts as it is."""
    monkeypatch.setattr(watched, "LISTED", 2)
    names = ["ad\u200cmin", "\U0001f468\u200d\U0001f4bb"] * 5
    store = filled([event(n * MINUTE_US, entity_name=name, flags=("control",)) for n, name in enumerate(names)])
    found = told(store, "control-characters")
    assert [one.count for one in found] == [store.count(one.query) for one in found] == [2, 2, 1]
    assert {each.entity_name for one in found for each in store.events(one.query)} == {names[0]}
    monkeypatch.setattr(watched, "JUDGED", 9)
    (everything,) = told(store, "control-characters")
    assert everything.count == store.count(everything.query) == 10

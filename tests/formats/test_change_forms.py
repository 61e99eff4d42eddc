"""The forms in which products say what changed, without a profile: both sides, or none."""

from __future__ import annotations

import json
from typing import Any, Final

import pytest

from auditui.core.event import ABSENT
from auditui.formats.changes import pairs_of_names
from tests.formats.reads import generic

AROUND: Final[dict[str, Any]] = {"time": "2026-10-05T10:00:00Z", "user": "ana", "action": "order.update"}
FREE_TO_PRO: Final = [("plan", "free", "pro")]
SIDES: Final = (
    ("previous", "updated"), ("original", "modified"), ("prior", "new"), ("old_state", "new_state"), ("lhs", "rhs"),
    ("left", "right"), ("alt", "neu"), ("Vorher", "Nachher"), ("prevValue", "newValue"),
    ("old_value", "Current"),
)  # fmt: skip
BESIDE: Final = (
    ("oldObject", "object"), ("original_attributes", "changed_attributes"), ("previousVersion", "currentVersion"),
    ("prior_state", "resulting_state"), ("prechange_data", "postchange_data"), ("previousEntity", "entity"),
    ("beforeSnapshot", "afterSnapshot"), ("pre", "post"),
)  # fmt: skip


def changes(**said: Any) -> list[tuple[str, Any, Any]]:  # noqa: ANN401  any JSON
    """What changed in the only event of a record, by field, before and after."""
    (found,) = generic(json.dumps(AROUND | said)).all("changes")
    return [(change.field, change.before, change.after) for change in found]


@pytest.mark.parametrize(("old", "new"), SIDES)
def test_names_of_sides(old: str, new: str) -> None:
    """Whatever the two sides are called: a known one beside an unknown one would say that the field was not there."""
    assert changes(changes={"plan": {old: "free", new: "pro"}}) == FREE_TO_PRO
    assert changes(diff=[{"field": "plan", old: "free", new: "pro"}]) == FREE_TO_PRO


@pytest.mark.parametrize("name", ["changes", "properties"])
def test_attributes_beside_what_they_were(name: str) -> None:
    """Both sides are objects: only what differs changed, and what it is now is not lost."""
    now, was = {"plan": "pro", "seats": 1}, {"plan": "free", "seats": 1}
    assert changes(**{name: {"attributes": now, "old": was}}) == FREE_TO_PRO
    assert changes(**{name: {"attributes": now}}) == []


@pytest.mark.parametrize("new", ["attributes", "new"])
def test_what_stands_beside_both_sides(new: str) -> None:
    """A reason between the two objects is no change, and stays."""
    said = {
        new: {"plan": "pro", "seats": 1, "area": 5},
        "old": {"plan": "free", "seats": 2, "area": 4},
        "reason": "sale",
    }
    (event,) = generic(json.dumps(AROUND | {"properties": said})).events
    assert [change.field for change in event.changes] == ["plan", "seats", "area"]
    assert '"sale"' in json.dumps(event.details)


@pytest.mark.parametrize(("old", "new"), BESIDE)
def test_two_objects_side_by_side(old: str, new: str) -> None:
    """What differs between the whole thing before and after."""
    assert changes(**{old: {"plan": "free", "seats": 1}, new: {"plan": "pro", "seats": 1}}) == FREE_TO_PRO


NAMES_OF_PAIRS: Final = (
    ("previous_plan", "updated_plan"), ("Old Plan", "New Plan"), ("before plan", "after plan"), ("planWas", "plan"),
    ("original_plan", "current_plan"), ("plan before", "plan after"),
)  # fmt: skip


@pytest.mark.parametrize(("old", "new"), NAMES_OF_PAIRS)
def test_names_with_the_field_in_them(old: str, new: str) -> None:
    """Both values stand beside each other under the name of their field, however it is written."""
    ((field, before, after),) = changes(**{old: "free", new: "pro"})
    assert (field.lower(), before, after) == ("plan", "free", "pro")


CALLED_ANYTHING: Final[dict[str, tuple[dict[str, Any], list[tuple[str, Any, Any]]]]] = {
    "field by field": (
        {"log_meta": {"plan": {"old": "free", "new": "pro"}, "seats": {"old": 1, "new": 2}}},
        [("plan", "free", "pro"), ("seats", 1, 2)],
    ),
    "deed, new, old": (
        {"details": json.dumps({"order.plan": ["update", "pro", "free"], "tag": ["add", "x"], "id": ["add"]})},
        [("order.plan", "free", "pro"), ("tag", ABSENT, "x")],
    ),
    "lists of three": (
        {"data": json.dumps({"added": [], "changed": [["plan", "free", "pro"], ["seats", 1, 2]]})},
        [("plan", "free", "pro"), ("seats", 1, 2)],
    ),
    "among other entries": (
        {"events": [{"type": "Comment"}, {"field_name": "plan", "previous_value": "free", "value": "pro"}]},
        FREE_TO_PRO,
    ),
    "the field is the target's": (
        {"target": {"id": "o7", "property": "plan"}, "old": "free", "new": "pro"},
        FREE_TO_PRO,
    ),
    "a setting, what it was and is": ({"setting": "plan", "was": "free", "now": "pro"}, FREE_TO_PRO),
    "old values of the one thing that has them all": (
        {"data": {"old": {"plan": "free"}, "order": {"id": "o7", "plan": "pro"}, "shop": {"id": "s1"}}},
        FREE_TO_PRO,
    ),
}  # fmt: skip


@pytest.mark.parametrize("form", CALLED_ANYTHING)
def test_changes_called_anything(form: str) -> None:
    """Values that can be nothing else are changes under any name."""
    said, wanted = CALLED_ANYTHING[form]
    assert changes(**said) == wanted


NO_CHANGES: Final[tuple[dict[str, Any], ...]] = (
    {"changes": {"picture": {"alt": "a cat", "src": "x"}}},
    {"changes": {"plan": {"updated": "2026-10-05"}}},
    {"details": {"rights": ["add", "delete"], "roles": ["update"]}},
    {"window": {"hours": {"from": 8, "to": 17}}},
    {"data": {"old": {"id": 7}, "order": {"id": 8}, "shop": {"id": 9}}},
)


@pytest.mark.parametrize("said", NO_CHANGES, ids=lambda said: str(*said))
def test_no_changes(said: dict[str, Any]) -> None:
    """What only looks like two sides is left in the details."""
    assert changes(**said) == []


PARAMETERS = [
    ([("USER_EMAIL", "ana@acme.example"), ("OLD_VALUE", "Kim"), ("NEW_VALUE", "Kym")], ("value", "Kim", "Kym")),
    ([("SETTING_NAME", "mail.allow"), ("OLD_VALUE", "off"), ("NEW_VALUE", "on")], ("mail.allow", "off", "on")),
    ([("USER_CUSTOM_FIELD", "Cost"), ("OLD_VALUE", "1"), ("NEW_VALUE", "2")], ("Cost", "1", "2")),
]


@pytest.mark.parametrize("rows", [*([one] for one in PARAMETERS), PARAMETERS], ids=str)
def test_parameters_called_old_and_new_are_a_change(
    rows: list[tuple[list[tuple[str, str]], tuple[str, str, str]]],
) -> None:
    """Of the field that another parameter names; events with and without such a name may stand in one file."""
    text = "\n".join(
        json.dumps({
            "time": f"2026-10-05T10:00:0{n}Z", "actor": {"email": "bob@acme.example"},
            "events": [{"name": "CHANGE", "parameters": [{"name": name, "value": value} for name, value in said]}],
        })
        for n, (said, _) in enumerate(rows)
    )  # fmt: skip
    found = [[(one.field, one.before, one.after) for one in event.changes] for event in generic(text).events]
    assert found == [[wanted] for _, wanted in rows]


def test_parameters_of_a_mail_are_no_change() -> None:
    """`From` and `To` are two people."""
    said = [{"name": "From", "value": "ana"}, {"name": "To", "value": "bob"}]
    (event,) = generic(
        json.dumps({"time": "2026-10-05T10:00:00Z", "user": "ana", "action": "send", "parameters": said})
    ).events
    assert event.changes == ()


@pytest.mark.parametrize("name", ["history_attribute", "field_key"])
def test_the_column_with_the_name_of_the_field(name: str) -> None:
    """Beside an old and a new value it is no field of its own."""
    said = {
        "time": "2026-10-05T10:00:00Z",
        "user": "ana",
        "action": "update",
        name: "state",
        "value_from": "new",
        "value_to": "open",
    }
    (event,) = generic(json.dumps(said)).events
    assert [(one.field, one.before, one.after) for one in event.changes] == [("state", "new", "open")]


@pytest.mark.parametrize("name", ["old_{x", "old_{}", "{_was", "old_{0.__class__}"])
def test_a_name_is_no_pattern(name: str) -> None:
    """Braces in the name of a column stand for themselves."""
    assert pairs_of_names([name, f"new_{name}"]) == []

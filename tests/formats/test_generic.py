"""Who, what and when in records of systems that nobody wrote a profile for."""

# ruff: noqa: E501  records and lines of logs are data: broken up they would show their shape less

from __future__ import annotations

import csv
import io
import json
import time
from collections.abc import Callable
from typing import Any

import pytest

from auditui.core.errors import UsageError
from auditui.core.event import ABSENT, Change
from auditui.formats.changes import between, changes_in
from auditui.formats.words import outcome_word, words_of
from tests.formats.reads import generic

AT = "2026-10-05T10:00:00Z"
AT_US = 1_791_194_400_000_000


def lines(*records: dict[str, Any]) -> str:
    return "".join(json.dumps(one) + "\n" for one in records)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("createdAt", "created at"), ("event_time", "event time"), ("@timestamp", "timestamp"), ("sourceIPAddress", "source ip address"),
        ("TimeGenerated [UTC]", "time generated"), ("user_email_s", "user email"), ("CLIENT_IP", "client ip"), ("IP Address", "ip address"),
        ("userPrincipalName", "user principal name"), ("userIdentity", "user identity"), ("DBUSERNAME", "db user name"), ("HTTPMethod", "http method"), ("x-request-id", "x request id"),
    ],
)  # fmt: skip
def test_names_are_words(name: str, words: str) -> None:
    """Every usual spelling of a name is the same words."""
    assert words_of(name) == words


@pytest.mark.parametrize("sign", [" ", "\t", "user", "at"])
def test_a_name_of_any_length_is_taken_apart_at_once(sign: str) -> None:
    """A key of 300,000 characters (a damaged file holds some) took 50 s: the square of its length."""
    began = time.process_time()
    words_of(f"{sign * 75_000}x")
    assert time.process_time() - began < 0.5


SHAPES: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "flat": (
        {"createdAt": AT, "userName": "ana", "operationName": "Delete ticket", "src_ip": "192.0.2.7", "resultStatus": "Succeeded", "ticketId": "4711"},
        {"actor": "ana", "action": "Delete ticket", "ip": "192.0.2.7", "outcome": "success", "entity_id": "4711"},
    ),
    "nested": (
        {"time": {"epochSecond": AT_US // 10**6, "nano": 0}, "actor": {"email": "ana@example.com", "id": "u1", "type": "admin"},
         "event": {"action": "user.delete", "outcome": "failure"}, "client": {"ip_address": "192.0.2.7:443", "userAgent": "curl/8"},
         "target": {"type": "user", "id": "u2", "name": "Bob"}},
        {"actor": "ana@example.com", "email": "ana@example.com", "actor_id": "u1", "action": "user.delete", "outcome": "failure", "ip": "192.0.2.7",
         "user_agent": "curl/8", "entity_type": "user", "entity_id": "u2", "entity_name": "Bob"},
    ),
    "directory": (
        {"activityDateTime": AT, "activityDisplayName": "Add member to group", "category": "GroupManagement", "result": "success",
         "initiatedBy": {"user": {"userPrincipalName": "ana@example.com", "id": "u1", "ipAddress": "192.0.2.7"}, "app": None},
         "targetResources": [{"type": "User", "id": "u2", "displayName": "Bob"}], "id": "d1"},
        {"actor": "ana@example.com", "action": "Add member to group", "category": "GroupManagement", "ip": "192.0.2.7", "entity_type": "User",
         "entity_id": "u2", "entity_name": "Bob", "id": "d1"},
    ),
    "search tool": (
        {"TimeGenerated [UTC]": AT, "user_email_s": "ana@example.com", "action_s": "export", "client_ip_s": "192.0.2.7", "success_b": False},
        {"actor": "ana@example.com", "action": "export", "ip": "192.0.2.7", "outcome": "failure"},
    ),
    "requests": (
        {"ts": AT_US // 1000, "method": "PATCH", "path": "/tickets/9", "status": 404, "duration_ms": 12.5, "remote_addr": "192.0.2.7", "user": "ana"},
        {"actor": "ana", "method": "PATCH", "entity_id": "/tickets/9", "status": 404, "outcome": "failure", "took_us": 12_500, "verb": "update"},
    ),
    "pairs of name and value": (
        {"date": AT, "fields": [{"name": "user", "value": "ana"}, {"name": "action", "value": "login"}, {"name": "ip", "value": "192.0.2.7"}]},
        {"actor": "ana", "action": "login", "ip": "192.0.2.7"},
    ),
    "json in json": (
        {"time": AT, "properties": json.dumps({"caller": "ana@example.com", "operationName": "Write", "callerIpAddress": "192.0.2.7"})},
        {"actor": "ana@example.com", "action": "Write", "ip": "192.0.2.7"},
    ),
    "change trail": (
        {"when": AT, "user": "ana", "event_type": "update", "table_name": "contacts", "record_id": 9, "old_values": {"plan": "free", "x": 1},
         "new_values": {"plan": "pro", "x": 1}},
        {"entity_type": "contacts", "entity_id": "9", "action": "update", "changes": (Change("plan", "free", "pro"),)},
    ),
    "columns of old and new": (
        {"timestamp": AT, "username": "ana", "action": "update", "plan": "pro", "plan_was": "free"},
        {"actor": "ana", "changes": (Change("plan", "free", "pro"),)},
    ),
    "nobody did it": (
        {"timestamp": AT, "user": None, "action": "update", "changes": {"plan": ["free", "pro"]}},
        {"actor": "", "actor_kind": "system"},
    ),
    "an error says failure": (
        {"timestamp": AT, "user": "ana", "action": "login", "error": "wrong code"}, {"outcome": "failure"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES)
def test_shapes(shape: str) -> None:
    """Fields are found at any depth by what they are called and what they hold."""
    record, wanted = SHAPES[shape]
    result = generic(lines(record, record, record))
    event = result.events[0]
    assert event.at_us == AT_US
    assert {name: getattr(event, name) for name in wanted} == wanted


def test_values_decide_where_names_lie() -> None:
    """A column called time that holds durations is no time; one called address that holds streets is no address."""
    rows = [
        {"time": n, "logged": AT, "address": f"{n} Main Street", "peer": f"192.0.2.{n}", "user": "ana", "action": "x"}
        for n in range(1, 9)
    ]
    event = generic(lines(*rows)).events[0]
    assert (event.at_us, event.ip) == (AT_US, "192.0.2.1")


def test_one_decision_for_all_rows() -> None:
    """A column means the same in every row, also where one row's value would fit elsewhere."""
    rows = [
        {"date": AT, "user": "ana", "action": word, "note": note}
        for word, note in (("create", "x"), ("GET", "y"), ("10.0.0.1", "z"))
    ]
    assert generic(lines(*rows)).all("action") == ["create", "GET", "10.0.0.1"]


def test_keys_that_turn_up_later_are_taken_in() -> None:
    """Records of another kind behind the first ones find their actor and address too."""
    early = [{"time": AT, "user": "ana", "action": "login"}] * 400
    late = {"time": AT, "performed_by": "bob", "event_name": "logout", "source_ip": "192.0.2.7"}
    event = generic(lines(*early, late)).events[-1]
    assert (event.actor, event.action, event.ip) == ("bob", "logout", "192.0.2.7")


def test_what_happened_at_once_is_several_events() -> None:
    """A list of events under one time and address is one event each, and nothing of the record is lost."""
    record = {"id": {"time": AT, "uniqueQualifier": "q"}, "actor": {"email": "ana@example.com"}, "ipAddress": "192.0.2.7",
              "events": [{"name": "CREATE_USER", "type": "USER"}, {"name": "ADD_TO_GROUP", "type": "GROUP"}]}  # fmt: skip
    result = generic(lines(record))
    assert result.all("action") == ["CREATE_USER", "ADD_TO_GROUP"]
    assert result.all("ip") == ["192.0.2.7", "192.0.2.7"]
    assert result.all("at_us") == [AT_US, AT_US]


def test_everything_else_stays() -> None:
    """What no field took is in the details, and what a field took whole is not said twice."""
    result = generic(
        lines({"time": AT, "user": "ana", "action": "x", "shape": {"size": [1, {"deep": None}]}, "n": 1.5})
    )
    assert result.events[0].details == {"shape": {"size": [1, {"deep": None}]}, "n": 1.5}


def test_the_time_as_written_stays_where_it_said_more() -> None:
    """Nine decimals and another zone are more than the event's time can say."""
    for text in ("2026-10-05T10:00:00.123456789Z", "2026-10-05T12:00:00+02:00"):
        assert generic(lines({"time": text, "user": "ana", "action": "x"})).events[0].details == {"time": text}


def test_records_without_a_time_are_rejects() -> None:
    """Each says which value was no time, and keeps the record."""
    result = generic(lines({"time": AT, "user": "a"}, {"time": "soon", "user": "b"}, {"user": "c"}))
    assert [(reject.line, reject.reason) for reject in result.rejects] == [
        (2, "'soon' is no time that can be read"),
        (3, "no time in it"),
    ]
    assert json.loads(result.rejects[0].text) == {"time": "soon", "user": "b"}


DATES = "date,user,action\n{},ana,x\n{},bob,y\n"


def test_day_and_month_are_decided_by_the_file_or_asked_for() -> None:
    """One value tells for all; where none does, the import asks; an option answers."""
    assert generic(DATES.format("03/04/2026 10:00", "15/04/2026 10:00")).events[0].at_us == 1_775_210_400_000_000
    with pytest.raises(UsageError, match="two ways") as raised:
        generic(DATES.format("03/04/2026 10:00", "05/04/2026 10:00"))
    assert "--day-first" in raised.value.hint
    with pytest.raises(UsageError, match=r"03/04/2026.*two ways"):
        generic(DATES.format("13/04/2026 10:00", "04/25/2026 10:00") + "03/04/2026 11:00,bob,y\n")
    assert (
        generic(DATES.format("03/04/2026 10:00", "05/04/2026 10:00"), day_first=False).events[0].at_us
        == 1_772_618_400_000_000
    )


def test_a_plain_time_beside_a_riddle_is_taken() -> None:
    """Where another column can be read in one way only, nobody has to be asked."""
    assert generic(lines({"date": "03/04/2026 10:00", "created_at": AT, "user": "a"})).all("at_us") == [AT_US]


def test_columns_the_user_names_go_first() -> None:
    """--map decides, by column name or path; a column that is not there is an error that lists the others."""
    text = lines({"time": AT, "user": "ana", "boss": {"mail": "eve@example.com"}, "action": "x"})
    assert generic(text, columns=(("boss.mail", "actor"),)).all("actor") == ["eve@example.com"]
    with pytest.raises(UsageError, match="no record") as raised:
        generic(text, columns=(("nope", "actor"),))
    assert "boss" in raised.value.hint


def test_a_place_that_the_user_named_is_the_only_one() -> None:
    """Where it is empty, the field is: nothing else is taken in its stead."""
    text = lines({"time": AT, "deed": "x", "action": "y"}, {"time": AT, "deed": None, "action": "z"})
    assert generic(text, columns=(("deed", "action"),)).all("action") == ["x", ""]


@pytest.mark.parametrize("blank", ["", "-", "N/A", "null"])
def test_nobody_is_a_deed(blank: str) -> None:
    """Where the action is blank, or its row ends before it, the action is not the name of whoever did it."""
    row = "2026-10-05 10:0{},Ben,{}\n"
    text = f"Date,Name,Action,Item\n{row.format(0, 'delete,1')}{row.format(1, f'{blank},2')}2026-10-05 10:02,Ben\n"
    assert generic(text).all("action") == ["delete", "", ""]
    assert generic(text).all("actor") == ["Ben"] * 3


def test_the_kind_of_a_thing_is_no_deed() -> None:
    """Where the event is null, the action is not the kind of what it was done to."""
    target = {"type": "user", "id": "u2"}
    text = lines(*({"time": AT, "event": event, "user": "ana", "target": target} for event in ("login", None)))
    assert generic(text).all("action") == ["login", ""]
    assert generic(text).all("entity_type") == ["user", "user"]


def test_words_for_nobody_do_not_count_against_addresses() -> None:
    """Three addresses among ten are the addresses of those three; `system` and `unknown` are nobody's."""
    mails = ["ana@example.com", "bob@example.com", "eve@example.com", *["system", "unknown"] * 3, "Unknown"]
    result = generic(
        lines(*({"time": AT, "action": "x", "user": {"name": f"u{n}", "email": mail}} for n, mail in enumerate(mails)))
    )
    assert result.all("email") == [*mails[:3], *[""] * 7]
    assert result.events[3].details == {"user": {"email": "system"}}


def test_when_it_happened_goes_before_the_date_that_it_is_about() -> None:
    """A run of another day is no time of the event."""
    rows = "dttm,event,execution_date\n2026-10-05 10:00:00,trigger,2026-10-01 00:00:00\n2026-10-05 10:00:00,retry,\n"
    assert generic(rows).all("at_us") == [AT_US] * 2


@pytest.mark.parametrize(
    ("name", "said", "field", "meant"),
    [
        ("Entered By", "ana", "actor", "ana"), ("Administrator", "ana", "actor", "ana"), ("create_uid", "Ana A", "actor", "Ana A"),
        ("res_model", "sale.order", "entity_type", "sale.order"), ("res_id", "44", "entity_id", "44"),
        ("ActivityStatusValue", "Failure", "outcome", "failure"), ("TxSts", "RJCT", "outcome", "failure"),
    ],
)  # fmt: skip
def test_names_of_columns(name: str, said: str, field: str, meant: str) -> None:
    """What products call their columns."""
    assert generic(f"time;Action;{name}\n{AT};edit;{said}\n").one(field) == (meant,)


def test_what_changed_in_german() -> None:
    """An attribute with its old and its new value, side by side."""
    text = "Datum;Benutzer;Aktion;Attribut;Alter Wert;Neuer Wert\n05.10.2026 10:00;Ana;x;Gehalt;4000;4500\n"
    assert generic(text).events[0].changes == (Change("Gehalt", "4000", "4500"),)


CHANGES: list[tuple[Any, list[tuple[str, Any, Any]]]] = [
    ({"plan": ["free", "pro"], "x": [1, 1]}, [("plan", "free", "pro")]),
    ({"plan": {"old": "free", "new": "pro"}}, [("plan", "free", "pro")]),
    ({"plan": {"from": "free", "to": "pro"}, "n": {"before": 1, "after": 2}}, [("plan", "free", "pro"), ("n", 1, 2)]),
    (
        {"before": {"a": 1, "b": {"c": 2}}, "after": {"a": 1, "b": {"c": 3}, "d": None}},
        [("b.c", 2, 3), ("d", ABSENT, None)],
    ),
    (
        [{"name": "plan", "oldValue": "free", "newValue": "pro"}, {"name": "same", "oldValue": 1, "newValue": 1}],
        [("plan", "free", "pro")],
    ),
    ([{"field": "plan", "from": None, "to": "pro"}], [("plan", None, "pro")]),
    ([{"Name": "plan", "NewValue": "pro"}], [("plan", ABSENT, "pro")]),
    ({"on": [1, True]}, [("on", 1, True)]),
    ({"o": [{"a": 1}, {"a": 2}], "n": [1, 2]}, [("o.a", 1, 2), ("n", 1, 2)]),
    ({"o": [None, {"a": 2}]}, [("o", None, {"a": 2})]),
    ({"objects": [{"a": 1}, {"a": 2}]}, []),
    ({"size": 4, "list": [1, 2, 3]}, []),
    ("text", []),
]


@pytest.mark.parametrize(("value", "found"), CHANGES, ids=range(len(CHANGES)))
def test_forms_of_changes(value: Any, found: list[tuple[str, Any, Any]]) -> None:  # noqa: ANN401  any JSON
    """Before and after in their usual forms; only what really changed; absent is not null."""
    assert changes_in(value) == found


def test_two_things_side_by_side() -> None:
    """A creation has no before, a deletion no after."""
    assert between(None, {"a": 1}) == [("a", ABSENT, 1)]
    assert between({"a": 1}, {}) == [("a", 1, ABSENT)]


@pytest.mark.parametrize(("word", "outcome"), [("Succeeded", "success"), ("TRUE", "success"), ("ALLOW", "success"), ("Denied", "failure"), ("fraud", "failure"),
                                               (False, "failure"), ("pending", "unknown"), ("blue", ""), (None, "")])  # fmt: skip
def test_words_of_outcomes(word: object, outcome: str) -> None:
    """The usual words, in any case."""
    assert outcome_word(word) == outcome


@pytest.mark.parametrize("size", [1_000, 100_000, 1_000_000])
def test_one_long_value_does_not_blank_its_column(size: int) -> None:
    """Whoever can write one name cannot take the names of everybody else out of the log."""
    users = ["alice", "B" * size, "bob", "carol"]
    lines = [{"time": f"2026-07-01T10:00:0{n}Z", "user": user, "action": "create"} for n, user in enumerate(users)]
    result = generic("".join(json.dumps(line) + "\n" for line in lines))
    assert [event.actor[:5] for event in result.events] == ["alice", "BBBBB", "bob", "carol"]


@pytest.mark.parametrize(
    "name",
    [
        "\x1b[31mana\x1b[0m",
        "\x1b]0;pwned\x07bob",
        "\u202eana",
        "[/]",
        "[@click=app.quit]x[/]",
        "\x9b2Jana",
        "an\u200ba",
        "a\x00b",
        "A" * 300_000,
    ],
)
@pytest.mark.parametrize("trail", ["accesses", "changes", "table"])
def test_who_did_it_is_said_whatever_the_name(name: str, trail: str) -> None:
    """A log full of hostile names has actors, and none of them becomes the system."""
    if trail == "table":
        rows = [["ID", "Date", "User", "Action", "Description", "IP Address"]]
        rows += [[str(n), f"2026-10-05 10:00:0{n}", name, "Ticket Updated", "words", "10.0.0.1"] for n in range(4)]
        out = io.StringIO()
        csv.writer(out).writerows(rows)
        text = out.getvalue()
    else:
        more = {"changes": {"plan": ["a", "b"]}} if trail == "changes" else {}
        text = lines(
            *({"id": n, "time": f"2026-10-05T10:00:0{n}Z", "user": name, "action": "update", **more} for n in range(4))
        )
    found = generic(text)
    assert [actor[:100] for actor in found.all("actor")] == [name.replace("\0", "\u2400")[:100]] * 4
    assert set(found.all("actor_kind")) == {"user"}


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"user": None}, "system"),
        ({"user": ""}, "system"),
        ({"user": {"name": None, "id": None}}, "system"),
        ({}, "unknown"),
        ({"user": "https://example.org/x"}, "unknown"),
    ],
)
def test_the_system_is_nobody_else(fields: dict[str, Any], kind: str) -> None:
    """Only a change trail with a place for the actor that is empty says that the system did it."""
    told = {"action": "update", "changes": {"plan": ["a", "b"]}, **fields}
    text = lines(*({"time": f"2026-10-05T10:00:0{n}Z", **told} for n in range(5)))
    assert set(generic(text).all("actor_kind")) == {kind}


@pytest.mark.parametrize(
    ("text", "at_us"),
    [
        ('{"date":"2026-10-05","time":"10:00:00","user":"ana"}\n', AT_US),
        ('{"logDate":"05/10/2026","logTime":"10:00 AM","user":"ana"}\n{"logDate":"25/10/2026","logTime":"1:00 PM","user":"bob"}\n', AT_US),
        ("Event Date,Event Time,User\n2026-10-05,10:00:00.5,ana\n", AT_US + 500_000),
    ],
    ids=["JSON", "day first, by a later row", "CSV"],
)  # fmt: skip
def test_a_day_and_a_clock_time_are_one_time(text: str, at_us: int) -> None:
    """Where the two stand in columns of their own."""
    assert generic(text).events[0].at_us == at_us


def test_a_row_for_each_field_that_changed() -> None:
    """The field's name, its old and its new value in three columns; an empty cell is no value."""
    table = "Time,User,Field,Old Value,New Value\n2026-10-05T10:00:00Z,ana,Status,New,Won\n2026-10-05T10:00:01Z,ana,Owner,,bob\n2026-10-05T10:00:02Z,ana,,,\n"
    assert generic(table).all("changes") == [(Change("Status", "New", "Won"),), (Change("Owner", ABSENT, "bob"),), ()]


def test_a_sentence_names_nobody_where_there_is_a_column_for_it() -> None:
    """Who was written about did not do it; without such a column the sentence is all there is."""
    told = {
        "time": AT,
        "action": "reset",
        "description": "Password of user bob was reset after a request from 192.0.2.7",
    }
    assert generic(lines({**told, "user": "ana"}, {**told, "user": None})).all("actor") == ["ana", ""]
    assert generic(lines(told, told)).all("ip") == ["192.0.2.7", "192.0.2.7"]


def test_what_stands_beside_both_sides_of_a_change_stays() -> None:
    """A key of an entry that is neither the field nor a side, such as one that damage made of `to`."""
    entries = [{"name": "role", "from": "dev", "to": "admin", "label": "Role"}]
    event = generic(json.dumps({"time": "2026-10-05T10:00:00Z", "user": "ana", "changes": entries})).events[0]
    assert [(one.field, one.before, one.after) for one in event.changes] == [("role", "dev", "admin")]
    assert event.details["changes"] == entries
    del entries[0]["label"]
    event = generic(json.dumps({"time": "2026-10-05T10:00:00Z", "user": "ana", "changes": entries})).events[0]
    assert "changes" not in event.details


@pytest.mark.parametrize("said", [-1, "-2", "-", "", None, "N/A", "unknown", "<unknown>", 0])
def test_an_actor_that_is_nobody_is_never_lost(said: object) -> None:
    """Marks for nothing are no actor, numbers of no account are nobody's; what was said can be found either way."""
    (event,) = generic(lines({"time": AT, "user": {"id": said}, "action": "update"})).events
    assert event.actor_kind == ("user" if said == 0 else "unknown")
    if said not in (None, ""):
        assert event.actor_id == str(said) or event.details == {"user": {"id": said}}


@pytest.mark.parametrize(
    "around",
    [
        lambda listed: {"targetResources": [{"id": "t1", "modifiedProperties": listed}]},
        lambda listed: {"targets": [{"id": "t0"}, {"id": "t1", "m": listed}]},
        lambda listed: {"data": {"what": {"m": listed}}},
        lambda listed: {"changedata": json.dumps({"changedAttributes": listed})},
    ],
)
@pytest.mark.parametrize("name", ["displayName", "logicalName", "fieldName", "name"])
def test_before_and_after_in_lists_of_any_name(name: str, around: Callable[[Any], dict[str, Any]]) -> None:
    """A list whose entries say field, old and new value holds changes wherever it stands, inside of lists, too."""
    listed = [{name: "Dept", "oldValue": "a", "newValue": "b"}, {name: "Role", "oldValue": "c", "newValue": "d"}]
    (event,) = generic(lines({"time": AT, "user": "ana", "action": "update", **around(listed)})).events
    assert event.changes == (Change("Dept", "a", "b"), Change("Role", "c", "d"))


def test_every_target_of_an_event_has_its_changes() -> None:
    """Two targets with a list of changes each: those of both; a list of transfers is none."""
    targets = [{"id": n, "m": [{"name": n, "oldValue": 1, "newValue": 2}]} for n in ("x", "y")]
    told = {"time": AT, "user": "ana", "action": "update", "sent": [{"name": "mail", "from": "ann", "to": "bob"}]}
    (event,) = generic(lines({**told, "targets": targets})).events
    assert event.changes == (Change("x", 1, 2), Change("y", 1, 2))


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [("fieldname", "oldvalue", "newvalue"), ("field", "old_value", "new_value"), ("name", "oldValue", "newValue"), ("columnname", "old", "new")],
)  # fmt: skip
def test_a_flat_row_names_the_field_that_changed(name: str, old: str, new: str) -> None:
    """However the three keys are spelled, the field is what the row says, not `value`."""
    told = {"time": AT, "user": "ana", "action": "update", name: "state", old: "1", new: "2"}
    assert generic(lines(told)).events[0].changes == (Change("state", "1", "2"),)


def test_the_name_of_somebody_is_no_field() -> None:
    """A name beside an old and a new value that no field is called by stays what it is."""
    told = {"time": AT, "user": "ana", "action": "raise", "name": "Bob Hill", "old_value": 1, "new_value": 2}
    assert generic(lines(told)).events[0].changes == (Change("value", 1, 2),)


def test_old_values_beside_the_object_as_it_is_now() -> None:
    """Only what changed has an old value; the rest of the object is no change, and stays in the details."""
    now = {"id": "cus_1", "email": "c@x.com", "name": "C", "metadata": {"tier": "pro", "kept": 1}}
    was = {"email": "old@x.com", "metadata": {"tier": "free"}, "gone": 1}
    told = {"id": "evt_1", "created": AT_US // 10**6, "type": "customer.updated"}
    events = generic(
        lines(
            {**told, "data": {"object": {**now, "gone": None}, "previous_attributes": was}},
            {**told, "id": "evt_2", "type": "customer.created", "data": {"object": now}},
        )
    ).events
    assert events[0].changes == (
        Change("email", "old@x.com", "c@x.com"),
        Change("metadata.tier", "free", "pro"),
        Change("gone", 1, None),
    )
    assert events[1].changes == ()
    kept = json.dumps(events[0].details)
    assert '"kept": 1' in kept
    assert "previous_attributes" not in kept


def test_a_day_stands_behind_a_time_with_a_clock() -> None:
    """`Date` is what a document is dated; when it was changed has a clock time, and tells day from month besides."""
    head = '"Date Changed","User","Event","Date"\n'
    rows = '"28/02/2024, 3:04 PM","Ann Lee","Edited","02/01/2024"\n"01/03/2024, 9:04 AM","Ann Lee","Deleted","02/01/2024"\n'
    assert generic(head + rows).all("at_us") == [1_709_132_640_000_000, 1_709_283_840_000_000]
    assert generic("Date,User,Action\n2024-02-28,ann,Edited\n").all("at_us") == [1_709_078_400_000_000]
    assert generic(lines({"date": "2024-02-28", "expires_at": AT, "user": "ann"})).all("at_us") == [
        1_709_078_400_000_000
    ]


@pytest.mark.parametrize(
    ("name", "said", "outcomes"),
    [
        ("succeeded", ("0", "1"), ["failure", "success"]), ("success", (1, 0), ["success", "failure"]), ("is_success", (0, 0), ["failure", "failure"]),
        ("failed", (1, 0), ["failure", "success"]), ("result", (18, 0), ["failure", "success"]), ("result", (13, -1), ["failure", "failure"]),
        ("result", (200, 404), ["success", "failure"]),
    ],
)  # fmt: skip
def test_outcomes_in_numbers(name: str, said: tuple[object, object], outcomes: list[str]) -> None:
    """One is good where the name says so; of result codes zero is, and those that HTTP has not are no status."""
    told = {"time": AT, "user": "ana", "action": "login"}
    events = generic(lines({**told, name: said[0]}, {**told, name: said[1]})).events
    assert [event.outcome for event in events] == outcomes
    assert [event.status for event in events] == (list(said) if 404 in said else [None, None])


@pytest.mark.parametrize("name", ["time", "timestamp", "created_at"])
@pytest.mark.parametrize("bad", ["99999999999999999999999", "1e400", "-5", "true", '""', '"soon"'])
def test_a_good_time_is_read_whatever_its_neighbours_are(name: str, bad: str) -> None:
    """One good record among damaged ones is an event; each of those is a reject of its own."""
    lines = [
        f'{{"{name}":{value},"user":"ann","action":"update","n":{n}}}'
        for n, value in enumerate((bad, "1715000000", bad, bad))
    ]
    result = generic("\n".join(lines))
    assert result.all("at_us") == [1_715_000_000_000_000]
    assert len(result.rejects) == 3


@pytest.mark.parametrize(
    "machine",
    [
        {"host": {"name": "web1", "ip": "192.0.2.5"}}, {"host": {"ip": ["fe80::1", "192.0.2.5"]}}, {"node_ip": "192.0.2.5"},
        {"node": {"ip": "192.0.2.5"}}, {"server_ip": "192.0.2.5"}, {"destination": {"ip": "192.0.2.5", "port": 443}},
    ],
    ids=str,
)  # fmt: skip
def test_the_address_of_the_machine_is_not_where_somebody_came_from(machine: dict[str, Any]) -> None:
    """Alone it stays in the details; beside the address of a source only that is taken."""
    said = {"time": "2026-10-05T10:00:00Z", "user": "ana", "action": "update"}
    (alone,) = generic(json.dumps({**said, **machine})).events
    assert alone.ip == ""
    assert alone.details == machine
    assert generic(json.dumps({**said, **machine, "source": {"ip": "198.51.100.7"}})).all("ip") == ["198.51.100.7"]


def test_a_row_of_a_history_names_its_thing() -> None:
    """`o_id` is the number of the object, `id` that of the row; `history_type` is the deed."""
    said = {
        "id": 1,
        "created_at": AT,
        "history_type": "updated",
        "history_object": "Ticket",
        "o_id": 77,
        "history_attribute": "state",
    }
    found = generic(json.dumps({**said, "value_from": "new", "value_to": "open", "created_by": "ana"}))
    assert found.one("actor", "action", "entity_type", "entity_id") == ("ana", "updated", "Ticket", "77")


@pytest.mark.parametrize(("response", "outcome"), [("Fail", "failure"), ("Pass", "success"), ("InProgress", "unknown")])
def test_the_response_to_an_event_is_its_outcome(response: str, outcome: str) -> None:
    """As services of sign-ins have it."""
    said = {"EventId": "e7", "EventType": "SignIn", "CreationDate": AT, "EventResponse": response, "UserName": "ana"}
    assert generic(json.dumps(said)).all("outcome") == [outcome]


def test_users_among_files_at_the_source_are_things_as_well() -> None:
    """Files have their names for a kind, a number and a name (`item_id`), users others (`id`); both in one log."""
    said = {"created_at": AT, "created_by": {"type": "user", "id": "7", "name": "Ana", "login": "ana@acme.example"}}
    user = {"type": "user", "id": "8", "name": "Bob", "login": "bob@acme.example"}
    file = {
        "item_type": "file",
        "item_id": "9",
        "item_name": "a.txt",
        "parent": {"type": "folder", "name": "F", "id": "0"},
    }
    found = generic(
        lines({**said, "event_type": "DELETE_USER", "source": user}, {**said, "event_type": "UPLOAD", "source": file})
    )
    assert [(one.entity_type, one.entity_id) for one in found.events] == [("user", "8"), ("file", "9")]


def test_a_user_may_be_the_thing_that_something_was_done_to() -> None:
    """Below `entity` a user is one, also the one who did it, and among things of other kinds."""
    ana = {"type": "user", "user": {"id": "W7", "name": "Ana", "email": "ana@acme.example"}}
    bob = {"type": "user", "user": {"id": "W8", "name": "Bob", "email": "bob@acme.example"}}
    channel = {"type": "channel", "channel": {"id": "C9", "name": "sales"}}
    deeds = {"user_login": ana, "user_deactivated": bob, "public_channel_created": channel}
    found = generic(
        lines(*({"time": AT, "action": deed, "actor": ana, "entity": thing} for deed, thing in deeds.items()))
    )
    assert found.all("actor") == ["Ana"] * 3
    assert found.all("entity_id") == ["W7", "W8", "C9"]

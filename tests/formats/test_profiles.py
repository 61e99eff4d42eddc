"""Profiles: how they are written, chosen, and what each says of its source."""

# ruff: noqa: E501  records and lines of logs are data: broken up they would show their shape less

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from auditui.core.errors import UsageError
from auditui.core.event import ABSENT, Change, Target
from auditui.formats.paths import parse_path, show_path
from auditui.formats.profiles import built_in, parse_profiles
from auditui.formats.reading import ReadOptions, options_of
from tests.formats.reads import Result

WRITTEN = """
name = "acme"
title = "Acme"
zone = "Europe/Vienna"
empty_actor = "system"
inner = ["payload"]

[recognise]
all = ["acme", "who|user"]
is = { kind = ["audit*"] }

[fields]
at = ["when", "then"]
actor = "who.name"
action = { path = "what", pattern = "^do_(\\\\w+)" }
category = { path = "code", values = { "1" = "users" }, only = true }
entity_type = { is = "contact", when = { what = "do_*" } }
entity_name = { text = "{first} {last}" }
entity_id = "things[type=main].id"
took = { path = "seconds", unit = "s" }
status = "code"

[outcome]
from = ["end"]
success = ["fine"]
failure_if = ["error"]
otherwise = "success"

[changes]
whole = ["diff"]
sides = [["old", "new"]]

[[targets]]
path = "things"
type = "type"
id = "id"
"""


def acme(**said: Any) -> Result:  # noqa: ANN401  any JSON
    record = {"acme": 1, "kind": "audit.v1", "when": "2026-07-01 12:00:00", "who": {"name": "ana"}, **said}
    options = ReadOptions(profiles=parse_profiles(WRITTEN, "acme.toml"))
    return Result(json.dumps({"payload": record, "shard": 7}) + "\n", options)


def test_what_a_profile_can_say() -> None:
    """Paths, patterns, words, conditions, templates, units, selections and zones do what they say."""
    found = acme(
        what="do_delete", code=1, first="Jo", last="Doe", seconds=1.5, end="fine", diff={"plan": ["free", "pro"]},
        old={"a": 1, "b": 2}, new={"a": 1, "b": 3}, things=[{"type": "other", "id": 1}, {"type": "main", "id": 2}],
    )  # fmt: skip
    assert found.reading.profile == "acme"
    assert found.all("at_us") == [1_782_900_000_000_000]
    assert found.one("actor", "action", "category", "entity_type", "entity_name", "entity_id", "took_us", "status", "outcome") == (
        "ana", "delete", "users", "contact", "Jo Doe", "2", 1_500_000, 1, "success",
    )  # fmt: skip
    assert found.events[0].changes == (Change("plan", "free", "pro"), Change("b", 2, 3))
    assert found.events[0].targets == (Target("other", "1"), Target("main", "2"))
    assert found.events[0].details["row"] == {"shard": 7}


def test_an_error_that_is_there_is_a_failure() -> None:
    """`failure_if` goes before stated words, and `otherwise` after them."""
    assert acme(error="no", end="fine").one("outcome") == ("failure",)
    assert acme(end="failed").one("outcome") == ("failure",)
    assert acme().one("outcome") == ("success",)


def test_a_profile_is_chosen_by_its_records_only() -> None:
    """Where less than most records are a source's, its profile is not taken."""
    options = ReadOptions(profiles=parse_profiles(WRITTEN, "acme.toml"))
    other = json.dumps({"time": "2026-01-01T00:00:00Z", "user": "bob"}) + "\n"
    assert Result(other * 5, options).reading.profile == "generic"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("name = 1 x", "no profile"),
        ("title = 'x'", "'name' is missing"),
        ("name = 'x'\n[fields]\nactr = 'a'", "no 'actr'"),
        ("name = 'x'\ncolour = 'red'", "no 'colour'"),
        ("name = 'x'\n[fields]\ntook = { path = 'a', unit = 'weeks' }", "no unit 'weeks'"),
        ("name = 'x'\n[fields]\nactor = { path = 'a', pattern = '(' }", "no profile"),
        ("name = 'x'\n[fields]\nactor = 'a['", "path"),
        ("name = 'x'\nzone = 'Mars/Base'", "Mars"),
    ],
)
def test_a_profile_with_a_mistake_is_refused(text: str, problem: str) -> None:
    """The error names the file and what is wrong in it."""
    with pytest.raises(UsageError, match=problem) as raised:
        parse_profiles(text, "mine.toml")
    assert raised.value.where == "mine.toml"


@pytest.mark.parametrize("text", ["a", "a.b", '"a.b".c', "a[0].b", "a[-1]", "a[].b", "a[type=User].b"])
def test_paths_are_read_and_shown(text: str) -> None:
    """What is shown in a preview is what can be written in a profile."""
    assert show_path(parse_path(text)) == text


def test_every_profile_that_comes_along_is_sound() -> None:
    """Each has a time, an action and a way to be recognised, and no name twice."""
    profiles = built_in()
    assert len({profile.name for profile in profiles}) == len(profiles) >= 12
    for profile in profiles:
        assert profile.plan.at
        assert profile.recognition
        assert profile.plan.fields.get("action"), profile.name


def test_profiles_by_name_and_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name, a file or none can be asked for; anything else is an error that lists the names."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    path = tmp_path / "acme.toml"
    path.write_text(WRITTEN)
    chosen = options_of(profile=str(path)).profile
    assert chosen is not None
    assert chosen.name == "acme"
    assert options_of(profile="none").profiles == ()
    assert options_of(profile="cloudtrail").profile in built_in()
    with pytest.raises(UsageError, match="no such profile"):
        options_of(profile="nope")
    with pytest.raises(UsageError, match="no field"):
        options_of(columns=["a=b"])


SOURCES: dict[str, tuple[str, dict[str, Any], dict[str, Any]]] = {
    "cloudtrail, user": (
        "cloudtrail",
        {
            "eventVersion": "1.08", "userIdentity": {"type": "IAMUser", "arn": "arn:aws:iam::1:user/ana", "userName": "ana"},
            "eventTime": "2026-01-01T00:00:00Z", "eventSource": "iam.amazonaws.com", "eventName": "CreateUser", "eventID": "e1",
            "awsRegion": "eu-west-1", "sourceIPAddress": "192.0.2.7", "requestParameters": {"userName": "bob"}, "errorCode": "AccessDenied",
        },
        {"actor": "ana", "action": "CreateUser", "entity_id": "bob", "entity_type": "AWS::IAM::User", "outcome": "failure", "id": "e1"},
    ),
    "cloudtrail, role": (
        "cloudtrail",
        {
            "userIdentity": {"type": "AssumedRole", "arn": "arn:aws:sts::1:assumed-role/Deploy/run-9"}, "eventTime": "2026-01-01T00:00:00Z",
            "eventSource": "s3.amazonaws.com", "eventName": "PutObject", "awsRegion": "eu-west-1", "sourceIPAddress": "AWS Internal",
            "requestParameters": {"bucketName": "b", "key": "k"},
        },
        {"actor": "Deploy", "actor_id": "arn:aws:sts::1:assumed-role/Deploy/run-9", "entity_id": "b/k", "outcome": "success", "ip": "AWS Internal"},
    ),
    "power bi": (
        "o365",
        {"CreationTime": "2026-01-01T00:00:00", "Operation": "DeleteReport", "Workload": "PowerBI", "RecordType": 20, "UserId": "ana@example.com",
         "IsSuccess": False},
        {"actor": "ana@example.com", "action": "DeleteReport", "outcome": "failure"},
    ),
    "alike, yet of another cloud": (
        "generic",
        {"eventId": "e1", "eventVersion": "1", "eventSource": "oss.example.com", "eventTime": "2026-01-01T00:00:00Z", "eventName": "DeleteBucket",
         "userIdentity": {"type": "ram-user", "principalId": "28", "userName": "ana"}, "sourceIpAddress": "192.0.2.7",
         "resourceType": "Bucket", "resourceName": "b7", "errorCode": "Forbidden"},
        {"actor": "ana", "action": "DeleteBucket", "ip": "192.0.2.7", "entity_type": "Bucket", "entity_name": "b7", "outcome": "failure"},
    ),
    "github": (
        "github",
        {"@timestamp": 1791187200000, "action": "team.add_member", "actor": "ana", "actor_ip": "192.0.2.7", "org": "larkfield",
         "data": {"team": "larkfield/ops"}, "user": "bob", "_document_id": "d1"},
        {"actor": "ana", "category": "team", "entity_type": "team", "entity_id": "larkfield/ops", "id": "d1"},
    ),
    "ucrm": (
        "ucrm",
        {"_id": "u1", "timestamp": "2026-10-05T02:29:01.487Z", "user": "ana", "action": "PUT", "statusCode": 422, "resourceType": "contact",
         "resourceId": 9, "ip": "192.0.2.7", "executionTime": 12, "details": {"requestId": "r1", "success": False}},
        {"actor": "ana", "method": "PUT", "status": 422, "entity_type": "contact", "entity_id": "9", "took_us": 12000, "outcome": "failure",
         "request_id": "r1", "verb": "update"},
    ),
    "okta": (
        "okta",
        {"actor": {"id": "00u1", "alternateId": "ana@example.com", "type": "User"}, "client": {"ipAddress": "192.0.2.7"}, "uuid": "o1",
         "eventType": "user.session.start", "displayMessage": "User login", "outcome": {"result": "DENY"}, "published": "2026-01-01T00:00:00.123Z",
         "target": [{"id": "t1", "type": "AppInstance", "displayName": "CRM"}, {"id": "t2", "type": "AppUser", "displayName": "Ana"}]},
        {"actor": "ana@example.com", "email": "ana@example.com", "outcome": "failure", "entity_type": "AppInstance", "entity_name": "CRM"},
    ),
    "kubernetes": (
        "kubernetes",
        {"kind": "Event", "auditID": "k1", "stage": "ResponseComplete", "verb": "delete", "user": {"username": "ana"},
         "impersonatedUser": {"username": "bob"}, "sourceIPs": ["192.0.2.7", "10.0.0.1"], "requestURI": "/api/v1/pods/x",
         "objectRef": {"resource": "pods", "namespace": "default", "name": "x"}, "responseStatus": {"code": 403}, "stageTimestamp": "2026-01-01T00:00:00Z"},
        {"actor": "ana", "on_behalf_of": "bob", "entity_type": "pods", "entity_id": "x", "status": 403, "outcome": "failure", "ip": "192.0.2.7"},
    ),
    "gitlab audit": (
        "gitlab-audit",
        {"severity": "INFO", "time": "2026-01-01T00:00:00.5Z", "author_id": 1, "author_name": "Ana", "entity_id": 2, "entity_type": "User",
         "change": "email", "from": "a@x.example", "to": "b@x.example", "target_details": "Bob", "meta.remote_ip": "192.0.2.7"},
        {"actor": "Ana", "action": "change email", "entity_type": "User", "entity_id": "2", "entity_name": "Bob", "ip": "192.0.2.7"},
    ),
    "microsoft 365": (
        "o365",
        {"CreationTime": "2026-01-01T00:00:00", "Operation": "Update user.", "Workload": "AzureActiveDirectory", "UserId": "ana@example.com",
         "ClientIP": "[2001:db8::1]:443", "ObjectId": "bob@example.com", "ResultStatus": "Success", "Id": "m1", "RecordType": 8,
         "ModifiedProperties": [{"Name": "Department", "OldValue": "[\"Sales\"]", "NewValue": "[\"Support\"]"}]},
        {"actor": "ana@example.com", "action": "Update user.", "ip": "2001:db8::1", "entity_id": "bob@example.com", "outcome": "success"},
    ),
    "vault": (
        "vault",
        {"time": "2026-01-01T00:00:00.356625452Z", "type": "response", "auth": {"display_name": "ana", "entity_id": "e"}, "error": "permission denied",
         "request": {"id": "r", "operation": "update", "path": "secret/x", "mount_type": "kv", "remote_address": "192.0.2.7"}},
        {"actor": "ana", "action": "update", "entity_id": "secret/x", "outcome": "failure", "request_id": "r", "id": "r/response"},
    ),
    "salesforce setup": (
        "salesforce-setup",
        {"Action": "changedprofile", "CreatedById": "0051", "CreatedDate": "2026-01-01T00:00:00.000+0000", "Section": "Manage Users",
         "Display": "Changed profile", "DelegateUser": None, "Id": "s1"},
        {"actor": "0051", "action": "changedprofile", "entity_type": "Manage Users", "description": "Changed profile"},
    ),
    "django-auditlog": (
        "django-auditlog",
        {"id": 4, "object_pk": "9", "object_repr": "Jo Doe", "action": 1, "changes": "{\"plan\": [\"free\", \"pro\"]}", "actor": "ana",
         "remote_addr": "192.0.2.7", "timestamp": "2026-01-01T00:00:00Z", "content_type": "contact"},
        {"action": "update", "entity_name": "Jo Doe", "entity_id": "9", "changes": (Change("plan", "free", "pro"),)},
    ),
    "papertrail": (
        "papertrail",
        {"id": 4, "item_type": "Contact", "item_id": 9, "event": "update", "whodunnit": None, "created_at": "2026-01-01 00:00:00",
         "object_changes": {"plan": ["free", "pro"], "id": [9, 9]}},
        {"actor_kind": "system", "action": "update", "entity_type": "Contact", "changes": (Change("plan", "free", "pro"),)},
    ),
    "laravel": (
        "laravel-auditing",
        {"id": 4, "user_id": 3, "event": "updated", "auditable_type": "App\\Models\\Contact", "auditable_id": 9, "ip_address": "192.0.2.7",
         "old_values": "{\"plan\": \"free\", \"x\": 1}", "new_values": "{\"plan\": \"pro\", \"x\": 1, \"y\": null}", "created_at": "2026-01-01 00:00:00"},
        {"actor": "3", "entity_type": "Contact", "changes": (Change("plan", "free", "pro"), Change("y", ABSENT, None))},
    ),
    "spatie": (
        "spatie-activitylog",
        {"id": 4, "log_name": "default", "description": "updated", "subject_type": "App\\Contact", "subject_id": 9, "causer_id": 3, "event": "updated",
         "properties": {"old": {"plan": "free"}, "attributes": {"plan": "pro"}}, "created_at": "2026-01-01 00:00:00"},
        {"actor": "3", "entity_type": "Contact", "entity_id": "9", "changes": (Change("plan", "free", "pro"),)},
    ),
    "user log": (
        "user-log",
        {"Name": "Ana", "Role": "Owner", "action": "users", "info": "Ana visited users main page", "date": "2026-07-01 15:41:53", "Item name": "N/A"},
        {"actor": "Ana", "role": "Owner", "category": "users", "description": "Ana visited users main page", "entity_name": "", "verb": "view"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("source", SOURCES)
def test_each_source_is_recognised_and_understood(source: str) -> None:
    """One record of each source finds its profile, and its fields are what the source means."""
    profile, record, wanted = SOURCES[source]
    result = Result(json.dumps(record) + "\n")
    assert result.reading.profile == profile
    (event,) = result.events
    assert {name: getattr(event, name) for name in wanted} == wanted


def test_audit_data_in_a_cell_is_the_record() -> None:
    """The CSV of Microsoft's audit search: the record is in one cell, over several lines; US dates are no riddle."""
    inner = json.dumps(SOURCES["microsoft 365"][1], indent=1).replace('"', '""')
    table = f'\ufeff"RecordType","CreationDate","UserIds","Operations","AuditData"\r\n"X","3/4/2026 8:13:00 AM","ana","Update user.","{inner}"\r\n'
    result = Result(table)
    assert result.reading.profile == "o365"
    assert result.one("actor", "ip", "id") == ("ana@example.com", "2001:db8::1", "m1")
    assert result.events[0].details["row"]["RecordType"] == "X"  # type: ignore[index,call-overload]  # an object


def test_what_only_looks_like_kubernetes_keeps_its_names() -> None:
    """A management server in front of it writes some of the same keys, with the user and the status in its own way."""
    told = {
        "auditID": "a1", "requestURI": "/v3/users", "sourceIPs": ["192.0.2.7"], "user": {"name": "ana", "group": ["x"]},
        "verb": "POST", "stage": "ResponseComplete", "stageTimestamp": "2026-10-05T10:00:00Z", "responseStatus": "403",
    }  # fmt: skip
    result = Result(json.dumps(told) + "\n")
    assert result.reading.profile == "generic"
    assert result.one("actor", "outcome", "entity_id") == ("ana", "failure", "/v3/users")

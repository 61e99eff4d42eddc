"""Oddities that real logs have, one by one, in inputs made up for it: what becomes of each."""

# ruff: noqa: E501  records and lines of logs are data: broken up they would show their shape less

from __future__ import annotations

import gzip
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from auditui.core.times import rfc3339
from auditui.formats.containers import open_path
from auditui.formats.reading import Parsed, ReadOptions, open_reading
from auditui.formats.timestamps import Clock, parse
from tests.formats.reads import Result, generic

AT = "2026-10-05T10:00:00Z"
AT_US = 1_791_194_400_000_000
ONE = f'{{"time":"{AT}","user":"ana","action":"login"}}'
TWO = '{"time":"2026-10-05T10:00:01Z","user":"bob","action":"logout"}'
PRETTY = json.dumps(json.loads(ONE), indent=2)


def wrapped(key: str) -> str:
    return f'{{"{key}":[{ONE},{TWO}],"total":2}}'


CONTAINERS: dict[str, tuple[str, list[str]]] = {
    "one object a line": (f"{ONE}\n{TWO}\n", ["ana", "bob"]),
    "an array over many lines": (f"[\n{PRETTY},\n{PRETTY}\n]", ["ana", "ana"]),
    "Records on one line of 40,000 bytes": ('{"Records":[' + ",".join([ONE] * 800) + "]}", ["ana"] * 800),
    "one object": (PRETTY, ["ana"]),
    "pretty-printed documents after one another": (f"{PRETTY}\n{PRETTY}\n", ["ana", "ana"]),
    **{
        f"wrapped in {key}": (wrapped(key), ["ana", "bob"])
        for key in ("activities", "value", "entities", "results", "records", "data", "response", "result", "entries")
    },
    "a wrapper in a wrapper": (f'{{"response":{{"result":[{ONE},{TWO}]}}}}', ["ana", "bob"]),
    "an empty page": ('{"records":[],"total":144}', []),
    "an array written line by line": (f"[\n{ONE},\n{TWO}\n]\n", ["ana", "bob"]),
    "an array line by line without its brackets": (f"{ONE},\n{TWO},\n", ["ana", "bob"]),
    "a stray bracket at the end": (f"{ONE}\n{TWO}\n]\n", ["ana", "bob"]),
    "no newline at the end": (f"{ONE}\n{TWO}", ["ana", "bob"]),
    "CRLF between lines": (f"{ONE}\r\n{TWO}\r\n", ["ana", "bob"]),
    "CRLF rows with LF in cells": (f'time,user,note\r\n{AT},ana,"a\nb"\r\n{AT},bob,"c\nd"\r\n', ["ana", "bob"]),
    "BOM before a header": (f"\ufefftime,user\n{AT},ana\n", ["ana"]),
    "semicolons": (f"time;user\n{AT};ana\n{AT};bob\n", ["ana", "bob"]),
    "a cell with JSON of 16,000 characters": (f'time,user,data\n{AT},ana,"{{""a"":""{"x" * 16_000}""}}"\n', ["ana"]),
    "a cell with JSON over many lines": ('time,user,data\n{},ana,"{}"\n'.format(AT, json.dumps({"a": list(range(40))}, indent=1).replace('"', '""')), ["ana"]),
    "a cell with JSON in JSON in JSON": ("time,user,data\n{},ana,\"{}\"\n".format(AT, json.dumps({"Value": json.dumps({"b": json.dumps([{"Name": "x"}])})}).replace('"', '""')), ["ana"]),
    "a cell with a Python literal": (f"time,user,who\n{AT},ana,\"{{'type': 'Account', 'id': ''}}\"\n", ["ana"]),
    "74 columns of which 45 are empty": ("time,user," + ",".join(f"c{n}" for n in range(72)) + f"\n{AT},ana," + ",".join(["x"] * 27 + [""] * 45) + "\n", ["ana"]),
    "types behind names": (f'{{"TimeGenerated [UTC]":"{AT}","user_name_s":"ana","enabled_b":true,"amount_d":1.5,"id_g":"9"}}', ["ana"]),
    "a sentence between the lines": (f"{ONE}\nNo data for given time period or host is unreachable\n{TWO}\n", ["ana", "bob"]),
    "valid JSON that is no event": (f'{ONE}\n{{"kind": 0}}\n{TWO}\n', ["ana", "bob"]),
    "start-up messages between the lines": (f"{ONE}\nserver 1.2 starting\nlistening on 0.0.0.0:80\n{TWO}\n", ["ana", "bob"]),
    "SQL over many lines": ('2026-10-05 10:00:00 UTC [1] ana@shop LOG:  statement: select *\n\tfrom t\n\twhere x\n2026-10-05 10:00:01 UTC [1] bob@shop LOG:  done\n', ["ana", "bob"]),
    "SQL over many lines in quotes": (f'time,user,sql\n{AT},ana,"select *\nfrom t\n"\n', ["ana"]),
    "blocks of capitals": ("Wed Oct 21 11:58:08 2026 -04:00\nLENGTH : '9'\nACTION :[7] 'CONNECT'\nDATABASE USER:[3] 'ana'\nWed Oct 21 11:58:09 2026 -04:00\nACTION :[8] 'shutdown'\nDATABASE USER:[3] 'bob'\n", ["ana", "bob"]),
    "lines of an unknown type in an audit log": ("type=USER_LOGIN msg=audit(1791194400.1:7): auid=ana res=success\ntype=UNKNOWN[1329] msg=\ufffd\x05\n", ["ana"]),
    "a line of 44,000 characters": ('{{"time":"{}","user":"ana","x":"{}"}}\n'.format(AT, "y" * 44_000), ["ana"]),
}  # fmt: skip


REJECTED = {
    "a sentence between the lines": 1, "valid JSON that is no event": 1, "start-up messages between the lines": 2,
    "lines of an unknown type in an audit log": 1,
}  # fmt: skip


@pytest.mark.parametrize("name", CONTAINERS)
def test_containers_and_lines(name: str) -> None:
    """Every record comes out once, with who did it; what stands between them is rejected, brackets apart."""
    text, actors = CONTAINERS[name]
    result = Result(text)
    assert [event.actor or event.details.get("acct") for event in result.events] == actors or result.all(
        "actor_id"
    ) == ["1000"]
    assert len(result.rejects) == REJECTED.get(name, 0)


def names_of(folder: Path) -> list[str]:
    return [opened.name.rsplit(":", 1)[-1] for path in folder.iterdir() for opened in open_path(path)]


@pytest.mark.parametrize(
    ("blank", "times", "end"), [("\n", 300_000, ""), (" ", 300_000, "\n"), ("\r\n", 150_000, ""), ("\n", 300, "")]
)
def test_a_log_behind_many_blanks(blank: str, times: int, end: str) -> None:
    """However many empty lines stand in front, what follows is read, and its lines are numbered as in the file."""
    blanks = blank * times + end
    result = generic(f"{blanks}{ONE}\nodd\n{TWO}\n")
    assert result.all("actor") == ["ana", "bob"]
    assert [reject.line for reject in result.rejects] == [blanks.count("\n") + 2]


@pytest.mark.parametrize("block", [11, 1 << 18])
@pytest.mark.parametrize("text", [f"{ONE}\rodd\r{TWO}\r", f"time,user,action\r{AT},ana,login\rodd\r{AT},bob,logout\r"])
def test_lines_may_end_in_carriage_returns_alone(text: str, block: int) -> None:
    """A file of old spreadsheets is read line by line, as any other."""
    result = generic(text, block=block)
    assert result.all("actor") == ["ana", "bob"]
    assert [reject.line for reject in result.rejects] == [text[: text.index("odd")].count("\r") + 1]


def test_apple_double_in_an_archive(tmp_path: Path) -> None:
    """`._name.json` beside `name.json` is no log."""
    with zipfile.ZipFile(tmp_path / "logs.zip", "w") as archive:
        archive.writestr("._name.json", b"\0\5\x16\7")
        archive.writestr("name.json", ONE)
    assert names_of(tmp_path) == ["name.json"]


@pytest.mark.parametrize(("name", "text"), [("log.csv.bak", f"time;user\n{AT};ana\n{AT};ana\n"), ("log.json", f"{ONE}\n{ONE}\n"), ("log.log", f"time,user\n{AT},ana\n{AT},ana\n"),
                                            ("log.txt", "Oct  5 10:00:00 h sshd[1]: Accepted password for ana from 192.0.2.7 port 1 ssh2\n" * 2)])  # fmt: skip
def test_endings_of_names_say_nothing(tmp_path: Path, name: str, text: str) -> None:
    """What a file holds decides, and compression is seen the same way."""
    (tmp_path / name).write_bytes(gzip.compress(text.encode()))
    for opened in open_path(tmp_path / name):
        found = [
            one.fields.get("actor") for one in open_reading(opened, ReadOptions()).outcomes if isinstance(one, Parsed)
        ]
        assert found == ["ana", "ana"]


def test_an_activity_with_several_things() -> None:
    """One time and address, several actions: one event each."""
    text = json.dumps(
        {
            "id": {"time": AT},
            "actor": {"email": "ana@example.com"},
            "ipAddress": "192.0.2.7",
            "events": [{"name": "A"}, {"name": "B"}],
        }
    )
    assert generic(text).all("action") == ["A", "B"]


def test_a_reexport_has_the_event_in_a_cell() -> None:
    """43 columns, the event in `AuditData`, a copy of the row in `_raw`: the event counts."""
    event = {
        "CreationTime": "2026-10-05T10:00:00",
        "Id": "x1",
        "Operation": "FileDeleted",
        "UserId": "ana@example.com",
        "Workload": "SharePoint",
        "RecordType": 6,
        "OrganizationId": "o",
    }
    stream = io.StringIO()
    cells = [f"c{n}" for n in range(40)]
    quoted = json.dumps(event).replace('"', '""')
    stream.write(",".join([*cells, "AuditData", "_raw", "_time"]) + "\n")
    stream.write(",".join(["x"] * 40) + f',"{quoted}","{quoted}",1791187200\n')
    assert Result(stream.getvalue()).one("actor", "action", "at_us") == ("ana@example.com", "FileDeleted", AT_US)


TIMES: list[tuple[Any, str]] = [
    ("2026-02-09T15:33:26", "2026-02-09T15:33:26Z"), ("2026-10-19 19:21:33", "2026-10-19T19:21:33Z"),
    ("2026-10-22 21:01:42,548", "2026-10-22T21:01:42.548Z"), ("2026-09-04T22:54:53,028+0000", "2026-09-04T22:54:53.028Z"),
    ("2026-01-24T08:48:05.645+0000", "2026-01-24T08:48:05.645Z"), ("2025-12-04 23:19:32.051 Z", "2025-12-04T23:19:32.051Z"),
    ("2026-06-23 12:47:05 UTC", "2026-06-23T12:47:05Z"), ("2026-07-19T07:33:19-07:00", "2026-07-19T14:33:19Z"),
    ("2025-12-01T20:29:04.356625452Z", "2025-12-01T20:29:04.356625Z"), ("2026-01-22T18:15:02.3875429Z", "2026-01-22T18:15:02.387542Z"),
    ("2026-01-24T06:54:24.0000000Z ", "2026-01-24T06:54:24Z"), ("2026-07-20T11: 41: 31+00: 00", "2026-07-20T11:41:31Z"),
    ("6/18/2026 6:27:42 AM", "2026-06-18T06:27:42Z"), ("3/21/2026, 10:38:57.794 PM", "2026-03-21T22:38:57.794Z"),
    ("28/09/2026 17:14", "2026-09-28T17:14:00Z"), ("9/28/2026, 5:20:00.412 PM", "2026-09-28T17:20:00.412Z"),
    ("[07/Dec/2025:11:05:07 +0100]", "2025-12-07T10:05:07Z"), ("2026-07-31 13:36:43 EST", "2026-07-31T18:36:43Z"),
    ("2026-04-15 12:02:55.244 CEST", "2026-04-15T10:02:55.244Z"), ("2026-08-11 00:00:00 +02:30", "2026-08-10T21:30:00Z"),
    (1521214343, "2018-03-16T15:32:23Z"), (1583364251067, "2020-03-04T23:24:11.067Z"), (1689249716345113, "2023-07-13T12:01:56.345113Z"),
    ("1791194400.891", "2026-10-05T10:00:00.891Z"), ({"epochSecond": 1791194400, "nano": 19_000_000}, "2026-10-05T10:00:00.019Z"),
    ({"$date": "2026-02-14T14:15:49.161+0100"}, "2026-02-14T13:15:49.161Z"), ("\\/Date(1791194400000)\\/", "2026-10-05T10:00:00Z"),
    ("20261005100000.13", "2026-10-05T10:00:00.13Z"), (20261005100000, "2026-10-05T10:00:00Z"),
]  # fmt: skip


@pytest.mark.parametrize(("said", "meant"), TIMES, ids=[str(said) for said, _ in TIMES])
def test_times(said: object, meant: str) -> None:
    """Each is the moment that it means; without a zone it is UTC here."""
    stamp, wanted = parse(said, Clock()), parse(meant)
    assert stamp is not None
    assert wanted is not None
    assert stamp.at_us == wanted.at_us


def test_a_stamp_without_a_year() -> None:
    """The latest year that does not put it into the future."""
    stamp = parse("May 13 15:52:56")
    assert stamp is not None
    assert rfc3339(stamp.at_us)[4:] == "-05-13T15:52:56Z"


def test_milliseconds_and_microseconds_in_one_field() -> None:
    """Told apart value by value."""
    text = "".join(f'{{"time":{time},"user":"ana"}}\n' for time in (1673631621862, 1689249716345113))
    assert generic(text).all("at_us") == [1673631621862000, 1689249716345113]


@pytest.mark.parametrize(("first", "second"), [("time", "created_at"), ("recordedAt", "createdAt"), ("date_create", "action_timestamp")])  # fmt: skip
def test_two_times_in_one_event(first: str, second: str) -> None:
    """One of them is the event's, the same in every row, and the other stays in the details."""
    text = "".join(json.dumps({first: AT, second: f"2026-10-05T10:00:0{n}.5Z", "user": "ana"}) + "\n" for n in range(3))
    result = generic(text)
    taken = first if result.all("at_us") == [AT_US] * 3 else second
    assert all((second if taken == first else first) in event.details for event in result.events)


def test_two_ways_of_writing_dates_in_one_row() -> None:
    """Day first in one column, month first in the other: each is read by the column that it stands in."""
    rows = "".join(f'ana,28/09/2026 17:1{n},"9/28/2026, 5:1{n}:00.412 PM"\n' for n in range(3))
    moments = generic(f"user,started,time\n{rows}").all("at_us")
    first = parse("2026-09-28T17:10:00.412Z")
    assert first is not None
    assert moments == [first.at_us + n * 60_000_000 for n in range(3)]


def test_equal_seconds_and_any_order_keep_the_order_of_the_file() -> None:
    """Newest first, and many in one second: nothing is sorted or merged on the way in."""
    text = "".join(f'{{"time":"2026-10-05T10:00:0{9 - n // 3}Z","user":"u{n}"}}\n' for n in range(9))
    assert generic(text).all("actor") == [f"u{n}" for n in range(9)]


ADDRESSES = [
    *((same, same) for same in ("AWS Internal", "health.example.com", "unix:", "localhost", "127.0.0.0/8")),
    *((nothing, "") for nothing in ("?", "-", "null", "")),
    ("67.43.156.13:12345", "67.43.156.13"), ("[2a02:cf40::1]:12345", "2a02:cf40::1"), ("[10.11.12.13]", "10.11.12.13"),
    ("::ffff:10.11.12.13", "10.11.12.13"), ("[::ffff:10.11.12.13]:12345", "10.11.12.13"), ("fe81::64ae:95c0:196e:8adf%3", "fe81::64ae:95c0:196e:8adf"),
    ("::1%0", "::1"), ("172.19.0.3:48524", "172.19.0.3"), ("2a02:cf40:1:2:3:4:5:6fc6.1234", "2a02:cf40:1:2:3:4:5:6fc6"),
    ("2a03:0000:10ff:f00f:0000:0000:0:8000", "2a03:0:10ff:f00f::8000"), ("localhost, localhost", "localhost, localhost"),
    ("NOTANIPV4 (10.9000.0.1)", "NOTANIPV4 (10.9000.0.1)"), ("[INCORRECTIPV4 (10.900.0.1)]", "[INCORRECTIPV4 (10.900.0.1)]"),
    ("[CORRECTIPV4 (10.90.0.1)]", "[CORRECTIPV4 (10.90.0.1)]"), ("[localhost]:12345", "[localhost]:12345"), ("delivery.logs.example.com", "delivery.logs.example.com"), ("10.0.0.2, 10.0.0.1, 127.0.0.1", "10.0.0.2"), ("/192.0.2.1:51000", "192.0.2.1"),
]  # fmt: skip


@pytest.mark.parametrize(("said", "kept"), ADDRESSES)
def test_addresses(said: str, kept: str) -> None:
    """Ports, brackets and zones go, what is no address stays as it is, signs for nothing are nothing."""
    rows = [
        {"time": AT, "user": "ana", "ip": said},
        *({"time": AT, "user": "bob", "ip": f"192.0.2.{n}"} for n in range(4)),
    ]
    assert generic("".join(json.dumps(row) + "\n" for row in rows)).events[0].ip == kept


def test_lists_of_addresses() -> None:
    """Of a list the first is the client."""
    assert generic(json.dumps({"time": AT, "user": "ana", "sourceIPs": ["::1", "10.0.0.1"]})).all("ip") == ["::1"]
    line = '"10.5.102.222, 199.96.1.1" 10.2.1.185 - - [05/Oct/2026:10:00:00 +0000] "GET / HTTP/1.1" 200 1 "-" "x"\n'
    assert generic(line).all("ip") == ["10.5.102.222"]


ACTORS: list[tuple[dict[str, Any], tuple[str, str, str]]] = [
    ({"user": {"name": "ana", "email": "ana@example.com", "id": "u1", "arn": "arn:aws:iam::1:user/ana"}}, ("ana", "ana@example.com", "user")),
    ({"userIdentity": {"type": "AssumedRole", "arn": "arn:aws:sts::123456789012:assumed-role/Role/Session"}}, ("Session", "", "user")),
    ({"user": "anonymous"}, ("anonymous", "", "anonymous")), ({"user": "Not Available"}, ("", "", "unknown")),
    ({"user": "NT AUTHORITY\\SYSTEM (Microsoft.Exchange.ServiceHost)"}, ("NT AUTHORITY\\SYSTEM (Microsoft.Exchange.ServiceHost)", "", "system")),
    ({"user": "S-1-5-18"}, ("S-1-5-18", "", "system")), ({"user": "system:serviceaccount:kube-system:x"}, ("system:serviceaccount:kube-system:x", "", "system")),
    ({"user": "6f9619ff-8b86-d011-b42d-00c04fc964ff"}, ("6f9619ff-8b86-d011-b42d-00c04fc964ff", "", "user")),
    ({"user": 4711}, ("4711", "", "user")), ({"user": "unset"}, ("", "", "unknown")),
    ({"user": "system@example.com"}, ("system@example.com", "system@example.com", "user")),
]  # fmt: skip


@pytest.mark.parametrize(("said", "found"), ACTORS)
def test_actors(said: dict[str, Any], found: tuple[str, str, str]) -> None:
    """Names, addresses, ids and systems, and signs for nobody."""
    text = json.dumps({"time": AT, "action": "x", **said})
    event = generic(text).events[0]
    assert (event.actor, event.email, event.actor_kind) == found


CLOUD: list[tuple[dict[str, Any], str]] = [
    ({"type": "Root", "principalId": "123456789012", "arn": "arn:aws:iam::123456789012:root"}, "root"),
    ({"type": "AWSService", "invokedBy": "autoscaling.example.com"}, "autoscaling.example.com"),
]


@pytest.mark.parametrize(("identity", "named"), CLOUD, ids=["root", "a service"])
def test_identities_without_a_user_name(identity: dict[str, Any], named: str) -> None:
    """The root of an account, and a service of which only `invokedBy` tells."""
    event = {
        "eventVersion": "1.08",
        "eventTime": AT,
        "eventSource": "ec2.example.com",
        "eventName": "RunInstances",
        "awsRegion": "x",
        "userIdentity": identity,
    }
    assert named in Result(json.dumps({"Records": [event]})).events[0].actor.lower()


def test_three_people_in_one_record_of_the_audit_daemon() -> None:
    """Who logged in did it, whom they had become stays, and the account is what it was done to."""
    line = "type=USER_MGMT msg=audit(1791194400.1:7): pid=9 uid=0 auid=1000 msg='op=add acct=\"bob\" res=success'\n"
    event = Result(line).events[0]
    assert (event.actor or event.actor_id) == "1000"
    assert "bob" in f"{event.entity_name} {event.entity_id} {event.on_behalf_of} {event.details}"
    assert event.details["uid"] == "0"


def test_serials_that_start_over_are_other_events() -> None:
    """After a boot the same serial comes again, at another time."""
    line = "type=USER_LOGIN msg=audit({at}.1:7): uid=0 auid=1000 res=success\n"
    assert len(Result(line.format(at=1791194400) + line.format(at=1791280800)).events) == 2


def test_addresses_in_hexadecimal() -> None:
    """`saddr` spells out family, port and address."""
    line = "type=SOCKADDR msg=audit(1791194400.1:7): saddr=020001BBC6336407000000000000000000\n"
    assert "198.51.100.7" in str(Result(line).events[0])


def test_a_name_with_blanks_in_an_access_log() -> None:
    """`john doe` is one user."""
    assert generic('192.0.2.7 - john doe [05/Oct/2026:10:00:00 +0000] "GET / HTTP/1.1" 200 1 "-" "x"\n').all(
        "actor"
    ) == ["john doe"]


def test_no_login_user_of_the_audit_daemon_is_nobody() -> None:
    """4294967295 is no user."""
    text = "type=DAEMON_START msg=audit(1791194400.1:7): op=start auid=4294967295 uid=0 res=success\n"
    assert "4294967295" not in (Result(text).events[0].actor, Result(text).events[0].actor_id)


@pytest.mark.parametrize("action", ["Add app role assignment to service principal.", "jira.auditing.project.roles.changed", "f", 1107, "DELETE", "select " + "x, " * 48])  # fmt: skip
def test_actions(action: object) -> None:
    """Sentences, keys, codes, methods, SQL: as recorded."""
    assert generic(json.dumps({"time": AT, "user": "ana", "action": action})).all("action") == [str(action)]


def test_no_action_at_all() -> None:
    """Still an event: somebody, at some time."""
    assert generic(json.dumps({"time": AT, "user": "ana"})).all("action") == [""]


@pytest.mark.parametrize(("said", "outcome"), [("success=yes", "success"), ("success=no", "failure"), ("res=1", "success"), ("res=0", "failure"), ("x=1", "unknown")])  # fmt: skip
def test_results_of_the_audit_daemon(said: str, outcome: str) -> None:
    """As its lines spell them; none where they say nothing."""
    assert Result(f"type=SYSCALL msg=audit(1791194400.1:7): arch=c000003e uid=0 auid=1000 {said}\n").all("outcome") == [
        outcome
    ]


@pytest.mark.parametrize("word", ["Success", "Succeeded", "True", "TRUE", True, 1, "ALLOW", "yes"])  # fmt: skip
def test_success(word: object) -> None:
    """All of them are."""
    assert generic(json.dumps({"time": AT, "user": "ana", "action": "x", "result": word})).all("outcome") == ["success"]


@pytest.mark.parametrize("said", [{"status": 200}, {"message": "x res=1", "res": "1"}])
def test_success_in_numbers(said: dict[str, Any]) -> None:
    """A status below 400, and `res=1`."""
    assert generic(json.dumps({"time": AT, "user": "ana", "action": "x", **said})).all("outcome") == ["success"]


def test_an_error_beside_success_is_a_failure() -> None:
    """`ResultStatus` says Succeeded, `LogonError` says why not."""
    event = {
        "CreationTime": "2026-10-05T10:00:00",
        "Operation": "UserLoginFailed",
        "Workload": "AzureActiveDirectory",
        "RecordType": 15,
        "ResultStatus": "Succeeded",
        "LogonError": "InvalidPassword",
        "UserId": "ana",
    }
    assert Result(json.dumps(event)).all("outcome") == ["failure"]


@pytest.mark.parametrize(("request_", "action"), [("", ""), ("hello", "hello"), ("PATCHp / HTTP/1.1", "PATCHp")])
def test_request_lines_that_are_none(request_: str, action: str) -> None:
    """An empty one, one that is not HTTP, one with a method that does not exist; status 0 too."""
    text = f'192.0.2.7 - - [05/Oct/2026:10:00:00 +0000] "{request_}" 400 0 "-" "-"\n192.0.2.7 - - [05/Oct/2026:10:00:00 +0000] "GET / HTTP/1.1" 0 0 "-" "-"\n'
    result = Result(text)
    assert [event.action or event.method for event in result.events] == [action, "GET"]
    assert result.all("status") == [400, 0]


def test_ids_of_64_bits_as_text_and_as_number() -> None:
    """In the same field; both are kept in full."""
    text = f'{{"id":"-4744923097030659931","time":"{AT}","user":"ana"}}\n{{"id":-4744923097030659930,"time":"{AT}","user":"bob"}}\n'
    assert generic(text).all("id") == ["-4744923097030659931", "-4744923097030659930"]


TEXTS = ["ksöze", "Éléments supprimés", "和大朱雀", "한국어 문장", "en – dash “quotes”", "zero\u200bwidth", "a > b", "a \\u003e b", "line\n\t* permission denied\n\n"]  # fmt: skip


@pytest.mark.parametrize("text", TEXTS)
def test_texts(text: str) -> None:
    """Outside ASCII, with breaks and escapes: as recorded."""
    assert generic(json.dumps({"time": AT, "user": "ana", "action": "x", "note": {"of": text}})).events[0].details[
        "note"
    ] == {"of": text}


def test_escapes_in_json_are_what_they_mean() -> None:
    r"""`\\u003e` is `>`, also behind two backslashes it stays what was meant."""
    assert generic(f'{{"time":"{AT}","user":"a\\u003eb"}}').all("actor") == ["a>b"]


def test_hex_is_text() -> None:
    """Commands and titles of processes with blanks."""
    line = "type=USER_CMD msg=audit(1791194400.1:7): auid=1000 msg='cwd=\"/\" cmd=6C73202D6C res=success'\n"
    assert "ls -l" in str(Result(line).events[0])


def test_an_enriched_line_has_two_halves() -> None:
    """U+001D stands between them; both are read."""
    line = 'type=USER_LOGIN msg=audit(1791194400.1:7): uid=0 auid=1000 res=success\x1dUID="root" AUID="ana"\n'
    assert "ana" in str(Result(line).events[0])


def test_a_field_of_many_shapes() -> None:
    """Number, text, object, list, pairs, and text that looks like a structure: all stay, no row is lost."""
    shapes: list[Any] = [
        1,
        "Mac",
        {"name": "Mac"},
        ["Mac"],
        [{"Name": "os", "Value": "Mac"}],
        "{reasons=Anomalous Device, level=HIGH}",
    ]
    text = "".join(json.dumps({"time": AT, "user": "ana", "action": "x", "platform": shape}) + "\n" for shape in shapes)
    result = generic(text)
    assert [event.details.get("platform") for event in result.events] == shapes

"""What is secret in a log of lines or columns stays so in every field, wherever a part of it might be taken for one."""

# ruff: noqa: E501  records and lines of logs are data: broken up they would show their shape less

from __future__ import annotations

import json

import pytest

from auditui.core.recording import record
from auditui.core.redact import DEFAULT, Redactor
from auditui.formats.reading import Parsed, ReadOptions
from auditui.recorded import refused
from tests.formats.reads import Result, generic, reading

HIDDEN = "Zq7xV"
"""A part of every secret below."""

IN_CONTEXT = (
    f"GET / Cookie: sid={HIDDEN}1; theme=dark; auth={HIDDEN}2",
    f"set-cookie: a=b; session_id={HIDDEN}; Path=/",
    "req Authorization: Basic WnE3eFY6c2VjcmV0MQ==",
    f"req Authorization: Bearer {HIDDEN}=abc",
    f"Authorization: Token token={HIDDEN}, extra={HIDDEN}",
    f'Authorization: Digest username="ana", response="{HIDDEN}"',
    f"Proxy-Authorization: Negotiate {HIDDEN}AbCdEf==",
    f"api_key: {HIDDEN}0123456789==",
    f"X-Auth-Token: {HIDDEN}= user=ana",
    f"password: old{HIDDEN}={HIDDEN}",
    f'login user=ana password="{HIDDEN} k={HIDDEN}" ip=192.0.2.7',
    f"headers=[Cookie: sid={HIDDEN}; y={HIDDEN}] user=ana",
    f"Cookie: a={HIDDEN} | sid:{HIDDEN} | auth:{HIDDEN} | b:{HIDDEN}",
)
FRONTS = ("2026-10-05 10:00:00 ", "Oct  5 10:00:00 web app[1]: ", "<13>1 2026-10-05T10:00:00Z web app 1 - - ")
LOGFMT = "time=2026-10-05T10:00:00Z level=info host=web-1.example.org service=shop-frontend-and-backend path=/a/b/c/d/e/f/g/h/and/more/of/it/and/more "


@pytest.mark.parametrize("front", [*FRONTS, LOGFMT])
@pytest.mark.parametrize("said", IN_CONTEXT)
def test_no_pair_is_cut_out_of_a_secret(front: str, said: str) -> None:
    """A cookie is hidden as one, and so are the pairs that it is made of: nothing of it is a field or a detail."""
    line = f"{front}{said}"
    events = generic(f"{line}\n").events
    assert events, line
    kept = repr(events)
    assert HIDDEN not in kept and "WnE3eFY" not in kept, kept
    assert "redacted" in events[0].flags


def test_pairs_beside_a_secret_stay() -> None:
    """What stands next to a hidden value is read as ever, and a hidden value keeps its name."""
    (event,) = generic(f'2026-10-05 10:00:00 user=ana password="{HIDDEN} k=v" ip=192.0.2.7 n=5\n').events
    assert (event.actor, event.ip) == ("ana", "192.0.2.7")
    assert event.details["password"] == "[REDACTED]"
    assert event.details["n"] == "5" and "k" not in event.details


SECRET_COLUMNS = ("AccountKey", "userToken", "session_token", "request_token", "id_token", "client_secret", "sessionid",
                  "mail_password", "event_token", "entity_token", "ip_token")  # fmt: skip


@pytest.mark.parametrize("column", SECRET_COLUMNS)
def test_a_secret_column_is_no_field(column: str) -> None:
    """Whatever else its name might say, a column that is a secret by its name is nobody, no id and no request."""
    texts = (
        json.dumps({"time": "2026-10-05T10:00:00Z", "n": 5, column: HIDDEN}) + "\n",
        f"time,n,{column}\n2026-10-05T10:00:00Z,5,{HIDDEN}\n",
        f"2026-10-05 10:00:00 INFO app: {column}={HIDDEN}==;Endpoint=x\n",
    )
    for text in texts:
        (event,) = generic(text).events
        assert HIDDEN not in repr(event), text
        assert "redacted" in event.flags


_GOOD = "2026-10-05T10:00:00Z"
CUT_ROWS = {
    "bad time": f"time,user,password\n{_GOOD},ana,x\nnotime,bob,{HIDDEN}\n",
    "too many cells": f"time;user;password\n{_GOOD};ana;x\n{_GOOD};bob;{HIDDEN};1;2\n",
    "open quote": f'time,user,password\n{_GOOD},ana,x\n{_GOOD},bob,"{HIDDEN},x\n',
    "bars": f"time|user|password\n{_GOOD}|ana|x\n{_GOOD}|bob|{HIDDEN}|z\n",
    "fields of a header line": f"#Fields: date time user password\n2026-10-05 10:00:00 ana x\n2026-10-05 10:00:00 bob {HIDDEN} 5\n",
    "columns and rows": f'{{"columns":["time","user","password"],"rows":[["{_GOOD}","ana","x"],["nope","bob","{HIDDEN}"]]}}',
    "columns and rows, cut": f'{{"columns":["time","user","password"],"rows":[["{_GOOD}","ana","x"],["{_GOOD}","bob","{HIDDEN}"',
    "lists, bad time": f'[["time","user","password"],["{_GOOD}","ana","x"],["nope","bob","{HIDDEN}"]]',
    "lists, cut in a list": f'[["time","user","password"],["{_GOOD}","ana","x"],["{_GOOD}","bob","{HIDDEN}"',
    "lists, cut in a text": f'[["time","user","password"],["{_GOOD}","ana","x"],["{_GOOD}","bob","{HIDDEN}',
    "lists, cut behind a comma": f'[["time","user","password"],["{_GOOD}","ana","x"],["{_GOOD}","bob","{HIDDEN}",tr',
}  # fmt: skip


@pytest.mark.parametrize("kind", CUT_ROWS)
def test_a_rejected_row_is_hidden_by_the_names_of_its_columns(kind: str) -> None:
    """What tells a secret apart in a row is its column: that holds where the row is too long, cut, or never closed."""
    said = Result(CUT_ROWS[kind], ReadOptions(profiles=()))
    kept = [refused(one.line, one.reason, one.text, DEFAULT).text for one in said.rejects]
    assert len(said.events) == 1 and kept
    assert "bob" in kept[0] or "nope" in kept[0] or "notime" in kept[0]
    assert HIDDEN not in kept[0]


def test_a_column_that_turns_up_late_is_no_field_either() -> None:
    """The plan that grows with new keys keeps secrets out as the first one does."""
    lines = [json.dumps({"time": "2026-10-05T10:00:00Z", "n": n, "note": f"row {n}"}) for n in range(400)]
    late = json.dumps({"time": "2026-10-05T10:00:00Z", "n": 0, "AccountKey": HIDDEN})
    assert HIDDEN not in repr(generic("\n".join([*lines, late])).events)


def test_secrets_of_the_configuration_are_no_fields() -> None:
    """Names that only the user knows to be secret count as well."""
    text = f"time,action,user\n2026-10-05T10:00:00Z,login,{HIDDEN}\n"
    assert generic(text).one("actor") == (HIDDEN,)
    assert Result(text, ReadOptions(profiles=(), redactor=Redactor(["user"]))).one("actor") == ("",)


@pytest.mark.parametrize("front", [*FRONTS, LOGFMT])
@pytest.mark.parametrize("said", ["salary: old={0} new={0}", "birth date: {0};k={0}", "salary changed old={0} new={0}"])
def test_no_pair_is_cut_out_of_a_secret_of_the_configuration(front: str, said: str) -> None:
    """What is a secret here alone is seen in lines as the built-in names are."""
    redactor = Redactor(["salary", "birth date"])
    text = f"{front}user=ana n=5 {said.format(HIDDEN)}\n"
    (parsed,) = [
        one for one in reading(text, ReadOptions(profiles=(), redactor=redactor)).outcomes if isinstance(one, Parsed)
    ]
    event = record(parsed.fields, redactor=redactor)
    assert HIDDEN not in repr(event), repr(event)
    assert event.details["n"] == "5"


@pytest.mark.parametrize("front", FRONTS)
def test_neither_side_of_a_password_is_a_pair(front: str) -> None:
    """`old` and `new` say nothing of what they are sides of."""
    (event,) = generic(f"{front}password changed old={HIDDEN} new={HIDDEN} by=ana\n").events
    assert HIDDEN not in repr(event)


def test_the_directory_that_sudo_was_called_in_is_no_password() -> None:
    """`PWD` is a password in connection strings alone."""
    line = "Oct  5 10:00:00 web sudo: bob : TTY=pts/0 ; PWD=/root ; USER=root ; COMMAND=/bin/ls"
    (event,) = generic(f"{line}\n").events
    assert event.details["working_directory"] == "/root" and not event.flags

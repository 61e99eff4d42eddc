"""Names taken apart into words, and words that mean something wherever they stand."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from auditui.formats.records import Value

BOUNDARY: Final = re.compile(r"[^0-9A-Za-zÀ-ÿ]+|(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
TYPED: Final = re.compile(r"_(?:s|d|b|g|t)$|_(?:string|keyword|text)$|\s*\[UTC\]$", re.IGNORECASE)
"""What exports of search tools put behind a name to tell its type: `user_email_s`, `TimeGenerated [UTC]`."""
JOINED: Final = {
    "useragent": "user agent", "username": "user name", "userid": "user id", "useremail": "user email",
    "ipaddress": "ip address", "ipaddr": "ip addr", "clientip": "client ip", "sourceip": "source ip",
    "srcip": "src ip", "remoteip": "remote ip", "remoteaddr": "remote addr", "remoteaddress": "remote address",
    "hostname": "host name", "displayname": "display name", "fullname": "full name", "firstname": "first name",
    "lastname": "last name", "loginname": "login name", "eventtype": "event type", "eventname": "event name",
    "eventtime": "event time", "datetime": "date time", "createdat": "created at", "createdon": "created on",
    "createdby": "created by", "entityid": "entity id", "entitytype": "entity type", "objectid": "object id",
    "objecttype": "object type", "resourceid": "resource id", "resourcetype": "resource type",
    "statuscode": "status code", "requestid": "request id", "whodunnit": "whodunnit", "logintime": "login time",
    "timegenerated": "time generated", "actorid": "actor id", "emailaddress": "email address",
    "sourceipaddress": "source ip address", "callerip": "caller ip", "accountname": "account name",
    "entityname": "entity name", "objectname": "object name", "resourcename": "resource name", "ipv4": "ipv4",
    "ipv6": "ipv6", "clientipaddress": "client ip address", "targetid": "target id", "targettype": "target type",
    "targetname": "target name", "recordid": "record id", "recordtype": "record type", "tablename": "table name",
    "modelname": "model name",
}  # fmt: skip
"""Words that are written as one."""


@lru_cache(maxsize=16_384)
def words_of(name: str) -> str:
    """A key or column name as words in lower case with single blanks: `initiatedBy` becomes `initiated by`."""
    bare = TYPED.sub("", name.strip())
    words = [word.lower() for word in BOUNDARY.split(bare or name) if word]
    return " ".join(JOINED.get(word, word) for word in words)


SUCCESS: Final = frozenset((
    "success", "succeeded", "successful", "successfully", "ok", "okay", "true", "1", "yes", "y", "allow",
    "allowed", "granted", "grant", "permit", "permitted", "pass", "passed", "complete", "completed", "accepted",
    "accept", "approved", "0k", "processed", "done", "finished", "status_success", "login_no_error", "delivered",
))  # fmt: skip
FAILURE: Final = frozenset((
    "failure", "failed", "fail", "error", "errored", "false", "no", "n", "denied", "deny", "blocked", "block",
    "rejected", "reject", "unauthorized", "forbidden", "invalid", "unsuccessful", "aborted", "cancelled",
    "canceled", "refused", "timeout", "exception", "incomplete", "denied_by_policy", "partiallysucceeded",
))  # fmt: skip
"""`0` is missing on purpose: as a return code it means that all went well, as a truth value that it did not."""
UNDECIDED: Final = frozenset(
    ["unknown", "pending", "challenge", "skipped", "attempted", "started", "inprogress", "in_progress", "running"]
)


def outcome_word(value: object) -> str:
    """`success`, `failure` or `unknown` for the usual words of an outcome, else the empty text."""
    if value is True:
        return "success"
    if value is False:
        return "failure"
    if not isinstance(value, str | int):
        return ""
    word = str(value).strip().lower().replace(" ", "_")
    if word in SUCCESS or word.startswith(("success", "succe")):
        return "success"
    if word in FAILURE or word.startswith(("fail", "error", "denied", "unauthor", "invalid_")):
        return "failure"
    return "unknown" if word in UNDECIDED else ""


NOTHING: Final = frozenset((
    "", "-", "--", "?", "n/a", "N/A", "NA", "null", "NULL", "Null", "none", "None", "(none)", "<null>", "(null)", "nil",
    "\\N", "undefined", "Undefined", "Not Available", "not available", "unset", "—", "(unknown)", "NaN",
))  # fmt: skip
"""Texts with which sources say that there is no value."""


def text_of(value: Value) -> str | None:
    """A value as one text: numbers in full, of a list its first usable element; None where it says nothing."""
    if value.__class__ is str:
        return None if value in NOTHING else value
    if value is True or value is False:
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)  # noqa: PLR2004
    if isinstance(value, list):
        return next((text for text in map(text_of, value) if text), None)
    return None

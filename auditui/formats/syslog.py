"""Syslog lines (RFC 3164, RFC 5424, and with an RFC 3339 stamp): the envelope, and what is in it."""

# ruff: noqa: E501  an expression is easier to check in one line than in pieces

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final

from auditui.core.redact import DEFAULT, Redactor
from auditui.formats.cells import structure_in
from auditui.formats.inputs import Blocks
from auditui.formats.layouts import payload_layouts
from auditui.formats.lines import text_lines_of
from auditui.formats.names import name_score
from auditui.formats.pairs import is_mostly_pairs, pairs_apart, pairs_in, piped_pairs_in, quoted_pairs_in
from auditui.formats.phrases import who_and_where
from auditui.formats.records import Items, Raw, Rejected, shown
from auditui.formats.words import words_of
from auditui.formats.xml_records import record_in

NEW: Final = re.compile(
    r"<(?P<priority>\d{1,3})>1 (?P<timestamp>\S+) (?P<host>\S+) (?P<program>\S+) (?P<pid>\S+) (?P<message_id>\S+) "
    r"(?P<structured>-|(?:\[(?:[^\]\\\"]|\\.|\"(?:[^\"\\]|\\.)*\")*\])+)(?: \ufeff?(?P<message>.*))?",
    re.DOTALL,
)
OLD: Final = re.compile(
    r"(?:<(?P<priority>\d{1,3})>)?\s*(?P<timestamp>[A-Z][a-z]{2} {1,2}\d{1,2}(?: \d{4})? \d\d:\d\d:\d\d(?:\.\d+)?|\d{4}-\d\d-\d\dT\S+)"
    r"\s+(?P<host>\S+) (?:(?P<program>[\w./() -]{1,64}?)(?:\[(?P<pid>[^\]]*)\])?: )?(?P<message>.*)",
    re.DOTALL,
)
ELEMENT: Final = re.compile(r"\[(?P<id>[^\s\]]+)(?P<parameters>(?:[^\]\\\"]|\\.|\"(?:[^\"\\]|\\.)*\")*)\]")
SEVERITIES: Final = ("emergency", "alert", "critical", "error", "warning", "notice", "info", "debug")


def read_syslog(blocks: Blocks, _head: bytes = b"", redactor: Redactor = DEFAULT) -> Items:
    """One record a line: the envelope under `syslog`, the payload's own fields at the top."""
    for line in text_lines_of(blocks):
        if line is None or isinstance(line, Rejected):
            yield line
            continue
        number, text, flags = line
        if not text.strip():
            continue
        record = syslog_record(text, redactor)
        yield Raw(record, number, flags) if record else Rejected(number, "not a syslog line", shown(text))


def syslog_record(text: str, redactor: Redactor = DEFAULT) -> dict[str, Any] | None:
    """The record of one line, or None when it is none of syslog."""
    found = NEW.fullmatch(text) or OLD.fullmatch(text)
    if not found:
        bare = PRIORITY.sub("", text)
        return _known_payload(bare) or (
            payload_of(bare.strip(), redactor) if bare != text and is_mostly_pairs(bare) else None
        )
    said = {name: value for name, value in found.groupdict().items() if value and value != "-"}
    message = said.pop("message", "").strip()
    envelope: dict[str, Any] = dict(said)
    if "priority" in said:
        priority = int(said["priority"])
        envelope["severity"] = SEVERITIES[priority % 8]
    quoted = quoted_pairs_in(said.get("structured", ""))
    if quoted:
        del envelope["structured"]
    elif "structured" in said:
        envelope["structured"] = {
            one["id"]: pairs_in(one["parameters"]) for one in ELEMENT.finditer(said["structured"])
        }
    return {**payload_of(message, redactor), **quoted, "syslog": envelope}


PRIORITY: Final = re.compile(r"^<\d{1,3}>\s*")


def _known_payload(text: str) -> dict[str, Any] | None:
    """The fields of a text in a form that stands behind envelopes; None for any other."""
    for layout in payload_layouts():
        record = layout.record(text)
        if record:
            return {**who_and_where(record.get("message", "")), **record}
    return None


ACCOUNT: Final = re.compile(r"(?:new|delete|removed?|change) (?:user|group)\b")
ABOUT_ACCOUNT: Final = (("name", "target_name"), ("UID", "target_uid"), ("GID", "target_gid"))


def _other_names(message: str, record: dict[str, Any]) -> Sequence[tuple[str, str]]:
    """Names in a sentence that mean somebody else than those of a column would, and what they mean."""
    if "COMMAND" in record and "USER" in record:  # sudo: the one is who asked, the other whom it was done as
        return (("USER", "run_as_user"), ("PWD", "working_directory"))
    if ACCOUNT.match(message):
        return ABOUT_ACCOUNT
    return (("uid", "process_uid"), ("logname", "process_logname")) if "authentication failure; " in message else ()


OPENED: Final = re.compile(
    r"\bsession opened for user (?P<run_as_user>[\w.@\\$-]{1,128})(?:\(uid=\d+\))? by (?P<user>[\w.@\\$-]{1,128})\(uid=(?P<uid>\d+)\)"
)
"""Who opened a session, and as whom; of a sign-in at the door nobody is named behind `by`."""


def _opened_by(message: str) -> dict[str, str]:
    found = OPENED.search(message) if "session opened" in message else None
    return found.groupdict() if found else {}


SURELY_WHO: Final = 80
"""The score of names that say well enough who did something: nobody else is then looked for in a sentence."""


@lru_cache(maxsize=4096)
def _names_somebody(key: str) -> bool:
    return name_score("actor", words_of(key)) >= SURELY_WHO


def payload_of(message: str, redactor: Redactor = DEFAULT) -> dict[str, Any]:
    """What a message says: the object that it is (perhaps behind a word such as `@cee:`), else text with its pairs."""
    brace = message.find("{")
    if 0 <= brace <= 64:  # noqa: PLR2004
        found = structure_in(message[brace:])
        if isinstance(found, dict):
            return {**found, **({"tag": message[:brace].strip()} if brace else {})}
    if message[:1] == "<" and message[-1:] == ">" and (element := record_in(message)):
        return element
    known = _known_payload(message)
    if known:
        return known
    pairs = pairs_apart(message, pairs_in(message), redactor)
    record: dict[str, Any] = {**(pairs or pairs_apart(message, piped_pairs_in(message), redactor, piped_pairs_in))}
    if "COMMAND" in record and "USER" in record:  # of sudo: the last of its pairs, with all of its blanks
        record["COMMAND"] = message.partition("COMMAND=")[2]
    for name, meant in _other_names(message, record):
        if name in record:
            record[meant] = record.pop(name)
    record.update(_opened_by(message))
    is_named = any(map(_names_somebody, record))
    for name, value in who_and_where(message).items():
        if name != "user" or not is_named:
            record.setdefault(name, value)
    record["message"] = message
    return record

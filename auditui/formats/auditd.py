"""The log of the Linux audit daemon: lines that share a serial number are one event."""

# ruff: noqa: E501  an expression is easier to check in one line than in pieces

from __future__ import annotations

import re
from collections.abc import Iterator
from ipaddress import ip_address
from typing import Any, Final

from auditui.formats.inputs import Blocks
from auditui.formats.lines import text_lines_of
from auditui.formats.pairs import PAIR, add, left_of
from auditui.formats.records import Items, Merged, Raw, Rejected, shown

LINE: Final = re.compile(
    r"(?P<front>.*?)(?:node=(?P<node>\S+) )?type=(?P<type>\S+) msg=audit\((?P<time>\d+(?:\.\d+)?):(?P<serial>\d+)\):\s*(?P<rest>.*)",
    re.DOTALL,
)
INNER: Final = re.compile(r"\bmsg='(?P<inner>.*?)'(?=\s*\x1d|\s*$)", re.DOTALL)
AVC: Final = re.compile(r"avc:\s+(?P<verdict>denied|granted)\s+\{ (?P<wanted>[^}]*?) \} for")
OLD_NEW: Final = re.compile(r"\b(old|new) (auid|ses)=")
PHRASE: Final = re.compile(r"\bop=([A-Za-z][^=\"']*?)(?= \w+=|$)")
HEX: Final = re.compile(r"(?:[0-9A-F]{2}){2,}")
HEXED: Final = frozenset(
    ["cmd", "proctitle", "exe", "comm", "acct", "data", "name", "cwd", "path", "key", "new-acct", "dir", "old-name"]
)
"""Fields that are written in hex where they hold blanks."""

COMPANIONS: Final = frozenset((
    "SYSCALL", "CWD", "PATH", "PROCTITLE", "SOCKADDR", "EXECVE", "SOCKETCALL", "OBJ_PID", "FD_PAIR", "MMAP", "IPC",
    "IPC_SET_PERM", "MQ_OPEN", "BPRM_FCAPS", "CAPSET", "EOE", "UNKNOWN",
))  # fmt: skip
"""Records that go with an event of another type; where there is none, the first of them names the event."""
MAX_OPEN: Final = 64
"""Events whose lines may be mixed with each other."""

WORD: Final = re.compile(r"a\d+")
"""Keys of the words of a command; those of a system call, in other records, are numbers."""

UNSET: Final = frozenset({"4294967295", "-1", "unset", "?", "(none)", "(null)", ""})


def read_auditd(blocks: Blocks) -> Items:
    """One record for each event, in the order of their first lines."""
    waiting: dict[tuple[str, str, str], tuple[int, list[dict[str, Any]]]] = {}
    for line in text_lines_of(blocks):
        if line is None:
            yield from _flushed(waiting, 0)
            yield None
            continue
        if isinstance(line, Rejected):
            yield line
            continue
        number, text, _ = line
        if not text.strip():
            continue
        found = LINE.fullmatch(text)
        if not found:
            yield Rejected(number, "no audit record with time and serial number", shown(text))
            continue
        key = (found["node"] or "", found["time"], found["serial"])
        waiting.setdefault(key, (number, []))[1].append(_one(found))
        yield from _flushed(waiting, MAX_OPEN)
    yield from _flushed(waiting, 0)


def _flushed(
    waiting: dict[tuple[str, str, str], tuple[int, list[dict[str, Any]]]], room: int
) -> Iterator[Raw | Merged]:
    while len(waiting) > room:
        key = next(iter(waiting))
        line, records = waiting.pop(key)
        yield Raw(_event(key, records), line)
        if len(records) > 1:
            yield Merged(len(records) - 1)


def _one(found: re.Match[str]) -> dict[str, Any]:
    """The fields of one line, those of an inner message among them."""
    rest = found["rest"]
    record: dict[str, str] = {"type": found["type"]}
    if found["front"].strip():
        record["envelope"] = found["front"].strip()
    inner = INNER.search(rest)
    plain = rest[: inner.start()] + rest[inner.end() :] if inner else rest
    avc = AVC.search(plain)
    if avc:
        record.update(verdict=avc["verdict"], wanted=avc["wanted"])
    for text in (plain, inner["inner"] if inner else ""):
        _take_pairs(OLD_NEW.sub(r"\1-\2=", text), record)
    rest = left_of(PHRASE.sub("", OLD_NEW.sub(r"\1-\2=", AVC.sub("", f"{plain} {inner['inner'] if inner else ''}"))))
    if rest:
        add(record, "rest", rest)
    return _with_words(record) if found["type"] == "EXECVE" else record


def _with_words(record: dict[str, Any]) -> dict[str, Any]:
    """The words of a command as one list: apart from each other nobody knows which of them is a password."""
    words = [record.pop(key) for key in tuple(record) if WORD.fullmatch(key)]
    return {**record, "argv": words} if words else record


def _take_pairs(text: str, record: dict[str, str]) -> None:
    phrase = PHRASE.search(text)
    for match in PAIR.finditer(text):
        quoted = match["double"] if match["double"] is not None else match["single"]
        value = quoted if quoted is not None else decoded(match["key"], match["bare"] or "")
        if match["key"] == "op" and phrase and quoted is None:
            value = phrase[1].strip()
        if value not in UNSET or match["key"] in ("auid", "ses"):
            add(record, match["key"], value)


def decoded(key: str, value: str) -> str:
    """What hex stands for: text with blanks, or a socket address; other values as they are."""
    if key == "saddr":
        return address_in(value) or value
    if (key in HEXED or WORD.fullmatch(key)) and HEX.fullmatch(value):
        raw = bytes.fromhex(value).rstrip(b"\0")
        text = raw.replace(b"\0", b" ").decode("utf-8", "replace")
        return text if text.isprintable() or key in HEXED else value
    return value


def address_in(value: str) -> str:
    """The address in a `saddr`: IPv4 and IPv6 with port, or the path of a local socket; empty for others."""
    if not HEX.fullmatch(value):
        return ""
    raw = bytes.fromhex(value)
    family = int.from_bytes(raw[:2], "little")
    if family == 2 and len(raw) >= 8:  # noqa: PLR2004  # AF_INET
        return str(ip_address(raw[4:8]))
    if family == 10 and len(raw) >= 24:  # noqa: PLR2004  # AF_INET6
        return str(ip_address(raw[8:24]))
    return raw[2:].split(b"\0", 1)[0].decode("utf-8", "replace") if family == 1 else ""


def _event(key: tuple[str, str, str], records: list[dict[str, Any]]) -> dict[str, Any]:
    """One event out of the records of a serial: the fields of the one that names it first, then what others add."""
    main = next(
        (one for one in records if one["type"] not in COMPANIONS and not one["type"].startswith("UNKNOWN")), records[0]
    )
    node, time, serial = key
    event: dict[str, Any] = {"type": main["type"], "time": time, "event_id": f"{time}:{serial}", "serial": serial}
    if node:
        event["node"] = node
    others = [one for one in records if one is not main]
    for one in (main, *others):
        for name, value in one.items():
            event.setdefault(name, value)
    if others:
        event["records"] = others
    if event.get("auid") in UNSET:
        event["auid_unset"] = event.pop("auid")
    return event

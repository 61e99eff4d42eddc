"""Security events in Common Event Format and LEEF, with or without syslog in front."""

# ruff: noqa: E501  an expression is easier to check in one line than in pieces

from __future__ import annotations

import re
from typing import Any, Final

from auditui.formats.inputs import Blocks
from auditui.formats.lines import text_lines_of
from auditui.formats.pairs import add
from auditui.formats.records import Items, Raw, Rejected, shown

CEF: Final = re.compile(
    r"(?P<front>.*?)\bCEF:(?P<version>\d+)\|(?P<head>(?:(?:[^|\\]|\\.)*\|){6})(?P<extension>.*)", re.DOTALL
)
LEEF: Final = re.compile(
    r"(?P<front>.*?)\bLEEF:(?P<version>[12]\.0)\|(?P<head>(?:[^|]*\|){4})(?:(?P<delimiter>\^|x[0-9A-Fa-f]{1,4}|0x[0-9A-Fa-f]{1,4}|.)\|)?(?P<extension>.*)",
    re.DOTALL,
)
CEF_KEY: Final = re.compile(r"(?:^|(?<=\s))(?P<key>[A-Za-z][\w.\[\]-]*)=")
CEF_HEAD: Final = ("vendor", "product", "product_version", "event_class_id", "event_name", "severity")
LEEF_HEAD: Final = ("vendor", "product", "product_version", "event_name")
NAMES: Final = {
    "rt": "timestamp", "start": "start_time", "end": "end_time", "devTime": "timestamp", "act": "action", "suser": "user", "suid": "user_id",
    "duser": "target_user", "duid": "target_user_id", "src": "source_ip", "dst": "destination_ip", "usrName": "user", "msg": "message",
    "requestMethod": "request_method", "request": "url", "requestClientApplication": "user_agent", "externalId": "event_id", "cat": "category",
    "fname": "file_name", "filePath": "file_path", "fileId": "file_id", "fileType": "file_type", "shost": "source_host", "outcome": "outcome",
    "dvc": "device_ip", "dhost": "destination_host", "spt": "source_port", "dpt": "destination_port", "sproc": "source_process", "reason": "reason",
}  # fmt: skip
"""The short names of these formats, spelled out."""
FRONT_TIME: Final = re.compile(
    r"(?:<\d+>)?(?:1 )?(?P<time>[A-Z][a-z]{2} [ \d]\d(?: \d{4})? \d\d:\d\d:\d\d(?:\.\d+)?|\d{4}-\d\d-\d\dT\S+)\s*(?P<host>\S*)"
)


def read_cef(blocks: Blocks) -> Items:
    """One record a line."""
    for line in text_lines_of(blocks):
        if line is None or isinstance(line, Rejected):
            yield line
            continue
        number, text, flags = line
        if not text.strip():
            continue
        record = _record(text)
        yield Raw(record, number, flags) if record else Rejected(number, "neither CEF nor LEEF", shown(text))


def _record(text: str) -> dict[str, Any] | None:
    cef = CEF.fullmatch(text)
    found = cef or LEEF.fullmatch(text)
    if not found:
        return None
    heads = re.split(r"(?<!\\)\|", found["head"])
    record: dict[str, Any] = {
        name: _plain(value) for name, value in zip(CEF_HEAD if cef else LEEF_HEAD, heads, strict=False) if value
    }
    pairs = _cef_pairs(found["extension"]) if cef else _leef_pairs(found["extension"], found["delimiter"])
    for key, value in pairs.items():
        name = NAMES.get(key, pairs.get(f"{key}Label") or key)
        is_label = key.endswith("Label") and key.removesuffix("Label") in pairs
        if value and not is_label:
            add(record, name, value)
    front = FRONT_TIME.search(found["front"])
    if front:
        record["syslog"] = {"timestamp": front["time"], "host": front["host"]}
    rest = (found["front"][: front.start()] + found["front"][front.end() :] if front else found["front"]).strip()
    if rest:
        record.setdefault("syslog", {})["text"] = rest
    return record


def _plain(text: str) -> str:
    return re.sub(r"\\([|\\=])", r"\1", text).replace("\\n", "\n").strip()


def _cef_pairs(text: str) -> dict[str, str]:
    """Each value goes on to the next key; equals signs in it should be escaped, and often are not."""
    keys = list(CEF_KEY.finditer(text))
    ends = [key.start() for key in keys[1:]] + [len(text)] * bool(keys)
    before = text[: keys[0].start()].strip() if keys else text.strip()
    found: dict[str, str] = {"text": before} if before else {}
    for key, end in zip(keys, ends, strict=True):
        add(found, key["key"], _plain(text[key.end() : end]))
    return found


def _leef_pairs(text: str, delimiter: str | None) -> dict[str, str]:
    sign = (
        chr(int(delimiter.removeprefix("0").removeprefix("x"), 16))
        if delimiter and "x" in delimiter[:2] and len(delimiter) > 1
        else delimiter
    )
    sign = sign or "\t"
    pairs: list[tuple[str, str]] = []
    for piece in text.split(sign):
        key, equals, value = piece.partition("=")
        if equals and key.strip():
            pairs.append((key.strip(), value))
        elif pairs:  # the sign stood inside of a value
            pairs[-1] = (pairs[-1][0], f"{pairs[-1][1]}{sign}{piece}")
        elif piece.strip():
            pairs.append(("text", piece))
    found: dict[str, str] = {}
    for key, value in pairs:
        add(found, key, value.strip())
    return found

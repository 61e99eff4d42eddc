"""Access logs of web servers: common, combined, with a host in front, Kubernetes ingress, and what follows them."""

# ruff: noqa: E501  an expression is easier to check in one line than in pieces

from __future__ import annotations

import re
from ipaddress import ip_address
from typing import Any, Final

from auditui.formats.columns import PLAIN_ADDRESS
from auditui.formats.inputs import Blocks
from auditui.formats.lines import text_lines_of
from auditui.formats.records import Items, Raw, Rejected, shown

LINE: Final = re.compile(
    r"(?P<front>.*?)\s*\[(?P<time>\d\d?/(?:[A-Za-z]{3}|\d\d)/\d{4}:\d\d:\d\d:\d\d(?:\.\d+)?(?: [+-]\d{4})?)\]\s+"
    r'"(?P<request>(?:[^"\\]|\\.)*)"\s+(?P<status>\d{1,3}|-)\s+(?P<bytes>\d+|-)(?P<rest>.*)',
    re.DOTALL,
)
INGRESS: Final = re.compile(
    r" (?P<request_length>\d+|-) (?P<request_time>[\d.]+|-) \[(?P<upstream>[^\]]*)\] \[(?P<alternative>[^\]]*)\] "
    r"(?P<upstream_addr>\S+(?:, \S+)*) (?P<upstream_bytes>[\d-]+(?:, [\d-]+)*) (?P<upstream_time>[\d.-]+(?:, [\d.-]+)*) "
    r"(?P<upstream_status>[\d-]+(?:, [\d-]+)*)(?: (?P<request_id>[0-9a-fA-F-]{8,}))?"
)
QUOTED: Final = re.compile(r'\s*"((?:[^"\\]|\\.)*)"')
REQUEST: Final = re.compile(r"(\S+)\s+(.*?)(?:\s+((?:HTTP|RTSP|SIP)/[\d.]+))?")
ADDRESS: Final = re.compile(r"(?:unix:|localhost|-|\[?[0-9A-Fa-f:.%]+\]?(?::\d+)?),?")


def read_access_log(blocks: Blocks) -> Items:
    """One record a line. Lines of other programs between them are rejected."""
    for line in text_lines_of(blocks):
        if line is None or isinstance(line, Rejected):
            yield line
            continue
        number, text, flags = line
        if not text.strip():
            continue
        record = record_in(text)
        if record is not None:
            yield Raw(record, number, flags)
        else:
            yield Rejected(number, "not a line of an access log", shown(text))


def record_in(line: str) -> dict[str, Any] | None:
    """The record of a line; None where it is of no access log."""
    found = LINE.fullmatch(line)
    return _record(found) if found else None


def _record(found: re.Match[str]) -> dict[str, Any]:
    record: dict[str, Any] = {"time_local": found["time"], **_front(found["front"]), **_request(found["request"])}
    record |= {"status": found["status"], "bytes": found["bytes"], **_behind(found["rest"])}
    return {key: value for key, value in record.items() if value not in ("-", "")}


def _request(text: str) -> dict[str, Any]:
    """`GET /path HTTP/1.1` in parts; what is not HTTP is an action of its own."""
    parts = REQUEST.fullmatch(text)
    if parts and (parts[3] or parts[2].startswith("/") or "://" in parts[2]):
        return {"method": parts[1], "path": parts[2], "protocol": parts[3] or ""}
    return {"method": text}


def _front(text: str) -> dict[str, Any]:
    """`[host] address[, address...] [address] ident user`; a user name may hold blanks.

    The first list of addresses is the client's (and its proxies'); one in front of others is the host.
    """
    words = text.replace('"', "").split()
    record: dict[str, Any] = {}
    if len(words) > 1 and not _is_address(words[0]) and _is_address(words[1]):
        record["host"] = words.pop(0)
    groups: list[list[str]] = []
    while words and ((_is_address(words[0]) and words[0] != "-") or not groups):
        if not groups or not _goes_on(groups):
            groups.append([])
        groups[-1].append(words.pop(0))
    if len(groups) > 1 and len(groups[0]) == 1:
        record["host"] = groups.pop(0)[0]
    addresses = [word.rstrip(",") for group in groups for word in group]
    record["remote_addr"] = addresses[0] if len(addresses) == 1 else addresses
    if words:
        record["ident"] = words.pop(0)
    record["remote_user"] = " ".join(words)
    return record


def _goes_on(groups: list[list[str]]) -> bool:
    """Whether the last address so far ends in a comma, so that the next belongs to its list."""
    return groups[-1][-1].endswith(",")


def _is_address(word: str) -> bool:
    return bool(ADDRESS.fullmatch(word)) and (word.strip(",") in ("unix:", "localhost", "-") or _parses(word))


def _parses(word: str) -> bool:
    bare = word.rstrip(",").strip("[]").split("]:")[0].split("%")[0]
    bare = bare.rsplit(":", 1)[0] if bare.count(":") == 1 else bare
    if PLAIN_ADDRESS.fullmatch(bare):
        return True
    try:
        ip_address(bare)
    except ValueError:
        return False
    return True


def _behind(rest: str) -> dict[str, Any]:
    """Referer and user agent in quotes; then the ingress fields; whatever else comes is kept as text."""
    record: dict[str, Any] = {}
    for name in ("referer", "user_agent"):
        quoted = QUOTED.match(rest)
        if not quoted:
            break
        record[name] = quoted[1].replace('\\"', '"')
        rest = rest[quoted.end() :]
    ingress = INGRESS.match(rest)
    if ingress:
        record.update({name: value for name, value in ingress.groupdict().items() if value})
        rest = rest[ingress.end() :]
    forwarded = QUOTED.fullmatch(rest)
    if forwarded:
        record["forwarded_for"] = forwarded[1]
    elif rest.strip():
        record["more"] = rest.strip()
    return record

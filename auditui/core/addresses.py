"""Network addresses as logs write them, brought to one form."""

from __future__ import annotations

import re
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Final

_NOTHING: Final = frozenset(
    {"", "-", "--", "?", "null", "none", "nil", "n/a", "na", "unknown", "undefined", "not available", "(null)", "unset"}
)
_MAX_REMEMBERED: Final = 256  # characters
_PLAIN_V4: Final = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,3}){3}")
"""It stays as it is, whether its numbers are those of an address or not."""
_PORT_V4: Final = re.compile(r"(\d{1,3}(?:\.\d{1,3}){3}):\d{1,5}(?::\w{1,16})?")
"""Perhaps with the interface behind the port, as firewalls have it."""
_BRACKETS: Final = re.compile(r"\[([^\]]*)\](?::\d{1,5})?")
_DOTTED_PORT: Final = re.compile(r"([0-9a-fA-F:]*:[0-9a-fA-F]{1,4})\.\d{1,5}")


def normal_ip(text: str) -> tuple[str, bool]:
    """The address in a text, and whether the text said more than that.

    Ports, brackets and zone indexes go (`[fe80::1%eth0]:443` is `fe80::1`), IPv4 inside IPv6 is
    unwrapped, IPv6 is shortened. Of a list (proxies) the first address counts. Marks for nothing
    (`-`, `null`) give empty text. What is no address at all (`AWS Internal`, `localhost`, `unix:`,
    a network) stays as it is. "More" is a port, a zone, or further addresses; another spelling is not.
    """
    if _PLAIN_V4.fullmatch(text):
        return text, False
    return _normal(text) if len(text) <= _MAX_REMEMBERED else _normal.__wrapped__(text)


@lru_cache(maxsize=16384)
def _normal(text: str) -> tuple[str, bool]:
    said = text.strip().strip("\"'").strip()
    if said.lower() in _NOTHING:
        return "", False
    if "," in said:
        return _first_of(said)
    found, more = _one(said)
    return (found, more) if found else (said, False)


def _first_of(said: str) -> tuple[str, bool]:
    for part in said.split(","):
        found, _ = _one(part.strip().strip("\"'"))
        if found:
            return found, True
    return said, False


def _one(said: str) -> tuple[str, bool]:
    bare, more = _without_port(said.removeprefix("/"))  # Java writes `/192.0.2.1`
    zoned, percent, _ = bare.partition("%")
    try:
        address = ip_address(zoned)
    except ValueError:
        return "", False
    return _unwrapped(address), more or bool(percent)


def _without_port(said: str) -> tuple[str, bool]:
    for pattern in (_PORT_V4, _BRACKETS, _DOTTED_PORT):
        found = pattern.fullmatch(said)
        if found is not None:
            return found[1], not said.endswith("]")
    return said, False


def _unwrapped(address: IPv4Address | IPv6Address) -> str:
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return str(mapped or address)

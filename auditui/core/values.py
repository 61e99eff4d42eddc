"""The values of a term, and how each is held against one value of an event."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final, TypeAlias

from auditui.core.event import Leaf
from auditui.core.fields import Kind, leaf_text
from auditui.core.text import fold

MAX_DIGITS: Final = 1000
_DECIMAL: Final = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_MAPPED_BITS: Final = 96


@dataclass(frozen=True, slots=True)
class Exactly:
    """Equal by `core.text.fold`; addresses equal as addresses. Never a wildcard, whatever it holds."""

    text: str


@dataclass(frozen=True, slots=True)
class Wild:
    """A pattern matched by `fold` against the whole value.

    It has at least one `*` (any run of characters, also none) and one other character.
    """

    pattern: str


@dataclass(frozen=True, slots=True)
class Exists:
    """`*` alone: there is a value, neither null nor empty text."""


@dataclass(frozen=True, slots=True)
class Range:
    """Numbers between two ends, included unless open; None is no end. Durations are microseconds.

    At least one end is there, only an end that is there can be open, and the low one is not above the high one.
    """

    low: int | float | None = None
    high: int | float | None = None
    low_open: bool = False
    high_open: bool = False


@dataclass(frozen=True, slots=True)
class Network:
    """Addresses inside a network. An IPv4-mapped IPv6 address counts as the IPv4 address."""

    network: IPv4Network | IPv6Network


@dataclass(frozen=True, slots=True)
class When:
    """A day, span or moment as written (`7d`, `yesterday`, `2026-07-01`); `freeze` turns it into a `Span`.

    The text is one that `core.times.parse_span` takes, or two of them with `..` between or one with
    `..` before or behind it (in `on:` only). What names a zone is a `Span` from the start.
    """

    text: str


@dataclass(frozen=True, slots=True)
class Span:
    """Moments from `start_us` on and before `end_us`; None is no end. Printed as RFC 3339 UTC.

    At least one end is there: the start in `since:`, the end in `until:`, either or both in `on:`.
    """

    start_us: int | None = None
    end_us: int | None = None


Value: TypeAlias = Exactly | Wild | Exists | Range | Network | When | Span
LeafTest: TypeAlias = Callable[[Leaf], bool]


def test(value: Value, leaf: Leaf, kind: Kind) -> bool:
    """Whether one value of an event satisfies one value of a term on a field of this kind.

    Raises:
        TypeError: The value is a `When`; freeze the query first.
    """
    return _leaf_test(value, kind)(leaf)


def any_test(values: Iterable[Value], kind: Kind) -> LeafTest:
    """A function that tells whether a leaf satisfies any of the values; cheap for long lists of equal texts."""
    listed = tuple(values)
    texts = frozenset(fold(value.text) for value in listed if isinstance(value, Exactly))
    if kind is Kind.ADDRESS or len(texts) < len(listed):
        return _first_of([_leaf_test(value, kind) for value in listed])
    return lambda leaf: fold(leaf_text(leaf)) in texts


def _first_of(tests: list[LeafTest]) -> LeafTest:
    if len(tests) == 1:
        return tests[0]
    return lambda leaf: any(holds(leaf) for holds in tests)


@lru_cache(maxsize=512)
def _leaf_test(value: Value, kind: Kind) -> LeafTest:
    maker = _MAKERS.get(type(value))
    if maker is None:
        raise TypeError(f"{value!r} has to be frozen before it can be compared")
    return maker(value, kind)


def _exactly(value: Exactly, kind: Kind) -> LeafTest:
    wanted = fold(value.text)
    address = address_of(value.text) if kind is Kind.ADDRESS else None
    if address is None:
        return lambda leaf: fold(leaf_text(leaf)) == wanted
    return lambda leaf: isinstance(leaf, str) and (address_of(leaf) == address or fold(leaf) == wanted)


def _wild(value: Wild, kind: Kind) -> LeafTest:
    first, *middle, last = fold(value.pattern).split("*")
    pieces = [piece for piece in middle if piece]

    def holds(leaf: Leaf) -> bool:
        # Leftmost pieces first is enough for `*`, and takes linear time where a regex would backtrack.
        text = fold(leaf_text(leaf))
        at, end = len(first), len(text) - len(last)
        if at > end or not text.startswith(first) or not text.endswith(last):
            return False
        for piece in pieces:
            found = text.find(piece, at, end)
            if found < 0:
                return False
            at = found + len(piece)
        return True

    return holds


def _exists(value: Exists, kind: Kind) -> LeafTest:
    return lambda leaf: leaf is not None and leaf != ""


def _range(value: Range, kind: Kind) -> LeafTest:
    low, high, low_open, high_open = value.low, value.high, value.low_open, value.high_open

    def holds(leaf: Leaf) -> bool:
        number = number_of(leaf)
        if number is None:
            return False
        if low is not None and (number < low or (low_open and number == low)):
            return False
        return high is None or number < high or (number == high and not high_open)

    return holds


def _network(value: Network, kind: Kind) -> LeafTest:
    network = unmapped(value.network)

    def holds(leaf: Leaf) -> bool:
        address = address_of(leaf) if isinstance(leaf, str) else None
        return address is not None and address in network

    return holds


def _span(value: Span, kind: Kind) -> LeafTest:
    start, end = value.start_us, value.end_us

    def holds(leaf: Leaf) -> bool:
        return isinstance(leaf, int) and (start is None or leaf >= start) and (end is None or leaf < end)

    return holds


_MAKERS: Final[dict[type, Callable[..., LeafTest]]] = {
    Exactly: _exactly,
    Wild: _wild,
    Exists: _exists,
    Range: _range,
    Network: _network,
    Span: _span,
}


def number_of(leaf: Leaf) -> int | float | None:
    """The number that a leaf is, or that its whole text spells in decimal digits; None for all else."""
    if isinstance(leaf, bool):
        return None
    if isinstance(leaf, int | float):
        return leaf
    if leaf is None or len(leaf) > MAX_DIGITS or not _DECIMAL.fullmatch(leaf):
        return None
    return float(leaf) if "." in leaf else int(leaf)


_OCTET: Final = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])"
is_usual_address: Final = re.compile(rf"(?:{_OCTET}\.){{3}}{_OCTET}").fullmatch
"""Most addresses are these four numbers, each written as it always is; seeing that is quicker than taking it apart."""


@lru_cache(maxsize=65_536)
def address_of(text: str) -> IPv4Address | IPv6Address | None:
    """The address that a text spells, IPv4-mapped ones as IPv4; None when it is none."""
    try:
        address = ip_address(text)
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address


_DOTTED: Final = re.compile(r"[0-9]+(?:\.[0-9]+)+")


def is_false_address(text: str) -> bool:
    """Whether a text is numbers with dots between them, as IPv4 addresses are, and yet no address."""
    return bool(_DOTTED.fullmatch(text)) and address_of(text) is None


def unmapped(network: IPv4Network | IPv6Network) -> IPv4Network | IPv6Network:
    """The IPv4 network that an IPv4-mapped IPv6 network stands for; others as they are."""
    if isinstance(network, IPv6Network) and network.prefixlen >= _MAPPED_BITS and network[0].ipv4_mapped:
        return ip_network((network[0].ipv4_mapped, network.prefixlen - _MAPPED_BITS))
    return network

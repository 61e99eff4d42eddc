"""The values behind `field:`: from the pieces that were written to `Value`s, by the kind of the field.

Every function raises `UsageError` with what was found and what is allowed; the parser adds where.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from ipaddress import ip_interface, ip_network
from typing import Final

from auditui.core.errors import UsageError
from auditui.core.fields import CLOSED, HAS, IS, Kind, canonical
from auditui.core.lexing import Pieces
from auditui.core.nearest import did_you_mean, near_miss
from auditui.core.spelling import UNITS, quote
from auditui.core.times import EXAMPLES, is_relative, names_zone, parse_span
from auditui.core.values import (
    Exactly,
    Exists,
    Network,
    Range,
    Span,
    Value,
    When,
    Wild,
    is_false_address,
    test,
    unmapped,
)

MAX_NUMBER: Final = 2**63
_COMPARED: Final = re.compile(r"(?P<sign>>=|<=|>|<)(?P<end>.*)", re.DOTALL)
_BETWEEN: Final = re.compile(r"(?P<low_open>>?)(?P<low>.*?)\.\.(?P<high_open><?)(?P<high>.*)", re.DOTALL)
_WHOLE: Final = re.compile(r"-?[0-9]{1,20}")
_CLASS: Final = re.compile(r"(?P<digits>[0-9]{1,18})(?P<any>[xX]{1,18})")
_NUMBER: Final = re.compile(r"(?P<whole>-?[0-9]+)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_DURATION: Final = re.compile(r"(?P<number>[0-9]+(?:\.[0-9]+)?)(?P<unit>us|µs|ms|s|m)")
_UNITS_US: Final = {**dict(UNITS), "µs": 1}
_REFERENCE_US: Final = 1_767_225_600_000_000
"""A moment that dates are tried at, to see whether they can be read at all: the start of 2026."""


def read_value(field: str, kind: Kind, pieces: Pieces) -> Value:
    """One value of a field. Raises `UsageError` when the field takes no such value."""
    written = "".join(text for text, _ in pieces)
    value = _READERS[kind](field, written, pieces)
    if field in CLOSED and not any(test(value, known, kind) for known in CLOSED[field]):
        near = near_miss(written, CLOSED[field])  # a slip alone: what is like `remove` is `restore`
        hint = f"did you mean {near}?" if near else f"{field}: takes {', '.join(CLOSED[field])}"
        raise UsageError(f"{field}: takes no {written!r}", hint=hint)
    return value


def _is_literal(pieces: Pieces) -> bool:
    return any(quoted for _, quoted in pieces)


def _text(field: str, written: str, pieces: Pieces) -> Value:
    """Text: quoted it is literal, a bare `*` is any run of characters."""
    stars = any("*" in text for text, quoted in pieces if not quoted)
    if not stars:
        return _plain(field, written, pieces)
    if not written.strip("*"):
        return Exists()
    if any("*" in text for text, quoted in pieces if quoted):
        raise UsageError(
            "a quoted * is a star, and cannot stand in a pattern", hint="leave out the other * or the quotes"
        )
    return Wild(written)


def _plain(field: str, written: str, pieces: Pieces) -> Value:
    if not pieces[0][1] and written[0] in "<>":
        raise UsageError(
            f"{field} has no order, and {written[0]} is for numbers and durations",
            hint=f"write {field}:{quote(written)} for the text itself",
        )
    return Exactly(written)


def _address(field: str, written: str, pieces: Pieces) -> Value:
    if _is_literal(pieces) or "*" in written:
        return _text(field, written, pieces)
    if is_false_address(written):
        hint = f"part of one is {field}:10.1.*; for the text itself write {field}:{quote(written)}"
        raise UsageError(f"{written} is no address", hint=hint)
    if "/" not in written:
        return _text(field, written, pieces)
    try:
        return Network(unmapped(ip_network(written)))
    except ValueError:
        raise UsageError(f"{written} is no network", hint=_network_hint(written)) from None


def _network_hint(written: str) -> str:
    try:
        network = ip_interface(written).network
    except ValueError:
        return "write it like 10.0.0.0/8 or 2001:db8::/32"
    return f"the network is {network}; for the one address write {written.partition('/')[0]}"


def _number(field: str, written: str, pieces: Pieces) -> Value:
    if written == "*":
        return Exists()
    if found := _CLASS.fullmatch(written):
        size = 10 ** len(found["any"])
        low = int(found["digits"]) * size
        return Range(low, low + size - 1)
    number = _whole(written)
    if number is not None:
        return Range(number, number)
    read = _range(written, _whole)
    if read is None:
        raise UsageError(f"{field} is a number, not {written!r}", hint=_NUMBER_HINTS[field])
    return read


_NUMBER_HINTS: Final = {
    "status": "write status:404, status:4xx, status:>=400 or status:200..299",
    "seq": "write seq:100, seq:>=100 or seq:100..200",
}


def _whole(text: str) -> int | None:
    number = int(text) if _WHOLE.fullmatch(text) else None
    return None if number is None or abs(number) >= MAX_NUMBER else number


def _duration(field: str, written: str, pieces: Pieces) -> Value:
    if written == "*":
        return Exists()
    us = _microseconds(written)
    read = _range(written, _microseconds) if us is None else Range(us, us)
    if read is None:
        bare = written.lstrip("<>=")
        hint = (
            f"write {field}:{written}ms, {field}:{written}s" if bare.isdecimal() else "write took:>500ms or took:1s..5s"
        )
        raise UsageError(f"{written!r} is no duration; its unit is one of us, ms, s, m", hint=hint)
    return read


def _microseconds(text: str) -> int | None:
    if text == "0":
        return 0
    found = _DURATION.fullmatch(text)
    if found is None:
        return None
    from fractions import Fraction

    exact = Fraction(found["number"]) * _UNITS_US[found["unit"]]
    return int(exact) if exact.denominator == 1 and exact < MAX_NUMBER else None


def _path(field: str, written: str, pieces: Pieces) -> Value:
    """Text, and numbers where an order is asked for."""
    if _is_literal(pieces):
        return _text(field, written, pieces)
    read = _range(written, _any_number)
    if read is not None:
        return read
    if written[0] in "<>":
        raise UsageError(
            f"{written!r} compares with no number", hint=f"write {field}:{quote(written)} for the text itself"
        )
    return _text(field, written, pieces)


def _any_number(text: str) -> int | float | None:
    found = _NUMBER.fullmatch(text)
    if found is None:
        return None
    number = int(text) if found["whole"] == text else float(text)
    return number if isinstance(number, int) or math.isfinite(number) else None


def _range(written: str, number: Callable[[str], int | float | None]) -> Range | None:
    """A comparison or a range of what `number` can read; None when it is neither."""
    read = _comparison(written, number) or _between(written, number)
    if read and read.low is not None and read.high is not None and read.low > read.high:
        raise UsageError(f"the range {written} is upside down", hint="write the smaller end first")
    return read


def _comparison(written: str, number: Callable[[str], int | float | None]) -> Range | None:
    found = _COMPARED.fullmatch(written)
    end = number(found["end"]) if found else None
    if found is None or end is None:
        return None
    is_open = len(found["sign"]) == 1
    if found["sign"][0] == ">":
        return Range(low=end, low_open=is_open)
    return Range(high=end, high_open=is_open)


def _between(written: str, number: Callable[[str], int | float | None]) -> Range | None:
    found = _BETWEEN.fullmatch(written)
    if found is None:
        return None
    low, high = number(found["low"]), number(found["high"])
    unread = (low is None and (found["low"] or found["low_open"])) or (
        high is None and (found["high"] or found["high_open"])
    )
    if unread or (low is None and high is None):
        return None
    return Range(low, high, bool(found["low_open"]), bool(found["high_open"]))


def _time(field: str, written: str, pieces: Pieces) -> Value:
    ends = [end for end in written.split("..", 1) if end]
    if not ends:
        raise UsageError(f"{field} needs a date", hint=f"write it like {EXAMPLES}")
    if ".." in written and field != "on":
        raise UsageError(f"{field} takes one date, not {written}", hint=f"a period is on:{written}")
    if field == "on" and ".." not in written and is_relative(written):
        raise UsageError(f"{written} is a moment, not a day", hint=f"for the last {written} write since:{written}")
    spans = [_tried(end) for end in ends]
    if _is_upside_down(ends, spans):
        raise UsageError(f"{written} ends before it begins", hint="write the earlier date first")
    return _span(field, written, spans) if all(map(names_zone, ends)) else When(written)


def _tried(text: str) -> tuple[int, int]:
    return parse_span(text, _REFERENCE_US, "UTC")


def _is_upside_down(ends: list[str], spans: list[tuple[int, int]]) -> bool:
    """Whether a period ends before it begins, as far as that hangs neither on the clock nor on the zone.

    One between moments with a zone may be empty: that is how a frozen period that had no days is written.
    """
    zoned = set(map(names_zone, ends))
    if len(ends) == 1 or len(zoned) > 1 or not all(end[0].isdigit() and not is_relative(end) for end in ends):
        return False
    (start, _), (_, end) = spans
    return end < start if zoned == {True} else end <= start


def _span(field: str, written: str, spans: list[tuple[int, int]]) -> Span:
    """The span of texts that name their zone themselves."""
    start: int | None = spans[0][0]
    end: int | None = spans[-1][1]
    if field == "since" or written.endswith(".."):
        end = None
    if field == "until" or written.startswith(".."):
        start = None
    return Span(start, end)


def _flag(field: str, written: str, pieces: Pieces) -> Value:
    known, other = (IS, HAS) if field == "is" else (HAS, IS)
    name = canonical(written)
    name = written.lower() if name not in known else name
    if name in known:
        return Exactly(name)
    allowed = f"{field}: takes {', '.join(known)}"
    if name in other:
        raise UsageError(
            f"{field}: takes no {written!r}", hint=f"did you mean {'has' if field == 'is' else 'is'}:{name}?"
        )
    raise UsageError(f"{field}: takes no {written!r}", hint=did_you_mean(written, known, allowed))


_READERS: Final[dict[Kind, Callable[[str, str, Pieces], Value]]] = {
    Kind.TEXT: _text,
    Kind.ADDRESS: _address,
    Kind.NUMBER: _number,
    Kind.DURATION: _duration,
    Kind.PATH: _path,
    Kind.TIME: _time,
    Kind.FLAG: _flag,
}

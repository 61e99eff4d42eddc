"""One JSON text to a value: quick where it is plain, careful where it is odd."""

from __future__ import annotations

import json
import re
from typing import Any, Final

import msgspec

from auditui.formats.records import MAX_DEPTH, Value

_decode: Final = msgspec.json.Decoder().decode
_encode: Final = msgspec.json.Encoder().encode

BRACKETS: Final = re.compile(rb'"(?:[^"\\]++|\\.)*+"|([{\[])|([}\]])', re.DOTALL)
LARGEST: Final = 2**63


class MalformedError(ValueError):
    """The text is no JSON; the message says where and why."""


def decode(data: bytes) -> tuple[Any, tuple[str, ...]]:
    """The value, and flags of what had to be mended on the way.

    Of repeated keys the last one counts; the others stay under `key#1`, `key#2`. Numbers that are not
    finite or beyond 64 bits are text. Raises `MalformedError`.
    """
    try:
        value = _decode(data)
        again = _encode(value)
    except (msgspec.MsgspecError, UnicodeDecodeError, OverflowError, RecursionError):
        return decode_odd(data)
    if again != data and _may_repeat_a_key(data, again):
        return decode_odd(data)
    if data.count(b"{") + data.count(b"[") > MAX_DEPTH and _is_too_deep(value):
        raise MalformedError(f"nested deeper than {MAX_DEPTH} levels")
    return value, ()


def _may_repeat_a_key(data: bytes, again: bytes) -> bool:
    """Whether a text may hold a key twice, given how its value is written: then that has fewer quotes.

    Only an escape by number may become one more of them, and make up for that; the careful way decides there.
    """
    return data.count(b'"') != again.count(b'"') or b"\\u00" in data


def _is_too_deep(value: Value) -> bool:
    """Whether a value is nested deeper than `MAX_DEPTH`; level by level, a good deal quicker than from its text."""
    level = list(filter(_is_container, [value]))
    for _ in range(MAX_DEPTH):
        level = [
            inner
            for one in level
            for inner in (one.values() if one.__class__ is dict else one)
            if inner.__class__ is dict or inner.__class__ is list
        ]
        if not level:
            return False
    return bool(level)


def _is_container(value: Value) -> bool:
    return value.__class__ is dict or value.__class__ is list


def depth_of(data: bytes) -> int:
    """The deepest nesting of brackets outside of strings."""
    depth = deepest = 0
    for found in BRACKETS.finditer(data):
        if found[1]:
            depth += 1
            deepest = max(deepest, depth)
        elif found[2]:
            depth -= 1
    return deepest


def left_open(data: bytes) -> int:
    """How many brackets outside of strings are opened and not closed."""
    found = list(BRACKETS.finditer(data))
    return sum(1 for one in found if one[1]) - sum(1 for one in found if one[2])


def decode_odd(data: bytes) -> tuple[Any, tuple[str, ...]]:
    """The careful way: bad UTF-8, lone surrogates, control characters, NaN, huge numbers, repeated keys."""
    flags: set[str] = set()
    if depth_of(data) > MAX_DEPTH:
        raise MalformedError(f"nested deeper than {MAX_DEPTH} levels")
    try:
        text = data.decode()
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace")
        flags.add("bad-utf8")

    def one_object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(pairs)
        if len(made) < len(pairs):
            flags.add("duplicate-key")
            _keep_earlier(made, pairs)
        return made

    try:
        value = json.loads(
            text,
            object_pairs_hook=one_object,
            parse_int=whole_number,
            parse_float=decimal_number,
            parse_constant=str,
            strict=False,
        )
    except json.JSONDecodeError as error:
        problem = error.msg.lower().removesuffix(" at").removesuffix(" starting")
        raise MalformedError(f"not JSON: {problem} at character {error.pos + 1}") from error
    except RecursionError as error:
        raise MalformedError(f"nested deeper than {MAX_DEPTH} levels") from error
    return value, tuple(sorted(flags))


def _keep_earlier(made: dict[str, Any], pairs: list[tuple[str, Any]]) -> None:
    last = {key: place for place, (key, _) in enumerate(pairs)}
    times: dict[str, int] = {}
    for place, (key, value) in enumerate(pairs):
        if last[key] != place:
            times[key] = times.get(key, 0) + 1
            made.setdefault(f"{key}#{times[key]}", value)


def whole_number(digits: str) -> int | str:
    """The number that digits stand for; themselves where it is beyond 64 bits."""
    if len(digits) > 20:  # noqa: PLR2004  # no 64-bit number is longer; int() of thousands of digits is slow, or refused
        return digits
    number = int(digits)
    return number if -LARGEST <= number < LARGEST else digits


def decimal_number(digits: str) -> float | str:
    """The number that digits stand for; themselves where it is not finite."""
    number = float(digits)
    return digits if number in (float("inf"), float("-inf")) else number

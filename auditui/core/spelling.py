"""The canonical spelling of words, fields and values: what `str(query)` is made of.

Whatever could be read in another way is quoted, so that every text survives, however hostile.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from auditui.core.fields import Kind, kind_of, split_path
from auditui.core.text import spelled_out
from auditui.core.times import MAX_US, clamped, rfc3339
from auditui.core.values import Exactly, Exists, Network, Range, Span, Value, When, Wild, is_false_address

OPERATORS: Final = ("AND", "OR", "NOT")
UNITS: Final = (("m", 60_000_000), ("s", 1_000_000), ("ms", 1_000), ("us", 1))
"""Units of durations in microseconds, largest first."""

_CLASSES: Final = {Range(low * 100, low * 100 + 99): f"{low}xx" for low in range(1, 10)}
"""Hundreds of status codes as people call them."""
_PLAIN_WORD: Final = re.compile(r'(?!-)[^\s"():]+')
_PLAIN_VALUE: Final = re.compile(r'(?![<>])[^\s"(),*]+')
_PLAIN_PATH: Final = re.compile(r'[^\s"():]+')


def quote(text: str) -> str:
    r"""A literal text in double quotes, printable in one line: what acts on a terminal or hides is `\u{1b}`."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{spelled_out(escaped)}"'


def _is_plain(pattern: re.Pattern[str], text: str) -> bool:
    """Whether a text is what it says without quotes: no sign of the language in it, and nothing unprintable."""
    return pattern.fullmatch(text) is not None and spelled_out(text) == text


def spell_text(needle: str) -> str:
    """Free text: a bare word where it can be nothing else."""
    plain = _is_plain(_PLAIN_WORD, needle) and needle not in OPERATORS and needle != "*"
    return needle if plain else quote(needle)


def spell_field(field: str) -> str:
    """A canonical field name; a path below `details.`, `before.` or `after.` is quoted where it has to be."""
    below = split_path(field)
    if below is None or _is_plain(_PLAIN_PATH, below[1]):
        return field
    return f"{below[0]}.{quote(below[1])}"


def spell_term(field: str, values: tuple[Value, ...]) -> str:
    """One term: `field:value,value`."""
    return f"{spell_field(field)}:{','.join(spell_value(field, value) for value in values)}"


def spell_value(field: str, value: Value) -> str:
    """One value as it stands behind `field:`."""
    return _SPELLERS[type(value)](value, field)


_OTHERWISE: Final = {Kind.PATH: "..", Kind.ADDRESS: "/"}
"""What makes a bare value of a kind something else than text."""


def _literal(text: str, field: str) -> str:
    otherwise = _OTHERWISE.get(kind_of(field))
    is_plain = _is_plain(_PLAIN_VALUE, text) and not (otherwise and otherwise in text)
    return text if is_plain else quote(text)


def _exactly(value: Exactly, field: str) -> str:
    if kind_of(field) is Kind.ADDRESS and is_false_address(value.text):
        return quote(value.text)
    return _literal(value.text, field)


def _wild(value: Wild, field: str) -> str:
    return "*".join(piece and _literal(piece, field) for piece in value.pattern.split("*"))


def _exists(value: Exists, field: str) -> str:
    return "*"


def _network(value: Network, field: str) -> str:
    return str(value.network)


def _when(value: When, field: str) -> str:
    return _literal(value.text, field)


def _range(value: Range, field: str) -> str:
    kind = kind_of(field)
    if field == "status" and value in _CLASSES:
        return _CLASSES[value]
    spell = spell_duration if kind is Kind.DURATION else str
    if value.low is None:
        return f"<{'' if value.high_open else '='}{spell(value.high)}"
    if value.high is None:
        return f">{'' if value.low_open else '='}{spell(value.low)}"
    is_one = value.low == value.high and not value.low_open and not value.high_open
    if is_one and kind is not Kind.PATH:
        return spell(value.low)
    return f"{'>' * value.low_open}{spell(value.low)}..{'<' * value.high_open}{spell(value.high)}"


def spell_duration(us: int | float | None) -> str:
    """Microseconds in the largest unit that is exact: `500ms`, `90s`."""
    whole = int(us or 0)
    unit, size = next(((unit, size) for unit, size in UNITS if whole and whole % size == 0), UNITS[-1])
    return f"{whole // size}{unit}"


_STEPS: Final = ((1_000_000, 0), (1_000, 3), (1, 6))
"""Units of time that a text can end with: microseconds, and the digits behind the point that say so."""


def _span(value: Span, field: str) -> str:
    start = None if value.start_us is None else clamped(value.start_us)
    end = None if value.end_us is None else clamped(value.end_us - 1) + 1
    between = ".." if field == "on" else ""
    if start is None:
        return between + _last_moment(MAX_US + 1 if end is None else end)
    if end is None:
        return rfc3339(start) + between
    for step, digits in _STEPS:
        if end - start == step and start % step == 0:
            return rfc3339(start, digits)
    return f"{rfc3339(start)}..{_last_moment(end)}"


def _last_moment(end_us: int) -> str:
    step, digits = next((step, digits) for step, digits in _STEPS if end_us % step == 0)
    return rfc3339(end_us - step, digits)


_SPELLERS: Final[dict[type, Callable[..., str]]] = {
    Exactly: _exactly,
    Wild: _wild,
    Exists: _exists,
    Range: _range,
    Network: _network,
    When: _when,
    Span: _span,
}

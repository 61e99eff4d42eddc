"""YAML in cells: how Ruby on Rails keeps what changed, and the whole object beside it; a line each for old and new.

The library only cuts the text into marks; values are made here, so that no tag of a file makes an object of anything.
"""

from __future__ import annotations

import base64
import binascii
import copy
import re
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any, Final, NamedTuple

from auditui.formats.json_decode import decimal_number, whole_number
from auditui.formats.records import MAX_DEPTH, Value

LONGEST: Final = 1 << 20
"""Characters; a longer cell stays text."""
MOST_VALUES: Final = 20_000
"""Values in one cell, those that aliases repeat counted each time: nine lines of them could be a billion."""

NULLS: Final = frozenset({"", "~", "null", "Null", "NULL"})
TRUTHS: Final = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
WHOLE: Final = re.compile(r"[-+]?(?:0|[1-9]\d*)", re.ASCII)
DECIMAL: Final = re.compile(r"[-+]?(?:\d+\.\d*|\.\d+|\d+(?=[eE]))(?:[eE][-+]?\d+)?", re.ASCII)
SYMBOL: Final = re.compile(r":[^\W\d]\w*[?!=]?")
"""How Ruby writes a name: `:active`."""
PRECISE: Final = re.compile(r"(?:\d+:)?(-?[\d.]{1,40}(?:[eE][-+]?\d{1,2})?)", re.ASCII)
"""A decimal number of Ruby, behind its precision."""
TIME: Final = re.compile(r"!ruby/object:(?:ActiveSupport::TimeWithZone|DateTime|Time)")
BESIDE: Final = re.compile(r"!ruby/(?:hash-with-ivars|object:ActionController::Parameters)\b.*", re.DOTALL)
WITHIN: Final = ("elements", "parameters")
"""Where the hash is, in those that Ruby keeps variables of its own beside."""
BINARY: Final = frozenset({"!binary", "tag:yaml.org,2002:binary"})
STANDARD: Final = frozenset(f"tag:yaml.org,2002:{name}" for name in ("int", "float", "bool", "null"))


class UnreadError(ValueError):
    """A text that is not taken for YAML, or holds too much."""


def looks_like_yaml(text: str) -> bool:
    """Whether a text begins as documents of YAML do; a line of dashes and a diff may."""
    return text.startswith(("---\n", "--- ", "---\r\n"))


def yaml_in(text: str) -> dict[str, Any] | list[Any] | None:
    """The object or list that a document of YAML spells out; None for anything else, and for what is too much."""
    if len(text) > LONGEST:
        return None
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    building = _Building()
    try:
        for event in yaml.parse(text, Loader=loader):
            building.take(event)
    except (yaml.YAMLError, ValueError):  # of a lone surrogate, too
        return None
    return building.value if isinstance(building.value, dict | list) else None


@dataclass(slots=True)
class _Open:
    """An object or list whose end has not been read: its tag, its parts (keys and values in turn), its depth."""

    is_object: bool
    tag: str
    anchor: str | None
    before: int
    parts: list[Any] = field(default_factory=list)
    height: int = 1


class _Kept(NamedTuple):
    """What an alias stands for: how many values it holds, and how deep."""

    value: Value
    size: int
    height: int


class _Building:
    """Makes plain values of the marks that a text of YAML is cut into. Raises `UnreadError`."""

    def __init__(self) -> None:
        self.value: Value = None
        self._open: list[_Open] = []
        self._anchors: dict[str, _Kept] = {}
        self._count = 0
        self._documents = 0

    def take(self, event: Any) -> None:  # noqa: ANN401  the kinds of the library differ in what they have
        """Take the next mark."""
        kind = event.__class__.__name__
        if kind in {"MappingStartEvent", "SequenceStartEvent"}:
            is_object = kind == "MappingStartEvent"
            self._open.append(_Open(is_object, event.tag or "", event.anchor, self._count))
            self._check(0)
        elif kind in {"MappingEndEvent", "SequenceEndEvent"}:
            self._close(self._open.pop())
        elif kind == "ScalarEvent":
            self._add(_name(event) if self._is_at_key else _scalar(event), event.anchor, 1, 0)
        elif kind == "AliasEvent":
            self._repeat(event.anchor)
        elif kind == "DocumentStartEvent":
            self._documents += 1
            if self._documents > 1:
                raise UnreadError("several documents")

    @property
    def _is_at_key(self) -> bool:
        return bool(self._open) and self._open[-1].is_object and len(self._open[-1].parts) % 2 == 0

    def _check(self, height: int) -> None:
        if self._count > MOST_VALUES or len(self._open) + height > MAX_DEPTH:
            raise UnreadError("too many values, or too deep")

    def _repeat(self, anchor: str) -> None:
        kept = self._anchors.get(anchor)
        if kept is None:
            raise UnreadError("an alias of what is not there, or of what it is in")
        self._count += kept.size - 1
        self._check(kept.height)
        self._add(copy.deepcopy(kept.value), None, kept.size, kept.height)

    def _close(self, ended: _Open) -> None:
        value = _object(ended) if ended.is_object else ended.parts
        self._add(value, ended.anchor, self._count - ended.before + 1, ended.height)

    def _add(self, value: Value, anchor: str | None, size: int, height: int) -> None:
        self._count += 1
        self._check(height)
        if anchor is not None:
            self._anchors[anchor] = _Kept(value, size, height)
        if not self._open:
            self.value = value
            return
        around = self._open[-1]
        if self._is_at_key and not isinstance(value, str):
            raise UnreadError("a key that is no text")
        around.parts.append(value)
        around.height = max(around.height, height + 1)


def _object(ended: _Open) -> Value:
    """An object; a time that is written as one is the text of that time."""
    keys = ended.parts[::2]
    made = dict(zip(keys, ended.parts[1::2], strict=True))
    if len(made) < len(keys):
        raise UnreadError("a key stands there twice")
    if TIME.fullmatch(ended.tag):
        return next((made[key] for key in ("utc", "time") if isinstance(made.get(key), str)), made)
    if BESIDE.fullmatch(ended.tag):
        return next((made[key] for key in WITHIN if isinstance(made.get(key), dict)), made)
    return made


def _name(event: Any) -> str:  # noqa: ANN401  as above
    text: str = event.value
    return text[1:] if event.implicit[0] and SYMBOL.fullmatch(text) else text


def _scalar(event: Any) -> Value:  # noqa: ANN401  as above
    """What a scalar says: by its tag, by its look where it stands bare, else its text."""
    text: str = event.value
    if event.tag in BINARY:
        return _decoded(text)
    if event.tag == "!ruby/object:BigDecimal":
        return _precise(text)
    return _plain(text) if event.implicit[0] or event.tag in STANDARD else text


def _plain(text: str) -> Value:
    """A bare word. Times stay texts, and so do `yes`, `010` and `12:30`, which older YAML takes for other things."""
    if text in NULLS:
        return None
    if text in TRUTHS:
        return TRUTHS[text]
    if WHOLE.fullmatch(text):
        return whole_number(text)
    if DECIMAL.fullmatch(text):
        return decimal_number(text)
    return text[1:] if SYMBOL.fullmatch(text) else text


def _decoded(text: str) -> str:
    """Text that Ruby took for bytes; what is none stays base64."""
    try:
        return base64.b64decode(text).decode()
    except (binascii.Error, UnicodeDecodeError):
        return text


def _precise(text: str) -> str:
    """`27:0.1999e2` as `19.99`."""
    found = PRECISE.fullmatch(text)
    try:
        return format(Decimal(found[1]), "f") if found else text
    except InvalidOperation:
        return text

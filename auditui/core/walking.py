"""One way through a value of any depth, past all its secrets: what names say of what stands under them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final, TypeAlias, TypeVar, cast

from auditui.core.event import Json
from auditui.core.hiding import hides, redacted
from auditui.core.secret_commands import command_places, may_command
from auditui.core.secret_lists import CHANGE, are_pairs, option_places, valued_places
from auditui.core.secret_names import Kind
from auditui.core.words import split_words, word_set

if TYPE_CHECKING:
    from auditui.core.redact import Redactor

Key = TypeVar("Key")
Judged = TypeVar("Judged")
Call: TypeAlias = tuple[str, str]

_MAX_REMEMBERED: Final = 1 << 14  # names and shapes already judged; hostile logs never repeat one
_MAX_SHAPE: Final = 256
_SEVERAL: Final = frozenset({dict, list, tuple})
_SMALL: Final = 1 << 62  # whole numbers that fit everywhere
NAMING: Final = word_set(
    "name key field fieldname property propertyname attribute attributename param parameter parametername "
    "option setting parameterkey optionname settingname variable variablename keyname header headername column "
    "columnname"
)
_TYPING: Final = word_set("type credentialtype")
"""Keys that say what a value beside them is, and of nothing else: `{"type": "password", "value": "x"}`."""
_WHOLE_VALUE: Final = frozenset({"value", "values", "Value", "secretData"})
_PROGRAM: Final = word_set("command cmd entrypoint program executable exe process path image")
_ARGUMENTS: Final = word_set("args arguments argv parameters params cmdline commandline")
"""Keys under which the words of a command stand, apart from the program that is called."""
_VALUING: Final = word_set("value values data content before after old new from to was now")
_CHANGED: Final = word_set("subject item label what element entry")
"""Keys that name what was changed where its two sides stand beside them."""
_OLD_SIDES: Final = word_set(
    "old from before was previous prev prior original orig initial left lhs alt vorher removed"
)
_NEW_SIDES: Final = word_set(
    "new to after now current curr next updated modified changed final resulting right rhs neu nachher added"
)
_MAILED: Final = word_set("from to From To")
"""Sides that a message with a subject has, too."""
_BEHIND_SIDES: Final = word_set("value values val string data state text")
_XML_TEXT: Final = re.compile(r"_|[#$@_]{1,2}(?:text|content|value|cdata(?:-section)?|t)")
_XML_ATTRIBUTES: Final = re.compile(r"[$@]|[#$@_]{1,2}(?:attributes|attrs?)")
"""What readers of XML call the text and the attributes of an element, in lower case."""


class Shape:
    """How objects with one set of keys are gone through: each key made safe, and what it says."""

    __slots__ = ("call", "decided", "entries", "naming")

    def __init__(
        self, entries: tuple[tuple[str, Kind], ...], naming: tuple[str, ...], call: Call | None, *, decided: bool
    ) -> None:
        self.entries = entries
        self.call = call
        """The keys of a program and of the words that it was called with."""
        self.decided = decided
        """Whether the keys alone decide; else values or the place have a say."""
        self.naming = naming
        """The keys whose value may be the name of a secret (`{"name": "password", "value": "x"}`)."""


class Walk:
    """One way through a value: what is kept of each part. `leaf`, `hide` and `without` say what becomes of scalars."""

    __slots__ = ("_redactor", "_shapes", "known")

    def __init__(self, redactor: Redactor) -> None:
        self._redactor = redactor
        self._shapes = redactor.shapes
        self.known = redactor.known

    def fresh(self, text: str) -> str:
        """What is kept of a text that is not known."""
        return self._redactor.text(text)

    def leaf(self, value: object) -> Json:
        """What is kept of a key or scalar that is not a secret, or of what lies deeper than is gone into."""
        return self.fresh(value) if isinstance(value, str) else cast("Json", value)

    def hide(self, value: object) -> Json:
        """What is kept of a secret, and of bytes."""
        return redacted(value)

    def without(self, _text: object, kept: str) -> Json:
        """What is kept of a text that part of was found to be a secret."""
        return kept

    def walk(self, value: object, *, secret: bool, room: int = 1 << 30, path: str = "") -> Json:
        """Go through a value.

        Args:
            value: Anything that JSON can say, tuples and bytes too.
            secret: What the name says that it stands under.
            room: Levels of objects and lists to go into.
            path: The keys above, a dot behind each; kept up only while some exception is a path.
        """
        if isinstance(value, dict) and room:
            return self._object(value, secret, room - 1, path)
        if isinstance(value, (list, tuple)) and room:
            return self._list(value, secret, room - 1, path)
        if secret or isinstance(value, (bytes, bytearray, memoryview)):
            return self.hide(value)
        return self.leaf(value)

    def _list(self, value: Sequence[object], secret: bool, room: int, path: str) -> list[Json]:
        first = type(value[0]) if value and not secret else None
        if first is not str:
            if (first is list or first is tuple) and are_pairs(value):
                return [self._pair(cast("Sequence[object]", inner), room, path) for inner in value]
            return [self.walk(inner, secret=secret, room=room, path=path) for inner in value]
        if (len(value) % 2 == 0 or len(value) == CHANGE) and self._redactor.may_name(value[::2]):
            return self._worded(value, room, path, in_turn=True)
        if may_command(cast("str", value[0])):
            return self._worded(value, room, path, in_turn=False)
        known, fresh = self.known, self.fresh
        result: list[Json] = []
        for inner in value:  # as in `_object`, most is decided here
            if type(inner) is not str:
                result.append(self.walk(inner, secret=False, room=room, path=path))
            elif inner[:1] == "-":
                return self._worded(value, room, path, in_turn=False)
            else:
                result.append(inner if inner in known else fresh(inner))
        return result

    def _worded(self, value: Sequence[object], room: int, path: str, *, in_turn: bool) -> list[Json]:
        """A list in which items name the ones behind them: `["--password", "x"]`, or `["password", "x"]`."""
        hidden = option_places(value, self._redactor.is_secret)
        if in_turn:
            hidden |= valued_places(value, self._redactor.names_secret)
        kept = command_places(value)
        return [
            self.without(inner, kept[place])
            if place in kept
            else self.walk(inner, secret=place in hidden, room=room, path=path)
            for place, inner in enumerate(value)
        ]

    def _pair(self, pair: Sequence[object], room: int, path: str) -> Json:
        """A name and its value, one of a list of such."""
        secret = self._redactor.names_secret(pair[0]) and room > 0
        if not secret:
            return self.walk(pair, secret=False, room=room, path=path)
        name, value = pair
        return [self.leaf(name), self.walk(value, secret=True, room=room - 1, path=path)]

    def _object(self, value: dict[object, object], secret: bool, room: int, path: str) -> dict[str, Json]:
        if not value:
            return {}
        shape = self._shapes.get((secret, tuple(value)))
        if shape is None or not shape.decided:
            shape = self._shape_here(shape or self._shape(value, secret), value, path)
        if shape.call is not None:
            value = self._called(value, *shape.call)
        known, fresh = self.known, self.fresh
        tracked = self._redactor.excepts_paths
        result: dict[str, Json] = {}
        for (name, kind), inner in zip(shape.entries, value.values(), strict=True):
            # Most of what logs hold is decided in this loop, since a call costs more than the decision.
            if kind:
                below = f"{path}{name}." if tracked else ""
                if kind is Kind.SECRET_ALONE and type(inner) in _SEVERAL:
                    result[name] = self._credentials(inner, room, below)
                else:
                    result[name] = self.walk(inner, secret=hides(kind, inner), room=room, path=below)
            elif type(inner) is str:
                result[name] = inner if inner in known else fresh(inner)
            elif inner is None or (type(inner) is int and -_SMALL < inner < _SMALL):
                result[name] = inner
            elif type(inner) is dict and room:
                result[name] = self._object(inner, False, room - 1, f"{path}{name}." if tracked else "")
            else:
                result[name] = self.walk(inner, secret=False, room=room, path=f"{path}{name}." if tracked else "")
        return result

    def _shape_here(self, shape: Shape, value: dict[object, object], path: str) -> Shape:
        """The shape of this one object, where its values or its place change what its keys say."""
        entries = shape.entries
        if shape.naming and (said := self._said_by_names(value, shape.naming)):
            sides = _sides_in(map(str, value))
            entries = tuple(_with_kind(entry, said, sides) for entry in entries)
        if shape.naming and self._types_secret(value, shape.naming):
            entries = tuple(_as_value(entry) for entry in entries)
        if self._redactor.excepts_paths:
            excepts = self._redactor.excepts
            entries = tuple((name, Kind.PLAIN if excepts(path + name) else kind) for name, kind in entries)
        return Shape(entries, (), shape.call, decided=False)

    def _shape(self, value: dict[object, object], secret: bool) -> Shape:
        kept: dict[str, Kind] = {}
        naming: list[str] = []
        sides = _sides_in(map(str, value))
        for key in value:
            name = key if isinstance(key, str) else str(key)
            kind = Kind.SECRET if secret and name in sides else self._redactor.kind_below(secret, name)
            kept[_free(cast("str", self.leaf(name)), kept)] = kind
            if _may_name(name, value, sides):
                naming.append(name)
        names = tuple(naming) if len(value) > 1 else ()
        decided = not names and not self._redactor.excepts_paths
        shape = Shape(tuple(kept.items()), names, _call_in(value), decided=decided)
        keys = tuple(value)
        if len(keys) <= _MAX_SHAPE and self.known.issuperset(kept):  # else a key is mended, and flagged, each time
            remember(self._shapes, (secret, keys), shape)
        return shape

    def _said_by_names(self, value: Mapping[object, object], naming: tuple[str, ...]) -> Kind:
        """What `{"name": "password", "value": "x"}` says of the value; a Kubernetes secret of its data."""
        for key in naming:
            said = value.get(key)
            if isinstance(said, Mapping):  # the attributes of an element of XML
                said = next((inner for name, inner in said.items() if plain_key(str(name)) in NAMING), None)
            if not isinstance(said, str) or plain_key(key) in _TYPING:
                continue
            kind = (
                self._redactor.kind(said) if key.lower() != "kind" else Kind.SECRET if said == "Secret" else Kind.PLAIN
            )
            if kind:
                return kind
        return Kind.PLAIN

    def _types_secret(self, value: Mapping[object, object], naming: tuple[str, ...]) -> bool:
        types = [value.get(key) for key in naming if plain_key(key) in _TYPING]
        return any(isinstance(said, str) and self._redactor.kind(said).covers for said in types)

    def _called(self, value: dict[object, object], program: str, arguments: str) -> dict[object, object]:
        """An object whose words of a command, apart from the program, have no secrets any more."""
        named, given = value[program], value[arguments]
        words = named if isinstance(named, (list, tuple)) else str(named).split()
        if not any(type(word) is str and may_command(word) for word in words):
            return value
        if isinstance(given, (list, tuple)):
            kept = command_places([*words, *given])
            placed = enumerate(given, len(words))
            return {**value, arguments: [self.without(one, kept[at]) if at in kept else one for at, one in placed]}
        before = f"{' '.join(map(str, words))} "
        text = self._redactor.text(f"{before}{given}") if isinstance(given, str) else ""
        return {**value, arguments: self.without(given, text[len(before) :])} if text.startswith(before) else value

    def _credentials(self, value: object, room: int, path: str) -> Json:
        """What is kept of an object under `credentials`, or of a list of such: what they call their value is one."""
        if isinstance(value, (list, tuple)) and room:
            return [self._credentials(inner, room - 1, path) for inner in value]
        kept = self.walk(value, secret=False, room=room, path=path)
        if isinstance(value, dict) and isinstance(kept, dict):
            for key, inner in value.items():
                if isinstance(key, str) and key in kept and key in _WHOLE_VALUE:
                    kept[key] = self.walk(inner, secret=True, room=room - 1, path=path)
        return kept


def plain_key(name: str) -> str:
    """A key without what readers of XML put in front of attributes (`@Name`), and without `_`."""
    return name.lower().replace("_", "").lstrip("@#$-")


def _may_name(name: str, value: Mapping[object, object], sides: frozenset[str]) -> bool:
    """Whether the value under a key may name a secret; that of a patch of JSON is a path."""
    plain = plain_key(name)
    return (
        plain in NAMING
        or plain == "kind"
        or (plain in _TYPING and not _WHOLE_VALUE.isdisjoint(value))
        or (plain in _CHANGED and not sides <= _MAILED)
        or (name == "path" and "op" in value)
        or (plain.endswith(("key", "name")) and _value_beside(plain) in map(plain_key, map(str, value)))
        or _XML_ATTRIBUTES.fullmatch(name.lower()) is not None
    )


def _value_beside(plain: str) -> str:
    """What the value is called that a key like `config_key` or `meta_name` is the name of."""
    return f"{plain.removesuffix('key').removesuffix('name')}value"


def _sides_in(keys: Iterable[str]) -> frozenset[str]:
    """The keys of an object that are the sides of one change, where it has both (`previous`, `updated`)."""
    old: set[str] = set()
    new: set[str] = set()
    for key in keys:
        words = split_words(key)
        while len(words) > 1 and words[-1] in _BEHIND_SIDES:
            words.pop()
        if len(words) == 1 and (words[0] in _OLD_SIDES or words[0] in _NEW_SIDES):
            (old if words[0] in _OLD_SIDES else new).add(key)
    return frozenset(old | new) if old and new else frozenset()


def _call_in(value: Mapping[object, object]) -> Call | None:
    names = {key.lower().replace("_", ""): key for key in value if isinstance(key, str)}
    program = next((names[name] for name in names if name in _PROGRAM), None)
    arguments = next((names[name] for name in names if name in _ARGUMENTS), None)
    return (program, arguments) if program is not None and arguments is not None else None


def _with_kind(entry: tuple[str, Kind], said: Kind, sides: frozenset[str]) -> tuple[str, Kind]:
    name, kind = entry
    if kind:
        return entry
    words = split_words(name)
    is_value = (words and words[-1] in _VALUING) or name in sides or _XML_TEXT.fullmatch(name.lower())
    return (name, said) if is_value else entry


def _as_value(entry: tuple[str, Kind]) -> tuple[str, Kind]:
    return (entry[0], Kind.SECRET) if entry[0] in _WHOLE_VALUE else entry


def remember(seen: dict[Key, Judged], key: Key, found: Judged) -> None:
    """Keep a judgement, and never more than a bounded number of them."""
    if len(seen) >= _MAX_REMEMBERED:
        seen.clear()
    seen[key] = found


def _free(name: str, taken: Mapping[str, object]) -> str:
    """The name, or the next one that is free where two keys have become the same."""
    free, n = name, 1
    while free in taken:
        n += 1
        free = f"{name} ({n})"
    return free

"""Secrets and binary data never reach a file: what takes their place, and how they are found.

`tests/core/redaction_cases.py` is the contract, case by case. Names are judged in `secret_names`,
texts in `secret_text`. Redacting what is redacted changes nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, TypeVar, cast

from auditui.core.event import Json
from auditui.core.secret_lists import are_pairs, command_places, names_secret, option_places, valued_places
from auditui.core.secret_names import Kind, describes, kind_of
from auditui.core.secret_phrases import REDACTED
from auditui.core.secret_text import BINARY, harmless, redact_text, suspicious
from auditui.core.text import fold
from auditui.core.words import split_words, word_set

MAX_REJECT: Final = 1_048_576
"""Characters kept of a record that could not be read."""

Key = TypeVar("Key")
Judged = TypeVar("Judged")

_MAX_REMEMBERED: Final = 1 << 14  # names and shapes already judged; hostile logs never repeat one

_MAX_NAME: Final = 256  # characters; a longer name is judged by both ends, and not remembered
_MAX_SHAPE: Final = 256
_SMALL: Final = 1 << 62  # whole numbers that fit everywhere

_NO_SECRET: Final = re.compile(
    r"A(?:KIA|SIA|IDA|ROA|GPA|NPA|IPA|PKA|NVA|SCA)[A-Z0-9]{12,128}"
    r"|[\[<(](?:redacted|filtered|masked|hidden|removed|binary data)[\])>]|hmac-sha256:[0-9a-f]{64}",
    re.IGNORECASE,
)
_NAMING: Final = word_set(
    "name key field fieldname property propertyname attribute attributename param parameter parametername "
    "option setting"
)
_VALUING: Final = word_set("value values data content before after old new from to was now")


def redacted(value: object) -> Json:
    """What stands in the place of a secret.

    No secrets, whatever their name: null, empty text, access key ids, what the source itself left
    out (`[FILTERED]`), and the keyed hashes by which Vault lets people follow a token.
    """
    if isinstance(value, (bytes, bytearray, memoryview)):
        return BINARY
    if value is None or value == "" or (isinstance(value, str) and _NO_SECRET.fullmatch(value)):
        return cast("Json", value)
    return REDACTED


def hides(kind: Kind, value: object) -> bool:
    """Whether a value is to be hidden as a whole or, when it is an object or list, in all its parts."""
    return kind is Kind.SECRET or (kind is Kind.SECRET_ALONE and not _holds_several(value))


def _holds_several(value: object) -> bool:
    if isinstance(value, str) and value.lstrip()[:1] in {"{", "["}:
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            return False
    return isinstance(value, (dict, list, tuple))


class Redactor:
    """Takes secrets out of values and texts.

    `extra_keys` are names that are secrets here (`salary` is one in `base_salary` too, by words, as
    the built-in ones are); `exceptions` are names or dotted paths, compared whole and no matter the
    case, whose values stay although they look like secrets by name. Texts are looked through under
    any name.
    """

    def __init__(self, extra_keys: Iterable[str] = (), exceptions: Iterable[str] = ()) -> None:
        self._extra = tuple(words for words in map(split_words, extra_keys) if words)
        self._extra_start = re.compile("|".join(re.escape(words[0]) for words in self._extra)) if self._extra else None
        self.suspects = suspicious if self._extra_start is None else self._suspects
        """Whether a text may hold a secret; False is certain, and costs less than half a microsecond."""
        self._exceptions = frozenset(fold(name) for name in exceptions)
        self.excepts_paths = any("." in name for name in self._exceptions)
        """Whether a place decides too, so that `Walk` has to know where it is."""
        self._kinds: dict[str, Kind] = {}
        self._paths: dict[str, Kind] = {}
        self._unnamed: dict[str, None] = {}
        """Items of lists that are no names of secrets."""
        self.shapes: dict[tuple[bool, tuple[object, ...]], Shape] = {}
        """How objects with these keys are gone through; kept for `Walk`."""
        self.known: set[str] = set()
        """Short texts that every check lets through as they are; kept for `Walk`. No secret waits here in memory."""

    def kind(self, name: str) -> Kind:
        """What a key says about its value."""
        found = self._kinds.get(name)
        if found is None:
            found = self._judge(_shortened(name))
            if len(name) <= _MAX_NAME:
                remember(self._kinds, name, found)
        return found

    def _judge(self, name: str) -> Kind:
        if self._exceptions and self.excepts(name):
            return Kind.PLAIN
        words = split_words(name)
        if any(_holds(words, extra) for extra in self._extra):
            return Kind.SECRET
        return kind_of(name)

    def is_secret(self, name: str) -> bool:
        """Whether one value under this key is a secret."""
        return self.kind(name) is not Kind.PLAIN

    def may_name(self, items: Sequence[object]) -> bool:
        """Whether any of these items of a list names a secret."""
        for item in items:
            if type(item) is str and item not in self._unnamed:
                if self.names_secret(item):
                    return True
                if harmless(item):
                    remember(self._unnamed, item, None)
        return False

    def names_secret(self, item: object) -> bool:
        """Whether an item of a list is the name of a secret."""
        return names_secret(item, self.is_secret, any_name=bool(self._extra))

    def path_kind(self, path: str) -> Kind:
        """What the names on the way say about the value at a dotted path.

        An object with a secret name makes all below it secret, up to a name that only describes.
        """
        found = self._paths.get(path)
        if found is None:
            found = self._judge_path(path)
            if len(path) <= _MAX_NAME:
                remember(self._paths, path, found)
        return found

    def excepts(self, path: str) -> bool:
        """Whether the configuration says that the value at this dotted path is no secret."""
        return fold(path) in self._exceptions

    def _judge_path(self, path: str) -> Kind:
        if self._exceptions and self.excepts(path):
            return Kind.PLAIN
        kind = Kind.PLAIN
        for name in path.split("."):
            kind = self.kind_below(kind is Kind.SECRET, name)
        return kind or self.kind(path)

    def kind_below(self, inside_secret: bool, name: str) -> Kind:
        """What a key says, given whether the object that it is in is a secret."""
        kind = self.kind(name)
        return Kind.SECRET if kind is Kind.PLAIN and inside_secret and not describes(_shortened(name)) else kind

    def value(self, key_path: str, value: object) -> Json:
        """The value found at a key or dotted path, without its secrets. Null and empty text are no secrets."""
        secret = bool(key_path) and hides(self.path_kind(key_path), value)
        return Walk(self).walk(value, secret=secret, path=f"{key_path}." if key_path else "")

    def text(self, text: str) -> str:
        """The text without the secrets and the binary data in it."""
        if not self.suspects(text):
            return text
        found = self._json(text) if text.lstrip()[:1] in {"{", "[", '"'} else None
        return redact_text(text, self.is_secret, any_name=self._extra_start is not None) if found is None else found

    def _suspects(self, text: str) -> bool:
        assert self._extra_start is not None
        named = "=" in text or ":" in text or "%3" in text or " -" in text or " to " in text or "→" in text
        return suspicious(text) or (named and self._extra_start.search(text.lower()) is not None)

    def _json(self, text: str) -> str | None:
        """The text redacted as JSON, or None where it is none."""
        try:
            value = json.loads(text, object_pairs_hook=_unique)
            redone = self.value("", value)
        except (ValueError, RecursionError):
            return None
        return text if redone == value else json.dumps(redone, ensure_ascii=False)


class Shape:
    """How objects with one set of keys are gone through: each key made safe, and what it says."""

    __slots__ = ("decided", "entries", "naming")

    def __init__(self, entries: tuple[tuple[str, Kind], ...], naming: tuple[str, ...], *, decided: bool) -> None:
        self.entries = entries
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
        if len(value) % 2 == 0 and self._redactor.may_name(value[::2]):
            return self._worded(value, room, path, in_turn=True)
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
        known, fresh = self.known, self.fresh
        tracked = self._redactor.excepts_paths
        result: dict[str, Json] = {}
        for (name, kind), inner in zip(shape.entries, value.values(), strict=True):
            # Most of what logs hold is decided in this loop, since a call costs more than the decision.
            if kind:
                result[name] = self.walk(
                    inner, secret=hides(kind, inner), room=room, path=f"{path}{name}." if tracked else ""
                )
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
            entries = tuple(_with_kind(entry, said) for entry in entries)
        if self._redactor.excepts_paths:
            excepts = self._redactor.excepts
            entries = tuple((name, Kind.PLAIN if excepts(path + name) else kind) for name, kind in entries)
        return Shape(entries, (), decided=False)

    def _shape(self, value: dict[object, object], secret: bool) -> Shape:
        kept: dict[str, Kind] = {}
        naming: list[str] = []
        for key in value:
            name = key if isinstance(key, str) else str(key)
            kept[_free(cast("str", self.leaf(name)), kept)] = self._redactor.kind_below(secret, name)
            if name.lower().replace("_", "") in _NAMING or name.lower() == "kind":
                naming.append(name)
        names = tuple(naming) if len(value) > 1 else ()
        shape = Shape(tuple(kept.items()), names, decided=not names and not self._redactor.excepts_paths)
        keys = tuple(value)
        if len(keys) <= _MAX_SHAPE and self.known.issuperset(kept):  # else a key is mended, and flagged, each time
            remember(self._shapes, (secret, keys), shape)
        return shape

    def _said_by_names(self, value: Mapping[object, object], naming: tuple[str, ...]) -> Kind:
        """What `{"name": "password", "value": "x"}` says of the value; a Kubernetes secret of its data."""
        for key in naming:
            said = value.get(key)
            if not isinstance(said, str):
                continue
            kind = (
                self._redactor.kind(said) if key.lower() != "kind" else Kind.SECRET if said == "Secret" else Kind.PLAIN
            )
            if kind:
                return kind
        return Kind.PLAIN


def _with_kind(entry: tuple[str, Kind], said: Kind) -> tuple[str, Kind]:
    name, kind = entry
    words = split_words(name)
    return (name, said) if not kind and words and words[-1] in _VALUING else entry


def _shortened(name: str) -> str:
    half = _MAX_NAME // 2
    return name if len(name) <= _MAX_NAME else f"{name[:half]} {name[-half:]}"


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise ValueError("a key occurs twice, and the first value would go unseen")
    return made


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


def _holds(words: list[str], wanted: list[str]) -> bool:
    return any(words[i : i + len(wanted)] == wanted for i in range(len(words) - len(wanted) + 1))


DEFAULT: Final = Redactor()
"""The redactor without anything of a configuration."""


def redact_reject(text: str, redactor: Redactor = DEFAULT) -> str:
    """A record that could not be read, fit to be kept: redacted, then at most `MAX_REJECT` characters.

    More than what is kept is looked through, so that a secret at the cut is seen whole.
    """
    return redactor.text(text[: 2 * MAX_REJECT])[:MAX_REJECT]

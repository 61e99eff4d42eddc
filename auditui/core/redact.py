"""Secrets and binary data never reach a file: what takes their place, and how they are found.

`tests/core/redaction_cases.py` is the contract, case by case. Names are judged in `secret_names`,
texts in `secret_text`. Redacting what is redacted changes nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Final, cast

from auditui.core.event import Json
from auditui.core.secret_names import Kind, describes, kind_of
from auditui.core.secret_text import BINARY, REDACTED, redact_text, suspicious
from auditui.core.text import fold
from auditui.core.words import split_words, word_set

MAX_REJECT: Final = 4096
"""Characters kept of a record that could not be read."""

_MAX_NAMES: Final = 1 << 14  # judged names that are remembered; hostile logs never repeat a key

_ACCESS_KEY_ID: Final = re.compile(r"A(?:KIA|SIA|IDA|ROA|GPA|NPA|IPA|PKA|NVA|SCA)[A-Z0-9]{12,128}")
_NAMING: Final = word_set(
    "name key field fieldname property propertyname attribute attributename param parameter parametername "
    "option setting"
)
_VALUING: Final = word_set("value values data content before after old new from to was now")
_LAST_WORD: Final = re.compile(r"[A-Z]?[a-z]+$")

Leaf = Callable[[object], Json]


def redacted(value: object) -> Json:
    """What stands in the place of a secret: null, empty text and access key ids are none."""
    if isinstance(value, (bytes, bytearray, memoryview)):
        return BINARY
    if value is None or value == "" or (isinstance(value, str) and _ACCESS_KEY_ID.fullmatch(value)):
        return cast("Json", value)
    return BINARY if value == BINARY else REDACTED


class Redactor:
    """Takes secrets out of values and texts.

    `extra_keys` are names that are secrets here (`salary` is one in `base_salary` too, by words, as
    the built-in ones are); `exceptions` are names or dotted paths, compared whole and no matter the
    case, whose values stay although they look like secrets by name. Texts are looked through under
    any name.
    """

    def __init__(self, extra_keys: Iterable[str] = (), exceptions: Iterable[str] = ()) -> None:
        self._extra = tuple(words for words in map(split_words, extra_keys) if words)
        self._exceptions = frozenset(fold(name) for name in exceptions)
        self._kinds: dict[str, Kind] = {}
        self._paths: dict[str, bool] = {}

    def kind(self, name: str) -> Kind:
        """What a key says about its value."""
        found = self._kinds.get(name)
        if found is None:
            if len(self._kinds) >= _MAX_NAMES:
                self._kinds.clear()
            found = self._kinds[name] = self._judge(name)
        return found

    def _judge(self, name: str) -> Kind:
        if self._exceptions and fold(name) in self._exceptions:
            return Kind.PLAIN
        words = split_words(name)
        if any(_holds(words, extra) for extra in self._extra):
            return Kind.SECRET
        return kind_of(name)

    def is_secret(self, name: str) -> bool:
        """Whether one value under this key is a secret."""
        return self.kind(name) is not Kind.PLAIN

    def is_secret_path(self, path: str) -> bool:
        """Whether the value at a dotted path is a secret by the names on the way.

        An object with a secret name makes all below it secret, up to a name that only describes.
        """
        found = self._paths.get(path)
        if found is None:
            if len(self._paths) >= _MAX_NAMES:
                self._paths.clear()
            found = self._paths[path] = self._judge_path(path)
        return found

    def _judge_path(self, path: str) -> bool:
        if self._exceptions and fold(path) in self._exceptions:
            return False
        kind = Kind.PLAIN
        for name in path.split("."):
            kind = self._below(kind is Kind.SECRET, name)
        return kind is not Kind.PLAIN or self.is_secret(path)

    def _below(self, inside: bool, name: str) -> Kind:
        kind = self.kind(name)
        return Kind.SECRET if kind is Kind.PLAIN and inside and not describes(name) else kind

    def value(self, key_path: str, value: object) -> Json:
        """The value found at a key or dotted path, without its secrets. Null and empty text are no secrets."""
        return self.walk(value, secret=bool(key_path) and self.is_secret_path(key_path), leaf=self._leaf)

    def _leaf(self, value: object) -> Json:
        return self.text(value) if isinstance(value, str) else cast("Json", value)

    def walk(self, value: object, *, secret: bool, leaf: Leaf, hide: Leaf = redacted, room: int = 1 << 30) -> Json:
        """Redact a value.

        Args:
            value: Anything that JSON can say, tuples and bytes too.
            secret: Whether the name that it was found under makes it one.
            leaf: Given every scalar and key that is not a secret, and what lies deeper than `room`.
            hide: Given every secret scalar, and bytes.
            room: Levels of objects and lists that are gone into.
        """
        if isinstance(value, dict):
            return self._object(value, secret, leaf, hide, room - 1) if room else (hide if secret else leaf)(value)
        if isinstance(value, (list, tuple)):
            if not room:
                return (hide if secret else leaf)(value)
            return [self.walk(inner, secret=secret, leaf=leaf, hide=hide, room=room - 1) for inner in value]
        return (hide if secret or isinstance(value, (bytes, bytearray, memoryview)) else leaf)(value)

    def _object(self, value: dict[object, object], secret: bool, leaf: Leaf, hide: Leaf, room: int) -> Json:
        named = self._names_a_secret(value)
        result: dict[str, Json] = {}
        for key, inner in value.items():
            name = key if isinstance(key, str) else str(key)
            kind = self._below(secret, name)
            hidden = kind is Kind.SECRET or (kind is Kind.SECRET_ALONE and not isinstance(inner, (dict, list, tuple)))
            if named and not hidden:
                hidden = _is_valuing(name)
            safe_name = _free(cast("str", leaf(name)), result)
            result[safe_name] = self.walk(inner, secret=hidden, leaf=leaf, hide=hide, room=room)
        return result

    def _names_a_secret(self, value: Mapping[object, object]) -> bool:
        """`{"name": "password", "value": "x"}` and its like; the data of a Kubernetes secret."""
        if len(value) < 2:  # noqa: PLR2004 - a name and a value
            return False
        for key, inner in value.items():
            if isinstance(key, str) and isinstance(inner, str) and len(key) < 20:  # noqa: PLR2004
                lowered = key.lower()
                if lowered.replace("_", "") in _NAMING and self.is_secret(inner):
                    return True
                if lowered == "kind" and inner == "Secret":
                    return True
        return False

    def text(self, text: str) -> str:
        """The text without the secrets and the binary data in it."""
        if not suspicious(text):
            return text
        found = self._json(text) if text.lstrip()[:1] in {"{", "[", '"'} else None
        return redact_text(text, self.is_secret) if found is None else found

    def _json(self, text: str) -> str | None:
        """The text redacted as JSON, or None where it is none."""
        try:
            value = json.loads(text, object_pairs_hook=_unique)
            redone = self.value("", value)
        except (ValueError, RecursionError):
            return None
        return text if redone == value else json.dumps(redone, ensure_ascii=False)


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise ValueError("a key occurs twice, and the first value would go unseen")
    return made


def _free(name: str, taken: Mapping[str, object]) -> str:
    """The name, or the next one that is free where two keys have become the same."""
    free, n = name, 1
    while free in taken:
        n += 1
        free = f"{name} ({n})"
    return free


def _holds(words: list[str], wanted: list[str]) -> bool:
    return any(words[i : i + len(wanted)] == wanted for i in range(len(words) - len(wanted) + 1))


def _is_valuing(name: str) -> bool:
    last = _LAST_WORD.search(name)
    return last is not None and last[0].lower() in _VALUING


DEFAULT: Final = Redactor()
"""The redactor without anything of a configuration."""


def redact_reject(text: str, redactor: Redactor = DEFAULT) -> str:
    """A record that could not be read, fit to be kept: redacted, then at most `MAX_REJECT` characters.

    Somewhat more than what is kept is looked through, so that a secret at the cut is seen whole.
    """
    return redactor.text(text[: 2 * MAX_REJECT])[:MAX_REJECT]

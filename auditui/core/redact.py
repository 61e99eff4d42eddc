"""Secrets and binary data never reach a file: what takes their place, and how they are found.

`tests/core/redaction_cases.py` is the contract, case by case. Names are judged in `secret_names`,
texts in `secret_text`. Redacting what is redacted changes nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from typing import Final

from auditui.core.event import Json
from auditui.core.hiding import hides
from auditui.core.secret_lists import names_secret
from auditui.core.secret_names import Kind, describes, kind_of
from auditui.core.secret_signs import harmless, suspicious
from auditui.core.text import fold
from auditui.core.walking import Shape, Walk, remember
from auditui.core.words import split_words

MAX_REJECT: Final = 1_048_576
"""Characters kept of a record that could not be read."""

_ESCAPED: Final = re.compile(r"\\{1,8}u([0-9a-fA-F]{4})")
_MAX_NAME: Final = 256  # characters; a longer name is judged by both ends, and not remembered


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
            kind = self.kind_below(kind.covers, name)
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
        if "\\u" in text and (spelled := _ESCAPED.sub(_spelled, text)) != text:
            kept = self.text(spelled)
            return text if kept == spelled else kept
        found = self._json(text) if text.lstrip()[:1] in {"{", "[", '"'} else None
        if found is not None:
            return found
        from auditui.core.secret_text import redact_text  # ten modules, and few texts are suspicious

        return redact_text(text, self.is_secret, any_name=self._extra_start is not None)

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


def _spelled(found: re.Match[str]) -> str:
    """A letter that JSON wrote as its number, so that names beyond ASCII are seen in JSON that is cut."""
    letter = chr(int(found[1], 16))
    return letter if letter.isalnum() else found[0]


def _shortened(name: str) -> str:
    half = _MAX_NAME // 2
    return name if len(name) <= _MAX_NAME else f"{name[:half]} {name[-half:]}"


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise ValueError("a key occurs twice, and the first value would go unseen")
    return made


def _holds(words: list[str], wanted: list[str]) -> bool:
    return any(words[i : i + len(wanted)] == wanted for i in range(len(words) - len(wanted) + 1))


DEFAULT: Final = Redactor()
"""The redactor without anything of a configuration."""


def redact_reject(text: str, redactor: Redactor = DEFAULT) -> str:
    """A record that could not be read, fit to be kept: redacted, then at most `MAX_REJECT` characters.

    More than what is kept is looked through, so that a secret at the cut is seen whole.
    """
    return redactor.text(text[: 2 * MAX_REJECT])[:MAX_REJECT]

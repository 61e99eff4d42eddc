"""Values of secrets whose names the reading took for the subject: its `value` was A."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from auditui.core.event import Absent, Change, Json
from auditui.core.mending import Mending
from auditui.core.redact import Redactor
from auditui.core.walking import NAMING, plain_key
from auditui.core.words import split_words, word_set

_NAME: Final = re.compile(r"[\w./:-]{2,128}(?: [\w-]{2,32})?")
"""A name of one word or two; what has more is a title."""
_VALUE_WORDS: Final = word_set("value values val data string old new before after previous current prev prior original")


class Apart:
    """Hides the values of one event when what it is about is a secret."""

    def __init__(self, redactor: Redactor, mending: Mending) -> None:
        self._redactor = redactor
        self._mending = mending

    def is_secret(self, texts: Mapping[str, str], details: Mapping[str, Json], changes: Iterable[Change]) -> bool:
        """Whether the subject, what changed, or a setting that the details name, has a secret's name."""
        said = [change.field for change in changes]
        said += [texts.get("entity_name", ""), texts.get("entity_id", "")]
        said += [value for key, value in details.items() if isinstance(value, str) and plain_key(key) in NAMING]
        return any(_NAME.fullmatch(name) and self._redactor.kind(name).covers for name in said)

    def changes(self, changes: Iterable[Change]) -> tuple[Change, ...]:
        """The changes without the sides of those that name nothing but a value."""
        return tuple(
            replace(change, before=self._side(change.before), after=self._side(change.after))
            if is_value(change.field)
            else change
            for change in changes
        )

    def _side(self, value: Json | Absent) -> Json | Absent:
        return value if isinstance(value, Absent) else self._mending.walk(value, secret=True)

    def details(self, details: dict[str, Json]) -> None:
        """Hide what the details call a value, in patches too (`[{"op": "replace", "value": "x"}]`)."""
        for key, inner in details.items():
            if is_value(key):
                details[key] = self._mending.walk(inner, secret=True)
            elif isinstance(inner, list):
                for each in inner:
                    if isinstance(each, dict) and "op" in each:
                        self.details(each)


def is_value(name: str) -> bool:
    """Whether a name says nothing but that it is a value, or a side of one."""
    words = split_words(name)
    return all(word in _VALUE_WORDS for word in words)

"""Secrets in lists: behind a name that is the item before, in lists of pairs, and behind options."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

from auditui.core.secret_names import may_be_name
from auditui.core.secret_signs import may_name

_PAIR: Final = 2
CHANGE: Final = 3
"""Items of a list that tells a change: what, from what, to what."""
_NAME: Final = re.compile(r"[^\W\d][\w .:-]{1,63}")
_OPTION: Final = re.compile(r"--?([A-Za-z][\w-]{1,63})")

IsSecret = Callable[[str], bool]


def are_pairs(items: Sequence[object]) -> bool:
    """Whether a list is one of pairs of a name and a value: `[["user", "bob"], ["password", "x"]]`."""
    return len(items) >= _PAIR and all(
        type(item) in {list, tuple} and len(item) == _PAIR and type(item[0]) is str  # type: ignore[arg-type, index]
        for item in items
    )


def names_secret(text: object, is_secret: IsSecret, *, any_name: bool = False) -> bool:
    """Whether an item of a list is the name of a secret; most are found to be none without being judged."""
    if type(text) is not str or _NAME.fullmatch(text) is None:
        return False
    return (any_name or may_name(text)) and is_secret(text)


def valued_places(items: Sequence[object], is_name: Callable[[object], bool]) -> set[int]:
    """The places of values in a list of names and values in turn, as far as the names are those of secrets.

    A text that looks like another name is none of them (`["password", "email"]`).
    """
    if len(items) == CHANGE:
        return _changed_places(items) if is_name(items[0]) else set()
    return {
        place + 1
        for place in range(0, len(items), _PAIR)
        if is_name(name := items[place]) and not may_be_name(items[place + 1], beside=str(name))
    }


def _changed_places(items: Sequence[object]) -> set[int]:
    """Both sides of `["password", "old", "new"]`, unless they too are names, or options of a command."""
    sides = items[1:]
    if any(type(side) is str and side[:1] == "-" for side in sides):
        return set()
    return set() if all(may_be_name(side, beside=str(items[0])) for side in sides) else {1, 2}


def option_places(words: Sequence[object], is_secret: IsSecret) -> set[int]:
    """The places behind options that have the name of a secret: `["--password", "x"]`."""
    found = set()
    for place, word in enumerate(words[:-1]):
        if type(word) is str and word[:1] == "-" and (option := _OPTION.fullmatch(word)) and is_secret(option[1]):
            value = words[place + 1]
            if type(value) is not str or value[:1] != "-":
                found.add(place + 1)
    return found

"""Names taken apart into words."""

from __future__ import annotations

import re
from typing import Final

_WORD: Final = re.compile(r"[A-Z]+(?![^\W\d_A-Z])|[A-Z]?[^\W\d_A-Z]+|\d+")


def split_words(name: str) -> list[str]:
    """The words of a name in lower case: cut at every sign, at digits, and where the case changes.

    `userPassword`, `USER_PASSWORD` and `user-password` all give `user`, `password`; `HTTPServer2`
    gives `http`, `server`, `2`.
    """
    return [word.lower() for word in _WORD.findall(name)]


def word_set(words: str) -> frozenset[str]:
    """The words of a blank-separated list."""
    return frozenset(words.split())

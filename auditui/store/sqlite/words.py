"""How texts are cut into words, the same for the index and for what is looked up."""

from __future__ import annotations

import re
from typing import Final

from auditui.core.text import fold

_SEPARATORS: Final = "/?&=:,;()[]{}<>|\"'\\`!#$%^*+~"
_TO_BLANK: Final = str.maketrans(dict.fromkeys(_SEPARATORS, " "))
MAX_WORD_TERM: Final = 64
SHORTEST: Final = 3
"""Trigrams know nothing shorter."""

has_digit: Final = re.compile(r"\d").search


_ASCII: Final = bytes(
    ord(" ") if chr(code) in _SEPARATORS else ord(chr(code).lower()) if code < 128 else code  # noqa: PLR2004 - ASCII
    for code in range(256)
)
"""Lower case and separators in one table: a third of the time of `str.lower` and `str.translate`."""


def words_in(text: str) -> list[str]:
    """The words of a text as recorded, folded."""
    if text.isascii():
        return text.encode("ascii").translate(_ASCII).decode("ascii").split()
    return words_of(fold(text))


def words_of(folded: str) -> list[str]:
    """The runs of a folded text between blanks and most punctuation; `-`, `_`, `.` and `@` hold a word together.

    Whatever has no separator in it and stands in the text stands in one of the words.
    """
    return folded.translate(_TO_BLANK).split()

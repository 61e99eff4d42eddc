"""How texts are cut into words, the same for the index and for what is looked up."""

from __future__ import annotations

import re
from typing import Final

_SEPARATORS: Final = "/?&=:,;()[]{}<>|\"'\\`!#$%^*+~"
_TO_BLANK: Final = str.maketrans(dict.fromkeys(_SEPARATORS, " "))
MAX_WORD_TERM: Final = 64
SHORTEST: Final = 3
"""Trigrams know nothing shorter."""

has_digit: Final = re.compile(r"\d").search


def words_of(folded: str) -> list[str]:
    """The runs of a folded text between blanks and most punctuation; `-`, `_`, `.` and `@` hold a word together.

    Whatever has no separator in it and stands in the text stands in one of the words.
    """
    return folded.translate(_TO_BLANK).split()

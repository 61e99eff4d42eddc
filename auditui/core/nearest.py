"""The name that somebody probably meant. `difflib` is loaded only when somebody slipped."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

_ALIKE: Final = 0.8
_SHORTEST: Final = 4


def nearest(word: str, names: Iterable[str]) -> str:
    """The known name most like a wrong one, or empty text. For places where a name has to stand."""
    from difflib import get_close_matches

    return next(iter(get_close_matches(word.lower(), list(names), n=1, cutoff=0.6)), "")


def did_you_mean(word: str, names: Iterable[str], otherwise: str = "") -> str:
    """A hint with the nearest name; `otherwise` when nothing is near."""
    near = nearest(word, names)
    return f"did you mean {near}?" if near else otherwise


def near_miss(word: str, names: Iterable[str]) -> str:
    """The name that a word misses by one slip, or empty text. For places where the word may well be right.

    A slip: one letter more, less or other (in longer words), two swapped behind the first, or `_`,
    `-` and capitals put otherwise. Names shorter than four letters are too easily met by chance.
    """
    lower = word.lower()
    near = [(_likeness(lower, name), name) for name in names if len(name) >= _SHORTEST]
    likeness, name = max(near, default=(0.0, ""))
    return name if likeness >= _ALIKE else ""


def _likeness(word: str, name: str) -> float:
    if abs(len(word) - len(name)) > 1:
        return 0.0
    if _squeezed(word) == _squeezed(name):
        return 1.0
    if word[0] == name[0] and sorted(word) == sorted(name):
        return _ALIKE
    from difflib import SequenceMatcher

    return SequenceMatcher(None, word, name).ratio()


def _squeezed(name: str) -> str:
    return name.replace("_", "").replace("-", "")

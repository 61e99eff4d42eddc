"""Text that runs from right to left, for a drawing library that only sets glyphs one behind the other.

Arabic letters take the form that their neighbours ask for, and each run of right-to-left text is turned
round inside a line that always runs from left to right. So what stands between two such runs stays
where it was said: no text can pull its neighbours to the other side of the line.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container
from functools import cache
from typing import Final

_RTL: Final = "\u0590-\u065f\u066a-\u06ef\u06fa-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
_ARABIC: Final = re.compile("[\u0600-\u06ff]")
_ANY_RTL: Final = re.compile(f"[{_RTL}]")
_RUN: Final = re.compile(rf"[(\[{{«]*[{_RTL}](?:[{_RTL}\W\d_]*[{_RTL}])?[)\]}}»]*")
_CLOSERS: Final = {"(": ")", "[": "]", "{": "}", "«": "»"}
_OPENERS: Final = {closer: opener for opener, closer in _CLOSERS.items()}
_UNIT: Final = re.compile(r"\d+(?:[.,:/-]\d+)*|.[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670]*")
_MIRRORED: Final = str.maketrans("()[]{}<>«»", ")(][}{><»«")
_LAM_AND_ALEF: Final = frozenset({"\u0644\u0622", "\u0644\u0623", "\u0644\u0625", "\u0644\u0627"})
_TATWEEL: Final = "\u0640"
_FORM: Final = re.compile("<(isolated|initial|medial|final)> ([0-9A-F ]+)")


@cache
def _forms() -> dict[str, dict[str, str]]:
    """By letter, or lam and alef together: its presentation forms. Unicode's own data says which is which."""
    forms: dict[str, dict[str, str]] = {}
    for code in (*range(0xFB50, 0xFDFE), *range(0xFE70, 0xFEFD)):
        found = _FORM.fullmatch(unicodedata.decomposition(chr(code)))
        if found:
            base = "".join(chr(int(part, 16)) for part in found[2].split())
            if len(base) == 1 or base in _LAM_AND_ALEF:
                forms.setdefault(base, {}).setdefault(found[1], chr(code))
    return forms


def joined(text: str, known: Container[str]) -> str:
    """Arabic letters in the forms in which they join, as far as `known` has them; all else as it is."""
    if not _ARABIC.search(text):
        return text
    shaped: list[str] = []
    before = ""  # the letter before this one, marks aside
    at = 0
    while at < len(text):
        letter = text[at]
        pair = text[at : at + 2]
        if pair in _LAM_AND_ALEF:
            letter = pair
        at += len(letter)
        if unicodedata.category(letter[0]) == "Mn":
            shaped.append(letter)
            continue
        shape = _shape(letter, joins_before=_goes_on(before), joins_after=_next_joins(text, at))
        shaped.append(shape if shape in known else letter)
        before = letter
    return "".join(shaped)


def _shape(letter: str, *, joins_before: bool, joins_after: bool) -> str:
    forms = _forms().get(letter, {})
    back, on = joins_before and "final" in forms, joins_after and _goes_on(letter)
    name = ("medial" if on else "final") if back else ("initial" if on else "isolated")
    return forms.get(name, letter)


def _goes_on(letter: str) -> bool:
    """Whether a letter reaches out to the one behind it."""
    return letter == _TATWEEL or "initial" in _forms().get(letter, ())


def _next_joins(text: str, at: int) -> bool:
    """Whether the letter from `at` on, marks aside, takes a hand that is held out to it."""
    while at < len(text) and unicodedata.category(text[at]) == "Mn":
        at += 1
    return text[at : at + 1] == _TATWEEL or "final" in _forms().get(text[at : at + 1], ())


def visual(line: str) -> str:
    """A line in the order in which its glyphs are set from left to right; numbers keep their order."""
    return _RUN.sub(_turned, line) if _ANY_RTL.search(line) else line


def _turned(found: re.Match[str]) -> str:
    """A run turned round, without brackets at its ends whose partners are not in it: those belong to what is around."""
    run = found[0]
    start, end = 0, len(run)
    while (closer := _CLOSERS.get(run[start])) and run.count(closer, start) < run.count(run[start], start):
        start += 1
    while (opener := _OPENERS.get(last := run[end - 1])) and run.count(opener, start, end) < run.count(
        last, start, end
    ):
        end -= 1
    units = [unit if unit[0].isdigit() else unit.translate(_MIRRORED) for unit in _UNIT.findall(run[start:end])]
    return run[:start] + "".join(reversed(units)) + run[end:]

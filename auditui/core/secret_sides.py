"""Secrets that are told as two sides: `password changed, old: A, new: B`, `field=api_key old=A new=B`.

What a side is one of stands before it, or behind the last: a field that is named as such, or a name in a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from auditui.core.hiding import REDACTED, redacted
from auditui.core.words import word_set

_WHICH: Final = (
    "old|new|prev(?:ious)?|curr(?:ent)?|before|after|orig(?:inal)?|from|to|was|now|alt|neu|vorher|nachher|ancien(?:ne)?|nouveau|"
    "nouvelle|antes|después|antigua|nueva|antiga|nova|oud|nieuw"
)
_SIDE_NAME: Final = (
    rf"(?<![\w.-])(?:(?:{_WHICH})(?:[ _-]?(?:values?|val|data))?|values?)"
    r"(?:[\"']?\s{0,2}[=:]\s{0,2}|\s{1,2}(?=[\"']))"
)
_HIDDEN: Final = re.compile(rf"{_SIDE_NAME}[\"']?{re.escape(REDACTED)}", re.IGNORECASE)
_SIDE: Final = re.compile(
    rf"{_SIDE_NAME}"
    r"(?:\"([^\"\n]{1,512})\"?|'([^'\n]{1,512})'?|([^\s,;|\"'()\[\]{}]{1,512}))",
    re.IGNORECASE,
)
_MAY_BE_SIDE: Final = re.compile(rf"(?:{_WHICH}|val|data|values?)[\"']?\s{{0,2}}[=:\"']")
_NAMED: Final = re.compile(
    r"(?<![\w.-])(?:field|property|attribute|setting|column|name|key|param(?:eter)?|option|variable)(?:[ _-]?name)?"
    r"[\"']?\s{0,2}[=:]?\s{0,2}[\"']?([^\W\d][\w. -]{0,60}[\w])",
    re.IGNORECASE,
)
_WORD: Final = re.compile(r"[^\W\d][\w.-]{0,63}")
_TELLING: Final = word_set(
    "change changed changes update updated modified reset set was were is has been edited rotated replaced altered "
    "switched for of the by user from to geändert modifié cambiada alterada gewijzigd value"
)
"""What may stand between a name and its sides."""
_OWNING: Final = word_set("for of by user from")
_BEFORE: Final = 120
_WORDS: Final = 6
_NEAR: Final = 24  # characters between two sides of one thing

IsSecret = Callable[[str], bool]


def redact_sides(text: str, lowered: str, is_secret: IsSecret) -> str:
    """The text without the sides of what has a secret's name; `lowered` is the text in lower case."""
    if _MAY_BE_SIDE.search(lowered) is None:
        return text
    kept: list[str] = []
    done = 0
    for run, before in _runs(text):
        if _is_of_secret(text, before, run, is_secret):
            for side in run:
                start, end = side.span(side.lastindex or 0)
                if redacted(text[start:end]) != text[start:end] and not text.startswith(REDACTED, start):
                    kept += (text[done:start], REDACTED)
                    done = end
    return "".join((*kept, text[done:])) if kept else text


def begins_with_hidden_side(text: str, start: int) -> bool:
    """Whether a value is a side, of which only the name is left."""
    return _HIDDEN.match(text, start) is not None


def _runs(text: str) -> Iterator[tuple[list[re.Match[str]], int]]:
    """Sides that belong together, and where the text begins that may say what they are of."""
    run: list[re.Match[str]] = []
    before = 0
    for side in _SIDE.finditer(text):
        between = text[run[-1].end() : side.start()] if run else ""
        if run and (len(between) > _NEAR or _NAMED.search(between)):
            yield run, before
            run, before = [], run[-1].end()
        run.append(side)
    if run:
        yield run, before


def _is_of_secret(text: str, before: int, run: list[re.Match[str]], is_secret: IsSecret) -> bool:
    first = run[0].start()
    lead = text[max(before, first - _BEFORE) : first]
    lead = lead[max(lead.rfind("\n"), lead.rfind(". ")) + 1 :]
    named = None
    for named in _NAMED.finditer(lead):  # noqa: B007  the last one counts
        pass
    behind = _NAMED.match(text, run[-1].end() + 1) or _NAMED.match(text, run[-1].end() + 2)
    if named is None and behind is not None:
        return is_secret(behind[1].split()[0])
    if named is not None and is_secret(named[1]):
        return True
    return not run[0][0].lower().startswith("value") and _ends_with_secret(lead, is_secret)


def _ends_with_secret(lead: str, is_secret: IsSecret) -> bool:
    """Whether the last name in a text is a secret's, words that tell of a change behind it not counted."""
    words = _WORD.findall(lead)[-_WORDS:]
    for place in range(len(words) - 1, -1, -1):
        word = words[place].rstrip(".")
        if is_secret(word) or (place and is_secret(f"{words[place - 1]} {word}")):
            behind = [later.lower() for later in words[place + 1 :]]
            return all(later in _TELLING or (here and behind[here - 1] in _OWNING) for here, later in enumerate(behind))
    return False

"""Secrets that sentences tell: `changed password from A to B`, `password set to 'B'`, `Password: A -> B`.

As in `secret_text`, every pattern reads a text once: each begins at a word, and takes a bounded number of words.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from auditui.core.secret_phrases import REDACTED
from auditui.core.words import word_set

REMARKS: Final = word_set(
    "null none nil true false yes no on off ok success successful succeeded failure failed fail error denied "
    "changed change reset set unset updated update created create deleted delete removed added add revoked "
    "revoke rotated rotate expired expires expiring invalid valid missing required optional empty blank "
    "unknown incorrect wrong enabled disabled weak strong redacted hidden masked filtered encrypted hashed "
    "new old at by for in is was has not the a an and or to from of with user "
    "n/a - * ** *** **** ***** ****** ******* ******** x xx xxx xxxx xxxxx xxxxxx"
)
"""What stands behind `password:` in sentences that tell what became of it."""
_STATES: Final = (REMARKS - word_set("at by for in is was has the a an and or to from of with user x xx")) | word_set(
    "active inactive locked unlocked pending used unused default never expire temporary permanent blocked open closed "
    "compromised confirmed approved rejected public private (empty (none (null (blank <empty> <none> <null>"
)
"""What a secret may be said to have become without anything of it being told."""

_NAME: Final = r"(?<![\w.-])(?P<name>[^\W\d][\w.-]{1,63})[\"'`*]{0,2}"
_QUOTED: Final = r"\"[^\"\n]{1,512}+\"|'[^'\n]{1,512}+'|`[^`\n]{1,512}+`|“[^”\n]{1,512}+”"
_IN_QUOTES: Final = re.compile(_QUOTED)
_VALUE: Final = rf"(?:{_QUOTED}|\S{{1,512}}+)"
_SET: Final = r"(?:chang|updat|modif|reset|set|rotat|edit|alter|replac|switch)\w{0,4}"
_WHOSE: Final = r"(?:(?:for|of|by|on)\s(?:user\s)?\S{1,128}\s)?"
_LINKS: Final = rf"{_WHOSE}(?:(?:was|is|were|has\sbeen|have\sbeen|got)\s)?(?P<verb>{_SET}\s)?{_WHOSE}(?P<open>[(\[]?)"
_TOLD: Final = re.compile(
    rf"{_NAME}(?P<colon>:?)\s{{1,3}}{_LINKS}(?:from:?\s(?P<old>{_VALUE})\s(?:in)?to:?\s|to:?\s)(?P<new>{_VALUE})",
    re.IGNORECASE,
)
_WORD: Final = (
    r"(?<![\w.-])(?:password|passphrase|passcode|passwort|kennwort|contraseña|mot\sde\spasse|wachtwoord|senha)"
)
_ODD: Final = r"(?=[^\s\"'`]{0,256}\d)[^\s\"'`]{4,256}+"
_STATED: Final = (
    # what it is, what was made or tried, and what it was and became where no `to` stands between the two
    re.compile(
        rf"{_WORD}\s(?:is|was|ist|lautet|est|es)(?:\s(?:now|nun|jetzt))?:?\s(?P<new>{_QUOTED}|{_ODD})", re.IGNORECASE
    ),
    re.compile(
        rf"(?:\b(?:temporary|initial|new|generated|default)\s|\bwith\s(?:the\s)?)password\s(?P<new>{_QUOTED}|{_ODD})",
        re.IGNORECASE,
    ),
    re.compile(
        rf"{_WORD}\s(?:\S{{1,40}}\s){{0,2}}(?:von|de|van)\s(?P<old>{_VALUE})\s(?:auf|zu|in|à|en|a|para|naar)\s(?P<new>{_VALUE})",
        re.IGNORECASE,
    ),
    # devices: the number says how it is hidden, if at all
    re.compile(
        r"\b(?:enable|username\s\S{1,64}(?:\sprivilege\s\d{1,2})?)\s(?:password|secret)\s\d{1,2}\s(?P<new>\S{1,256})"
    ),
    re.compile(rf"\bcommunity\sstring\s(?P<new>{_QUOTED}|{_ODD})", re.IGNORECASE),
)
_STATING: Final = ("assw", "assph", "assc", "ennwort", "ontrase", "passe", "enha", "achtw", "ASSW", "ecret", "ommunity")

_SIGN: Final = r"\s{0,3}(?:-{1,2}>|=>|[→⇒➔])\s{0,3}"
_BEFORE_SIGN: Final = rf"(?:{_QUOTED}|(?:[^\s→⇒➔=-]|-(?!-?>)|=(?!>)){{1,512}}+)"
_TURNED: Final = re.compile(
    rf"{_NAME}(?:\s{_SET}(?=:))?\s?(?P<colon>:?)\s{{0,3}}(?P<old>(?<![\w.-]){_BEFORE_SIGN})?{_SIGN}(?P<new>{_VALUE})"
)
_SETTING: Final = re.compile(rf"\b{_SET}\s(?:\S{{1,40}}\s){{0,2}}\Z", re.IGNORECASE)
_LAST: Final = re.compile(
    r"\s{0,3}(?:\Z|[.,;:!?)\]}|\n]|(?:by|at|on|via|for|and|through|using|in|as)\b|-\s)", re.IGNORECASE
)
_ARROW: Final = re.compile("->|=>|[→⇒➔]")
_TELLING: Final = re.compile(
    r"p(?:ass|wd|arol|in\b)|se(?:cret|nha|ed\b)|s(?:sn|alt)\b|token|key|c(?:red|ookie|ontrase|lave|on\w{0,7}.?str)|"
    r"c(?:ard|ode|v[vc])\b|otp\b|jwt|wort|h[ea]slo"
)
"""What sentences about secrets hold, in lower case. Fewer words than names do: `assigned to` stands in every log."""
_BEFORE: Final = 100  # characters in front of a name that are looked at


def may_tell(text: str) -> bool:
    """Whether a text may tell of a secret without a sign in it; False is certain. A fifth of a microsecond for most."""
    if " to " not in text:
        return False
    text = text.lower()
    is_set = (
        "chang" in text
        or "from " in text
        or "set" in text
        or "updat" in text
        or "modif" in text
        or "edit" in text
        or "rotat" in text
        or "alter" in text
        or "replac" in text
        or "switch" in text
    )
    return is_set and _TELLING.search(text) is not None


def _without_stated(text: str) -> str:
    for pattern in _STATED:
        text = pattern.sub(lambda found: _without(found, _parts_of(found)), text)
    return text


def _parts_of(found: re.Match[str]) -> tuple[str, ...]:
    return ("old", "new") if "old" in found.re.groupindex else ("new",)


def redact_sentences(text: str, is_secret: Callable[[str], bool]) -> str:
    """The text without the old and the new values of what has a secret's name."""
    if any(cue in text for cue in _STATING):
        text = _without_stated(text)
    if " to " in text:
        text = _without_values(text, _TOLD, _told, is_secret)
    return _without_values(text, _TURNED, _turned, is_secret) if _ARROW.search(text) else text


def _without_values(
    text: str, pattern: re.Pattern[str], tells: Callable[[re.Match[str], str], bool], is_secret: Callable[[str], bool]
) -> str:
    """The text without what a pattern finds behind secret names; behind any other name, the search goes on at once."""
    kept: list[str] = []
    done = position = 0
    while (found := pattern.search(text, position)) is not None:
        before = text[max(found.start() - _BEFORE, 0) : found.start()]
        word = before[:-1].rpartition(" ")[2].lstrip("([\"'") if before[-1:] == " " else ""
        named = is_secret(found["name"]) or (word.isalpha() and is_secret(f"{word} {found['name']}"))
        if named and tells(found, before):
            kept += (text[done : found.start()], _without(found, ("old", "new")))
            done = position = found.end()
        else:
            position = found.end("name")
    return "".join((*kept, text[done:])) if kept else text


def _told(found: re.Match[str], before: str) -> bool:
    """Whether what stands behind `to` is a value: something was set, not sent, and no purpose is told."""
    if not found["old"] and before.endswith("from "):  # one way to log in was changed for another
        return False
    said = found["verb"] or (found["old"] and (found["colon"] or found["open"]))
    if not (said or _SETTING.search(before)):
        return False
    new = found["new"]
    return bool(found["old"]) or not new.isalpha() or _LAST.match(found.string, found.end()) is not None


def _turned(found: re.Match[str], _before: str) -> bool:
    """Whether there are values around an arrow: mere words need a colon in front (`Secret -> ConfigMap`)."""
    sides = (found["old"] or "", found["new"])
    return bool(found["colon"]) or not all(side.isalpha() for side in sides if side)


def _without(found: re.Match[str], parts: tuple[str, ...]) -> str:
    kept: list[str] = []
    done = found.start()
    for part in parts:
        said, start = found[part] or "", found.start(part)
        value = said.rstrip(".,;:)]}")
        if not value or value.lower().strip("\"'`“”") in _STATES or REDACTED in said:
            continue
        quoted = _IN_QUOTES.fullmatch(value) is not None
        kept += (found.string[done : start + quoted], REDACTED)
        done = start + len(value) - quoted
    return "".join((*kept, found.string[done : found.end()]))

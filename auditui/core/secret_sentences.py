"""Secrets that sentences tell: `changed password from A to B`, `API key A revoked`, `Password: A -> B`.

A sentence is looked at where the name of a secret stands in it, and from there on: what was done, to whose, from what
to what. As in `secret_text`, every pattern takes a bounded number of words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from auditui.core.hiding import REDACTED, redacted
from auditui.core.secret_names import describes
from auditui.core.words import word_set

REMARKS: Final = word_set(
    "null none nil true false yes no on off ok granted allowed refused success successful succeeded failure failed "
    "fail error denied changed change reset set unset updated update created create deleted delete removed added add "
    "revoked revoke rotated rotate expired expires expiring invalid valid missing required optional empty blank "
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

_LATIN: Final = (
    r"p(?:ass(?:w|ph|c|e?\b)|w(?:d|\b)|arol|in\b)|se(?:cret|nha|ed\b)|s(?:sn|alt|ifre)\b|token|key|"
    r"c(?:red|ookie|ontrase|lave|on\w{0,7}.?str|ommunity|ard|ode|v[vc]\b)|otp\b|jwt|wo(?:rt|ord)\b|h[ea]slo|"
    r"losen|adgangs|string\b|lozink|salasan"
)
_CUE: Final = re.compile(_LATIN)
_FOREIGN_CUE: Final = re.compile(rf"{_LATIN}|hasł|парол|lösen|şifre|jelsz|密码|密碼|口令|パスワード|비밀번호")
"""What the names hold, in lower case. Two, as letters beyond ASCII make the search three times slower."""
_ANY_WORD: Final = re.compile(r"[^\W\d]")
_WORD: Final = re.compile(r"[^\W\d][\w.-]{1,63}(?![\w.-])")
_MAX_WORD: Final = 63
_AROUND: Final = ('"', "'", "`", "*")
_HIDDEN: Final = f": {REDACTED}"
_GOES_ON: Final = re.compile(r":?[ \t]{1,3}\S")

_QUOTED: Final = (
    r"\"[^\"\n]{1,512}+\"|'[^'\n]{1,512}+'|`[^`\n]{1,512}+`|“[^”\n]{1,512}+”|«[^»\n]{1,512}+»|„[^“”\n]{1,512}+[“”]"
)
_IN_QUOTES: Final = re.compile(_QUOTED)
_VALUE: Final = rf"(?:{_QUOTED}|\S{{1,512}}+)"
_ODD: Final = (
    r"(?=[^\s\"'`]{0,256}\d)(?!\d{1,4}[-/.:]\d{1,2}[-/.:]\d|(?i:v|sha|md|aes|ssh|#)-?\d+\b|\d{1,5}(?![^\s.,;:!?)]))"
    r"[^\s\"'`]{4,256}+"
)
"""A word with a digit, which most passwords are and few other words; no day, address, version or number."""

_IS_ODD: Final = re.compile(_ODD)

_SET: Final = (
    r"(?:(?:chang|updat|modif|reset|set|rotat|edit|alter|replac|switch)\w{0,6}"
    r"|(?:zurück)?ge(?:änd|aend|setz|wechs|wijzig)\w{1,6}|(?:cambi|actualiz|atualiz|aggiorn|restablec|modifi)\w{1,6}"
    r"|(?:alterad|mudad|redefinid|impostat|reimpostat)[oa]|(?:verander|zmieni|ustawi|измен|смен|обновл|установл|änd|ænd|endr|změn)"
    r"\w{1,7})"
)
_LATIN_VERBS: Final = (
    "c(?:hang|ambi)|s(?:et|witch|ostitu|ubstitu)|r(?:otat|eplac|establec|edefin|emplac|eemplaz)|updat|m(?:odif|udad)|"
    "a(?:lter|end|ctualiz|tualiz|ggiorn)|e(?:dit|ndr|rsetz)|w(?:echs|ijzig)|impostat|ver(?:ander|vang)|zmieni|ustawi|"
    "[:(] {0,3}from"
)
_DONE: Final = re.compile(_LATIN_VERBS)
_FOREIGN_DONE: Final = re.compile(f"{_LATIN_VERBS}|änd|ænd|измен|смен|обновл|установл|změn")
"""What is in every such verb, in lower case."""
_BE: Final = (
    r"(?:was|is|were|has\sbeen|have\sbeen|had\sbeen|got|wurde|wird|ist|fue|ha\ssido|foi|a\sété|est|è\sstata|werd|is|została|"
    r"zostało|zostały|był\w?|har|blev|bol\w?)"
)
_OWNER: Final = (
    r"(?:(?:for|of|by|on|von|für|de|del|da|di|van|voor|för|użytkownika|пользователя)\s(?:(?:user|usuario|utilisateur|benutzer)\s)?"
    r"\S{1,128}\s)?"
)
_LATER_OWNER: Final = r"(?:(?:for|of|by|on|für|por|par|durch|voor|door|för)\s(?:user\s)?\S{1,128}\s)?"
_LINKS: Final = rf"{_OWNER}(?:{_BE}\s)?(?P<verb>{_SET}\s)?{_LATER_OWNER}(?P<open>[(\[]?)"
_FROM: Final = r"(?:from|von|de|desde|da|dal|dalla|van|z|ze|с|från|fra)"
_INTO: Final = r"(?:(?:in)?to|auf|zu|in|à|a|al|en|em|para|por|per|naar|na|на|till|til)"
_BY: Final = word_set("por par per in al zu em")
"""Words that stand before who did it, or where, unless it was told what it was before."""
_TOLD: Final = re.compile(
    rf"(?P<colon>:?)\s{{1,3}}{_LINKS}"
    rf"(?:from:?\s(?P<old>{_VALUE})\s(?:in)?to:?\s|{_FROM}\s(?P<foreign>{_VALUE})\s{_INTO}\s|(?P<into>{_INTO}):?\s)"
    rf"(?P<new>{_VALUE})(?P<late>\s{_SET}\b)?",
    re.IGNORECASE,
)
_STATED: Final = re.compile(
    rf"(?:\s(?:for|of|von|de|di)\s\S{{1,64}})?\s(?:is|was|ist|lautet|est|es|é|è|jest|är|er)(?:\s(?:now|nun|jetzt|ahora|agora|ora))?:?"
    rf"\s(?P<new>{_QUOTED}|{_ODD})",
    re.IGNORECASE,
)
_HELD: Final = re.compile(
    r"(?:\s(?:used|given|entered|tried|supplied|provided|attempted|value|number|no|string))?:?\s"
    rf"(?P<new>{_QUOTED}|{_ODD}|[(\[][^\s()\[\]]{{4,256}}[)\]])",
    re.IGNORECASE,
)
"""The value right behind its name."""
_REPLACED: Final = re.compile(
    rf"\s(?P<old>{_VALUE})\s(?:{_BE}\s)?(?:(?:replaced|ersetzt|remplacé|reemplazad|sostituit|substituíd|vervangen)\w{{0,2}}\s"
    rf"(?:by|with|durch|par|por|con|da|door)|{_SET}\s(?:(?:in)?to|auf|para|naar|na|на))\s(?P<new>{_VALUE})",
    re.IGNORECASE,
)
_WITH: Final = re.compile(r"(?:\b(?:with|using|and|his|her|user\s\S{1,64})\s|[,/:=])\Z", re.IGNORECASE)
_LOGIN: Final = re.compile(r"\s[\w.@-]{1,64}[:/](?P<new>[^\s\"'`/:]{4,256})(?![\w/:])")
_DIGITS: Final = re.compile(
    r"(?:\s(?:number|code|no\.?|value))?(?:\s(?:is|was|set\sto|ist|lautet))?:?\s\(?"
    r"(?P<new>\d[\d -]{1,22}\d)(?![\w.:%/-])",
    re.IGNORECASE,
)
_NOTHING_SECRET: Final = re.compile(
    r"(?:manager|vault|login|sign|auth\w*|page|form|field|prompt|entry|screen|link|email|request|generator|safe|hash\w*|"
    r"encryption|protection|history|complexity|rules?|check\w*|quality|list|file|store|storage|database|db|input|box|column|"
    r"and|or|for|of|by|in|on|has|have|had|was|were|is|are|will|must|should|can|not|with|from|to|at|the|a|an|that|which|who)[.,;:]?\Z",
    re.IGNORECASE,
)
"""What words behind `password` make another thing of it: `password manager replaced by passkeys`."""
_SIGN: Final = r"\s{0,3}(?:-{1,2}>|=>|[→⇒➔])\s{0,3}"
_BEFORE_SIGN: Final = rf"(?:{_QUOTED}|(?:[^\s→⇒➔=-]|-(?!-?>)|=(?!>)){{1,512}}+)"
_TURNED: Final = re.compile(
    rf"(?:\s(?:{_BE}\s)?{_SET}(?=:))?\s?(?P<colon>:?)\s{{0,3}}(?P<old>(?<![\w.-]){_BEFORE_SIGN})?{_SIGN}(?P<new>{_VALUE})",
    re.IGNORECASE,
)
_IS_SET: Final = re.compile(rf"\b{_SET}\Z", re.IGNORECASE)
_SETTING_WORDS: Final = 3
_LAST: Final = re.compile(
    r"\s{0,3}(?:\Z|[.,;:!?)\]}|\n]|(?:by|at|on|via|for|and|through|using|in|as)\b|-\s)", re.IGNORECASE
)
_ARROW: Final = re.compile("[→⇒➔]")
_BEFORE: Final = 100  # characters in front of a name that are looked at

_PASSWORD: Final = re.compile(
    r"passw|passph|passc|passe\Z|(?:^|[^a-z])(?:pass|pw)\Z|pw(?:d|hash)|passwort|kennwort|contrase|senha|wachtwoord|has[łl]|heslo|парол|parola|"
    r"l[oö]senord|adgangskode|passord|jelsz|[şs]ifre|lozink|salasan|密码|密碼|口令|パスワード|비밀번호|community|string\Z",
    re.IGNORECASE,
)
_NUMBER: Final = re.compile(r"(?:^|[^a-z])(?:pin|otp|totp|cvv2?|cvc|ssn|card|code|passcode)s?\Z", re.IGNORECASE)
_CODE_OWNERS: Final = word_set(
    "your login access confirmation sms 2fa mfa one-time sign-in signin security verification"
)
_NUMBERED: Final = word_set("card cards pin code")
_PIN_DIGITS: Final = 4
_CVV_DIGITS: Final = 3
_CARD_DIGITS: Final = 12
_LONG: Final = 16
_SHORT: Final = 8
_OF_PHONE: Final = re.compile(r"\be?sim\s\Z", re.IGNORECASE)
_ON_MAP: Final = re.compile(
    r"\s(?:(?:was\s)?(?:dropped|placed|moved|added)\s)?(?:on|to|from)\s(?:(?:the|a|this)\s)?(?:map|board|wall|header|chip|connector)\b",
    re.IGNORECASE,
)
_UUID: Final = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE)
_RUN: Final = re.compile(r"[A-Za-z0-9]+")

IsSecret = Callable[[str], bool]


def names_password(name: str) -> bool:
    """Whether a name is one of what people type, not of a token that machines send."""
    return _PASSWORD.search(name) is not None


def looks_random(word: str) -> bool:
    """Whether a word is like what machines make: cases and digits mixed, or long; an id with dashes is none."""
    if _UUID.fullmatch(word) or redacted(word) == word:
        return False
    run = max(_RUN.findall(word), key=len, default="")
    if not (any(map(str.isdigit, run)) and any(map(str.isalpha, run))):
        return False
    mixed = any(map(str.isupper, run)) and any(map(str.islower, run))
    return len(run) >= (_SHORT if mixed else _LONG)


def redact_sentences(text: str, lowered: str, is_secret: IsSecret, *, any_name: bool = False) -> str:
    """The text without the values that it tells of what has a secret's name.

    `lowered` is the text in lower case, letter by letter; `any_name` says that names are not only those known here.
    """
    kept: list[str] = []
    done = 0
    is_ascii = text.isascii()
    has_arrow = "->" in text or "=>" in text or (not is_ascii and _ARROW.search(text) is not None)
    has_verb = (_DONE if is_ascii else _FOREIGN_DONE).search(lowered) is not None
    cues = _ANY_WORD if any_name else _CUE if is_ascii else _FOREIGN_CUE
    for start, end, name in _names_in(text, cues.finditer(lowered), is_secret):
        if start < done:
            continue
        found = _told_of(text, start, end, name, has_arrow=has_arrow, has_verb=has_verb)
        if found is not None:
            kept += (text[done : found.start()], _without(found))
            done = found.end()
    return "".join((*kept, text[done:])) if kept else text


def _names_in(text: str, cues: Iterator[re.Match[str]], is_secret: IsSecret) -> Iterator[tuple[int, int, str]]:
    """Where the names of secrets stand, and each with the word before it where that makes it one."""
    behind = 0
    for cue in cues:
        if cue.start() < behind:
            continue
        behind = cue.end()
        start = _beginning(text, cue.start(), cue.start() - _MAX_WORD)
        word = _WORD.match(text, start) if start >= 0 else None
        if word is None:
            continue
        behind = word.end()
        name = word[0].rstrip(".")
        end = start + len(name)
        previous = _word_before(text, start)
        if is_secret(name):
            yield start, end, name
        elif previous and (is_secret(f"{previous} {name}") or (name == "code" and previous.lower() in _CODE_OWNERS)):
            yield start, end, f"{previous} {name}"


def _beginning(text: str, start: int, bound: int) -> int:
    """Where the word begins that `start` is in; -1 where that is too far back."""
    while start and (text[start - 1].isalnum() or text[start - 1] in "_.-"):
        start -= 1
        if start < bound:
            return -1
    return start


def _word_before(text: str, start: int) -> str:
    if text[start - 1 : start] != " ":
        return ""
    word = text[max(start - _BEFORE, 0) : start - 1].rpartition(" ")[2].lstrip("([\"'\\")
    return word if word[:1].isalnum() else ""


def _told_of(text: str, start: int, end: int, name: str, *, has_arrow: bool, has_verb: bool) -> re.Match[str] | None:
    """What a sentence says about the secret with a name in it, from the end of the name to the end of the value."""
    while text.startswith(_AROUND, end):
        end += 1
    if not has_arrow and (_GOES_ON.match(text, end) is None or text.startswith(_HIDDEN, end)):
        return None
    before = text[max(start - _BEFORE, 0) : start]
    found = _changed_of(text, end, before, has_arrow=has_arrow) if has_verb or has_arrow else None
    if found is None and has_verb:
        found = _REPLACED.match(text, end)
        found = found if found is not None and _is_replaced(found, is_typed=names_password(name)) else None
    return found or _held_of(text, end, before, name)


def _changed_of(text: str, end: int, before: str, *, has_arrow: bool) -> re.Match[str] | None:
    """What it was and became."""
    told = _TOLD.match(text, end)
    if told is not None and _is_set(told, before):
        return told
    turned = _TURNED.match(text, end) if has_arrow else None
    return turned if turned is not None and _is_turned(turned) else None


def _held_of(text: str, end: int, before: str, name: str) -> re.Match[str] | None:
    """What it is."""
    login = _LOGIN.match(text, end)
    if login is not None and _is_login(login, before, name):
        return login
    is_typed = names_password(name)
    for rule in (_STATED, _HELD):
        if (found := rule.match(text, end)) is not None and _is_value(found, before, is_typed=is_typed, name=name):
            return found
    number = _DIGITS.match(text, end) if _NUMBER.search(name) else None
    if number is None or _is_other_thing(text, number.end(), before, name.lower()):
        return None
    return number if _is_number(number["new"], name.lower()) else None


def _is_set(found: re.Match[str], before: str) -> bool:
    """Whether what stands behind `to` is a value: something was set, not sent, and no purpose is told."""
    old, new, into = found["old"], found["new"], (found["into"] or "").lower()
    if into and before.endswith("from "):  # one way to log in was changed for another
        return False
    said = found["verb"] or found["late"] or ((old or found["foreign"]) and (found["colon"] or found["open"]))
    if not (said or (not found["foreign"] and _sets(before))):
        return False
    if into and into not in {"to", "into"}:
        if into in _BY:
            return False
        return found["late"] is not None or _is_marked(new)
    return (
        not into or not new.isalpha() or found["late"] is not None or _LAST.match(found.string, found.end()) is not None
    )


def _sets(before: str) -> bool:
    """Whether one of the last words before a name says that it was set."""
    return any(_IS_SET.search(word) for word in before.split(" ")[-_SETTING_WORDS - 1 : -1])


def _is_marked(value: str) -> bool:
    """Whether a value is quoted, or more than letters."""
    return _IN_QUOTES.match(value) is not None or _IS_ODD.match(value) is not None


def _is_turned(found: re.Match[str]) -> bool:
    """Whether there are values around an arrow: mere words need a colon in front (`Secret -> ConfigMap`)."""
    sides = (found["old"] or "", found["new"])
    return bool(found["colon"]) or not all(side.isalpha() for side in sides if side)


def _is_replaced(found: re.Match[str], *, is_typed: bool) -> bool:
    old, new = found["old"], found["new"]
    if not is_typed:
        return looks_random(old) or looks_random(new)
    return _NOTHING_SECRET.match(old) is None and not describes(old)


def _is_value(found: re.Match[str], before: str, *, is_typed: bool, name: str) -> bool:
    value = found["new"]
    if name.lower() in {"pass", "pw"} and _WITH.search(before) is None:  # that of a bus
        return False
    if found.re is _HELD and not is_typed and name.lower() in _NUMBERED:
        return False
    if not is_typed or value[0] in "([":
        is_told = found.re is _STATED and _IN_QUOTES.match(value) is not None
        return is_told or looks_random(value)
    return True


def _is_login(found: re.Match[str], before: str, name: str) -> bool:
    sign = found.string[found.start("new") - 1]
    is_beside = name.lower().startswith("credential") and sign == ":"
    return (is_beside or before[-1:] == "/") and not found["new"].isalpha()


def _is_other_thing(text: str, end: int, before: str, name: str) -> bool:
    """Whether digits are those of the card of a phone, or of a needle on a map."""
    return (name.endswith("card") and _OF_PHONE.search(before) is not None) or (
        name == "pin" and _ON_MAP.match(text, end) is not None
    )


def _is_number(value: str, name: str) -> bool:
    """Whether digits are as many as what is named has; those of a card are what its owner reads from it."""
    count = sum(map(str.isdigit, value))
    return count >= (_CARD_DIGITS if name.endswith(("card", "cards")) else _CVV_DIGITS if "cv" in name else _PIN_DIGITS)


def _without(found: re.Match[str]) -> str:
    kept: list[str] = []
    done = found.start()
    for part in ("old", "foreign", "new"):
        said, start = (found[part] or "", found.start(part)) if part in found.re.groupindex else ("", 0)
        value = said.rstrip(".,;:)]}")
        if not value or value.lower().strip("\"'`“”") in _STATES or REDACTED in said or redacted(value) == value:
            continue
        opened = _IN_QUOTES.fullmatch(value) is not None or value[0] in "(["
        end = start + len(value) - (_IN_QUOTES.fullmatch(value) is not None)
        kept += (found.string[done : start + opened], REDACTED)
        done = end
    return "".join((*kept, found.string[done : found.end()]))

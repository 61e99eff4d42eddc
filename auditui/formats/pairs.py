"""`key=value` pairs in lines of text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Final

from auditui.core.redact import DEFAULT, Redactor
from auditui.core.secret_signs import may_name
from auditui.core.words import word_set

DAY_AND_TIME: Final = r"\d{1,4}[-/.]\d\d?[-/.]\d{1,4} \d\d:\d\d:\d\d(?:\.\d+)?"
"""The one value with a blank in it that needs no quotes."""
KEY: Final = r"""(?:^|(?<=[\s,;(\[{|]))(?P<key>[A-Za-z_][\w.@/-]{0,63})"""
WITHIN: Final = r"""[^\s,;()\]}|"']*"""
BARE: Final = rf"""{WITHIN}(?:\((?:[^\s()"']*\))?{WITHIN})*"""
QUOTED_OR: Final = (
    r"""(?:=|\s=\s)(?:"(?P<double>(?:[^"\\]|\\.)*)"|'(?P<single>[^']*)'|(?P<bare>\[REDACTED\]|""" + DAY_AND_TIME
)
PHRASE: Final = r"""[^\s,;)\]}|"'=]+(?: (?![\w.-]+=)[^\s,;)\]}|"'=]+){1,8}(?=, [A-Za-z][\w -]{0,40}=)"""
"""Several words between a name and a comma that another pair follows."""
PAIR: Final = re.compile(rf"{KEY}{QUOTED_OR}|{BARE}))")
LISTED_PAIR: Final = re.compile(
    rf"(?:(?<=, )(?P<words>[A-Z]\w*(?:[ -][\w-]+){{1,4}})(?==)|{KEY}){QUOTED_OR}|{PHRASE}|{BARE}))"
)
"""`Failed, Device IP Address=192.0.2.1, info=no such user, id=7`: between commas, names and values may have blanks."""
LEAST_LISTED: Final = 3
"""Pairs of a list whose names may have blanks."""
IN_ANGLES: Final = re.compile(r"<[^<>]+>")
"""`user=<ana@example.com>`: mail servers put these where others put quotes."""
TWICE: Final = re.compile(r"([\w.@-]+)\(\1\)")
"""`user=admin(admin)`: one name, said twice."""
ESCAPE: Final = re.compile(r'\\(["\\])')


def pairs_in(text: str) -> dict[str, str]:
    """The pairs in a text, in order. Of a repeated key the later ones are `key#2`, `key#3`."""
    found: dict[str, str] = {}
    if "|" in text and (barred := _barred(text)):
        for key, value in barred:
            add(found, key, value.strip())
        return found
    is_list = ", " in text and text.count("=") >= LEAST_LISTED
    for match in (LISTED_PAIR if is_list else PAIR).finditer(text):
        double = match["double"]
        value = ESCAPE.sub(r"\1", double) if double is not None else (match["single"] or match["bare"] or "")
        if value[-1:] == ")" and (twice := TWICE.fullmatch(value)):
            value = twice[1]
        if value[:1] == "<" and IN_ANGLES.fullmatch(value):
            value = value[1:-1]
        add(found, (is_list and match["words"]) or match["key"], value)
    return found


def _barred(text: str) -> list[tuple[str, str]]:
    """The pairs of a text that is nothing but pairs between bars; none of any other."""
    bars = text.count("|")
    found = BARRED.findall(text) if bars > 1 else []
    return found if len(found) == bars + 1 else []


def quoted_pairs_in(text: str) -> dict[str, str]:
    """The pairs of `[key:"value"; key:"value"]`; none of texts that hold anything else."""
    found: dict[str, str] = {}
    for match in QUOTED.finditer(text) if ALL_QUOTED.fullmatch(text) else ():
        add(found, match["key"], ESCAPE.sub(r"\1", match["value"]))
    return found


def pairs_apart(
    text: str, found: dict[str, str], redactor: Redactor = DEFAULT, cut: Callable[[str], dict[str, str]] = pairs_in
) -> dict[str, str]:
    """The pairs `found` in a text by `cut`, but those that a secret in it is made of: none of `Cookie: sid=x; auth=y`.

    A secret has to be seen in the whole text. Values that their own name tells to be secret are left as they
    are: what becomes of these is decided where events are made, as it is for columns.
    """
    if not found or not _may_hide_pairs(text, found, redactor):
        return found
    clean = redactor.text(text)
    if clean == text:
        return found
    return {
        name: found[name] if name in found and redactor.value(name, found[name]) == value else value
        for name, value in cut(clean).items()
    }


_SIDES: Final = word_set(
    "old new from to before after was now value old_value new_value oldvalue newvalue previous current prev"
)


def _may_hide_pairs(text: str, found: Iterable[str], redactor: Redactor) -> bool:
    """Whether pairs may stand inside of a secret; False for most, in a tenth of the time that it takes to redact them.

    What reaches beyond one pair stands behind a name and a colon, or behind the scheme of an `Authorization`; or it is
    one of two sides (`password changed old=x new=y`).
    """
    if redactor is not DEFAULT:
        return redactor.suspects(text)
    if not _SIDES.isdisjoint(map(str.lower, found)):
        return True
    if "uthoriz" in text or "earer " in text or "asic " in text or "AWS4-" in text:
        return True
    if ":" not in text:
        return False
    return any(may_name(piece.rstrip().rpartition(" ")[2][-80:]) for piece in text.split(":")[:-1])


BARRED: Final = re.compile(r"(?:^|(?<=\|))(?P<key>[A-Za-z_][\w.-]{0,63})=(?P<value>[^|\"']*)(?=\||$)")
"""`operation=Modify Object|subject=x`: the bar ends a value, blanks do not."""
QUOTED: Final = re.compile(r'(?P<key>[A-Za-z_][\w.-]{0,63}):"(?P<value>(?:[^"\\]|\\.)*)"(?:; ?)?')
ALL_QUOTED: Final = re.compile(rf"\[(?:{QUOTED.pattern.replace('?P<key>', '?:').replace('?P<value>', '?:')})+\]")
PIPED: Final = re.compile(r"(?:^|[|\s])(?P<key>[A-Za-z_][\w ]{0,30}?):(?P<value>[^|]*)(?=\||$)")

LISTED: Final = re.compile(
    r"(?:^|, |: )(?P<key>[A-Z][\w/()-]*(?: [\w/()-]+){0,3}): (?P<value>[^,]{0,300})(?=, [A-Z][\w /()-]{0,40}: |\Z)"
)
"""`Users: ana, Source IP: 192.0.2.1, Action: Delete`."""


def piped_pairs_in(text: str) -> dict[str, str]:
    """The pairs of `key:value|key:value` or `Key: value, Key: value`, at least three; none in other texts."""
    pattern = PIPED if text.count("|") > 1 else LISTED if text.count(", ") > 1 and text.count(": ") > 2 else None  # noqa: PLR2004
    found = {match["key"]: match["value"].strip() for match in pattern.finditer(text)} if pattern else {}
    return found if len(found) > 2 else {}  # noqa: PLR2004  # two may be anything


def left_of(text: str) -> str:
    """What a line says besides its pairs; signs between them say nothing."""
    rest = "" if _barred(text) else " ".join(PAIR.sub(" ", text).split())
    return rest if any(map(str.isalnum, rest)) else ""


def add(found: dict[str, str], key: str, value: str) -> None:
    """Put a value under a key, or under the next free `key#2` where it stands with another value already."""
    name, count = key, 1
    while name in found:
        if found[name] == value:
            return
        count += 1
        name = f"{key}#{count}"
    found[name] = value


def is_mostly_pairs(text: str) -> bool:
    """Whether a line is pairs and hardly anything else (logfmt)."""
    matches = list(PAIR.finditer(text))
    return len(matches) >= 2 and sum(match.end() - match.start() + 1 for match in matches) >= len(text) * 0.75  # noqa: PLR2004

"""Which imports are one log: what rotation and partitioning put into the names of its files and folders.

In the name of a file that is a date, a time, a number, a hash; in the name of a folder a date or a part of one.
Whose log it is (a host, a customer, an account) stands there too, and never counts as the same: a file too many
splits one log in two, but a file too few makes one person of two.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import Final

_COMPRESSION: Final = re.compile(r"\.(?:gz|bz2|xz|zst)(?= |$)")
_ROTATION: Final = re.compile(r"\.[0-9]{1,4}(?= |$)")
_ROTATED_BY_DATE: Final = re.compile(r"(\.[A-Za-z]{3,6})[-_.]\*(?= |$)")

_MONTHS: Final = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_CYCLES: Final = tuple(
    names for full in (_MONTHS, _WEEKDAYS) for names in (full, tuple(name[:3] for name in full))
)  # fmt: skip
_NAME: Final = "|".join(sorted({name for names in _CYCLES for name in names}, key=len, reverse=True))

_YEAR: Final = "(?:19|20)[0-9][0-9]"
_MONTH: Final = "(?:0?[1-9]|1[0-2])"
_DAY: Final = "(?:0?[1-9]|[12][0-9]|3[01])"
_DATE: Final = (
    rf"(?<![0-9])(?:{_YEAR}(?P<ymd>[-_.]){_MONTH}(?:(?P=ymd){_DAY})?"
    rf"|{_YEAR}(?:0[1-9]|1[0-2])(?:(?:0[1-9]|[12][0-9]|3[01])(?:[0-9]{{2}}){{0,3}}(?:[0-9]{{3}}){{0,2}})?"
    rf"|{_YEAR}[-_]?(?:W[0-5]?[0-9]|Q[1-4])|{_YEAR}[-_.][0-3][0-9][0-9]"
    rf"|[0-9]{{1,2}}(?P<dmy>[-_.])[0-9]{{1,2}}(?P=dmy){_YEAR})(?![0-9])"
)
"""At least a year and a part of it."""
_NO_ADDRESS: Final = r"(?![-_][0-9]{1,3}(?:\.[0-9]{1,3}){3}(?![0-9]))"
_TIME: Final = rf"(?:{_NO_ADDRESS}[-_.:T ][0-9]+(?![A-SU-Ya-z0-9]))*(?:Z|\+[0-9]{{2}}:?[0-9]{{2}})?"
"""What goes on in digits behind a date: clock, zone, the number of a part."""
_IN_FILE: Final = re.compile(
    rf"(?P<when>(?:{_DATE}|(?<![0-9A-Za-z]){_YEAR}(?![0-9A-Za-z])){_TIME})"
    r"(?:[-_.](?P<end>[0-9A-Za-z]{8,})(?=[. ]|$))?"
    r"|(?<![0-9A-Za-z])(?P<hash>[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}|[0-9A-Fa-f]{16,})(?![0-9A-Za-z])"
    rf"|(?<![0-9A-Za-z])(?P<named>(?:[0-9]{{2}}[-_. ]?)?(?i:{_NAME})(?:[-_. ]?(?:[0-9]{{4}}|[0-9]{{2}})(?![0-9]))?)"
    r"(?![0-9A-Za-z])"
    r"|(?<![0-9A-Za-z])(?<![0-9][-_.])(?P<short>[0-9]{2}(?P<gap>[-_])[0-9]{2}(?:(?P=gap)[0-9]{2})?)"
    r"(?![-_.]?[0-9])(?![A-Za-z])"
    r"|(?:(?<![0-9A-Za-z])|(?<=[A-Za-z])(?=0|[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])(?:[0-9]{2})?(?![0-9])))"
    r"(?P<number>[0-9]{4,})(?![0-9A-Za-z])"
)
_CLOCK_DIGITS: Final = 10
"""A date with less has no time of day behind it."""
_ACCOUNT_DIGITS: Final = 12
"""Of an account of AWS; twelve digits that are a time were taken as one before."""
_HASH: Final = re.compile("[0-9A-Fa-f]{16,}")
_WORDS: Final = re.compile(r"(?:[A-Z]?[a-z]{2,}+|[A-Z]{2,}+)++[0-9]*")
"""What a person would call something; the random end of an object in the cloud hardly ever looks so."""
_OWNER_WORDS: Final = (
    "customer|tenant|account|acct|client|org|organi[sz]ation|company|user|host|node|server|srv|pod|vm"
    "|instance|device|site|shop|store|project|workspace|team|cluster"
)
_OWNER: Final = re.compile(rf"(?:^|[^a-z])(?:{_OWNER_WORDS})(?:e?s)?[-_=. #]?$", re.IGNORECASE)
"""What a number right behind it belongs to."""
_OWNERS: Final = re.compile(rf"(?:^|[^a-z])(?:{_OWNER_WORDS}|companie)s[/\\]$", re.IGNORECASE)
_ID: Final = re.compile(r"(?:[0-9]{4,7}|(?=[0-9A-Fa-f-]{16,})[0-9A-Fa-f]+(?:-[0-9A-Fa-f]{4,})*)(?=[. /\\]|$)")
"""A name in a folder of customers that is one of them, though it could be a year or a hash."""
_FOLDER_DATE: Final = re.compile(rf"(?<![0-9A-Za-z])(?:{_DATE})(?:T?{_TIME})(?![0-9A-Za-z])")
_FOLDER_WHOLE: Final = re.compile(rf"{_DATE}{_TIME}|{_YEAR}")
_FOLDER_PART: Final = re.compile(rf"[0-9]{{1,2}}(?:[-_.][0-9]{{1,2}})?|(?i:{_NAME})|[WQ][0-9]{{1,2}}")
_FOLDER_KEY: Final = re.compile(
    r"(?P<key>(?:year|yyyy|yy?|month|mon|mm?|day|dd?|hour|hh?|minute|min|week|ww?|quarter|dt|date|ds|ts|time)=)"
    rf"(?:(?:{_NAME})|[0-9TZ:.+_ %-]++)++",
    re.IGNORECASE,
)
_PARTS: Final = re.compile(
    r"(?<=[/\\])|(?<=\.tar:|\.tgz:|\.zip:)|(?<=\.tar\.gz:|\.tar\.xz:)|(?<=\.tar\.bz2:|\.tar\.zst:)"
)


@lru_cache(maxsize=4096)
def family(origin: str) -> str:
    """The origin with `*` for what changes from file to file of one log: dates, numbers, hashes, rotation, compression.

    `/var/log/app/audit-2026-11-20.json.gz jsonl` and the file of the day before are one family, `2026/11/20/a.log`
    and `2026/11/21/a.log` too; `web1.log` and `web2.log` are two, and so are `acme01/a.log` and `acme02/a.log`.
    """
    parts = _PARTS.split(_ROTATION.sub("", _COMPRESSION.sub("", origin)))
    before = ["", *parts]
    told: list[str] = []
    for above, part in pairwise(before):
        if _OWNERS.search(above) and _ID.match(part):
            told.append(part)
        elif part.endswith(("/", "\\")):
            told.append(_folder(part, is_below_date=bool(told) and "*" in told[-1]))
        else:
            told.append(_file(part))
    return _ROTATED_BY_DATE.sub(r"\1", re.sub(r"\*(?:[-_.]?\*)+", "*", "".join(told)))


def _file(name: str) -> str:
    return _IN_FILE.sub(_star, name)


def _star(found: re.Match[str]) -> str:
    """What is put in place of a token; where it is the whole name, as little as possible is left open."""
    whole = found.start() == 0
    if (when := found["when"]) is not None:
        star = f"{when[:2]}*" if whole and when[:2] in ("19", "20") else "*"
        end = found["end"]
        if end is None or (sum(map(str.isdigit, when)) >= _CLOCK_DIGITS and _is_random(end)):
            return star
        return star + found[0][len(when) :]
    if (number := found["number"]) is not None:
        return _number(number, found.string[: found.start()], whole=whole)
    return "*"


def _is_random(text: str) -> bool:
    return _HASH.fullmatch(text) is not None or _WORDS.fullmatch(text) is None


def _number(digits: str, before: str, *, whole: bool) -> str:
    """A number that says whose log it is stays: behind `customer`, as the only name, or as long as an AWS account."""
    is_padded, is_epoch = digits[0] == "0", digits[0] == "1" and len(digits) in (10, 13, 16, 19)
    if _OWNER.search(before) or (len(digits) == _ACCOUNT_DIGITS and not is_padded):
        return digits
    if not whole:
        return "*"
    return f"{digits[0]}*" if is_padded or is_epoch else digits


def _folder(name: str, *, is_below_date: bool) -> str:
    text, end = name[:-1], name[-1]
    if (keyed := _FOLDER_KEY.fullmatch(text)) is not None:
        return f"{keyed['key']}*{end}"
    if _FOLDER_WHOLE.fullmatch(text):
        return f"{text[:2]}*{end}" if text[:2] in ("19", "20") else f"*{end}"
    if is_below_date and _FOLDER_PART.fullmatch(text):
        return f"*{end}"
    return name if "=" in text else _FOLDER_DATE.sub("*", text) + end


def pattern(family_name: str) -> str:
    """A wildcard that takes in every origin of a family, with whatever rotation has put behind the file's name."""
    open_ended = family_name.replace(" ", "* ") if " " in family_name else f"{family_name}*"
    return re.sub(r"\*{2,}", "*", open_ended)


def patterns(origin: str) -> tuple[str, ...]:
    """Wildcards for the family of an origin; one for each month or weekday where that is all that a file is called.

    `october.jsonl` and `november.jsonl` are one log, but `*.jsonl` would be every log beside them.
    """
    name = _PARTS.split(origin)[-1]
    word = re.match(rf"(?i:{_NAME})(?=[. ]|$)", name)
    if word is None or not (told := family(origin)).endswith(family(name)):
        return (pattern(family(origin)),)
    above = told[: len(told) - len(family(name))]
    cycle = next(names for names in _CYCLES if word[0].lower() in names)
    return tuple(pattern(above + one + family(name).removeprefix("*")) for one in cycle)

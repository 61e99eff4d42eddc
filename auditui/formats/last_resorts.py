"""Where names say nothing: columns chosen by their values alone, and what sentences, codes and actions give away.

Whatever is found here stands behind what names say, so that it speaks only where they are silent.
"""

# ruff: noqa: PLR2004  shares are the rules themselves; a name for each would say nothing more

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import replace
from functools import lru_cache
from itertools import islice
from typing import Final

from auditui.formats.columns import Column, Look
from auditui.formats.names import name_score, speaks_against
from auditui.formats.paths import Path
from auditui.formats.phrases import ADDRESS_PHRASES, CUES, ENDED_WORD, USERS
from auditui.formats.plan import Source
from auditui.formats.words import outcome_word

UNNAMED: Final = re.compile(r"column ?\d+")
_is_unnamed: Final = lru_cache(maxsize=8192)(UNNAMED.fullmatch)
WRITTEN_TIME: Final = re.compile(r"\D*(?:\d{4}|\d\d?)\D.*\d\d[:.]\d\d.*|\d{8}T\d{4,6}.*")
EPOCH: Final = re.compile(r"1[0-9]\d{8}(?:\d{3}|\d{6}|\d{9})?(?:\.\d+)?|6[2-6]\d{16}")
BARE_WORD: Final = re.compile(r"(?=.*[A-Za-z])[\w.@\\$+-]{2,64}")
HEXADECIMAL: Final = re.compile(r"(?=.*\d)[0-9a-f]{4,}").fullmatch
"""Ids of traces and sessions."""
NOT_ZERO: Final = re.compile(r"^\s*(?!0+\s*$|0x0+\s*$)(-?(?:0x[0-9A-Fa-f]+|\d+))\s*$")
ZERO: Final = {"0": "success", "00000": "success", "0x0": "success", "0x00000000": "success"}
CODE_NAME: Final = re.compile(
    r"(?:.*/)?(?:(?:return|error|result|exit|status|reason) ?(?:code|number|no)|retcode|errno|rc"
    r"|status/(?:code|error code)|result type|returncode|event outcome indicator|error)"
)
THING_AND_DEED: Final = re.compile(r"^([a-z][a-z_]{2,40}(?:\.[a-z][a-z_]{2,40})?)[.:][a-z_]{3,40}$")


def times(columns: Sequence[Column]) -> tuple[Source, ...]:
    """Columns of nothing but times, whatever they are called; written ones before numbers."""
    for pattern in (WRITTEN_TIME, EPOCH):
        found = [one for one in columns if one.look.time > 0.9 and one.look.share(pattern.fullmatch) > 0.9]
        found = [column for column in found if not speaks_against("at", column.words)]
        if found:
            return tuple(Source(column.path) for column in found[:3])
    return ()


def addresses(columns: Sequence[Column]) -> tuple[Source, ...]:
    """The first column of nothing but addresses that is not where something went to."""
    found = (one for one in columns if one.look.address > 0.8 and not speaks_against("ip", one.words))
    plain = tuple(Source(column.path) for column in islice(found, 1))
    beside = (one for one in columns if _may_name_somebody(one.words) and one.look.share(NAME_AND_ADDRESS.search) > 0.3)
    return plain or tuple(Source(column.path, NAME_AND_ADDRESS) for column in islice(beside, 1))


NAME_AND_ADDRESS: Final = re.compile(r"(?:^|\s)[\w.@*-]{1,64}/((?:\d{1,3}\.){3}\d{1,3})(?![\w.])")
"""`ana/192.0.2.1` for somebody, `client/192.0.2.1` for where a session came from."""


@lru_cache(maxsize=8192)
def _may_name_somebody(words: str) -> bool:
    """Whether a column may say who or what came; none of browsers, whose versions look like addresses."""
    return "agent" not in words and (words in ("source", "session", "peer") or name_score("actor", words) > 0)


def unnamed(columns: Sequence[Column]) -> dict[str, tuple[Source, ...]]:
    """Fields of a table without column names, by what its cells look like."""
    rest = [column.look for column in columns if _is_unnamed(column.words)]
    if not rest:
        return {}
    found: dict[str, tuple[Source, ...]] = {}
    for field, test in LIKE.items():
        chosen = next((look for look in rest if look.texts and test(look)), None)
        if chosen:
            found[field] = (Source(chosen.column.path),)
            rest.remove(chosen)
    return found


LIKE: Final[dict[str, Callable[[Look], bool]]] = {
    "ip": lambda look: look.address > 0.8,
    "method": lambda look: look.method > 0.9,
    "status": lambda look: look.http_status > 0.9,
    "outcome": lambda look: look.share(outcome_word) > 0.9,
    "user_agent": lambda look: look.share(lambda text: "Mozilla/" in text or text.startswith("curl/")) > 0.5,
    "entity_id": lambda look: look.url > 0.9,
    "email": lambda look: look.email > 0.9,
    "actor": lambda look: look.time < 0.1 and look.share(BARE_WORD.fullmatch) > 0.9 and look.share(HEXADECIMAL) < 0.9,
    "action": lambda look: look.time < 0.1 and look.distinct < 0.9 and look.share(BARE_WORD.fullmatch) > 0.9,
    "description": lambda look: look.sentence > 0.5,
}
"""What cells of a field look like, the surest first."""


def in_sentences(columns: Sequence[Column]) -> dict[str, tuple[Source, ...]]:
    """Users, addresses and outcomes in the common phrases of descriptions."""
    found: dict[str, tuple[Source, ...]] = {}
    for column in columns:
        if not _is_told(column.words) or column.look.sentence < 0.3:
            continue
        for field, patterns in (("actor", USERS), ("ip", ADDRESS_PHRASES), ("outcome", (ENDED_WORD,))):
            said = [pattern for pattern in patterns if column.look.any(pattern, CUES[pattern])]
            found[field] = (*found.get(field, ()), *(Source(column.path, pattern) for pattern in said))
    return found


@lru_cache(maxsize=8192)
def _is_told(words: str) -> bool:
    """Whether a name is one of sentences, or says nothing."""
    return name_score("description", words) >= 55 or _is_unnamed(words) is not None


RESULT: Final = re.compile(r"(?:.*/)?result")
ZERO_OR_ONE: Final = frozenset("01")
TRUTHS: Final = frozenset(("0", "1", "true", "false", "True", "False", "T", "F", "Y", "N", "yes", "no"))
WENT_WELL: Final = re.compile(
    r"(?:.*/)?(?:(?:is|was|has|login|auth) )?"
    r"(?:success(?:ful)?|succeeded|allowed|granted|permitted|authorized|passed)(?: flag)?"
)
WENT_WRONG: Final = re.compile(
    r"(?:.*/)?(?:(?:is|was|has|login|auth) )?(?:failed|failure|denied|blocked|rejected)(?: flag)?"
)


def is_result(look: Look) -> bool:
    """Whether a column called a result holds codes; of ones and zeros alone nobody knows which is good."""
    return bool(RESULT.fullmatch(look.column.words)) and look.number > 0.9 and not ZERO_OR_ONE.issuperset(look.texts)


def flags(columns: Sequence[Column]) -> tuple[Source, ...]:
    """Columns of 0 and 1, or of truth values, whose names say that one is good, or that it is bad."""
    return tuple(
        Source(column.path, values=values, only=True)
        for column in columns
        for values in _meanings(column.words)
        if column.look.texts and TRUTHS.issuperset(column.look.texts)
    )


@lru_cache(maxsize=8192)
def _meanings(words: str) -> tuple[Mapping[str, str], ...]:
    """What 0 and 1 mean under a name that says that one is good, or that it is bad."""
    good, bad = ("success", "failure") if WENT_WELL.fullmatch(words) else ("failure", "success")
    if good == "failure" and not WENT_WRONG.fullmatch(words):
        return ()
    return (
        {**dict.fromkeys(("1", "true", "t", "y", "yes"), good), **dict.fromkeys(("0", "false", "f", "n", "no"), bad)},
    )


def codes(columns: Sequence[Column]) -> list[Path]:
    """Columns of result codes of which 0 says that all went well."""
    return [
        column.path
        for column in columns
        if _names_codes(column.words)
        and (CODE_NAME.fullmatch(column.words) or is_result(column.look) or _is_graded(column.look))
        and column.look.share(A_CODE.fullmatch) > 0.9
        and column.look.http_status < 0.5
    ]


GRADES: Final = frozenset(("0", "4", "8", "12"))
"""All is well, and minor, serious and major failures, as audit records of hospitals have it."""


def _is_graded(look: Look) -> bool:
    return look.column.words.rpartition("/")[2] == "outcome" and GRADES.issuperset(look.texts)


A_CODE: Final = re.compile(r"-?\d{1,10}|0x[0-9A-Fa-f]{1,8}")


@lru_cache(maxsize=8192)
def _names_codes(words: str) -> bool:
    return bool(CODE_NAME.fullmatch(words) or RESULT.fullmatch(words) or words.rpartition("/")[2] == "outcome")


def code_outcomes(paths: Sequence[Path]) -> tuple[tuple[Source, ...], tuple[Source, ...]]:
    """Sources of success, and of failure, from columns of result codes."""
    return (
        tuple(Source(path, values=ZERO, only=True) for path in paths),
        tuple(Source(path, NOT_ZERO) for path in paths),
    )


COUNTED_IN_NANOS: Final = frozenset(("origin duration", "retry attempts", "overhead"))
"""Beside which a bare `Duration` is that of a proxy that writes the numbers of its language."""


def in_nanos(took: tuple[Source, ...], columns: Sequence[Column]) -> tuple[Source, ...]:
    """Sources of a duration, whose unit nothing tells but what stands beside it."""
    if not took or took[0].unit != "ms" or COUNTED_IN_NANOS.isdisjoint(column.words for column in columns):
        return took
    return tuple(replace(source, unit="ns") for source in took)


MADE_BY: Final = re.compile(r"(?:.*/)?created by")
CHANGED_BY: Final = re.compile(r"(?:.*/)?(?:last )?(?:modified|updated|changed|edited) by(?: name)?")
CHANGED_AT: Final = re.compile(r"(?:.*/)?(?:last )?(?:modified|updated|changed|edited)(?: at| on| date| time)?")


def by_last_change(
    at: tuple[Source, ...], actors: tuple[Source, ...], columns: Sequence[Column]
) -> tuple[tuple[Source, ...], tuple[Source, ...]]:
    """Sources of the time and the actor of changes in things that also say when they were made, and by whom."""
    if not any(MADE_BY.fullmatch(column.words) for column in columns):
        return at, actors
    by = tuple(Source(one.path) for one in columns if CHANGED_BY.fullmatch(one.words))
    then = tuple(Source(one.path) for one in columns if CHANGED_AT.fullmatch(one.words) and one.look.time > 0.9)
    return (_first(then, at), _first(by, actors)) if by and then else (at, actors)


def _first(these: tuple[Source, ...], rest: tuple[Source, ...]) -> tuple[Source, ...]:
    return (*these, *(source for source in rest if source not in these))


TARGET_USER: Final = re.compile(
    r"(?:.*/)?(?:target|affected) ?(?:user|account)(?: name|/name|/email|/user name| email)?"
)


def target_users(columns: Sequence[Column]) -> tuple[Source, ...]:
    """Of sign-ins, some sources name nobody but the account that was signed in to."""
    found = [column for column in columns if TARGET_USER.fullmatch(column.words) and column.look.number < 0.5]
    return tuple(Source(column.path) for column in found[:3])


def type_in_action(actions: Sequence[Source], columns: Sequence[Column]) -> tuple[Source, ...]:
    """`ticket` of `ticket.delete`, where nearly every action is written so."""
    for source in actions[:1]:
        column = next((one for one in columns if one.path == source.path), None)
        if column is not None and column.look.share(THING_AND_DEED.match) > 0.8:
            return (Source(source.path, THING_AND_DEED),)
    return ()


LETTERS: Final = {"c": "create", "i": "create", "u": "update", "d": "delete", "r": "view"}
"""What databases and audit records of hospitals put for a deed."""


def verbs_of_letters(actions: Sequence[Source], columns: Sequence[Column]) -> tuple[Source, ...]:
    """What was done, where the actions are such letters alone."""
    for source in actions[:1]:
        column = next((one for one in columns if one.path == source.path), None)
        if column is not None and column.look.texts and all(text.lower() in A_LETTER for text in column.look.texts):
            return (Source(source.path, values=LETTERS, only=True),)
    return ()


A_LETTER: Final = frozenset((*LETTERS, "e", "t"))
EVENT_NUMBER: Final = re.compile(r"\d{1,5}")
BESIDE_NUMBERS: Final = frozenset({"level display name", "provider name", "log name", "task display name", "event log"})


def numbers_of_events(columns: Sequence[Column]) -> tuple[Source, ...]:
    """A bare `Id` beside the names of a provider or log: which of its events happened."""
    if BESIDE_NUMBERS.isdisjoint(column.words for column in columns):
        return ()
    found = (one for one in columns if one.words == "id" and one.look.share(EVENT_NUMBER.fullmatch) > 0.9)
    return tuple(Source(column.path) for column in islice(found, 1))


EVENT_KEY: Final = re.compile(r"[A-Z]{2,}(?:_[A-Za-z0-9]+)+")


def coded_keys(columns: Sequence[Column]) -> tuple[Source, ...]:
    """A `key` of codes such as `EVT_AD_Login`, where nothing else says what happened."""
    found = (one for one in columns if one.words == "key" and one.look.share(EVENT_KEY.fullmatch) > 0.9)
    return tuple(Source(column.path) for column in islice(found, 1))


def bare_names(columns: Sequence[Column], taken: Set[Path], actions: Sequence[Source]) -> tuple[Source, ...]:
    """A `name` at the top of records that nothing else was taken from, if it says no deed: of what they are about."""
    deeds = {source.path for source in actions[:1]}
    done = "\n".join(text for one in columns if one.path in deeds for text in one.look.texts).lower()
    found = (one for one in columns if one.words in ("name", "title", "label") and one.path not in taken)
    return tuple(Source(one.path) for one in islice((one for one in found if not _says_deed(one.look, done)), 1))


def _says_deed(look: Look, done: str) -> bool:
    """Whether names are sentences, no names at all, or say once more what was done."""
    if look.sentence > 0.3 or look.time > 0.3 or look.truth > 0.5 or look.length > 120:
        return True
    return all(text.lower() in done for text in look.texts)


def is_link_to(link: Column, own: Column) -> bool:
    """Whether a column of addresses leads to the records themselves, each with its own id in it."""
    links, ids = link.look.texts, own.look.texts
    if link.look.url < 1 or len(links) > len(ids):
        return False
    known = frozenset(ids)
    if all(step and step[1] in known for step in map(LAST_STEP.search, links)):
        return True
    pairs = list(zip(links, ids, strict=False))
    return links[0].startswith("http") and len(links) == len(ids) and all(one in text for text, one in pairs)


LAST_STEP: Final = re.compile(r"([^/]*?)(?:\.[a-z]{3,4})?/?$")
"""What an address ends with, but for the kind of its file."""


def at_source(columns: Sequence[Column]) -> dict[str, tuple[Source, ...]]:
    """The thing at the `source` of an event, where that has a kind, a number and a name, as things have."""
    here = {column.words: column for column in columns if column.words in AT_SOURCE}
    if len(here) < len(AT_SOURCE) or not WAYS_IN.isdisjoint(map(str.lower, here["source/type"].look.texts)):
        return {}
    return {field: (Source(here[words].path),) for words, field in AT_SOURCE.items()}


WAYS_IN: Final = frozenset(
    (
        "web",
        "api",
        "app",
        "mobile",
        "ui",
        "browser",
        "cli",
        "desktop",
        "sdk",
        "webhook",
        "integration",
        "system",
        "email",
    )
)
"""Kinds of sources from which somebody came."""


AT_SOURCE: Final = {"source/type": "entity_type", "source/id": "entity_id", "source/name": "entity_name"}


DAY: Final = re.compile(
    r"\d{4}[-/.]\d\d?[-/.]\d\d?|\d\d?[-/.]\d\d?[-/.](?:\d{4}|\d\d)|\d\d?[- ][A-Za-z]{3}[- ]\d{2,4}|(?:19|20)\d{6}"
)
CLOCK: Final = re.compile(
    r"\d\d?:\d\d(?::\d\d(?:[.,]\d+)?)?(?: ?[AaPp]\.?[Mm]\.?)?(?: ?(?:Z|UTC|[+-]\d\d:?\d\d))?|[0-2]\d[0-5]\d[0-5]\d"
)


TIMELY_NAME: Final = 75
"""The score of names that say well enough that they are the time of an event, to stand before a mere day."""


def clocks_first(named: tuple[Source, ...], columns: Sequence[Column]) -> tuple[Source, ...]:
    """Sources of the time; where the best is a day without a clock time, behind those by name that have both."""
    if not named:
        return named
    by_path = {column.path: column for column in columns}
    if not _is_day(by_path[named[0].path]):
        return named
    whole = tuple(
        source
        for source in named
        if name_score("at", by_path[source.path].words) >= TIMELY_NAME and not _is_day(by_path[source.path])
    )
    return (*whole, *(source for source in named if source not in whole))


def _is_day(column: Column) -> bool:
    return column.look.share(lambda text: DAY.fullmatch(text.strip())) > 0.9


def day_and_clock(columns: Sequence[Column]) -> tuple[Source, ...]:
    """One time out of a column of days and a column of clock times in the same place."""
    timely = [column for column in columns if name_score("at", column.words)]
    days = [column for column in timely if column.look.share(DAY.fullmatch) > 0.9]
    clocks = [column for column in timely if column.look.share(CLOCK.fullmatch) > 0.9] if days else []
    for day in days:
        parent = day.path[:-1]
        clock = next((one for one in clocks if one.path[:-1] == parent), None)
        if clock and not speaks_against("at", day.words):
            return (Source(day.path, template=(day.path, " ", clock.path)),)
    return ()

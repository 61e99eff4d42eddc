"""What names of columns mean, from the lists in `names.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from typing import Any, Final, NamedTuple

AGAINST: Final = 0.45
"""What is left of a score below a level that speaks of something else (`response/`, `old/`)."""


WRAPPED_VALUE: Final = re.compile(
    r"(?<=.)/(?:value|tag|text|oid|s|n|string|long|int|(?:string|integer|int|timestamp|boolean) value)$"
)
"""The last level of `operationName.value`, `event_type.\".tag\"`, `EventID.#text`, `user.S`: the name is above."""


NOBODYS: Final = 0.3
"""The same for people, who are looked for with less asked of them."""


class Rule(NamedTuple):
    """A pattern for the words of a path, and the score of what it matches."""

    score: int
    pattern: re.Pattern[str]


@lru_cache(maxsize=1)
def _lists() -> dict[str, Any]:
    return tomllib.loads((resources.files("auditui.formats") / "names.toml").read_text("utf-8"))


@lru_cache(maxsize=64)
def rules(field: str) -> tuple[Rule, ...]:
    """The rules of one field, best first."""
    words = {name: "|".join(listed) for name, listed in _lists()["words"].items()}
    said: Mapping[str, list[str]] = _lists()["fields"][field]
    found = (Rule(int(score), _pattern(names, words)) for score, names in said.items())
    return tuple(sorted(found, key=lambda rule: -rule.score))


def _pattern(names: list[str], words: Mapping[str, str]) -> re.Pattern[str]:
    return re.compile(rf"(?:^|.*/)(?:{_filled('|'.join(names), words)})")


def _filled(pattern: str, words: Mapping[str, str]) -> str:
    """A pattern with `{who}` and the like spelled out."""
    for name, listed in words.items():
        pattern = pattern.replace(f"{{{name}}}", listed)
    return pattern


def fields() -> tuple[str, ...]:
    """The fields that have rules."""
    return tuple(_lists()["fields"])


@lru_cache(maxsize=16_384)
def name_score(field: str, words: str) -> float:
    """How much a name (words of a path) says that a column is this field: 0, or 40 to 100, less in a wrong place."""
    if field not in WHO_FIELDS or not words.endswith("/tag"):  # `actor.".tag"` tells the kind of somebody
        words = WRAPPED_VALUE.sub("", words)
    for rule in rules(field):
        if rule.pattern.fullmatch(words):
            return rule.score * _place(field, words)
    return 0.0


@lru_cache(maxsize=4096)
def name_scores(words: str) -> Mapping[str, float]:
    """The fields that a name speaks for at all, each with its `name_score`."""
    scores = {field: name_score(field, words) for field in fields()}
    return {field: score for field, score in scores.items() if score}


@lru_cache(maxsize=8)
def _against(name: str) -> re.Pattern[str]:
    words = {listed: "|".join(names) for listed, names in _lists()["words"].items()}
    return re.compile(_filled(_lists()["against"][name], words))


SURELY_WHO: Final = re.compile(
    r"^(?:data|extra|response object|debug context)/"
    r"(?:(?:actors?|initiator|performed by|authentication info|user identity)/[^/]+"
    r"|(?:actor|initiator)(?: [^/]+)?|(?:src|dst|source) ?user(?: name)?)$"
    r"|(?:^|/)relationships/(?:user|actor|author|creator|causer)/data/id$"
)
THINGS: Final = frozenset({"entity_id", "entity_name"})
ASKED_FOR: Final = re.compile(r"(?:^|/)request param(?:eter)?s/[^/]+$")
"""What a call was told to do its work on."""
PLACES: Final[Mapping[str, tuple[str, float]]] = {
    "action": ("action", 0.5), "at": ("at", 0.4), "ip": ("ip", 0.4), "status": ("status", 0.4),
    "entity_id": ("thing", AGAINST), "entity_name": ("thing", AGAINST),
}  # fmt: skip
"""For fields with a list of what speaks against them alone: its name, and what is left of the score."""
OF_A_MACHINE: Final = re.compile(
    r"^(?!.*\b(?:client|source|src|remote|initiator|actor|user|peer|caller|origin)\b)"
    r"(?:.*/)?(?:(?:host|node|server|destination|dest|dst)[ /](?:ip|ips|ipv4|ip v4|ip addr)"
    r"|(?:node|server|destination|dest|dst)[ /](?:ip )?address)$"
)
"""Addresses of what writes the log, or of where something went: nobody came from there, whatever else is not said."""
WHO_FIELDS: Final = frozenset({"actor", "actor_id", "email", "role"})
OWN_PLACES: Final = ("event/", "metadata/", "id/", "audit", "log/")


def speaks_against(field: str, words: str) -> bool:
    """Whether the levels above a name, or words in it, say that it is something else than this field."""
    if field == "ip" and OF_A_MACHINE.search(words):
        return True
    return bool(_against("anywhere").search(words) or _against(field).search(words))


def _place(field: str, words: str) -> float:
    """What the levels above (and words beside) leave of a score."""
    if field in THINGS and ASKED_FOR.search(words):
        return 1.0
    if field not in ("status", "outcome", "user_agent") and _against("anywhere").search(words):
        return AGAINST if field not in WHO_FIELDS or SURELY_WHO.search(words) else NOBODYS
    if field in WHO_FIELDS:
        return NOBODYS if _against("who").search(words) and not SURELY_WHO.search(words) else 1.0
    if field in ("id", "category"):
        return 1.0 if "/" not in words or words.startswith(OWN_PLACES) else 0.3
    if field == "ip" and OF_A_MACHINE.search(words):
        return 0.0
    listed, left = PLACES.get(field, ("", 1.0))
    is_request = field == "action" and "request/" in words
    return left if listed and not is_request and _against(listed).search(words) else 1.0

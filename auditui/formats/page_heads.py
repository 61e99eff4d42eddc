"""Objects with a time that are no events but what stands around some: when a page was made, and what made it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final

from auditui.formats.empty_pages import is_about_pages, is_of_event
from auditui.formats.json_text import spelled
from auditui.formats.names import name_scores
from auditui.formats.records import Value
from auditui.formats.timed import has_time
from auditui.formats.words import words_of

RECORDS_SAID: Final = re.compile(
    r"(?:.* )?(?:records?|entry|entries|events?|logs?|histor(?:y|ies)|audits?|activit(?:y|ies)|trails?|rows|results"
    r"|list|(?:log|trail|audit|history|event|activity) items?)"
)
"""Names of lists of records, whatever else they say."""
MADE: Final = re.compile(
    r"\b(?:generated|exported|fetched|retrieved|queried|requested|downloaded|report|response|server|export|query"
    r"|as of)\b"
)
"""Names of the time when a page was made; an event's own time may be called anything else."""
TITLES: Final = frozenset((
    "title", "subject", "summary", "short description", "key", "number", "iid", "sys class name", "name",
))  # fmt: skip
"""Names of what only a thing has: its lists are of what happened to it."""
LOOKED_AT: Final = 8
LONGEST_SAID: Final = 1_000
"""Bytes that an object has at most which is said of each record."""
WHO_SURELY: Final = 70
DEED_SURELY: Final = 70


def is_page(document: dict[str, Any], lists: Sequence[tuple[str, list[Value]]]) -> bool:
    """Whether an object with a time is a page of the records in its lists: these say themselves who or what, and when.

    Under a name of records the page says neither who nor what, and is no thing. Under any other name, as lists of
    approvals and attempts have it that an event carries, it says nothing but what pages do; and either that its
    time is when it was made, or its records say all three.
    """
    if _says_who_or_what(document):
        return False
    filled = [(key, members) for key, members in lists if members and not _is_beside(key, members)]
    if not filled or not all(_are_records(members) for _, members in filled):
        return False
    if all(_names_records(key) for key, _ in filled):
        return not any(words_of(key) in TITLES for key in document)
    heads = _said(document)
    if not all(is_about_pages(key) or _is_made(key) or has_time({key: one}, 0) for key, one in heads):
        return False
    if any(_is_made(key) and has_time({key: one}, 0) for key, one in heads):
        return True
    return all(_are_records(members, are_full=True) for _, members in filled)


def has_records(document: dict[str, Any]) -> bool:
    """Whether an object has a list of objects under a name of records; nearly no event has a list at all."""
    return list in map(type, document.values()) and any(
        value.__class__ is list and value and value[0].__class__ is dict and _names_records(key)
        for key, value in document.items()
    )


def beyond_pages(document: dict[str, Any]) -> dict[str, Any]:
    """What a page says of its records: nothing that every page says, no lists, and nothing too long."""
    return {
        key: value
        for key, value in document.items()
        if value.__class__ is not list
        and not is_about_pages(key)
        and not has_time({key: value}, 0)
        and (value.__class__ is not dict or len(spelled(value)) <= LONGEST_SAID)
    }


def _is_beside(key: str, members: list[Value]) -> bool:
    """Whether a list is one of those that pages have besides their records: links, columns, warnings."""
    return is_about_pages(key) and not any(one.__class__ is dict and has_time(one, 1) for one in members[:LOOKED_AT])


def _said(document: dict[str, Any]) -> list[tuple[str, Value]]:
    """Names and values of an object and those in it, less lists."""
    found: list[tuple[str, Value]] = []
    for key, value in document.items():
        if value.__class__ is dict:
            found += _said(value)
        elif value.__class__ is not list:
            found.append((key, value))
    return found


def _says_who_or_what(document: dict[str, Any]) -> bool:
    for key, value in document.items():
        if value.__class__ is dict:
            if _says_who_or_what(value):
                return True
        elif value and value.__class__ is not list and is_of_event(key) and not is_about_pages(key):
            return True
    return False


def _are_records(members: list[Value], *, are_full: bool = False) -> bool:
    return all(one.__class__ is dict and has_time(one, 1) and _tells(one, are_full) for one in members[:LOOKED_AT])


def _tells(member: dict[str, Any], is_full: bool) -> bool:
    """Whether an object says who or what; or both."""
    said = [(_names_who(key), _names_deed(key)) for key, value in member.items() if value]
    who, deed = any(one for one, _ in said), any(one for _, one in said)
    return (who and deed) if is_full else (who or deed)


@lru_cache(maxsize=4096)
def _names_who(key: str) -> bool:
    return name_scores(words_of(key)).get("actor", 0) >= WHO_SURELY


@lru_cache(maxsize=4096)
def _names_deed(key: str) -> bool:
    return name_scores(words_of(key)).get("action", 0) >= DEED_SURELY


@lru_cache(maxsize=4096)
def _names_records(key: str) -> bool:
    return RECORDS_SAID.fullmatch(words_of(key)) is not None


@lru_cache(maxsize=4096)
def _is_made(key: str) -> bool:
    return MADE.search(words_of(key)) is not None

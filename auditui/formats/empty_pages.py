"""Whether a document is a page of an API that holds no records: neither an event nor a fault."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final

from auditui.formats.names import name_scores
from auditui.formats.records import Value
from auditui.formats.timed import is_timed
from auditui.formats.words import words_of

ABOUT_PAGES: Final = re.compile(
    r"\b(?:next|prev|previous|page|pages|paging|pagination|cursor|token|total|count|limit|offset|size|more|meta|metadata"
    r"|links?|took|generated|exported|fetched|retrieved|query|queried|response|server|etag|kind|object|version|success"
    r"|status|errors?|warnings?|message|ok|code|request id|self|href|url|odata|shards|timed out|start|end|since|until"
    r"|stats|statistics|result type)\b"
)
"""Words in the names of what pages say besides their records."""
WHO_SURELY: Final = 70
DEED_SURELY: Final = 80
"""Scores of names that no page has: who, and what was done."""
DEEPEST: Final = 3

IsWrapper = Callable[[str], bool]


def is_empty_page(document: dict[str, Any], is_wrapper: IsWrapper, depth: int = DEEPEST) -> bool:
    """Whether all lists in a document are empty, or of such documents, and nothing else in it tells of an event.

    What stands beside an empty list under a key that wraps records may be anything but who, what and when. Beside one
    under any other key, and beside null or `{}` in the place of a list, there is nothing but what pages say.
    """
    if any(is_of_event(key) and value is not None for key, value in document.items()):
        return False
    found: set[str] = set()
    foreign: dict[str, Value] = {}
    for key, value in document.items():
        kind = _kind(key, value, is_wrapper, depth)
        if kind == FILLED:
            return False
        if kind:
            found.add(kind)
        elif not is_about_pages(key):
            foreign[key] = value
    if not found:
        return False
    if LISTED in found:
        return not is_timed(foreign)
    return all(value is None for value in foreign.values())


LISTED: Final = "an empty list under a key that wraps records"
OTHER: Final = "an empty list under another key"
NOTHING: Final = "nothing in the place of a list"
FILLED: Final = "a list with something in it"


def _kind(key: str, value: Value, is_wrapper: IsWrapper, depth: int) -> str:
    """What a value is as the place of records; empty where it is none."""
    if value.__class__ is list:
        is_bare = all(one.__class__ is dict and depth and is_empty_page(one, is_wrapper, depth - 1) for one in value)
        return FILLED if not is_bare else LISTED if value or is_wrapper(key) else OTHER
    if value is None or value == {}:
        return NOTHING if is_wrapper(key) else ""
    if value.__class__ is dict and depth and is_empty_page(value, is_wrapper, depth - 1):
        return LISTED
    return ""


@lru_cache(maxsize=4096)
def is_about_pages(key: str) -> bool:
    """Whether a name is one of what pages say of themselves."""
    return ABOUT_PAGES.search(words_of(key)) is not None


@lru_cache(maxsize=4096)
def is_of_event(key: str) -> bool:
    """Whether a name says who did something, or what; those of pages do not."""
    if is_about_pages(key):
        return False
    said = name_scores(words_of(key))
    return said.get("actor", 0) >= WHO_SURELY or said.get("action", 0) >= DEED_SURELY

"""What a name means through the columns that stand beside its own.

A name alone speaks for several fields: `subject_id` is somebody, or the thing that something was done to. Where
another column settles which, the wrong meanings are struck out before any column is chosen.
"""

# ruff: noqa: PLR2004  shares are the rules themselves; a name for each would say nothing more

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence, Set
from functools import lru_cache
from typing import Any, Final, TypeAlias

from auditui.core.verbs import verb_of
from auditui.formats.columns import Column
from auditui.formats.names import name_score
from auditui.formats.row_versions import are_versions
from auditui.formats.words import words_of

Named: TypeAlias = "dict[str, list[tuple[Column, float]]]"
"""For each field the columns whose names speak for it, and how much they do."""

WHO: Final = ("actor", "actor_id", "email", "role")
SENT_TO: Final = frozenset(("to", "recipient", "recipients", "recipient address"))
"""Beside these a subject is the title of a mail, and nobody's name."""
CHANGED_BY: Final = re.compile(
    r"(?:last )?(?:changed|modified|updated|edited|altered|revised|deleted|removed) by"
    r"(?: (?:user(?: id| name)?|id|name))?|(?:history|revision) user(?: id| name)?"
)
"""Who changed the record that a row holds as it was."""
DONE_BY: Final = re.compile(
    rf"{CHANGED_BY.pattern}|(?:performed|executed|done|initiated|triggered) by(?: (?:user(?: id| name)?|id|name))?"
    r"|causer(?: id| name)?|whodunnit"
)
OF_RECORD: Final = frozenset((
    "email", "email address", "e mail", "mail", "name", "full name", "display name", "nickname", "customer",
    "customer name", "client name", "contact", "contact name",
))  # fmt: skip
"""Bare names that say something of the record where another column says who did it."""
_changed_by: Final = lru_cache(maxsize=8192)(CHANGED_BY.fullmatch)
_done_by: Final = lru_cache(maxsize=8192)(DONE_BY.fullmatch)
TITLES: Final = frozenset(("name", "title", "label"))


def settle(named: Named, leaves: Sequence[Column], records: Sequence[Mapping[str, Any]]) -> None:
    """Strike out the meanings that columns cannot have beside the others."""
    words = {column.words for column in leaves}
    if "subject" in words and not SENT_TO.isdisjoint(words):
        _strike(named, ("actor",), ("subject",))
    if "subject id" in words and "subject type" in words and (_who_else(words) or not _are_persons(leaves)):
        _strike(named, WHO, ("subject id",))
    if not OF_RECORD.isdisjoint(words) and (any(map(_done_by, words)) or any(map(_done_by, _names_in(records)))):
        _strike(named, WHO, OF_RECORD)
    if "actor/id" in words and "type" in words and _are_things_run(words, leaves):
        _things_run(named, leaves)
    _own_ids(named, words)
    titles = [one for one in leaves if one.words in TITLES and one.look.share(_says_deed) < 0.5]
    if titles and any(map(_changed_by, words)):
        _strike(named, ("action",), [one.words for one in titles])
    if "id" in words and (are_versions(words) or ("revision" in words and _is_all_there_is(named, words))):
        _strike(named, ("id", "action"), ("id", *TITLES))
        named["entity_id"] = [*named.get("entity_id", ()), *((one, 110) for one in leaves if one.words == "id")]
        named["entity_name"] = [*named.get("entity_name", ()), *((one, 90) for one in titles)]


RUN: Final = frozenset((
    "container", "image", "volume", "network", "plugin", "node", "service", "secret", "config", "daemon", "builder",
    "pod",
))  # fmt: skip
"""What engines of containers call an actor: the thing that something happened to."""
OF_THINGS: Final = {"actor/id": "entity_id", "actor/attributes/name": "entity_name", "type": "entity_type"}


def _are_things_run(words: Iterable[str], leaves: Sequence[Column]) -> bool:
    """Whether each `Actor`, of which nothing is said but its id and labels, is a thing that an engine runs."""
    if not all(one == "actor/id" or one.startswith("actor/attributes/") for one in words if one.startswith("actor/")):
        return False
    kinds = next(column.look for column in leaves if column.words == "type")
    return kinds.share(lambda text: text.lower() in RUN) > 0.9


def _things_run(named: Named, leaves: Sequence[Column]) -> None:
    _strike(named, WHO, [one.words for one in leaves if one.words.startswith("actor/")])
    for column in leaves:
        if field := OF_THINGS.get(column.words):
            named[field] = [*named.get(field, ()), (column, 110)]


OBJECTS: Final = frozenset(("object id", "resource id", "entity id", "target id", "item id"))


def _own_ids(named: Named, words: Set[str]) -> None:
    """No entity is what only counts the entries: an id such as `_document_id`; a `RecordId` beside an `ObjectId`."""
    if "entity_id" not in named:
        return
    own = [column for column, _ in named.get("id", ()) if str(column.path[-1])[:1] == "_"]
    if "record id" in words and not OBJECTS.isdisjoint(words):
        records = [column for column, _ in named.get("id", ()) if column.words == "record id" and _all_differ(column)]
        own += records
        _strike(named, ("entity_type",), ("record type",) if records else ())
    if own:
        named["entity_id"] = [(column, said) for column, said in named["entity_id"] if column not in own]


def _all_differ(column: Column) -> bool:
    return len(set(map(str, column.values))) == len(column.values)


def _is_all_there_is(named: Named, words: Iterable[str]) -> bool:
    """Whether the `id` of a revision that somebody made can only be that of the record."""
    return any(map(_changed_by, words)) and not any(said >= 66 for _, said in named.get("entity_id", ()))


def _strike(named: Named, fields: Iterable[str], words: Iterable[str]) -> None:
    """Take these fields from all columns of these words."""
    for field in fields:
        if field in named:
            named[field] = [(column, said) for column, said in named[field] if column.words not in words]


def _names_in(records: Sequence[Mapping[str, Any]]) -> set[str]:
    """The words of all keys at the top, also of those that hold nothing anywhere."""
    return {words_of(key) for key in {key for record in records for key in record}}


def _says_deed(text: str) -> bool:
    return verb_of(text, "") != "other"


@lru_cache(maxsize=8192)
def _names_somebody(words: str) -> bool:
    return name_score("actor", words) >= 58 or name_score("actor_id", words) >= 100


def _who_else(words: Iterable[str]) -> bool:
    """Whether a column other than the subject says who did it."""
    return any(_names_somebody(one) for one in words if not one.startswith("subject"))


PERSONS: Final = frozenset(("user", "users", "person", "account", "employee", "member", "service account", "group"))


def _are_persons(leaves: Sequence[Column]) -> bool:
    """Whether the subjects are people: those whom a right is given to, and who use it."""
    kinds = next(column.look for column in leaves if column.words == "subject type")
    return kinds.share(lambda text: words_of(text) in PERSONS) > 0.5

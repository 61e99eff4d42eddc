"""Tables that keep each state a record was in, as trails of object mappers do: a row of the record, a few columns more.

The `id` is the record's; which deed led to the state is a sign or a number.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from typing import Final

from auditui.formats.columns import Column
from auditui.formats.plan import Condition, Source

SIGNS: Final = {"+": "create", "~": "update", "-": "delete"}
NUMBERS: Final = {"0": "create", "1": "update", "2": "delete", "add": "create", "mod": "update", "del": "delete"}
DEEDS: Final = {"history type": SIGNS, "revtype": NUMBERS, "rev type": NUMBERS, "revision type": NUMBERS}
"""What stands for a deed, by the name of its column."""


def are_versions(words: Set[str]) -> bool:
    """Whether columns of these names are those of states of records, each with the record's own `id`."""
    return "history id" in words or not words.isdisjoint(("revtype", "rev type", "revision type"))


def deeds(columns: Sequence[Column]) -> dict[str, tuple[Source, ...]]:
    """Sources of the action and the verb where a column of states holds nothing but such signs or numbers."""
    for column in columns:
        meanings = DEEDS.get(column.words)
        if meanings is not None and all(str(value).lower() in meanings for value in column.values):
            return _deeds(column, meanings)
    return {}


def _deeds(column: Column, meanings: dict[str, str]) -> dict[str, tuple[Source, ...]]:
    """A `-`, which says nothing anywhere else, is a deed here."""
    gone = (Condition(column.path, ("-",)),) if "-" in meanings else ()
    action, verb = Source(column.path), Source(column.path, values=meanings, only=True)
    if not gone:
        return {"action": (action,), "verb": (verb,)}
    return {
        "action": (action, Source(constant="-", when=gone)),
        "verb": (verb, Source(constant=SIGNS["-"], when=gone)),
    }

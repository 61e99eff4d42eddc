"""What people call a command who do not know what it is called here: by the id of its key."""

from __future__ import annotations

from typing import Final

from auditui.core.text import fold
from auditui.tui.keys import Key

_LEAST: Final = 2
"""Letters from where on a beginning says which word is meant."""
_WORDS: Final = {
    "details": "inspect before after diff raw fields",
    "search": "find grep query filter text",
    "filters": "failed failures errors outcome role area facets narrow",
    "dates": "today yesterday week month when since until range",
    "keep": "only include filter value",
    "exclude": "not without hide",
    "clear": "reset remove delete filter everything",
    "chips": "remove delete filter",
    "back": "undo previous return",
    "forward": "redo",
    "findings": "alerts anomalies suspicious rules report failed",
    "views": "load favourites saved",
    "views.save": "remember store",
    "history": "entity object timeline trail changes ticket",
    "actor": "who person user account activity",
    "address": "ip host from where",
    "request": "session correlation trace transaction",
    "nearby": "context minutes before after neighbours",
    "sort": "order newest oldest",
    "columns": "fields show hide width",
    "rows": "goto jump page size number",
    "refresh": "reload update",
    "follow": "tail live watch",
    "mark": "tick check",
    "copy": "clipboard yank",
    "bookmark": "note comment star pin flag",
    "export": "save csv download write print pdf",
    "delete": "remove purge erase",
    "copy.command": "link share shell",
    "zone": "timezone clock relative",
    "timeline": "chart histogram graph spike",
    "zoom.in": "magnify closer",
    "zoom.out": "wider",
    "undo": "escape cancel",
    "quit": "exit leave close",
    "help": "keys shortcuts manual language syntax",
}


def words_of(key: Key) -> tuple[str, ...]:
    """Other words for a key, its id's among them, which the configuration knows it by."""
    return tuple(dict.fromkeys([*key.id.split("."), *_WORDS.get(key.id, "").split()]))


def known_as(typed: str, key: Key) -> str:
    """Those of its other words that begin with a word typed, of two letters at least; empty where none does."""
    begun = tuple(word for word in fold(typed).split() if len(word) >= _LEAST)
    return ", ".join(word for word in words_of(key) if word.startswith(begun))

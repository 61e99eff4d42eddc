"""The one table of keys: bindings, footer hints, help and palette entries are all made from it.

Keys are written as they are typed (`?`, `G`, `ctrl+d`) or by name (`enter`, `pagedown`). The first
key of an entry is the one that footer and palette show. Every entry has a key without ctrl, alt,
shift+arrow or function keys, since terminals and multiplexers swallow those.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING, Final, TypeAlias

from auditui.core.errors import UsageError
from auditui.tui import window_keys

if TYPE_CHECKING:
    from textual.binding import BindingType


class Context(Enum):
    """Where a key works: on one focused part, anywhere in the explorer, in the whole app, or in a window."""

    TABLE = "table"
    CHIPS = "chips"
    TIMELINE = "timeline"
    EXPLORER = "explorer"
    APP = "app"
    CALENDAR = "calendar"
    DATES = "dates"
    PAGE = "page"
    TREE = "tree"
    DETAILS = "details"
    HISTORY = "history"
    FINDINGS = "findings"
    VIEWS = "views"
    HELP = "help"
    CHOOSE = "choose"
    COLUMNS = "columns"
    FILTERS = "filters"
    BOOKMARKS = "bookmarks"
    EXPORT = "export"
    PROGRESS = "progress"
    DELETE = "delete"
    WINDOW = "window"


@dataclass(frozen=True, slots=True)
class Key:
    """One thing that a key does."""

    id: str
    """Unique and stable: the name to rebind it by in the configuration."""
    keys: tuple[str, ...]
    action: str
    """Textual action, run on the widget that the context names."""
    label: str
    """One to three words for footer and palette."""
    help: str
    """One sentence for the help window."""
    group: str
    context: Context = Context.EXPLORER
    palette: bool = True
    """False for mere movement, which nobody looks for by name."""


_MOVE: Final = "Move"
_FIND: Final = "Find"
_LOOK: Final = "Look inside"
_FOLLOW: Final = "Follow"
_TAKE: Final = "Mark and take away"
_PAGE: Final = "Pages and columns"
_TIME: Final = "Time"
_PROGRAM: Final = "Program"

_Row: TypeAlias = tuple[str, str, str, str, str, str]
"""Group, id, keys apart by blanks, action, label, help."""

_MOVES: Final[tuple[_Row, ...]] = (
    (_MOVE, "cursor.up", "k up", "cursor_up", "up", "Go to the row above, or up inside a tall open row."),
    (_MOVE, "cursor.down", "j down", "cursor_down", "down", "Go to the row below, or down inside a tall open row."),
    (_MOVE, "cursor.left", "left", "column_left", "cell left", "Go to the cell on the left."),
    (_MOVE, "cursor.right", "right", "column_right", "cell right", "Go to the cell on the right."),
    (_MOVE, "screen.up", "pageup", "page_up", "screen up", "Move up by one screen."),
    (_MOVE, "screen.down", "space pagedown", "page_down", "screen down", "Move down by one screen."),
    (_MOVE, "half.up", "< ctrl+u", "half_page_up", "half up", "Move up by half a screen."),
    (_MOVE, "half.down", "> ctrl+d", "half_page_down", "half down", "Move down by half a screen."),
    (_MOVE, "cursor.top", "g home", "top", "first row", "Go to the first row of the page."),
    (_MOVE, "cursor.bottom", "G end", "bottom", "last row", "Go to the last row of the page."),
)
_TABLE: Final[tuple[_Row, ...]] = (
    (_LOOK, "row.toggle", "enter", "toggle_row", "expand", "Open or close the row under the cursor."),
    (_TAKE, "mark", "x", "mark", "select", "Select the row, or take the selection back."),
    (_TAKE, "mark.up", "K shift+up", "extend_up", "select up", "Select this row and go up."),
    (_TAKE, "mark.down", "J shift+down", "extend_down", "select down", "Select this row and go down."),
    (_TAKE, "mark.page", "*", "mark_page", "select page", "Select all rows of the page, or none."),
)
_EXPLORER: Final[tuple[_Row, ...]] = (
    (_LOOK, "details", "o", "details", "details", "Show everything about the event in a window."),
    (_LOOK, "menu", ".", "menu", "menu", "List what can be done with this row and this value."),
    (_FIND, "search", "/", "search", "search", "Edit the query; it starts with the present one."),
    (_FIND, "filters", "f", "filters", "filters", "Narrow by action, user, type and more, with counts."),
    (_FIND, "dates", "d", "dates", "dates", "Choose a day or a period in a calendar."),
    (_FIND, "keep", "=", "keep", "keep value", "Show only events with the value under the cursor."),
    (_FIND, "exclude", "!", "exclude", "exclude value", "Hide events with the value under the cursor."),
    (_FIND, "clear", "c", "clear", "clear filters", "Drop all filters."),
    (_FIND, "chips", "E", "chips", "edit filters", "Go to the filters, to take one out."),
    (_FIND, "drop", "X", "drop", "drop the cause", "Where nothing is found, drop the filter that is why."),
    (_FIND, "back", "b", "back", "view back", "Go back to the view before this one."),
    (_FIND, "forward", "B", "forward", "view forward", "Take back the last step back."),
    (_FIND, "findings", "R", "findings", "findings", "Show what in a period deserves a look, most severe first."),
    (_FIND, "views", "v", "views", "saved views", "Open, rename or remove a saved view."),
    (_FIND, "views.save", "V", "save_view", "save view", "Save this view under a name."),
    (_FOLLOW, "history", "h", "history", "this record", "Show everything that happened to the same record."),
    (_FOLLOW, "actor", "a", "actor", "this user", "Show what the same user did: id, else e-mail, else name."),
    (_FOLLOW, "address", "i", "address", "this address", "Show everything from the same address."),
    (_FOLLOW, "request", "u", "request", "this request", "Show everything that belongs to the same request."),
    (_FOLLOW, "nearby", "w", "nearby", "around this", "Show what anybody did within 5 minutes of the event."),
    (_PAGE, "next", "n ]", "next_page", "next page", "Go to the next page."),
    (_PAGE, "previous", "p [", "previous_page", "previous page", "Go to the previous page."),
    (_PAGE, "sort", "s", "sort", "sort", "Choose the order of the events."),
    (_PAGE, "columns", "C", "columns", "columns", "Choose the columns."),
    (_PAGE, "rows", "#", "rows", "rows and page", "Choose rows per page, or go to a page by its number."),
    (_PAGE, "refresh", "r", "refresh", "refresh", "Read again, with what was added since."),
    (_PAGE, "follow", "F", "follow", "follow", "Tell of new events as they come in, or no longer."),
    (_TAKE, "mark.all", "A", "mark_all", "select all", "Select everything that matches; again, nothing."),
    (_TAKE, "copy", "y", "copy", "copy", "Copy the selected events, or this one, as text."),
    (_TAKE, "copy.json", "Y", "copy_json", "copy JSON", "Copy the selected events, or this one, as JSON."),
    (_TAKE, "copy.table", "W", "copy_markdown", "copy Markdown", "Copy them as a Markdown table, for a ticket."),
    (_TAKE, "bookmark", "m", "bookmark", "bookmark", "Set a bookmark with a note; an empty note takes it away."),
    (_TAKE, "bookmark.next", "M", "next_bookmark", "next bookmark", "Go to the next bookmark of this view."),
    (_TAKE, "bookmarks", "N", "bookmarks", "bookmarks", "List all bookmarks with their notes, to go to one."),
    (_TAKE, "export", "e", "export", "export", "Write events to a file: CSV, JSON, PDF or bundle."),
    (_TAKE, "delete", "D", "delete", "delete", "Delete the selected events for good; Owners alone may."),
    (_TAKE, "copy.command", "L", "copy_command", "copy command", "Copy the command line of this view."),
    (_TIME, "zone", "t", "zone", "UTC, local, age", "Show times in UTC, in local time, or as their age."),
    (_TIME, "timeline", "T", "timeline", "timeline", "Go to the timeline, to narrow to a part of it."),
    (_TIME, "zoom.in", "+", "zoom_in", "zoom in", "Look at half of the time shown."),
    (_TIME, "zoom.out", "-", "zoom_out", "zoom out", "Look at twice the time shown."),
    (_PROGRAM, "undo", "escape", "undo", "undo one step", "Leave, unselect, close or unfilter: one layer."),
    (_PROGRAM, "quit", "q", "quit", "quit", "Close a window; in the explorer, quit."),
)
_TIMELINE: Final[tuple[_Row, ...]] = (
    (_TIME, "timeline.left", "left", "earlier", "earlier", "Go to the bar on the left."),
    (_TIME, "timeline.right", "right", "later", "later", "Go to the bar on the right."),
    (_TIME, "timeline.first", "g home", "first", "first bar", "Go to the first bar."),
    (_TIME, "timeline.last", "G end", "last", "last bar", "Go to the last bar."),
    (_TIME, "timeline.shrink", "J shift+left", "extend_earlier", "extend left", "Stretch the selection to the left."),
    (_TIME, "timeline.grow", "K shift+right", "extend_later", "extend right", "Stretch the selection to the right."),
    (_TIME, "timeline.narrow", "enter", "narrow", "narrow", "Show only the events of the selected bars."),
    (_TIME, "timeline.leave", "down j", "leave", "to the table", "Go to the table."),
)
_CHIPS: Final[tuple[_Row, ...]] = (
    (_FIND, "chips.left", "left", "previous", "left", "Go to the filter on the left."),
    (_FIND, "chips.right", "right", "next", "right", "Go to the filter on the right."),
    (_FIND, "chips.remove", "enter x delete backspace", "remove", "take out", "Take the filter out of the query."),
    (_FIND, "chips.leave", "down j", "leave", "to the table", "Go to the table."),
)
_APP: Final[tuple[_Row, ...]] = (
    (_PROGRAM, "help", "? f1", "help", "help", "List all keys and the query language."),
    (_PROGRAM, "palette", ": ctrl+p", "command_palette", "commands", "Find a command by its name."),
    (_PROGRAM, "suspend", "Z ctrl+z", "suspend_process", "suspend", "Go to the shell; fg comes back."),
)


def _keys(context: Context, rows: Iterable[_Row], *, palette: bool = True) -> list[Key]:
    return [
        Key(key_id, tuple(keys.split()), action, label, help_, group, context, palette and key_id != "palette")
        for group, key_id, keys, action, label, help_ in rows
    ]


KEYS: Final = (
    *_keys(Context.TABLE, _MOVES, palette=False),
    *_keys(Context.TABLE, _TABLE),
    *_keys(Context.EXPLORER, _EXPLORER),
    *_keys(Context.TIMELINE, _TIMELINE, palette=False),
    *_keys(Context.CHIPS, _CHIPS, palette=False),
    *_keys(Context.APP, _APP),
    *_keys(Context.WINDOW, window_keys.WINDOW, palette=False),
    *_keys(Context.DATES, window_keys.DATES, palette=False),
    *_keys(Context.CALENDAR, window_keys.CALENDAR, palette=False),
    *_keys(Context.DETAILS, window_keys.DETAILS, palette=False),
    *_keys(Context.VIEWS, window_keys.VIEWS, palette=False),
    *_keys(Context.HISTORY, window_keys.HISTORY, palette=False),
    *_keys(Context.FINDINGS, window_keys.FINDINGS, palette=False),
    *_keys(Context.TREE, window_keys.TREE, palette=False),
    *_keys(Context.PAGE, window_keys.PAGE, palette=False),
    *_keys(Context.HELP, window_keys.HELP, palette=False),
    *_keys(Context.CHOOSE, window_keys.CHOOSE, palette=False),
    *_keys(Context.COLUMNS, window_keys.COLUMNS, palette=False),
    *_keys(Context.FILTERS, window_keys.FILTERS, palette=False),
    *_keys(Context.BOOKMARKS, window_keys.BOOKMARKS, palette=False),
    *_keys(Context.EXPORT, window_keys.EXPORT, palette=False),
    *_keys(Context.PROGRESS, window_keys.PROGRESS, palette=False),
    *_keys(Context.DELETE, window_keys.DELETE, palette=False),
)
FOOTER: Final = (
    "row.toggle", "details", "menu", "search", "filters", "dates", "sort", "mark", "copy", "keep", "clear", "next",
    "help", "quit",
)  # fmt: skip
"""Ids that the footer shows, the first ones first where room is short; the last two always."""
FOOTERS: Final = {
    Context.TIMELINE: (
        "timeline.narrow", "timeline.left", "timeline.right", "timeline.shrink", "timeline.grow", "zoom.in", "zoom.out",
        "timeline.leave", "timeline.first", "timeline.last", "help", "quit",
    ),
    Context.CHIPS: ("chips.remove", "chips.left", "chips.right", "clear", "chips.leave", "help", "quit"),
}  # fmt: skip
"""What it shows instead while these parts have the focus."""

_NAMES: Final = {
    "up": "↑", "down": "↓", "left": "←", "right": "→", "enter": "↵", "escape": "Esc", "space": "Space",
    "pageup": "PgUp", "pagedown": "PgDn", "home": "Home", "end": "End", "backspace": "⌫", "delete": "Del",
    "f1": "F1", "tab": "Tab", "comma": ",", "shift+up": "Shift+↑", "shift+down": "Shift+↓",
    "shift+left": "Shift+←", "shift+right": "Shift+→", "shift+tab": "Shift+Tab",
}  # fmt: skip


def shown(key: str) -> str:
    """A key as the screen names it: `↵` for `enter`, `Ctrl+P` for `ctrl+p`, a character as itself."""
    if key in _NAMES:
        return _NAMES[key]
    modifier, plus, last = key.rpartition("+")
    return f"{modifier.capitalize()}+{last.upper()}" if plus and modifier else key


EXPLORED: Final = frozenset({Context.TABLE, Context.CHIPS, Context.TIMELINE, Context.EXPLORER, Context.APP})
"""What is alive in the explorer itself; all else in windows over it."""
_LAYERS: Final[tuple[set[Context], ...]] = (
    *({part, Context.EXPLORER, Context.APP} for part in (Context.TABLE, Context.CHIPS, Context.TIMELINE)),
    {Context.DATES, Context.CALENDAR},
    {Context.DETAILS, Context.TREE},
    {Context.DETAILS, Context.PAGE},
    {Context.HELP, Context.PAGE},
    {Context.CHOOSE, Context.COLUMNS},
    {Context.CHOOSE, Context.VIEWS},
    {Context.CHOOSE, Context.BOOKMARKS},
    *({window, Context.WINDOW} for window in set(Context) - EXPLORED - {Context.HELP}),
)
"""Sets of contexts that are alive together."""


def clash(first: Context, second: Context) -> bool:
    """Whether keys of two contexts are alive at the same time. A window shuts out all that lies under it."""
    return first is second or any(first in layer and second in layer for layer in _LAYERS)


def rebound(overrides: Mapping[str, str], table: Sequence[Key] = KEYS) -> tuple[Key, ...]:
    """The table with other keys, as the configuration gives them: `{"details": "o,v"}`.

    Raises:
        UsageError: An id that is not in the table, no key at all, or a key that does two things at a time.
    """
    if not overrides:  # in the table itself nothing clashes
        return tuple(table)
    known = {key.id for key in table}
    for key_id in overrides:
        if key_id not in known:
            raise UsageError(f"{key_id!r} is no action", where="[keys]", hint=f"one of: {', '.join(sorted(known))}")
    changed = tuple(_with_keys(key, overrides[key.id]) if key.id in overrides else key for key in table)
    _refuse_clashes(changed)
    return changed


def _with_keys(key: Key, text: str) -> Key:
    keys = tuple(part.strip() for part in text.split(",") if part.strip())
    if not keys:
        raise UsageError(f"{key.id!r} has no key", where="[keys]", hint='give one or more, such as "o,v"')
    return replace(key, keys=keys)


def _refuse_clashes(table: Sequence[Key]) -> None:
    for first, second, key in clashes(table):
        raise UsageError(
            f"{key!r} is bound to both {first.id!r} and {second.id!r}",
            where="[keys]",
            hint="give one of them another key",
        )


def clashes(table: Sequence[Key]) -> Iterable[tuple[Key, Key, str]]:
    """Pairs of entries that share a key while both are alive, and that key."""
    bound: dict[str, list[Key]] = {}
    for second in table:
        for key in dict.fromkeys(second.keys):
            users = bound.setdefault(key, [])
            yield from ((first, second, key) for first in users if clash(first.context, second.context))
            users.append(second)


def bindings(*contexts: Context, table: Sequence[Key] = KEYS) -> list[BindingType]:
    """Textual bindings of these contexts; their ids let `App.set_keymap` move them."""
    from textual.binding import Binding

    return [
        Binding(_binding_keys(key), key.action, key.label, show=False, id=key.id)
        for key in table
        if key.context in contexts
    ]


def keymap(table: Sequence[Key]) -> dict[str, str]:
    """What `App.set_keymap` takes so that the bindings made from `KEYS` follow this table."""
    standard = {key.id: key.keys for key in KEYS}
    return {key.id: _binding_keys(key) for key in table if key.keys != standard[key.id]}


def _binding_keys(key: Key) -> str:
    return ",".join(key.keys)


def hints(table: Sequence[Key], width: int, part: Context = Context.TABLE) -> list[Key]:
    """The entries of the footer for a part that fit into `width` cells; help and quit always stay."""
    known = {key.id: key for key in table}
    ranked = [known[key_id] for key_id in FOOTERS.get(part, FOOTER)]
    first, last = ranked[:-2], ranked[-2:]
    room = width - 1 - sum(map(_hint_width, last))
    kept: list[Key] = []
    for key in first:
        room -= _hint_width(key)
        if room < 0:
            break
        kept.append(key)
    return kept + last


def _hint_width(key: Key) -> int:
    return len(shown(key.keys[0])) + 1 + len(key.label) + 2


def by_group(table: Sequence[Key]) -> dict[str, list[Key]]:
    """The help window's chapters, in the order of the table."""
    groups: dict[str, list[Key]] = {}
    for key in table:
        groups.setdefault(key.group, []).append(key)
    return groups

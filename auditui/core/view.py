"""A view: everything that decides what is on screen, as one immutable value and as one command line.

`ordered` in plain Python is what a `Sort` means; every store is held against it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from ipaddress import IPv4Address
from pathlib import Path
from typing import Final, TypeAlias

from auditui.core.errors import UsageError
from auditui.core.event import Event
from auditui.core.fields import ALIASES, PATH_ROOTS
from auditui.core.nearest import did_you_mean
from auditui.core.query import EVERYTHING, Query, Range, Term, freeze, with_clause
from auditui.core.text import fold, is_one_line, shorten
from auditui.core.times import now_us
from auditui.core.values import address_of, is_usual_address
from auditui.core.zones import zone_name

SORTABLE: Final = (
    "at", "seq", "actor", "action", "category", "entity_type", "entity_name", "status", "took", "ip", "role",
)  # fmt: skip
PAGE_SIZES: Final = (50, 100, 200, 500, 1000)
DEFAULT_PAGE_SIZE: Final = 200
COLUMN_SETS: Final[dict[str, tuple[str, ...]]] = {
    "api": ("at", "action", "status", "resource", "ip", "took"),
    "changes": ("at", "user", "action", "entity", "ip"),
    "people": ("user", "role", "category", "description", "at", "item"),
    "activity": ("seq", "at", "user", "action", "description", "ip"),
}
"""Named column sets of the explorer, in order. `--columns` takes a name or a comma list of column names."""
COLUMNS: Final = (
    "seq", "at", "user", "actor", "actor_id", "email", "role", "actor_kind", "on_behalf_of", "action", "verb", "method",
    "category", "entity", "resource", "item", "entity_type", "entity_id", "entity_name", "targets", "description",
    "status", "outcome", "took", "ip", "user_agent", "request_id", "changed", "changes", "origin", "flags", "id",
)  # fmt: skip
"""Columns of the explorer, beside paths below `details.`, `before.` and `after.`."""


@dataclass(frozen=True, slots=True)
class Sort:
    """An order of events.

    Time and `seq` are their own tie-breakers (`at` ties by `seq` in the same direction). Any other
    field: text by `fold`, then as recorded; numbers by size; addresses by number (IPv4, IPv6, then
    other text); events without the value last in both directions; ties newest first (`at` then
    `seq`, both descending) in both directions.
    """

    field: str = "at"
    descending: bool = True

    def __str__(self) -> str:
        return f"-{self.field}" if self.descending else self.field


NEWEST_FIRST: Final = Sort()


@dataclass(frozen=True, slots=True)
class AsOf:
    """What the store held at one moment: rows up to `last_seq`, and how many purges had happened."""

    last_seq: int
    generation: int = 0


@dataclass(frozen=True, slots=True)
class View:
    """Query, sort, columns, zone, page size and moment."""

    query: Query = EVERYTHING
    sort: Sort = NEWEST_FIRST
    columns: tuple[str, ...] = ()
    """Column names, or one name of `COLUMN_SETS`; empty: chosen by what the store holds."""
    zone: str = "UTC"
    """IANA name, or `UTC`, or `local`."""
    page_size: int = DEFAULT_PAGE_SIZE
    as_of: AsOf | None = None
    """None: whatever the store holds when it is asked."""
    now_us: int | None = None
    """What relative times mean; None: the clock, when the store is asked."""


# ---------------------------------------------------------------------------------------- options


def parse_sort(text: str) -> Sort:
    """A field of `SORTABLE`, with `-` in front for descending; blanks around it do not count.

    Raises:
        UsageError: There is no such field to sort by; with the nearest one.
    """
    written = text.strip()
    field = written.removeprefix("-").lower()
    field = _SORT_ALIASES.get(field, field)
    if field in SORTABLE:
        return Sort(field, descending=written.startswith("-"))
    raise UsageError(
        f"{written!r} is no field to sort by",
        where="--sort",
        hint=did_you_mean(field, (*SORTABLE, *_SORT_ALIASES), f"sort by one of {', '.join(SORTABLE)}"),
    )


_SORT_ALIASES: Final = {
    "time": "at", "user": "actor", "type": "entity_type", "name": "entity_name", "entity": "entity_name",
}  # fmt: skip


def parse_columns(text: str) -> tuple[str, ...]:
    """The name of a column set, or columns with commas between them, as `View.columns` keeps them.

    A set among columns stands for its columns (`changes` is a column there, and a set only alone);
    aliases of the query language are resolved; what is named twice counts once. Blank text: no
    choice, the empty tuple.

    Raises:
        UsageError: There is no such column; with the place in the text and the nearest one.
    """
    names = [name.strip() for name in text.split(",")]
    if names == [""]:
        return ()
    if len(names) == 1 and names[0].lower() in COLUMN_SETS:
        return (names[0].lower(),)
    found: dict[str, None] = {}
    for number, name in enumerate(names, 1):
        found |= dict.fromkeys(_columns_of(name, number))
    return tuple(found)


def _columns_of(name: str, number: int) -> Sequence[str]:
    """The columns that one name in a comma list stands for; `number` is its place, from 1."""
    root, dot, path = name.partition(".")
    if dot and path and root.lower() in PATH_ROOTS:
        return (f"{root.lower()}.{path}",)
    lower = name.lower()
    column = lower if lower in COLUMNS else ALIASES.get(lower, lower)
    if column in COLUMNS:
        return (column,)
    if column in COLUMN_SETS:
        return COLUMN_SETS[column]
    raise UsageError(
        f"{name!r}, number {number} of the list, is no column" if name else f"number {number} of the list is empty",
        where="--columns",
        hint=did_you_mean(name, (*COLUMNS, *COLUMN_SETS), f"there are {', '.join(COLUMNS)}, details.PATH"),
    )


def check_page_size(size: int) -> int:
    """The size itself. Raises `UsageError` when it is none of `PAGE_SIZES`."""
    if size in PAGE_SIZES:
        return size
    near = min(PAGE_SIZES, key=lambda known: abs(known - size))
    hint = f"the nearest is {near}; there are {', '.join(map(str, PAGE_SIZES))}"
    raise UsageError(f"a page has no {size} rows", where="--page-size", hint=hint)


_WHO: Final = frozenset({"actor", "actor_id", "email"})
_WHAT: Final = frozenset({"entity_type", "entity_id", "entity_name"})
_TOOK: Final = frozenset({"took", "took_us"})
_COMPOSED: Final[tuple[tuple[str, frozenset[str]], ...]] = (
    ("action", frozenset({"action", "method"})),
    ("status", frozenset({"status"})),
    ("user", _WHO),
    ("entity", _WHAT),
    ("ip", frozenset({"ip"})),
    ("took", _TOOK),
)
"""Columns in their order, each with the fields that fill it."""


def columns_for(wanted: tuple[str, ...], fields: frozenset[str]) -> tuple[str, ...]:
    """Names of columns: those wanted, a set by its name, or what suits the fields that events have."""
    if len(wanted) == 1 and wanted[0] in COLUMN_SETS:
        return COLUMN_SETS[wanted[0]]
    return wanted or _fitting(fields)


def _fitting(fields: frozenset[str]) -> tuple[str, ...]:
    """A named set where the events are of its kind; for mixed ones every column that something fills."""
    told = "description" in fields and not fields & {"changes", "status"}
    if told and "role" in fields and "ip" not in fields:
        return COLUMN_SETS["people"]
    if told and not fields & _WHAT:
        return COLUMN_SETS["activity"]
    filled = ("at", *(column for column, by in _COMPOSED if fields & by))
    alike = (columns for columns in COLUMN_SETS.values() if set(columns) == set(filled))
    return next(alike, filled) if len(filled) > 1 else COLUMN_SETS["changes"]


# ---------------------------------------------------------------------------------------- command line


def command_line(view: View, *, program: str = "auditui", db: Path | str | None = None, frozen: bool = False) -> str:
    """The line for a shell that opens this view again; `shlex.split` takes it apart.

    Args:
        view: What to open. Options that would say what holds anyway are left out.
        program: What to call.
        db: The store to name; None for the default one.
        frozen: Always the same events: days and relative times become moments, the zone is named,
            and where the view has an `as_of` no later event comes in.

    Raises:
        UsageError: A date reaches out of the years 1 to 9999, or a column or the store has a name that
            no line can hold.
    """
    words = [program]
    for option, value in _options(_as_frozen(view) if frozen else view, name_zone=frozen):
        words += (option, value)
    if db is not None:
        words += ("--db", str(db))
    return shell_line(words)


def shell_line(words: Iterable[str]) -> str:
    """The words quoted for a shell, as one line that is safe to paste: nothing in it acts as a key or hides.

    Raises:
        UsageError: A word has such characters. Queries never do, as they spell them out.
    """
    import shlex

    words = tuple(words)
    acting = next((word for word in words if not is_one_line(word)), None)
    if acting is not None:
        raise UsageError(
            f"no command line can hold {shorten(acting, 60)}",
            hint="characters in it would act as keys where the line is pasted: give it a name without them",
        )
    return shlex.join(words)


def _options(view: View, *, name_zone: bool) -> Iterable[tuple[str, str]]:
    if view.query != EVERYTHING:
        yield "-q", str(view.query)
    if view.sort != NEWEST_FIRST:
        yield "--sort", str(view.sort)
    if view.columns:
        yield "--columns", ",".join(view.columns)
    if name_zone or view.zone != "UTC":
        yield "--tz", view.zone
    if view.page_size != DEFAULT_PAGE_SIZE:
        yield "--page-size", str(view.page_size)


def _as_frozen(view: View) -> View:
    query = freeze(view.query, now_us() if view.now_us is None else view.now_us, view.zone)
    if view.as_of is not None:
        query = with_clause(query, Term("seq", (Range(high=view.as_of.last_seq),)))
    return replace(view, query=query, zone=zone_name(view.zone))


# ---------------------------------------------------------------------------------------- order

SortKey: TypeAlias = "tuple[int | str, ...]"


def ordered(events: Iterable[Event], sort: Sort = NEWEST_FIRST) -> list[Event]:
    """The events in this order; what `Sort` says, in the plainest way."""
    newest_first = sorted(events, key=lambda event: (event.at_us, event.seq), reverse=True)
    keyed = [(sort_key(event, sort.field), event) for event in newest_first]
    with_value = [(key, event) for key, event in keyed if key is not None]
    # `sorted` keeps the order of what is equal, with `reverse` too: ties stay newest first.
    with_value = sorted(with_value, key=lambda pair: pair[0], reverse=sort.descending)
    return [event for _, event in with_value] + [event for key, event in keyed if key is None]


def sort_key(event: Event, field: str) -> SortKey | None:
    """What an event is compared by in the order of a field of `SORTABLE`; None when it lacks the value.

    Keys of one field compare with each other. Those of `at` and `seq` are never equal for two events.
    """
    if field == "at":
        return (event.at_us, event.seq)
    value: str | int | None = getattr(event, _ATTRIBUTES.get(field, field))
    return None if value is None or value == "" else value_key(field, value)


def value_key(field: str, value: str | int) -> SortKey:
    """What a value that is there is compared by in the order of a field of `SORTABLE` other than `at`."""
    if isinstance(value, int):
        return (value,)
    return _address_key(value) if field == "ip" else (fold(value), value)


_ATTRIBUTES: Final = {"took": "took_us"}


def _address_key(text: str) -> SortKey:
    if is_usual_address(text):  # a column may have many thousands
        return (0, int.from_bytes(bytes(map(int, text.split(".")))))
    address = address_of(text)
    if address is None:
        return (2, fold(text), text)
    return (0 if isinstance(address, IPv4Address) else 1, int(address))

"""Views under names, as one TOML file that people can read and edit.

```toml
["deleted tickets"]
query = "action:delete type:ticket since:7d"
sort = "actor"
columns = "changes"
zone = "Europe/Vienna"
page_size = 100
```

Only what differs from the view of everything is written. Relative times stay relative.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from auditui.core.errors import QueryError, UsageError
from auditui.core.nearest import did_you_mean
from auditui.core.query import EVERYTHING, Query, all_of
from auditui.core.text import clean
from auditui.core.view import (
    DEFAULT_PAGE_SIZE,
    NEWEST_FIRST,
    View,
    check_page_size,
    parse_columns,
    parse_sort,
)
from auditui.core.zones import zone

LONGEST_NAME: Final = 60
MOST: Final = 1_000
"""Views in one file."""

Views = Mapping[str, View]


def checked_name(name: str) -> str:
    """The name without blanks around it.

    Raises:
        UsageError: It is empty, longer than `LONGEST_NAME`, begins with `-`, or holds what cannot be drawn.
    """
    name = name.strip()
    if not name:
        raise UsageError("a view needs a name", hint="such as 'failed logins'")
    if len(name) > LONGEST_NAME:
        raise UsageError(f"the name is {len(name)} characters long", hint=f"{LONGEST_NAME} are the most")
    if clean(name) != name or name.startswith("-"):
        raise UsageError(f"{clean(name)!r} is no name", hint="use letters, digits and blanks")
    return name


def named(views: Views, name: str) -> View:
    """One view by its name, no matter the case where that is clear.

    Raises:
        UsageError: There is none; with the nearest name.
    """
    if name in views:
        return views[name]
    alike = [known for known in views if known.casefold() == name.casefold()]
    if len(alike) == 1:
        return views[alike[0]]
    known = f"there are {', '.join(views)}" if views else "auditui views save NAME -q QUERY makes one"
    raise UsageError(f"there is no view {clean(name)!r}", where="--view", hint=did_you_mean(name, views, known))


def with_view(views: Views, name: str, view: View) -> dict[str, View]:
    """The views with one more, or with another one under its name; in the order in which they were made.

    What belongs to one moment (`as_of`, `now_us`) is not kept.

    Raises:
        UsageError: The name cannot be, or there are too many views.
    """
    changed = {**views, checked_name(name): replace(view, as_of=None, now_us=None)}
    if len(changed) > MOST:
        raise UsageError(f"there are {MOST:,} saved views", hint="remove some")
    return changed


def renamed(views: Views, name: str, new: str) -> dict[str, View]:
    """The views with one of them under another name, in the same place.

    Raises:
        UsageError: There is none of this name, or already one of the new name.
    """
    named(views, name)
    new = checked_name(new)
    if new in views and new != name:
        raise UsageError(f"there is a view {new!r} already", hint="choose another name, or remove it")
    return {new if known == name else known: view for known, view in views.items()}


def less_view(views: Views, name: str) -> dict[str, View]:
    """The views without one. Raises `UsageError` when there is none of this name."""
    named(views, name)
    return {known: view for known, view in views.items() if known != name}


def narrowed(view: View, query: Query) -> View:
    """The view with a further condition."""
    return view if query == EVERYTHING else replace(view, query=all_of((view.query, query)))


# ---------------------------------------------------------------------------------------- the file


def as_toml(views: Views) -> str:
    """The file's text. `from_toml` gives the same views back."""
    return "\n".join(f"[{quoted(name)}]\n{fields_as_toml(view)}" for name, view in views.items())


def fields_as_toml(view: View) -> str:
    """The lines of one view."""
    return "".join(f"{key} = {value}\n" for key, value in _fields(view))


def _fields(view: View) -> Iterable[tuple[str, str]]:
    if view.query != EVERYTHING:
        yield "query", quoted(str(view.query))
    if view.sort != NEWEST_FIRST:
        yield "sort", quoted(str(view.sort))
    if view.columns:
        yield "columns", quoted(",".join(view.columns))
    if view.zone != "UTC":
        yield "zone", quoted(view.zone)
    if view.page_size != DEFAULT_PAGE_SIZE:
        yield "page_size", str(view.page_size)


def quoted(text: str) -> str:
    """A text as TOML writes it; lone surrogates, which no file can hold, become U+FFFD."""
    return '"' + "".join(map(_escaped, text)) + '"'


def _escaped(char: str) -> str:
    if char in '"\\':
        return f"\\{char}"
    if "\ud800" <= char <= "\udfff":
        return "\ufffd"
    if char.isprintable():
        return char
    return f"\\u{ord(char):04x}" if ord(char) <= 0xFFFF else f"\\U{ord(char):08x}"  # noqa: PLR2004  the end of the first plane


def from_toml(text: str, where: str) -> dict[str, View]:
    """The views of a file's text, in its order.

    Raises:
        UsageError: It is not TOML, or a view holds what no view can; with the name of the view.
    """
    import tomllib

    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"this is not TOML: {error}", where=where, hint="correct it or move it away") from error
    return {name: view_from(table, f"{where}, [{clean(name)}]") for name, table in tables.items()}


def view_from(table: object, where: str, *, further: Iterable[str] = ()) -> View:
    """One view from its table; keys in `further` are somebody else's.

    Raises:
        UsageError: A key or a value cannot be.
    """
    if not isinstance(table, dict):
        raise UsageError("is no table", where=where, hint="write the name in brackets")
    said: dict[str, Any] = {}
    for key, value in table.items():
        if key in further:
            continue
        if key not in _READERS:
            hint = did_you_mean(key, _READERS, f"there are {', '.join(_READERS)}")
            raise UsageError(f"{clean(key)} is no part of a view", where=where, hint=hint)
        said[key] = _read(key, value, where)
    return View(**said)


def _read(key: str, value: object, where: str) -> object:
    wanted, reader = _READERS[key]
    if not isinstance(value, wanted) or isinstance(value, bool):
        raise UsageError(f"{key} is {value!r}", where=where, hint=f"it takes a {'number' if wanted is int else 'text'}")
    try:
        return reader(value)
    except QueryError as error:
        raise UsageError(f"{key}: {error.problem}", where=where, hint=error.hint) from error
    except UsageError as error:
        raise UsageError(error.problem, where=where, hint=error.hint) from error


def _query(text: str) -> Query:
    from auditui.core.language import parse  # most views that are kept of a store are of everything

    return parse(text)


def _zone(name: str) -> str:
    zone(name)
    return name


_READERS: Final[dict[str, tuple[type, Callable[[Any], object]]]] = {
    "query": (str, _query),
    "sort": (str, parse_sort),
    "columns": (str, parse_columns),
    "zone": (str, _zone),
    "page_size": (int, check_page_size),
}

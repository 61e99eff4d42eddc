"""What a person and a machine's administrator have decided about auditui, read from two TOML files.

```toml
[display]
time = "iso"              # iso, dmy (DD-MM-YYYY HH:MM:SS) or relative
zone = "Europe/Berlin"    # an IANA name, UTC or local
page_size = 200           # 50, 100, 200, 500 or 1000
theme = "textual-dark"
ascii = false             # true: no characters outside ASCII in the frame
mouse = true

[redaction]
keys = ["salary"]         # further names of secrets
exceptions = ["token_id", "request.headers.cookie"]

[keys]
details = "enter,o"       # action = key or keys
```

The system's file speaks first: what it says of `display` and `keys` a person may say otherwise, key by
key; a table about access, journal, redaction or anchors counts as the system wrote it, and the person's
is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Final

from auditui.core.errors import UsageError

SYSTEM_TABLES: Final = frozenset({"access", "journal", "redaction", "anchors"})
"""Tables of which the system's file has the only word when it has one."""

TIME_FORMATS: Final = ("iso", "dmy", "relative")
PAGE_SIZES: Final = (50, 100, 200, 500, 1000)


@dataclass(frozen=True, slots=True)
class Display:
    """How the explorer looks. Empty texts and None: nobody decided."""

    time: str = "iso"
    """One of `TIME_FORMATS`."""
    zone: str = ""
    """As the option `--tz` takes it."""
    page_size: int | None = None
    theme: str = ""
    ascii: bool = False
    mouse: bool = True


@dataclass(frozen=True, slots=True)
class Redaction:
    """What else is a secret, and what is none although its name says so; `core.redact.Redactor` takes both."""

    keys: tuple[str, ...] = ()
    exceptions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Config:
    """Both files as one value."""

    display: Display = Display()
    redaction: Redaction = Redaction()
    keys: Mapping[str, str] = field(default_factory=dict)
    """Action to key, or to several divided by commas; which actions there are the explorer knows."""


def load(user: Path | None = None, system: Path | None = None) -> Config:
    """Read both files; a missing one, or None, decides nothing.

    Raises:
        UsageError: A file cannot be read, is not TOML, or holds a table, key or value that does not exist.
    """
    above = _tables(system)
    below = _tables(user)
    config = _with_tables(Config(), above, system)
    return _with_tables(
        config, {name: t for name, t in below.items() if name not in SYSTEM_TABLES & above.keys()}, user
    )


Table = dict[str, Any]


def _tables(path: Path | None) -> dict[str, Table]:
    said = _read(path) if path is not None else {}
    for name, table in said.items():
        _known(name, _READERS, "table", path)
        if not isinstance(table, dict):
            raise UsageError(f"{name} is a table, written [{name}]", where=str(path))
    return said


def _read(path: Path) -> dict[str, Table]:
    import tomllib

    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except OSError as error:
        raise UsageError(f"cannot be read: {error.strerror}", where=str(path), hint="check who may read it") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"this is not TOML: {error}", where=str(path), hint="correct it or move it away") from error


def _with_tables(config: Config, tables: dict[str, Table], path: Path | None) -> Config:
    for name, table in tables.items():
        config = _READERS[name](config, table, str(path))
    return config


def _display(config: Config, table: Table, where: str) -> Config:
    for key in table:
        _known(key, _DISPLAY, "key of [display]", where)
    checked = {key: _DISPLAY[key](f"display.{key}", value, where) for key, value in table.items()}
    return replace(config, display=replace(config.display, **checked))


def _redaction(config: Config, table: Table, where: str) -> Config:
    names = [each.name for each in fields(Redaction)]
    for key in table:
        _known(key, names, "key of [redaction]", where)
    checked = {key: _texts(f"redaction.{key}", value, where) for key, value in table.items()}
    return replace(config, redaction=replace(config.redaction, **checked))


def _keys(config: Config, table: Table, where: str) -> Config:
    bound = {action: _text(f"keys.{action}", key, where) for action, key in table.items()}
    return replace(config, keys={**config.keys, **bound})


def _known(name: str, names: Any, what: str, where: object) -> None:  # noqa: ANN401 - anything that holds names
    if name not in names:
        from auditui.core.nearest import did_you_mean

        known = ", ".join(names)
        raise UsageError(
            f"{name} is no {what}", where=str(where), hint=did_you_mean(name, names, f"known are: {known}")
        )


def _wrong(name: str, value: object, wanted: str, where: str) -> UsageError:
    return UsageError(f"{name} is {value!r}", where=where, hint=f"it takes {wanted}")


def _text(name: str, value: object, where: str) -> str:
    if not isinstance(value, str):
        raise _wrong(name, value, 'a text, such as "o"', where)
    return value


def _truth(name: str, value: object, where: str) -> bool:
    if not isinstance(value, bool):
        raise _wrong(name, value, "true or false", where)
    return value


def _texts(name: str, value: object, where: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(each, str) and each.strip() for each in value):
        raise _wrong(name, value, 'a list of names, such as ["salary"]', where)
    return tuple(value)


def _time(name: str, value: object, where: str) -> str:
    if value not in TIME_FORMATS:
        raise _wrong(name, value, " or ".join(TIME_FORMATS), where)
    return str(value)


def _page_size(name: str, value: object, where: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value not in PAGE_SIZES:
        raise _wrong(name, value, f"one of {', '.join(map(str, PAGE_SIZES))}", where)
    return value


def _zone(name: str, value: object, where: str) -> str:
    from auditui.core.zones import zone

    text = _text(name, value, where)
    try:
        zone(text)
    except UsageError as error:
        raise UsageError(f"{name}: {error.problem}", where=where, hint=error.hint) from error
    return text


_DISPLAY: Final[dict[str, Callable[[str, object, str], Any]]] = {
    "time": _time, "zone": _zone, "page_size": _page_size, "theme": _text, "ascii": _truth, "mouse": _truth,
}  # fmt: skip
_READERS: Final[dict[str, Callable[[Config, Table, str], Config]]] = {
    "display": _display, "redaction": _redaction, "keys": _keys,
}  # fmt: skip

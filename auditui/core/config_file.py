"""Reads the two files of the configuration: which tables and keys there are, what each takes, and whom to believe."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path
from typing import Any, Final

from auditui.core import watching
from auditui.core.config import (
    PAGE_SIZES,
    SYSTEM_ONLY,
    SYSTEM_TABLES,
    TIME_FORMATS,
    Access,
    Anchoring,
    Config,
    Journaling,
    Redaction,
)
from auditui.core.errors import NotPermittedError, UsageError

Table = dict[str, Any]


def read(user: Path | None, system: Path | None, *, system_uid: int) -> Config:
    """See `config.load`, which is what to call."""
    above = _tables(system, system_uid)
    below = _tables(user)
    for name in SYSTEM_ONLY & below.keys():
        raise UsageError(f"[{name}] counts in the system's file alone", where=str(user), hint=f"remove [{name}]")
    config = _with_tables(Config(), above, system)
    return _with_tables(
        config, {name: t for name, t in below.items() if name not in SYSTEM_TABLES & above.keys()}, user
    )


def _tables(path: Path | None, owner: int | None = None) -> dict[str, Table]:
    """What a file says. Where an `owner` is given, it is believed only if nobody else can have written it."""
    said = _read(path, owner) if path is not None else {}
    for name, table in said.items():
        _known(name, _READERS, "table", path)
        if not isinstance(table, dict):
            raise UsageError(f"{name} is a table, written [{name}]", where=str(path))
    return said


def _read(path: Path, owner: int | None) -> dict[str, Table]:
    import tomllib

    try:
        with path.open(encoding="utf-8-sig") as stream:
            if owner is not None:
                _believe(os.fstat(stream.fileno()), owner, path)
                _believe(path.parent.stat(), owner, path.parent)
            return tomllib.loads(stream.read())
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except OSError as error:
        raise UsageError(f"cannot be read: {error.strerror}", where=str(path), hint="check who may read it") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"this is not TOML: {error}", where=str(path), hint="correct it or move it away") from error


def _believe(found: os.stat_result, owner: int, where: Path) -> None:
    """Refuse what somebody else could have written. In a folder with the sticky bit nobody can replace our file."""
    is_shared = found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    if is_shared and not (stat.S_ISDIR(found.st_mode) and found.st_mode & stat.S_ISVTX):
        raise NotPermittedError(
            "others than its owner can write it, so what it says about roles is not believed",
            where=str(where), hint=f"ask your administrator: chmod go-w {where}",
        )  # fmt: skip
    if found.st_uid != owner:
        raise NotPermittedError(
            f"belongs to account {found.st_uid}, so what it says about roles is not believed",
            where=str(where), hint=f"ask your administrator: chown {owner} {where}",
        )  # fmt: skip


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


def _access(config: Config, table: Table, where: str) -> Config:
    for key in table:
        _known(key, _ACCESS, "key of [access]", where)
    checked = {key: _ACCESS[key](f"access.{key}", value, where) for key, value in table.items()}
    return replace(config, access=Access(**checked))


def _journal(config: Config, table: Table, where: str) -> Config:
    for key in table:
        _known(key, ("required",), "key of [journal]", where)
    checked = {key: _truth(f"journal.{key}", value, where) for key, value in table.items()}
    return replace(config, journal=Journaling(**checked))


def _anchors(config: Config, table: Table, where: str) -> Config:
    names = [each.name for each in fields(Anchoring)]
    for key in table:
        _known(key, names, "key of [anchors]", where)
    checked = {key: _path(f"anchors.{key}", value, where) for key, value in table.items()}
    return replace(config, anchors=Anchoring(**checked))


def _keys(config: Config, table: Table, where: str) -> Config:
    bound = {action: _text(f"keys.{action}", key, where) for action, key in table.items()}
    return replace(config, keys={**config.keys, **bound})


def _findings(config: Config, table: Table, where: str) -> Config:
    for key in table:
        _known(key, watching.KEYS, "key of [findings]", where)
    try:
        return replace(config, findings=watching.changed(config.findings, table))
    except UsageError as error:
        raise UsageError(f"findings.{error.problem}", where=where, hint=error.hint) from error


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


def _path(name: str, value: object, where: str) -> str:
    text = _text(name, value, where)
    if not Path(text).is_absolute():
        raise _wrong(name, value, "a whole path, such as /var/lib/auditui", where)
    return text


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
    "restore": _truth,
}  # fmt: skip
_ACCESS: Final[dict[str, Callable[[str, object, str], Any]]] = {"owners": _texts, "admins": _texts, "group": _text}
_READERS: Final[dict[str, Callable[[Config, Table, str], Config]]] = {
    "display": _display, "redaction": _redaction, "keys": _keys, "access": _access, "journal": _journal,
    "anchors": _anchors,
    "findings": _findings,
}  # fmt: skip

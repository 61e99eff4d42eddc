"""What auditui keeps for a person beside the stores: views, searches, where they stood, how far exports have come.

Small files that only their owner can read, written beside and renamed. Nothing here is evidence. How the text of a
file is read is loaded with the first file of its kind: most that ask for one ask for no other.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from auditui.core.errors import AuditError, UsageError
from auditui.custody.private_files import alone_in, own_folder

if TYPE_CHECKING:
    from auditui.core.bookmarks import Bookmark, Change
    from auditui.core.last_exports import Key, LastExport
    from auditui.core.positions import Position
    from auditui.core.query import Query
    from auditui.core.redact import Redactor
    from auditui.core.saved_views import Views
    from auditui.core.view import View

LARGEST: Final = 4 * 1024 * 1024
"""Bytes of a file that are read."""
_Kept = TypeVar("_Kept")


def views_file() -> Path:
    """The file of saved views, in the person's configuration folder."""
    from platformdirs import user_config_path

    return user_config_path("auditui", appauthor=False) / "views.toml"


def positions_file() -> Path:
    """The file of positions, in the person's state folder."""
    from platformdirs import user_state_path

    return user_state_path("auditui", appauthor=False) / "positions.toml"


def views() -> dict[str, View]:
    """All saved views, in the order of the file; none where there is no file.

    Raises:
        UsageError: The file cannot be read, or holds what no view can.
    """
    from auditui.core import saved_views

    where = views_file()
    return saved_views.from_toml(_text(where), str(where))


def change_views(change: Callable[[Views], dict[str, View]]) -> dict[str, View]:
    """Read the saved views, change them, and keep the result, while no other process does the same; returns it.

    Raises:
        UsageError: The file is wrong, or the change cannot be.
        AuditError: The folder or the disk does not take it.
    """
    from auditui.core import saved_views

    return _changed(views_file(), lambda: change(views()), saved_views.as_toml)


def position(store: Path, store_id: str) -> Position | None:
    """Where the person stood in a store when they left it; None where that is not known, or was in another at its path.

    `store_id` is what the store calls itself.
    """
    from auditui.core import positions

    with suppress(UsageError):
        found = positions.position_in(_text(positions_file()), _whole(store))
        return found if found is not None and found.store_id == store_id else None
    return None


def leave(store: Path, store_id: str, left: Position) -> None:
    """Keep where the person stood. A disk that does not take it is no reason to complain to somebody who leaves."""
    from auditui.core import positions

    where, left = positions_file(), replace(left, store_id=store_id)
    with suppress(AuditError):
        _changed(
            where,
            lambda: positions.with_position(positions.from_toml(_text(where)), _whole(store), left),
            positions.as_toml,
        )


def bookmarks_file(store_id: str) -> Path:
    """The file of the bookmarks in the store that calls itself so, in the person's data folder."""
    from platformdirs import user_data_path

    plain = "".join(each for each in store_id if each.isalnum() or each == "-")
    return user_data_path("auditui", appauthor=False) / "bookmarks" / f"{plain}.jsonl"


def bookmarks(store_id: str) -> dict[int, Bookmark]:
    """All bookmarks in a store, by position; none where there is no file.

    Raises:
        UsageError: The file cannot be read, or holds what no bookmark can.
    """
    from auditui.core import bookmarks as marked

    where = bookmarks_file(store_id)
    return marked.from_lines(_text(where), str(where))


def change_bookmarks(store_id: str, change: Change) -> dict[int, Bookmark]:
    """Read the bookmarks, change them, and keep the result; see `change_views`. Raises as that does."""
    from auditui.core import bookmarks as marked

    return _changed(bookmarks_file(store_id), lambda: change(bookmarks(store_id)), marked.as_lines)


def searches_file() -> Path:
    """The file of earlier searches, in the person's state folder."""
    return positions_file().with_name("searches.jsonl")


def searches() -> list[str]:
    """Earlier searches, the latest last; none where they cannot be read."""
    from auditui.core import searches as searched

    with suppress(UsageError):
        return searched.from_lines(_text(searches_file()))
    return []


def keep_search(query: Query, redactor: Redactor) -> None:
    """Keep a search, without its secrets, behind those that other explorers have kept meanwhile, as `leave` keeps."""
    from auditui.core import searches as searched

    with suppress(AuditError):
        _changed(searches_file(), lambda: searched.with_search(searches(), query, redactor), searched.as_lines)


def last_exports_file() -> Path:
    """The file of how far regular exports have come, in the person's state folder."""
    return positions_file().with_name("exports.toml")


def last_exports() -> dict[Key, LastExport]:
    """By store and name; none where there is no file.

    Raises:
        UsageError: The file cannot be read.
    """
    from auditui.core import last_exports as exported

    where = last_exports_file()
    return exported.from_toml(_text(where), str(where))


def keep_last_export(last: LastExport) -> None:
    """Keep how far an export has come, once everything that it holds is where it was meant to be.

    Raises:
        UsageError: The file is wrong.
        AuditError: The disk does not take it: the next export of the name holds the same events again.
    """
    from auditui.core import last_exports as exported

    _changed(last_exports_file(), lambda: exported.with_export(last_exports(), last), exported.as_toml)


def forget_last_export(store: str, name: str) -> None:
    """Let the next export of a name hold everything. Raises `UsageError` when there is none of this name."""
    from auditui.core import last_exports as exported

    _changed(last_exports_file(), lambda: exported.less_export(last_exports(), store, name), exported.as_toml)


def is_first_start() -> bool:
    """Whether the person has never opened the explorer before; asked once, it is so no more.

    Where that cannot be noted it is no first start: hints that come back each time would be worse than none.
    """
    marker = positions_file().with_name("hints-shown")
    if marker.exists():
        return False
    with suppress(AuditError):
        _changed(marker, lambda: "", str)
        return True
    return False


def _whole(store: Path) -> str:
    return str(store.resolve())


def _text(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            data = stream.read(LARGEST + 1)
    except (FileNotFoundError, NotADirectoryError):
        return ""
    except OSError as error:
        raise UsageError(f"cannot be read: {error.strerror}", where=str(path), hint="check who may read it") from error
    if len(data) > LARGEST:
        raise UsageError(f"is larger than {LARGEST:,} bytes", where=str(path), hint="move it away")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError("is no UTF-8", where=str(path), hint="correct it or move it away") from error


def _changed(path: Path, change: Callable[[], _Kept], as_text: Callable[[_Kept], str]) -> _Kept:
    from auditui import handover

    own_folder(path.parent)
    with alone_in(path.parent):
        changed = change()
        handover.to_file([as_text(changed)], path, force=True)
    return changed

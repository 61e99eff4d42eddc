"""What is kept for a person: where, how private, and what two processes do to it."""

from __future__ import annotations

import stat
from dataclasses import replace
from pathlib import Path

import pytest

from auditui import keeping
from auditui.core.bookmarks import with_bookmark
from auditui.core.errors import AuditError, UsageError
from auditui.core.event import Event
from auditui.core.language import parse
from auditui.core.positions import Position
from auditui.core.saved_views import with_view
from auditui.core.view import View


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder with nothing in it."""
    for name in ("CONFIG", "STATE", "DATA"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


def save(name: str) -> None:
    keeping.change_views(lambda views: with_view(views, name, View(query=parse("is:failed"))))


def test_views_are_kept_privately() -> None:
    """A name and a query can tell of a case; nobody else reads them, and nothing is left beside the file."""
    assert keeping.views() == {}
    save("failed")
    save("again")
    assert list(keeping.views()) == ["failed", "again"]
    assert stat.S_IMODE(keeping.views_file().stat().st_mode) == 0o600
    assert stat.S_IMODE(keeping.views_file().parent.stat().st_mode) == 0o700
    assert [file.name for file in keeping.views_file().parent.iterdir()] == ["views.toml"]


def test_bookmarks_are_kept_for_each_store(home: Path) -> None:
    """Under what the store calls itself, wherever it lies; in a file that nobody else reads, with no way out of it."""
    event = Event(at_us=1, seq=3)
    assert keeping.bookmarks("a-1") == {}
    kept = keeping.change_bookmarks("a-1", lambda known: with_bookmark(known, event, "here"))
    assert keeping.bookmarks("a-1") == kept
    assert keeping.bookmarks("a-2") == {}
    assert stat.S_IMODE(keeping.bookmarks_file("a-1").stat().st_mode) == 0o600
    assert keeping.bookmarks_file("../../x").parent == keeping.bookmarks_file("a-1").parent


def test_a_broken_file_of_bookmarks_is_never_overwritten() -> None:
    """Nor read as if there were none."""
    where = keeping.bookmarks_file("a-1")
    where.parent.mkdir(parents=True)
    where.write_text("my notes\n", encoding="utf-8")
    with pytest.raises(UsageError, match="is no bookmark"):
        keeping.change_bookmarks("a-1", lambda known: with_bookmark(known, Event(at_us=1, seq=3), ""))
    assert where.read_text(encoding="utf-8") == "my notes\n"


def test_a_file_that_somebody_broke_is_never_overwritten() -> None:
    """Their work of a year may be in it."""
    save("failed")
    keeping.views_file().write_text("[failed\n", encoding="utf-8")
    with pytest.raises(UsageError, match="not TOML"):
        save("again")
    assert keeping.views_file().read_text(encoding="utf-8") == "[failed\n"


def test_a_link_is_not_followed(home: Path) -> None:
    """Nor is what it leads to replaced."""
    keeping.views_file().parent.mkdir(parents=True)
    (home / "elsewhere").write_text("", encoding="utf-8")
    keeping.views_file().symlink_to(home / "elsewhere")
    with pytest.raises(AuditError, match="symbolic link"):
        save("failed")


def test_a_position_is_kept_for_each_store(home: Path) -> None:
    """By its whole path, however it is written."""
    store = home / "audit.db"
    left = Position(View(query=parse("since:7d"), page_size=50), 7)
    assert keeping.position(store, "one") is None
    keeping.leave(store, "one", left)
    keeping.leave(home / "other.db", "two", Position(View()))
    assert keeping.position(home / "config" / ".." / "audit.db", "one") == replace(left, store_id="one")
    assert keeping.position(store, "another at this path") is None
    assert stat.S_IMODE(keeping.positions_file().stat().st_mode) == 0o600


def test_nobody_is_kept_from_leaving(home: Path) -> None:
    """A state folder that cannot be made is no error; a position that cannot be read is none."""
    (home / "state").write_text("", encoding="utf-8")
    keeping.leave(home / "audit.db", "one", Position(View()))
    assert keeping.position(home / "audit.db", "one") is None

"""What the explorer is told once, when it starts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Protocol

from auditui.core.arranging import Arrangements
from auditui.core.query import Query
from auditui.core.times import now_us
from auditui.core.view import View, command_line
from auditui.core.watching import Watching
from auditui.custody.journal import Recorder, Unrecorded
from auditui.tui.drawing.clock import TimeStyle
from auditui.tui.keys import KEYS, Key

if TYPE_CHECKING:
    from auditui.core.bookmarks import Bookmarks, Change
    from auditui.custody.anchors import LastVerification
    from auditui.removal import Removal
    from auditui.tui.export_run import Errand


class BookmarkKeeper(Protocol):
    """Reads and changes the bookmarks of one person in one store. Both raise `AuditError` where that cannot be."""

    def load(self) -> Bookmarks:
        """All of them."""
        ...

    def change(self, change: Change) -> Bookmarks:
        """All of them after a change."""
        ...


class Unkept:
    """Bookmarks that are gone at the end, as is the store that they are in."""

    def __init__(self) -> None:
        self._bookmarks: Bookmarks = {}

    def load(self) -> Bookmarks:
        """All of them."""
        return self._bookmarks

    def change(self, change: Change) -> Bookmarks:
        """All of them after a change."""
        self._bookmarks = change(self._bookmarks)
        return self._bookmarks


_TIMES: Final = TimeStyle()
_WATCHING: Final = Watching()


def _command(view: View, frozen: bool) -> str:
    return command_line(view, frozen=frozen)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Whose store this is, the keys in force, and how things are written."""

    store: str = ""
    who: str = ""
    role: str = ""
    keys: tuple[Key, ...] = KEYS
    times: TimeStyle = _TIMES
    """How times are written at first; the zone is the view's."""
    ascii: bool = False
    """Draw with ASCII signs alone."""
    clock: Callable[[], int] = now_us
    command: Callable[[View, bool], str] = _command
    """The line for a shell that opens a view here again; True: frozen, always the same events."""
    fill: str = "auditui import FILE"
    """What imports into this store."""
    frozen_holds: str = "whenever it is opened"
    """How long a frozen line brings the same events."""
    journal: Recorder = field(default_factory=Unrecorded)
    """Where everything is put on record before it is shown."""
    searches: Callable[[], Sequence[str]] = tuple
    """What was searched for before, the latest last."""
    keep_search: Callable[[Query], object] = lambda query: None
    """Remembers a search."""
    watching: Watching = _WATCHING
    """What counts as worth a look."""
    removal: Callable[[Query], Removal] | None = None
    """Makes the deletion of what a query finds ready to be run; None where nothing can be deleted."""
    verified: Callable[[], LastVerification | None] | None = None
    """Reads how the last verification went, None: there was none; away from the screen, since a disk may be slow.
    None in place of it: nobody verifies this store."""
    given: Callable[[], int] | None = None
    """Reads the last position that the store ever gave, whatever was deleted since; None: what is there tells."""
    arranged: Arrangements = field(default_factory=dict)
    """How the reader had arranged the columns of this store."""
    bookmarks: BookmarkKeeper = field(default_factory=Unkept)
    """Keeps the reader's bookmarks in this store."""
    errand: Callable[..., Errand] | None = None
    """Makes exports ready to be run, as `auditui.exporting.Errand` behind its session; None where there are none."""
    remark: str = ""
    """What the person should know before they wait for anything; may be empty."""
    is_first: bool = False
    """Whether this person has never opened the explorer before."""

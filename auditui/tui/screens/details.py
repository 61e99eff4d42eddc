"""The details window: one event in full."""

from __future__ import annotations

from collections.abc import Callable, Sequence, Sized
from dataclasses import dataclass
from typing import ClassVar, Final, TypeAlias

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import ContentSwitcher, Input, Static

from auditui.core.event import Event
from auditui.core.related import Relation, related
from auditui.core.text import clean, shorten
from auditui.tui import clipboard
from auditui.tui.drawing.cells import Look
from auditui.tui.drawing.copying import as_json, as_text, value_text
from auditui.tui.drawing.entry import change_lines, event_lines, json_lines
from auditui.tui.drawing.nodes import Node
from auditui.tui.drawing.spans import Line
from auditui.tui.keys import Context, bindings
from auditui.tui.screens.window import LargeWindow
from auditui.tui.widgets.bar import Bar, Part
from auditui.tui.widgets.detail_tree import DetailTree
from auditui.tui.widgets.text_box import TextBox
from auditui.tui.widgets.text_page import TextPage
from auditui.tui.widgets.window_hints import WindowHints

SECTIONS: Final = ("event", "changes", "details", "raw")
_TITLE_LIMIT: Final = 60
_HINTS: Final = (
    "event.next", "event.previous", "section.next", "tree.search", "details.copy", "details.json", "details.path",
    "details.leave",
)  # fmt: skip

MayCopy: TypeAlias = "Callable[[Sequence[Event], str, str], bool]"
Neighbour: TypeAlias = "Callable[[int], Event | None]"
"""Moves on to the next event (1) or back (-1) and returns it; None where there is none."""


@dataclass(frozen=True, slots=True)
class DetailsResult:
    """The event that was shown when the window was closed, and what related to it is to be shown, if anything."""

    event: Event
    follow: Relation | None = None


class DetailsWindow(LargeWindow[DetailsResult | None]):
    """Ends with the event shown last; it changes nothing.

    Args:
        event: What to show.
        look: Zone, clock and signs, as in the table.
        may_copy: Asked before anything is copied, with the event, the form (`text json value path`) and the path of
            the part, empty for all of it; puts it on record, and says whether it may be.
        neighbour: Where the next and the previous event come from; None when there are no others.
        section: One of `SECTIONS`, to start with.
        note_on: What the reader noted on an event; None where it has no bookmark.
    """

    DEFAULT_CSS = """
    DetailsWindow {
        #sections { margin: 0 0 1 0; background: transparent; }
        ContentSwitcher { height: 1fr; }
        #details { height: 1fr; }
        #search {
            height: 1;
            display: none;
            &.-open { display: block; }
            Static { width: auto; min-width: 2; color: $foreground 60%; padding: 0 1; }
        }
        #nothing { display: none; padding: 0 1; color: $foreground 60%; &.-shown { display: block; } }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings(Context.DETAILS)

    def __init__(
        self,
        event: Event,
        *,
        look: Look,
        may_copy: MayCopy,
        neighbour: Neighbour | None = None,
        section: str = "event",
        note_on: Callable[[Event], str | None] = lambda _: None,
    ) -> None:
        super().__init__()
        self._event = event
        self._look = look
        self._may_copy = may_copy
        self._neighbour = neighbour
        self._section = section
        self._note_on = note_on
        self._written: set[str] = set()

    def compose(self) -> ComposeResult:
        """The sections, of which one shows, and the keys."""
        with Vertical(id="frame"):
            yield Bar(id="sections")
            with ContentSwitcher(initial=self._section):
                yield TextPage(id="event")
                yield TextPage(id="changes")
                with Vertical(id="details"):
                    yield Static("Nothing else was recorded.", id="nothing", markup=False)
                    yield DetailTree(id="tree")
                    with Horizontal(id="search"):
                        yield Static("/", markup=False)
                        yield TextBox(id="needle", compact=True)
                        yield Static("", id="found", markup=False)
                yield TextPage(id="raw")
            yield WindowHints(*_HINTS)

    def on_mount(self) -> None:
        """Show the first event."""
        self._show_event()

    # --- what is shown --------------------------------------------------------------------------------------------

    def _show_event(self) -> None:
        event = self._event
        self._written.clear()
        what = event.entity_name or event.entity_id or event.entity_type
        title = "  ".join(shorten(text, _TITLE_LIMIT) for text in (event.action or event.method, what) if text)
        self.query_one("#frame").border_title = Content(f"Event {event.seq or ''}  {title}".rstrip())
        self._close_search()
        self.action_section(self._section)

    def action_section(self, section: str) -> None:
        """Show one of `SECTIONS`; it is written when it is first looked at."""
        self._section = section
        self._draw_sections()
        self.query_one(ContentSwitcher).current = section
        if section not in self._written:
            self._written.add(section)
            self._write(section)
        self._focus_section()

    def _draw_sections(self) -> None:
        titles = ("Event", _counted("Changes", self._event.changes), _counted("Details", self._event.details), "JSON")
        parts = [Part(" ")]
        for number, (section, title) in enumerate(zip(SECTIONS, titles, strict=True), 1):
            style = "chosen" if section == self._section else "quiet"
            parts += [Part(f" {number} {title} ", style, section), Part(" ")]
        self.query_one("#sections", Bar).parts = tuple(parts)

    def _focus_section(self) -> None:
        self.set_focus(self.query_one("#tree" if self._section == "details" else f"#{self._section}"))

    def _write(self, section: str) -> None:
        if section == "details":
            self.query_one("#nothing").set_class(not self._event.details, "-shown")
            self.query_one(DetailTree).show(self._event.details)
        else:
            self.query_one(f"#{section}", TextPage).show(lambda width: self._lines(section, width))

    def _lines(self, section: str, width: int) -> list[Line]:
        if section == "event":
            return event_lines(self._event, width, self._look, self._note_on(self._event))
        if section == "changes":
            return change_lines(self._event.changes, width, self._look)
        return json_lines(self._event, width)

    @on(Bar.Pressed, "#sections")
    def _section_pressed(self, event: Bar.Pressed) -> None:
        self.action_section(event.does)

    def action_turn(self, step: int) -> None:
        """Show the section on the right (1) or on the left (-1)."""
        self.action_section(SECTIONS[(SECTIONS.index(self._section) + step) % len(SECTIONS)])

    def action_step(self, step: int) -> None:
        """Show the next (1) or the previous (-1) event in the same section."""
        event = self._neighbour(step) if self._neighbour else None
        if event is None:
            self.notify("This is the last event." if step > 0 else "This is the first event.", markup=False, timeout=2)
        else:
            self._event = event
            self._show_event()

    # --- searching ------------------------------------------------------------------------------------------------

    def action_search(self) -> None:
        """Type what to look for in the details."""
        self.action_section("details")
        self.query_one("#search").add_class("-open")
        self.query_one(DetailTree).begin_search()
        self.set_focus(self.query_one(Input))

    @on(Input.Changed)
    def _search(self, event: Input.Changed) -> None:
        self.query_one(DetailTree).search(event.value)
        self._say_found()

    @on(Input.Submitted)
    def _to_hit(self) -> None:
        self._focus_section()

    def action_hit(self, step: int) -> None:
        """Go to the next (1) or the previous (-1) hit."""
        if self._section == "details":
            self.query_one(DetailTree).go_to_hit(step)
            self._say_found()

    def _say_found(self) -> None:
        at, of = self.query_one(DetailTree).hit
        found = f"{at} of {of:,}   + - next, previous" if of else "nothing found"
        self.query_one("#found", Static).update(found if self.query_one(Input).value else "")

    def _close_search(self) -> None:
        with self.prevent(Input.Changed):
            self.query_one(Input).value = ""
        self.query_one("#found", Static).update("")
        self.query_one("#search").remove_class("-open")

    # --- copying --------------------------------------------------------------------------------------------------

    def action_copy(self) -> None:
        """Copy the value under the cursor of the tree, or the event as text."""
        node = self.query_one(DetailTree).chosen if self._section == "details" else None
        if node is not None:
            self._copy(value_text(node.value), "value", _path_of(node))
        else:
            self.action_copy_all()

    def action_copy_path(self) -> None:
        """Copy the path under the cursor of the tree, as a query takes it."""
        node = self.query_one(DetailTree).chosen if self._section == "details" else None
        if node is not None:
            self._copy(clean(_path_of(node)), "path", _path_of(node))

    def action_copy_all(self) -> None:
        """Copy the whole event as text."""
        self._copy(as_text(self._event), "text")

    def action_copy_json(self) -> None:
        """Copy the stored event as JSON."""
        self._copy(as_json(self._event), "json")

    def _copy(self, text: str, form: str, path: str = "") -> None:
        if not self._may_copy((self._event,), form, path):
            return
        outcome = clipboard.copy(text, self.app)
        self.notify(
            clean(outcome.note), markup=False, severity="error" if outcome.path_used == "none" else "information"
        )

    # --- how it ends ----------------------------------------------------------------------------------------------

    def action_close(self) -> None:
        """Close the window."""
        self.dismiss(DetailsResult(self._event))

    def action_leave(self) -> None:
        """Leave the search, else close the window."""
        if self.query_one("#search").has_class("-open"):
            self._close_search()
            self.query_one(DetailTree).search("")
            self._focus_section()
        else:
            self.action_close()

    def action_follow(self, relation: str) -> None:
        """Close the window and show what is related to the event; or say why there is nothing."""
        wanted = Relation(relation)
        why_not = related(self._event, wanted).why_not
        if why_not:
            self.notify(why_not, markup=False)
        else:
            self.dismiss(DetailsResult(self._event, wanted))


def _path_of(node: Node) -> str:
    return f"details.{node.path}" if node.path else "details"


def _counted(title: str, things: Sized) -> str:
    return f"{title} {len(things):,}"

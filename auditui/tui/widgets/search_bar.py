"""The search box: it parses what is typed; somebody else asks the store.

The language of queries is loaded when something is typed: what a query is needs no parser.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.reactive import reactive
from textual.timer import Timer
from textual.widgets import Input, Static

from auditui.core.errors import QueryError
from auditui.core.query import Query
from auditui.core.text import clean
from auditui.tui import steps
from auditui.tui.drawing.spans import cells
from auditui.tui.suggested import Choice
from auditui.tui.widgets.suggestions import Suggestions
from auditui.tui.widgets.text_box import TextBox

if TYPE_CHECKING:
    from auditui.core.completion import Expecting

PAUSE: Final = 0.15
"""Seconds after the last key until the text is searched for."""
PROMPT: Final = " / "
EXAMPLE: Final = 'text, user:alice  action:delete  status:>=400  since:7d  "two words"  -not'


class SearchBar(Horizontal):
    """One line of query text. `text` is what stands in it; setting it tells nobody."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "down", show=False),
        Binding("up", "up", show=False),
        Binding("tab", "complete", show=False),
    ]
    DEFAULT_CSS = """
    SearchBar {
        height: 1; background: $boost;
        & > .search--prompt { width: 3; color: $text-muted; }
        & > Input { width: 1fr; background: $boost; }
        &:focus-within > .search--prompt { color: $text-accent; text-style: bold; }
        &.-wrong > .search--prompt { color: $text-error; text-style: bold; }
    }
    """

    is_wrong: reactive[bool] = reactive(False, toggle_class="-wrong")

    @dataclass
    class Searched(Message):
        """The text is a query. `done` when Enter was pressed: the reader wants to go on to the rows."""

        query: Query
        done: bool

    @dataclass
    class Mistaken(Message):
        """The text is no query; None: it was, or became one again."""

        error: QueryError | None

    @dataclass
    class Edited(Message):
        """The text changed: somebody who knows more may `offer` what fits where `expected` says."""

        text: str
        expected: Expecting

    @dataclass
    class Left(Message):
        """The focus is to go on to the table."""

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self._first_text = text
        self._pause: Timer | None = None
        self._expected: Expecting | None = None
        """Of the text last typed; None: nothing was."""
        self.past: Sequence[str] = ()
        """Earlier texts, the latest last; up and down go through them."""
        self._recalled: list[str] = []
        self._place = 0

    def compose(self) -> ComposeResult:
        """A prompt and the box."""
        yield Static(PROMPT, classes="search--prompt", markup=False)
        yield TextBox(self._first_text, placeholder=EXAMPLE, compact=True, select_on_focus=False)
        yield Suggestions()

    @property
    def box(self) -> Input:
        """The box itself."""
        return self.query_one(Input)

    @property
    def is_edited(self) -> bool:
        """Whether somebody is in the box, so that its text is theirs.

        The screen knows at once where keys go; the box itself hears of it only when its queue comes to that.
        """
        return self.screen.focused is self.box

    @property
    def text(self) -> str:
        """What stands in the box."""
        return self.box.value

    @text.setter
    def text(self, text: str) -> None:
        self._stop_waiting()
        self._recalled = []
        self.close_list()
        if text != self.box.value:
            with self.box.prevent(Input.Changed):
                self.box.value = text
                self.box.cursor_position = len(text)
        if self.is_wrong:
            self._say(None)

    def on_click(self) -> None:
        """Go on with the query that stands in the box, as the key for it does."""
        if not self.is_edited or not self.text or self.text.endswith(" "):
            return
        place = self.box.cursor_position
        at_end = place == len(self.text)
        with self.box.prevent(Input.Changed):
            self.box.value = _to_go_on_with(self.text)
            self.box.cursor_position = len(self.text) if at_end else place

    def recall(self, text: str) -> None:
        """Put in a query to go on with: what is typed next is another term. Tells nobody."""
        self.text = _to_go_on_with(text)

    @property
    def _list(self) -> Suggestions:
        return self.query_one(Suggestions)

    @property
    def is_offering(self) -> bool:
        """Whether the list of completions is open."""
        return self._list.is_open

    def list_below(self, lines: int) -> None:
        """Let the list of completions begin so many lines further down, which somebody else needs."""
        self._list.below = lines

    def offer(self, expected: Expecting, choices: Sequence[Choice]) -> None:
        """Show what fits where `expected` says, unless the text has moved on."""
        if expected == self._expected and self.is_edited:
            x = len(PROMPT) + cells(clean(self.text[: expected.start])) - 1
            self._list.offer(choices, x - self.box.scroll_offset.x)

    def close_list(self) -> None:
        """Offer nothing any more."""
        self._list.offer((), 0)

    @on(Suggestions.Picked)
    def _picked(self, event: Suggestions.Picked) -> None:
        event.stop()
        self._put_in(event.choice)

    def _put_in(self, choice: Choice) -> None:
        """A value is followed by a blank, a field by its value."""
        expected = self._expected
        assert expected is not None, "a choice is offered for what is typed"
        end = " " if expected.wanted == "value" else ""
        self.close_list()
        self.box.replace(expected.spelled(choice.text) + end, expected.start, expected.end)
        self.box.cursor_position = expected.start + len(expected.spelled(choice.text) + end)

    @on(Input.Changed)
    def _wait(self, event: Input.Changed) -> None:
        event.stop()
        self._stop_waiting()
        self._recalled = []
        self._pause = self.set_timer(PAUSE, self._search)
        from auditui.core.completion import expecting

        expected = expecting(event.value, min(self.box.cursor_position, len(event.value)))
        self._expected = expected
        if expected.wanted == "nothing":
            self.close_list()
        self.post_message(self.Edited(event.value, expected))

    @on(Input.Submitted)
    def _submit(self, event: Input.Submitted) -> None:
        event.stop()
        if self._list.chosen is not None:
            self._put_in(self._list.choices[self._list.chosen])
            return
        self.close_list()
        self._stop_waiting()
        self._search(done=True)

    def _search(self, *, done: bool = False) -> None:
        from auditui.core.language import parse

        try:
            query = parse(self.text)
        except QueryError as error:
            rest = None if done or self._expected is None else steps.without_begun(self.text, self._expected)
            self._say(error if rest is None else None)
            if rest is not None:
                self.post_message(self.Searched(rest, done))
        else:
            self._say(None)
            self.post_message(self.Searched(query, done))

    def _say(self, error: QueryError | None) -> None:
        self.is_wrong = error is not None
        self.post_message(self.Mistaken(error))

    def _stop_waiting(self) -> None:
        if self._pause is not None:
            self._pause.stop()
            self._pause = None

    def action_down(self) -> None:
        """Down in the list, forward to a later text, else on to the table."""
        if self.is_offering:
            self._list.move(1)
        elif self._recalled and self._place:
            self._recall(-1)
        else:
            self.post_message(self.Left())

    def action_up(self) -> None:
        """Up in the list, else back to an earlier text."""
        if self.is_offering:
            self._list.move(-1)
        else:
            self._recall(1)

    def _recall(self, step: int) -> None:
        """Put in an earlier text, or a later one; the last of them is what was typed."""
        if not self._recalled:
            present = self.text.strip()
            earlier = (_to_go_on_with(text) for text in reversed(self.past) if text != present)
            self._recalled = [self.text, *earlier]
            self._place = 0
        self._place = min(self._place + step, len(self._recalled) - 1)
        text = self._recalled[self._place]
        with self.box.prevent(Input.Changed):
            self.box.value = text
            self.box.cursor_position = len(text)
        self._stop_waiting()
        self._pause = self.set_timer(PAUSE, self._search)

    def action_complete(self) -> None:
        """Put in the chosen completion or the first one; without any, stay: among the chips Enter takes one out."""
        if self.is_offering:
            self._put_in(self._list.choices[self._list.chosen or 0])


def _to_go_on_with(text: str) -> str:
    """With a blank behind the last term; it is no part of the query."""
    return f"{text} " if text else ""

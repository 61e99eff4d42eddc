"""The window for rows per page and for a page by its number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Input, OptionList, Static

from auditui.core.view import PAGE_SIZES
from auditui.tui.screens.choose import ListWindow
from auditui.tui.widgets.choice_list import Choice, ChoiceList
from auditui.tui.widgets.text_box import TextBox
from auditui.tui.widgets.window_hints import WindowHints


@dataclass(frozen=True, slots=True)
class PagingChoice:
    """A page to go to, counted from 1, or how many rows a page shall have."""

    kind: Literal["page", "size"]
    number: int


class GoToPage(ListWindow[PagingChoice | None]):
    """Rows per page, and a page by its number.

    Args:
        page: The page shown now, from 1.
        pages: How many there are; None while that is being counted.
        page_size: Rows per page now.
    """

    def __init__(self, *, page: int, pages: int | None, page_size: int) -> None:
        super().__init__()
        self._page = page
        self._pages = pages
        self._page_size = page_size

    def compose(self) -> ComposeResult:
        """Sizes, the field for the number, what is wrong with it."""
        with Vertical() as frame:
            frame.border_title = "Rows and page"
            yield ChoiceList()
            with Horizontal():
                yield Static("Go to page", classes="label", markup=False)
                yield TextBox(
                    id="page",
                    compact=True,
                    restrict=r"[0-9]*",
                    max_length=9,
                    select_on_focus=False,  # the digit that led here stays
                    placeholder=str(self._page),
                )
            yield Static("", classes="said", markup=False)
            yield WindowHints("choose.up", "choose.down", "choose.take", "choose.close")

    def on_mount(self) -> None:
        """Start in the list; a digit goes to the field."""
        sizes = (*PAGE_SIZES,) if self._page_size in PAGE_SIZES else (self._page_size, *PAGE_SIZES)
        self.choices.show(
            [Choice(str(size), f"{size:,} rows per page", is_current=size == self._page_size) for size in sorted(sizes)]
        )
        self._say()
        self.set_focus(self.choices)

    def on_key(self, event: events.Key) -> None:
        """Type a number from anywhere."""
        field = self.query_one(Input)
        if event.character and event.character.isdecimal() and not field.has_focus:
            event.stop()
            self.set_focus(field)
            field.insert_text_at_cursor(event.character)

    @on(OptionList.OptionSelected)
    def _size_chosen(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(PagingChoice("size", int(event.option.id or self._page_size)))

    @on(Input.Changed)
    def _typed(self) -> None:
        self._say()

    @on(Input.Submitted)
    def _go(self, event: Input.Submitted) -> None:
        if event.value and not self._problem(event.value):
            self.dismiss(PagingChoice("page", int(event.value)))

    def _problem(self, text: str) -> str:
        """Why a typed number is no page; empty when it is one, or nothing is typed."""
        if not text:
            return ""
        if int(text) < 1:
            return "Pages are counted from 1."
        if self._pages is not None and int(text) > self._pages:
            return f"There {'is only 1 page' if self._pages == 1 else f'are only {self._pages:,} pages'}."
        return ""

    def _say(self) -> None:
        problem = self._problem(self.query_one(Input).value)
        of = "" if self._pages is None else f" of {self._pages:,}"
        said = self.query_one(".said", Static)
        said.set_class(bool(problem), "-problem")
        said.update(Content(problem or f"Now on page {self._page:,}{of}."))

"""One line of a form: a label, and options side by side, one of which is chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from textual import on
from textual.message import Message
from textual.reactive import reactive

from auditui.tui.widgets.bar import Bar, Part, clipped

_LABEL_CELLS = 8


class Option(NamedTuple):
    """One of several: its id, what it is called, and what is worth knowing about it; clean texts."""

    id: str
    label: str
    note: str = ""


class OptionRow(Bar, can_focus=True):
    """Always has one option chosen. `turn` goes on to another one; so does a press."""

    DEFAULT_CSS = """
    OptionRow {
        &:focus { background: $primary 25%; }
        &:nocolor:focus { text-style: underline; }
    }
    """

    options: reactive[tuple[Option, ...]] = reactive((), layout=False)
    chosen: reactive[str] = reactive("", layout=False)
    why_not: reactive[str] = reactive("", layout=False)
    """Why there is nothing to choose here now; empty when there is."""

    @dataclass
    class Changed(Message):
        """Another option was chosen."""

        row: OptionRow

        @property
        def control(self) -> OptionRow:
            """The row, so that handlers can select it."""
            return self.row

    def __init__(self, label: str, options: Sequence[Option], chosen: str, *, id: str) -> None:
        super().__init__(id=id)
        self._label = label
        self.set_reactive(OptionRow.options, tuple(options))
        self.set_reactive(OptionRow.chosen, chosen)

    def turn(self, step: int) -> None:
        """Choose the option so many further on."""
        ids = [option.id for option in self.options]
        if not self.why_not:
            self._choose(ids[(ids.index(self.chosen) + step) % len(ids)])

    def _choose(self, option_id: str) -> None:
        if option_id != self.chosen:
            self.chosen = option_id
            self.post_message(self.Changed(self))

    @on(Bar.Pressed)
    def _pressed(self, event: Bar.Pressed) -> None:
        event.stop()
        self.screen.set_focus(self)
        self._choose(event.does)

    def laid_out(self, width: int) -> Sequence[Part]:
        """The label, then the options; where they have no room, only the chosen one and how many there are."""
        head = Part(f" {self._label:<{_LABEL_CELLS}} ", "strong" if self.has_focus else "quiet")
        if self.why_not:
            return clipped([head, Part(self.why_not, "quiet")], width)
        return clipped([head, *(part for option in self.options for part in self._parts(option))], width)

    def _parts(self, option: Option) -> list[Part]:
        is_chosen = option.id == self.chosen
        mark = "(•) " if is_chosen else "( ) "
        label = Part(f"{mark}{option.label}", "strong" if is_chosen else "", option.id)
        note = Part(f" {option.note}" if option.note else "", "quiet", option.id)
        return [label, note, Part("  ")]

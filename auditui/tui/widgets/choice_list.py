"""A list of a few things to choose from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from rich.cells import cell_len
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from auditui.core.text import clean

_BETWEEN: Final = 3


@dataclass(frozen=True, slots=True)
class Choice:
    """One line: its id, what it is called, the character that chooses it, and what is worth knowing about it."""

    id: str
    label: str
    key: str = ""
    note: str = ""
    is_current: bool = False

    @property
    def cells(self) -> int:
        """Terminal cells of the label."""
        return cell_len(clean(self.label))


class ChoiceList(OptionList, inherit_bindings=False):
    """Shows choices; the window around it has the keys, so that one table of keys holds them all."""

    DEFAULT_CSS = """
    ChoiceList {
        height: auto;
        max-height: 100%;
        width: 100%;
        border: none;
        padding: 0;
        background: $surface;
        text-wrap: nowrap;
        text-overflow: ellipsis;
        scrollbar-background: $surface;
        scrollbar-color: $foreground 30%;
        &:focus {
            border: none;
            background-tint: transparent;
            & > .option-list--option-highlighted {
                background: $block-cursor-background;
                color: $block-cursor-foreground;
                text-style: bold;
            }
        }
        & > .option-list--option { padding: 0 1; }
        & > .option-list--option-highlighted { background: $primary 20%; color: $foreground; text-style: none; }
        &:nocolor:focus > .option-list--option-highlighted { text-style: reverse; }
    }
    """

    def show(self, choices: Sequence[Choice], cursor: int | None = None) -> None:
        """Show other choices, the cursor on one of them, else on the current one."""
        width = max((choice.cells for choice in choices), default=0)
        self.clear_options()
        self.add_options([Option(_line(choice, width), choice.id) for choice in choices])
        current = next((index for index, choice in enumerate(choices) if choice.is_current), 0)
        self.highlighted = min(current if cursor is None else cursor, len(choices) - 1) if choices else None


def _line(choice: Choice, width: int) -> Content:
    """`• k label   note`: a dot at the current one, the key, the label, the note in one column."""
    label = clean(choice.label)
    note = clean(choice.note)
    padding = " " * (width - choice.cells + _BETWEEN) if note else ""
    parts = [
        Content.styled("•" if choice.is_current else " ", "$text-accent"),
        Content(" "),
        *([Content.styled(choice.key, "$text-accent bold"), Content(" ")] if choice.key else []),
        Content(label + padding),
        Content.styled(note, "$foreground 60%"),
    ]
    return Content("").join(parts)

"""The date window: pick a day or a period."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import ClassVar, Final

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.geometry import Size
from textual.widgets import Button, Input, OptionList, Static
from textual.widgets.option_list import Option

from auditui.core.errors import AuditError
from auditui.core.text import clean
from auditui.tui.calendar import Picking
from auditui.tui.date_choice import CLEAR, OFFERED, DateChoice, DayClock, moment_in
from auditui.tui.keys import Context, bindings
from auditui.tui.screens.window import Window
from auditui.tui.widgets.month import Months
from auditui.tui.widgets.text_box import TextBox
from auditui.tui.widgets.window_hints import WindowHints

TWO_MONTHS_WIDTH: Final = 74
"""Columns of terminal from which two months stand side by side."""
_PRESETS_WIDTH: Final = 48
"""Columns from which the presets stand beside the month; their keys work without them."""
_WHOLE_HEIGHT: Final = 20
"""Lines from which all of the window is in sight."""
_HINTS: Final = ("calendar.pick", "calendar.today", "dates.type", "dates.ok", "dates.clear", "dates.close")
PICK_HINT: Final = "Enter picks the first day, Enter again the last one."


class DatesWindow(Window[DateChoice | None]):
    """Ends with the choice, or with None when it was closed.

    Args:
        current: The date filter in force, as it is drawn at first.
        zone: Name of the zone that days are days of.
        now_us: The clock, microseconds since 1970 UTC; decides what today is.
        counts: Events per day. Where given, days that hold events are marked.
    """

    DEFAULT_CSS = """
    DatesWindow {
        & > Vertical { width: 72; padding: 1 2 0 2; overflow-y: auto; }
        Horizontal { width: auto; height: auto; }
        OptionList {
            width: 16;
            height: 8;
            margin-left: 3;
            background: $surface;
            scrollbar-size-vertical: 0;
            & > .option-list--option-highlighted { background: $surface; color: $foreground; text-style: none; }
            &:focus > .option-list--option-highlighted {
                background: $block-cursor-background;
                color: $block-cursor-foreground;
            }
        }
        .label { width: 6; color: $text-muted; }
        #until-label { margin-left: 2; width: 4; }
        Input { width: 27; }
        #said { width: 1fr; height: 1; margin-top: 1; &.-problem { color: $text-error; } }
        #typed { margin-top: 1; }
        #buttons { margin-top: 1; }
        WindowHints { margin: 1 0 0 0; }
        &.-narrow { & > Vertical { width: 48; } #said { height: 2; } Input { width: 15; } }
        &.-slim {
            & > Vertical { padding: 0 1; }
            OptionList { display: none; }
            .label { width: 5; }
            #until-label { margin-left: 1; width: 3; }
            Input { width: 10; }
            Button.-style-default { min-width: 7; }
        }
        &.-low { & > Vertical { padding: 0 1; } #buttons { dock: bottom; margin: 0; } WindowHints { display: none; } }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings(Context.DATES)

    def __init__(
        self,
        current: DateChoice | None = None,
        *,
        zone: str,
        now_us: int,
        counts: Mapping[date, int] | None = None,
    ) -> None:
        super().__init__()
        self._clock = DayClock(zone, now_us)
        self._choice = current if current and current.kind == "range" else None
        self._problem = ""
        picking = self._picking_of(self._choice) if self._choice else Picking(self._clock.today)
        self._months = Months(picking, today=self._clock.today, counts=counts)

    def compose(self) -> ComposeResult:
        """Months and presets, the typed ends, what is picked, and the buttons."""
        with Vertical() as frame:
            frame.border_title = "Dates"
            frame.border_subtitle = Content(clean(self._clock.zone))
            with Horizontal():
                yield self._months
                yield OptionList(
                    *(Option(f"{number} {period.title}") for number, period in enumerate(OFFERED, 1)),
                    compact=True,
                    markup=False,
                )
            with Horizontal(id="typed"):
                yield Static("From", classes="label", markup=False)
                yield TextBox(id="since", compact=True, placeholder="2026-07-01 or 7d")
                yield Static("To", id="until-label", classes="label", markup=False)
                yield TextBox(id="until", compact=True, placeholder="2026-07-31")
            yield Static(id="said", markup=False)
            with Horizontal(id="buttons"):
                yield Button("OK", id="ok", compact=True)
                yield Button("Clear", id="clear", compact=True)
                yield Button("Close", id="close", compact=True)
            yield WindowHints(*_HINTS)

    def on_mount(self) -> None:
        """Show the filter in force and start in the calendar."""
        self._fit(self.app.size)
        self._show()
        self.set_focus(self._months)

    def on_resize(self, event: events.Resize) -> None:
        """Show one month where two do not fit; keep the buttons in sight."""
        self._fit(event.size)

    def _fit(self, size: Size) -> None:
        self._months.count = 2 if size.width >= TWO_MONTHS_WIDTH else 1
        self.set_class(size.width < TWO_MONTHS_WIDTH, "-narrow")
        self.set_class(size.width < _PRESETS_WIDTH, "-slim")
        self.set_class(size.height < _WHOLE_HEIGHT, "-low")

    # What changes the choice

    @on(Months.Changed)
    def _picked(self, event: Months.Changed) -> None:
        if event.pressed or event.picking.is_open:
            picked = event.picking.range
            self._choose(DateChoice("range", *picked) if picked else None)
        if event.pressed and not event.picking.is_open:
            self.set_focus(self.query_one("#ok"))

    @on(Input.Changed)
    def _typed(self) -> None:
        since, until = (moment_in(self.query_one(f"#{name}", Input).value) for name in ("since", "until"))
        choice = DateChoice("range", since, until) if since or until else None
        try:
            if choice:
                self._months.picking = self._picking_of(choice)
        except AuditError as error:
            self._choice, self._problem = None, error.problem
            self._months.picking = Picking(self._months.picking.cursor)
        else:
            self._choice, self._problem = choice, ""
        self._say()

    @on(OptionList.OptionSelected)
    def _preset_chosen(self, event: OptionList.OptionSelected) -> None:
        self.action_preset(event.option_index + 1)

    def action_type(self) -> None:
        """Go to the first of the two fields."""
        self.set_focus(self.query_one("#since"))

    def action_preset(self, number: int) -> None:
        """Pick the preset with this number, from 1."""
        choice = self._clock.choice_for(OFFERED[number - 1])
        self._months.picking = self._picking_of(choice)
        self._choose(choice)
        self.set_focus(self.query_one("#ok"))

    def _choose(self, choice: DateChoice | None) -> None:
        self._choice, self._problem = choice, ""
        self._show()

    # What shows it

    def _picking_of(self, choice: DateChoice) -> Picking:
        """The choice as whole days, an open end as today. Raises `QueryError` where a typed end is no date."""
        start, end = self._clock.days_of(choice)
        if choice.end is None and not choice.span:
            end = max(start, self._clock.today)
        cursor = start if choice.start is not None or choice.span else end
        return Picking(cursor, start, end)

    def _show(self) -> None:
        ends = (self._choice.start, self._choice.end) if self._choice else (None, None)
        with self.prevent(Input.Changed):
            for name, moment in zip(("since", "until"), ends, strict=True):
                self.query_one(f"#{name}", Input).value = str(moment or "")
        self._say()

    def _say(self) -> None:
        said = self.query_one("#said", Static)
        said.set_class(bool(self._problem), "-problem")
        said.update(Content(clean(self._problem or self._sentence())))

    def _sentence(self) -> str:
        return PICK_HINT if self._choice is None else self._clock.sentence(self._choice)

    # How it ends

    @on(Input.Submitted)
    @on(Button.Pressed, "#ok")
    def action_ok(self) -> None:
        """Apply what is picked; without anything picked, say so and stay."""
        if self._choice is not None:
            self.dismiss(self._choice)
        elif not self._problem:
            self._problem = "Nothing is picked. Enter picks a day; Clear drops the date filter."
            self._say()

    @on(Button.Pressed, "#clear")
    def action_clear(self) -> None:
        """Drop the date filter."""
        self.dismiss(CLEAR)

    @on(Button.Pressed, "#close")
    def action_close(self) -> None:
        """Leave the date filter as it is."""
        self.dismiss(None)

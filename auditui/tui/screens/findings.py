"""The window for findings: what in a period deserves a look, most severe first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar, Final, TypeAlias

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from auditui.core.errors import AuditError
from auditui.core.query import EVERYTHING, Query
from auditui.core.text import clean
from auditui.insight.document import period_text
from auditui.insight.finding import Finding, Severity
from auditui.insight.rules.table import RULES
from auditui.insight.sentences import amount
from auditui.tui import steps
from auditui.tui.asking_rules import FindingsFound
from auditui.tui.drawing.cells import Look
from auditui.tui.drawing.finding_lines import finding_lines
from auditui.tui.keys import Context, bindings
from auditui.tui.screens.window import LargeWindow
from auditui.tui.widgets.bar import Bar, Part
from auditui.tui.widgets.line_list import LineList
from auditui.tui.widgets.window_hints import WindowHints

PickDates: TypeAlias = "Callable[[Query, Callable[[Query], object]], object]"
_KEYS: Final = ((Severity.HIGH, "1"), (Severity.MEDIUM, "2"), (Severity.LOW, "3"), (Severity.INFO, "4"))
_HINTS: Final = (
    "findings.take", "findings.down", "findings.dates", "findings.all", "findings.high", "findings.again",
    "findings.close",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Noticed:
    """What the window shows, kept from one opening to the next."""

    dates: Query
    """The period, as clauses about time; everything for the whole log."""
    found: FindingsFound | None = None
    least: Severity = Severity.INFO
    """What is less severe is not listed."""
    place: int = 0

    @property
    def listed(self) -> Sequence[Finding]:
        """The findings that are severe enough."""
        return [one for one in self.found.found if one.severity >= self.least] if self.found else ()


class FindingsWindow(LargeWindow[Finding | None]):
    """Opens with what is known and asks for the rest; ends with the finding whose events are to be shown, or with None.

    Args:
        noticed: What to begin with.
        look: Zone, clock and signs, as in the table.
        ask: Asks for the findings of a period; they come by `fill`, or what went wrong by `fail`.
        pick_dates: Opens the window for dates.
    """

    DEFAULT_CSS = """
    FindingsWindow {
        #period { height: 1; padding: 0 1; color: $foreground 60%; }
        #severities { margin-bottom: 1; }
        #empty { display: none; height: 1fr; padding: 1 1; }
        &.-empty #empty { display: block; }
        &.-empty LineList { display: none; }
        LineList { height: 1fr; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings(Context.FINDINGS)

    def __init__(
        self,
        noticed: Noticed,
        *,
        look: Look,
        ask: Callable[[Query], object],
        pick_dates: PickDates,
        newer: int = 0,
        fill: str = steps.FILL,
    ) -> None:
        super().__init__()
        self.noticed = noticed
        self._look = look
        self._ask = ask
        self._pick_dates = pick_dates
        self._newer = newer
        self._fill = fill
        """How many events came since."""
        self._problem = ""
        self._asked = 0
        """How many rules were asked."""

    def compose(self) -> ComposeResult:
        """The period, how severe, the findings."""
        with Vertical() as frame:
            frame.border_title = "Findings"
            yield Static("", id="period", markup=False)
            yield Bar(id="severities")
            yield LineList()
            yield Static("", id="empty", markup=False)
            yield WindowHints(*_HINTS)

    def on_mount(self) -> None:
        """Show what is known, or look."""
        self.set_focus(self._list)
        if self.noticed.found is None:
            self.look_at(self.noticed.dates)
        else:
            self._draw()

    @property
    def _list(self) -> LineList:
        return self.query_one(LineList)

    def look_at(self, dates: Query) -> None:
        """Look for findings in a period."""
        self.noticed = replace(self.noticed, dates=dates, found=None, place=0)
        self._problem, self._newer, self._asked = "", 0, 0
        self._draw()
        self._ask(dates)

    def fill(self, found: FindingsFound) -> None:
        """Show what was found."""
        self.noticed = replace(self.noticed, found=found, place=0)
        self._draw()

    def tell(self, asked: int) -> None:
        """Say how many rules were asked."""
        self._asked = asked
        self._draw()

    def fail(self, error: AuditError) -> None:
        """Say why nothing can be shown."""
        self._problem = f"{error.problem}; {error.hint}" if error.hint else error.problem
        self._draw()

    # --- drawing --------------------------------------------------------------------------------------------------

    def _draw(self) -> None:
        noticed = self.noticed
        found, listed = noticed.found, noticed.listed
        self.query_one("#period", Static).update(Content(clean(self._period())))
        self.query_one("#severities", Bar).parts = tuple(self._severities())
        self.set_class(not listed, "-empty")
        self.query_one("#empty", Static).update(Content(clean_lines(self._why_empty())))
        notes = found.notes if found else ()
        self._list.fill(
            lambda width: finding_lines(listed, notes, width, self._look), len(listed), noticed.place
        )  # fmt: skip

    def _period(self) -> str:
        found = self.noticed.found
        if found is None or found.period is None:
            return "the whole log" if self.noticed.dates == EVERYTHING else str(self.noticed.dates)
        newer = f"   {amount(self._newer, 'event', 'events')} came since; r looks again" if self._newer else ""
        return f"{period_text(found.period, self._look.times.zone)}{newer}"

    def _severities(self) -> list[Part]:
        """A part for each severity with the number of its findings; those that are listed stand out."""
        if self.noticed.found is None:
            return []
        parts = [Part(" ")]
        for severity, key in _KEYS:
            count = sum(one.severity is severity for one in self.noticed.found.found)
            style = "chosen" if severity >= self.noticed.least else "quiet"
            parts += [Part(f"{key} ", "key", key), Part(f" {severity} {count:,} ", style, key), Part("  ")]
        return parts

    def _why_empty(self) -> str:
        """What to do where nothing is listed."""
        found = self.noticed.found
        if self._problem:
            return self._problem
        if found is None:
            done = f": rule {self._asked + 1} of {len(RULES)}" if self._asked else ""
            return f"Looking through the log{done} … Esc stops.\nd chooses a shorter period, which takes less time."
        if found.period is None and self.noticed.dates == EVERYTHING:
            return steps.without_rows(EVERYTHING, "There is nothing to look through", self._fill)
        if found.period is None:
            return "No event lies in this period.\nd chooses another one."
        if found.found:
            return "Nothing is that severe.\n4 lists all findings."
        return (
            "Nothing in this period deserves a look.\nd chooses another one. What counts stands in [findings] of "
            "the configuration."
        )

    # --- keys -----------------------------------------------------------------------------------------------------

    @on(LineList.Chosen)
    def _chosen(self, message: LineList.Chosen) -> None:
        self.noticed = replace(self.noticed, place=message.place)

    @on(Bar.Pressed, "#severities")
    def _pressed(self, message: Bar.Pressed) -> None:
        message.stop()
        self.action_least(next(str(severity) for severity, key in _KEYS if key == message.does))

    def action_step(self, by: int) -> None:
        """Go so many findings on."""
        self._list.go(self._list.place + by)

    def action_screen(self, by: int) -> None:
        """Go a screen on, or back."""
        self._list.page(by)

    def action_end(self, which: int) -> None:
        """Go to the first (0) or the last (1) finding."""
        self._list.go(which * len(self.noticed.listed))

    def action_least(self, severity: str) -> None:
        """List what is at least so severe; the cursor stays with its finding where that is listed."""
        listed, place = self.noticed.listed, self.noticed.place
        chosen = listed[place] if place < len(listed) else None
        self.noticed = replace(self.noticed, least=Severity[severity.upper()])
        place = next((at for at, one in enumerate(self.noticed.listed) if one is chosen), 0)
        self.noticed = replace(self.noticed, place=place)
        self._draw()

    def action_dates(self) -> None:
        """Choose another period."""
        self._pick_dates(self.noticed.dates, self.look_at)

    def action_again(self) -> None:
        """Look again."""
        self.look_at(self.noticed.dates)

    # --- how it ends ----------------------------------------------------------------------------------------------

    @on(LineList.Taken)
    def action_take(self) -> None:
        """Show the events of the finding."""
        listed = self.noticed.listed
        if listed:
            self.dismiss(listed[self._list.place])

    def action_close(self) -> None:
        """Go back to the explorer."""
        self.dismiss(None)


def clean_lines(text: str) -> str:
    """Clean text of several lines."""
    return "\n".join(map(clean, text.split("\n")))

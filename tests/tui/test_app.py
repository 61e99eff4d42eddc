"""The app around the explorer: line filters, themes, configuration."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.segment import Segment
from textual.app import App, ComposeResult
from textual.color import Color
from textual.content import Content
from textual.widgets import Static

from auditui.core.config import Display
from auditui.core.errors import UsageError
from auditui.core.view import View
from auditui.tui.app import AuditApp
from auditui.tui.drawing.clock import TimeStyle
from auditui.tui.line_filter import AsciiFilter, ControlFilter
from auditui.tui.queries import Queries
from auditui.tui.surroundings import Surroundings
from tests.tui.screens_kit import HOSTILE, NOON, app_on, full, lines, screen_text, until

BLACK = Color(0, 0, 0)


def app_with(display: Display) -> AuditApp:
    """The app as a configuration wants it."""
    around = Surroundings(store="audit.db", clock=lambda: NOON, ascii=display.ascii)
    store = full(20)
    return AuditApp(Queries(lambda: store), View(), around, display=display)


@given(st.text(max_size=40) | st.sampled_from([HOSTILE]))
def test_the_belt_drops_what_a_terminal_might_obey_and_keeps_widths(text: str) -> None:
    """Whoever forgot to clean: no control, no reordering, no half of a character; the line keeps its length."""
    (made,) = ControlFilter().apply([Segment(text)], BLACK)
    assert not [char for char in made.text if unicodedata.category(char) in {"Cc", "Cs"}]
    assert not set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b\u2028") & set(made.text)
    assert cell_len(made.text) == cell_len(
        text.replace("\ud800", "\ufffd").encode("utf-16", "replace").decode("utf-16")
    )


@given(st.text(alphabet=st.characters(codec="ascii", categories=["L", "N", "P", "S", "Zs"]), max_size=40))
def test_the_belt_leaves_plain_text_alone(text: str) -> None:
    """It costs nothing where there is nothing to do."""
    segment = Segment(text)
    assert ControlFilter().apply([segment], BLACK)[0] is segment


def test_every_widget_wears_the_belt() -> None:
    """Also one that draws what it was given, as it was given."""

    class Careless(AuditApp):
        def compose(self) -> ComposeResult:
            yield Static(Content(HOSTILE))

    app = Careless(Queries(lambda: full(1)), View(), Surroundings(clock=lambda: NOON))
    assert any(isinstance(one, ControlFilter) for one in app.get_line_filters())


@given(st.text(max_size=40))
def test_signs_become_ascii_of_the_same_width(text: str) -> None:
    """Nothing moves; letters of the log stay what they are."""
    (made,) = AsciiFilter().apply([Segment(text + "▂█›…")], BLACK)
    assert cell_len(made.text) == cell_len(text + "▂█›…")
    assert made.text.endswith(".#>~")
    assert all(
        before == after for before, after in zip(text, made.text, strict=False) if before.isalpha() and before != "µ"
    )


async def test_ascii_frame_has_no_other_sign() -> None:
    """For terminals and fonts that show boxes instead."""
    app = app_with(Display(ascii=True))
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: "Items 1-20 of 20" in screen_text(app))
        assert screen_text(app).isascii()
        await pilot.press("enter", "s")
        await pilot.pause(0.1)
        assert screen_text(app).isascii()


@pytest.mark.parametrize("theme", ["textual-light", "ansi-dark", "ansi-light", "nord"])
async def test_themes_can_be_chosen(theme: str) -> None:
    """The screen says the same in all of them."""
    app = app_with(Display(theme=theme))
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: "Items 1–20 of 20" in screen_text(app))
        assert app.theme == theme


def test_a_theme_that_is_none_is_refused_with_the_nearest_one() -> None:
    """In one line, before the screen is taken."""
    with pytest.raises(UsageError, match="no theme") as caught:
        app_with(Display(theme="textual-drak"))
    assert "textual-dark" in caught.value.hint


async def test_times_begin_as_configured() -> None:
    """Day first, and still so after going round with t."""
    around = Surroundings(clock=lambda: NOON, times=TimeStyle(mode="dmy"))
    app = app_on(full(20), around=around)
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: "20-11-2026 11:59:00" in screen_text(app))
        await pilot.press("t", "t", "t")
        await until(pilot, lambda: "20-11-2026 11:59:00" in screen_text(app))


async def test_nothing_moves_by_itself() -> None:
    """Animations are off, and no timer runs once the numbers are there: an idle screen writes nothing."""
    app = app_on(full(20))
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: "20 events" in lines(app)[0])
        await pilot.pause(0.5)
        assert app.animation_level == "none"
        running = [timer for node in (app, *app.screen.walk_children(with_self=True)) for timer in node._timers]
        assert not [timer.name for timer in running if timer._active.is_set() and timer.name != "_update_timer"]


async def test_title_holds_nothing_of_the_log() -> None:
    """Terminals have been made to run what stands in their title."""
    app = app_on(full(1), around=Surroundings(store=HOSTILE, clock=lambda: NOON))
    async with app.run_test(size=(80, 24)):
        assert app.title == "auditui"
        assert isinstance(app, App)

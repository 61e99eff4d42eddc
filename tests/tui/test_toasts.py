"""What is said over a window lies over nothing that can be pressed."""

from __future__ import annotations

import pytest
from textual.widgets import Button

from auditui.core.errors import StoreError
from auditui.tui.widgets.window_hints import WindowHints
from tests.tui.screens_kit import app_on, explorer, full, screen_text, until

SAID = "Copied 120 bytes to the clipboard of the terminal, which may keep less of them than that."
WINDOWS = "dfoC"


@pytest.mark.parametrize("size", [(80, 24), (60, 15)])
async def test_toasts_leave_buttons_and_keys_of_a_window_free(size: tuple[int, int]) -> None:
    """Whatever the window and the size of the terminal; both are in sight, too."""
    app = app_on(full(60))
    async with app.run_test(size=size, notifications=True) as pilot:
        await until(pilot, lambda: "of 60" in screen_text(app))
        for key in WINDOWS:
            await pilot.press(key)
            await until(pilot, lambda: app.screen is not explorer(app) and bool(app.screen.query(WindowHints)))
            app.notify(SAID, markup=False)
            await until(pilot, lambda: any(toast.region for toast in app.screen.query("Toast")))
            await pilot.pause()
            (toast,) = (toast.region for toast in app.screen.query("Toast"))
            for part in [*app.screen.query(Button), *app.screen.query(WindowHints)]:
                assert not part.region.overlaps(toast), (key, part)
                assert app.screen.region.contains_region(part.region), (key, part)
            app.clear_notifications()
            await pilot.press("escape")
            await until(pilot, lambda: app.screen is explorer(app))


@pytest.mark.parametrize("key", ["v", "V", "full_stop", "s", "number_sign"])
async def test_what_is_said_is_drawn_once(key: str) -> None:
    """A window that is smaller than the screen leaves the explorer in sight, but not what the explorer had said."""
    app = app_on(full(60))
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await until(pilot, lambda: "of 60" in screen_text(app))
        app.notify(SAID, markup=False, severity="warning")
        await until(pilot, lambda: "Copied" in screen_text(app))
        await pilot.press(key)
        await until(pilot, lambda: app.screen is not explorer(app) and bool(app.screen.query("Toast")))
        await pilot.pause()
        below = explorer(app)
        assert all(toast.region for toast in app.screen.query("Toast"))
        assert "Copied" not in "".join(segment.text for strip in below._compositor.render_strips() for segment in strip)
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is below and "Copied" in screen_text(app))


@pytest.mark.parametrize("key", ["C", "d", "s", "V", "colon", "question_mark"])
async def test_a_window_that_comes_takes_remarks_away(key: str) -> None:
    """They would lie on its fields; what went wrong stays, and what is said once the window is there."""
    app = app_on(full(60))
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await until(pilot, lambda: "of 60" in screen_text(app))
        explorer(app).complain(StoreError("the disk is gone", hint="look for it"))
        await pilot.press("b")
        await until(pilot, lambda: "There is no other view" in screen_text(app))
        await pilot.press(key)
        await until(pilot, lambda: app.screen is not explorer(app))
        await until(pilot, lambda: [said.severity for said in app._notifications] == ["error"])
        app.notify(SAID, markup=False)
        await until(pilot, lambda: len(app._notifications) == 2)


async def test_a_remark_goes_with_the_view_that_it_was_about() -> None:
    """Another query takes it away, not what went wrong; what is said of the new view stays."""
    app = app_on(full(60))
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await until(pilot, lambda: "of 60" in screen_text(app))
        await pilot.press("b")
        await until(pilot, lambda: "There is no other view" in screen_text(app))
        await pilot.press("j", "a")
        await until(pilot, lambda: "of 20" in screen_text(app) and "There is no other view" not in screen_text(app))
        explorer(app).complain(StoreError("the disk is gone", hint="look for it"))
        await pilot.press("j", "b", "B", "B")
        await until(
            pilot, lambda: "There is no other view" in screen_text(app) and "the disk is gone" in screen_text(app)
        )

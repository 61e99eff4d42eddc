"""The explorer, driven by keys and mouse on a store in memory."""

from __future__ import annotations

from tests.tui.screens_kit import app_on, full, lines, screen_text, until


async def test_newest_page_shows_with_its_numbers() -> None:
    """Rows, total and the header's size are there without a key."""
    app = app_on(full(263))
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: "Items 1–200 of 263" in screen_text(app))
        assert "263 events" in lines(app)[0]

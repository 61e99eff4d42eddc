"""The terminal changes its size while the explorer is still busy with the size before."""

from __future__ import annotations

import pytest
from textual import events
from textual.geometry import Size

from auditui.tui.screens.explorer import Explorer
from tests.tui.reader import reading
from tests.tui.screens_kit import full


async def test_two_sizes_do_not_follow_each_other_for_good(monkeypatch: pytest.MonkeyPatch) -> None:
    """The explorer is laid out for the size that the terminal has, never again for the one before, and rests then."""
    seen: list[Size] = []
    monkeypatch.setattr(Explorer, "on_resize", lambda _, event: seen.append(event.size))
    async with reading(full(30)) as reader:
        screen, now = reader.app.screen, reader.app.size
        before = Size(now.width, now.height + 1)
        for size in (before, now, before, now):
            screen.post_message(events.Resize(size, size))
            await reader.pilot.pause()
        await reader.pilot.pause(0.3)
        count = len(seen)
        await reader.pilot.pause(0.3)
        assert len(seen) == count
        assert before not in seen

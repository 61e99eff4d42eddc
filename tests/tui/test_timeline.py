"""The timeline: its text, and what keys and mouse choose on it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.app import App, ComposeResult

from auditui.store.base import Histogram
from auditui.tui.drawing import bars
from auditui.tui.drawing.bars import Picked
from auditui.tui.drawing.clock import TimeStyle
from auditui.tui.widgets.timeline import GUTTER, Timeline
from tests.tui.screens_kit import NOON, lines

HOUR = 3_600_000_000
COUNTS = st.lists(st.integers(0, 10**7), min_size=1, max_size=200)


def hours(*counts: int, failures: tuple[int, ...] = ()) -> Histogram:
    """Buckets of an hour each, from noon on."""
    starts = tuple(NOON + number * HOUR for number in range(len(counts)))
    return Histogram(starts, HOUR, counts, failures or (0,) * len(counts))


@given(COUNTS, st.integers(1, 4))
def test_bars_never_lie(counts: list[int], rows: int) -> None:
    """Nothing is drawn for nothing, something for anything, more is never lower, and the most fills all rows."""
    drawn = bars.bar_rows(counts, rows)
    assert [len(row) for row in drawn] == [len(counts)] * rows
    tall = [
        sum(bars.LEVELS.find(row[number]) for row in drawn if row[number] != bars.EMPTY)
        for number in range(len(counts))
    ]
    assert all((count == 0) == (height == 0) for count, height in zip(counts, tall, strict=True))
    assert all(one <= other for (count, one) in zip(counts, tall, strict=True)
               for (bigger, other) in zip(counts, tall, strict=True) if count <= bigger)  # fmt: skip
    assert max(tall) == (rows * 8 if any(counts) else 0)


def test_empty_buckets_are_drawn() -> None:
    """A gap in the log is something to see, not less width."""
    assert bars.bar_rows([3, 0, 3], 1) == ["█·█"]


@given(COUNTS, st.integers(1, 300))
def test_every_cell_belongs_to_the_bucket_drawn_in_it(counts: list[int], width: int) -> None:
    """What the mouse hits is what the eye sees."""
    line = bars.stretched("".join(chr(0x4E00 + number) for number in range(len(counts))), width)
    assert len(line) == width
    for x, char in enumerate(line):
        bucket = bars.bucket_at(x, len(counts), width)
        assert bucket is not None and char == chr(0x4E00 + bucket)
    assert bars.bucket_at(width, len(counts), width) is None


@pytest.mark.parametrize(
    ("count", "shown"),
    [(0, "0"), (999, "999"), (1000, "1.0k"), (12_345, "12.3k"), (123_456, "123k"), (1_234_567, "1.2M")],
)
def test_large_counts_are_short(count: int, shown: str) -> None:
    """They have to fit the gutter."""
    assert bars.short_count(count) == shown


@given(st.integers(0, 10**13))
def test_counts_fit_the_gutter(count: int) -> None:
    """Whatever the size of the store."""
    assert len(bars.short_count(count)) < GUTTER - 1


@pytest.mark.parametrize(
    ("width_us", "words"),
    [(HOUR, "1 hour"), (6 * HOUR, "6 hours"), (168 * HOUR, "1 week"), (90_000_000, "90 seconds"), (1500, "1500 µs")],
)
def test_widths_of_bars_in_words(width_us: int, words: str) -> None:
    """In the largest unit that is exact."""
    assert bars.width_words(width_us) == words


@given(st.integers(20, 200), COUNTS)
def test_axis_fits_and_names_both_ends_with_the_year(width: int, counts: list[int]) -> None:
    """A range without its year could be any."""
    text = bars.axis(hours(*counts), TimeStyle(), width)
    assert len(text) <= width
    assert text.startswith("2026-11-20 12:00"[:width])
    if width >= 120:
        assert text.endswith(":00") and "each bar 1 hour" in text


def test_what_is_left_out_or_not_exact_is_said() -> None:
    """Never silently."""
    held = Histogram((NOON,), HOUR, (5,), (0,), left_out=3, exact=False)
    assert "3 far off left out, at least" in bars.axis(held, TimeStyle(), 120)


def test_chosen_bars_in_words() -> None:
    """Range, events and failures, for whoever cannot tell colours apart."""
    held = hours(10, 20, 30, failures=(1, 2, 3))
    text = bars.picked_text(held, Picked(1, 2), TimeStyle(mode="relative", now_us=NOON))
    assert text == "2026-11-20 13:00 – 2026-11-20 15:00   50 events, 5 failed"


class Host(App[None]):
    """Records what the timeline says."""

    def __init__(self, held: Histogram) -> None:
        super().__init__()
        self.held = held
        self.heard: list[tuple[int, int] | str] = []

    def compose(self) -> ComposeResult:
        yield Timeline()

    def on_mount(self) -> None:
        self.query_one(Timeline).histogram = self.held
        self.query_one(Timeline).focus()

    def on_timeline_narrowed(self, message: Timeline.Narrowed) -> None:
        self.heard.append((message.start_us, message.end_us))

    def on_timeline_left(self) -> None:
        self.heard.append("left")


async def test_arrows_choose_and_enter_narrows() -> None:
    """It begins at the newest bar; the range grows with its tip and shrinks again."""
    host = Host(hours(1, 2, 3, 4))
    async with host.run_test(size=(80, 10)) as pilot:
        await pilot.press("left", "enter")
        await pilot.press("K", "enter", "J", "J", "enter", "home", "left", "enter", "j")
    assert host.heard == [
        (NOON + 2 * HOUR, NOON + 3 * HOUR),
        (NOON + 2 * HOUR, NOON + 4 * HOUR),
        (NOON + 1 * HOUR, NOON + 3 * HOUR),
        (NOON, NOON + HOUR),
        "left",
    ]


async def test_mouse_drags_a_range_and_a_double_click_narrows() -> None:
    """What is dragged over is chosen."""
    host = Host(hours(1, 2, 3, 4))
    async with host.run_test(size=(80, 10)) as pilot:
        quarter = (80 - GUTTER - 1) // 4
        await pilot.mouse_down(Timeline, offset=(GUTTER + 1, 1))
        await pilot.hover(Timeline, offset=(GUTTER + quarter + 3, 1))
        await pilot.mouse_up(Timeline, offset=(GUTTER + quarter + 3, 1))
        await pilot.press("enter")
        await pilot.click(Timeline, offset=(GUTTER + 3 * quarter + 3, 1), times=2)
    assert host.heard[0] in {(NOON, NOON + 2 * HOUR), (NOON, NOON + HOUR)}
    assert host.heard[-1] == (NOON + 3 * HOUR, NOON + 4 * HOUR)


async def test_nothing_to_show_draws_nothing_and_narrows_to_nothing() -> None:
    """An empty store is no error."""
    host = Host(Histogram())
    async with host.run_test(size=(80, 10)) as pilot:
        await pilot.press("left", "right", "enter")
        assert not "".join(lines(host)).strip()
    assert host.heard == []


async def test_failures_have_a_row_of_their_own() -> None:
    """Told by place and name, not by colour."""
    host = Host(hours(8, 8, 8, failures=(0, 4, 0)))
    async with host.run_test(size=(80, 10)) as pilot:
        await pilot.pause()
        row = lines(host)[2]
    assert row.split()[0] == "failed"
    third = (80 - GUTTER - 1) // 3
    assert row[GUTTER + third + 2] == "█" and row[GUTTER + 2] == " "

"""The timeline: its text, and what keys and mouse choose on it."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from textual.app import App, ComposeResult

from auditui.core.event import Event
from auditui.core.language import parse
from auditui.core.query import Query, freeze
from auditui.core.shown import width_words
from auditui.core.view import View
from auditui.store.base import Histogram
from auditui.store.sqlite.schema import Layout
from auditui.tui import steps
from auditui.tui.asking_earlier import count_earlier, earlier_wanted
from auditui.tui.drawing import bars
from auditui.tui.drawing.bars import Picked
from auditui.tui.drawing.clock import TimeStyle
from auditui.tui.widgets.chips import Chips
from auditui.tui.widgets.log_table import LogTable
from auditui.tui.widgets.timeline import GUTTER, NARROW, Timeline
from tests.store.test_oracle import store_of
from tests.strategies import HOUR_US, START_US, logs
from tests.tui.screens_kit import NOON, app_on, explorer, full, lines, until

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
    assert width_words(width_us) == words


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
    assert bars.picked_texts(held, Picked(1, 2), TimeStyle(mode="relative", now_us=NOON)) == (
        "2026-11-20 13:00 – 2026-11-20 15:00   50 events, 5 failed",
        "2026-11-20 13:00 + 2 hours   50 events, 5 failed",
    )


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


async def test_the_period_before_has_a_row_and_the_same_scale() -> None:
    """A spike stands out beside what was there before, also in words."""
    host = Host(hours(8, 64, 8))
    async with host.run_test(size=(80, 10)) as pilot:
        timeline = host.query_one(Timeline)
        timeline.is_compared = True
        await pilot.pause()
        assert lines(host)[1].split() == ["before"], "with the focus, and before its numbers are there"
        timeline.earlier = (8, 16, 64)
        await pilot.press("left")
        drawn = [line.ljust(80) for line in lines(host)]
    third = (80 - GUTTER - 1) // 3
    places = [GUTTER + number * third + 2 for number in range(3)]
    assert drawn[1].split()[0] == "before"
    assert [drawn[1][at] for at in places] == ["▁", "▂", "█"]
    assert [drawn[0][at] for at in places] == ["▁", "█", "▁"]
    assert "64 events, 0 failed, 16 before" in drawn[3] and NARROW in drawn[3], "all of it fits"


async def test_a_period_is_shown_with_the_one_before_it() -> None:
    """Twenty minutes beside the twenty before; with and without a period the table stands where it stood."""
    app = app_on(full(60), View(query=parse("since:20m")))
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: any(line.split()[:1] == ["before"] for line in lines(app)))
        timeline = explorer(app).query_one(Timeline)
        assert sum(timeline.earlier) == 20 == sum(timeline.histogram.counts)
        place = explorer(app).query_one(LogTable).region
        await pilot.press("c")
        await until(pilot, lambda: sum(timeline.histogram.counts) == 60)
        assert timeline.earlier == () and not timeline.is_compared
        assert explorer(app).query_one(LogTable).region == place


def buckets_of(events: list[Event], query: Query, starts: tuple[int, ...], width: int) -> tuple[int, ...]:
    """Counted one by one."""
    times = [event.at_us for event in events if query.matches(event)]
    return tuple(sum(start <= at < start + width for at in times) for start in starts)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(log=logs(max_size=12), start=st.integers(0, 60), length=st.integers(1, 30), text=st.sampled_from(["", "x"]))
def test_the_period_before_is_as_long_and_ends_where_this_one_begins(
    log: list[Event], start: int, length: int, text: str
) -> None:
    """To the width of a bucket; its counts are those of the query without its dates."""
    begin = START_US + (start - 30) * HOUR_US
    query = steps.spanned(parse(text), begin, begin + length * HOUR_US)
    with store_of([log], Layout(3, 4)) as store:
        held = [store.get(seq) for seq in range(1, store.snapshot().last_seq + 1)]
        shown = store.histogram(query, 20)
        wanted = earlier_wanted(query, shown, NOON, None)
        if wanted is None:
            assert not shown.counts
            return
        step = shown.starts_us[0] - wanted.starts_us[0]
        assert 0 <= step - length * HOUR_US < shown.width_us and not step % shown.width_us
        found = count_earlier(wanted, store)
        assert found.counts == buckets_of(held, parse(text), wanted.starts_us, shown.width_us)


async def test_with_dates_the_timeline_spans_the_period_not_the_events_in_it() -> None:
    """One event of an hour stands at its place in that hour; it does not fill the line."""
    query = parse("seq:30 on:2026-11-20T11:00Z..2026-11-20T11:59Z")
    app = app_on(full(60), View(query))
    async with app.run_test(size=(120, 40)) as pilot:
        timeline = explorer(app).query_one(Timeline)
        await until(pilot, lambda: bool(timeline.histogram.counts))
        shown = timeline.histogram
        assert timeline.range_us == (NOON - HOUR_US, NOON)
        assert (sum(shown.counts), shown.width_us, len(shown.counts)) == (1, 300_000_000, 12)


@pytest.mark.parametrize("theme", ["ansi-dark", "ansi-light", "textual-dark"])
async def test_sixteen_colours_hide_no_text_and_fill_no_row(theme: str) -> None:
    """A chip is never of its own colour; a chosen bar without failures has nothing in the row of failures."""
    app = app_on(full(60), View(parse("action:create")))
    async with app.run_test(size=(120, 40)) as pilot:
        app.theme = theme
        timeline, chips = explorer(app).query_one(Timeline), explorer(app).query_one(Chips)
        await until(pilot, lambda: bool(timeline.histogram.counts))
        await pilot.press("T")
        await pilot.pause()
        for text, style, _ in (*chips.render_line(0), *(part for y in range(4) for part in timeline.render_line(y))):
            assert style
            assert not text.strip() or not style.color or style.color.is_default or style.color != style.bgcolor
        ground = {style.bgcolor for text, style, _ in timeline.render_line(2) if style and not text.strip()}
        if theme.startswith("ansi"):
            assert all(color is None or color.is_default for color in ground)


@pytest.mark.parametrize("text", ["", "until:2026-11-20", "on:2026-11-19,2026-11-20", "(on:2026-11-20 OR x)"])
def test_without_a_beginning_there_is_no_period_before(text: str) -> None:
    """Nothing is asked for what cannot be."""
    query = freeze(parse(text), NOON, "UTC")
    assert earlier_wanted(query, hours(1, 2), NOON, None) is None


async def test_failures_have_a_row_of_their_own() -> None:
    """Told by place and name, not by colour."""
    host = Host(hours(8, 8, 8, failures=(0, 4, 0)))
    async with host.run_test(size=(80, 10)) as pilot:
        await pilot.pause()
        row = lines(host)[2]
    assert row.split()[0] == "failed"
    third = (80 - GUTTER - 1) // 3
    assert row[GUTTER + third + 2] == "█" and row[GUTTER + 2] == " "

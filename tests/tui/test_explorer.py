"""The explorer, driven by keys and mouse on a store in memory."""

from __future__ import annotations

from dataclasses import replace
from time import monotonic

import pytest
from rich.cells import cell_len
from textual.app import App

from auditui.core.errors import StoreError
from auditui.core.event import Event
from auditui.core.language import parse
from auditui.core.view import Sort, View
from auditui.tui import keys, steps
from auditui.tui.app import AuditApp
from auditui.tui.drawing import bars
from auditui.tui.palette import Palette
from auditui.tui.queries import Queries
from auditui.tui.state import page_wanted
from auditui.tui.surroundings import Surroundings
from auditui.tui.widgets.chips import Chips
from auditui.tui.widgets.mistake import MistakeLine
from auditui.tui.widgets.paging_footer import PagingFooter
from auditui.tui.widgets.search_bar import SearchBar
from auditui.tui.widgets.suggestions import Suggestions
from auditui.tui.widgets.timeline import Timeline
from tests.tui.memory_store import MemoryStore
from tests.tui.reader import StoreReader, reading
from tests.tui.screens_kit import HOSTILE, MINUTE, NOON, app_on, explorer, full, lines, made, screen_text, until

# ---------------------------------------------------------------------------------------- the first look


async def test_newest_page_shows_with_its_numbers() -> None:
    """Rows, total, the store's size, its name and who looks are there without a key."""
    async with reading(full(263)) as reader:
        await reader.sees("Items 1–200 of 263", "263 events")
        assert lines(reader.app)[0].split() == ["auditui", "audit.db", "263", "events", "UTC", "alice", "·", "Owner"]
        assert reader.cursor == 263
        assert reader.table.has_focus


async def test_opens_with_the_view_that_was_asked_for() -> None:
    """Query, order and columns of the command line decide the first page."""
    view = View(parse("user:bob"), Sort("at", descending=False), ("seq", "user"), page_size=50)
    async with reading(full(263), view) as reader:
        await reader.sees("Items 1–50 of 88", "user:bob ×")
        assert [row.actor for row in reader.table.rows[:2]] == ["Bob", "Bob"]
        assert reader.table.rows[0].at_us < reader.table.rows[1].at_us
        assert explorer(reader.app).columns == ("seq", "user")


async def test_total_may_come_later_than_the_rows() -> None:
    """Until it is counted, the footer says so instead of waiting or guessing."""
    store = full(263)
    counted = store.count
    store.count = lambda query, as_of=None: store.late(lambda: counted(query, as_of))  # type: ignore[method-assign]
    app = app_on(store)
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: "Items 1–200 of …" in screen_text(app))
        store.late_gate.set()
        await until(pilot, lambda: "Items 1–200 of 263" in screen_text(app))


async def test_empty_store_says_how_to_fill_it() -> None:
    """An empty screen is not a dead end."""
    async with reading(MemoryStore()) as reader:
        await reader.sees("This store is empty. auditui import FILE fills it", "No items", "0 events")


async def test_nothing_found_names_the_filters_and_the_ways_out() -> None:
    """So does a search without hits."""
    async with reading(full(30)) as reader:
        await reader.search("user:nobody")
        await reader.sees("No event matches  user:nobody", "c clears the filters")


async def test_a_filter_is_named_whole_where_there_is_room() -> None:
    """In its chip, in what is said of no rows, and among the reasons; long ones share what there is, and × stays."""
    text = "on:2030-11-14T15:00:00Z..2030-11-18T14:59:59.123456Z"
    async with reading(full(30), View(parse(text)), size=(120, 40)) as reader:
        await reader.sees(f" {text} ×", f"No event matches  {text}", f"{text}   ← X drops it")
    async with reading(full(30), View(parse(f"{text} action:{'x' * 200} user:ana")), size=(120, 40)) as reader:
        await reader.sees(f" {text[:39]}… ×   action:{'x' * 33}… ×   user:ana ×   Clear filters")


# ---------------------------------------------------------------------------------------- searching


async def test_typing_searches_after_a_pause_and_the_old_rows_stay_until_then() -> None:
    """Nobody has to press Enter, and the table never goes blank in between."""
    async with reading(full(263)) as reader:
        reader.store.gate.clear()
        await reader.type("user:ana")
        await reader.until(lambda: reader.query == "user:ana")
        assert len(reader.table.rows) == 200
        reader.store.gate.set()
        await reader.until(lambda: reader.footer == "Items 1–88 of 88")
        assert {row.actor for row in reader.table.rows} == {"Ana"}


async def test_enter_searches_at_once_and_goes_to_the_rows() -> None:
    """Whoever is done typing does not wait for the pause."""
    async with reading(full(60)) as reader:
        await reader.type("user:bob")
        asked = len(reader.store.asked)
        await reader.press("enter")
        await reader.until(lambda: len(reader.store.asked) > asked)
        assert reader.table.has_focus


async def test_slash_recalls_the_present_query() -> None:
    """A query is edited, not typed again."""
    async with reading(full(60), View(parse("user:bob status:200"))) as reader:
        await reader.press("slash")
        box = explorer(reader.app).query_one(SearchBar).box
        assert (box.value, box.cursor_position) == ("user:bob status:200 ", 20)
        await reader.press("enter")
        await reader.until(lambda: reader.table.has_focus)
        assert str(explorer(reader.app)._query) == "user:bob status:200"


async def test_what_is_typed_behind_a_recalled_query_is_another_term() -> None:
    """`/` and a word narrow what stands; Backspace edits its end; the arrow up brings earlier ones in the same way."""
    async with reading(full(60), View(parse("user:bob"))) as reader:
        await reader.press("slash", *"printer", "enter")
        await reader.until(lambda: str(explorer(reader.app)._query) == "user:bob printer")
        await reader.press("slash", *["backspace"] * 3, "enter")
        await reader.until(lambda: str(explorer(reader.app)._query) == "user:bob print")
        box = explorer(reader.app).query_one(SearchBar)
        box.past = ("user:bob print", "user:ana")
        await reader.press("slash")
        box.past = ("user:ana", "user:bob print")
        await reader.press("up", *"update", "enter")
        await reader.until(lambda: str(explorer(reader.app)._query) == "user:ana update")


async def test_escape_brings_back_the_query_before_what_was_typed() -> None:
    """With its rows and the event that was stood on; there is no step back to what was not wanted."""
    async with reading(full(60), View(parse("user:ana"))) as reader:
        await reader.press("j", "j")
        stood = reader.cursor
        await reader.press("slash", *"delete")
        await reader.until(lambda: reader.query == "user:ana delete" and reader.is_settled)
        await reader.press("escape")
        await reader.until(lambda: not explorer(reader.app).query_one(SearchBar).is_edited)
        await reader.until(lambda: reader.query == "user:ana" and reader.is_settled)
        assert reader.cursor == stood
        assert not explorer(reader.app)._state.past


async def test_half_a_word_takes_no_rows_away() -> None:
    """Rows and timeline stay until something is found, or the typing has come to rest."""
    store = full(60)
    async with reading(store) as reader:
        await reader.type("user:b")
        await reader.until(lambda: any(asked == "page" for asked in store.asked[1:]) and reader.query == "user:b")
        await reader.pilot.pause(0.1)
        assert len(reader.table.rows) == 60
        await reader.press("o", "b")
        await reader.until(lambda: len(reader.table.rows) == 20)
        await reader.press("x")
        await reader.sees("No event matches")


async def test_a_mistake_is_marked_under_its_token_while_the_rows_stay() -> None:
    """A half-typed or wrong query never takes the rows away."""
    async with reading(full(60)) as reader:
        await reader.type("user:ana userz:bob")
        await reader.sees("^^^^^")
        row = next(number for number, line in enumerate(lines(reader.app)) if "^^^^^" in line)
        assert lines(reader.app)[row].index("^^^^^") == lines(reader.app)[row - 1].index("userz")
        assert "user" in lines(reader.app)[row].partition("^^^^^ ")[2]
        assert len(reader.table.rows) == 60
        await reader.press("escape")
        await reader.until(lambda: explorer(reader.app).query_one(MistakeLine).error is None)
        assert explorer(reader.app).query_one(SearchBar).text == ""


async def test_a_clause_whose_value_is_to_come_is_no_mistake_yet() -> None:
    """Tab puts a field in and its values are offered: the rows are those of the rest. Enter says what is missing."""
    async with reading(full(60)) as reader:
        await reader.type("user:ana printer acti")
        await reader.sees("action:")
        await reader.press("tab")
        await reader.until(lambda: reader.query == "user:ana printer" and len(reader.table.rows) == 20)
        await reader.sees("delete")
        assert explorer(reader.app).query_one(MistakeLine).error is None
        await reader.press("enter")
        await reader.sees("a value is missing here")
        assert len(reader.table.rows) == 20


@pytest.mark.parametrize(
    ("typed", "said"),
    [("(a OR user", "add )"), ("since:7x", "7d or 2h"), ("since:2026-07-01T10:20:30.1234567899999999999999999", "2h")],
)
async def test_a_mistake_is_read_to_its_end_on_a_small_screen(typed: str, said: str) -> None:
    """The advice at the end of the message is on screen, and no list of completions lies over it."""
    async with reading(full(60), size=(80, 24)) as reader:
        await reader.type(typed)
        line = explorer(reader.app).query_one(MistakeLine)
        await reader.until(lambda: line.error is not None and line.size.height > 0)
        await reader.pilot.pause()
        shown = lines(reader.app)[line.region.y : line.region.bottom]
        assert shown == [one.rstrip() for one in line.lines(80)]
        assert said in shown[-1]
        assert any("^" in one for one in shown)
        assert len(reader.table.rows) == 60


async def test_completion_offers_fields_and_values_with_counts() -> None:
    """Tab puts the first one in; the arrows choose another; it then counts as typed."""
    async with reading(full(60)) as reader:
        await reader.press("slash", *"acti")
        await reader.until(lambda: explorer(reader.app).query_one(Suggestions).is_open)
        await reader.press("tab")
        assert explorer(reader.app).query_one(SearchBar).text == "action:"
        await reader.press("d")
        offered = explorer(reader.app).query_one(Suggestions)
        await reader.until(lambda: [(one.text, one.events) for one in offered.choices][:1] == [("Delete", 15)])
        await reader.press("down", "enter")
        assert explorer(reader.app).query_one(SearchBar).text.lower() == "action:delete "
        await reader.until(lambda: reader.query.lower() == "action:delete")


async def test_what_matched_in_details_is_shown_under_the_row() -> None:
    """A hit that no column shows is not a riddle."""
    async with reading(full(60)) as reader:
        await reader.search("api/17")
        await reader.sees("/api/17")


# ---------------------------------------------------------------------------------------- filters


async def test_keep_and_exclude_the_value_under_the_cursor() -> None:
    """`=` narrows to it, `!` takes it away; neither needs typing."""
    async with reading(full(60)) as reader:
        await reader.press("right", "equals_sign")
        await reader.until(lambda: reader.query == "action:Update" and reader.footer == "Items 1–15 of 15")
        await reader.press("exclamation_mark")
        await reader.until(lambda: reader.query == "-action:Update" and reader.footer == "Items 1–45 of 45")


async def test_the_chosen_event_stays_under_the_cursor_while_it_matches() -> None:
    """Filtering and unfiltering never loses the event; one that does not match gives way to the first row."""
    async with reading(full(263)) as reader:
        await reader.press("j", "j", "j", "j", "j", "j")
        chosen = reader.cursor
        await reader.search("user:ana")
        assert reader.cursor == chosen
        await reader.press("c")
        await reader.until(lambda: reader.query == "" and reader.is_settled)
        assert reader.cursor == chosen
        await reader.search("user:bob")
        assert reader.cursor == reader.table.rows[0].seq


async def test_a_filter_change_returns_to_the_first_page() -> None:
    """A page number of one result means nothing in another."""
    async with reading(full(600), View(page_size=50)) as reader:
        await reader.press("n", "n")
        await reader.until(lambda: reader.footer == "Items 101–150 of 600")
        await reader.search("user:ana")
        assert reader.footer == "Items 1–50 of 200"


async def test_an_event_found_deep_down_is_shown_in_its_surroundings_when_filters_go() -> None:
    """Clearing the filters goes to the page that the event stands on."""
    async with reading(full(600), View(page_size=50)) as reader:
        await reader.search("user:ana")
        await reader.press("G")
        chosen = reader.cursor
        await reader.press("c")
        await reader.until(lambda: reader.query == "" and reader.is_settled)
        assert reader.cursor == chosen
        assert reader.footer == "Items 101–150 of 600"


async def test_chips_go_one_by_one_by_key_and_by_mouse_and_all_at_once() -> None:
    """Every filter is in sight and can be taken back."""
    async with reading(full(60), View(parse("user:ana status:200 ticket"))) as reader:
        await reader.press("E", "right", "x")
        await reader.until(lambda: reader.query == "user:ana ticket")
        await reader.pilot.click(Chips, offset=(lines(reader.app)[2].index("ticket"), 0))
        assert explorer(reader.app).query_one(SearchBar).is_edited
        await reader.press("escape")
        chips = lines(reader.app)[2]
        await reader.pilot.click(Chips, offset=(chips.index("×"), 0))
        await reader.until(lambda: reader.query == "ticket")
        await reader.pilot.click(Chips, offset=(lines(reader.app)[2].index("Clear"), 0))
        await reader.until(lambda: reader.query == "")


async def test_back_and_forward_restore_view_and_event() -> None:
    """A step back is a step back to where one stood, and can be taken back itself."""
    async with reading(full(263)) as reader:
        await reader.press("j", "j", "j")
        stood = reader.cursor
        await reader.search("user:bob")
        await reader.press("j", "j")
        stood_next = reader.cursor
        await reader.press("b")
        await reader.until(lambda: reader.query == "" and reader.is_settled)
        assert reader.cursor == stood
        await reader.press("B")
        await reader.until(lambda: reader.query == "user:bob" and reader.is_settled)
        assert reader.cursor == stood_next


async def test_the_way_back_leaves_columns_as_wide_as_they_were() -> None:
    """They grow from page to page; who comes back to the last one finds them so, not measured by that page alone."""
    log = [replace(made(n), actor="Ana" if n > 45 else f"Somebody with a long name {n}", email="") for n in range(60)]
    async with reading(MemoryStore(log), View(page_size=50), size=(80, 24)) as reader:
        first = reader.table.widths()
        await reader.press("n")
        await reader.until(lambda: reader.footer.startswith("Items 51"))
        before = reader.table.widths()
        await reader.press("h")
        await reader.until(lambda: reader.query != "")
        await reader.press("escape")
        await reader.until(lambda: isinstance(reader.app.screen, type(explorer(reader.app))) and reader.is_settled)
        await reader.search("user:ana")
        await reader.until(lambda: reader.query == "user:ana" and reader.is_settled)
        assert reader.table.widths() != before
        while reader.query:
            await reader.press("b")
            await reader.until(lambda: reader.is_settled)
        await reader.until(lambda: reader.footer.startswith("Items 51"))
        assert reader.table.widths() == before, first


async def test_letters_typed_one_after_another_are_one_step_back() -> None:
    """A search as one types is one step, not one for each letter."""
    async with reading(full(60)) as reader:
        for text in ("u", "upd", "update"):
            await reader.press(*text[len(reader.query) :]) if reader.query else await reader.press("slash", *text)
            await reader.until(lambda text=text: reader.query == text)  # type: ignore[misc]
        await reader.press("enter", "b")
        await reader.until(lambda: reader.query == "")


async def test_escape_undoes_one_layer_at_a_time_and_never_quits() -> None:
    """Search, marks, open rows and filters go one by one; at the end Escape says how to leave."""
    async with reading(full(60), View(parse("user:ana status:200"))) as reader:
        await reader.press("x", "enter", "slash")
        await reader.press("escape")
        assert reader.table.has_focus and reader.table.marked
        await reader.press("escape")
        assert not reader.table.marked and reader.table.opened
        await reader.press("escape")
        assert not reader.table.opened and reader.query == "user:ana status:200"
        await reader.press("escape")
        await reader.until(lambda: reader.query == "user:ana")
        await reader.press("escape")
        await reader.until(lambda: reader.query == "")
        await reader.press("escape")
        assert "q quits" in reader.toasts
        assert reader.app.is_running


# ---------------------------------------------------------------------------------------- pages


async def test_pages_turn_by_key_by_mouse_and_over_the_edge() -> None:
    """Next and previous stop at the ends; the cursor may walk over them."""
    async with reading(full(120), View(page_size=50)) as reader:
        await reader.press("p")
        assert reader.footer == "Items 1–50 of 120"
        await reader.press("n")
        await reader.until(lambda: reader.footer == "Items 51–100 of 120")
        line = next(line for line in lines(reader.app) if "Next ›" in line)
        await reader.pilot.click(PagingFooter, offset=(line.index("Next"), 0))
        await reader.until(lambda: reader.footer == "Items 101–120 of 120")
        await reader.press("n", "up")
        await reader.until(lambda: reader.footer == "Items 51–100 of 120")
        assert reader.cursor == reader.table.rows[-1].seq
        await reader.press("down")
        await reader.until(lambda: reader.footer == "Items 101–120 of 120")
        assert reader.cursor == reader.table.rows[0].seq


async def test_rows_per_page_and_page_number_are_chosen_in_a_window() -> None:
    """`#` changes how many rows a page has and goes to a page by its number; marks stay."""
    async with reading(full(263)) as reader:
        await reader.press("x", "number_sign", *"2", "enter")
        await reader.until(lambda: reader.footer == "Items 201–263 of 263")
        await reader.sees("1 selected")
        await reader.press("number_sign", "k", "k", "enter")
        await reader.until(lambda: reader.footer == "Items 201–250 of 263")


async def test_pages_agree_while_events_come_in_and_refresh_shows_them() -> None:
    """A page is of the moment of the search; refresh brings what came since, and keeps cursor, marks and open rows."""
    async with reading(full(120), View(page_size=50)) as reader:
        reader.store.add([made(-3), made(-2)])
        await reader.press("n")
        await reader.until(lambda: reader.footer == "Items 51–100 of 120")
        await reader.press("p")
        await reader.until(lambda: reader.footer == "Items 1–50 of 120")
        await reader.press("j", "x", "enter")
        stood = reader.cursor
        await reader.press("r")
        await reader.until(lambda: reader.footer == "Items 1–50 of 122")
        assert (reader.cursor, reader.table.marked, reader.table.opened) == (stood, {stood}, {stood})
        await reader.sees("122 events")


async def test_sort_window_changes_the_order() -> None:
    """`s` offers the orders; the head of a column turns them round."""
    async with reading(full(60)) as reader:
        await reader.press("s", "3")
        await reader.until(lambda: reader.table.rows[0].actor == "Ana" and reader.table.rows[-1].actor == "Carla")
        await reader.press("b")
        await reader.until(lambda: reader.table.rows[0].seq == 60)


async def test_an_order_that_no_column_shows_stands_in_the_first_line() -> None:
    """At 80 cells, too; where a head has the arrow it is said there alone, and a press on it lists the orders."""
    async with reading(full(60), size=(80, 24)) as reader:
        assert " by " not in lines(reader.app)[0]
        await reader.press("s", "5")
        await reader.until(lambda: "by Area ↑" in lines(reader.app)[0])
        await reader.press("s", "5")
        await reader.until(lambda: "by Area ↓" in lines(reader.app)[0])
        await reader.pilot.click(offset=reader.place("by Area"))
        await reader.sees("Order of import")
        await reader.press("3")
        await reader.until(lambda: " by " not in lines(reader.app)[0])


async def test_reading_again_says_when_nothing_is_new() -> None:
    """And keeps quiet where there is something to see."""
    async with reading(full(60)) as reader:
        await reader.press("r")
        await reader.hears("Nothing new.")
        reader.app.clear_notifications()
        reader.store.add([made(-2)])
        await reader.press("r")
        await reader.sees("of 61")
        assert not reader.toasts


async def test_columns_window_changes_the_columns_without_asking_the_store() -> None:
    """Columns are how rows are shown, not which."""
    async with reading(full(60)) as reader:
        asked = len(reader.store.asked)
        await reader.press("C", "2", "enter")
        await reader.until(lambda: explorer(reader.app).columns == ("at", "user", "action", "entity", "ip"))
        assert len(reader.store.asked) == asked


# ---------------------------------------------------------------------------------------- time


async def test_times_show_in_utc_local_time_or_as_age_and_the_head_says_so() -> None:
    """Nobody has to guess which clock a time is from."""
    async with reading(full(60), View(zone="Europe/Vienna")) as reader:
        assert "Europe/Vienna" in lines(reader.app)[0]
        await reader.sees("2026-11-20 12:59:00")
        await reader.press("t")
        await reader.sees("2026-11-20 11:59:00")
        assert "UTC" in lines(reader.app)[0]
        await reader.press("t")
        assert "local" in lines(reader.app)[0]
        await reader.press("t")
        await reader.sees("1 min ago", "Europe/Vienna, age")
        await reader.press("t")
        await reader.sees("2026-11-20 12:59:00")


async def test_days_mean_days_of_the_zone_shown() -> None:
    """Another zone has other days, so the question is asked again."""
    store = MemoryStore([Event(at_us=NOON + 11 * 60 * MINUTE + 30 * MINUTE), Event(at_us=NOON)])
    async with reading(store, View(parse("on:2026-11-21"), zone="Europe/Vienna")) as reader:
        assert reader.footer == "Items 1–1 of 1"
        await reader.press("t")
        await reader.until(lambda: reader.footer == "No items")


async def test_timeline_narrows_to_a_bar_and_back_again() -> None:
    """T goes there, arrows choose, Enter narrows; b comes back to the same event."""
    async with reading(full(240)) as reader:
        await reader.press("j", "j")
        stood = reader.cursor
        await reader.until(lambda: bool(explorer(reader.app).query_one(Timeline).histogram.counts))
        await reader.press("T", "g")
        await reader.sees("narrow", "events, ")
        await reader.press("enter")
        await reader.until(lambda: reader.query.startswith("on:") and reader.is_settled)
        assert 0 < len(reader.table.rows) < 20
        assert min(row.at_us for row in reader.table.rows) == made(239).at_us
        await reader.press("escape", "b")
        await reader.until(lambda: reader.query == "" and reader.is_settled)
        assert reader.cursor == stood


async def test_where_nothing_is_found_there_is_no_time_to_look_into() -> None:
    """`+` says so, as `T` does, and leaves the query alone, which would find as little."""
    async with reading(full(60), View(parse("user:nobody on:2026-11-20"))) as reader:
        await reader.until(lambda: reader.footer == "No items")
        await reader.press("T")
        await reader.until(lambda: "There is nothing to show in time" in reader.toasts)
        await reader.press("plus")
        await reader.until(lambda: "There is no time to look into" in reader.toasts)
        assert reader.query == "user:nobody on:2026-11-20"


async def test_zoom_halves_and_doubles_the_time_around_the_event() -> None:
    """The event under the cursor stays in sight; out of a view without dates there is nothing to zoom."""
    async with reading(full(240)) as reader:
        await reader.press("minus")
        assert "All of the time is shown" in reader.toasts
        await reader.press("j", "j", "plus")
        await reader.until(lambda: reader.query.startswith("on:") and reader.is_settled)
        inside = len(reader.table.rows)
        assert 100 <= inside <= 140
        await reader.press("minus")
        await reader.until(lambda: reader.is_settled and len(reader.table.rows) > inside)


async def test_zooming_out_doubles_the_period_of_the_query_not_that_of_its_events() -> None:
    """An hour with events in a few of its minutes becomes two hours, four, eight: it never narrows nor stays."""
    view = View(parse("seq:50..52 on:2026-11-20T11:00Z..2026-11-20T11:59Z"))
    async with reading(full(60), view) as reader:
        lengths = []
        for _ in range(4):
            await reader.press("minus")
            await reader.settle()
            period = steps.period_of(explorer(reader.app)._query, NOON)
            assert period is not None
            lengths.append((period[1] - period[0]) // MINUTE)
        assert lengths == [120, 240, 480, 960]


async def test_zooming_out_undoes_zooming_in_and_the_timeline_keeps_its_time() -> None:
    """`+ + - -` leads back to what was asked first; the bar that was chosen is chosen throughout."""
    async with reading(full(60)) as reader:
        timeline = explorer(reader.app).query_one(Timeline)
        await reader.until(lambda: bool(timeline.histogram.counts))
        await reader.press("T", *["left"] * 3)
        chosen = timeline.moment_us
        assert chosen is not None
        queries = [reader.query]
        for key in ("plus", "plus", "minus", "minus"):
            bars_before = timeline.histogram.starts_us
            await reader.press(key)
            await reader.until(lambda: timeline.histogram.starts_us != bars_before)  # noqa: B023  used at once
            first, behind = bars.range_us(timeline.histogram, timeline.picked)
            assert first <= chosen < behind
            queries.append(reader.query)
        assert queries[3:] == [queries[1], ""] and queries[0] == "" and len(set(queries)) == 3
        await reader.press("minus")
        await reader.hears("All of the time is shown already.")


async def test_zooming_in_ends_with_a_word_at_a_minute() -> None:
    """The time shown is never a part of a minute."""
    async with reading(full(60)) as reader:
        for _ in range(9):
            await reader.press("plus")
            await reader.settle()
        period = steps.period_of(explorer(reader.app)._query, NOON)
        assert period is not None
        assert period[1] - period[0] == MINUTE
        assert "A minute is the shortest time" in reader.toasts


async def test_the_first_page_stands_on_the_event_that_was_left() -> None:
    """A start is a return: the cursor is on the event of the first question, not on the first row."""
    store = full(60)
    asked = Queries(lambda: store)
    asked.ask(page_wanted(View(), NOON, keep=55))
    app = AuditApp(asked, View(), Surroundings(store="audit.db", who="alice", role="Owner", clock=lambda: NOON))
    async with app.run_test(size=(120, 40)) as pilot:
        reader = StoreReader(app, pilot, store)
        await reader.until(lambda: bool(reader.table.rows))
        await reader.until(lambda: reader.cursor == 55)


async def test_the_footer_shows_the_keys_of_the_part_that_has_the_focus() -> None:
    """On the timeline Enter narrows, and J K + - g G are there, to read and to press; back in the table, its own."""
    async with reading(full(240), View(parse("user:ana"))) as reader:
        await reader.press("T")
        await reader.sees("↵ narrow  ← earlier  → later  J extend left  K extend right  + zoom in  - zoom out")
        timeline = explorer(reader.app).query_one(Timeline)
        before = timeline.tip
        footer = lines(reader.app)[-1]
        await reader.pilot.click(offset=(footer.index("earlier"), 39))
        await reader.until(lambda: timeline.tip == before - 1)
        await reader.press("E")
        await reader.sees("↵ take out")
        await reader.press("escape")
        await reader.sees("↵ expand")


async def test_a_press_on_the_name_of_the_program_opens_the_commands() -> None:
    """So that the mouse alone reaches everything that has a name."""
    async with reading(full(20)) as reader:
        await reader.pilot.click(offset=(3, 0))
        await reader.until(lambda: isinstance(reader.app.screen, Palette))


async def test_the_timeline_has_as_many_bars_as_there_is_room_for() -> None:
    """A wider terminal gets narrower bars at once, a narrower one wider bars."""
    async with reading(full(240), size=(80, 40)) as reader:
        timeline = explorer(reader.app).query_one(Timeline)
        await reader.until(lambda: timeline.histogram.width_us == 10 * MINUTE)
        await reader.pilot.resize_terminal(160, 40)
        await reader.until(lambda: timeline.histogram.width_us == 5 * MINUTE)


async def test_dates_window_sets_the_dates_of_the_query() -> None:
    """The choice stands in the query as text, in place of other dates; the rest of the query stays."""
    async with reading(full(60), View(parse("user:ana since:7d"))) as reader:
        await reader.press("d", "1", "o")
        await reader.until(lambda: reader.query == "user:ana on:today")
        await reader.press("d", "c")
        await reader.until(lambda: reader.query == "user:ana")


# ---------------------------------------------------------------------------------------- taking away


@pytest.fixture
def copied(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was copied."""
    texts: list[str] = []
    monkeypatch.delenv("TMUX", raising=False)
    monkeypatch.setattr(App, "copy_to_clipboard", lambda _, text: texts.append(text))
    return texts


async def test_copy_takes_the_event_as_text_or_json_and_says_by_which_way(copied: list[str]) -> None:
    """What was copied, and how, is said; never more than is known."""
    async with reading(full(10)) as reader:
        await reader.press("y", "Y")
        assert "Printer 0" in copied[0] and not copied[0].startswith("{")
        assert copied[1].startswith("{") and '"entity_name": "Printer 0"' in copied[1]
        assert "OSC 52" in reader.toasts


async def test_remarks_leave_the_last_lines_readable_and_do_not_pile_up(copied: list[str]) -> None:
    """One toast for each tone, above the lines of paging and of keys; our own line feed is one."""
    store = full(60)
    app = app_on(store)
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        reader = StoreReader(app, pilot, store)
        await reader.until(lambda: reader.is_settled)
        below = lines(app)[-2:]
        await reader.press("minus", "minus", "L", "1")
        await reader.until(lambda: bool(copied))
        await reader.sees("OSC 52")
        assert len(app._notifications) == 1
        assert lines(app)[-2:] == below
        assert "All of the time" not in screen_text(app)
        assert "\u240a" not in screen_text(app)


async def test_copy_takes_all_marked_events_also_of_other_pages(copied: list[str]) -> None:
    """A selection that spans pages is copied whole."""
    async with reading(full(120), View(page_size=50)) as reader:
        await reader.press("x", "n")
        await reader.until(lambda: reader.footer == "Items 51–100 of 120")
        await reader.press("x", "y")
        await reader.until(lambda: bool(copied))
        assert "Printer 0" in copied[0] and "Printer 50" in copied[0]
        assert "2 events as text" in reader.toasts


async def test_command_line_of_the_view_live_and_frozen(copied: list[str]) -> None:
    """The live line says what was typed, the frozen one means these events for ever."""
    async with reading(full(10), View(parse("since:7d user:ana"))) as reader:
        await reader.press("L", "1")
        await reader.until(lambda: copied == ["auditui -q 'since:7d user:ana'"])
        await reader.press("L", "2")
        await reader.until(lambda: len(copied) == 2)
        assert "since:2026-11-13T12:00:00Z" in copied[1] and "seq:<=10" in copied[1]


async def test_details_window_walks_along_the_rows() -> None:
    """The cursor follows underneath, so that closing the window leaves one at the event last seen."""
    async with reading(full(10)) as reader:
        await reader.press("o")
        await reader.sees("Event 10")
        await reader.press("n")
        await reader.sees("Event 9")
        await reader.press("q")
        await reader.until(lambda: reader.app.screen is explorer(reader.app))
        assert reader.cursor == 9


# ---------------------------------------------------------------------------------------- trouble


async def test_an_error_of_the_store_is_one_line_and_the_rows_stay() -> None:
    """What went wrong and what to do, without a traceback; the query goes back to what is on screen."""
    async with reading(full(60)) as reader:
        reader.store.error = StoreError("the file is truncated", where="audit.db", hint="restore it")
        await reader.type("user:ana")
        await reader.press("enter")
        await reader.until(lambda: "audit.db: the file is truncated; restore it" in reader.toasts)
        assert len(reader.table.rows) == 60
        assert reader.query == ""


async def test_a_slow_search_says_so_and_escape_stops_it() -> None:
    """Nobody stares at a screen that does not say that it works, or has to wait for it."""
    async with reading(full(60)) as reader:
        reader.store.gate.clear()
        await reader.type("user:ana")
        await reader.press("enter")
        await reader.sees("searching…")
        await reader.press("escape")
        await reader.until(lambda: reader.query == "")
        assert "searching…" not in screen_text(reader.app)
        reader.store.gate.set()
        await reader.press("j")
        assert reader.cursor == 59


async def test_only_the_latest_question_is_answered_on_screen() -> None:
    """An answer that was overtaken is dropped."""
    async with reading(full(60)) as reader:
        reader.store.gate.clear()
        await reader.type("user:ana")
        await reader.press("enter")
        await reader.type("user:bob")
        await reader.press("enter")
        reader.store.gate.set()
        await reader.until(lambda: reader.is_settled and reader.table.rows[0].actor == "Bob")
        assert {row.actor for row in reader.table.rows} == {"Bob"}


async def test_quitting_in_mid_query_takes_no_time() -> None:
    """Half a second at most, whatever the store is doing."""
    store = full(60)
    app = app_on(store)
    async with app.run_test(size=(120, 40)) as pilot:
        reader = StoreReader(app, pilot, store)
        await reader.settle()
        store.gate.clear()
        await reader.type("user:ana")
        await reader.press("enter")
        begun = monotonic()
        await reader.press("q")
    assert monotonic() - begun < 0.5
    assert store.is_closed


async def test_q_closes_a_window_first() -> None:
    """Only at the root does q end the program."""
    async with reading(full(10)) as reader:
        await reader.press("question_mark")
        await reader.until(lambda: reader.app.screen is not explorer(reader.app))
        await reader.press("q")
        await reader.until(lambda: reader.app.screen is explorer(reader.app))
        assert reader.app.is_running
        await reader.press("q")
        await reader.until(lambda: not reader.app.is_running)


# ---------------------------------------------------------------------------------------- keys, sizes, hostile text


async def test_palette_holds_the_actions_of_the_table_and_no_screenshot() -> None:
    """Every named action can be found by name; Textual's own commands, one of which writes files, are not there."""
    async with reading(full(10)) as reader:
        await reader.press("colon", *"clear fil")
        await reader.sees("clear filters   c")
        await reader.press("escape", "escape")
        await reader.press("colon", *"screensh")
        await reader.pilot.pause(0.1)
        assert "creenshot" not in "\n".join(lines(reader.app)[4:])


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (60, 15)])
async def test_palette_is_a_window_of_ours_and_whole(size: tuple[int, int]) -> None:
    """A frame closed on all sides, a line for each command, cut with … and never wrapped; the list scrolls inside."""
    async with reading(full(10), size=size) as reader:
        await reader.press("colon")
        await reader.sees("expand          ↵")
        shown = lines(reader.app)
        top, bottom = (next(at for at, line in enumerate(shown) if sign in line) for sign in "╭╰")
        assert bottom < size[1] - 1
        frame = shown[top].index("╭"), shown[top].index("╮")
        assert all((line[frame[0]], line[frame[1]]) == ("│", "│") for line in shown[top + 1 : bottom])
        commands = [line[frame[0] + 3 : frame[1]].split()[0] for line in shown[top + 3 : bottom]]
        named = {key.label.split()[0] for key in keys.KEYS}
        assert commands and set(commands) <= named
        await reader.press(*["down"] * 20)
        await reader.sees(" back" if size[1] < 40 else "clear filters")


@pytest.mark.parametrize(
    ("press", "chapter", "first"),
    [("T", "Time", "Go to the bar on the left."), ("E", "Find", "Go to the filter on the left.")],
)
@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_help_begins_with_the_keys_of_the_part_in_use(
    press: str, chapter: str, first: str, size: tuple[int, int]
) -> None:
    """Whoever is among the bars asks for their keys, below the head of their chapter; others stand above and below."""
    async with reading(full(60), View(query=parse("user:ana")), size=size) as reader:
        await reader.press(press, "question_mark")
        await reader.sees(first)
        shown = [line.partition("│")[2].partition("│")[0].strip(" ▁▂▃▄▅▆▇█") for line in lines(reader.app)]
        at = next(number for number, line in enumerate(shown) if first in line)
        head = next(number for number, line in enumerate(shown) if "Query language" in line)
        assert shown[at - 1] == chapter and at - 1 == head + 2, "nothing of another chapter stands above"
        await reader.press("g")
        await reader.sees("Go to the row above")


async def test_filters_that_have_no_room_are_one_press_away() -> None:
    """`+3 more` lists them all, whole; the one that is chosen goes."""
    query = 'user:ana -ip:10.0.0.77 status:<500 -role:nobody took:<60m action:delete -"printer nobody owns"'
    async with reading(full(60), View(query=parse(query)), size=(80, 24)) as reader:
        shown = next(line for line in lines(reader.app) if " more " in line)
        await reader.pilot.click(offset=(shown.index(" more ") + 1, lines(reader.app).index(shown)))
        await reader.sees("All 7 filters")
        text = screen_text(reader.app)
        assert all(clause in text for clause in ("-role:nobody", "took:<60m", '-"printer nobody owns"'))
        await reader.press("G", "enter")
        await reader.until(lambda: reader.query.endswith("action:delete"))


async def test_ctrl_c_says_how_to_leave() -> None:
    """In our words and with the key in force; it does not leave."""
    around = Surroundings(store="audit.db", keys=keys.rebound({"quit": "Q"}), clock=lambda: NOON)
    async with reading(full(10), around=around) as reader:
        await reader.press("ctrl+c")
        await reader.until(lambda: any(note.message.startswith("Q quits;") for note in reader.app._notifications))
        assert reader.app.is_running


async def test_palette_runs_what_was_chosen() -> None:
    """Also what belongs to the table."""
    async with reading(full(10)) as reader:
        await reader.press("colon", *"select page")
        await reader.sees("select page     *")
        await reader.press("down", "enter")
        await reader.until(lambda: len(reader.table.marked) == 10)


async def test_rebound_keys_work_and_are_shown() -> None:
    """The configuration moves a key everywhere at once."""
    table = keys.rebound({"mark": "z"})
    around = Surroundings(store="audit.db", keys=table, clock=lambda: NOON)
    async with reading(full(10), around=around) as reader:
        await reader.press("x")
        assert not reader.table.marked
        await reader.press("z")
        assert reader.table.marked == {10}
        assert "z select" in lines(reader.app)[-1]


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60), (60, 15)])
async def test_nothing_is_clipped_or_too_wide(size: tuple[int, int]) -> None:
    """Every line is exactly as wide as the terminal; footer and hints are the last two lines at any size."""
    async with reading(full(263), View(parse("user:ana")), size=size) as reader:
        await reader.sees("Items 1–")
        strips = reader.app.screen._compositor.render_strips()
        assert {strip.cell_length for strip in strips} == {size[0]}
        assert lines(reader.app)[-2].startswith(" Items")
        assert lines(reader.app)[-1].endswith("q quit")
        assert reader.app.query_one(Timeline).display is (size[1] >= 30)


async def test_low_terminal_gives_its_lines_to_rows() -> None:
    """At 80×24 without filters there are 19 lines of table with its head; T shows the timeline for a while."""
    async with reading(full(263), size=(80, 24)) as reader:
        assert reader.table.size.height == 20
        await reader.press("T")
        await reader.until(lambda: reader.app.query_one(Timeline).has_focus and reader.table.size.height == 16)
        await reader.press("escape")
        await reader.until(lambda: reader.table.size.height == 20)


async def test_hostile_text_is_shown_and_obeyed_nowhere() -> None:
    """In table, open row, chips, mistake, toast, details and title: no control, no markup, no lost line."""
    event = Event(
        at_us=NOON, actor=HOSTILE, email=HOSTILE, action=HOSTILE, entity_name=HOSTILE, ip=HOSTILE,
        details={HOSTILE: HOSTILE}, actor_kind="user",
    )  # fmt: skip
    around = Surroundings(store=HOSTILE, who=HOSTILE, role="Owner", clock=lambda: NOON)
    async with reading(MemoryStore([event]), around=around) as reader:
        seen = [screen_text(reader.app)]
        for pressed in (("enter",), ("right", "equals_sign"), ("o",), ("4",), ("q",)):
            await reader.press(*pressed)
            await reader.pilot.pause(0.05)
            seen.append(screen_text(reader.app))
        reader.store.error = StoreError(HOSTILE, hint=HOSTILE)
        await reader.press("r")
        await reader.until(lambda: bool(reader.toasts))
        await reader.pilot.pause(0.05)
        seen.append(screen_text(reader.app))
        text = "\n".join(seen)
        assert not [char for char in text if char != "\n" and (ord(char) < 32 or 0x7F <= ord(char) < 0xA0)]
        assert not set("\u202e\u2066\u200b\ud800") & set(text)
        assert "␛[31mred" in text and "[/] [@click=app.quit]x[/]" in text
        assert all(cell_len(line) <= 120 for line in lines(reader.app))

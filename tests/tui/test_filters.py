"""The filters panel: what it lists and counts, what its keys and presses make of the query."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing
from dataclasses import replace
from pathlib import Path

import pytest

from auditui import store as stores
from auditui.cli.demo import sample_files
from auditui.core.errors import StoreError
from auditui.core.event import Event
from auditui.core.language import parse
from auditui.core.query import freeze
from auditui.core.view import View
from auditui.sources import ImportOptions
from auditui.transfer import import_sources
from auditui.tui.app import AuditApp
from auditui.tui.queries import Queries
from auditui.tui.screens.filters import FiltersWindow
from auditui.tui.surroundings import Surroundings
from auditui.tui.widgets.facet_column import FacetColumn
from auditui.tui.widgets.log_table import LogTable
from tests.tui.hostile import NASTY, nasty_event, unsafe
from tests.tui.memory_store import MemoryStore
from tests.tui.reader import Reader
from tests.tui.screens_kit import app_on, explorer, full, made, screen_text, until

DAY_US = 86_400_000_000
NOV_9 = 1_794_182_400_000_000
"""2026-11-09 00:00 UTC."""
OCT_16 = NOV_9 - 24 * DAY_US


class PanelReader(Reader):
    """Somebody with the explorer open."""

    @property
    def panel(self) -> FiltersWindow | None:
        return next((screen for screen in self.app.screen_stack if isinstance(screen, FiltersWindow)), None)

    @property
    def draft(self) -> str:
        assert self.panel is not None
        return str(self.panel.draft)

    @property
    def column(self) -> FacetColumn:
        assert self.panel is not None
        return self.panel.column

    @property
    def rows(self) -> dict[str, int]:
        """Values and counts of the list that keys are about."""
        assert self.column.found is not None
        return {row.label: int(row.count) for row in self.column.found.rows}

    async def opens(self) -> None:
        """Open the panel and wait for its first list."""
        await self.press("f")
        await self.counted()

    async def counted(self) -> None:
        await self.until(lambda: self.panel is None or (not self.column.is_stale and self.column.found is not None))


@asynccontextmanager
async def reading(app: AuditApp, size: tuple[int, int] = (120, 40)) -> AsyncIterator[PanelReader]:
    """The explorer with its first rows."""
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: "tems" in screen_text(app))
        yield PanelReader(app, pilot)


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A store of the sample logs."""
    path = tmp_path_factory.mktemp("filters") / "audit.db"
    with closing(stores.open(path, create=True)) as store:
        import_sources(store, sample_files(), ImportOptions())
    yield path


def app_of(path: Path, now_us: int, view: View | None = None) -> AuditApp:
    """The explorer on a store file, at a moment."""
    around = Surroundings(store="audit.db", clock=lambda: now_us)
    return AuditApp(Queries(lambda: stores.open(path, read_only=True)), view or View(), around)


def found(path: Path, text: str, now_us: int) -> int:
    """How many events of the store match, one by one."""
    with closing(stores.open(path, read_only=True)) as store:
        matches = freeze(parse(text), now_us, "UTC").matcher()
        return sum(map(matches, store.events(parse(""))))


# ---------------------------------------------------------------------------------------- the four questions


@pytest.mark.parametrize(
    ("keys", "moment", "wanted", "count"),
    [
        (("f", "3", "right", "4", "w", "a"), OCT_16, "action:delete entity_type:ticket since:7d", 1),
        (("f", "4", "t", "e", "a"), NOV_9 - 13 * DAY_US + DAY_US // 2, "action:login on:today outcome:failure", 6),
        (("f", "l", "l", "2", "a"), NOV_9, "user:ana", 94),
        (("f", "l", "l", "l", "2", "a"), NOV_9, "ip:10.20.0.14", 119),
    ],
    ids=["deletes of tickets in a week", "failed logins today", "one user", "one address"],
)
async def test_common_questions_take_six_keys(
    samples: Path, keys: tuple[str, ...], moment: int, wanted: str, count: int
) -> None:
    """From a fresh start, typed without a pause; the rows are those of the query as it reads."""
    assert len(keys) <= 6, "that is the promise"
    async with reading(app_of(samples, moment)) as reader:
        await reader.press(*keys)
        await reader.until(lambda: reader.panel is None and bool(reader.query))
        assert reader.query == wanted
        assert count == found(samples, wanted, moment) > 0
        await reader.sees(f"of {count}")


# ---------------------------------------------------------------------------------------- lists


async def test_people_with_several_names_are_said_to_overlap(samples: Path) -> None:
    """The numbers of the users add up to more than there are, and the panel says why; other lists say nothing."""
    async with reading(app_of(samples, NOV_9)) as reader:
        await reader.press("f")
        await reader.sees("User · counts overlap")
        assert screen_text(reader.app).count("counts overlap") == 1


async def test_a_list_is_not_filtered_by_its_own_choice() -> None:
    """Other lists are; so several values can be asked for one after the other."""
    async with reading(app_on(full(40), View(query=parse("action:delete")))) as reader:
        await reader.opens()
        assert reader.rows == {"create": 10, "update": 10, "delete": 10, "login": 10}
        await reader.sees("[x] Delete", "10 events")
        await reader.press("right", "right")
        await reader.counted()
        assert reader.rows == {"Ana": 3, "Bob": 4, "Carla": 3}


async def test_several_values_are_asked_for_and_others_excluded() -> None:
    """Space and Enter ask for a value, ! and - exclude it, and each takes itself back; 0 asks for all again."""
    async with reading(app_on(full(40))) as reader:
        await reader.opens()
        await reader.press("j", "space", "j", "enter")
        assert reader.draft == "action:create,update"
        await reader.press("exclamation_mark")
        assert reader.draft == "action:create -action:update"
        await reader.press("minus", "3")
        assert reader.draft == "action:create,delete"
        await reader.press("0")
        assert reader.draft == ""
        await reader.press("right", "right", "1", "a")
        await reader.until(lambda: reader.query == "user:Ana")


async def test_what_is_no_choice_stays_in_the_query() -> None:
    """Text, other fields and alternatives are not touched; the choice stands where the old one stood."""
    async with reading(app_on(full(40), View(query=parse("printer action:delete (ip:10.* OR user:bob)")))) as reader:
        await reader.opens()
        await reader.press("2", "3", "a")
        await reader.until(lambda: reader.query == "printer action:update ip:10.* OR user:bob")


async def test_typing_narrows_the_list_to_values_that_are_not_in_sight() -> None:
    """Values beyond the first twenty are found by a part of them; the choice is made among these."""
    async with reading(app_on(full(263))) as reader:
        await reader.opens()
        await reader.press("l", "l", "l")
        await reader.counted()
        assert len(reader.rows) == 20 and "more…" in screen_text(reader.app)
        await reader.press("slash", *"1.1", "enter")
        await reader.until(lambda: set(reader.rows) == {"10.0.1.1", "10.0.1.10", "10.0.1.11", "10.0.1.12"})
        await reader.press("1", "escape")
        assert reader.draft == "ip:10.0.1.1"
        await reader.counted()
        assert len(reader.rows) == 21, "what is chosen is listed beside the most frequent"


async def test_the_cursor_goes_to_what_was_typed() -> None:
    """Not to what was chosen or excluded before, nor to where the cursor stood: Space decides about what was sought."""
    async with reading(app_on(full(40))) as reader:
        await reader.opens()
        await reader.press("j", "exclamation_mark", "slash", *"log", "enter", "space")
        await reader.until(lambda: reader.draft == "action:login -action:create")
        assert list(reader.rows) == ["login"], "what was decided elsewhere is in the line of the query"
        await reader.press("escape", "g", "j", "j", "j", "slash", "e", "enter")
        await reader.until(lambda: "login" not in reader.rows)
        assert reader.column.cursor == 1 and len(reader.rows) == 3
        await reader.press("j", "exclamation_mark", "escape")
        await reader.counted()
        assert reader.draft == "action:login -action:create,update"
        assert reader.column.line.row is not None and reader.column.line.row.label == "update", "the cursor stays"


async def test_where_nothing_fits_nothing_is_chosen() -> None:
    """The panel says so, and neither Space nor ! takes away what was chosen before."""
    async with reading(app_on(full(40), View(query=parse("action:create -user:ana")))) as reader:
        await reader.opens()
        await reader.press("slash", *"zzz", "enter", "space", "exclamation_mark", "enter")
        await reader.sees("No value fits", "what is typed")
        assert not reader.rows and reader.draft == "action:create -user:ana"


async def test_what_was_seen_keeps_its_number() -> None:
    """Whatever is chosen beside it, however often: a digit means the value that it stood before at first."""
    did = [("Ana", "update")] * 3 + [("Bob", "delete")] * 2 + [("Carla", "delete")]
    log = [replace(made(n), actor=who, email="", action=what, verb=what) for n, (who, what) in enumerate(did)]
    async with reading(app_on(MemoryStore(log))) as reader:
        await reader.press("f", "2", "l", "l", "1", "a")
        await reader.until(lambda: reader.panel is None and bool(reader.query))
        assert reader.query == "action:delete user:Ana", "typed without a look"
        await reader.press("c")
        await reader.opens()
        await reader.press("2", "l", "l")
        await reader.until(lambda: list(reader.rows.items()) == [("Ana", 0), ("Bob", 2), ("Carla", 1)])
        await reader.press("h", "h", "1", "l", "l")
        await reader.until(lambda: list(reader.rows.items()) == [("Ana", 3), ("Bob", 2), ("Carla", 1)])
        await reader.press("slash", "z")
        await reader.sees("No value fits")


async def test_what_was_seen_is_counted_again_however_rare_it_has_become() -> None:
    """Of 30 addresses the first 20 were in sight; under a user who has 20 others, each of them has its number."""

    def of(who: str, addresses: range, times: int) -> list[Event]:
        return [
            replace(made(n), actor=who, email="", ip=f"10.9.0.{last}") for last in addresses for n in range(times)
        ]  # fmt: skip

    log = [*of("Ana", range(1, 11), 3), *of("Bob", range(6, 31), 2)]
    async with reading(app_on(MemoryStore(log))) as reader:
        await reader.opens()
        await reader.press("l", "l", "l")
        await reader.until(lambda: len(reader.rows) == 20)
        before = set(reader.rows)
        await reader.press("h", "1", "l")
        await reader.until(lambda: reader.rows.get("10.9.0.1") == 0)
        assert before <= set(reader.rows), "what was in sight stays"
        assert "…" not in screen_text(reader.app).replace("more…", "").replace("dates…", "")
        for address, count in reader.rows.items():
            assert count == (2 if int(address.rpartition(".")[2]) >= 6 else 0), address


async def test_lists_of_an_empty_store_say_that_it_is_empty() -> None:
    """And how to fill it; asking for less helps nobody there."""
    async with reading(app_on(MemoryStore())) as reader:
        await reader.opens()
        await reader.sees("This store is empty:")
        await reader.sees("import a log into it.")
        assert "ask for less" not in screen_text(reader.app)


async def test_more_values_are_shown_on_demand() -> None:
    """The last line of a long list brings more of them."""
    async with reading(app_on(full(263))) as reader:
        await reader.opens()
        await reader.press("l", "l", "l", "G", "space")
        await reader.until(lambda: len(reader.rows) == 120)
        assert reader.draft == ""


async def test_periods_are_one_key_and_take_themselves_back() -> None:
    """Each stands in place of other dates."""
    async with reading(app_on(full(40), View(query=parse("since:2026-01-01")))) as reader:
        await reader.opens()
        for key, terms in (("t", "on:today"), ("w", "since:7d"), ("m", "since:30d"), ("m", "")):
            await reader.press(key)
            assert reader.draft == terms
        await reader.press("e")
        assert reader.draft == "outcome:failure"


async def test_origins_are_told_apart(samples: Path) -> None:
    """Files of one folder begin with the same path; it is their ends that are shown."""
    async with reading(app_of(samples, NOV_9)) as reader:
        await reader.opens()
        await reader.press("h", "h")
        await reader.sees("access.log", "user-log.csv")


async def test_periods_are_a_list_too(samples: Path) -> None:
    """The usual ones and the months there are, each with its events under the rest of the query; several at once."""
    async with reading(app_of(samples, NOV_9, View(query=parse("verb:delete")))) as reader:
        await reader.opens()
        await reader.press("h")
        await reader.counted()
        listed = list(reader.rows)
        assert listed[0] == "Today" and "Last 7 days" in listed, "the usual ones"
        assert listed[-3:] == ["2026", "November 2026", "October 2026"], "what is there"
        assert all(reader.rows.values())
        await reader.press("slash", *"2026", "enter", "j", "space", "j", "space", "escape")
        await reader.until(lambda: reader.draft == "verb:delete on:2026-11,2026-10")
        wanted = found(samples, reader.draft, NOV_9)
        await reader.sees("[x] November 2026", "[x] October 2026", f"{wanted} events")
        await reader.press("t")
        assert reader.draft == "verb:delete on:today"
        await reader.sees("[x] Today")


async def test_the_dates_window_belongs_to_the_draft() -> None:
    """It opens over the panel, and what it picks is previewed like everything else."""
    async with reading(app_on(full(40), View(query=parse("action:delete")))) as reader:
        await reader.opens()
        await reader.press("d")
        await reader.sees("Last 7 days")
        await reader.press("2", "o")
        await reader.until(lambda: reader.draft == "action:delete on:yesterday")
        await reader.sees("0 events", "2 [ ] Update")
        assert reader.query == "action:delete"


async def test_the_total_is_previewed_and_nothing_changes_before_apply() -> None:
    """Esc leaves the query as it was; c drops all filters, and only Apply shows it."""
    async with reading(app_on(full(40), View(query=parse("user:ana")))) as reader:
        await reader.opens()
        await reader.press("3")
        await reader.sees("3 events")
        await reader.press("escape")
        assert reader.panel is None and reader.query == "user:ana"
        await reader.opens()
        await reader.press("c")
        await reader.sees("40 events")
        await reader.press("a")
        await reader.until(lambda: reader.query == "")


async def test_the_panel_by_mouse() -> None:
    """A press on a value asks for it, on its end excludes it; titles, periods and buttons can be pressed."""
    async with reading(app_on(full(40))) as reader:
        await reader.opens()
        await reader.pilot.click(offset=reader.place("] Delete"))
        assert reader.draft == "action:delete"
        y = reader.place("] Login")[1]
        await reader.pilot.click(offset=(reader.column.content_region.right - 2, y))
        assert reader.draft == "action:delete -action:login"
        await reader.pilot.click(offset=reader.place("failed only"))
        await reader.pilot.click(offset=reader.place("Outcome"))
        await reader.until(lambda: reader.column.facet.id == "outcome")
        assert reader.draft == "action:delete -action:login outcome:failure"
        await reader.pilot.click("#clear")
        await reader.pilot.click(offset=reader.place("7 days"))
        await reader.pilot.click("#apply")
        await reader.until(lambda: reader.panel is None and reader.query == "since:7d")


async def test_late_counts_are_said_and_the_latest_question_wins() -> None:
    """While the store works the list says so, and keys go on working; an older answer is never shown."""
    store = full(40)
    async with reading(app_on(store)) as reader:
        await reader.opens()
        store.gate.clear()
        await reader.press("3", "right")
        await reader.sees("counting")
        await reader.press("w")
        store.gate.set()
        await reader.counted()
        assert reader.column.facet.id == "entity_type" and reader.rows == {"ticket": 10}
        await reader.sees("10 events")


async def test_keys_typed_ahead_wait_for_the_list_they_are_meant_for() -> None:
    """While nothing is counted yet, digits and Apply wait in the order typed; none of them is lost or means another."""
    store = full(40)
    async with reading(app_on(store)) as reader:
        await reader.until(lambda: "40 of" in screen_text(reader.app) or "of 40" in screen_text(reader.app))
        store.gate.clear()
        await reader.press("f", "3", "right", "right", "2", "w", "a")
        assert reader.panel is not None and reader.draft == ""
        store.gate.set()
        await reader.until(lambda: reader.query == "action:delete user:Bob since:7d")


async def test_a_store_that_fails_is_named_in_the_list() -> None:
    """The panel stays, with the reason."""
    store = full(40)
    async with reading(app_on(store)) as reader:
        await reader.until(lambda: "40" in screen_text(reader.app))
        store.error = StoreError("the disk is gone", hint="restore a backup")
        await reader.press("f")
        await reader.sees("the disk is gone")


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
async def test_the_panel_fits(size: tuple[int, int]) -> None:
    """Every part is on screen, and as many lists as there is room for."""
    async with reading(app_on(full(263)), size) as reader:
        await reader.opens()
        await reader.sees(
            "╭─ Filters", "╰", "Apply", "Clear Filters", "Close", "failed only", "dates…", "a Apply", "Esc"
        )
        shown = [column for column in reader.panel.query(FacetColumn) if column.display] if reader.panel else []
        assert len(shown) == {80: 2, 120: 3, 200: 6}[size[0]]


async def test_hostile_values_are_shown_harmlessly() -> None:
    """No control of a log reaches the screen through the panel."""
    async with reading(app_on(MemoryStore([nasty_event(number) for number in range(len(NASTY))]))) as reader:
        await reader.opens()
        for _ in range(9):
            assert unsafe(screen_text(reader.app).replace("\n", "")) == []
            await reader.press("1", "tab")
            await reader.counted()


async def test_without_colours_cursor_and_chosen_list_are_reversed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only reversed text tells them from the others then."""
    monkeypatch.setenv("NO_COLOR", "1")
    app = app_on(full(30))
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: bool(explorer(app).query_one(LogTable).rows))
        await pilot.press("f")
        await until(pilot, lambda: "All Actions" in screen_text(app))
        told = [
            segment.text.strip()
            for strip in app.screen._compositor.render_strips()
            for segment in strip
            if segment.style is not None and segment.style.reverse
        ]
        assert {"Action", "All Actions"} <= set(told)
        assert "Type" not in told

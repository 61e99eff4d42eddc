"""The details window, driven by keys and mouse."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence

import pytest
from textual.widgets import Input

from auditui.core.event import Change, Event, Json
from auditui.formats.to_jsonl import event_object
from auditui.tui import clipboard
from auditui.tui.drawing.cells import Look
from auditui.tui.drawing.clock import TimeStyle
from auditui.tui.drawing.copying import as_text
from auditui.tui.screens.details import DetailsResult, DetailsWindow
from auditui.tui.widgets.detail_tree import DetailTree
from tests.tui.hostile import NASTY, nasty_event, unsafe
from tests.tui.window_host import NOON, OPEN, WindowHost, squeezed

TOAST = 0.2
"""Seconds after which a toast is on screen."""
LOOK = Look(TimeStyle("UTC", now_us=NOON))


def event(seq: int, **more: object) -> Event:
    """An update of ticket `seq`."""
    fields: dict[str, object] = {
        "at_us": NOON - seq * 60_000_000, "seq": seq, "actor": f"Ana {seq}", "action": "Update", "verb": "update",
        "entity_type": "ticket", "entity_id": str(4000 + seq), "changes": (Change("plan", "free", "pro"),),
        "details": {"request": {"path": f"/api/{seq}", "tags": ["vip", "churn"]}, "ok": True},
    }  # fmt: skip
    return Event(**{**fields, **more})  # type: ignore[arg-type]  # fields of Event by name


def anything(events: Sequence[Event], form: str, path: str) -> bool:
    """Whoever may copy all."""
    return True


def window(*events: Event, section: str = "event") -> WindowHost:
    """The host of a window on the first event, the others following it."""
    place = 0

    def neighbour(step: int) -> Event | None:
        nonlocal place
        if not 0 <= place + step < len(events):
            return None
        place += step
        return events[place]

    return WindowHost(DetailsWindow(events[0], look=LOOK, may_copy=anything, neighbour=neighbour, section=section))


@pytest.fixture(autouse=True)
def terminal_clipboard(monkeypatch: pytest.MonkeyPatch) -> None:
    """Copying goes to the app's terminal, whatever terminal runs the tests."""
    monkeypatch.delenv("TMUX", raising=False)
    monkeypatch.delenv("STY", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
@pytest.mark.parametrize(
    ("keys", "shown"),
    [
        ((), "Time 2026-11-20 11:59:00 UTC"),
        (("2",), "~ plan free pro"),
        (("3",), "path /api/1"),
        (("4",), '"actor": "Ana 1",'),
        (("tab", "tab"), "path /api/1"),
        (("shift+tab",), '"actor": "Ana 1",'),
        (("4", "tab"), "Time 2026-11-20 11:59:00 UTC"),
    ],
)
async def test_sections_by_key(keys: tuple[str, ...], shown: str, size: tuple[int, int]) -> None:
    """Numbers and Tab lead to each section, and its content stands there at both sizes."""
    app = window(event(1))
    async with app.run_test(size=size) as pilot:
        await pilot.press(*keys)
        await pilot.pause()
        assert shown in squeezed(app.text)
        assert "Esc close" in app.text


async def test_sections_and_keys_by_mouse() -> None:
    """A click on a section shows it; a click on a hint does what its key does."""
    app = window(event(1), event(2))
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await pilot.pause()
        await pilot.click(offset=app.place("2 Changes"))
        await pilot.pause()
        assert "~ plan free pro" in squeezed(app.text)
        await pilot.click(offset=app.place("next event"))
        await pilot.pause()
        assert "Event 2" in app.text
        await pilot.click(offset=app.place("Esc close"))
        await pilot.pause()
        assert isinstance(app.result, DetailsResult)


async def test_next_and_previous_keep_the_section_and_the_last_one_is_handed_back() -> None:
    """One reads changes of event after event; closing says where one stopped."""
    events = [event(1), event(2, changes=(Change("email", "a", "b"),)), event(3)]
    app = window(*events)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.press("2", "n")
        await pilot.pause()
        assert "~ email a b" in squeezed(app.text)
        await pilot.press("n", "n")
        await pilot.pause(TOAST)
        assert "This is the last event." in app.text
        await pilot.press("p")
        await pilot.pause()
        assert "Event 2" in app.text
        await pilot.press("q")
        await pilot.pause()
        assert app.result == DetailsResult(events[1])


async def test_searching_the_details_leads_from_hit_to_hit() -> None:
    """`/` works from any section, unfolds what holds the hit, goes round, and Esc leaves only the search."""
    deep: Json = {"a": {"b": {"c": [{"needle": 1}, "other"]}}}
    filler: dict[str, Json] = {f"k{number}": {"x": [number]} for number in range(100)}
    app = window(event(1, details={**filler, "deep": deep, "last": "Needle here"}))
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        tree = app.screen.query_one(DetailTree)
        await pilot.press("slash", *"needle", "enter")
        await pilot.pause()
        assert tree.chosen is not None and tree.chosen.path == "deep.a.b.c.needle"
        assert "1 of 2" in app.text and "needle" in app.text
        await pilot.press("+")
        await pilot.pause()
        assert tree.chosen.path == "last"
        await pilot.press("+", "-")
        await pilot.pause()
        assert tree.chosen.path == "last" and "2 of 2" in app.text
        await pilot.press("escape")
        await pilot.pause()
        assert app.result == OPEN and "2 of 2" not in app.text
        await pilot.press("escape")
        await pilot.pause()
        assert app.result != OPEN


async def test_a_search_without_hits_says_so() -> None:
    """And letters typed into it are text, not keys."""
    app = window(event(1), event(2))
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.press("slash", *"qnpy")
        await pilot.pause()
        assert app.screen.query_one(Input).value == "qnpy"
        assert "nothing found" in app.text and app.result == OPEN


async def test_q_closes_the_window_also_after_a_search() -> None:
    """As the help says; only Esc goes back by one step."""
    app = window(event(1))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("slash", *"vip", "enter", "q")
        await pilot.pause()
        assert app.result != OPEN


async def test_a_search_without_a_hit_stays_where_it_began() -> None:
    """The first letters may have led away; what is copied then is what was chosen before."""
    app = window(event(1), section="details")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("j")
        await pilot.pause()
        tree = app.screen.query_one(DetailTree)
        began = tree.chosen
        await pilot.press("slash", *"vi")
        await pilot.pause()
        assert tree.chosen is not began
        await pilot.press(*"qqq", "enter")
        await pilot.pause()
        assert "nothing found" in app.text
        assert tree.chosen is began


async def test_the_tree_folds_and_unfolds() -> None:
    """Left folds or leads up, right unfolds or leads in, Enter does both; j and k move."""
    app = window(event(1), section="details")
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.pause()
        tree = app.screen.query_one(DetailTree)
        assert "vip" in app.text
        await pilot.press("left")
        await pilot.pause()
        assert "vip" not in app.text and "request" in app.text
        await pilot.press("right", "right", "j")
        await pilot.pause()
        assert tree.chosen is not None and tree.chosen.path == "request.tags"
        await pilot.press("enter")
        await pilot.pause()
        assert "vip" not in app.text and "path" in app.text
        await pilot.press("left")
        await pilot.pause()
        assert tree.chosen.path == "request"


@pytest.mark.parametrize(("keys", "unfolded"), [(20, True), (100, False), (10_000, False)])
async def test_only_what_fits_is_unfolded_at_first(keys: int, unfolded: bool) -> None:
    """Small details lie open; of many, only the first level is made."""
    app = window(event(1, details={f"k{number}": {"x": number} for number in range(keys)}), section="details")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        root = app.screen.query_one(DetailTree).root
        assert len(root.children) == (keys if keys <= 200 else 50)
        assert all(child.is_expanded == unfolded for child in root.children)


async def test_copying_takes_the_value_the_path_or_all() -> None:
    """In the tree `y` takes the value and `P` the path of a query; elsewhere the whole event, `Y` as JSON."""
    shown = event(1)
    app = window(shown, section="details")
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await pilot.press("j", "y", "P", "Y", "A", "1", "y")
        await pilot.pause(TOAST)
        value, path, record, text, again = app.copied
        assert value == "/api/1"
        assert path == "details.request.path"
        assert json.loads(record) == event_object(shown)
        assert text == again == as_text(shown)
        assert "Sent" in app.text and "OSC 52" in app.text


async def test_a_copy_that_fails_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """The toast never claims what did not happen."""
    failed = clipboard.CopyOutcome("none", 1, "Nothing was copied: no way.")
    monkeypatch.setattr(clipboard, "copy", lambda *_: failed)
    app = window(event(1))
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await pilot.press("y")
        await pilot.pause(TOAST)
        assert "Nothing was copied" in app.text


async def test_an_event_without_changes_or_details_says_so() -> None:
    """An empty section is no blank page."""
    app = window(event(1, changes=(), details={}))
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.press("2")
        await pilot.pause()
        assert "no change of a field" in app.text
        await pilot.press("3")
        await pilot.pause()
        assert "Nothing else was recorded" in app.text


@pytest.mark.parametrize("number", range(0, len(NASTY), 4))
async def test_hostile_events_are_shown_and_not_obeyed(number: int) -> None:
    """In every section, in the title and in the search: no control reaches the screen, and markup does nothing."""
    app = window(nasty_event(number), nasty_event(number + 1))
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        for keys in (("2",), ("3",), ("y", "P"), ("4",), ("n",), ("1",)):
            await pilot.press(*keys)
            await pilot.pause()
            assert not unsafe(app.text.replace("\n", ""))
        assert len(app.copied) == 2
        assert all(not unsafe(text.replace("\n", "")) for text in app.copied)


async def test_markup_stands_as_it_is_written() -> None:
    """Placeholders and tags in the log are text."""
    app = window(event(1, entity_name="[REDACTED]", description="[b]x[/] [@click=app.quit]y[/]"))
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.pause()
        assert app.text.count("[REDACTED]") == 2
        await pilot.press("G")
        await pilot.pause()
        await pilot.click(offset=app.place("y[/]"))
        await pilot.pause()
        assert "[b]x[/] [@click=app.quit]y[/]" in app.text and app.result == OPEN


def nested(depth: int) -> dict[str, Json]:
    """An object in an object, so deep."""
    value: dict[str, Json] = {"leaf": "x"}
    for level in range(depth - 1):
        value = {f"k{level}": value}
    return value


@pytest.mark.parametrize(
    "huge",
    [
        event(1, description="x y" * 333_333, details={"a": "z" * 1_000_000}),
        event(1, description="日本" * 500_000, changes=(Change("a", "日 " * 500_000, "本 " * 500_000),)),
        event(1, details={f"k{number}": f"v{number}" for number in range(10_000)}),
        event(1, details=nested(64), changes=(Change("x", nested(64), nested(63)),)),
        event(1, changes=tuple(Change(f"k{number}", number, -number) for number in range(10_000))),
    ],
    ids=["megabyte", "wide-megabyte", "ten-thousand-keys", "depth", "ten-thousand-changes"],
)
async def test_huge_events_open_at_once(huge: Event) -> None:
    """The window, and each of its sections, is there without a noticeable wait (bound: processor seconds, generous)."""
    app = WindowHost(DetailsWindow(huge, look=LOOK, may_copy=anything))
    started = time.process_time()
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        for key in "1234":
            await pilot.press(key)
            await pilot.pause()
        assert time.process_time() - started < 3
        assert '"seq": 1' in app.text

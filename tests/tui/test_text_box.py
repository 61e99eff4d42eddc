"""The box that shows all of its text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.app import App, ComposeResult
from textual.events import Key, Paste
from textual.widgets import Input

from auditui.tui.drawing.spans import cells
from auditui.tui.widgets.text_box import LONGEST, TextBox, signs
from tests.tui.hostile import NASTY, unsafe
from tests.tui.screens_kit import lines


class Host(App[None]):
    """A box, and nothing else."""

    def __init__(self, value: str = "") -> None:
        super().__init__()
        self.value = value

    def compose(self) -> ComposeResult:
        yield TextBox(self.value, compact=True, select_on_focus=False)

    @property
    def box(self) -> TextBox:
        return self.query_one(TextBox)


@given(st.text(max_size=30) | st.sampled_from(NASTY))
def test_every_character_has_a_sign_that_can_be_seen(text: str) -> None:
    """One for each, nothing that a terminal obeys or hides, and no heap of combining marks."""
    shown = signs(text)
    assert len(shown) == len(text)
    assert not unsafe("".join(shown))
    assert all(cells(sign) or sign == character for sign, character in zip(shown, text, strict=True))


async def test_a_text_set_pasted_or_typed_is_kept_and_shown() -> None:
    """From a query that was recalled, from the clipboard with all its lines, from a keyboard that has such keys."""
    app = Host("\x1b[31m ")
    async with app.run_test() as pilot:
        app.box.focus()
        await pilot.pause()
        assert lines(app)[0].startswith("␛[31m")
        app.box.post_message(Paste("a\x07\x1b\u202e\x85\nb\r\n"))
        await pilot.pause()
        app.box.post_message(Key("right_to_left_mark", "\u200f"))
        await pilot.press("z")
        assert app.box.value == "\x1b[31m a\x07\x1b\u202e\x85\nb\u200fz"
        assert lines(app)[0].startswith("␛[31m a␇␛<U+202E><U+0085>␊b<U+200F>z")


@pytest.mark.parametrize("keys", [["home"], ["end"], ["home", "right", "right"], ["left", "left"]])
async def test_the_cursor_covers_the_whole_sign(keys: list[str]) -> None:
    """And a click on any cell of a sign puts the cursor there."""
    app = Host("x\u202ey\x1bz")
    async with app.run_test() as pilot:
        app.box.focus()
        await pilot.press(*keys)
        ground = app.box.get_component_rich_style("input--cursor").bgcolor
        strip = app.box.render_line(0)
        lit = "".join(segment.text for segment in strip if segment.style and segment.style.bgcolor == ground)
        at = app.box.cursor_position
        assert lit == [*signs(app.box.value), " "][at]
        await pilot.click(TextBox, offset=(6, 0))
        assert app.box.cursor_position == 1
        await pilot.click(TextBox, offset=(11, 0))
        assert app.box.cursor_position == 4


@pytest.mark.parametrize("wide", ["x", "名"])
async def test_nobody_takes_a_part_for_the_whole(wide: str) -> None:
    """A text that is too long shows its beginning and a mark while nobody types; a press goes where it was seen."""
    app = Host(f"user:alice {wide * 60} end")
    async with app.run_test(size=(40, 5)) as pilot:
        app.screen.set_focus(None)
        app.box.cursor_position = len(app.box.value)
        await pilot.pause()
        shown = lines(app)[0].rstrip()
        assert shown.startswith("user:alice ") and shown.endswith("…") and cells(shown) <= 40
        await pilot.click(TextBox, offset=(5, 0))
        assert app.box.cursor_position == 5
        await pilot.press("end")
        assert "end" in lines(app)[0] and "user" not in lines(app)[0]
        app.screen.set_focus(None)
        await pilot.pause()
        assert lines(app)[0].rstrip() == shown


@pytest.mark.parametrize("focused", [True, False])
async def test_an_example_that_is_too_long_is_marked(focused: bool) -> None:
    """As a text is; one that fits stands there whole."""
    app = Host()
    async with app.run_test(size=(30, 5)) as pilot:
        app.box.placeholder = "user:alice  action:delete  since:7d"
        app.screen.set_focus(app.box if focused else None)
        await pilot.pause()
        assert lines(app)[0].rstrip().startswith("user:alice") and lines(app)[0].rstrip().endswith("…")
        app.box.placeholder = "a name"
        await pilot.pause()
        assert lines(app)[0].strip() == "a name"


async def test_a_megabyte_is_not_pasted_whole() -> None:
    """So much cannot be meant, and each key would wait for it."""
    app = Host()
    async with app.run_test() as pilot:
        app.box.post_message(Paste("x" * 1_000_000))
        await pilot.pause()
        assert len(app.box.value) == LONGEST


async def test_plain_text_looks_as_in_any_input() -> None:
    """Placeholder, value, cursor at the end and a value wider than the box."""

    class Both(App[None]):
        def compose(self) -> ComposeResult:
            yield TextBox("", placeholder="what to look for", compact=True)
            yield Input("", placeholder="what to look for", compact=True)

    app = Both()
    async with app.run_test(size=(40, 5)):
        assert len({line for line in lines(app) if line}) == 1
        for value in ("user:ana", "田中 " * 30):
            for box in app.query(Input):
                box.value = value
                box.cursor_position = len(value)
                box.focus()
                await app.animator.wait_until_complete()
            assert lines(app)[0] == lines(app)[1]

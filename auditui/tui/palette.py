"""Commands for the palette: every action of the one table of keys that has a name worth looking for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Final

from textual import events
from textual.command import CommandPalette, DiscoveryHit, Hit, Hits, Provider, SearchIcon
from textual.content import Content
from textual.style import Style
from textual.widgets import Input, OptionList

from auditui.core.query import Text
from auditui.core.text import clean
from auditui.tui import keys
from auditui.tui.command_search import Found, Places, found
from auditui.tui.drawing.spans import cells
from auditui.tui.other_words import known_as
from auditui.tui.screens.explorer import Explorer
from auditui.tui.screens.window import EndsOnce

_LABEL_CELLS: Final = 16
_FRAME: Final = 4
"""Lines of the window that are not the list: border, input, blank."""
_AROUND: Final = 4
"""Lines above and below the window."""
_KEY_CELLS: Final = 5
_ALL: Final = Found(0, [], [])
_UNLIT: Final = Style()


class Palette(CommandPalette, EndsOnce[None]):
    """Textual's palette as one of our windows: a line for each command, and no blinking, so an idle screen is idle."""

    DEFAULT_CSS = """
    Palette {
        align: center top;
        & > Vertical {
            width: 92%;
            max-width: 92;
            height: auto;
            margin-top: 2;
            padding: 0 1;
            border: round $primary;
            border-title-style: bold;
            background: $surface;
            visibility: visible;
            &:dark { background: $surface; }
        }
        #--input { height: 1; border: none; }
        SearchIcon { color: $text-accent; text-style: bold; margin: 0; width: 2; }
        CommandInput, CommandInput:focus { height: 1; border: none; padding: 0; background: $surface; }
        #--results { overlay: none; height: auto; }
        CommandList, CommandList:focus {
            margin-top: 1;
            text-wrap: nowrap;
            text-overflow: ellipsis;
            border: none;
            scrollbar-size-vertical: 1;
            scrollbar-background: $surface;
            scrollbar-background-hover: $surface;
            scrollbar-color: $foreground 30%;
            & > .option-list--option { padding: 0 1; text-style: none; }
            & > .option-list--option-highlighted {
                background: $block-cursor-background;
                color: $block-cursor-foreground;
                text-style: bold;
            }
        }
        CommandList:nocolor > .option-list--option-highlighted { text-style: reverse; }
        LoadingIndicator { display: none; }
    }
    """

    def on_mount(self) -> None:
        """Say what it is, and be quiet."""
        self.query_one("#--container").border_title = Content("Commands")
        self.query_one(Input).cursor_blink = False
        self.query_one(SearchIcon).icon = ":"

    def on_resize(self, event: events.Resize) -> None:
        """Scroll inside of the window; by itself it would grow with its list, past the end of the screen."""
        room = max(_FRAME + 1, event.size.height - _AROUND)
        self.query_one("#--container").styles.max_height = room
        self.query_one(OptionList).styles.max_height = room - _FRAME


class Commands(Provider):
    """Finds actions of the explorer by label, key, help and other words for them."""

    async def discover(self) -> Hits:
        """All of them, before anything is typed."""
        for key, explorer in self._known():
            yield DiscoveryHit(_line(key), partial(explorer.run_key, key.id), text=key.label)
        for name, about, do in self._named():
            yield DiscoveryHit(_shown(name, about), do, text=name)

    async def search(self, query: str) -> Hits:
        """Those that a text finds, best first, with what it found in them lit; where nothing is found, what to do."""
        style, is_known = self.matcher(query).match_style, False
        for key, explorer in self._known():
            said = key.help
            if not (hit := found(query, key.label, said, keys.shown(key.keys[0]))) and (also := known_as(query, key)):
                said = f"{also}: {key.help}"
                hit = found(query, key.label, said)
            if hit:
                is_known = True
                yield Hit(hit.score, _line(key, hit, style, said), partial(explorer.run_key, key.id), text=key.label)
        for name, about, do in self._named():
            if hit := found(query, clean(name)):
                is_known = True
                yield Hit(hit.score, _shown(name, about, hit, style), do, text=name)
        if not is_known and isinstance(self.screen, Explorer) and query.strip():
            search = partial(self.screen.search_for, Text(query.strip()))
            yield Hit(
                0.1, _shown("No such command.", "↵ searches the events for it, Esc goes back."), search, text=query
            )

    def _named(self) -> Iterator[tuple[str, str, Callable[[], object]]]:
        """What the reader has given a name: saved views, and bookmarks with a note."""
        if not isinstance(self.screen, Explorer):
            return
        for name, view in self.screen.saved_views().items():
            yield f"view: {name}", str(view.query), partial(self.screen.open_view, view)
        for seq, note in self.screen.notes():
            yield f"bookmark: {note}", f"event {seq:,}", partial(self.screen.visit, seq)

    def _known(self) -> Iterator[tuple[keys.Key, Explorer]]:
        if isinstance(self.screen, Explorer):
            yield from ((key, self.screen) for key in self.screen.keys if key.palette)


def _shown(name: str, about: str, hit: Found = _ALL, style: Style = _UNLIT) -> Content:
    """A name and what it stands for; all of it is text, which Textual's own highlighting would read as markup."""
    return Content.assemble(_lit(clean(name), hit.label, style), "   ", (clean(about), "$foreground 60%"))


def _line(key: keys.Key, hit: Found = _ALL, style: Style = _UNLIT, said: str = "") -> Content:
    """`label   key  what it does`, in columns."""
    shown = keys.shown(key.keys[0])
    return Content.assemble(
        _lit(key.label, hit.label, style),
        " " * max(1, _LABEL_CELLS - cells(key.label)),
        (shown, "$text-accent bold"),
        " " * max(1, _KEY_CELLS - cells(shown)),
        _lit(said or key.help, hit.said, style).stylize_before("$foreground 60%"),
    )


def _lit(text: str, places: Places, style: Style) -> Content:
    content = Content(text)
    for start, end in places:
        content = content.stylize(style, start, end)
    return content

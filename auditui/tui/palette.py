"""Commands for the palette: every action of the one table of keys that has a name worth looking for."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from textual.command import CommandPalette, DiscoveryHit, Hit, Hits, Provider, SearchIcon
from textual.content import Content
from textual.widgets import Input

from auditui.core.text import clean
from auditui.core.view import View
from auditui.tui import keys
from auditui.tui.screens.explorer import Explorer


class Palette(CommandPalette):
    """Textual's palette, without a blinking cursor: an idle screen writes nothing."""

    def on_mount(self) -> None:
        """Be quiet."""
        self.query_one(Input).cursor_blink = False
        self.query_one(SearchIcon).icon = ":"


class Commands(Provider):
    """Finds actions of the explorer by label and help, and names their keys."""

    async def discover(self) -> Hits:
        """All of them, before anything is typed."""
        for key, explorer in self._known():
            yield DiscoveryHit(_name(key), partial(explorer.run_key, key.id), help=key.help)
        for name, view, explorer in self._views():
            yield DiscoveryHit(_shown(name, view), partial(explorer.open_view, view), text=name)

    async def search(self, query: str) -> Hits:
        """Those that a text finds, best first."""
        matcher = self.matcher(query)
        for key, explorer in self._known():
            score = max(matcher.match(key.label), matcher.match(key.help) / 2)
            if score > 0:
                shown = matcher.highlight(_name(key))
                yield Hit(score, shown, partial(explorer.run_key, key.id), text=key.label, help=key.help)
        for name, view, explorer in self._views():
            score = matcher.match(name)
            if score > 0:
                yield Hit(score, _shown(name, view), partial(explorer.open_view, view), text=name)

    def _views(self) -> Iterator[tuple[str, View, Explorer]]:
        if isinstance(self.screen, Explorer):
            yield from ((f"view: {name}", view, self.screen) for name, view in self.screen.saved_views().items())

    def _known(self) -> Iterator[tuple[keys.Key, Explorer]]:
        if isinstance(self.screen, Explorer):
            yield from ((key, self.screen) for key in self.screen.keys if key.palette)


def _shown(name: str, view: View) -> Content:
    """Name and query, nothing lit: highlights and help texts of Textual's palette are read as markup."""
    return Content.assemble(Content(name), "   ", (clean(str(view.query)), "dim"))


def _name(key: keys.Key) -> str:
    return f"{key.label}  ({keys.shown(key.keys[0])})"

"""Somebody in front of the explorer, for tests: presses, looks, and waits for what has to come."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from textual.pilot import Pilot

from auditui.core.language import parse
from auditui.core.view import View
from auditui.tui.app import AuditApp
from auditui.tui.surroundings import Surroundings
from auditui.tui.widgets.chips import Chips
from auditui.tui.widgets.log_table import LogTable
from auditui.tui.widgets.paging_footer import PagingFooter
from auditui.tui.widgets.search_bar import SearchBar
from tests.tui.memory_store import MemoryStore
from tests.tui.screens_kit import app_on, explorer, lines, screen_text, until


class Reader:
    """Has keys and a mouse, and eyes for the table, the footer and what is said."""

    def __init__(self, app: AuditApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot

    # --- what is seen

    @property
    def table(self) -> LogTable:
        return explorer(self.app).query_one(LogTable)

    @property
    def query(self) -> str:
        """The filters, as the chips have them."""
        return " ".join(explorer(self.app).query_one(Chips).clauses)

    @property
    def footer(self) -> str:
        return explorer(self.app).query_one(PagingFooter).paging.items

    @property
    def cursor(self) -> int:
        """The position of the event under the cursor; 0 without rows."""
        event = self.table.cursor_event
        return event.seq if event else 0

    @property
    def marked_rows(self) -> list[int]:
        return [row.seq for row in self.table.rows if self.table.selection.has(row)]

    @property
    def toasts(self) -> str:
        return " ".join(toast.message for toast in self.app._notifications)

    @property
    def is_settled(self) -> bool:
        """Whether rows and their number are those of the query."""
        screen = explorer(self.app)
        return not screen.is_searching and screen.query_one(PagingFooter).paging.total is not None

    def place(self, words: str, *, last: bool = False) -> tuple[int, int]:
        """Column and line of words on screen; of the last line that has them, where that is wanted."""
        found = [(line.index(words), at) for at, line in enumerate(lines(self.app)) if words in line]
        assert found, "\n".join([words, *lines(self.app)])
        return found[-1 if last else 0]

    # --- what is waited for

    async def until(self, true: Callable[[], bool]) -> None:
        await until(self.pilot, true)

    async def sees(self, *texts: str) -> None:
        await self.until(lambda: all(text in screen_text(self.app) for text in texts))

    async def hears(self, text: str) -> None:
        await self.until(lambda: text in self.toasts)

    async def stands_on(self, seq: int) -> None:
        await self.until(lambda: self.cursor == seq)

    async def settle(self) -> None:
        await self.until(lambda: self.is_settled)

    # --- what is done

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def type(self, text: str) -> None:
        """Type into the search box, instead of what stands there."""
        await self.press("slash")
        explorer(self.app).query_one(SearchBar).box.value = ""
        explorer(self.app).query_one(SearchBar).box.insert_text_at_cursor(text)

    async def search(self, text: str) -> None:
        await self.type(text)
        await self.press("enter")
        await self.until(lambda: self.query == str(parse(text)) and self.is_settled)

    async def click(self, words: str, *, into: int = 1, times: int = 1, button: int = 1, last: bool = False) -> None:
        """Press words on screen with the mouse, some cells into them."""
        x, y = self.place(words, last=last)
        await self.click_at(x + into, y, times=times, button=button)

    async def click_at(self, x: int, y: int, *, times: int = 1, button: int = 1) -> None:
        await self.pilot.click(offset=(x, y), times=times, button=button)
        await self.pilot.pause()

    async def drag(self, start: tuple[int, int], end: tuple[int, int]) -> None:
        await self.pilot.mouse_down(offset=start)
        await self.pilot.hover(offset=end)
        await self.pilot.mouse_up(offset=end)
        await self.pilot.pause()


class StoreReader(Reader):
    """Can also reach behind the screen."""

    def __init__(self, app: AuditApp, pilot: Pilot[None], store: MemoryStore) -> None:
        super().__init__(app, pilot)
        self.store = store


@asynccontextmanager
async def reading(
    store: MemoryStore, view: View | None = None, size: tuple[int, int] = (120, 40), around: Surroundings | None = None
) -> AsyncIterator[StoreReader]:
    """The explorer on a store, when its first page has come."""
    app = app_on(store, view, around)
    async with app.run_test(size=size) as pilot:
        reader = StoreReader(app, pilot, store)
        await reader.until(lambda: bool(store.asked) and reader.is_settled)
        yield reader

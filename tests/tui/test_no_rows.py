"""Without rows every key that does something still does, or says why it cannot."""

from __future__ import annotations

import pytest

from auditui.core.language import parse
from auditui.core.view import View
from auditui.tui import keys
from tests.tui.memory_store import MemoryStore
from tests.tui.reader import Reader, reading
from tests.tui.screens_kit import full, screen_text

NAMED = [key.id for key in keys.KEYS if key.palette and key.id not in {"quit", "suspend"}]


async def is_heard(reader: Reader, key_id: str) -> bool:
    """Whether something happens on screen, or something is said, before anybody would press again."""
    before = reader.app.screen, reader.app.focused, screen_text(reader.app)
    table = {key.id: key for key in keys.KEYS}
    await reader.press({"*": "asterisk"}.get(key := table[key_id].keys[0], key))
    await reader.pilot.pause()
    return bool(reader.toasts) or before != (reader.app.screen, reader.app.focused, screen_text(reader.app))


@pytest.mark.parametrize("found", ["an empty store", "nothing"])
@pytest.mark.parametrize("key_id", [key_id for key_id in NAMED if key_id != "refresh"])
async def test_no_key_is_silent_where_there_is_no_row(key_id: str, found: str) -> None:
    """Neither on an empty store nor where no event matches."""
    store = MemoryStore() if found == "an empty store" else full(3)
    async with reading(store, View(query=parse("user:nobody"))) as reader:
        if found == "an empty store":
            await reader.press("c")
            await reader.sees("This store is empty.")
            reader.app.clear_notifications()
        assert await is_heard(reader, key_id)


@pytest.mark.parametrize(("press", "said"), [("n", "last page"), ("p", "first page"), ("c", "no filters")])
async def test_what_cannot_be_done_is_said_with_rows_too(press: str, said: str) -> None:
    """Neither the last page, nor the first, nor filters that are not there are silent."""
    async with reading(full(3)) as reader:
        await reader.press(press)
        await reader.until(lambda: said in reader.toasts)

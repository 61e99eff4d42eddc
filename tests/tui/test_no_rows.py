"""Without rows every key that does something still does, or says why it cannot."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditui.core.language import parse
from auditui.core.view import View
from auditui.session import default_path
from auditui.tui import keys
from auditui.tui.start import filling
from auditui.tui.surroundings import Surroundings
from tests.tui.memory_store import MemoryStore
from tests.tui.reader import Reader, reading
from tests.tui.screens_kit import NOON, full, screen_text

NAMED = [key.id for key in keys.KEYS if key.palette and key.id not in {"quit", "suspend"}]


def seen(reader: Reader) -> tuple[object, ...]:
    """What a key may change."""
    return reader.app.screen, reader.app.focused, screen_text(reader.app)


async def silent(reader: Reader, waiting: list[str]) -> tuple[list[str], bool]:
    """Keys, taken from those that wait, that do nothing before anybody would press again; whether a fresh start helps.

    It goes on until one has changed what Escape does not bring back.
    """
    table = {key.id: key for key in keys.KEYS}
    found = []
    while waiting:
        before, key_id = seen(reader), waiting.pop()
        key = table[key_id].keys[0]
        await reader.press({"*": "asterisk"}.get(key, key))
        await reader.pilot.pause()
        if not reader.toasts and seen(reader) == before:
            found.append(key_id)
        reader.app.clear_notifications()
        await reader.pilot.pause()
        if seen(reader) != before:
            await reader.press("escape")
        if seen(reader) != before:
            return found, True
    return found, False


@pytest.mark.parametrize("found", ["an empty store", "nothing"])
async def test_no_key_is_silent_where_there_is_no_row(found: str) -> None:
    """Neither on an empty store nor where no event matches."""
    waiting, mute = [key_id for key_id in NAMED if key_id != "refresh"], list[str]()
    is_changed = True
    while is_changed:
        store = MemoryStore() if found == "an empty store" else full(3)
        async with reading(store, View(query=parse("user:nobody"))) as reader:
            if found == "an empty store":
                await reader.press("c")
                await reader.sees("This store is empty.")
                reader.app.clear_notifications()
                await reader.pilot.pause()
            heard, is_changed = await silent(reader, waiting)
            mute += heard
    assert not waiting
    assert not mute


async def test_advice_fills_this_store_and_no_other() -> None:
    """Where the store has a name, the command that is told names it: in the table, in remarks, in the findings."""
    around = Surroundings(store="case.db", fill="auditui import --db case.db FILE", clock=lambda: NOON)
    async with reading(MemoryStore(), around=around) as reader:
        await reader.sees("auditui import --db case.db FILE fills it")
        for key in "xeAnT":
            await reader.press(key)
            await reader.until(lambda: "auditui import --db case.db FILE fills it." in reader.toasts)
            reader.app.clear_notifications()
        await reader.press("R")
        await reader.sees("There is nothing to look through: this store is empty. auditui import --db case.db")


def test_a_store_is_named_unless_it_is_the_one_that_needs_no_name() -> None:
    """With what a shell would take apart."""
    assert filling(default_path()) == "auditui import FILE"
    assert filling(Path("/x/my case.db")) == "auditui import --db '/x/my case.db' FILE"


@pytest.mark.parametrize(("press", "said"), [("n", "last page"), ("p", "first page"), ("c", "no filters")])
async def test_what_cannot_be_done_is_said_with_rows_too(press: str, said: str) -> None:
    """Neither the last page, nor the first, nor filters that are not there are silent."""
    async with reading(full(3)) as reader:
        await reader.press(press)
        await reader.until(lambda: said in reader.toasts)

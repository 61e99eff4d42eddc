"""What a start loads: every module on the way to the first page is waited for by everybody who looks."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Final

import pytest

from auditui import store as stores
from auditui.store.base import Origin
from tests.terminal import Terminal
from tests.tui.screens_kit import events

MOST_MODULES: Final = 181
"""Modules of ours that are loaded when the first page is on screen. Each takes about a millisecond: before this is
raised, see whether the new one can be loaded where it is first used."""
LATER: Final = (
    "auditui.core.config_file", "auditui.core.language", "auditui.core.saved_views", "auditui.exporting",
    "auditui.facets", "auditui.formats.", "auditui.handover", "auditui.insight.", "auditui.removal",
    "auditui.reopening", "auditui.transfer", "auditui.store.sqlite.checking", "auditui.store.sqlite.completion",
    "auditui.store.sqlite.facets", "auditui.store.sqlite.purging", "auditui.store.sqlite.rebuilding",
    "auditui.store.sqlite.sorting", "auditui.tui.clipboard", "auditui.tui.drawing.block", "auditui.tui.export_choice",
    "auditui.tui.export_run",
    "auditui.tui.palette", "auditui.tui.screens.window", "auditui.tui.widgets.first_hints",
    "concurrent.futures.process", "fpdf", "msgspec", "sqlite_utils",
)  # fmt: skip
"""What nobody needs for it, though it is a key or an option away; with a dot at the end, all that begins so."""
BESIDE: Final = frozenset({"auditui.custody.anchors", "auditui.custody.findings"})
"""What a thread loads for the header meanwhile: behind the first page, or, where the machine is slow, before it."""
_PREFIXES: Final = tuple(name for name in LATER if name.endswith("."))

_UNTIL_PAINTED = """
import sys
from pathlib import Path
from auditui.__main__ import main
from auditui.tui import start

told = Path(sys.argv.pop())
start._collect_garbage = lambda: told.write_text("\\n".join(sys.modules))
main()
"""


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> frozenset[str]:
    """The modules that are loaded once a store of 263 events shows its first page; not the first start of all."""
    folder = tmp_path_factory.mktemp("first-page")
    environment = {name: str(folder / name) for name in ("XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME")}
    (folder / "XDG_STATE_HOME" / "auditui").mkdir(parents=True)
    (folder / "XDG_STATE_HOME" / "auditui" / "hints-shown").touch()
    database, told = folder / "audit.db", folder / "modules.txt"
    store = stores.open(database, create=True)
    store.append(events(263), origin=Origin("test", "test"))
    store.close()
    # Whoever looks first has a journal made, by what makes stores.
    counted = [sys.executable, "-m", "auditui", "count", "--db", str(database)]
    subprocess.run(counted, env={**os.environ, **environment}, check=True, capture_output=True)
    with Terminal(
        [sys.executable, "-c", _UNTIL_PAINTED, "--db", str(database), str(told)], env=environment
    ) as terminal:
        terminal.wait_for("Items 1–200")
        terminal.settle()
        terminal.press("q")
        assert terminal.wait_exit() == 0
    return frozenset(told.read_text().split())


def test_the_first_page_loads_few_modules(loaded: frozenset[str]) -> None:
    """No more than were needed for it when somebody last counted."""
    ours = {name for name in loaded if name.startswith("auditui")} - BESIDE
    assert "auditui.tui.screens.explorer" in ours
    assert len(ours) <= MOST_MODULES, f"{len(ours)}: {sorted(ours)}"


def test_the_first_page_loads_nothing_that_a_key_or_an_option_asks_for(loaded: frozenset[str]) -> None:
    """Parsers, exports, findings, windows and what maintains a store come with their first use."""
    assert sorted(name for name in loaded if name in LATER or name.startswith(_PREFIXES)) == []

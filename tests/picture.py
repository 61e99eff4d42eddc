"""Draws the README's picture from the explorer itself: `python -m tests.picture` writes it anew."""

from __future__ import annotations

import asyncio
import re
from contextlib import chdir, closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from auditui import store as stores
from auditui.cli.demo import sample_files
from auditui.core.language import parse
from auditui.core.view import View
from auditui.sources import ImportOptions
from auditui.transfer import import_sources
from auditui.tui.app import AuditApp
from auditui.tui.queries import Queries
from auditui.tui.surroundings import Surroundings
from auditui.tui.widgets.log_table import LogTable
from tests.tui.screens_kit import lines, until

ROOT: Final = Path(__file__).parent.parent
PICTURE: Final = ROOT / ".github" / "explorer.svg"
SIZE: Final = (116, 34)
QUERY: Final = "type:contact,ticket,role,user -verb:view since:2026-10-30"
CLOCK_US: Final = 1_795_176_000_000_000
"""2026-11-20 12:00 UTC."""


def drawn() -> tuple[str, list[str]]:
    """The explorer on the sample logs, one row open: as SVG without fonts from elsewhere, and as lines of text."""
    return asyncio.run(_drawn())


async def _drawn() -> tuple[str, list[str]]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "audit.db"
        with closing(stores.open(path, create=True)) as store, chdir(ROOT):
            import_sources(
                store, sorted(str(file.relative_to(ROOT)) for file in map(Path, sample_files())), ImportOptions()
            )
        around = Surroundings(store="audit.db", who="alice", role="Owner", clock=lambda: CLOCK_US)
        asked = Queries(lambda: stores.open(path, read_only=True))
        app = AuditApp(asked, View(query=parse(QUERY), columns=("changes",)), around)
        async with app.run_test(size=SIZE) as pilot:
            await until(pilot, lambda: "of " in lines(app)[-2] and "…" not in lines(app)[-2])
            while "Nora" not in str(app.screen.query_one(LogTable).cursor_event):
                await pilot.press("j")
            await pilot.press("enter", "x", "right", "right")
            await pilot.pause()
            return _plain(app.export_screenshot(title="auditui", simplify=True)), lines(app)


def _plain(svg: str) -> str:
    """The picture without links to fonts: whoever looks at it loads nothing else."""
    svg = re.sub(r"@font-face\s*{[^}]*}", "", svg)
    return re.sub(r"terminal-\d+-", "terminal-", svg)


def text_of(svg: str) -> str:
    """The characters of a picture, in reading order, blanks left out."""
    from html import unescape

    found = re.findall(r"<text[^>]*>([^<]*)</text>", svg)
    return re.sub(r"\s+", "", unescape("".join(found)).replace("\xa0", " "))


if __name__ == "__main__":
    PICTURE.write_text(drawn()[0], encoding="utf-8")

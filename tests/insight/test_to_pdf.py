"""A report on paper: the same findings and numbers as everywhere, whole pages, and nothing that acts."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from auditui.core.event import Event
from auditui.core.language import parse
from auditui.core.query import EVERYTHING
from auditui.core.text import clean
from auditui.core.watching import Watching
from auditui.formats.pdf.panels import MOST_LINES, Column, Panel, draw
from auditui.formats.pdf.pen import Pen
from auditui.formats.pdf.sheet import BOTTOM, Sheet
from auditui.insight.document import Document, Entries, Entry, document
from auditui.insight.finding import Severity
from auditui.insight.report import Made, make
from auditui.insight.summary import LISTED
from auditui.insight.to_pdf import pieces
from auditui.store.base import Store
from tests.formats.pdf.reading import Paper
from tests.formats.test_to_pdf import ACTIVE, HOSTILE
from tests.insight.conftest import DAY_US, MINUTE_US, MONDAY_US, Filled, event

MADE = Made("audit.db", "alice", MONDAY_US + 60 * DAY_US, "Europe/Vienna", "9f2c41 (number 3, up to Seq 793)")


def on_paper(store: Store, query: str = "", made: Made = MADE) -> bytes:
    report = make(store, parse(query) if query else EVERYTHING, Watching(), made)
    return b"".join(pieces(document(report), made.at_us))


def flowing(text: str) -> str:
    """Without any blanks, since a line may end anywhere on paper."""
    return "".join(text.split())


def test_it_says_what_the_other_forms_say(sample_store: Store) -> None:
    """Every fact, finding, command and number of the report stands on some page."""
    query = "on:2026-10-26..2026-11-08"
    said = document(make(sample_store, parse(query), Watching(), MADE))
    text = flowing(Paper(on_paper(sample_store, query)).text())
    for name, value in said.facts:
        assert flowing(name) in text
        assert flowing(value) in text
    for section in said.sections:
        texts = (
            [part for entry in section.entries for part in (entry.title, entry.why, entry.command)]
            if isinstance(section, Entries)
            else [section.title, *(cell for row in section.rows for cell in row)]
        )
        assert [each for each in texts if flowing(each) not in text] == []


def test_the_first_page_says_what_it_is(sample_store: Store) -> None:
    """Store, query, zone, who made it and when, and the head that its events belong to."""
    (first, *_) = Paper(on_paper(sample_store, "is:failed")).pages()
    facts = dict(zip(first[2::2], first[3::2], strict=False))
    assert {"Store": "audit.db", "Query": "is:failed", "Head": MADE.head}.items() <= facts.items()
    assert "Europe/Vienna" in facts["Zone"]
    assert facts["Made"] == "2026-11-27 01:00:00 by alice"


def test_every_page_has_its_number(sample_store: Store) -> None:
    """Of how many, so that a missing one is missed."""
    pages = Paper(on_paper(sample_store)).pages()
    assert len(pages) > 2
    assert [f"{number} / {len(pages)}" in page for number, page in enumerate(pages, 1)] == [True] * len(pages)


def test_a_log_of_nothing_is_a_page_that_says_so(filled: Filled) -> None:
    """No findings, no tables, no error."""
    (page,) = Paper(on_paper(filled([]))).pages()
    assert page[page.index("Events") + 1] == "none"


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_in_it_acts(filled: Filled, text: str, tmp_path: Path) -> None:
    """Whatever names, actions and addresses say, the file holds no action, link, script or form."""
    name = text.encode("utf-8", "replace").decode()
    store = filled(
        event(n * MINUTE_US // 60, name, verb="delete", action=name, entity_type=name, entity_name=name, ip=name,
              id=str(n), outcome="success")
        for n in range(25)
    )  # fmt: skip
    file = on_paper(store)
    paper = Paper(file)
    assert "Mass deletion" in paper.text()
    assert [name for name in ACTIVE if name in paper.names] == []
    if shutil.which("qpdf"):
        path = tmp_path / "report.pdf"
        path.write_bytes(file)
        assert subprocess.run(["qpdf", "--check", path], capture_output=True, check=False).returncode == 0


def test_the_same_report_is_the_same_file(sample_store: Store) -> None:
    """Nothing in it depends on when it is written down."""
    assert on_paper(sample_store, "is:failed") == on_paper(sample_store, "is:failed")


def test_long_cells_of_a_panel_say_that_they_go_on() -> None:
    """A value of many lines would push the others off the page; no strip goes over its foot."""
    rows = [("w" * 400, "1")] * LISTED
    with Pen("t", 0) as pen:
        sheet = Sheet(pen, "foot")
        draw(sheet, [Panel("Users", (Column("actor"), Column("events", is_number=True)), rows)], [1, 1, 1])
        assert sheet.y < BOTTOM
        paper = Paper(bytes(sheet.finished()))
    (page,) = paper.pages()
    cells = [text for text in page if re.fullmatch("w+…?", text)]
    assert len(cells) == MOST_LINES * len(rows)
    assert sum(text.endswith("…") for text in cells) == len(rows)


def test_a_long_list_goes_over_pages() -> None:
    """Each page of it begins with the head of the list."""
    entry = Entry(Severity.LOW, "2026-09-28 00:00:00", "Weekend by Ana", "one event", "auditui -q x")
    told = Document("Audit report", (("Store", "a.db"), ("Made", "now")), (Entries("Findings", (entry,) * 100),))
    pages = Paper(b"".join(pieces(told, 0))).pages()
    assert len(pages) > 5
    assert all("What, and why" in page for page in pages)
    assert sum(page.count("Weekend by Ana") for page in pages) == 100


def test_what_a_font_lacks_stands_by_its_number(filled: Filled) -> None:
    """Chinese as U+..., control characters by name, Arabic joined."""
    names = ("日本", "x\x1b[2J", "سلام")
    events = [
        Event(at_us=MONDAY_US + n, actor=name, actor_kind="user", action="Update") for n, name in enumerate(names)
    ]
    text = Paper(on_paper(filled(events))).text()
    assert "U+65E5" in text
    assert "ESC" in text
    assert clean("ﺳﻼﻡ")[::-1] in text

"""CSV opened by a real spreadsheet, where one is installed: nothing that a log says becomes a formula."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest

from auditui import store as stores
from auditui import transfer
from auditui.core.event import Change, Event
from auditui.core.query import EVERYTHING
from auditui.core.watching import Watching
from auditui.handover import Export, export
from auditui.insight import to_csv as report_csv
from auditui.insight.report import Made, make
from auditui.store.base import Origin

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
SAMPLES = Path(__file__).parent.parent / "sample_data"
NOW_US = 1_795_132_800_000_000
HOSTILE = (
    "=1+1", "+1+1", "-1+1", "@SUM(1,1)", "\t=1+1", "\r=1+1", "\n=1+1", "'=1+1", "''=1+1", " =1+1", "\u00a0=1+1",
    "=cmd|' /C calc'!A0", '=HYPERLINK("http://e.example","x")', '=WEBSERVICE("http://e.example")',
    '=DDE("a";"b";"c")', '=1+1;"x', 'x","=1+1', "x\n=1+1", "＝1+1", "\u200b=1+1", "\ufeff=1+1", "{=1+1}", "\x0b=1+1",
)  # fmt: skip
"""What spreadsheets run, and what stands around it to get past a guard."""
RUN_BY_ANY = 5
"""So many of them at least are formulas to every spreadsheet."""


def hostile_events() -> list[Event]:
    """The same texts in every column, once as they are and once behind a value that a careless eye would trust."""
    return [
        Event(
            at_us=NOW_US + number, actor=text, email=text, role=text, action=text, entity_type=text, entity_name=text,
            description=text, ip=text, user_agent=text, changes=(Change(text, text, text),), details={text: text},
        )
        for number, text in enumerate(HOSTILE)
    ]  # fmt: skip


def write(path: Path, lines: Iterable[str]) -> None:
    path.write_bytes("".join(lines).encode())


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """By name, what a spreadsheet makes of our exports and of one without guards, as its own flat XML."""
    if OFFICE is None:
        # the guards themselves are held cell by cell elsewhere; here, what a real spreadsheet makes of them
        pytest.skip("LibreOffice is not installed (soffice), so nothing can be opened with it")
    folder = tmp_path_factory.mktemp("spreadsheet")
    store = stores.open(folder / "audit.db", create=True)
    transfer.import_sources(store, [str(file) for file in sorted(SAMPLES.iterdir()) if file.suffix != ".md"])
    write(folder / "sample.csv", export(store, Export(format="csv")))
    store.append(hostile_events(), origin=Origin("hostile.jsonl", "jsonl"))
    write(folder / "hostile.csv", export(store, Export(format="csv")))
    write(folder / "raw.csv", export(store, Export(format="csv", raw=True)))
    made = Made("=1+1", "=1+1", NOW_US)
    write(folder / "report.csv", report_csv.lines(make(store, EVERYTHING, Watching(), made)))
    store.close()
    found = sorted(folder.glob("*.csv"))
    subprocess.run(
        [OFFICE, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--norestore",
         "--convert-to", "fods", "--infilter=CSV:44,34,76,1,,0,false,true,false,false,false,0,true",
         "--outdir", folder / "out", *found],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    return {each.stem: (folder / "out" / f"{each.stem}.fods").read_text(encoding="utf-8") for each in found}


def formulas(opened: str) -> list[str]:
    """The cells that the spreadsheet would compute."""
    return re.findall(r'table:formula="[^"]*"', opened)


@pytest.mark.parametrize("name", ["sample", "hostile", "report"])
def test_no_cell_is_a_formula(opened: dict[str, str], name: str) -> None:
    """Though it was told to compute whatever looks like one."""
    assert formulas(opened[name]) == []
    assert opened[name].count("<table:table-row") > 20


def test_the_spreadsheet_would_have_computed_them(opened: dict[str, str]) -> None:
    """Without the guard it does, so the test above means something."""
    assert len(formulas(opened["raw"])) >= RUN_BY_ANY

"""Numbers of things in sentences."""

from __future__ import annotations

import pytest

from auditui.core.counting import counted
from auditui.import_report import FileReport, ImportReport


@pytest.mark.parametrize(
    ("said", "number", "words"),
    [
        ("0 events", 0, ("event",)),
        ("1 event", 1, ("event",)),
        ("1,204 events", 1_204, ("event",)),
        ("1 entry", 1, ("entry", "entries")),
        ("2 entries", 2, ("entry", "entries")),
    ],
)
def test_one_is_one(said: str, number: int, words: tuple[str, ...]) -> None:
    """And thousands are set apart."""
    assert counted(number, *words) == said


@pytest.mark.parametrize(("number", "said"), [(1, "0 imported, 1 duplicate"), (2, "0 imported, 2 duplicates")])
def test_an_import_of_one_duplicate_says_one(number: int, said: str) -> None:
    """What every second import of a growing log ends with."""
    assert ImportReport([FileReport("a.jsonl", duplicate=number)]).sentence() == said

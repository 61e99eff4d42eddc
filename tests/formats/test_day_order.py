"""Day and month: one order for a whole file, from all its values; asked for where they tell neither, or both."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from auditui.core.errors import UsageError
from auditui.formats.containers import open_path
from auditui.formats.inputs import Input
from auditui.formats.reading import Parsed, Reading, ReadOptions, open_reading
from auditui.formats.records import Rejected

MANY = 700
"""More than are looked at before anything is decided."""


def table(days: Iterator[str] | list[str]) -> bytes:
    """One event for each date."""
    return ("time,user\n" + "".join(f"{day} 10:00:00,ana\n" for day in days)).encode()


def of_file(path: Path, data: bytes, *, day_first: bool | None = None) -> set[int]:
    """The days of a file's events."""
    path.write_bytes(data)
    options = ReadOptions(profiles=(), day_first=day_first)
    return set().union(*(days_of(open_reading(opened, options)) for opened in open_path(path)))


def days_of(reading: Reading) -> set[int]:
    """Days since 1970 of all events; none may be rejected."""
    outcomes = list(reading.outcomes)
    assert not any(isinstance(one, Rejected) for one in outcomes)
    return {one.fields["at_us"] // 86_400_000_000 for one in outcomes if isinstance(one, Parsed)}


APRIL_3, MARCH_4, MARCH_31, APRIL_4 = 20546, 20516, 20543, 20547


@pytest.mark.parametrize(
    ("days", "meant"),
    [
        (["03/04/2026"] * MANY + ["31/03/2026"], {APRIL_3, MARCH_31}),
        (["03/04/2026"] * MANY + ["03/31/2026"], {MARCH_4, MARCH_31}),
        (["04/04/2026"] * MANY + ["03/04/2026", "31/03/2026"], {APRIL_4, APRIL_3, MARCH_31}),
        (["31/03/2026"] * MANY + ["03/04/2026"], {MARCH_31, APRIL_3}),
        (["31/03/2026"] * MANY + ["03/31/2026"], {MARCH_31}),
    ],
    ids=[
        "a day far behind",
        "a month far behind",
        "nothing to tell at first",
        "told at once",
        "both, and none needs it",
    ],
)
@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzip"])
def test_the_last_value_tells_as_well_as_the_first(
    tmp_path: Path, days: list[str], meant: set[int], pack: type[bytes]
) -> None:
    """Wherever in the file it stands."""
    assert of_file(tmp_path / "log", pack(table(days))) == meant


@pytest.mark.parametrize("first", ["31/03/2026", "03/04/2026"])
@pytest.mark.parametrize("escape", ["/", "\\/", "-"])
def test_dates_in_both_orders_are_asked_about(tmp_path: Path, first: str, escape: str) -> None:
    """Also when the one that contradicts the others stands far behind; what the user says is done."""
    days = [first] * MANY + ["03/04/2026", "31/03/2026", "03/31/2026"]
    lines = (f'{{"time": "{day.replace("/", escape)} 10:00:00", "user": "ana"}}\n' for day in days)
    data = "".join(lines).encode()
    with pytest.raises(UsageError, match=r"'03.04.2026 10:00:00' can be read in two ways"):
        of_file(tmp_path / "log", data)
    assert APRIL_3 in of_file(tmp_path / "log", data, day_first=True)


def test_other_dates_than_those_of_the_events_contradict_nothing(tmp_path: Path) -> None:
    """A sentence may speak of any day."""
    lines = [json.dumps({"time": f"{day} 10:00:00", "note": note}) for day, note in (("31/03/2026", ""),) * MANY]
    lines.append(json.dumps({"time": "03/04/2026 10:00:00", "note": "due 03/31/2026"}))
    assert of_file(tmp_path / "log", "\n".join(lines).encode()) == {MARCH_31, APRIL_3}


def test_of_a_pipe_those_that_contradict_the_first_are_rejects() -> None:
    """It cannot be read twice, and nothing is guessed."""
    data = table(["31/03/2026"] * MANY + ["03/04/2026", "03/31/2026"])
    reading = open_reading(Input("pipe", iter([data])), ReadOptions(profiles=()))
    outcomes = list(reading.outcomes)
    assert len([one for one in outcomes if isinstance(one, Parsed)]) == MANY + 1
    (reject,) = (one for one in outcomes if isinstance(one, Rejected))
    assert "contradicts the dates before it (day first)" in reject.reason
    assert "--month-first" in reject.reason

"""The table [findings]: what it takes, and what it says to what it does not take."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from auditui.core.config import load
from auditui.core.errors import UsageError
from auditui.core.watching import DAY_NAMES, KEYS, Silence, Threshold, Watching, changed

DAY_US = 86_400_000_000
EVERYTHING = """
[findings]
hours = "22:00-06:30"
days = ["fri-mon", "wed"]
zone = "Europe/Berlin"
failed_logins = { count = 4, within = "15m" }
deletions = { count = 10, within = "1h30m" }
exports = { count = 2, within = "1d" }
new_address = "2w"
dormant = "90d"
silence = { times = 2.5, least = "10m" }
learn = "8w"
leave_out = ["weekend"]
ignore = "user:backup OR is:system"
"""


def written(folder: Path, text: str, name: str = "config.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_every_key_arrives(tmp_path: Path) -> None:
    """In microseconds, minutes of the day and days from Monday."""
    minute = 60_000_000
    assert load(written(tmp_path, EVERYTHING)).findings == Watching(
        hours=(22 * 60, 6 * 60 + 30), days=(0, 2, 4, 5, 6), zone="Europe/Berlin",
        failed_logins=Threshold(4, 15 * minute), deletions=Threshold(10, 90 * minute), exports=Threshold(2, DAY_US),
        new_address=14 * DAY_US, dormant=90 * DAY_US, silence=Silence(2.5, 10 * minute), learn=56 * DAY_US,
        leave_out=("weekend",), ignore="user:backup OR is:system",
    )  # fmt: skip


def test_the_example_of_the_module_is_what_holds_anyway() -> None:
    """The thresholds that nobody changes are the ones that the text shows."""
    import tomllib

    from auditui.core import watching

    table = tomllib.loads((watching.__doc__ or "").split("```")[1].removeprefix("toml"))["findings"]
    assert set(table) == set(KEYS)
    shown, default = changed(Watching(), table), Watching()
    own = {"hours", "zone", "leave_out", "ignore"}
    assert all(getattr(shown, key) == getattr(default, key) for key in KEYS if key not in own)


def test_a_person_may_decide_key_by_key(tmp_path: Path) -> None:
    """What the person's file does not name stays as the system has it."""
    system = written(tmp_path, EVERYTHING, "system.toml")
    user = written(tmp_path, '[findings]\nzone = "UTC"\nsilence = { times = 4 }\n')
    found = load(user, system, system_uid=os.geteuid()).findings
    assert (found.zone, found.hours, found.silence) == ("UTC", (1320, 390), Silence(4.0, 3_600_000_000))


@pytest.mark.parametrize(
    ("written_days", "days"),
    [(["mon-fri"], (0, 1, 2, 3, 4)), (["Sunday", "mon"], (0, 6)), (["sat-sun"], (5, 6)), ("mon, wed-thu", (0, 2, 3)),
     (["sun-mon"], (0, 6)), (["tue-tue"], (1,))],
)  # fmt: skip
def test_days_are_names_and_ranges(written_days: object, days: tuple[int, ...]) -> None:
    """Over the end of the week too, in any case, short or long."""
    assert changed(Watching(), {"days": written_days}).days == days


@pytest.mark.parametrize(
    ("key", "value", "hint"),
    [
        ("hours", "8-18", "08:00-18:00"), ("hours", "08:00-24:30", "00:00 to 24:00"), ("hours", "24:00-08:00", "00:00"),
        ("hours", "08:60-18:00", "00:00"), ("hours", "08:00-08:00", "different"), ("hours", 8, "08:00"),
        ("days", [], "mon-fri"), ("days", ["someday"], ", ".join(DAY_NAMES)), ("days", 5, "mon-fri"),
        ("days", ["mon-wed-fri"], "mon-fri"), ("days", [1], "mon-fri"),
        ("zone", 2, "Europe/Berlin"), ("zone", "Europe/Berlon", "Europe/Berlin"),
        ("deletions", 20, "count and within"), ("deletions", {"count": 20}, "both"),
        ("deletions", {"count": 0, "within": "5m"}, "from 1 on"), ("deletions", {"count": True, "within": "5m"}, "1"),
        ("deletions", {"count": 5, "within": "5"}, "10m"), ("deletions", {"count": 5, "within": "0m"}, "10m"),
        ("deletions", {"number": 5, "within": "5m"}, "count and within"),
        ("silence", {"times": 0.5}, "from 1 on"), ("silence", {"times": float("nan")}, "from 1 on"),
        ("silence", {"least": 5}, "10m"), ("silence", "long", "times and least"),
        ("dormant", "month", "30d"), ("learn", "9999999w", ""), ("leave_out", "weekend", "contact-change"),
        ("leave_out", [1], "contact-change"), ("ignore", "user:(", ""), ("ignore", 1, "user:backup"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_says_what_can(key: str, value: object, hint: str) -> None:
    """One line that begins with the key, and a hint with an example."""
    with pytest.raises(UsageError) as caught:
        changed(Watching(), {key: value})
    assert hint in f"{caught.value.hint} {caught.value.problem}"


def test_a_wrong_value_names_its_file(tmp_path: Path) -> None:
    """And a key that there is not knows the nearest one."""
    path = written(tmp_path, '[findings]\nhours = "8-18"\n')
    with pytest.raises(UsageError) as caught:
        load(path)
    assert str(caught.value) == f"{path}: findings.hours is '8-18'"
    with pytest.raises(UsageError) as unknown:
        load(written(tmp_path, "[findings]\nhour = 1\n"))
    assert "hours" in unknown.value.hint


def test_hours_count_only_with_a_zone() -> None:
    """Eight o'clock is no time without a place."""
    assert not Watching(hours=(480, 1080)).knows_hours
    assert not Watching(zone="UTC").knows_hours
    assert Watching(hours=(480, 1080), zone="UTC").knows_hours

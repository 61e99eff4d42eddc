"""Times in every form that logs have shown."""

# ruff: noqa: E501  records and lines of logs are data: broken up they would show their shape less

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditui.formats.day_order import day_first_by
from auditui.formats.timestamps import EPOCH, Clock, Stamp, parse
from auditui.formats.zones import PLACES, zone_named


def us(text: str) -> int:
    return (datetime.fromisoformat(text) - EPOCH) // timedelta(microseconds=1)


FORMS: list[tuple[Any, str]] = [
    ("2020-02-09T15:33:26", "2020-02-09T15:33:26+00:00"),
    ("2020-10-19 19:21:33", "2020-10-19T19:21:33+00:00"),
    ("2021-10-22 21:01:42,548", "2021-10-22T21:01:42.548+00:00"),
    ("2022-09-04T22:54:53,028+0000", "2022-09-04T22:54:53.028+00:00"),
    ("2021-12-04 23:19:32.051 Z", "2021-12-04T23:19:32.051+00:00"),
    ("2022-06-23 12:47:05 UTC", "2022-06-23T12:47:05+00:00"),
    ("2022-07-19T07:33:19-07:00", "2022-07-19T14:33:19+00:00"),
    ("2020-12-01T20:29:04.356625452Z", "2020-12-01T20:29:04.356625+00:00"),
    ("2022-01-22T18:15:02.3875429Z", "2022-01-22T18:15:02.387542+00:00"),
    ("2026-01-24T06:54:24.0000000Z ", "2026-01-24T06:54:24+00:00"),
    ("2021-07-20T11: 41: 31+00: 00", "2021-07-20T11:41:31+00:00"),
    ("6/18/2023 6:27:42 AM", "2023-06-18T06:27:42+00:00"),
    ("6/18/2023 12:27:42 AM", "2023-06-18T00:27:42+00:00"),
    ("3/21/2021, 10:38:57.794 PM", "2021-03-21T22:38:57.794+00:00"),
    ("28/09/2021 17:14", "2021-09-28T17:14:00+00:00"),
    ("31.12.2024 10:00:01", "2024-12-31T10:00:01+00:00"),
    ("9/15/2026, 4:21:14 AM PDT", "2026-09-15T11:21:14+00:00"),
    ("07/Dec/2016:11:05:07 +0100", "2016-12-07T10:05:07+00:00"),
    ("[07/Dec/2016:11:05:07 +0100]", "2016-12-07T10:05:07+00:00"),
    ("2017-07-31 13:36:43 EST", "2017-07-31T18:36:43+00:00"),
    ("2020-04-15 12:02:55.244 CEST", "2020-04-15T10:02:55.244+00:00"),
    ("2024-08-11 00:00:00 +02:30", "2024-08-10T21:30:00+00:00"),
    ("2022-01-01T10:00:00 Europe/Berlin", "2022-01-01T09:00:00+00:00"),
    ("Wed Oct 21 11:58:08 2020 -04:00", "2020-10-21T15:58:08+00:00"),
    ("Wed Oct 21 11:58:08 2020", "2020-10-21T11:58:08+00:00"),
    ("Mon Jan  2 15:04:05 MST 2006", "2006-01-02T22:04:05+00:00"),
    ("Wed, 21 Oct 2020 11:58:08 GMT", "2020-10-21T11:58:08+00:00"),
    ("Sat Nov 20 2021 11:58:08 GMT+0100 (Central European Standard Time)", "2021-11-20T10:58:08+00:00"),
    ("2021-07-20 11:41:31.123456789 +0000 UTC", "2021-07-20T11:41:31.123456+00:00"),
    ("Oct 2, 2019 11:12:29 PM", "2019-10-02T23:12:29+00:00"),
    ("21-OCT-20 11.58.08.123456 AM", "2020-10-21T11:58:08.123456+00:00"),
    ("2016-12-31T23:59:60Z", "2017-01-01T00:00:00+00:00"),
    ("2024-01-01", "2024-01-01T00:00:00+00:00"),
    (1521214343, "2018-03-16T15:32:23+00:00"),
    (1521214343.25, "2018-03-16T15:32:23.250+00:00"),
    ("1485893834.891", "2017-01-31T20:17:14.891+00:00"),
    (1583364251067, "2020-03-04T23:24:11.067+00:00"),
    ("1583364251067", "2020-03-04T23:24:11.067+00:00"),
    (1689249716345113, "2023-07-13T12:01:56.345113+00:00"),
    (1689249716345113001, "2023-07-13T12:01:56.345113+00:00"),
    ({"epochSecond": 1637539508, "nano": 19000000}, "2021-11-22T00:05:08.019+00:00"),
    ({"$date": "2017-02-14T14:15:49.161+0100"}, "2017-02-14T13:15:49.161+00:00"),
    ("\\/Date(1728364117000)\\/", "2024-10-08T05:08:37+00:00"),
    ("/Date(1728364117000+0000)/", "2024-10-08T05:08:37+00:00"),
    ("20211019050707.13", "2021-10-19T05:07:07.130+00:00"),
    (20211019050707, "2021-10-19T05:07:07+00:00"),
    ("2026-10-05T10:00:00+02:00[Europe/Vienna]", "2026-10-05T08:00:00+00:00"),
    ("2026-10-05T10:00:00.5Z[Etc/UTC]", "2026-10-05T10:00:00.500+00:00"),
    ("14 novembre 2024 à 10:00", "2024-11-14T10:00:00+00:00"),
    ("3 juillet 2024 10:00", "2024-07-03T10:00:00+00:00"),
    ("14. Dezember 2024 um 10:00", "2024-12-14T10:00:00+00:00"),
    ("2024年11月14日 10:00", "2024-11-14T10:00:00+00:00"),
    ("14/11/2024:14:00:01 +0100", "2024-11-14T13:00:01+00:00"),
    (133760592000000000, "2024-11-14T12:00:00+00:00"),
    ("133760592001234560", "2024-11-14T12:00:00.123456+00:00"),
    (638671824001234560, "2024-11-14T12:00:00.123456+00:00"),
    ("638671824000000000", "2024-11-14T12:00:00+00:00"),
    ("14 de noviembre de 2024, 10:00:00 a. m.", "2024-11-14T10:00:00+00:00"),
    ("sábado, 6 de enero de 2024 10:00", "2024-01-06T10:00:00+00:00"),
    ("06-gen-2024 10:00:01", "2024-01-06T10:00:01+00:00"),
    ("3 ottobre 2024 alle 10:00", "2024-10-03T10:00:00+00:00"),
    ("06/fev/2024 10:00:01", "2024-02-06T10:00:01+00:00"),
    ("segunda-feira, 5 de agosto de 2024 às 10:00", "2024-08-05T10:00:00+00:00"),
    ("12 mrt 2024 10:00", "2024-03-12T10:00:00+00:00"),
    ("5 października 2024 10:00", "2024-10-05T10:00:00+00:00"),
    ("5 октября 2024 10:00:00", "2024-10-05T10:00:00+00:00"),
    ("2024-10-05T24:00:00Z", "2024-10-06T00:00:00+00:00"),
    ("2024-12-31 24:00", "2025-01-01T00:00:00+00:00"),
    ("2024-278T10:00:01.5Z", "2024-10-04T10:00:01.500+00:00"),
    ("2023-365T10:00:01+02:00", "2023-12-31T08:00:01+00:00"),
    ("2024-10-05-10.00.01.123456", "2024-10-05T10:00:01.123456+00:00"),
    ("2024-10-05-10.00.01.123456+120", "2024-10-05T08:00:01.123456+00:00"),
    (17_281_224_001_234_560, "2024-10-05T10:00:00.123456+00:00"),
    ("17281224001234567", "2024-10-05T10:00:00.123456+00:00"),
    ([2024, 10, 5, 10, 0, 1, 123_000_000], "2024-10-05T10:00:01.123+00:00"),
    ([2024, 10, 5, 10, 0], "2024-10-05T10:00:00+00:00"),
    ("10/15/2024, 8:12:33 am Pacific Daylight Time", "2024-10-15T15:12:33+00:00"),
    ("2024-01-15 08:12:33 Pacific Standard Time", "2024-01-15T16:12:33+00:00"),
    ("2024-07-15 08:12:33 Pacific Standard Time", "2024-07-15T15:12:33+00:00"),  # the name of the place in Windows
    ("2024-07-15 08:12:33 (Central European Summer Time)", "2024-07-15T06:12:33+00:00"),
    ("2024-07-15 08:12:33 Eastern Time (US & Canada)", "2024-07-15T12:12:33+00:00"),
    ("2024-07-15 08:12:33 Mitteleuropäische Sommerzeit", "2024-07-15T06:12:33+00:00"),
    ("2024-07-15 08:12:33 W. Europe Standard Time", "2024-07-15T06:12:33+00:00"),
    ("2024-01-15 08:12:33 New Zealand Daylight Time", "2024-01-14T19:12:33+00:00"),
    ("2024-07-15 08:12:33 (server)", "2024-07-15T08:12:33+00:00"),
    ("2022-01-01T10:00:00 America/Argentina/Buenos_Aires", "2022-01-01T13:00:00+00:00"),
    ("15 Oct, 2024 12:05 PM", "2024-10-15T12:05:00+00:00"),
    ("15 October, 2024", "2024-10-15T00:00:00+00:00"),
    ("10:00:01 15/10/2024", "2024-10-15T10:00:01+00:00"),
    ("1:05 PM, Oct 15, 2024", "2024-10-15T13:05:00+00:00"),
    ("10:00:01.5 2024-10-15 UTC", "2024-10-15T10:00:01.5+00:00"),
    ("Oct-15-2024 10:00:01", "2024-10-15T10:00:01+00:00"),
    ("15.10.2024 klo 10.05", "2024-10-15T10:05:00+00:00"),
    ("15.10.2024 um 10:05 Uhr", "2024-10-15T10:05:00+00:00"),
]


@pytest.mark.parametrize(("said", "meant"), FORMS, ids=[str(form[0]) for form in FORMS])
def test_every_form_is_the_moment_it_means(said: object, meant: str) -> None:
    """Each form that a real log has shown is read to the microsecond."""
    stamp = parse(said)
    assert stamp is not None
    assert stamp.at_us == us(meant)


@pytest.mark.parametrize(
    "said",
    [
        "", "hello", "2024-02-30T00:00:00Z", "2024-01-01T25:00:00Z", "2024-01-01T00:00:00+25:00", "13/13/2024 10:00",
        "1.5", "12", 12, True, None, float("inf"), float("nan"), 10**400, -1521214343, [], {}, "9999-12-31T23:59:59-10:00",
        "2024-10-05T24:00:01Z", "2023-366T10:00:00Z", "2024-000T10:00:00Z", [2024, 13, 5, 10, 0], [2024, 10, 5],
        "2024-07-15 08:12:33 Martian Daylight Time", "2024-07-15 08:12:33 (Martian Daylight Time)",
        "2024-01-01 10:00 XYZ", "10:00 03/05/2024", "10:00:01 hello 2024", "25:00 15/10/2024", "1" * 400, "/Date(x)/", "10.0.0.1", "19010100000000", 20261332000000,
    ],
)  # fmt: skip
def test_what_is_no_time_is_none(said: object) -> None:
    """Nothing else is taken for a time, and nothing raises."""
    assert parse(said) is None


def test_every_place_whose_clock_has_a_name_is_in_the_table_of_zones() -> None:
    """A name of a place that nobody knows would make its times unreadable."""
    assert all(ZoneInfo(place) for place in PLACES.values())


def test_day_and_month_are_not_guessed() -> None:
    """`3/4` is no time until somebody said which comes first."""
    assert parse("03/04/2026 10:00") is None
    assert parse("03/04/2026 10:00", Clock(day_first=True)) == Stamp(us("2026-04-03T10:00:00+00:00"))
    assert parse("03/04/2026 10:00", Clock(day_first=False)) == Stamp(us("2026-03-04T10:00:00+00:00"))


@pytest.mark.parametrize(
    ("values", "told"),
    [
        (["03/04/2026", "14/04/2026"], (True, True)),
        (["03/04/2026", "04/14/2026 1:00 PM"], (False, True)),
        (["10:00 03/04/2026", "10:00 AM, 14/04/2026"], (True, True)),
        (["03/04/2026"], (None, True)),
        (["13/04/2026", "04/25/2026", "03/04/2026"], (None, True)),
        (["13/04/2026", "04/25/2026"], (None, False)),
        (["04/04/2026", "2026-01-01"], (None, False)),
        ([None, 5, "x"], (None, False)),
    ],
)
def test_one_value_above_twelve_decides_for_its_column(values: list[object], told: tuple[bool | None, bool]) -> None:
    """A day above 12 tells the order for the whole file; without one, or in both places, it stays open, and known so."""
    assert day_first_by(values) == told


def test_a_stamp_without_year_is_never_in_the_future() -> None:
    """Syslog stamps belong to the latest year that does not put them ahead of the clock."""
    clock = Clock(now=datetime(2026, 3, 1, 12, tzinfo=UTC))
    assert parse("Feb 28 23:00:00", clock) == Stamp(us("2026-02-28T23:00:00+00:00"), whole=False)
    assert parse("Dec 31 23:00:00", clock) == Stamp(us("2025-12-31T23:00:00+00:00"), whole=False)
    assert parse("Feb 29 10:00:00", clock) == Stamp(us("2024-02-29T10:00:00+00:00"), whole=False)


def test_a_time_that_said_more_is_not_whole() -> None:
    """Nanoseconds, another zone and leap seconds are more than microseconds UTC can say: their text must stay."""
    for text in ("2020-12-01T20:29:04.356625452Z", "2022-07-19T07:33:19-07:00", "2016-12-31T23:59:60Z"):
        stamp = parse(text)
        assert stamp is not None
        assert not stamp.whole
    assert parse("2020-12-01T20:29:04.356Z") == Stamp(us("2020-12-01T20:29:04.356+00:00"), whole=True)


def test_times_without_a_zone_are_in_the_zone_of_the_clock() -> None:
    """A zone by name or offset moves times that name none, and no others."""
    vienna = Clock(zone=zone_named("Europe/Vienna"))
    assert parse("2026-07-01 12:00:00", vienna) == Stamp(us("2026-07-01T10:00:00+00:00"), whole=False)
    assert parse("2026-07-01T12:00:00Z", vienna) == Stamp(us("2026-07-01T12:00:00+00:00"))
    assert zone_named("+02:00") == timezone(timedelta(hours=2))
    with pytest.raises(ValueError, match="Mars"):
        zone_named("Mars/Base")


@settings(max_examples=150)
@given(st.datetimes(datetime(1980, 1, 1), datetime(2200, 1, 1)), st.integers(-840, 840))
def test_rfc_3339_survives_any_offset(moment: datetime, minutes: int) -> None:
    """What Python writes as RFC 3339 with any offset is read back to the microsecond."""
    aware = moment.replace(tzinfo=timezone(timedelta(minutes=minutes)))
    stamp = parse(aware.isoformat())
    assert stamp is not None
    assert stamp.at_us == (aware - EPOCH) // timedelta(microseconds=1)


@settings(max_examples=200)
@given(
    st.one_of(st.text(max_size=60), st.floats(), st.integers(), st.dictionaries(st.text(max_size=12), st.integers()))
)
def test_nothing_raises(value: object) -> None:
    """Any value is a time or none."""
    assert parse(value) is None or isinstance(parse(value), Stamp)

"""Moments as people write them, as screens show them, and as files keep them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from auditui.core import zones
from auditui.core.errors import UsageError
from auditui.core.times import (
    DAY_US,
    MAX_US,
    MIN_US,
    SPAN_NAMES,
    format_us,
    is_relative,
    names_zone,
    now_us,
    parse_span,
    parse_stretches,
    relative,
    rfc3339,
    zone,
)

ZONES = (
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "Asia/Kathmandu",
    "America/Sao_Paulo",
    "Pacific/Apia",
    "Australia/Lord_Howe",
)
some_zone = st.sampled_from(ZONES)
any_moment = st.integers(MIN_US, MAX_US)
near_moment = st.integers(0, 2 * 10**15)


def us(text: str) -> int:
    """A moment from a text with an offset, by the standard library."""
    return (datetime.fromisoformat(text) - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


# ---------------------------------------------------------------------------------------- reading


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2026", "2026-01-01T00:00:00", "2027-01-01T00:00:00"),
        ("2026-02", "2026-02-01T00:00:00", "2026-03-01T00:00:00"),
        ("2024-02", "2024-02-01T00:00:00", "2024-03-01T00:00:00"),
        ("2026-12", "2026-12-01T00:00:00", "2027-01-01T00:00:00"),
        ("2026-07-01", "2026-07-01T00:00:00", "2026-07-02T00:00:00"),
        ("2026-07-01T10:20", "2026-07-01T10:20:00", "2026-07-01T10:21:00"),
        ("2026-07-01 10:20", "2026-07-01T10:20:00", "2026-07-01T10:21:00"),
        ("2026-07-01t10:20:30", "2026-07-01T10:20:30", "2026-07-01T10:20:31"),
        ("2026-07-01T23:59:59", "2026-07-01T23:59:59", "2026-07-02T00:00:00"),
        ("2026-07-01T10:20:30.5", "2026-07-01T10:20:30.5", "2026-07-01T10:20:30.6"),
        ("2026-07-01T10:20:30.123", "2026-07-01T10:20:30.123", "2026-07-01T10:20:30.124"),
        ("2026-07-01T10:20:30.123456789", "2026-07-01T10:20:30.123456", "2026-07-01T10:20:30.123457"),
        ("2026-07-01T10:20Z", "2026-07-01T10:20:00", "2026-07-01T10:21:00"),
        ("2026-07-01T10:20:30+02:00", "2026-07-01T08:20:30", "2026-07-01T08:20:31"),
        ("2026-07-01T10:20:30-0330", "2026-07-01T13:50:30", "2026-07-01T13:50:31"),
        ("2026-07-01 10:20:30 +05:45", "2026-07-01T04:35:30", "2026-07-01T04:35:31"),
    ],
)
def test_a_written_time_is_its_whole_unit(text: str, start: str, end: str) -> None:
    """From the first moment of the year, month, day, minute or part of a second that was written to its last."""
    assert parse_span(text, 0, "UTC") == (us(start + "+00:00"), us(end + "+00:00"))


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("today", "2026-11-20", "2026-11-21"),
        ("Yesterday", "2026-11-19", "2026-11-20"),
        ("this-week", "2026-11-16", "2026-11-23"),
        ("last-week", "2026-11-09", "2026-11-16"),
        ("this-month", "2026-11-01", "2026-12-01"),
        ("last-month", "2026-10-01", "2026-11-01"),
    ],
)
def test_named_spans(text: str, start: str, end: str) -> None:
    """Weeks start on Monday; what today is, the zone decides."""
    friday = us("2026-11-20T03:54:28+00:00")
    assert parse_span(text, friday, "UTC") == (us(f"{start}T00:00:00+00:00"), us(f"{end}T00:00:00+00:00"))
    assert parse_span("today", friday, "America/New_York")[0] == us("2026-11-19T00:00:00-05:00")


def test_monday_and_january_are_edges() -> None:
    """On a Monday this week began today; in January last month is in the year before."""
    monday = us("2026-01-05T00:00:00+00:00")
    assert parse_span("this-week", monday, "UTC")[0] == monday
    assert parse_span("last-week", monday, "UTC")[1] == monday
    assert parse_span("last-month", monday, "UTC")[0] == us("2025-12-01T00:00:00+00:00")


@pytest.mark.parametrize(
    ("text", "ago_s"),
    [("45s", 45), ("30m", 1_800), ("2h", 7_200), ("7d", 7 * 86_400), ("1w", 7 * 86_400), ("1H30M", 5_400), ("0s", 0)],
)
def test_how_long_before_now(text: str, ago_s: int) -> None:
    """Relative times count back from now; a day is 24 hours, whatever the zone's clocks do."""
    now = us("2026-10-26T00:00:00+00:00")
    start = now - ago_s * 1_000_000
    assert parse_span(text, now, "Europe/Berlin") == (start, start + 1)
    assert is_relative(text)


@pytest.mark.parametrize(
    ("name", "text", "start", "end"),
    [
        # a day of 23, a day of 25 hours
        ("Europe/Berlin", "2026-03-29", "2026-03-29T00:00:00+01:00", "2026-03-30T00:00:00+02:00"),
        ("Europe/Berlin", "2026-10-25", "2026-10-25T00:00:00+02:00", "2026-10-26T00:00:00+01:00"),
        ("America/New_York", "2026-11-01", "2026-11-01T00:00:00-04:00", "2026-11-02T00:00:00-05:00"),
        ("Asia/Kathmandu", "2026-07-01", "2026-07-01T00:00:00+05:45", "2026-07-02T00:00:00+05:45"),
        # the hour that comes twice: both are meant
        ("Europe/Berlin", "2026-10-25T02:30", "2026-10-25T02:30:00+02:00", "2026-10-25T02:31:00+01:00"),
        ("Europe/Berlin", "2026-10-25T02:59", "2026-10-25T02:59:00+02:00", "2026-10-25T03:00:00+01:00"),
        # right before it, and right behind it
        ("Europe/Berlin", "2026-10-25T01:59", "2026-10-25T01:59:00+02:00", "2026-10-25T02:00:00+02:00"),
        ("Europe/Berlin", "2026-10-25T03:00", "2026-10-25T03:00:00+01:00", "2026-10-25T03:01:00+01:00"),
        # the hour that is left out: a moment without length where the clocks are put forward
        ("Europe/Berlin", "2026-03-29T02:30", "2026-03-29T03:00:00+02:00", "2026-03-29T03:00:00+02:00"),
        ("America/New_York", "2026-03-08T02:00:00", "2026-03-08T03:00:00-04:00", "2026-03-08T03:00:00-04:00"),
        ("Europe/Berlin", "2026-03-29T01:59", "2026-03-29T01:59:00+01:00", "2026-03-29T03:00:00+02:00"),
        # midnight itself is left out
        ("America/Sao_Paulo", "2018-11-04", "2018-11-04T01:00:00-02:00", "2018-11-05T00:00:00-02:00"),
        # a whole day is left out
        ("Pacific/Apia", "2011-12-30", "2011-12-31T00:00:00+14:00", "2011-12-31T00:00:00+14:00"),
    ],
)
def test_daylight_saving(name: str, text: str, start: str, end: str) -> None:
    """Days and hours are those of the zone's clocks, also where these are put forward or back."""
    assert parse_span(text, 0, name) == (us(start), us(end))


@settings(max_examples=200)
@given(near_moment, some_zone)
@example(us("2026-10-25T00:30:00+00:00"), "Europe/Berlin")
@example(us("2026-10-25T01:30:00+00:00"), "Europe/Berlin")
def test_a_moment_is_within_every_unit_that_its_clock_shows(at_us: int, name: str) -> None:
    """Reading what the clock shows, to any unit, gives a span that holds the moment."""
    shown = format_us(at_us, name)
    for length in (4, 7, 10, 16, 19):
        start, end = parse_span(shown[:length], 0, name)
        assert start <= at_us < end
        assert start == parse_span(shown[:length], DAY_US, name)[0]


turning = st.sampled_from(("Europe/Vienna", "America/New_York", "America/Havana", "Australia/Lord_Howe", "UTC"))
"""Zones that put their clocks back by an hour, also at midnight, by half an hour, and never."""
around_turns = st.one_of(
    near_moment,
    st.builds(
        lambda turn, seconds: (turn + seconds) * 1_000_000,
        st.sampled_from((1_792_890_000, 1_793_512_800, 1_793_509_200, 1_775_314_800, 1_774_746_000, 1_772_953_200)),
        st.integers(-7_200, 7_200),
    ),
)
"""Any moments, and those within two hours of clocks being put back and forward in 2026."""


@given(around_turns, around_turns, st.integers(-7_200, 7_200), turning, st.sampled_from((16, 19)))
@example(1_792_886_400_000_000, 0, 600, "Europe/Vienna", 16)
@example(1_792_886_400_000_000, 0, 3_600, "Europe/Vienna", 16)
def test_a_time_of_day_is_all_moments_whose_clock_shows_it(
    at_us: int, far_us: int, seconds: int, name: str, digits: int
) -> None:
    """Minutes and seconds that come twice are found twice, and nothing between; what never comes is never found."""
    text = format_us(at_us, name)[:digits]
    found = parse_stretches(text, 0, name)
    for moment in (at_us, far_us, at_us + seconds * 1_000_000):
        shown = format_us(moment, name)[:digits] == text
        assert any(start <= moment < end for start, end in found) == shown
    assert (found[0][0], found[-1][1]) == parse_span(text, 0, name)


@given(near_moment, some_zone)
def test_days_tile_time(at_us: int, name: str) -> None:
    """A day ends where the next one begins."""
    day = datetime.fromisoformat(format_us(at_us, name)[:10])
    following = (day + timedelta(days=1)).date().isoformat()
    assert parse_span(day.date().isoformat(), 0, name)[1] == parse_span(following, 0, name)[0]


@given(near_moment, some_zone, st.sampled_from(SPAN_NAMES))
def test_named_spans_are_where_they_say(now: int, name: str, span: str) -> None:
    """Now is in this week and this month, and behind the last ones."""
    start, end = parse_span(span, now, name)
    assert start < end
    assert (start <= now < end) == (span in {"today", "this-week", "this-month"})


@pytest.mark.parametrize(
    "text",
    [
        "", "x", "2026-7-1", "26-07-01", "2026-02-29", "2026-00", "0000", "2026-07-01T24:00", "2026-07-01T10:60",
        "2026-07-01T10:20:60", "2026-07-01T10", "2026-07-01Z", "2026-07-01T10:20+25:00", "2026-07-01T10:20+02:60",
        "10000", "-1d", "7", "7y", "99999999999d", "999999999w", "tomorrow", "２０２６", "2026-07-01T10:20:30.",
        " 2026", "1" * 5000 + "d",
    ],
)  # fmt: skip
def test_what_is_no_time(text: str) -> None:
    """All else is an error of one line."""
    with pytest.raises(UsageError) as caught:
        parse_span(text, 0, "UTC")
    assert caught.value.problem
    assert "\n" not in str(caught.value)[:80]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("2026-13-01", "months go from 1 to 12"),
        ("2026-02-30", "fewer days"),
        ("2026-01-01T25:00", "hours go from 0 to 23"),
    ],
)
def test_errors_name_the_part(text: str, problem: str) -> None:
    """A time that looks right says which part cannot be."""
    with pytest.raises(UsageError, match=problem):
        parse_span(text, 0, "UTC")


@given(st.sampled_from(["0001", "9999", "0001-01-01", "9999-12-31", "9999-12-31T23:59:59.999999"]), some_zone)
def test_the_ends_of_time(text: str, name: str) -> None:
    """The first and the last year that there is a date for can be written in every zone."""
    start, end = parse_span(text, 0, name)
    assert MIN_US <= start < end <= MAX_US + 1
    assert rfc3339(start)
    assert rfc3339(end - 1)


@given(any_moment, st.sampled_from([*SPAN_NAMES, "7d", "52w"]), some_zone)
def test_any_clock_gives_a_span_or_an_error(now: int, text: str, name: str) -> None:
    """A clock at the ends of time is no reason to crash."""
    try:
        start, end = parse_span(text, now, name)
    except UsageError:
        assert now < MIN_US + 400 * DAY_US or now > MAX_US - 400 * DAY_US
    else:
        assert MIN_US <= start <= end <= MAX_US + 1


def test_which_texts_name_a_zone() -> None:
    """Only a time of day with Z or an offset means the same everywhere."""
    assert all(map(names_zone, ["2026-07-01T10:20Z", "2026-07-01 10:20:30 +02:00", "2026-07-01T10:20:30.5z"]))
    assert not any(map(names_zone, ["2026-07-01T10:20", "2026-07-01", "7d", "today", "Z"]))


# ---------------------------------------------------------------------------------------- writing


@settings(max_examples=300)
@given(any_moment)
@example(MIN_US)
@example(MAX_US)
@example(-1)
def test_rfc3339_agrees_with_the_standard_library(at_us: int) -> None:
    """Exact, in UTC, without zeros at the end; and read back it is the same moment."""
    text = rfc3339(at_us)
    assert us(text) == at_us
    assert text.endswith("Z")
    assert "." not in text or text[-2] != "0"
    assert parse_span(text, 0, "Asia/Kathmandu")[0] == at_us
    assert len(rfc3339(at_us, 6)) == 27
    assert us(rfc3339(at_us, 6)) == at_us


def test_rfc3339_forms() -> None:
    """No point for a full second, and as many digits as it takes or as are asked for."""
    at_us = us("2026-07-01T10:20:30+00:00")
    assert rfc3339(at_us) == "2026-07-01T10:20:30Z"
    assert rfc3339(at_us + 500_000) == "2026-07-01T10:20:30.5Z"
    assert rfc3339(at_us + 500_000, 3) == "2026-07-01T10:20:30.500Z"
    assert rfc3339(at_us + 500_000, 0) == "2026-07-01T10:20:30Z"
    assert rfc3339(at_us + 1) == "2026-07-01T10:20:30.000001Z"


@pytest.mark.parametrize("at_us", [MIN_US - 1, MAX_US + 1, 2**63, -(2**80)])
def test_there_is_no_date_for_it(at_us: int) -> None:
    """Outside of the years 1 to 9999 there is an error of our own; on a screen, the nearest date."""
    with pytest.raises(UsageError, match="out of the years"):
        rfc3339(at_us)
    assert format_us(at_us, "Asia/Kathmandu")[:4] in {"0001", "9999"}


@settings(max_examples=200)
@given(near_moment, some_zone)
def test_clocks_agree_with_the_standard_library(at_us: int, name: str) -> None:
    """What is shown is what a clock in the zone shows."""
    shown = (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=at_us)).astimezone(ZoneInfo(name))
    assert format_us(at_us, name) == f"{shown:%Y-%m-%d %H:%M:%S}"
    assert format_us(at_us, name, day_first=True) == f"{shown:%d-%m-%Y %H:%M:%S}"
    assert us(format_us(at_us, name, exact=True).replace(" +", "+").replace(" -", "-")) == at_us


@pytest.mark.parametrize(
    ("ago_s", "text"),
    [
        (0, "just now"), (1, "1 second ago"), (59, "59 seconds ago"), (60, "1 minute ago"), (7_199, "1 hour ago"),
        (7_200, "2 hours ago"), (86_400 * 6, "6 days ago"), (86_400 * 7, "1 week ago"), (86_400 * 400, "1 year ago"),
        (-7_200, "in 2 hours"),
    ],
)  # fmt: skip
def test_how_long_ago(ago_s: int, text: str) -> None:
    """The largest whole unit; what is to come says so."""
    now = us("2026-11-20T03:54:28+00:00")
    assert relative(now - ago_s * 1_000_000, now) == text


def test_the_clock() -> None:
    """Microseconds since 1970 UTC."""
    assert abs(now_us() - datetime.now(UTC).timestamp() * 1e6) < 5e6


# ---------------------------------------------------------------------------------------- zones


@pytest.mark.parametrize(("name", "offset_h"), [("UTC", 0), ("utc", 0), ("Europe/Berlin", 2), ("europe/berlin", 2)])
def test_zones_by_name(name: str, offset_h: int) -> None:
    """IANA names, and UTC, no matter the case."""
    assert zone(name).utcoffset(datetime(2026, 7, 1)) == timedelta(hours=offset_h)


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("Europe/Berln", "Europe/Berlin"), ("berlin", "Europe/Berlin"), ("New York", "America/New_York"),
        ("xyzzy", "or UTC"), ("", "or UTC"),
        ("../../etc/passwd", ""), ("/etc/passwd", ""), ("Europe", ""), ("a\0b", ""), ("x" * 5000, ""),
    ],
)  # fmt: skip
def test_unknown_zones(name: str, hint: str) -> None:
    """A name that is none is an error with the nearest one; it never leads to another file."""
    with pytest.raises(UsageError) as caught:
        zone(name)
    assert hint in caught.value.hint


def test_local_follows_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """`local` has the daylight saving rules of the zone that TZ names, else of the machine."""
    monkeypatch.setenv("TZ", "America/New_York")
    zones._zone.cache_clear()
    assert zone("local").utcoffset(datetime(2026, 7, 1)) == timedelta(hours=-4)
    assert zone("local").utcoffset(datetime(2026, 1, 1)) == timedelta(hours=-5)
    assert zones.zone_name("local") == "America/New_York"
    monkeypatch.delenv("TZ")
    zones._zone.cache_clear()
    assert zone("local").utcoffset(datetime(2026, 7, 1)) is not None
    zones._zone.cache_clear()

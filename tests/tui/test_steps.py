"""From one query to the next."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditui.core.completion import expecting
from auditui.core.event import Event, Target
from auditui.core.language import parse
from auditui.core.query import EVERYTHING, clauses
from auditui.core.related import Relation, related
from auditui.tui import steps
from auditui.tui.drawing.cells import CELLS, Look, filter_values
from tests.tui.screens_kit import NOON, made

HOUR = 3_600_000_000


@pytest.mark.parametrize(
    ("field", "text", "kept", "excluded"),
    [
        ("user", "ana@example.com", "user:ana@example.com", "-user:ana@example.com"),
        ("status", "404", "status:404", "-status:404"),
        ("took", "12000us", "took:12ms", "-took:12ms"),
        ("on", "2026-11-20", "on:2026-11-20", "-on:2026-11-20"),
        ("ip", "", "-has:ip", "has:ip"),
        ("origin", "", "-origin:*", "origin:*"),
        ("entity", 'a "b" * c', 'entity:"a \\"b\\" * c"', '-entity:"a \\"b\\" * c"'),
        ("outcome", "failure", "outcome:failure", "-outcome:failure"),
    ],
)
def test_a_cell_becomes_a_clause(field: str, text: str, kept: str, excluded: str) -> None:
    """Whatever stands in a cell is taken literally; nothing there means: has none."""
    assert str(steps.keep(EVERYTHING, ((field, text),))) == kept
    assert str(steps.exclude(EVERYTHING, ((field, text),))) == excluded
    assert parse(kept) == steps.keep(EVERYTHING, ((field, text),))


@pytest.mark.parametrize("column", sorted(CELLS))
@pytest.mark.parametrize("event", [made(0), made(2), Event(at_us=NOON)], ids=["update", "failed", "bare"])
def test_keeping_a_cell_keeps_its_event_and_excluding_it_does_not(column: str, event: Event) -> None:
    """Whatever column, whatever event: `=` never loses the event one stands on, `!` always does."""
    event.seq = 7
    asked = filter_values(event, column, Look())
    is_day = asked[0][0] == "on"
    assert steps.keep(EVERYTHING, asked).matches(event) or is_day
    assert not steps.exclude(EVERYTHING, asked).matches(event) or is_day


RECORDS = [
    Event(at_us=NOON, entity_type="ticket", entity_id="1", entity_name="Printer"),
    Event(at_us=NOON, entity_type="contact", entity_id="1", entity_name="Jo"),
    Event(at_us=NOON, entity_type="contact", entity_id="2", entity_name="1"),
    Event(at_us=NOON, entity_type="lead", entity_name="1"),
    Event(at_us=NOON, entity_type="1", entity_id="3"),
]


@pytest.mark.parametrize("record", RECORDS, ids=lambda event: event.entity_type + event.entity_id)
def test_a_record_is_kept_and_excluded_alone(record: Event) -> None:
    """Another record may have the same id, or a name that reads like it; `=` asks as the history does."""
    asked = filter_values(record, "entity", Look())
    kept, excluded = steps.keep(EVERYTHING, asked), steps.exclude(EVERYTHING, asked)
    assert kept == related(record, Relation.HISTORY).query == parse(str(kept))
    assert excluded == parse(str(excluded))
    assert [event for event in RECORDS if kept.matches(event)] == [record]
    assert [event for event in RECORDS if not excluded.matches(event)] == [record]


def test_keeping_and_excluding_a_record_take_each_other_back() -> None:
    """An exclusion of both together goes when the record is kept, the two that keep it go when it is excluded."""
    asked = (("entity_type", "ticket"), ("entity_id", "1"))
    excluded = parse("status:200 -(entity_type:ticket entity_id:1)")
    kept = parse("status:200 entity_type:ticket entity_id:1")
    assert steps.keep(excluded, asked) == kept
    assert steps.exclude(kept, asked) == excluded
    assert clauses(steps.exclude(parse("entity_type:ticket"), asked))[0] == parse("entity_type:ticket")


def test_a_target_is_kept_with_its_type() -> None:
    """A target of another type with the same id is another one."""
    ticket, contact = (Event(at_us=NOON, targets=(Target(kind, "1"),)) for kind in ("ticket", "contact"))
    kept = steps.keep(EVERYTHING, filter_values(ticket, "targets", Look()))
    assert kept.matches(ticket)
    assert not kept.matches(contact)


def test_a_user_is_kept_alone() -> None:
    """An id and a name that read alike are two people."""
    by_id, by_name = Event(at_us=NOON, actor_id="7"), Event(at_us=NOON, actor="7")
    for mine, other in ((by_id, by_name), (by_name, by_id)):
        kept = steps.keep(EVERYTHING, filter_values(mine, "user", Look()))
        assert kept.matches(mine)
        assert not kept.matches(other)


def test_keeping_what_is_excluded_takes_the_exclusion_back() -> None:
    """A query does not fight itself."""
    assert str(steps.keep(parse("-user:ana status:200"), (("user", "ana"),))) == "status:200 user:ana"
    assert str(steps.exclude(parse("user:ana status:200"), (("user", "ana"),))) == "status:200 -user:ana"
    assert str(steps.keep(parse("since:7d user:ana"), (("on", "2026-11-20"),))) == "on:2026-11-20 user:ana"


def test_dates_take_the_place_of_other_dates() -> None:
    """There is one period at a time, and it stays where it stood."""
    assert str(steps.dated(parse("since:7d user:ana until:2d"), parse("on:today"))) == "on:today user:ana"
    both = steps.dated(parse("on:today user:ana"), parse("since:2026-07-01 until:2026-07-31"))
    assert set(str(both).split()) == {"since:2026-07-01", "until:2026-07-31", "user:ana"}
    assert str(steps.dated(parse("on:today user:ana"), EVERYTHING)) == "user:ana"


def test_a_clause_goes_by_its_number() -> None:
    """A number that is none changes nothing."""
    query = parse("user:ana status:200")
    assert str(steps.less(query, 0)) == "status:200"
    assert steps.less(query, 2) == query
    assert steps.less(query, -1) == query


@given(
    start=st.integers(0, 10**15),
    length=st.integers(2, 10**12),
    middle=st.none() | st.integers(0, 10**15),
    out=st.booleans(),
)
def test_zooming_in_stays_inside_and_zooming_out_encloses(
    start: int, length: int, middle: int | None, out: bool
) -> None:
    """Half of the time lies within what was shown, twice the time holds the event it goes around."""
    query = steps.zoomed(EVERYTHING, (start, start + length), 2 if out else 0.5, middle)
    span = query.values[0]  # type: ignore[attr-defined]  # a term, by construction
    asked = max(2 * length if out else length // 2, steps.SHORTEST_US)
    unit = max(asked // 16, 1_000_000)
    around = middle if middle is not None and start <= middle < start + length else start + length // 2
    assert span.start_us <= around < span.end_us
    assert asked - 1 <= span.end_us - span.start_us <= asked + 2 * unit
    assert span.start_us % 1_000_000 == span.end_us % 1_000_000 == 0
    if out:
        assert span.end_us >= start + length
        assert span.start_us <= max(start, around - length + 1)
    elif length > 2 * steps.SHORTEST_US:
        assert start - unit <= span.start_us
        assert span.end_us <= start + length + 2 * unit


def test_zooming_out_always_doubles_until_all_of_the_time_is_shown() -> None:
    """A day becomes two, then four, up to centuries; then there are no dates, so nothing is left to widen."""
    shown = (NOON - NOON % (24 * HOUR), NOON - NOON % (24 * HOUR) + 24 * HOUR)
    length, times = shown[1] - shown[0], 0
    while str(query := steps.zoomed(EVERYTHING, shown, 2, NOON - HOUR // 7)):
        span = query.values[0]  # type: ignore[attr-defined]  # a term, by construction
        shown = (span.start_us, span.end_us)
        assert 2 * length <= shown[1] - shown[0] <= 2 * length * 9 // 8
        length, times = shown[1] - shown[0], times + 1
    assert times == 16


def test_zooming_in_ends_at_a_minute() -> None:
    """Halving stops where seconds begin."""
    shown, lengths = (NOON, NOON + 10 * 24 * HOUR), []
    for _ in range(20):
        span = steps.zoomed(EVERYTHING, shown, 0.5, NOON + HOUR).values[0]  # type: ignore[attr-defined]  # a term
        shown = (span.start_us, span.end_us)
        lengths.append(shown[1] - shown[0])
    assert lengths[0] == 5 * 24 * HOUR
    assert lengths == sorted(lengths, reverse=True)
    assert lengths[-1] == steps.SHORTEST_US


def test_zooming_goes_around_the_event() -> None:
    """Also near the edge, where it may not leave what was shown."""
    query = steps.zoomed(EVERYTHING, (NOON, NOON + 4 * HOUR), 0.5, NOON + HOUR // 4)
    assert str(query) == "on:2026-11-20T12:00:00Z..2026-11-20T13:59:59Z"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("printer", ("printer",)),
        ("Printer user:ana -fax", ("printer",)),
        ("(a OR b) c", ("a", "b", "c")),
        ("user:ana", ()),
    ],
)
def test_only_free_text_that_may_match_is_highlighted(text: str, found: tuple[str, ...]) -> None:
    """What is excluded is in no row, so it is not looked for."""
    assert steps.needles(parse(text)) == found


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("user:ana action:", "user:ana"),
        ("action:", ""),
        ("user:ana -action:", "user:ana"),
        ("user:ana OR action:", "user:ana"),
        ("user:ana OR NOT action:", "user:ana"),
        ("user:ana since:7d action:delete,", "user:ana since:7d action:delete"),
        ("ORDER status:", "ORDER"),
        ("bad:: action:", "bad::"),
        ("user:ana action:del", None),
        ("user:ana action: ", None),
        ("status:>=4x action:", None),
        ("user:ana", None),
    ],
)
def test_a_clause_without_its_value_is_still_to_come(text: str, rest: str | None) -> None:
    """What is meant until then is what stands beside it; what is wrong there stays wrong."""
    found = steps.without_begun(text, expecting(text, len(text)))
    assert found == (None if rest is None else parse(rest))


def test_completion_counts_under_the_rest_of_the_query() -> None:
    """The term that is being typed does not limit its own choices."""
    text = "user:ana action:del"
    assert str(steps.rest_of(text, expecting(text, len(text)))) == "user:ana"
    text = "user:ana -action:del,upd"
    assert str(steps.rest_of(text, expecting(text, len(text)))) == "user:ana"
    text = "status:zzz action:del"
    assert steps.rest_of(text, expecting(text, len(text))) == EVERYTHING


def test_no_field_is_offered_before_a_letter_is_typed() -> None:
    """A list over the rows has to be asked for."""
    assert steps.known_choices(expecting("", 0)) == []
    assert [choice.text for choice in steps.known_choices(expecting("stat", 4))] == ["status:"]


def test_nothing_found_says_what_to_do_in_clean_lines() -> None:
    """A hostile or endless query does not break them."""
    assert "auditui import" in steps.nothing_found(EVERYTHING)
    said = steps.nothing_found(parse('"' + "\x1b[2J" * 500 + '"'))
    assert "\x1b" not in said and len(said) < 200

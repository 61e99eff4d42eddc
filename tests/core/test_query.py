"""What a query means for one event."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditui.core import values
from auditui.core.event import ABSENT, Change, Event, Leaf, Target, leaves_of
from auditui.core.fields import FIELDS, HAS, IS, field_of
from auditui.core.language import parse
from auditui.core.query import (
    EVERYTHING,
    Exactly,
    Exists,
    Kind,
    Not,
    Or,
    Query,
    Range,
    Span,
    Term,
    Text,
    When,
    Wild,
    all_of,
    any_of,
    clauses,
    freeze,
    is_frozen,
    kind_of,
    needles,
    negated,
    replace_field,
    texts_of,
    values_of,
    with_clause,
    without,
)
from auditui.core.text import fold
from auditui.core.times import DAY_US, parse_span
from tests.core.strategies import DAY_OF_EVENTS, events, queries, terms, texts

NOW_US = (DAY_OF_EVENTS + 3) * DAY_US + 12_345_678
FULL = Event(
    at_us=1_000_000,
    id="e-1",
    actor="Ana Pérez",
    actor_id="u7",
    email="ana@Acme.com",
    role="Admin",
    actor_kind="user",
    action="Contact Updated",
    method="PUT",
    verb="sync",
    category="crm",
    entity_type="contact",
    entity_id="4711",
    entity_name="Jo Doe",
    targets=(Target("group", "g1", "Friends"), Target("", "", "Family")),
    description="Jo changed plan",
    status=404,
    outcome="failure",
    took_us=1_500,
    ip="10.0.0.5",
    user_agent="curl/8.5",
    changes=(
        Change("plan", "free", "pro"),
        Change("address.city", None, "Wien"),
        Change("tags", ABSENT, ["a", {"b": 7}]),
    ),
    details={
        "request": {"path": "/API/x", "size": 12, "ok": True, "ref": None, "text": "1.5"},
        "a.b": 1,
        "list": [{"id": 3}],
    },
    flags=("control", "redacted"),
    origin="crm.json",
    seq=9,
)
EMPTY = Event(at_us=0, actor_kind="system", seq=1)


def holds(text: str, event: Event = FULL) -> bool:
    return parse(text).matches(event)


@pytest.mark.parametrize(
    "text",
    [
        "*", "jo", "JO DOE", "pérez", "PÉREZ", "4711", "404", "wien", "request", "path", "/api/", "friends", "12",
        "true", "1.5", "address.city", "curl", "e-1", "g1", "b", "7", "user:ana@acme.com", "user:ana",
        'user:"ANA PÉREZ"', "user:u7", "actor:ana*", "email:*@acme.com", "user:bob,ana", "entity:contact",
        "entity:4711", "entity:g1", "entity:family", 'entity:"jo doe"', "targets:group", "targets.id:g1",
        'action:"contact updated"', "action:put", "action:sync", "verb:sync", "method:put", "status:404",
        "status:4xx", "status:>=404", "status:404..", "status:<405", "status:100,400..500", "status:>403..<405",
        "seq:9", "seq:1..9", "took:1500us", "took:1.5ms", "took:>1ms", "took:1ms..2ms", "ip:10.0.0.0/8",
        "ip:10.0.0.5", "ip:::ffff:10.0.0.5", "ip:10.0.*", "ip:*", "changed:plan", "changed:address",
        "changed:address.city", "changed:ADDRESS", "changed:addr*", "changed:*", "before.plan:free",
        "after.plan:PRO", "after.address.city:wien", "before.address.city:null", "after.tags:a", "after.tags.b:7",
        "after.tags.b:>=7", "details.request.path:/api/*", "details.request.size:>11.5", "details.request.ok:true",
        "details.request.ref:null", "details.request.text:1..2", "details.a.b:1", "details.REQUEST.size:12",
        "details.list.id:3", "details.request.size:12..12", "is:user", "is:failed", "is:redacted", "has:changes",
        "has:details", "has:targets", "has:control", "has:ip", "has:status", "has:user", "flags:control",
        "outcome:failure", "origin:crm.json", "source:*", "-has:request_id", "-request:*",
        "since:1970-01-01T00:00:01Z", "until:1970-01-01T00:00:01Z", "on:1970-01-01T00:00:01Z", "until:1970-01-01",
        "on:1970", "a OR zzz", "zzz OR jo wien", "-(zzz OR yyy)", "-(jo zzz)",
    ],
)  # fmt: skip
def test_what_a_full_event_satisfies(text: str) -> None:
    """Each of these finds the event, and its opposite does not."""
    assert holds(text)
    assert not negated(parse(text)).matches(FULL)


@pytest.mark.parametrize(
    "text",
    [
        "zzz", "absent", "-jo",
        "sync", "crm.json", "control", "null", "1500", "jo-doe", "Ana PérezAna", "contactcontact",
        "user:an", "user:acme.com", "user:system", "actor:ana", "entity:jo", "targets.id:group", "status:403",
        "status:3xx", "status:>404", "status:404..<404", "ip:10.0.0.0/30", 'ip:"10.0.0.05"', "ip:2001:db8::/32",
        "changed:pla", "changed:city", "changed:address.c", "before.plan:pro", "before.tags:*",
        "before.address.city:*", "details.request.ref:*", "details.request:*", "details.request.path:>1",
        "details.request.ok:>0", "details.request.size:12.0", "details.b:1", "is:system", "is:succeeded",
        "has:request_id", "since:1970-01-01T00:00:02Z", "until:1970-01-01T00:00:00Z",
    ],
)  # fmt: skip
def test_what_it_does_not_satisfy(text: str) -> None:
    """Each of these passes the event over, and its opposite finds it."""
    assert not holds(text)
    assert negated(parse(text)).matches(FULL)


@pytest.mark.parametrize(
    "field",
    sorted(
        set(FIELDS) - {"is", "has", "since", "until", "on", "seq", "verb", "action", "outcome", "actor_kind", "user"}
    ),
)
def test_negation_keeps_events_without_the_field(field: str) -> None:
    """An event that has nothing for a field is in every negation of it, and not in `field:*`."""
    value = "1" if kind_of(field) is Kind.NUMBER else "1s" if kind_of(field) is Kind.DURATION else "x"
    assert holds(f"-{field}:{value}", EMPTY)
    assert holds(f"-{field}:*", EMPTY)
    assert not holds(f"{field}:*", EMPTY)


def test_negating_a_user_keeps_systems_rows() -> None:
    """System is who did it where nobody did, and has a name to ask for."""
    assert holds("-user:alice", EMPTY)
    assert holds("user:System is:system", EMPTY)
    assert not holds("system", EMPTY)


@pytest.mark.parametrize(
    ("needle", "text"),
    [("STRASSE", "Hauptstraße 1"), ("straße", "STRASSE"), ("é", "E\u0301"), ("ﬁ", "FILE"), ("σ", "ΟΔΟΣ")],
)
def test_case_is_unicode_case(needle: str, text: str) -> None:
    """Texts are alike when they fold alike, in free text as in fields."""
    event = Event(at_us=0, actor=text)
    assert Text(needle).matches(event)
    assert Term("actor", (Exactly(text.swapcase()), Exactly(text))).matches(event)


def test_free_text_is_within_one_text() -> None:
    """A match never reaches from one field into the next, whatever the needle holds."""
    event = Event(at_us=0, actor="ab", email="cd", details={"ef": "gh"})
    for needle in ("bc", "b\0c", "efgh", "ab\0"):
        assert not Text(needle).matches(event)
    assert Text("b\0c").matches(Event(at_us=0, actor="ab\0cd"))


@settings(max_examples=150)
@given(events(), texts)
def test_free_text_looks_at_every_text(event: Event, needle: str) -> None:
    """Searching all texts at once is the same as searching each."""
    assert Text(needle).matches(event) == any(fold(needle) in fold(text) for text in texts_of(event))
    assert "" not in list(texts_of(event))


@settings(max_examples=100)
@given(queries, queries, events())
def test_boolean_laws(left: Query, right: Query, event: Event) -> None:
    """And, or, not and De Morgan hold for the normal forms, whatever they are made of."""
    left, right = (freeze(query, NOW_US, "UTC") for query in (left, right))
    a, b = left.matches(event), right.matches(event)
    assert all_of((left, right)).matches(event) == (a and b)
    assert any_of((left, right)).matches(event) == (a or b)
    assert negated(left).matches(event) == (not a)
    assert negated(all_of((left, right))).matches(event) == any_of((negated(left), negated(right))).matches(event)
    assert negated(any_of((left, right))).matches(event) == all_of((negated(left), negated(right))).matches(event)


@settings(max_examples=100)
@given(queries, events())
def test_the_canonical_text_means_the_same(query: Query, event: Event) -> None:
    """Print and read changes nothing about what is found, also for the frozen query."""
    frozen = freeze(query, NOW_US, "Europe/Berlin")
    assert parse(str(frozen)).matches(event) == frozen.matches(event)


@settings(max_examples=100)
@given(terms(), events())
def test_a_term_is_its_values_against_the_values_of_the_event(term: Term, event: Event) -> None:
    """What a store computes from `values_of` and `test` is what `matches` says."""
    term_frozen = freeze(term, NOW_US, "UTC")
    assert isinstance(term_frozen, Term)
    kind = kind_of(term.field)
    expected = any(
        values.test(value, leaf, kind) for value in term_frozen.values for leaf in values_of(event, term.field)
    )
    assert term_frozen.matches(event) == expected


@given(events())
def test_paths_give_the_leaves(event: Event) -> None:
    """Every leaf of the details is a value of its path, and is found under it."""
    for path, leaf in leaves_of(event.details, ""):
        assert leaf in values_of(event, f"details.{path}")


def test_a_moment_has_to_be_frozen_before_it_is_compared() -> None:
    """A `When` means nothing by itself: asking it is a mistake in the program."""
    with pytest.raises(TypeError):
        values.test(When("7d"), 0, Kind.TIME)


def test_relative_times_mean_now() -> None:
    """Without `freeze`, `7d` is seven days before the present clock."""
    assert not parse("since:7d").matches(EMPTY)
    assert parse("since:7d").matches(Event(at_us=parse_span("today", _now(), "UTC")[0]))


def _now() -> int:
    from auditui.core.times import now_us

    return now_us()


# ---------------------------------------------------------------------------------------- values


@pytest.mark.parametrize(
    ("leaf", "value", "expected"),
    [
        ("10", Range(9, 11), True), ("9.5", Range(9, 10), True), ("-3", Range(high=0), True),
        ("1e1", Range(9, 11), False), (" 10", Range(9, 11), False), ("١٠", Range(9, 11), False),
        (True, Range(0, 2), False), (None, Range(0, 2), False), (2**53 + 1, Range(low=2**53, low_open=True), True),
        (str(2**63), Range(low=2**63), True), ("9" * 5000, Range(low=0), False),
        ("", Exists(), False), (None, Exists(), False), (False, Exists(), True),
        (None, Exactly("null"), True),
        (False, Exactly("FALSE"), True), (1.5, Exactly("1.5"), True), (404.0, Exactly("404"), False),
        ("abcabc", Wild("*abc"), True), ("abab", Wild("ab*ab"), True), ("ab", Wild("ab*ab"), False),
        ("a\nb", Wild("a*b"), True), ("xaybzc", Wild("*a*b*c"), True), ("xaybz", Wild("*a*b*c"), False),
        ("aba", Wild("ab*ba"), False), ("a", Wild("a**"), True),
    ],
)  # fmt: skip
def test_values_against_leaves(leaf: Leaf, value: values.Value, expected: bool) -> None:
    """Numbers, also as text, have an order; everything has a text."""
    assert values.test(value, leaf, Kind.PATH) is expected


@given(texts, st.lists(texts, min_size=2, max_size=4))
def test_a_pattern_finds_what_it_was_made_from(middle: str, pieces: list[str]) -> None:
    """Pieces joined by anything match the pieces joined by stars."""
    pattern = "*".join(pieces)
    assert values.test(Wild(pattern), middle.join(pieces), Kind.TEXT) or not _folds_piecewise(middle, pieces)


def _folds_piecewise(middle: str, pieces: list[str]) -> bool:
    """Whether composing does not reach over the seams."""
    joined = middle.join(pieces)
    return fold(joined) == fold(middle).join(map(fold, pieces)) and fold("*".join(pieces)) == "*".join(
        map(fold, pieces)
    )


def test_a_pattern_with_many_stars_is_fast() -> None:
    """Where a backtracking matcher would need minutes, the answer is there at once."""
    assert not values.test(Wild("*a" * 2_000 + "*b"), "a" * 100_000, Kind.TEXT)


# ---------------------------------------------------------------------------------------- time


@settings(max_examples=100)
@given(queries, st.sampled_from(["UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu"]))
def test_freezing_is_idempotent(query: Query, zone: str) -> None:
    """A frozen query means the same at any time and place, and its text reads back as itself."""
    frozen = freeze(query, NOW_US, zone)
    assert is_frozen(frozen)
    assert freeze(frozen, 0, "UTC") == frozen
    assert parse(str(frozen)) == frozen
    assert is_frozen(query) == (frozen == query)


@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin", "Asia/Kathmandu"])
@pytest.mark.parametrize(
    "text", ["2026", "2026-10", "2026-10-25", "2026-10-25T02:30", "2026-10-25T02:30:15", "2026-10-25T02:30:15.5"]
)
def test_both_ends_are_included(text: str, zone: str) -> None:
    """`since` lets in the first and `until` the last microsecond of what was written, and `on` both, and no more."""
    start, end = parse_span(text, 0, zone)
    ask = {field: freeze(parse(f"{field}:{text}"), 0, zone) for field in ("since", "until", "on")}
    found = {
        field: [query.matches(Event(at_us=at)) for at in (start - 1, start, end - 1, end)]
        for field, query in ask.items()
    }
    assert found == {
        "since": [False, True, True, True],
        "until": [True, True, True, False],
        "on": [False, True, True, False],
    }


def test_a_period() -> None:
    """`on:A..B` is from the start of the one to the end of the other; either end may be missing."""
    assert freeze(parse("on:1970-01-02..1970-01-03"), 0, "UTC") == Term("on", (Span(DAY_US, 3 * DAY_US),))
    assert freeze(parse("on:1970-01-02.."), 0, "UTC") == Term("on", (Span(DAY_US, None),))
    assert freeze(parse("on:..1970-01-02"), 0, "UTC") == Term("on", (Span(None, 2 * DAY_US),))
    assert freeze(parse("on:2d..1d"), 3 * DAY_US, "UTC") == Term("on", (Span(DAY_US, 2 * DAY_US + 1),))
    empty = freeze(parse("on:today..last-month"), NOW_US, "UTC")
    assert parse(str(empty)) == empty
    assert not empty.matches(Event(at_us=NOW_US))


# ---------------------------------------------------------------------------------------- editing


@given(st.lists(queries, max_size=4))
def test_clauses_take_a_query_apart(parts: list[Query]) -> None:
    """All clauses together are the query; taken out one by one, nothing is left."""
    query = all_of(parts)
    assert all_of(clauses(query)) == query
    left = query
    for clause in clauses(query):
        left = without(left, clause)
    assert left == EVERYTHING


@given(queries, queries)
def test_adding_a_clause_twice_is_adding_it_once(query: Query, clause: Query) -> None:
    """A clause that is there is not added again."""
    once = with_clause(query, clause)
    assert with_clause(once, clause) == once
    assert set(clauses(clause)) <= set(clauses(once))


@pytest.mark.parametrize(
    ("before", "clause", "after"),
    [
        ("a since:7d b until:1d", "on:today", "a on:today b"),
        ("a", "on:today", "a on:today"),
        ("since:7d", None, ""),
        ("since:7d (since:1d OR b) -on:today", None, "(since:1d OR b) -on:today"),
    ],
)
def test_replacing_a_field(before: str, clause: str | None, after: str) -> None:
    """One clause takes the place of all on the same fields; what stands below OR and NOT stays."""
    made = replace_field(parse(before), {"since", "until", "on"}, parse(clause) if clause else None)
    assert str(made) == after


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a b", ("a", "b")),
        ("a -b -(c d)", ("a",)),
        ("a OR user:bob,c*d,*", ("a", "bob", "c", "d")),
        ("is:failed has:ip status:404 since:7d ip:10.0.0.0/8", ()),
        ("changed:email details.x:y a a", ("email", "y", "a")),
    ],
)
def test_what_is_highlighted(text: str, expected: tuple[str, ...]) -> None:
    """Texts that the query asks for, once each, in order."""
    assert needles(parse(text)) == expected


# ---------------------------------------------------------------------------------------- tables


@pytest.mark.parametrize(("table", "name"), [(IS, "is"), (HAS, "has")])
def test_flags_are_values(table: dict[str, Callable[[Event], bool]], name: str) -> None:
    """What `is:` and `has:` can ask is what `values_of` tells."""
    assert values_of(FULL, name) == [flag for flag in table if holds(f"{name}:{flag}")]


def test_every_field_has_values() -> None:
    """Each field of the table, and each path, can be read from any event; others do not exist."""
    for name in (*FIELDS, "details.x", "before.", "after.a.b"):
        assert isinstance(values_of(FULL, name), list)
        assert isinstance(values_of(EMPTY, name), list)
    with pytest.raises(KeyError):
        field_of("details")


def test_nodes_compare_by_value() -> None:
    """Equal trees are equal keys, and different nodes are not."""
    assert hash(parse("a (b OR user:c)")) == hash(parse("a (b OR user:c)"))
    assert (
        len(
            {
                parse("user:c"),
                parse("user:c*"),
                parse("actor:c"),
                parse("c"),
                Not(Text("c")),
                Or((Text("a"), Text("b"))),
            }
        )
        == 6
    )

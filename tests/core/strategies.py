"""Random events and queries that meet often: both draw from the same few values, among them hostile ones."""

from __future__ import annotations

from ipaddress import ip_network

from hypothesis import strategies as st

from auditui.core.event import ABSENT, ACTOR_KINDS, OUTCOMES, VERBS, Change, Event, Json, Target
from auditui.core.fields import CLOSED, FIELDS, HAS, IS, TEXT_FIELDS, Kind, kind_of
from auditui.core.query import (
    EVERYTHING,
    Exactly,
    Exists,
    Network,
    Query,
    Range,
    Span,
    Term,
    Text,
    Value,
    When,
    Wild,
    all_of,
    any_of,
    negated,
)
from auditui.core.times import DAY_US, MAX_US, MIN_US

WORDS = (
    "Alice", "alice@acme.com", "ALICE", "bob", "system", "contact", "downloadContactList", "Straße", "STRASSE",
    "null", "true", "404", "1.5", "a.b", "a", "b", "x y", 'say "hi"', "back\\slash", "-dash", "*", "a*b", "OR",
    "10.0.0.5", "::ffff:10.0.0.5", "2001:db8::1", "10.0.0.0/8", "https://acme.com/?q=1", "\u202eevil", "\x1b[2J",
)  # fmt: skip
PATHS = ("a", "a.b", "A.B", "plan", "address.city", "key with blank", "dotted.key", "")
DAY_OF_EVENTS = 20_000
"""All events fall into the five days from this one on, counted from 1970."""

words = st.sampled_from(WORDS)
_maybe_word = st.one_of(st.just(""), words)
_leaves = st.one_of(st.none(), st.booleans(), st.integers(-5, 500), st.sampled_from([1.5, 404.0, -0.25]), words)
_keys = st.sampled_from([path for path in PATHS if path])
json_values: st.SearchStrategy[Json] = st.recursive(
    _leaves,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(_keys, inner, max_size=3)),
    max_leaves=5,
)
moments = st.one_of(
    st.integers(DAY_OF_EVENTS * DAY_US, (DAY_OF_EVENTS + 5) * DAY_US),
    st.integers(0, 5 * 24).map(lambda hours: DAY_OF_EVENTS * DAY_US + hours * DAY_US // 24),
)


@st.composite
def events(draw: st.DrawFn) -> Event:
    """One event; most of its fields are empty."""
    filled = draw(st.dictionaries(st.sampled_from(TEXT_FIELDS), words, max_size=6))
    sides = st.one_of(st.just(ABSENT), json_values)
    return Event(
        at_us=draw(moments),
        **filled,
        actor_kind=draw(st.sampled_from(ACTOR_KINDS)),
        outcome=draw(st.sampled_from(OUTCOMES)),
        verb=draw(st.sampled_from(VERBS)),
        status=draw(st.one_of(st.none(), st.sampled_from([200, 299, 301, 404, 500]))),
        took_us=draw(st.one_of(st.none(), st.sampled_from([0, 999, 12_000, 500_000, 5_000_000]))),
        targets=tuple(draw(st.lists(st.builds(Target, _maybe_word, _maybe_word, _maybe_word), max_size=2))),
        changes=tuple(draw(st.lists(st.builds(Change, _keys, sides, sides), max_size=2))),
        details=draw(st.dictionaries(_keys, json_values, max_size=3)),
        flags=tuple(sorted(draw(st.sets(st.sampled_from(["control", "redacted", "nul"]))))),
        origin=draw(_maybe_word),
        seq=draw(st.integers(1, 1000)),
    )


hostile = st.text(
    st.one_of(st.sampled_from('"\\\\\\:()*-<>=.,/ \t\n\0ORANDNTabx19é\u202e\ud800'), st.characters()),
    min_size=1,
    max_size=12,
)
texts = st.one_of(words, hostile)


def _numbers(of: st.SearchStrategy[int] | st.SearchStrategy[float]) -> st.SearchStrategy[Value]:
    """Ranges of all shapes: one number, two ends, one end, open ends."""

    def between(ends: tuple[float, float], low_open: bool, high_open: bool) -> Range:
        return Range(min(ends), max(ends), low_open, high_open)

    return st.one_of(
        of.map(lambda number: Range(number, number)),
        st.builds(between, st.tuples(of, of), st.booleans(), st.booleans()),
        st.builds(lambda end, is_open: Range(low=end, low_open=is_open), of, st.booleans()),
        st.builds(lambda end, is_open: Range(high=end, high_open=is_open), of, st.booleans()),
    )


_wild = st.one_of(
    st.sampled_from(["a*", "*a", "*o*", "A*e", "*@acme.com", "10.*", "*.b", "nul*", "4*4"]).map(Wild),
    st.builds(lambda a, b: Wild(f"{a}*{b}"), hostile, st.one_of(st.just(""), hostile)).filter(
        lambda value: bool(value.pattern.strip("*"))
    ),
)
_plain: st.SearchStrategy[Value] = st.one_of(texts.map(Exactly), st.just(Exactly("")), _wild, st.just(Exists()))
_networks = st.sampled_from(["10.0.0.0/8", "10.0.0.5/32", "2001:db8::/32", "::/0"]).map(
    lambda text: Network(ip_network(text))
)
_absolute = ("2024", "2024-10", "2024-10-04", "2024-10-05T10:20", "2024-10-05 10:20:30", "2024-10-05t10:20:30.25")
_named = ("today", "Yesterday", "this-week", "last-week", "this-month", "last-month")
_relative = ("7d", "2h", "30m", "45S", "1w", "1h30m", "9000d")
_whens = {
    "since": st.sampled_from((*_absolute, *_named, *_relative)).map(When),
    "until": st.sampled_from((*_absolute, *_named, *_relative)).map(When),
    "on": st.sampled_from(
        (*_absolute, *_named, "2024-10-04..2024-10-06", "2024..", "..2024-10", "30d..7d", "2024..7d")
    ).map(When),
}
_ends = st.one_of(moments, st.integers(MIN_US + 1, MAX_US))
_spans = {
    "since": st.one_of(_ends, st.just(MIN_US)).map(lambda start: Span(start, None)),
    "until": st.one_of(_ends, st.just(MAX_US + 1)).map(lambda end: Span(None, end)),
    "on": st.one_of(
        st.tuples(_ends, _ends).map(lambda ends: Span(min(ends), max(ends))),
        st.builds(lambda start, step: Span(start, start + step), moments, st.sampled_from([0, 1, 1_000, 1_000_000])),
        _ends.map(lambda start: Span(start, None)),
        _ends.map(lambda end: Span(None, end)),
    ),
}  # fmt: skip
_whole = st.one_of(st.integers(0, 600), st.integers(-(2**63) + 1, 2**63 - 1))


def values_for(field: str) -> st.SearchStrategy[Value]:
    """Values that a field takes."""
    kind = kind_of(field)
    if kind is Kind.TIME:
        return st.one_of(_whens[field], _spans[field])
    if kind is Kind.FLAG:
        return st.sampled_from(sorted(IS if field == "is" else HAS)).map(Exactly)
    if field in CLOSED:
        starts = [Wild(f"{known[:2]}*") for known in CLOSED[field]]
        return st.sampled_from([*map(Exactly, CLOSED[field]), *starts, Wild("*e*"), Exists()])
    return {
        Kind.TEXT: _plain,
        Kind.ADDRESS: st.one_of(_plain, _networks, st.just(Exactly("300.1.1.1"))),
        Kind.NUMBER: st.one_of(_numbers(_whole), st.just(Exists())),
        Kind.DURATION: st.one_of(
            _numbers(st.one_of(st.sampled_from([0, 999, 500_000]), st.integers(0, 2**62))), st.just(Exists())
        ),
        Kind.PATH: st.one_of(_plain, _numbers(_whole), _numbers(st.floats(allow_nan=False, allow_infinity=False))),
    }[kind]


fields = st.one_of(
    st.sampled_from(sorted(FIELDS)),
    st.builds(
        "{}.{}".format,
        st.sampled_from(["details", "before", "after"]),
        st.one_of(st.sampled_from(PATHS), hostile),
    ),
)


@st.composite
def terms(draw: st.DrawFn) -> Term:
    """One term on any field."""
    field = draw(fields)
    values = draw(st.lists(values_for(field), min_size=1, max_size=3, unique=True))
    return Term(field, tuple(values))


def _nodes(inner: st.SearchStrategy[Query]) -> st.SearchStrategy[Query]:
    several = st.lists(inner, min_size=2, max_size=3)
    return st.one_of(several.map(all_of), several.map(any_of), inner.map(negated))


queries: st.SearchStrategy[Query] = st.recursive(
    st.one_of(texts.map(Text), terms(), st.just(EVERYTHING)), _nodes, max_leaves=6
)
"""Any query in normal form."""

"""The query language: text to tree, tree to text, and what it says about a text that is wrong."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from auditui.core.errors import QueryError
from auditui.core.event import Event
from auditui.core.language import MAX_DEPTH, MAX_LENGTH, Expecting, Role, expecting, parse, tokens
from auditui.core.query import (
    EVERYTHING,
    And,
    Exactly,
    Exists,
    Not,
    Or,
    Query,
    Range,
    Span,
    Term,
    Text,
    When,
    Wild,
)
from tests.core.strategies import hostile, queries

PIECES = (
    "user:", "acton:", "status:", "4xx", ">=", "..", "took:", "1s", "ip:", "10.0.0.0/8", "since:", "on:", "7d", "(",
    ")", " OR ", " AND ", " NOT ", "-", '"', ",", "details.", "is:", "failed", " ", "*", "2026-07-01", "Z",
)  # fmt: skip
half_typed = st.lists(st.one_of(hostile, st.sampled_from(PIECES)), max_size=8).map("".join)


# ---------------------------------------------------------------------------------------- round trips


@settings(max_examples=400)
@given(queries)
@example(Text('"'))
@example(Text("\\"))
@example(Text('\\" x'))
@example(Text("x y\\"))
@example(Term("user", (Exactly("x \\\\ y"), Wild('a \\"*'))))
@example(Term("on", (Span(500_000, 1_500_000), Span(0, None), Span(None, 1), Span(5, 5))))
@example(Text("OR"))
@example(Not(EVERYTHING))
@example(Or((EVERYTHING, Text("*"))))
@example(Term("details.", (Exactly(""),)))
@example(Term("ip", (Exactly("10.0.0.0/8"), Wild("10/8*"))))
@example(Term("details.a", (Exactly("1..5"), Range(1, 5), Range(5, 5, low_open=True))))
def test_what_is_printed_reads_back_the_same(query: Query) -> None:
    """`parse(str(q)) == q`, whatever the query holds."""
    assert parse(str(query)) == query


@settings(max_examples=400)
@given(half_typed)
def test_any_text_is_a_query_or_a_located_error(text: str) -> None:
    """Reading never crashes: a text is a query whose print is stable, or an error inside the text with a problem."""
    try:
        query = parse(text)
    except QueryError as error:
        assert 0 <= error.start <= error.end <= len(text)
        assert error.problem
    else:
        assert parse(str(query)) == query
        assert str(parse(str(query))) == str(query)


@settings(max_examples=200)
@given(half_typed)
def test_colouring_covers_every_text(text: str) -> None:
    """Tokens come in order, do not overlap, leave out nothing that is not blank or wrong, and agree with `parse`."""
    found = tokens(text)
    at = 0
    for token in found:
        assert at <= token.start < token.end <= len(text)
        at = token.end
    roles = {token.role for token in found}
    try:
        parse(text)
    except QueryError as error:
        assert Role.ERROR in roles or error.start == error.end
    else:
        assert Role.ERROR not in roles
        covered = "".join(text[token.start : token.end] for token in found)
        assert covered.split() == text.split() or "".join(covered.split()) == "".join(text.split())


@given(half_typed, st.integers(0, 60))
def test_completion_never_fails(text: str, cursor: int) -> None:
    """Wherever the cursor stands, what would be replaced is around it."""
    cursor = min(cursor, len(text))
    found = expecting(text, cursor)
    assert 0 <= found.start <= cursor <= found.end <= len(text)


# ---------------------------------------------------------------------------------------- meaning


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("", EVERYTHING),
        ("  \n\t", EVERYTHING),
        ("*", EVERYTHING),
        ("* contact", Text("contact")),
        ('"printer on fire"', Text("printer on fire")),
        ("a b", And((Text("a"), Text("b")))),
        ("a AND b", And((Text("a"), Text("b")))),
        ("a b OR c d", Or((And((Text("a"), Text("b"))), And((Text("c"), Text("d")))))),
        ("a (b OR c)", And((Text("a"), Or((Text("b"), Text("c")))))),
        ("a or b", And((Text("a"), Text("or"), Text("b")))),
        ("(a b) c", And((Text("a"), Text("b"), Text("c")))),
        ("-a", Not(Text("a"))),
        ("NOT a", Not(Text("a"))),
        ("NOT NOT a", Text("a")),
        ("-(-a)", Text("a")),
        ("NOT -a", Text("a")),
        ("--force", Text("--force")),
        ("a - b", And((Text("a"), Text("-"), Text("b")))),
        ("-user:alice", Not(Term("user", (Exactly("alice"),)))),
        ("USER:alice", Term("user", (Exactly("alice"),))),
        ("user:alice,bob,alice", Term("user", (Exactly("alice"), Exactly("bob")))),
        ('user:(alice OR "bob x" OR c*)', Term("user", (Exactly("alice"), Exactly("bob x"), Wild("c*")))),
        ("user:( alice )", Term("user", (Exactly("alice"),))),
        ("user:*@acme.com", Term("user", (Wild("*@acme.com"),))),
        ('user:"*@acme.com"', Term("user", (Exactly("*@acme.com"),))),
        ('user:"Ann Lee"*', Term("user", (Wild("Ann Lee*"),))),
        (r'user:"a\"b\\c\d"', Term("user", (Exactly(r'a"b\c\d'),))),
        (r"user:ACME\bob", Term("user", (Exactly(r"ACME\bob"),))),
        ("role:*", Term("role", (Exists(),))),
        ("type:ticket", Term("entity_type", (Exactly("ticket"),))),
        ("ua:curl*", Term("user_agent", (Wild("curl*"),))),
        ("status:404", Term("status", (Range(404, 404),))),
        ("status:4xx", Term("status", (Range(400, 499),))),
        ("status:40x", Term("status", (Range(400, 409),))),
        ("status:>=400", Term("status", (Range(low=400),))),
        ("status:<400", Term("status", (Range(high=400, high_open=True),))),
        ("status:200..299", Term("status", (Range(200, 299),))),
        ("status:200..", Term("status", (Range(low=200),))),
        ("seq:100..200,350", Term("seq", (Range(100, 200), Range(350, 350)))),
        ("took:>500ms", Term("took", (Range(low=500_000, low_open=True),))),
        ("took:1s..5s", Term("took", (Range(1_000_000, 5_000_000),))),
        ("took:1.5ms", Term("took", (Range(1_500, 1_500),))),
        ("took:2m,30µs", Term("took", (Range(120_000_000, 120_000_000), Range(30, 30)))),
        ("since:7d", Term("since", (When("7d"),))),
        ("on:2026-07-01..2026-07-31", Term("on", (When("2026-07-01..2026-07-31"),))),
        ("since:1970-01-01T00:00:01Z", Term("since", (Span(1_000_000, None),))),
        ("until:1970-01-01T01:00:00+01:00", Term("until", (Span(None, 1_000_000),))),
        ("on:1970-01-01T00:00Z", Term("on", (Span(0, 60_000_000),))),
        ("at:yesterday", Term("on", (When("yesterday"),))),
        ("changes:email", Term("changed", (Exactly("email"),))),
        ("details.request.path:/api/*", Term("details.request.path", (Wild("/api/*"),))),
        ('details."a b:c".D:1', Term("details.a b:c.D", (Exactly("1"),))),
        ("before.n:>1.5", Term("before.n", (Range(low=1.5, low_open=True),))),
        ('before.n:">1.5"', Term("before.n", (Exactly(">1.5"),))),
        ("after.v:1..x", Term("after.v", (Exactly("1..x"),))),
        ("is:FAILED", Term("is", (Exactly("failed"),))),
        ("has:ua", Term("has", (Exactly("user_agent"),))),
    ],
)  # fmt: skip
def test_reading(text: str, query: Query) -> None:
    """Each way to write something means what the language says."""
    assert parse(text) == query


@pytest.mark.parametrize(
    "text",
    [
        "https://acme.com/a?b=c", "arn:aws:iam::123456789012:user/bob", "iam:CreateUser", "fe80::1", "10:20:30",
        "2026-07-01T10:20:30Z", "std::vector", "host:web1", "error:", "C:\\Users", "foo(bar)", '{"user":"bob"}',
        "a,b", "a*b", "sure:thing", "rename:x", "hash:abc", "-5:3"[1:], "mailto:bob@acme.com", "example.com:8080",
    ],
)  # fmt: skip
def test_what_names_no_field_is_text(text: str) -> None:
    """URLs, ARNs, addresses, times and code can be pasted, and are looked for as they are."""
    assert parse(text) == Text(text)


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("a   AND  (b)", "a b"),
        ("user:(alice OR bob)", "user:alice,bob"),
        ("NOT (a OR b)", "-(a OR b)"),
        ("status:400..499 seq:400..499", "status:4xx seq:400..499"),
        ("took:1000ms took:90s took:0", "took:1s took:90s took:0us"),
        ("https://x.y", '"https://x.y"'),
        (
            "ua:x type:y name:z request:r desc:d source:s",
            "user_agent:x entity_type:y entity_name:z request_id:r description:d origin:s",
        ),
        ("ip:::ffff:10.0.0.0/104", "ip:10.0.0.0/8"),
        ('ip:"10.9000.0.1","10.0.0.1"', 'ip:"10.9000.0.1",10.0.0.1'),
        ("since:2026-07-01T02:00:00+02:00", "since:2026-07-01T00:00:00Z"),
        ("until:2026-07-31T10:20Z", "until:2026-07-31T10:20:59Z"),
        ("on:2026-07-01T10:20:30.5Z", "on:2026-07-01T10:20:30.5Z..2026-07-01T10:20:30.599Z"),
    ],
)
def test_printing(text: str, canonical: str) -> None:
    """There is one canonical text for all ways to write the same."""
    assert str(parse(text)) == canonical


def test_fields_of_few_values_take_them_in_any_spelling() -> None:
    """Capitals, quotes and wildcards go, and so does any action, since an action may have any name."""
    for text in ("outcome:FAILURE", 'verb:"delete"', "verb:log*", "-outcome:*", "actor_kind:anon*", "action:sucess"):
        assert str(parse(str(parse(text)))) == str(parse(text))


# ---------------------------------------------------------------------------------------- mistakes


@pytest.mark.parametrize(
    ("text", "wrong", "problem", "hint"),
    [
        ("a acton:delete", "acton", "no field acton", "did you mean action:?"),
        ("emial:x", "emial", "no field emial", "did you mean email:?"),
        ("tpye:x", "tpye", "no field tpye", "did you mean type:?"),
        ("useragent:x", "useragent", "no field", "user_agent:"),
        ("status_code:404", "status_code", "no field", "status:"),
        ("detail.a:x", "detail.a", "no field", "details.a:"),
        ("details:x", "details", "details needs a path", "details.request.path"),
        ("before:2026-07-01", "before", "before needs a path", "until:2026-07-01"),
        ("changes.plan:x", "changes.plan", "no field", "before.plan or after.plan"),
        ('a "open', '"open', "quote is not closed", '"'),
        ('user:"open', '"open', "quote is not closed", '"'),
        ('a ""', '""', "nothing between the quotes", ""),
        ('"a"b', '"a"b', "right behind a quote", "blank"),
        ("(a b", "(", "not closed", ")"),
        ("a (", "(", "not closed", ")"),
        ("a b)", ")", "no ( for this )", "quotes"),
        ("a )b", ")", "no ( for this )", "quotes"),
        ("a () b", ")", "nothing between the parentheses", ""),
        ("a OR", "", "follow OR", '"OR"'),
        ("OR a", "OR", "OR needs a term on both sides", '"OR"'),
        ("a OR OR b", "OR", "OR needs", ""),
        ("(a OR )", ")", "follow OR", ""),
        ("a AND", "", "follow AND", ""),
        ("NOT", "", "follow NOT", ""),
        ("user:", "", "value is missing", "blank"),
        ("user: alice", "", "value is missing", "blank"),
        ("user:a,", "", "value is missing", ""),
        ("user:,a", "", "value is missing", ""),
        ("user:()", "", "value is missing", ""),
        ("user:(a OR )", "", "value is missing", ""),
        ("user:(a", "(", "not closed", ""),
        ("user:(a b)", "b", "need OR", "a OR b"),
        ("user:>5", ">5", "user has no order", 'user:">5"'),
        ("action:<x", "<x", "action has no order", ""),
        ("details.n:>x", ">x", "no number", ""),
        ('user:"a*"*', '"a*"*', "quoted *", ""),
        ("status:abc", "abc", "status is a number", "4xx"),
        ("status:4*", "4*", "status is a number", "4xx"),
        ("status:1e3", "1e3", "status is a number", ""),
        ("status:299..200", "299..200", "upside down", "smaller"),
        ("took:500", "500", "unit", "took:500ms"),
        ("took:>5h", ">5h", "us, ms, s, m", ""),
        ("took:0.1us", "0.1us", "no duration", ""),
        ("ip:10.0.0.5/8", "10.0.0.5/8", "no network", "10.0.0.0/8"),
        ("ip:300.1.1.1", "300.1.1.1", "300.1.1.1 is no address", 'ip:"300.1.1.1"'),
        ("ip:10.0.0.1,10.1", "10.1", "10.1 is no address", "ip:10.1.*"),
        ("ip:10.0.0/8", "10.0.0/8", "no network", "like 10.0.0.0/8"),
        ("since:2026-02-30", "2026-02-30", "does not exist", ""),
        ("since:2026-13", "2026-13", "months go from 1 to 12", ""),
        ("since:0000", "0000", "years go from 1", ""),
        ("since:yesteday", "yesteday", "no date", "yesterday"),
        ("since:1.7.2026", "1.7.2026", "no date", "2026-07-01"),
        ("since:9999999d", "9999999d", "thousand years", ""),
        ("since:2026..2027", "2026..2027", "one date", "on:2026..2027"),
        ("on:7d", "7d", "moment", "since:7d"),
        ("on:2026..2025", "2026..2025", "before it begins", ""),
        ("on:..", "..", "needs a date", ""),
        ("is:fialed", "fialed", "takes no", "did you mean failed?"),
        ("is:xyz", "xyz", "takes no", "system, anonymous"),
        ("has:failed", "failed", "takes no", "is:failed"),
        ("is:*", "*", "takes no", ""),
        ("outcome:sucess", "sucess", "outcome: takes no", "did you mean success?"),
        ("outcome:(success OR failed)", "failed", "takes no", "success, failure, unknown"),
        ('verb:"remove"', '"remove"', "takes no", "create, update, delete"),
        ("-verb:xx*", "xx*", "takes no", "create, update, delete"),
        ("actor_kind:bot", "bot", "takes no", "user, system, anonymous"),
    ],
)  # fmt: skip
def test_mistakes_are_located(text: str, wrong: str, problem: str, hint: str) -> None:
    """An error names the stretch that is wrong, what is wrong with it, and what to write."""
    with pytest.raises(QueryError) as caught:
        parse(text)
    error = caught.value
    assert text[error.start : error.end] == wrong
    assert problem in error.problem
    assert hint in error.hint
    assert f"column {error.start + 1}" in str(error)


def test_limits() -> None:
    """Longer or deeper than allowed is an error; up to there it is not."""
    assert parse("a" * MAX_LENGTH) == Text("a" * MAX_LENGTH)
    assert parse("(" * MAX_DEPTH + "a" + ")" * MAX_DEPTH) == Text("a")
    with pytest.raises(QueryError, match="4,097 characters"):
        parse("a" * (MAX_LENGTH + 1))
    with pytest.raises(QueryError, match="deeper than 32"):
        parse("(" * (MAX_DEPTH + 1) + "a" + ")" * (MAX_DEPTH + 1))


@pytest.mark.parametrize(
    "text", ["(" * 4_096, "-" * 4_096, "NOT " * 1_024, "a OR " * 800, '"' * 4_095, "user:(" * 600, "-(" * 2_000]
)
def test_long_nonsense_ends(text: str) -> None:
    """The longest texts of nothing but operators end with an answer, not with a stack."""
    try:
        assert isinstance(parse(text), Query)
    except QueryError as error:
        assert error.problem
    assert isinstance(tokens(text), list)


def test_a_query_of_the_greatest_depth_can_be_asked() -> None:
    """What `parse` lets through, printing and matching take."""
    query = parse("-(a OR " * MAX_DEPTH + "b" + ")" * MAX_DEPTH)
    assert parse(str(query)) == query
    assert query.matches(Event(at_us=0, actor="b")) == (MAX_DEPTH % 2 == 0)


# ---------------------------------------------------------------------------------------- search box


def test_colours() -> None:
    """Each part of a query has its role; what is wrong is marked where it stands, and the rest keeps its colour."""
    text = '-user:al,"b" OR (x status:abc)'
    assert [(text[token.start : token.end], token.role.value) for token in tokens(text)] == [
        ("-", "operator"), ("user:", "field"), ("al", "value"), (",", "operator"), ('"b"', "value"), ("OR", "operator"),
        ("(", "operator"), ("x", "text"), ("status:", "field"), ("abc", "error"), (")", "operator"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("us|", ("field", 0, 2, "us", "")),
        ("a -use|r", ("field", 3, 7, "use", "")),
        ("user:al|", ("value", 5, 7, "al", "user")),
        ("user:|", ("value", 5, 5, "", "user")),
        ("ua:|", ("value", 3, 3, "", "user_agent")),
        ("user:al,b|o", ("value", 8, 10, "b", "user")),
        ('user:"Ann L|', ("value", 5, 11, "Ann L", "user")),
        ("user:(al OR |", ("value", 12, 12, "", "user")),
        ("user:(|", ("value", 6, 6, "", "user")),
        ("user:al |", ("field", 8, 8, "", "")),
        ("details.a:x|", ("value", 10, 11, "x", "details.a")),
        ("user:(a)|", ("nothing", 8, 8, "", "")),
        ('"phrase|', ("nothing", 7, 7, "", "")),
    ],
)  # fmt: skip
def test_completion(text: str, expected: tuple[str, int, int, str, str]) -> None:
    """At the bar of each example stands the cursor: what may be completed there, and what would be replaced."""
    found = expecting(text.replace("|", ""), text.index("|"))
    assert (found.wanted, found.start, found.end, found.prefix, found.field) == expected


def test_completion_knows_closed_lists() -> None:
    """Fields, flags and named spans need no store to be completed; values are quoted where they have to be."""
    assert expecting("st", 2).names == ("status:",)
    assert expecting("is:f", 4).names == ("failed",)
    assert expecting("since:y", 7).names == ("yesterday",)
    assert expecting("outcome:", 8).names == ("success", "failure", "unknown")
    assert Expecting("value", field="user").spelled("Ann Lee") == '"Ann Lee"'
    assert Expecting("field").spelled("status:") == "status:"
    assert Expecting("value", field="took").spelled("18305") == "18305us"
    assert Expecting("value", field="status").spelled("404") == "404"

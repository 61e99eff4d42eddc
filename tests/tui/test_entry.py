"""What the details window draws: comparing, wrapping, fields, the tree's nodes, and texts to copy."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditui.cli.event_text import event_text
from auditui.core.canonical import text_of
from auditui.core.differences import UNSEEN, differences, is_unseen
from auditui.core.event import ABSENT, Change, Event, Json, Target, leaves_of
from auditui.core.text import clean, fold
from auditui.formats.event_rows import changes_block
from auditui.formats.to_jsonl import event_object
from auditui.tui.drawing.cells import Look
from auditui.tui.drawing.change_table import change_table
from auditui.tui.drawing.clock import TimeStyle
from auditui.tui.drawing.compare import UNHELD, by_words
from auditui.tui.drawing.copying import as_json, as_markdown, as_text, json_text
from auditui.tui.drawing.entry import FLAG_MEANINGS, change_lines, event_lines, fields, json_lines
from auditui.tui.drawing.nodes import GROUP, HIT_LIMIT, Node, children, group_of, hits, label
from auditui.tui.drawing.spans import ELLIPSIS, Line, Span, line_cells, plain
from auditui.tui.drawing.wrapping import wrapped
from tests.tui.hostile import NASTY, events, unsafe
from tests.tui.window_host import NOON

MARKUP_AND_NASTY = (*NASTY, "[REDACTED]", "[/]", "[link=https://e.example]x[/link]")
LOOK = Look(TimeStyle("Europe/Berlin", now_us=NOON))
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-9, 9)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=6)
)
VALUES: st.SearchStrategy[Json] = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=4),
    max_leaves=12,
)


# --- comparing ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({"a": 1, "b": 2}, {"a": 1, "b": 3}, [("f.b", 2, 3)]),
        ({"a": {"b": {"c": 1}}}, {"a": {"b": {}}}, [("f.a.b.c", 1, ABSENT)]),
        ({"a": None}, {}, [("f.a", None, ABSENT)]),
        (["new", "vip"], ["vip", "churn"], [("f[0]", "new", ABSENT), ("f[1]", ABSENT, "churn")]),
        (["a", "b"], ["a", "c"], [("f[1]", "b", "c")]),
        (["a", "a"], ["a"], [("f[1]", "a", ABSENT)]),
        (["a", "b"], ["b", "a"], [("f", ["a", "b"], ["b", "a"])]),
        (
            [{"id": "x", "n": 1}, {"id": "y", "n": 2}],
            [{"id": "y", "n": 3}, {"id": "x", "n": 1}],
            [("f[y].n", 2, 3)],
        ),
        (1, True, [("f", 1, True)]),
        (1, 1.0, [("f", 1, 1.0)]),
        ("[REDACTED]", "[REDACTED]", [("f", "[REDACTED]", "[REDACTED]")]),
        (["[REDACTED]", 1], ["[REDACTED]", 1], [("f", ["[REDACTED]", 1], ["[REDACTED]", 1])]),
        (ABSENT, {"a": 1}, [("f", ABSENT, {"a": 1})]),
    ],
)  # fmt: skip
def test_a_change_is_split_into_what_really_changed(
    before: Json, after: Json, expected: list[tuple[str, object, object]]
) -> None:
    """Objects by key, lists by item whatever the order, items by their identity; equal parts are left out."""
    assert [(part.field, part.before, part.after) for part in differences(Change("f", before, after))] == expected


@given(VALUES, VALUES)
@settings(max_examples=150)
def test_parts_differ_and_sides_that_look_alike_stay_whole(before: Json, after: Json) -> None:
    """No part of a change has equal sides, unless the change itself has; a recorded change never disappears."""
    change = Change("f", before, after)
    parts = differences(change)
    assert parts
    if text_of(before) == text_of(after):
        assert parts == [change]
    else:
        assert not any(map(is_unseen, parts))


HIDDEN = Event(
    at_us=NOON,
    changes=(Change("email", "a@b.example", "c@b.example"), Change("password", "[REDACTED]", "[REDACTED]")),
)
"""What a change of a password leaves: sides that look alike."""


def _drawn(lines: Iterable[Line]) -> str:
    return "\n".join(map(plain, lines))


@pytest.mark.parametrize(
    "shown",
    [
        lambda: _drawn(change_table(HIDDEN.changes, 120, LOOK)),
        lambda: _drawn(change_lines(HIDDEN.changes, 120, LOOK)),
        lambda: as_text(HIDDEN),
        lambda: event_text(HIDDEN, "UTC"),
        lambda: "\n".join(
            text.text for row in changes_block(HIDDEN.changes).rows for cell in row for text in cell
        ),
    ],
    ids=["expanded", "details and history", "text", "show", "pdf"],
)  # fmt: skip
def test_a_change_of_a_secret_is_seen(shown: Callable[[], str]) -> None:
    """Wherever changes are listed, a password stands with both of its hidden values, and that it was a change."""
    said = shown()
    assert said.count("[REDACTED]") == 2
    assert "password" in said
    assert said.count(UNSEEN) == 1


@given(st.lists(st.sampled_from(["red", "green", "blue", "a"]), max_size=30), st.data())
def test_words_that_are_not_marked_are_in_both_texts(words: list[str], data: st.DataObject) -> None:
    """Without its marked words each text is the same, so what is marked is all that differs."""
    other = data.draw(st.permutations(words)) + data.draw(st.lists(st.sampled_from(["new", "red"]), max_size=3))
    left, right = by_words(" ".join(words), " ".join(other))
    assert _unmarked(left).split() == _unmarked(right).split()


def _unmarked(line: Line) -> str:
    return "".join(span.text for span in line if span.style not in {"removed", "added"})


def test_changed_words_are_marked_and_long_equal_parts_shortened() -> None:
    """The one word that differs stands out from a page of text."""
    same = "nothing to see here " * 40
    left, right = by_words(f"{same}until Friday {same}", f"{same}until Monday {same}")
    assert [span.text for span in left if span.style == "removed"] == ["Friday"]
    assert [span.text for span in right if span.style == "added"] == ["Monday"]
    assert len(plain(left)) < 300 and "…" in plain(left)


def _on_screen(old: list[str], new: list[str], width: int) -> tuple[str, str]:
    """The page of changes and the expanded row of a text that changed, its lines joined."""
    change = Change("body", " ".join(old), " ".join(new))
    return _drawn(change_lines([change], width, LOOK)), _drawn(change_table([change], width, LOOK))


@pytest.mark.parametrize("width", [76, 116])
@pytest.mark.parametrize("count", [1_000, 3_000])
def test_each_of_three_words_of_a_long_text_is_on_screen(width: int, count: int) -> None:
    """The one in the middle as well as those at the ends, with what stands around them, and nothing else marked."""
    old = [("the", "cat", "sat", "on", f"mat{at}")[at % 5] for at in range(count)]
    new = [f"NEW{at}" if at in {7, count // 2, count - 9} else word for at, word in enumerate(old)]
    for page in _on_screen(old, new, width):
        assert all(f"NEW{at}" in page for at in (7, count // 2, count - 9))
        assert ELLIPSIS in page
    marked = [span.text for span in by_words(" ".join(old), " ".join(new))[1] if span.style == "added"]
    assert marked == [f"NEW{at}" for at in (7, count // 2, count - 9)]


def test_what_nobody_compared_word_by_word_is_said() -> None:
    """Beside a long text that shares no hold with the one before; not beside one that was compared."""
    old, new = ["yes no yes"] * 2_000, ["no no yes yes", "yes no"] * 1_000
    assert UNHELD in _on_screen(old, new, 116)[0].replace("\n", "").replace("    ", " ")
    assert UNHELD not in plain(by_words("now and then " * 9, "now or never " * 9)[1])


def test_very_many_differences_are_counted() -> None:
    """Thousands of changed words are drawn up to a limit, and the rest is told as a number."""
    old = [f"w{at}" for at in range(9_000)]
    line = plain(by_words(" ".join(old), " ".join(w if at % 3 else f"N{at}" for at, w in enumerate(old)))[1])
    assert "more differences" in line
    assert len(line) < 60_000


# --- wrapping -----------------------------------------------------------------------------------------------------


@given(
    st.lists(st.tuples(st.text("ab 日é", max_size=12), st.sampled_from(["", "key"])), max_size=6),
    st.integers(4, 30),
    st.booleans(),
)
def test_wrapping_keeps_all_but_the_blanks_at_cuts_and_fits(
    parts: list[tuple[str, str]], width: int, hangs: bool
) -> None:
    """Every line fits, and put together they are the text; the hanging indent is not part of it."""
    line = [Span(*part) for part in parts]
    hanging = [Span(" ")] if hangs else None
    lines = list(wrapped(line, width, hanging=hanging))
    assert all(line_cells(each) <= width for each in lines)
    text = "".join(plain(each)[bool(number and hangs) :] for number, each in enumerate(lines))
    assert text.replace(" ", "") == plain(line).replace(" ", "")


def test_a_megabyte_wraps_at_once() -> None:
    """Time grows with the length alone; wide characters too."""
    started = time.process_time()
    assert sum(1 for _ in wrapped([Span("日" * 300_000), Span("x" * 1_000_000)], 100)) == 16_000
    assert time.process_time() - started < 2


# --- the page of fields -------------------------------------------------------------------------------------------


FULL = Event(
    at_us=NOON - 3_600_000_000, id="7f3a", actor="Ana Alvarez", actor_id="u-17", email="ana@acme.example",
    role="Support lead", actor_kind="user", on_behalf_of="Bo", action="Contact Updated", method="PUT",
    category="Contacts", entity_type="contact", entity_id="c-4711", entity_name="Jo Doe",
    targets=(Target("group", "g-1", "Customers"),), description="Ana changed Jo.\nTwice.", status=403,
    outcome="failure", took_us=12_345, ip="10.0.0.5", user_agent="Mozilla/5.0", request_id="req-88121",
    changes=(Change("plan", "free", "pro"),), details={"a": 1}, flags=("control", "redacted"), verb="update",
    origin="crm.json (ucrm)", seq=1_204_318,
)  # fmt: skip


def test_every_field_of_a_full_event_is_on_the_page() -> None:
    """Exact time in the zone and in UTC, age, who, what, from where, how it went, and what was mended."""
    page = "\n".join(plain(line) for line in event_lines(FULL, 100, LOOK))
    for words in (
        "2026-11-20 12:00:00 +01:00 Europe/Berlin", "2026-11-20 11:00:00 UTC", "1 h ago", "7f3a", "Ana Alvarez", "u-17",
        "ana@acme.example", "Support lead", "user", "Bo", "Contact Updated", "PUT", "in Contacts", "contact", "c-4711",
        "Jo Doe", "group", "g-1", "Customers", "Ana changed Jo.\nTwice.", "403!", "failed!", "12 ms", "10.0.0.5",
        "Mozilla/5.0", "req-88121", "crm.json (ucrm)", "1204318", FLAG_MEANINGS["control"], FLAG_MEANINGS["redacted"],
        "~ plan",
    ):  # fmt: skip
        assert words in page, words


def test_an_empty_event_shows_what_is_missing() -> None:
    """The main fields always stand there, with a dash; System is called so."""
    rows = dict(fields(Event(at_us=NOON, actor_kind="system"), LOOK))
    assert plain(rows["User"]) == "System"
    assert [plain(rows[name]) for name in ("Action", "Entity", "Status", "IP")] == ["—"] * 4
    assert "E-mail" not in rows and "Took" not in rows


def test_utc_is_said_once() -> None:
    """In UTC there is no second line of the same time."""
    labels = [name for name, _ in fields(Event(at_us=NOON), Look(TimeStyle("UTC", now_us=NOON)))]
    assert "" not in labels


def test_signs_and_styles_tell_what_happened_to_a_field() -> None:
    """Changed, come and gone, each by a sign and not by colour alone."""
    changes = (Change("a", 1, 2), Change("b", ABSENT, 2), Change("c", 1, ABSENT))
    drawn = [plain(line).split() for line in change_lines(changes, 80, LOOK)][1:]
    assert drawn == [["~", "a", "1", "2"], ["+", "b", "—", "2"], ["−", "c", "1", "—"]]
    assert "no change" in plain(change_lines((), 80, LOOK)[0])


def test_the_record_on_screen_is_the_record_to_copy() -> None:
    """The JSON section reads back as the exported event, whatever its width."""
    for width in (40, 200):
        text = "\n".join(plain(line) for line in json_lines(FULL, width))
        if width == 200:
            assert json.loads(text) == event_object(FULL)
        assert '"entity_name": "Jo Doe"' in text


@pytest.mark.parametrize("text", MARKUP_AND_NASTY, ids=range(len(MARKUP_AND_NASTY)))
def test_hostile_text_is_shown_as_it_is(text: str) -> None:
    """What markup, escapes and bidi characters say stands on the page, made visible and not obeyed."""
    event = hostile_event(text)
    page = "".join(plain(line).strip() for line in event_lines(event, 400, LOOK))
    assert clean(text).strip()[:300] in page
    is_harmless(event, 74)


@given(events(), st.integers(40, 120))
@settings(max_examples=60, deadline=None)
def test_no_event_breaks_out_of_its_lines(event: Event, width: int) -> None:
    """Whatever an event holds, no line has a control, bidi or surrogate character, and none is too wide."""
    is_harmless(event, width)


def is_harmless(event: Event, width: int) -> None:
    """Check every line of every section."""
    pages = (event_lines(event, width, LOOK), change_lines(event.changes, width, LOOK), json_lines(event, width))
    for line in (line for page in pages for line in page):
        assert not unsafe(plain(line))
        assert line_cells(line) <= width
    for node in _all_nodes(Node(event.details)):
        assert not unsafe(plain(label(node)))


def hostile_event(text: str) -> Event:
    """An event that says the same thing everywhere."""
    return Event(
        at_us=NOON, id=text, actor=text, actor_id=text, email=text, role=text, on_behalf_of=text, action=text,
        method=text, category=text, entity_type=text, entity_id=text, entity_name=text, description=text, ip=text,
        user_agent=text, request_id=text, origin=text, flags=(text,), targets=(Target(text, text, text),),
        changes=(Change(text, text, f"{text} {text}"), Change(text, {text: text}, [text])),
        details={text: text, "nested": {text: [text, {text: text}]}},
    )  # fmt: skip


# --- the tree -----------------------------------------------------------------------------------------------------


def _all_nodes(node: Node) -> Iterator[Node]:
    for child in children(node):
        yield child
        if child.can_unfold:
            yield from _all_nodes(child)


@given(st.dictionaries(st.text(max_size=3), VALUES, max_size=5))
@settings(max_examples=100)
def test_the_tree_holds_every_leaf_at_its_path(value: dict[str, Json]) -> None:
    """Unfolding everything meets exactly the leaves of the object, each with the path that a query takes."""
    found = [
        (node.path, node.value)
        for node in _all_nodes(Node(value))
        if not isinstance(node.value, (dict, list)) and node.piece is None
    ]
    assert found == leaves_of(value, "")


def test_ten_thousand_keys_are_grouped_and_all_there() -> None:
    """No level has more lines than a group, and no key is lost or moved."""
    value: dict[str, Json] = {f"k{number}": number for number in range(10_000)}
    groups = children(Node(value))
    assert len(groups) == 50 and plain(label(groups[1])) == "200 … 399"
    assert [child.value for group in groups for child in children(group)] == list(range(10_000))
    assert group_of(Node(value), "k4321") == 4321 // GROUP


def test_a_long_text_unfolds_to_all_of_it() -> None:
    """Its own line is short and says how long it is; what is below it, put together, is the text."""
    text = "".join(str(number % 10) for number in range(5_000))
    [node] = children(Node({"a": text}))
    assert "5,000 characters" in plain(label(node)) and line_cells(label(node)) < 300
    assert "".join(piece.piece or "" for piece in children(node)) == text


@pytest.mark.parametrize(
    ("needle", "expected"),
    [
        ("VIP", [("tags", 0)]),
        ("tags", [("tags",)]),
        ("12", [("n",)]),
        ("true", [("deep", "ok")]),
        ("nowhere", []),
        ("", []),
    ],
)
def test_keys_and_values_are_searched(needle: str, expected: list[tuple[str | int, ...]]) -> None:
    """By what is shown, no matter the case, from top to bottom."""
    value: dict[str, Json] = {"tags": ["vip", "churn"], "n": 12.5, "deep": {"ok": True}}
    assert hits(value, fold(needle)) == expected


def test_hits_are_bounded() -> None:
    """A needle that is everywhere does not collect everything."""
    assert len(hits({f"k{number}": "x" for number in range(5_000)}, "x")) == HIT_LIMIT


# --- copying ------------------------------------------------------------------------------------------------------


@given(st.dictionaries(st.text(max_size=4), VALUES, max_size=4))
@settings(max_examples=100)
def test_json_to_copy_reads_back_and_types_nothing(value: dict[str, Json]) -> None:
    """Controls are escaped, so a paste obeys nothing, and a JSON reader gets the same value."""
    text = json_text(value)
    assert json.loads(text) == value
    assert not unsafe(text.replace("\n", ""))


@pytest.mark.parametrize("text", MARKUP_AND_NASTY, ids=range(len(MARKUP_AND_NASTY)))
def test_copied_texts_type_nothing(text: str) -> None:
    """Neither form holds a control but its own line ends."""
    event = hostile_event(text)
    for copied in (as_text(event), as_json(event), as_markdown([event])):
        assert not unsafe(copied.replace("\n", ""))


def test_text_to_copy_says_what_happened() -> None:
    """One line for each field and each change, for a ticket or a chat."""
    lines = as_text(FULL).splitlines()
    assert lines[0].startswith("at: 2026-11-20T11:00:00")
    for line in ("actor: Ana Alvarez", "status: 403", 'changed plan: "free" → "pro"', "target: group Customers g-1"):
        assert line in lines


def test_a_markdown_row_cannot_be_broken_by_the_log() -> None:
    """Pipes, brackets and line ends of a value stay in its cell."""
    row = as_markdown([Event(at_us=NOON, actor="a|b", action="[x](y)\n# z")]).splitlines()[2]
    assert row.count("|") - row.count(r"\|") == 7
    assert r"\[x\](y)" in row


def test_copying_all_of_a_long_value_leaves_nothing_out() -> None:
    """Only the drawn record is shortened, and says so."""
    event = Event(at_us=NOON, details={"a": "x" * 50_000})
    assert "x" * 50_000 in as_json(event)
    assert "30,000 more characters" in as_json(event, text_limit=20_000)


def test_a_moment_outside_the_calendar_is_a_number() -> None:
    """A stored time beyond the year 9999 is copied, not refused."""
    assert json.loads(as_json(Event(at_us=2**62)))["at"] == 2**62
    assert as_text(Event(at_us=-(2**62))).startswith(f"at: -{2**62}")

"""Drawing: from events to styled lines, each as wide as wanted and none with anything unsafe in it."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from auditui.core.event import ABSENT, Change, Event, Json
from auditui.core.shown import duration_text
from auditui.core.text import clean, fold
from auditui.core.view import COLUMN_SETS, SORTABLE, Sort
from auditui.tui.drawing.block import LINE_LIMIT, block
from auditui.tui.drawing.cells import CELLS, Look, cell, filter_values
from auditui.tui.drawing.clock import TimeStyle, exact_time, time_text, zone_label
from auditui.tui.drawing.columns import COLUMNS, GAP, Layout, Placed, column_of, lay_out
from auditui.tui.drawing.glyphs import ASCII
from auditui.tui.drawing.matching import MATCH, find, highlight
from auditui.tui.drawing.rows import GUTTER, ICONS, Spot, fitted, header_parts, row_parts, spot_at, spread_of
from auditui.tui.drawing.snippet import snippet
from auditui.tui.drawing.spans import Line, Span, capped, crop, elide, fit, line_cells, plain
from tests.tui import hostile

LOOK = Look()
PATHS = ("details.request.path", "before.plan", "after.plan", "nonsense")
ALL_COLUMNS = (*COLUMNS, *PATHS)
MOMENT_US = 1_795_146_868_154_332
HOUR_US = 3_600_000_000

clean_lines = st.lists(st.builds(Span, hostile.nasty_texts.map(clean)), max_size=5)


def texts(lines: Sequence[Line]) -> list[str]:
    return [plain(line).rstrip() for line in lines]


# --- spans --------------------------------------------------------------------------------------------------------


@given(line=clean_lines, width=st.integers(0, 60), right=st.booleans())
def test_a_fitted_line_is_exactly_as_wide_as_wanted(line: Line, width: int, right: bool) -> None:
    """Whatever the text, `fit` gives exactly the width, and `elide` and `crop` never more."""
    assert cell_len(plain(fit(line, width, right=right))) == width
    assert cell_len(plain(elide(line, width))) <= width
    assert cell_len(plain(crop(line, width))) == min(width, line_cells(line))


def test_what_is_cut_says_so() -> None:
    """A line that lost something ends in an ellipsis; one that just fits is left alone."""
    assert plain(elide([Span("abc"), Span("def")], 5)) == "abcd…"
    assert plain(elide([Span("abc"), Span("def")], 6)) == "abcdef"


def test_a_wide_character_is_never_halved() -> None:
    """A character of two cells that has room for one becomes a space."""
    assert plain(crop([Span("田中")], 3)) == "田 "


def test_capped_lines_end_in_an_ellipsis_only_when_something_is_left_out() -> None:
    """Three of three lines are whole; two of three say that there was more."""
    three: list[Line] = [[Span("abcd")]] * 3
    assert texts(list(capped(iter(three), 3, 4))) == ["abcd"] * 3
    assert texts(list(capped(iter(three), 2, 4))) == ["abcd", "abc…"]


# --- matches ------------------------------------------------------------------------------------------------------


@given(text=st.text(max_size=40).map(clean), needle=st.text(min_size=1, max_size=4))
def test_find_finds_what_folding_finds(text: str, needle: str) -> None:
    """Hits are in order, apart, and cover a piece whose fold holds the needle; case does not matter."""
    folded = fold(needle)
    hits = find(text, [folded])
    assert all(before[1] < after[0] for before, after in pairwise(hits))
    assert all(folded in fold(text[start:end]) for start, end in hits)
    assert bool(hits) or folded not in fold(text) or not text.isascii()


@pytest.mark.parametrize(
    ("text", "needle", "lit"),
    [
        ("downloadContactList", "contact", ["Contact"]),
        ("STRASSE straße", "strasse", ["STRASSE", "straße"]),
        ("e\u0301te\u0301 ÉTÉ", fold("été"), ["e\u0301te\u0301", "ÉTÉ"]),
        ("aaaa", "aa", ["aaaa"]),
        ("İstanbul", fold("i̇stan"), ["İstan"]),
        ("nothing", "else", []),
    ],
)
def test_highlighting_lights_the_text_as_written(text: str, needle: str, lit: list[str]) -> None:
    """What is lit is what stood there, in its own spelling, and no text is lost."""
    line = highlight([Span(text, "plain")], [needle])
    assert [span.text for span in line if span.style == MATCH] == lit
    assert plain(line) == text


def test_a_match_may_begin_in_one_span_and_end_in_another() -> None:
    """The border between two styles hides nothing."""
    line = highlight([Span("tick", "a"), Span("et 4711", "b")], ["ket 47"])
    assert line == [Span("tic", "a"), Span("k", MATCH), Span("et 47", MATCH), Span("11", "b")]


# --- times --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("style", "shown"),
    [
        (TimeStyle(), "2026-11-20 03:54:28"),
        (TimeStyle(mode="dmy"), "20-11-2026 03:54:28"),
        (TimeStyle("Europe/Berlin"), "2026-11-20 04:54:28"),
        (TimeStyle("America/New_York", "dmy"), "19-11-2026 22:54:28"),
        (TimeStyle(mode="relative", now_us=MOMENT_US + 5_000_000), "03:54:28 5 s ago"),
        (TimeStyle(mode="relative", now_us=MOMENT_US + 3 * HOUR_US), "03:54:28 3 h ago"),
        (TimeStyle(mode="relative", now_us=MOMENT_US - 2 * HOUR_US), "03:54:28 in 2 h"),
        (TimeStyle(mode="relative", now_us=MOMENT_US + 240 * HOUR_US), "2026-11-20 03:54:28"),
    ],
)
def test_times_in_cells(style: TimeStyle, shown: str) -> None:
    """Each mode writes the moment to the second in its zone; what is long ago has its date."""
    assert time_text(MOMENT_US, style) == shown


def test_exact_times_say_microseconds_and_offset() -> None:
    """The expanded block leaves nothing open: sub-second, offset, zone; no fraction where there is none."""
    assert exact_time(MOMENT_US, TimeStyle()) == "2026-11-20 03:54:28.154332 UTC"
    assert exact_time(MOMENT_US, TimeStyle("Europe/Berlin", "dmy")) == "20-11-2026 04:54:28.154332 +01:00 Europe/Berlin"
    assert exact_time(MOMENT_US - 154_332, TimeStyle()) == "2026-11-20 03:54:28 UTC"


@given(at_us=st.integers(-(2**63), 2**63), mode=st.sampled_from(["iso", "dmy", "relative"]))
def test_no_moment_is_beyond_drawing(at_us: int, mode: str) -> None:
    """A clock gone wild still gives a text."""
    style = TimeStyle("Asia/Kathmandu", mode)  # type: ignore[arg-type]  # hypothesis gives plain texts
    assert time_text(at_us, style)
    assert exact_time(at_us, style)


@pytest.mark.parametrize(
    ("took_us", "shown"),
    [
        (0, "0 µs"),
        (850, "850 µs"),
        (1_500, "1.5 ms"),
        (12_000, "12 ms"),
        (1_200_000, "1.2 s"),
        (200_000_000, "3 min 20 s"),
    ],
)
def test_durations(took_us: int, shown: str) -> None:
    """An execution time stands in the unit that people would say."""
    assert duration_text(took_us) == shown


def test_the_zone_is_named_shortly() -> None:
    """The head of the time column has room for a city, not for a continent."""
    assert [zone_label(name) for name in ("UTC", "local", "Europe/Berlin", "America/New_York")] == [
        "UTC", "local", "Berlin", "New York",
    ]  # fmt: skip


# --- cells --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("event", "shown"),
    [
        (Event(at_us=0, actor="Ana", email="ana@example.com", actor_kind="user"), "Ana (ana@…)"),
        (Event(at_us=0, actor="ana@example.com", email="ana@example.com"), "ana@example.com"),
        (Event(at_us=0, email="svc@example.com"), "svc@example.com"),
        (Event(at_us=0, actor_id="17"), "17"),
        (Event(at_us=0, actor_kind="system"), "System"),
        (Event(at_us=0, actor_kind="anonymous"), "—"),
        (Event(at_us=0), "—"),
    ],
)
def test_users(event: Event, shown: str) -> None:
    """A person by name and e-mail, the system by its name, nobody as a dash."""
    assert plain(cell(event, "user", LOOK)) == shown


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        ({"entity_type": "ticket", "entity_id": "4711"}, "Ticket #4711"),
        ({"entity_type": "Contact", "entity_id": "9", "entity_name": "Jo Doe"}, "Contact Jo Doe"),
        ({"entity_type": "group"}, "Group"),
        ({"entity_id": "arn:aws:iam::123456789012:role/admins/root"}, "…root"),
        ({"entity_id": "7f3a1c88-5f64-4c3a-9d1e-000000000000"}, "7f3a1c88…"),
        ({"entity_type": "AWS::S3::Bucket", "entity_id": "my-bucket"}, "AWS::S3::Bucket my-bucket"),
        ({"entity_id": "https://x.example/tickets/4711/"}, "…4711"),
        ({"entity_id": "projects/p/zones/z/instances/one"}, "…one"),
        ({"entity_id": "[@click=app.quit]x[/] for all"}, "[@click=app.quit]x[/] for all"),
        ({"entity_id": "/a/[@click=app.quit]x[/]"}, "/a/[@click=app.quit]x[/]"),
        ({"entity_id": "Offer 3/4 of the last quarter"}, "Offer 3/4 of the last quarter"),
        ({"entity_id": "acme/a-repository-of-theirs"}, "acme/a-repository-of-theirs"),
        ({}, "—"),
    ],
)
def test_entities(fields: dict[str, str], shown: str) -> None:
    """A name where there is one, else as much of the id as helps; only what is a path or opaque is shortened."""
    assert plain(cell(Event(at_us=0, **fields), "entity", LOOK)) == shown  # type: ignore[arg-type]  # texts only


def test_a_failure_shows_without_colour() -> None:
    """A failed event says so by a sign: at its status, or, where no status is shown, at its action."""
    failed = Event(at_us=0, status=404, outcome="failure", action="login", verb="login")
    assert plain(cell(failed, "status", LOOK)) == "404!"
    assert plain(cell(replace_status(failed), "status", LOOK)) == "failed!"
    assert plain(cell(failed, "action", LOOK)) == " → login "
    assert plain(cell(failed, "action", replace(LOOK, badge_tells_failure=True))) == " → login! "


def replace_status(event: Event) -> Event:
    return replace(event, status=None)


def test_badges_have_a_sign_for_each_verb_and_none_for_unknown_actions() -> None:
    """Verbs differ by sign and by style; an action nobody knows stands as it was recorded."""
    drawn = {verb: cell(Event(at_us=0, action="X", verb=verb), "action", LOOK) for verb in LOOK.glyphs.verbs}
    assert len({plain(line) for line in drawn.values()}) == len(drawn)
    assert {line[0].style for line in drawn.values()} == {f"badge-{verb}" for verb in drawn}
    assert plain(cell(Event(at_us=0, action="frobnicate"), "action", LOOK)) == " frobnicate "
    assert (
        plain(cell(Event(at_us=0, method="POST", verb="create"), "action", replace(LOOK, glyphs=ASCII))) == " + POST "
    )


@pytest.mark.parametrize(
    ("kind", "name", "width", "shown"),
    [
        ("contact", "Jo Doe", 14, "Contact Jo Doe"), ("contact", "Jo Doe", 13, "Conta… Jo Doe"),
        ("contact", "Jo Doe", 12, "Cont… Jo Doe"), ("contact", "Jo Doe", 9, "Con… Jo …"),
        ("contact", "Contact 17", 12, "Contact 17  "), ("contact", "Contact 17", 18, "Contact Contact 17"),
        ("contact", "", 5, "Cont…"), ("", "Jo Doe", 5, "Jo D…"), ("vm", "web-1.example", 8, "Vm web-…"),
    ],
)  # fmt: skip
def test_a_record_is_cut_at_its_type_before_its_name(kind: str, name: str, width: int, shown: str) -> None:
    """A column of one type, cut, would say the same in every row."""
    event = Event(at_us=0, entity_type=kind, entity_name=name)
    assert plain(fitted(event, Placed(column_of("entity"), 0, width), LOOK)) == shown


def test_paths_show_all_their_values() -> None:
    """A column may be any path of the details, or one side of a change."""
    event = Event(
        at_us=0, changes=(Change("plan", "free", None),), details={"a": {"b": "x"}, "c": [{"d": 1}, {"d": "two"}]}
    )
    shown = {column: plain(cell(event, column, LOOK)) for column in ("details.a.b", "details.c.d", "before.plan")}
    assert shown == {"details.a.b": "x", "details.c.d": "1, two", "before.plan": "free"}
    assert plain(cell(event, "after.plan", LOOK)) == "null"
    assert plain(cell(event, "details.nowhere", LOOK)) == "—"


def test_every_column_can_be_drawn_and_every_drawing_is_a_column() -> None:
    """The columns that have a width are the ones that have a meaning, and all named sets are made of them."""
    assert set(CELLS) == set(COLUMNS)
    assert {name for names in COLUMN_SETS.values() for name in names} <= set(COLUMNS)
    assert {column.sort for column in COLUMNS.values()} - {""} <= set(SORTABLE)
    assert column_of("details.request.path").title == "request.path"


@pytest.mark.parametrize(
    ("column", "wanted"),
    [
        ("at", ("on", "2026-11-20")), ("user", ("user", "ana@example.com")), ("action", ("action", "Update")),
        ("item", ("entity_name", "Printer")), ("resource", ("entity_type", "ticket")),
        ("status", ("status", "404")), ("took", ("took", "12000us")), ("ip", ("ip", "10.0.0.5")),
        ("changes", ("changed", "plan")), ("details.path", ("details.path", "/x")), ("role", ("role", "")),
        ("seq", ("seq", "7")),
    ],
)  # fmt: skip
def test_a_cell_stands_for_a_filter(column: str, wanted: tuple[str, str]) -> None:
    """The value under the cursor is what a query would say, not what the cell shows."""
    event = Event(
        seq=7, at_us=MOMENT_US, actor="Ana", email="ana@example.com", action="Update", entity_type="ticket",
        entity_id="4711", entity_name="Printer", status=404, took_us=12_000, ip="10.0.0.5",
        changes=(Change("plan", 1, 2),), details={"path": "/x"},
    )  # fmt: skip
    assert filter_values(event, column, LOOK) == (wanted,)
    assert filter_values(event, "entity", LOOK) == (("entity_type", "ticket"), ("entity_id", "4711"))


@settings(max_examples=60, deadline=None)
@given(event=hostile.events())
def test_nothing_unsafe_is_drawn(event: Event) -> None:
    """Whatever an event holds, cells and block are without controls, and no block line is wider than asked for."""
    for column in ALL_COLUMNS:
        assert not hostile.unsafe(plain(cell(event, column, LOOK)))
        assert all(isinstance(text, str) for _, text in filter_values(event, column, LOOK))
    for width in (200, 80, 20):
        for line in block(event, width, replace(LOOK, needles=("e", "1"))):
            assert not hostile.unsafe(plain(line))
            assert cell_len(plain(line)) <= width


# --- columns ------------------------------------------------------------------------------------------------------

column_names = st.lists(st.sampled_from(ALL_COLUMNS), min_size=1, max_size=12, unique=True)


@given(names=column_names, width=st.integers(20, 250), content=st.integers(0, 60))
def test_columns_never_overlap_and_none_is_lost(names: list[str], width: int, content: int) -> None:
    """Every column wanted has a place of its own, whatever the width, and the first stays when others move."""
    layout = lay_out(names, dict.fromkeys(names, content), width, gutter=GUTTER, icons=ICONS)
    assert sorted(placed.column.name for placed in layout.order) == sorted(names)
    for part in (layout.frozen, layout.moving):
        assert all(one.x + one.width + GAP == other.x for one, other in pairwise(part))
    for placed in layout.moving:
        scroll = layout.scroll_to(placed, 0)
        is_whole = placed.x >= scroll and placed.x + placed.width <= scroll + layout.middle
        assert is_whole or placed.width > layout.middle
        assert not is_whole or scroll <= layout.moving_cells - layout.middle
        assert not is_whole or {*range(placed.x, placed.x + placed.width)} <= {*layout.seen(scroll)}


@pytest.mark.parametrize("name", COLUMN_SETS)
def test_eighty_cells_keep_what_matters(name: str) -> None:
    """On 80 cells the most important columns of every set are whole, and a number is never cut."""
    columns = COLUMN_SETS[name]
    natural = dict.fromkeys(columns, 30) | {"at": 19, "seq": 9, "status": 4, "took": 7, "ip": 15}
    layout = lay_out(columns, natural, 79, gutter=GUTTER, icons=ICONS)
    whole = {placed.column.name for placed in layout.frozen}
    whole |= {placed.column.name for placed in layout.moving if placed.x + placed.width <= layout.middle}
    assert {"at", "action", "user", "entity"} & set(columns) <= whole
    assert all(placed.width >= natural[placed.column.name] for placed in layout.order if placed.column.right)


def test_the_time_stays_when_it_is_second() -> None:
    """What comes first never moves sideways, nor does the time beside it."""
    layout = lay_out(COLUMN_SETS["activity"], {"seq": 5}, 79, gutter=GUTTER, icons=ICONS)
    assert [placed.column.name for placed in layout.frozen] == ["seq", "at"]
    layout = lay_out(COLUMN_SETS["people"], {}, 79, gutter=GUTTER, icons=ICONS)
    assert [placed.column.name for placed in layout.frozen] == ["user"]


def test_room_to_spare_goes_to_contents_that_need_it() -> None:
    """A wide view shows long contents whole."""
    layout = lay_out(("at", "entity", "ip"), {"at": 19, "entity": 90, "ip": 9}, 200, gutter=GUTTER, icons=ICONS)
    assert {placed.column.name: placed.width for placed in layout.order} == {"at": 19, "entity": 90, "ip": 9}


def test_hits_are_what_is_drawn_there() -> None:
    """Chevron, mark, cells, details, copy and scroll bar are where they are drawn."""
    layout = lay_out(("at", "user"), {}, 60, gutter=GUTTER, icons=ICONS)
    parts = row_parts(Event(at_us=0), layout, LOOK, is_open=False, is_marked=False)
    row = plain(parts.left) + plain(parts.middle).ljust(layout.middle)[: layout.middle] + plain(parts.right)
    assert spot_at(layout, row.index("▸")) is Spot.CHEVRON
    assert {spot_at(layout, row.index("[") + offset) for offset in range(3)} == {Spot.MARK}
    assert spot_at(layout, row.index(LOOK.glyphs.details)) is Spot.DETAILS
    assert spot_at(layout, row.index(LOOK.glyphs.copy)) is Spot.COPY
    assert spot_at(layout, 60) is Spot.BAR
    assert layout.at(GUTTER, 0) is layout.frozen[0]
    assert layout.at(row.index("—"), 0) is layout.moving[0]
    assert layout.at(58, 0) is None


def test_the_head_tells_zone_order_and_hidden_columns() -> None:
    """The time says its zone, the sorted column its direction, and the right end what does not fit."""
    names = ("at", "user", "action", "entity", "ip", "took")
    look = Look(TimeStyle("Europe/Berlin"))
    layout = lay_out(names, dict.fromkeys(names, 20), 79, gutter=GUTTER, icons=ICONS)
    parts = header_parts(layout, look, Sort("at", descending=False))
    assert "Time Berlin ↑" in plain(parts.left)
    assert plain(parts.right).strip() == "+2›"


def test_widths_are_measured_on_a_sample() -> None:
    """A thousand rows are not drawn to place the columns of forty."""
    rows = [Event(at_us=0, actor="x" * (number % 9)) for number in range(1000)]
    drawn = spread_of(rows, ("actor",), LOOK, sample=100)
    assert sum(drawn["actor"].values()) == 100
    assert max(drawn["actor"]) == 8


# --- blocks -------------------------------------------------------------------------------------------------------


def test_a_block_says_who_what_when_and_what_changed() -> None:
    """Facts first, then before and after with signs, then description, targets and details."""
    event = Event(
        seq=12, id="7f3a", at_us=MOMENT_US, actor="Ana", email="ana@example.com", role="Admin", action="Update",
        verb="update", entity_type="ticket", entity_id="4711", entity_name="Printer", status=200, outcome="success",
        took_us=12_000, ip="10.0.0.5", origin="audit.json", request_id="r-1", description="By phone.",
        changes=(Change("plan", "free", "pro"), Change("seats", ABSENT, 3), Change("note", None, ABSENT)),
        details={"request": {"path": "/api", "tags": ["a", {"b": 1}]}, "empty": {}},
    )  # fmt: skip
    assert texts(block(event, 109, LOOK)) == BLOCK.strip("\n").splitlines()


BLOCK = """
│     Seq       12 · id 7f3a                              Time      2026-11-20 03:54:28.154332 UTC
│     User      Ana · ana@example.com · role Admin        IP        10.0.0.5
│     Action    Update                                    Status    200 · ok · 12 ms
│     Entity    ticket  Printer  id 4711                  Origin    audit.json
│     Request   r-1
│
│       Field  Before    After
│     ~ plan   free      pro
│     + seats  —         3
│     − note   null      —
│
│     Description
│     By phone.
│
│     Details
│     request
│       path  /api
│       tags
│         - a
│         - b  1
╰     empty  {}
"""


def test_a_block_ends_at_its_limit_and_says_so() -> None:
    """A thousand keys show 500 lines, the last of which names the key for the rest."""
    lines = block(Event(at_us=0, details={f"k{number}": number for number in range(1000)}), 100, LOOK)
    assert len(lines) == LINE_LIMIT
    assert "press o for the whole" in plain(lines[-1])


def test_texts_that_could_be_mistaken_are_quoted() -> None:
    """3 and "3" differ, and so do null, "null" and nothing."""
    event = Event(at_us=0, changes=(Change("a", 3, "3"), Change("b", None, "null"), Change("c", ABSENT, "")))
    shown = [line.split()[2:] for line in texts(block(event, 100, LOOK)) if line[6:7] in "~+−" and line[6:7]]
    assert [row[1:] for row in shown] == [["3", '"3"'], ["null", '"null"'], ["—", '""']]


def test_a_megabyte_is_drawn_at_once() -> None:
    """A huge value, a huge key and a deep nest cost milliseconds, not seconds, and stay within their lines."""
    deep: Json = "end"
    for _ in range(60):
        deep = {"k": [deep]}
    big = "\x1b[31m界" * 200_000
    event = Event(
        at_us=0, action=big, actor=big, description=big, changes=(Change(big, big, big + "x"),),
        details={"deep": deep, big: big},
    )  # fmt: skip
    start = time.perf_counter()
    lines = block(event, 120, replace(LOOK, needles=("end",)))
    assert time.perf_counter() - start < 1.0
    assert len(lines) < LINE_LIMIT
    assert all(cell_len(plain(line)) <= 120 for line in lines)


def test_matches_in_a_block_are_lit_across_line_ends() -> None:
    """A match that is cut by the end of a line is lit in both its parts."""
    event = Event(at_us=0, details={"k": "x" * 40 + "needle" + "y" * 40})
    lit = [
        span.text
        for line in block(event, 55, replace(LOOK, needles=("needle",)))
        for span in line
        if span.style == MATCH
    ]
    assert "".join(lit) == "needle"
    assert len(lit) == 2


# --- snippets -----------------------------------------------------------------------------------------------------


def seen(*names: str) -> Layout:
    return lay_out(names, dict.fromkeys(names, 20), 100, gutter=GUTTER, icons=ICONS)


@pytest.mark.parametrize(
    ("needle", "shown"),
    [
        ("4718", "details.request.path: /api/contact/4718"),
        ("lisboa", "before.city: Lisboa"),
        ("curl", "user_agent: curl/8"),
        ("true", "details.ok: true"),
        ("request", "details.request.path: /api/contact/4718"),
        ("ana", None),
        ("nowhere", None),
    ],
)
def test_a_hidden_match_is_told(needle: str, shown: str | None) -> None:
    """Where a match is not in the cells, a line names its path; where it is, or is nowhere, no line is spent."""
    event = Event(
        at_us=0, actor="Ana", user_agent="curl/8", changes=(Change("city", "Lisboa", "Porto"),),
        details={"request": {"path": "/api/contact/4718"}, "ok": True},
    )  # fmt: skip
    line = snippet(event, seen("at", "user").order, 100, replace(LOOK, needles=(needle,)))
    assert (plain(line)[GUTTER:] if line else None) == shown
    if line:
        assert fold("".join(span.text for span in line if span.style == MATCH)) == needle


def test_a_match_far_inside_a_text_is_brought_near() -> None:
    """Of a long text the snippet shows the part around the match."""
    event = Event(at_us=0, details={"log": "界" * 5000 + "needle" + "x" * 5000})
    line = snippet(event, seen("at").order, 80, replace(LOOK, needles=("needle",)))
    assert line is not None
    assert "needle" in plain(line)
    assert cell_len(plain(line)) <= 80

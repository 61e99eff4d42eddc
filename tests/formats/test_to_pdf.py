"""PDF exports: what stands on their pages, and what does not stand in their files."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditui.core.errors import StoreError, UsageError
from auditui.core.event import ABSENT, Change, Event, Json
from auditui.core.text import clean
from auditui.formats.event_rows import CHANGE_LIMIT, TEXT_LIMIT
from auditui.formats.pdf.pen import Pen
from auditui.formats.pdf.sheet import Sheet, Text
from auditui.formats.pdf.table import SAMPLE, Column, Row, Table
from auditui.formats.to_pdf import MOST_COLUMNS, Cover, document
from tests.formats.pdf.reading import Paper

AT = 1_790_000_000_123_456
"""2026-09-21 14:13:20.123456 UTC."""
COLUMNS = ("at", "action", "status", "user", "entity", "ip")
COVER = Cover("audit.db", "", "newest first", 1, 1, (AT, AT), "UTC", "alice", AT)
ACTIVE = (
    b"/JS",
    b"/JavaScript",
    b"/Launch",
    b"/URI",
    b"/AA",
    b"/OpenAction",
    b"/Annots",
    b"/EmbeddedFile",
    b"/AcroForm",
)
HOSTILE = (
    "x) /AA << /S /JavaScript /JS (app.alert(1)) >> (",
    "\\) Tj ET\nendstream\nendobj\n2 0 obj << /OpenAction << /S /Launch /F (calc) >> >>",
    "https://evil.example/ /URI (file:///etc/passwd) <a href='x'>",
    "\x1b]0;pwned\x07\x9b2J \u202enimda\u2066 zero\u200bwidth \ud800 {nb} [/] **bold** ~~x~~",
    "日本語 العربية (שלום) 👩\u200d💻 \U0010fffd",
)


def made(
    events: Iterable[Event], cover: Cover = COVER, columns: Sequence[str] = COLUMNS, *, only_columns: bool = False
) -> bytes:
    listed = list(events)
    count = max(cover.matching, len(listed))
    return bytes(
        document(iter(listed), replace(cover, matching=count, listed=len(listed)), columns, only_columns=only_columns)
    )


def event(seq: int = 1, **fields: object) -> Event:
    return Event(at_us=AT, seq=seq, **fields)  # type: ignore[arg-type]  # each test names fields that there are


def hostile_event(seq: int, text: str) -> Event:
    changes = (Change(text, text, {text: [text]}), Change("gone", text, ABSENT))
    return event(
        seq, actor=text, email=text, action=text, entity_type=text, entity_name=text, entity_id=text, ip=text,
        description=text, changes=changes, details={text: text}, flags=("control",),
    )  # fmt: skip


def test_the_first_page_says_what_the_list_is() -> None:
    """Whoever gets the paper alone knows store, query, period and zone, who made it and when, and the head."""
    cover = Cover(
        "audit.db", "is:failed", "newest first", 1, 1, (AT - 1_000_000, AT), "Europe/Vienna", "alice", AT, "9f2c"
    )
    texts = Paper(made([event()], cover)).pages()[0]
    facts = dict(zip(texts[2::2], texts[3::2], strict=False))
    assert "Audit log" in texts
    assert {"Store": "audit.db", "Query": "is:failed", "Time zone": "Europe/Vienna"}.items() <= facts.items()
    assert facts["Period"] == "2026-09-21 16:13:19.123456 +02:00  to  2026-09-21 16:13:20.123456 +02:00"
    assert facts["Made"].startswith("2026-09-21 16:13:20 +02:00 by alice, with auditui ")
    assert facts["Head"].startswith("9f2c")


def test_without_a_head_none_is_named() -> None:
    """A label without a value would look like a proof that was lost."""
    assert "Head" not in Paper(made([event()])).pages()[0]


def test_a_list_that_was_cut_says_so_at_both_ends() -> None:
    """Nobody takes the first hundred for all of them."""
    text = Paper(made([event()], replace(COVER, matching=1234))).text()
    assert "1 of 1,234 that match are listed: the first ones, newest first" in text
    assert "End of the list: 1 event. 1,233 more match and are not listed." in text


def test_a_list_of_nothing_is_a_page_that_says_so() -> None:
    """An empty answer is an answer."""
    texts = Paper(made([], replace(COVER, matching=0, period_us=None))).text()
    assert "none matches" in texts
    assert "End of the list: 0 events." in texts


def test_a_row_says_who_did_what_to_which_record() -> None:
    """Names with what tells them apart below them; the sign of the verb in the badge, so that colour is not needed."""
    row = event(
        7, actor="Ana", email="ana@acme.com", action="Deleted", verb="delete", status=403, outcome="failure",
        entity_type="ticket", entity_name="Printer on fire", entity_id="4711", ip="10.0.0.5", description="Told why.",
    )  # fmt: skip
    text = Paper(made([row])).text()
    for expected in ("7", "2026-09-21 14:13:20.123456", "× Deleted", "403 failed", "Ana", "ana@acme.com",
                     "ticket Printer on fire", "4711", "10.0.0.5", "Told why."):  # fmt: skip
        assert f"\n{expected}\n" in text


def test_changes_stand_below_their_row() -> None:
    """Before and after of each smallest difference; what was not there is not null, and `"5"` is not 5."""
    row = event(
        changes=(Change("plan", "free", "5"), Change("n", ABSENT, None), Change("x", {"a": 1, "b": 2}, {"a": 1}))
    )
    texts = Paper(made([row])).pages()[0]
    at = texts.index("Before")
    assert texts[at - 1 : at + 11] == ["Field", "Before", "After", "~ plan", "free", '"5"', "+ n", "—", "null",
                                       "− x.b", "2", "—"]  # fmt: skip


def test_a_failure_is_told_where_no_column_does() -> None:
    """Without a column for status or outcome, the badge has it."""
    failed = event(action="LOGIN", verb="login", outcome="failure")
    assert "→ LOGIN failed" in Paper(made([failed], columns=("at", "action"))).pages()[0]
    assert "→ LOGIN" in Paper(made([failed], columns=("at", "action", "status"))).pages()[0]


def test_named_columns_are_all_there_is() -> None:
    """Whoever names columns, fields or paths gets these, behind the position of the event."""
    row = event(9, description="not asked for", changes=(Change("a", 1, 2),), took_us=1500, details={"x": {"y": 5}})
    texts = Paper(made([row], columns=("took_ms", "details.x.y", "changed"), only_columns=True)).pages()[0]
    at = texts.index("Seq")
    assert texts[at : at + 8] == ["Seq", "Took ms", "X.y", "Changed", "9", "1.5", "5", "a"]
    assert not {"Before", "not asked for"} & set(texts)


def test_the_head_of_the_table_is_on_every_page_and_pages_are_numbered() -> None:
    """A page that lies alone can be read, and a missing one is missed."""
    pages = Paper(made(event(seq) for seq in range(1, 1500))).pages()
    assert len(pages) > 20
    for number, texts in enumerate(pages, 1):
        assert f"{number} / {len(pages)}" in texts
    assert all("Time (UTC)" in texts for texts in pages[:-1])


def test_the_foot_is_grey_and_small_whatever_was_drawn_before_it() -> None:
    """It is drawn when all pages are full, so its font and colour have to be named on each of them again."""
    paper = Paper(made(event(seq, action="Delete", verb="delete") for seq in range(1, 100)))
    grey = rb"0\.3961 0\.4275 0\.4627 rg\nBT /F1 6\.50 Tf ET\nBT 36\.00 22\.00 Td \("
    pages = [drawn for drawn in paper.streams.values() if b" Td " in drawn]
    assert len(pages) == len(paper.pages()) > 2
    assert all(re.search(grey, drawn) for drawn in pages)


def test_a_row_longer_than_a_page_goes_on_and_says_whose_it_is() -> None:
    """The next page begins with the position of the event and the head of the block that goes on."""
    changes = tuple(Change(f"field_{number}", number, -1 - number) for number in range(120))
    pages = Paper(made([event(4, changes=changes)])).pages()
    assert len(pages) > 2
    assert all("Seq 4, continued" in texts and "Before" in texts for texts in pages[1:-1])
    drawn = [text for texts in pages for text in texts if text.startswith("~ field_")]
    assert drawn == [f"~ field_{number}" for number in range(120)]


def test_limits_are_said() -> None:
    """Of a megabyte the beginning is printed, and how much there is beside it; so it is with a thousand changes."""
    changes = [Change("body", "b" * 10_000, {"k": "c" * 10_000})]
    changes += [Change(f"f{number}", number, None) for number in range(CHANGE_LIMIT + 49)]
    text = Paper(made([event(description="a" * 1_000_000, changes=tuple(changes))])).text().replace("\n", " ")
    assert f"… (and {1_000_000 - TEXT_LIMIT:,} more characters)" in text
    assert f"… (and {10_000 - TEXT_LIMIT:,} more characters)" in text
    assert f"… and {50:,} more changed fields" in text
    assert text.count("a") < 2 * TEXT_LIMIT


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_in_the_file_acts_whatever_the_log_says(text: str) -> None:
    """Text is drawn and never becomes an object; so no name of active content stands outside of the streams."""
    paper = Paper(
        made([hostile_event(1, text)], replace(COVER, store=text, query=text, made_by=text), (*COLUMNS, "details"))
    )
    assert not [name for name in ACTIVE if name in paper.names]
    assert all(re.search(name, paper.names) is None for name in (rb"evil", rb"app\.alert", rb"pwned"))


def test_what_no_font_draws_is_named_in_its_place() -> None:
    """Chinese, emoji, controls and bidirectional marks are visible, each by its name; nothing is left out."""
    texts = Paper(made([event(action="Ä日\x1b[0m\u202e🎉", actor="c")])).pages()[0]
    at = texts.index("Ä")
    assert "".join(texts[at : at + 6]).startswith("ÄU+65E5ESC[0m<U+202E>U+1F389")


@settings(max_examples=40, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=20))
def test_any_text_can_be_drawn(text: str) -> None:
    """No character of any script stops a document, and each one that is drawn can be read back."""
    with Pen("x", AT) as pen:
        sheet = Sheet(pen, "")
        sheet.facts([("Said", text)])
        drawn = "".join(Paper(bytes(sheet.finished())).pages()[0])
    latin = [character for character in clean(text) if "!" <= character <= "ÿ"]
    assert all(character in drawn for character in latin)
    assert len(drawn.replace(" ", "")) >= len(clean(text).replace(" ", "")) // 2


def test_the_same_events_at_the_same_moment_give_the_same_bytes() -> None:
    """Two runs can be compared by their hashes; another moment is another document."""
    events = [hostile_event(seq, text) for seq, text in enumerate(HOSTILE, 1)]
    assert made(events) == made(events)
    assert made(events) != made(events, replace(COVER, made_at_us=AT + 1_000_000))


@pytest.mark.skipif(shutil.which("qpdf") is None, reason="qpdf is not installed: apt install qpdf")
def test_a_validator_finds_nothing_wrong(tmp_path: Path) -> None:
    """`qpdf --check` reads every object and stream."""
    events = [hostile_event(seq, text) for seq, text in enumerate(HOSTILE * 30, 1)]
    (tmp_path / "out.pdf").write_bytes(made(events))
    done = subprocess.run(["qpdf", "--check", tmp_path / "out.pdf"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_more_columns_than_a_page_has_room_for_are_refused() -> None:
    """With what to do instead."""
    columns = [f"details.c{number}" for number in range(MOST_COLUMNS)]
    with pytest.raises(UsageError, match=f"room for {MOST_COLUMNS} columns, {MOST_COLUMNS + 1} were named") as caught:
        made([event()], columns=columns)
    assert "CSV" in caught.value.hint


def test_a_list_shorter_than_its_cover_says_is_never_written() -> None:
    """A store that gives other events than it counted is an error, not a document."""
    with pytest.raises(StoreError, match="held 3 events when asked, and gave 1"):
        document(iter([event()]), replace(COVER, matching=3, listed=3), COLUMNS)


def test_pages_are_drawn_while_events_come() -> None:
    """What waits in memory is a sample that settles the widths, and never the whole list."""
    seen: list[int] = []

    def rows() -> Iterable[Row]:
        for number in range(3 * SAMPLE):
            seen.append(pen.page)
            yield Row("x", [[Text(str(number))], [Text("t")]])

    with Pen("x", AT) as pen:
        assert Table(Sheet(pen, ""), [Column("Seq", rigid=True), Column("Text")]).draw(rows()) == 3 * SAMPLE
    assert seen[SAMPLE - 1] == 1
    assert seen[SAMPLE + 1] > 1
    assert seen[-1] > seen[SAMPLE + 1]


def own_font(path: Path, *, embedding: int = 0) -> Path:
    """A font with one Chinese character and the picture of ESC, and leave to embed it or not."""
    from fontTools.fontBuilder import FontBuilder  # type: ignore[import-untyped]  # it comes without types
    from fontTools.pens.ttGlyphPen import TTGlyphPen  # type: ignore[import-untyped]

    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    pen.lineTo((900, 0))
    pen.lineTo((450, 900))
    pen.closePath()
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", "middle"])
    builder.setupCharacterMap({0x4E2D: "middle", 0x241B: "middle"})
    builder.setupGlyf({".notdef": pen.glyph(), "middle": pen.glyph()})
    builder.setupHorizontalMetrics({".notdef": (1000, 0), "middle": (1000, 0)})
    builder.setupHorizontalHeader(ascent=900, descent=-100)
    builder.setupNameTable({"familyName": "Middle", "styleName": "Regular"})
    builder.setupOS2(fsType=embedding)
    builder.setupPost()
    builder.save(path)
    return path


def test_a_font_of_ones_own_draws_what_ours_lacks(tmp_path: Path) -> None:
    """`--font` adds to our font and takes nothing from it; controls are named, however small their pictures are."""
    file = document(iter([event(actor="A中國\x1b")]), COVER, COLUMNS, font=own_font(tmp_path / "middle.ttf"))
    texts = Paper(bytes(file)).pages()[0]
    at = texts.index("A")
    assert texts[at : at + 4] == ["A", "中", "U+570B", "ESC"]


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("no.ttf", None, "there is no such file"),
        ("text.txt", b"text", "is no font that can be embedded"),
        ("bad.ttf", b"text", "is no font that can be embedded"),
        ("empty.otf", b"", "is no font that can be embedded"),
    ],
)
def test_what_is_no_font_is_said_in_one_line(tmp_path: Path, name: str, content: bytes | None, problem: str) -> None:
    """No traceback of a library that met something unexpected."""
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(UsageError, match=problem) as caught:
        Pen("x", AT, tmp_path / name)
    assert caught.value.where.endswith(name)
    assert caught.value.hint


def test_lines_are_measured_with_the_font_that_draws_them(tmp_path: Path) -> None:
    """A character of one's own font takes its own width, one without glyph the width of its frame."""
    with Pen("x", AT, own_font(tmp_path / "middle.ttf")) as pen:
        assert pen.width(pen.drawable("中中"), 10) == 20
        assert pen.width(pen.drawable("國"), 10) > pen.width(pen.drawable("中"), 10)


def test_a_font_that_forbids_it_is_not_embedded(tmp_path: Path) -> None:
    """The licence of a font says whether it may travel in a document."""
    with pytest.raises(UsageError, match="does not allow to be embedded"):
        Pen("x", AT, own_font(tmp_path / "middle.ttf", embedding=2))


def test_details_can_be_a_column() -> None:
    """As JSON, since they may hold anything."""
    details: dict[str, Json] = {"a": {"b": [1, None]}}
    texts = Paper(made([event(details=details)], columns=("details",), only_columns=True)).pages()[0]
    assert '{"a": {"b": [1, null]}}' in texts

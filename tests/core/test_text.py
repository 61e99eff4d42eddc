"""Log text made safe: to draw, to keep, to compare."""

from __future__ import annotations

import sys
import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditui.core.text import MAX_MARKS, clean, fold, has_control, hides, shorten, storable
from tests.strategies import hostile_texts

NEVER_DRAWN = {"Cc", "Cf", "Cs", "Zl", "Zp"}
DISPUTED = "\ufe0e\ufe0f\u200d\u20e3\U0001f3fb\U0001f3ff\u3164\u115f\u1160\uffa0\U000e0041\U000e01ef"
MODEST = settings(max_examples=150)


def categories(text: str) -> set[str]:
    return {unicodedata.category(character) for character in text}


def test_no_character_at_all_gets_through_that_a_terminal_obeys() -> None:
    """Of every code point there is, clean leaves none that controls, reorders, hides or breaks lines."""
    for code in range(sys.maxunicode + 1):
        shown = clean(chr(code))
        assert not categories(shown) & NEVER_DRAWN, hex(code)
        assert shown, hex(code)


@pytest.mark.parametrize("character", DISPUTED)
def test_what_terminals_measure_differently_is_spelled_out(character: str) -> None:
    """Selectors, joiners, skin tones, keycaps and fillers would shift the columns behind them."""
    assert clean(f"a{character}b") == f"a<U+{ord(character):04X}>b"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b]0;pwn\x07", "␛]0;pwn␇"),
        ("\x1b[2J\x1bc\x9b2J", "␛[2J␛c<U+009B>2J"),
        ("login failed\rlogin ok", "login failed␍login ok"),
        ("two\nlines\tand a tab", "two␊lines␉and a tab"),
        ("abc\x08\x7f\x00", "abc␈␡␀"),
        ("user \u202enimda\u2066", "user <U+202E>nimda<U+2066>"),
        ("ad\u200bmin\ufeff\u00ad", "ad<U+200B>min<U+FEFF><U+00AD>"),
        ("a\u0085b\u2028c\u2029d", "a<U+0085>b<U+2028>c<U+2029>d"),
        ("\ud800x\udfff", "<U+D800>x<U+DFFF>"),
        ("[REDACTED] [/] [red]", "[REDACTED] [/] [red]"),
        ("ksöze 和大朱雀 👍 é", "ksöze 和大朱雀 👍 é"),
        ("", ""),
    ],
)
def test_clean_shows_what_was_there(text: str, shown: str) -> None:
    """Nothing is taken away: each character that may not be drawn is named."""
    assert clean(text) == shown


def test_towers_of_marks_are_cut_and_counted() -> None:
    """Ten thousand marks on one letter stay in one cell, and the text says how many there were."""
    assert clean("Z" + "\u0301" * 10_000) == "Z" + "\u0301" * MAX_MARKS + f"<+{10_000 - MAX_MARKS} marks>"
    assert clean("Z" + "\u0301" * MAX_MARKS + "A") == "Z" + "\u0301" * MAX_MARKS + "A"
    assert clean("\u0e01\u0e34\u0e48 \u0928\u094d\u0924\u093f") == "\u0e01\u0e34\u0e48 \u0928\u094d\u0924\u093f"


def test_every_mark_counts() -> None:
    """The cheap net in front of the counting lets no combining mark of Unicode through."""
    for code in range(sys.maxunicode + 1):
        if unicodedata.category(chr(code)) in {"Mn", "Me"}:
            assert clean("a" + chr(code) * (MAX_MARKS + 1)).count(chr(code)) <= MAX_MARKS, hex(code)


@MODEST
@given(hostile_texts)
def test_clean_twice_is_clean_once(text: str) -> None:
    """Whoever cleans what is clean already does no harm."""
    assert clean(clean(text)) == clean(text)


@MODEST
@given(st.text(st.characters(min_codepoint=32, max_codepoint=126)))
def test_plain_text_is_untouched(text: str) -> None:
    """Printable ASCII is drawn as it is, markup and formulas included."""
    assert clean(text) == text


@MODEST
@given(hostile_texts)
def test_one_line_stays_one_line(text: str) -> None:
    """No text can push its row onto a second line."""
    assert len(clean(text).splitlines()) <= 1


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("plain", False), ("two\nlines\r\nand\ttab", False), ("ksöze 和大", False), ("❤\ufe0f", False), ("", False),
        ("\x1b[m", True), ("a\rb", True), ("\x7f", True), ("\x9b", True), ("\x00", True), ("\x08", True),
        ("\u202e", True), ("\u200e", True), ("\u200b", True), ("\ufeff", True), ("\u2028", True), ("\u3164", True),
        ("\U000e0041", True), ("\u00ad", True),
    ],
)  # fmt: skip
def test_has_control(text: str, found: bool) -> None:
    """Controls, bidirectional and zero-width characters count; tabs and line ends do not."""
    assert has_control(text) is found


@MODEST
@given(hostile_texts)
def test_storable_fits_into_sqlite_and_utf8(text: str) -> None:
    """No NUL, no lone surrogate, a flag for each of the two, and all looks as it would have."""
    kept, flags = storable(text)
    kept.encode("utf-8")
    assert "\0" not in kept
    assert ("nul" in flags) == ("\0" in text)
    assert ("bad-utf8" in flags) == any("\ud800" <= c <= "\udfff" for c in text)
    assert clean(kept) == clean(text)
    assert storable(kept) == (kept, ())


def test_storable_names_what_it_replaced() -> None:
    """NUL keeps a picture of itself, a lone surrogate says which one it was."""
    assert storable("a\x00b\ud800\x1b") == ("a␀b<U+D800>\x1b", ("bad-utf8", "nul"))
    assert storable("plain") == ("plain", ())


@pytest.mark.parametrize(
    ("one", "other"),
    [("ALICE", "alice"), ("straße", "STRASSE"), ("e\u0301", "É"), ("ΣΑΣ", "σας"), ("ﬁ", "FI"), ("\u212b", "Å")],
)
def test_fold_forgets_case_and_composition(one: str, other: str) -> None:
    """Two spellings of one text are equal, whatever keyboard they came from."""
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("admin", "\u0430dmin"), ("a", "á"), ("admin", "ad\u200bmin")])
def test_fold_keeps_apart_what_only_looks_alike(one: str, other: str) -> None:
    """Cyrillic letters, accents and invisible characters make another user."""
    assert fold(one) != fold(other)


@MODEST
@given(hostile_texts)
def test_fold_twice_is_fold_once(text: str) -> None:
    """Folded text can be kept and folded again."""
    assert fold(fold(text)) == fold(text)


@MODEST
@given(hostile_texts, st.integers(1, 20))
def test_shorten_keeps_to_its_limit(text: str, limit: int) -> None:
    """Never longer than asked, clean, and the same text where that fits."""
    short = shorten(text, limit)
    assert len(short) <= limit
    assert not categories(short) & NEVER_DRAWN
    if len(clean(text)) <= limit and len(text) <= limit:
        assert short == clean(text)
    else:
        assert short.endswith("…")


def test_shorten_says_so_when_capped_marks_hide_how_long_it_was() -> None:
    """A tower of marks shrinks when cleaned; what was left out behind it is still said."""
    assert shorten("a" + "\u0301" * 100, 20).endswith("…")


def test_a_megabyte_costs_no_more_than_its_beginning() -> None:
    """A row that holds a megabyte is drawn as fast as any other."""
    text = "\x1b和" * 500_000
    start = time.perf_counter()
    for _ in range(100):
        shorten(text, 80)
    assert time.perf_counter() - start < 0.5


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("می\u200cخواهم", False),
        ("क्\u200dष", False),
        ("\U0001f469\U0001f3fd\u200d\U0001f680", False),
        ("\u2764\ufe0f\u200d\U0001f525", False),
        ("ad\u200dmin", True),
        ("می\u200c\u200cخواهم", True),
        ("می\u200c", True),
        ("می\u200cخواهم\u202e", True),
        ("a\u200d\U0001f680", True),
        ("plain", False),
    ],
)
def test_joiners_hide_nothing_where_they_are_how_a_word_is_spelled(text: str, hidden: bool) -> None:
    """Between letters of scripts that join, and between emoji; anywhere else, twice, or at an end they may."""
    assert hides(text) is hidden

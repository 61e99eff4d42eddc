"""What columns look like: the quick ways to find out never say anything else than the slow ones."""

from __future__ import annotations

import re
import warnings
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auditui.formats import columns, timestamps
from auditui.formats.columns import Column, columns_of
from auditui.formats.phrases import CUES
from auditui.formats.time_beginnings import BEGINS_LIKE_A_TIME
from auditui.formats.words import outcome_word

A_MONTH = re.compile(r"\(\?P<mon>(\[A-Za-z[^\]]*\])\{3(,12)?\}\)")
"""The group of a month's name, in which any word would do as far as the pattern goes."""


def named_months(form: str) -> str:
    """A form with the names of months only, in which one is hardly ever drawn."""
    return A_MONTH.sub(
        lambda found: f"(?P<mon>(?:jan|Feb|MAR|mai|Oct|ene|set){f'{found[1]}{{0,6}}' if found[2] else ''})", form
    )


with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # possessive quantifiers are new to the strategy
    TIMES = st.one_of([st.from_regex(named_months(form.pattern), fullmatch=True) for form, _ in timestamps.FORMS])

TEXTS = st.one_of(
    TIMES,
    st.text("0123456789abcdef-.:/@ TZGET\n", max_size=24),
    st.sampled_from([
        "GET", "true", "FALSE", "200", "-1.5e3", "10.0.0.1", "[::1]:80", "a@b.cc", "denied", "login_failed", "/x",
        "https://x", "one two three", "2026-10-05T10:00:00Z", '"1793527200"', "0" * 32, "٢٠٠",
    ]),
)  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(TIMES)
def test_every_text_that_a_form_fits_begins_like_a_time(text: str) -> None:
    """What is turned away by its first characters is no time."""
    bare = text.strip().strip('"[]')
    if any(re.fullmatch(named_months(form.pattern), bare) for form, _ in timestamps.FORMS):
        assert BEGINS_LIKE_A_TIME.match(bare)


@settings(max_examples=100, deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=8))
def test_looking_at_all_texts_at_once_changes_no_share(texts: list[str]) -> None:
    """A column's shares are those of its texts, each tried for itself."""
    look = Column(("x",), "x", 0, list(texts), True).look
    said = look.texts
    for found, test in (
        (look.time, columns.is_time), (look.address, columns.is_address), (look.email, columns.EMAIL.fullmatch),
        (look.method, columns.METHODS.__contains__), (look.outcome, outcome_word), (look.uuid, columns.UUID.fullmatch),
        (look.http_status, columns.HTTP_STATUS.fullmatch), (look.number, columns.NUMBER.fullmatch),
        (look.url, lambda text: text.startswith(("/", "http://", "https://"))),
        (look.sentence, lambda text: text.count(" ") >= 2),
    ):  # fmt: skip
        assert found == (sum(1 for text in said if test(text)) / len(said) if said else 0.0)


@pytest.mark.parametrize("pattern", CUES, ids=lambda pattern: pattern.pattern[:30])
def test_no_phrase_is_found_where_none_of_its_cues_stands(pattern: re.Pattern[str]) -> None:
    """The cues are in every text that the phrase is in."""

    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
    @given(st.from_regex(pattern))
    def holds(text: str) -> None:
        assert any(cue in text.lower() for cue in CUES[pattern])

    holds()


def test_columns_are_in_the_order_of_the_records() -> None:
    """What is in an object comes right behind it, a key of a later record behind those of the first."""
    records: list[dict[str, Any]] = [{"a": 1, "b": {"c": 1}, "d": [{"e": 1}]}, {"z": 1, "b": {"y": 1}, "a": None}]
    assert [(column.words, column.count, column.is_plain) for column in columns_of(records)] == [
        ("a", 1, True), ("b", 2, True), ("b/c", 1, True), ("b/y", 1, True), ("d", 1, True), ("d/e", 1, False),
        ("z", 1, True),
    ]  # fmt: skip


def test_pairs_of_name_and_value_are_columns_of_their_names() -> None:
    """A list of such pairs reads as an object; the same name of several records is one column."""
    records = [{"p": [{"name": "n", "value": number}, {"name": "m", "value": None}]} for number in range(3)]
    found = {column.words: column.values for column in columns_of(records)}
    assert found["p/n"] == [0, 1, 2]
    assert "p/m" not in found

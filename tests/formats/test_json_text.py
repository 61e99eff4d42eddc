"""JSON that goes to a terminal, a pager or a file."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditui.core.event import Json
from auditui.formats.json_text import dumps, kept

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
VALUES: st.SearchStrategy[Json] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=10,
)


@given(VALUES)
def test_what_is_written_is_read_back(value: Json) -> None:
    """Escapes change how a value is spelled, never what it says."""
    assert json.loads(dumps(value)) == value


@given(TEXT)
def test_no_control_or_format_character_is_left(text: str) -> None:
    """Nothing in the output can drive a terminal or reorder what it shows, nor end the line."""
    written = dumps({text: text})
    for one in written:
        assert unicodedata.category(one) not in {"Cc", "Zl", "Zp"}
        assert unicodedata.bidirectional(one) not in {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
        assert one not in "\u200b\u200c\u200d\u200e\u200f\u061c\ufeff\u2060"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("\x1b]0;x\x07", '"\\u001b]0;x\\u0007"'),
        ("\x7f\x9b2J", '"\\u007f\\u009b2J"'),
        ("a\u202eb\u2028c", '"a\\u202eb\\u2028c"'),
        ("\U000e0041", '"\\udb40\\udc41"'),
        ("Größe 日本 🖨", '"Größe 日本 🖨"'),
    ],
)
def test_only_dangerous_characters_are_escaped(text: str, written: str) -> None:
    """Letters of any script stay readable; beyond U+FFFF an escape is a pair of surrogates."""
    assert dumps(text) == written


@given(st.dictionaries(st.text(), st.text(), max_size=3))
def test_what_is_kept_of_a_record_is_read_back(value: dict[str, str]) -> None:
    """Lone surrogates, which no file of UTF-8 can hold, are there as escapes."""
    written = kept(value)
    assert json.loads(written) == value
    assert written.encode()

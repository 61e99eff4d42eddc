"""The quick test that lets most texts through: what it calls harmless holds nothing that is ever redacted."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from auditui.core import secret_signs
from auditui.core.redact import DEFAULT
from auditui.core.secret_signs import harmless, suspicious
from tests.core.redaction_cases import SHAPES, TEXTS

_BEGINNINGS = (
    "eyJ", "ghp_", "glpat", "gldt", "xoxb", "xapp", "sk", "sk_live", "GOCSPX", "hvs.", "ya29.", "npm_", "shpat_",
    "AKIA", "password", "pwd", "--password", "enc:", "$2b$", "a-", "",
)  # fmt: skip
"""How tokens of known kinds begin, and names of secrets."""
_ENDS = st.from_regex(r"[-_.=: ]?[0-9a-f.-]{0,40}", fullmatch=True)


def _like_the_pattern() -> st.SearchStrategy[str]:
    pattern: re.Pattern[str] = secret_signs._HARMLESS
    return st.from_regex(pattern, fullmatch=True)


@given(st.one_of(_like_the_pattern(), st.builds(str.__add__, st.sampled_from(_BEGINNINGS), _ENDS)))
@example("eyJ-00000000.0000")
@example("xoxb-012345678901")
@example("sk-0123456789abcdef0123456789abcdef")
@settings(max_examples=300)
def test_what_is_harmless_holds_no_secret(text: str) -> None:
    """A text that the quick test passes is printable ASCII; neither by shape nor by name is anything in it redacted."""
    if harmless(text):
        assert text.isascii() and text.isprintable()
        assert not suspicious(text)
        assert DEFAULT.text(text) == text


@pytest.mark.parametrize("secret", [*SHAPES, *(text for text, kept in TEXTS if text != kept)])
def test_no_known_secret_is_harmless(secret: str) -> None:
    """Every case of the contract that is redacted fails the quick test."""
    assert not harmless(secret)


@pytest.mark.parametrize(
    "text", ["10.0.33.238", "tic-267685", "req-e56575d16ffc1a5a", "2026-11-20", "5f0c4a3e-1d2b-4c3a-9e8f-0123456789ab"]
)
def test_ids_addresses_and_days_are_harmless(text: str) -> None:
    """What nearly every event has new is passed by the quick test, as the long one costs a microsecond."""
    assert harmless(text)

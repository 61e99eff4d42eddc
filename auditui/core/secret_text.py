"""Secrets inside texts: in sentences, addresses, headers, command lines, and by their shape alone.

Every pattern reads a text in one pass: each begins at a literal or at the start of a word, and
either takes what it has read or gives up within a bounded distance, so hostile text costs time in
proportion to its length.
"""

from __future__ import annotations

from collections.abc import Callable

from auditui.core.secret_commands import redact_commands
from auditui.core.secret_headers import redact_headers
from auditui.core.secret_lines import redact_lines
from auditui.core.secret_pairs import redact_options, redact_pairs
from auditui.core.secret_phrases import redact_phrases
from auditui.core.secret_sentences import redact_sentences
from auditui.core.secret_shapes import redact_runs, redact_shapes
from auditui.core.secret_sides import redact_sides
from auditui.core.secret_signs import may_name, may_tell
from auditui.core.secret_structures import redact_blocks


def redact_text(text: str, is_secret: Callable[[str], bool], *, any_name: bool = False) -> str:
    """The text with every secret in it replaced.

    `is_secret` judges names; `any_name` says that it knows other names than `secret_names` does.
    """
    text = redact_shapes(text)
    if any_name or may_name(text) or may_tell(text) or '"-' in text or "'-" in text:
        text = _by_names(text, is_secret, any_name=any_name)
    return redact_runs(text, lambda inner: redact_text(inner, is_secret, any_name=any_name))


def _by_names(text: str, is_secret: Callable[[str], bool], *, any_name: bool) -> str:
    lowered = text.lower()
    text = redact_phrases(redact_headers(text, lowered), is_secret)
    text = redact_lines(redact_commands(text, lowered), lowered)
    text = redact_sides(text, lowered, is_secret)
    text = redact_pairs(redact_blocks(text, is_secret), is_secret)
    if " " in text:
        text = redact_sentences(text, _lower(text), is_secret, any_name=any_name)
    return redact_options(text, is_secret)


def _lower(text: str) -> str:
    """The text in lower case, each letter in its place."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(low if len(low := letter.lower()) == 1 else letter for letter in text)

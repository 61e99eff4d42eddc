"""How records say that something went well or not, where nobody wrote a profile for them."""

# ruff: noqa: E501, PLR2004  shares are the rules themselves; and an expression is easier to check in one line

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any, Final

from auditui.formats import last_resorts
from auditui.formats.columns import Column
from auditui.formats.paths import Path
from auditui.formats.phrases import FAILED
from auditui.formats.plan import Outcome, Source
from auditui.formats.words import outcome_word, words_of

ERRORS: Final = re.compile(
    r"(?:.*/)?(?:error|error code|error message|error msg|exception(?: class| message)?|failure reason|error description|failure code"
    r"|failure info/(?:[^/]+/)?(?:name|message|type))"
)


_error_name: Final = lru_cache(maxsize=8192)(ERRORS.fullmatch)


def outcome_rule(
    records: Sequence[dict[str, Any]], leaves: Sequence[Column], sources: tuple[Source, ...], said: tuple[Source, ...]
) -> Outcome:
    """Stated words, in columns by name and in sentences; and an error that is there."""
    codes = last_resorts.codes(leaves)
    errors = tuple(
        Source(column.path)
        for column in leaves
        if _error_name(column.words)
        and not _has_code_beside(column, codes, leaves)
        and column.depth <= 2
        and column.look.truth < 0.5
        and column.look.number < 0.5
        and not any(map(_is_no_error, column.look.texts))
    )
    negated = tuple(
        source for source in sources if str(source.path[-1]).lower() in ("failed", "error", "is_error", "isfailure")
    )
    flags = last_resorts.flags(leaves)
    flagged = {source.path for source in flags}
    plain = tuple(source for source in sources if source not in negated and source.path not in flagged)
    turned = tuple(replace(source, values={"true": "failure", "false": "success"}, only=True) for source in negated)
    good, bad = last_resorts.code_outcomes(codes)
    success, failure = (frozenset({"login ok"}), frozenset(FAILED)) if said else (frozenset[str](), frozenset[str]())
    stated = (*flags, *plain, *turned, *good, *said, *_in_kinds(leaves))
    otherwise = "success" if not stated and _tell_of_answers(records) else ""
    return Outcome(stated, success, failure, failure_if=(*errors[:4], *bad[:4]), otherwise=otherwise)


def _has_code_beside(error: Column, codes: Sequence[Path], columns: Sequence[Column]) -> bool:
    """Whether a code stands wherever an error is told: that says whether there was one (`0`, `Other.`)."""
    beside = {path for path in codes if path[:-1] == error.path[:-1]}
    return bool(beside) and any(one.count >= error.count for one in columns if one.path in beside)


KINDS: Final = re.compile(
    r"(?:.*/)?(?:(?:event |log |audit |security )?(?:(?:sub ?)?(?:category|type)|event|action)|event name)"
)
_names_kinds: Final = lru_cache(maxsize=8192)(KINDS.fullmatch)
ENDED_KIND: Final = re.compile(
    r"(fail(?:ed|ure)?|denied|rejected|succe(?:ss|eded))$"
    r"|^(invalid)(?=[_. -]?(?:password|credentials?|account|user(?:name)?|token|login|signature)(?:[A-Z_. -]|$))",
    re.IGNORECASE,
)
"""`LOGIN_FAILED`, `credentials_failed`, `InvalidPassword`."""


def _in_kinds(leaves: Sequence[Column]) -> tuple[Source, ...]:
    """Columns of kinds of events in some of which it stands how they ended."""
    kinds = (one for one in leaves if one.depth <= 1 and _names_kinds(one.words))
    return tuple(Source(one.path, ENDED_KIND) for one in kinds if any(map(ENDED_KIND.search, one.look.texts)))


def _tell_of_answers(records: Sequence[dict[str, Any]]) -> bool:
    """Whether each record holds what was asked for and what was answered: an error would stand beside it."""
    keys = set(records[0]).intersection(*records[1:]) if records else set()
    return {"request parameters", "response elements"} <= set(map(words_of, keys))


def _is_no_error(text: str) -> bool:
    return outcome_word(text) == "success" or text.lower() in ("0", "no error", "none", "false", "ok")

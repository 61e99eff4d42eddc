"""How times begin: what does not begin so is none, and is told in a fraction of the time that it takes to try."""

# ruff: noqa: E501  an expression is easier to check in one line than in pieces

from __future__ import annotations

import re
from typing import Final

from auditui.formats.months import BEGINNINGS, LETTERS

MONTH_NAME: Final = "(?:" + "|".join("".join(f"[{sign}{sign.upper()}]" for sign in name) for name in BEGINNINGS) + ")"
CLOCK: Final = r"\d\d?:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?:\s?[AaPp]\.?\s?[Mm]\.?)?"
"""A time of day that may stand before its date."""
BEGINNING: Final = (
    (
        r"(?:\d(?:\d?(?:(?P<sign>[-/.])\d\d?(?P=sign)(?:\d{4}|\d\d)(?![\d./-]|:(?!\s*\d\d?[:.]\s?\d\d))|(?:[-/ ](?:de )?|\. ?)%s)|\d{3}[-/.年년]|\d{7}[T ]?\d"
        r"|\.\d{2,18}[eE]\+?[19])"
        r"|(?:[A-Za-zÀ-ÿ-]{2,14}+\.?+,?\s++)?(?:%s@{0,9}+\.?+(?:\s++|-)\d|\d\d?(?:[- ](?:de )?|\. ?)%s)"
        r"|~,?\s+(?:\d\d?[-/. ]|\d{4}[-/.]|[A-Za-z]{3,9}(?:,?\s|-))"
        r"|\\?/Date)"
    )
    .replace("%s", MONTH_NAME)
    .replace("@", LETTERS)
    .replace("~", CLOCK)
)
BEGINS_LIKE_A_TIME: Final = re.compile(BEGINNING)
"""How every text begins that one of the forms fits; ids and words, which hardly ever do, need not be tried for each."""

A_DIGIT: Final = re.compile(r"\d")
LINE_LIKE_A_TIME: Final = re.compile(rf"\n[\s\"\[\]]*+{BEGINNING}")
TEXT_LIKE_A_TIME: Final = re.compile(rf"[\s\"\[\]]*+{BEGINNING}")


def may_hold_time(lines: str) -> bool:
    """Whether any of some lines, a line end before each, may be a time at all; False is certain."""
    return A_DIGIT.search(lines) is not None and LINE_LIKE_A_TIME.search(lines) is not None

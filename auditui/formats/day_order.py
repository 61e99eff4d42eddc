"""Whether the day or the month stands first in dates such as `03/04/2026`, told by the dates beside them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

MONTHS: Final = 12
AMBIGUOUS: Final = re.compile(r"\W*(\d\d?)([-/])(\d\d?)\2(?:\d{4}|\d\d)(?!\d).*")


def day_first_by(values: Iterable[object]) -> tuple[bool | None, bool]:
    """What the values of one column say about `a/b/year`.

    Returns:
        Whether the day comes first (None: no value tells, or they tell both), and whether any value needs to be told.
    """
    told: set[bool] = set()
    needed = False
    for value in values:
        found = AMBIGUOUS.fullmatch(value) if isinstance(value, str) else None
        if not found:
            continue
        first, second = int(found[1]), int(found[3])
        if first > MONTHS or second > MONTHS:
            told.add(first > MONTHS)
        else:
            needed = needed or first != second
    return (told.pop(), True) if len(told) == 1 else (None, needed)

r"""How far SQLite's `LIKE` can tell what the texts of a row hold.

`LIKE` runs beside the rows, but it folds ASCII alone and sees JSON as it is written. Where a row is pure ASCII
without a backslash, that is all there is to it. Where nothing in a row folds to ASCII that is none itself, whatever
stands in it stands there for `LIKE`, too, but not the other way round: `\n` shows an `n`, and an `e` before an
accent is none to `fold`. Which rows are which is posted when they are written; rows that are not are read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from operator import itemgetter
from typing import Final

from auditui.store.sqlite import paths
from auditui.store.sqlite.paths import EAGER_COLUMNS
from auditui.store.sqlite.rows import Row, place_of

EXACT: Final = paths.FIRST_TERM
"""`LIKE` says what `fold` says."""
COARSE: Final = paths.FIRST_TERM + 1
"""`LIKE` finds what `fold` finds, and may find more."""

TEXT_COLUMNS: Final = (
    "description", "details", "entity_name", "changes", "targets", "entity_id", "id", "request_id",
)  # fmt: skip
"""Columns that hold their text in every row; those with the sentences that people look for come first."""
FOLDING_TO_ASCII: Final = re.compile("[ßİŉſ\u037eẚẞ\u1fef\u212aﬀ-ﬆ]")
"""Characters outside of ASCII whose `fold` has ASCII in it."""

_texts_of: Final = itemgetter(*map(place_of, TEXT_COLUMNS))
_seq: Final = itemgetter(0)


def likeness(rows: Sequence[Row], own: Sequence[str] = EAGER_COLUMNS) -> Iterator[tuple[int, list[int]]]:
    """Of each term the rows (the lowest 16 bits of their positions, ascending).

    Args:
        rows: As they are stored.
        own: The columns of terms where some of them may hold a text of their own.
    """
    texts = list(map("".join, map(_texts_of, rows)))
    if own:
        texts = ["".join((text, *_own_texts(row, own))) for row, text in zip(rows, texts, strict=True)]
    pairs = zip(map(_seq, rows), texts, strict=True)
    exact = [seq & 0xFFFF for seq, text in pairs if text.isascii() and "\\" not in text]
    yield EXACT, exact
    if len(exact) < len(rows):
        known = set(exact)
        pairs = zip(map(_seq, rows), texts, strict=True)
        yield COARSE, [low for seq, text in pairs if (low := seq & 0xFFFF) not in known and _is_coarse(text)]


def _own_texts(row: Row, columns: Sequence[str]) -> Iterator[str]:
    return (text for column in columns if isinstance(text := row[place_of(column)], str))


def _is_coarse(text: str) -> bool:
    return text.isascii() or FOLDING_TO_ASCII.search(text) is None

r"""How far SQLite's `LIKE` can tell what the texts of a row hold.

`LIKE` runs beside the rows, but it folds ASCII alone and sees JSON as it is written. Where a row is pure ASCII
without a backslash, that is all there is to it. Where nothing in a row folds to ASCII that is none itself, whatever
stands in it stands there for `LIKE`, too, but not the other way round: `\n` shows an `n`, and an `e` before an
accent is none to `fold`. Which rows are which is posted when they are written; rows of neither kind are read. Posted
are also those whose ids have blanks in them: in the ids of all others no phrase has to be looked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from operator import itemgetter
from typing import Final

from auditui.store.sqlite.paths import COARSE, EAGER_COLUMNS, EXACT, ID_COLUMNS, SPACED, TEXT_COLUMNS
from auditui.store.sqlite.rows import Row, place_of

FOLDING_TO_ASCII: Final = re.compile("[ßİŉſ\u037eẚẞ\u1fef\u212aﬀ-ﬆ]")
"""Characters outside of ASCII whose `fold` has ASCII in it."""

_texts_of: Final = itemgetter(*map(place_of, TEXT_COLUMNS))
_ID_PLACES: Final = tuple(map(TEXT_COLUMNS.index, ID_COLUMNS))


def likeness(rows: Sequence[Row], own: Sequence[str] = EAGER_COLUMNS) -> Iterator[tuple[int, list[int]]]:
    """Of each term the rows (the lowest 16 bits of their positions, ascending).

    Args:
        rows: As they are stored.
        own: The columns of terms where some of them may hold a text of their own.
    """
    if not rows:
        return
    lows = [row[0] & 0xFFFF for row in rows]
    columns = ["".join(column) for column in zip(*map(_texts_of, rows), strict=True)]
    if any(" " in columns[place] for place in _ID_PLACES):
        yield SPACED, [low for low, row in zip(lows, rows, strict=True) if _has_spaced_id(row)]
    if not own and all(map(_is_exact, columns)):  # most often, and told in half the time
        yield EXACT, lows
        return
    texts = ["".join((*_texts_of(row), *_own_texts(row, own))) for row in rows]
    yield EXACT, [low for low, text in zip(lows, texts, strict=True) if _is_exact(text)]
    yield COARSE, [low for low, text in zip(lows, texts, strict=True) if not _is_exact(text) and _is_coarse(text)]


def _has_spaced_id(row: Row) -> bool:
    texts = _texts_of(row)
    return any(" " in texts[place] for place in _ID_PLACES)


def _own_texts(row: Row, columns: Sequence[str]) -> Iterator[str]:
    return (text for column in columns if isinstance(text := row[place_of(column)], str))


def _is_exact(text: str) -> bool:
    return text.isascii() and "\\" not in text


def _is_coarse(text: str) -> bool:
    return text.isascii() or FOLDING_TO_ASCII.search(text) is None

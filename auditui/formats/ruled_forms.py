"""What tables look like that are drawn with dashes and bars, as shells of databases print them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from auditui.formats.names import name_score
from auditui.formats.words import words_of

BOX: Final = re.compile(r"\+(?:[-=]{2,}\+)+\s*")
BARS: Final = re.compile(r"\|?\s*:?-{2,}:?\s*(?:[+|]\s*:?-{2,}:?\s*)+\|?\s*")
GAPS: Final = re.compile(r"\s*-{2,}(?:\s+-{2,})+\s*")
RECORD: Final = re.compile(r"-\[ RECORD \d+ \][-+]*|\*{5,} \d+\. row \*{5,}")
LOOKED_AT: Final = 12
"""Lines among which a table begins."""


def is_ruled(lines: Sequence[str]) -> bool:
    """Whether a table of one of these forms begins among the first of some lines, none of them blank."""
    first = lines[:LOOKED_AT]
    if any(RECORD.fullmatch(line.rstrip()) for line in first):
        return True
    for above, line in pairwise(first):
        if BOX.fullmatch(above) and line.startswith("|"):
            return True
        if BARS.fullmatch(line) and "|" in above and Ruled.under(line).cells(above):
            return True
        if GAPS.fullmatch(line) and _names_a_time(Ruled.under(line).cells(above)):
            return True
    return False


def _names_a_time(cells: Sequence[str] | None) -> bool:
    return (
        bool(cells) and all(map(str.strip, cells or ())) and any(name_score("at", words_of(one)) for one in cells or ())
    )


class Ruled(NamedTuple):
    """Where the columns are, as a line of dashes has them.

    `bars` are the places of the signs between them, `width` is that of all.
    """

    spans: tuple[tuple[int, int], ...]
    bars: tuple[int, ...]
    width: int

    @classmethod
    def under(cls, rule: str) -> Ruled:
        """The columns that a line of dashes tells apart."""
        if GAPS.fullmatch(rule):
            starts = [found.start() for found in re.finditer(r"-+", rule)]
            return cls(tuple(zip(starts, [*starts[1:], 1 << 30], strict=True)), (), len(rule))
        bars = tuple(found.start() for found in re.finditer(r"[+|]", rule.rstrip()))
        is_open = rule[:1] not in "+|"
        edges = [-1, *bars, 1 << 30] if is_open else [*bars]
        return cls(tuple((one + 1, other) for one, other in pairwise(edges)), bars, len(rule.rstrip()))

    def cells(self, text: str) -> list[str] | None:
        """The cells of a line, with the blanks around them; None where it has others."""
        if not self.bars or all(text[place : place + 1] == "|" for place in self.bars):
            return [text[start:end] for start, end in self.spans]
        bare = text.strip()
        pieces = bare.removeprefix("|").removesuffix("|").split("|")
        return pieces if "|" in bare and len(pieces) == len(self.spans) else None

    def going_on(self, cells: Sequence[str]) -> set[int]:
        """The places of cells that end with a `+` in their last column, with which psql says that they go on."""
        ends = [min(end, self.width) - start for start, end in self.spans] if self.bars else []
        return {place for place, end in enumerate(ends) if len(cells[place]) == end and cells[place].endswith("+")}

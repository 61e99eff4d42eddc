"""Names of months in the languages in which products write their dates."""

from __future__ import annotations

from typing import Final

LETTERS: Final = "[A-Za-zÀ-ſА-я]"
"""What a name is written with."""
BEGINNINGS: Final = {
    name: number
    for number, names in enumerate(
        (
            "jan ene gen sty янв", "feb fév fev lut фев", "mar mär mrt maa мар", "apr avr abr kwi апр",
            "may mai mag maj mei май мая", "jun juin giu cze июн", "jul juil lug lip июл", "aug aoû ago sie авг",
            "sep set wrz сен", "oct okt ott out paź окт", "nov lis ноя", "dec dez déc dic gru дек",
        ), 1
    )
    for name in names.split()
}  # fmt: skip
"""By the first letters, three or four; English, German, French, Spanish, Italian, Portuguese, Dutch, Polish, Russian.

What stands for two months in two of the languages is that of the more spoken one.
"""


def month_named(name: str) -> int | None:
    """The number of a month, from 1, by its name or the beginning of it."""
    beginning = name[:4].lower()
    return BEGINNINGS.get(beginning[:3]) or BEGINNINGS.get(beginning)

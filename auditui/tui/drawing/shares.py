"""Room on a line for several texts: whole ones first, and what is left evenly among those that are cut."""

from __future__ import annotations

from collections.abc import Sequence


def shares(needed: Sequence[int], room: int) -> list[int]:
    """Cells for each text, as many as it needs or as evenly as can be, the first ones a cell more; `room` in all."""
    given = [0] * len(needed)
    left = max(0, room)
    for waiting, number in enumerate(sorted(range(len(needed)), key=lambda one: (needed[one], -one))):
        given[number] = min(needed[number], left // (len(needed) - waiting))
        left -= given[number]
    return given


def fitting(needed: Sequence[int], room: int, *, frame: int, least: int) -> int:
    """How many texts from the first on have room, none cut below `least` cells; each takes `frame` beside its own."""
    count = 0
    for text in needed:
        room -= frame + min(text, least)
        if room < 0:
            break
        count += 1
    return count

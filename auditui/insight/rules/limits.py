"""How many findings of one rule are told: a thousand of a kind are a habit, and nobody reads them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final, TypeVar

from auditui.insight.finding import Note

MOST: Final = 100
"""Findings of one rule that are told, the newest."""

T = TypeVar("T")


def newest(found: Iterable[T], moment: Callable[[T], int], rule: str) -> tuple[list[T], list[Note]]:
    """What is to be told, oldest first, and a note on what is not.

    Rules choose before they make findings, since each costs some questions to the store.

    Args:
        found: What a rule came upon, in any order.
        moment: When it was.
        rule: The name of the rule.
    """
    ordered = sorted(found, key=moment)
    left_out = len(ordered) - MOST
    notes = [Note(rule, f"{left_out:,} more, older than the {MOST} told here")] if left_out > 0 else []
    return ordered[-MOST:], notes

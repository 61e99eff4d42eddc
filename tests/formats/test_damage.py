"""Damaged logs of every family: the same records whatever blocks they come in, and none of them lost.

`python -m tests.fuzz` does the same for minutes, through the whole import.
"""

from __future__ import annotations

import random
from collections import Counter
from functools import lru_cache

from hypothesis import given, settings
from hypothesis import strategies as st

from tests import fuzz

samples = lru_cache(maxsize=1)(fuzz.samples)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(seed=st.integers(0, 1_000_000), block=st.sampled_from([500, 4096, 65536]))
def test_damage_is_counted_and_kept(seed: int, block: int) -> None:
    """Every record is an event, a reject, or merged, in any blocks; a record that stands whole is in one of them."""
    dice = random.Random(seed)
    data = fuzz.mutated(dice.choice(samples()), samples(), dice)
    whole, parts = fuzz.read(data, 1 << 20), fuzz.read(data, block)
    assert whole.problem or whole.counts == parts.counts
    assert fuzz.lost(data, whole) == []


def test_a_mark_that_goes_is_noticed() -> None:
    """What the test above looks for is found where it is missing."""
    assert fuzz.lost(b"mk0001x mk0002x", fuzz.Seen(Counter(event=1), ["mk0001x"])) == ["mk0002x"]

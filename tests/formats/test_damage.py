"""Damaged logs of every family: the same records whatever blocks they come in, and none of them lost.

`python -m tests.fuzz` does the same for minutes, through the whole import.
"""

from __future__ import annotations

import random
from collections import Counter
from functools import lru_cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditui.formats import detect
from auditui.formats.inputs import Input
from auditui.formats.reading import Parsed, ReadOptions, open_reading
from tests import fuzz
from tests.formats.reads import generic

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


FAMILIES = {
    "json": [f'{{"time":"2026-10-05T10:00:{n:02}Z","user":"u{n}","action":"update"}}' for n in range(40)],
    "text": [f"2026-10-05 10:00:{n:02} user=u{n} action=update" for n in range(40)],
    "csv": ["time,user,action", *(f"2026-10-05 10:00:{n:02},u{n},update" for n in range(40))],
}


@settings(max_examples=60, deadline=None)
@given(
    family=st.sampled_from(sorted(FAMILIES)), place=st.integers(0, 39),
    hole=st.sampled_from([b"\0" * 3, b"\0" * 200, b"\0" * 9001, b"\0" * 300_000, b"\xef\xbb\xbf", b"\0\0\xef\xbb\xbf"]),
    block=st.sampled_from([97, 4096, 1 << 18]),
)  # fmt: skip
def test_holes_and_marks_between_records_cost_none(family: str, place: int, hole: bytes, block: int) -> None:
    """Zero bytes of a log cut while written to, and marks of files put together, are no records and no encoding."""
    lines = [line.encode() for line in FAMILIES[family]]
    whole = generic(b"\n".join(lines))
    assert len(whole.events) == 40
    found = generic(b"\n".join([*lines[:place], hole + lines[place], *lines[place + 1 :]]), block=block)
    assert found.all("actor") == whole.all("actor")
    assert found.lines == whole.lines
    assert not found.rejects


def test_marks_cut_by_blocks_are_found_and_nothing_else_goes() -> None:
    """Whatever the blocks, marks and zeros go at the starts of lines only, and the rest stays to the byte."""
    data = b"\0\xef\xbb\xbfa\xef\xbb\xbf\0b\n\xef\xbb\xbf\0\0c\n\xef\xbbd\n\xef\xbe\n\0\xef\xbb\xbf\n\xef\xbb"
    for size in range(1, len(data) + 1):
        blocks = (data[at : at + size] for at in range(0, len(data), size))
        joined = b"".join(block for block in detect.clean_starts(blocks) if block)
        assert joined == b"a\xef\xbb\xbf\0b\nc\n\xef\xbbd\n\xef\xbe\n\n\xef\xbb"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_zero_bytes_on_one_parity_are_an_encoding(encoding: str) -> None:
    """Without a byte order mark, too; those of a hole are on both."""
    data = "\n".join(FAMILIES["json"]).encode(encoding)
    assert detect.encoding_of(data) == encoding
    assert len(generic(data).events) == 40
    assert detect.encoding_of(b"time,user\n" + b"\0" * 3000 + b"a,b\n") == "utf-8"


@pytest.mark.parametrize("before", [0, 1])
def test_a_hole_too_large_for_any_log_is_told(before: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """More zero bytes than a log is ever cut by are told: the input says how many, and all around them is read."""
    monkeypatch.setattr(detect, "MOST_ZEROS", 1_000_000)
    lines = [f"{line}\n".encode() for line in FAMILIES["json"]]
    blocks = [*lines[:before], *[bytes(100_000)] * 12, *lines[before:]]
    opened = Input("test", iter(blocks))
    found = list(open_reading(opened, ReadOptions(profiles=())).outcomes)
    assert [outcome.fields["actor"] for outcome in found if isinstance(outcome, Parsed)] == [f"u{n}" for n in range(40)]
    assert opened.problem == "1,200,000 zero bytes in it were passed over"

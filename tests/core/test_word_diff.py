"""Texts held against each other word by word: what is marked has changed, whatever their length, in bounded time."""

from __future__ import annotations

import random
import re
from itertools import pairwise
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditui.core.word_diff import Piece, pieces

WORDS = st.lists(st.sampled_from(["red", "green", "a", "b", "b.", "née", "x-y", " ", "\n", "\t\n"]), max_size=60)


def changed(before: str, after: str) -> list[tuple[str, str]]:
    """What differs, without the blanks around it."""
    return [(piece.before.strip(), piece.after.strip()) for piece in pieces(before, after) if not piece.is_same]


def hold_together(before: str, after: str) -> list[Piece]:
    """The pieces, after looking that they are the texts, and that no two of a kind follow each other."""
    found = list(pieces(before, after))
    assert ("".join(piece.before for piece in found), "".join(piece.after for piece in found)) == (before, after)
    kinds = [(piece.is_same, piece.is_held) for piece in found]
    assert all(one != other for one, other in pairwise(kinds))
    return found


@settings(max_examples=150, deadline=None)
@given(old=WORDS, new=WORDS, glue=st.sampled_from(["", " "]))
def test_pieces_are_the_texts(old: list[str], new: list[str], glue: str) -> None:
    """Joined they give both sides back, and what is unchanged is the same on both."""
    found = hold_together(glue.join(old), glue.join(new))
    assert all(piece.is_held for piece in found)


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 999), edits=st.integers(0, 120), many=st.sampled_from([3, 40, 9_000]))
def test_pieces_of_long_texts_are_the_texts(seed: int, edits: int, many: int) -> None:
    """Of three thousand words and lines, of few kinds or of many, with any number of edits."""
    chance = random.Random(seed)
    old = [f"w{chance.randrange(many)}" + chance.choice("   \n") for _ in range(3_000)]
    new = list(old)
    for _ in range(edits):
        at = chance.randrange(len(new))
        new[at : at + chance.randrange(3)] = ["new "] * chance.randrange(3)
    hold_together("".join(old), "".join(new))


@pytest.mark.parametrize("count", [300, 1_000, 3_000])
@pytest.mark.parametrize("kinds", [4, 200, 10**9], ids=["few words", "words", "no word twice"])
def test_three_words_of_a_long_text(count: int, kinds: int) -> None:
    """Three single words are all that is marked, at the ends and in the middle."""
    chance = random.Random(count)
    old = [f"w{chance.randrange(kinds)}" for _ in range(count)]
    places = (2, count // 2, count - 3)
    new = [f"N{at}" if at in places else word for at, word in enumerate(old)]
    marked = changed(" ".join(old), " ".join(new))
    gone = [word for before, _ in marked for word in re.findall(r"\w+", before)]
    come = [word for _, after in marked for word in re.findall(r"\w+", after)]
    assert sorted(gone) == sorted(old[at] for at in places)
    assert come == [f"N{at}" for at in places]


def test_many_words_of_a_long_text() -> None:
    """Words that stand once hold the rest, however many change."""
    old = [f"w{at}" for at in range(3_000)]
    new = [word if at % 10 else f"N{at}" for at, word in enumerate(old)]
    assert changed(" ".join(old), " ".join(new)) == [(f"w{at}", f"N{at}") for at in range(0, 3_000, 10)]


def test_a_moved_end_does_not_matter() -> None:
    """Words put in at the start, and others taken out later, leave all between them unchanged."""
    same = "nothing to see here " * 500
    assert changed(f"{same}gone {same}end", f"come {same}{same}end") == [("", "come"), ("gone", "")]


def test_only_what_has_no_hold_is_replaced() -> None:
    """Thousands of words of two kinds in another order: the sides say that nobody held them word by word."""
    chance = random.Random(1)
    old, new = (" ".join(chance.choices(["yes", "no"], k=3_000)) for _ in "ab")
    (whole,) = [piece for piece in hold_together(f"one {old} two", f"one {new} two") if not piece.is_same]
    assert not whole.is_held


def _long(kind: str) -> tuple[str, str]:
    """Two texts of about 800 kB."""
    chance = random.Random(7)
    if kind == "blanks":
        return "a " * 400_000, "b a " * 200_000
    if kind == "signs":
        return ".," * 400_000, ",." * 400_000 + "."
    if kind == "one word":
        return "a" * 800_000, "b" * 800_000
    words = [f"w{int(chance.paretovariate(0.8))}" for _ in range(150_000)]
    if kind == "three words":
        return " ".join(words), " ".join(f"N{at}" if at in {9, 70_000, 149_000} else w for at, w in enumerate(words))
    if kind == "another text":
        return " ".join(words), " ".join(chance.sample(words, len(words)))
    lines = ["".join(f"{word} " for word in words[at : at + 10]) for at in range(0, len(words), 10)]
    return "\n".join(lines), "\n".join(chance.sample(lines, len(lines)))


@pytest.mark.parametrize("kind", ["blanks", "signs", "one word", "three words", "another text", "moved lines"])
def test_nearly_a_megabyte_takes_no_time(kind: str) -> None:
    """Whatever stands in it, on a slow machine, too; three words among 150,000 are found."""
    before, after = _long(kind)
    begun = process_time()
    found = list(pieces(before, after))
    assert process_time() - begun < 1
    assert "".join(piece.before for piece in found) == before
    if kind == "three words":
        assert [piece.after.strip() for piece in found if not piece.is_same] == ["N9", "N70000", "N149000"]

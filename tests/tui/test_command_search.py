"""What a text typed into the palette finds: what one can see, and nothing else."""

from __future__ import annotations

import pytest

from auditui.tui import keys
from auditui.tui.command_search import found
from auditui.tui.other_words import _WORDS
from tests.tui.reader import reading
from tests.tui.screens_kit import full, lines

CASES = [
    ("clear filters", "clear filters", 1.0, ["clear", "filters"]),
    ("clear", "clear filters", 0.9, ["clear"]),
    ("fil", "clear filters", 0.8, ["fil"]),
    ("cf", "clear filters", 0.7, ["c", "f"]),
    ("lter", "clear filters", 0.6, ["lter"]),
    ("FIL clear", "clear filters", 0.85, ["fil", "clear"]),
]


@pytest.mark.parametrize(("typed", "label", "score", "lit"), CASES)
def test_labels_are_found_by_words_initials_and_parts_in_this_order(
    typed: str, label: str, score: float, lit: list[str]
) -> None:
    """And what is lit is what was typed."""
    hit = found(typed, label, "Drop all of them.")
    assert hit is not None and hit.score == pytest.approx(score)
    assert [label[start:end] for start, end in hit.label] == lit


def test_what_is_said_finds_less_well_and_is_lit_there() -> None:
    """The beginning of a word, or three letters of it."""
    begun, inside = (found(typed, "clear filters", "Drop all of them.") for typed in ("dr", "rop"))
    assert begun is not None and (begun.label, begun.said) == ([], [(0, 2)])
    assert inside is not None and inside.said == [(1, 4)] and inside.score < begun.score < 0.6


@pytest.mark.parametrize("typed", ["clfi", "clear x", "s", "ro", " ", ""])
def test_scattered_letters_find_nothing(typed: str) -> None:
    """Each word has to stand somewhere in one piece, and a piece from inside of a word is more than a letter."""
    assert found(typed, "clear filters", "Drop all of them.") is None


def test_a_key_finds_its_command() -> None:
    """As it is written: `f` is one key, `F` another."""
    follow = next(key for key in keys.KEYS if key.id == "follow")
    assert (hit := found("F", follow.label, follow.help, "F")) is not None and hit.score > 0.9
    assert (lower := found("f", follow.label, follow.help, "F")) is None or lower.score < 0.95


def test_positions_are_those_of_the_text_as_it_is_shown() -> None:
    """Characters that fold to several do not shift what is lit."""
    label = "view: Straße Öl"
    hit = found("öl", label)
    assert hit is not None and [label[start:end] for start, end in hit.label] == ["Öl"]


@pytest.mark.parametrize(
    ("typed", "key_id"),
    [("history", "history"), ("actor", "actor"), ("nearby", "nearby"), ("zone", "zone"), ("today", "dates"),
     ("failed", "filters"), ("ip", "address"), ("exit", "quit"), ("goto", "rows"), ("pin", "bookmark"),
     ("print", "export"), ("delete filter", "clear"), ("delete filter", "chips")],
)  # fmt: skip
async def test_the_palette_knows_other_words_for_commands(typed: str, key_id: str) -> None:
    """Those of the configuration, and those that people come with; the word itself is there to be seen."""
    key = next(key for key in keys.KEYS if key.id == key_id)
    async with reading(full(10)) as reader:
        await reader.press("colon", *typed)
        await reader.sees(f"{key.label:<16}{keys.shown(key.keys[0])}")
        (line,) = (line for line in lines(reader.app) if f" {key.label:<16}{keys.shown(key.keys[0])} " in line)
        assert all(word in line.lower() for word in typed.split())


def test_other_words_are_words_of_keys() -> None:
    """None of them is for a key that is gone."""
    assert set(_WORDS) <= {key.id for key in keys.KEYS if key.palette}


async def test_what_is_no_command_is_searched_for_in_the_events() -> None:
    """The palette says so, and Enter does it."""
    async with reading(full(10)) as reader:
        await reader.press("colon", *"Printer 3")
        await reader.sees("No such command.")
        await reader.press("enter")
        await reader.until(lambda: reader.query == '"Printer 3"')


async def test_the_palette_lists_only_what_holds_the_text() -> None:
    """`beta` is in no command, so there is none; `follow` comes first where it is typed."""
    async with reading(full(10)) as reader:
        await reader.press("colon", *"beta")
        await reader.pilot.pause(0.1)
        assert "menu" not in "\n".join(lines(reader.app)[4:20])
        await reader.press(*["backspace"] * 4, *"follow")
        await reader.sees("follow          F")
        shown = [line for line in lines(reader.app) if "│" in line]
        assert "follow" in shown[2] + shown[1]

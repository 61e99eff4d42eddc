"""Arabic and Hebrew on a line that runs from left to right."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditui.formats.pdf.scripts import joined, visual


class Everything:
    """A font with every glyph."""

    def __contains__(self, character: object) -> bool:
        return True


@pytest.mark.parametrize(
    ("said", "shaped"),
    [
        ("سلام", "ﺳﻼﻡ"),  # seen, lam with alef, meem that nothing joins from the right
        ("بيت", "ﺑﻴﺖ"),
        ("دار", "ﺩﺍﺭ"),  # letters that never reach out
        ("بَيت", "ﺑَﻴﺖ"),  # a mark between two letters does not part them
        ("ـب", "ـﺐ"),
        ("admin", "admin"),
        ("שלום", "שלום"),
    ],
)
def test_letters_take_the_form_that_their_neighbours_ask_for(said: str, shaped: str) -> None:
    """Letters that stand alone where they should join cannot be read with ease."""
    assert joined(said, Everything()) == shaped


def test_forms_that_a_font_lacks_are_not_taken() -> None:
    """Better a letter that does not join than a frame with a number."""
    assert joined("بيت", frozenset("بيت")) == "بيت"


@pytest.mark.parametrize(
    ("said", "set_as"),
    [
        ("plain (text) 12", "plain (text) 12"),
        ("שלום", "םולש"),
        ("user שלום deleted", "user םולש deleted"),
        ("אב 12:30 גד", "דג 12:30 בא"),
        ("אב (גד) x", "(דג) בא x"),
        ("(אב) x", "(בא) x"),
        ("[אב] גד", "דג [בא]"),
        ("x (אב", "x (בא"),
        ("אב) x", "בא) x"),
    ],
)
def test_runs_are_turned_round_and_the_rest_stays(said: str, set_as: str) -> None:
    """Numbers inside keep their order, brackets face the other way, and nothing outside of a run moves."""
    assert visual(said) == set_as


@given(st.text("ab12 ()[]:.אבגسلم\u0651", max_size=24))
def test_turning_round_loses_nothing(text: str) -> None:
    """What a line holds is what was said, brackets mirrored at most."""
    plain = str.maketrans(")]", "([")
    assert sorted(visual(text).translate(plain)) == sorted(text.translate(plain))


@given(st.text("ab אבג", max_size=10), st.text("אבג ", max_size=10))
def test_text_between_two_letters_of_ours_stays_there(inside: str, other: str) -> None:
    """A name cannot pull the words around it to the other side of the line, as bidirectional text can."""
    line = visual(f"X{inside}Y{other}Z")
    assert (line[0], line[-1]) == ("X", "Z")
    assert line[len(inside) + 1] == "Y"

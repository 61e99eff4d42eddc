"""Which searches count."""

from __future__ import annotations

from auditui.core.language import parse
from auditui.core.query import EVERYTHING
from auditui.custody.settling import SETTLED_AFTER, Settling

ANA, ANAST = parse("ana"), parse("anast")


def test_letters_on_the_way_are_no_searches() -> None:
    """What changes within two seconds was never asked; what stands that long was, once."""
    settling = Settling()
    settling.change(ANA, 10.0)
    assert settling.due(10.0 + SETTLED_AFTER - 0.1) is None
    settling.change(ANAST, 11.9)
    assert settling.due(12.1) is None
    assert settling.due(11.9 + SETTLED_AFTER) == ANAST
    assert settling.due(99.0) is None


def test_enter_is_a_search_at_once_and_only_one() -> None:
    """Standing there afterwards makes no second one of it."""
    settling = Settling()
    settling.change(ANA, 10.0)
    assert settling.settle() == ANA
    assert settling.settle() is None
    assert settling.due(20.0) is None


def test_the_same_again_later_is_another_search() -> None:
    """Going somewhere else and back asks twice."""
    settling = Settling()
    for query, at in ((ANA, 10.0), (EVERYTHING, 20.0), (ANA, 30.0)):
        settling.change(query, at)
        assert settling.due(at + SETTLED_AFTER) == query


def test_going_back_before_it_settled_asked_nothing() -> None:
    """Typing and deleting again leaves what is known already."""
    settling = Settling(ANA)
    settling.change(ANAST, 10.0)
    settling.change(ANA, 11.0)
    assert settling.due(99.0) is None
    assert settling.settle() is None


def test_saying_the_same_does_not_begin_anew() -> None:
    """A screen that draws itself again changes nothing."""
    settling = Settling()
    settling.change(ANA, 10.0)
    settling.change(ANA, 11.5)
    assert settling.due(10.0 + SETTLED_AFTER) == ANA

"""Choices of facets: read from a query, changed, and written back."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditui.core.event import Event
from auditui.core.fields import CLOSED, Kind, kind_of
from auditui.core.language import parse
from auditui.core.narrowing import FACETS, NO_CHOICE, Choice, Facet, Pick, chosen, clause_of, narrowed, others
from auditui.core.query import Exactly, Query, freeze
from tests.core.strategies import events, queries, words

BY_ID = {facet.id: facet for facet in FACETS}
NOW_US = 1_790_000_000_000_000
facets = st.sampled_from(FACETS)
of_texts = st.sampled_from(
    [facet for facet in FACETS if kind_of(facet.field) is Kind.TEXT and facet.field not in CLOSED]
)


def _text(pick: Pick) -> str | None:
    return pick.value.text if isinstance(pick.value, Exactly) else None


def _pick(facet: Facet, text: str) -> Pick:
    return Pick(facet.field, Exactly(text))


@pytest.mark.parametrize(
    ("text", "facet", "included", "excluded"),
    [
        ("role:admin,guest since:7d", "role", ("admin", "guest"), ()),
        ("role:admin -role:guest -role:root", "role", ("admin",), ("guest", "root")),
        ("role:admin (role:guest OR ip:10.0.0.1)", "role", ("admin",), ()),
        ("role:admin role:guest", "role", (), ()),
        ("-role:*", "role", (None,), ()),
        ("-has:role", "role", (None,), ()),
        ("role:*", "role", (), (None,)),
        ("has:role role:admin", "role", ("admin",), (None,)),
        ("(-has:role OR role:admin)", "role", (None, "admin"), ()),
        ("-(role:admin OR role:guest)", "role", (), ("admin", "guest")),
        ("printer -user:ana", "role", (), ()),
    ],
)
def test_a_choice_is_read_from_a_query(
    text: str, facet: str, included: tuple[str | None, ...], excluded: tuple[str | None, ...]
) -> None:
    """What is asked for, what is excluded, and what is neither; two clauses that both ask are no choice."""
    found = chosen(parse(text), BY_ID[facet])
    values = [tuple(map(_text, picks)) for picks in (found.included, found.excluded)]
    assert values == [included, excluded]


@pytest.mark.parametrize(
    ("text", "choice", "wanted"),
    [
        ("a role:x b", Choice((_pick(BY_ID["role"], "y"), _pick(BY_ID["role"], "z"))), "a role:y,z b"),
        ("a b", Choice((_pick(BY_ID["role"], "y"),)), "a b role:y"),
        ("a role:x b", NO_CHOICE, "a b"),
        ("a", Choice((), (_pick(BY_ID["role"], "y"), Pick("role"))), "a -role:y has:role"),
        ("a", Choice((_pick(BY_ID["role"], "y"), Pick("role"))), "a (role:y OR -has:role)"),
        ("role:x -role:y a", Choice((_pick(BY_ID["role"], "x"),)), "role:x a"),
    ],
)
def test_a_choice_is_written_where_the_old_one_stood(text: str, choice: Choice, wanted: str) -> None:
    """One chip for what is asked for, and the canonical text of the rest stays."""
    assert str(narrowed(parse(text), BY_ID["role"], choice)) == wanted


@settings(max_examples=60, deadline=None)
@given(query=queries, facet=facets, log=st.lists(events(), min_size=1, max_size=6))
def test_a_choice_and_the_others_are_the_query(query: Query, facet: Facet, log: list[Event]) -> None:
    """Whatever is read as a choice, written behind what is left, still finds the same events."""
    query = freeze(query, NOW_US, "UTC")
    again = narrowed(others(query, facet), facet, chosen(query, facet))
    assert [again.matches(event) for event in log] == [query.matches(event) for event in log]
    assert narrowed(query, facet, chosen(query, facet)) == query


@settings(max_examples=60, deadline=None)
@given(
    query=queries,
    facet=of_texts,
    included=st.lists(words, max_size=3, unique=True),
    excluded=st.lists(words, max_size=3, unique=True),
    lacking=st.sampled_from(["", "included", "excluded"]),
    log=st.lists(events(), min_size=1, max_size=6),
)
def test_what_is_chosen_is_what_is_found(
    query: Query, facet: Facet, included: list[str], excluded: list[str], lacking: str, log: list[Event]
) -> None:
    """Any of what is asked for and none of what is excluded, under all else that the query asks."""
    query = freeze(query, NOW_US, "UTC")
    choice = Choice(
        tuple(_pick(facet, text) for text in included) + ((Pick(facet.field),) if lacking == "included" else ()),
        tuple(_pick(facet, text) for text in excluded if text not in included)
        + ((Pick(facet.field),) if lacking == "excluded" else ()),
    )
    found = narrowed(query, facet, choice)
    rest = others(query, facet)
    for event in log:
        asked = not choice.included or any(clause_of(pick).matches(event) for pick in choice.included)
        hidden = any(clause_of(pick).matches(event) for pick in choice.excluded)
        assert found.matches(event) == (rest.matches(event) and asked and not hidden)
    assert parse(str(found)) == found


def test_including_and_excluding_take_turns() -> None:
    """A value is asked for, or excluded, or neither; never both."""
    pick = _pick(BY_ID["role"], "x")
    assert NO_CHOICE.include(pick).include(pick) == NO_CHOICE
    assert NO_CHOICE.exclude(pick).include(pick) == Choice((pick,))
    assert NO_CHOICE.include(pick).exclude(pick) == Choice((), (pick,))

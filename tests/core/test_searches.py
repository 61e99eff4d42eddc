"""What is remembered of searches, and what is not."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from auditui.core.language import parse
from auditui.core.searches import MOST, as_lines, from_lines, with_search


def test_the_latest_is_last_and_stands_there_once() -> None:
    """Searching again moves a text to the end; the empty query is no search."""
    texts = [*with_search(["a", "b"], parse("a"))]
    assert texts == ["b", "a"]
    assert with_search(texts, parse("")) == texts


def test_only_so_many_are_kept() -> None:
    """The oldest fall out."""
    texts = [str(number) for number in range(MOST)]
    assert with_search(texts, parse("new")) == [*texts[1:], "new"]


def test_secrets_are_not_remembered() -> None:
    """A secret inside a text is hidden; a search for the value of a secret field is not kept at all."""
    assert with_search([], parse('"Authorization: Bearer abcdef1234567890abcdef"')) != []
    assert "abcdef1234567890" not in "".join(with_search([], parse('"Authorization: Bearer abcdef1234567890abcdef"')))
    assert with_search(["a"], parse("details.request.password:hunter2")) == ["a"]
    assert with_search(["a"], parse("user:ana (-after.api_key:k OR b)")) == ["a"]


@given(st.lists(st.text(min_size=1, max_size=30), max_size=20))
def test_a_file_gives_back_what_was_written(texts: list[str]) -> None:
    """Also line breaks, quotes and lone surrogates, without leaving plain JSON lines."""
    written = as_lines(texts)
    assert from_lines(written) == texts
    assert written.isascii() and written.count("\n") == len(texts)


def test_lines_of_somebody_else_are_left_out() -> None:
    """A damaged file costs what is damaged, not the start."""
    assert from_lines('"a"\n{"b": 1}\nrubbish\n""\n"c"\n' + '"' + "x" * 5000 + '"') == ["a", "c"]

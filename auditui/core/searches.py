"""What was searched for before: a bounded list of query texts without secrets, the latest last.

A file of it holds one JSON string a line.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Final

from auditui.core.fields import split_path
from auditui.core.query import EVERYTHING, Query, Term
from auditui.core.redact import DEFAULT, Redactor

MOST: Final = 200
"""Searches that are kept."""
LONGEST: Final = 4096
"""Characters of one search: as many as a query may have."""


def with_search(texts: Sequence[str], query: Query, redactor: Redactor = DEFAULT) -> list[str]:
    """The texts and this query as the last; as they are where nothing, or a secret's value, is asked for."""
    if query == EVERYTHING or any(_is_secret(term, redactor) for term in _terms(query)):
        return [*texts]
    text = redactor.text(str(query))
    return [*(one for one in texts if one != text), text][-MOST:]


def _is_secret(term: Term, redactor: Redactor) -> bool:
    """Whether a value of a secret is asked for: `details.password:hunter2`."""
    below = split_path(term.field)
    return below is not None and any(map(redactor.is_secret, below[1].split(".")))


def _terms(query: Query) -> Iterator[Term]:
    if isinstance(query, Term):
        yield query
    for part in query.parts_within():
        yield from _terms(part)


def as_lines(texts: Sequence[str]) -> str:
    """The file's text."""
    return "".join(f"{json.dumps(text)}\n" for text in texts)


def from_lines(text: str) -> list[str]:
    """The searches of a file's text; lines that are none of ours are left out."""
    return [found for line in text.splitlines()[-MOST:] if (found := _search_in(line))]


def _search_in(line: str) -> str:
    try:
        found = json.loads(line)
    except ValueError:
        return ""
    return found if isinstance(found, str) and len(found) <= LONGEST else ""

"""What may be typed next. Knows no Textual, since the first page is asked for before Textual is imported."""

from __future__ import annotations

from typing import NamedTuple


class Choice(NamedTuple):
    """A text to put in, and how many events have it where that is known."""

    text: str
    events: int | None = None

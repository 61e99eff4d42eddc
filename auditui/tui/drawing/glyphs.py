"""The signs that the table draws, in two sets: one for most terminals, one of ASCII alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from auditui.core.shown import VERB_SIGNS


@dataclass(frozen=True, slots=True)
class Glyphs:
    """Every sign is one cell wide. `verbs` has a sign for each verb that has a badge of its own."""

    closed: str
    open: str
    guide: str
    guide_end: str
    snippet: str
    details: str
    copy: str
    ascending: str
    descending: str
    more: str
    missing: str
    thumb: str
    added: str
    removed: str
    changed: str
    dot: str
    bookmark: str
    verbs: Mapping[str, str]


UNICODE: Final = Glyphs(
    closed="▸", open="▾", guide="│", guide_end="╰", snippet="╰", details="⋯", copy="❐", ascending="↑", descending="↓",
    more="›", missing="—", thumb="▐", added="+", removed="−", changed="~", dot="·", bookmark="◆",
    verbs=VERB_SIGNS,
)  # fmt: skip

ASCII: Final = Glyphs(
    closed=">", open="v", guide="|", guide_end="`", snippet="`", details="?", copy="c", ascending="^", descending="v",
    more=">", missing="-", thumb="#", added="+", removed="-", changed="~", dot="-", bookmark="*",
    verbs={
        "create": "+", "update": "~", "delete": "x", "login": ">", "logout": "<", "view": "o", "sync": "=",
        "export": "v", "import": "^", "archive": "#", "restore": "@", "grant": "*",
    },
)  # fmt: skip

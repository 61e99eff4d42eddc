"""Texts in records that spell out structures, found by column and opened."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

from auditui.formats.cells import structure_in
from auditui.formats.columns import ONLY_TEXT, Column
from auditui.formats.paths import Path, finder
from auditui.formats.records import Value

OPENERS: Final = ("{", "[")
YAML_NAME: Final = re.compile(
    r".*\b(?:object|chang\w*|diff|delta|audited|modifications|values?|attributes|properties|data|params|parameters|"
    r"details|metadata|payload|options|settings|old|new|before|after|previous|was)\b[^/]*"
)
"""Under which YAML is looked for; elsewhere a line of dashes begins a text."""


def texts_to_expand(columns: Sequence[Column]) -> tuple[Path, ...]:
    """Paths to texts that nearly always spell out an object or a list."""
    found = []
    for column in columns:
        if str not in column.kinds or not column.is_plain or not _holds_opener(column):
            continue
        likely = [
            value
            for value in column.values
            if value.__class__ is str and (value.lstrip()[:1] in OPENERS or value[:3] == "---")
        ]
        if not likely:
            continue
        if likely[0][:3] == "---" and YAML_NAME.fullmatch(column.words) is None:
            continue
        if len(likely) * 2 < sum(1 for value in column.values if isinstance(value, str) and value):
            continue
        if sum(1 for text in likely if structure_in(text) is not None) * 2 >= len(likely):
            found.append(column.path)
    return tuple(found)


def _holds_opener(column: Column) -> bool:
    """Whether what begins a structure stands anywhere in the texts of a column: all of them are asked at once."""
    text = "".join(column.values if column.kinds == ONLY_TEXT else filter(_is_text, column.values))
    return "{" in text or "[" in text or "---" in text


def _is_text(value: Value) -> bool:
    return value.__class__ is str


def with_structures(record: dict[str, Any], paths: Sequence[Path]) -> dict[str, Any]:
    """A record with the texts at some paths opened; its objects are new, it is not changed."""
    made = _thin_copy(record)
    for path in paths:
        value, place = finder(path)(made)
        structure = structure_in(value) if place and isinstance(value, str) else None
        if structure is not None and place:
            place[0][place[1]] = structure
    return made


def _thin_copy(value: dict[str, Any]) -> dict[str, Any]:
    return {key: _thin_copy(inner) if isinstance(inner, dict) else inner for key, inner in value.items()}

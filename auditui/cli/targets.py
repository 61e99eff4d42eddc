"""Files that commands make: what their names ask for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final, TypeVar

from auditui.core.errors import UsageError

ENDINGS: Final = {"txt": "text", "markdown": "md", "ndjson": "jsonl"}
"""Endings that are not the name of a format, and the format that they mean where a command has it."""
_Format = TypeVar("_Format", bound=str)


def format_of(out: Path, formats: Sequence[_Format], standard: _Format) -> _Format:
    """The format that the name of a file asks for; `standard` for standard output, and for a name without an ending.

    Raises:
        UsageError: It asks for none of these, so that nobody gets a file that is not what its name says.
    """
    named = out.suffix.lstrip(".").lower()
    if not named:
        return standard
    found = next((one for one in formats if one in (named, ENDINGS.get(named))), None)
    if found is None:
        known = ", ".join(f".{one}" for one in formats)
        raise UsageError(
            f"{out.suffix} is no format that can be written", where=str(out),
            hint=f"let it end in one of {known}; or say --format",
        )  # fmt: skip
    return found

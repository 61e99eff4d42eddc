"""Which imports are one log: the names of its files differ from day to day."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_COMPRESSION: Final = re.compile(r"\.(?:gz|bz2|xz|zst)(?= |$)")
_ROTATION: Final = re.compile(r"\.[0-9]{1,4}(?= |$)")
_TOKEN: Final = re.compile(r"[0-9A-Za-z]{8,}|[0-9]+(?:[-_.:T][0-9]+)+Z?|[0-9]{4,}")


@lru_cache(maxsize=4096)
def family(origin: str) -> str:
    """The origin with `*` for what changes from file to file: dates, numbers, hashes, rotation, compression.

    `/var/log/app/audit-2026-11-20.json.gz jsonl` and the file of the day before are one family;
    `web1.log` and `web2.log` are two.
    """
    plain = _ROTATION.sub("", _COMPRESSION.sub("", origin))
    return re.sub(r"\*(?:[-_.]?\*)+", "*", _TOKEN.sub(_star, plain))


def _star(found: re.Match[str]) -> str:
    return "*" if any(char.isdigit() for char in found[0]) else found[0]


def pattern(family_name: str) -> str:
    """A wildcard that takes in every origin of a family, with whatever rotation has put behind the file's name."""
    open_ended = family_name.replace(" ", "* ") if " " in family_name else f"{family_name}*"
    return re.sub(r"\*{2,}", "*", open_ended)

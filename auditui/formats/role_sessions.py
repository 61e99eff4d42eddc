"""Who it was that did something in a role: the name of the session, in the address of what was assumed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from auditui.formats.columns import Column
from auditui.formats.plan import Source

ASSUMED: Final = re.compile(r"arn:[\w-]+:sts::\d*:assumed-role/([^/]+)/(.+)")
"""A role, and the name under which somebody, or a machine, took it on."""
SESSION: Final = re.compile(ASSUMED.pattern.replace("([^/]+)", "[^/]+"))
ROLE: Final = re.compile(ASSUMED.pattern.replace("(.+)", ".+"))
IDENTITY: Final = re.compile(r"(?:.*/)?user identity[ /]arn")


def in_roles(columns: Sequence[Column]) -> dict[str, tuple[Source, ...]]:
    """The actor, its id and its role, where identities are such addresses; two who share a role are two."""
    found = (one for one in columns if IDENTITY.fullmatch(one.words) and any(map(ASSUMED.fullmatch, one.look.texts)))
    column = next(found, None)
    if column is None:
        return {}
    session, role = Source(column.path, SESSION), Source(column.path, ROLE)
    return {"actor": (session,), "actor_id": (Source(column.path),), "role": (role,)}

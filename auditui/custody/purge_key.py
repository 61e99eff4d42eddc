"""A keyed hash of what was purged by: who still has the query can show that it was this one, and nobody can guess it.

The key is in the state folder of the person, never in the store: a query is short, and whoever had both could try
names until one fits.
"""

from __future__ import annotations

import hmac
import os
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Final

from auditui.core.errors import AuditError
from auditui.core.query import Query
from auditui.custody.private_files import alone_in, check_file, own_folder

_KEY_BYTES: Final = 32


def key_file() -> Path:
    """Where this person's key is."""
    from platformdirs import user_state_path

    return user_state_path("auditui", appauthor=False) / "purge.key"


def query_mac(query: Query) -> bytes:
    """The hash of a frozen query; empty where no key can be kept."""
    key = _key(key_file())
    return hmac.digest(key, str(query).encode(), sha256) if key else b""


def _key(path: Path) -> bytes:
    with suppress(AuditError, OSError):
        own_folder(path.parent)
        with alone_in(path.parent):
            if not path.exists():
                _make(path)
        check_file(path)
        return path.read_bytes()[:_KEY_BYTES]
    return b""


def _make(path: Path) -> None:
    handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_NOFOLLOW, 0o600)
    with os.fdopen(handle, "wb") as stream:
        stream.write(os.urandom(_KEY_BYTES))

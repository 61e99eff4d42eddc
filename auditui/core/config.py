"""What a person and a machine's administrator have decided about auditui, read from two TOML files.

```toml
[display]
time = "iso"              # iso, dmy (DD-MM-YYYY HH:MM:SS) or relative
zone = "Europe/Berlin"    # an IANA name, UTC or local
page_size = 200           # 50, 100, 200, 500 or 1000
theme = "textual-dark"
ascii = false             # true: no characters outside ASCII in the frame
mouse = true
restore = true            # begin where you left the store

[redaction]
keys = ["salary"]         # further names of secrets
exceptions = ["token_id", "request.headers.cookie"]

[keys]
details = "enter,o"       # action = key or keys

[access]                  # in the system's file alone
owners = ["alice"]        # accounts; a group begins with %
admins = ["bob", "%support"]
group = "audit"           # who may read the files of stores that are made from now on

[journal]
required = true           # nobody looks unless it is on record

[anchors]
folder = "/var/lib/auditui/anchors"   # heads of stores are noted here, too, for everybody's verify
key = "/etc/auditui/signing.pem"      # Ed25519: whoever imports and can read it signs the head
```

The system's file speaks first: what it says of `display`, `keys` and `findings` a person may say otherwise, key by
key; a table about journal, redaction or anchors counts as the system wrote it, and the person's is left
out. Access is the system's alone. That file counts only where nobody but the system can write it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from auditui.core.watching import Watching

SYSTEM_ONLY: Final = frozenset({"access"})
"""Tables that a person's file may not hold."""
SYSTEM_TABLES: Final = frozenset({"access", "journal", "redaction", "anchors"})
"""Tables of which the system's file has the only word when it has one."""

TIME_FORMATS: Final = ("iso", "dmy", "relative")
PAGE_SIZES: Final = (50, 100, 200, 500, 1000)


@dataclass(frozen=True, slots=True)
class Display:
    """How the explorer looks. Empty texts and None: nobody decided."""

    time: str = "iso"
    """One of `TIME_FORMATS`."""
    zone: str = ""
    """As the option `--tz` takes it."""
    page_size: int | None = None
    theme: str = ""
    ascii: bool = False
    mouse: bool = True
    restore: bool = True
    """Begin with the view that the store was left with."""


@dataclass(frozen=True, slots=True)
class Redaction:
    """What else is a secret, and what is none although its name says so; `core.redact.Redactor` takes both."""

    keys: tuple[str, ...] = ()
    exceptions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Access:
    """Who is what on this machine: names of accounts, and of groups with `%` in front."""

    owners: tuple[str, ...] = ()
    admins: tuple[str, ...] = ()
    group: str = ""
    """The group that may read stores made here; empty: their owner alone."""


@dataclass(frozen=True, slots=True)
class Journaling:
    """How auditui keeps record of its own use."""

    required: bool = False
    """Show nothing that cannot be put on record."""


@dataclass(frozen=True, slots=True)
class Anchoring:
    """Where heads are noted beside the person's own folder, and what they are signed with; both may be empty."""

    folder: str = ""
    key: str = ""
    """File of a private key."""


@dataclass(frozen=True, slots=True)
class Config:
    """Both files as one value."""

    display: Display = Display()
    redaction: Redaction = Redaction()
    access: Access | None = None
    """None: the system's file says nothing about it, so whoever owns a store is its Owner."""
    journal: Journaling = Journaling()
    anchors: Anchoring = Anchoring()
    keys: Mapping[str, str] = field(default_factory=dict)
    """Action to key, or to several divided by commas; which actions there are the explorer knows."""
    findings: Watching = field(default_factory=Watching)


def load(user: Path | None = None, system: Path | None = None, *, system_uid: int = 0) -> Config:
    """Read both files; a missing one, or None, decides nothing.

    Args:
        user: The person's file.
        system: The system's file.
        system_uid: The account that the system's file and its folder have to belong to.

    Raises:
        UsageError: A file cannot be read, is not TOML, or holds a table, key or value that does not exist.
        NotPermittedError: Others than `system_uid` can write the system's file or its folder.
    """
    if not any(map(_is_there, (user, system))):
        return Config()
    from auditui.core.config_file import read  # most people have no file

    return read(user, system, system_uid=system_uid)


def _is_there(path: Path | None) -> bool:
    """No only where that is certain: why a file cannot be looked at is for its reader to say."""
    try:
        return path is not None and bool(path.lstat())
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True

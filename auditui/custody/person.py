"""Who runs this process, as the system knows it."""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

LOGIN_UID: Final = Path("/proc/self/loginuid")
"""The account that logged in. Linux keeps it through `su` and `sudo`, and nobody but root can change it."""
UNSET: Final = 2**32 - 1


@dataclass(frozen=True, slots=True)
class Person:
    """An account, and the way by which it came in.

    Rights follow from `uid` and `groups`, which nobody can make up. `address` comes from the
    environment, which its owner can: it is for the record only.
    """

    uid: int
    name: str
    groups: frozenset[int] = frozenset()
    """Numbers of the groups that this process has the rights of."""
    login: str = ""
    """Who logged in, where that is another account than the one that acts."""
    address: str = ""
    """The other end of the SSH connection."""
    terminal: str = ""

    @classmethod
    def present(cls) -> Self:
        """Whoever runs this process."""
        uid = os.geteuid()
        return cls(
            uid, account_name(uid), frozenset({os.getegid(), *os.getgroups()}), _login(uid), _address(), _terminal()
        )

    @property
    def is_root(self) -> bool:
        """Whether the system refuses this account nothing."""
        return self.uid == 0


def account_name(uid: int) -> str:
    """The login name by the user database, else the number; variables such as USER can say anything."""
    import pwd

    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"uid {uid}"


def _login(uid: int) -> str:
    try:
        login = int(LOGIN_UID.read_text(encoding="ascii"))
    except (OSError, ValueError):
        return ""
    return "" if login in {uid, UNSET} else account_name(login)


def _address() -> str:
    """The first word of `SSH_CONNECTION`: address and port there, address and port here."""
    words = os.environ.get("SSH_CONNECTION", "").split()
    return words[0] if words else ""


def _terminal() -> str:
    for stream in (0, 1, 2):
        with contextlib.suppress(OSError):
            return os.ttyname(stream)
    return ""

"""One line to the system's log. The standard library's `syslog` never tells whether anybody took it."""

from __future__ import annotations

import json
import os
import socket
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from auditui.core.event import Json

SOCKETS: Final = (Path("/dev/log"), Path("/var/run/syslog"))
"""Where Linux and macOS listen."""
AUTHPRIV: Final = 10 << 3
NOTICE: Final = 5
WARNING: Final = 4
LONGEST: Final = 1024
"""Characters of one text; a datagram has to stay small enough for everybody on its way."""
_WITHIN: Final = 1.0
"""Seconds that a full socket is waited for."""


def send(said: Mapping[str, Json], *, is_warning: bool = False) -> None:
    """Log one JSON object as one line of ASCII: nothing in it can end the line or pass for another.

    Raises:
        OSError: Nobody listens, or nobody takes it in time.
    """
    level = WARNING if is_warning else NOTICE
    stamp = time.strftime("%b %e %H:%M:%S")
    line = f"<{AUTHPRIV | level}>{stamp} auditui[{os.getpid()}]: {_as_line(said)}".encode("ascii")
    trouble: OSError = FileNotFoundError("nobody listens for the system's log")
    for path in SOCKETS:
        for kind in (socket.SOCK_DGRAM, socket.SOCK_STREAM):
            try:
                return _to(path, kind, line)
            except OSError as error:
                trouble = error if path.exists() else trouble
    raise trouble


def _as_line(said: Mapping[str, Json]) -> str:
    short = {name: value[:LONGEST] if isinstance(value, str) else value for name, value in said.items()}
    return json.dumps(short, ensure_ascii=True, separators=(",", ":"))


def _to(path: Path, kind: int, line: bytes) -> None:
    with socket.socket(socket.AF_UNIX, kind) as end:
        end.settimeout(_WITHIN)
        end.connect(str(path))
        end.sendall(line + (b"\n" if kind == socket.SOCK_STREAM else b""))

"""Copying to where the operator can paste from, and saying what was really done.

Nothing here can know whether a terminal took what it was sent: terminals do not answer, and many
are set to refuse. So each outcome names the way that was taken and claims no more than that.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, Protocol

TERMINAL_LIMIT: Final = 100_000
"""Bytes of base64 that are sent to a terminal at most; more is known to be cut off or dropped."""
_TMUX_SECONDS: Final = 2.0
_DEAF_TERMINALS: Final = ("linux", "vt100", "vt220", "dumb")
"""Terminal types without any clipboard."""


class Sender(Protocol):
    """An app, as far as it matters here: it can send a text to its terminal's clipboard."""

    def copy_to_clipboard(self, text: str) -> None:
        """Send the text by OSC 52."""


@dataclass(frozen=True, slots=True)
class CopyOutcome:
    """What became of a copy. `bytes` is the UTF-8 size of the text; `note` is one sentence for the screen.

    `path_used`: `tmux` (its buffer holds it), `terminal` (it was sent the text, and may ignore it),
    `file` (written, readable by this user alone) or `none` (nothing worked).
    """

    path_used: Literal["tmux", "terminal", "file", "none"]
    bytes: int
    note: str
    file: Path | None = None


def copy(
    text: str, app: Sender, *, environment: Mapping[str, str] | None = None, folder: Path | None = None
) -> CopyOutcome:
    """Copy a text by the best way that there is.

    Inside tmux: into its newest buffer, which tmux offers to the outer terminal too. Elsewhere: OSC 52
    to the terminal. Where neither can hold it: a file in `folder` (the user's state folder).

    Args:
        text: Any text; lone surrogates become U+FFFD.
        app: The app whose terminal is meant.
        environment: In place of the process's own.
        folder: Where the file goes.
    """
    environ = os.environ if environment is None else environment
    data = encoded(text)
    if environ.get("TMUX"):
        outcome = _into_tmux(data, environ)
        if outcome:
            return outcome
    elif fits_terminal(data) and _has_clipboard(environ):
        app.copy_to_clipboard(data.decode())
        size = _size(data)
        return CopyOutcome(
            "terminal", len(data), f"Sent {size} to the terminal's clipboard (OSC 52), if it takes them."
        )
    return _into_file(data, folder or state_folder(), _reason(data, environ))


def encoded(text: str) -> bytes:
    """UTF-8 of any text. Halves of a surrogate pair are joined, lone ones become U+FFFD."""
    try:
        return text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").encode()


def fits_terminal(data: bytes) -> bool:
    """Whether a terminal can be expected to take this much."""
    return 4 * ((len(data) + 2) // 3) <= TERMINAL_LIMIT


def state_folder() -> Path:
    """Where files of this user's sessions are kept."""
    from platformdirs import user_state_path

    return user_state_path("auditui", appauthor=False)


def _has_clipboard(environ: Mapping[str, str]) -> bool:
    """GNU screen swallows OSC 52, and some terminals have no clipboard at all."""
    terminal = environ.get("TERM", "")
    return not environ.get("STY") and not terminal.startswith(("screen", *_DEAF_TERMINALS))


def _into_tmux(data: bytes, environ: Mapping[str, str]) -> CopyOutcome | None:
    """Load tmux's newest buffer; None where tmux is missing or does not answer."""
    size = _size(data)
    if fits_terminal(data) and _load_buffer(["-w"], data, environ):
        note = f"Copied {size} to the tmux buffer (prefix ] pastes) and offered them to the outer terminal."
    elif _load_buffer([], data, environ):
        note = f"Copied {size} to the tmux buffer (prefix ] pastes), not to the outer terminal."
    else:
        return None
    return CopyOutcome("tmux", len(data), note)


def _load_buffer(options: list[str], data: bytes, environ: Mapping[str, str]) -> bool:
    """Whether tmux took the text. `-w` passes it on to the terminal and needs tmux 3.2."""
    try:
        subprocess.run(
            ["tmux", "load-buffer", *options, "-"],
            input=data,
            env=dict(environ),
            timeout=_TMUX_SECONDS,
            check=True,
            capture_output=True,
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return True


def _into_file(data: bytes, folder: Path, reason: str) -> CopyOutcome:
    """Write the text where only this user can read it, in place of what was copied before."""
    from auditui.core.errors import StoreError
    from auditui.custody.private_files import own_folder

    target = folder / "copied.txt"
    try:
        own_folder(folder)
        descriptor, name = tempfile.mkstemp(prefix=".copied-", dir=folder)  # made with mode 0600
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        Path(name).replace(target)
    except (OSError, StoreError) as error:
        return CopyOutcome(
            "none", len(data), f"Nothing was copied: {reason}, and {target} cannot be written ({error})."
        )
    return CopyOutcome("file", len(data), f"{reason[0].upper()}{reason[1:]}; wrote {_size(data)} to {target}", target)


def _reason(data: bytes, environ: Mapping[str, str]) -> str:
    """Why the text went to a file."""
    if environ.get("TMUX"):
        return "tmux did not take it"
    if not fits_terminal(data):
        return f"too much for a terminal's clipboard ({TERMINAL_LIMIT // 1000} kB encoded)"
    return "this terminal has no clipboard that a program can reach"


def _size(data: bytes) -> str:
    return f"{len(data):,} {'byte' if len(data) == 1 else 'bytes'}"

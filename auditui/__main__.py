"""Run auditui with `python -m auditui` or as the installed program."""

from __future__ import annotations

import atexit
import contextlib
import gc
import os
import sys

_SIGNALLED = 128
"""Exit codes from here on tell of a signal."""


def main() -> None:
    """Run the command line."""
    codes: list[object] = []
    atexit.register(_keep, codes)  # before anything else is, so that it comes last
    os.environ.setdefault("PYTHONSAFEPATH", "1")  # for processes that help: the present folder may hold anything
    gc.disable()  # nothing of what an import makes is garbage
    from auditui.cli.main import cli

    gc.freeze()
    gc.enable()
    try:
        cli()
    except SystemExit as ended:
        codes.append(ended.code)
        raise


def _keep(codes: list[object]) -> None:
    """End with the exit code of an interruption, whatever Python makes of it.

    Where a signal comes while a module makes a class from a text, as dataclasses do, Python notes an interruption
    that nobody handled, and in the end kills itself by SIGINT though it was handled all the same (seen in 12 of 60).
    """
    for code in codes:
        if isinstance(code, int) and code >= _SIGNALLED:
            for stream in (sys.stdout, sys.stderr):
                with contextlib.suppress(OSError, ValueError, AttributeError):  # gone, closed or never there
                    stream.flush()
            os._exit(code)


if __name__ == "__main__":
    main()

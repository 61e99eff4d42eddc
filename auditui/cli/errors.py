"""The one place that tells a person what went wrong, and turns it into an exit code."""

from __future__ import annotations

import errno
import io
import os
import sys
import traceback
import unicodedata
from collections.abc import Callable
from typing import Final

import click

from auditui.cli import ending
from auditui.cli.output import abandon, remark
from auditui.core import faults
from auditui.core.errors import AuditError, ExitCode, QueryError
from auditui.core.text import clean

EXCERPT: Final = 60
"""Characters of a query that are shown on either side of the wrong token."""


_NO_ROOM: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def guarded(run: Callable[[], object]) -> int:
    """Run a command to its end, report whatever it raises, and return the exit code.

    A reader that closed the pipe has seen enough: that is silent, and what streams to it ends in success.
    """
    _speak_any_script()
    return ending.exit_code(_code_of(run))


def _code_of(run: Callable[[], object]) -> int:
    try:
        result = run()
        _flush()
    except BrokenPipeError:
        abandon(sys.stdout)
        return ExitCode.DONE
    except BaseException as error:  # noqa: BLE001  the last stop: nothing may reach a user as a traceback
        return _report(error)
    return result if isinstance(result, int) else ExitCode.DONE


def _flush() -> None:
    """Whatever is left to print. A full disk is an error, a closed pipe none."""
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:
        abandon(sys.stdout)


def _speak_any_script() -> None:
    """On a terminal of another encoding, characters that it lacks become escapes, not errors."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")


def _report(error: BaseException) -> int:
    if isinstance(error, click.exceptions.Exit):
        return error.exit_code
    if isinstance(error, SystemExit):
        return error.code if isinstance(error.code, int) else ExitCode.DONE
    if os.environ.get("AUDITUI_DEBUG") == "1":
        remark(*"".join(traceback.format_exception(error)).splitlines())
    if isinstance(error, KeyboardInterrupt | click.Abort):
        remark("auditui: interrupted")
        return ExitCode.INTERRUPTED
    known = _as_audit_error(error)
    remark(f"auditui: {known}")
    if isinstance(known, QueryError) and sys.stderr.isatty():
        remark(*pointed(known))
    if known.hint:
        remark(f"hint: {known.hint}")
    return known.exit_code


def _as_audit_error(error: BaseException) -> AuditError:
    if isinstance(error, AuditError):
        return error
    if isinstance(error, click.UsageError):
        return _usage(error)
    if isinstance(error, click.ClickException):
        return AuditError(error.format_message())
    if isinstance(error, OSError):
        return _of_system(error)
    return faults.end(error)


def _of_system(error: OSError) -> AuditError:
    """An error that nobody foresaw; where it names no file it is about what we write to."""
    said, where = error.strerror or str(error), os.fsdecode(error.filename or "")
    if error.errno in _NO_ROOM:
        _give_up_stdout()
        return AuditError(said, where=where or "standard output", hint="make room where it is written to")
    return AuditError(said, where=where, hint="check the path, and who may read and write it" if where else "")


def _usage(error: click.UsageError) -> AuditError:
    command = error.ctx.command_path if error.ctx else "auditui"
    found = AuditError(" ".join(error.format_message().split()).rstrip("."), hint=f"see {command} --help")
    found.exit_code = ExitCode.USAGE
    return found


def pointed(error: QueryError) -> tuple[str, str]:
    """The part of the query around the mistake, and carets under the wrong token; both indented."""
    start = max(0, error.start - EXCERPT)
    end = min(len(error.text), error.end + EXCERPT)
    lead = ("…" if start else "") + clean(error.text[start : error.start])
    token = clean(error.text[error.start : error.end][:EXCERPT])
    rest = clean(error.text[error.end : end]) + ("…" if end < len(error.text) else "")
    return f"  {lead}{token}{rest}", f"  {' ' * _cells(lead)}{'^' * max(1, _cells(token))}"


def _cells(text: str) -> int:
    """Terminal cells that clean text takes, near enough to place a caret."""
    wide = sum(unicodedata.east_asian_width(one) in "WF" for one in text)
    marks = sum(unicodedata.combining(one) > 0 for one in text)
    return len(text) + wide - marks


def _give_up_stdout() -> None:
    """What could not be written would be tried again, and complained about, when Python tidies up."""
    try:
        sys.stdout.flush()
    except OSError:
        abandon(sys.stdout)

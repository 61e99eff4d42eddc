"""The one tree of errors, and the exit codes that it promises.

Every error speaks to the user: what went wrong, where, what was found, and what to do next.
`auditui.cli` has the only place that prints them.
"""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """What the process tells its caller."""

    DONE = 0
    FAILED = 1
    USAGE = 2
    REJECTED = 3
    UNRECOGNISED = 4
    STORE = 5
    VERIFY = 6
    FAIL_ON = 8
    NOT_PERMITTED = 77
    INTERRUPTED = 130


class AuditError(Exception):
    """Something the user has to know about.

    Attributes:
        problem: One line: what happened and what was found. It may quote log text or a file name;
            whoever prints it to a terminal passes it through `core.text.clean` first.
        where: File, file and line, or option that it happened at; empty when it is nowhere special.
        hint: What to do next; one line, may be empty.
        exit_code: What the process ends with when nobody handles the error.
    """

    exit_code: ExitCode = ExitCode.FAILED

    def __init__(self, problem: str, *, where: str = "", hint: str = "") -> None:
        super().__init__(f"{where}: {problem}" if where else problem)
        self.problem = problem
        self.where = where
        self.hint = hint


class UsageError(AuditError):
    """The command line, an option or a setting cannot be used as it was given."""

    exit_code = ExitCode.USAGE


class QueryError(UsageError):
    """The query text cannot be understood.

    Attributes:
        text: The whole query text.
        start: Offset in `text` of the first character of the wrong token.
        end: Offset behind its last character; equal to `start` where something is missing.
    """

    def __init__(self, problem: str, *, text: str, start: int, end: int, hint: str = "") -> None:
        super().__init__(problem, where=f"query, column {start + 1}", hint=hint)
        self.text = text
        self.start = start
        self.end = end


class RecordError(AuditError):
    """One record cannot become an event. The import goes on; the record is kept among the rejects."""

    exit_code = ExitCode.REJECTED


class UnrecognisedError(AuditError):
    """Nothing in the input looks like a log."""

    exit_code = ExitCode.UNRECOGNISED


class StoreError(AuditError):
    """The store cannot be used: missing, locked, truncated, foreign, newer or read-only."""

    exit_code = ExitCode.STORE


class DiskFullError(StoreError):
    """The disk, a quota or a limit for files is in the way. The store itself is fine."""

    exit_code = ExitCode.FAILED


class VerifyError(AuditError):
    """The evidence does not add up."""

    exit_code = ExitCode.VERIFY


class NotPermittedError(AuditError):
    """This account may not do that."""

    exit_code = ExitCode.NOT_PERMITTED


class InterruptedQueryError(AuditError):
    """A query was stopped on purpose (`Store.interrupt`), because a newer one replaced it or the program ends."""

    exit_code = ExitCode.INTERRUPTED

"""The one printer of errors."""

from __future__ import annotations

import errno

import click
import pytest

from auditui.cli.errors import guarded, pointed
from auditui.core.errors import AuditError, ExitCode, NotPermittedError, QueryError, StoreError, UsageError


def raising(error: BaseException) -> int:
    def run() -> None:
        raise error

    return guarded(run)


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (AuditError("x"), 1),
        (UsageError("x"), 2),
        (StoreError("x"), 5),
        (NotPermittedError("x"), 77),
        (click.UsageError("x"), 2),
        (click.ClickException("x"), 1),
        (OSError(errno.ENOSPC, "No space left on device"), 1),
        (KeyboardInterrupt(), 130),
        (click.Abort(), 130),
        (ValueError("x"), 1),
        (MemoryError(), 1),
        (click.exceptions.Exit(3), 3),
        (SystemExit(143), 143),
    ],
)
def test_every_error_has_its_exit_code(error: BaseException, code: int) -> None:
    """Scripts tell by the code what happened."""
    assert raising(error) == code


def test_a_command_that_ends_well_is_done() -> None:
    """Returning nothing means success; a returned code is passed on."""
    assert guarded(lambda: None) is ExitCode.DONE
    assert guarded(lambda: ExitCode.REJECTED) is ExitCode.REJECTED


def test_a_problem_and_a_hint_are_one_line_each(capsys: pytest.CaptureFixture[str]) -> None:
    """Where, what, and what to do next, on standard error; standard output stays data."""
    raising(StoreError("there is no such store", where="a.db", hint="auditui import FILE makes it"))
    out, err = capsys.readouterr()
    assert out == ""
    assert err == "auditui: a.db: there is no such store\nhint: auditui import FILE makes it\n"


def test_a_bug_is_one_line_that_can_be_reported(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """No traceback reaches a user who did not ask for one, and no text of the error, which may be a log's."""
    monkeypatch.delenv("AUDITUI_DEBUG", raising=False)
    raising(KeyError("gone"))
    err = capsys.readouterr().err
    assert "Traceback" not in err
    assert err.startswith("auditui: test_errors.py:")
    assert "this is a fault of auditui itself (KeyError)" in err
    assert "gone" not in err
    monkeypatch.setenv("AUDITUI_DEBUG", "1")
    raising(KeyError("gone"))
    assert "Traceback" in capsys.readouterr().err


def test_line_breaks_in_a_problem_do_not_make_lines(capsys: pytest.CaptureFixture[str]) -> None:
    """A file name cannot forge a second message."""
    raising(AuditError("x", where="a\nauditui: all is well\x1b[2J"))
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_carets_stand_under_the_wrong_token() -> None:
    """The mistake is shown where it is."""
    error = QueryError("no field", text="status:404 usr:alice", start=11, end=14)
    assert pointed(error) == ("  status:404 usr:alice", "             ^^^")


def test_something_missing_gets_one_caret_behind_the_text() -> None:
    """An open quote is missed at the end."""
    error = QueryError("open quote", text='"abc', start=4, end=4)
    assert pointed(error) == ('  "abc', "      ^")


def test_carets_count_cells_not_characters() -> None:
    """Wide letters before the mistake, and controls made visible, move the caret along."""
    error = QueryError("x", text="日本\x1b bad", start=4, end=7)
    assert pointed(error) == ("  日本␛ bad", "        ^^^")


def test_a_long_query_is_cut_around_the_mistake() -> None:
    """Four thousand characters are not thrown at a person."""
    text = "a" * 2000 + " bad " + "b" * 2000
    first, second = pointed(QueryError("x", text=text, start=2001, end=2004))
    assert len(first) < 140
    assert first[second.index("^") :].startswith("bad ")

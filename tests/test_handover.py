"""Exports as files, streams and text for a person."""

from __future__ import annotations

import io
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest

from auditui.core.errors import AuditError, ExitCode, UsageError
from auditui.core.event import Event
from auditui.core.query import Query
from auditui.core.view import COLUMNS, AsOf, Sort
from auditui.formats.to_jsonl import FIELDS
from auditui.handover import (
    BUFFER,
    TEXT_FORMATS,
    Export,
    Format,
    export,
    fields_of,
    parse_export_columns,
    placed,
    to_file,
    to_stream,
    to_terminal,
)
from auditui.store.base import Store


def names_in(folder: Path) -> list[str]:
    return [file.name for file in folder.iterdir()]


def failing_lines() -> Iterator[str]:
    yield "first\n"
    raise AuditError("the store went away")


def test_a_file_is_private_and_complete(tmp_path: Path) -> None:
    """Exported logs are for the eyes of whoever exported them, whatever their umask says."""
    before = os.umask(0)
    try:
        to_file(["a\n", "b\n"], tmp_path / "out.csv")
    finally:
        os.umask(before)
    assert (tmp_path / "out.csv").read_bytes() == b"a\nb\n"
    assert stat.S_IMODE((tmp_path / "out.csv").stat().st_mode) == 0o600
    assert names_in(tmp_path) == ["out.csv"]


def test_nothing_is_on_disk_before_there_is_something_to_write(tmp_path: Path) -> None:
    """A long count or a PDF that is being drawn may end with the process, and no part of a file stays."""
    seen: list[list[str]] = []

    def lines() -> Iterator[str]:
        seen.append(names_in(tmp_path))
        yield "x" * BUFFER
        seen.append(names_in(tmp_path))
        yield "y"

    to_file(lines(), tmp_path / "out.csv")
    assert seen[0] == [] and len(seen[1]) == 1
    assert (tmp_path / "out.csv").stat().st_size == BUFFER + 1


def test_an_existing_file_needs_force(tmp_path: Path) -> None:
    """Nothing is written over unasked; the refusal says which option replaces it."""
    target = tmp_path / "out.csv"
    target.write_text("precious")
    with pytest.raises(AuditError, match="is there already") as caught:
        to_file(["new"], target)
    assert (caught.value.exit_code, caught.value.hint) == (ExitCode.FAILED, "--force replaces it")
    assert target.read_text() == "precious"
    to_file(["new"], target, force=True)
    assert target.read_text() == "new"
    assert stat.S_IMODE(target.stat().st_mode) == 0o600


def test_a_file_that_came_up_meanwhile_stays(tmp_path: Path) -> None:
    """The check before a long export is not the last word."""
    target = tmp_path / "out.csv"
    with pytest.raises(AuditError, match="is there already"), placed(target) as beside:
        beside.write_text("mine")
        target.write_text("theirs")
    assert target.read_text() == "theirs"
    assert names_in(tmp_path) == ["out.csv"]


@pytest.mark.parametrize("force", [False, True])
def test_a_symbolic_link_is_never_followed(tmp_path: Path, force: bool) -> None:
    """A link planted at the target must not decide what gets written over."""
    (tmp_path / "victim").write_text("precious")
    (tmp_path / "out.csv").symlink_to(tmp_path / "victim")
    with pytest.raises(AuditError, match="is a symbolic link"):
        to_file(["new"], tmp_path / "out.csv", force=force)
    assert (tmp_path / "victim").read_text() == "precious"


def test_only_regular_files_are_replaced(tmp_path: Path) -> None:
    """Renaming over a pipe or a device would break whoever uses it."""
    os.mkfifo(tmp_path / "pipe")
    for target in (tmp_path / "pipe", tmp_path):
        with pytest.raises(AuditError, match="is no regular file"):
            to_file(["new"], target, force=True)
    assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)


def test_a_failed_export_leaves_nothing(tmp_path: Path) -> None:
    """Neither half a file under the final name nor rubbish beside it; an old one stays as it was."""
    (tmp_path / "out.csv").write_text("old")
    with pytest.raises(AuditError, match="the store went away"):
        to_file(failing_lines(), tmp_path / "out.csv", force=True)
    assert names_in(tmp_path) == ["out.csv"]
    assert (tmp_path / "out.csv").read_text() == "old"


def test_a_folder_that_is_missing_is_named(tmp_path: Path) -> None:
    """The folder, since the file would be right."""
    with pytest.raises(AuditError, match=r"no: there is no such folder"):
        to_file(["new"], tmp_path / "no" / "out.csv")


def test_a_stream_gets_exact_bytes() -> None:
    """A pipe is data: nothing is cleaned, nothing is re-encoded, line ends stay."""
    stream = io.BytesIO()
    to_stream(["a\x1b[2J\r\n", "ü\n"], stream)
    assert stream.getvalue() == "a\x1b[2J\r\nü\n".encode()


def test_a_terminal_gets_clean_lines() -> None:
    """A record with controls and line breaks inside is one harmless line."""
    stream = io.StringIO()
    to_terminal(['a\x1b]0;x\x07,"b\nc"\r\n', "d\n"], stream)
    assert stream.getvalue() == 'a␛]0;x␇,"b␊c"\nd\n'


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("", ()),
        ("api", ("at", "action", "status", "entity_type", "ip", "took_ms")),
        ("changes", ("at", "actor", "email", "action", "entity_type", "entity_id", "entity_name", "ip")),
        ("ip,changes", ("ip", "changes")),
        (" ip, took,ip,user ", ("ip", "took_ms", "actor", "email")),
        ("seq,api", ("seq", "at", "action", "status", "entity_type", "ip", "took_ms")),
        ("details,took_ms,desc", ("details", "took_ms", "description")),
        ("details.a.b,before.plan", ("details.a.b", "before.plan")),
        (",".join(FIELDS), FIELDS),
    ],
)
def test_columns_are_those_of_the_explorer_and_all_fields(text: str, fields: tuple[str, ...]) -> None:
    """Whatever the explorer takes for its columns, an export of the same command line takes too."""
    assert fields_of(parse_export_columns(text)) == fields


def test_every_column_of_the_explorer_can_be_exported() -> None:
    """None of them leads to a field that an export does not have."""
    assert set(fields_of(COLUMNS)) <= set(FIELDS)


def test_an_unknown_column_is_named_with_its_place() -> None:
    """Also behind names that only exports have."""
    with pytest.raises(UsageError, match="'colour', number 3 of the list, is no column"):
        parse_export_columns("took_ms,ip,colour")


class Endless:
    """Just as much of a store as an export asks for: it never runs out of events, and counts those it gave."""

    given = 0
    closed = False

    def snapshot(self) -> AsOf:
        return AsOf(1)

    def events(self, query: Query, sort: Sort, as_of: AsOf) -> Iterator[Event]:
        assert as_of == AsOf(1)
        self.held = self._events()  # as a traceback would hold it
        return self.held

    def _events(self) -> Iterator[Event]:
        try:
            while True:
                self.given += 1
                yield Event(at_us=0, seq=self.given)
        finally:
            self.closed = True


@pytest.mark.parametrize("form", TEXT_FORMATS)
def test_an_export_streams(form: Format) -> None:
    """Lines come as events do, so memory does not grow with their number; stopping early lets go of the store."""
    store = Endless()
    lines = export(cast("Store", store), Export(format=form))
    for _ in range(100):
        next(lines)
    assert store.given <= 102
    lines.close()
    assert store.closed


@pytest.mark.parametrize(("form", "more"), [("csv", 1), ("jsonl", 0), ("json", 2)])
def test_a_limit_ends_an_export(form: Format, more: int) -> None:
    """Header and brackets are not counted."""
    assert len(list(export(cast("Store", Endless()), Export(format=form, limit=3)))) == 3 + more

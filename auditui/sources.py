"""What an import comes to: the places that the user named, the streams in them, and what cannot be opened."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from auditui.ahead import Found
from auditui.core.errors import AuditError, ExitCode
from auditui.core.redact import DEFAULT, Redactor
from auditui.formats.containers import STANDARD_INPUT, find_sources, open_path, open_standard_input
from auditui.formats.inputs import Input, NoFileError, SourceError, as_text
from auditui.formats.reading import ReadOptions
from auditui.import_report import FileReport, ImportReport
from auditui.store import is_store

AUTOMATIC: Final = ReadOptions()


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """How files come in.

    Attributes:
        read: How they are read.
        origin: What standard input is called.
        strict: Stop at the first reject.
        follow: Go on with what is appended to the (one) file later.
        redactor: What is secret.
    """

    read: ReadOptions = AUTOMATIC
    origin: str = ""
    strict: bool = False
    follow: bool = False
    redactor: Redactor = DEFAULT


def places(sources: Sequence[str]) -> Iterator[Found]:
    """What the sources name, place by place."""
    for source in sources:
        is_folder = os.path.isdir(source)  # noqa: PTH112  Path.is_dir raises where nobody may look
        is_named, is_empty = source == STANDARD_INPUT or not is_folder, True
        try:
            for place in find_sources([source]):
                is_empty = False
                if isinstance(place, SourceError):
                    yield Found(place.where, failure=_failure(place.where, place))
                else:
                    yield Found(place, is_named)
        except SourceError as error:
            is_empty = False
            yield Found(source, failure=_failure(source, error))
        if is_empty:
            hint = "hidden files are left out; name the folder that the logs are in"
            problem = "there are no files in this folder"
            yield Found(source, failure=FileReport(as_text(source), problem=problem, hint=hint))


def inputs(found: Iterator[Found], options: ImportOptions, report: ImportReport) -> Iterator[Input]:
    """Every stream of the places; those that cannot be opened go into the report."""
    for place, is_named, failure in found:
        if failure is not None:
            report.files.append(failure)
            continue
        for opened in _streams(place, options, report, is_named=is_named):
            opened.is_named = is_named
            opened.name = options.redactor.text(opened.name)  # it is kept as the origin, and files are named by people
            yield opened


def _streams(found: Path | str, options: ImportOptions, report: ImportReport, *, is_named: bool) -> Iterator[Input]:
    if isinstance(found, str):
        try:
            yield open_standard_input(options.origin)
        except SourceError as error:
            report.files.append(_failure(options.origin, error))
        return
    if not is_named and _is_part_of_store(found):
        return
    if _is_store(found):
        report.files.append(_a_store(found, is_named=is_named))
        return
    try:
        yield from open_path(found, follow=options.follow)
    except NoFileError as error:
        report.files.append(replace(_failure(str(found), error), skipped=not is_named))
    except SourceError as error:
        report.files.append(_failure(str(found), error))


BESIDE_STORES: Final = ("-wal", "-shm", "-journal")
"""What SQLite puts behind the name of a store while that is open."""


def _is_part_of_store(found: Path) -> bool:
    """Whether a file is what SQLite keeps beside a store, which is told of itself."""
    ending = next((ending for ending in BESIDE_STORES if found.name.endswith(ending)), "")
    return bool(ending) and _is_store(found.with_name(found.name.removesuffix(ending) or found.name))


def _is_store(path: Path) -> bool:
    return os.path.isfile(path) and is_store(path)  # noqa: PTH113  Path.is_file raises where nobody may look


def _a_store(found: Path, *, is_named: bool) -> FileReport:
    named = shlex.quote(str(found))
    hint = f"auditui --db {named} opens it, auditui export --db {named} writes its events as a log"
    said = "this is a store of auditui, not a log"
    return FileReport(
        as_text(str(found)), problem=said, hint=hint, exit_code=ExitCode.UNRECOGNISED, skipped=not is_named
    )


def _failure(name: str, error: AuditError) -> FileReport:
    return FileReport(as_text(name), problem=error.problem, hint=error.hint, exit_code=error.exit_code)


def sizes_of(sources: Sequence[str]) -> int:
    """Bytes of all files that will be read, as far as they are known; for time left."""
    total = 0
    for source in sources:
        if source == STANDARD_INPUT:
            continue
        with suppress(SourceError):
            for found in find_sources([source]):
                if isinstance(found, Path):
                    with suppress(OSError):
                        total += found.stat().st_size
    return total

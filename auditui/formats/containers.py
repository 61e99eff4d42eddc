"""From what the user named to streams of bytes: files, folders, patterns, archives, standard input.

Every stream is an iterator of blocks of bytes; None among them means that the input has paused. Nothing is
extracted to disk, and nothing is held but one block.
"""

from __future__ import annotations

import errno
import glob
import os
import re
import select
import shlex
import stat
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import IO, Final

from auditui.core.errors import UsageError
from auditui.formats.compression import MAX_RATIO, RATIO_FROM, decompressed
from auditui.formats.inputs import BLOCK, Blocks, Input, NoFileError, SourceError

PAUSE_SECONDS: Final = 0.3
"""How long a pipe may stay silent before what came so far is handed on."""
STANDARD_INPUT: Final = "-"


def find_sources(sources: Sequence[str]) -> Iterator[Path | str | SourceError]:
    """Files named by paths, folders (with all below) and patterns, and `-`; in the order given, folders by name.

    An error among them stands for a folder below that cannot be read; the rest follows.

    Raises:
        SourceError: when one of them names nothing; sources found before it have been yielded.
    """
    for source in sources:
        if source == STANDARD_INPUT:
            yield source
            continue
        if not source:
            raise SourceError("this is an empty name", where="SOURCE", hint="name a file; . is the folder you are in")
        if _exists(source):
            yield from _files_at(source)
            continue
        matches = sorted(glob.glob(source, recursive=True))  # noqa: PTH207  # absolute patterns are allowed
        if not matches:
            raise SourceError("no such file", where=source, hint="check the path; folders and patterns work too")
        for match in matches:
            yield from _files_at(match)


def _exists(source: str) -> bool:
    """Whether a path names anything, a link that leads nowhere too. Raises `SourceError` where nobody may look."""
    try:
        os.lstat(source)
    except PermissionError as error:
        hint = "ask its owner, or import it as an account that may look into that folder"
        raise SourceError(_reason(error), where=source, hint=hint) from error
    except (OSError, ValueError):
        return False
    return True


def _files_at(name: str) -> Iterator[Path | SourceError]:
    if os.path.isdir(name):  # noqa: PTH112  Path.is_dir raises where nobody may look
        yield from _files_below(name)
    else:
        yield Path(name)


def _files_below(folder: str) -> Iterator[Path | SourceError]:
    """All but folders, the oldest first as far as names tell; hidden ones (AppleDouble `._x`) are no logs.

    By names alone, so that the first file is read before the last is found, and no more than the names of one folder
    are held. Nothing hangs on it but the numbers (`seq`) of events: whoever asks gets them by time. No links to
    folders are followed. What is no regular file is yielded too: whoever opens it says so.
    """
    closed: list[SourceError] = []
    for here, folders, names in os.walk(folder, onerror=lambda error: closed.append(_closed(error))):
        yield from closed
        closed.clear()
        folders[:] = sorted((name for name in folders if not name.startswith(".")), key=_in_time)
        for name in sorted(names, key=_in_time):
            if not name.startswith("."):
                yield Path(here, name)
    yield from closed


def _closed(error: OSError) -> SourceError:
    hint = "ask its owner, or import it as an account that may list this folder"
    return SourceError(f"this folder cannot be listed ({_reason(error)})", where=str(error.filename), hint=hint)


ROTATED: Final = re.compile(r"(?P<stem>.+?)\.(?P<number>\d{1,3})(?:\.(?:gz|bz2|xz|zst))?")
NUMBERS: Final = re.compile(r"(\d+)")


def _in_time(name: str) -> tuple[list[tuple[int, str]], int]:
    """A key that puts names in the order of time: `x9` before `x10`, and `log.2.gz` before `log.1` before `log`."""
    rotated = ROTATED.fullmatch(name)
    stem, turns = (rotated["stem"], int(rotated["number"])) if rotated else (name, 0)
    parts = [(int(part), "") if part.isdecimal() else (-1, part) for part in NUMBERS.split(stem) if part]
    return parts, -turns


def open_path(path: Path, *, follow: bool = False) -> Iterator[Input]:
    """The streams of one file: one, or one for each member of a zip archive.

    Raises:
        SourceError: It is missing, no regular file, or may not be read.
    """
    try:
        kind = path.stat()
        _refuse_specials(path, kind.st_mode)
        start = _start_of(path, kind.st_mode)
        if start.startswith(b"PK\x03\x04"):
            yield from _zip_members(path)
            return
        stream = path.open("rb", buffering=0)
    except OSError as error:
        if error.errno in (errno.ENOENT, errno.ELOOP) and path.is_symlink():
            hint = f"it points to {shlex.quote(os.readlink(path))}"  # noqa: PTH115  as it is written
            raise NoFileError("this link leads nowhere", where=str(path), hint=hint) from error
        raise SourceError(_reason(error), where=str(path), hint=_way_out(error, path)) from error
    is_file = stat.S_ISREG(kind.st_mode)
    opened = Input(str(path), iter(()), path if is_file else None, kind.st_size if is_file else None)
    with stream:
        raw = _file_blocks(stream, opened, follow=follow) if is_file else _pipe_blocks(stream.fileno(), opened)
        opened.blocks = decompressed(raw, opened)
        yield from _unpacked(opened, start)


def _unpacked(opened: Input, start: bytes) -> Iterator[Input]:
    """The stream, or the files in it when it is a tar archive."""
    from auditui.formats.tarballs import is_tar, tar_members

    if is_tar(opened.name, start):
        yield from tar_members(opened.name, opened.blocks, opened)
    else:
        yield opened


def open_standard_input(name: str, descriptor: int = 0) -> Input:
    """Standard input under the name that the user gave it. Raises `SourceError` where the process was given none."""
    if descriptor == 0 and sys.stdin is None:  # its number may be that of any other file now
        hint = "pipe something into it: cat FILE | auditui import - --origin NAME"
        raise SourceError("standard input is closed", where=STANDARD_INPUT, hint=hint)
    opened = Input(name, iter(()))
    opened.blocks = decompressed(_pipe_blocks(descriptor, opened), opened)
    return opened


def _refuse_specials(path: Path, mode: int) -> None:
    if stat.S_ISREG(mode):
        return
    if stat.S_ISFIFO(mode) and str(path).startswith(("/dev/fd/", "/proc/")):
        return  # a shell's <(...)
    kinds: list[tuple[Callable[[int], bool], str]] = [
        (stat.S_ISFIFO, "a named pipe"),
        (stat.S_ISDIR, "a folder"),
        (stat.S_ISSOCK, "a socket"),
    ]
    kind = next((word for test, word in kinds if test(mode)), "a device")
    hint = f"to read what it sends: cat {shlex.quote(str(path))} | auditui import - --origin NAME"
    raise NoFileError(f"this is {kind}, not a file", where=str(path), hint=hint)


START: Final = 4096
"""Bytes by which archives are known; compressed ones show the first header of theirs in these."""


def _start_of(path: Path, mode: int) -> bytes:
    if not stat.S_ISREG(mode):
        return b""
    with path.open("rb", buffering=0) as stream:
        return stream.read(START)


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()


def _way_out(error: OSError, path: Path) -> str:
    if isinstance(error, PermissionError):
        return f"ask its owner, or: sudo cat {shlex.quote(str(path))} | auditui import - --origin NAME"
    return "check the path, and the disk that it is on"


def _file_blocks(stream: IO[bytes], opened: Input, *, follow: bool) -> Blocks:
    """Blocks of a regular file; with `follow` what is appended later too, from the start again when it is cut.

    Where another file takes its name (a log is rotated) that is read next, once this one is at its end.
    """
    last, is_replaced = b"\n", False
    try:
        while True:
            opened.check()
            block = _block(stream, opened)
            if block:
                opened.taken += len(block)
                last = block[-1:]
                yield block
            elif not follow or opened.problem:
                return
            elif is_replaced and (newer := _opened_anew(opened)):
                if last != b"\n":
                    yield b"\n"
                stream.close()
                stream, is_replaced = newer, False
            else:
                yield None
                is_replaced = _wait_for_growth(stream, opened)
    finally:
        stream.close()


def _block(stream: IO[bytes], opened: Input) -> bytes:
    try:
        return stream.read(BLOCK)
    except OSError as error:
        opened.problem = f"the file can no longer be read ({_reason(error)})"
        return b""


def _wait_for_growth(stream: IO[bytes], opened: Input) -> bool:
    """Wait a moment; tells whether another file has the name now, and is written to: the old may be until then."""
    import time

    time.sleep(PAUSE_SECONDS)
    here = os.fstat(stream.fileno())
    if here.st_size < stream.tell():
        stream.seek(0)
    try:
        there = opened.path.stat() if opened.path else here
    except OSError:
        return False
    return there.st_size > 0 and not os.path.samestat(here, there)


def _opened_anew(opened: Input) -> IO[bytes] | None:
    """The file that has the name now; None while it may not be read, or is gone again."""
    try:
        return opened.path.open("rb", buffering=0) if opened.path else None
    except OSError:
        return None


def _pipe_blocks(descriptor: int, opened: Input) -> Blocks:
    """Blocks of a pipe as they come; None for every moment that it has been silent."""
    while True:
        opened.check()
        ready, _, _ = select.select([descriptor], [], [], PAUSE_SECONDS)
        if not ready:
            yield None
            continue
        block = os.read(descriptor, BLOCK)
        if not block:
            return
        opened.taken += len(block)
        yield block


def _zip_members(path: Path) -> Iterator[Input]:
    """Members of an archive, streamed; folders, hidden files and archives in archives are left out."""
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError) as error:
        raise SourceError(f"not a readable zip archive ({error})", where=str(path)) from error
    with archive:
        for member in archive.infolist():
            base = member.filename.rsplit("/", 1)[-1]
            if member.is_dir() or base.startswith("."):
                continue
            opened = Input(f"{path}:{member.filename}", iter(()), None, member.file_size)
            opened.blocks = decompressed(_member_blocks(archive, member, opened), opened)
            yield opened


def _member_blocks(archive: zipfile.ZipFile, member: zipfile.ZipInfo, opened: Input) -> Blocks:
    try:
        with archive.open(member) as stream:
            while block := stream.read(BLOCK):
                opened.check()
                opened.taken += len(block)
                if opened.taken > RATIO_FROM and opened.taken > member.compress_size * MAX_RATIO:
                    opened.problem = "this archive member looks like a bomb, the rest is left out"
                    return
                yield block
    except (zipfile.BadZipFile, zlib.error, OSError, RuntimeError, EOFError, NotImplementedError) as error:
        opened.problem = f"the archive member cannot be read ({error})"


def require_origin(sources: Sequence[str], origin: str) -> None:
    """Standard input has no name of its own. Raises `UsageError` when it was given none."""
    if STANDARD_INPUT in sources and not origin:
        raise UsageError("standard input needs a name", where="-", hint="give it one: --origin NAME")

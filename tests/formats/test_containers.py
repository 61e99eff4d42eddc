"""Files, folders, archives and pipes as streams of bytes."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import sys
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from auditui.core.errors import UnrecognisedError, UsageError
from auditui.formats import compression, containers
from auditui.formats.containers import find_sources, open_path, require_origin
from auditui.formats.inputs import Input, SourceError

LOG = b"".join(b'{"n": %d}\n' % n for n in range(20_000))


def read(path: Path) -> tuple[bytes, Input]:
    (opened,) = open_all(path)
    return opened


def open_all(path: Path) -> list[tuple[bytes, Input]]:
    return [(b"".join(block for block in opened.blocks if block), opened) for opened in open_path(path)]


@pytest.mark.parametrize("pack", [bytes, gzip.compress, bz2.compress, lzma.compress])
def test_compression_is_seen_by_content(tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    """A compressed file gives what is in it, whatever it is called, and says how much of it was taken."""
    path = tmp_path / "log.json"
    path.write_bytes(pack(LOG))
    data, opened = read(path)
    assert data == LOG
    assert opened.problem == ""
    assert opened.taken == path.stat().st_size


def test_members_of_one_gzip_follow_each_other(tmp_path: Path) -> None:
    """Two gzip files laid end to end are one stream, as gzip has it."""
    path = tmp_path / "log.gz"
    path.write_bytes(gzip.compress(b"one\n") + gzip.compress(b"two\n"))
    assert read(path)[0] == b"one\ntwo\n"


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_a_truncated_archive_gives_what_is_there(tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    """A cut-off file gives its beginning, and a problem instead of an exception."""
    noise = os.urandom(60_000).hex().encode()
    path = tmp_path / "log.gz"
    path.write_bytes(pack(noise)[:-2000])
    data, opened = read(path)
    assert noise.startswith(data)
    assert "cut off" in opened.problem


def test_a_damaged_archive_says_so(tmp_path: Path) -> None:
    """Bytes that are no gzip data behind the header end the stream with a problem."""
    path = tmp_path / "log.gz"
    path.write_bytes(gzip.compress(LOG)[:40] + os.urandom(2000))
    assert "damaged" in read(path)[1].problem


def test_a_bomb_ends_early(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that grows beyond any log's ratio is left, without holding what it would become."""
    monkeypatch.setattr(compression, "RATIO_FROM", 1 << 20)
    path = tmp_path / "bomb.gz"
    path.write_bytes(gzip.compress(bytes(8 << 20)))
    data, opened = read(path)
    assert len(data) < 3 << 20
    assert "bomb" in opened.problem


def test_a_zip_gives_its_members(tmp_path: Path) -> None:
    """Each file in an archive is a stream of its own; hidden ones (AppleDouble) are none."""
    path = tmp_path / "logs.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a/one.json", b"1")
        archive.writestr("a/._one.json", b"\x00\x05\x16\x07")
        archive.writestr("two.json.gz", gzip.compress(b"2"))
    assert [(data, opened.name) for data, opened in open_all(path)] == [
        (b"1", f"{path}:a/one.json"),
        (b"2", f"{path}:two.json.gz"),
    ]


def test_a_folder_gives_its_files_in_order(tmp_path: Path) -> None:
    """Folders are walked by name; hidden files and folders are left out."""
    for name in ("b.json", "a.json", "sub/c.json", ".hidden", "._a.json", ".git/x"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"")
    names = [str(Path(str(found)).relative_to(tmp_path)) for found in find_sources([str(tmp_path)])]
    assert names == ["a.json", "b.json", "sub/c.json"]
    assert [Path(str(found)).name for found in find_sources([str(tmp_path / "*.json")])] == ["a.json", "b.json"]


def test_what_is_missing_or_no_file_is_one_clear_error(tmp_path: Path) -> None:
    """Missing files, pipes and folders end in an error that says what they are."""
    with pytest.raises(SourceError, match="no such file"):
        list(find_sources([str(tmp_path / "nope")]))
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(SourceError, match="named pipe"):
        open_all(tmp_path / "pipe")
    with pytest.raises(SourceError, match="device"):
        open_all(Path("/dev/zero"))
    (tmp_path / "bad.zip").write_bytes(b"PK\x03\x04 nothing")
    with pytest.raises(SourceError, match="zip"):
        open_all(tmp_path / "bad.zip")


def test_a_pipe_says_when_it_is_silent() -> None:
    """While a pipe has nothing to give the stream yields None, so that what came can be written."""
    out, into = os.pipe()
    opened = containers.open_standard_input("app", out)
    os.write(into, b'{"a": 1}\n' * 3)
    assert next(opened.blocks) == b'{"a": 1}\n' * 3
    assert next(opened.blocks) is None
    os.write(into, b"more")
    os.close(into)
    assert [block for block in opened.blocks if block] == [b"more"]
    os.close(out)


def test_standard_input_needs_a_name() -> None:
    """Without a name its events could not be told from those of another pipe."""
    require_origin(["-"], "app")
    with pytest.raises(UsageError, match="name"):
        require_origin(["-"], "")


def test_the_digest_is_of_the_file_as_it_is(tmp_path: Path) -> None:
    """The digest in the list of imports is what sha256sum says of the file."""
    path = tmp_path / "x"
    path.write_bytes(b"abc")
    ((_, opened),) = open_all(path)
    assert opened.sha256() == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def packed(mode: str, members: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode=mode) as archive:  # type: ignore[call-overload]  # one of four modes
        for name, data in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
        link = tarfile.TarInfo("logs/link.json")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    return stream.getvalue()


@pytest.mark.parametrize("mode", ["w", "w:gz", "w:bz2", "w:xz"])
def test_a_tar_gives_its_files(tmp_path: Path, mode: str) -> None:
    """Packed or not, whatever it is called; compressed members too; links and hidden files are left out."""
    path = tmp_path / ("logs.tar.bz2" if mode == "w:bz2" else "logs.bin")
    members = {"logs/b.json": LOG, "logs/._b.json": b"\0", "a.json.gz": gzip.compress(b"one\n"), "../up.json": b"two\n"}
    path.write_bytes(packed(mode, members))
    found = open_all(path)
    assert [(opened.name, data) for data, opened in found] == [
        (f"{path}:logs/b.json", LOG),
        (f"{path}:a.json.gz", b"one\n"),
        (f"{path}:../up.json", b"two\n"),
    ]


@pytest.mark.parametrize("mode", ["w", "w:gz"])
def test_a_tar_that_is_cut_gives_what_is_there(tmp_path: Path, mode: str) -> None:
    """Whole members come, the cut one says so, or the archive does."""
    path = tmp_path / "logs.tar"
    data = packed(mode, {"a.json": b"one\n", "b.json": os.urandom(50_000)})
    path.write_bytes(data[:30_000])
    found: list[Input] = []
    with pytest.raises(SourceError, match="end"):
        found.extend(opened for opened in open_path(path) if b"".join(block for block in opened.blocks if block))
    assert [opened.name for opened in found] == [f"{path}:a.json", f"{path}:b.json"]
    assert "in the middle" in found[1].problem


def zstandard(text: bytes) -> bytes:
    """A frame of one raw block, which needs no compressor to be written."""
    return b"\x28\xb5\x2f\xfd\x20" + bytes([len(text)]) + ((len(text) << 3) | 1).to_bytes(3, "little") + text


def test_zstandard_is_read(tmp_path: Path) -> None:
    """A compressed file gives what is in it; where it is damaged, that is said."""
    path = tmp_path / "log.json.zst"
    path.write_bytes(zstandard(LOG[:100]))
    assert read(path)[0] == LOG[:100]
    path.write_bytes(zstandard(LOG[:100])[:-9] + b"\xff" * 9 + b"\0" * 20)
    assert "damaged" in read(path)[1].problem


def test_without_its_library_zstandard_says_what_it_needs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One line says what to install, or how to do without."""
    for name in ("compression.zstd", "backports.zstd"):
        monkeypatch.setitem(sys.modules, name, None)
    path = tmp_path / "log.json.zst"
    path.write_bytes(zstandard(LOG[:100]))
    with pytest.raises(UnrecognisedError) as caught:
        read(path)
    assert "auditui[zst]" in caught.value.hint
    assert "zstd -dc" in caught.value.hint


def test_a_folder_gives_the_oldest_files_first(tmp_path: Path) -> None:
    """Numbers in names count as numbers, dates sort, and what a rotation numbered is older the higher its number."""
    names = [
        "audit.log.10.gz",
        "audit.log.2.gz",
        "audit.log.1",
        "audit.log",
        "day-2026-09-30.json",
        "day-2026-10-01.json",
        "part9",
        "part10",
    ]
    for name in reversed(names):
        (tmp_path / name).write_bytes(b"x")
    assert [Path(str(path)).name for path in find_sources([str(tmp_path)])] == names


def test_following_goes_on_with_the_file_that_takes_the_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A log that is renamed and made anew is read to its end, also what is written to it until the new one is used."""
    monkeypatch.setattr(containers, "PAUSE_SECONDS", 0)
    path, old = tmp_path / "app.log", tmp_path / "app.log.1"
    path.write_bytes(b"one\ntw")
    streams = open_path(path, follow=True)
    blocks = next(streams).blocks
    seen = b""

    def read_on(until: bytes) -> None:
        nonlocal seen
        for _ in range(20):
            seen += next(blocks) or b""
            if seen == until:
                return
        pytest.fail(f"{seen!r} is not {until!r}")

    read_on(b"one\ntw")
    path.rename(old)
    path.touch()
    read_on(b"one\ntw")
    with old.open("ab") as still:
        still.write(b"o\nthree")
    read_on(b"one\ntwo\nthree")
    path.write_bytes(b"four\n")
    read_on(b"one\ntwo\nthree\nfour\n")
    with path.open("ab") as fresh:
        fresh.write(b"five\n")
    read_on(b"one\ntwo\nthree\nfour\nfive\n")

"""Checking an evidence bundle: offline, line by line, in constant memory."""

from __future__ import annotations

import json
import struct
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import IO, Any, Final

from auditui.core import merkle
from auditui.core.canonical import HEAD_VERSION, LEAF_TEXTS, LEAF_VERSION, Head, chain_start, text_of
from auditui.core.errors import AuditError, VerifyError
from auditui.custody.bundle import VERSION, tree_object
from auditui.custody.examination import Wanted
from auditui.custody.findings import ALTERED, MISSING, MOST_KEPT, UNSIGNED, Finding, Verification
from auditui.custody.integrity import Progress
from auditui.store.evidence import StoredRow

_LIMIT: Final = (
    "a bundle proves what is in it, not that it is all that matched:"
    " whoever hands it over can have left events out, and written the end anew"
)
_LONGEST_LINE: Final = 256 * 1024 * 1024
_READABLE: Final = (1, VERSION)
"""Version 1 knew one size."""
_FIRST: Final = b'{"bundle":'
_ROW: Final = b'{"path":'
_BAD_VALUES: Final = (
    KeyError, IndexError, AttributeError, TypeError, ValueError, OverflowError, RecursionError, struct.error,
)  # fmt: skip
_MOST_BITS: Final = 32


class _BadLineError(Exception):
    """What a line says cannot be true; the text says why."""


def check(bundle: Path, wanted: Wanted, progress: Progress | None = None) -> Verification:
    """Check every byte of a bundle.

    Raises:
        AuditError: The file cannot be read.
        VerifyError: It is no bundle, or one of a newer format.
        UsageError: The key cannot be used.
    """
    try:
        with bundle.open("rb") as stream:
            checking = _Checking(bundle, wanted, progress, bundle.stat().st_size)
            return checking.run(stream)
    except OSError as error:
        raise AuditError(f"cannot be read: {error.strerror}", where=str(bundle)) from error


class _Checking:
    def __init__(self, bundle: Path, wanted: Wanted, progress: Progress | None, size: int) -> None:
        self._bundle = bundle
        self._wanted = wanted
        self._progress = progress
        self._size = size
        self._digest = sha256()
        self._trees: dict[int, str] = {}
        self._tree: dict[str, Any] = {}
        self._seq = 0
        self._total = self._verified = 0
        self._before: bytes | None = None
        self._head: Head | None = None
        self._chunk_bits = 0
        self._start = b""
        self._signature: tuple[bytes, bytes] | None = None
        self._is_ended = False
        self._has_wanted_head = not wanted.head

    def run(self, stream: IO[bytes]) -> Verification:
        """Read to the end; what a line says wrong is told, and does not stop the rest."""
        more = 0
        findings: list[Finding] = []
        for number, line in enumerate(self._lines(stream), 1):
            self._total += line.startswith(_ROW)
            problem = self._problem(number, line)
            if problem and len(findings) < MOST_KEPT:
                findings.append(Finding(ALTERED, f"line {number}", problem))
            elif problem:
                more += 1
            self._digest.update(line)
        if not self._size:
            raise self._no_bundle()
        findings += self._missing()
        return Verification(self._total, self._verified, self._head, tuple(findings), more, notes=(_LIMIT,))

    def _problem(self, number: int, line: bytes) -> str:
        try:
            self._take(number, line)
        except _BadLineError as error:
            return str(error)
        except _BAD_VALUES:
            return "it says what no bundle says"
        return ""

    def _lines(self, stream: IO[bytes]) -> Iterator[bytes]:
        done = 0
        while line := stream.readline(_LONGEST_LINE):
            yield line
            done += len(line)
            if self._progress is not None:
                self._progress(done, self._size)

    def _take(self, number: int, line: bytes) -> None:
        if number == 1 and not line.startswith(_FIRST):
            raise self._no_bundle()
        said = json.loads(line)
        if text_of(said).encode("utf-8", "surrogatepass") + b"\n" != line:
            raise _BadLineError("it is not written as it was")
        if self._is_ended:
            raise _BadLineError("it stands behind the end")
        kind = next(iter(said)) if len(said) == 1 else "row"
        self._TAKERS[kind](self, said)

    def _no_bundle(self) -> VerifyError:
        return VerifyError("is no evidence bundle", where=str(self._bundle), hint="name a store with --db PATH")

    def _take_bundle(self, said: dict[str, Any]) -> None:
        about = said["bundle"]
        if self._start:
            raise _BadLineError("it begins a second time")
        if about["version"] not in _READABLE or (about["leaf"], about["head"]) != (LEAF_VERSION, HEAD_VERSION):
            raise VerifyError("is a bundle of another format", where=str(self._bundle), hint="try a newer auditui")
        sizes = about["sizes"] if about["version"] == VERSION else [about["chunk_bits"]]
        if not all(isinstance(size, int) and 0 <= size <= _MOST_BITS for size in sizes):
            raise _BadLineError("no store has such sizes")
        if not all(isinstance(about[name], str) for name in ("program", "query", "store")):
            raise _BadLineError("it says what no bundle says")
        self._chunk_bits = sizes[0]
        self._start = chain_start(about["store"], sizes)

    def _take_tree(self, said: dict[str, Any]) -> None:
        self._tree = tree = said["tree"]
        first = max(1, tree["first"] >> self._chunk_bits << self._chunk_bits)
        if tree["first"] != first or tree["last"] >> self._chunk_bits != tree["first"] >> self._chunk_bits:
            raise _BadLineError("no tree stands here")
        self._trees[tree["head"]] = text_of(tree)

    def _take_row(self, said: dict[str, Any]) -> None:
        row, tree = _row_of(said["row"]), self._tree
        if not max(self._seq, tree["first"] - 1) < row.seq <= tree["last"]:
            raise _BadLineError("its event stands in another place")
        beside = [bytes.fromhex(node) for node in said["path"]]
        size = tree["last"] - tree["first"] + 1
        found = merkle.root_of_path(row.leaf(), row.seq - tree["first"], size, beside)
        if found is None or found.hex() != tree["root"]:
            raise _BadLineError(f"event {row.seq:,} is not in the tree")
        self._seq = row.seq
        self._verified += 1

    def _take_before(self, said: dict[str, Any]) -> None:
        if self._before is not None:
            raise _BadLineError("the chain begins anew")
        self._before = bytes.fromhex(said["before"])

    def _take_head(self, said: dict[str, Any]) -> None:
        head = _head_of(said["head"])
        if self._before is None or head.hashed(self._before) != head.chain:
            raise _BadLineError(f"head {head.number} is not chained to the one before")
        if self._head is None and head.number == 1 and self._before != self._start:
            raise _BadLineError("the chain is that of another store")
        if self._head is not None and head.number != self._head.number + 1:
            raise _BadLineError(f"head {head.number} follows head {self._head.number}")
        tree = text_of(tree_object(head))
        if self._trees.pop(head.number, tree) != tree:
            raise _BadLineError(f"head {head.number} speaks of another tree")
        self._has_wanted_head = self._has_wanted_head or head.chain.hex().startswith(self._wanted.head)
        self._before, self._head = head.chain, head

    def _take_signature(self, said: dict[str, Any]) -> None:
        made = said["signature"]
        self._signature = bytes.fromhex(made["public_key"]), bytes.fromhex(made["signature"])

    def _take_end(self, said: dict[str, Any]) -> None:
        if said["end"] != {"events": self._total, "sha256": self._digest.hexdigest()}:
            raise _BadLineError("the file is not the one that was written")
        self._is_ended = True

    def _missing(self) -> Iterator[Finding]:
        """What has to be there by the end."""
        if not self._is_ended:
            yield Finding(MISSING, "end", "the file stops before it")
        elif self._trees:
            yield Finding(MISSING, f"head {min(self._trees)}", "a tree speaks of it")
        if not self._has_wanted_head:
            yield Finding(MISSING, f"head {self._wanted.head}", "no head in this file has this hash")
        if self._wanted.key is not None and not self._is_signed(self._wanted.key):
            yield Finding(UNSIGNED, "head", "the newest one is not signed with this key")

    def _is_signed(self, key: Path) -> bool:
        from auditui.custody import signing

        public = signing.public_key(key)
        if self._signature is None or self._head is None or self._signature[0] != public:
            return False
        return signing.is_signed(self._head.chain, public, self._signature[1])

    _TAKERS: Final[dict[str, Callable[[_Checking, dict[str, Any]], None]]] = {
        "bundle": _take_bundle, "tree": _take_tree, "row": _take_row, "before": _take_before, "head": _take_head,
        "signature": _take_signature, "end": _take_end,
    }  # fmt: skip


def _row_of(said: dict[str, Any]) -> StoredRow:
    numbers = [said[name] for name in StoredRow._fields[:-2]]
    return StoredRow._make([*numbers, bytes.fromhex(said["nonce"]), tuple(said[name] for name in LEAF_TEXTS)])


def _head_of(said: dict[str, Any]) -> Head:
    if said.keys() != set(Head._fields):
        raise _BadLineError("it is no head")
    raw = {"record", "root", "chain"}
    return Head._make(bytes.fromhex(said[name]) if name in raw else said[name] for name in Head._fields)

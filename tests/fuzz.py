"""Feeds damaged logs to the whole import: `python -m tests.fuzz --minutes 10 [--seed N] [--keep FOLDER]`.

Samples of every family are flipped, cut, doubled, nested, joined, compressed and sprinkled with what hurts. Of every
input it is held that the import ends in time and in memory, raises nothing but what it may, counts each record once,
sees the same records whatever blocks they come in, and that no record that stands whole in the input is missing
from both events and rejects.
"""

# ruff: noqa: T201  it is a program: it says what it found

# ruff: noqa: E501  damage is easier to read in one line

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import resource
import signal
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Final

from auditui import store as stores
from auditui.core.errors import AuditError, RecordError, UnrecognisedError, UsageError
from auditui.core.recording import record
from auditui.core.redact import Redactor
from auditui.core.secret_names import Kind
from auditui.formats.compression import decompressed
from auditui.formats.inputs import Input
from auditui.formats.reading import Parsed, ReadOptions, open_reading
from auditui.formats.records import Merged, Rejected
from auditui.formats.to_jsonl import event_object
from auditui.import_report import Reject
from auditui.sources import ImportOptions
from auditui.store.base import Store
from auditui.transfer import Unwatched, import_sources
from tests.formats import systems_apps, systems_json, systems_lines

COPIES: Final = 12
"""Records of a sample, each with a mark of its own."""
MARK: Final = re.compile(rb"mk\d{4}x")
SECONDS: Final = 10
"""Of processor time: a machine that is busy with something else is no hang."""
SECONDS_BY_THE_CLOCK: Final = 100
MEGABYTES: Final = 500
STORE_FILES: Final = 100
"""Inputs that go into one store before it is checked and a new one begins."""
SNIPPETS: Final = (
    b"{", b"}", b"[", b"]", b'"', b"'", b"\\", b",", b";", b"\t", b"\n", b"\r\n", b"\0", b"\xff", b"\xef\xbb\xbf", b"\xe2\x80\xa8",
    b"\x1b[2J", b"[" * 3000, b'{"a":' * 300, b"9" * 5000, b"1e400", b"NaN", b'"\\ud800"', b'""' * 200, b"\x1f\x8b", b"=", b"|" * 50,
    b"type=X msg=audit(1.1:1): ", b"CEF:0|", b"#Fields: ", b"<34>1 ", b"sep=;\n", b"A" * 70000, b" " * 9000, b"-----BEGIN ",
)  # fmt: skip


def samples() -> list[bytes]:
    """Logs of every family, the records of each told apart by marks."""
    cases = {
        **systems_json.IDENTITY, **systems_json.CLOUD, **systems_apps.WORK, **systems_apps.HOSTS, **systems_lines.TABLES,
        **systems_lines.TEXTS,
    }  # fmt: skip
    texts = [case.text for case in cases.values()]
    lines = [
        'type=USER_LOGIN msg=audit(1791194400.{n}:{n}): pid=1 uid=0 auid=1000 ses=1 msg=\'op=login acct="ana" exe="/usr/sbin/sshd" addr=198.51.100.7 res=success\'\n',
        '198.51.100.7 - ana [05/Oct/2026:10:00:{n} +0000] "GET /x?ana HTTP/1.1" 200 12 "-" "curl/8"\n',
        '{{"time":"2026-10-05T10:00:{n}Z","user":"ana","changes":{{"plan":["free","pro {n}"]}}}}\n',
    ]
    made = [_multiplied(text) for text in texts]
    made += ["".join(line.format(n=n + 10) for n in range(COPIES)) for line in lines]
    made.append(json.dumps([{"time": "2026-10-05T10:00:00Z", "user": "ana", "n": n} for n in range(COPIES)], indent=1))
    made.append(json.dumps({"Records": [{"time": "2026-10-05T10:00:00Z", "user": "ana"} for _ in range(COPIES)]}))
    return [_marked(text) for text in made]


def _multiplied(text: str) -> str:
    """Documents and lines one after another; tables once."""
    is_table = "\n" in text and not text.startswith(("{", "[", "<", "2026-", "Oct", "Audit"))
    return text if is_table else (text.rstrip("\n") + "\n") * COPIES


def _marked(text: str) -> bytes:
    pieces = re.split(r"\bana\b", text)
    if len(pieces) == 1:
        pieces = re.split(r"\b198\.51\.100\.7\b", text)
    made = pieces[0]
    for number, piece in enumerate(pieces[1:]):
        made += f"mk{number:04}x{piece}"
    return made.encode()


def mutated(data: bytes, others: Sequence[bytes], dice: random.Random) -> bytes:
    """A damaged copy."""
    for _ in range(dice.choice((1, 1, 2, 3, 6))):
        data = dice.choice(MUTATIONS)(data, others, dice)[:2_000_000]
    return data


def _place(data: bytes, dice: random.Random) -> tuple[int, int]:
    first = dice.randrange(len(data) + 1)
    return first, min(len(data), first + dice.choice((1, 3, 30, 400, 5000)))


def _flip(data: bytes, _others: Sequence[bytes], dice: random.Random) -> bytes:
    made = bytearray(data)
    for _ in range(dice.choice((1, 5, 40)) if made else 0):
        made[dice.randrange(len(made))] = dice.randrange(256)
    return bytes(made)


def _cut(data: bytes, _others: Sequence[bytes], dice: random.Random) -> bytes:
    first, last = _place(data, dice)
    return dice.choice((data[:first], data[first:], data[:first] + data[last:]))


def _double(data: bytes, _others: Sequence[bytes], dice: random.Random) -> bytes:
    first, last = _place(data, dice)
    return data[:last] + data[first:last] * dice.choice((1, 2, 50)) + data[last:]


def _nest(data: bytes, _others: Sequence[bytes], dice: random.Random) -> bytes:
    before, after = dice.choice(
        ((b"[", b"]"), (b'{"Records":', b"}"), (b'{"a":[', b"]}"), (b'{"data":{"items":[', b"]}}"))
    )
    return before * dice.choice((1, 1, 5, 100)) + data + after * dice.choice((0, 1, 1, 5, 100))


def _join(data: bytes, others: Sequence[bytes], dice: random.Random) -> bytes:
    return data + dice.choice((b"", b"\n", b"\r\n", b"\n\n")) + dice.choice(others)


def _sprinkle(data: bytes, _others: Sequence[bytes], dice: random.Random) -> bytes:
    first, _ = _place(data, dice)
    return data[:first] + dice.choice(SNIPPETS) + data[first:]


def _shuffle(data: bytes, _others: Sequence[bytes], dice: random.Random) -> bytes:
    lines = data.splitlines(keepends=True)
    dice.shuffle(lines)
    return b"".join(lines)


def _wide(data: bytes, _others: Sequence[bytes], dice: random.Random) -> bytes:
    return data.decode("utf-8", "replace").encode(dice.choice(("utf-16", "utf-16-le", "utf-8-sig")))


def _packed(data: bytes, _others: Sequence[bytes], dice: random.Random) -> bytes:
    packed = gzip.compress(data, mtime=0)
    return dice.choice((packed, packed, packed[: dice.randrange(len(packed) + 1)]))


MUTATIONS: Final[tuple[Callable[[bytes, Sequence[bytes], random.Random], bytes], ...]] = (
    _flip, _flip, _cut, _cut, _double, _nest, _join, _sprinkle, _sprinkle, _shuffle, _wide, _packed,
)  # fmt: skip


def blocks_of(data: bytes, size: int) -> Iterator[bytes]:
    """The data in blocks."""
    return (data[at : at + size] for at in range(0, len(data), size))


@dataclass(slots=True)
class Seen:
    """What a reading gave: how many records became what, and everything that was kept of them."""

    counts: Counter[str] = field(default_factory=Counter)
    kept: list[str] = field(default_factory=list)
    problem: str = ""

    @property
    def total(self) -> int:
        """Records seen."""
        return self.counts.total()


def read(data: bytes, size: int) -> Seen:
    """Read as an import would, in blocks of a size."""
    seen = Seen()
    opened = Input("input", iter(()))
    opened.blocks = decompressed(blocks_of(data, size), opened)
    try:
        reading = open_reading(opened, OPTIONS)
    except (UnrecognisedError, UsageError) as error:
        seen.problem = type(error).__name__
        return seen
    for outcome in reading.outcomes:
        if isinstance(outcome, Parsed):
            try:
                seen.kept.append(json.dumps(event_object(record(outcome.fields, redactor=_BLIND)), ensure_ascii=False))
                seen.counts["event"] += 1
            except RecordError as error:
                seen.kept.append(f"{error} {json.dumps(outcome.fields.get('details', {}), default=str)}")
                seen.counts["rejected"] += 1
        elif isinstance(outcome, Rejected):
            seen.kept.append(outcome.text)
            seen.counts["rejected"] += 1
        elif isinstance(outcome, Merged):
            seen.counts["merged"] += outcome.count
    seen.problem = opened.problem
    return seen


OPTIONS: Final = ReadOptions(day_first=True)


class _Blind(Redactor):
    """Finds no secrets, so that whatever is missing was lost."""

    def __init__(self) -> None:
        super().__init__()
        self.suspects = self._never

    def _never(self, text: str) -> bool:
        del text
        return False

    def _judge(self, name: str) -> Kind:
        del name
        return Kind.PLAIN


_BLIND: Final = _Blind()


def lost(data: bytes, seen: Seen) -> list[str]:
    """Marks that stand in the input and nowhere in what was kept of it."""
    if seen.problem or not seen.total or data[:2] in (b"\x1f\x8b", b"\xff\xfe", b"\xfe\xff") or b"\0" in data[:4000]:
        return []
    kept = "\n".join(seen.kept)
    data = b"\n".join(line for line in data.split(b"\n") if not line.startswith(b"#"))
    if any(text.endswith("…") or "[REDACTED]" in text for text in seen.kept):
        return []  # what is cut, or belongs to a Kubernetes secret, may have held a mark
    return sorted({mark.decode() for mark in MARK.findall(data)} - set(re.findall(r"mk\d{4}x", kept)))


class TooSlowError(Exception):
    """Raised in the middle of an input that takes too long."""


def _ring(_signal: int, _frame: FrameType | None) -> None:
    raise TooSlowError


class Keeping(Unwatched):
    """Keeps how many rejects there were."""

    def __init__(self) -> None:
        self.rejects = 0

    def reject(self, reject: Reject) -> None:
        """One more."""
        del reject
        self.rejects += 1


@dataclass(slots=True)
class Fuzzer:
    """Tries inputs, and keeps those that do harm."""

    folder: Path
    keep: Path
    dice: random.Random
    tried: int = 0
    harm: Counter[str] = field(default_factory=Counter)

    def run(self, until: float) -> None:
        """Go on until a moment of the monotonic clock."""
        others = samples()
        signal.signal(signal.SIGPROF, _ring)
        signal.signal(signal.SIGALRM, _ring)
        while time.monotonic() < until:
            path = self.folder / f"s{self.tried}.db"
            with closing(stores.open(path, create=True)) as store:
                for _ in range(STORE_FILES):
                    if time.monotonic() >= until:
                        break
                    self._try(mutated(self.dice.choice(others), others, self.dice), store)
                if problems := store.check_indexes().differences:
                    self._harm("indexes", b"", str(problems))
            for file in self.folder.glob(f"{path.name}*"):
                file.unlink()

    def _try(self, data: bytes, store: Store) -> None:
        self.tried += 1
        signal.setitimer(signal.ITIMER_PROF, SECONDS)
        signal.alarm(SECONDS_BY_THE_CLOCK)
        try:
            self._hold(data, store)
        except TooSlowError:
            self._harm("slow", data, f"longer than {SECONDS} s")
        except AuditError as error:
            self._harm("refused", data, repr(error))
        except Exception as error:  # noqa: BLE001  whatever it is, is a finding
            self._harm(type(error).__name__, data, repr(error))
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
            signal.alarm(0)
        megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        if megabytes > MEGABYTES:
            self._harm("memory", data, f"{megabytes} MB")
            raise SystemExit(1)

    def _hold(self, data: bytes, store: Store) -> None:
        whole, parts = read(data, 1 << 18), read(data, self.dice.choice((1000, 4096, 65536)))
        if whole.total != parts.total and not whole.problem:
            self._harm("blocks", data, f"{whole.counts} in one block, {parts.counts} in several")
        if missing := lost(data, whole):
            self._harm("lost", data, f"{missing[:5]} of {whole.counts}")
        path = self.folder / "input.log"
        path.write_bytes(data)
        watcher = Keeping()
        report = import_sources(store, [str(path)], ImportOptions(read=OPTIONS), watcher)
        (one,) = report.files
        if one.rejected != watcher.rejects or (not whole.problem and one.seen != whole.total):
            self._harm("count", data, f"{one} where {whole.counts} were read")

    def _harm(self, kind: str, data: bytes, why: str) -> None:
        self.harm[kind] += 1
        if self.harm[kind] <= 5:
            path = self.keep / f"{kind}-{self.tried}.bin"
            path.write_bytes(data)
            print(f"{kind}: {path}: {why[:300]}", flush=True)


def main() -> int:
    """Fuzz for some minutes; 1 when anything was found."""
    said = argparse.ArgumentParser(description=__doc__)
    said.add_argument("--minutes", type=float, default=10)
    said.add_argument("--seed", type=int, default=time.time_ns() % 1_000_000)
    said.add_argument("--keep", type=Path, default=Path(tempfile.gettempdir()))
    options = said.parse_args()
    options.keep.mkdir(parents=True, exist_ok=True)
    print(f"seed {options.seed}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        fuzzer = Fuzzer(Path(folder), options.keep, random.Random(options.seed))
        fuzzer.run(time.monotonic() + options.minutes * 60)
    print(f"{fuzzer.tried} inputs, {sum(fuzzer.harm.values())} findings {dict(fuzzer.harm)}")
    return 1 if fuzzer.harm else 0


if __name__ == "__main__":
    raise SystemExit(main())

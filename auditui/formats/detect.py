"""What a stream holds: its encoding, and which family of logs it belongs to."""

from __future__ import annotations

import codecs
import re
from typing import Final

from auditui.formats.inputs import PEEK, Blocks, Input
from auditui.formats.json_around import begins_script, is_event_stream
from auditui.formats.layouts import layout_of
from auditui.formats.legacy import encoding_of_bytes
from auditui.formats.ruled_forms import is_ruled
from auditui.formats.table_signs import delimiter_of, lines_before
from auditui.formats.to_jsonl import FIELDS
from auditui.formats.xml_records import record_tag

A_HOLE: Final = 4
"""Zero bytes in a row that are no text in any encoding: a log that was cut while written to, or lost its power."""

BLANKS: Final = b" \t\r\n\xef\xbb\xbf"
"""What may come before the first record: blanks and a byte order mark."""

MANY_BLANKS: Final = 64
"""Bytes of blanks in front of everything that are left out of what is looked at."""

KINDS: Final = ("json", "csv", "ruled", "xml", "access_log", "auditd", "cef", "w3c", "syslog", "text")


class Head:
    """The first bytes of a stream, and the whole stream again."""

    def __init__(self, blocks: Blocks) -> None:
        """Read up to `PEEK` bytes, or up to the first pause behind something; `is_all`: there are no others.

        `zeros` are the zero bytes in whole blocks of them before the first text, which are left out.
        """
        kept: list[bytes] = []
        size = 0
        hole = b""
        self.zeros = 0
        self.paused = False
        self._blank_lines = 0
        for block in blocks:
            if block is None:
                if any(one.strip(BLANKS) for one in kept):
                    self.paused = True
                    break
                continue
            if not size and block[:1].isspace():
                block = self._less_blanks(block)  # noqa: PLW2901  the rest of it
                if not block:
                    continue
            if not size and len(block) >= A_HOLE and not block.strip(b"\0"):
                hole = block
                self.zeros += len(block)
                continue
            kept.append(block)
            size += len(block)
            if size >= PEEK:
                break
        self._kept = kept or [hole]
        self._rest = blocks
        data = b"".join(self._kept)
        self.is_all = not self.paused and len(data) < PEEK
        data = (data.lstrip(b"\0") or data if data.startswith(bytes(A_HOLE)) else data)[:PEEK]
        self._has_returns = b"\r" in data and b"\n" not in data and b"\0" not in data
        self.data = self._lines(data)

    def _less_blanks(self, block: bytes) -> bytes:
        """A block without many blanks at its start; their lines are counted. Few may be part of what follows."""
        found = block.lstrip()
        if len(block) - len(found) < MANY_BLANKS:
            return block
        self._blank_lines += block.count(b"\n", 0, len(block) - len(found))
        return found

    def _lines(self, block: bytes) -> bytes:
        """A block with the ends of lines as everybody writes them, where they are carriage returns alone."""
        return block.replace(b"\r", b"\n") if self._has_returns else block

    def blocks(self) -> Blocks:
        """Everything from the start. Call it once."""
        for start in range(0, self._blank_lines, PEEK):
            yield b"\n" * min(PEEK, self._blank_lines - start)
        yield from map(self._lines, self._kept)
        if self.paused:
            yield None
        yield from (block and self._lines(block) for block in self._rest) if self._has_returns else self._rest


def encoding_of(data: bytes) -> str:
    """`utf-8`, `utf-16-le`, `utf-16-be`, `utf-32-le`, `utf-32-be`, by BOM, zero bytes and validity; else an old one."""
    for mark, name in (
        (codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"), (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):  # fmt: skip
        if data.startswith(mark):
            return name
    sample = data[:4096]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if len(sample) >= 4 and max(even, odd) > len(sample) // 4 > min(even, odd) * 4:  # noqa: PLR2004
        return "utf-16-le" if odd > even else "utf-16-be"
    return "utf-8" if _mostly_utf8(data) else encoding_of_bytes(data)


def _mostly_utf8(data: bytes) -> bool:
    """Whether the text is UTF-8, damage apart: more good multi-byte characters than bad bytes, or nothing bad."""
    text = codecs.getincrementaldecoder("utf-8")("replace").decode(data)
    bad = text.count("\N{REPLACEMENT CHARACTER}") - data.count("\N{REPLACEMENT CHARACTER}".encode())
    if not bad:
        return True
    good = sum(1 for character in text if character > "\x7f") - bad
    control = sum(1 for character in text[:4096] if character < " " and character not in "\t\r\n\x1b\x1d")
    return good >= bad or control > 0


def as_utf8(blocks: Blocks, encoding: str) -> Blocks:
    """The stream in UTF-8 without a byte order mark."""
    if encoding == "utf-8":
        yield from _without_mark(blocks)
        return
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    at_start = True
    for block in blocks:
        if block is None:
            yield None
            continue
        text = decoder.decode(block)
        if at_start and text:
            text, at_start = text.removeprefix("\ufeff"), False
        yield text.encode("utf-8", "replace")
    yield decoder.decode(b"", final=True).encode("utf-8", "replace")


def _without_mark(blocks: Blocks) -> Blocks:
    first = b""
    for block in blocks:
        if block is None:
            yield None
            continue
        first += block
        if len(first) >= len(codecs.BOM_UTF8):
            break
    if first:
        yield first.removeprefix(codecs.BOM_UTF8)
    yield from blocks


MARKS: Final = re.compile(rb"(?:\0|\xef\xbb\xbf)+")
LINE_MARKS: Final = re.compile(rb"\n(?:\0|\xef\xbb\xbf)+")
PART_OF_MARK: Final = re.compile(rb"(?:^|(?<=\n))\xef\xbb?\Z")


MOST_ZEROS: Final = 64 * 1024 * 1024
"""Zero bytes that are left out of a stream without a word; no log has been made room for by as many."""


def clean_starts(blocks: Blocks, opened: Input | None = None, zeros: int = 0) -> Blocks:
    """The stream without zero bytes and byte order marks at the starts of lines.

    Holes of zero bytes are left where a log was cut while written to; marks, where one file was put behind another.
    Where more than `MOST_ZEROS` were left out, `opened.problem` says how many; `zeros` are those left out before.
    """
    held, is_at_start = b"", True
    for block in blocks:
        if block is None:
            yield None
            continue
        data = held + block
        length = len(data)
        data, held = _clean_block(data, is_at_start=is_at_start)
        zeros += length - len(data) - len(held)
        is_at_start = data[-1:] == b"\n" if data else is_at_start
        if data:
            yield data
    if held:
        yield held
    if opened and zeros > MOST_ZEROS and not opened.problem:
        opened.problem = f"{zeros:,} zero bytes in it were passed over"


def _clean_block(data: bytes, *, is_at_start: bool) -> tuple[bytes, bytes]:
    """A block without what is cleaned away, and what of its end may be the start of a mark."""
    if is_at_start and data[:1] == b"\0":  # found a good deal sooner than by the pattern
        data = data.lstrip(b"\0")
    if is_at_start and (found := MARKS.match(data)):
        data = data[found.end() :]
    if (b"\0" in data and b"\n\0" in data) or (b"\xef" in data and b"\n\xef" in data):  # one byte is found sooner
        data = LINE_MARKS.sub(b"\n", data)
    part = PART_OF_MARK.search(data, max(len(data) - 2, 0)) if b"\xef" in data[-2:] else None
    if part is None or (part.start() == 0 and not is_at_start):
        return data, b""
    return data[: part.start()], part[0]


OWN_HEADER: Final = ",".join(FIELDS)
"""How a table begins that auditui exported; whatever its cells look like, it is a table."""
CONTAINER: Final = re.compile(
    r"\s*(?:\{\s*[\"}]|\[\s*(?:(?:null|true|false|-?\d{1,8}|\d{9,19}(?:\.\d{1,9})?)\s*,\s*)*[\[{\"\]]|\"\s*\{\s*\\+\")|\s*[\[{]\s*\Z"
)
ACCESS: Final = re.compile(r'.{0,400}?\[\d\d?/(?:[A-Z][a-z]{2}|\d\d)/\d{4}:\d\d:\d\d:\d\d(?: [+-]\d{4})?\] "')
AUDITD: Final = re.compile(r"(?:.{0,200}?\b)?type=[\w\[\]]+ msg=\S")
CEF: Final = re.compile(r".{0,300}?\b(?:CEF:\d+\|(?:[^|]*\|){3}|LEEF:[12]\.0\|)")
SYSLOG: Final = re.compile(r"<\d{1,3}>|[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \S+ \S+?(?:\[\d+\])?: ")
STAMPED_SYSLOG: Final = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d) "
    r"[\w.:-]+ (?:[\w./-]+\[\d+\]|sudo|su|kernel|systemd|dovecot): "
)
"""With a full stamp, as rsyslog has it; the number of a process tells it from a log that a program writes itself."""
ODD: Final = bytes((*range(9), 0x0B, *range(0x0E, 0x1B), 0x1C, 0x1E, 0x1F))
"""What no text holds many of."""
W3C: Final = re.compile(r"#(?:Software|Version|Fields|Date|separator)\b", re.IGNORECASE)
W3C_FIELDS: Final = re.compile(r"#fields:?[ \t]*\S", re.IGNORECASE)
"""Names the columns of all lines behind it, whatever those look like."""


def kind_of(data: bytes) -> str:
    """One of `KINDS`; `text` for anything that is not empty, and the empty text for blank or binary data."""
    text = data.decode("utf-8", "replace")
    if text.startswith(OWN_HEADER):
        return "csv"
    lines = [line for line in first_lines(text) if line.strip()][:40]
    if not lines or _is_binary(text):
        return ""
    drawn = "ruled" if is_ruled(lines) else "xml" if record_tag(text) else ""
    if drawn or is_event_stream(lines) or begins_script(text):
        return drawn or "json"
    votes = [_kind_of_line(line) for line in lines]
    if lines[0].startswith("#") and any(map(W3C_FIELDS.match, lines)):
        votes = ["w3c"]
    for kind in ("w3c", "access_log", "auditd", "cef", "syslog"):
        if votes.count(kind) * 2 >= len(votes):
            return kind
    if CONTAINER.match(text) or votes.count("json") * 2 >= len(votes):
        return "json"
    is_table = lines_before(text) > 0 or (not layout_of(lines) and delimiter_of(text))
    return "csv" if is_table else "text"


SURE: Final = frozenset({"json", "access_log", "auditd", "cef", "w3c", "syslog"})
"""Kinds that nothing else looks like."""
LEAST_LINES: Final = 3


def clean_end(data: bytes) -> bytes:
    """What stands behind the last odd line of a start that is no text, if it is sure what that is; else nothing.

    A block of a disk that was lost may be the beginning of a log.
    """
    lines = data.split(b"\n")
    odd = next((n for n in range(len(lines) - 2, -1, -1) if _oddness(lines[n].decode("utf-8", "replace"))), -1)
    clean = lines[odd + 1 :]
    is_enough = sum(1 for line in clean if line.strip()) >= LEAST_LINES
    return b"\n".join(clean) if is_enough and kind_of(b"\n".join(clean)) in SURE else b""


def first_lines(text: str) -> list[str]:
    """Up to 200 lines; `str.splitlines` would also end them at separators that stand inside of values."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.split("\n", 200)[:200]


def _kind_of_line(line: str) -> str:
    for pattern, kind in ((W3C, "w3c"), (CONTAINER, "json"), (AUDITD, "auditd"), (CEF, "cef"), (SYSLOG, "syslog")):
        if pattern.match(line):
            return kind
    if ACCESS.match(line):
        return "access_log"
    return "syslog" if STAMPED_SYSLOG.match(line) else ""


def begins_syslog(line: str) -> bool:
    """Whether a line begins as those of syslog do, with any of its stamps."""
    return bool(SYSLOG.match(line) or STAMPED_SYSLOG.match(line))


def _is_binary(text: str) -> bool:
    """Whether a text has too many odd signs for one; unless all of them are in a few of its lines."""
    sample = text[:4096]
    if _oddness(sample) <= max(8, len(sample) // 8):
        return False
    lines = [line for line in sample.split("\n") if line]
    return sum(1 for line in lines if not _oddness(line)) * 2 < len(lines)


def _oddness(text: str) -> int:
    return odd_signs(text) + text.count("\N{REPLACEMENT CHARACTER}")


def odd_signs(text: str) -> int:
    """How many signs of a text are such as no text holds many of."""
    signs = text.encode()
    return len(signs) - len(signs.translate(None, ODD))

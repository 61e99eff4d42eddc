"""What a stream holds: its encoding, and which family of logs it belongs to."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from auditui.formats import timestamps
from auditui.formats.containers import Blocks
from auditui.formats.layouts import layout_of
from auditui.formats.to_jsonl import FIELDS

PEEK: Final = 128 * 1024
"""How many bytes are looked at before a decision."""

SEPARATOR: Final = re.compile(r"sep=([,;\t|])\s*\n", re.IGNORECASE)
"""A first line with which spreadsheets are told the delimiter."""
DELIMITERS: Final = (",", ";", "\t", "|")
KINDS: Final = ("json", "csv", "access_log", "auditd", "cef", "w3c", "syslog", "text")


class Head:
    """The first bytes of a stream, and the whole stream again."""

    def __init__(self, blocks: Blocks) -> None:
        """Read up to `PEEK` bytes, or up to the first pause."""
        kept: list[bytes] = []
        size = 0
        self.paused = False
        for block in blocks:
            if block is None:
                if size:
                    self.paused = True
                    break
                continue
            kept.append(block)
            size += len(block)
            if size >= PEEK:
                break
        self._kept = kept
        self._rest = blocks
        self.data = b"".join(kept)[:PEEK]

    def blocks(self) -> Blocks:
        """Everything from the start. Call it once."""
        yield from self._kept
        if self.paused:
            yield None
        yield from self._rest


def encoding_of(data: bytes) -> str:
    """`utf-8`, `utf-16-le`, `utf-16-be`, `utf-32-le`, `utf-32-be` or `cp1252`, by BOM, zero bytes and validity."""
    for mark, name in (
        (codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"), (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):  # fmt: skip
        if data.startswith(mark):
            return name
    sample = data[:4096]
    if len(sample) >= 4 and sample.count(0) > len(sample) // 4:  # noqa: PLR2004
        return "utf-16-le" if sample[1::2].count(0) > sample[::2].count(0) else "utf-16-be"
    return "utf-8" if _mostly_utf8(data) else "cp1252"


def _mostly_utf8(data: bytes) -> bool:
    """Whether the text is UTF-8, damage apart: more good multi-byte characters than bad bytes, or nothing bad."""
    text = codecs.getincrementaldecoder("utf-8")("replace").decode(data)
    bad = text.count("\N{REPLACEMENT CHARACTER}")
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


OWN_HEADER: Final = ",".join(FIELDS)
"""How a table begins that auditui exported; whatever its cells look like, it is a table."""
LINE_END: Final = re.compile(r"\r\n|\n|\r")
"""`str.splitlines` would also end lines at separators that stand inside of values."""
CONTAINER: Final = re.compile(r"\s*(?:\{\s*[\"}]|\[\s*[\[{\"\]])|\s*[\[{]\s*\Z")
ACCESS: Final = re.compile(r'.{0,400}?\[\d\d?/[A-Z][a-z]{2}/\d{4}:\d\d:\d\d:\d\d(?: [+-]\d{4})?\] "')
AUDITD: Final = re.compile(r"(?:.{0,200}?\b)?type=[\w\[\]]+ msg=\S")
CEF: Final = re.compile(r".{0,300}?\b(?:CEF:\d+\|(?:[^|]*\|){3}|LEEF:[12]\.0\|)")
SYSLOG: Final = re.compile(r"<\d{1,3}>|[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \S+ \S+?(?:\[\d+\])?: ")
ODD: Final = re.compile(r"[\x00-\x08\x0b\x0e-\x1a\x1c\x1e\x1f]")
"""What no text holds many of."""
W3C: Final = re.compile(r"#(?:Software|Version|Fields|Date|separator)\b", re.IGNORECASE)


def kind_of(data: bytes) -> str:
    """One of `KINDS`; `text` for anything that is not empty, and the empty text for blank or binary data."""
    text = data.decode("utf-8", "replace")
    if text.startswith(OWN_HEADER):
        return "csv"
    lines = [line for line in LINE_END.split(text)[:200] if line.strip()][:40]
    if not lines or _is_binary(text):
        return ""
    votes = [_kind_of_line(line) for line in lines]
    for kind in ("w3c", "access_log", "auditd", "cef", "syslog"):
        if votes.count(kind) * 2 >= len(votes):
            return kind
    if CONTAINER.match(text):
        return "json"
    if votes.count("json") * 2 >= len(votes):
        return "json"
    return "csv" if not layout_of(lines) and delimiter_of(text) else "text"


def _kind_of_line(line: str) -> str:
    for pattern, kind in ((W3C, "w3c"), (CONTAINER, "json"), (AUDITD, "auditd"), (CEF, "cef"), (SYSLOG, "syslog")):
        if pattern.match(line):
            return kind
    if ACCESS.match(line):
        return "access_log"
    return ""


def _is_binary(text: str) -> bool:
    sample = text[:4096]
    odd = len(ODD.findall(sample))
    return odd + sample.count("\N{REPLACEMENT CHARACTER}") > max(8, len(sample) // 8)


def delimiter_of(text: str) -> str:
    """The character between the fields of a table, or the empty text when this is no table.

    A table has at least two columns in its first row, and nearly all of its first rows have as many.
    """
    said = SEPARATOR.match(text)
    if said:
        return said[1]
    best, best_score = "", 0.0
    for delimiter in DELIMITERS:
        rows = list(islice(_rows(text, delimiter), 60))
        rows = [row for row in rows if row and row != [""]]
        if not rows or len(rows[0]) < 2 or not _like_header(rows):  # noqa: PLR2004
            continue
        if _splits_times(rows, delimiter):
            continue
        width = len(rows[0])
        whole = rows[1:-1] or (rows[:1] if len(text) > PEEK // 2 else rows)  # of one long row we may see half
        share = sum(1 for row in whole if len(row) == width) / len(whole)
        score = share + min(width, 20) / 100
        if share >= 0.6 and score > best_score:  # noqa: PLR2004
            best, best_score = delimiter, score
    return best


CUT_TIME: Final = re.compile(r".{0,30}\d\d:\d\d:\d\d")


def _splits_times(rows: list[list[str]], delimiter: str) -> bool:
    """Whether the comma is the one before the decimals of a second, in lines of text without a header."""
    if delimiter != "," or has_header([cell.strip() for cell in rows[0]]):
        return False
    return all(len(row) > 1 and CUT_TIME.fullmatch(row[0]) and re.match(r"\d{3,9}\b", row[1]) for row in rows[:20])


def _rows(text: str, delimiter: str) -> Iterator[list[str]]:
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error:
        return


def _like_header(rows: list[list[str]]) -> bool:
    """Names in the first row; or, without names, a time in the same place of every row."""
    names = [cell.strip() for cell in rows[0]]
    if has_header(names):
        return True
    return len(rows) > 1 and any(timestamps.parse(cell, timestamps.Clock(day_first=True)) for cell in names)


SAID: Final = re.compile(r"\w:\S|\d\.\d+\.\d|[{}\"]|: ")
"""`user:ana`, addresses, and pieces of JSON: values, not names."""


def has_header(cells: list[str]) -> bool:
    """Whether a first row names columns: short, hardly repeated words, of which none is a time or a sentence."""
    filled = [cell for cell in cells if cell]
    if not filled or len(set(filled)) < len(filled) * 0.5:
        return False
    day_first = timestamps.Clock(day_first=True)
    return (
        all(
            len(cell) <= 80 and not cell[0].isdigit() and "=" not in cell and not timestamps.parse(cell, day_first)  # noqa: PLR2004
            for cell in filled
        )
        and sum(1 for cell in filled if SAID.search(cell)) * 2 <= len(filled)
        and sum(1 for cell in filled if cell.count(" ") > 5) == 0  # noqa: PLR2004
    )

"""What a stream holds: its encoding, and which family of logs it belongs to."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import Final

from auditui.formats import timestamps
from auditui.formats.inputs import Blocks
from auditui.formats.layouts import layout_of
from auditui.formats.names import name_score
from auditui.formats.ruled_forms import is_ruled
from auditui.formats.to_jsonl import FIELDS
from auditui.formats.words import words_of
from auditui.formats.xml_records import record_tag

PEEK: Final = 128 * 1024
"""How many bytes are looked at before a decision."""

A_HOLE: Final = 4
"""Zero bytes in a row that are no text in any encoding: a log that was cut while written to, or lost its power."""

BLANKS: Final = b" \t\r\n\xef\xbb\xbf"
"""What may come before the first record: blanks and a byte order mark."""

MANY_BLANKS: Final = 64
"""Bytes of blanks in front of everything that are left out of what is looked at."""

SEPARATOR: Final = re.compile(r"sep=([,;\t|])\s*\n", re.IGNORECASE)
"""A first line with which spreadsheets are told the delimiter."""
DELIMITERS: Final = (",", ";", "\t", "|")
KINDS: Final = ("json", "csv", "ruled", "xml", "access_log", "auditd", "cef", "w3c", "syslog", "text")


class Head:
    """The first bytes of a stream, and the whole stream again."""

    def __init__(self, blocks: Blocks) -> None:
        """Read up to `PEEK` bytes, or up to the first pause behind something; `is_all`: there are no others."""
        kept: list[bytes] = []
        size = 0
        hole = b""
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
    """`utf-8`, `utf-16-le`, `utf-16-be`, `utf-32-le`, `utf-32-be` or `cp1252`, by BOM, zero bytes and validity."""
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


MARKS: Final = re.compile(rb"(?:\0|\xef\xbb\xbf)+")
LINE_MARKS: Final = re.compile(rb"\n(?:\0|\xef\xbb\xbf)+")
PART_OF_MARK: Final = re.compile(rb"(?:^|(?<=\n))\xef\xbb?\Z")


def clean_starts(blocks: Blocks) -> Blocks:
    """The stream without zero bytes and byte order marks at the starts of lines.

    Holes of zero bytes are left where a log was cut while written to; marks, where one file was put behind another.
    """
    held, is_at_start = b"", True
    for block in blocks:
        if block is None:
            yield None
            continue
        data = held + block
        data, held = _clean_block(data, is_at_start=is_at_start)
        is_at_start = data[-1:] == b"\n" if data else is_at_start
        if data:
            yield data
    if held:
        yield held


def _clean_block(data: bytes, *, is_at_start: bool) -> tuple[bytes, bytes]:
    """A block without what is cleaned away, and what of its end may be the start of a mark."""
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
    if drawn:
        return drawn
    votes = [_kind_of_line(line) for line in lines]
    if lines[0].startswith("#") and any(map(W3C_FIELDS.match, lines)):
        votes = ["w3c"]
    for kind in ("w3c", "access_log", "auditd", "cef", "syslog"):
        if votes.count(kind) * 2 >= len(votes):
            return kind
    if CONTAINER.match(text) or votes.count("json") * 2 >= len(votes):
        return "json"
    return "csv" if not layout_of(lines) and delimiter_of(text) else "text"


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
    sample = text[:4096]
    return odd_signs(sample) + sample.count("\N{REPLACEMENT CHARACTER}") > max(8, len(sample) // 8)


def odd_signs(text: str) -> int:
    """How many signs of a text are such as no text holds many of."""
    signs = text.encode()
    return len(signs) - len(signs.translate(None, ODD))


@lru_cache(maxsize=1)
def delimiter_of(text: str) -> str:
    """The character between the fields of a table, or the empty text when this is no table.

    A table has at least two columns in its first row, and nearly all of its first rows have as many (or all one
    more than there are names). Of a short one, names of which one is a time's, and one good row behind them, will do.
    """
    said = SEPARATOR.match(text)
    if said:
        return said[1]
    found = _delimiter_in(text)
    return found or (_delimiter_in(_less_open_quotes(text)) if '"' in text else "")


def _less_open_quotes(text: str) -> str:
    """The lines in which all quotes are closed: one that is not takes all that follow for its own."""
    return "\n".join(line for line in text.split("\n") if line.count('"') % 2 == 0)


def _delimiter_in(text: str) -> str:
    best, best_score = "", 0.0
    for delimiter in DELIMITERS:
        rows = _first_rows(text, delimiter)
        if not rows or len(rows[0]) < 2 or not _like_header(rows):  # noqa: PLR2004
            continue
        if _splits_times(rows, delimiter):
            continue
        width = _width_of(rows)
        whole = rows[1:-1] or (rows[:1] if len(text) > PEEK // 2 else rows)  # of one long row we may see half
        share = sum(1 for row in whole if len(row) in (width, len(rows[0]))) / len(whole)
        score = share + min(width, 20) / 100
        if share >= 0.6 and score > best_score:  # noqa: PLR2004
            best, best_score = delimiter, score
    return best or next((one for one in DELIMITERS if _names_a_time(_first_rows(text, one))), "")


def _first_rows(text: str, delimiter: str) -> list[list[str]]:
    return [row for row in islice(_rows(text, delimiter), 60) if row and row != [""]]


def width_of(text: str, delimiter: str) -> int:
    """How many cells the rows of a table have that begins so; 0 for none. Its header may name fewer."""
    return _width_of(_first_rows(text, delimiter))


SURELY_TIME: Final = 80
"""The score of names that say outright that they are a time's."""
LEAST_NAMES: Final = 3
"""Names that a first line has at least before it is believed where other lines have other widths."""


def _width_of(rows: list[list[str]]) -> int:
    """The width of the first row; or that of nearly all behind it, where those have cells more than there are names.

    Rows that begin with their own number have no name for their first column: more names at the end would shift all.
    """
    if not rows or len(rows[0]) < LEAST_NAMES or not has_header([cell.strip() for cell in rows[0]]):
        return len(rows[0]) if rows else 0
    behind = rows[1:-1] or rows[1:]
    width, count = Counter(map(len, behind)).most_common(1)[0] if behind else (0, 0)
    numbered = len(behind) > 1 and all(row[0] == str(number) for number, row in enumerate(behind, 1))
    is_wider = len(rows[0]) < width <= 2 * len(rows[0]) and count >= 0.6 * len(behind) and not numbered
    return width if is_wider else len(rows[0])


def _names_a_time(rows: list[list[str]]) -> bool:
    """Whether a first row names columns, one of them a time's, and a row of this width has a time there."""
    names = [cell.strip() for cell in rows[0]] if rows else []
    if len(names) < LEAST_NAMES or not has_header(names):
        return False
    timely = [place for place, name in enumerate(names) if name_score("at", words_of(name)) >= SURELY_TIME]
    whole = [row for row in rows[1:] if len(row) == len(names)]
    return any(
        timestamps.parse(row[place].strip(), timestamps.Clock(day_first=True)) for row in whole for place in timely
    )


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
    return _has_header(tuple(cells))


@lru_cache(maxsize=64)
def _has_header(cells: tuple[str, ...]) -> bool:
    """Remembered, since it is asked several times for a file, and the files of a folder have the same names."""
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

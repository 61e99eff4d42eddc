"""Finds the records in a stream of JSON that is not one record a line, holding no more than one of them."""

# ruff: noqa: PLR2004  bytes are compared as numbers: 0x22 is a quote, 0x5B an opening bracket, 0x0A a line feed

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from auditui.core.redact import MAX_REJECT
from auditui.formats.inputs import Blocks
from auditui.formats.json_found import Around, Broken, Found, Judges, Span, Texts, Unfinished
from auditui.formats.records import MAX_RECORD_BYTES

PLAIN: Final = re.compile(rb'(?:[^"{}\[\]]++|"(?:[^"\\\n]++|\\.|\n(?=[^{]))*+")*+', re.DOTALL)
STRING_END: Final = re.compile(rb'(?:[^"\\\n]++|\\.|\n(?=[^{]))*+("?)', re.DOTALL)
"""To the end of a string; or up to a line that starts with a brace, since then nobody closed the string."""
KEY_BEFORE: Final = re.compile(rb'"([^"\\]{1,64})"\s*:\s*\Z')
NEVER_CLOSED: Final = "the file is cut off: an array is never closed"
BRACKETS: Final = re.compile(rb'"(?:[^"\\]++|\\.)*+(?:"|\Z)|([{\[])|([}\]])', re.DOTALL)
DEEPEST_ARRAY: Final = 5
OPENERS: Final = b"{["
IGNORABLE: Final = b" \t\r\n,;\x1e\xef\xbb\xbf"


GAP: Final = re.compile(rb"[ \t\r\n,;\x1e\xef\xbb\xbf]*+")
OBJECT_TEXT: Final = re.compile(rb'"\s*\{(?:\\[nrt]|\s)*+\\"')
"""How a string begins that spells an object."""


class Scanner:
    """Follows brackets and strings through blocks of bytes; linear, whatever the input.

    Records are the objects at the top level, in a top-level array, or in the array under a wrapping
    key of a top-level object (`{"Records": [...]}`), when the judges say so of the first in it; of an object too
    long to be one record, in the array at any key that makes it so long. What else such an object holds comes behind
    them as one `Around`. A table that is too long comes as several, each with the names of its columns.
    """

    def __init__(self, judges: Judges) -> None:
        self._judges = judges
        self._is_in_pieces = False
        """Whether an object was too long, and could be handed on as several."""
        self._buffer = b""
        self._place = 0
        self._in_string = False
        self._depth = 0
        self._level = 0
        """The depth at which records begin."""
        self._start = -1
        """Where the record that is being read begins in the buffer; -1 between records."""
        self._line = 1
        """Line of `_counted`."""
        self._counted = 0
        self._gap = 0
        """Where what is between records begins."""
        self._outer = -1
        """Where the object around a wrapper that is not yet sure begins."""
        self._skipping = False
        self._inside = 0
        """Where the inside of the array begins that may be that wrapper."""
        self._around: list[bytes] = []
        """The object around the records up to the array that they are in, without records; empty outside of one."""
        self._around_size = 0
        self._closing = b"]}"
        """What closes the object around records where they are."""
        self._before = 0x0A
        """The byte in front of the buffer."""

    def scan(self, blocks: Blocks) -> Iterator[Found]:
        """All records of the stream, in order, and what is broken between them."""
        for block in blocks:
            if block is None:
                yield None
                continue
            self._buffer = self._buffer[self._keep_from() :] + block if self._buffer else block
            yield from self._advance()
            yield from self._bound()
        yield from self._finish()

    def _keep_from(self) -> int:
        """Forget what nobody needs any more; returns how much of the buffer goes."""
        marks = [mark for mark in (self._start, self._outer) if mark >= 0]
        first = min([self._gap, *marks]) if not self._skipping else self._place
        self._before = self._buffer[first - 1] if first else self._before
        self._line += self._buffer.count(b"\n", self._counted, max(first, self._counted))
        self._counted = max(self._counted, first) - first
        self._place -= first
        self._gap = max(self._gap - first, 0)
        self._start -= first if self._start >= 0 else 0
        self._outer -= first if self._outer >= 0 else 0
        self._inside -= first
        if self._skipping:
            self._start = 0
        return first

    def _line_at(self, place: int) -> int:
        if place < self._counted:
            return self._line
        self._line += self._buffer.count(b"\n", self._counted, place)
        self._counted = place
        return self._line

    def _advance(self) -> Iterator[Found]:
        """Go to the end of the buffer, bracket by bracket."""
        while True:
            if self._in_string:
                end = STRING_END.match(self._buffer, self._place)
                assert end is not None  # the pattern matches nothing at all, too
                self._place = end.end()
                if not end[1]:
                    if self._buffer[self._place : self._place + 2] != b"\n{":
                        return
                    yield from self._unclosed(self._place + 1)
                self._in_string = False
            plain = PLAIN.match(self._buffer, self._place)
            assert plain is not None  # as above
            self._place = place = plain.end()
            if place >= len(self._buffer):
                return
            character = self._buffer[place]
            self._place = place + 1
            if character == 0x22:  # a quote: its string goes on in the next block
                self._in_string = True
            elif character in OPENERS:
                yield from self._open(place, character)
            else:
                yield from self._close(place, character)

    def _unclosed(self, place: int) -> Iterator[Found]:
        """A string that was never closed: the record around it ends before the line at a place."""
        begin = self._outer if self._outer >= 0 else self._start
        if self._outer >= 0:
            self._level = 0
        if begin >= 0 and not self._skipping:
            yield self._unfinished("a string is never closed", begin, place)
            self._gap = place
        if self._level == 0:
            yield from self._leave_envelope(place)
        self._start, self._outer, self._skipping = -1, -1, False
        self._depth = min(self._depth, self._level)
        self._place = place

    def _open(self, place: int, character: int) -> Iterator[Found]:
        is_array = character == 0x5B
        if self._is_behind_records and self._follows_a_whole(place):
            yield self._cut_around("the object around the records is never closed", place)
            yield from self._leave_envelope(place)
            self._start, self._depth, self._gap, self._skipping = -1, 0, place, False
        if self._depth == self._level and self._start < 0:
            yield from self._report_gap(place)
            if is_array and self._depth == 0:
                self._level = 1
                self._gap = place + 1
            else:
                self._start = place
        elif is_array and self._depth == 1 and self._level == 0 and self._outer < 0 and self._wraps(place):
            self._outer, self._start, self._level, self._closing = self._start, -1, 2, b"]}"
            self._gap = self._inside = place + 1
        elif not is_array and self._depth > self._level and self._begins_anew(place):
            begin = self._outer if self._outer >= 0 else self._start
            yield self._unfinished("the record ends in the middle", begin, place)
            if self._outer >= 0:
                self._level = 0
                yield from self._leave_envelope(place)
            self._start, self._outer, self._depth = place, -1, self._level
        self._depth += 1

    def _follows_a_whole(self, place: int) -> bool:
        """Whether a line starts here, and something was closed before it without a comma."""
        before = self._buffer[max(self._gap, place - 64, 0) : place].rstrip()
        return self._line_start(place) and before[-1:] in (b"}", b"]")

    def _wraps(self, place: int) -> bool:
        key = KEY_BEFORE.search(self._buffer, max(self._start, place - 100), place)
        return key is not None and self._judges.is_wrapper(key[1].decode("utf-8", "replace"))

    def _begins_anew(self, place: int) -> bool:
        """An opening brace in column 1, where the open record has its keys indented, or could hold no object there."""
        if self._skipping or self._is_behind_records or self._start < 0 or not place or self._buffer[place - 1] != 0x0A:
            return False
        if not self._line_start(self._start):
            return False
        head = self._buffer[self._start : self._start + 4].replace(b"\r", b"")
        before = self._buffer[max(self._start, place - 64) : place].rstrip()
        return (head[1:2] == b"\n" and head[2:3] in (b" ", b"\t")) or before[-1:] not in (b":", b",", b"[")

    def _line_start(self, place: int) -> bool:
        return (self._buffer[place - 1] if place else self._before) == 0x0A

    def _close(self, place: int, character: int) -> Iterator[Found]:
        if self._depth == 0 or (character == 0x7D and self._start < 0 and self._depth == self._level >= 2):
            return  # a stray bracket, or the end of something damaged in an array: `_report_gap` tells of it
        self._depth -= 1
        if self._start >= 0 and self._depth == self._level:
            yield from self._complete(place + 1)
        elif self._start < 0 and self._depth < self._level:
            yield from self._leave_array(place)

    def _complete(self, end: int) -> Iterator[Found]:
        start, self._start, self._gap = self._start, -1, end
        if self._skipping:
            self._skipping = False
            if self._level == 0:
                yield from self._leave_envelope(end)
            return
        data = self._buffer[start:end]
        if self._is_behind_records:
            yield Around(b"".join((*self._around, data)), self._line_at(start))
            self._around, self._around_size = [], 0
            return
        if self._level >= 2 and self._outer >= 0:  # the first in an array that may be a wrapper
            if not self._judges.is_record(data) or self._judges.is_event(self._buffer[self._outer : self._inside]):
                self._start, self._outer, self._level = self._outer, -1, 0
                return
            yield from self._enter_envelope()
        yield Span(data, self._line_at(start))

    def _leave_array(self, place: int) -> Iterator[Found]:
        if self._level >= 2 and self._outer >= 0:  # an empty array says nothing: go on with the object around it
            self._start, self._outer, self._level = self._outer, -1, 0
            return
        yield from self._report_gap(place)
        if self._level >= 2:
            self._start = place
        else:
            self._gap = place + 1
        self._level = 0

    @property
    def _is_behind_records(self) -> bool:
        """Whether what is read is the rest of an object around records."""
        return self._level == 0 and bool(self._around)

    def _enter_envelope(self) -> Iterator[Found]:
        """Keep what stood before an array, now that records are known to be in it."""
        self._around.append(self._buffer[self._outer : self._inside])
        self._around_size += self._inside - self._outer
        self._outer = -1
        if self._around_size > MAX_RECORD_BYTES:
            reason = f"the object around the records is longer than {MAX_RECORD_BYTES:,} bytes"
            yield Broken(reason, b"".join(self._around)[:MAX_REJECT], self._line_at(self._inside))
            self._around, self._around_size = [b'{"":' * (len(self._closing) - 1) + b"["], 0

    def _leave_envelope(self, place: int) -> Iterator[Found]:
        """The object around records ends before its time: what was kept of it is closed."""
        if self._around:
            yield Around(b"".join((*self._around, self._closing)), self._line_at(place))
            self._around, self._around_size = [], 0

    def _report_gap(self, place: int) -> Iterator[Found]:
        between = self._buffer[self._gap : place].strip(IGNORABLE)
        if between.strip(b"]} \r\n\t,"):
            line = self._line_at(self._gap)
            is_texts = OBJECT_TEXT.match(between) is not None
            yield Texts(between, line) if is_texts else Broken("not a JSON object", between, line)
        self._gap = place

    def _report_texts(self) -> Iterator[Found]:
        """Hand on texts between records up to the last of them: a long array may be of nothing else."""
        first = GAP.match(self._buffer, self._gap)
        if first is None or OBJECT_TEXT.match(self._buffer, first.end()) is None:
            return
        last = self._gap
        for found in OBJECT_TEXT.finditer(self._buffer, first.end() + 1):
            last = found.start()
        if last > self._gap:
            yield from self._report_gap(last)

    def _cut_around(self, reason: str, end: int) -> Broken:
        """The end of an object around records that is not there; with its text if that may hold anything."""
        found = self._broken(reason, self._start, end)
        return found if b"{" in found.data and not self._skipping else Broken(reason, b"", self._line_at(end))

    def _broken(self, reason: str, start: int, end: int) -> Broken:
        return Broken(reason, self._buffer[start : min(end, start + MAX_REJECT)], self._line_at(start))

    def _unfinished(self, reason: str, start: int, end: int) -> Unfinished:
        return Unfinished(reason, self._buffer[start:end], self._line_at(start))

    def _bound(self) -> Iterator[Found]:
        """Give up on a record that is too long; the scan goes on behind it."""
        begin = self._outer if self._outer >= 0 else self._start
        if begin < 0:
            yield from self._report_texts()
            if self._place - self._gap > MAX_RECORD_BYTES:
                yield self._broken(f"longer than {MAX_RECORD_BYTES:,} bytes", self._gap, self._place)
                self._gap = self._place
            return
        if not self._skipping and len(self._buffer) - begin > MAX_RECORD_BYTES:
            if not self._is_in_pieces and self._look_inside():
                yield from self._advance()
                if self._around or self._start < 0:
                    return
                begin = self._outer if self._outer >= 0 else self._start
            yield from self._pieces(begin)
            if len(self._buffer) - begin <= MAX_RECORD_BYTES:
                return
            reason = f"longer than {MAX_RECORD_BYTES:,} bytes, and no records in it can be told apart"
            yield self._broken(reason, begin, len(self._buffer))
            if self._start < 0:
                self._start, self._outer, self._level = self._outer, -1, 0
            elif self._outer >= 0:
                yield from self._enter_envelope()
            self._skipping = True

    def _pieces(self, begin: int) -> Iterator[Found]:
        """Hand on the whole members of a page as one; what is behind them goes on as if it were the page."""
        while len(self._buffer) - begin > MAX_RECORD_BYTES and (part := self._judges.first_part(self._buffer[begin:])):
            yield Span(part.page, self._line_at(begin))
            rest = begin + part.taken
            self._line_at(rest)
            self._buffer = self._buffer[:begin] + part.before + self._buffer[rest:]
            gone = part.taken - len(part.before)
            self._place -= gone
            self._counted -= gone
            self._is_in_pieces = True

    def _look_inside(self) -> bool:
        """Go back to the array that makes an object so long, if that has no time itself: it may be around records."""
        if self._level or self._outer >= 0 or self._around:
            return False
        opened: list[int] = []
        for found in BRACKETS.finditer(self._buffer, self._start):
            if found[1]:
                opened.append(found.start())
            elif found[2] and opened:
                opened.pop()
        depth = next((depth for depth, place in enumerate(opened) if self._buffer[place] == 0x5B), 0)
        inside = opened[depth] + 1 if depth else 0
        closing = b"]" + b"}" * depth
        if not 0 < depth <= DEEPEST_ARRAY or self._judges.is_record(self._buffer[self._start : inside] + closing):
            return False
        self._outer, self._start, self._level, self._closing = self._start, -1, depth + 1, closing
        self._depth, self._in_string = self._level, False
        self._place = self._gap = self._inside = inside
        return True

    def _finish(self) -> Iterator[Found]:
        end = len(self._buffer)
        yield from self._cut_off(end)
        yield from self._leave_envelope(end)

    def _cut_off(self, end: int) -> Iterator[Found]:
        """What is still open at the end of the stream."""
        if self._is_behind_records:
            yield self._cut_around("the file is cut off: the object around the records is never closed", end)
            return
        if self._skipping:
            return
        begin = self._outer if self._outer >= 0 else self._start
        if begin >= 0:
            yield self._unfinished("the file is cut off in the middle of a record", begin, end)
            return
        yield from self._report_gap(end)
        if self._depth:
            yield Broken(NEVER_CLOSED, b"", self._line_at(end))

"""JSON in every form that logs come in: one object a line, arrays, wrapped arrays, documents one after another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from auditui.formats.envelopes import beside, is_record_itself, is_wrapper, unwrap
from auditui.formats.histories import is_event, is_owner
from auditui.formats.inputs import Blocks
from auditui.formats.json_decode import MalformedError, decode, left_open
from auditui.formats.json_found import Around, Broken, Judges, Span, Texts, Unfinished
from auditui.formats.json_scan import NEVER_CLOSED, OBJECT_TEXT, Scanner
from auditui.formats.lines import TooLong, lines_of
from auditui.formats.records import MAX_RECORD_BYTES, Item, Items, Raw, Rejected, Value, shown
from auditui.formats.tables import FirstRow, Unfit, object_in, stamped_object, under_names
from auditui.formats.timed import is_timed
from auditui.formats.unfinished import BETWEEN, first_part, rest_of, whole_part

BLANKS: Final = b" \t\r\n\x0b\x0c\x1e"
"""What may stand around a record; the last is the separator of RFC 7464."""


def read_json(blocks: Blocks, head: bytes) -> Items:
    """Read a JSON stream; `head` is (a copy of) its first bytes, from which the form is seen."""
    return _read_lines(blocks) if _is_one_a_line(head) else _read_documents(blocks)


def _is_one_a_line(head: bytes) -> bool:
    """Whether each line is an object of its own, or one behind its time.

    The first line that is more than a bracket tells; where it is damaged, the lines behind it do, if nearly all of
    them begin one in their first column.
    """
    return _starts_whole(head) or _starts_stamped(head) or _mostly_whole(head.split(b"\n")[:-1][:40])


def _starts_stamped(head: bytes) -> bool:
    first = head.lstrip(BLANKS + b"\n").split(b"\n", 1)[0].strip(BLANKS)
    if first[:1] != b"[" or first[-2:] != b"}]":
        return False
    try:
        value, _ = decode(first)
    except MalformedError:
        return False
    return value.__class__ is list and stamped_object(value) is not None


def _mostly_whole(lines: list[bytes]) -> bool:
    filled = [line.strip(BLANKS).rstrip(b",") for line in lines if line.strip(BLANKS)]
    begun = [line for line, text in zip(lines, filled, strict=False) if line[:1] == b"{" and len(text) > 1]
    return len(filled) > 1 and len(begun) * 4 >= len(filled) * 3 and any(map(_is_whole, begun))


def _is_whole(line: bytes) -> bool:
    try:
        decode(line.strip(BLANKS).rstrip(b","))
    except MalformedError:
        return False
    return True


def _starts_whole(head: bytes) -> bool:
    for line in head.splitlines(keepends=True):
        text = line.strip(BLANKS).rstrip(b",")
        if text in (b"", b"[", b"]", b"{}"):
            continue
        if text[:1] == b"[":
            text = text[1:].strip()
        if text[:1] != b"{":
            return text[:1] not in (b"{", b"[", b'"', b"}", b"]")
        try:
            decode(text)
        except MalformedError:
            return False
        return True
    return False


def _read_lines(blocks: Blocks) -> Items:
    """One object a line; a line that only begins one takes the following ones with it.

    An array around the lines that is never closed is a reject of its own, unless one tells of the last line already.
    """
    lines = lines_of(blocks)
    is_open, number, item = False, 0, None
    for line in lines:
        if line is None:
            yield None
            continue
        number, data = line
        if isinstance(data, TooLong):
            yield Rejected(number, data.reason, shown(data.start))
            continue
        text = data.strip(BLANKS)
        if text in (b"", b"[", b"]", b"],", b","):
            is_open, item = _is_array_open(text, before=is_open), None
            continue
        try:
            value, flags = decode(text)
        except MalformedError as error:
            is_open = _is_array_open(text, before=is_open)
            for item in _odd_line(number, text, error, lines):
                yield item
            continue
        item = None
        if value.__class__ is dict and is_record_itself(value):
            yield Raw(value, number, flags)
        else:
            yield from _records(value, number, flags, text)

    if is_open and not isinstance(item, Rejected):
        yield Rejected(number, NEVER_CLOSED, "")


def _is_array_open(text: bytes, *, before: bool) -> bool:
    """Whether an array around lines is open behind a line that is no document by itself."""
    bare = text.rstrip(b",").rstrip()
    return (bare[:1] == b"[" or before) and bare[-1:] != b"]" if bare else before


def _odd_line(number: int, text: bytes, error: MalformedError, lines: Iterator[Value]) -> Items:
    """A line of an array (`{...},`), the first or last one (`[{...},` `{...}]`), or the start of a longer document."""
    bare = text.rstrip(b",").rstrip()
    for candidate in (bare, bare[1:].lstrip() if bare[:1] == b"[" else b"", bare.rstrip(b"]").rstrip()):
        if candidate and candidate != text:
            try:
                value, flags = decode(candidate)
            except MalformedError:
                continue
            yield from _records(value, number, flags, candidate)
            return
    if text[:1] in (b"{", b"[") and left_open(text):
        yield from _longer_document(number, text, error, lines)
    else:
        yield Rejected(number, str(error), shown(text))


MAX_DOCUMENT_LINES: Final = 200_000
"""Far beyond any pretty-printed event."""
MAX_TRIES: Final = 20
"""How often what looks closed may turn out to be no document: each attempt reads all of it again."""


def _longer_document(number: int, text: bytes, error: MalformedError, lines: Iterator[Value]) -> Items:
    """Take lines until the document is whole; a line that is a whole object itself ends the attempt."""
    kept = [text]
    size, opened, tries = len(text), left_open(text), 0
    for line in lines:
        if line is None:
            continue
        at, data = line
        stripped = b"" if isinstance(data, TooLong) else data.strip(BLANKS)
        if not isinstance(data, TooLong) and data[:1] == b"{" and (alone := _alone(stripped, at)):
            yield from _unfinished(Unfinished(str(error), b"\n".join(kept), number))
            yield from alone
            return
        kept.append(stripped)
        size += len(stripped)
        opened += left_open(stripped)
        if opened <= 0 and (stripped[-1:] in (b"}", b"]") or stripped[-2:] == b"},"):
            tries += 1
            try:
                value, flags = decode(b"\n".join(kept).rstrip(b","))
            except MalformedError as problem:
                error = problem
            else:
                yield from _records(value, number, flags, kept[0])
                return
        if size > MAX_RECORD_BYTES or len(kept) > MAX_DOCUMENT_LINES or tries > MAX_TRIES:
            break
    yield from _unfinished(Unfinished(str(error), b"\n".join(kept), number))


def _alone(text: bytes, number: int) -> list[Item]:
    try:
        value, flags = decode(text.rstrip(b","))
    except MalformedError:
        return []
    return list(_records(value, number, flags, text))


def _records(value: Value, line: int, flags: tuple[str, ...], text: bytes) -> Items:
    stamped = stamped_object(value) if value.__class__ is list else None
    return iter((Raw(stamped, line, flags),)) if stamped else _items(unwrap(value), line, flags, text)


def _items(records: Iterator[dict[str, Any] | Unfit | None], line: int, flags: tuple[str, ...], text: bytes) -> Items:
    for record in records:
        if record is None:
            yield Rejected(line, "not a JSON object", shown(text))
        elif isinstance(record, Unfit):
            yield Rejected(line, NO_ROW, shown(record.text))
        else:
            yield Raw(record, line, flags)


NO_ROW: Final = "not a row like the others"


def _read_documents(blocks: Blocks) -> Items:
    """Documents of any length after one another, arrays and wrapped arrays; one record in memory at a time."""
    last: dict[str, Any] = {}
    rows = _Rows()
    for found in Scanner(Judges(is_wrapper, _is_record, _is_event, first_part)).scan(blocks):
        if found is None:
            yield None
        elif isinstance(found, Texts):
            yield from _texts(found)
        elif isinstance(found, Broken):
            yield Rejected(found.line, found.reason, shown(rows.named(found.data)))
        elif isinstance(found, Unfinished):
            yield from _unfinished(found, rows)
        else:
            try:
                value, flags = decode(found.data)
            except MalformedError as error:
                yield Rejected(found.line, str(error), shown(rows.named(found.data)))
                continue
            if isinstance(found, Around):
                yield from _items(beside(value, last), found.line, flags, found.data)
            elif value.__class__ is list:
                yield from rows.items(value, found, flags)
            else:
                yield from _records(value, found.line, flags, found.data)
                last = value if isinstance(value, dict) else last
    yield from rows.waiting()


def _unfinished(found: Unfinished, rows: _Rows | None = None) -> Items:
    """The whole records of a page that ends in the middle, and a reject of its own for the one that is cut."""
    part = whole_part(found.data)
    if part is None:
        yield Rejected(found.line, found.reason, shown(rows.named(found.data) if rows is not None else found.data))
        return
    value, flags = decode(part.page)
    yield from _records(value, found.line, flags, part.page)
    behind = BETWEEN.match(found.data, part.taken)
    part = part._replace(taken=behind.end() if behind else part.taken)
    line = found.line + found.data.count(b"\n", 0, part.taken)
    yield Rejected(line, found.reason, shown(rest_of(found.data, part)))


class _Rows:
    """Lists one after another: rows under names that the first has, else records for themselves."""

    def __init__(self) -> None:
        self._first = FirstRow()
        self._held: tuple[list[Value], Span] | None = None

    def items(self, value: list[Value], found: Span, flags: tuple[str, ...]) -> Items:
        """What a list is; names are held until the next one."""
        if self._first.takes(value):
            self._held = value, found
            return
        row = self._first.row(value)
        if row is not None:
            self._held = None
            yield Raw(row, found.line, flags)
            return
        if self._first.is_sure:
            yield Rejected(found.line, NO_ROW, shown(under_names(self._first.names or (), value)))
            return
        yield from self.waiting()
        yield from _records(value, found.line, flags, found.data)

    def named(self, data: bytes) -> bytes | str:
        """A row that cannot be read, as far as it has cells under their names; else as it stands."""
        if data[:1] == b'"' and not self._first.is_sure:
            return self._loose(data)
        if not self._first.is_sure or data[:1] != b"[":
            return data
        whole, _, rest = data.rpartition(b",")
        for text, more in ((data + b"]", b""), (data + b'"]', b""), (whole + b"]", rest)):
            try:
                value, _ = decode(text)
            except MalformedError:
                continue
            cells = [*value, more.decode("utf-8", "replace")] if more else value
            return under_names(self._first.names or (), cells)
        return data

    def _loose(self, data: bytes) -> bytes | str:
        """Cells between brackets that no record is in, under the names that the first such list has."""
        try:
            cells, _ = decode(b"[" + data + b"]")
        except MalformedError:
            return data
        if not isinstance(cells, list) or self._first.takes(cells):
            return data
        return under_names(self._first.names, cells) if self._first.names else data

    def waiting(self) -> Items:
        """The list that was held and names nothing."""
        if self._held is not None:
            value, found = self._held
            self._held = None
            yield from _records(value, found.line, (), found.data)


STRING: Final = re.compile(rb'"(?:[^"\\]++|\\.)*+"', re.DOTALL)


def _texts(found: Texts) -> Items:
    """The records that strings spell out; what spells none, or lies behind one, is a reject of its own."""
    starts = [one.start() for one in OBJECT_TEXT.finditer(found.data)]
    line, counted = found.line, 0
    for start, end in zip(starts, [*starts[1:], len(found.data)], strict=True):
        line += found.data.count(b"\n", counted, start)
        counted = start
        text = STRING.match(found.data, start, end)
        record = _record_in(text[0]) if text else None
        if text and record is not None:
            yield from _records(record, line, (), text[0])
        behind = text.end() if text and record is not None else start
        if odd := found.data[behind:end].strip(BLANKS + b","):
            yield Rejected(line, "not a JSON object", shown(odd))


def _record_in(text: bytes) -> dict[str, Any] | None:
    try:
        value, _ = decode(text)
    except MalformedError:
        return None
    return object_in(value)


TIME_SAID: Final = re.compile(
    rb'"[^"]{0,40}(?:time|date|created|occurred|published|when|_at|At|ts)"\s*:\s*(?:"?\d{9,19}\b|"[\d/]{4,10}[-/ T]\d)',
    re.IGNORECASE,
)
"""A time under a name of a time, in a text that cannot be read."""


def _is_record(data: bytes) -> bool:
    try:
        value, _ = decode(data)
    except MalformedError:
        return bool(TIME_SAID.search(data))
    return isinstance(value, dict) and is_timed(value)


def _is_event(before: bytes) -> bool:
    """Whether what stands before a list in an object makes it an event, or a thing, that carries the list."""
    try:
        value, _ = decode(before + b"]}")
    except MalformedError:
        return False
    return isinstance(value, dict) and (is_event(value) or is_owner(value))

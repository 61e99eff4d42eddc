"""Lines of spans cut to a width, in time that grows with their length alone."""

from __future__ import annotations

from collections.abc import Iterator

from auditui.tui.drawing.spans import Line, Span, blank, cells, plain


def wrapped(line: Line, width: int, *, hanging: Line | None = None) -> Iterator[Line]:
    """A line as lines of at most `width` cells (at least 2), cut at blanks where one is near.

    `hanging` stands in front of every line but the first, inside the width. Nothing is left out, but
    one blank at each cut. An empty line is one empty line.
    """
    if sum(cells(span.text) for span in line) <= width:
        yield line
        return
    text = plain(line)
    taken = sum(cells(span.text) for span in hanging or [])
    done = 0
    cutter = _Cutter(line)
    while True:
        room = max(width - (taken if done else 0), 2)
        end = _end(text, done, room)
        yield [*(hanging if hanging and done else []), *cutter.take(end)]
        if end >= len(text):
            return
        done = end
        if text[end] == " ":
            cutter.take(end + 1)
            done = end + 1
            if done == len(text):
                return


def _end(text: str, start: int, width: int) -> int:
    """Where a line that begins at `start` ends."""
    end = min(start + width, len(text))
    piece = text[start:end]
    if not piece.isascii():
        end = start + _fitting(piece, width)
    if end >= len(text):
        return len(text)
    blank_at = text.rfind(" ", start + width // 2, end + 1)
    return blank_at if blank_at > start else end


def _fitting(piece: str, width: int) -> int:
    """How many characters of a piece fit, at least one."""
    if cells(piece) <= width:
        return len(piece)
    low, high = 1, len(piece)
    while low < high:
        middle = (low + high + 1) // 2
        if cells(piece[:middle]) <= width:
            low = middle
        else:
            high = middle - 1
    return low


class _Cutter:
    """Takes spans off the front of a line, by character offsets from its start."""

    def __init__(self, line: Line) -> None:
        self._spans = line
        self._index = 0
        self._begins = 0
        """Offset of the first character of the present span."""
        self._at = 0

    def take(self, end: int) -> Line:
        """What stands between the offset reached so far and this one."""
        taken: Line = []
        while self._at < end and self._index < len(self._spans):
            span = self._spans[self._index]
            stop = self._begins + len(span.text)
            upto = min(stop, end)
            taken.append(Span(span.text[self._at - self._begins : upto - self._begins], span.style))
            self._at = upto
            if upto == stop:
                self._index += 1
                self._begins = stop
        return taken


def beside(columns: list[tuple[list[Line], int]], gap: int = 2) -> Iterator[Line]:
    """Blocks of lines next to each other, each filled with blanks to its width; the last one is not filled."""
    height = max(len(lines) for lines, _ in columns)
    for row in range(height):
        line: Line = []
        for number, (lines, width) in enumerate(columns):
            cell = lines[row] if row < len(lines) else []
            line.extend(cell)
            if number < len(columns) - 1:
                line.append(blank(width + gap - sum(cells(span.text) for span in cell)))
        yield line

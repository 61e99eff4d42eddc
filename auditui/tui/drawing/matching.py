"""Where needles stand in a text, and how a line shows it."""

from __future__ import annotations

from collections.abc import Sequence
from unicodedata import combining

from auditui.core.text import fold
from auditui.tui.drawing.spans import Line, Span, plain

MATCH = "match"


def find(text: str, needles: Sequence[str]) -> list[tuple[int, int]]:
    """Where any of the folded needles stands in a text: `(start, end)` in its characters, ordered, not overlapping."""
    if not needles or not text:
        return []
    folded = fold(text)
    hits = [hit for needle in needles if needle for hit in _occurrences(folded, needle)]
    if not hits:
        return []
    if not text.isascii():
        hits = _unfolded(text, folded, hits)
    return _merged(sorted(hits))


def highlight(line: Line, needles: Sequence[str]) -> Line:
    """The line with everything that matches in the style `match`, across the borders of its spans."""
    hits = find(plain(line), needles) if needles else []
    if not hits:
        return line
    lit: Line = []
    offset = 0
    for span in line:
        lit.extend(_lit(span, offset, hits))
        offset += len(span.text)
    return lit


def _occurrences(folded: str, needle: str) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    start = folded.find(needle)
    while start >= 0:
        found.append((start, start + len(needle)))
        start = folded.find(needle, start + len(needle))
    return found


def _unfolded(text: str, folded: str, hits: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Positions in the folded text as positions in the text, whose characters may fold to several or to fewer."""
    ends = _cluster_ends(text)
    starts = [0, *ends[:-1]]
    pieces = [fold(text[start:end]) for start, end in zip(starts, ends, strict=True)]
    if "".join(pieces) != folded:
        return hits if len(text) == len(folded) else []
    origin = [cluster for cluster, piece in enumerate(pieces) for _ in piece]
    return [(starts[origin[start]], ends[origin[end - 1]]) for start, end in hits]


def _cluster_ends(text: str) -> list[int]:
    """Where each character ends together with the marks that combine with it."""
    return [end for end in range(1, len(text)) if not combining(text[end])] + [len(text)]


def _merged(hits: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in hits:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _lit(span: Span, offset: int, hits: list[tuple[int, int]]) -> Line:
    """One span, whose text starts at `offset` of its line, cut at the borders of the hits."""
    parts: Line = []
    done = 0
    for start, end in hits:
        first, last = max(start - offset, done), min(end - offset, len(span.text))
        if first >= last:
            continue
        if first > done:
            parts.append(Span(span.text[done:first], span.style))
        parts.append(Span(span.text[first:last], MATCH))
        done = last
    if done < len(span.text):
        parts.append(Span(span.text[done:], span.style))
    return parts

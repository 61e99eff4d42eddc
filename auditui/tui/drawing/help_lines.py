"""What the help window says: every key, from the one table of keys, and the query language by examples."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, TypeAlias

from auditui.core.text import fold
from auditui.tui.drawing.matching import highlight
from auditui.tui.drawing.spans import Line, Span
from auditui.tui.drawing.wrapping import wrapped
from auditui.tui.keys import Key, by_group, shown

Row: TypeAlias = "tuple[Line, str]"
"""A line, and the id of the key that pressing it stands for; empty: none."""

_KEYS_CELLS: Final = 16
_LABEL_CELLS: Final = 18
_QUERY_CELLS: Final = 34

QUERIES: Final[tuple[tuple[str, tuple[tuple[str, str], ...]], ...]] = (
    (
        "Words",
        (
            ("contact", "any text or number of the event contains it; downloadContactList does"),
            ('"printer on fire"', "exactly these words together"),
            ("printer fire", "both, anywhere in the event"),
            ("printer OR toner", "one or the other; AND binds tighter than OR"),
            ("-printer", "events without it; NOT printer is the same"),
            ("(printer OR toner) -paper", "brackets group"),
        ),
    ),
    (
        "Fields",
        (
            ("user:alice", "name, e-mail, part before the @, or id; no matter the case"),
            ("user:*@acme.com", "* stands for any characters"),
            ("user:system", "what no person did"),
            ("action:delete", "action, method or kind of action"),
            ("action:create,update", "any of several"),
            ("entity:4711", "type, id or name of what it was done to"),
            ('name:"Jo Doe"', "quotes where a value holds blanks"),
            (r'name:"a\u{202e}b"', "between quotes, any character by its code point"),
            ("role:*", "has a role; -role:* has none"),
            ("is:failed", "what did not succeed"),
            ("has:changes", "events that changed a field"),
        ),
    ),
    (
        "Numbers and addresses",
        (
            ("status:404", "also status:4xx and status:>=400"),
            ("status:200..299", "a range, both ends included"),
            ("took:>500ms", "durations in us, ms, s or m"),
            ("ip:10.0.0.0/8", "a network; also one address, or ip:10.1.*"),
        ),
    ),
    (
        "Time",
        (
            ("since:2026-07-01", "that day and later, in the zone of the view"),
            ("until:2026-07-31", "that day included"),
            ("on:2026-07-01", "one day; also a month, 2026-07"),
            ("on:yesterday", "today, this-week, last-week, this-month, last-month too"),
            ("since:7d", "the last 7 times 24 hours; 2h and 30m work as well"),
            ("since:2026-07-01T10:30", "a minute; add Z or +02:00 for a zone"),
        ),
    ),
    (
        "Changes and details",
        (
            ("changed:email", "a change of this field"),
            ("before.plan:free after.plan:pro", "its old and its new value"),
            ("details.request.path:/api/*", "a path in the details; list positions are skipped"),
        ),
    ),
)
"""Chapters of examples: what is written, and what it means. Each one parses."""


def key_rows(table: Sequence[Key], needle: str, width: int) -> list[Row]:
    """All keys by chapter, or those in which the needle occurs; it is highlighted."""
    chapters = {
        group: [(key.id, (_names(key), key.label, key.help)) for key in keys] for group, keys in by_group(table).items()
    }
    return list(_chapters(chapters.items(), needle, (_KEYS_CELLS, _LABEL_CELLS), width))


def query_rows(needle: str, width: int) -> list[Row]:
    """The query language by chapter, or what of it holds the needle; it is highlighted."""
    chapters = [(title, [("", example) for example in examples]) for title, examples in QUERIES]
    return list(_chapters(chapters, needle, (_QUERY_CELLS,), width))


def _names(key: Key) -> str:
    return " ".join(map(shown, key.keys))


def _chapters(
    chapters: Iterable[tuple[str, Iterable[tuple[str, tuple[str, ...]]]]],
    needle: str,
    columns: Sequence[int],
    width: int,
) -> Iterator[Row]:
    """Chapters with a row that holds the needle; a blank line between them, a note where there is none."""
    sought = fold(needle)
    found = False
    for title, rows in chapters:
        kept = [(does, texts) for does, texts in rows if sought in fold(" ".join((title, *texts)))]
        if not kept:
            continue
        if found:
            yield [], ""
        found = True
        yield highlight([Span(title, "heading")], (sought,)), ""
        for does, texts in kept:
            yield from ((line, does) for line in _row(texts, sought, columns, width))
    if not found:
        yield [Span("Nothing in the help holds this; Esc shows all of it.", "dim")], ""


def _row(row: tuple[str, ...], sought: str, columns: Sequence[int], width: int) -> Iterator[Line]:
    """What is typed, perhaps its name, and what it does, wrapped below itself."""
    narrow = [min(cells, max(3 * width // 7, 8)) for cells in columns]
    *heads, text = row
    line = [
        Span(head.ljust(cells - 1) + " ", "key" if number == 0 else "")
        for number, (head, cells) in enumerate(zip(heads, narrow, strict=True))
    ]
    hanging = [Span(" " * sum(narrow))]
    for piece in wrapped([*line, Span(text, "nested")], width, hanging=hanging):
        yield highlight(piece, (sought,))

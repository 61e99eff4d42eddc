"""The full entry of one event: every field, what changed, and the stored record, for a window of some width."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from typing import Final

from auditui.core.counting import counted
from auditui.core.differences import differences
from auditui.core.event import ABSENT, Change, Event, Target
from auditui.core.shown import duration_text
from auditui.core.text import clean
from auditui.tui.drawing.cells import Look, badge, outcome, status
from auditui.tui.drawing.change_table import change_sign, column_widths, side_by_side, sides
from auditui.tui.drawing.clock import ago, exact_time
from auditui.tui.drawing.compare import ADDED, REMOVED
from auditui.tui.drawing.copying import as_json
from auditui.tui.drawing.facts import target_line
from auditui.tui.drawing.matching import highlight
from auditui.tui.drawing.spans import Line, Span, join, line_cells
from auditui.tui.drawing.values import clipped
from auditui.tui.drawing.wrapping import wrapped

LABEL: Final = 12
TEXT_LIMIT: Final = 20_000
"""Characters of one text on the page of fields; the stored record shows all of it."""
JSON_LINES: Final = 5_000
ROW_LIMIT: Final = 1_000
"""Changes and targets drawn; more are counted."""
_SIGN: Final = 2
_MORE: Final = "… and more: the stored record (JSON) shows them all"
_JSON_LINE: Final = re.compile(r'( *)("(?:[^"\\]|\\.)*")(: )(.*)|( *)(.*)', re.DOTALL)

_CONSTANTS: Final = ("true", "false", "null")
FLAG_MEANINGS: Final = {
    "bad-utf8": "what was no valid UTF-8 was replaced (� or <U+D800>), or read as Western text, which it may not be",
    "control": "holds control or invisible characters, shown as visible signs",
    "duplicate-key": "an object held the same key twice; which one was meant is not known",
    "id-conflict": "another event with the same id says something else",
    "nul": "NUL characters were replaced by ␀",
    "redacted": "secrets were taken out before it was stored",
    "repeated": "the same file holds an identical event with the same id before it",
    "truncated": "the source was cut off or too long",
}


def event_lines(event: Event, width: int, look: Look, note: str | None = None) -> list[Line]:
    """The note of its bookmark where it has one, every field with its label, then description, changes and targets."""
    lines: list[Line] = []
    if note is not None:
        lines += _labelled("Bookmark", _plain(note, "mark") or [Span("without a note", "dim")], width)
    for label, value in fields(event, look):
        lines += _labelled(label, value, width)
    for title, section in (
        ("Description", _text(event.description, width)),
        ("Changes", change_lines(event.changes, width, look) if event.changes else []),
        ("Targets", list(_targets(event.targets, width))),
    ):
        if section:
            lines += [[], [Span(title, "heading")], *section]
    return [highlight(line, look.needles) for line in lines]


def fields(event: Event, look: Look) -> list[tuple[str, Line]]:
    """Labels and values as the page has them: the main ones always, the rest where it says something."""
    missing: Line = [Span(look.glyphs.missing, "dim")]
    main = [
        ("Time", [Span(exact_time(event.at_us, look.times), "time")]),
        ("", _utc(event, look)),
        ("Age", [Span(ago(event.at_us, look.times.now_us))]),
        ("Action", join([badge(event, look), _dim(_action_words(event))], Span(" "))),
        ("Entity", _plain(event.entity_name, "name") or _plain(event.entity_id, "id")),
        ("Type", _plain(event.entity_type)),
        ("Entity id", _plain(event.entity_id, "id") if event.entity_name else []),
        ("User", _user(event)),
        ("E-mail", _plain(event.email)),
        ("Role", _plain(event.role)),
        ("User id", _plain(event.actor_id, "id")),
        ("Kind", _plain(event.actor_kind if event.actor_kind != "unknown" else "")),
        ("On behalf", _plain(event.on_behalf_of)),
        ("Status", join([status(event, look), _outcome(event, look)], Span("  "))),
        ("Took", [] if event.took_us is None else [Span(duration_text(event.took_us), "number")]),
        ("IP", _plain(event.ip)),
        ("User agent", _plain(event.user_agent)),
        ("Request", _plain(event.request_id, "id")),
        ("Origin", _plain(event.origin)),
        ("Seq", [Span(str(event.seq), "number")] if event.seq else []),
        ("Id", _plain(event.id, "id")),
        *_flags(event),
    ]
    always = {"Time", "Action", "Entity", "User", "Status", "IP"}
    return [(label, value or missing) for label, value in main if value or label in always]


def _plain(text: str, style: str = "") -> Line:
    return [Span(clipped(text, TEXT_LIMIT), style)] if text else []


def _dim(text: str) -> Line:
    return [Span(text, "dim")] if text else []


def _utc(event: Event, look: Look) -> Line:
    """The same moment in UTC, where the line above is in another zone."""
    utc = exact_time(event.at_us, replace(look.times, zone="UTC"))
    return [] if utc == exact_time(event.at_us, look.times) else [Span(utc, "time")]


def _action_words(event: Event) -> str:
    words = [
        event.method if event.method != event.action else "",
        event.verb if event.verb not in {"other", event.action.lower()} else "",
        f"in {event.category}" if event.category else "",
    ]
    return clipped("  ".join(word for word in words if word))


def _user(event: Event) -> Line:
    if event.actor:
        return _plain(event.actor, "system" if event.actor_kind == "system" else "user")
    if event.actor_kind == "system":
        return [Span("System", "system")]
    return _plain(event.email or event.actor_id, "user")


def _outcome(event: Event, look: Look) -> Line:
    """The outcome in a word, where the status does not stand for it already."""
    return outcome(event, look) if event.status is not None else []


def _flags(event: Event) -> list[tuple[str, Line]]:
    labels = ["Mended", *[""] * len(event.flags)]
    return [
        (label, [Span(clean(flag), "warning"), Span(f"  {FLAG_MEANINGS.get(flag, '')}".rstrip(), "dim")])
        for label, flag in zip(labels, event.flags, strict=False)
    ]


def _labelled(label: str, value: Line, width: int) -> list[Line]:
    return list(wrapped([Span(label.ljust(LABEL), "label"), *value], width, hanging=[Span(" " * LABEL)]))


def _text(text: str, width: int) -> list[Line]:
    """A longer text with its own line ends."""
    return [piece for line in text[:TEXT_LIMIT].splitlines() for piece in wrapped(_plain(line), width)]


def _targets(targets: Iterable[Target], width: int) -> Iterator[Line]:
    for number, target in enumerate(targets):
        if number == ROW_LIMIT:
            yield [Span(_MORE, "dim")]
            return
        yield from wrapped(target_line(target.type, target.name, target.id), width, hanging=[Span("  ")])


# --- before and after ---------------------------------------------------------------------------------------------


def change_lines(changes: Iterable[Change], width: int, look: Look) -> list[Line]:
    """What was before and after, changed parts only; a note where nothing changed.

    Short values stand side by side, long ones below each other.
    """
    found = list(islice((part for change in changes for part in differences(change)), ROW_LIMIT + 1))
    if not found:
        return [[Span("This event records no change of a field.", "dim")]]
    shown = found[:ROW_LIMIT]
    short = [change for change in shown if not _is_long(change, width, look)]
    cells_each = column_widths(short, width, look) if short else None
    lines: list[Line] = [_head(cells_each)] if cells_each else []
    for change in shown:
        if cells_each is None or _is_long(change, width, look):
            lines += _stacked(change, width, look)
        else:
            lines += side_by_side(change, cells_each, look)
    return lines if len(found) == len(shown) else [*lines, [Span(_MORE, "dim")]]


def _is_long(change: Change, width: int, look: Look) -> bool:
    """Whether a side would take too many lines of its column."""
    return max(line_cells(side) for side in sides(change, look)) > width


def _head(cells_each: tuple[int, int, int]) -> Line:
    field, before, _ = cells_each
    return [Span(f"  {'Field':{field}}  {'Before':{before}}  After", "label")]


def _stacked(change: Change, width: int, look: Look) -> Iterator[Line]:
    sign, style = change_sign(change, look)
    name = [Span(sign.ljust(_SIGN), style), Span(clipped(change.field, 200), "key")]
    yield from wrapped(name, width, hanging=[Span(" " * _SIGN)])
    before, after = sides(change, look)
    for mark, mark_style, line, value in (
        (look.glyphs.removed, REMOVED, before, change.before),
        (look.glyphs.added, ADDED, after, change.after),
    ):
        if value is not ABSENT:
            hanging = [Span(" " * (2 * _SIGN))]
            yield from wrapped([Span(f"  {mark} ", mark_style), *line], width, hanging=hanging)


# --- the stored record --------------------------------------------------------------------------------------------


def json_lines(event: Event, width: int) -> list[Line]:
    """The stored event as indented JSON, down to `JSON_LINES`; a long value goes on below itself.

    Very long texts are shown up to `TEXT_LIMIT`; copying gives all of everything.
    """
    texts = as_json(event, text_limit=TEXT_LIMIT).split("\n")
    lines = [piece for text in texts[:JSON_LINES] for piece in _json_line(text, width)]
    if len(texts) > JSON_LINES:
        lines.append([Span(f"… and {counted(len(texts) - JSON_LINES, 'more line')}; copying takes all", "dim")])
    return lines


def _json_line(text: str, width: int) -> Iterator[Line]:
    found = _JSON_LINE.fullmatch(text)
    if found is None or found[2] is None:
        bare = text.lstrip(" ")
        line, indent = [Span(text[: len(text) - len(bare)]), *_json_value(bare)], len(text) - len(bare)
    else:
        line, indent = [Span(found[1]), Span(found[2], "key"), Span(": ", "dim"), *_json_value(found[4])], len(found[1])
    yield from wrapped(line, width, hanging=[Span(" " * min(indent + 2, width // 2))])


def _json_value(text: str) -> Line:
    value = text.removesuffix(",")
    first = value[:1]
    style = {'"': "string", "{": "dim", "}": "dim", "[": "dim", "]": "dim"}.get(first, "number")
    style = "constant" if value in _CONSTANTS else style
    return [Span(value, style), *([Span(",", "dim")] if value != text else [])]

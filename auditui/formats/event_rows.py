"""An event as a row on paper: its cells, what it says besides, and what changed, before and after."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Final

from auditui.core.differences import UNSEEN, differences, is_unseen
from auditui.core.event import ABSENT, Absent, Change, Event, Json
from auditui.core.fields import values_of
from auditui.core.shown import TITLES, VERB_SIGNS, compact, duration_text, value_text
from auditui.core.times import SECOND_US, format_us
from auditui.formats.pdf.pen import BLACK, GREY, Ink
from auditui.formats.pdf.sheet import Cell, Text
from auditui.formats.pdf.table import Block, Column, Row
from auditui.formats.to_jsonl import event_object

TEXT_LIMIT: Final = 2_000
"""Characters of one text that are printed; how many more there are is said."""
CHANGE_LIMIT: Final = 200
"""Changes of one event that are printed; how many more there are is said."""

_RED: Final[Ink] = (155, 28, 38)
_GREEN: Final[Ink] = (17, 96, 52)
_ORANGE: Final[Ink] = (140, 70, 0)
_BLUE: Final[Ink] = (11, 72, 140)
_TEAL: Final[Ink] = (10, 92, 104)
_VIOLET: Final[Ink] = (93, 53, 168)
_BADGES: Final[dict[str, tuple[Ink, Ink]]] = {
    "create": (_BLUE, (221, 235, 250)),
    "update": (_ORANGE, (255, 236, 209)),
    "delete": (_RED, (253, 224, 224)),
    "login": (_GREEN, (214, 242, 224)),
    **dict.fromkeys(("logout", "view"), (_GREEN, (233, 246, 238))),
    **dict.fromkeys(("sync", "export", "import", "archive", "restore"), (_TEAL, (215, 240, 243))),
    "grant": (_VIOLET, (235, 227, 250)),
}
_PLAIN_BADGE: Final[tuple[Ink, Ink]] = ((64, 70, 76), (233, 235, 238))
_CLIENT_ERROR: Final = 400
_WIDE: Final = 300
_NARROW: Final = 140
_RIGID: Final = frozenset({"at", "seq", "status", "took", "took_ms", "ip"})
_NUMBERS: Final = frozenset({"seq", "took", "took_ms"})


@dataclass(frozen=True, slots=True)
class Style:
    """How events are written: in which zone, and what stands where one says nothing."""

    zone: str = "UTC"
    missing: str = "—"
    badge_tells_failure: bool = False
    """Whether the action says that it failed, since no column does."""


def column(name: str, zone: str) -> Column:
    """The head of a column, by its name in the explorer or as a field of an export."""
    title = TITLES.get(name) or name.removeprefix("details.").replace("_", " ").capitalize()
    if name == "at":
        title = f"{title} ({zone})"
    high = _NARROW if name in _RIGID else _WIDE
    return Column(title, high, right=name in _NUMBERS, rigid=name in _RIGID)


def row(event: Event, columns: Sequence[str], style: Style, *, beside: bool) -> Row:
    """One event.

    Args:
        event: What to write.
        columns: Which cells, by names as `column` takes them.
        style: How.
        beside: Also write the description, where no column has it, and the changes.
    """
    cells = [_cell(event, name, style) or (Text(style.missing, GREY),) for name in columns]
    notes = [_text(event.description)] if beside and event.description and "description" not in columns else []
    block = changes_block(event.changes) if beside and event.changes else None
    return Row(f"Seq {event.seq}", cells, notes, block)


def _cell(event: Event, name: str, style: Style) -> Cell:
    if draw := _CELLS.get(name):
        return draw(event)
    if name == "at":
        return (Text(moment(event.at_us, style.zone)),)
    if name == "action":
        return _badge(event, style)
    if "." in name:
        return _listed(value_text(value, TEXT_LIMIT) for value in values_of(event, name))
    value = event_object(event, (name,))[name]
    return () if value is None else (_text(value if isinstance(value, str) else compact(value)),)


def moment(at_us: int, zone: str) -> str:
    """To the second, or as exact as it is; with the offset where the zone is not UTC."""
    fraction = at_us % SECOND_US
    exact = f".{fraction:06}".removesuffix("000") if fraction else ""
    offset = "" if zone == "UTC" else " " + format_us(at_us, zone, exact=True).rpartition(" ")[2]
    return format_us(at_us, zone) + exact + offset


def _text(text: str, ink: Ink = BLACK) -> Text:
    return Text(limited(text), ink)


def limited(text: str, limit: int = TEXT_LIMIT) -> str:
    """The beginning of a long text, and how much is missing."""
    left = len(text) - limit
    return text if left <= 0 else f"{text[:limit]} … (and {left:,} more characters)"


def _field(name: str, event: Event) -> Cell:
    text: str = getattr(event, name)
    return (_text(text),) if text else ()


def _seq(event: Event) -> Cell:
    return (Text(str(event.seq), GREY),)


def _user(event: Event) -> Cell:
    """The name, and below it whatever else tells who it was."""
    name = event.actor or ("System" if event.actor_kind == "system" else event.email or event.actor_id)
    if not name:
        return ()
    ink = GREY if event.actor_kind == "system" else BLACK
    rest = [part for part in (event.email or event.actor_id,) if part and part != name]
    return (_text(name, ink), *(_text(part, GREY) for part in rest))


def _badge(event: Event, style: Style) -> Cell:
    text = event.action or event.method
    if not text:
        return ()
    ink, ground = _BADGES.get(event.verb, _PLAIN_BADGE)
    words = [VERB_SIGNS.get(event.verb, ""), limited(text)]
    if style.badge_tells_failure and event.outcome == "failure":
        ink, words = _RED, [*words, "failed"]
    return (Text(" ".join(word for word in words if word), ink, ground=ground),)


def _entity(event: Event) -> Cell:
    """Type and name, and the whole id below them; beside the type where there is no name."""
    kind, name, number = event.entity_type, event.entity_name, event.entity_id
    first = " ".join(part for part in (kind, name or number) if part)
    below = (_text(number, GREY),) if number and name not in {"", number} else ()
    return (_text(first), *below) if first else ()


def _resource(event: Event) -> Cell:
    return (_text(event.entity_type),) if event.entity_type else _entity(event)


def _item(event: Event) -> Cell:
    text = event.entity_name or event.entity_id
    return (_text(text),) if text else ()


def _status(event: Event) -> Cell:
    failed = event.outcome == "failure"
    words = [str(event.status)] if event.status is not None else []
    if failed:
        words.append("failed")
    elif event.status is None and event.outcome == "success":
        words.append("ok")
    ink = _RED if failed else _ORANGE if (event.status or 0) >= _CLIENT_ERROR else _GREEN
    return (Text(" ".join(words), ink),) if words else ()


def _took(event: Event) -> Cell:
    return () if event.took_us is None else (Text(duration_text(event.took_us)),)


def _changed(event: Event) -> Cell:
    return _listed(change.field for change in event.changes)


def _targets(event: Event) -> Cell:
    return tuple(
        _text(" ".join(part for part in (one.type, one.name, one.id) if part)) for one in event.targets[:CHANGE_LIMIT]
    )


def _flags(event: Event) -> Cell:
    return (Text(" ".join(event.flags), _ORANGE),) if event.flags else ()


def _listed(texts: Iterable[str]) -> Cell:
    shown = ", ".join(text for text in texts if text)
    return (_text(shown),) if shown else ()


_CELLS: Final[dict[str, Callable[[Event], Cell]]] = {
    "seq": _seq, "user": _user, "entity": _entity, "resource": _resource, "item": _item,
    "status": _status, "took": _took, "changed": _changed, "targets": _targets, "flags": _flags,
    **{
        field: partial(_field, field)
        for field in (
            "id", "actor", "actor_id", "email", "role", "actor_kind", "on_behalf_of", "method", "verb", "category",
            "entity_type", "entity_id", "entity_name", "description", "outcome", "ip", "user_agent", "request_id",
            "origin",
        )
    },
}  # fmt: skip


def changes_block(changes: Sequence[Change]) -> Block:
    """Each smallest difference: a sign and the field, what was before, what is after."""
    found = [part for change in changes for part in differences(change)]
    rows = [_change_row(change) for change in islice(found, CHANGE_LIMIT)]
    left = len(found) - len(rows)
    return Block(("Field", "Before", "After"), rows, f"… and {left:,} more changed fields" if left else "")


def _change_row(change: Change) -> tuple[Cell, Cell, Cell]:
    sign, ink = ("+", _GREEN) if change.before is ABSENT else ("−", _RED) if change.after is ABSENT else ("~", _ORANGE)
    after = _side(change.after, _GREEN)
    note = (Text(f"  {UNSEEN}", GREY),) if is_unseen(change) else ()
    return ((_text(f"{sign} {change.field}", ink),), _side(change.before, _RED), (*after, *note))


def _side(value: Json | Absent, ink: Ink) -> Cell:
    if value is ABSENT:
        return (Text("—", GREY),)
    whole = value if isinstance(value, str) else compact(value)
    if len(whole) > TEXT_LIMIT:
        return (_text(whole, ink),)
    return (Text(value_text(value, TEXT_LIMIT), ink),)

"""The block under an open row: who and what exactly, what changed, then everything else the source said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

from auditui.core.event import ABSENT, Change, Event, Json, Target
from auditui.tui.drawing.cells import Look, outcome, status
from auditui.tui.drawing.clock import duration_text, exact_time
from auditui.tui.drawing.matching import highlight
from auditui.tui.drawing.spans import Line, Span, blank, cells, fit, join, line_cells, wrap
from auditui.tui.drawing.values import clipped, value_span

LINE_LIMIT: Final = 500
"""Lines of a block; the details window shows the rest."""
INDENT: Final = 6
"""Cells before the content: as far as the first column begins."""
_LABEL: Final = 10
_TWO_COLUMNS_FROM: Final = 84
_FACT_LINES: Final = 4
_CHANGE_LINES: Final = 6
_VALUE_LINES: Final = 12
_DESCRIPTION_LINES: Final = 12
_DEPTH_LIMIT: Final = 24
_SIGN_CELLS: Final = 2


def block(event: Event, width: int, look: Look) -> list[Line]:
    """The lines under an open row, each at most `width` cells, at most `LINE_LIMIT`; what matches is highlighted."""
    room = max(width - INDENT - 1, 12)
    drawn = list(islice(_sections(event, room, look), LINE_LIMIT))
    if len(drawn) == LINE_LIMIT:
        drawn[-1] = [Span("… press o for the whole", "dim")]
    while drawn and not drawn[-1]:
        drawn.pop()
    last = len(drawn) - 1
    return [[_guide(look, number == last), *highlight(line, look.needles)] for number, line in enumerate(drawn)]


def _guide(look: Look, is_last: bool) -> Span:
    sign = look.glyphs.guide_end if is_last else look.glyphs.guide
    return Span(sign.ljust(INDENT), "guide")


def _sections(event: Event, width: int, look: Look) -> Iterator[Line]:
    """All sections, one blank line after each."""
    for section in (
        _facts(event, width, look),
        _change_table(event.changes, width, look),
        _description(event.description, width),
        _targets(event.targets, width),
        _details(event.details, width),
    ):
        line: Line | None = None
        for line in section:
            yield line
        if line is not None:
            yield []


# --- who, what, where, when ---------------------------------------------------------------------------------------


def facts(event: Event, look: Look) -> list[tuple[str, Line]]:
    """Labels and values, first those that every event should have, then those that this one has."""
    dot = Span(f" {look.glyphs.dot} ", "dim")
    missing: Line = [Span(look.glyphs.missing, "dim")]
    always = [
        ("Seq", join([[Span(str(event.seq), "number")], _labelled("id", event.id)], dot)),
        ("Time", [Span(exact_time(event.at_us, look.times), "time")]),
        ("User", join(_user(event), dot) or missing),
        ("IP", _plain(event.ip) or missing),
        ("Action", join(_action(event), dot) or missing),
        ("Status", join(_result(event, look), dot) or missing),
        ("Entity", _entity(event) or missing),
    ]
    also = [
        ("Origin", _plain(event.origin)),
        ("For", _plain(event.on_behalf_of)),
        ("Request", _plain(event.request_id)),
        ("Agent", _plain(event.user_agent)),
        ("Mended", [Span(" ".join(event.flags), "warning")] if event.flags else []),
    ]
    return always + [(label, value) for label, value in also if value]


def _plain(text: str, style: str = "") -> Line:
    return [Span(clipped(text), style)] if text else []


def _labelled(label: str, text: str) -> Line:
    return [Span(f"{label} ", "dim"), Span(clipped(text))] if text else []


def _user(event: Event) -> list[Line]:
    name = event.actor or ("System" if event.actor_kind == "system" else "")
    email = [Span(clipped(event.email))] if event.email and event.email != name else []
    return [
        _plain(name, "user"),
        email,
        _labelled("role", event.role),
        _labelled("id", event.actor_id if event.actor_id not in {name, event.email} else ""),
    ]


def _action(event: Event) -> list[Line]:
    method = event.method if event.method != event.action else ""
    verb = event.verb if event.verb not in {"other", event.action.lower()} else ""
    return [
        _plain(event.action, f"verb-{event.verb}"),
        _plain(method),
        _plain(verb, "dim"),
        _labelled("in", event.category),
    ]


def _result(event: Event, look: Look) -> list[Line]:
    code = status(event, look) if event.status is not None else []
    took = [Span(duration_text(event.took_us), "number")] if event.took_us is not None else []
    return [code, outcome(event, look), took]


def _entity(event: Event) -> Line:
    number = [Span("id ", "dim"), Span(clipped(event.entity_id), "id")] if event.entity_id else []
    return join([_plain(event.entity_type), _plain(event.entity_name, "name"), number], Span("  "))


def _facts(event: Event, width: int, look: Look) -> Iterator[Line]:
    """The facts in two columns where there is room, else in one; a value that needs a line of its own gets it."""
    half = (width - 2) // 2 if width >= _TWO_COLUMNS_FROM else width
    waiting: Line | None = None
    for label, value in facts(event, look):
        drawn = [Span(label.ljust(_LABEL), "label"), *value]
        if half < width and line_cells(drawn) <= half:
            if waiting is None:
                waiting = fit(drawn, half + 2)
            else:
                yield [*waiting, *drawn]
                waiting = None
            continue
        if waiting is not None:
            yield waiting
            waiting = None
        yield from _fact_lines(label, value, width)
    if waiting is not None:
        yield waiting


def _fact_lines(label: str, value: Line, width: int) -> Iterator[Line]:
    head = Span(label.ljust(_LABEL), "label")
    for line in _flow(value, width - _LABEL, _FACT_LINES):
        yield [head, *line]
        head = blank(_LABEL)


def _flow(spans: Line, width: int, limit: int) -> Iterator[Line]:
    """Spans one after the other, wrapped; a span that does not fit into the rest of a line begins a new one."""
    line: Line = []
    room = width
    lines = 0
    for span in spans:
        if cells(span.text) <= room:
            line.append(span)
            room -= cells(span.text)
            continue
        if line:
            yield line
            lines += 1
        pieces = wrap(span.text.lstrip(), width, max(1, limit - lines))
        yield from ([Span(piece, span.style)] for piece in pieces[:-1])
        lines += len(pieces) - 1
        line = [Span(pieces[-1], span.style)]
        room = width - cells(pieces[-1])
    if line:
        yield line


# --- before and after ---------------------------------------------------------------------------------------------


def _change_table(changes: Sequence[Change], width: int, look: Look) -> Iterator[Line]:
    if not changes:
        return
    field_cells, side_cells = _change_widths(changes, width)
    head = [Span(name, "heading") for name in ("Field", "Before", "After")]
    yield [
        blank(_SIGN_CELLS),
        *fit([head[0]], field_cells + 2),
        *fit([head[1]], side_cells + 2),
        head[2],
    ]
    for change in changes:
        yield from _change_lines(change, field_cells, side_cells, look)


def _change_widths(changes: Sequence[Change], width: int) -> tuple[int, int]:
    """Cells of the field names and of each side; the names take a third at most."""
    longest = max(cells(clipped(change.field, 200)) for change in changes[:LINE_LIMIT])
    field_cells = max(min(longest, (width - _SIGN_CELLS) // 3), len("Field"))
    return field_cells, max((width - _SIGN_CELLS - field_cells - 4) // 2, 4)


def _change_lines(change: Change, field_cells: int, side_cells: int, look: Look) -> Iterator[Line]:
    sign, style = change_sign(change, look)
    names = wrap(clipped(change.field, 200), field_cells, 2)
    before = _side(change.before, side_cells, look)
    after = _side(change.after, side_cells, look)
    signs = [sign]
    for number in range(max(len(names), len(before), len(after))):
        yield [
            Span(_nth(signs, number).ljust(_SIGN_CELLS), style),
            *fit([Span(_nth(names, number), "key")], field_cells + 2),
            *fit([Span(_nth(before, number), "before" if change.before is not ABSENT else "dim")], side_cells + 2),
            Span(_nth(after, number), "after" if change.after is not ABSENT else "dim"),
        ]


def change_sign(change: Change, look: Look) -> tuple[str, str]:
    """`+`, `−` or `~` and its style: the field came, went, or has another value."""
    if change.before is ABSENT:
        return look.glyphs.added, "added"
    if change.after is ABSENT:
        return look.glyphs.removed, "removed"
    return look.glyphs.changed, "changed"


def _side(value: object, width: int, look: Look) -> list[str]:
    if value is ABSENT:
        return [look.glyphs.missing]
    return wrap(value_span(value).text, width, _CHANGE_LINES)  # type: ignore[arg-type]  # sides are JSON by contract


def _nth(texts: Sequence[str], number: int) -> str:
    return texts[number] if number < len(texts) else ""


# --- the rest -----------------------------------------------------------------------------------------------------


def _description(text: str, width: int) -> Iterator[Line]:
    if text:
        yield [Span("Description", "heading")]
        for piece in wrap(clipped(text), width, _DESCRIPTION_LINES):
            yield [Span(piece)]


def _targets(targets: Sequence[Target], width: int) -> Iterator[Line]:
    if targets:
        yield [Span("Targets", "heading")]
    for target in targets:
        number = [Span("id ", "dim"), Span(clipped(target.id), "id")] if target.id else []
        yield from _flow(join([_plain(target.type), _plain(target.name, "name"), number], Span("  ")), width, 2)


def _details(details: dict[str, Json], width: int) -> Iterator[Line]:
    if details:
        yield [Span("Details", "heading")]
        yield from _object(details, "", width, 0)


def _object(value: dict[str, Json], indent: str, width: int, depth: int) -> Iterator[Line]:
    longest = max(
        (cells(clipped(key, 40)) for key, inner in islice(value.items(), LINE_LIMIT) if _is_flat(inner)), default=0
    )
    for key, inner in value.items():
        name = clipped(key, 200)
        yield from _entry(indent, name, inner, min(longest, 24), width, depth)


def _entry(indent: str, name: str, value: Json, aligned: int, width: int, depth: int) -> Iterator[Line]:
    """A key with its value behind it, or, nested, below it."""
    if _is_flat(value) or depth >= _DEPTH_LIMIT or len(indent) > width // 2:
        key = name + " " * max(1, aligned - cells(name) + 2)
        yield from _flat_lines(indent, Span(key, "key"), value, width)
    elif isinstance(value, dict):
        yield [Span(indent), Span(name, "key")]
        yield from _object(value, indent + "  ", width, depth + 1)
    elif isinstance(value, list):
        yield [Span(indent), Span(name, "key")]
        yield from _list(value, indent + "  ", width, depth + 1)


def _list(values: list[Json], indent: str, width: int, depth: int) -> Iterator[Line]:
    for value in values:
        if _is_flat(value) or depth >= _DEPTH_LIMIT or len(indent) > width // 2:
            yield from _flat_lines(indent, Span("- ", "dim"), value, width)
            continue
        nested = (
            _object(value, indent + "  ", width, depth + 1)
            if isinstance(value, dict)
            else _list(value, indent + "  ", width, depth + 1)  # type: ignore[arg-type]  # not flat: dict or list
        )
        for number, line in enumerate(nested):
            yield (
                [Span(indent), Span("- ", "dim"), Span(line[0].text[len(indent) + 2 :]), *line[1:]]
                if number == 0
                else line
            )


def _is_flat(value: Json) -> bool:
    """Whether a value goes on the line of its key: no container, an empty one, or a short list of plain values."""
    if isinstance(value, dict):
        return not value
    if isinstance(value, list):
        return not value or (len(value) <= 1 and not isinstance(value[0], (dict, list)))
    return True


def _flat_lines(indent: str, head: Span, value: Json, width: int) -> Iterator[Line]:
    """A value behind its key, wrapped below itself where there is room, else below the key."""
    span = value_span(value)
    taken = len(indent) + cells(head.text)
    room = width - taken
    if room < max(width // 3, 8) and cells(span.text) > room:
        yield [Span(indent), Span(head.text.rstrip(), head.style)]
        taken = min(len(indent) + 2, width - 8)
        room, head, indent = width - taken, Span(" " * taken), ""
    for piece in wrap(span.text, room, _VALUE_LINES):
        yield [Span(indent), head, Span(piece, span.style)]
        indent, head = "", blank(taken)

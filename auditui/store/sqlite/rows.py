"""Between events and the rows of table `event`."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from operator import attrgetter, itemgetter
from typing import Any, Final, TypeAlias

from auditui.core.canonical import LEAF_TEXTS, Packed, leaf_hash, unpack_changes, unpack_details, unpack_targets
from auditui.core.errors import StoreError
from auditui.core.event import Event
from auditui.core.verbs import outcome_of, verb_of
from auditui.store.sqlite.paths import EAGER_COLUMNS, EMPTY
from auditui.store.sqlite.schema import COLUMNS

Row: TypeAlias = tuple[Any, ...]
"""`seq` and the values of `COLUMNS`; a column of terms holds a number, or text where it has no term."""

SELECT: Final = f"SELECT seq, {', '.join(COLUMNS)} FROM event"

_AT: Final = {column: place for place, column in enumerate(("seq", *COLUMNS))}
_TERM_PLACES: Final = tuple(_AT[column] for column in EAGER_COLUMNS)

place_of: Final = _AT.__getitem__
"""Where a row has a column."""
import_of: Final = itemgetter(_AT["import_id"])
"""The number of the import that a row came with."""

Spell: TypeAlias = Callable[[int], str]
"""The text of a term that a row names."""


def leaf_of(event: Event, packed: Packed, *, seq: int, import_id: int, origin: str, nonce: bytes | bytearray) -> bytes:
    """The leaf hash of a row: over what its columns say, spelled out, so that term numbers make no difference."""
    (*before_outcome, ip, user_agent, request_id) = _leaf_texts(event)
    targets, changes, details, _, outcome, verb = packed
    texts = (
        origin, *before_outcome, outcome, ip, user_agent, request_id, verb, targets, changes, details,
        " ".join(event.flags),
    )  # fmt: skip
    return leaf_hash(seq, event.at_us, import_id, event.status, event.took_us, nonce, texts)


_leaf_texts: Final = attrgetter(*(name for name in LEAF_TEXTS[1:-4] if name not in {"outcome", "verb"}))


def to_rows(
    events: Sequence[Event],
    packed: Sequence[Packed],
    *,
    first_seq: int,
    import_ids: Sequence[int],
    nonces: Sequence[bytes | bytearray],
    terms: Mapping[str, Mapping[str, int]],
) -> Iterator[Row]:
    """Rows for events that get the positions from `first_seq` on; `terms` numbers the texts of `EAGER_COLUMNS`."""
    columns: list[Any] = [range(first_seq, first_seq + len(events))]
    for column in COLUMNS:
        if column in terms:
            texts = list(map(attrgetter(column), events))
            columns.append(map(terms[column].get, texts, texts))
        elif column == "import_id":
            columns.append(import_ids)
        elif column == "nonce":
            columns.append(nonces)
        elif column in _PACKED:
            columns.append(map(itemgetter(_PACKED[column]), packed))
        elif column == "flags":
            columns.append([" ".join(event.flags) for event in events])
        else:
            columns.append(map(attrgetter(column), events))
    return zip(*columns, strict=True)


_PACKED: Final = {name: Packed._fields.index(field) for name, field in (
    ("targets", "targets_text"), ("changes", "changes_text"), ("details", "details_text"),
    ("outcome", "outcome"), ("verb", "verb"),
)}  # fmt: skip


def to_event(row: Row, spell: Spell, origins: Mapping[int, str]) -> Event:
    """The event that a row of `SELECT` holds."""
    (
        seq, at_us, import_id, _, event_id, actor, actor_id, email, role, actor_kind, on_behalf_of, action, method,
        category, entity_type, entity_id, entity_name, description, status, outcome, took_us, ip, user_agent,
        request_id, verb, targets, changes, details, flags,
    ) = row  # fmt: skip
    texts = [value if isinstance(value, str) else spell(value) for value in (
        actor, actor_id, email, role, actor_kind, on_behalf_of, action, method, category, entity_type, ip, user_agent,
    )]  # fmt: skip
    actor, actor_id, email, role, actor_kind, on_behalf_of, action, method, category, entity_type, ip, user_agent = (
        texts
    )
    if not verb:
        verb = verb_of(action, method, description)
    return Event(
        at_us=at_us, id=event_id, actor=actor, actor_id=actor_id, email=email, role=role, actor_kind=actor_kind,
        on_behalf_of=on_behalf_of, action=action, method=method, category=category, entity_type=entity_type,
        entity_id=entity_id, entity_name=entity_name, targets=unpack_targets(targets), description=description,
        status=status, outcome=outcome or outcome_of(status, action, verb), took_us=took_us, ip=ip,
        user_agent=user_agent, request_id=request_id, changes=unpack_changes(changes),
        details=unpack_details(details), flags=tuple(flags.split()), verb=verb,
        origin=origins.get(import_id, ""), seq=seq,
    )  # fmt: skip


class RowReader:
    """Turns rows into events; texts of terms and origins are looked up once."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._terms: dict[int, str] = {EMPTY: ""}
        self._origins: dict[int, str] = {}

    def events(self, rows: Iterable[Row]) -> list[Event]:
        """The events of rows of `SELECT`. Raises `StoreError` when one is damaged."""
        listed = list(rows)
        self._look_up_origins(listed)
        return [self._event(row) for row in listed]

    def _event(self, row: Row) -> Event:
        try:
            return to_event(row, self._spell, self._origins)
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            raise StoreError(f"event {row[0]} is damaged", hint="restore a backup, or import the logs again") from error

    def slices(self, first: int, last: int, size: int) -> Iterator[tuple[list[Event], list[Row]]]:
        """The rows from `first` to `last` and the events in them, by position, so many at a time."""
        cursor = self._connection.execute(f"{SELECT} WHERE seq BETWEEN ? AND ? ORDER BY seq", (first, last))
        while rows := cursor.fetchmany(size):
            yield self.events(rows), rows

    def _spell(self, term: int) -> str:
        text = self._terms.get(term)
        if text is None:
            if len(self._terms) > _MOST_TERMS:
                self._terms = {EMPTY: ""}
            row = self._connection.execute("SELECT text FROM term WHERE id = ?", (term,)).fetchone()
            text = self._terms[term] = row[0] if row else ""
        return text

    def _look_up_origins(self, rows: Iterable[Row]) -> None:
        for import_id in set(map(import_of, rows)) - self._origins.keys():
            found = self._connection.execute("SELECT name, format FROM import WHERE id = ?", (import_id,)).fetchone()
            self._origins[import_id] = origin_text(*found) if found else ""


def origin_text(name: str, source_format: str) -> str:
    """How events name the import that they came from."""
    return f"{name} {source_format}".strip()


_MOST_TERMS: Final = 50_000

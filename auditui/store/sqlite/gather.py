"""From events to tallies: every value of every path, and the text that is left for trigrams."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter
from typing import Final, Protocol

from auditui.core.event import ABSENT, Change, Event, Json, Target
from auditui.store.sqlite import paths
from auditui.store.sqlite.parts import pack_part
from auditui.store.sqlite.paths import FIXED, Roots
from auditui.store.sqlite.tallies import NUMBER, Shape, Tally
from auditui.store.sqlite.words import MAX_WORD_TERM, SHORTEST, has_digit, words_in

_MAX_SHAPES: Final = 4096


class Vocabulary(Protocol):
    """Numbers for paths and terms."""

    def path(self, name: str) -> int:
        """The number of a path, a new one if need be; `paths.OTHER` when there are too many."""
        ...

    def terms(self, path: int) -> Iterable[tuple[int, int, str]]:
        """Number, kind and text of the terms of a path."""
        ...

    def new_term(self, path: int, kind: int, text: str) -> int | None:
        """A number for a new term; None where there are no new ones."""
        ...


class Gatherer:
    """Takes events, gives back the parts of a chunk."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._tallies: dict[int, Tally] = {}
        self._by_name: dict[tuple[str, str], Tally] = {}
        self._shapes: list[Shape] = []
        self._words = self._tally(paths.WORD)
        self._keys = self._tally(paths.KEY)
        self._has = self._tally(paths.HAS)
        self._details = Tally(paths.OTHER, vocabulary.new_term, root=Roots.DETAILS)
        self._texts: list[str] = []
        """Those of the present event whose words matter."""
        self._hours: dict[int, list[int]] = {}
        self._all: list[int] = []
        self._origins: dict[int, list[int]] = {}
        self._likeness: dict[int, list[int]] = {}

    def _tally(self, path: int, root: str = "", name: str = "") -> Tally:
        tally = self._tallies.get(path)
        if tally is None:
            tally = self._tallies[path] = Tally(path, self._vocabulary.new_term, root=root, name=name)
            for term, kind, text in self._vocabulary.terms(path):
                (tally.number if kind == NUMBER else tally).learn(text, term)
        return tally

    def column(self, name: str) -> Tally:
        """The tally of a fixed path."""
        return self._tally(FIXED[name])

    def _below(self, root: str, name: str) -> Tally:
        """The tally of a path inside details or changes."""
        tally = self._by_name.get((root, name))
        if tally is None:
            path = self._vocabulary.path(root + name)
            if path == paths.OTHER:
                return self._tally(paths.OTHER, root)
            tally = self._by_name[root, name] = self._tally(path, root, name)
        return tally

    def take(self, events: Sequence[Event], rows: Sequence[int], import_ids: Iterable[int]) -> list[tuple[int, str]]:
        """Take events that stand in these rows (the lowest 16 bits of their positions, ascending).

        Returns:
            Place in `events` and folded text of those that have words for the trigram index.
        """
        texts: list[list[str]] = [[] for _ in events]
        self._all += rows
        self._take_times(events, rows)
        for name in _TEXT_COLUMNS:
            self._take_column(self.column(name), map(attrgetter(name), events), rows, texts)
        self._take_numbers(events, rows, texts)
        self._take_origins(import_ids, rows)
        for row, event, own in zip(rows, events, texts, strict=True):
            if event.details or event.changes or event.targets or event.flags:
                self._texts = own
                self._take_nested(event, row)
        return self._take_words(texts, rows)

    def take_likeness(self, found: Iterable[tuple[int, list[int]]]) -> None:
        """Take what `likeness` says of rows that stand behind those it was said of before."""
        for term, rows in found:
            self._likeness.setdefault(term, []).extend(rows)

    def _take_times(self, events: Sequence[Event], rows: Sequence[int]) -> None:
        hours, hour_us = self._hours, paths.HOUR_US
        for row, event in zip(rows, events, strict=True):
            hour = event.at_us // hour_us
            try:
                hours[hour].append(row)
            except KeyError:
                hours[hour] = [row]

    def _take_column(
        self, tally: Tally, values: Iterable[str], rows: Sequence[int], texts: Sequence[list[str]]
    ) -> None:
        known, is_text = tally.known, tally.is_text
        listed = list(values)
        first = listed[0] if listed else ""
        if first in known and first == listed[-1] and listed.count(first) == len(listed):  # most logs leave some empty
            known[first] += rows
            return
        if is_text and tally.keeps_loose() and all(listed):
            tally.loose += listed
            tally.loose_rows += rows
            for value, own in zip(listed, texts, strict=True):
                own.append(value)
            return
        for row, value, held, own in zip(rows, listed, map(known.get, listed), texts, strict=True):
            if held is not None:
                held.append(row)
            elif not tally.meet(value, row) and is_text:
                own.append(value)

    def _take_numbers(self, events: Sequence[Event], rows: Sequence[int], texts: Sequence[list[str]]) -> None:
        status, took = self.column("status"), self.column("took")
        for row, event, own in zip(rows, events, texts, strict=True):
            if event.status is None:
                status.known[""].append(row)
            else:
                self._texts = own
                self._take_text(status.number, str(event.status), row)
            if event.took_us is None:
                took.known[""].append(row)
            else:
                took.number.loose.append(str(event.took_us))
                took.number.loose_rows.append(row)

    def _take_origins(self, import_ids: Iterable[int], rows: Sequence[int]) -> None:
        """Origins are posted under the number of their import; they stand in no vocabulary."""
        for row, import_id in zip(rows, import_ids, strict=False):
            self._origins.setdefault(import_id + paths.FIRST_TERM, []).append(row)

    def _take_nested(self, event: Event, row: int) -> None:
        if event.details:
            self._take_text(self._has, "details", row)
            self._take_object(self._details, event.details, row)
        if event.changes:
            self._take_text(self._has, "changes", row)
            self._take_changes(event.changes, row)
        if event.targets:
            self._take_text(self._has, "targets", row)
            self._take_targets(event.targets, row)
        for flag in event.flags:
            self._take_text(self.column("flags"), flag, row)

    def _take_targets(self, targets: Sequence[Target], row: int) -> None:
        for target in targets:
            for name, value in (
                ("targets.type", target.type), ("targets.id", target.id), ("targets.name", target.name),
            ):  # fmt: skip
                if value:
                    self._take_text(self.column(name), value, row)

    def _take_changes(self, changes: Sequence[Change], row: int) -> None:
        changed = self.column("changed")
        for change in changes:
            field = change.field
            for path in _prefixes(field) if "." in field else (field,):
                if path:
                    self._take_text(changed, path, row)
            if change.before is not ABSENT:
                self._take_value(self._below(Roots.BEFORE, field), change.before, row)
            if change.after is not ABSENT:
                self._take_value(self._below(Roots.AFTER, field), change.after, row)

    def _take_object(self, tally: Tally, value: dict[str, Json], row: int) -> None:
        keys = tuple(value)
        shape = tally.shapes.get(keys)
        if shape is None:
            if len(self._shapes) >= _MAX_SHAPES:
                self._take_rare_object(tally, value, row)
                return
            shape = self._new_shape(tally, keys)
        shape.rows.append(row)
        if shape.loose_keys:
            self._take_loose_keys(shape.loose_keys, row)
        texts = self._texts
        for child, inner in zip(shape.children, value.values(), strict=True):
            # Most of what logs hold is taken in this loop, since a call costs more than what it does.
            if type(inner) is str:
                held = child.known.get(inner)
                if held is not None:
                    held.append(row)
                elif not child.meet(inner, row):
                    texts.append(inner)
            elif type(inner) is int:
                self._take_text(child.number, repr(inner), row)
            elif type(inner) is dict:
                self._take_object(child, inner, row)
            else:
                self._take_value(child, inner, row)

    def _take_loose_keys(self, keys: Sequence[str], row: int) -> None:
        self._keys.loose += keys
        self._keys.loose_rows += [row] * len(keys)
        self._texts += keys

    def _take_value(self, tally: Tally, value: Json, row: int) -> None:
        if isinstance(value, str):
            self._take_text(tally, value, row)
        elif isinstance(value, dict):
            self._take_object(tally, value, row)
        elif isinstance(value, list):
            for inner in value:
                self._take_value(tally, inner, row)
        elif value is None:
            tally.nulls.append(row)
        elif value is True:
            tally.trues.append(row)
            self._texts.append("true")
        elif value is False:
            tally.falses.append(row)
            self._texts.append("false")
        else:
            self._take_text(tally.number, repr(value), row)

    def _take_text(self, tally: Tally, value: str, row: int) -> None:
        held = tally.known.get(value)
        if held is not None:
            held.append(row)
        elif not tally.meet(value, row) and tally.is_text:
            self._texts.append(value)

    def _take_words(self, texts: Sequence[list[str]], rows: Sequence[int]) -> list[tuple[int, str]]:
        """Post the known words of each event's texts; the others, with its place, are for the trigram index."""
        held_by, count = self._words.known.get, self._words.count
        found: list[tuple[int, str]] = []
        for place, (own, row) in enumerate(zip(texts, rows, strict=True)):
            rest: list[str] = []
            for word in words_in(" ".join(own)):
                held = held_by(word)
                if held is not None:
                    held.append(row)
                    continue
                if len(word) >= SHORTEST:
                    rest.append(word)
                if len(word) <= MAX_WORD_TERM and (word.isalpha() or not has_digit(word)):
                    count(word, row)
            if rest:
                found.append((place, " ".join(rest)))
        return found

    def _new_shape(self, tally: Tally, keys: tuple[str, ...]) -> Shape:
        loose = tuple(key for key in keys if key and not self._keys.know(key))
        shape = tally.shapes[keys] = Shape(keys, [self._child(tally, key) for key in keys], loose)
        self._shapes.append(shape)
        return shape

    def _take_rare_object(self, tally: Tally, value: dict[str, Json], row: int) -> None:
        """Take an object whose keys are not worth remembering, as they differ every time."""
        for key, inner in value.items():
            if key:
                self._take_text(self._keys, key, row)
            self._take_value(self._child(tally, key), inner, row)

    def _child(self, tally: Tally, key: str) -> Tally:
        if tally.path == paths.OTHER and tally is not self._details:
            return tally
        return self._below(tally.root, f"{tally.name}.{key}" if tally.name else key)

    def parts(self) -> Iterator[tuple[int, bytes]]:
        """Path and blob of everything taken since the last call; the gatherer is ready for the next part."""
        if not self._all:
            return
        yield paths.ALL, pack_part([(paths.PRESENT, self._all)])
        yield paths.HOUR, pack_part([(hour + paths.TIME_BIAS, rows) for hour, rows in self._hours.items()])
        yield paths.DAY, pack_part(_days(self._hours))
        yield paths.LIKE, pack_part(self._likeness.items())
        yield FIXED["origin"], pack_part(self._origins.items())
        self._post_keys()
        self._all, self._hours, self._origins, self._likeness = [], {}, {}, {}
        for path, tally in self._tallies.items():
            data = tally.take()
            if data is not None:
                yield path, data

    def _post_keys(self) -> None:
        """Post the keys of all objects, from the rows of their shapes."""
        known = self._keys.known
        for shape in self._shapes:
            if shape.rows:
                for key in shape.posted_keys:
                    known[key] += shape.rows
                shape.rows = []
        for rows in known.values():
            rows.sort()


def _prefixes(path: str) -> Iterator[str]:
    """A dotted path and those above it."""
    while path:
        yield path
        path = path.rpartition(".")[0]


def _days(hours: dict[int, list[int]]) -> list[tuple[int, list[int]]]:
    days: dict[int, list[int]] = {}
    for hour, rows in hours.items():
        days.setdefault(hour // 24, []).extend(rows)
    return [(day + paths.TIME_BIAS, sorted(rows)) for day, rows in days.items()]


_TEXT_COLUMNS: Final = (*paths.EAGER_COLUMNS, *paths.PLAIN_COLUMNS, *paths.DERIVED)

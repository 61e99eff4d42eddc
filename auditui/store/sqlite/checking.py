"""Comparing the index with what the rows give.

Values become terms as they turn out to repeat, so two indexes of the same rows need not be equal. What
has to hold: what is posted is true, and whatever is true is posted, or has its fingerprint, or (for
words) stands in the trigram index.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Set
from contextlib import closing
from itertools import islice
from operator import itemgetter
from typing import Final

from auditui.core.counting import counted
from auditui.core.fields import texts_of
from auditui.core.text import fold
from auditui.store.base import IndexReport
from auditui.store.sqlite import paths, row_indexes
from auditui.store.sqlite.containers import DamagedPartError
from auditui.store.sqlite.matches import EventReader
from auditui.store.sqlite.part_places import PartPlaces
from auditui.store.sqlite.parts import Part, fingerprint, part_of
from auditui.store.sqlite.rare_text import RareText
from auditui.store.sqlite.rebuilding import chunk_ranges, rebuilt
from auditui.store.sqlite.schema import Layout
from auditui.store.sqlite.seen_check import SeenCheck
from auditui.store.sqlite.tallies import NUMBER
from auditui.store.sqlite.text_check import TextCheck
from auditui.store.sqlite.words import words_in

_MOST_SAID: Final = 100
_PLACE: Final = ("path", "chunk", "number", "first_seq", "last_seq", "crc")
"""Columns of a part that are whole numbers, unless somebody changed them."""
_MOST_KEPT: Final = 5000
_EXACT_TERMS: Final = frozenset({paths.PRESENT, paths.EMPTY, paths.NULL, paths.TRUE, paths.FALSE})
_NEED_NOT: Final = frozenset({paths.WORD, paths.LIKE})
"""What is not posted here only costs time: words stand among trigrams, rows of which nothing is known are read."""
_ODD: Final = " OR ".join(f"typeof({column}) <> 'integer'" for column in _PLACE)
_EXACT_PATHS: Final = frozenset({paths.ALL, paths.HOUR, paths.DAY, paths.FIXED["origin"]})


def check_indexes(connection: sqlite3.Connection, layout: Layout, check_stop: Callable[[], None]) -> IndexReport:
    """Compare everything derived; at most a hundred differences are told."""
    checking = _Checking(connection, layout, check_stop)
    with closing(checking):
        found = list(islice(checking.differences(), _MOST_SAID))
    return IndexReport(checking.compared, tuple(found))


class _Merged:
    """What the parts of one path in one chunk say together."""

    def __init__(self, parts: list[Part]) -> None:
        self.rows: dict[int, set[int]] = {}
        self.texts: set[int] = set()
        self.numbers: set[tuple[float, int]] = set()
        for part in parts:
            for term, rows in part.all_rows():
                self.rows.setdefault(term, set()).update(rows)
            self.texts.update(part.texts())
            self.numbers.update(zip(*part.numbers(), strict=True))


class _Checking:
    def __init__(self, connection: sqlite3.Connection, layout: Layout, check_stop: Callable[[], None]) -> None:
        self._connection = connection
        self._layout = layout
        self._check_stop = check_stop
        self._seen = SeenCheck(connection)
        self._text: TextCheck | None = None
        self._tables = RareText(connection, layout.table_bits).tables()
        self._table = 0
        self._names: dict[int, str] = dict(connection.execute("SELECT id, name FROM path"))
        self._reader = EventReader(connection)
        self._known_words: dict[int, set[str]] = {}
        self._base = 0
        self.compared = 0

    def close(self) -> None:
        """Let go of what was made to compare with."""
        self._seen.close()
        if self._text is not None:
            self._text.close()

    def differences(self) -> Iterator[str]:
        """All differences: of SQLite's indexes, then chunk by chunk; of a text index when all its rows are read."""
        yield from row_indexes.unsound(self._connection, self._check_stop)
        yield from self._fixed_paths()
        chunks = set()
        for first, last in chunk_ranges(self._connection, self._layout):
            self._check_stop()
            chunks.add(first >> self._layout.chunk_bits)
            yield from self._texts_up_to(first >> self._layout.table_bits)
            yield from self._chunk(first, last)
        yield from self._stray_parts(chunks)
        yield from self._texts_up_to(None)
        yield from self._seen.differences(self._check_stop)
        self.compared += self._seen.compared

    def _fixed_paths(self) -> Iterator[str]:
        """Fields of an event have the same numbers in every store; other paths are met by what stands under them."""
        wanted = {number: name for name, number in paths.FIXED.items()}
        found = {number: name for number, name in self._names.items() if number < paths.FIRST_FREE}
        for number, name in sorted(wanted.items() ^ found.items(), key=itemgetter(0)):
            yield f"path {number}: {name!r} is {'missing' if (number, name) in wanted.items() else 'too many'}"

    def _stray_parts(self, chunks: Set[int]) -> Iterator[str]:
        """What is posted where there are no rows, and what says of itself where it belongs as auditui never does."""
        (odd,) = self._connection.execute(f"SELECT count(*) FROM part WHERE {_ODD}").fetchone()
        if odd:
            yield f"{odd:,} parts have numbers that are none"
        for chunk, parts in self._connection.execute(
            f"SELECT chunk, count(*) FROM part WHERE NOT ({_ODD}) GROUP BY chunk ORDER BY chunk"
        ):
            if chunk not in chunks:
                yield f"chunk {chunk}: {parts:,} parts are of rows that are not there"

    def _chunk(self, first: int, last: int) -> Iterator[str]:
        """Differences in the rows from `first` to `last`."""
        truth = rebuilt(self._connection, first, last, each=self._seen.take)
        self._base = first & ~0xFFFF
        number = first >> self._layout.chunk_bits
        stored: dict[int, list[Part]] = {}
        damaged = set()
        places = PartPlaces(number, self._layout)
        for path, run, first_seq, last_seq, crc, data in self._connection.execute(
            "SELECT path, number, first_seq, last_seq, crc, CAST(data AS BLOB) FROM part"
            f" WHERE chunk = ? AND NOT ({_ODD})",
            (number,),
        ):
            try:
                part = part_of(first_seq, data, crc)
                stored.setdefault(path, []).append(part)
                places.take(path, run, first_seq, last_seq, part)
            except DamagedPartError:
                damaged.add(path)
                yield f"chunk {number}, {self._name(path)}: the part is damaged"
        yield from places.differences()
        for path in sorted((truth.parts.keys() | stored.keys()) - damaged):
            wanted = _Merged([part_of(first, truth.parts[path])] if path in truth.parts else [])
            for difference in self._path(path, wanted, _Merged(stored.get(path, []))):
                yield f"chunk {number}, {self._name(path)}: {difference}"
        if self._text is None:
            self._text = TextCheck(self._connection, self._table)
        self._text.add(truth.rest)

    def _name(self, path: int) -> str:
        return self._names.get(path) or {paths.WORD: "words", paths.KEY: "keys", paths.HOUR: "hours"}.get(
            path, f"path {path}"
        )

    def _path(self, path: int, wanted: _Merged, found: _Merged) -> Iterator[str]:
        """Differences between what rows give and what is stored."""
        for term in sorted(wanted.rows.keys() | found.rows.keys()):
            true, posted = wanted.rows.get(term, set()), found.rows.get(term, set())
            self.compared += len(true)
            if posted - true and not (path == paths.WORD and self._are_words(term, posted - true)):
                yield f"term {term} is posted for {counted(len(posted - true), 'row')} without it"
            missing = true - posted
            if missing and path not in _NEED_NOT and not self._is_loose(path, term, missing, found):
                yield f"term {term} is missing for {counted(len(missing), 'row')}"
        self.compared += len(wanted.texts) + len(wanted.numbers)
        if wanted.texts - found.texts:
            yield f"{len(wanted.texts - found.texts)} fingerprints are missing"
        if wanted.numbers - found.numbers:
            yield f"{len(wanted.numbers - found.numbers)} numbers are missing"

    def _are_words(self, term: int, rows: set[int]) -> bool:
        """Whether a word stands in all these rows, which it may although their texts as a whole are terms by now."""
        if term == paths.PRESENT:  # a word or another of theirs: which one, its own term tells
            return all(self._words_of(self._base | each) for each in rows)
        row = self._connection.execute("SELECT text FROM term WHERE id = ?", (term,)).fetchone()
        return row is not None and all(row[0] in self._words_of(self._base | each) for each in rows)

    def _words_of(self, seq: int) -> set[str]:
        if seq not in self._known_words:
            if len(self._known_words) > _MOST_KEPT:
                self._known_words.clear()
            found = self._reader.read([seq])
            self._known_words[seq] = {word for event in found for text in texts_of(event) for word in words_in(text)}
        return self._known_words[seq]

    def _is_loose(self, path: int, term: int, rows: set[int], found: _Merged) -> bool:
        """Whether all these rows of a term are findable as unposted values."""
        if term in _EXACT_TERMS or path in _EXACT_PATHS:
            return False
        row = self._connection.execute("SELECT kind, text FROM term WHERE id = ?", (term,)).fetchone()
        if row is None:
            return False
        kind, text = row
        if kind == NUMBER:
            return all((float(text), each) in found.numbers for each in rows)
        mark = fingerprint(fold(text)) << 16
        return all(mark | each in found.texts for each in rows)

    def _texts_up_to(self, table: int | None) -> Iterator[str]:
        """Differences of the text index that is behind us; None: of the last one, and of those where no rows are."""
        if table != self._table and self._text is not None:
            text, self._text = self._text, None
            with closing(text):
                yield from self._of_text(text)
                self.compared += text.compared
        if table is not None:
            self._table = table
            return
        (last,) = self._connection.execute("SELECT coalesce(max(seq), 0) FROM event").fetchone()
        for stray in self._tables:
            if stray > last >> self._layout.table_bits:
                yield f"the text index {stray} is for rows that are not there"

    def _of_text(self, text: TextCheck) -> Iterator[str]:
        if self._table in self._tables:
            yield from text.differences(self._check_stop)
        elif not text.is_empty():
            yield f"the text index {self._table} is missing"

"""Reading what a store can be held to, from one state of its file, whatever somebody has put into it."""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import islice
from typing import Any, Final

from auditui.core.canonical import LEAF_TEXTS, Head, chain_start, leaf_hash, record_hash
from auditui.store.evidence import UNREADABLE, Flaw, KeptAway, Leaves, StoredRow, Suspects, Tombstone
from auditui.store.sqlite import kept_away
from auditui.store.sqlite.paths import EAGER_COLUMNS, EMPTY, FIXED
from auditui.store.sqlite.rows import SELECT, origin_text
from auditui.store.sqlite.schema import COLUMNS, Layout, has_keeping
from auditui.store.sqlite.sealing import HEAD_COLUMNS, RECORDS

_SLICE: Final = 2048
_ROWS_AT_ONCE: Final = 256
"""Rows that are hashed while the processor still has them at hand: a quarter faster than 2,048."""
_MOST_STRAYS: Final = 1000
_BAD_VALUES: Final = (TypeError, ValueError, KeyError, IndexError, OverflowError, struct.error)
"""What values raise that auditui does not write."""

_PAIRS: Final = (
    f"SELECT event.seq, {', '.join(COLUMNS)}, leaf.hash FROM event LEFT JOIN leaf USING (seq)"
    " WHERE event.seq BETWEEN ? AND ? ORDER BY event.seq"
)
_LONE_LEAVES: Final = "SELECT seq, hash FROM leaf WHERE seq BETWEEN ? AND ? ORDER BY seq"


class _Spelling(dict[object, str]):
    """Texts of the terms of one column; text that has no term stands for itself."""

    def __missing__(self, value: object) -> str:
        if isinstance(value, str):
            return value
        raise KeyError(value)


class SqliteEvidence:
    """See `store.evidence.Evidence`; valid while the caller's read transaction is."""

    def __init__(self, connection: sqlite3.Connection, layout: Layout) -> None:
        self._connection = connection
        self.chunk_bits = layout.chunk_bits
        self._layout = layout
        self.store_id = "".join(str(value) for (value,) in self._all("SELECT value FROM meta WHERE key = 'uuid'"))
        self._sizes: tuple[int, ...] | None = None
        self._terms: dict[str, _Spelling] | None = None
        self._origins: dict[object, str] = {}

    @contextmanager
    def _tolerant(self) -> Iterator[None]:
        """Read text that is no UTF-8 as text that no row can have had."""
        before = self._connection.text_factory
        self._connection.text_factory = _any_text
        try:
            yield
        finally:
            self._connection.text_factory = before

    def _all(self, statement: str, *values: int) -> list[tuple[Any, ...]]:
        try:
            return self._connection.execute(statement, values).fetchall()
        except sqlite3.OperationalError as error:
            if not _is_undecodable(error):
                raise
        with self._tolerant():
            return self._connection.execute(statement, values).fetchall()

    # ------------------------------------------------------------------------------------- heads

    def heads(self, after: int = 0) -> Iterator[Head]:
        """See `Evidence.heads`."""
        while True:
            found = self._all(f"SELECT {HEAD_COLUMNS} FROM head WHERE number > ? ORDER BY number LIMIT {_SLICE}", after)
            yield from map(Head._make, found)
            if len(found) < _SLICE:
                return
            after = found[-1][0]

    def start(self) -> bytes:
        """See `Evidence.start`."""
        return chain_start(self.store_id, self.sizes)

    @property
    def sizes(self) -> tuple[int, ...]:
        """See `Evidence.sizes`. A chain that an older format began has only the first of them."""
        if self._sizes is None:
            first = list(islice(self.heads(), 2))
            all_of_them = self._layout.sizes
            self._sizes = all_of_them[:1] if _begins_with(self.store_id, all_of_them[:1], first) else all_of_them
        return self._sizes

    def newest(self) -> Head | None:
        """See `Evidence.newest`."""
        found = self._all(f"SELECT {HEAD_COLUMNS} FROM head ORDER BY number DESC LIMIT 1")
        return Head(*found[0]) if found else None

    def signatures(self) -> dict[int, tuple[bytes, bytes]]:
        """See `Evidence.signatures`."""
        return {head: (key, made) for head, key, made in self._all("SELECT head, public_key, signature FROM signature")}

    def records(self) -> Iterator[tuple[str, int, bytes]]:
        """See `Evidence.records`."""
        known = RECORDS if has_keeping(self._connection) else {kind: RECORDS[kind] for kind in ("import", "tombstone")}
        for kind, (table, columns) in known.items():
            for row in self._all(f"SELECT {columns} FROM {table} ORDER BY id"):
                yield kind, row[0], _record(kind, row)

    def kept_away(self) -> dict[int, KeptAway] | None:
        """See `Evidence.kept_away`."""
        try:
            found = kept_away.kept(self._connection)
        except TypeError:
            return None
        except sqlite3.OperationalError as error:
            if not _is_undecodable(error):
                raise
            return None
        return {tombstone: KeptAway(*each) for tombstone, each in found.items()}

    def purge_key(self) -> bytes:
        """See `Evidence.purge_key`."""
        try:
            return kept_away.record_of_key(self._connection)
        except (TypeError, sqlite3.OperationalError):
            return UNREADABLE

    def tombstones(self) -> Iterator[Tombstone]:
        """See `Evidence.tombstones`."""
        table, columns = RECORDS["tombstone"]
        for row in self._all(f"SELECT {columns} FROM {table} ORDER BY id"):
            yield Tombstone(*row)

    def unwiped(self) -> bool:
        """See `Evidence.unwiped`."""
        return self._all("SELECT value FROM meta WHERE key = 'unswept'") not in ([], [(0,)])

    # ------------------------------------------------------------------------------------ leaves

    def leaves(self, first: int, last: int) -> Iterator[Leaves]:
        """See `Evidence.leaves`."""
        self._prepare()
        for rows in self._slices(first, last):
            reached = rows[-1][0]
            recorded = [row[-1] for row in rows]
            if reached - first == len(rows) - 1:
                yield Leaves(range(first, reached + 1), recorded, self._actual_leaves(rows))
            else:
                yield self._with_lone_leaves(first, [row[0] for row in rows], recorded, self._actual_leaves(rows))
            first = reached + 1
        lone = self._all(_LONE_LEAVES, first, last) if first <= last else []
        if lone:
            yield Leaves([seq for seq, _ in lone], [leaf for _, leaf in lone], [None] * len(lone))

    def _with_lone_leaves(
        self, first: int, seqs: list[int], recorded: list[bytes | None], actual: list[bytes | None]
    ) -> Leaves:
        """The leaves of rows, and those that stand in the gaps between them, from `first` on."""
        found = dict(zip(seqs, zip(recorded, actual, strict=True), strict=True))
        for seq, leaf in self._all(_LONE_LEAVES, first, seqs[-1]):
            found.setdefault(seq, (leaf, None))
        at = sorted(found)
        return Leaves(at, [found[seq][0] for seq in at], [found[seq][1] for seq in at])

    def _slices(self, first: int, last: int) -> Iterator[list[tuple[Any, ...]]]:
        """Rows with their recorded leaves. Text that cannot be read is met with a second, slower reading."""
        while first <= last:
            try:
                cursor = self._connection.execute(_PAIRS, (first, last))
                while rows := cursor.fetchmany(_ROWS_AT_ONCE):
                    yield rows
                    first = rows[-1][0] + 1
                return
            except sqlite3.OperationalError as error:
                if not _is_undecodable(error):
                    raise
            rows = self._all(f"{_PAIRS} LIMIT {_ROWS_AT_ONCE}", first, last)
            yield rows
            first = rows[-1][0] + 1

    def _prepare(self) -> None:
        """Read the vocabulary of the columns and what imports are called; both are needed for every row."""
        if self._terms is not None:
            return
        self._terms = {name: _Spelling({EMPTY: ""}) for name in EAGER_COLUMNS}
        by_path = {FIXED[name]: spelling for name, spelling in self._terms.items()}
        wanted = ", ".join(map(str, by_path))
        for term, path, text in self._all(f"SELECT id, path, text FROM term NOT INDEXED WHERE path IN ({wanted})"):
            by_path[path][term] = text
        for import_id, name, form in self._all("SELECT id, name, format FROM import"):
            with suppress(*_BAD_VALUES):
                self._origins[import_id] = origin_text(name, form)

    def _actual_leaves(self, rows: Sequence[tuple[Any, ...]]) -> list[bytes | None]:
        try:
            return self._leaves_at_once(rows)
        except _BAD_VALUES:
            return [self._leaf_of(row) for row in rows]

    def _leaf_of(self, row: tuple[Any, ...]) -> bytes | None:
        try:
            return self._leaves_at_once([row])[0]
        except _BAD_VALUES:
            return UNREADABLE

    def _leaves_at_once(self, rows: Sequence[tuple[Any, ...]]) -> list[bytes | None]:
        """The leaves of rows, in one loop that calls only what it must: it is what a verification waits for."""
        assert self._terms is not None
        origin, leaf = self._origins, leaf_hash
        (
            actors, actor_ids, emails, roles, kinds, behalves, actions, methods, categories, types, ips, agents,
        ) = (self._terms[name] for name in EAGER_COLUMNS)  # fmt: skip
        return [
            leaf(seq, at_us, import_id, status, took_us, nonce, (
                origin[import_id], event_id, actors[actor], actor_ids[actor_id], emails[email], roles[role],
                kinds[kind], behalves[behalf], actions[action], methods[method], categories[category],
                types[entity_type], entity_id, entity_name, description, outcome, ips[ip], agents[agent],
                request_id, verb, targets, changes, details, flags,
            ))
            for (
                seq, at_us, import_id, nonce, event_id, actor, actor_id, email, role, kind, behalf, action, method,
                category, entity_type, entity_id, entity_name, description, status, outcome, took_us, ip, agent,
                request_id, verb, targets, changes, details, flags, _,
            ) in rows
        ]  # fmt: skip

    def nodes(self, first: int, last: int) -> dict[int, bytes]:
        """See `Evidence.nodes`."""
        return dict(self._all("SELECT seq, hash FROM node WHERE seq BETWEEN ? AND ?", first, last))

    def rows(self, seqs: Iterable[int]) -> Iterator[StoredRow]:
        """See `Evidence.rows`."""
        self._prepare()
        for seq in seqs:
            for row in self._all(f"{SELECT} WHERE seq = ?", seq):
                with suppress(*_BAD_VALUES):
                    yield self._spelled(row)

    def _spelled(self, row: tuple[Any, ...]) -> StoredRow:
        assert self._terms is not None
        said = dict(zip(("seq", *COLUMNS), row, strict=True))
        said["origin"] = self._origins[said["import_id"]]
        for name, spelling in self._terms.items():
            said[name] = spelling[said[name]]
        texts = tuple(said[name] for name in LEAF_TEXTS)
        found = StoredRow._make([*(said[name] for name in StoredRow._fields[:-1]), texts])
        found.leaf()
        return found

    # ------------------------------------------------------------------------------- other signs

    def naming(self, suspects: Suspects, first: int, last: int) -> set[int]:
        """See `Evidence.naming`."""
        tests = [f"{column} IN ({_listed(suspects.terms)})" for column in EAGER_COLUMNS if suspects.terms]
        if suspects.imports:
            tests.append(f"import_id IN ({_listed(suspects.imports)})")
        if not tests:
            return set()
        found = self._all(f"SELECT seq FROM event WHERE seq BETWEEN ? AND ? AND ({' OR '.join(tests)})", first, last)
        return {seq for (seq,) in found}

    def reached(self) -> int:
        """See `Evidence.reached`."""
        return int(self._all("SELECT coalesce(max(seq), 0) FROM leaf")[0][0])

    def strays(self, last: int) -> list[int]:
        """See `Evidence.strays`."""
        found: set[int] = set()
        for table in ("event", "leaf"):
            for outside in ("seq < 1 AND ?1 IS NOT NULL", "seq > ?1"):
                rows = self._all(f"SELECT seq FROM {table} WHERE {outside} LIMIT {_MOST_STRAYS}", last)
                found.update(seq for (seq,) in rows)
        return sorted(found)[:_MOST_STRAYS]

    def flaws(self, last: int, heads: int) -> Iterator[Flaw]:
        """See `Evidence.flaws`."""
        from auditui.store.sqlite.flaws import Flaws

        return Flaws(self._connection, self._all).all(last, heads)


def _begins_with(store_id: str, sizes: Sequence[int], first: Sequence[Head]) -> bool:
    """Whether a chain begins with these sizes, as its first two heads tell; of the first one may be altered."""
    with suppress(*_BAD_VALUES):
        chained = first[0].hashed(chain_start(store_id, sizes))
        return chained == first[0].chain or (len(first) > 1 and first[1].hashed(chained) == first[1].chain)
    return False


def _is_undecodable(error: sqlite3.OperationalError) -> bool:
    return "decode" in str(error)


def _any_text(raw: bytes) -> str:
    return raw.decode("utf-8", "surrogateescape")


def _record(kind: str, row: Sequence[Any]) -> bytes:
    try:
        return record_hash(kind, row)
    except _BAD_VALUES:
        return UNREADABLE


def _listed(numbers: Iterable[int]) -> str:
    return ", ".join(str(int(number)) for number in sorted(numbers))

"""Whether parts of a chunk say of themselves what they hold: by that they are merged, and made anew when damaged."""

from __future__ import annotations

from collections.abc import Iterator

from auditui.store.sqlite import paths
from auditui.store.sqlite.parts import Part
from auditui.store.sqlite.schema import Layout


class PartPlaces:
    """Takes all parts of one chunk, then tells what is wrong with their numbers and their first and last positions."""

    def __init__(self, chunk: int, layout: Layout) -> None:
        self._chunk = chunk
        self._first = chunk << layout.chunk_bits
        self._said: dict[int, set[tuple[int, int]]] = {}
        self._true: dict[int, tuple[int, int]] = {}

    def take(self, path: int, number: int, first: int, last: int, part: Part) -> None:
        """One part as its row in the table says."""
        self._said.setdefault(number, set()).add((first, last))
        if path == paths.ALL:
            rows = [seq for _, found in part.all_rows() for seq in found]
            base = self._first & ~0xFFFF
            self._true[number] = (base | min(rows), base | max(rows)) if rows else (0, 0)

    def differences(self) -> Iterator[str]:
        """One line for each part that cannot be what auditui wrote."""
        for number, said in sorted(self._said.items()):
            true = self._true.get(number)
            if said != {true}:
                yield f"chunk {self._chunk}, part {number}: its positions are not those of its rows"
        ordered = sorted(self._true)
        if ordered != list(range(len(ordered))) or [*map(self._true.get, ordered)] != sorted(self._true.values()):
            yield f"chunk {self._chunk}: its parts are not numbered as they follow"

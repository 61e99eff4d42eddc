"""Words of long texts, which are gathered column by column and not row by row."""

from __future__ import annotations

from pathlib import Path

from auditui import store as stores
from auditui.core.event import Change, Event
from auditui.core.language import parse
from auditui.core.view import View
from auditui.store.base import Origin


def test_a_word_in_several_columns_is_found_in_all_its_rows(tmp_path: Path) -> None:
    """Its rows come in the order of the columns; the list that is kept of them has to ascend all the same."""
    events = [
        Event(at_us=number, entity_name=f"Ana Ruiz {number}") if number % 3
        else Event(at_us=number, changes=(Change("assignee", None, f"Ana Ruiz {number}"),))
        for number in range(120)
    ]  # fmt: skip
    store = stores.open(tmp_path / "audit.db", create=True)
    store.append(events, origin=Origin("test"))
    for text in ("ruiz", "ana", "Ana Ruiz"):
        assert store.count(parse(text)) == 120
        assert [event.seq for event in store.page(View(parse(text))).rows] == list(range(120, 0, -1))
    store.close()

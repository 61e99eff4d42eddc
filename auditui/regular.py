"""Regular exports: what came since the last one of a name, and a note of how far this one came."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, replace

from auditui import keeping
from auditui.core.last_exports import LastExport
from auditui.core.query import Query
from auditui.core.times import now_us
from auditui.core.view import AsOf
from auditui.custody.deeds import Deed
from auditui.custody.since_last import begin, store_id
from auditui.session import Session


@dataclass(slots=True)
class Part:
    """What one export holds. Whoever writes it sets `count` before."""

    query: Query
    as_of: AsOf
    reached: LastExport | None = None
    """What is kept of it; None where the export has no name."""
    count: int = 0

    def named(self, deed: Deed) -> Deed:
        """The deed, which says the name too."""
        if self.reached is None:
            return deed
        return replace(deed, details={**deed.details, "since_last": self.reached.name})


@contextlib.contextmanager
def since_last(here: Session, query: Query, name: str | None) -> Iterator[Part]:
    """What to export; a block that ends without an error has exported it.

    Raises:
        UsageError: The name stands for another query, or the file of names cannot be read.
        StoreError: The store is not the one that the last export saw.
        AuditError: All is exported, and how far it came cannot be kept.
    """
    if name is None:
        yield Part(query, here.store.snapshot())
        return
    last = keeping.last_exports().get((store_id(here.store), name))
    since = begin(here.store, name, query, last, now_us())
    part = Part(since.query, since.as_of, since.reached)
    yield part
    keeping.keep_last_export(replace(since.reached, count=part.count))

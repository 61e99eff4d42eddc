"""`--since-last NAME`: what came since the last export of that name, and a note of how far this one came."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import click
from click.shell_completion import CompletionItem

from auditui import keeping
from auditui.core.errors import AuditError
from auditui.core.last_exports import LastExport, checked_name
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


class ExportName(click.ParamType[str]):
    """The name of a regular export; the file is read when the command runs."""

    name = "name"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:  # noqa: ANN401  click's
        """Check what it may hold."""
        return checked_name(str(value))

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Names that begin like this, of whatever store; none where the file cannot be read."""
        try:
            known = keeping.last_exports().values()
        except AuditError:
            return []
        return [CompletionItem(one.name, help=one.query) for one in known if one.name.startswith(incomplete)]


def since_last_option(command: Any) -> Any:  # noqa: ANN401  any command or decorated function
    """`--since-last NAME` as `name: str`, empty when it is not given."""
    return click.option(
        "--since-last", "name", type=ExportName(), metavar="NAME",
        help="Only what came in since the last export of this name; 'auditui exports' lists the names.",
    )(command)  # fmt: skip


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

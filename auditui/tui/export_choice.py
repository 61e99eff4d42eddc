"""What can be chosen about an export from the explorer, and what a choice means. Pure functions."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Literal, Self, TypeAlias

from auditui.core.errors import UsageError
from auditui.core.last_exports import checked_name
from auditui.core.query import EVERYTHING, Query
from auditui.core.selection import Selection, only
from auditui.core.times import rfc3339
from auditui.core.view import View
from auditui.custody.deeds import query_text
from auditui.formats.to_jsonl import Noted
from auditui.handover import TEXT_FORMATS, Export, Format
from auditui.store.base import Count

What: TypeAlias = Literal["all", "marked", "page"]
"""Everything that matches, what is marked, or the rows on screen."""

SUFFIXES: Final = {"csv": ".csv", "jsonl": ".jsonl", "json": ".json", "pdf": ".pdf", "bundle": ".bundle"}
_NO_NAME: Final = re.compile(r"[^a-z0-9]+")
_LONGEST: Final = 40
"""Characters of the query in the name of a file."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What the explorer shows when the window opens."""

    asked: Query
    """As it was written; this goes on record."""
    view: View
    """Frozen, and pinned to the moment of the rows on screen."""
    columns: tuple[str, ...]
    """Names of the columns shown."""
    page: tuple[int, ...] = ()
    """Positions of the rows on screen."""
    total: Count | None = None
    selection: Selection = Selection()  # noqa: RUF009  immutable
    noted: Noted | None = None
    """What bookmarks say of an event; None where there are none."""

    def counts(self) -> dict[What, str]:
        """What there is to export, and how many events each holds; what holds none is left out."""
        total = "…" if self.total is None else f"{self.total:,}{'' if self.total.exact else '+'}"
        counts: dict[What, str] = {"all": total}
        if self.selection:
            counts["marked"] = "…" if self.selection.count is None else f"{self.selection.count:,}"
        if self.page and self.total != len(self.page):
            counts["page"] = f"{len(self.page):,}"
        return counts


@dataclass(frozen=True, slots=True)
class ExportChoice:
    """What somebody wants to have. The window ends with one."""

    what: What = "all"
    format: Format = "csv"
    only_shown: bool = False
    """The columns on screen in place of all fields."""
    notes: bool = False
    """A field with the notes of bookmarks, where the format has fields."""
    raw: bool = False
    """CSV: cells that look like formulas as they are."""
    target: str = ""
    """The path of the file, as typed."""
    limit: str = ""
    """At most so many events, as typed; empty for all."""
    since: str = ""
    """The name of a regular export: only what came since its last one; empty for all."""
    font: str = ""
    """PDF: the path of a font for characters that ours lacks, as typed."""
    force: bool = False
    """Replace the file if it is there."""

    def with_format(self, form: Format) -> Self:
        """Another format; the name of the file follows where it ended like the format before."""
        before = SUFFIXES[self.format]
        target = self.target
        if target.endswith(before):
            target = target.removesuffix(before) + SUFFIXES[form]
        return replace(self, format=form, target=target)


def problem(choice: ExportChoice) -> str:
    """What does not go together or means nothing, as one line; empty where an export can be made of it."""
    if choice.limit and not (choice.limit.isascii() and choice.limit.isdecimal()):
        return "How many events at most? A number, or nothing for all."
    if choice.limit and choice.format == "bundle":
        return "A bundle holds all that matches: it takes no number of events."
    return _irregular(choice) if choice.since else ""


def _irregular(choice: ExportChoice) -> str:
    """Why no regular export can be made of it."""
    if choice.limit:
        return "A number would leave events out of every regular export: the next one goes on behind them."
    if choice.what != "all":
        return "A regular export is of all found, not of what is selected or on this page."
    try:
        checked_name(choice.since)
    except UsageError as error:
        return f"{error.problem}; {error.hint}"
    return ""


def export_of(choice: ExportChoice, scope: Scope) -> Export:
    """The same that `auditui export` makes of the same wishes."""
    view = scope.view
    has_columns = choice.only_shown and choice.format != "bundle"
    return Export(
        _query(choice.what, scope),
        view.sort,
        choice.format,
        (view.columns or scope.columns) if has_columns else (),
        raw=choice.raw and choice.format == "csv",
        limit=int(choice.limit) if choice.limit else None,
        zone=view.zone,
        font=Path(choice.font).expanduser() if choice.font and choice.format == "pdf" else None,
        as_of=view.as_of,
        noted=scope.noted if choice.notes and choice.format in TEXT_FORMATS else None,
    )


def _query(what: What, scope: Scope) -> Query:
    if what == "marked":
        return scope.selection.query
    return only(scope.page) if what == "page" else scope.view.query


def default_name(scope: Scope, choice: ExportChoice, now_us: int) -> str:
    """A name for the file that says what is in it, in characters that need no quoting; secrets are not in it."""
    said = "selected" if choice.what == "marked" else _told(scope.asked)
    said += " page" if choice.what == "page" else ""
    plain = _NO_NAME.sub("-", said.lower()).strip("-")[:_LONGEST].rstrip("-")
    return f"{plain or 'events'}-{rfc3339(now_us, 0)[:10]}{SUFFIXES[choice.format]}"


def _told(query: Query) -> str:
    from auditui.core.redact import DEFAULT  # costs 15 ms, and nobody names a file at the start

    return "events" if query == EVERYTHING else query_text(query, DEFAULT)

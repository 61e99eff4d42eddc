"""What people do with a store, as the journal puts it: one function for each kind of deed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from auditui.core.event import Event, Json, Target
from auditui.core.query import EVERYTHING, And, Exactly, Not, Or, Query, Term
from auditui.custody.roles import Action

if TYPE_CHECKING:
    from auditui.core.redact import Redactor

_VERBS: Final = {
    Action.VIEW: "view", Action.EXPORT: "export", Action.IMPORT: "import", Action.MAINTAIN: "update",
    Action.PURGE: "delete", Action.UNDO_IMPORT: "delete", Action.SET_RETENTION: "update",
}  # fmt: skip


LISTED: Final = 20
"""Files of an import that are named; its report and the store's own book have them all."""


@dataclass(frozen=True, slots=True)
class Deed:
    """Something done, or refused. Who, when and from where is added by the journal."""

    action: str
    verb: str
    said: str
    """The sentence, without the query that it ends in."""
    query: Query | None = None
    """None: there is none to tell, which differs from a search for everything."""
    outcome: str = "success"
    about: Target | None = None
    """What it was done to; None: the store."""
    targets: tuple[Target, ...] = ()
    details: Mapping[str, Json] = field(default_factory=dict)


def session_opened(query: Query = EVERYTHING) -> Deed:
    """The explorer shows its first page."""
    return Deed("session opened", "view", "opened the explorer on", query)


def searched(query: Query, *, by: str = "explorer") -> Deed:
    """A query was asked. `by` is the screen or command that asked."""
    return Deed("search", "view", "searched for", query, details={"by": by})


def looked(by: str) -> Deed:
    """A command showed something about the store that no query was asked for."""
    return Deed("look", "view", f"looked at {by}", details={"by": by})


def forgot(name: str) -> Deed:
    """A regular export was told to begin anew."""
    return Deed("export forgotten", "update", f"forgot the export {name}", details={"name": name})


def viewed(event: Event, *, by: str = "explorer") -> Deed:
    """One event was shown with all its details."""
    about = Target("event", str(event.seq), event.id)
    return Deed(
        "details opened", "view", f"opened the details of event {event.seq}", about=about,
        details={"by": by, "flags": list(event.flags)},
    )  # fmt: skip


def exported(query: Query, *, count: int, form: str, target: str, selected: int | None = None) -> Deed:
    """Events leave the store: `count` of them, as `form`, for a file, `-` or `clipboard`.

    `selected` is how many were marked by hand, where that is what was handed over.
    """
    details: dict[str, Json] = {"count": count, "format": form}
    if selected is not None:
        details["selected"] = selected
    said = f"exported {_events(count)} as {form} to {'standard output' if target == '-' else target}:"
    return Deed("export", "export", said, query, targets=(Target("file", name=target),), details=details)


def unfinished(deed: Deed, problem: str) -> Deed:
    """What was put on record before it began came to no end, or to no good one."""
    said = f"did not finish ({problem}): {deed.said}"
    return replace(deed, said=said, outcome="failure", details={**deed.details, "problem": problem})


def exported_part(query: Query, event: Event, *, form: str, path: str) -> Deed:
    """One `value` of an event, or its `path`, was copied to the clipboard."""
    about = Target("event", str(event.seq), event.id)
    return Deed(
        "export", "export", f"exported the {form} at {path} of event {event.seq} to clipboard:", query, about=about,
        targets=(Target("file", name="clipboard"),), details={"count": 1, "format": form, "path": path},
    )  # fmt: skip


def imported(files: Mapping[str, str], counts: Mapping[str, int], *, problem: str = "") -> Deed:
    """Files came in: names and formats, and the counts of the report; or why they did not, or not to the end."""
    names = list(files)[:LISTED]
    more = f" and {len(files) - LISTED:,} more" if len(files) > LISTED else ""
    said = f"imported {_events(counts.get('imported', 0))} from {', '.join(names) or 'nothing'}{more}"
    return Deed(
        "import", "import", f"{said}, then failed: {problem}" if problem else said,
        outcome="failure" if problem else "success", targets=tuple(Target("file", name=name) for name in names),
        details={"counts": dict(counts), "files": len(files), "formats": [*sorted({*files.values()} - {""})]},
    )  # fmt: skip


def copied(target: str, size: int) -> Deed:
    """The whole store was copied to a file of `size` bytes."""
    return Deed(
        "backup", "export", f"copied the store to {target}", targets=(Target("file", name=target),),
        details={"size": size},
    )  # fmt: skip


def reindexed(count: int) -> Deed:
    """The indexes of so many events were built again."""
    return Deed("reindex", "update", f"built the indexes of {_events(count)} again")


def verified(summary: str, *, passed: bool, details: Mapping[str, Json] | None = None) -> Deed:
    """The evidence was checked; `summary` is the line that the person sees."""
    return Deed(
        "verification", "view", f"verified: {summary}",
        outcome="success" if passed else "failure", details=details or {},
    )  # fmt: skip


def deletion_begun(*, count: int, reason: str, cause: str = "purge") -> Deed:
    """Events are about to go: whoever ends the program now, that they went is on record. `deleted` comes after it."""
    return Deed(
        "deletion begun", "delete", f"began to delete {_events(count)}, {reason}", outcome="unknown",
        details={"count": count, "cause": cause, "reason": reason},
    )  # fmt: skip


def wiped(freed: int) -> Deed:
    """The bytes of events that were deleted before are gone from the file, too."""
    return Deed("wiping", "update", "wiped what was left of deleted events in the file", details={"freed": freed})


def deleted(
    query: Query | None, *, count: int, reason: str, held: int = 0, cause: str = "purge", problem: str = ""
) -> Deed:
    """Events are gone for good, or not, and why not.

    The query is told by the tombstone's hash alone where it must not be kept: None. `held` more events matched.
    """
    said = f"deleted {_events(count)}, {reason}:"
    details: dict[str, Json] = {"count": count, "cause": cause, "held": held, "reason": reason}
    if not problem:
        return Deed("deletion", "delete", said, query, details=details)
    said = f"wanted to delete events, {reason}, and failed: {problem}"
    return Deed("deletion", "delete", said, outcome="failure", details=details)


def decided(what: str, details: Mapping[str, Json]) -> Deed:
    """Retention or a hold was set: `what` says it in a sentence."""
    return Deed("retention", "update", what, details=details)


def refused(action: Action, reason: str) -> Deed:
    """Somebody wanted what they may not do."""
    return Deed(
        "refused", _VERBS[action], f"was refused: {reason}", outcome="failure", details={"wanted": action.value}
    )


def query_text(query: Query, redactor: Redactor) -> str:
    """A query as it may be kept: values of fields with secret names are gone, texts have no secrets in them."""
    return redactor.text(str(_without_secrets(query, redactor))) or "*"


def _without_secrets(query: Query, redactor: Redactor) -> Query:
    from auditui.core.hiding import REDACTED

    if isinstance(query, Term):
        _, dot, path = query.field.partition(".")
        return Term(query.field, (Exactly(REDACTED),)) if dot and redactor.path_kind(path) else query
    if isinstance(query, Not):
        return Not(_without_secrets(query.part, redactor))
    if isinstance(query, And | Or):
        return type(query)(tuple(_without_secrets(part, redactor) for part in query.parts))
    return query


def _events(count: int) -> str:
    return f"{count:,} event{'' if count == 1 else 's'}"

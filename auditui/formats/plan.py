"""A plan says where in a file's records each field of an event is; profiles and the generic reader both make one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from auditui.formats.paths import Path, show_path
from auditui.formats.timestamps import UTC_CLOCK, Clock

TEXT_FIELDS: Final = (
    "id", "actor", "actor_id", "email", "role", "on_behalf_of", "action", "method", "category", "entity_type",
    "entity_id", "entity_name", "description", "ip", "user_agent", "request_id",
)  # fmt: skip
"""Fields of an event that are texts, in the order in which mappings are shown."""

UNITS: Final = {"ns": 0.001, "us": 1.0, "µs": 1.0, "ms": 1000.0, "s": 1_000_000.0, "min": 60_000_000.0, "h": 3.6e9}
"""Units of durations, in microseconds."""


@dataclass(frozen=True, slots=True)
class Condition:
    """Holds where the value at a path is one of some texts; `*` at an end of one matches anything.

    A `-` alone is that sign, which elsewhere says that there is nothing.
    """

    path: Path
    wanted: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """One place that a field may come from.

    Attributes:
        path: Where; empty for `constant` and `template`.
        pattern: What part of the text counts: the group of it; no match: no value.
        values: Other words for it, case apart; a word that is missing stays as it is unless `only`.
        only: Whether nothing but the words of `values` counts.
        template: Text with `{path}` in it, each of which must have a value.
        constant: The value itself.
        unit: Of a duration: one of `UNITS`, empty where the text says so.
        when: All of these must hold.
        keep: Whether the value stays in the details, too.
        behind: Of a time: where its zone stands, if that says any.
    """

    path: Path = ()
    pattern: re.Pattern[str] | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    only: bool = False
    template: tuple[str | Path, ...] = ()
    constant: str = ""
    unit: str = ""
    when: tuple[Condition, ...] = ()
    keep: bool = False
    behind: Path = ()

    def __str__(self) -> str:
        if self.behind:
            return f"{replace(self, behind=())} in zone {show_path(self.behind)}"
        if self.constant:
            return f"'{self.constant}'"
        if self.template:
            return "".join(part if isinstance(part, str) else f"{{{show_path(part)}}}" for part in self.template)
        unit = f" ({self.unit})" if self.unit else ""
        return f"{show_path(self.path)}{unit}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How the outcome is derived; what matches first counts.

    Attributes:
        failure_if: Any of these having a value is a failure.
        sources: Words of an outcome; `success` and `failure` (lower case) name those of this source,
            beside the usual ones.
        otherwise: What it is where nothing else says; empty: not stated.
    """

    sources: tuple[Source, ...] = ()
    success: frozenset[str] = frozenset()
    failure: frozenset[str] = frozenset()
    failure_if: tuple[Source, ...] = ()
    otherwise: str = ""
    otherwise_when: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Changes:
    """Where before and after are.

    Attributes:
        whole: Values that spell out changes in one of the usual forms.
        sides: Pairs of paths to two objects (or two values) that are compared.
        pairs: (field, path of the old value, path of the new value).
        partial: Pairs of paths to an object of old values alone, of what changed, and to the whole object as it is now.
        named: (path of the field's name, path of the old value, path of the new value).
    """

    whole: tuple[Path, ...] = ()
    sides: tuple[tuple[Path, Path], ...] = ()
    partial: tuple[tuple[Path, Path], ...] = ()
    pairs: tuple[tuple[str, Path, Path], ...] = ()
    named: tuple[tuple[Path, Path, Path], ...] = ()


@dataclass(frozen=True, slots=True)
class Targets:
    """A list of further things that an event was done to."""

    path: Path
    type: tuple[Path, ...] = ()
    id: tuple[Path, ...] = ()
    name: tuple[Path, ...] = ()


@dataclass(slots=True)
class Plan:
    """Everything that turns records of one shape into fields.

    Attributes:
        name: Of the profile, or `generic`.
        at: Where the time is, first usable first.
        fields: For each text field (and `status`, `took`, `actor_kind`, `verb`) where it is.
        clock: How times are read.
        inner: Paths to the record proper, when it sits inside of an envelope (or of a cell).
        expand: Paths to texts that spell out a structure.
        explode: Path to a list of things that happened at once: one event each.
        empty_actor: Kind of an actor that is not there: `system`, `anonymous` or `unknown`.
        shapes: What has been made of the plan for records of some keys, so that the next file need not make it again;
            it belongs to these fields, outcome, changes and targets: a plan with others needs its own.
    """

    name: str
    at: tuple[Source, ...] = ()
    fields: dict[str, tuple[Source, ...]] = field(default_factory=dict)
    outcome: Outcome = Outcome()
    changes: Changes = Changes()
    targets: tuple[Targets, ...] = ()
    clock: Clock = UTC_CLOCK
    inner: tuple[Path, ...] = ()
    expand: tuple[Path, ...] = ()
    explode: Path = ()
    empty_actor: str = "unknown"
    shapes: dict[Any, Any] = field(default_factory=dict, repr=False, compare=False)

    def explain(self) -> list[tuple[str, str]]:
        """(field, where it comes from) for every field that is mapped, for people."""
        rows = [("at", self.at), *((name, self.fields.get(name, ())) for name in TEXT_FIELDS)]
        rows += [(name, self.fields[name]) for name in ("status", "took") if name in self.fields]
        rows.append(("outcome", (*self.outcome.failure_if, *self.outcome.sources)))
        shown = [
            (name, ", ".join(dict.fromkeys(str(source) for source in sources))) for name, sources in rows if sources
        ]
        places: list[Any] = [
            *self.changes.whole,
            *(f"{old} / {new}" for old, new in map(_both, (*self.changes.sides, *self.changes.partial))),
        ]
        places += [f"{show_path(old)} / {show_path(new)}" for _, old, new in self.changes.pairs]
        places += [f"{show_path(name)}: {show_path(old)} / {show_path(new)}" for name, old, new in self.changes.named]
        if places:
            shown.append(("changes", ", ".join(p if isinstance(p, str) else show_path(p) for p in places)))
        if self.targets:
            shown.append(("targets", ", ".join(show_path(target.path) for target in self.targets)))
        return shown


def _both(sides: tuple[Path, Path]) -> tuple[str, str]:
    return show_path(sides[0]), show_path(sides[1])

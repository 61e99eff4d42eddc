"""Finds who, what and when in records that nobody wrote a profile for.

A rule gives a name a score; the values decide whether it may be believed. Both speak once for a whole
shape of records, so that a column means the same in every row. Scores are of one scale for all fields:
100 says it outright, 40 is a last resort.
"""

# ruff: noqa: PLR2004  scores and shares are the rules themselves; a name for each would say nothing more

# ruff: noqa: E501  an expression is easier to check in one line than in pieces

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, Final, NamedTuple, TypeAlias

from auditui.core.redact import DEFAULT, Redactor
from auditui.formats import last_resorts, row_versions
from auditui.formats.beside import settle
from auditui.formats.change_columns import changes_plan, outside
from auditui.formats.columns import Column, Look, columns_of
from auditui.formats.fits import fit_of
from auditui.formats.json_text import spelled
from auditui.formats.names import fields as ruled_fields
from auditui.formats.names import name_score, name_scores
from auditui.formats.nested_texts import texts_to_expand, with_structures
from auditui.formats.outcomes import outcome_rule
from auditui.formats.paths import Path
from auditui.formats.plan import Changes, Plan, Source
from auditui.formats.records import Value
from auditui.formats.role_sessions import in_roles
from auditui.formats.timestamps import Clock
from auditui.formats.words import words_of
from auditui.formats.zone_columns import zoned

KEPT_SOURCES: Final = 8
THRESHOLDS: Final[Mapping[str, float]] = {"at": 30, "action": 30, "actor": 30, "ip": 25}
DEFAULT_THRESHOLD: Final = 40.0
DEPTH_COST: Final = 3.0
WHO: Final = ("actor", "actor_id", "email")
SLACK: Final = 1e-6
"""More than rounding makes of a score."""
PARTS: Final = frozenset({"source", "user", "actor", "author", "account", "target"})
COMMON_BONUS: Final = 8
"""For a column that every record has."""


def plan_for(
    records: Sequence[dict[str, Any]], clock: Clock, redactor: Redactor = DEFAULT, *, name: str = "generic"
) -> Plan:
    """The plan for records of one file, made from some of them. The records are not changed.

    A column that is a secret by its name stays in the details, where it is hidden: no field comes from it.
    """
    records = list({spelled(record): record for record in records}.values())  # repeats would make ids look like none
    columns = columns_of(records)
    expand = texts_to_expand(columns)
    if expand:
        columns = columns_of([with_structures(record, expand) for record in records])
    columns = peeled(columns)
    changes = changes_plan(columns)
    taken = set(changes.whole) | {path for paths in (*changes.sides, *changes.named) for path in paths}
    taken |= {before for before, _ in changes.partial}
    open_ones = [one for one in columns if not (one.is_structure or _is_secret(one, redactor))]
    leaves = outside(open_ones, taken)
    named = _by_name(leaves, records)
    sentences = last_resorts.in_sentences(leaves)
    fields = {field: _sources(field, named, len(records)) for field in _sought()}
    at = zoned(_times(leaves, _sources("at", named, len(records))), leaves)
    outcome = outcome_rule(records, leaves, _sources("outcome", named, len(records)), sentences.get("outcome", ()))
    explode = _explode(outside(columns, set(changes.whole)), at)
    at = tuple(sorted(at, key=lambda source: source.path[: len(explode)] != explode))
    _settle(fields, leaves)
    _fill(fields, leaves, sentences)
    fields.update({field: (*first, *fields.get(field, ())) for field, first in in_roles(leaves).items()})
    fields["verb"] = last_resorts.verbs_of_letters(fields.get("action", ()), leaves)
    fields.update(row_versions.deeds(leaves))
    if changes != Changes():
        at, fields["actor"] = last_resorts.by_last_change(at, fields["actor"], leaves)
    fields["took"] = last_resorts.in_nanos(fields["took"], leaves)
    return Plan(
        name, at, {field: sources for field, sources in fields.items() if sources}, outcome, changes,
        clock=clock, expand=expand, explode=explode, empty_actor=_empty_actor(fields, changes, records),
    )  # fmt: skip


def _is_secret(column: Column, redactor: Redactor) -> bool:
    return redactor.is_secret(str(column.path[-1])) or redactor.path_kind(".".join(map(str, column.path))) > 0


@lru_cache(maxsize=1)
def _sought() -> tuple[str, ...]:
    """Fields that are taken as they are."""
    return tuple(field for field in ruled_fields() if field not in ("at", "outcome"))


def peeled(columns: list[Column]) -> list[Column]:
    """The columns with the names of those below an envelope (`payload`, `attributes`) as if it were not there.

    An envelope is an object that holds the time, and at least as much as stands around it.
    """
    leaves = [column for column in columns if not column.is_structure]
    timely = {leaf.words.rpartition("/")[0] for leaf in leaves if _is_time_below(leaf)}
    if not timely:
        return columns
    for column in columns:
        if column.words not in timely or not isinstance(column.values[0], dict) or _is_part(column.words):
            continue
        prefix = f"{column.words}/"
        within = [leaf for leaf in leaves if leaf.words.startswith(prefix)]
        if len(within) * 2 >= len(leaves):
            for one in columns:
                if one.words.startswith(prefix) and one is not column:
                    one.words, one.depth = one.words[len(prefix) :], one.depth - 1 - column.words.count("/")
            return peeled(columns)
    return columns


@lru_cache(maxsize=8192)
def _is_part(words: str) -> bool:
    """Whether an object is a part of events whatever it holds: who, or where from; it may have been created itself."""
    return words.rpartition("/")[2] in PARTS


def _is_time_below(leaf: Column) -> bool:
    """Whether a column below another is the time of what is there."""
    return _is_time_name_below(leaf.words) and leaf.look.time > 0.5


@lru_cache(maxsize=8192)
def _is_time_name_below(words: str) -> bool:
    _, slash, name = words.rpartition("/")
    return bool(slash) and name_score("at", name) >= 92


def _times(leaves: Sequence[Column], named: tuple[Source, ...]) -> tuple[Source, ...]:
    """Where the time is: by name, mere days last; a day and a clock time that stand apart; else by value alone."""
    apart = last_resorts.day_and_clock(leaves)
    if apart and (not named or named[0].path == apart[0].path):
        return (*apart, *named)
    return last_resorts.clocks_first(named, leaves) or last_resorts.times(leaves)


def _fill(
    fields: dict[str, tuple[Source, ...]], leaves: Sequence[Column], sentences: Mapping[str, tuple[Source, ...]]
) -> None:
    """What sentences, actions and bare values say, where nothing with a name does."""
    for name, sources in last_resorts.unnamed(leaves).items():
        if not fields.get(name):
            fields[name] = sources
    fields["actor"] = fields.get("actor") or last_resorts.target_users(leaves)
    for name, sources in sentences.items():
        named = fields.get(name, ())
        if name == "actor" and named and _is_number(named[0], leaves):
            fields[name] = (*sources, *named)
        elif name in ("actor", "ip") and not named:  # an actor left empty is nobody, whoever a sentence speaks of
            fields[name] = sources
    if not fields.get("ip"):
        fields["ip"] = last_resorts.addresses(leaves)
    if not fields.get("action"):
        fields["action"] = last_resorts.numbers_of_events(leaves) or last_resorts.coded_keys(leaves)
        fields["entity_id"] = tuple(source for source in fields["entity_id"] if source not in fields["action"])
        fields["id"] = tuple(source for source in fields.get("id", ()) if source not in fields["action"])
    things = (*fields.get("entity_id", ()), *fields.get("entity_name", ()))
    for name, (source,) in last_resorts.at_source(leaves).items():
        if all(thing.path[: len(source.path) - 1] == source.path[:-1] for thing in things):
            fields[name] = tuple(sorted((*(things and fields.get(name, ())), source), key=lambda one: len(one.path)))
    if not (fields.get("entity_id") or fields.get("entity_name")):
        taken = {source.path for sources in fields.values() for source in sources[:1]}
        fields["entity_name"] = last_resorts.bare_names(leaves, taken, fields.get("action", ()))
    if not fields.get("entity_type"):
        fields["entity_type"] = last_resorts.type_in_action(fields.get("action", ()), leaves)


class Scored(NamedTuple):
    """A column that a field may come from."""

    score: float
    column: Column


Named: TypeAlias = "Mapping[str, Sequence[tuple[Column, float]]]"
"""For each field the columns whose names speak for it, and how much they do."""


def _by_name(leaves: Sequence[Column], records: Sequence[Mapping[str, Any]]) -> Named:
    found: defaultdict[str, list[tuple[Column, float]]] = defaultdict(list)
    for column in leaves:
        for field, said in name_scores(column.words).items():
            found[field].append((column, said))
    settle(found, leaves, records)
    return found


def _sources(field: str, named: Named, records: int) -> tuple[Source, ...]:
    scored = _scored(field, named.get(field, ()), records)
    if len(scored) > 1:
        scored = sorted(scored, key=_badness)[:KEPT_SOURCES]
    return tuple([_source(field, one.column) for one in scored])


def _badness(scored: Scored) -> float:
    return -scored.score


def _scored(field: str, named: Sequence[tuple[Column, float]], records: int) -> list[Scored]:
    found = []
    least = THRESHOLDS.get(field, DEFAULT_THRESHOLD)
    for column, said in named:
        common = COMMON_BONUS * min(column.count / max(records, 1), 1)
        if said - DEPTH_COST * column.depth + common < least - SLACK:
            continue  # whatever the values look like
        fit = fit_of(field, column.look)
        if not fit:
            continue
        score = said * (0.5 + 0.5 * fit) - DEPTH_COST * column.depth + common
        if score >= least:
            found.append(Scored(score, column))
    return found


ADDRESS: Final = re.compile(r"^([^@]*@[^@]*)$")
"""What of a column with names and words for nobody among its addresses is one."""


def _source(field: str, column: Column) -> Source:
    if field == "took":
        return Source(column.path, unit=_unit(column.look))
    if field == "email" and column.look.email < 1:
        return Source(column.path, ADDRESS)
    return _plain_source(column.path)


@lru_cache(maxsize=8192)
def _plain_source(path: Path) -> Source:
    """One for all files: to make it takes as long as to look at a text ten times."""
    return Source(path)


UNIT_WORDS: Final = (
    ("ns", re.compile(r"\b(?:ns|nanos|nanoseconds)\b")), ("us", re.compile(r"\b(?:us|micros|microseconds)\b")),
    ("ms", re.compile(r"\b(?:ms|millis|milliseconds)\b")), ("s", re.compile(r"\b(?:s|sec|secs|seconds)\b")),
)  # fmt: skip


def _unit(look: Look) -> str:
    """The unit that the name says; else seconds for small numbers with decimals, milliseconds for all others."""
    for unit, pattern in UNIT_WORDS:
        if pattern.search(look.column.words) or str(look.column.path[-1]).lower().endswith(f"_{unit}"):
            return unit
    if look.number < 0.9:
        return ""
    numbers = [float(text) for text in look.texts if re.fullmatch(r"[\d.]+", text) and text.count(".") <= 1]
    decimals = any(not number.is_integer() for number in numbers)
    return "s" if decimals and max(numbers, default=0) < 100 else "ms"


def _settle(fields: dict[str, tuple[Source, ...]], leaves: Sequence[Column]) -> None:
    """Where two fields want the same column, the one that it says more about has it."""
    by_path = {column.path: column for column in leaves}
    actions = fields.get("action", ())
    if actions and fields.get("method"):
        methods = {source.path for source in fields["method"]}
        better = tuple(source for source in actions if source.path not in methods)
        fields["action"] = (
            (*better, *(source for source in actions if source.path in methods))
            if better and _says_more(better[0], by_path)
            else actions
        )
    first = {
        name: {fields[name][0].path} if fields.get(name) else set()
        for name in ("actor", "action", "email", "entity_id", "ip")
    }
    for field, others in (
        ("description", ("action",)), ("category", ("action",)), ("entity_name", ("actor", "action")), ("entity_type", ("action", "actor")),
        ("entity_id", ("actor", "action", "email")), ("actor_id", ("entity_id",)), ("actor", ("action",)), ("role", ("actor",)), ("status", ()), ("on_behalf_of", ("actor",)),
        ("id", ("entity_id", "actor", "action")), ("user_agent", ("actor",)), ("request_id", ("actor",)),
    ):  # fmt: skip
        if fields.get(field):
            used = set().union(*[first[name] for name in others])
            fields[field] = tuple([source for source in fields[field] if source.path not in used])
    fields["action"] = _actions_alone(fields, by_path)
    _share_entity(fields, leaves)
    ids = fields.get("id", ())[:1]
    own = {source.path for source in ids}
    fields["entity_id"] = tuple(
        source
        for source in fields.get("entity_id", ())
        if source.path not in own and not (ids and last_resorts.is_link_to(by_path[source.path], by_path[ids[0].path]))
    )


NO_DEEDS: Final = ("actor", "actor_id", "email", "on_behalf_of", "entity_type", "entity_id", "entity_name")
"""Fields of persons and things."""


def _actions_alone(fields: Mapping[str, tuple[Source, ...]], columns: Mapping[Path, Column]) -> tuple[Source, ...]:
    """Sources of the action; where the best is empty, none in its stead that persons or things are taken from."""
    first, rest = fields.get("action", ())[:1], fields.get("action", ())[1:]
    taken = {source.path for name in NO_DEEDS for source in fields.get(name, ())[:1]}
    return (*first, *(source for source in rest if source.path not in taken and _is_deed(columns[source.path])))


def _is_deed(column: Column) -> bool:
    """Whether a name says more about a deed than about a person or a thing."""
    said = name_scores(column.words)
    return all(said.get(name, 0) <= said["action"] for name in NO_DEEDS)


def _look_of(source: Source, leaves: Sequence[Column]) -> Look | None:
    return next((column.look for column in leaves if column.path == source.path), None)


def _is_kind(source: Source, leaves: Sequence[Column]) -> bool:
    """Whether a column holds words such as `Ticket`: kinds of things, not things."""
    look = _look_of(source, leaves)
    return look is not None and look.share(re.compile(r"[A-Za-z][A-Za-z _-]{1,30}").fullmatch) > 0.9


def _is_number(source: Source, leaves: Sequence[Column]) -> bool:
    look = _look_of(source, leaves)
    return look is not None and look.number > 0.9


def _is_counted(source: Source, leaves: Sequence[Column]) -> bool:
    """Whether a column holds short numbers, as things are counted by."""
    look = _look_of(source, leaves)
    return look is not None and look.share(re.compile(r"\d{1,8}").fullmatch) > 0.9


def _share_entity(fields: dict[str, tuple[Source, ...]], leaves: Sequence[Column]) -> None:
    """`target` alone may be a type or a thing: the type only where something else is the thing."""
    types, things = fields.get("entity_type", ()), fields.get("entity_id", ())
    if not types or not things or types[0].path != things[0].path:
        return
    if len(things) > 1 and "id" in str(things[1].path[-1]).lower():
        fields["entity_id"] = things[1:]
    elif fields.get("id") and _is_kind(types[0], leaves) and _is_counted(fields["id"][0], leaves):
        fields["entity_id"], fields["id"] = (fields["id"][0], *things[1:]), fields["id"][1:]
    else:
        fields["entity_type"] = types[1:]


def _says_more(source: Source, columns: Mapping[Path, Column]) -> bool:
    column = columns.get(source.path)
    return (
        column is not None
        and (name_score("action", column.words) >= 72 or column.look.sentence < 0.5)
        and name_score("action", column.words) >= 60
    )


def _explode(columns: Sequence[Column], at: Sequence[Source]) -> Path:
    """A list of things that one did at once: under a name of events, each with a name or type."""
    for column in columns:
        if (
            column.depth
            or column.words not in ("events", "actions", "activities", "operations")
            or not isinstance(column.values[0], list)
        ):
            continue
        objects = [one for value in column.values if isinstance(value, list) for one in value]
        named = all(
            isinstance(one, dict) and any(key in one for key in ("name", "type", "action", "eventName", "event"))
            for one in objects
        )
        if objects and named and at:
            return column.path
    return ()


def _empty_actor(
    fields: Mapping[str, tuple[Source, ...]], changes: Changes, records: Sequence[Mapping[str, Any]]
) -> str:
    """Who did what no record names anybody for: the system only in change trails that have a place for the name."""
    if changes != Changes():
        return "system" if any(map(fields.get, WHO)) or _leave_actor_empty(records) else "unknown"
    return "anonymous" if fields.get("method") and fields.get("status") else "unknown"


def _leave_actor_empty(records: Sequence[Mapping[str, Any]]) -> bool:
    """Whether there is a column for the actor, with nothing in any record."""
    said = [value for record in records for key, value in record.items() if name_score("actor", words_of(key))]
    return bool(said) and all(map(_is_nothing, said))


def _is_nothing(value: Value) -> bool:
    return all(map(_is_nothing, value.values())) if isinstance(value, dict) else value in (None, "", "-")

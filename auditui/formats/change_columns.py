"""Finds where before and after are, in any of the usual forms."""

# ruff: noqa: E501  an expression is easier to check in one line than in pieces

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence, Set
from functools import lru_cache
from itertools import chain, islice
from typing import Final

from auditui.formats.changes import changes_in, fields_of_old, is_list_of_changes, is_object_of_changes, pairs_of_names
from auditui.formats.columns import STRUCTURES, Column
from auditui.formats.paths import Path, Selected
from auditui.formats.plan import Changes
from auditui.formats.records import Value

CHANGE_NAME: Final = re.compile(
    r"(?:.*/)?.*\b(?:chang\w*|diff\w*|modif\w*|updat\w*|delta|edit\w*|audited|patch|values?|differences|properties|fields?|attributes|before after|old new)\b.*"
)
BEFORE_NAME: Final = re.compile(
    r"((?:.*/)?(?:.* )?)(?:old|before|previous|prev|original|prior|from|pre ?change|pre)( (?:values?|data|state|object|record|attributes|properties|settings|row|image|version|entity|resource|item|document|fields|snapshot|config(?:uration)?))?"
)
AFTER_WORDS: Final = (
    "new", "after", "current", "updated", "to", "modified", "attributes", "changed", "resulting", "postchange", "post change", "post",
)  # fmt: skip


_change_name: Final = lru_cache(maxsize=8192)(CHANGE_NAME.fullmatch)
_before_name: Final = lru_cache(maxsize=8192)(BEFORE_NAME.fullmatch)


def changes_plan(columns: Sequence[Column]) -> Changes:
    """Where before and after are, in any of the usual forms."""
    plain = [column for column in columns if column.is_plain]
    whole = _whole(columns)
    sides = tuple(_side_pairs(plain, whole))
    partial = tuple(_parts_of_objects(plain, (*whole, *(before for before, _ in sides))))
    taken = {*whole, *(path for pair in sides for path in pair), *(before for before, _ in partial)}
    rest = outside(plain, taken)
    named = tuple(_rows_of_one_field(rest))
    taken = {path for paths in named for path in paths}
    pairs = _named_pairs([column for column in rest if column.path not in taken])
    told, alone = _in_parameters(outside(columns, set(whole)))
    return Changes(whole, sides, partial, (*pairs, *alone), (*named, *told))


def _whole(columns: Sequence[Column]) -> tuple[Path, ...]:
    """The columns that spell out changes; none below another, which comes before it."""
    found: list[Path] = []
    for column in columns:
        if not inside(column.path, found) and _spells_out_changes(column):
            found.append(column.path)
    return tuple(found)


def _spells_out_changes(column: Column) -> bool:
    """By name and value; lists that can be nothing else by value alone, also those inside of lists."""
    if column.kinds.isdisjoint(STRUCTURES):
        return False
    if column.is_plain and _change_name(column.words) and any(map(changes_in, column.values)):
        return True
    if column.is_plain and dict in column.kinds and any(map(is_object_of_changes, _of_structures(column.values))):
        return True
    return list in column.kinds and any(map(is_list_of_changes, column.values))


def _of_structures(values: Sequence[Value]) -> list[Value]:
    """Those of some values that may be objects of changes: what stands first in one is an object or a list."""
    return [one for one in values if one.__class__ is dict and one and next(iter(one.values())).__class__ in STRUCTURES]


PART_BEFORE: Final = re.compile(
    r"((?:.*/)?)(?:previous|prev|old|original|prior)(?: (?:attributes|values|data|fields|object|resource|record|entity|item))?"
)
_part_before: Final = lru_cache(maxsize=8192)(PART_BEFORE.fullmatch)
WHOLE_NOW: Final = ("object", "resource", "record", "data", "entity", "item")


def _parts_of_objects(columns: Sequence[Column], taken: Sequence[Path]) -> Iterable[tuple[Path, Path]]:
    """Old values of what changed alone, beside the whole object, which has all of their keys."""
    for column in columns:
        found = dict in column.kinds and _part_before(column.words)
        if found and not inside(column.path, taken) and (keys := _keys_in(column)):
            beside = [one for one in columns if one.path[:-1] == column.path[:-1] and one is not column]
            having = [one for one in beside if keys <= _keys_in(one)]
            whole = (one for one in having if one.words.removeprefix(found[1]) in WHOLE_NOW)
            alone = having if len(having) == 1 and column.words == f"{found[1]}old" else ()
            yield from ((column.path, one.path) for one in islice(chain(whole, alone), 1))


def _keys_in(column: Column) -> set[str]:
    return {key for value in column.values if isinstance(value, dict) for key in value}


FIELD_WORDS: Final = r"(?:changed |modified |audited |history )?(?:field|fname|property|attribute|column|parameter|setting)(?: name| label| key| desc(?:ription)?| changed)?"
FIELD_NAME: Final = re.compile(rf"(?:.*/)?{FIELD_WORDS}")
BARE_NAME: Final = re.compile(r"(?:.*/)?name")
IDENTIFIER: Final = re.compile(r"[A-Za-z_][\w.-]*")
OF_A_TYPE: Final = (
    r"(?: field)?(?: values?)?(?P<type> (?:char|text|string|integer|int|float|number|datetime|date|monetary|boolean))?"
)
OLD_SIDE: Final = re.compile(rf"(?:.*/)?(?:value )?(?:old|was|previous|prior|original|before|from){OF_A_TYPE}")
_old_side: Final = lru_cache(maxsize=8192)(OLD_SIDE.fullmatch)
NEW_SIDE: Final = re.compile(rf"(?:.*/)?(?:value )?(?:new|now|current|updated|after|to){OF_A_TYPE}")


def _rows_of_one_field(columns: Sequence[Column]) -> Iterable[tuple[Path, Path, Path]]:
    """A row for each field that changed: its name, the old and the new value in three columns of one place.

    Some sources have two such columns for each type of values (`old_value_char`, `old_value_integer`).
    """
    if not any(map(_old_side, [column.words for column in columns])):
        return
    for here in _siblings(columns).values():
        olds, news = _sides_by_type(here, OLD_SIDE), _sides_by_type(here, NEW_SIDE)
        name = next((column.path for column in here if FIELD_NAME.fullmatch(column.words)), None)
        name = name or _bare_name(here) or (_name_of_target(here[0], columns) if olds else None)
        if name:
            yield from ((name, old, news[kind]) for kind, old in olds.items() if kind in news)


FIELD_OF_PARAMETERS: Final = re.compile(rf"(?:.*/)?(?:(?:[a-z]+ ){{1,3}}field|{FIELD_WORDS})")


PARAMETER_SIDES: Final = tuple(
    re.compile(rf"(?:.*/)?(?:{words})(?: (?:value|state|setting))?")
    for words in ("old|previous|prior|original", "new|current|updated")
)
"""Fewer words than where rows have nothing else: parameters called `From` and `To` are of a mail."""


def _in_parameters(columns: Sequence[Column]) -> tuple[list[tuple[Path, Path, Path]], list[tuple[str, Path, Path]]]:
    """An old and a new value among pairs of names and values: below the name of the field, or of no field."""
    told: list[tuple[Path, Path, Path]] = []
    alone: list[tuple[str, Path, Path]] = []
    for here in _pairs_in_lists(columns).values():
        old, new = (
            next((column.path for column in here if side.fullmatch(column.words)), None) for side in PARAMETER_SIDES
        )
        names = [column.path for column in here if FIELD_OF_PARAMETERS.fullmatch(column.words)]
        if old and new:
            told += [(name, old, new) for name in names]
            alone += [] if names else [("value", old, new)]
    return told, alone


def _pairs_in_lists(columns: Sequence[Column]) -> dict[Path, list[Column]]:
    """Columns made of pairs, by the list that these stand in."""
    found: dict[Path, list[Column]] = {}
    for column in columns:
        if len(column.path) > 1 and column.path[-2].__class__ is Selected and not column.is_structure:
            found.setdefault(column.path[:-2], []).append(column)
    return found


def _name_of_target(beside: Column, columns: Sequence[Column]) -> Path | None:
    """The name of a field in the object that says what was changed, beside which the values stand."""
    above = beside.words.rpartition("/")[0]
    here = re.compile(rf"{re.escape(above)}{'/' if above else ''}(?:target|object|resource|entity|item)/{FIELD_WORDS}")
    return next((column.path for column in columns if here.fullmatch(column.words)), None)


def _sides_by_type(columns: Sequence[Column], pattern: re.Pattern[str]) -> dict[str | None, Path]:
    """The first column of each type that holds one side."""
    found: dict[str | None, Path] = {}
    for column in columns:
        if match := pattern.fullmatch(column.words):
            found.setdefault(match["type"], column.path)
    return found


def _bare_name(columns: Sequence[Column]) -> Path | None:
    """A `name` beside values called old and new, where all that stands in it could name a field."""
    if not any(column.words.endswith("old value") for column in columns):
        return None
    named = (column for column in columns if BARE_NAME.fullmatch(column.words) and column.texts())
    return next((column.path for column in named if all(map(IDENTIFIER.fullmatch, column.texts()))), None)


def _siblings(columns: Sequence[Column]) -> dict[Path, list[Column]]:
    """Columns of values by the object that they stand in."""
    found: dict[Path, list[Column]] = {}
    for column in columns:
        if column.values[0].__class__ not in STRUCTURES:
            found.setdefault(column.path[:-1], []).append(column)
    return found


def _side_pairs(columns: Sequence[Column], whole: Sequence[Path]) -> Iterable[tuple[Path, Path]]:
    if not any(map(_before_name, [column.words for column in columns])):
        return
    by_words = {column.words: column for column in columns if dict in column.kinds}
    for words, column in by_words.items():
        found = _before_name(words)
        if not found or inside(column.path, whole):
            continue
        for after in AFTER_WORDS:
            partner = by_words.get(f"{found[1]}{after}{found[2] or ''}")
            if partner:
                yield column.path, partner.path
                break


def _named_pairs(columns: Sequence[Column]) -> tuple[tuple[str, Path, Path], ...]:
    """`old_x` beside `new_x`, `x_was` beside `x`: within one object, values only."""
    if not any(map(fields_of_old, [str(column.path[-1]) for column in columns])):
        return ()
    found: list[tuple[str, Path, Path]] = []
    for parent, here in _siblings(columns).items():
        keys = [str(column.path[-1]) for column in here]
        found += [(field, (*parent, old), (*parent, new)) for field, old, new in pairs_of_names(keys)]
    return tuple(found)


def outside(columns: Sequence[Column], roots: Set[Path]) -> Sequence[Column]:
    """The columns that are neither one of the roots nor below one."""
    for length in set(map(len, roots)):
        columns = [column for column in columns if column.path[:length] not in roots]
    return columns


def inside(path: Path, roots: Iterable[Path]) -> bool:
    """Whether a path is one of the roots, or below one."""
    for root in roots:  # noqa: SIM110  asked for each column of each file: `any` would make a generator every time
        if path[: len(root)] == root:
            return True
    return False

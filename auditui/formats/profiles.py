r"""Profiles: what is known about one source, as a TOML file.

```toml
name = "acme"                       # what --dry-run and `auditui formats` call it
title = "Acme CRM audit trail"
zone = "UTC"                        # of times that name none
day_first = false                   # what 03/04/2026 means; leave out where the source has no such dates
empty_actor = "system"              # who acted where nobody is named: system, anonymous
inner = ["AuditData"]               # where the record proper sits inside of an envelope
expand = ["properties"]             # texts that hold JSON
explode = "events"                  # a list of things that happened at once: one event each

[recognise]                         # all that is given must hold
all = ["acme_version", "a|b"]       # paths that must have a value; a|b: either of them
any = ["when", "time"]              # of these at least one
is = { "kind" = ["Event"] }         # values; * at an end matches anything

[fields]                            # a path, or several of which the first with a value counts
at = ["when", "time"]
actor = ["user.name", "user.mail"]
entity_type = { path = "what", pattern = "^(\\w+):" }
category = { path = "code", values = { "1" = "users" }, only = true }
entity_name = { text = "{first} {last}", when = { what = "contact:*" } }
took = { path = "seconds", unit = "s" }

[outcome]
from = ["result"]
success = ["fine"]                  # beside the usual words
failure = ["oops"]
failure_if = ["error"]              # a value here is a failure
otherwise = "success"

[changes]
whole = ["diff"]                    # any of the usual forms
sides = [["old", "new"]]            # two objects side by side

[[targets]]
path = "others"
type = "type"
id = "id"
name = "name"
```

A path is keys with dots between; `"key.with.dots"`, `list[0]`, `list[]` (whichever has a value), `list[type=User].id`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources
from pathlib import Path as FilePath
from typing import Any, Final

from auditui.core.errors import UsageError
from auditui.formats.paths import Path, Step, finder, parse_path
from auditui.formats.plan import TEXT_FIELDS, UNITS, Changes, Condition, Outcome, Plan, Source, Targets
from auditui.formats.records import Value
from auditui.formats.takers import condition_test
from auditui.formats.timestamps import Clock
from auditui.formats.words import text_of
from auditui.formats.zones import zone_named

FIELDS: Final = (*TEXT_FIELDS, "at", "status", "took", "verb", "actor_kind")
ENOUGH: Final = 0.6
"""The share of records that must be a profile's for it to be chosen."""
FEW: Final = 20
"""Records of which at least one must be a profile's before all of them are looked at."""


@dataclass(frozen=True, slots=True)
class Recognition:
    """How to tell that a record is of this source. Empty: never chosen, only asked for."""

    all: tuple[tuple[Path, ...], ...] = ()
    any: tuple[Path, ...] = ()
    conditions: tuple[Condition, ...] = ()
    kinds: tuple[str, ...] = ()
    _ways: tuple[frozenset[Step], ...] = field(init=False, default=())

    def __post_init__(self) -> None:
        """Note the first steps of each group of paths of which one must have a value."""
        wanted = [(condition.path,) for condition in self.conditions if not _test(condition)({})]
        ways = (*self.all, *((self.any,) if self.any else ()), *wanted)
        object.__setattr__(self, "_ways", tuple(frozenset(path[0] for path in paths) for paths in ways))

    def __bool__(self) -> bool:
        return bool(self.all or self.any or self.conditions)

    def may_hold(self, keys: AbstractSet[str]) -> bool:
        """Whether any record with none but these keys could have all of it; far quicker than to look at each."""
        return not any(map(keys.isdisjoint, self._ways))

    def weight(self) -> int:
        """How much it asks for; of two profiles that hold, the one that asks for more is chosen."""
        return len(self.all) + 2 * len(self.conditions) + bool(self.any)

    def holds(self, record: dict[str, Any]) -> bool:
        """Whether the record has all of it."""
        return (
            all(any(_is_there(path, record) for path in paths) for paths in self.all)
            and (not self.any or any(_is_there(path, record) for path in self.any))
            and all(_test(condition)(record) for condition in self.conditions)
        )


_test: Final = lru_cache(maxsize=1024)(condition_test)


def _is_there(path: Path, record: dict[str, Any]) -> bool:
    value = finder(path)(record)[0]
    return value is not None


@dataclass(frozen=True, slots=True)
class Profile:
    """A profile as it was read. `plan` is shared: copy it before changing it."""

    name: str
    title: str
    recognition: Recognition
    plan: Plan
    day_first: bool | None = None
    zone: str = ""
    note: str = ""


@lru_cache(maxsize=1)
def built_in() -> tuple[Profile, ...]:
    """The profiles that come with auditui, by name."""
    folder = resources.files("auditui.formats") / "profiles"
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".toml")), key=lambda file: file.name)
    return tuple(profile for file in files for profile in parse_profiles(file.read_text("utf-8"), file.name))


def load(path: FilePath) -> tuple[Profile, ...]:
    """Profiles of a file. Raises `UsageError` when it cannot be read or says something that means nothing."""
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"the profile cannot be read ({error})", where=str(path)) from error
    return parse_profiles(text, str(path))


def load_folder(folder: FilePath) -> tuple[Profile, ...]:
    """All profiles (`*.toml`) of a folder, by name; none where there is no such folder. Raises `UsageError`."""
    return tuple(profile for path in sorted(folder.glob("*.toml")) for profile in load(path))


def parse_profiles(text: str, where: str) -> tuple[Profile, ...]:
    """Read a profile file: one profile, or several under `[[profile]]`. Raises `UsageError`."""
    try:
        said = tomllib.loads(text)
        parts = said.get("profile", [said])
        return tuple(_profile(part) for part in parts)
    except (tomllib.TOMLDecodeError, ValueError, re.error, TypeError, KeyError, AttributeError) as error:
        detail = f"'{error.args[0]}' is missing" if isinstance(error, KeyError) else str(error)
        raise UsageError(f"this is no profile: {detail}", where=where, hint="see `auditui formats --help`") from error


def choose(profiles: Sequence[Profile], records: Sequence[dict[str, Any]]) -> tuple[Profile | None, float]:
    """The profile that most of the records are of, and their share; None where none fits well enough."""
    best: tuple[float, int, Profile] | None = None
    keys = set().union(*records)
    for profile in profiles:
        recognition = profile.recognition
        if not recognition or not records:
            continue
        if not (recognition.may_hold(keys) or any(path[0] in keys for path in profile.plan.inner)):
            continue
        if not any(recognition.holds(_proper(profile, record)) for record in records[:FEW]):
            continue
        share = sum(1 for record in records if recognition.holds(_proper(profile, record))) / len(records)
        weight = profile.recognition.weight()
        if share >= ENOUGH and (best is None or (round(share, 1), weight) > (round(best[0], 1), best[1])):
            best = share, weight, profile
    return (best[2], best[0]) if best else (None, 0.0)


def _proper(profile: Profile, record: dict[str, Any]) -> dict[str, Any]:
    for path in profile.plan.inner:
        value = finder(path)(record)[0]
        if isinstance(value, dict):
            return value
    return record


def _profile(said: Mapping[str, Value]) -> Profile:
    fields = said.get("fields", {})
    _only(fields, FIELDS, "[fields]")
    day_first, zone = said.get("day_first"), said.get("zone", "")
    plan = Plan(
        said["name"],
        _sources(fields.get("at", [])),
        {name: _sources(fields[name]) for name in FIELDS if name in fields and name != "at"},
        _outcome(said.get("outcome", {})),
        _changes(said.get("changes", {})),
        tuple(_targets(part) for part in said.get("targets", [])),
        clock=Clock(zone_named(zone) if zone else Clock().zone, day_first),
        inner=_paths(said.get("inner", [])),
        expand=_paths(said.get("expand", [])),
        explode=parse_path(said["explode"]) if said.get("explode") else (),
        empty_actor=said.get("empty_actor", "unknown"),
    )
    _only(said, PARTS, "the profile")
    return Profile(
        said["name"],
        said.get("title", said["name"]),
        _recognition(said.get("recognise", {})),
        plan,
        day_first,
        zone,
        said.get("note", ""),
    )


PARTS: Final = (
    "name", "title", "zone", "day_first", "empty_actor", "inner", "expand", "explode", "recognise", "fields", "outcome",
    "changes", "targets", "note",
)  # fmt: skip


def _only(said: Mapping[str, Value], known: Sequence[str], where: str) -> None:
    for name in said:
        if name not in known:
            raise ValueError(f"{where} has no '{name}'; it has {', '.join(known)}")


def _recognition(said: Mapping[str, Value]) -> Recognition:
    _only(said, ("all", "any", "is"), "[recognise]")
    return Recognition(
        tuple(_paths(text.split("|")) for text in said.get("all", [])),
        _paths(said.get("any", [])),
        _conditions(said.get("is", {})),
    )


def _paths(said: str | Sequence[str]) -> tuple[Path, ...]:
    return tuple(parse_path(text) for text in ([said] if isinstance(said, str) else said))


def _conditions(said: Mapping[str, Value]) -> tuple[Condition, ...]:
    return tuple(Condition(parse_path(path), tuple(_texts(wanted))) for path, wanted in said.items())


def _texts(said: Value) -> list[str]:
    return [str(text_of(one)) for one in said] if isinstance(said, list) else [str(text_of(said))]


def _sources(said: Value) -> tuple[Source, ...]:
    return tuple(_source(one) for one in (said if isinstance(said, list) else [said]))


SOURCE_PARTS: Final = ("path", "pattern", "values", "only", "text", "is", "unit", "when", "keep")


def _source(said: Value) -> Source:
    if isinstance(said, str):
        return Source(parse_path(said))
    _only(said, SOURCE_PARTS, "a field")
    unit = said.get("unit", "")
    if unit and unit not in UNITS:
        raise ValueError(f"no unit '{unit}'; there are {', '.join(UNITS)}")
    return Source(
        parse_path(said["path"]) if "path" in said else (),
        re.compile(said["pattern"]) if "pattern" in said else None,
        {str(word): str(meaning) for word, meaning in said.get("values", {}).items()},
        bool(said.get("only", False)),
        _template(said.get("text", "")),
        said.get("is", ""),
        unit,
        _conditions(said.get("when", {})),
        bool(said.get("keep", False)),
    )


def _template(text: str) -> tuple[str | Path, ...]:
    parts = re.split(r"\{([^{}]+)\}", text)
    return tuple(parse_path(part) if place % 2 else part for place, part in enumerate(parts) if part)


def _outcome(said: Mapping[str, Value]) -> Outcome:
    _only(said, ("from", "success", "failure", "failure_if", "otherwise", "otherwise_when"), "[outcome]")
    return Outcome(
        _sources(said.get("from", [])),
        frozenset(text.lower() for text in _texts(said.get("success", []))),
        frozenset(text.lower() for text in _texts(said.get("failure", []))),
        _sources(said.get("failure_if", [])),
        said.get("otherwise", ""),
        _conditions(said.get("otherwise_when", {})),
    )


def _changes(said: Mapping[str, Value]) -> Changes:
    _only(said, ("whole", "sides"), "[changes]")
    sides = tuple((parse_path(before), parse_path(after)) for before, after in said.get("sides", []))
    return Changes(_paths(said.get("whole", [])), sides)


def _targets(said: Mapping[str, Value]) -> Targets:
    _only(said, ("path", "type", "id", "name"), "[[targets]]")
    return Targets(parse_path(said["path"]), *(_paths(said.get(name, [])) for name in ("type", "id", "name")))

"""Functions that take one field of an event out of a record, made once from a plan."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from fnmatch import translate
from functools import lru_cache
from typing import Any, Final, TypeAlias

from auditui.core.event import ABSENT
from auditui.formats.cells import structure_in
from auditui.formats.changes import Changed, between, changes_in, same, says_more, what_was_in
from auditui.formats.paths import Path, Place, every, finder, name_finder
from auditui.formats.plan import UNITS, Changes, Condition, Outcome, Source, Targets
from auditui.formats.records import Value
from auditui.formats.words import NOTHING, outcome_word, text_of

Record: TypeAlias = dict[str, Any]
Used: TypeAlias = "list[Place]"
Take: TypeAlias = "Callable[[Record, Used], Any]"
"""Takes a field out of a record, or None; notes in `used` what need not stay in the details."""


def taker(name: str, sources: Sequence[Source]) -> Take:
    """A function for one field that tries its sources in order."""
    make = MAKERS.get(name)
    return _first([make(source) if make else _text_taker(source, keep=source.keep) for source in sources])


MAX_KNOWN: Final = 4096
"""Texts of which the meaning is remembered; logs repeat themselves."""


def _first(takes: Sequence[Take]) -> Take:
    if len(takes) == 1:
        return takes[0]

    def take(record: Record, used: Used) -> Value:
        for attempt in takes:
            value = attempt(record, used)
            if value is not None:
                return value
        return None

    return take


def _text_taker(source: Source, *, keep: bool) -> Take:
    if source.when:
        return _conditional(source, keep=keep)
    if source.constant:
        return lambda _record, _used: source.constant
    if source.template:
        return _template_taker(source)
    if source.pattern or source.values:
        return _worded_taker(source)
    return _path_taker(source.path, keep)


@lru_cache(maxsize=8192)
def _path_taker(path: Path, keep: bool) -> Take:
    """A text as it stands at a path; one function for all plans, since it remembers nothing."""
    if len(path) == 1 and isinstance(path[0], str) and not keep:
        return _key_taker(path[0])
    find = finder(path)

    def take(record: Record, used: Used) -> str | None:
        value, place = find(record)
        if value is None:
            return None
        text = text_of(value)
        if text is not None and place is not None and not keep and not (value.__class__ is list and len(value) > 1):
            used.append(place)
        return text

    return take


def _key_taker(key: str) -> Take:
    """The most frequent case, without a detour: a text under a key of the record itself."""

    def take(record: Record, used: Used) -> str | None:
        value = record.get(key)
        if value.__class__ is str:
            if value in NOTHING:
                return None
            used.append((record, key))
            return value
        text = text_of(value)
        if text is not None and not (value.__class__ is list and len(value) > 1):
            used.append((record, key))
        return text

    return take


def _conditional(source: Source, *, keep: bool) -> Take:
    holds = [condition_test(condition) for condition in source.when]
    take = _text_taker(
        Source(source.path, source.pattern, source.values, source.only, source.template, source.constant, source.unit),
        keep=keep,
    )
    return lambda record, used: take(record, used) if all(test(record) for test in holds) else None


def condition_test(condition: Condition) -> Callable[[Record], bool]:
    """A function that tells whether a condition holds for a record."""
    find = finder(condition.path)
    if condition.wanted == ("*",):
        return lambda record: text_of(find(record)[0]) is not None
    if condition.wanted == ("-",):
        return lambda record: find(record)[0] == "-"
    pattern = re.compile("|".join(translate(wanted) for wanted in condition.wanted))
    return lambda record: bool(pattern.match(text_of(find(record)[0]) or ""))


def _worded_taker(source: Source) -> Take:
    """Part of a text, or another word for it; the text itself stays in the details."""
    find, pattern = finder(source.path), source.pattern
    values = {word.lower(): meaning for word, meaning in source.values.items()}
    known: dict[str, str | None] = {}

    def take(record: Record, _used: Used) -> str | None:
        text = text_of(find(record)[0])
        if text is None:
            return None
        if text not in known:
            if len(known) >= MAX_KNOWN:
                known.clear()
            known[text] = meaning(text)
        return known[text]

    def meaning(text: str | None) -> str | None:
        if pattern and text:
            found = pattern.search(text)
            if not found:
                return None
            text = next((group for group in found.groups() if group), found[0] if not found.groups() else None)
        if not values or text is None:
            return text or None
        return values.get(text.lower(), None if source.only else text)

    return take


def _template_taker(source: Source) -> Take:
    parts = [part if isinstance(part, str) else finder(part) for part in source.template]

    def take(record: Record, _used: Used) -> str | None:
        texts: list[str] = []
        for part in parts:
            text = part if isinstance(part, str) else text_of(part(record)[0])
            if text is None:
                return None
            texts.append(text)
        return "".join(texts)

    return take


def _converted(take: Take, convert: Callable[[str], Value]) -> Take:
    def taken(record: Record, used: Used) -> Value:
        mark = len(used)
        text = take(record, used)
        value = None if text is None else convert(text)
        if value is None:
            del used[mark:]
        return value

    return taken


def _status_taker(source: Source) -> Take:
    """Whole numbers as they are, texts by `status_of`."""
    if source.when or source.constant or source.template or source.pattern or source.values:
        return _converted(_text_taker(source, keep=False), status_of)
    find = finder(source.path)

    def take(record: Record, used: Used) -> int | None:
        value, place = find(record)
        if value is None:
            return None
        number: int | None = value if value.__class__ is int else status_of(text_of(value) or "")
        if number is not None and place is not None:
            used.append(place)
        return number

    return take


@lru_cache(maxsize=4096)
def status_of(text: str) -> int | None:
    """A status code: a whole number of at most 64 bits, perhaps with words behind it (`404 Not Found`)."""
    found = re.match(r"(-?\d{1,18})(?:\.0+)?(?:\s+[A-Za-z].*)?$", text)
    return int(found[1]) if found else None


DURATION: Final = re.compile(
    r"([\d.,]+)\s*(ns|us|µs|ms|msec|millis|milliseconds?|s|secs?|seconds?|m|min|minutes?|h)\b\.?\s*", re.IGNORECASE
)
CLOCK_TIME: Final = re.compile(r"(\d+):(\d\d):(\d\d(?:\.\d+)?)")
SPELLINGS: Final = {
    "msec": "ms",
    "millis": "ms",
    "mill": "ms",
    "sec": "s",
    "seco": "s",
    "secs": "s",
    "m": "min",
    "minu": "min",
}


def took_of(value: Value, unit: str) -> int | None:
    """Microseconds of a duration: a number of `unit`, or a text that names its unit (`12 ms`, `1m 2s`, `0:00:01.5`)."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        amount = value * UNITS[unit or "ms"]
        return round(amount) if 0 <= amount < 2**62 else None
    if not isinstance(value, str):
        return None
    try:
        return took_of(float(value), unit) if value.strip() else None
    except ValueError:
        pass
    clock = CLOCK_TIME.fullmatch(value.strip())
    if clock:
        return round((int(clock[1]) * 3600 + int(clock[2]) * 60 + float(clock[3])) * 1_000_000)
    pieces = DURATION.findall(value)
    if not pieces or DURATION.sub("", value).strip():
        return None
    return sum(filter(None, (took_of(number.replace(",", "."), _unit(name)) for number, name in pieces)))


def _unit(name: str) -> str:
    short = name.lower()
    return short if short in UNITS else SPELLINGS.get(short, SPELLINGS.get(short[:4], short[:1]))


def _took_taker(source: Source) -> Take:
    find, unit = finder(source.path), source.unit

    def take(record: Record, used: Used) -> int | None:
        value, place = find(record)
        took = None if value is None else took_of(value, unit)
        if took is not None and place and (isinstance(value, int | float) or value[-1].isdigit()):
            used.append(place)
        return took

    return take


MAKERS: Final[dict[str, Callable[[Source], Take]]] = {"status": _status_taker, "took": _took_taker}
"""Fields that are no texts."""


def outcome_taker(rule: Outcome) -> Take | None:
    """A function for the outcome, which gives None where the source states none; None where it never does."""
    if not (rule.failure_if or rule.sources or rule.otherwise):
        return None
    failures = [_text_taker(source, keep=True) for source in rule.failure_if]
    words = [(_text_taker(source, keep=True), finder(source.path) if source.path else None) for source in rule.sources]
    conditions = [condition_test(condition) for condition in rule.otherwise_when]
    known: dict[str | None, str] = {}

    def take(record: Record, used: Used) -> str | None:
        for failure in failures:
            if failure(record, used) is not None:
                return "failure"
        for take_word, find in words:
            text = take_word(record, used)
            outcome = known.get(text)
            if outcome is None:
                outcome = _outcome_of(text, rule)
                if len(known) < MAX_KNOWN:
                    known[text] = outcome
            if outcome:
                if text == outcome and find and (place := find(record)[1]):
                    used.append(place)
                return outcome
        if rule.otherwise and all(test(record) for test in conditions):
            return rule.otherwise
        return None

    return take


def _outcome_of(text: str | None, rule: Outcome) -> str:
    if text is None:
        return ""
    word = text.strip().lower()
    if word in rule.success:
        return "success"
    return "failure" if word in rule.failure else outcome_word(text)


def changes_taker(rule: Changes) -> Callable[[Record, Used], list[Changed]] | None:
    """A function for the changes; those that none of the usual forms spell out stay in the details."""
    whole = [every(path) for path in rule.whole]
    sides = [(finder(before), finder(after)) for before, after in rule.sides]
    partial = [(finder(before), finder(now)) for before, now in rule.partial]
    pairs = [(field, finder(before), finder(after)) for field, before, after in rule.pairs]
    named = [
        (name_finder([name for name, *pair in rule.named if pair == [before, after]]), finder(before), finder(after))
        for before, after in dict.fromkeys(paths[1:] for paths in rule.named)
    ]
    if not (whole or sides or partial or pairs or named):
        return None

    def take(record: Record, used: Used) -> list[Changed]:
        found: list[Changed] = []
        for all_at in whole:
            for value, place in all_at(record):
                found += _whole_changes(value, place, used)
        for before, after in sides:
            found += _compared(before(record), after(record), used)
        for before, now in partial:
            found += _what_changed(before(record), now(record)[0], used)
        for field, before, after in pairs:
            (old, old_place), (new, _) = before(record), after(record)
            if old_place and not same(old, new):
                found.append((field, old, new))
                used.append(old_place)
        for find, before, after in named:
            found += _named_change(find(record), before(record), after(record), used)
        return found

    return take


def _named_change(
    name: tuple[Value, Place | None], before: tuple[Value, Place | None], after: tuple[Value, Place | None], used: Used
) -> list[Changed]:
    """The change of a row that says which field it is about; a side that is not there is absent."""
    field = text_of(name[0])
    old, new = (value if place else ABSENT for value, place in (before, after))
    if field is None or same(old, new):
        return []
    used.extend(place for _, place in (name, before, after) if place)
    return [(field, old, new)]


def _whole_changes(value: Value, place: Place | None, used: Used) -> list[Changed]:
    if isinstance(value, str):
        value = structure_in(value)
    found = changes_in(value)
    if found and place and len(found) >= len(value) and not says_more(value):
        used.append(place)
    return found


def _what_changed(before: tuple[Value, Place | None], now: Value, used: Used) -> list[Changed]:
    old, place = before
    if not place or not isinstance(old, dict) or not isinstance(now, dict):
        return []
    used.append(place)
    return between(old, what_was_in(old, now))


def _compared(before: tuple[Value, Place | None], after: tuple[Value, Place | None], used: Used) -> list[Changed]:
    (old, old_place), (new, new_place) = before, after
    old = structure_in(old) or old if isinstance(old, str) else old
    new = structure_in(new) or new if isinstance(new, str) else new
    if not (old_place or new_place) or not (isinstance(old, dict) or isinstance(new, dict)):
        return []
    used.extend(place for place in (old_place, new_place) if place)
    return between(old, new)


def targets_taker(rule: Targets) -> Callable[[Record, Used], list[dict[str, str]]]:
    """A function for a list of targets; the list itself stays in the details."""
    find = finder(rule.path)
    parts = [(name, [finder(path) for path in getattr(rule, name)]) for name in ("type", "id", "name")]

    def take(record: Record, _used: Used) -> list[dict[str, str]]:
        listed, _ = find(record)
        found = []
        for one in listed if isinstance(listed, list) else ():
            target = _target(one, parts)
            if target:
                found.append(target)
        return found

    return take


def _target(one: Value, parts: Sequence[tuple[str, list[Value]]]) -> dict[str, str]:
    if not isinstance(one, dict):
        text = text_of(one)
        return {"name": text} if text else {}
    found: dict[str, str] = {}
    for name, finders in parts:
        text = next((text for text in (text_of(find(one)[0]) for find in finders) if text), None)
        if text:
            found[name] = text
    return found

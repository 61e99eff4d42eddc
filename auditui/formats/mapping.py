"""A plan put to work: functions made once per file, so that a record costs microseconds."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from fnmatch import translate
from typing import Any, Final, TypeAlias

from auditui.core.errors import RecordError
from auditui.formats.cells import structure_in
from auditui.formats.changes import Changed, between, changes_in, same
from auditui.formats.paths import Path, Place, finder
from auditui.formats.plan import UNITS, Changes, Condition, Outcome, Plan, Source, Targets
from auditui.formats.records import Value, shown
from auditui.formats.timestamps import Clock, parse
from auditui.formats.words import outcome_word, text_of

Record: TypeAlias = dict[str, Any]
Used: TypeAlias = "list[Place]"
Take: TypeAlias = "Callable[[Record, Used], Any]"
"""Takes a field out of a record, or None; notes in `used` what need not stay in the details."""

EMAIL: Final = re.compile(r"[^@\s<>\"',;:\\]{1,64}@[A-Za-z0-9.-]{1,200}\.[A-Za-z]{2,}")


STORED_AS: Final = {"took": "took_us"}


class Mapper:
    """Turns records into fields of events, as a plan says."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._at = [finder(source.path) for source in plan.at]
        self._clock = plan.clock
        self._takes = [
            (STORED_AS.get(name, name), taker(name, sources)) for name, sources in plan.fields.items() if sources
        ]
        self._outcome = outcome_taker(plan.outcome)
        self._changes = changes_taker(plan.changes)
        self._targets = [targets_taker(targets) for targets in plan.targets]
        self._inner = [finder(path) for path in plan.inner]
        self._expand = [finder(path) for path in plan.expand]
        self._explode = finder(plan.explode) if plan.explode else None

    def events(self, record: Record) -> Iterator[Record]:
        """The fields of each event in a record: one, or one for each thing in a list of those that happened at once.

        The record is used up. Raises `RecordError` where it has no usable time.
        """
        if self._inner:
            record = self._opened(record)
        if self._expand:
            self._expanded(record)
        if self._explode is None:
            yield self.fields_of(record)
            return
        yield from self._each(record)

    def _opened(self, record: Record) -> Record:
        for find in self._inner:
            value, place = find(record)
            if isinstance(value, str):
                value = structure_in(value)
            if isinstance(value, dict) and place:
                around = {key: outer for key, outer in record.items() if outer is not place[0].get(place[1])}
                if around:
                    value.setdefault("row", around)
                return value
        return record

    def _expanded(self, record: Record) -> None:
        for find in self._expand:
            value, place = find(record)
            if place and isinstance(value, str):
                found = structure_in(value)
                if found is not None:
                    place[0][place[1]] = found

    def _each(self, record: Record) -> Iterator[Record]:
        assert self._explode is not None
        listed, place = self._explode(record)
        if not place or not isinstance(listed, list) or not listed or not all(isinstance(one, dict) for one in listed):
            yield self.fields_of(record)
            return
        for number, one in enumerate(listed):
            place[0][place[1]] = one
            fields = self.fields_of(copied(record) if len(listed) > 1 else record)
            if number and fields.get("id"):
                fields["id"] = f"{fields['id']}#{number + 1}"
            yield fields

    def fields_of(self, record: Record) -> Record:
        """The fields of one event; what none of them took stays in `details`."""
        used: Used = []
        fields: Record = {"at_us": self._time(record, used)}
        for name, take in self._takes:
            value = take(record, used)
            if value is not None:
                fields[name] = value
        outcome = self._outcome(record, used)
        if outcome:
            fields["outcome"] = outcome
        if self._changes:
            changes = self._changes(record, used)
            if changes:
                fields["changes"] = changes
        if self._targets:
            fields["targets"] = [target for take in self._targets for target in take(record, used)]
        actor = fields.get("actor")
        if actor is None:
            fields["empty_actor"] = self.plan.empty_actor
        elif "@" in actor and "email" not in fields and EMAIL.fullmatch(actor):
            fields["email"] = actor
        for holder, key in used:
            holder.pop(key, None)
        fields["details"] = record
        return fields

    def _time(self, record: Record, used: Used) -> int:
        seen = None
        for find in self._at:
            value, place = find(record)
            if value is None or value == "":
                continue
            stamp = parse(value, self._clock)
            if stamp is not None:
                if stamp.whole and place:
                    used.append(place)
                return stamp.at_us
            seen = value
        if seen is None:
            raise RecordError("no time in it")
        raise RecordError(_why_no_time(seen, self._clock))


def copied(value: Value) -> Value:
    """A value with its objects and lists made anew, since taking fields out changes them."""
    if isinstance(value, dict):
        return {key: copied(inner) for key, inner in value.items()}
    return [copied(inner) for inner in value] if isinstance(value, list) else value


def _why_no_time(value: object, clock: Clock) -> str:
    if clock.day_first is None and isinstance(value, str) and parse(value, Clock(clock.zone, True, clock.now)):
        return f"'{shown(value, 60)}' may be two dates: say --day-first or --month-first"
    return f"'{shown(str(value), 60)}' is no time that can be read"


def taker(name: str, sources: Sequence[Source]) -> Take:
    """A function for one field that tries its sources in order."""
    convert = CONVERTERS.get(name)
    if name == "took":
        takes = [_took_taker(source) for source in sources]
    elif convert:
        takes = [_converted(_text_taker(source, keep=False), convert) for source in sources]
    else:
        takes = [_text_taker(source, keep=source.keep) for source in sources]
    return _first(takes)


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
    find = finder(source.path)

    def take(record: Record, used: Used) -> str | None:
        value, place = find(record)
        if value is None:
            return None
        text = text_of(value)
        if text is not None and place is not None and not keep and not (value.__class__ is list and len(value) > 1):
            used.append(place)
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
    pattern = re.compile("|".join(translate(wanted) for wanted in condition.wanted))
    return lambda record: bool(pattern.match(text_of(find(record)[0]) or ""))


def _worded_taker(source: Source) -> Take:
    """Part of a text, or another word for it; the text itself stays in the details."""
    find, pattern = finder(source.path), source.pattern
    values = {word.lower(): meaning for word, meaning in source.values.items()}

    def take(record: Record, _used: Used) -> str | None:
        text = text_of(find(record)[0])
        if text is None:
            return None
        if pattern:
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


def status_of(text: str) -> int | None:
    """A status code: a whole number of at most 64 bits, perhaps with words behind it (`404 Not Found`)."""
    found = re.match(r"(-?\d{1,18})(?:\.0+)?(?:\s+[A-Za-z].*)?$", text)
    return int(found[1]) if found else None


CONVERTERS: Final[dict[str, Callable[[str], Any]]] = {"status": status_of}

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


def outcome_taker(rule: Outcome) -> Take:
    """A function for the outcome; None where the source states none."""
    failures = [_text_taker(source, keep=True) for source in rule.failure_if]
    words = [(_text_taker(source, keep=True), finder(source.path) if source.path else None) for source in rule.sources]
    conditions = [condition_test(condition) for condition in rule.otherwise_when]

    def take(record: Record, used: Used) -> str | None:
        for failure in failures:
            if failure(record, used) is not None:
                return "failure"
        for take_word, find in words:
            text = take_word(record, used)
            outcome = _outcome_of(text, rule)
            if outcome:
                place = find(record)[1] if find else None
                if place and text == place[0].get(place[1]) and text.lower() == outcome:
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
    whole = [finder(path) for path in rule.whole]
    sides = [(finder(before), finder(after)) for before, after in rule.sides]
    pairs = [(field, finder(before), finder(after)) for field, before, after in rule.pairs]
    if not (whole or sides or pairs):
        return None

    def take(record: Record, used: Used) -> list[Changed]:
        found: list[Changed] = []
        for find in whole:
            found += _whole_changes(find, record, used)
        for before, after in sides:
            found += _compared(before(record), after(record), used)
        for field, before, after in pairs:
            (old, old_place), (new, _) = before(record), after(record)
            if old_place and not same(old, new):
                found.append((field, old, new))
                used.append(old_place)
        return found

    return take


def _whole_changes(find: Callable[[Record], tuple[Value, Place | None]], record: Record, used: Used) -> list[Changed]:
    value, place = find(record)
    if isinstance(value, str):
        value = structure_in(value)
    found = changes_in(value)
    if found and place and len(found) >= len(value):
        used.append(place)
    return found


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


def path_values(path: Path, records: Sequence[Record]) -> list[Value]:
    """What a sample of records has at a path, None left out."""
    find = finder(path)
    return [value for value in (find(record)[0] for record in records) if value is not None]

"""What the records of a file hold: each path with the words of its name and what its values look like."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from ipaddress import ip_address
from typing import Any, Final, Generic, TypeVar

from auditui.formats import timestamps
from auditui.formats.paths import EACH, Path, Selected
from auditui.formats.records import Value
from auditui.formats.time_beginnings import TEXT_LIKE_A_TIME, may_hold_time
from auditui.formats.words import NOTHING, outcome_word, words_of

T = TypeVar("T")

MAX_DEPTH: Final = 7
MAX_COLUMNS: Final = 2_000
KEPT_VALUES: Final = 60
PAIR_NAMES: Final = ("Name", "name", "key", "Key", "property", "field", "@Name", "_Name", "@name", "_name")
PAIR_VALUES: Final = (
    "Value", "value", "val", "stringValue", "boolValue", "intValue", "multiValue", "#text", "_text", "ValueString",
    "__text", "$t", "$",
)  # fmt: skip
"""Also what XML is turned to: attributes with a sign before them, text without a name."""

TYPES: Final = frozenset((
    "stringValue", "boolValue", "intValue", "doubleValue", "string_value", "bool_value", "int_value", "double_value",
))  # fmt: skip
"""Under which protocols keep values of any type."""

LOOSE_CLOCK: Final = timestamps.Clock(day_first=True)
METHODS: Final = frozenset((
    "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "CONNECT", "TRACE", "PROPFIND", "MKCOL", "COPY",
    "MOVE", "LIST",
))  # fmt: skip
EMAIL: Final = re.compile(r"[^@\s]{1,64}@[A-Za-z0-9.-]{1,200}\.[A-Za-z]{2,}")
UUID: Final = re.compile(r"[0-9a-fA-F]{16,}|\{?[0-9a-fA-F]{8}(?:-?[0-9a-fA-F]{4}){3}-?[0-9a-fA-F]{12}\}?")
FIVE_DIGITS: Final = re.compile(r"(?:\D{0,20}\d){5}")
"""No time has fewer."""
SHORTEST_DATE: Final = 14
"""Digits that may be a date and a clock time; fewer are an epoch in seconds or milliseconds, or no time at all."""
EARLIEST_S: Final = 315_532_800
LATEST_S: Final = 4_102_444_800
"""1980 and 2100: between them logs are written."""
HTTP_STATUS: Final = re.compile(r"[1-5]\d\d")
NUMBER: Final = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")
URL: Final = re.compile(r"/|https?://")
SENTENCE: Final = re.compile(r"[^ ]* [^ ]* ")
SHORTEST_UUID: Final = 16
A_TRUTH: Final = re.compile(r"\n(?:[Tt][Rr][Uu]|[Ff][Aa][Ll][Ss])[Ee]$", re.MULTILINE)
A_STATUS: Final = re.compile(r"\n[1-5]\d\d$", re.MULTILINE)
A_NUMBER: Final = re.compile(r"\n-?\d[\d.eE+-]*$", re.MULTILINE)
"""What a line must be for there to be any; a first sign that is the same for all is found a good deal quicker."""
OCTET: Final = r"(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)"
PLAIN_ADDRESS: Final = re.compile(rf"{OCTET}(?:\.{OCTET}){{3}}", re.ASCII)
LIKE_AN_ADDRESS: Final = re.compile(r"\s*/?[\[\]]*[0-9A-Fa-f]*[.:]")
LIKE_IPV6: Final = re.compile(r"[\[\]]*[0-9A-Fa-f:.]+(?:[\]%]|\Z)")
BARE_ADDRESS: Final = re.compile(r"/?\[?(?:::ffff:)?(\d{1,3}(?:\.\d{1,3}){3})\]?(?::\d{1,5}(?::\w{1,16})?)?")


class lazy(Generic[T]):  # noqa: N801  used as `property` is
    """A value that is made when it is first asked for; `functools` takes a lock for that before Python 3.12."""

    def __init__(self, make: Callable[[Any], T]) -> None:
        self._make = make
        self._name = make.__name__
        self.__doc__ = make.__doc__

    def __get__(self, of: object, _owner: type) -> T:
        made = of.__dict__[self._name] = self._make(of)
        return made


STRUCTURES: Final = frozenset({dict, list})
ONLY_TEXT: Final = {str}
ONLY_WHOLE_NUMBERS: Final = {int}


class Column:
    """One path, and what stands there.

    Attributes:
        path: From the record to the values.
        words: Of its keys, `/` between levels.
        depth: How many levels that makes.
        values: Some of the values, none of them None.
        kinds: The types of these.
        count: How many there are in all.
        is_plain: Whether the path goes through keys alone, not into lists.
        is_structure: Whether these are objects and lists of objects; a time written as an object is a value.
    """

    __slots__ = ("_look", "count", "depth", "is_plain", "is_structure", "kinds", "path", "values", "words")

    def __init__(self, path: Path, words: str, depth: int, values: list[Any], is_plain: bool) -> None:
        """A column of all `values`, of which some are kept."""
        self.path = path
        self.words = words
        self.depth = depth
        self.values = values if len(values) <= KEPT_VALUES else values[:KEPT_VALUES]
        self.kinds = set(map(type, self.values))
        self.count = len(values)
        self.is_plain = is_plain
        self.is_structure = not self.kinds.isdisjoint(STRUCTURES) and _are_structures(self.values)
        self._look: Look | None = None

    @property
    def look(self) -> Look:
        """What the values look like."""
        if self._look is None:
            self._look = Look(self)
        return self._look

    def texts(self) -> list[str]:
        """The values that say something, as texts."""
        values = self.values if self.kinds.isdisjoint(STRUCTURES) else list(filter(_is_leaf, self.values))
        texts = values if self.kinds == ONLY_TEXT else list(map(str, values))
        return texts if NOTHING.isdisjoint(texts) else [text for text in texts if text not in NOTHING]

    def heads(self) -> list[str]:
        """The first of each list, as text."""
        if list not in self.kinds:
            return []
        return [str(one[0]) for one in self.values if isinstance(one, list) and one and _is_leaf(one[0])]


def _are_structures(values: Sequence[Value]) -> bool:
    first = values[0]
    if isinstance(first, dict):
        return not any(map(_is_time_object, values))
    return isinstance(first, list) and bool(first) and isinstance(first[0], dict | list)


class Look:
    """What the values of a column look like.

    All but `texts`, `length` and the words of outcomes are shares, from 0 to 1, of the values that say something; 0
    where there are none. They are made at once, since nearly every field asks for most of them; a sign that must be
    there is looked for in all texts together before each is tried.

    Attributes:
        column: What is looked at.
        texts: The values that say something, as texts; those at the head of its lists, where there are none.
        length: The length of half of them, in characters: one value of a megabyte says nothing about a column.
        distinct: How many differ.
        time: Times of the years in which logs are written.
        address: IP addresses.
        email: Mail addresses.
        method: HTTP methods, in capitals.
        http_status: Three digits that HTTP could send.
        number: Numbers.
        truth: `true` and `false`.
        uuid: UUIDs and long hexadecimal numbers.
        url: URLs and paths.
        sentence: Texts of three words and more.
    """

    def __init__(self, column: Column) -> None:
        """Look at the values of a column."""
        self.column = column
        self.texts = column.texts() or column.heads()
        self._each = each = dict.fromkeys(self.texts)  # what is so for one is so for its repeats
        self._lines = lines = "\n" + "\n".join(each)
        lengths = sorted(map(len, self.texts)) or [0]
        self.length = lengths[(len(lengths) - 1) // 2]
        self.distinct = len(each) / len(lengths)
        self.time = self._times()
        self.address = self.share(is_address, LIKE_AN_ADDRESS) if "." in lines or ":" in lines else 0.0
        self.email = self.share(EMAIL.fullmatch) if "@" in lines else 0.0
        self.method = 0.0 if METHODS.isdisjoint(each) else self.share(METHODS.__contains__)
        self.http_status = self.share(HTTP_STATUS.fullmatch) if A_STATUS.search(lines) else 0.0
        self.number = self._numbers()
        self.truth = self.share(_is_truth) if A_TRUTH.search(lines) else 0.0
        self.uuid = self.share(UUID.fullmatch) if lengths[-1] >= SHORTEST_UUID else 0.0
        self.url = self.share(URL.match) if "/" in lines else 0.0
        self.sentence = self.share(SENTENCE.match) if " " in lines else 0.0

    def share(self, test: Callable[[str], object], like: re.Pattern[str] | None = None) -> float:
        """How many of the texts pass a test, from 0 to 1; 0 where there are none.

        Only those are tried that begin as `like` has it: a pattern is asked in a third of the time that a call takes.
        """
        passed = set(filter(test, filter(like.match, self._each) if like else self._each))
        if not passed or len(passed) == len(self._each):
            return 1.0 if passed else 0.0
        return sum(map(passed.__contains__, self.texts)) / len(self.texts)

    def mostly(self, test: Callable[[str], object], share: float) -> bool:
        """Whether more than a share of the texts pass a test; it is given up once too many have not."""
        count = left = len(self.texts)
        for text in self.texts:
            if not test(text):
                left -= 1
                if left / count <= share:
                    return False
        return count > 0

    def any(self, pattern: re.Pattern[str], cues: Sequence[str]) -> bool:
        """Whether a pattern is found in at least one of the texts; only where one of its cues stands, in lower case."""
        return any(
            pattern.search(text) for cue in cues if cue in self._lower for text, low in self._lowered if cue in low
        )

    @lazy
    def _lower(self) -> str:
        return self._lines.lower()

    @lazy
    def _lowered(self) -> list[tuple[str, str]]:
        return [(text, text.lower()) for text in self._each]

    @lazy
    def outcome(self) -> float:
        """Words of success or failure."""
        return self.share(_outcome)

    def _times(self) -> float:
        if not self.column.kinds.isdisjoint(STRUCTURES):
            found = [one for one in self.column.values if one.__class__ is dict or timestamps.are_parts(one)]
            if found:
                return sum(map(_is_time_object, found)) / len(found)
        if self.column.kinds == ONLY_WHOLE_NUMBERS and (share := _share_of_epochs(self.column.values)) is not None:
            return share
        return self.share(is_time, TEXT_LIKE_A_TIME) if may_hold_time(self._lines) else 0.0

    def _numbers(self) -> float:
        if self.column.kinds == ONLY_WHOLE_NUMBERS:
            return 1.0
        return self.share(NUMBER.fullmatch) if A_NUMBER.search(self._lines) else 0.0


def _share_of_epochs(numbers: Sequence[int]) -> float | None:
    """How many of some numbers are times, where that is all of them, or none; None where a closer look is due."""
    least, most = min(numbers), max(numbers)
    if most < EARLIEST_S:
        return 0.0
    return 1.0 if any(EARLIEST_S * unit <= least and most < LATEST_S * unit for unit in (1, 1000)) else None


def _is_time_object(value: Value) -> bool:
    if value.__class__ not in STRUCTURES or (value.__class__ is dict and timestamps.OBJECT_KEYS.isdisjoint(value)):
        return False
    return timestamps.parse(value, LOOSE_CLOCK) is not None


@lru_cache(maxsize=8192)
def _outcome(text: str) -> str:
    return outcome_word(text)


def is_plain_outcome(text: str) -> bool:
    """Words of success or failure and nothing else: `login_failed` says more."""
    return "_" not in text and "-" not in text and bool(_outcome(text))


def _is_truth(text: str) -> bool:
    return text.lower() in ("true", "false")


def is_time(text: str) -> bool:
    """Whether a text is a time of the years in which logs are written."""
    if text.isdigit() and text.isascii() and len(text) < SHORTEST_DATE:
        number = int(text)
        return EARLIEST_S <= number < LATEST_S or EARLIEST_S * 1000 <= number < LATEST_S * 1000
    return len(text) <= timestamps.LONGEST and FIVE_DIGITS.match(text) is not None and _is_timely(text)


@lru_cache(maxsize=8192)
def _is_timely(text: str) -> bool:
    """Remembered, since the columns of a shape are looked at for several fields, and the same ids stand in many."""
    stamp = timestamps.parse(text, LOOSE_CLOCK)
    return stamp is not None and EARLIEST_S * 1_000_000 <= stamp.at_us < LATEST_S * 1_000_000


def is_address(text: str) -> bool:
    """Whether a text is an IP address, perhaps with a port, in brackets, or the first of a list."""
    if PLAIN_ADDRESS.fullmatch(text):
        return True
    first = text.split(",", 1)[0].strip()
    bare = BARE_ADDRESS.fullmatch(first)
    if bare:
        first = bare[1]
    elif ":" not in first or not LIKE_IPV6.match(first):
        return False
    try:
        ip_address(first.strip("[]").split("]:")[0].split("%")[0])
    except ValueError:
        return False
    return True


def _is_leaf(value: Value) -> bool:
    return not isinstance(value, dict | list)


def columns_of(records: Sequence[dict[str, Any]]) -> list[Column]:
    """Every path in some records, each object's keys in the order of first sight, what is in them right behind.

    Lists of objects count as one object (`list[].key`), lists of name and value pairs as one whose keys
    are the names. Structures that are a time are a value.
    """
    walk = _Walk()
    walk.enter(records, None, (), 0)
    return walk.found


@lru_cache(maxsize=8192)
def _named(above: str, name: str) -> tuple[str, int]:
    """The words of a column, and how many levels are above it."""
    words = above + words_of(name)
    return words, words.count("/")


def _kinds_of(values: list[Any], column: Column) -> set[type]:
    return column.kinds if len(values) <= KEPT_VALUES else set(map(type, values))


def _by_key(objects: Sequence[dict[str, Any]]) -> dict[str, list[Any]]:
    """The values under each key but for None, keys in the order in which the first of these are met."""
    found: defaultdict[str, list[Any]] = defaultdict(list)
    for one in objects:
        for key, value in one.items():
            if value is not None:
                found[key].append(value)
    return found


class _Walk:
    """Goes through the objects at one place of all records at once, and makes a column of each of their keys."""

    def __init__(self) -> None:
        self.found: list[Column] = []

    def enter(self, objects: Sequence[dict[str, Any]], above: Column | None, steps: Path, depth: int) -> None:
        """Take in the objects at one place. `steps` lead from the column above to it."""
        for key, values in _by_key(objects).items():
            column = self._grown(above, (*steps, key), key, values)
            if column is not None and depth < MAX_DEPTH and not _kinds_of(values, column).isdisjoint(STRUCTURES):
                self._enter_values(values, column, depth + 1)

    def _enter_values(self, values: list[Any], column: Column, depth: int) -> None:
        objects = [value for value in values if value.__class__ is dict and value]
        if objects:
            self.enter(objects, column, (), depth)
        lists = [value for value in values if value.__class__ is list and value]
        if lists:
            self._enter_lists(lists, column, depth)

    def _grown(self, above: Column | None, steps: Path, name: str, values: list[Any]) -> Column | None:
        """A new column below another; None where there are too many."""
        if len(self.found) >= MAX_COLUMNS:
            return None
        if above is None:
            words, depth = _named("", name)
            column = Column(steps, words, depth, values, True)
        else:
            is_plain = above.is_plain and steps[0].__class__ is str
            words, depth = _named(f"{above.words}/", name)
            column = Column((*above.path, *steps), words, depth, values, is_plain)
        self.found.append(column)
        return column

    def _enter_lists(self, lists: list[list[Value]], above: Column, depth: int) -> None:
        plain: list[dict[str, Any]] = []
        pairs: dict[tuple[Selected, str], list[Any]] = {}
        for values in lists:
            objects = [one for one in values if isinstance(one, dict)]
            keys = _pair_keys(objects)
            if keys is None:
                plain += objects[:3]
                continue
            for one in objects:
                if (said := one.get(keys[1])) is not None:
                    pairs.setdefault((Selected((keys[0], one[keys[0]])), keys[1]), []).append(said)
        if plain:
            self.enter(plain, above, (EACH,), depth)
        for steps, said in pairs.items():
            for kind, inner in _typed(said):
                self._grown(above, (*steps, *kind), steps[0][1], inner)


def _typed(values: list[Any]) -> Iterable[tuple[tuple[str, ...], list[Any]]]:
    """The values by the key that tells their type (`{"stringValue": "ana"}`), where all have one."""
    if not all(value.__class__ is dict and len(value) == 1 and TYPES.issuperset(value) for value in values):
        return [((), values)]
    return (((kind,), inner) for kind, inner in _by_key(values).items())


def _pair_keys(objects: Sequence[dict[str, Any]]) -> tuple[str, str] | None:
    """The keys of the name and the value where objects are pairs of these and hardly more."""
    if not objects or any(len(one) > 3 for one in objects):  # noqa: PLR2004
        return None
    name = next((key for key in PAIR_NAMES if all(isinstance(one.get(key), str) for one in objects)), None)
    value = next((key for key in PAIR_VALUES if any(key in one for one in objects)), None)
    return (name, value) if name and value else None

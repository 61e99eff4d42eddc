"""What the records of a file hold: each path with the words of its name and what its values look like."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from ipaddress import ip_address
from typing import Any, Final, Generic, TypeVar

from auditui.formats import timestamps
from auditui.formats.paths import EACH, Path, Selected
from auditui.formats.records import Value
from auditui.formats.words import NOTHING, outcome_word, words_of

T = TypeVar("T")

MAX_DEPTH: Final = 7
MAX_COLUMNS: Final = 2_000
KEPT_VALUES: Final = 60
PAIR_NAMES: Final = ("Name", "name", "key", "Key", "property", "field")
PAIR_VALUES: Final = ("Value", "value", "val", "stringValue", "boolValue", "intValue", "multiValue")

LOOSE_CLOCK: Final = timestamps.Clock(day_first=True)
METHODS: Final = frozenset((
    "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "CONNECT", "TRACE", "PROPFIND", "MKCOL", "COPY",
    "MOVE", "LIST",
))  # fmt: skip
EMAIL: Final = re.compile(r"[^@\s]{1,64}@[A-Za-z0-9.-]{1,200}\.[A-Za-z]{2,}")
UUID: Final = re.compile(
    r"\{?[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}\}?|[0-9a-f]{16,}", re.IGNORECASE
)
SIX_DIGITS: Final = re.compile(r"(?:\D{0,20}\d){6}")
"""No time has fewer."""
HTTP_STATUS: Final = re.compile(r"[1-5]\d\d")
NUMBER: Final = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")
A_STATUS: Final = re.compile(r"^[1-5]\d\d$", re.MULTILINE)
A_NUMBER: Final = re.compile(r"^-?\d[\d.eE+-]*$", re.MULTILINE)
OCTET: Final = r"(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)"
PLAIN_ADDRESS: Final = re.compile(rf"{OCTET}(?:\.{OCTET}){{3}}", re.ASCII)
BARE_ADDRESS: Final = re.compile(r"/?\[?(?:::ffff:)?(\d{1,3}(?:\.\d{1,3}){3})\]?(?::\d{1,5})?")


class lazy(Generic[T]):  # noqa: N801  used as `property` is
    """A value that is made when it is first asked for; `functools` takes a lock for that before Python 3.12."""

    def __init__(self, make: Callable[[Any], T]) -> None:
        self._make = make
        self._name = make.__name__
        self.__doc__ = make.__doc__

    def __get__(self, of: object, _owner: type) -> T:
        made = of.__dict__[self._name] = self._make(of)
        return made


@dataclass
class Column:
    """One path. `words` are the words of its keys, `/` between levels; `values` some of what stands there.

    `is_plain` says that the path goes through keys alone, not into lists.
    """

    path: Path
    words: str
    depth: int
    values: list[Any] = field(default_factory=list)
    count: int = 0
    is_plain: bool = True

    @property
    def texts(self) -> list[str]:
        """The values that say something, as texts."""
        said = [value if value.__class__ is str else str(value) for value in self.values if _is_leaf(value)]
        return [text for text in said if text not in NOTHING]

    @lazy
    def is_structure(self) -> bool:
        """Objects and lists of objects; a time written as an object is a value."""
        first = self.values[0]
        if isinstance(first, dict):
            return not any(map(_is_time_object, self.values))
        return isinstance(first, list) and bool(first) and isinstance(first[0], dict | list)


class Look:
    """What the values of a column look like, as shares of those that say something."""

    def __init__(self, column: Column) -> None:
        self.column = column

    @lazy
    def texts(self) -> list[str]:
        """The texts of the column; those at the head of its lists, where it has none."""
        return self.column.texts or [
            str(value[0]) for value in self.column.values if isinstance(value, list) and value and _is_leaf(value[0])
        ]

    def share(self, test: Callable[[str], object]) -> float:
        """How many of the texts pass a test, from 0 to 1; 0 where there are none."""
        if not self.texts:
            return 0.0
        passed = set(filter(test, self._each))
        if not passed or len(passed) == len(self._each):
            return 1.0 if passed else 0.0
        return sum(map(passed.__contains__, self.texts)) / len(self.texts)

    def any(self, pattern: re.Pattern[str], cues: Sequence[str]) -> bool:
        """Whether a pattern is found in at least one of the texts; only where one of its cues stands, in lower case."""
        return any(cue in self._lower for cue in cues) and any(map(pattern.search, self._each))

    @lazy
    def _lower(self) -> str:
        return self._all.lower()

    @lazy
    def _each(self) -> dict[str, None]:
        """The texts, each once: what is so for one is so for its repeats."""
        return dict.fromkeys(self.texts)

    @lazy
    def _all(self) -> str:
        """All texts, a line each: where no `@` is in it, none of them need be tried for a mail address."""
        return "\n".join(self._each)

    @lazy
    def time(self) -> float:
        """Times of the years in which logs are written."""
        structures = [value for value in self.column.values if value.__class__ is dict]
        if structures:
            return sum(map(_is_time_object, structures)) / len(structures)
        return self.share(is_time) if timestamps.may_hold_time(self._all) else 0.0

    @lazy
    def address(self) -> float:
        """IP addresses."""
        return self.share(is_address) if "." in self._all or ":" in self._all else 0.0

    @lazy
    def email(self) -> float:
        """Mail addresses."""
        return self.share(EMAIL.fullmatch) if "@" in self._all else 0.0

    @lazy
    def method(self) -> float:
        """HTTP methods, in capitals."""
        return 0.0 if METHODS.isdisjoint(self._each) else self.share(METHODS.__contains__)

    @lazy
    def outcome(self) -> float:
        """Words of success or failure."""
        return self.share(_outcome)

    @lazy
    def plain_outcome(self) -> float:
        """Words of success or failure and nothing else: `login_failed` says more."""
        return self.share(_is_plain_outcome)

    @lazy
    def http_status(self) -> float:
        """Three digits that HTTP could send."""
        return self.share(HTTP_STATUS.fullmatch) if A_STATUS.search(self._all) else 0.0

    @lazy
    def number(self) -> float:
        """Numbers."""
        return self.share(NUMBER.fullmatch) if A_NUMBER.search(self._all) else 0.0

    @lazy
    def truth(self) -> float:
        """`true` and `false`."""
        return self.share(_is_truth)

    @lazy
    def uuid(self) -> float:
        """UUIDs and long hexadecimal numbers."""
        return self.share(UUID.fullmatch) if max(map(len, self.texts), default=0) >= 16 else 0.0  # noqa: PLR2004

    @lazy
    def url(self) -> float:
        """URLs and paths."""
        return self.share(_is_url) if "/" in self._all else 0.0

    @lazy
    def sentence(self) -> float:
        """Texts of three words and more."""
        return self.share(_is_sentence) if " " in self._all else 0.0

    @lazy
    def length(self) -> float:
        """The length of half of the texts, in characters: one value of a megabyte says nothing about a column."""
        return sorted(map(len, self.texts))[(len(self.texts) - 1) // 2] if self.texts else 0.0

    @lazy
    def distinct(self) -> float:
        """How many differ, as a share."""
        return len(self._each) / len(self.texts) if self.texts else 0.0


def _is_time_object(value: Value) -> bool:
    return value.__class__ is dict and timestamps.parse(value, LOOSE_CLOCK) is not None


@lru_cache(maxsize=8192)
def _outcome(text: str) -> str:
    return outcome_word(text)


def _is_plain_outcome(text: str) -> bool:
    return bool(_outcome(text)) and "_" not in text and "-" not in text


def _is_truth(text: str) -> bool:
    return text.lower() in ("true", "false")


def _is_url(text: str) -> bool:
    return text.startswith(("/", "http://", "https://"))


def _is_sentence(text: str) -> bool:
    return text.count(" ") >= 2  # noqa: PLR2004


def is_time(text: str) -> bool:
    """Whether a text is a time of the years in which logs are written."""
    return len(text) <= timestamps.LONGEST and SIX_DIGITS.match(text) is not None and _is_timely(text)


@lru_cache(maxsize=8192)
def _is_timely(text: str) -> bool:
    """Remembered, since the columns of a shape are looked at for several fields, and the same ids stand in many."""
    stamp = timestamps.parse(text, LOOSE_CLOCK)
    return stamp is not None and 315_532_800_000_000 <= stamp.at_us < 4_102_444_800_000_000  # noqa: PLR2004  # 1980 to 2100


def is_address(text: str) -> bool:
    """Whether a text is an IP address, perhaps with a port, in brackets, or the first of a list."""
    if PLAIN_ADDRESS.fullmatch(text):
        return True
    first = text.split(",", 1)[0].strip()
    bare = BARE_ADDRESS.fullmatch(first)
    if bare:
        first = bare[1]
    elif ":" not in first:
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
    walk.enter(records, Column((), "", 0), (), 0)
    return walk.found


class _Walk:
    """Goes through the objects at one place of all records at once, and makes a column of each of their keys."""

    def __init__(self) -> None:
        self.found: list[Column] = []

    def enter(self, objects: Sequence[dict[str, Any]], above: Column, steps: Path, depth: int) -> None:
        """Take in the objects at one place. `steps` lead from the column above to it."""
        values_of: dict[str, list[Any]] = {}
        for one in objects:
            for key, value in one.items():
                if value is None:
                    continue
                if key in values_of:
                    values_of[key].append(value)
                else:
                    values_of[key] = [value]
        for key, values in values_of.items():
            column = self._grown(above, (*steps, key), key, values)
            if column is not None and depth < MAX_DEPTH:
                self._enter_values(values, column, depth + 1)

    def _enter_values(self, values: list[Any], column: Column, depth: int) -> None:
        objects = [value for value in values if value.__class__ is dict and value]
        if objects:
            self.enter(objects, column, (), depth)
        lists = [value for value in values if value.__class__ is list and value]
        if lists:
            self._enter_lists(lists, column, depth)

    def _grown(self, above: Column, steps: Path, name: str, values: list[Any]) -> Column | None:
        """A new column below another; None where there are too many."""
        if len(self.found) >= MAX_COLUMNS:
            return None
        words = f"{above.words}/{words_of(name)}" if above.path else words_of(name)
        path, is_plain = (*above.path, *steps), above.is_plain and steps[0].__class__ is str
        column = Column(path, words, words.count("/"), values[:KEPT_VALUES], len(values), is_plain)
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
            self._grown(above, steps, steps[0][1], said)


def _pair_keys(objects: Sequence[dict[str, Any]]) -> tuple[str, str] | None:
    """The keys of the name and the value where objects are pairs of these and hardly more."""
    if not objects or any(len(one) > 3 for one in objects):  # noqa: PLR2004
        return None
    name = next((key for key in PAIR_NAMES if all(isinstance(one.get(key), str) for one in objects)), None)
    value = next((key for key in PAIR_VALUES if any(key in one for one in objects)), None)
    return (name, value) if name and value else None

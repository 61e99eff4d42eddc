"""What the records of a file hold: each path with the words of its name and what its values look like."""

from __future__ import annotations

import re
from collections import Counter
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
    """One path. `words` are the words of its keys, `/` between levels; `values` some of what stands there."""

    path: Path
    words: str
    depth: int
    values: list[Any] = field(default_factory=list)
    count: int = 0

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
            return not Look(self).time
        return isinstance(first, list) and bool(first) and isinstance(first[0], dict | list)


class Look:
    """What the values of a column look like, as shares of those that say something."""

    def __init__(self, column: Column) -> None:
        self.column = column
        self.texts = column.texts
        if not self.texts:
            self.texts = [
                str(value[0]) for value in column.values if isinstance(value, list) and value and _is_leaf(value[0])
            ]

    def share(self, test: Callable[[str], object]) -> float:
        """How many of the texts pass a test, from 0 to 1; 0 where there are none."""
        if not self.texts:
            return 0.0
        counts = self._counts
        return sum(map(counts.__getitem__, filter(test, counts))) / len(self.texts)

    @lazy
    def _counts(self) -> Counter[str]:
        """How often each text stands there: what is so for one is so for its repeats."""
        return Counter(self.texts)

    @lazy
    def time(self) -> float:
        """Times of the years in which logs are written."""
        structures = [value for value in self.column.values if isinstance(value, dict)]
        if structures:
            return sum(1 for value in structures if timestamps.parse(value, LOOSE_CLOCK)) / len(structures)
        return self.share(is_time)

    @lazy
    def address(self) -> float:
        """IP addresses."""
        return self.share(is_address)

    @lazy
    def email(self) -> float:
        """Mail addresses."""
        return self.share(EMAIL.fullmatch)

    @lazy
    def method(self) -> float:
        """HTTP methods, in capitals."""
        return self.share(METHODS.__contains__)

    @lazy
    def outcome(self) -> float:
        """Words of success or failure."""
        return self.share(outcome_word)

    @lazy
    def plain_outcome(self) -> float:
        """Words of success or failure and nothing else: `login_failed` says more."""
        return self.share(lambda text: outcome_word(text) and "_" not in text and "-" not in text)

    @lazy
    def http_status(self) -> float:
        """Three digits that HTTP could send."""
        return self.share(HTTP_STATUS.fullmatch)

    @lazy
    def number(self) -> float:
        """Numbers."""
        return self.share(NUMBER.fullmatch)

    @lazy
    def truth(self) -> float:
        """`true` and `false`."""
        return self.share(_is_truth)

    @lazy
    def uuid(self) -> float:
        """UUIDs and long hexadecimal numbers."""
        return self.share(UUID.fullmatch)

    @lazy
    def url(self) -> float:
        """URLs and paths."""
        return self.share(_is_url)

    @lazy
    def sentence(self) -> float:
        """Texts of three words and more."""
        return self.share(_is_sentence)

    @lazy
    def length(self) -> float:
        """The length of half of the texts, in characters: one value of a megabyte says nothing about a column."""
        return sorted(map(len, self.texts))[(len(self.texts) - 1) // 2] if self.texts else 0.0

    @lazy
    def distinct(self) -> float:
        """How many differ, as a share."""
        return len(self._counts) / len(self.texts) if self.texts else 0.0


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


@dataclass(slots=True)
class _Branch:
    """A place in the tree of all paths, which is followed key by key: no path is put together twice."""

    column: Column
    below: dict[Any, _Branch] = field(default_factory=dict)


def columns_of(records: Sequence[dict[str, Any]]) -> list[Column]:
    """Every path in some records, in the order of first sight.

    Lists of objects count as one object (`list[].key`), lists of name and value pairs as one whose keys
    are the names. Structures that are a time are a value.
    """
    walk = _Walk()
    root = _Branch(Column((), "", 0))
    for record in records:
        walk.enter(record, root, (), 0)
    return walk.found


class _Walk:
    """Goes through records, and enters in each column what stands there."""

    def __init__(self) -> None:
        self.found: list[Column] = []

    def enter(self, value: dict[str, Any], here: _Branch, steps: Path, depth: int) -> None:
        """Take in an object. `steps` lead from the branch to it."""
        below = here.below
        for key, inner in value.items():
            if inner is None:
                continue
            branch = below.get((steps, key) if steps else key) or self._grown(here, (*steps, key), key)
            if branch is None:
                continue
            column = branch.column
            column.count += 1
            if len(column.values) < KEPT_VALUES:
                column.values.append(inner)
            if depth >= MAX_DEPTH or not inner:
                continue
            if inner.__class__ is dict:
                self.enter(inner, branch, (), depth + 1)
            elif inner.__class__ is list:
                self._enter_list(inner, branch, depth + 1)

    def _grown(self, here: _Branch, steps: Path, name: str) -> _Branch | None:
        """A new branch with a column of its own; None where there are too many."""
        if len(self.found) >= MAX_COLUMNS:
            return None
        above = here.column
        words = f"{above.words}/{words_of(name)}" if above.path else words_of(name)
        column = Column((*above.path, *steps), words, words.count("/"))
        self.found.append(column)
        branch = here.below[(steps[:-1], steps[-1]) if len(steps) > 1 else steps[0]] = _Branch(column)
        return branch

    def _enter_list(self, values: list[Value], here: _Branch, depth: int) -> None:
        objects = [one for one in values if isinstance(one, dict)]
        if not objects:
            return
        name_key = next((key for key in PAIR_NAMES if all(isinstance(one.get(key), str) for one in objects)), None)
        value_key = next((key for key in PAIR_VALUES if any(key in one for one in objects)), None)
        if name_key and value_key and all(len(one) <= 3 for one in objects):  # noqa: PLR2004
            for one in objects:
                self._enter_pair(
                    one[name_key], one.get(value_key), here, (Selected((name_key, one[name_key])), value_key)
                )
            return
        for one in objects[:3]:
            self.enter(one, here, (EACH,), depth)

    def _enter_pair(self, name: str, value: Value, here: _Branch, steps: Path) -> None:
        if value is None:
            return
        branch = here.below.get((steps[:-1], steps[-1])) or self._grown(here, steps, name)
        if branch is not None:
            branch.column.count += 1
            if len(branch.column.values) < KEPT_VALUES:
                branch.column.values.append(value)

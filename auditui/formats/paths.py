"""Paths into a record: how profiles name a place, and functions that go there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, Final, TypeAlias

from auditui.formats.records import Value

Place: TypeAlias = "tuple[dict[str, Any], str]"
"""Where a value was taken: the object that holds it, and its key."""

STEP: Final = re.compile(
    r'(?:^|\.)"(?P<quoted>[^"]+)"|(?:^|\.)(?P<key>[^."\[\]]+)|\[(?P<index>-?\d+)\]|\[(?P<name>[^=\]]+)=(?P<is>[^\]]*)\]|(?P<each>\[\])'
)


class Selected(tuple[str, str]):
    """A step into a list of objects: the first with this value under this key."""

    __slots__ = ()


class Each:
    """A step into a list: whichever element has a value first."""


EACH: Final = Each()
Step: TypeAlias = "str | int | Selected | Each"
Path: TypeAlias = "tuple[Step, ...]"


def parse_path(text: str) -> Path:
    """Read `a.b`, `"key.with.dots"`, `list[0]`, `list[]`, `list[type=User].id`. Raises ValueError."""
    steps: list[Step] = []
    place = 0
    while place < len(text):
        found = STEP.match(text, place)
        if not found:
            raise ValueError(f"'{text[place:]}' in the path '{text}' is no key, [number], [] or [key=value]")
        steps.append(_step(found))
        place = found.end()
    if not steps:
        raise ValueError("an empty path")
    return tuple(steps)


def _step(found: re.Match[str]) -> Step:
    if found["index"] is not None:
        return int(found["index"])
    if found["name"] is not None:
        return Selected((found["name"], found["is"]))
    if found["each"] is not None:
        return EACH
    return found["quoted"] or found["key"]


def show_path(path: Path) -> str:
    """The text that `parse_path` reads."""
    text = ""
    for step in path:
        if isinstance(step, str):
            key = f'"{step}"' if re.search(r'[."\[\]]', step) else step
            text += f".{key}" if text else key
        elif isinstance(step, int):
            text += f"[{step}]"
        else:
            text += f"[{step[0]}={step[1]}]" if isinstance(step, Selected) else "[]"
    return text


Find: TypeAlias = "Callable[[dict[str, Any]], tuple[Any, Place | None]]"
"""From a record to the value at a path and where it was taken; `(None, None)` where there is none."""

NOTHING_THERE: Final[tuple[None, None]] = (None, None)


@lru_cache(maxsize=8192)
def finder(path: Path) -> Find:
    """A function that follows a path; quick for plain keys."""
    if all(isinstance(step, str) for step in path):
        keys: list[str] = [step for step in path if isinstance(step, str)]
        return {1: _find_top, 2: _find_second}.get(len(keys), _find_deep)(keys)

    def find(record: dict[str, Any]) -> tuple[Any, Place | None]:
        return next(_walk(record, path), NOTHING_THERE)

    return find


def name_finder(paths: Sequence[Path]) -> Find:
    """Where the name of a field is: at the first path that leads to one.

    Among pairs of names and values it may be left out; then it is `value`.
    """
    finders = [finder(path) for path in paths]
    if len(paths) == 1 and not any(isinstance(step, Selected) for step in paths[0]):
        return finders[0]

    def find(record: dict[str, Any]) -> tuple[Any, Place | None]:
        return next((found for found in (find(record) for find in finders) if found[1]), ("value", None))

    return find


@lru_cache(maxsize=8192)
def every(path: Path) -> Callable[[dict[str, Any]], Iterable[tuple[Any, Place | None]]]:
    """A function that gives all values at a path, in order: more than one where it goes into lists."""
    if EACH not in path:
        find = finder(path)
        return lambda record: (find(record),)
    return lambda record: _walk(record, path)


def _find_top(keys: list[str]) -> Find:
    (key,) = keys

    def find(record: dict[str, Any]) -> tuple[Any, Place | None]:
        value = record.get(key)
        return NOTHING_THERE if value is None else (value, (record, key))

    return find


def _find_second(keys: list[str]) -> Find:
    first, second = keys

    def find(record: dict[str, Any]) -> tuple[Any, Place | None]:
        inner = record.get(first)
        if inner.__class__ is not dict:
            return NOTHING_THERE
        value = inner.get(second)
        return NOTHING_THERE if value is None else (value, (inner, second))

    return find


def _find_deep(keys: list[str]) -> Find:
    *way, last = keys

    def find(record: dict[str, Any]) -> tuple[Any, Place | None]:
        inner: Any = record
        for key in way:
            inner = inner.get(key)
            if inner.__class__ is not dict:
                return NOTHING_THERE
        value = inner.get(last)
        return NOTHING_THERE if value is None else (value, (inner, last))

    return find


def _walk(value: Value, path: Path) -> Iterator[tuple[Value, Place | None]]:
    """All values at a path, in order; with a place only where the last step is a key."""
    step, rest = path[0], path[1:]
    for inner, place in _enter(value, step):
        if inner is None:
            continue
        if rest:
            yield from _walk(inner, rest)
        else:
            yield inner, place


def _enter(value: Value, step: Step) -> Iterator[tuple[Value, Place | None]]:
    if isinstance(step, str):
        if isinstance(value, dict) and step in value:
            yield value[step], (value, step)
    elif isinstance(value, list):
        if isinstance(step, int):
            if -len(value) <= step < len(value):
                yield value[step], None
        elif isinstance(step, Selected):
            key, wanted = step
            yield from ((inner, None) for inner in value if isinstance(inner, dict) and str(inner.get(key)) == wanted)
        else:
            yield from ((inner, None) for inner in value)
    elif isinstance(step, Each | int) and isinstance(value, dict | str) and step in (EACH, 0):
        yield value, None  # one thing where others have a list of them

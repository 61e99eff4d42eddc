"""Values of a record made fit to be kept: what files cannot hold replaced, secrets gone, sizes bounded."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from typing import Final, TypeAlias, cast

from auditui.core.event import ABSENT, Absent, Change, Json, Target
from auditui.core.hiding import BINARY, REDACTED, hides, redacted
from auditui.core.redact import Redactor
from auditui.core.secret_names import Kind
from auditui.core.secret_signs import harmless
from auditui.core.text import has_control, storable
from auditui.core.walking import Walk

MAX_TEXT: Final = 1 << 20
"""Characters of one text; what is longer is cut and flagged `truncated`."""
MAX_DEPTH: Final = 64
"""Levels of objects and lists in one value; what is deeper is kept as its JSON text."""

FLAGS: Final = frozenset(
    {"bad-utf8", "control", "duplicate-key", "id-conflict", "nul", "redacted", "repeated", "truncated"}
)
INT64: Final = range(-(1 << 63), 1 << 63)
_MIN_INT: Final = INT64[0]
_MAX_INT: Final = INT64[-1]

_CUT_MARGIN: Final = 1 << 16  # so that a secret at the cut is seen whole before it is cut
_MAX_KNOWN: Final = 1 << 15
_MAX_KNOWN_LENGTH: Final = 256

_MARKS: Final = (REDACTED, BINARY)
"""What stands on both sides of a change that was real before it was redacted, as in an export of ours."""

Side: TypeAlias = "Json | Absent"


class Mending(Walk):
    """The mending of one event; gathers the flags of what it had to do."""

    __slots__ = ("flags",)

    def __init__(self, redactor: Redactor) -> None:
        super().__init__(redactor)
        self.flags: set[str] = set()

    def flags_with(self, stated: object) -> tuple[str, ...]:
        """The flags found so far and those the caller knows of (`duplicate-key`), sorted; other words are left out."""
        if stated:
            words = stated.replace(",", " ").split() if isinstance(stated, str) else cast("Iterable[str]", stated)
            self.flags |= FLAGS.intersection(words)
        return tuple(sorted(self.flags)) if self.flags else ()

    def text(self, value: object) -> str:
        """A value as text; nothing is empty text, an object its JSON."""
        if value is None:
            return ""
        text = value if isinstance(value, str) else self._as_text(value)
        return text if text in self.known else self.fresh(text)

    def texts(self, fields: Mapping[str, object], names: frozenset[str]) -> dict[str, str]:
        """The texts of the named fields that say anything."""
        known, fresh = self.known, self.fresh
        return {
            name: (value if value in known else fresh(value)) if type(value) is str else self.text(value)
            for name, value in fields.items()
            if name in names and value is not None
        }

    def fresh(self, text: str) -> str:
        """What is kept of a text that is not known; most are found harmless here."""
        if not harmless(text) and self._unclear(text):
            return self._looked_through(text)
        if len(self.known) >= _MAX_KNOWN:
            self.known.clear()
        self.known.add(text)
        return text

    def _unclear(self, text: str) -> bool:
        return (
            len(text) > _MAX_KNOWN_LENGTH
            or not (text.isascii() and text.isprintable())
            or self._redactor.suspects(text)
        )

    def _looked_through(self, text: str) -> str:
        found = text
        if len(text) > MAX_TEXT:
            found = text[: MAX_TEXT + _CUT_MARGIN]
            self.flags.add("truncated")
        if has_control(found):
            self.flags.add("control")
        found, replaced = storable(found)
        self.flags.update(replaced)
        without_secrets = self._redactor.text(found)
        if without_secrets != found:
            self.flags.add("redacted")
        if len(without_secrets) > MAX_TEXT:
            self.flags.add("truncated")
        return without_secrets[:MAX_TEXT]

    def _as_text(self, value: object) -> str:
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, (dict, list, tuple)):
            return self._json_text(self._kept(value, secret=False))
        if isinstance(value, (bytes, bytearray, memoryview)):
            return cast("str", self.hide(value))
        return _int_text(value) if isinstance(value, int) else str(value)

    def _json_text(self, value: object) -> str:
        try:
            return json.dumps(value, ensure_ascii=False, default=str)
        except (RecursionError, ValueError):
            self.flags.add("truncated")
            return "[...]"

    def details(self, value: object) -> dict[str, Json]:
        """A new object of everything in a mapping, without its secrets."""
        if not value:
            return {}
        if not isinstance(value, (dict, Mapping)):
            raise TypeError(f"details are a mapping, not {type(value).__name__}")
        kept = self._kept(value if isinstance(value, dict) else dict(value), secret=False)
        return cast("dict[str, Json]", kept)

    def targets(self, value: object) -> tuple[Target, ...]:
        """The targets that name something, of `Target`s, mappings with these keys, or mere names."""
        if not value:
            return ()
        made = (self._target(each) for each in cast("Iterable[object]", value))
        return tuple(target for target in made if target.type or target.id or target.name)

    def _target(self, value: object) -> Target:
        if isinstance(value, Target):
            return Target(self.text(value.type), self.text(value.id), self.text(value.name))
        if not isinstance(value, Mapping):
            return Target(name=self.text(value))
        return Target(self.text(value.get("type")), self.text(value.get("id")), self.text(value.get("name")))

    def changes(self, value: object) -> tuple[Change, ...]:
        """The real changes, by path: compared as the source wrote them, then redacted.

        A `Change` was compared when it was made; its sides may look the same since then, both redacted.
        """
        if not value:
            return ()
        made: list[Change] = []
        for each in cast("Iterable[object]", value):
            if isinstance(each, Change):
                made.append(self._change(each.field, each.before, each.after))
                continue
            field, before, after = _sides(each)
            if isinstance(before, dict) or isinstance(after, dict):
                made += [self._change(*leaf) for leaf in leaf_changes(field, before, after)]
            elif not same(before, after) or before in _MARKS:
                made.append(self._change(field, before, after))
        return tuple(made)

    def _change(self, path: str, before: object, after: object) -> Change:
        kind = self._redactor.path_kind(path)
        return Change(self.text(path), self._side(before, kind), self._side(after, kind))

    def _side(self, value: object, kind: Kind) -> Side:
        if isinstance(value, str) and not kind and value in self.known:
            return value
        return ABSENT if value is ABSENT else self._kept(value, secret=hides(kind, value))

    def _kept(self, value: object, *, secret: bool) -> Json:
        return self.walk(value, secret=secret, room=MAX_DEPTH)

    def hide(self, value: object) -> Json:
        """What is kept of a secret, flagged; null and empty text are none."""
        hidden = redacted(value)
        if hidden != value:
            self.flags.add("redacted")
            return hidden
        return self.leaf(value)

    def without(self, text: object, kept: str) -> Json:
        """What is kept of a text that part of was found to be a secret, flagged unless it was hidden before."""
        if kept != text:
            self.flags.add("redacted")
        return self.leaf(kept)

    def leaf(self, value: object) -> Json:
        """What is kept of a scalar, of a key, and as text of an object or list that lies too deep."""
        if isinstance(value, str):
            return value if value in self.known else self.fresh(value)
        if value is None or isinstance(value, bool):
            return value
        if isinstance(value, int):
            return value if _MIN_INT <= value <= _MAX_INT else _int_text(value)
        if isinstance(value, float):
            return value if math.isfinite(value) else _special_text(value)
        if isinstance(value, (dict, list, tuple)):
            return self.fresh(self._json_text(value))
        return self.text(value)


def _int_text(value: int) -> str:
    try:
        return str(value)
    except ValueError:  # thousands of digits
        return f"{value:#x}"


def _special_text(value: float) -> str:
    return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"


def _sides(change: object) -> tuple[str, object, object]:
    if isinstance(change, (tuple, list)) and len(change) == 3:  # noqa: PLR2004 - field, before, after
        return str(change[0]), change[1], change[2]
    if isinstance(change, Mapping):
        return str(change.get("field", "")), change.get("before", ABSENT), change.get("after", ABSENT)
    raise TypeError(f"a change is a field with before and after, not {type(change).__name__}")


def leaf_changes(field: str, before: object, after: object) -> Iterable[tuple[str, object, object]]:
    """What really changed below a field, as `(path, before, after)`.

    Both sides are taken apart into leaves (lists, scalars, null and empty objects are leaves), and
    leaves that are the same on both sides are left out. So an object in the place of null says that
    null went and each leaf came, and nothing is lost.
    """
    old, new = _leaves(field, before), _leaves(field, after)
    if old is None or new is None:
        return () if same(before, after) else ((field, before, after),)
    sides = ((path, old.get(path, ABSENT), new.get(path, ABSENT)) for path in old | new)
    return [side for side in sides if not same(side[1], side[2])]


def _leaves(path: str, value: object) -> dict[str, object] | None:
    """The leaves of one side by path; None where two of them would share a path (`a.b` beside `a: {b}`)."""
    found: dict[str, object] = {}
    return found if _gather(path, value, found, MAX_DEPTH) else None


def _gather(path: str, value: object, found: dict[str, object], room: int) -> bool:
    if value is ABSENT:
        return True
    if isinstance(value, dict) and value and room:
        return all(
            _gather(f"{path}.{key}" if path else str(key), inner, found, room - 1) for key, inner in value.items()
        )
    if path in found:
        return False
    found[path] = value
    return True


def same(one: object, other: object) -> bool:
    """Equal, and of the same types all the way down: `1`, `1.0`, `True` and `"1"` differ.

    What is too deep to be compared counts as different.
    """
    try:
        return _same(one, other)
    except RecursionError:
        return False


def _same(one: object, other: object) -> bool:
    if type(one) is not type(other):
        return False
    if isinstance(one, (str, int)):
        return one == other
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_same(value, other[key]) for key, value in one.items())
    if isinstance(one, (list, tuple)) and isinstance(other, (list, tuple)):
        return len(one) == len(other) and all(map(_same, one, other))
    return bool(one == other)

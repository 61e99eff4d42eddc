"""A JSON value as the nodes of a foldable tree, made as they are asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final, TypeAlias

from auditui.core.counting import counted
from auditui.core.event import Json
from auditui.core.text import fold
from auditui.tui.drawing.spans import Line, Span
from auditui.tui.drawing.values import clipped, value_span

GROUP: Final = 200
"""Children of one node; more are put into groups of that many."""
LABEL_LIMIT: Final = 200
"""Characters of a value on the line of its key; a longer text unfolds into pieces."""
_KEY_LIMIT: Final = 80
_PIECE: Final = 100
_PIECES: Final = 400
HIT_LIMIT: Final = 1_000

Step: TypeAlias = "str | int"
"""From a node to a child: a key of an object or a position in a list."""


@dataclass(frozen=True, slots=True)
class Node:
    """A line of the tree. `value` is what copying it gives; `steps` lead to it from the root.

    `first` and `last` (behind the end) limit a node to a group of its children; `piece` marks a part
    of a long text, which has the steps of the whole.
    """

    value: Json
    steps: tuple[Step, ...] = ()
    first: int = 0
    last: int | None = None
    piece: str | None = None

    @property
    def path(self) -> str:
        """The path as a query writes it: keys joined by dots, list positions skipped."""
        path = ""
        for step in self.steps:
            if isinstance(step, str):
                path = f"{path}.{step}" if path else step
        return path

    @property
    def is_group(self) -> bool:
        """Whether it is a part of the children of the node above."""
        return self.last is not None

    @property
    def can_unfold(self) -> bool:
        """Whether there is something below it."""
        if self.piece is not None:
            return False
        if isinstance(self.value, str):
            return len(self.value) > LABEL_LIMIT
        return isinstance(self.value, (dict, list)) and bool(self.value)


def children(node: Node) -> list[Node]:
    """What is right below a node, in the order of the source; groups where that is too much."""
    value = node.value
    if isinstance(value, str):
        return list(_pieces(node, value))
    if not isinstance(value, (dict, list)):
        return []
    if not node.is_group and len(value) > GROUP:
        starts = range(0, len(value), GROUP)
        return [Node(value, node.steps, start, min(start + GROUP, len(value))) for start in starts]
    steps: Iterator[Step] = iter(value) if isinstance(value, dict) else iter(range(len(value)))
    return [_child(node, step) for step in islice(steps, node.first, node.last)]


def child_count(node: Node) -> int:
    """How many children a node has, without making them; a long text counts as none."""
    if node.last is not None:
        return node.last - node.first
    size = len(node.value) if isinstance(node.value, (dict, list)) else 0
    return size if size <= GROUP else -(-size // GROUP)


def _child(node: Node, step: Step) -> Node:
    inner: Json = node.value[step]  # type: ignore[index]  # a key of an object or a position of a list
    return Node(inner, (*node.steps, step))


def _pieces(node: Node, text: str) -> Iterator[Node]:
    for start in range(0, min(len(text), _PIECE * _PIECES), _PIECE):
        yield Node(text, node.steps, piece=text[start : start + _PIECE])
    if len(text) > _PIECE * _PIECES:
        yield Node(
            text, node.steps, piece=f"… {counted(len(text) - _PIECE * _PIECES, 'more character')}; copying takes all"
        )


def group_of(node: Node, step: Step) -> int | None:
    """Which group of a node's children a step leads into; None where its children are not grouped."""
    value = node.value
    if node.is_group or not isinstance(value, (dict, list)) or len(value) <= GROUP:
        return None
    position = step if isinstance(step, int) else next(index for index, key in enumerate(value) if key == step)
    return position // GROUP


def label(node: Node) -> Line:
    """The line of a node: its key or position, and its value or what it holds."""
    if node.piece is not None:
        return [Span(clipped(node.piece), "string")]
    if node.last is not None:
        return [Span(f"{node.first} … {node.last - 1}", "dim")]
    step = node.steps[-1] if node.steps else ""
    key = Span(clipped(step, _KEY_LIMIT), "key") if isinstance(step, str) else Span(f"[{step}]", "dim")
    return [key, Span("  "), *_value(node.value)]


def _value(value: Json) -> Line:
    if isinstance(value, dict):
        return [Span(f"{{{len(value):,}}}" if value else "{}", "dim")]
    if isinstance(value, list):
        return [Span(f"[{len(value):,}]" if value else "[]", "dim")]
    if isinstance(value, str) and len(value) > LABEL_LIMIT:
        return [Span(clipped(value, LABEL_LIMIT), "string"), Span(f"  {counted(len(value), 'character')}", "dim")]
    return [value_span(value)]


def hits(value: Json, needle: str) -> list[tuple[Step, ...]]:
    """Steps to every key or value that contains the folded needle, from top to bottom; at most `HIT_LIMIT`."""
    return list(islice(_hits(value, needle, ()), HIT_LIMIT)) if needle else []


def _hits(value: Json, needle: str, steps: tuple[Step, ...]) -> Iterator[tuple[Step, ...]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            below = (*steps, key)
            if needle in fold(key) or _says(inner, needle):
                yield below
            yield from _hits(inner, needle, below)
    elif isinstance(value, list):
        for position, inner in enumerate(value):
            below = (*steps, position)
            if _says(inner, needle):
                yield below
            yield from _hits(inner, needle, below)


def _says(value: Json, needle: str) -> bool:
    """Whether a plain value contains the needle, as its line shows it (`true`, `null`, `12`)."""
    if isinstance(value, (dict, list)):
        return False
    return needle in fold(value if isinstance(value, str) else value_span(value).text)

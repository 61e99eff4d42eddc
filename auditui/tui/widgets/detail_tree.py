"""Nested details as a tree that folds, fills itself as it is opened, and can be searched."""

from __future__ import annotations

from typing import ClassVar

from rich.style import Style
from rich.text import Text
from textual.binding import BindingType
from textual.widgets import Tree
from textual.widgets.tree import TreeNode

from auditui.core.event import Json
from auditui.core.text import fold
from auditui.tui.drawing.matching import highlight
from auditui.tui.drawing.nodes import Node, Step, child_count, children, group_of, hits, label
from auditui.tui.drawing.spans import line_cells
from auditui.tui.keys import Context, bindings
from auditui.tui.widgets.table_styles import CLASSES, CSS, StyleBook

_OPEN_AT_FIRST = 60
"""Lines up to which everything is unfolded at first."""


class DetailTree(Tree[Node]):
    """A JSON object. Labels are clean spans, never markup."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(Context.TREE)
    COMPONENT_CLASSES: ClassVar[set[str]] = CLASSES
    DEFAULT_CSS = (
        CSS.replace("LogTable", "DetailTree")
        + """
    DetailTree {
        padding: 0 1;
        & > .tree--guides { color: $foreground 25%; }
        & > .tree--guides-selected { color: $foreground 25%; text-style: none; }
        & > .tree--cursor { background: $primary 15%; color: $foreground; text-style: bold; }
        &:focus { background-tint: transparent; }
        &:focus > .tree--cursor { background: $block-cursor-background; color: $block-cursor-foreground; }
        &:nocolor > .tree--cursor { text-style: reverse; }
    }
    """
    )
    ICON_NODE = "▸ "
    ICON_NODE_EXPANDED = "▾ "

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(Text(""), Node({}), id=id)
        self.show_root = False
        self.guide_depth = 3
        self._book = StyleBook(self)
        self._needle = ""
        self._hits: list[tuple[Step, ...]] = []
        self._hit = -1
        self._origin: TreeNode[Node] | None = None
        """Where the search began."""

    def show(self, value: dict[str, Json]) -> None:
        """Show another object, the upper levels unfolded, the cursor at its start."""
        self.clear()
        self._origin = None
        self.root.data = Node(value)
        self.search("")
        self._fill(self.root)
        self.root.expand()
        self._unfold_small()
        self.cursor_line = 0 if value else -1

    def notify_style_update(self) -> None:
        """Forget colours that a theme or the focus has changed."""
        self._book.clear()
        super().notify_style_update()

    @property
    def chosen(self) -> Node | None:
        """What the cursor stands on."""
        return self.cursor_node.data if self.cursor_node else None

    # --- folding --------------------------------------------------------------------------------------------------

    def _unfold_small(self) -> None:
        """Unfold level by level while everything still fits on a screen or two."""
        level = list(self.root.children)
        lines = len(level)
        while level:
            lines += sum(child_count(node.data) for node in level if node.data)
            if lines > _OPEN_AT_FIRST:
                return
            nested = [node for node in level if node.data and child_count(node.data)]
            level = [child for node in nested for child in self._fill(node)]
            for node in nested:
                node.expand()

    def _fill(self, node: TreeNode[Node]) -> list[TreeNode[Node]]:
        """Make the children of a node, once."""
        if not node.children and node.data is not None and (node.is_root or node.allow_expand):
            for child in children(node.data):
                node.add("", child, allow_expand=child.can_unfold)
        return list(node.children)

    def on_tree_node_expanded(self, event: Tree.NodeExpanded[Node]) -> None:
        """Fill a node when it is opened, by whatever means."""
        event.stop()
        self._fill(event.node)

    def action_fold(self) -> None:
        """Fold the node under the cursor; one that is folded leads to what holds it."""
        node = self.cursor_node
        if node is None:
            return
        if node.is_expanded and node.allow_expand:
            node.collapse()
        elif node.parent is not None and not node.parent.is_root:
            self.move_cursor(node.parent)

    def action_unfold(self) -> None:
        """Unfold the node under the cursor; one that is unfolded leads to what it holds."""
        node = self.cursor_node
        if node is None or not node.allow_expand:
            return
        if not node.is_expanded:
            self._fill(node)
            node.expand()
        else:
            self.action_cursor_down()

    # --- searching ------------------------------------------------------------------------------------------------

    def begin_search(self) -> None:
        """Remember the place to come back to where nothing is found."""
        self._origin = self.cursor_node

    def search(self, text: str) -> int:
        """Look for a text in keys and values and go to the first hit, without one back to where the search began.

        Returns how many there are.
        """
        self._needle = fold(text)
        self._hits = hits(self.root.data.value, self._needle) if self.root.data else []
        self._hit = -1
        self._invalidate()
        if self._hits:
            self.go_to_hit(1)
        elif self._origin is not None and text:
            self.call_after_refresh(self.move_cursor, self._origin)
        return len(self._hits)

    @property
    def hit(self) -> tuple[int, int]:
        """Which hit the cursor was led to, from 1, and how many there are."""
        return self._hit + 1, len(self._hits)

    def go_to_hit(self, step: int) -> None:
        """Go on to the next hit (1) or back (-1), around the end."""
        if self._hits:
            self._hit = (self._hit + step) % len(self._hits)
            self._reveal(self._hits[self._hit])

    def _reveal(self, steps: tuple[Step, ...]) -> None:
        """Unfold all that is above a place and go there."""
        node = self.root
        for step in steps:
            node = self._below(node, step)
        self.call_after_refresh(self.move_cursor, node)

    def _below(self, node: TreeNode[Node], step: Step) -> TreeNode[Node]:
        group = group_of(node.data, step) if node.data else None
        below = self._fill(node)
        node.expand()
        if group is not None:
            return self._below(below[group], step)
        return next(child for child in below if child.data and child.data.steps[-1:] == (step,))

    # --- drawing --------------------------------------------------------------------------------------------------

    def render_label(self, node: TreeNode[Node], base_style: Style, style: Style) -> Text:
        """The line of a node in its colours; that of the cursor in one."""
        text = Text(no_wrap=True, end="")
        if node.allow_expand:
            text.append(self.ICON_NODE_EXPANDED if node.is_expanded else self.ICON_NODE, base_style + _TOGGLE)
        if node.data is None:
            return text
        has_cursor = node.line == self.cursor_line
        for span in highlight(label(node.data), (self._needle,) if self._needle else ()):
            text.append(span.text, style if has_cursor and span.style != "match" else style + self._own(span.style))
        return text

    def _own(self, name: str) -> Style:
        """The style of a span, on whatever ground the line has; a match has its own."""
        own = self._book.get("row", name)
        return own if name == "match" else Style(color=own.color, bold=own.bold, italic=own.italic)

    def get_label_width(self, node: TreeNode[Node]) -> int:
        """Cells of the line of a node, without drawing it."""
        return line_cells(label(node.data)) + 2 * node.allow_expand if node.data else 0


_TOGGLE = Style(meta={"toggle": True})

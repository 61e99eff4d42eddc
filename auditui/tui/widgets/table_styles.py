"""The colours of the table: style names of `tui.drawing` in the context of a line, by theme.

In themes of the terminal's own sixteen colours, tints do not exist: a badge is coloured text on the
plain ground, and the cursor is reversed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.style import Style

from auditui.core.event import VERBS
from auditui.tui.drawing.rows import CURSOR

if TYPE_CHECKING:
    from textual.widget import Widget

CONTEXTS: Final = ("row", "marked", "cursor", "blur", "block", "head", "cell")
NAMES: Final = (
    "absent", "added", "after", "before", "changed", "constant", "dim", "failure", "guide", "heading",
    "hint", "id", "key", "label", "mark", "match", "more", "name", "nested", "number", "redirect", "removed",
    "sorted", "string", "success", "system", "thumb", "time", "title", "user", "warning",
    *(f"badge-{verb}" for verb in VERBS), *(f"verb-{verb}" for verb in VERBS),
)  # fmt: skip
CLASSES: Final = {f"lt--{name}" for name in (*CONTEXTS, *NAMES)}
_MARKS: Final = frozenset({"cursor", "blur", "cell"})


def _verbs(names: str, colour: str, ground: str) -> str:
    badges = ", ".join(f"& > .lt--badge-{name}" for name in names.split())
    words = ", ".join(f"& > .lt--verb-{name}" for name in names.split())
    return f"{badges} {{ color: {colour}; background: {ground}; }}\n{words} {{ color: {colour}; }}\n"


CSS: Final = """
LogTable {
    height: 1fr;
    background: $surface;
    color: $foreground;
    overflow-x: auto;
    overflow-y: auto;
    scrollbar-size-horizontal: 0;
    scrollbar-size-vertical: 0;
    & > .lt--row { background: $surface; color: $foreground; }
    & > .lt--marked { background: $accent 12%; color: $foreground; }
    & > .lt--cursor { background: $primary 35%; color: $foreground; }
    & > .lt--blur { background: $primary 15%; color: $foreground; }
    & > .lt--block { background: $panel 40%; color: $foreground; }
    & > .lt--head { background: $panel; color: $foreground; text-style: bold; }
    & > .lt--cell { text-style: bold underline; }
    & > .lt--dim { color: $foreground 50%; }
    & > .lt--hint { color: $foreground 50%; }
    & > .lt--absent { color: $foreground 50%; }
    & > .lt--guide { color: $primary; }
    & > .lt--mark { color: $text-accent; text-style: bold; }
    & > .lt--thumb { color: $primary; }
    & > .lt--title { color: $foreground 80%; }
    & > .lt--sorted { color: $text-primary; text-style: bold; }
    & > .lt--more { color: $text-primary; }
    & > .lt--system { color: $foreground 70%; text-style: italic; }
    & > .lt--label { color: $foreground 50%; }
    & > .lt--heading { color: $text-primary; text-style: bold; }
    & > .lt--key { color: $text-primary; }
    & > .lt--constant { color: $text-accent; }
    & > .lt--nested { color: $foreground 80%; }
    & > .lt--success { color: $text-success; }
    & > .lt--redirect { color: $text-primary; }
    & > .lt--warning { color: $text-warning; }
    & > .lt--failure { color: $text-error; text-style: bold; }
    & > .lt--added { color: $text-success; text-style: bold; }
    & > .lt--removed { color: $text-error; text-style: bold; }
    & > .lt--changed { color: $text-warning; text-style: bold; }
    & > .lt--before { color: $text-error; }
    & > .lt--after { color: $text-success; }
    & > .lt--match { color: $text-warning; background: $warning-muted; text-style: bold underline; }
    & > .lt--badge-other { background: $foreground 10%; }
""" + "".join(
    (
        _verbs("create", "$text-primary", "$primary-muted"),
        _verbs("update", "$text-warning", "$warning-muted"),
        _verbs("delete", "$text-error", "$error-muted"),
        _verbs("login", "$text-success", "$success-muted"),
        _verbs("view logout", "$text-success 70%", "$success 10%"),
        "&:dark {\n",
        _verbs("sync export import archive restore", "#7fd1dc", "#2aa7b8 22%"),
        _verbs("grant", "#cbaaf9", "#8f5fe8 28%"),
        "}\n&:light {\n",
        _verbs("sync export import archive restore", "#0a616d", "#2aa7b8 24%"),
        _verbs("grant", "#5d35a8", "#8f5fe8 22%"),
        "}\n&:ansi {\n",
        _verbs("create", "ansi_blue", "ansi_default"),
        _verbs("update", "ansi_yellow", "ansi_default"),
        _verbs("delete", "ansi_red", "ansi_default"),
        _verbs("login logout view", "ansi_green", "ansi_default"),
        _verbs("sync export import archive restore", "ansi_cyan", "ansi_default"),
        _verbs("grant", "ansi_magenta", "ansi_default"),
        "& > .lt--badge-other { background: ansi_default; }\n",
        "& > .lt--marked, & > .lt--cursor, & > .lt--blur, & > .lt--block { background: ansi_default; }\n",
        "& > .lt--match { background: ansi_default; text-style: bold underline; }\n",
        "& > .lt--dim, & > .lt--hint, & > .lt--label, & > .lt--absent { text-style: dim; }\n",
        "& > .lt--head { background: ansi_default; text-style: bold underline; }\n",
        "}\n",
        "}\n",
    )
)


class StyleBook:
    """Rich styles by (context, name), looked up once per theme."""

    def __init__(self, widget: Widget) -> None:
        self._widget = widget
        self._styles: dict[tuple[str, str], Style] = {}

    def clear(self) -> None:
        """Forget everything, since theme, focus or colours changed."""
        self._styles.clear()

    def get(self, context: str, name: str = "") -> Style:
        """The style of a span in a line of this context."""
        key = (context, name)
        if key not in self._styles:
            self._styles[key] = self._look_up(context, name)
        return self._styles[key]

    def _look_up(self, context: str, name: str) -> Style:
        bare = name.removesuffix(CURSOR)
        has_cursor = bare != name
        if self._needs_reverse() and (has_cursor or context == "cursor"):
            at_cursor = (context == "cursor") != has_cursor
            return Style(reverse=at_cursor, bold=has_cursor, underline=has_cursor)
        names = [context, *([bare] if bare else []), *(["cell"] if has_cursor else [])]
        return self._widget.get_visual_style(*(f"lt--{part}" for part in names)).rich_style

    def _needs_reverse(self) -> bool:
        """Without colours of our own, only reversed text tells where the cursor is."""
        app = self._widget.app
        return app.no_color or app.native_ansi_color

"""Which package may know which: held over the source, and in a fresh interpreter."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent / "auditui"

LAYERS = {
    "core": set[str](),
    "store": {"core"},
    "formats": {"core"},
    "custody": {"core", "store", "formats"},
    "recorded": {"core", "formats"},
    "frames": {"core", "formats", "recorded"},
    "apart": {"core", "formats", "frames", "recorded"},
    "serving": {"core", "formats", "frames", "recorded", "collecting"},
    "ahead": {"core", "formats", "apart", "import_report"},
    "import_report": {"core"},
    "sources": {"core", "store", "formats", "ahead", "import_report"},
    "preview": {"core", "formats", "recorded", "import_report", "sources"},
    "transfer": {"core", "store", "formats", "custody", "recorded", "ahead", "import_report", "sources"},
    "handover": {"core", "store", "formats", "custody"},
    "reopening": {"core", "store"},
    "date_list": {"core", "store"},
    "facets": {"core", "store", "date_list"},
    "insight": {"core", "store", "formats", "custody"},
    "keeping": {"core", "store", "formats", "custody", "handover"},
    "session": {"core", "store", "formats", "custody", "transfer", "handover", "insight"},
    "regular": {"core", "custody", "keeping", "session"},
    "exporting": {"core", "store", "custody", "handover", "regular", "session"},
    "removal": {"core", "store", "custody", "session"},
    "cli": {
        *("core", "store", "formats", "custody", "transfer", "handover", "insight", "session", "keeping"),
        *("exporting", "regular", "removal", "import_report", "preview", "sources", "reopening", "facets", "tui"),
    },
    "tui": {
        *("core", "store", "formats", "custody", "transfer", "handover", "insight", "session", "keeping"),
        *("exporting", "removal", "reopening", "facets", "date_list"),
    },
    "__main__": {"cli"},
    "__init__": set[str](),
}
"""Package or module below `auditui`, and the others that it may import."""

OWNERS = {
    "sqlite3": {"store"},
    "pyroaring": {"store"},
    "sqlite_utils": {"store"},
    "click": {"cli"},
    "textual": {"tui"},
}
"""Libraries that only one package may import."""

HEAVY = ("textual", "rich", "sqlite_utils", "fpdf", "fontTools", "PIL", "yaml")


def _sources() -> Iterator[tuple[str, Path, ast.Module]]:
    for path in sorted(ROOT.rglob("*.py")):
        part = path.relative_to(ROOT).parts[0].removesuffix(".py")
        yield part, path, ast.parse(path.read_text(encoding="utf-8"))


def _imports(tree: ast.Module) -> Iterator[tuple[str, bool]]:
    """Every imported module, and whether the import runs when the module is loaded."""
    inside = {
        id(node)
        for outer in ast.walk(tree)
        if isinstance(outer, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(outer)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for name in node.names:
                yield name.name, id(node) not in inside
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            assert node.level == 0, "imports are absolute"
            yield node.module, id(node) not in inside
            for name in node.names:
                yield f"{node.module}.{name.name}", id(node) not in inside


def test_imports_point_one_way() -> None:
    """No package imports one that stands above it or beside it."""
    wrong = [
        f"{path.relative_to(ROOT)}: {name}"
        for part, path, tree in _sources()
        for name, _ in _imports(tree)
        if name.startswith("auditui.")
        and (other := name.split(".")[1]) != part
        and other in LAYERS
        and other not in LAYERS[part]
    ]
    assert wrong == []


def test_libraries_have_one_owner() -> None:
    """Only the store knows SQLite and bitmaps, only the commands know click, only the screens know Textual."""
    wrong = [
        f"{path.relative_to(ROOT)}: {name}"
        for part, path, tree in _sources()
        for name, _ in _imports(tree)
        if part not in OWNERS.get(name.split(".")[0], {part})
    ]
    assert wrong == []


def test_core_needs_the_standard_library_only() -> None:
    """What an event or a query is can be used without installing anything."""
    wrong = [
        f"{path.relative_to(ROOT)}: {name}"
        for part, path, tree in _sources()
        if part == "core"
        for name, _ in _imports(tree)
        if (top := name.split(".")[0]) != "auditui" and top not in sys.stdlib_module_names
    ]
    assert wrong == []


def test_commands_reach_the_screens_inside_functions_only() -> None:
    """Loading a command never loads Textual."""
    wrong = [
        f"{path.relative_to(ROOT)}: {name}"
        for part, path, tree in _sources()
        if part == "cli"
        for name, at_load in _imports(tree)
        if at_load and name.startswith("auditui.tui")
    ]
    assert wrong == []


def test_package_inits_stay_nearly_empty() -> None:
    """Importing a package loads no other module of the project, so that nobody imports a world by accident."""
    wrong = [
        f"{path.relative_to(ROOT)}: {name}"
        for _, path, tree in _sources()
        if path.name == "__init__.py"
        for name, at_load in _imports(tree)
        if at_load and name.startswith("auditui") and not _only_for_types(tree, name)
    ]
    assert wrong == []


def _only_for_types(tree: ast.Module, name: str) -> bool:
    """Whether a module is imported below `if TYPE_CHECKING:` only."""
    return any(
        isinstance(node, ast.If)
        and isinstance(node.test, ast.Name)
        and node.test.id == "TYPE_CHECKING"
        and any(name == found for found, _ in _imports(ast.Module(node.body, [])))
        for node in tree.body
    )


@pytest.mark.parametrize(
    "module",
    [
        *("auditui.cli.main", "auditui.store", "auditui.transfer", "auditui.handover", "auditui.exporting"),
        "auditui.tui.start",  # the first page is on its way while Textual is imported, without its switches
    ],
)
def test_a_fresh_interpreter_stays_light(module: str) -> None:
    """Whatever a command line needs first loads none of the heavy libraries, directly or not."""
    code = f"import {module}, sys; print([m for m in {HEAVY!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_no_markup_is_made_from_data() -> None:
    """Textual's markup is switched on nowhere; log text such as `[/]` is text."""
    wrong = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for part, path, tree in _sources()
        if part == "tui"
        for node in ast.walk(tree)
        if isinstance(node, ast.keyword)
        and node.arg == "markup"
        and isinstance(node.value, ast.Constant)
        and node.value.value is True
    ]
    assert wrong == []


def test_the_focus_moves_at_once() -> None:
    """Screens use `set_focus`: `Widget.focus` moves it later, and keys typed ahead would reach the old widget."""
    wrong = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for part, path, tree in _sources()
        if part == "tui"
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "focus"
    ]
    assert wrong == []

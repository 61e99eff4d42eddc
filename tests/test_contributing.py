"""What CONTRIBUTING says about threats is held by tests that exist."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
PAGE = (TESTS.parent / ".github" / "CONTRIBUTING.md").read_text(encoding="utf-8")
THREATS = PAGE.split("## What is defended", 1)[1].split("\n## ", 1)[0]
NAMED = re.findall(r"`([\w/]+\.py)::(\w+)`", THREATS)


@cache
def functions(file: str) -> frozenset[str]:
    """The tests of a file that a run collects: at its top, or in a class."""
    tree = ast.parse((TESTS / file).read_text(encoding="utf-8"))
    kinds = ast.FunctionDef | ast.AsyncFunctionDef
    nodes = [inner for node in tree.body for inner in (node.body if isinstance(node, ast.ClassDef) else [node])]
    return frozenset(node.name for node in nodes if isinstance(node, kinds) and node.name.startswith("test_"))


@pytest.mark.parametrize(("file", "name"), NAMED)
def test_a_test_that_is_named_is_there(file: str, name: str) -> None:
    """A defence whose test was renamed or removed would be a claim without proof."""
    assert name in functions(file)


def test_every_threat_names_a_test() -> None:
    """A row without one would be a wish."""
    rows = [line.split(" | ") for line in THREATS.splitlines() if line.startswith("| ") and "::" not in line]
    assert [row[0] for row in rows] == ["| from whom: what"]
    assert len(NAMED) > 50


@pytest.mark.parametrize("name", ["ASVS 5.0", "chapter 16", "CWE-117", "CWE-150", "CWE-1236"])
def test_the_standards_are_named(name: str) -> None:
    """So that somebody who has to answer for them finds what they need."""
    assert name in THREATS

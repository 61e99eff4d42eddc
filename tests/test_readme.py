"""What the README says is so: commands, keys, exit codes, and the picture."""

from __future__ import annotations

import re
from pathlib import Path

from auditui.cli.main import COMMANDS
from auditui.core.errors import ExitCode
from auditui.core.language import parse
from auditui.tui.keys import KEYS, Context, shown
from tests.picture import PICTURE, drawn, text_of

README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")


def _rows(heading: str) -> list[list[str]]:
    """The cells of the tables below a heading, without their head."""
    part = README.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    lines = [line for line in part.splitlines() if line.startswith("|") and not line.startswith("|---")]
    return [[cell.strip() for cell in re.split(r"(?<!`)\|(?!`)", line)[1:-1]] for line in lines[1:]]


def test_every_command_is_named() -> None:
    """Nobody has to guess that a command exists."""
    assert [name for name in COMMANDS if f"`auditui {name}" not in README] == []


def test_every_key_of_the_explorer_is_named() -> None:
    """Each action of the explorer stands in the table of keys by at least one of its keys."""
    named = {key for row in _rows("Keys") for cell in row for key in re.findall(r"`([^`]+)`", cell)}
    alive = {Context.TABLE, Context.EXPLORER, Context.APP}
    missing = [key.id for key in KEYS if key.context in alive and not {shown(one) for one in key.keys} & named]
    assert missing == []


def test_every_exit_code_is_named() -> None:
    """A script can rely on what it reads."""
    named = {int(cell) for row in _rows("Exit codes") for cell in row if cell.isdigit()}
    assert named == {int(code) for code in ExitCode}


def test_every_example_of_a_query_can_be_read() -> None:
    """The README's queries are queries."""
    for row in _rows("Asking"):
        for text in re.findall(r"`([^`]+)`", row[0]):
            parse(text)


def test_the_picture_shows_the_explorer_as_it_is() -> None:
    """The picture is renewed (`python -m tests.picture`) whenever the explorer looks different."""
    assert text_of(PICTURE.read_text(encoding="utf-8")) == text_of(drawn()[0])

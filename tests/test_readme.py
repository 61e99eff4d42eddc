"""What the README says is so: commands, keys, exit codes, and the picture."""

from __future__ import annotations

import re
import tomllib
from dataclasses import fields, replace
from pathlib import Path

from auditui.cli.commands import COMMANDS
from auditui.core import config, watching
from auditui.core.errors import ExitCode
from auditui.core.language import parse
from auditui.core.watching import Watching
from auditui.insight.rules.table import NAMES
from auditui.insight.rules.watched import WATCHES
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


def _findings() -> str:
    return README.split("## What deserves a look\n", 1)[1].split("\n## ", 1)[0]


def test_every_rule_is_named_with_what_it_tells_and_how_severe_that_is() -> None:
    """Whoever reads a finding can look up its rule, and whoever leaves one out its name."""
    rows = [(re.findall(r"`([a-z-]+)`", row[0]), row[2]) for row in _rows("What deserves a look")]
    assert sorted(name for names, _ in rows for name in names) == sorted(NAMES)
    severities = {name: said for names, said in rows for name in names}
    assert {watch.rule: str(watch.severity) for watch in WATCHES}.items() <= severities.items()


def test_every_threshold_stands_there_with_its_default() -> None:
    """The example can be copied into a configuration; but for the working hours it changes nothing."""
    (text,) = re.findall(r"```toml\n(.*?)```", _findings(), re.DOTALL)
    table = tomllib.loads(text)["findings"]
    assert set(table) == set(watching.KEYS)
    read = watching.changed(Watching(), table)
    assert replace(read, hours=None, zone="") == Watching()
    assert read.knows_hours
    comments = dict(re.findall(r"^(\w+) = .*?# (.*)$", text, re.MULTILINE))
    named = {rule for said in comments.values() for rule in re.findall(r"[a-z-]+", said)} & set(NAMES)
    assert named == set(NAMES) - {watch.rule for watch in WATCHES}


def _configuration() -> str:
    return README.split("## Configuration\n", 1)[1].split("\n## ", 1)[0]


def test_every_key_of_the_configuration_stands_there_with_its_default(tmp_path: Path) -> None:
    """Copied as it is, the example changes nothing; with the lines that have no default it says everything there is."""
    (text,) = re.findall(r"```toml\n(.*?)```", _configuration(), re.DOTALL)
    file = tmp_path / "config.toml"
    file.write_text(text, encoding="utf-8")
    assert config.load(file) == config.Config()
    file.write_text(re.sub(r"^# ", "", text, flags=re.MULTILINE), encoding="utf-8")
    filled = config.load(system=file, system_uid=tmp_path.stat().st_uid)
    assert filled.keys and filled.access
    said = tomllib.loads(file.read_text(encoding="utf-8"))
    assert list(said) == ["display", "keys", "redaction", "findings", "journal", "anchors", "access"]
    assert set(said) == {field.name for field in fields(config.Config)}
    for name in set(said) - {"keys", "findings"}:
        assert list(said[name]) == [field.name for field in fields(getattr(filled, name))]


def test_every_action_of_the_explorer_that_can_be_rebound_is_named() -> None:
    """By the name that the configuration takes."""
    alive = {Context.TABLE, Context.EXPLORER, Context.APP}
    named = re.findall(r"`([^`\n]+)`", _configuration().rsplit("```", 1)[1])
    assert [key.id for key in KEYS if key.context in alive and key.id not in named] == []


def test_the_picture_shows_the_explorer_as_it_is() -> None:
    """The picture is renewed (`python -m tests.picture`) whenever the explorer looks different."""
    assert text_of(PICTURE.read_text(encoding="utf-8")) == text_of(drawn()[0])

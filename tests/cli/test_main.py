"""Which word is a command, which a file, and what each option may stand with."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from auditui.cli.commands import COMMANDS
from auditui.cli.examples import WithExamples
from auditui.cli.main import cli
from auditui.core.language import parse
from auditui.core.query import EVERYTHING, Text
from auditui.core.view import NEWEST_FIRST, Sort, View, command_line


def run(*words: str, env: dict[str, str] | None = None) -> Result:
    return CliRunner(env=env).invoke(cli, words)


@pytest.fixture
def explored(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Sequence[str], dict[str, Any]]]:
    """What the explorer was asked to show."""
    asked: list[tuple[Sequence[str], dict[str, Any]]] = []
    monkeypatch.setattr("auditui.cli.explore.explore", lambda files, **chosen: asked.append((files, chosen)))
    return asked


Explored = list[tuple[Sequence[str], dict[str, Any]]]


def test_without_words_the_store_is_explored(explored: Explored) -> None:
    """The shortest command line opens the default store, newest first."""
    assert run(env={"AUDITUI_DB": ""}).exit_code == 0
    assert explored == [
        (
            (),
            {
                "db": None,
                "query": EVERYTHING,
                "sort": NEWEST_FIRST,
                "columns": (),
                "zone": "UTC",
                "page_size": 200,
                "mouse": True,
                "unchanged": "",
                "saved": None,
            },
        )
    ]


def test_files_and_options_mix(explored: Explored) -> None:
    """Options of the explorer stand before, between and behind files."""
    run("a.log", "-q", "alice", "b.log", "--sort", "-took", "--no-mouse", "--columns", "at,ip", "--page-size", "50")
    ((files, chosen),) = explored
    assert files == ("a.log", "b.log")
    assert (chosen["query"], chosen["sort"], chosen["columns"]) == (Text("alice"), Sort("took"), ("at", "ip"))
    assert (chosen["mouse"], chosen["page_size"]) == (False, 50)


@pytest.mark.parametrize(
    ("words", "files"),
    [
        (["./import"], ("./import",)),
        (["--", "import"], ("import",)),
        (["a.log", "count"], ("a.log", "count")),
        (["-q", "count"], ()),
        (["-qcount", "x"], ("x",)),
        (["--query=count", "-"], ("-",)),
    ],
)
def test_a_command_is_one_only_as_the_first_plain_word(
    explored: Explored, words: list[str], files: tuple[str, ...]
) -> None:
    """Values of options, later words, paths and everything behind `--` are no commands."""
    assert run(*words).exit_code == 0
    assert explored[0][0] == files


@pytest.mark.parametrize(
    "words", [["-q", "x", "count"], ["--no-mouse", "export"], ["--page-size", "50", "stats"], ["--db", "x", "demo"]]
)
def test_an_option_of_the_explorer_before_a_command_is_refused(explored: Explored, words: list[str]) -> None:
    """It would have no effect there, and silence would be a wrong answer."""
    result = run(*words)
    assert result.exit_code == 2
    assert "has no effect before" in result.stderr
    assert explored == []


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--nope"], "No such option"),
        (["count", "--nope"], "No such option"),
        (["export", "--format", "xml"], "xml"),
        (["export", "--limit", "-1"], "-1"),
        (["export", "--raw", "--format", "json"], "--raw has no effect on json"),
        (["export", "--force"], "--force has no effect on standard output"),
        (["export", "--limit", "9" * 20], "--limit"),
        (["stats", "--limit", "9" * 20], "--limit"),
        (["journal", "--plain", "--limit", "9" * 20], "--limit"),
        (["import", "x", "--force"], "--force has no effect without --rejects"),
        (["import", "x", "--dry-run", "--strict"], "--strict has no effect with --dry-run"),
        (["import", "x", "--dry-run", "--json"], "--json has no effect with --dry-run"),
        (["import", "x", "--dry-run", "--rejects", "y"], "--rejects has no effect with --dry-run"),
        (["import", "x", "--dry-run", "--follow"], "--follow has no effect with --dry-run"),
        (["import", "x", "--tz", "+99:99"], "no zone is called '+99:99'"),
        (["report", "--font", "x.ttf"], "--font has no effect on text"),
        (["--db", "a", "views"], "--db has no effect before 'views'"),
        (["formats", "--db", "a"], "No such option"),
        (["export", "--columns", "colour"], "'colour', number 1 of the list, is no column"),
        (["export", "--sort", "colour"], "'colour' is no field to sort by"),
        (["show"], "Missing argument"),
        (["show", "1", "--json", "--tz", "local"], "--tz has no effect on --json"),
        (["--page-size", "7"], "a page has no 7 rows"),
        (["stats", "--by", "colour"], "colour"),
        (["count", "--tz", "Europe/Atlantis"], "Europe/Atlantis"),
        (["count", "-q", "usr:alice"], "usr"),
        (["count", "--db", "a", "extra"], "unexpected extra argument"),
        (["--db", "a", "count", "--db", "b"], "given twice"),
    ],
)
def test_wrong_use_is_exit_code_2_and_one_problem(words: list[str], says: str) -> None:
    """What was wrong, in one line that begins with the program's name, and a hint; nothing on standard output."""
    result = run(*words)
    assert (result.exit_code, result.stdout) == (2, "")
    problem, *rest = result.stderr.splitlines()
    assert problem.startswith("auditui: ")
    assert says in problem
    assert all(line.startswith("hint: ") for line in rest)
    assert len(rest) <= 1


@pytest.mark.parametrize("name", [*COMMANDS, ""])
def test_every_help_has_an_example(name: str) -> None:
    """Whoever asks for help can copy a line that works."""
    result = run(*([name] if name else []), "--help")
    assert result.exit_code == 0
    assert "Example" in result.stdout
    assert "auditui " in result.stdout.split("Example")[1]


def commands() -> list[WithExamples]:
    with click.Context(cli) as ctx:
        loaded = [cli.get_command(ctx, name) for name in COMMANDS]
    return [one for one in [cli, *loaded] if isinstance(one, WithExamples)]


@pytest.mark.parametrize("example", [line for command in commands() for line in command.examples])
def test_every_example_can_be_parsed(example: str) -> None:
    """Examples name options and commands that there are; what follows more blanks explains them."""
    stages = example.split("   ", maxsplit=1)[0].split(" | ")
    (stage,) = [stage for stage in stages if stage.startswith("auditui")]
    words = shlex.split(stage.split("  ", maxsplit=1)[0])[1:]
    with cli.make_context("auditui", list(words)) as ctx:
        command = cli.get_command(ctx, words[0]) if words else None
        if command is not None:
            command.make_context(words[0], words[1:], parent=ctx).close()


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_listed_with_its_own_words(name: str) -> None:
    """The list is shown without loading a command, and says what the command itself says."""
    with click.Context(cli) as ctx:
        command = cli.get_command(ctx, name)
    assert command is not None
    assert COMMANDS[name].summary == command.get_short_help_str(200)
    assert f"\n  {name} " in run("--help").stdout


def test_the_store_may_be_named_on_either_side(tmp_path: Path) -> None:
    """`--db` before the command, behind it, or AUDITUI_DB; the word that is closest wins."""
    for words, env in [
        (["--db", "here.db", "count"], {}),
        (["count", "--db", "here.db"], {}),
        (["count"], {"AUDITUI_DB": "here.db"}),
        (["--db", "here.db", "count"], {"AUDITUI_DB": "other.db"}),
        (["count", "--db", "here.db"], {"AUDITUI_DB": "other.db"}),
        (["--db", "here.db", "count", "--db", "here.db"], {}),
    ]:
        result = run(*words, env=env)
        assert result.exit_code == 5
        assert "here.db: there is no such store" in result.stderr


@pytest.mark.parametrize(
    "view",
    [
        View(),
        View(parse('-user:alice "printer on fire" since:7d'), Sort("took"), ("people",), "Europe/Vienna", 50),
        View(parse("-x OR (status:4xx -y)"), Sort("at", descending=False), ("at", "details.a.b"), "local", 1000),
        View(parse('"\x1b[2J\u202e\n"')),
    ],
)
def test_the_command_line_of_a_view_opens_this_view(explored: Explored, view: View) -> None:
    """Everything on screen can be written as one line for the shell, and that line means the same screen."""
    program, *words = shlex.split(command_line(view, db="a b.db"))
    assert (program, run(*words).exit_code) == ("auditui", 0)
    ((files, chosen),) = explored
    shown = View(chosen["query"], chosen["sort"], chosen["columns"], chosen["zone"], chosen["page_size"])
    assert (files, chosen["db"], shown) == ((), Path("a b.db"), view)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["exprot"], "auditui: exprot: no such file\nhint: did you mean auditui export?\n"),
        (
            ["exprot", "-o", "x"],
            "auditui: exprot: there is no such command, and no such file\nhint: did you mean auditui export?\n",
        ),
        (["no.log"], "auditui: no.log: no such file\nhint: check the path; folders and patterns work too\n"),
    ],
)
def test_a_name_that_is_nothing_is_said_before_a_terminal_is_missed(words: list[str], said: str) -> None:
    """A command misspelled in a script is not told of terminals."""
    done = CliRunner().invoke(cli, words)
    assert done.exit_code != 0
    assert done.stderr == said


def test_of_several_files_the_missing_one_is_said_first(tmp_path: Path) -> None:
    """Without a terminal; with one, the others are shown and it is named."""
    here = tmp_path / "a.log"
    here.touch()
    assert "auditui: no.log: no such file\n" in CliRunner().invoke(cli, [str(here), "no.log"]).stderr
    assert "needs a terminal" in CliRunner().invoke(cli, [str(here)]).stderr

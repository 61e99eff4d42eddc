"""The program: which word is a command, and what happens to all the others."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, NoReturn

import click
from click.core import ParameterSource
from click.shell_completion import CompletionItem, shell_complete

from auditui import __version__
from auditui.cli import ending
from auditui.cli.commands import COMMANDS
from auditui.cli.errors import guarded
from auditui.cli.examples import WithExamples
from auditui.cli.options import (
    columns_option,
    db_option,
    explorer_options,
    query_option,
    sort_option,
    unchanged_option,
    zone_option,
)
from auditui.cli.saved import view_option
from auditui.core.errors import UsageError
from auditui.core.nearest import near_miss

NAME: Final = "auditui"
COMPLETION: Final = "_AUDITUI_COMPLETE"
"""The variable through which a shell asks for completions, by click's convention."""


class Program(WithExamples, click.Group):
    """A group whose commands load when they are named. Words that do not begin with a command are log files."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All commands, most used first."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load one command, or None when there is none of this name."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"auditui.cli.{COMMANDS[cmd_name].module}")
        command: click.Command = module.command
        return command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take the words as a command line if the first plain one is a command, else as files and options mixed."""
        if self._begins_with_command(ctx, args):
            return super().parse_args(ctx, args)
        ctx.allow_interspersed_args = True
        return self._parse_as_files(ctx, args)

    def _parse_as_files(self, ctx: click.Context, args: list[str]) -> list[str]:
        """An option that only a command knows makes a word in front of it that command, misspelled."""
        try:
            return click.Command.parse_args(self, ctx, list(args))
        except click.NoSuchOption:
            near = near_miss(args[0], COMMANDS)
            if not near or Path(args[0]).exists():
                raise
        raise UsageError(
            "there is no such command, and no such file", where=args[0], hint=f"did you mean {NAME} {near}?"
        )

    def _begins_with_command(self, ctx: click.Context, args: Sequence[str]) -> bool:
        """`-q import` holds no command, and neither does anything behind `--`."""
        try:
            _, rest, _ = self.make_parser(ctx).parse_args(list(args))
        except click.UsageError:
            return False
        before = args[: len(args) - len(rest)]
        return bool(rest) and rest[0] in COMMANDS and before[-1:] != ["--"]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands, from the table."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, known.summary) for name, known in COMMANDS.items()])

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Commands from the table, options, and the shell's own files."""
        found = click.Command.shell_complete(self, ctx, incomplete)
        if incomplete.startswith("-"):
            return found
        named = [
            CompletionItem(name, help=known.summary) for name, known in COMMANDS.items() if name.startswith(incomplete)
        ]
        return [*named, *found, CompletionItem(incomplete, type="file")]

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """Files come first in the usage line, since opening them is what most people want."""
        return ["[OPTIONS]", "[FILE]... | COMMAND ..."]

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,  # noqa: ANN401  click's own signature
    ) -> NoReturn:
        """Run one command line and leave with its exit code; every failure goes through one printer."""
        words = list(sys.argv[1:] if args is None else args)
        if asked := os.environ.get(complete_var or COMPLETION):
            sys.exit(shell_complete(self, extra, NAME, complete_var or COMPLETION, asked))
        with ending.orderly():
            code = guarded(lambda: self._run(words, extra))
        sys.exit(code)

    def _run(self, words: list[str], extra: dict[str, Any]) -> object:
        with self.make_context(NAME, words, **extra) as ctx:
            return self.invoke(ctx)


@click.group(
    cls=Program,
    name=NAME,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    examples=[
        "auditui audit.jsonl                         look at a file",
        "auditui import /var/log/app/*.json.gz       keep logs in the store",
        "auditui -q 'action:delete since:7d'         open the store on a question",
        "auditui export -q user:alice -o alice.csv   hand over what was found",
    ],
    epilog="Exit codes: 0 done, 1 failed, 2 usage, 3 some records rejected, 4 nothing recognisable, "
    "5 store unusable, 6 verification failed, 8 --fail-on met, 77 not permitted, 130 interrupted (by SIGTERM 143, "
    "by SIGHUP 129). "
    'Completion in bash: eval "$(_AUDITUI_COMPLETE=bash_source auditui)"; likewise zsh_source, fish_source.',
)
@db_option
@query_option
@sort_option
@columns_option
@zone_option
@explorer_options
@unchanged_option
@view_option
@click.version_option(__version__, "-V", "--version", prog_name=NAME, message="%(prog)s %(version)s")
@click.pass_context
def cli(ctx: click.Context, /, **chosen: Any) -> None:  # noqa: ANN401  the options above, each typed where it is used
    """Explore audit logs: who did what, to which record, when, from where, and what it was before.

    With FILEs: opens them without keeping anything. Without: opens the store. A file that is named
    like a command is reached as ./import.
    """
    if ctx.invoked_subcommand is not None:
        _refuse_stray_options(ctx)
        return
    from auditui.cli.explore import explore

    explore(tuple(ctx.args), **chosen)


def _refuse_stray_options(ctx: click.Context) -> None:
    """In front of a command only `--db` means something, and that only where the command uses a store."""
    command = cli.get_command(ctx, ctx.invoked_subcommand or "")
    uses_store = command is not None and any(option.name == "db" for option in command.params)
    for option in cli.params:
        given = option.name and ctx.get_parameter_source(option.name) is ParameterSource.COMMANDLINE
        if not given or (option.name == "db" and uses_store):
            continue
        advice = "it opens no store" if option.name == "db" else "write it after the command"
        raise click.UsageError(f"{option.opts[-1]} has no effect before '{ctx.invoked_subcommand}': {advice}", ctx)

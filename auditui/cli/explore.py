"""Opens the explorer: what `auditui` does when no command is named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from auditui import keeping
from auditui.cli.commands import COMMANDS
from auditui.cli.opening import opened
from auditui.cli.saved import combined, with_given
from auditui.core.config import Display
from auditui.core.errors import UsageError
from auditui.core.nearest import near_miss
from auditui.core.positions import Position
from auditui.core.query import Query
from auditui.core.view import Sort, View

if TYPE_CHECKING:
    from auditui.formats.inputs import SourceError


def explore(
    files: Sequence[str],
    *,
    db: Path | None,
    query: Query,
    sort: Sort,
    columns: tuple[str, ...],
    zone: str,
    page_size: int,
    mouse: bool,
    saved: str | None = None,
    unchanged: str = "",
) -> None:
    """Show files, or the store when there are none, until the person quits."""
    view = combined(saved, View(query, sort, columns, zone, page_size))
    if files:
        _refuse_store()
        _show_files(files, view, is_saved=saved is not None, mouse=mouse, unchanged=unchanged)
    elif unchanged:
        raise click.UsageError("--unchanged has no effect without files")
    else:
        _show(db, view, is_saved=saved is not None, mouse=mouse)


def _show(db: Path | None, view: View, *, is_saved: bool, mouse: bool, files: Sequence[str] = ()) -> None:
    """Show a view. A start that asks for nothing in particular goes on where the person left the store."""
    from auditui.custody.since_last import store_id
    from auditui.tui.start import run

    with opened(db, is_kept=not files, is_announced=False) as here:
        wanted = here.config.display
        remembers = wanted.restore and not files
        kept_as = (here.path, store_id(here.store)) if remembers else None
        before = keeping.position(*kept_as) if kept_as else None
        start = Position(view if is_saved else preferred(view, wanted), arranged=before.arranged if before else {})
        if not is_saved and not _is_given("query"):
            start = resumed(before, view) or start
        run(
            here,
            start.view,
            standing_on=start.seq,
            arranged=start.arranged,
            mouse=mouse and wanted.mouse,
            files=files,
            keep=partial(keeping.leave, *kept_as) if kept_as else None,
        )


def resumed(left: Position | None, given: View) -> Position | None:
    """Where the person left off, with the options of the command line in place of what was."""
    return left and replace(left, view=with_given(left.view, given))


def preferred(view: View, display: Display) -> View:
    """The view with what the configuration says in place of what the command line leaves open."""
    zone = view.zone if _is_given("zone") else display.zone or view.zone
    size = view.page_size if _is_given("page_size") else display.page_size or view.page_size
    return replace(view, zone=zone, page_size=size)


def _is_given(option: str) -> bool:
    """Whether the command line says it, be it the default or nothing: `-q ''` asks for everything."""
    return click.get_current_context().get_parameter_source(option) is ParameterSource.COMMANDLINE


def _show_files(files: Sequence[str], view: View, *, is_saved: bool, mouse: bool, unchanged: str) -> None:
    from auditui.cli.throw_away import store_of, take_keys_from_terminal

    reads_input = "-" in files
    _require(files, keys_come_later=reads_input)  # before a long import, not after it
    with store_of(files) as path:
        if unchanged:
            from auditui.reopening import require_unchanged

            with opened(path, is_kept=False, is_announced=False) as here:
                require_unchanged(here.store.imports(), unchanged)
        if reads_input:
            take_keys_from_terminal()
        _show(path, view, is_saved=is_saved, mouse=mouse, files=files)


def _require(files: Sequence[str], *, keys_come_later: bool) -> None:
    """See that there is something to show, and something to show it on; what is missing of the files is said first.

    Raises:
        SourceError: None of the files is there; with the command that a name comes close to.
        UsageError: There is no terminal, or one that cannot show the explorer.
    """
    from auditui.tui.start import require_terminal

    missing = [error for name in files if (error := _missing(name))]
    if len(missing) == len(files):
        raise missing[0]
    if keys_come_later:
        return
    try:
        require_terminal()
    except UsageError:
        if missing:
            raise missing[0] from None
        raise


def _missing(name: str) -> SourceError | None:
    from auditui.formats.containers import find_sources
    from auditui.formats.inputs import SourceError

    try:
        next(find_sources([name]), None)
    except SourceError as error:
        near = near_miss(name, COMMANDS)
        return SourceError(error.problem, where=name, hint=f"did you mean auditui {near}?") if near else error
    return None


def _refuse_store() -> None:
    """Files are looked at without being kept, so a store on the same line is a misunderstanding."""
    source = click.get_current_context().find_root().get_parameter_source("db")
    if source is ParameterSource.COMMANDLINE:
        raise click.UsageError(
            "--db has no effect with files: 'auditui import --db' keeps them, 'auditui --db' opens them"
        )

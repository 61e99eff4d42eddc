"""`--view NAME`: a saved view in place of options; those that are given all the same win."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import click
from click.core import ParameterSource
from click.shell_completion import CompletionItem

from auditui.core.errors import AuditError
from auditui.core.view import View


class ViewName(click.ParamType[str]):
    """The name of a saved view; the file is read when the command runs."""

    name = "name"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:  # noqa: ANN401  click's
        """Any text."""
        return str(value)

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Names that begin like this; none where the file cannot be read."""
        from auditui import keeping

        try:
            known = keeping.views()
        except AuditError:
            return []
        return [
            CompletionItem(name, help=str(view.query)) for name, view in known.items() if name.startswith(incomplete)
        ]


def view_option(command: Any) -> Any:  # noqa: ANN401  any command or decorated function
    """`--view NAME` as `saved: str | None`."""
    return click.option(
        "--view", "saved", type=ViewName(), metavar="NAME",
        help="A saved view; other options win over it, and -q narrows it.",
    )(command)  # fmt: skip


def combined(saved: str | None, given: View) -> View:
    """The saved view, narrowed by the query that was given, with the options that were given; without one `given`.

    Raises:
        UsageError: There is no view of this name, or the file of views is wrong.
    """
    if saved is None:
        return given
    from auditui import keeping
    from auditui.core.saved_views import named, narrowed

    return with_given(narrowed(named(keeping.views(), saved), given.query), given)


def with_given(base: View, given: View) -> View:
    """The base with what the command line says of order, columns, zone and rows per page."""
    source = click.get_current_context().get_parameter_source
    said = {
        name: getattr(given, name)
        for name in ("sort", "columns", "zone", "page_size")
        if source(name) is ParameterSource.COMMANDLINE
    }
    return replace(base, **said)

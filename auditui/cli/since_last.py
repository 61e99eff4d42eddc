"""`--since-last NAME` on the command line."""

from __future__ import annotations

from typing import Any

import click
from click.shell_completion import CompletionItem

from auditui import keeping
from auditui.core.errors import AuditError
from auditui.core.last_exports import checked_name


class ExportName(click.ParamType[str]):
    """The name of a regular export; the file is read when the command runs."""

    name = "name"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:  # noqa: ANN401  click's
        """Check what it may hold."""
        return checked_name(str(value))

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Names that begin like this, of whatever store; none where the file cannot be read."""
        try:
            known = keeping.last_exports().values()
        except AuditError:
            return []
        return [CompletionItem(one.name, help=one.query) for one in known if one.name.startswith(incomplete)]


def since_last_option(command: Any) -> Any:  # noqa: ANN401  any command or decorated function
    """`--since-last NAME` as `name: str`, empty when it is not given."""
    return click.option(
        "--since-last", "name", type=ExportName(), metavar="NAME",
        help="Only what came in since the last export of this name; 'auditui exports' lists the names.",
    )(command)  # fmt: skip

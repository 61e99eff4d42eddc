"""`auditui views`: saved views, listed, made, shown, renamed and removed."""

from __future__ import annotations

import click

from auditui import keeping
from auditui.cli.examples import WithExamples
from auditui.cli.options import columns_option, query_option, sort_option, zone_option
from auditui.cli.output import data, remark, show
from auditui.core.errors import UsageError
from auditui.core.query import Query
from auditui.core.saved_views import Views as SavedViews
from auditui.core.saved_views import checked_name, less_view, named, renamed, with_view
from auditui.core.view import DEFAULT_PAGE_SIZE, PAGE_SIZES, Sort, View, check_page_size, command_line


class Views(WithExamples, click.Group):
    """A group with examples."""


@click.group(
    cls=Views,
    name="views",
    invoke_without_command=True,
    examples=[
        "auditui views save 'failed logins' -q 'action:login is:failed'",
        "auditui --view 'failed logins'",
        "auditui export --view 'failed logins' -q since:7d -o failed.csv",
    ],
)
@click.pass_context
def command(ctx: click.Context) -> None:
    """List, save, show, rename and remove saved views.

    They are kept in views.toml in your configuration folder, which can be edited by hand. In the
    explorer V saves a view and v opens one.
    """
    if ctx.invoked_subcommand is None:
        ctx.invoke(list_)


@command.command("list")
def list_() -> None:
    """Print the names and queries of all views (default)."""
    views = keeping.views()
    width = max(map(len, views), default=0)
    if views:
        show("\n".join(f"{name:{width}}  {view.query}".rstrip() for name, view in views.items()))
    else:
        remark("auditui: no views are saved; auditui views save NAME -q QUERY saves one")


@command.command()
@click.argument("name")
@query_option
@sort_option
@columns_option
@zone_option
@click.option("--page-size", type=int, default=DEFAULT_PAGE_SIZE, metavar="N",
              callback=lambda ctx, param, value: check_page_size(value),
              help=f"Rows on a page: {', '.join(map(str, PAGE_SIZES))}.")  # fmt: skip
@click.option("--force", is_flag=True, help="Replace the view if there is one of this name.")
def save(
    name: str, *, query: Query, sort: Sort, columns: tuple[str, ...], zone: str, page_size: int, force: bool
) -> None:
    """Save a view under NAME."""
    view, checked = View(query, sort, columns, zone, page_size), checked_name(name)

    def add(views: SavedViews) -> dict[str, View]:
        if checked in views and not force:
            raise UsageError(f"there is a view {checked!r} already", hint="--force replaces it")
        return with_view(views, checked, view)

    keeping.change_views(add)
    remark(f"auditui: saved {checked!r} in {keeping.views_file()}")


@command.command("show")
@click.argument("name")
def show_(name: str) -> None:
    """Print the command line that NAME stands for."""
    data(command_line(named(keeping.views(), name)))


@command.command()
@click.argument("name")
@click.argument("new_name", metavar="NEW")
def rename(name: str, new_name: str) -> None:
    """Give NAME another name."""
    keeping.change_views(lambda views: renamed(views, name, new_name))


@command.command()
@click.argument("name")
def remove(name: str) -> None:
    """Remove NAME; no event is touched."""
    keeping.change_views(lambda views: less_view(views, name))

"""Options that several commands share, so that each is spelled, parsed and explained once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, TypeVar

import click
from click.core import ParameterSource

from auditui.cli.output import remark
from auditui.core import times
from auditui.core.query import EVERYTHING, Query, freeze
from auditui.core.view import (
    DEFAULT_PAGE_SIZE,
    NEWEST_FIRST,
    PAGE_SIZES,
    SORTABLE,
    Sort,
    check_page_size,
    parse_columns,
    parse_sort,
)

MOST_ROWS: Final = 2**62
"""The largest number that `--limit` takes."""
Decorated = TypeVar("Decorated", bound=Callable[..., object])


class QueryType(click.ParamType[Query]):
    """Query text; a mistake in it is a `QueryError` that knows its position."""

    name = "query"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Query:  # noqa: ANN401  click's
        """Parse text; a tree stays what it is."""
        if isinstance(value, Query):
            return value
        from auditui.core.language import parse

        return parse(value)


class SortType(click.ParamType[Sort]):
    """A field of `SORTABLE`, with `-` in front for descending."""

    name = "field"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Sort:  # noqa: ANN401  click's
        """Parse text; a sort stays what it is."""
        return value if isinstance(value, Sort) else parse_sort(value)


class ZoneType(click.ParamType[str]):
    """The name of a zone that there is."""

    name = "zone"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:  # noqa: ANN401  click's
        """Check the name; a `UsageError` knows the nearest one."""
        times.zone(value)
        return str(value)


class ColumnsType(click.ParamType[tuple[str, ...]]):
    """The name of a column set, or columns with commas between them."""

    name = "set"

    def convert(
        self,
        value: Any,  # noqa: ANN401  click's own signature
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> tuple[str, ...]:
        """Split and check; a tuple stays what it is."""
        return value if isinstance(value, tuple) else self.parse(value)

    def parse(self, text: str) -> tuple[str, ...]:
        """Names as `View.columns` keeps them."""
        return parse_columns(text)


def _store_path(ctx: click.Context, param: click.Parameter, value: Path | None) -> Path | None:
    """The store named behind the command, else before it, else by AUDITUI_DB."""
    root = ctx.parent if ctx.parent is not None and "db" in ctx.parent.params else ctx.find_root()
    before: Path | None = root.params.get("db")
    if root is ctx or before is None:
        return value
    if ctx.get_parameter_source("db") is not ParameterSource.COMMANDLINE:
        return before
    if value != before and root.get_parameter_source("db") is ParameterSource.COMMANDLINE:
        raise click.BadParameter(f"given twice, as '{before}' and as '{value}'", ctx, param)
    return value


def db_option(command: Decorated) -> Decorated:
    """`--db PATH` as `db: Path | None`, wherever on the line it stands; None is the default store."""
    return click.option(
        "--db",
        type=click.Path(path_type=Path, readable=False),  # whoever may not read it has no role: `session` says so
        metavar="PATH",
        envvar="AUDITUI_DB",
        callback=_store_path,
        help="The store to use (default: AUDITUI_DB, else one in your data folder).",
    )(command)


def query_option(command: Decorated) -> Decorated:
    """`-q QUERY` as `query: Query`."""
    return click.option(
        "-q", "--query", type=QueryType(), default=EVERYTHING, metavar="QUERY",
        help="Only matching events, such as 'action:delete since:7d'.",
    )(command)  # fmt: skip


def count_option(command: Decorated) -> Decorated:
    """`--count N` as `count: int | None`: what confirms a deletion where nobody can be asked."""
    return click.option(
        "--count", type=click.IntRange(min=0), metavar="N",
        help="Confirms that N events are deleted: exactly so many, or none.",
    )(command)  # fmt: skip


def reason_option(command: Decorated) -> Decorated:
    """`--reason TEXT` as `reason: str | None`."""
    return click.option("--reason", metavar="TEXT", help="Why, in a few words; kept on record.")(command)


def sort_option(command: Decorated) -> Decorated:
    """`--sort FIELD` as `sort: Sort`."""
    return click.option(
        "--sort", type=SortType(), default=NEWEST_FIRST, metavar="FIELD",
        help=f"Order by {', '.join(SORTABLE)}; - in front for descending (default -at).",
    )(command)  # fmt: skip


def zone_option(command: Decorated) -> Decorated:
    """`--tz ZONE` as `zone: str`."""
    return click.option(
        "--tz", "zone", type=ZoneType(), default="UTC", metavar="ZONE",
        help="Zone that days and times mean: UTC (default), local, or a name such as Europe/Vienna.",
    )(command)  # fmt: skip


def columns_option(command: Decorated) -> Decorated:
    """`--columns SET` as `columns: tuple[str, ...]`, empty when it is not given."""
    return click.option(
        "--columns", type=ColumnsType(), default=(), metavar="SET",
        help="A set (api, changes, people, activity) or a comma list of columns.",
    )(command)  # fmt: skip


def explorer_options(command: Decorated) -> Decorated:
    """What only the explorer knows: `page_size: int`, `mouse: bool`."""
    with_mouse = click.option(
        "--no-mouse", "mouse", is_flag=True, flag_value=False, default=True,
        help="Leave the mouse to the terminal, for selecting text.",
    )(command)  # fmt: skip
    return click.option(
        "--page-size", type=int, default=DEFAULT_PAGE_SIZE, metavar="N",
        callback=lambda ctx, param, value: check_page_size(value),
        help=f"Rows on a page: {', '.join(map(str, PAGE_SIZES))} (default {DEFAULT_PAGE_SIZE}).",
    )(with_mouse)  # fmt: skip


def unchanged_option(command: Decorated) -> Decorated:
    """`--unchanged HASHES` as `unchanged: str`, empty when it is not given."""
    return click.option(
        "--unchanged", default="", metavar="HASHES",
        help="Open the files only if they are still these (stands in copied commands).",
    )(command)  # fmt: skip


def frozen(query: Query, zone: str) -> Query:
    """The query with its days and relative times turned into moments: now, in the zone.

    A period that ends before it begins is a valid question, to which nothing is the answer; the person is told.
    """
    from auditui.insight.period import is_backwards

    asked = freeze(query, times.now_us(), zone)
    if is_backwards(asked):
        remark("auditui: the period ends before it begins, so nothing is in it")
    return asked

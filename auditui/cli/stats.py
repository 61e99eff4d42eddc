"""`auditui stats`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import click

from auditui.cli.examples import WithExamples
from auditui.cli.opening import opened
from auditui.cli.options import MOST_ROWS, db_option, frozen, query_option, zone_option
from auditui.cli.output import data, remark, show
from auditui.cli.saved import combined, view_option
from auditui.cli.stats_text import stats_text
from auditui.core import times
from auditui.core.narrowing import FACETS, clause_of
from auditui.core.query import TEXT_FIELDS, Query, freeze
from auditui.core.view import View
from auditui.custody import deeds
from auditui.facets import FacetList, Wording, facet_for, facet_list
from auditui.insight.timeline import timeline_object
from auditui.store.base import Count, Histogram

PANEL: Final = tuple(facet.id for facet in FACETS)
"""The lists of the filters panel: what events are counted by when nobody says."""

FIELDS: Final = (*PANEL, *sorted({*TEXT_FIELDS, "verb", "actor_kind"}.difference(PANEL)))
"""What events can be counted by."""

BUCKETS: Final = 24


@click.command(
    cls=WithExamples,
    examples=[
        "auditui stats -q since:7d",
        "auditui stats -q is:failed --by ip --by actor --json",
    ],
)
@db_option
@query_option
@view_option
@zone_option
@click.option("--by", "fields", type=click.Choice(FIELDS), metavar="FIELD", multiple=True,
              help="Count by this; may be repeated (default: the lists of the filters panel).")  # fmt: skip
@click.option(
    "--limit", type=click.IntRange(1, MOST_ROWS), default=10, metavar="N", help="Values of a field (default 10)."
)
@click.option("--json", "as_json", is_flag=True, help="As one JSON object: total, facets, histogram.")
def command(
    *,
    db: Path | None,
    query: Query,
    saved: str | None,
    zone: str,
    fields: Sequence[str],
    limit: int,
    as_json: bool,
) -> None:
    """Count matching events over time and by field."""
    view = combined(saved, View(query, zone=zone))
    now_us, asked = times.now_us(), frozen(view.query, view.zone)
    with opened(db) as here:
        here.journal.note(deeds.searched(view.query, by="stats"))
        now = here.store.snapshot()
        total = here.store.count(asked, now)
        wording = Wording(freeze=lambda one: freeze(one, now_us, view.zone))
        lists = [
            facet_list(here.store, asked, facet_for(name), limit=limit, as_of=now, wording=wording, is_whole=True)
            for name in fields or PANEL
        ]
        if not fields:
            lists = [one for one in lists if any(row.pick.value is not None for row in one.rows)]
        histogram = here.store.histogram(asked, BUCKETS, now)
    if not total.exact:
        remark(f"auditui: these are lower bounds: {total.note}")
    if as_json:
        from auditui.formats.json_text import dumps

        data(dumps(as_object(total, lists, histogram)))
    else:
        show(stats_text(total, lists, histogram, view.zone))


def as_object(total: Count, facets: Sequence[FacetList], histogram: Histogram) -> dict[str, Any]:
    """The three answers as JSON, each value with the query that finds so many.

    `exact` stands there only where it is false, `more` (how many values of a field are not listed) where there are any.
    """
    more = {found.facet.id: found.more for found in facets if found.more}
    return {
        "total": int(total),
        "facets": {
            found.facet.id: [
                {"value": row.label, "count": int(row.count), "query": str(clause_of(row.pick))} for row in found.rows
            ]
            for found in facets
        },
        "histogram": timeline_object(histogram),
        **({"more": more} if more else {}),
        **({} if total.exact else {"exact": False}),
    }

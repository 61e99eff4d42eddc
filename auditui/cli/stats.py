"""`auditui stats`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import click

from auditui.cli.examples import WithExamples
from auditui.cli.opening import opened
from auditui.cli.options import MOST_ROWS, db_option, frozen, query_option, zone_option
from auditui.cli.output import data, remark, show
from auditui.cli.saved import combined, view_option
from auditui.cli.stats_text import stats_text
from auditui.core.query import TEXT_FIELDS, Query
from auditui.core.view import View
from auditui.custody import deeds
from auditui.insight.timeline import timeline_object
from auditui.store.base import Count, FacetValue, Histogram

FIELDS: Final = (*TEXT_FIELDS, "status", "outcome", "verb", "actor_kind", "origin")
"""What events can be counted by."""

TELLING: Final = ("verb", "action", "actor", "role", "category", "entity_type", "status", "outcome", "ip")
"""What events are counted by when nobody says; those that the store has."""

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
              help="Count by this field; may be repeated (default: the telling ones that are filled).")  # fmt: skip
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
    asked = frozen(view.query, view.zone)
    with opened(db) as here:
        here.journal.note(deeds.searched(view.query, by="stats"))
        now = here.store.snapshot()
        chosen = fields or [name for name in TELLING if name in here.store.fields_present()]
        total = here.store.count(asked, now)
        facets = here.store.facets(asked, chosen, limit, now)
        histogram = here.store.histogram(asked, BUCKETS, now)
    if not total.exact:
        remark(f"auditui: these are lower bounds: {total.note}")
    if as_json:
        from auditui.formats.json_text import dumps

        data(dumps(as_object(total, facets, histogram)))
    else:
        show(stats_text(total, facets, histogram, view.zone))


def as_object(total: Count, facets: Mapping[str, Sequence[FacetValue]], histogram: Histogram) -> dict[str, Any]:
    """The three answers as JSON: `exact` only where it is false."""
    return {
        "total": int(total),
        "facets": {name: [{"value": one.value, "count": one.count} for one in found] for name, found in facets.items()},
        "histogram": timeline_object(histogram),
        **({} if total.exact else {"exact": False}),
    }

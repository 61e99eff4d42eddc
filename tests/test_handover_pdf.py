"""PDFs of what a store holds: the same rows as every other format, with what the store says of them."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest

from auditui import store as stores
from auditui import transfer
from auditui.core.errors import UsageError
from auditui.core.language import parse
from auditui.core.view import Sort
from auditui.formats import to_pdf
from auditui.formats.event_rows import moment
from auditui.handover import Export, Format, Made, export, pdf
from auditui.store.base import Store
from tests.formats.pdf.reading import Paper

SAMPLES = Path(__file__).parent.parent / "sample_data"
MADE = Made("audit.db", "alice", 1_790_000_000_000_000)


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store of the sample logs."""
    store = stores.open(tmp_path_factory.mktemp("samples") / "audit.db", create=True)
    transfer.import_sources(store, [str(file) for file in sorted(SAMPLES.iterdir()) if file.suffix != ".md"])
    yield store
    store.close()


def paper(store: Store, wanted: Export) -> Paper:
    return Paper(b"".join(pdf(store, wanted, MADE)))


def seqs_in_pdf(store: Store, wanted: Export) -> list[int]:
    """The first cell of each row; only positions are numbers there, for columns are chosen so."""
    texts = chain.from_iterable(page for page in paper(store, wanted).pages())
    return [int(text) for text in texts if text.isdigit()]


def seqs_in_text(store: Store, wanted: Export, form: Format) -> list[int]:
    lines = list(export(store, wanted))
    rows = csv.DictReader(lines) if form == "csv" else map(json.loads, lines)
    return [int(row["seq"]) for row in rows]


@pytest.mark.parametrize(
    ("query", "sort", "limit"),
    [
        ("", Sort("at"), None),
        ("action:update has:changes", Sort("at", descending=False), None),
        ("user:ana", Sort("actor"), 17),
        ("is:failed", Sort("took"), 3),
        ("user:nobody-at-all", Sort("at"), None),
    ],
)
def test_all_formats_list_the_same_events_in_the_same_order(
    samples: Store, query: str, sort: Sort, limit: int | None
) -> None:
    """Whoever compares the paper with the data finds every row of the one in the other."""
    listed = {
        form: seqs_in_text(samples, Export(parse(query), sort, form, ("seq", "at"), limit), form)
        for form in ("csv", "jsonl")
    }
    printed = seqs_in_pdf(samples, Export(parse(query), sort, "pdf", ("at",), limit))
    assert printed == listed["csv"] == listed["jsonl"]
    assert bool(printed) == (query != "user:nobody-at-all")


def test_the_cover_counts_what_matches_and_what_is_listed(samples: Store) -> None:
    """The canonical query, the count, and the period of all that match, whatever the order and the limit."""
    query = parse("user:ana   has:changes")
    matching = sorted(event.at_us for event in samples.events(query))
    text = paper(samples, Export(query, Sort("actor"), "pdf", limit=2)).text()
    assert "\nuser:ana has:changes\n" in text
    assert f"2 of {len(matching)} that match are listed: the first ones, by name, descending" in text
    assert f"\n{moment(matching[0], 'UTC')} UTC  to  {moment(matching[-1], 'UTC')} UTC\n" in text


def test_the_head_is_the_newest_that_the_store_keeps(samples: Store) -> None:
    """It stands for everything that was recorded, so the list can be held against the store later."""
    with samples.evidence() as evidence:
        *_, newest = evidence.heads()
    assert (
        f"\n{newest.chain.hex()} (number {newest.number}, up to Seq {newest.last_seq:,})"
        in paper(samples, Export(limit=1)).text()
    )


def test_columns_that_no_listed_event_fills_are_left_out(samples: Store) -> None:
    """A trail of changes has no status and no execution time, though other events of the store do."""
    changed = paper(samples, Export(parse("has:changes"), limit=1)).pages()[0]
    everything = paper(samples, Export(limit=1)).pages()[0]
    assert {"Status", "Took"} <= set(everything)
    assert not {"Status", "Took"} & set(changed)


def test_people_read_not_available_where_others_read_a_dash(samples: Store) -> None:
    """As the CSV of that set says."""
    assert "N/A" in paper(samples, Export(columns=("people",), limit=50)).pages()[0]
    assert "N/A" not in paper(samples, Export(columns=("api",), limit=50)).text()


def test_more_events_than_paper_holds_are_refused(samples: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Never a silent end in the middle; a limit of one's own is a way on."""
    monkeypatch.setattr(to_pdf, "MOST_EVENTS", 100)
    with pytest.raises(UsageError, match="a PDF holds at most 100 events, and 793 match") as caught:
        paper(samples, Export())
    assert "--limit" in caught.value.hint
    assert len(seqs_in_pdf(samples, Export(columns=("at",), limit=100))) == 100


def test_progress_tells_how_far_it_is(samples: Store) -> None:
    """A long list is drawn before the first byte is written, and the person wants to know."""
    told: list[int] = []
    assert next(pdf(samples, Export(limit=250), MADE, told.append)).startswith(b"%PDF-")
    assert told == [100, 200]

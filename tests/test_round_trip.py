"""What is exported and imported again is the same events."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auditui import handover, transfer
from auditui import store as stores
from auditui.core.canonical import content_hash
from auditui.core.event import ABSENT, ACTOR_KINDS, OUTCOMES, VERBS, Event, Fields
from auditui.core.query import EVERYTHING
from auditui.core.recording import record
from auditui.core.view import Sort
from auditui.import_report import ImportReport
from auditui.store.base import Origin

SAMPLES = Path(__file__).parent.parent / "sample_data"
BY_SEQ = Sort("seq", descending=False)
each_form = pytest.mark.parametrize("form", handover.TEXT_FORMATS)

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8) | st.sampled_from(
    [
        "=1+1",
        "'=1",
        "''-x",
        "-5",
        "+4912",
        "@x",
        "'",
        '"',
        ",",
        "a\r\nb",
        "\r",
        "\t",
        " x ",
        "null",
        "1",
        "[]",
        "N/A",
        "\x9b",
    ]
)
LEAF = st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats(allow_nan=False) | TEXT
JSON = st.recursive(
    LEAF, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3), max_leaves=6
)
NAMES = (
    "id", "actor", "actor_id", "email", "role", "on_behalf_of", "action", "method", "category", "entity_type",
    "entity_id", "entity_name", "description", "ip", "user_agent", "request_id",
)  # fmt: skip
FIELDS = st.fixed_dictionaries(
    {"at_us": st.integers(-(10**15), 4 * 10**15)},
    optional={
        **dict.fromkeys(NAMES, TEXT),
        "actor_kind": st.sampled_from(ACTOR_KINDS),
        "outcome": st.sampled_from(OUTCOMES),
        "verb": st.sampled_from(VERBS),
        "status": st.integers(0, 999),
        "took_us": st.integers(0, 10**12),
        "details": st.dictionaries(TEXT, JSON, max_size=4),
        "changes": st.lists(st.tuples(TEXT, JSON | st.just(ABSENT), JSON | st.just(ABSENT)), max_size=3),
        "targets": st.lists(st.fixed_dictionaries({"type": TEXT, "id": TEXT, "name": TEXT}), max_size=2),
    },
)


def hashes(path: Path) -> list[bytes]:
    store = stores.open(path, read_only=True)
    try:
        return [content_hash(event) for event in store.events(EVERYTHING, BY_SEQ)]
    finally:
        store.close()


def exported(path: Path, form: handover.Format, *, raw: bool = False) -> Path:
    store = stores.open(path, read_only=True)
    out = path.with_suffix(f".{form}")
    handover.to_file(handover.export(store, handover.Export(sort=BY_SEQ, format=form, raw=raw)), out, force=True)
    store.close()
    return out


def imported(source: Path, into: Path) -> ImportReport:
    store = stores.open(into, create=True)
    report = transfer.import_sources(store, [str(source)])
    store.close()
    return report


@each_form
def test_the_sample_logs_survive_a_round_trip(tmp_path: Path, form: handover.Format) -> None:
    """Five kinds of trail, among them hostile characters and redacted secrets: the same content hashes, in order."""
    store = stores.open(tmp_path / "a.db", create=True)
    files = [str(file) for file in sorted(SAMPLES.iterdir()) if file.suffix != ".md"]
    transfer.import_sources(store, files)
    store.close()
    report = imported(exported(tmp_path / "a.db", form), tmp_path / "b.db")
    assert (report.total("rejected"), report.total("imported")) == (0, len(hashes(tmp_path / "a.db")))
    assert hashes(tmp_path / "b.db") == hashes(tmp_path / "a.db")


@each_form
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(sources=st.lists(FIELDS, min_size=1, max_size=4, unique_by=str))
def test_any_event_survives_a_round_trip(
    tmp_path_factory: pytest.TempPathFactory, form: handover.Format, sources: list[Fields]
) -> None:
    """Formulas, quotes, line ends, numbers that look like text, null beside absent, every script."""
    folder = tmp_path_factory.mktemp("trip")
    events: list[Event] = [record(fields) for fields in sources]
    store = stores.open(folder / "a.db", create=True)
    store.append(events, origin=Origin("made up"))
    store.close()
    imported(exported(folder / "a.db", form), folder / "b.db")
    assert hashes(folder / "b.db") == hashes(folder / "a.db")


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_bookmarks_beside_events_are_no_part_of_them(tmp_path: Path, form: handover.Format) -> None:
    """A file with a field of notes, formulas and line ends among them, gives the same events back."""
    imported(SAMPLES / "change-trail.json", tmp_path / "a.db")
    notes = {1: "the first", 2: '=1+1,"x"', 5: "*"}
    wanted = handover.Export(sort=BY_SEQ, format=form, noted=lambda event: notes.get(event.seq, ""))
    with closing(stores.open(tmp_path / "a.db", read_only=True)) as store:
        handover.to_file(handover.export(store, wanted), tmp_path / f"noted.{form}")
    text = (tmp_path / f"noted.{form}").read_text(encoding="utf-8")
    assert text.count("bookmark") == (1 if form == "csv" else 3) and "the first" in text
    report = imported(tmp_path / f"noted.{form}", tmp_path / "b.db")
    assert report.total("rejected") == 0
    assert hashes(tmp_path / "b.db") == hashes(tmp_path / "a.db")


@each_form
def test_an_export_taken_back_into_its_own_store_adds_nothing(tmp_path: Path, form: handover.Format) -> None:
    """The store knows its own events again."""
    imported(SAMPLES / "change-trail.json", tmp_path / "a.db")
    before = hashes(tmp_path / "a.db")
    report = imported(exported(tmp_path / "a.db", form), tmp_path / "a.db")
    assert (report.total("imported"), report.total("duplicate")) == (0, len(before))
    assert hashes(tmp_path / "a.db") == before

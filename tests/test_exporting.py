"""An export to a file: the bytes of the command line, on record first, stopped without a trace."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from auditui import session
from auditui import store as stores
from auditui.cli.main import cli
from auditui.core.errors import AuditError, InterruptedQueryError, NotPermittedError
from auditui.core.event import Event
from auditui.core.language import parse
from auditui.core.query import EVERYTHING, Query
from auditui.core.selection import Selection, all_matching
from auditui.core.view import SORTABLE, Sort, View
from auditui.custody.deeds import Deed
from auditui.custody.journal import Unrecorded
from auditui.custody.roles import NOBODY
from auditui.exporting import Errand
from auditui.handover import FORMATS, Export, Format
from auditui.session import Session
from auditui.store.base import Count, Origin
from auditui.tui.export_choice import ExportChoice, Scope, What, default_name, export_of

NINE = 1_790_067_600_000_000


def event(number: int) -> Event:
    return Event(
        at_us=NINE + number * 1_000_000, id=f"e-{number}", actor="Ana" if number % 3 else "=cmd()", action="Update",
        verb="update", outcome="success", status=200 + number % 5, entity_type="ticket", entity_id=str(number),
        ip="10.0.0.5", took_us=1_500 * number, details={"n": number},
    )  # fmt: skip


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of 40 events."""
    path = tmp_path_factory.mktemp("store") / "audit.db"
    with closing(stores.open(path, create=True)) as store:
        report = store.append(map(event, range(40)), origin=Origin("sample.jsonl", "jsonl"))
        store.finish_import(report.import_id, merged=0, rejected=0)
    return path


class Noting(Unrecorded):
    """A journal that keeps what it is told, and looks what is on disk by then."""

    def __init__(self, look: Callable[[], object] = lambda: None) -> None:
        self.deeds: list[Deed] = []
        self.seen: list[object] = []
        self._look = look

    def note(self, deed: Deed) -> None:
        self.deeds.append(deed)
        self.seen.append(self._look())


@pytest.fixture
def here(db: Path) -> Iterator[Session]:
    """Somebody at the store."""
    with session.opened(db) as opened:
        yield replace(opened, journal=Noting())


def silent(done: int, total: int) -> None:
    pass


def scope_of(db: Path, view: View) -> Scope:
    """What the explorer shows of a view."""
    with closing(stores.open(db, read_only=True)) as store:
        pinned = replace(view, as_of=store.snapshot())
        rows = store.page(pinned, limit=5).rows
        total = store.count(view.query, pinned.as_of)
    return Scope(view.query, pinned, ("at", "user", "took"), tuple(row.seq for row in rows), total)


ASKED = (EVERYTHING, parse("user:ana"), parse("status:>=202"), parse("-user:ana OR seq:1..4"), parse("nowhere"))


@settings(max_examples=30, deadline=None)
@given(
    query=st.sampled_from(ASKED),
    sort=st.builds(Sort, st.sampled_from(SORTABLE), st.booleans()),
    form=st.sampled_from(("csv", "jsonl", "json", "bundle")),
    only_shown=st.booleans(),
    raw=st.booleans(),
)
def test_the_explorer_writes_the_bytes_of_the_command_line(
    db: Path,
    query: Query,
    sort: Sort,
    form: Format,
    only_shown: bool,
    raw: bool,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """Whatever is chosen in the window: the command with the same wishes writes the same file."""
    folder = tmp_path_factory.mktemp("out")
    choice = ExportChoice("all", form, only_shown=only_shown, raw=raw)
    with session.opened(db, is_kept=False) as here:
        wanted = export_of(choice, scope_of(db, View(query, sort)))
        Errand(here, wanted, query, folder / "ours").run(silent)
    options = ["export", "--db", str(db), "-q", str(query), "--format", form, "-o", str(folder / "theirs")]
    if form != "bundle":
        options += ["--sort", str(sort)]
        options += ["--columns", "at,user,took"] if only_shown else []
    options += ["--raw"] if raw and form == "csv" else []
    done = CliRunner().invoke(cli, options)
    assert done.exit_code == 0, done.output
    assert (folder / "ours").read_bytes() == (folder / "theirs").read_bytes()


@pytest.mark.parametrize(("what", "numbers"), [("all", 26), ("marked", 25), ("page", 5)])
def test_each_choice_means_its_events(here: Session, db: Path, tmp_path: Path, what: What, numbers: int) -> None:
    """All that matches, what is marked (all but one), the rows on screen: as many as the window says."""
    scope = scope_of(db, View(parse("user:ana")))
    assert scope.view.as_of is not None and scope.total is not None
    marked = Selection().with_all(all_matching(scope.view.query, scope.view.as_of), int(scope.total))
    scope = replace(scope, selection=marked.toggling([here.store.get(scope.page[0])]))
    assert scope.counts()[what] == str(numbers)
    count = Errand(here, export_of(ExportChoice(what), scope), scope.asked, tmp_path / "out.csv").run(silent)
    assert count == numbers
    assert len((tmp_path / "out.csv").read_text().splitlines()) == numbers + 1


def test_what_came_in_since_is_not_in_the_file(tmp_path: Path) -> None:
    """The file holds the rows that somebody saw, whatever an import has brought meanwhile."""
    path = tmp_path / "own.db"
    with closing(stores.open(path, create=True)) as store:
        store.append(map(event, range(5)), origin=Origin("first", "jsonl"))
        scope = scope_of(path, View())
        store.append(map(event, range(5, 9)), origin=Origin("later", "jsonl"))
    with session.opened(path, is_kept=False) as here:
        count = Errand(here, export_of(ExportChoice(), scope), EVERYTHING, tmp_path / "out.csv").run(silent)
    assert count == 5 and len((tmp_path / "out.csv").read_text().splitlines()) == 6


def test_it_is_on_record_before_there_is_a_file(here: Session, tmp_path: Path) -> None:
    """Nothing leaves the store unrecorded: with the query as written, the exact count, format, target and marks."""
    noting = Noting(look=lambda: list(tmp_path.iterdir()))
    here = replace(here, journal=noting)
    target = tmp_path / "out.csv"
    Errand(here, Export(parse("user:ana"), format="csv"), parse("user:ana since:9000d"), target, selected=3).run(silent)
    (deed,) = noting.deeds
    assert (str(deed.query), dict(deed.details)) == (
        "user:ana since:9000d",
        {"count": 26, "format": "csv", "selected": 3},
    )
    assert deed.targets[0].name == str(target)
    assert noting.seen == [[]]


@pytest.mark.parametrize("form", FORMATS)
def test_a_stopped_export_leaves_nothing(here: Session, tmp_path: Path, form: Format) -> None:
    """Neither the file, nor a part of it under another name, nor a change to one that was there."""
    (tmp_path / "old").write_text("precious")
    errand = Errand(here, Export(format=form), EVERYTHING, tmp_path / "old", force=True)
    with pytest.raises(InterruptedQueryError):
        errand.run(lambda done, total: errand.stop())
    assert [file.name for file in tmp_path.iterdir()] == ["old"]
    assert (tmp_path / "old").read_text() == "precious"


def test_a_query_that_runs_is_interrupted(here: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Counting a million events by a substring must not keep anybody who wants to leave."""
    counting = threading.Event()
    interrupted = threading.Event()

    class Slow:
        def __getattr__(self, name: str) -> object:
            return getattr(here.store, name)

        def count(self, *_: object) -> Count:
            counting.set()
            assert interrupted.wait(5)
            raise InterruptedQueryError("interrupted")

        def interrupt(self) -> None:
            interrupted.set()

        def close(self) -> None:
            pass

    monkeypatch.setattr(Session, "connect", lambda _: Slow())
    errand = Errand(here, Export(format="csv"), EVERYTHING, tmp_path / "out.csv")

    def stop_then() -> None:
        assert counting.wait(5)
        errand.stop()

    threading.Thread(target=stop_then).start()
    with pytest.raises(InterruptedQueryError):
        errand.run(silent)


def test_who_may_not_export_gets_no_file(here: Session, tmp_path: Path) -> None:
    """Looking is one thing, taking away another; the attempt is on record."""
    noting = Noting()
    errand = Errand(replace(here, role=NOBODY, journal=noting), Export(), EVERYTHING, tmp_path / "out.csv")
    with pytest.raises(NotPermittedError):
        errand.run(silent)
    assert [deed.action for deed in noting.deeds] == ["refused"]
    assert not list(tmp_path.iterdir())


def test_the_store_is_never_the_target(here: Session) -> None:
    """Not even somebody who confirmed the replacement means that."""
    with pytest.raises(AuditError, match="the store itself"):
        Errand(here, Export(), EVERYTHING, here.path, force=True).run(silent)


@pytest.mark.parametrize(
    ("query", "what", "name"),
    [
        ("", "all", "events-2026-09-22.csv"),
        ("action:delete type:Ticket", "all", "action-delete-entity-type-ticket-2026-09-22.csv"),
        ("../../etc", "all", "etc-2026-09-22.csv"),
        ("user:ana", "marked", "selected-2026-09-22.csv"),
        ("details.password:hunter2", "all", "details-password-redacted-2026-09-22.csv"),
        ("田中", "all", "events-2026-09-22.csv"),
    ],
)
def test_the_name_says_what_is_in_the_file(query: str, what: What, name: str) -> None:
    """In characters that no shell or file system minds, and without secrets."""
    scope = Scope(parse(query), View(), ())
    assert default_name(scope, ExportChoice(what), NINE) == name


def test_the_name_follows_the_format() -> None:
    """Until somebody chose another ending."""
    choice = ExportChoice(target="case.csv")
    assert choice.with_format("jsonl").target == "case.jsonl"
    assert choice.with_format("jsonl").with_format("pdf").target == "case.pdf"
    assert replace(choice, target="case.txt").with_format("json").target == "case.txt"


def test_a_regular_export_goes_on_behind_its_last_one(
    here: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first one of a name holds everything, the next one what came since, and both are on record by the name."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))

    def regular(target: str) -> int:
        wanted, asked = Export(format="csv"), parse("user:ana")
        return Errand(here, replace(wanted, query=asked), asked, tmp_path / target, since_last="nightly").run(silent)

    first = regular("first.csv")
    assert first == int(here.store.count(parse("user:ana"))) > 0
    assert regular("second.csv") == 0
    assert len((tmp_path / "second.csv").read_text().splitlines()) == 1, "the header alone"
    assert isinstance(here.journal, Noting)
    assert [deed.details["since_last"] for deed in here.journal.deeds] == ["nightly", "nightly"]

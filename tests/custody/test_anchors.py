"""Heads that are kept outside the store, and what is remembered of its last verification."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from auditui.core.canonical import Head
from auditui.core.config import Anchoring, Config
from auditui.custody.anchors import LastVerification, Place, last_verification, note, noted, places, remember
from auditui.custody.findings import Verification

ID = "0f8fad5b-d9cb-469f-a165-70867728950e"


def head(number: int) -> Head:
    return Head(number, "import", 1, b"r" * 32, 1, number * 10, b"t" * 32, 0, bytes([number]) * 32)


@pytest.fixture
def own(tmp_path: Path) -> Place:
    return Place(tmp_path / "state" / "anchors", is_shared=False)


def test_what_is_noted_can_be_read_back(own: Place, tmp_path: Path) -> None:
    """Number, events and hash, and whether it was of a store at this path."""
    store = tmp_path / "audit.db"
    assert note(ID, head(1), store, [own]) == note(ID, head(2), tmp_path / "moved.db", [own]) == []
    found = {each.number: each for each in noted(ID, store, [own])}
    assert {number: (each.events, each.chain, each.is_here) for number, each in found.items()} == {
        1: (10, "01" * 32, True),
        2: (20, "02" * 32, False),
    }
    assert str(own.folder) in found[1].where
    assert noted("another", store, [own]) == []


def test_only_this_account_reads_its_own_notes(own: Place, tmp_path: Path) -> None:
    """The folder is 0700 and its files are 0600; those of a shared folder are for everybody to read."""
    shared = Place(tmp_path / "shared", is_shared=True)
    shared.folder.mkdir()
    before = os.umask(0o077)
    try:
        assert note(ID, head(1), tmp_path / "audit.db", [own, shared]) == []
    finally:
        os.umask(before)
    assert stat.S_IMODE(own.folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(own.heads_of(ID).stat().st_mode) == 0o600
    assert stat.S_IMODE(shared.heads_of(ID).stat().st_mode) == 0o644


def test_the_same_head_is_noted_once(own: Place, tmp_path: Path) -> None:
    """Verifying every hour does not fill the disk."""
    for number in (1, 1, 2, 2, 2):
        note(ID, head(number), tmp_path / "audit.db", [own])
    assert len(own.heads_of(ID).read_text().splitlines()) == 2


def test_a_place_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    """A configured folder has to be there, and a link is not followed."""
    missing = Place(tmp_path / "missing", is_shared=True)
    (problem,) = note(ID, head(1), tmp_path / "audit.db", [missing])
    assert problem == f"the head cannot be noted in {missing.folder}: No such file or directory"
    linked = Place(tmp_path, is_shared=True)
    linked.heads_of(ID).symlink_to(tmp_path / "elsewhere")
    assert "cannot be noted" in note(ID, head(1), tmp_path / "audit.db", [linked])[0]
    assert not (tmp_path / "elsewhere").exists()
    assert noted(ID, tmp_path / "audit.db", [missing, linked]) == []


@pytest.mark.parametrize(
    "line",
    ["", "x", "[]", "{}", '{"at":"","store":"","number":"1","events":1,"head":"' + "00" * 32 + '"}', "[" * 5000,
     '{"at":"","store":"","number":1,"events":1,"head":"0"}', '{"at":"","store":"","number":1,"events":1,"head":null}'],
)  # fmt: skip
def test_lines_that_are_none_are_left_out(own: Place, tmp_path: Path, line: str) -> None:
    """A torn or foreign line hides no other one."""
    note(ID, head(1), tmp_path / "audit.db", [own])
    with own.heads_of(ID).open("a") as stream:
        stream.write(line + "\n")
    note(ID, head(2), tmp_path / "audit.db", [own])
    assert sorted(each.number for each in noted(ID, tmp_path / "audit.db", [own])) == [1, 2]


def test_an_identity_is_no_path(tmp_path: Path) -> None:
    """What a file says of itself does not lead out of the folder."""
    place = Place(tmp_path / "in", is_shared=True)
    assert place.heads_of("../../etc/passwd").parent == place.folder
    assert place.heads_of("").parent == place.folder


def test_the_configured_folder_comes_first(tmp_path: Path) -> None:
    """The person's own is used in any case."""
    found = places(Config(anchors=Anchoring(folder=str(tmp_path))))
    assert [each.is_shared for each in found] == [True, False]
    assert found[0].folder == tmp_path
    assert [each.is_shared for each in places(Config())] == [False]


def test_the_last_verification_is_remembered_by_path(own: Place, tmp_path: Path) -> None:
    """The newest one counts; a store that never was verified has none."""
    store = tmp_path / "audit.db"
    assert last_verification(store, [own]) is None
    remember(Verification(10, 10, head(1)), store, [own])
    remember(Verification(20, 19, head(2), more=1, findings=()), store, [own])
    found = last_verification(store, [own])
    assert isinstance(found, LastVerification)
    assert (found.is_sound, found.events, found.head) == (True, 19, "02" * 32)
    assert found.sentence.startswith("19/20 events verified, head 0202")
    assert last_verification(tmp_path / "other.db", [own]) is None
    own.verified(store).write_text("{")
    assert last_verification(store, [own]) is None


@pytest.mark.parametrize(("mode", "is_loose"), [(0o755, False), (0o777, True), (0o1777, False)])
def test_a_shared_folder_that_everybody_can_empty_is_told(tmp_path: Path, mode: int, is_loose: bool) -> None:
    """Heads that anybody takes away prove nothing."""
    folder = tmp_path / "shared"
    folder.mkdir()
    folder.chmod(mode)
    said = note(ID, head(1), tmp_path / "audit.db", [Place(folder, is_shared=True)])
    assert any("can take away the heads" in each for each in said) == is_loose

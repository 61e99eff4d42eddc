"""Heads signed with Ed25519."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from auditui.core.config import Anchoring, Config
from auditui.core.errors import UsageError
from auditui.core.query import EVERYTHING
from auditui.custody import signing
from auditui.custody.bundle import lines
from auditui.custody.bundle_check import check as check_bundle
from auditui.custody.examination import Wanted, examine, settle
from auditui.custody.findings import Verification
from auditui.store.sqlite.store import SqliteStore
from tests.custody.tampering import add, build, open_for_tampering, run
from tests.store.samples import series

ed25519 = pytest.importorskip("cryptography.hazmat.primitives.asymmetric.ed25519", reason="the extra 'sign'")
serialization = pytest.importorskip("cryptography.hazmat.primitives.serialization")


def new_key(path: Path) -> Path:
    """A private key in a file, and its public half beside it."""
    key = ed25519.Ed25519PrivateKey.generate()
    plain = serialization.NoEncryption()
    pem, pkcs8 = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    path.write_bytes(key.private_bytes(pem, pkcs8, plain))
    path.chmod(0o600)
    spki = serialization.PublicFormat.SubjectPublicKeyInfo
    path.with_suffix(".pub").write_bytes(key.public_key().public_bytes(pem, spki))
    return path


@pytest.fixture
def key(tmp_path: Path) -> Path:
    return new_key(tmp_path / "signing.pem")


@pytest.fixture
def db(tmp_path: Path, key: Path) -> Path:
    """A store whose newest head is signed."""
    path = tmp_path / "audit.db"
    build(path)
    sign(path, key)
    return path


def sign(path: Path, key: Path) -> list[str]:
    with closing(SqliteStore(path)) as store:
        return settle(store, path, Config(anchors=Anchoring(key=str(key))))[1]


def examined(path: Path, key: Path) -> Verification:
    with closing(SqliteStore(path, read_only=True)) as store:
        return examine(store, path, Config(), Wanted(key=key))


@pytest.mark.parametrize("ending", [".pem", ".pub"])
def test_either_half_of_the_key_tells(db: Path, key: Path, ending: str) -> None:
    """A signed store says up to which head it is signed."""
    found = examined(db, key.with_suffix(ending))
    assert found.is_sound
    assert found.head is not None
    assert f"head {found.head.number} over 200 events is signed" in found.notes


def test_heads_behind_the_signed_one_are_told(db: Path, key: Path) -> None:
    """They may be an import that nobody signed, so they are no finding."""
    add(db, "c", series(3, 500))
    found = examined(db, key)
    assert found.is_sound
    assert "2 heads behind it are not" in found.notes[-1]


def test_another_key_has_signed_nothing(db: Path, tmp_path: Path) -> None:
    """Anybody can sign; only the expected key counts."""
    assert [str(each) for each in examined(db, new_key(tmp_path / "other.pem")).findings] == [
        "heads: unsigned (none is signed with this key)"
    ]


def test_a_chain_written_anew_is_not_the_one_that_was_signed(db: Path, key: Path, tmp_path: Path) -> None:
    """Without the private key a new history can be sound in itself, but not signed."""
    build(tmp_path / "new.db")
    with open_for_tampering(db) as plain:
        rows = plain.execute("SELECT head, public_key, signature FROM signature").fetchall()
    with open_for_tampering(tmp_path / "new.db") as plain:
        plain.executemany("INSERT INTO signature VALUES (?, ?, ?)", rows)
    found = examined(tmp_path / "new.db", key)
    assert [each.note for each in found.findings] == [
        "it is not the one that was signed",
        "none is signed with this key",
    ]


@pytest.mark.parametrize(
    "statement",
    ["UPDATE signature SET signature = zeroblob(64)", "UPDATE signature SET signature = 'x'", "DELETE FROM signature",
     "UPDATE signature SET public_key = zeroblob(32)", "UPDATE signature SET head = 99"],
)  # fmt: skip
def test_a_signature_tampered_with_is_found(db: Path, key: Path, statement: str) -> None:
    """Whatever is done to it."""
    run(db, statement)
    assert not examined(db, key).is_sound


def test_a_bundle_carries_the_signature(db: Path, key: Path, tmp_path: Path) -> None:
    """Whoever gets it can tell who vouched for its head."""
    bundle = tmp_path / "evidence.bundle"
    with closing(SqliteStore(db, read_only=True)) as store:
        bundle.write_text("".join(lines(store, EVERYTHING)))
    assert check_bundle(bundle, Wanted(key=key)).is_sound
    (found,) = check_bundle(bundle, Wanted(key=new_key(tmp_path / "other.pem"))).findings
    assert found.kind == "unsigned"


def test_a_key_that_cannot_be_used_is_told(db: Path, tmp_path: Path) -> None:
    """Missing, no key, and a key of another kind: an import says so and goes on, a verification stops."""
    rsa = pytest.importorskip("cryptography.hazmat.primitives.asymmetric.rsa")
    other = rsa.generate_private_key(65537, 2048)
    (tmp_path / "rsa.pem").write_bytes(other.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ))  # fmt: skip
    (tmp_path / "text.pem").write_text("no key")
    for name in ("rsa.pem", "text.pem", "missing.pem"):
        (problem,) = sign(db, tmp_path / name)
        assert problem.startswith(f"the head is not signed: {tmp_path / name}: ")
        with pytest.raises(UsageError, match=name):
            signing.public_key(tmp_path / name)


@pytest.mark.parametrize("mode", [0o604, 0o644, 0o620, 0o602])
def test_a_key_that_others_can_read_signs_nothing(tmp_path: Path, mode: int) -> None:
    """Whoever has it can sign what they like; a group may be let in to read it."""
    key = new_key(tmp_path / "loose.pem")
    key.chmod(mode)
    with pytest.raises(UsageError, match="others can read or replace the key"):
        signing._refuse_open(key)
    key.chmod(0o640)
    signing._refuse_open(key)

"""Heads signed with Ed25519: what a chain without a key cannot prove, who vouched for it.

The library `cryptography` comes with the extra `sign` and loads where it is needed.
"""

from __future__ import annotations

import stat
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from auditui.core.canonical import Head
from auditui.core.counting import counted
from auditui.core.errors import UsageError
from auditui.custody.findings import ALTERED, INSERTED, MISSING, UNSIGNED, Finding
from auditui.store.evidence import Evidence

if TYPE_CHECKING:
    from auditui.store.base import Store

_PURPOSE: Final = b"auditui signed head 1\n"
_MAKE_ONE: Final = "openssl genpkey -algorithm ed25519 -out signing.pem makes one"


def sign(store: Store, head: Head, key: Path) -> None:
    """Sign a head and keep the signature in the store.

    Raises:
        UsageError: There is no Ed25519 private key in the file, others can read it, or no library to use it.
        StoreError: The store cannot be written.
    """
    _refuse_open(key)
    private = _private(key)
    public: bytes = private.public_key().public_bytes_raw()
    store.sign_head(head.number, public, private.sign(_PURPOSE + head.chain))


def check(evidence: Evidence, key: Path) -> tuple[list[Finding], str]:
    """Hold all signatures of a key against the heads, and say how far they reach.

    A signature of another key says nothing here. At least one has to be there.
    """
    public = public_key(key)
    wanted = {number: made for number, (whose, made) in evidence.signatures().items() if whose == public}
    last: Head | None = None
    newest: Head | None = None
    findings = []
    for head in evidence.heads():
        newest = head
        signature = wanted.pop(head.number, None)
        if signature is None:
            continue
        if is_signed(head.chain, public, signature):
            last = head
        else:
            findings.append(Finding(ALTERED, f"head {head.number}", "it is not the one that was signed"))
    findings += [Finding(MISSING, f"head {number}", "it was signed") for number in sorted(wanted)]
    if last is None:
        findings.append(Finding(UNSIGNED, "heads", "none is signed with this key"))
        return findings, ""
    assert newest is not None
    behind = newest.number - last.number
    rest = f", {counted(behind, 'head')} behind it {'is' if behind == 1 else 'are'} not" if behind else ""
    return findings, f"head {last.number} over {counted(last.last_seq, 'event')} is signed{rest}"


def check_others(evidence: Evidence, key: Path | None) -> tuple[list[Finding], str]:
    """Whether every signature that is not of this key is one, by the key beside it, of a head that is there.

    Whose key that is, nothing here tells. Without the library none is looked at, and the text says so.
    """
    kept = evidence.signatures()
    if not kept:
        return [], ""
    try:
        known = public_key(key) if key else b""
        _library()
    except UsageError:
        return [], f"{len(kept):,} signatures of heads were not looked at: pip install 'auditui[sign]'"
    chains = {head.number: head.chain for head in evidence.heads() if head.number in kept}
    findings = []
    for number, (public, signature) in sorted(kept.items()):
        if number not in chains:
            findings.append(Finding(INSERTED, f"signature of head {number}", "there is no such head"))
        elif public != known and not is_signed(chains[number], public, signature):
            findings.append(Finding(ALTERED, f"signature of head {number}", "it is none, by the key beside it"))
    return findings, ""


def is_signed(chain: Any, public: Any, signature: Any) -> bool:  # noqa: ANN401 - whatever somebody put there
    """Whether this is a signature of the hash of a head."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    if not all(isinstance(each, bytes) for each in (chain, public, signature)):
        return False
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, _PURPOSE + chain)
    except (InvalidSignature, ValueError):
        return False
    return True


def public_key(key: Path) -> bytes:
    """The 32 bytes of the public key in a PEM file, of which either half will do. Raises `UsageError`."""
    serialization, ed25519 = _library()
    text = _read(key)
    try:
        found = serialization.load_pem_public_key(text)
    except ValueError:
        found = _private(key).public_key()
    if not isinstance(found, ed25519.Ed25519PublicKey):
        raise UsageError("holds a key of another kind", where=str(key), hint="it takes an Ed25519 key")
    raw: bytes = found.public_bytes_raw()
    return raw


def _refuse_open(key: Path) -> None:
    """A signature says who vouched: by a key that everybody has, it says nothing. A group may be let in to sign."""
    try:
        mode = key.stat().st_mode
    except OSError:
        return  # said where it is read
    if mode & (stat.S_IRWXO | stat.S_IWGRP):
        raise UsageError("others can read or replace the key", where=str(key), hint=f"chmod o=,g-w {key}")


def _private(key: Path) -> Any:  # noqa: ANN401 - types of an optional library
    serialization, ed25519 = _library()
    try:
        found = serialization.load_pem_private_key(_read(key), password=None)
    except (ValueError, TypeError) as error:
        raise UsageError("holds no key that can be read without a password", where=str(key), hint=_MAKE_ONE) from error
    if not isinstance(found, ed25519.Ed25519PrivateKey):
        raise UsageError("holds a key of another kind", where=str(key), hint=_MAKE_ONE)
    return found


def _read(key: Path) -> bytes:
    try:
        return key.read_bytes()
    except OSError as error:
        raise UsageError(f"the key cannot be read: {error.strerror}", where=str(key), hint=_MAKE_ONE) from error


def _library() -> tuple[Any, Any]:
    try:
        from cryptography.hazmat.primitives import serialization
        from cryptography.hazmat.primitives.asymmetric import ed25519
    except ImportError as error:
        raise UsageError("keys need the library cryptography", hint="pip install 'auditui[sign]'") from error
    return serialization, ed25519

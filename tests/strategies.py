"""Hypothesis strategies that all tests share: events as a real log gives them, and as an attacker would.

Values come from small pools, so that several events share actors, addresses, words and moments and
queries match more than one; one value in some is hostile or unlike all others.
"""

from __future__ import annotations

from hypothesis import strategies as st

from auditui.core.event import ABSENT, Event, Json
from auditui.core.mending import Side
from auditui.core.recording import record

HOUR_US = 3_600_000_000
START_US = 1_780_000_000_000_000
"""2026-05-28; the times of `moments` lie around here."""

HOSTILE = (
    "\x1b]0;pwn\x07", "\x1b[2J\x1b[10A", "\x1b]52;c;ZWNobw==\x1b\\", "\x9b2J", "login failed\rlogin ok",
    "a\x08\x08b",
    "user \u202enimda",
    "ad\u200bmin", "\ufeffBOM", "nul\x00byte", "line\nbreak\ttab", "\u2028", "[/]", "[REDACTED]",
    "[@click=app.quit]x[/]", "=1+2", "'; DROP TABLE event; --", "100%", "a_b", '"quoted" \\ back', "\ud800",
    "e\u0301" * 3, "a" + "\u0301" * 12, "ﬁ ß İ ı Σς", "和大朱雀", "👩\u200d👩\u200d👧 ❤\ufe0f", "x" * 300, " ",
    "null", "-1", "a:b", "OR", "NOT x", "*",
)  # fmt: skip
"""Texts that have broken log viewers: escapes, bidi, invisible, markup, formulas, SQL, widths, query syntax."""

WORDS = ("printer", "Printer on fire", "contact", "downloadContactList", "ticket", "plan", "free", "pro", "update", "x")

hostile_texts = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=12))
"""Any text, often one with a history."""

texts = st.one_of(st.sampled_from(WORDS), st.sampled_from(WORDS), hostile_texts)
"""Words that repeat, and hostile ones."""

moments = st.builds(
    lambda hour, offset: START_US + hour * HOUR_US + offset,
    st.sampled_from([0, 0, 0, 1, 1, 2, 26, 24 * 40]),
    st.one_of(st.sampled_from([0, 0, 1, 1_000_000, HOUR_US - 1]), st.integers(0, HOUR_US - 1)),
)
"""Microseconds: clustered in few hours, with ties, one hour far from the rest."""

scalars: st.SearchStrategy[Json] = st.one_of(
    texts, st.none(), st.booleans(), st.integers(-3, 500), st.sampled_from([1.5, 1.0, -0.0, 1e300, 2**63 - 1, -(2**63)])
)
keys = st.one_of(
    st.sampled_from(["path", "plan", "email", "request", "user", "meta.user", "id", "größe"]),
    st.text(min_size=1, max_size=6),
)
json_values: st.SearchStrategy[Json] = st.recursive(
    scalars,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(keys, inner, max_size=3)),
    max_leaves=6,
)
details = st.dictionaries(keys, json_values, max_size=4)

sides: st.SearchStrategy[Side] = st.one_of(st.just(ABSENT), json_values)
changes = st.lists(st.tuples(keys, sides, sides), max_size=3)
targets = st.lists(st.fixed_dictionaries({"type": texts, "id": texts, "name": texts}), max_size=2)

actors = st.sampled_from(["alice", "Alice", "bob", "System", "", "Ana Müller"])
emails = st.sampled_from(["", "alice@acme.example", "ALICE@acme.example", "bob@other.example"])
addresses = st.sampled_from(
    [
        "",
        "10.0.0.5",
        "10.1.2.3",
        "::ffff:10.0.0.5",
        "[2001:db8::1]:443",
        "fe80::1%eth0",
        "AWS Internal",
        "-",
        "192.0.2.7, 10.0.0.5",
    ]
)
actions = st.sampled_from(
    [
        "Create",
        "Update",
        "Delete",
        "login",
        "failed login",
        "Contact Created",
        "iam:CreateUser",
        "POST",
        "users",
        "",
        "downloadContactList",
    ]
)
statuses = st.sampled_from([None, None, 200, 200, 201, 302, 404, 500, 0, "403", "failed"])

fields: st.SearchStrategy[dict[str, object]] = st.fixed_dictionaries(
    {"at_us": moments},
    optional={
        "id": st.one_of(st.sampled_from(["", "e-1", "e-2"]), texts),
        "actor": st.one_of(actors, actors, texts),
        "actor_id": st.sampled_from(["", "1", "2", "u-7f3a"]),
        "email": emails,
        "role": st.sampled_from(["", "Owner", "Super Admin", "admin"]),
        "actor_kind": st.sampled_from(["user", "system", "anonymous", "unknown"]),
        "on_behalf_of": st.sampled_from(["", "bob"]),
        "action": st.one_of(actions, actions, texts),
        "method": st.sampled_from(["", "GET", "POST", "PUT", "DELETE"]),
        "category": st.sampled_from(["", "users", "Contact"]),
        "entity_type": st.sampled_from(["", "ticket", "Ticket", "invoice"]),
        "entity_id": st.one_of(st.sampled_from(["", "4711", "4712"]), texts),
        "entity_name": texts,
        "targets": targets,
        "description": st.one_of(st.just(""), texts),
        "status": statuses,
        "outcome": st.sampled_from(["", "Success", "failure", "DENY", "unknown"]),
        "took_us": st.one_of(st.none(), st.sampled_from([0, 12_000, 500_000]), st.integers(0, 10_000_000)),
        "ip": st.one_of(addresses, texts),
        "user_agent": st.sampled_from(["", "Mozilla/5.0 (X11; Linux x86_64)", "curl/8.5.0"]),
        "request_id": st.sampled_from(["", "req-1", "req-2"]),
        "changes": changes,
        "details": details,
        "flags": st.sampled_from([(), ("duplicate-key",)]),
    },
)  # fmt: skip
"""What a source said, as `record` takes it."""


def events(origin: str = "") -> st.SearchStrategy[Event]:
    """Events that may be stored: everything went through `record`."""
    return fields.map(lambda said: record(said, origin=origin))


def logs(min_size: int = 0, max_size: int = 12) -> st.SearchStrategy[list[Event]]:
    """Several events that have values and moments in common."""
    return st.lists(events(), min_size=min_size, max_size=max_size)

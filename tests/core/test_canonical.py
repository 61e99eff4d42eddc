"""The canonical form: what the stored files of every version have to agree on."""

from __future__ import annotations

import json
import struct
from dataclasses import replace
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings

from auditui.core import canonical
from auditui.core.canonical import (
    Head,
    chain_start,
    content_hash,
    leaf_hash,
    pack,
    record_hash,
    unpack_changes,
    unpack_details,
    unpack_targets,
)
from auditui.core.event import ABSENT, Change, Event, Target
from auditui.core.recording import record
from tests.strategies import events

PLAIN = Event(at_us=1_780_000_000_000_000)
FULL = Event(
    at_us=1_780_000_000_123_456,
    id="7f3a",
    actor="Ana Müller",
    actor_id="12",
    email="ana@acme.example",
    role="Owner",
    actor_kind="user",
    on_behalf_of="bob",
    action="Update",
    method="PUT",
    category="tickets",
    entity_type="ticket",
    entity_id="4711",
    entity_name="Printer on fire",
    targets=(Target("user", "3", ""), Target(name="和")),
    description='said "hi"\n\x1b',
    status=200,
    outcome="success",
    took_us=12_000,
    ip="10.0.0.5",
    user_agent="curl/8.5.0",
    request_id="req-1",
    changes=(Change("plan", "free", "pro"), Change("nick", ABSENT, None), Change("n", 1, 1.0)),
    details={"b": {"y": [1, 1.5, True, None], "x": "é"}, "a": -0.0},
    flags=("control",),
    verb="update",
    origin="a.json (cloudtrail)",
    seq=7,
)


ROW = (7, 1_790_067_600_000_000, 3, 200, None, b"abcdefgh", tuple(f"té{n}" for n in range(24)))
HEAD = Head(2, "import", 1, b"\x01" * 32, 1, 65_535, b"\x02" * 32, 1_790_067_600_000_000, b"")


def test_vectors() -> None:
    """The bytes are fixed: stores and evidence written by earlier versions still compare."""
    packed = pack(FULL)
    assert packed.targets_text == '[{"id":"3","type":"user"},{"name":"和"}]'
    assert packed.changes_text == (
        '[{"after":"pro","before":"free","field":"plan"},{"after":null,"field":"nick"},{"after":1.0,"before":1,"field":"n"}]'
    )
    assert packed.details_text == '{"a":-0.0,"b":{"x":"é","y":[1,1.5,true,null]}}'
    assert packed.content_hash.hex() == "af3814807bfa449c36f927bd0b54680adef6b52efeb2cc300ccaeb0b408476f8"
    assert content_hash(PLAIN).hex() == "d5f86e92d7473a21eb3d4349325d89a07e3c28ccda400efea6a0bf81214e5ea9"
    assert leaf_hash(*ROW).hex() == "817f4d2d30d432016d22672cb2535a999036c5bb43907cb984afefea797b04d9"
    assert (
        leaf_hash(0, -(2**63), 2**63 - 1, None, None, b"", ("",) * 24).hex()
        == "dc967e4287ee25b7ed1f7a1ed123ce32d6f1d3093a670a0a2cac8f35d76dc35c"
    )
    assert (
        record_hash("import", [1, "é\n", None, b"\x00\xff"]).hex()
        == "74f7a6942e5f113afa512d1dfbc39ce3f6f485aa36158015acea27934fd537c3"
    )
    start = chain_start("0f8fad5b-d9cb-469f-a165-70867728950e", [16])
    assert start.hex() == "fe5161e6eac661b71d7e40ee531574f162c100f52e2e1f52971f5c9efcb361c7"
    assert chain_start("0f8fad5b-d9cb-469f-a165-70867728950e", [16, 20]) != start
    assert HEAD.hashed(start).hex() == "11363fe05c8ec0b395b7fa0381931b5c6ca050f6ebaebcd28c8930bd53dc3b93"


def test_nothing_is_valid_json_too() -> None:
    """The texts of an event that says nothing can be read by any JSON function."""
    packed = pack(PLAIN)
    assert packed[:3] == ("[]", "[]", "{}")


@settings(max_examples=150)
@given(events())
def test_unpack_gives_back_what_was_packed(event: Event) -> None:
    """A row read back holds the same targets, changes and details, types included."""
    packed = pack(event)
    assert unpack_targets(packed.targets_text) == event.targets
    assert repr(unpack_changes(packed.changes_text)) == repr(
        tuple(Change(c.field, sorted_keys(c.before), sorted_keys(c.after)) for c in event.changes)
    )
    assert repr(unpack_details(packed.details_text)) == repr(sorted_keys(event.details))


def sorted_keys(value: Any) -> Any:  # noqa: ANN401 - any value that JSON has, and ABSENT
    if isinstance(value, dict):
        return {key: sorted_keys(value[key]) for key in sorted(value)}
    return [sorted_keys(inner) for inner in value] if isinstance(value, list) else value


DIFFERENT = [
    PLAIN,
    replace(PLAIN, at_us=PLAIN.at_us + 1),
    replace(PLAIN, actor="ab", actor_id="c"),
    replace(PLAIN, actor="a", actor_id="bc"),
    replace(PLAIN, actor="abc"),
    replace(PLAIN, actor_id="abc"),
    replace(PLAIN, status=0),
    replace(PLAIN, id="0"),
    replace(PLAIN, took_us=0),
    replace(PLAIN, details={"a": None}),
    replace(PLAIN, details={"a": 1}),
    replace(PLAIN, details={"a": 1.0}),
    replace(PLAIN, details={"a": "1"}),
    replace(PLAIN, details={"a": True}),
    replace(PLAIN, details={"a": [1]}),
    replace(PLAIN, details={"a": {}}),
    replace(PLAIN, details={"a": "é"}),
    replace(PLAIN, details={"a": "e\u0301"}),
    replace(PLAIN, changes=(Change("a", None, 1),)),
    replace(PLAIN, changes=(Change("a", ABSENT, 1),)),
    replace(PLAIN, changes=(Change("a", "", 1),)),
    replace(PLAIN, changes=(Change("a", 1, None),)),
    replace(PLAIN, changes=(Change("a", 1, ABSENT),)),
    replace(PLAIN, targets=(Target("a", "b"),)),
    replace(PLAIN, targets=(Target("a"), Target(id="b"))),
    replace(PLAIN, verb="grant"),
    replace(PLAIN, outcome="failure"),
    replace(PLAIN, actor_kind="system"),
]


@pytest.mark.parametrize(("one", "other"), combinations(DIFFERENT, 2))
def test_what_differs_has_another_hash(one: Event, other: Event) -> None:
    """Missing and null, 1, 1.0 and "1", one text cut at another place: none of them are duplicates."""
    assert content_hash(one) != content_hash(other)


@pytest.mark.parametrize("field", canonical.SCALARS)
def test_every_field_counts(field: str) -> None:
    """No scalar of an event can change without the content hash changing."""
    other = {"at_us": 5, "status": 500, "took_us": 5, "outcome": "failure", "verb": "sync", "actor_kind": "system"}
    assert content_hash(replace(FULL, **{field: other.get(field, "other")})) != content_hash(FULL)  # type: ignore[arg-type]


def test_where_and_how_it_was_imported_does_not_count() -> None:
    """The same record is a duplicate in another file, at another position, mended or not."""
    moved = replace(FULL, seq=99, origin="b.csv", flags=("nul", "redacted"))
    assert content_hash(moved) == content_hash(FULL)


def test_order_of_keys_and_of_changes_does_not_count() -> None:
    """JSON objects have no order, and changes are often the keys of one."""
    turned = replace(FULL, details=dict(reversed(FULL.details.items())), changes=FULL.changes[::-1])
    assert content_hash(turned) == content_hash(FULL)
    assert pack(turned).details_text == pack(FULL).details_text


@settings(max_examples=100)
@given(events())
def test_deriving_better_changes_no_hash(event: Event) -> None:
    """An event read back and derived anew is the same; only what the source said beyond that counts."""
    said = record({"at_us": event.at_us, "action": "Frobnicate", "details": event.details})
    assert content_hash(said) == content_hash(replace(said, verb="other", outcome="unknown"))
    assert content_hash(said) != content_hash(replace(said, verb="grant"))


@pytest.mark.parametrize("place", range(len(ROW) - 1))
@pytest.mark.parametrize("other", [None, 0, 8, 2**62, b"", b"abcdefgi", b"abcdefgh\0", "7", "", 7.0, 1.5])
def test_a_leaf_tells_values_and_types(place: int, other: object) -> None:
    """Another number, nonce, or nothing in its place gives another leaf; another type gives none at all."""
    row = [*ROW[:place], other, *ROW[place + 1 :]]
    try:
        made = leaf_hash(*row)  # type: ignore[arg-type]  # the point of it
    except (TypeError, struct.error):
        return
    assert made != leaf_hash(*ROW) or row[place] == ROW[place]


@pytest.mark.parametrize("place", range(24))
def test_a_leaf_tells_borders(place: int) -> None:
    """A text changed, emptied, or glued to its neighbour gives another leaf."""
    texts = ROW[6]
    neighbour = (place + 1) % 24
    glued = ["" if at == neighbour else text for at, text in enumerate(texts)]
    glued[place] = "".join(texts[each] for each in sorted({place, neighbour}))
    others = [[*texts[:place], new, *texts[place + 1 :]] for new in ("", texts[place] + "\0", "x" * len(texts[place]))]
    leaves = {leaf_hash(*ROW[:6], other) for other in [texts, glued, *others]}
    assert len(leaves) == 5


@pytest.mark.parametrize("other", [("a",) * 23, ("a",) * 25, (*("a",) * 23, b"a"), (*("a",) * 23, None)])
def test_a_leaf_is_made_of_all_texts(other: tuple[str, ...]) -> None:
    """One text too few, too many, or of another type is no row."""
    with pytest.raises((TypeError, struct.error)):
        leaf_hash(*ROW[:6], other)


@pytest.mark.parametrize("place", range(len(HEAD) - 1))
def test_a_head_holds_every_field(place: int) -> None:
    """No field of a head changes without its hash changing, nor does the head before it."""
    value: object = HEAD[place]
    other = value + 1 if isinstance(value, int) else b"x" if isinstance(value, bytes) else "x"
    changed = HEAD._replace(**{HEAD._fields[place]: other})  # type: ignore[arg-type]  # one field at a time
    assert len({HEAD.hashed(b"a"), HEAD.hashed(b"b"), changed.hashed(b"a")}) == 3


def test_without_the_c_encoder_the_text_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """An interpreter without the C encoder writes the same bytes."""
    monkeypatch.setattr(json.encoder, "c_make_encoder", None)
    plain = canonical._encoder()
    everything = {"b": [1, 1.0, None, True, "é\x1b\u2028\ud800"], "a": {"z": -0.0, "y": 10**18}}
    for value in (everything, [1], {"": None}, "x", b"\x01"):
        assert plain(value) == canonical._text(value)

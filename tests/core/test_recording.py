"""The one way to an event: what `record` makes of what sources say."""

from __future__ import annotations

import math
import re
import tracemalloc
import unicodedata
from dataclasses import fields as fields_of
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditui.core.addresses import normal_ip
from auditui.core.canonical import content_hash, pack
from auditui.core.errors import RecordError
from auditui.core.event import ABSENT, ACTOR_KINDS, OUTCOMES, VERBS, Change, Event, Json, Target, leaves_of
from auditui.core.mending import FLAGS, MAX_DEPTH, MAX_TEXT
from auditui.core.recording import HINTS, record
from auditui.core.redact import Redactor
from tests.core.redaction_cases import BINARY, GONE, SHAPES
from tests.strategies import fields, hostile_texts

AT = 1_780_000_000_000_000
MODEST = settings(max_examples=150)


def made(**said: Any) -> Event:  # noqa: ANN401 - anything that a source may say
    return record({"at_us": AT, **said})


# ------------------------------------------------------------------------------------------ time


@pytest.mark.parametrize(
    "at_us", [None, "2026-01-01", "two\nlines", 1.5, True, 10**18, -(10**18), pytest.param(10**5000, id="huge")]
)
def test_without_a_usable_time_there_is_no_event(at_us: object) -> None:
    """A record that cannot be placed in time is a reject, in one line."""
    with pytest.raises(RecordError, match="no usable time") as caught:
        record({"at_us": at_us, "actor": "ana"})
    assert "\n" not in caught.value.problem


def test_the_whole_range_of_dates_can_be_kept() -> None:
    """From the first moment of the year 1 to the last of 9999."""
    assert record({"at_us": -62_135_596_800_000_000}).at_us < 0
    assert record({"at_us": 253_402_300_799_999_999}).at_us > 0


def test_a_field_that_no_event_has_is_a_mistake() -> None:
    """A reader that invents field names hears of it at once, instead of losing values."""
    with pytest.raises(TypeError, match="aktor"):
        made(aktor="ana")
    with pytest.raises(TypeError, match="seq"):
        made(seq=5)


def test_every_field_of_an_event_can_be_said() -> None:
    """What is neither given by the store nor by the caller of `record` may be said by the source."""
    said: dict[str, object] = {
        "at_us": AT, "actor_kind": "system", "status": 201, "took_us": 5, "outcome": "failure", "verb": "sync",
        "targets": [{"type": "user", "id": "3", "name": "Bo"}], "changes": [("a", 1, 2)], "details": {"x": 1},
        "flags": ("duplicate-key",),
    }  # fmt: skip
    names = {field.name for field in fields_of(Event)} - {"seq", "origin"}
    event = record({**{name: name for name in names}, **said}, origin="file.csv (csv)")
    expected: dict[str, object] = {
        **{name: name for name in names}, **said, "changes": (Change("a", 1, 2),),
        "targets": (Target("user", "3", "Bo"),),
        "origin": "file.csv (csv)", "seq": 0,
    }  # fmt: skip
    assert {field.name: getattr(event, field.name) for field in fields_of(Event)} == expected


# ----------------------------------------------------------------------------------------- texts


def test_texts_may_come_as_numbers_and_objects() -> None:
    """Ids are often numbers; whatever it is, it is kept as text."""
    event = made(id=4711, actor_id=12.5, role=None, entity_name=True, category=["a", {"b": 1}], entity_id=10**30)
    assert (event.id, event.actor_id, event.role, event.entity_name) == ("4711", "12.5", "", "true")
    assert (event.category, event.entity_id) == ('["a", {"b": 1}]', str(10**30))


@pytest.mark.parametrize(
    ("text", "kept", "flags"),
    [
        ("plain", "plain", ()),
        ("nul\x00", "nul␀", ("control", "nul")),
        ("bad\ud800", "bad<U+D800>", ("bad-utf8",)),
        ("esc\x1b[m", "esc\x1b[m", ("control",)),
        ("bidi\u202e", "bidi\u202e", ("control",)),
        ("two\nlines\t", "two\nlines\t", ()),
        ("password=x", f"password={GONE}", ("redacted",)),
        ("\x1b password=\x00", f"\x1b password={GONE}", ("control", "nul", "redacted")),
    ],
)
def test_a_text_is_mended_wherever_it_stands(text: str, kept: str, flags: tuple[str, ...]) -> None:
    """In a field, as a key, deep in the details, in a change, in a target: the same text, the same flags."""
    assert (made(description=text).description, made(description=text).flags) == (kept, flags)
    assert (made(details={"a": [{"b": text}]}).details, made(details={"a": [{"b": text}]}).flags) == (
        {"a": [{"b": kept}]},
        flags,
    )
    assert (made(details={text: None}).details, made(details={text: None}).flags) == ({kept: None}, flags)
    assert (made(changes=[("n", text, 1)]).changes, made(changes=[("n", text, 1)]).flags) == (
        (Change("n", kept, 1),),
        flags,
    )
    assert made(targets=[Target("t", text)]).targets == (Target("t", kept),)


def test_flags_are_found_every_time() -> None:
    """The second event with the same text is flagged like the first, whatever is remembered in between."""
    for _ in range(3):
        assert made(actor="\x1bx", details={"pass\x00word": "x"}).flags == ("control", "nul", "redacted")
        assert made(actor="x").flags == ()


def test_a_text_is_cut_at_a_megabyte() -> None:
    """A longer one is kept to its first 2^20 characters, and says so; one of just that length is whole."""
    assert made(description="ab" * MAX_TEXT).description == "ab" * (MAX_TEXT // 2)
    assert made(description="ab" * MAX_TEXT).flags == ("truncated",)
    assert made(details={"a": "é" * MAX_TEXT}).flags == ()
    assert made(details={"a": "é" * (MAX_TEXT + 1)}).flags == ("truncated",)


def test_no_half_secret_is_left_at_the_cut() -> None:
    """The cut comes after the redaction."""
    event = made(description="x " * (MAX_TEXT // 2 - 8) + SHAPES[0] + " end")
    assert SHAPES[0][:8] not in event.description
    assert event.flags == ("redacted", "truncated")


def test_flags_of_the_caller_are_kept() -> None:
    """The reader knows what it mended; a list or the text of an export will do."""
    assert made(flags=["nul", "duplicate-key"], actor="\x1b").flags == ("control", "duplicate-key", "nul")
    assert made(flags="redacted,control").flags == ("control", "redacted")
    assert made(flags=["nonsense"]).flags == ()


# --------------------------------------------------------------------------------------- details


def test_numbers_that_do_not_fit_become_text() -> None:
    """Beyond 64 bits, not a number, infinite: kept as they are written, so nothing is silently another number."""
    event = made(
        details={"big": 2**63, "small": -(2**63) - 1, "max": 2**63 - 1, "nan": math.nan, "inf": [math.inf, -math.inf]}
    )
    assert event.details == {
        "big": str(2**63), "small": str(-(2**63) - 1), "max": 2**63 - 1, "nan": "NaN", "inf": ["Infinity", "-Infinity"],
    }  # fmt: skip
    assert made(details={"n": 10**5000}).details["n"] == hex(10**5000)


def test_types_stay_apart() -> None:
    """1, 1.0, true, "1" and null are five values."""
    event = made(details={"a": 1, "b": 1.0, "c": True, "d": "1", "e": None, "f": [], "g": {}})
    assert repr(event.details) == "{'a': 1, 'b': 1.0, 'c': True, 'd': '1', 'e': None, 'f': [], 'g': {}}"


def test_what_json_cannot_say_becomes_text() -> None:
    """Bytes, dates, numbers as keys."""
    event = made(details={"raw": b"\x00", "day": date(2026, 1, 2), 5: "five", "pair": ("a", 1)})
    assert event.details == {"raw": BINARY, "day": "2026-01-02", "5": "five", "pair": ["a", 1]}


def test_what_is_too_deep_is_kept_as_its_json() -> None:
    """Levels below the sixty-fourth become one text; a secret down there is still found."""
    value: dict[str, object] = {"password": "x9", "n": 1}
    for _ in range(MAX_DEPTH + 20):
        value = {"a": value}
    event = made(details=value)
    assert max(path.count("a") for path, _ in leaves_of(event.details, "")) == MAX_DEPTH
    text = next(leaf for _, leaf in leaves_of(event.details, ""))
    assert isinstance(text, str)
    assert '"n": 1' in text
    assert "x9" not in text
    assert "redacted" in event.flags


def test_bottomless_objects_do_not_end_the_import() -> None:
    """Nesting beyond what Python can go into loses the bottom, says so, and raises nothing."""
    value: object = "bottom"
    for _ in range(5000):
        value = [value]
    event = made(details={"deep": value, "kept": 1}, changes=[("deep", value, 1), ("same", value, [value])])
    assert event.details["kept"] == 1
    assert "truncated" in event.flags


def test_keys_that_become_the_same_stay_two() -> None:
    """No value is lost because two keys differed in a character that cannot be kept."""
    assert made(details={"a\x00": 1, "a␀": 2}).details == {"a␀": 1, "a␀ (2)": 2}


def test_numbers_of_thousands_of_digits_end_nothing() -> None:
    """Python refuses to write them in decimal; the import goes on."""
    huge = 10**5000
    event = made(
        status=huge, outcome=huge, took_us=huge, id=huge, ip=huge, targets=[{"id": huge}], changes=[("n", 1, huge)]
    )
    assert event.id.startswith("0x")
    assert event.status is None


def test_hostile_names_do_not_fill_the_memory() -> None:
    """What is remembered to be fast is bounded in length as well as in number."""
    made(actor="warm")
    tracemalloc.start()
    try:
        for number in range(40):
            long = f"{number} key " * 20_000
            made(action=long, ip=long, actor=long, method=long, changes=[(long, 1, 2)], details={long: {long: 1}})
        kept, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert kept < 2_000_000


def test_what_the_caller_gave_is_not_touched() -> None:
    """The reader's object stays its own."""
    said: dict[str, object] = {"password": "x", "list": [{"token": "y"}]}
    event = made(details=said, ip="10.0.0.1:80")
    assert said == {"password": "x", "list": [{"token": "y"}]}
    assert event.details is not said


# --------------------------------------------------------------------------------------- changes


def test_changes_are_paths_of_what_really_changed() -> None:
    """Objects are taken apart, equal leaves left out, lists stay values."""
    before = {"name": "Bo", "address": {"city": "Ulm", "zip": "1"}, "tags": ["a"], "same": {"x": [1]}}
    after = {"name": "Bo", "address": {"city": "Bonn", "zip": "1"}, "tags": ["a", "b"], "same": {"x": [1]}, "new": {}}
    assert made(changes=[("user", before, after)]).changes == (
        Change("user.address.city", "Ulm", "Bonn"),
        Change("user.tags", ["a"], ["a", "b"]),
        Change("user.new", ABSENT, {}),
    )


@pytest.mark.parametrize(
    ("before", "after", "changed"),
    [
        ("a", "a", False), (1, 1, False), (None, None, False), (ABSENT, ABSENT, False),
        ([1, {"a": 2}], [1, {"a": 2}], False),
        (1, 1.0, True), (1, "1", True), (1, True, True), (0, False, True), (None, ABSENT, True), (None, "", True),
        ([1], [1.0], True), ([1], [True], True), ({"a": [1]}, {"a": [1.0]}, True), ([1, 2], [2, 1], True),
        ("a", "A", True),
        ({}, None, True), ({}, ABSENT, True), ([], None, True), (0.0, -0.0, False),
    ],
)  # fmt: skip
def test_only_real_changes_count(before: object, after: object, changed: bool) -> None:
    """Compared with their types, as the source wrote them."""
    assert bool(made(changes=[("f", before, after)]).changes) is changed


def test_an_object_in_the_place_of_null_loses_nothing() -> None:
    """Null went and the leaves came: both are said."""
    assert made(changes=[("a", None, {"b": 1})]).changes == (Change("a", None, ABSENT), Change("a.b", ABSENT, 1))


def test_keys_that_share_a_path_are_not_mixed_up() -> None:
    """`a.b` beside `a: {b}` cannot both be the path a.b, so the objects stay whole."""
    before: dict[str, Json] = {"a.b": 1, "a": {"b": 1}}
    after: dict[str, Json] = {"a.b": 2, "a": {"b": 1}}
    assert made(changes=[("x", before, after)]).changes == (Change("x", before, after),)


def test_a_secret_change_shows_that_it_happened() -> None:
    """Both sides go, the change stays; it is compared before it is redacted."""
    event = made(
        changes=[
            ("password", "old", "new"),
            ("token", "same", "same"),
            ("api_key", ABSENT, "x"),
            ("user", {"pin": 1}, {"pin": 2}),
        ]
    )
    assert event.changes == (
        Change("password", GONE, GONE),
        Change("api_key", ABSENT, GONE),
        Change("user.pin", GONE, GONE),
    )
    assert event.flags == ("redacted",)


def test_changes_may_come_in_three_shapes() -> None:
    """As `Change`, as three values, as an object like the one that exports write (an absent side is no key)."""
    said = [Change("a", 1, 2), ["b", 1, 2], {"field": "c", "after": 2}]
    assert made(changes=said).changes == (Change("a", 1, 2), Change("b", 1, 2), Change("c", ABSENT, 2))
    with pytest.raises(TypeError, match="a change is"):
        made(changes=["abc"])


def test_targets_that_name_nothing_are_left_out() -> None:
    """An empty object among the targets is no target; a mere name is one."""
    assert made(targets=["Bo", None, 5]).targets == (Target(name="Bo"), Target(name="5"))
    assert made(targets=[{}, {"id": 5}, {"type": None, "name": "x"}]).targets == (
        Target("", "5", ""),
        Target("", "", "x"),
    )


# ------------------------------------------------------------------------------------- addresses

ADDRESSES = [
    ("10.0.0.5", "10.0.0.5", False), (" 10.0.0.5 ", "10.0.0.5", False), ("10.0.0.5:48524", "10.0.0.5", True),
    ("[10.11.12.13]", "10.11.12.13", False), ("::ffff:10.0.0.5", "10.0.0.5", False),
    ("10.11.12.13:12345:X1", "10.11.12.13", True),
    ("[::ffff:10.11.12.13]:12345", "10.11.12.13", True), ("::1", "::1", False), ("[::1]:443", "::1", True),
    ("2A02:CF40::0001", "2a02:cf40::1", False), ("[2a02:cf40::1]:12345", "2a02:cf40::1", True),
    ("fe80::1%eth0", "fe80::1", True), ("::1%0", "::1", True),
    ("fe81::64ae:95c0:196e:8adf%3", "fe81::64ae:95c0:196e:8adf", True),
    ("2a02:cf40:1:2:3:4:5:6fc6.1234", "2a02:cf40:1:2:3:4:5:6fc6", True),
    ("2a03:0000:10ff:f00f:0000:0000:0:8000", "2a03:0:10ff:f00f::8000", False),
    ("192.0.2.7, 10.0.0.1", "192.0.2.7", True), ("unknown, 10.0.0.1:80", "10.0.0.1", True),
    ('"10.5.102.222", 10.2.1.185', "10.5.102.222", True),
    ("-", "", False), ("?", "", False), ("null", "", False), ("NULL", "", False), ("N/A", "", False), ("", "", False),
    (" ", "", False),
    ("AWS Internal", "AWS Internal", False), ("localhost", "localhost", False), ("unix:", "unix:", False),
    ("health.amazonaws.com", "health.amazonaws.com", False), ("localhost, localhost", "localhost, localhost", False),
    ("127.0.0.0/8", "127.0.0.0/8", False), ("010.1.1.1", "010.1.1.1", False), ("10.9000.0.1", "10.9000.0.1", False),
    ("NOTANIPV4 (10.9000.0.1)", "NOTANIPV4 (10.9000.0.1)", False), ("[localhost]:12345", "[localhost]:12345", False),
    ("1234", "1234", False),
]  # fmt: skip


@pytest.mark.parametrize(("said", "ip", "more"), ADDRESSES)
def test_addresses_get_one_form(said: str, ip: str, more: bool) -> None:
    """No port, no brackets, no zone; the original stays where it said more."""
    event = made(ip=said)
    assert event.ip == ip
    assert event.details == ({"ip_original": said} if more else {})
    assert normal_ip(ip) == (ip, False)


def test_an_original_does_not_push_out_what_the_source_has() -> None:
    """A source with a key of that name keeps its value."""
    assert made(ip="10.0.0.1:80", details={"ip_original": "mine"}).details == {"ip_original": "mine"}


# --------------------------------------------------------------------------- status and outcome


@pytest.mark.parametrize(
    ("said", "status", "outcome", "kept"),
    [
        (200, 200, "success", {}), ("404", 404, "failure", {}), (" 500 ", 500, "failure", {}),
        (302.0, 302, "success", {}),
        (0, 0, "unknown", {}), (-1, -1, "unknown", {}), (1, 1, "unknown", {}), (None, None, "unknown", {}),
        ("", None, "unknown", {}),
        ("404 Not Found", 404, "failure", {"status_original": "404 Not Found"}),
        ("success", None, "success", {}), ("Failed", None, "failure", {}), (True, None, "success", {}),
        ("DENY", None, "failure", {"status_original": "DENY"}),
        ("active", None, "unknown", {"status_original": "active"}),
        (2**64, None, "unknown", {"status_original": str(2**64)}), ("1e3", None, "unknown", {"status_original": "1e3"}),
    ],
)  # fmt: skip
def test_status(said: object, status: int | None, outcome: str, kept: dict[str, object]) -> None:
    """A number or its text is the status; words say how it ended."""
    event = made(status=said)
    assert (event.status, event.outcome, event.details) == (status, outcome, kept)


@pytest.mark.parametrize(
    "said",
    [
        "Success",
        "Succeeded",
        "SUCCESS",
        "TRUE",
        "True",
        "true",
        True,
        1,
        "1",
        "yes",
        "res=1",
        "success=yes",
        " success ",
    ],
)
def test_plain_success(said: object) -> None:
    """Words that say nothing but success leave nothing behind."""
    event = made(outcome=said)
    assert (event.outcome, event.details) == ("success", {})


@pytest.mark.parametrize(
    "said", ["Failure", "failed", "FAILURE", "False", False, 0, "0", "no", "res=0", "Unsuccessful"]
)
def test_plain_failure(said: object) -> None:
    """Words that say nothing but failure leave nothing behind."""
    event = made(outcome=said)
    assert (event.outcome, event.details) == ("failure", {})


@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        ("ALLOW", "success"), ("ok", "success"), ("granted", "success"), ("DENY", "failure"), ("denied", "failure"),
        ("error", "failure"), ("timeout", "failure"), ("PartiallySucceeded", "unknown"), ("CHALLENGE", "unknown"),
    ],
)  # fmt: skip
def test_telling_outcomes_stay_in_the_details(said: str, outcome: str) -> None:
    """Denied is not the same failure as a timeout: the word is kept."""
    event = made(outcome=said)
    assert (event.outcome, event.details) == (outcome, {"outcome_original": said})


def test_what_is_stated_counts_more_than_what_is_derived() -> None:
    """A stated outcome, also unknown, stands against the status and the words of the action."""
    assert made(outcome="success", status=500).outcome == "success"
    assert made(outcome="UNKNOWN", status=200).outcome == "unknown"
    assert made(outcome="", status=403).outcome == "failure"
    assert made(action="failed login").outcome == "failure"
    assert made(outcome="skipped", status=200).outcome == "success"
    assert made(status="failed", outcome="success").outcome == "success"


def test_durations() -> None:
    """Microseconds as a number or its text; what is none stays in the details."""
    assert [made(took_us=said).took_us for said in (0, 12, 1.6, "15", None)] == [0, 12, 2, 15, None]
    assert made(took_us="fast").details == {"took_original": "fast"}


# ------------------------------------------------------------------------------------ actor, verb


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ({}, "unknown"), ({"empty_actor": "system"}, "system"), ({"empty_actor": "anonymous"}, "anonymous"),
        ({"actor": "ana"}, "user"), ({"actor": "ana", "empty_actor": "system"}, "user"), ({"email": "a@b.c"}, "user"),
        ({"actor_id": "5"}, "user"), ({"actor": "System"}, "system"), ({"actor": "SYSTEM"}, "system"),
        ({"actor_id": "S-1-5-18"}, "system"),
        ({"actor": "NT AUTHORITY\\SYSTEM (Microsoft.Exchange.ServiceHost)"}, "system"),
        ({"actor": "system:serviceaccount:kube-system:replicaset-controller"}, "system"),
        ({"actor": "system:anonymous"}, "anonymous"),
        ({"actor": "Anonymous"}, "anonymous"), ({"actor": "Systematic Ltd"}, "user"),
        ({"actor": "An unauthenticated user", "actor_id": "-1"}, "anonymous"), ({"actor": "<unknown>"}, "unknown"),
        ({"actor": "-1", "actor_id": "-1"}, "unknown"), ({"actor": "Deploy token", "actor_id": "-2"}, "unknown"),
        ({"actor_id": "4294967295"}, "unknown"), ({"actor_id": "00000000-0000-0000-0000-000000000000"}, "unknown"),
        ({"actor": "root", "actor_id": "0"}, "user"), ({"actor": "SYSTEM", "actor_id": "-1"}, "system"),
        ({"actor": "-", "actor_id": "7"}, "user"), ({"actor": "unknown-artist"}, "user"),
        ({"actor": "ana", "actor_kind": "system"}, "system"), ({"actor_kind": "anonymous"}, "anonymous"),
        ({"actor": "ana", "actor_kind": "unknown"}, "user"), ({"actor": "ana", "actor_kind": "robot"}, "user"),
    ],
)  # fmt: skip
def test_kinds_of_actors(said: dict[str, object], kind: str) -> None:
    """What the profile says, else what the name says, else what an empty actor means in this kind of log."""
    assert made(**said).actor_kind == kind


def test_hints_are_no_fields() -> None:
    """What helps to record is not part of the event."""
    assert not HINTS & {field.name for field in fields_of(Event)}


def test_verbs() -> None:
    """A stated verb of ours counts, any other word does not; the action as recorded stays."""
    assert made(action="Frobnicate", verb="grant").verb == "grant"
    assert made(action="Delete", verb="frob").verb == "delete"
    assert made(action="users", description="Admin visited users main page").verb == "view"
    assert made(action="Contact Created").action == "Contact Created"


# ---------------------------------------------------------------------------------- for any input


@MODEST
@given(fields)
def test_an_event_can_be_stored_and_drawn(said: dict[str, object]) -> None:
    """Whatever a source says: valid UTF-8 without NUL, known words in the closed lists, sorted flags."""
    event = record(said)
    packed = pack(event)
    for text in (
        *[getattr(event, f.name) for f in fields_of(Event) if isinstance(getattr(event, f.name), str)],
        *packed[:3],
    ):
        text.encode()
        assert "\0" not in text
    assert (event.outcome in OUTCOMES, event.verb in VERBS, event.actor_kind in ACTOR_KINDS) == (True, True, True)
    assert list(event.flags) == sorted(set(event.flags))
    assert set(event.flags) <= FLAGS
    assert all(change.before is not ABSENT or change.after is not ABSENT for change in event.changes)


@MODEST
@given(fields)
def test_recording_what_was_recorded_changes_nothing(said: dict[str, object]) -> None:
    """An event written out and read back is the same event, with the same hash: a duplicate."""
    event = record(said)
    again = record({name: getattr(event, name) for name in {f.name for f in fields_of(Event)} - {"seq", "origin"}})
    assert again == event
    assert content_hash(again) == content_hash(event)


@MODEST
@given(hostile_texts, st.sampled_from(SHAPES))
def test_no_secret_outlives_recording(text: str, secret: str) -> None:
    """Wherever a secret is said, nothing of it is in what will be stored."""
    said = f"{text} {secret} {text}"
    event = made(
        actor=said, description=said, user_agent=said, id=said, ip=said, targets=[Target(said, said, said)],
        changes=[("f", said, [said]), (said, 1, 2)], details={"a": [said], said: 1, "json": f'{{"k": "{secret!s}"}}'},
        status=said, outcome=said, took_us=said,
    )  # fmt: skip
    everything = repr(event)
    body = re.sub(r"\W", "", unicodedata.normalize("NFC", secret))[-12:]
    assert body not in re.sub(r"\W", "", everything)


def test_a_redactor_of_ones_own() -> None:
    """The configured names count everywhere, and texts known to be plain to one redactor are not to another."""
    strict = Redactor(extra_keys=["salary"])
    said = {"at_us": AT, "description": "salary=5", "changes": [("salary", 1, 2)], "details": {"salary": 7}}
    assert record(said).details == {"salary": 7}
    event = record(said, redactor=strict)
    assert (event.description, event.details) == (f"salary={GONE}", {"salary": GONE})
    assert event.changes == (Change("salary", GONE, GONE),)


# --------------------------------------------------------------------------- values of secrets apart


@pytest.mark.parametrize(
    "said",
    [
        {
            "entity_name": "smtp_password",
            "changes": [("value", "hunter2", "hunter3")],
            "details": {"new_value": "hunter3"},
        },
        {"entity_id": "/user/password", "details": {"diff": [{"op": "replace", "value": "hunter2"}]}},
        {"details": {"setting": "api_token"}, "changes": [("value", "hunter2", None)]},
        {"details": {"value": "hunter2"}, "changes": [("api_token", "hunter3", "hunter4")]},
        {"entity_name": "API token", "details": {"old_value": {"deep": ["hunter2"]}}},
    ],
)
def test_a_value_goes_when_the_name_of_its_secret_stands_in_another_field(said: dict[str, Any]) -> None:
    """Readers take the name of a setting for what an event is about; its values are no less secret then."""
    event = made(**said)
    assert "hunter" not in repr(event)
    assert event.flags == ("redacted",)


@pytest.mark.parametrize(
    "said",
    [
        {"entity_name": "plan", "changes": [("value", "free", "pro")], "details": {"value": "pro"}},
        {"entity_name": "Reset password form", "changes": [("value", "a", "b")], "details": {"value": "b"}},
        {"entity_name": "password_policy", "details": {"value": "strict"}},
        {"entity_name": "api_token", "changes": [("colour", "red", "blue")], "details": {"value_count": 3, "new": {}}},
    ],
)
def test_values_of_other_settings_stay(said: dict[str, Any]) -> None:
    """Titles of several words, names that only describe, and changes that have a name of their own."""
    assert made(**said).flags == ()

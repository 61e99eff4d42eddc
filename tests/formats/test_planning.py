"""What is remembered from one file for the next never changes what is made of it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditui.core.errors import RecordError
from auditui.formats import change_columns, changes, columns, detect, generic, last_resorts, names, takers, words
from auditui.formats.generic import plan_for
from auditui.formats.json_decode import MalformedError, decode, depth_of
from auditui.formats.mapping import Mapper, copied
from auditui.formats.plan import Plan
from auditui.formats.profiles import built_in
from auditui.formats.reading import ReadOptions
from auditui.formats.records import MAX_DEPTH
from auditui.formats.timestamps import Clock
from tests.formats.reads import Result

CLOCK = Clock(day_first=True)

KEYS = (
    "time", "createdAt", "user", "userName", "actor", "email", "action", "eventType", "entity_id", "type", "target",
    "ip", "status", "result", "success", "error", "error code", "message", "changes", "old_plan", "plan", "plan_was",
    "before", "after", "field", "old value", "new value", "object", "previous_attributes", "id", "requestId",
    "duration_ms", "details", "column1", "events",
)  # fmt: skip
LEAVES: st.SearchStrategy[Any] = st.sampled_from((
    "2026-10-05T10:00:00Z", 1_790_652_085_240, "05/10/2026 11:00", "Mar 5 10:00:01", "ana", "ana@example.org",
    "10.0.0.7", "update", "ticket.delete", "Ticket", "GET", 200, 0, 1, True, False, None, "", "-", "success",
    "login failed", "4711", "User ana logged in from 10.0.0.7", "marble noble 368451", "0x0", "12 ms",
    '{"plan": "pro"}', "--- x", 1.5,
    "6f9619ff-8b86-d011-b42d-00c04fc964ff", "/api/users/7", ["free", "pro"], {"old": 1, "new": 2},
    {"epochSecond": 1_790_652_085},
    [{"field": "plan", "old": "free", "new": "pro"}], [{"Name": "UserId", "Value": "ana"}],
))  # fmt: skip
RECORDS = st.dictionaries(
    st.sampled_from(KEYS), st.one_of(LEAVES, st.dictionaries(st.sampled_from(KEYS), LEAVES, max_size=4)), max_size=9
)
FILES = st.lists(st.lists(RECORDS, min_size=1, max_size=5), min_size=1, max_size=4)

REMEMBERING = (change_columns, changes, columns, generic, last_resorts, names, takers, words)


def forget() -> None:
    """Empty every memory that planning has."""
    for module in REMEMBERING:
        for thing in vars(module).values():
            if hasattr(thing, "cache_clear"):
                thing.cache_clear()


def mapped(mapper: Mapper, records: Sequence[dict[str, Any]]) -> Iterator[str]:
    """What becomes of each record."""
    for record in copied(list(records)):
        try:
            yield json.dumps(list(mapper.events(record)), default=str)
        except RecordError as error:
            yield error.problem


@settings(max_examples=30, deadline=None)
@given(FILES)
def test_a_plan_is_that_of_its_file_alone(files: list[list[dict[str, Any]]]) -> None:
    """Files that were planned before leave no trace in it."""
    plans = [plan_for(records, CLOCK) for records in files]
    for records, plan in zip(files, plans, strict=True):
        forget()
        assert plan_for(records, CLOCK) == plan


@settings(max_examples=100, deadline=None)
@given(st.lists(RECORDS, min_size=1, max_size=6))
def test_one_shape_for_all_records_of_a_file_reads_as_one_for_each(records: list[dict[str, Any]]) -> None:
    """What a record lacks is not found in it, whether it is looked for or not."""
    plan = plan_for(records, CLOCK)
    expecting = Mapper(plan)
    expecting.expect(records)
    assert list(mapped(expecting, records)) == list(mapped(Mapper(plan), records))


@pytest.mark.parametrize("profile", built_in(), ids=lambda profile: profile.name)
def test_shapes_kept_from_other_files_read_as_new_ones(profile: Any) -> None:  # noqa: ANN401  a profile
    """A profile's plan is put to work once for all files."""
    plan: Plan = profile.plan
    sources = (*plan.at, *(source for several in plan.fields.values() for source in several))
    first_keys = sorted({str(source.path[0]) for source in sources if source.path})

    @settings(max_examples=10, deadline=None)
    @given(st.lists(st.dictionaries(st.sampled_from(first_keys), LEAVES, max_size=8), min_size=1, max_size=8))
    def holds(records: list[dict[str, Any]]) -> None:
        alone = [next(mapped(Mapper(_fresh(plan)), [record])) for record in records]
        assert [next(mapped(Mapper(plan), [record])) for record in records] == alone

    holds()


def _fresh(plan: Plan) -> Plan:
    return Plan(**{name: getattr(plan, name) for name in Plan.__dataclass_fields__ if name != "shapes"})


def test_columns_that_the_user_names_do_not_stay_with_a_profile() -> None:
    """`--map` is said of one import; a profile that serves the next one has its own fields again."""
    line = json.dumps({
        "_document_id": "1", "@timestamp": 1_790_652_085_240, "action": "repo.create", "actor": "ana", "org": "acme",
        "actor_id": 7, "created_at": 1_790_652_085_240, "repo": "acme/x",
    })  # fmt: skip
    github = next(profile for profile in built_in() if profile.name == "github")
    mapped_once = Result(line, ReadOptions(profile=github, columns=(("org", "actor"),)))
    assert mapped_once.all("actor") == ["acme"]
    assert Result(line, ReadOptions(profile=github)).all("actor") == ["ana"]


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.sampled_from(["GET", "", "x", "true", "-"]), max_size=12), st.sampled_from([0.0, 0.3, 0.5, 0.8, 0.9])
)
def test_mostly_is_more_than_a_share(texts: list[str], share: float) -> None:
    """To give up early changes no answer."""
    look = columns.Column(("x",), "x", 0, list(texts), True).look
    test: Callable[[str], object] = "GET".__eq__
    assert look.mostly(test, share) == (look.share(test) > share)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from(["[", '{"a":']), min_size=MAX_DEPTH - 2, max_size=MAX_DEPTH + 2),
    st.sampled_from(["", "1"]),
)
def test_depth_of_a_value_is_that_of_its_text(opened: list[str], inmost: str) -> None:
    """The last level counts, whether there is anything in it or not."""
    closed = "".join("]" if one == "[" else "}" for one in reversed(opened))
    text = ("".join(opened) + (inmost or ("1" if opened[-1] != "[" else "")) + closed).encode()
    if depth_of(text) <= MAX_DEPTH:
        assert decode(text)
    else:
        with pytest.raises(MalformedError, match="deeper"):
            decode(text)


@settings(max_examples=100, deadline=None)
@given(st.text("ab{ \r\n\t\x00\x0b\x1b\x1c\x85\u2028é", max_size=40))
def test_lines_and_odd_signs_are_what_patterns_say(text: str) -> None:
    """A stream's kind is told by the same lines and signs, however they are found."""
    assert detect.first_lines(text) == re.split(r"\r\n|\n|\r", text)
    assert detect.odd_signs(text) == len(re.findall(r"[\x00-\x08\x0b\x0e-\x1a\x1c\x1e\x1f]", text))

"""What Ruby on Rails keeps of changes: YAML in cells, read without making an object of anything in it."""

from __future__ import annotations

import csv
import io
import json
import sys
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditui.formats.reading import ReadOptions
from auditui.formats.yaml_cells import MOST_VALUES, looks_like_yaml, yaml_in
from tests.formats.reads import GENERIC, Result

TAGGED = """--- !ruby/hash:ActiveSupport::HashWithIndifferentAccess
name:
- Old
- New
:state:
- :open
- :closed
price:
- !ruby/object:BigDecimal 18:0.1999e2
- !ruby/object:BigDecimal 18:0.1e3
seen_at:
- !ruby/object:ActiveSupport::TimeWithZone
  utc: &1 2026-01-02 03:04:05.000000000 Z
  zone: &2 !ruby/object:ActiveSupport::TimeZone
    name: Etc/UTC
  time: *1
- !ruby/object:ActiveSupport::TimeWithZone
  utc: &3 2026-01-02 03:04:06.500000000 Z
  zone: *2
  time: *3
count:
-
- 5
at:
- 12:30
- '010'
note: [!binary "w6Q=", yes]
"""
TAGGED_MEANS = {
    "name": ["Old", "New"],
    "state": ["open", "closed"],
    "price": ["19.99", "100"],
    "seen_at": ["2026-01-02 03:04:05.000000000 Z", "2026-01-02 03:04:06.500000000 Z"],
    "count": [None, 5],
    "at": ["12:30", "010"],
    "note": ["ä", "yes"],
}
MORE_MEANS: tuple[tuple[str, Any], ...] = (
    ("--- {}\n", {}),
    ("--- \nname: x\n", {"name": "x"}),
    ("---\r\na:\r\n- 1\r\n- 2.5\r\n", {"a": [1, 2.5]}),
    ("---\na: !!python/object/apply:os.system ['x']\n", {"a": ["x"]}),
    ("---\na: !ruby/object:Gem::Installer\n  i: x\n", {"a": {"i": "x"}}),
    ("---\na: !ruby/hash-with-ivars:A::B\n  elements: {b: 1}\n  ivars: {'@c': 2}\n", {"a": {"b": 1}}),
    ("---\na: 99999999999999999999\nb: .inf\nc: ~\n", {"a": "99999999999999999999", "b": ".inf", "c": None}),
)
REFUSED = {
    "a bomb of aliases": "---\na: &a [x,x,x,x,x,x,x,x,x]\n"
    + "".join(f"{b}: &{b} [{','.join([f'*{a}'] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)),
    "an alias of what it is in": "---\na: &a [*a]\n",
    "an alias of nothing": "---\na: *b\n",
    "brackets": "---\n" + "[" * 100_000,
    "dashes": "---\n" + "- " * 100_000,
    "deep by aliases": "---\n- &0 [x]\n" + "".join(f"- &{n + 1} [*{n}]\n" for n in range(200)),
    "many values": "---\n" + "- x\n" * (MOST_VALUES + 1),
    "a long text": "---\na: '" + "x" * (1 << 20) + "'\n",
    "a key twice": "---\npassword: a\npassword: b\n",
    "a key that is a list": "---\n? [a]\n: b\n",
    "two documents": "---\ntitle: x\n---\nname: y\n",
    "a diff": "--- a/x\n+++ b/x\n@@ -1 +1 @@\n",
    "a sentence": "--- that is all\n",
    "a lone surrogate": "---\na: \ud800\n",
    "a control character": "---\na: \0\n",
}


@pytest.mark.parametrize(("text", "meaning"), [(TAGGED, TAGGED_MEANS), *MORE_MEANS])
def test_plain_values_are_made_of_tagged_ones(text: str, meaning: object) -> None:
    """Times, symbols and numbers of Ruby are texts and numbers; any other tag is left out; no text changes its kind."""
    assert looks_like_yaml(text)
    assert yaml_in(text) == meaning


@pytest.mark.parametrize("why", REFUSED)
def test_what_is_too_much_or_no_yaml_stays_text(why: str) -> None:
    """Neither its size nor its depth can grow beyond a bound, whatever aliases promise."""
    assert yaml_in(REFUSED[why]) is None


@settings(max_examples=150)
@given(st.text(alphabet="ab:-[]{}&*!|>?'\"#%@,~ \n\t0.", max_size=60))
def test_any_text_is_read_or_left(text: str) -> None:
    """No text of the signs of YAML does anything but become an object, a list, or nothing."""
    found = yaml_in(f"---\n{text}")
    assert found is None or json.dumps(found)


def versions(changes: str, whole: str) -> str:
    """A row of PaperTrail, as CSV."""
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(["id", "item_type", "item_id", "event", "whodunnit", "created_at", "object", "object_changes"])
    for number in range(3):
        writer.writerow([number, "User", 7, "update", "ana", f"2026-01-02 03:04:0{number}", whole, changes])
    return table.getvalue()


CHANGED = "---\nname:\n- Old\n- New\nencrypted_password:\n- hunter1\n- hunter2\nplan:\n- \n- pro\n"
WHOLE = "---\nname: Old\nencrypted_password: hunter1\napi_token: &1 !x\n  a: hunter3\nplan: \n"


@pytest.mark.parametrize("options", [ReadOptions(), GENERIC], ids=["profile", "generic"])
def test_changes_of_papertrail(options: ReadOptions) -> None:
    """Read as changes, with the secrets in them gone; the object as it was stands in the details, without its own."""
    result = Result(versions(CHANGED, WHOLE), options)
    event = result.events[0]
    changes = [(change.field, change.before, change.after) for change in event.changes]
    assert changes == [
        ("name", "Old", "New"),
        ("encrypted_password", "[REDACTED]", "[REDACTED]"),
        ("plan", None, "pro"),
    ]
    before = {"encrypted_password": "[REDACTED]", "api_token": {"a": "[REDACTED]"}, "plan": None}
    assert event.details["object"] == before | ({} if event.entity_name else {"name": "Old"})
    assert "object_changes" not in event.details


def test_what_cannot_be_read_is_redacted_as_a_text() -> None:
    """A cell that is cut in the middle keeps what it says, but for its secrets."""
    cut = '---\nname:\n- Old\npassword:\n- hunter1\n- hunter2\nnote: "no end\n'
    event = Result(versions(cut, "")).events[0]
    assert (
        event.details["object_changes"] == '---\nname:\n- Old\npassword:\n- [REDACTED]\n- [REDACTED]\nnote: "no end\n'
    )
    assert not event.changes


def test_dashes_under_other_names_begin_a_text(monkeypatch: pytest.MonkeyPatch) -> None:
    """The body of a mail is no object, and needs no library."""
    monkeypatch.delitem(sys.modules, "yaml", raising=False)
    lines = [{"time": f"2026-01-02T03:04:0{n}Z", "user": "ana", "body": "---\nname: x\n"} for n in range(3)]
    result = Result("\n".join(map(json.dumps, lines)), GENERIC)
    assert "yaml" not in sys.modules
    assert result.all("description") == ["---\nname: x\n"] * 3

"""Events that try to break out of their lines, and what must never reach a terminal."""

from __future__ import annotations

import unicodedata

from hypothesis import strategies as st

from auditui.core.event import ABSENT, Change, Event, Json, Target

NASTY = (
    "\x1b]0;pwned\x07", "\x1b]52;c;aGk=\x1b\\", "\x1b[2J\x1b[31m", "\x9b31m", "a\x00b\x7f\x85c", "line\nbreak\r\ttab",
    "\u202eevil\u2066\u200b", "\ud800", "[/] [red]x[/] [@click=app.quit]x[/]", "田中さん🎉" * 30, "e" + "\u0301" * 200,
    "👩\u200d👩\u200d👧👍🏽1\ufe0f\u20e3", "\u3164\u115f", "\u2028\u2029", "x" * 5000, "\U000e0041\ufeff\u00ad",
    "ﷺ", "İıßﬁ",
)  # fmt: skip

nasty_texts = st.one_of(st.sampled_from(NASTY), st.text(max_size=30), st.sampled_from(["", "Ana", "ticket", "4711"]))
json_values: st.SearchStrategy[Json] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | nasty_texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(nasty_texts, inner, max_size=3),
    max_leaves=8,
)


@st.composite
def events(draw: st.DrawFn) -> Event:
    """Any event at all, most of its texts nasty."""
    sides = st.just(ABSENT) | json_values
    return Event(
        at_us=draw(st.integers(-(2**62), 2**62) | st.integers(0, 2**51)),
        seq=draw(st.integers(0, 2**40)),
        id=draw(nasty_texts), actor=draw(nasty_texts), actor_id=draw(nasty_texts), email=draw(nasty_texts),
        role=draw(nasty_texts), actor_kind=draw(st.sampled_from(["user", "system", "anonymous", "unknown"])),
        action=draw(nasty_texts), verb=draw(st.sampled_from(["create", "login", "other"])), method=draw(nasty_texts),
        entity_type=draw(nasty_texts), entity_id=draw(nasty_texts), entity_name=draw(nasty_texts),
        targets=tuple(draw(st.lists(st.builds(Target, nasty_texts, nasty_texts, nasty_texts), max_size=2))),
        description=draw(nasty_texts), status=draw(st.none() | st.integers(-9, 10**12)),
        outcome=draw(st.sampled_from(["success", "failure", "unknown"])),
        took_us=draw(st.none() | st.integers(0, 2**62)),
        ip=draw(nasty_texts), user_agent=draw(nasty_texts), request_id=draw(nasty_texts), origin=draw(nasty_texts),
        changes=tuple(draw(st.lists(st.builds(Change, nasty_texts, sides, sides), max_size=3))),
        details=draw(st.dictionaries(nasty_texts, json_values, max_size=3)),
        flags=("control", "nul"),
    )  # fmt: skip


def unsafe(text: str) -> list[str]:
    """The characters of a text that no line may hold: controls, format characters, surrogates, line separators."""
    return [character for character in text if unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp"}]


def nasty_event(seq: int) -> Event:
    """An event whose every text is nasty."""
    text = NASTY[seq % len(NASTY)]
    return Event(
        seq=seq, at_us=1_795_146_868_000_000 + seq, id=text, actor=text, email=f"{text}@{text}", role=text, action=text,
        verb="update", entity_type=text, entity_id=text, entity_name=text, description=text, ip=text, user_agent=text,
        status=404, outcome="failure", changes=(Change(text, text, {text: [text]}),),
        details={text: {text: [text, text]}},
        targets=(Target(text, text, text),), origin=text,
    )  # fmt: skip

"""The table of keys."""

from __future__ import annotations

import re

import pytest
from textual.binding import Binding, BindingsMap

from auditui.core.errors import UsageError
from auditui.tui import keys
from auditui.tui.keys import KEYS, Context


def test_every_action_can_be_named_found_and_explained() -> None:
    """Ids are unique, and every entry has a label that fits a footer and one whole sentence of help."""
    assert len({key.id for key in KEYS}) == len(KEYS)
    for key in KEYS:
        assert re.fullmatch(r"[a-z]+(\.[a-z]+)?", key.id), key.id
        assert 0 < len(key.label) <= 16, key.id
        assert key.help[0].isupper() and key.help.endswith("."), key.id
        assert key.group, key.id


@pytest.mark.parametrize("key", KEYS, ids=lambda key: key.id)
def test_no_action_needs_a_modifier_bracket_or_function_key(key: keys.Key) -> None:
    """Terminals, multiplexers and other keyboards swallow those, so each action has a plain key too."""
    plain = [one for one in key.keys if "+" not in one[:-1] and one not in "[]{}" and not re.fullmatch(r"f\d+", one)]
    assert plain


def test_no_two_living_actions_share_a_key() -> None:
    """A key does one thing wherever the focus is."""
    assert not list(keys.clashes(KEYS))


def test_a_shared_key_is_seen_as_a_clash_only_where_both_live() -> None:
    """The timeline's Enter and the table's never live together; a table key and an explorer key do."""
    assert not keys.clash(Context.TABLE, Context.TIMELINE)
    assert keys.clash(Context.TABLE, Context.EXPLORER)
    with pytest.raises(UsageError, match=r"'x' is bound to both 'mark' and 'details'"):
        keys.rebound({"details": "x"})


def test_rebinding_moves_an_action_in_table_and_keymap() -> None:
    """Footer, help and bindings follow the configuration together."""
    table = keys.rebound({"details": "z, o", "search": "comma"})
    assert {key.id: key.keys for key in table if key.keys != _standard(key.id)} == {
        "details": ("z", "o"),
        "search": ("comma",),
    }
    moved = BindingsMap(keys.bindings(Context.EXPLORER))
    moved.apply_keymap(keys.keymap(table))
    assert moved.get_bindings_for_key("z")[0].action == "details"
    assert moved.get_bindings_for_key("comma")[0].action == "search"
    assert "slash" not in moved.key_to_bindings


def test_two_actions_can_swap_their_keys() -> None:
    """What is no clash in the end is not refused on the way there."""
    table = keys.rebound({"sort": "d", "dates": "s"})
    moved = BindingsMap(keys.bindings(Context.EXPLORER))
    moved.apply_keymap(keys.keymap(table))
    assert moved.get_bindings_for_key("d")[0].action == "sort"
    assert moved.get_bindings_for_key("s")[0].action == "dates"


@pytest.mark.parametrize(
    ("overrides", "problem"),
    [({"fly": "x"}, "'fly' is no action"), ({"sort": " , "}, "'sort' has no key")],
)
def test_a_wrong_setting_says_what_is_wrong(overrides: dict[str, str], problem: str) -> None:
    """An unknown id or an empty list of keys is an error of usage, not a dead key."""
    with pytest.raises(UsageError, match=problem):
        keys.rebound(overrides)


def test_bindings_carry_ids_so_that_they_can_be_moved() -> None:
    """Without ids Textual's keymap would not reach them."""
    made = keys.bindings(*Context)
    assert [one.id for one in made if isinstance(one, Binding)] == [key.id for key in KEYS]
    assert not any(one.priority for one in made if isinstance(one, Binding)), "keys are in order without it"


@pytest.mark.parametrize("width", [40, 80, 120, 200])
def test_hints_fit_and_always_end_with_help_and_quit(width: int) -> None:
    """However narrow the terminal, the way to help and out stays in sight."""
    hints = keys.hints(KEYS, width)
    text = " " + "".join(f"{keys.shown(key.keys[0])} {key.label}  " for key in hints)
    assert len(text) <= width
    assert [key.id for key in hints][-2:] == ["help", "quit"]


def test_keys_are_shown_as_people_know_them() -> None:
    """Characters as themselves, named keys by their sign."""
    assert [keys.shown(key) for key in ("enter", "G", "?", "+", "comma", "ctrl+d")] == [
        "↵",
        "G",
        "?",
        "+",
        ",",
        "Ctrl+D",
    ]


def _standard(key_id: str) -> tuple[str, ...]:
    return next(key.keys for key in KEYS if key.id == key_id)

"""Redaction: the table of cases, and what holds for every value there is."""

from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditui.core.event import Json
from auditui.core.redact import DEFAULT, MAX_REJECT, Redactor, redact_reject
from tests.core.redaction_cases import (
    AWS_SECRET,
    BINARY,
    GONE,
    JWT,
    PEM,
    PLAIN_NAMES,
    PLAIN_TEXTS,
    SECRET_NAMES,
    SHAPES,
    TEXTS,
    VALUES,
)
from tests.strategies import details, hostile_texts

MODEST = settings(max_examples=150)


@pytest.mark.parametrize("name", SECRET_NAMES)
def test_secret_names(name: str) -> None:
    """Whatever stands under such a name goes: text, number, truth value; nothing and empty text stay."""
    said: list[object] = ["hunter2", 1234, True, None, ""]
    assert [DEFAULT.value("", {name: value}) for value in said] == [{name: v} for v in (GONE, GONE, GONE, None, "")]
    assert DEFAULT.value(name, "hunter2") == GONE


@pytest.mark.parametrize("name", PLAIN_NAMES)
def test_plain_names(name: str) -> None:
    """A name that only looks like a secret's takes nothing from its value."""
    assert DEFAULT.value("", {name: "hunter2"}) == {name: "hunter2"}
    assert DEFAULT.value(name, 1234) == 1234


@pytest.mark.parametrize("secret", SHAPES)
def test_shapes(secret: str) -> None:
    """A secret that shows in its shape goes under any name and from the middle of a sentence, without a trace."""
    assert DEFAULT.value("", {"note": secret}) == {"note": GONE}
    told = DEFAULT.text(f"he sent '{secret}' to bob")
    assert GONE in told
    assert told.startswith("he sent ")
    assert not any(secret[i : i + 12] in told for i in range(len(secret) - 12))


@pytest.mark.parametrize(("text", "kept"), TEXTS)
def test_texts(text: str, kept: str) -> None:
    """What is left of a text: everything but the secret."""
    assert DEFAULT.text(text) == kept


@pytest.mark.parametrize("text", PLAIN_TEXTS)
def test_plain_texts(text: str) -> None:
    """Ids, hashes, addresses, agents and sentences about secrets are evidence, and stay."""
    assert DEFAULT.text(text) == text


@pytest.mark.parametrize(("value", "kept"), VALUES)
def test_values(value: Any, kept: Json) -> None:  # noqa: ANN401 - any shape a log has
    """Objects, lists, pairs of name and value, bytes and keys."""
    assert DEFAULT.value("", value) == kept


def test_the_table_is_a_contract_of_some_size() -> None:
    """Nobody thins it out unnoticed."""
    assert len(SECRET_NAMES) + len(PLAIN_NAMES) + len(SHAPES) + len(TEXTS) + len(PLAIN_TEXTS) + len(VALUES) >= 400
    assert len(set(SECRET_NAMES)) == len(SECRET_NAMES)
    assert not set(SECRET_NAMES) & set(PLAIN_NAMES)


@pytest.mark.parametrize("text", [kept for _, kept in TEXTS] + [f"he sent '{GONE}' to bob", f"password={GONE}", BINARY])
def test_redacting_twice_is_redacting_once(text: str) -> None:
    """What has been redacted, here or by an earlier version of the log, is left alone."""
    assert DEFAULT.text(text) == text


@MODEST
@given(st.one_of(hostile_texts, st.sampled_from([text for text, _ in TEXTS]), st.sampled_from(SHAPES)), hostile_texts)
def test_redacting_twice_is_redacting_once_for_any_text(one: str, other: str) -> None:
    """Also when texts are glued to each other."""
    once = DEFAULT.text(one + other)
    assert DEFAULT.text(once) == once


@MODEST
@given(details)
def test_a_value_keeps_its_shape(value: dict[str, Json]) -> None:
    """Redaction replaces; it removes no key and no item, and does it once."""
    once = DEFAULT.value("", value)
    assert skeleton(once) == skeleton(value)
    assert DEFAULT.value("", once) == once


def skeleton(value: Json) -> object:
    if isinstance(value, dict):
        return [skeleton(inner) for inner in value.values()]
    return [skeleton(inner) for inner in value] if isinstance(value, list) else "leaf"


def test_own_names_and_exceptions() -> None:
    """A configuration adds names by words and takes names or paths back whole."""
    redactor = Redactor(extra_keys=["salary", "birth date"], exceptions=["token", "request.headers.cookie"])
    said = {"base_salary": 1, "birthDate": "x", "token": "t", "access_token": "t", "salaryman": "y"}
    assert redactor.value("", said) == {
        "base_salary": GONE, "birthDate": GONE, "token": "t", "access_token": GONE, "salaryman": "y",
    }  # fmt: skip
    assert redactor.value("request.headers.Cookie", "a=b") == "a=b"
    assert redactor.value("response.headers.cookie", "a=b") == GONE
    assert redactor.value("", {"request": {"headers": {"cookie": "a=b"}}}) == {
        "request": {"headers": {"cookie": "a=b"}}
    }
    assert redactor.text(f"token=abc {JWT} salary=5") == f"token=abc {GONE} salary={GONE}"


@pytest.mark.parametrize(
    ("path", "gone"),
    [
        ("password", True), ("user.password", True), ("password.old", True), ("user.password.hash", True),
        ("password.changed_at", False), ("token.name", False), ("credentials.user", False), ("credentials", True),
        ("authorization.action", False), ("address.city", False), ("", False),
    ],
)  # fmt: skip
def test_paths(path: str, gone: bool) -> None:
    """The field of a change is a path; a secret name anywhere on it counts, up to a name that only describes."""
    assert DEFAULT.value(path, "x") == (GONE if gone else "x")


HOSTILE = {
    "one letter": "a" * 1_000_000,
    "equals": "a=" * 500_000,
    "names": "password=" * 110_000,
    "quotes": "password='" * 100_000,
    "escaped quotes": 'token\\\\"=\\"' * 90_000,
    "dots": "a." * 500_000,
    "eyJ": "eyJ" * 330_000,
    "eyJ dots": "eyJaaaaaaaa." * 80_000,
    "urls": "://a:" * 200_000,
    "logins": "http://" + "a:@" * 330_000,
    "pem": "-----BEGIN PRIVATE KEY-----" * 37_000,
    "pem kinds": "".join(f"-----BEGIN {'A' * (n % 30)} PRIVATE KEY-----" for n in range(20_000)),
    "braces": "{" * 1_000_000,
    "brackets": "[" * 1_000_000,
    "json": '{"a":' * 200_000,
    "dollars": "$2a$10$" * 140_000,
    "blobs": "A1b/" * 250_000,
    "short blobs": ("A1b/" * 14 + "\n") * 17_000,
    "bearer": "bearer " * 140_000,
    "cookie": "cookie: " * 125_000,
    "authorization": "authorization: basic " * 47_000,
    "options": "--token " * 125_000,
    "spaces": "password" + " " * 1_000_000,
    "percent": "token%3D" * 125_000,
    "commas": "token=" + ",a" * 500_000,
    "enc": "enc:" * 250_000,
    "ansible": "$ANSIBLE_VAULT;" * 66_000,
    "sql": "password '" * 100_000 + "\\",
    "identified": "IDENTIFIED BY '" * 70_000 + "\\",
    "identified with": "create user a identified with " * 30_000,
    "elements": "<password>" * 100_000 + "</",
    "open elements": "<password " * 100_000 + "</",
    "cdata": "<a><![CDATA[" * 80_000 + "</",
    "commands": "curl -u " * 125_000,
    "users": "://a1" * 200_000 + "@",
    "open lists": "token:[" * 140_000,
    "open lists in lines": "token:[\n" * 120_000,
    "open quotes in lists": "token:['" * 120_000,
    "blocks": "token:\n- x\n" * 80_000,
    "deep blocks": "token:\n" + " - \n" * 250_000,
    "empty blocks": "token:\n" * 140_000,
    "indents": " " * 500_000 + "\n" + " " * 500_000 + "token:",
    "minus": "-" * 1_000_000,
    "sentences": "password from a to " * 55_000,
    "sentences without end": "password for " + "a" * 500 + " to changed for " * 60_000,
    "words": "password of a was changed for b " * 30_000 + " to x",
    "arrows": "password a -> " * 70_000,
    "long words and arrows": ("password " + "a" * 600 + " ") * 1_600 + "->",
    "dashes and arrows": "password-" * 110_000 + "->",
    "items": '["token", "' * 90_000,
    "options in lists": '"-u", ' * 160_000 + "curl",
    "codes": "?code=a&" * 120_000 + "password",
    "fields": "field=password " * 66_000 + "old=1",
    "escapes": "\\u0070" * 160_000,
    "steps": "/reset/" * 140_000,
    "named elements": "<a name='token'>" * 60_000,
    "open named elements": "<a name='token' " * 60_000,
    "spelled elements": "&lt;password&gt;" * 60_000 + "&lt;/",
    "serialised": 's:8:"password";s:9:"' * 50_000,
    "forms": "form-data; name=token" * 45_000,
    "forms in lines": "form-data; name=token\n" * 45_000 + "\n\n",
    "sent": 'expect send "' * 75_000,
    "tags of YAML": "token: !a &b !c \n" * 60_000,
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_megabyte_takes_less_than_a_second(kind: str) -> None:
    """No text makes a pattern run away; most take a tenth of this."""
    text = HOSTILE[kind]
    start = time.process_time()
    DEFAULT.text(text)
    assert time.process_time() - start < 1.0


def test_deep_objects_do_not_break_it() -> None:
    """A text that is JSON deeper than Python goes is redacted as a text."""
    deep = '{"a":' * 5000 + '{"password":"x"}' + "}" * 5000
    assert '"x"' not in DEFAULT.text(deep)


def test_a_long_name_is_judged_by_both_ends() -> None:
    """A secret's name does not hide behind a hundred thousand characters."""
    padding = "x-" * 100_000
    said = {f"password-{padding}": 1, f"{padding}-password": 2, padding: 3}
    assert list(DEFAULT.value("", said).values()) == [GONE, GONE, 3]  # type: ignore[union-attr]


def test_rejects_are_redacted_before_they_are_cut() -> None:
    """What is kept of a bad record holds no secret, not even the half of one that lies on the cut."""
    for position in range(MAX_REJECT - 60, MAX_REJECT + 10, 7):
        kept = redact_reject("x " * (position // 2) + f"{AWS_SECRET} and password=hunter2 " + PEM)
        assert len(kept) <= MAX_REJECT
        assert AWS_SECRET[:10] not in kept
        assert "hunter2" not in kept

"""A secret planted in any of the forms that logs write, in any place of a record, is in nothing that is kept of it."""

from __future__ import annotations

import json
import string
from collections.abc import Callable
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditui.core.recording import record
from auditui.core.redact import redact_reject

FORMS: Final = (
    "password={}", "password: {}", "api key: {}", "API key {} revoked", "token {} expired", "verification token {}",
    "password {} replaced by {}", "changed password from {} to {}", "password changed, old: {}, new: {}",
    "password: old={} new={}", "field=password old={} new={}", 'Password: "{} {}"', "['password', '{}']",
    "Authorization: Bearer {}", "Authorization: Custom {}", "Cookie: sid={}; theme=dark", "Set-Cookie: sid={}; Path=/",
    "X-Api-Key: {}", "https://u:{}@h.example.org/x", "https://h.example.org/x?token={}&a=1", "https://h/x?sig={}",
    "https://h/cb?code={}&state=1", "https://h/x?X-Amz-Signature={}", "mongodb+srv://u:{}@h/x", "amqp://u:{}@h/v",
    "redis://:{}@h:6379/0", "Server=h;Uid=sa;Pwd={};Encrypt=1", "jdbc:mysql://h/d?user=a&password={}",
    "AccountKey={}==;x=1", "mysql -u root -p{} db", "curl -u bob:{} https://h", "deploy --token {} --region eu",
    "sshpass -p {} ssh h", "aws configure set aws_secret_access_key {}", "IDENTIFIED BY '{}'",
    "<password>{}</password>", "contraseña: {}", "mot de passe : {}", "Kennwort geändert: {} -> {}", "senha={}",
    "wachtwoord: {}", "hasło: {}", "пароль: {}", "ghp_{}{}aaaa", "sk_live_{}{}", "glpat-{}{}", "xoxb-1234-{}",
)  # fmt: skip
PLACES: Final[dict[str, Callable[[str], dict[str, Any]]]] = {
    "description": lambda said: {"description": said},
    "sentence": lambda said: {"description": f"user bob ({said}) on web1"},
    "user agent": lambda said: {"user_agent": f"Mozilla/5.0 ({said}) Firefox"},
    "actor": lambda said: {"actor": said},
    "name": lambda said: {"entity_name": said, "targets": [{"type": "t", "name": said}]},
    "request": lambda said: {"request_id": said},
    "value": lambda said: {"details": {"note": said}},
    "key": lambda said: {"details": {said: 1}},
    "deep": lambda said: {"details": {"a": [{"b": [said]}]}},
    "words": lambda said: {"details": {"args": ["-v", said, "y"]}},
    "JSON": lambda said: {"details": {"body": json.dumps({"m": said})}},
    "JSON in JSON": lambda said: {"details": {"body": json.dumps({"m": json.dumps({"n": said})})}},
    "before": lambda said: {"changes": [("note", said, "y")]},
    "after": lambda said: {"changes": [("note", "y", {"a": said})]},
    "other fields": lambda said: {"status": said, "outcome": said, "took_us": said, "ip": said},
}
REJECTS: Final[dict[str, Callable[[str], str]]] = {
    "cells": lambda said: f"x,y,{said}",
    "JSON that is cut": lambda said: f'{{"m": {json.dumps(said)}, "n":',
    "JSON that is cut, in JSON": lambda said: f'{{"b": {json.dumps(json.dumps({"m": said}))}, "n":',
}

_LETTERS: Final = string.ascii_letters + string.digits
secrets: Final = st.builds(
    lambda start, rest: start + "".join(rest),
    st.sampled_from(["aZ7", "k9Q", "R2d"]),
    st.lists(st.sampled_from(_LETTERS), min_size=13, max_size=13),
)


@settings(max_examples=100)
@given(secrets, secrets, st.sampled_from(FORMS), st.sampled_from(sorted(PLACES)))
def test_no_planted_secret_is_kept(one: str, other: str, form: str, place: str) -> None:
    """Whatever it is, however it is written, wherever it stands."""
    said = form.format(one, other)
    kept = repr(record({"at_us": 1, **PLACES[place](said)}))
    assert one not in kept and other not in kept, kept


@pytest.mark.parametrize("form", FORMS)
def test_no_form_is_kept_in_any_place(form: str) -> None:
    """Each form in each place once, whichever of them the examples of the test above leave out."""
    one, other = "kQ7" + "r2Yt8Bn4Vx1Lp", "Zd3" + "mW9cF6hJ0sG5u"
    said = form.format(one, other)
    kept = [repr(record({"at_us": 1, **place(said)})) for place in PLACES.values()]
    kept += [redact_reject(reject(said)) for reject in REJECTS.values()]
    assert [text for text in kept if one in text or other in text] == []

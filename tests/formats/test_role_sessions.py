"""People who act in a role that several share."""

from __future__ import annotations

import json
from typing import Any

from tests.formats.reads import generic


def of(kind: str, name: str) -> dict[str, Any]:
    """A call by a user, or by a session of the one role."""
    path = f"assumed-role/Admin/{name}" if kind == "AssumedRole" else f"user/{name}"
    issuer = (
        {"sessionContext": {"sessionIssuer": {"type": "Role", "userName": "Admin"}}} if kind == "AssumedRole" else {}
    )
    named = {} if issuer else {"userName": name}
    service = "sts" if issuer else "iam"
    identity = {"type": kind, "principalId": f"P7:{name}", "arn": f"arn:aws:{service}::7:{path}", **named, **issuer}
    return {"time": "2026-10-05T10:00:00Z", "detail": {"userIdentity": identity, "eventName": "CreateUser", "id": name}}


def test_two_who_share_a_role_are_two() -> None:
    """The name of the session is who did it, whether of a person or a machine; the role is the role."""
    names = ["ana@acme.example", "bob", "i-0a1b2c3d"]
    found = generic("\n".join(json.dumps(of("AssumedRole", name)) for name in names))
    assert found.all("actor") == names
    assert found.all("role") == ["Admin"] * 3
    assert found.all("email")[0] == names[0]
    assert len(set(found.all("actor_id"))) == 3


def test_beside_sessions_users_are_users() -> None:
    """Who acts in no role is named as ever."""
    found = generic("\n".join(map(json.dumps, [of("AssumedRole", "ana"), of("IAMUser", "bob")])))
    assert found.all("actor") == ["ana", "bob"]
    assert found.all("role") == ["Admin", "IAMUser"]

"""Records in which what a column means is told by those beside it. All values are invented."""

# ruff: noqa: E501  records are data: broken up they would show their shape less

from __future__ import annotations

from typing import Final

from tests.formats.systems_json import Case, case

AT: Final = "2026-10-05T10:00:00Z"
AT_LATER: Final = "2026-10-05T10:01:00Z"

BESIDE: Final[dict[str, Case]] = {
    "subject of any kind": Case(
        f"id,description,subject_type,subject_id,causer_type,causer_id,created_at\n1,updated,App\\Models\\Boat,9,App\\Models\\User,4,{AT}\n2,deleted,App\\Models\\Boat,10,,,{AT_LATER}\n",
        ({"at": AT, "actor": "4", "action": "updated", "entity_type": "App\\Models\\Boat", "entity_id": "9"}, {"actor": "", "entity_id": "10"})),
    "subject beside a user": case(
        [{"id": 1, "event": "updated", "subject_type": "Boat", "subject_id": 9, "user_id": 4, "created_at": AT}, {"id": 2, "event": "deleted", "subject_type": "Boat", "subject_id": 10, "user_id": None, "created_at": AT_LATER}],
        {"at": AT, "actor": "4", "entity_id": "9"}, {"actor": "", "entity_id": "10"}),
    "subject beside who did it": Case(
        f"id,action,subject_type,subject_id,performed_by,created_at\n1,update,Boat,9,4,{AT}\n2,delete,Boat,10,,{AT_LATER}\n",
        ({"at": AT, "actor": "4", "entity_id": "9"}, {"actor": "", "entity_id": "10"})),
    "subject who did it": case(
        [{"id": 1, "event": "login", "subject_type": "user", "subject_id": "u-9", "created_at": AT}],
        {"at": AT, "actor": "u-9"}),
    "nobody changed a customer": Case(
        f"id,email,name,changed_by,changed_at,operation\n1,c1@example.com,Curlew Ltd,kim,{AT},U\n2,c2@example.com,Heron Ltd,,{AT_LATER},D\n",
        ({"at": AT, "actor": "kim", "action": "U", "entity_name": "Curlew Ltd"}, {"actor": "", "action": "D", "entity_name": "Heron Ltd"})),
    "nobody ever changed a customer": case(
        [{"id": 1, "email": "c1@example.com", "changed_by": None, "changed_at": AT, "operation": "D"}],
        {"at": AT, "actor": "", "action": "D"}),
    "title of what was changed": Case(
        f"id,title,modified_by,modified_at,revision\n7,Roof,kim,{AT},1\n8,Door,lee,{AT_LATER},2\n",
        ({"at": AT, "actor": "kim", "action": "", "entity_name": "Roof"}, {"actor": "lee", "entity_name": "Door"})),
}  # fmt: skip

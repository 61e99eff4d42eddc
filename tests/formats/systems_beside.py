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
        ({"at": AT, "actor": "kim", "action": "", "entity_id": "7", "entity_name": "Roof"}, {"actor": "lee", "entity_id": "8", "entity_name": "Door"})),
    "states of a record": Case(
        f"id,name,email,history_id,history_date,history_change_reason,history_type,history_user_id\n7,Curlew Ltd,info@example.com,101,{AT},,~,3\n8,Heron Ltd,desk@example.com,102,{AT_LATER},,+,\n7,Curlew Ltd,info@example.com,103,{AT_LATER},,-,4\n",
        ({"at": AT, "id": "101", "actor": "3", "action": "~", "verb": "update", "entity_id": "7", "entity_name": "Curlew Ltd"}, {"actor": "", "action": "+", "verb": "create", "entity_id": "8"}, {"actor": "4", "action": "-", "verb": "delete", "entity_id": "7"})),
    "last state of a record": case(
        [{"id": 7, "title": "Roof", "created_at": AT_LATER, "history_id": 101, "history_date": AT, "history_type": "-", "history_user": "ana"}],
        {"at": AT, "actor": "ana", "action": "-", "verb": "delete", "entity_id": "7", "entity_name": "Roof"}),
    "numbered states": Case(
        f"id,REV,REVTYPE,name,email,revision_timestamp,modified_by\n7,31,1,Curlew Ltd,info@example.com,{AT},kim\n8,32,0,Heron Ltd,desk@example.com,{AT_LATER},\n7,33,2,,,{AT_LATER},lee\n",
        ({"at": AT, "actor": "kim", "verb": "update", "entity_id": "7", "entity_name": "Curlew Ltd"}, {"actor": "", "verb": "create", "entity_id": "8"}, {"actor": "lee", "verb": "delete", "entity_id": "7"})),
    "actor that is a thing": case(
        [{"Type": "container", "Action": "die", "Actor": {"ID": "abc7", "Attributes": {"exitCode": "137", "image": "sandpiper", "name": "web"}}, "time": 1791194400, "scope": "local"}, {"Type": "network", "Action": "connect", "Actor": {"ID": "net7", "Attributes": {"container": "abc7", "name": "bridge"}}, "time": 1791194460, "scope": "local"}],
        {"at": AT, "actor": "", "action": "die", "entity_type": "container", "entity_id": "abc7", "entity_name": "web"}, {"actor": "", "entity_type": "network", "entity_id": "net7"}),
    "actor that has attributes": case(
        [{"type": "event", "action": "update", "actor": {"id": "u7", "attributes": {"name": "Ana Reed"}}, "time": AT}],
        {"at": AT, "actor": "u7", "action": "update"}),
    "id of the entry": case(
        [{"@timestamp": AT, "action": "team.create", "actor": "ana", "org": "heron", "_document_id": "d1"}, {"@timestamp": AT_LATER, "action": "org.add_member", "actor": "bob", "org": "heron", "_document_id": "d2"}],
        {"at": AT, "actor": "ana", "id": "d1", "entity_id": "heron"}, {"actor": "bob", "id": "d2", "entity_id": "heron"}),
    "record beside its object": Case(
        f"RecordId,CreationDate,RecordType,Operation,UserId,ObjectId\nr1,{AT},6,FileDeleted,ana@example.com,/docs/a.txt\nr2,{AT_LATER},6,FileDeleted,bob@example.com,/docs/b.txt\n",
        ({"at": AT, "id": "r1", "actor": "ana@example.com", "entity_type": "", "entity_id": "/docs/a.txt"}, {"id": "r2", "entity_id": "/docs/b.txt"})),
    "records alone": Case(
        f"time,user,action,record_type,record_id\n{AT},ana,update,boat,b1\n{AT_LATER},bob,update,boat,b2\n",
        ({"at": AT, "actor": "ana", "entity_type": "boat", "entity_id": "b1"}, {"entity_id": "b2"})),
    "session opened as somebody else": Case(
        "Oct  5 10:00:00 web1 sudo: pam_unix(sudo:session): session opened for user root(uid=0) by ana(uid=1001)\nOct  5 10:00:01 web1 su: pam_unix(su:session): session opened for user postgres by bob(uid=1002)\nOct  5 10:00:02 web1 sudo: pam_unix(sudo:auth): authentication failure; logname=cy uid=1003 euid=0 tty=/dev/pts/1 ruser=cy rhost=  user=cy\nOct  5 10:00:03 web1 sshd[1]: pam_unix(sshd:session): session opened for user dora(uid=1000) by (uid=0)\n",
        ({"actor": "ana", "actor_id": "1001", "on_behalf_of": "root"}, {"actor": "bob", "on_behalf_of": "postgres"}, {"actor": "cy", "action": "", "outcome": "failure"}, {"actor": "dora", "on_behalf_of": ""})),
    "revisions of pages": case(
        [{"id": 31, "page_id": 7, "revision": 3, "modified_by": "kim", "modified_at": AT}, {"id": 32, "page_id": 7, "revision": 4, "modified_by": "lee", "modified_at": AT_LATER}],
        {"at": AT, "id": "31", "actor": "kim", "entity_id": "7"}, {"id": "32", "entity_id": "7"}),
}  # fmt: skip

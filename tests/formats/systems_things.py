"""Records in which several could be the thing or the deed, and which a person would say it was. All values are invented."""

# ruff: noqa: E501  records are data: broken up they would show their shape less

from __future__ import annotations

from typing import Final

from tests.formats.systems_json import ANA, Case, case

AT: Final = "2026-10-05T10:00:00Z"
AT_LATER: Final = "2026-10-05T10:00:01Z"
IP: Final = "198.51.100.7"

THINGS: Final[dict[str, Case]] = {
    "changed object": case(
        {"count": 1, "results": [{"id": 5, "url": "https://ipam.example.com/api/changes/5/", "time": AT, "user": {"id": 1, "url": "https://ipam.example.com/api/users/1/", "username": "ana"}, "user_name": "ana", "action": {"value": "update", "label": "Updated"}, "changed_object_type": "dcim.rack", "changed_object_id": 77, "prechange_data": {"name": "r1", "height": 42}, "postchange_data": {"name": "r2", "height": 42}}]},
        {"at": AT, "actor": "ana", "action": "update", "entity_type": "dcim.rack", "entity_id": "77", "changed": ["name"]}),
    "links to some of the records": case(
        {"audit_logs": [{"id": 7, "url": "https://acme.example.com/audit_logs/7.json", "action": "update", "actor_name": "Ana A", "source_id": 9, "source_type": "macro", "created_at": AT}, {"id": 8, "action": "login", "actor_name": "Bob B", "source_id": 4, "source_type": "account", "created_at": AT_LATER}]},
        {"at": AT, "actor": "Ana A", "entity_type": "macro", "entity_id": "9"}, {"actor": "Bob B", "entity_id": "4"}),
    "aggregate": case(
        {"events": [{"editor": {"userId": "u1", "displayName": "Ana A"}, "aggregate": {"id": "p7", "type": {"type": "project"}}, "sequence": "9", "creationDate": AT, "payload": {"email": "bob@example.com"}, "type": {"type": "project.member.added"}}]},
        {"at": AT, "actor": "Ana A", "email": "", "action": "project.member.added", "entity_type": "project", "entity_id": "p7"}),
    "deed beside a patch": case(
        {"Items": [{"Id": "Events-7", "RelatedDocumentIds": ["Machines-1"], "Category": "Deleted", "Username": "ana", "Occurred": AT, "Message": "Machine web1 was deleted", "ChangeDetails": {"Differences": [{"op": "remove", "path": "/Name"}]}, "IpAddress": IP}]},
        {"at": AT, "actor": "ana", "action": "Deleted", "entity_id": "Machines-1", "ip": IP}),
    "thing at the source": case(
        {"entries": [{"source": {"type": "folder", "id": "77", "name": "Plans"}, "created_by": {"type": "user", "id": "1", "name": "Ana A", "login": ANA}, "created_at": AT, "event_id": "e7", "event_type": "UPLOAD", "ip_address": IP}]},
        {"at": AT, "actor": "Ana A", "action": "UPLOAD", "entity_type": "folder", "entity_id": "Plans"}),
    "source of a request": case(
        [{"time": AT, "user": "ana", "action": "export", "report": "r7", "source": {"type": "web", "version": "2"}}],
        {"at": AT, "actor": "ana", "action": "export", "entity_type": ""}),
    "kind of a message": Case(
        'date=2026-10-05 time=10:00:00 devname="fw1" logid="0100044547" type="event" subtype="system" logdesc="Object attribute configured" user="ana" ui="GUI(198.51.100.7)" action="Edit" cfgpath="system.admin" cfgobj="bob" cfgattr="profile[x->y]" msg="Edit system.admin bob"\n',
        ({"at": AT, "id": "", "actor": "ana", "action": "Edit", "entity_type": "system.admin", "entity_id": "bob"},)),
    "item and its type in one word": Case(
        f'id;itemtype;items_id;linked_action;user_name;date_mod;old_value;new_value\n5;Printer;77;0;"ana (3)";{AT};P1;P2\n',
        ({"at": AT, "actor": "ana (3)", "entity_type": "Printer", "entity_id": "77"},)),
    "versions of documents": case(
        {"data": [{"doctype": "Version", "name": "v7", "owner": ANA, "creation": AT, "modified": AT, "ref_doctype": "Invoice", "docname": "INV-7", "data": '{"changed":[["status","Draft","Paid"]]}'}]},
        {"at": AT, "actor": ANA, "entity_type": "Invoice", "entity_id": "INV-7", "changed": ["status"]}),
    "target of an action": Case(
        f"EVENT_TIMESTAMP,ACTOR,ACTOR_HOST,ACTION,ACTION_TARGET,ACTION_VALUE\n{AT},ana,{IP},tag write,[line1]Valve/Open,1\n",
        ({"at": AT, "actor": "ana", "ip": IP, "action": "tag write", "entity_id": "[line1]Valve/Open"},)),
    "source of a move": Case(
        f"2026-10-05T10:00:00Z INFO audit: allowed=true ugi=ana ip=/{IP} cmd=rename src=/data/a dst=/data/b perm=null\n",
        ({"at": AT, "actor": "ana", "ip": IP, "action": "rename", "entity_id": "/data/a", "outcome": "success"},)),
    "keys of events": case(
        {"data": [{"_id": "u1", "key": "EVT_LU_Disconnected", "admin": "ana", "time": 1791194400000, "subsystem": "wlan"}]},
        {"at": AT, "actor": "ana", "action": "EVT_LU_Disconnected", "entity_id": ""}),
    "keys of records": Case(
        '"Key","ChainId","CreatedTime","UserName","FullFormattedMessage","EventTypeId"\n"7","1",2026-10-05T10:00:00Z,"ACME\\ana","User ACME\\ana@198.51.100.7 logged in","vim.event.UserLoginSessionEvent"\n',
        ({"at": AT, "id": "7", "actor": "ACME\\ana", "ip": IP, "entity_id": "", "action": "vim.event.UserLoginSessionEvent"},)),
    "assets": case(
        [{"timestamp": AT, "actor": {".tag": "user", "user": {"display_name": "Ana A"}}, "event_type": {".tag": "file_delete"}, "assets": [{".tag": "file", "display_name": "plan.txt", "file_id": "id:7"}]}],
        {"at": AT, "actor": "Ana A", "action": "file_delete", "entity_id": "plan.txt"}),
    "user who was dealt with": case(
        [{"action_name": "suspend_user", "created_at": AT, "acting_user": {"id": 1, "username": "ana"}, "target_user": {"id": 9, "username": "bob"}}],
        {"at": AT, "actor": "ana", "action": "suspend_user", "entity_id": ("9", "bob")}),
    "subject that is a thing": case(
        {"events": [{"id": 1, "subject_id": 77, "subject_type": "Order", "created_at": AT, "verb": "cancelled", "message": "Ana cancelled order 77", "author": "Ana A"}]},
        {"at": AT, "actor": "Ana A", "actor_id": "", "action": "cancelled", "entity_type": "Order", "entity_id": "77"}),
    "mail of who did it": case(
        [{"id": 1, "userName": "Ana A", "userEmail": ANA, "actionType": "PAGE_PUBLISH", "pageName": "Orders", "createdAt": AT}],
        {"at": AT, "actor": "Ana A", "action": "PAGE_PUBLISH", "entity_id": "Orders"}),
    "what all records are": case(
        {"data": [{"object": "event", "type": 1000, "actingUserId": "u1", "date": AT, "ipAddress": IP}]},
        {"at": AT, "actor": "u1", "action": "1000", "ip": IP, "entity_type": "", "entity_id": ""}),
    "way in": case(
        [{"time": AT, "user": "ana", "action": "view", "source": {"type": "web", "id": "1", "name": "portal"}}],
        {"at": AT, "actor": "ana", "entity_type": "", "entity_id": ""}),
    "post": case(
        [{"alert_id": 2008, "created_on": AT, "user_id": 1, "username": "ana", "client_ip": IP, "object": "post", "event_type": "deleted", "post_id": 77}],
        {"at": AT, "actor": "ana", "action": "deleted", "entity_type": "post", "entity_id": "77"}),
    "kind of a remark": case(
        [{"timestamp": AT, "username": "ana", "auditType": "Info", "action": "User added to policy", "target": "policy7"}],
        {"at": AT, "actor": "ana", "action": "User added to policy", "entity_id": "policy7"}),
    "affected entities": case(
        {"entities": [{"uuid": "n1", "operation_type": "kUpdate", "creation_timestamp_usecs": 1791194400000000, "originating_user": "ana", "affected_entity_list": [{"entity_type": "host", "name": "h7", "uuid": "v7"}], "client_ip": IP}]},
        {"at": AT, "actor": "ana", "action": "kUpdate", "entity_type": "host", "entity_id": "v7", "ip": IP}),
    "entity of an event": case(
        {"values": [{"id": "e1", "timestamp": AT, "eventType": "vdc/create", "user": {"name": "ana", "id": "urn:1"}, "eventEntity": {"name": "vdc7", "id": "urn:7"}, "eventStatus": "FAILURE"}]},
        {"at": AT, "actor": "ana", "action": "vdc/create", "entity_id": "urn:7", "outcome": "failure"}),
    "who was acted on": Case(f"actor,action,actee,at\nana,form.submit,survey7,{AT}\n", ({"at": AT, "actor": "ana", "action": "form.submit", "entity_id": "survey7"},)),
    "names in capitals": case(
        [{"EVENTTIME": AT, "USERNAME": "ana", "IPADDRESS": IP, "ACTIONTAKEN": "Revoke", "OBJECTTYPE": "Role", "OBJECTNAME": "admins", "MESSAGE": "ok"}],
        {"at": AT, "actor": "ana", "ip": IP, "action": "Revoke", "entity_type": "Role", "entity_id": "admins"}),
}  # fmt: skip

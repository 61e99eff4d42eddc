"""More systems without a profile: their logs, and what a person would read in them. All values are invented."""

# ruff: noqa: E501  records are data: broken up they would show their shape less

from __future__ import annotations

from typing import Final

from tests.formats.systems_json import ANA, CHROME, Case, case

MORE: Final[dict[str, Case]] = {
    "tanium": case({"audit_name": "authentication", "audit_row_id": 2, "audit_type": 2, "creation_time": "2026-10-05 10:00:00.123", "details": "Successful password authentication: user login attempt from 198.51.100.7", "last_modified_by": "ana", "mod_user_id": 3,
                    "mod_user_name": "ana", "modification_time": "2026-10-05 10:00:00.123", "modifier_user_id": 3, "object_id": 9, "object_name": "x", "object_type_name": "session", "type_name": "Audit"},
                   {"at": "2026-10-05T10:00:00.123Z", "actor": "ana", "ip": "198.51.100.7", "entity_type": "session", "entity_id": ("9", "x")}),
    "lumos": case({"actor": {"email": ANA, "family_name": "A", "given_name": "Ana", "actor_type": "Lumos user"}, "event_began_at": "2026-10-05T10:00:00", "event_hash": "h1", "event_metadata": {}, "event_type": "APP_UPDATED", "event_type_user_friendly": "App updated", "outcome": "Succeeded",
                   "targets": [{"name": "Zoom", "target_type": "App"}]},
                  {"at": "2026-10-05T10:00:00Z", "actor": ANA, "action": ("APP_UPDATED", "App updated"), "outcome": "success", "entity_type": "App", "entity_id": "Zoom"}),
    "sailpoint": case({"action": "update", "actor": {"name": "ana"}, "attributes": {"hostName": "198.51.100.9", "scope": "x"}, "created": "2026-10-05T10:00:00.123Z", "id": "i1", "ipAddress": "198.51.100.7", "name": "Update Source Passed", "objects": ["SOURCE"], "operation": "UPDATE", "org": "acme", "pod": "p",
                       "stack": "s", "status": "PASSED", "target": {"name": "AD"}, "technicalName": "SOURCE_UPDATE_PASSED", "trackingNumber": "t", "type": "SYSTEM_CONFIG"},
                      {"at": "2026-10-05T10:00:00.123Z", "actor": "ana", "action": ("update", "UPDATE"), "ip": "198.51.100.7", "outcome": "success", "entity_id": "AD"}),
    "keeper": case({"audit_event": "login", "client_version": "EMConsole.17", "enterprise_id": 1, "remote_address": "198.51.100.7", "category": "login", "username": ANA, "timestamp": "2026-10-05T10:00:00.123Z"},
                   {"at": "2026-10-05T10:00:00.123Z", "actor": ANA, "action": "login", "ip": "198.51.100.7"}),
    "prisma cloud": case({"action": "ana@example.com logged in via password", "actionType": "LOGIN", "ipAddress": "198.51.100.7", "resourceName": "ana@example.com", "resourceType": "Login", "result": "Successful", "timestamp": 1791194400123, "user": ANA},
                         {"at": "2026-10-05T10:00:00.123Z", "actor": ANA, "action": ("LOGIN", "ana@example.com logged in via password"), "ip": "198.51.100.7", "outcome": "success", "entity_type": "Login", "entity_id": ANA}),
    "vision one": case({"items": [{"accessType": "Console", "activity": "Log on", "category": "Logon and Logoff", "details": {"source": "x"}, "loggedDateTime": "2026-10-05T10:00:00Z", "loggedRole": "Master Administrator", "loggedUser": "Root Account", "result": "Unsuccessful"}]},
                       {"at": "2026-10-05T10:00:00Z", "actor": "Root Account", "action": "Log on", "outcome": "failure"}),
    "mattermost": case({"timestamp": "2026-10-05 10:00:00.123 Z", "event_name": "createPost", "status": "fail", "actor": {"user_id": "u1", "session_id": "s", "client": CHROME, "ip_address": "198.51.100.7", "x_forwarded_for": ""}, "event": {"parameters": {}, "prior_state": {}, "resulting_state": {}, "object_type": "post"},
                        "meta": {"api_path": "/api/v4/posts", "cluster_id": "c"}, "error": {"description": "no", "status_code": 403}},
                       {"at": "2026-10-05T10:00:00.123Z", "actor": "u1", "action": "createPost", "ip": "198.51.100.7", "status": 403, "outcome": "failure"}),
    "nextcloud": case({"reqId": "r1", "level": 1, "time": "2026-10-05T10:00:00+00:00", "remoteAddr": "198.51.100.7", "user": "ana", "app": "admin_audit", "method": "DELETE", "url": "/remote.php/dav/files/ana/x", "message": "File with id \"77\" deleted", "userAgent": CHROME, "version": "29"},
                      {"at": "2026-10-05T10:00:00Z", "actor": "ana", "action": "DELETE", "ip": "198.51.100.7", "entity_id": "/remote.php/dav/files/ana/x", "user_agent": CHROME}),
    "harbor": case([{"id": 1, "username": "ana", "resource": "library/web:1", "resource_type": "artifact", "operation": "delete", "op_time": "2026-10-05T10:00:00.123Z"}],
                   {"at": "2026-10-05T10:00:00.123Z", "actor": "ana", "action": "delete", "entity_type": "artifact", "entity_id": "library/web:1"}),
    "postman": case({"trails": [{"id": 7, "ip": "198.51.100.7", "userAgent": CHROME, "action": "user.login_sso_success", "timestamp": "2026-10-05T10:00:00.000Z", "message": "Ana A logged in", "data": {"actor": {"name": "Ana A", "username": "ana", "email": ANA, "id": 11, "active": True}, "user": {"name": "Ana A", "id": 11}, "team": {"name": "Acme", "id": 1}}}]},
                    {"at": "2026-10-05T10:00:00Z", "actor": ("Ana A", ANA, "ana"), "action": "user.login_sso_success", "ip": "198.51.100.7", "user_agent": CHROME}),
    "atlas": case({"results": [{"created": "2026-10-05T10:00:00Z", "eventTypeName": "GROUP_DELETED", "groupId": "g1", "id": "e1", "isGlobalAdmin": False, "links": [], "remoteAddress": "198.51.100.7", "targetUsername": "bob@example.com", "userId": "u1", "username": ANA}], "totalCount": 1},
                  {"at": "2026-10-05T10:00:00Z", "actor": ANA, "action": "GROUP_DELETED", "ip": "198.51.100.7", "entity_id": ("g1", "bob@example.com")}),
    "supabase": case({"id": "i1", "payload": {"action": "login", "actor_id": "u1", "actor_username": ANA, "actor_via_sso": False, "log_type": "account", "traits": {"provider": "email"}}, "created_at": "2026-10-05 10:00:00.123+00", "ip_address": "198.51.100.7"},
                     {"at": "2026-10-05T10:00:00.123Z", "actor": (ANA, "u1"), "action": "login", "ip": "198.51.100.7"}),
    "jamf": case({"webhook": {"eventTimestamp": 1791194400123, "id": 1, "name": "x", "webhookEvent": "RestAPIOperation"}, "event": {"authorizedUsername": "ana", "objectID": 7, "objectName": "Mac", "objectTypeName": "Computer", "operationSuccessful": True, "restAPIOperationType": "PUT"}},
                 {"at": "2026-10-05T10:00:00.123Z", "actor": "ana", "action": ("RestAPIOperation", "PUT"), "outcome": "success", "entity_type": "Computer", "entity_id": ("7", "Mac")}),
    "vercel": case({"id": "u1", "action": "project.env.created", "principal": {"type": "user", "_id": "p1", "email": ANA, "username": "ana"}, "via": [{"type": "user"}], "payload": {"project": {"id": "prj1", "name": "shop"}}, "createdAt": 1791194400123, "context": {"ip": "198.51.100.7", "userAgent": CHROME}},
                   {"at": "2026-10-05T10:00:00.123Z", "actor": (ANA, "ana"), "action": "project.env.created", "ip": "198.51.100.7", "user_agent": CHROME}),
    "sophos": case({"items": [{"id": "e1", "type": "Event::Core::Login", "severity": "low", "created_at": "2026-10-05T10:00:00.123Z", "source_info": {"ip": "198.51.100.7"}, "customer_id": "c", "endpoint_id": "d", "endpoint_type": "computer", "user_id": "u1", "when": "2026-10-05T10:00:00.100Z", "source": "Ana A", "name": "Login", "location": "PC1", "group": "POLICY"}], "has_more": False},
                   {"at": ("2026-10-05T10:00:00.123Z", "2026-10-05T10:00:00.100Z"), "actor": ("u1", "Ana A"), "action": ("Event::Core::Login", "Login"), "ip": "198.51.100.7"}),
    "open shift oauth text": Case('time="2026-10-05T10:00:00Z" level=info msg="audit" actor="ana" verb=delete resource=pods name=web-1 namespace=shop sourceIP=198.51.100.7 code=403\n',
                                  ({"at": "2026-10-05T10:00:00Z", "actor": "ana", "action": "delete", "ip": "198.51.100.7", "outcome": "failure"},)),
    "crm spreadsheet": Case("Audit ID;Date/Time;Performed By;Module;Action Performed;Record Name;Field;Old Value;New Value;IP\n1;05 Oct 2026 10:00 AM;Ana A;Leads;Field changed;Bob B;Status;New;Won;198.51.100.7\n2;06 Oct 2026 11:00 PM;Bob B;Deals;Deleted;Deal 7;;;;198.51.100.8\n",
                            ({"at": "2026-10-05T10:00:00Z", "actor": "Ana A", "action": "Field changed", "ip": "198.51.100.7", "entity_id": "Bob B", "changed": ["Status"]}, {"at": "2026-10-06T23:00:00Z", "actor": "Bob B", "action": "Deleted", "entity_id": "Deal 7"})),
    "help desk csv": Case('"Created","Agent","Event","Ticket ID","Ticket Subject","Source IP Address","Result"\n"Oct 5, 2026 10:00 AM","Ana A","Ticket closed","4711","Printer on fire","198.51.100.7","OK"\n',
                          ({"at": "2026-10-05T10:00:00Z", "actor": "Ana A", "action": "Ticket closed", "ip": "198.51.100.7", "entity_id": ("4711", "Printer on fire"), "outcome": "success"},)),
}  # fmt: skip

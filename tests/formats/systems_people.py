"""Records in which several could be the actor, and who of them a person would say it was. All values are invented."""

# ruff: noqa: E501  records are data: broken up they would show their shape less

from __future__ import annotations

from typing import Final

from tests.formats.systems_json import ANA, Case, case

AT: Final = "2026-10-05T10:00:00Z"
EPOCH_US: Final = "1791194400000000"
YEARLESS: Final = "-10-05T10:00:00Z"
IP: Final = "198.51.100.7"
DEVICE: Final = "203.0.113.9"

PEOPLE: Final[dict[str, Case]] = {
    "cloud event about a thing": case(
        {"specversion": "1.0", "id": "c1", "source": "crn://acme/kafka=lkc-7", "type": "io.acme.kafka/authorization", "time": AT, "subject": "crn://acme/kafka=lkc-7/topic=orders",
         "data": {"methodName": "kafka.DeleteTopics", "authenticationInfo": {"principal": "User:ana"}, "authorizationInfo": {"granted": False, "operation": "Delete", "resourceType": "Topic", "resourceName": "orders"}, "requestMetadata": {"client_address": f"/{IP}"}}},
        {"at": AT, "actor": "User:ana", "ip": IP, "outcome": "failure", "entity_type": "Topic"}),
    "policy audit with the agent of a service": case(
        {"repoType": 3, "repo": "hive", "reqUser": "ana", "evtTime": "2026-10-05 10:00:00.000", "access": "SELECT", "resource": "shop/orders", "resType": "@table", "action": "select", "result": 1, "agent": "hiveServer2", "agentHost": "h1", "enforcer": "ranger-acl", "cliIP": IP, "logType": "RangerAudit", "id": "r7"},
        {"at": AT, "actor": "ana", "action": "select", "ip": IP, "entity_type": "@table", "entity_id": "shop/orders"}),
    "alert of an agent": case(
        {"timestamp": "2026-10-05T10:00:00.000+0000", "rule": {"level": 5, "description": "sshd: authentication failed.", "id": "7"}, "agent": {"id": "007", "name": "web1", "ip": DEVICE}, "manager": {"name": "siem"}, "id": "1791194400.7", "decoder": {"name": "sshd"}, "data": {"srcip": IP, "srcport": "50000", "dstuser": "ana"}, "location": "/var/log/auth.log"},
        {"at": AT, "actor": "ana", "ip": IP, "outcome": "failure"}),
    "tagged unions": case(
        [{"timestamp": AT, "actor": {".tag": "admin", "admin": {".tag": "team_member", "account_id": "dbid:7", "display_name": "Ana A", "email": ANA}}, "event_type": {".tag": "member_remove", "description": "Removed a member"}, "origin": {"geo_location": {"ip_address": IP}}}],
        {"at": AT, "actor": "Ana A", "action": "member_remove", "ip": IP}),
    "journal of sudo": Case(
        f'{{"__REALTIME_TIMESTAMP":"{EPOCH_US}","_HOSTNAME":"web1","SYSLOG_IDENTIFIER":"sudo","_UID":"1000","MESSAGE":"     ana : TTY=pts/1 ; PWD=/srv ; USER=root ; COMMAND=/usr/bin/id"}}\n',
        ({"at": AT, "actor": "ana"},)),
    "name said twice": Case(
        f"Oct  5 10:00:00 lb1 notice httpd[7]: 01070417:5: AUDIT - user ana - RAW: httpd(mod_auth_pam): user=ana(ana) partition=[All] level=Operator host={IP} attempts=1\n",
        ({"at": YEARLESS, "actor": "ana", "ip": IP},)),
    "connection of nobody yet": Case(
        f'2026-10-05 10:00:00.000 UTC [7] [unknown]@[unknown] LOG:  connection received: host={IP} port=50000\n2026-10-05 10:00:01.000 UTC [7] ana@shop LOG:  AUDIT: SESSION,1,1,DDL,DROP TABLE,TABLE,public.orders,drop table orders,<none>\n',
        ({"at": AT, "actor": "", "ip": IP}, {"actor": "ana"})),
    "name at an address": Case(
        f"2026-10-05T10:00:00Z INFO User ACME\\ana@{IP} logged in as JAX-WS\n2026-10-05T10:00:01Z ERROR Login of user bob@198.51.100.8 failed\n",
        ({"at": AT, "actor": "ACME\\ana", "ip": IP}, {"actor": "bob", "ip": "198.51.100.8", "outcome": "failure"})),
    "columns of related objects": Case(
        "id,create_date,user_id/name,model_id/model,method,res_id,name,line_ids/field_name,line_ids/old_value_text,line_ids/new_value_text\nlog_1,2026-10-05 10:00:00,Ana A,sale.order,write,41,S0041,state,draft,sale\nlog_2,2026-10-05 10:00:01,Bob B,res.partner,create,9,Larkfield,,,\n",
        ({"at": AT, "actor": "Ana A", "action": "write", "entity_type": "sale.order", "entity_id": "41", "changed": ["state"]}, {"actor": "Bob B", "entity_id": "9"})),
    "names of actors in the data": case(
        {"items": [{"created": AT, "actorId": "u1", "id": "e1", "data": {"actorName": "Ana A", "actorEmail": ANA, "actorIp": IP, "targetType": "GROUP", "targetName": "Sales", "operationType": "Create"}}]},
        {"at": AT, "actor": "Ana A", "ip": IP, "entity_type": "GROUP", "entity_id": "Sales"}),
    "several actors": case(
        {"records": [{"id": "P1", "execution_time": AT, "actors": [{"id": "U1", "summary": "Ana A", "type": "user_reference"}], "root_resource": {"id": "S7", "type": "schedule", "summary": "On call"}, "action": "create"}]},
        {"at": AT, "actor": "Ana A", "action": "create", "entity_id": "S7"}),
    "address of a claim": case(
        {"records": [{"time": AT, "operationName": "KeyDelete", "resultType": "Success", "callerIpAddress": IP, "identity": {"claim": {"http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn": ANA, "appid": "a7"}}}]},
        {"at": AT, "actor": ANA, "action": "KeyDelete", "ip": IP}),
    "account upn": Case(f"Timestamp,AccountUpn,ActionType,IPAddress\n{AT},{ANA},FileDeleted,{IP}\n", ({"at": AT, "actor": ANA, "action": "FileDeleted", "ip": IP},)),
    "effective user": case(
        {"@timestamp": AT, "audit_category": "MISSING_PRIVILEGES", "audit_request_effective_user": "ana", "audit_request_remote_address": IP, "audit_node_name": "n1"},
        {"at": AT, "actor": "ana", "ip": IP}),
    "parameters of a request": case(
        [{"timestamp": AT, "user": {"userId": 7, "orgId": 1}, "request": {"params": {":uid": "d9"}}, "action": "delete", "resources": [{"id": 9, "type": "dashboard"}], "ipAddress": IP}],
        {"at": AT, "actor": "7", "action": "delete", "entity_type": "dashboard", "ip": IP}),
    "session opened": case(
        [{"wid": 7, "type": "user", "message": "Session opened for ana.", "hostname": IP, "timestamp": 1791194400}],
        {"at": AT, "actor": "ana", "ip": IP}),
    "end of a sentence": case(
        [{"time": AT, "kind": "auth", "message": "Login failed for user ana."}],
        {"at": AT, "actor": "ana", "outcome": "failure"}),
    "two people": case(
        [{"id": 1, "created_at": AT, "user_id": 2, "user_name": "Bob B", "user_email": "bob@example.com", "event_type_id": 5, "actor_user_id": 1, "actor_user_name": "Ana A", "actor_email": ANA, "ipaddr": IP}],
        {"at": AT, "actor": "Ana A", "actor_id": "1", "email": ANA, "ip": IP}),
    "user before the actor": case(
        [{"at": AT, "user": {"id": "u2", "email": "bob@example.com"}, "actor": {"id": "u1", "email": ANA, "name": "Ana A"}, "event": "user.suspend", "subject": {"type": "USER", "id": "u2"}}],
        {"at": AT, "actor": "Ana A", "actor_id": "u1", "email": ANA, "role": "", "entity_type": "USER", "entity_id": "u2"}),
    "who changed what another made": case(
        [{"created_at": "2020-01-01T00:00:00Z", "created_by": "carl", "modified_at": AT, "modified_by": "ana", "table": "orders", "old_values": {"state": 1}, "new_values": {"state": 2}}],
        {"at": AT, "actor": "ana", "entity_type": "orders", "changed": ["state"]}),
    "who made it": case(
        [{"created_at": AT, "created_by": "ana", "action": "create", "table": "orders", "modified_at": None, "modified_by": None}],
        {"at": AT, "actor": "ana", "action": "create"}),
}  # fmt: skip

"""Records that tell who it was or how it ended in sentences, codes and kinds of events. All values are invented."""

# ruff: noqa: E501  records are data: broken up they would show their shape less

from __future__ import annotations

from typing import Final

from tests.formats.systems_json import ANA, Case, case

AT: Final = "2026-10-05T10:00:00Z"
AT_LATER: Final = "2026-10-05T10:00:01Z"
YEARLESS: Final = "-10-05T10:00:00Z"
IP: Final = "198.51.100.7"

TOLD: Final[dict[str, Case]] = {
    "session of a mail server": Case(
        "Oct  5 10:00:00 mx1 dovecot: pop3(ana)<7><a1>: Logged out top=0/0, retr=0/0\nOct  5 10:00:01 mx1 dovecot: lmtp(bob@example.com)<8><a2>: stored mail into mailbox 'INBOX'\n",
        ({"at": YEARLESS, "actor": "ana"}, {"actor": "bob@example.com"})),
    "name behind an address": Case(
        f"2026-10-05 10:00:00 {IP}:50000 [ana] Peer Connection Initiated with [AF_INET]{IP}:50000\n2026-10-05 10:00:01 ana/{IP}:50000 SIGTERM received, client-instance exiting\n",
        ({"at": AT, "actor": "ana", "ip": IP}, {"actor": "ana", "ip": IP})),
    "level behind an address": Case(
        f"2026-10-05 10:00:00 {IP}:50000 [error] connection lost\n2026-10-05 10:00:01 {IP}:50000 [info] connection closed by 203.0.113.9\n",
        ({"at": AT, "actor": "", "ip": IP}, {"actor": ""})),
    "user of a workspace": Case(
        f"2026/10/05 10:00:00 pid 7 ana@ws1 {IP} [p4/2026] 'user-submit -d x'\n2026/10/05 10:00:01 pid 8 bob@ws2 198.51.100.8 [p4/2026] 'user-sync //depot/...'\n",
        ({"at": AT, "actor": "ana", "ip": IP}, {"actor": "bob", "ip": "198.51.100.8"})),
    "tickets of a realm": Case(
        f"Oct 05 10:00:00 kdc1 krb5kdc[7](info): TGS_REQ (2 etypes {{18 17}}) {IP}: ISSUE: authtime 1791194400, etypes {{rep=18 tkt=18 ses=18}}, ana@ACME.EXAMPLE for host/web1@ACME.EXAMPLE\nOct 05 10:00:01 kdc1 krb5kdc[7](info): AS_REQ (2 etypes {{18 17}}) 198.51.100.8: CLIENT_NOT_FOUND: bob@ACME.EXAMPLE for krbtgt/ACME.EXAMPLE@ACME.EXAMPLE, Client not found in Kerberos database\n",
        ({"at": YEARLESS, "actor": "ana@ACME.EXAMPLE", "ip": IP}, {"actor": "bob@ACME.EXAMPLE", "ip": "198.51.100.8", "outcome": "failure"})),
    "edited by": Case(
        '2026-10-05 10:00:00,000   INFO - audit - project_edit: Project "Shop" {id=p7} was edited by "ana" {id=4}\n2026-10-05 10:00:01,000   INFO - audit - artifact: Report was downloaded by bob from 198.51.100.8\n',
        ({"at": AT, "actor": "ana"}, {"actor": "bob", "ip": "198.51.100.8"})),
    "path by somebody": Case(
        "Oct 5, 2026 10:00:00,000 AM /job/shop/doDelete by ana\nOct 5, 2026 10:00:01,000 AM /job/shop/42/stop by bob from 198.51.100.8\n",
        ({"at": AT, "actor": "ana"}, {"actor": "bob", "ip": "198.51.100.8"})),
    "is incorrect": Case(
        f"[2026-10-05 10:00:00.000][vault::identity][ERROR] Username or password is incorrect. Try again. IP: {IP}. Username: {ANA}.\n[2026-10-05 10:00:01.000][vault::identity][ERROR] Cannot login bob@198.51.100.8\n",
        ({"at": AT, "actor": ANA, "ip": IP, "outcome": "failure"}, {"actor": "bob", "ip": "198.51.100.8", "outcome": "failure"})),
    "accounting of routers": Case(
        f"Oct  5 10:00:00\t203.0.113.9\tana\ttty7\t{IP}\tstop\ttask_id=7\tservice=shell\tpriv-lvl=15\tcmd=reload in 5 <cr>\n",
        ({"at": YEARLESS, "actor": "ana", "ip": IP, "action": "reload in 5"},)),
    "category says how it ended": case(
        {"items": [{"uuid": "U1", "timestamp": AT, "category": "success", "type": "credentials_ok", "target_user": {"uuid": "T1", "email": ANA}}, {"uuid": "U2", "timestamp": AT_LATER, "category": "mfa_failed", "type": "code_bad", "target_user": {"uuid": "T2", "email": "bob@example.com"}}]},
        {"at": AT, "actor": ANA, "outcome": "success"}, {"actor": "bob@example.com", "outcome": "failure"}),
    "kinds some of which say how it ended": case(
        {"results": [{"id": "h1", "category": "CRM", "subCategory": "DEAL", "action": "UPDATE", "occurredAt": AT}, {"id": "h2", "category": "LOGIN", "subCategory": "LOGIN_FAILED", "action": "PERFORM", "occurredAt": AT_LATER}]},
        {"at": AT, "action": "UPDATE", "outcome": "unknown"}, {"outcome": "failure"}),
    "invalid password": Case(
        f'[2026-10-05 10:00:00] SECURITY[7] log.c: SecurityEvent="InvalidPassword",Service="SIP",AccountID="ana",RemoteAddress="IPV4/UDP/{IP}/5060"\n[2026-10-05 10:00:01] SECURITY[7] log.c: SecurityEvent="InvalidateCache",Service="SIP",AccountID="bob",RemoteAddress="IPV4/UDP/{IP}/5060"\n',
        ({"at": AT, "actor": "ana", "action": "InvalidPassword", "outcome": "failure"}, {"actor": "bob", "outcome": "unknown"})),
    "status that tells how it failed": case(
        {"data": [{"upid": "UPID:n1:A1", "user": "ana@pam", "type": "vzdump", "id": "100", "starttime": 1791194400, "status": "OK"}, {"upid": "UPID:n1:A2", "user": "bob@pam", "type": "qmstart", "id": "100", "starttime": 1791194401, "status": "command failed: exit code 1"}]},
        {"at": AT, "id": "UPID:n1:A1", "actor": "ana@pam", "action": "vzdump", "outcome": "success"}, {"id": "UPID:n1:A2", "outcome": "failure"}),
    "information of a failure": case(
        [{"eventType": "queryCompleted", "createTime": AT, "context": {"user": "ana", "remoteClientAddress": IP}, "failureInfo": {"errorCode": {"code": 4, "name": "PERMISSION_DENIED"}}}, {"eventType": "queryCompleted", "createTime": AT_LATER, "context": {"user": "bob"}}],
        {"at": AT, "actor": "ana", "ip": IP, "outcome": "failure"}, {"actor": "bob", "outcome": "unknown"}),
    "info": Case(
        f'{{"time":"{AT}","user":"ana","action":"edit_role","info":"granted"}}\n{{"time":"{AT_LATER}","user":"bob","action":"login attempt","info":"failed"}}\n',
        ({"at": AT, "actor": "ana", "outcome": "success"}, {"actor": "bob", "outcome": "failure"})),
    "name and address of who began it": case(
        [{"timestamp": AT, "initiator": f"ana/{IP}", "domain": "repository", "type": "deleted"}, {"timestamp": AT_LATER, "initiator": "*TASK", "domain": "tasks", "type": "finished"}],
        {"at": AT, "actor": f"ana/{IP}", "ip": IP, "action": "deleted"}, {"ip": ""}),
    "kind of a query": case(
        [{"event_time": AT, "user": "ana", "query_kind": "Drop", "address": IP}],
        {"at": AT, "actor": "ana", "action": "Drop", "ip": IP}),
    "duration of a proxy": case(
        [{"StartUTC": AT, "ClientHost": IP, "ClientUsername": "ana", "RequestMethod": "GET", "RequestPath": "/x", "DownstreamStatus": 200, "Duration": 1234567, "OriginDuration": 1200000, "Overhead": 34567}],
        {"at": AT, "actor": "ana", "ip": IP, "status": 200, "took_us": 1235}),
    "letters for deeds": case(
        [{"op": "u", "ts_ms": 1791194400000, "before": {"id": 7, "state": "open"}, "after": {"id": 7, "state": "paid"}, "source": {"db": "shop", "table": "orders"}}, {"op": "d", "ts_ms": 1791194401000, "before": {"id": 8}, "after": None, "source": {"db": "shop", "table": "orders"}}],
        {"at": AT, "action": "u", "verb": "update", "changed": ["state"]}, {"action": "d", "verb": "delete"}),
    "graded outcomes": case(
        [{"resourceType": "AuditEvent", "id": "a1", "action": "E", "recorded": AT, "outcome": "0", "agent": [{"altId": "ana", "requestor": True}]}, {"resourceType": "AuditEvent", "id": "a2", "action": "R", "recorded": AT_LATER, "outcome": "8", "agent": [{"altId": "bob", "requestor": True}]}],
        {"at": AT, "actor": "ana", "outcome": "success"}, {"actor": "bob", "verb": "view", "outcome": "failure"}),
    "documents of changes": Case(
        f"OBJECTCLAS,OBJECTID,USERNAME,CHANGED_AT,TABNAME,FNAME,VALUE_NEW,VALUE_OLD\nKRED,0000000077,ANA,{AT},LFA1,NAME1,Larkfield AG,Larkfield\n",
        ({"at": AT, "actor": "ANA", "entity_type": "KRED", "entity_id": "0000000077", "changed": ["NAME1"]},)),
    "reason beside a code": case(
        {"value": [{"id": "s1", "createdDateTime": AT, "userPrincipalName": ANA, "ipAddress": IP, "status": {"errorCode": 50126, "failureReason": "Invalid password"}}, {"id": "s2", "createdDateTime": AT_LATER, "userPrincipalName": "bob@example.com", "status": {"errorCode": 0, "failureReason": "Other."}}]},
        {"at": AT, "actor": ANA, "ip": IP, "outcome": "failure"}, {"actor": "bob@example.com", "outcome": "success"}),
    "reason without a code": case(
        [{"time": AT, "user": "ana", "action": "login", "failure_reason": "locked"}, {"time": AT_LATER, "user": "bob", "action": "login", "failure_reason": None}],
        {"at": AT, "actor": "ana", "outcome": "failure"}, {"outcome": "unknown"}),
    "deeds that read like ends": case(
        [{"time": AT, "user": "ana", "action": "grant", "role": "admin"}, {"time": AT_LATER, "user": "bob", "action": "approved", "role": "dev"}],
        {"at": AT, "actor": "ana", "action": "grant", "outcome": "unknown"}, {"action": "approved", "outcome": "unknown"}),
    "title of a mail": case(
        [{"date": AT, "from": ANA, "to": "bob@example.com", "subject": "Hello", "status": "delivered"}],
        {"at": AT, "actor": ANA, "description": "Hello", "outcome": "success"}),
    "path in a patch": case(
        [{"at": AT, "actor": "ana", "action": "update", "patch": [{"op": "replace", "path": "/status", "value": "closed"}]}],
        {"at": AT, "actor": "ana", "action": "update", "entity_id": ""}),
}  # fmt: skip

"""Tables and lines of text of systems without a profile, and what a person would read in them. All values are invented."""

# ruff: noqa: E501  lines of logs are data: broken up they would show their shape less

from __future__ import annotations

from typing import Final

from tests.formats.systems_json import ANA, CHROME, Case

TABLES: Final[dict[str, Case]] = {
    "snowflake query history": Case(
        "QUERY_ID,QUERY_TEXT,DATABASE_NAME,QUERY_TYPE,SESSION_ID,USER_NAME,ROLE_NAME,WAREHOUSE_NAME,EXECUTION_STATUS,ERROR_CODE,ERROR_MESSAGE,START_TIME,END_TIME,TOTAL_ELAPSED_TIME\n"
        '01a,"select *\nfrom t",SHOP,SELECT,7,ANA,SYSADMIN,WH,SUCCESS,,,2026-10-05 10:00:00.123 +0000,2026-10-05 10:00:01.000 +0000,877\n'
        "01b,drop table t,SHOP,DROP,7,BOB,SYSADMIN,WH,FAIL,2003,no such table,2026-10-05 10:00:02.000 +0000,2026-10-05 10:00:03.000 +0000,12\n",
        (
            {
                "at": "2026-10-05T10:00:00.123Z",
                "actor": "ANA",
                "action": ("SELECT", "select *\nfrom t"),
                "outcome": "success",
                "took_us": 877_000,
            },
            {"at": "2026-10-05T10:00:02Z", "actor": "BOB", "action": ("DROP", "drop table t"), "outcome": "failure"},
        ),
    ),
    "snowflake login history": Case(
        "EVENT_ID,EVENT_TIMESTAMP,EVENT_TYPE,USER_NAME,CLIENT_IP,REPORTED_CLIENT_TYPE,IS_SUCCESS,ERROR_CODE,ERROR_MESSAGE\n1,2026-10-05 10:00:00.123 Z,LOGIN,ANA,198.51.100.7,JDBC_DRIVER,YES,,\n2,2026-10-05 10:00:01.000 Z,LOGIN,BOB,198.51.100.8,OTHER,NO,390100,INCORRECT_USERNAME_PASSWORD\n",
        (
            {
                "at": "2026-10-05T10:00:00.123Z",
                "actor": "ANA",
                "action": "LOGIN",
                "ip": "198.51.100.7",
                "outcome": "success",
            },
            {
                "at": "2026-10-05T10:00:01Z",
                "actor": "BOB",
                "action": "LOGIN",
                "ip": "198.51.100.8",
                "outcome": "failure",
            },
        ),
    ),
    "postgresql csv log": Case(
        '2026-10-05 10:00:00.123 UTC,"ana","shop",7,"198.51.100.7:51000",5f.1,3,"DELETE",2026-10-05 09:00:00 UTC,3/1,0,LOG,00000,"AUDIT: SESSION,1,1,WRITE,DELETE,TABLE,public.orders,""delete\nfrom orders"",<none>",,,,,,,,,"psql","client backend"\n'
        '2026-10-05 10:00:01.123 UTC,"bob","shop",8,"198.51.100.8:51000",5f.2,4,"authentication",2026-10-05 09:00:00 UTC,3/1,0,FATAL,28P01,"password authentication failed for user ""bob""",,,,,,,,,"psql","client backend"\n',
        (
            {"at": "2026-10-05T10:00:00.123Z", "actor": "ana", "action": "DELETE", "ip": "198.51.100.7"},
            {"at": "2026-10-05T10:00:01.123Z", "actor": "bob", "ip": "198.51.100.8"},
        ),
    ),
    "oracle unified audit": Case(
        "EVENT_TIMESTAMP,DBUSERNAME,OS_USERNAME,USERHOST,ACTION_NAME,OBJECT_SCHEMA,OBJECT_NAME,RETURN_CODE,SQL_TEXT,UNIFIED_AUDIT_POLICIES\n05-OCT-26 10.00.00.123456 AM,ANA,oracle,web1,DROP TABLE,SHOP,ORDERS,0,drop table orders,ALL\n05-OCT-26 10.00.01.123456 PM,BOB,oracle,web1,LOGON,,,1017,,LOGINS\n",
        (
            {
                "at": "2026-10-05T10:00:00.123456Z",
                "actor": "ANA",
                "action": "DROP TABLE",
                "entity_id": "ORDERS",
                "outcome": "success",
            },
            {"at": "2026-10-05T22:00:01.123456Z", "actor": "BOB", "action": "LOGON", "outcome": "failure"},
        ),
    ),
    "sql server audit": Case(
        "event_time,sequence_number,action_id,succeeded,session_id,server_principal_name,database_name,schema_name,object_name,statement,client_ip,application_name\n2026-10-05 10:00:00.1234567,1,DL  ,True,55,ACME\\ana,shop,dbo,orders,delete from orders,198.51.100.7,SSMS\n2026-10-05 10:00:01.1234567,1,LGIF,False,0,bob,,,,Login failed,198.51.100.8,\n",
        (
            {"at": "2026-10-05T10:00:00.123456Z", "actor": "ACME\\ana", "ip": "198.51.100.7", "outcome": "success"},
            {
                "at": "2026-10-05T10:00:01.123456Z",
                "actor": "bob",
                "action": "LGIF",
                "ip": "198.51.100.8",
                "outcome": "failure",
            },
        ),
    ),
    "mariadb server audit": Case(
        "20261005 10:00:00,db1,ana,198.51.100.7,7,9,QUERY,shop,'drop table orders',0\n20261005 10:00:01,db1,bob,198.51.100.8,8,0,FAILED_CONNECT,,,1045\n20261005 10:00:02,db1,ana,198.51.100.7,7,0,DISCONNECT,shop,,0\n",
        (
            {"at": "2026-10-05T10:00:00Z", "actor": "ana", "action": "QUERY", "ip": "198.51.100.7"},
            {"at": "2026-10-05T10:00:01Z", "actor": "bob", "action": "FAILED_CONNECT", "ip": "198.51.100.8"},
            {"at": "2026-10-05T10:00:02Z", "actor": "ana", "action": "DISCONNECT", "ip": "198.51.100.7"},
        ),
    ),
    "date and time apart": Case(
        "Date,Time,User,Action,IP\n05/10/2026,10:00:00,ana,Login,198.51.100.7\n15/10/2026,10:00:01,bob,Delete,198.51.100.8\n",
        (
            {"at": "2026-10-05T10:00:00Z", "actor": "ana", "action": "Login", "ip": "198.51.100.7"},
            {"at": "2026-10-15T10:00:01Z", "actor": "bob", "action": "Delete", "ip": "198.51.100.8"},
        ),
    ),
    "windows security csv": Case(
        "Keywords,Date and Time,Source,Event ID,Task Category\nAudit Success,10/15/2026 10:00:00 AM,Microsoft-Windows-Security-Auditing,4624,Logon\nAudit Failure,10/15/2026 10:00:01 PM,Microsoft-Windows-Security-Auditing,4625,Logon\n",
        (
            {"at": "2026-10-15T10:00:00Z", "action": ("4624", "Logon"), "outcome": "success"},
            {"at": "2026-10-15T22:00:01Z", "action": ("4625", "Logon"), "outcome": "failure"},
        ),
    ),
    "atlassian csv": Case(
        '"Timestamp","Author","Author account ID","Category","Summary","Affected object","Source IP"\n"2026-10-05T10:00:00Z","Ana A","5c","Permissions","Global permission added","admins","198.51.100.7"\n',
        (
            {
                "at": "2026-10-05T10:00:00Z",
                "actor": "Ana A",
                "action": "Global permission added",
                "ip": "198.51.100.7",
                "entity_id": "admins",
            },
        ),
    ),
    "crm in german": Case(
        "Zeitstempel;Benutzer;Aktion;Objekttyp;Objekt;IP-Adresse;Ergebnis\n05.10.2026 10:00:00;ana;Gelöscht;Ticket;4711;198.51.100.7;Erfolg\n05.10.2026 10:00:01;bob;Anmeldung;Benutzer;bob;198.51.100.8;Fehler\n",
        (
            {
                "at": "2026-10-05T10:00:00Z",
                "actor": "ana",
                "action": "Gelöscht",
                "ip": "198.51.100.7",
                "entity_type": "Ticket",
                "entity_id": "4711",
                "outcome": "success",
            },
            {
                "at": "2026-10-05T10:00:01Z",
                "actor": "bob",
                "action": "Anmeldung",
                "ip": "198.51.100.8",
                "outcome": "failure",
            },
        ),
    ),
    "palo alto config": Case(
        "1,2026/10/05 10:00:00,0011,CONFIG,0,0,2026/10/05 10:00:00,198.51.100.7,,set,ana,Web,Succeeded, config shared ,9,0x0\n1,2026/10/05 10:00:01,0011,CONFIG,0,0,2026/10/05 10:00:01,198.51.100.8,,delete,bob,CLI,Failed, config shared ,10,0x0\n",
        (
            {"at": "2026-10-05T10:00:00Z", "actor": "ana", "action": "set", "ip": "198.51.100.7", "outcome": "success"},
            {
                "at": "2026-10-05T10:00:01Z",
                "actor": "bob",
                "action": "delete",
                "ip": "198.51.100.8",
                "outcome": "failure",
            },
        ),
    ),
    "zscaler admin audit": Case(
        '"Time","Recorded Time","Admin ID","Client IP","Action","Category","Subcategory","Resource","Interface","Result","Error Code"\n"10/5/2026 10:00:00","10/15/2026 10:00:01","ana@example.com","198.51.100.7","UPDATE","Policy","URL","Rule 1","UI","SUCCESS","None"\n"10/15/2026 10:00:01","10/15/2026 10:00:01","bob@example.com","198.51.100.8","DELETE","Policy","URL","Rule 2","UI","FAILURE","X"\n',
        (
            {
                "at": "2026-10-05T10:00:00Z",
                "actor": ANA,
                "action": "UPDATE",
                "ip": "198.51.100.7",
                "entity_id": "Rule 1",
                "outcome": "success",
            },
            {"actor": "bob@example.com", "action": "DELETE", "outcome": "failure"},
        ),
    ),
}

TEXTS: Final[dict[str, Case]] = {
    "postgresql log": Case(
        '2026-10-05 12:00:00.123 CEST [77] ana@shop LOG:  AUDIT: SESSION,1,1,DDL,DROP TABLE,TABLE,public.orders,"drop table\n\torders",<not logged>\n2026-10-05 12:00:01.123 CEST [78] bob@shop FATAL:  password authentication failed for user "bob"\n2026-10-05 12:00:01.124 CEST [78] bob@shop DETAIL:  Connection matched\n',
        (
            {"at": "2026-10-05T10:00:00.123Z", "actor": "ana"},
            {"at": "2026-10-05T10:00:01.123Z", "actor": "bob"},
            {"at": "2026-10-05T10:00:01.124Z", "actor": "bob"},
        ),
    ),
    "oracle audit file": Case(
        "Audit file /u01/app/oracle/admin/ORCL/adump/ora_1.aud\nOracle Database 19c Enterprise Edition Release 19.0.0.0.0 - Production\nSystem name:\tLinux\n\nMon Oct  5 12:00:00 2026 +02:00\nLENGTH : '250'\nACTION :[7] 'CONNECT'\nDATABASE USER:[1] '/'\nPRIVILEGE :[6] 'SYSDBA'\nCLIENT USER:[6] 'oracle'\nCLIENT TERMINAL:[5] 'pts/0'\nSTATUS:[1] '0'\nDBID:[10] '1582991539'\n"
        "Mon Oct  5 12:00:01 2026 +02:00\nLENGTH : '250'\nACTION :[30] 'drop table\norders'\nDATABASE USER:[3] 'ANA'\nPRIVILEGE :[4] 'NONE'\nCLIENT USER:[3] 'ana'\nSTATUS:[4] '1017'\n",
        (
            {"at": "2026-10-05T10:00:00Z", "actor": ("/", "oracle"), "action": "CONNECT"},
            {"at": "2026-10-05T10:00:01Z", "actor": ("ANA", "ana"), "action": "drop table\norders"},
        ),
    ),
    "sshd and sudo": Case(
        "Oct  5 10:00:00 web1 sshd[77]: Failed password for invalid user bob from 198.51.100.7 port 51000 ssh2\nOct  5 10:00:01 web1 sudo:      ana : TTY=pts/0 ; PWD=/home/ana ; USER=root ; COMMAND=/usr/bin/id\nOct  5 10:00:02 web1 sshd[78]: Accepted publickey for ana from 198.51.100.7 port 51001 ssh2: RSA SHA256:x\nOct  5 10:00:03 web1 su: pam_unix(su:session): session opened for user root(uid=0) by ana(uid=1000)\n",
        (
            {"at": "-10-05T10:00:00Z", "actor": "bob", "ip": "198.51.100.7", "outcome": "failure"},
            {"at": "-10-05T10:00:01Z", "actor": "ana", "action": ("/usr/bin/id", "sudo")},
            {"actor": "ana", "ip": "198.51.100.7", "outcome": "success"},
            {"actor": ("ana", "root")},
        ),
    ),
    "rfc 5424 with json": Case(
        '<134>1 2026-10-05T10:00:00.123Z host1 app 77 ID1 - {"event":"login","user":"ana","ip":"198.51.100.7","result":"ok"}\n<134>1 2026-10-05T10:00:01.123Z host1 app 77 ID1 [meta@1 user="bob" action="delete" srcip="198.51.100.8"] something was done\n',
        (
            {
                "at": "2026-10-05T10:00:00.123Z",
                "actor": "ana",
                "action": "login",
                "ip": "198.51.100.7",
                "outcome": "success",
            },
            {"at": "2026-10-05T10:00:01.123Z", "actor": "bob", "action": "delete", "ip": "198.51.100.8"},
        ),
    ),
    "s3 access log": Case(
        '79a5 shop-logs [05/Oct/2026:10:00:00 +0000] 198.51.100.7 arn:aws:iam::123456789012:user/ana 3E57 REST.DELETE.OBJECT plan.pdf "DELETE /shop-logs/plan.pdf HTTP/1.1" 403 AccessDenied 243 - 12 - "-" "S3Console/0.4" - x= SigV4 ECDHE AuthHeader s3.amazonaws.com TLSv1.2\n'
        '79a5 shop-logs [05/Oct/2026:10:00:01 +0000] 198.51.100.8 - 3E58 REST.GET.OBJECT plan.pdf "GET /shop-logs/plan.pdf HTTP/1.1" 200 - 243 - 12 - "-" "S3Console/0.4" - x= SigV4 ECDHE AuthHeader s3.amazonaws.com TLSv1.2\n',
        (
            {
                "at": "2026-10-05T10:00:00Z",
                "actor": "arn:aws:iam::123456789012:user/ana",
                "action": ("REST.DELETE.OBJECT", "DELETE"),
                "ip": "198.51.100.7",
                "status": 403,
                "entity_id": ("plan.pdf", "/shop-logs/plan.pdf"),
                "user_agent": "S3Console/0.4",
            },
            {"at": "2026-10-05T10:00:01Z", "action": ("REST.GET.OBJECT", "GET"), "ip": "198.51.100.8", "status": 200},
        ),
    ),
    "application load balancer": Case(
        f'https 2026-10-05T10:00:00.123456Z app/web/50dc 198.51.100.7:51000 10.0.0.9:80 0.001 0.002 0.000 403 403 34 366 "GET https://shop.example.com:443/x?y=1 HTTP/1.1" "{CHROME}" ECDHE TLSv1.2 arn:aws:x "Root=1-5" "shop.example.com" "arn" 0 2026-10-05T10:00:00.100000Z "forward" "-" "-"\n'
        * 1,
        (
            {
                "at": "2026-10-05T10:00:00.123456Z",
                "action": "GET",
                "ip": "198.51.100.7",
                "status": 403,
                "entity_id": "https://shop.example.com:443/x?y=1",
                "user_agent": CHROME,
            },
        ),
    ),
    "vpc flow": Case(
        "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status\n2 123456789012 eni-1 198.51.100.7 10.0.0.9 51000 22 6 20 4249 1791194400 1791194460 ACCEPT OK\n2 123456789012 eni-1 198.51.100.8 10.0.0.9 51000 22 6 20 4249 1791194401 1791194461 REJECT OK\n",
        (
            {"at": "2026-10-05T10:00:00Z", "action": "ACCEPT", "ip": "198.51.100.7", "outcome": "success"},
            {"at": "2026-10-05T10:00:01Z", "action": "REJECT", "ip": "198.51.100.8", "outcome": "failure"},
        ),
    ),
    "squid": Case(
        "1791194400.123    150 198.51.100.7 TCP_MISS/200 4012 GET http://example.com/x ana HIER_DIRECT/203.0.113.1 text/html\n1791194401.123     15 198.51.100.8 TCP_DENIED/403 4012 CONNECT example.com:443 - HIER_NONE/- -\n",
        (
            {
                "at": "2026-10-05T10:00:00.123Z",
                "actor": "ana",
                "action": "GET",
                "ip": "198.51.100.7",
                "status": 200,
                "entity_id": "http://example.com/x",
            },
            {
                "at": "2026-10-05T10:00:01.123Z",
                "action": "CONNECT",
                "ip": "198.51.100.8",
                "status": 403,
                "outcome": "failure",
            },
        ),
    ),
    "haproxy": Case(
        'Oct  5 10:00:00 lb haproxy[77]: 198.51.100.7:51000 [05/Oct/2026:10:00:00.123] http-in static/srv1 10/0/30/69/109 200 2750 - - ---- 1/1/1/1/0 0/0 {example.com} {} "GET /x HTTP/1.1"\nOct  5 10:00:01 lb haproxy[77]: 198.51.100.8:51000 [05/Oct/2026:10:00:01.123] http-in static/srv1 10/0/30/69/109 503 2750 - - SC-- 1/1/1/1/0 0/0 "POST /y HTTP/1.1"\n',
        (
            {
                "at": ("2026-10-05T10:00:00.123Z", "2026-10-05T10:00:00Z"),
                "action": "GET",
                "ip": "198.51.100.7",
                "status": 200,
                "entity_id": "/x",
            },
            {"action": "POST", "ip": "198.51.100.8", "status": 503, "entity_id": "/y", "outcome": "failure"},
        ),
    ),
    "iis": Case(
        "#Software: Microsoft Internet Information Services 10.0\n#Version: 1.0\n#Date: 2026-10-05 10:00:00\n#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) sc-status sc-substatus time-taken\n2026-10-05 10:00:00 10.0.0.9 POST /login - 443 ACME\\ana 198.51.100.7 Mozilla/5.0+(X11) 401 1 187\n",
        (
            {
                "at": "2026-10-05T10:00:00Z",
                "actor": "ACME\\ana",
                "action": "POST",
                "ip": "198.51.100.7",
                "status": 401,
                "outcome": "failure",
                "entity_id": "/login",
                "user_agent": "Mozilla/5.0 (X11)",
                "took_us": 187_000,
            },
        ),
    ),
    "postfix": Case(
        "Oct  5 10:00:00 mx1 postfix/smtpd[77]: NOQUEUE: reject: RCPT from unknown[198.51.100.7]: 554 5.7.1 Service unavailable; from=<eve@example.net> to=<ana@example.com> proto=ESMTP helo=<x>\nOct  5 10:00:01 mx1 postfix/smtpd[77]: connect from mail.example.net[198.51.100.8]\n",
        (
            {"at": "-10-05T10:00:00Z", "ip": "198.51.100.7", "outcome": "failure"},
            {"at": "-10-05T10:00:01Z", "ip": "198.51.100.8"},
        ),
    ),
    "cisco asa": Case(
        "Oct 05 2026 10:00:00 fw1 : %ASA-6-605005: Login permitted from 198.51.100.7/51000 to inside:10.0.0.9/ssh for user \"ana\"\nOct 05 2026 10:00:01 fw1 : %ASA-5-111008: User 'ana' executed the 'write memory' command.\nOct 05 2026 10:00:02 fw1 : %ASA-6-113015: AAA user authentication Rejected : reason = Invalid password : local database : user = bob : user IP = 198.51.100.8\n",
        (
            {"at": "2026-10-05T10:00:00Z", "actor": "ana", "ip": "198.51.100.7"},
            {"at": "2026-10-05T10:00:01Z", "actor": "ana"},
            {"at": "2026-10-05T10:00:02Z", "actor": "bob", "ip": "198.51.100.8", "outcome": "failure"},
        ),
    ),
    "cisco ios": Case(
        "<189>77: web1: Oct  5 10:00:00.123: %SEC_LOGIN-5-LOGIN_SUCCESS: Login Success [user: ana] [Source: 198.51.100.7] [localport: 22] at 10:00:00 UTC Mon Oct 5 2026\n<189>78: web1: Oct  5 10:00:01.123: %SYS-5-CONFIG_I: Configured from console by ana on vty0 (198.51.100.7)\n",
        (
            {"at": "-10-05T10:00:00.123Z", "actor": "ana", "ip": "198.51.100.7", "outcome": "success"},
            {"at": "-10-05T10:00:01.123Z", "actor": "ana", "ip": "198.51.100.7"},
        ),
    ),
    "fortinet": Case(
        'date=2026-10-05 time=10:00:00 devname="fw1" devid="FG1" eventtime=1791194400123456789 tz="+0000" logid="0100032001" type="event" subtype="system" level="information" vd="root" logdesc="Admin login successful" sn="1" user="ana" ui="https(198.51.100.7)" method="https" srcip=198.51.100.7 dstip=10.0.0.9 action="login" status="success" reason="none" msg="Administrator ana logged in successfully"\n',
        (
            {
                "at": ("2026-10-05T10:00:00Z", "2026-10-05T10:00:00.123456Z"),
                "actor": "ana",
                "action": "login",
                "ip": "198.51.100.7",
                "outcome": "success",
            },
        ),
    ),
    "cef": Case(
        "Oct  5 10:00:00 fw1 CEF:0|Acme|Guard|1.0|100|User deleted|5|rt=Oct 05 2026 10:00:00 suser=ana src=198.51.100.7 duser=bob act=delete outcome=success msg=ana deleted bob\n",
        (
            {
                "at": "2026-10-05T10:00:00Z",
                "actor": "ana",
                "action": ("delete", "User deleted"),
                "ip": "198.51.100.7",
                "outcome": "success",
            },
        ),
    ),
    "leef": Case(
        "LEEF:2.0|Acme|Guard|1.0|UserDeleted|^|devTime=2026-10-05T10:00:00Z^usrName=ana^src=198.51.100.7^cat=admin^sev=5\n",
        ({"at": "2026-10-05T10:00:00Z", "actor": "ana", "action": "UserDeleted", "ip": "198.51.100.7"},),
    ),
    "logfmt": Case(
        'time="2026-10-05T10:00:00Z" level=info msg="user deleted" user=ana action=delete ip=198.51.100.7 status=200\ntime="2026-10-05T10:00:01Z" level=warning msg="login failed" user=bob action=login ip=198.51.100.8 status=401\n',
        (
            {"at": "2026-10-05T10:00:00Z", "actor": "ana", "action": "delete", "ip": "198.51.100.7", "status": 200},
            {"actor": "bob", "action": "login", "status": 401, "outcome": "failure"},
        ),
    ),
    "application lines": Case(
        "2026-10-05 10:00:00,123 INFO  [audit] user=ana action=DELETE entity=Ticket id=4711 ip=198.51.100.7 outcome=SUCCESS\n2026-10-05 10:00:01,123 WARN  [audit] user=bob action=LOGIN entity=User id=9 ip=198.51.100.8 outcome=FAILURE\nTraceback:\n  at x\n",
        (
            {
                "at": "2026-10-05T10:00:00.123Z",
                "actor": "ana",
                "action": "DELETE",
                "ip": "198.51.100.7",
                "entity_type": "Ticket",
                "entity_id": "4711",
                "outcome": "success",
            },
            {
                "at": "2026-10-05T10:00:01.123Z",
                "actor": "bob",
                "action": "LOGIN",
                "ip": "198.51.100.8",
                "outcome": "failure",
            },
        ),
    ),
    "bind audit lines with pipes": Case(
        "2026-10-05T10:00:00Z | ana | 198.51.100.7 | DELETE | /tickets/4711 | 200\n2026-10-05T10:00:01Z | bob | 198.51.100.8 | GET | /tickets | 403\n",
        (
            {
                "at": "2026-10-05T10:00:00Z",
                "actor": "ana",
                "action": "DELETE",
                "ip": "198.51.100.7",
                "status": 200,
                "entity_id": "/tickets/4711",
            },
            {
                "at": "2026-10-05T10:00:01Z",
                "actor": "bob",
                "action": "GET",
                "ip": "198.51.100.8",
                "status": 403,
                "outcome": "failure",
            },
        ),
    ),
    "thycotic": Case(
        "<110>Oct 05 10:00:00 SS1 CEF:0|Thycotic Software|Secret Server|10.9|10004|SECRET - VIEW|2|msg=[[SecretServer]] Event: [Secret] Action: [View] By User: ana Item Name: DB Container Name: Ops  suid=2 suser=ana cs4=Ana A cs4Label=suser Display Name src=198.51.100.7 rt=Oct 05 2026 10:00:00 fname=DB fileType=Secret fileId=77\n",
        (
            {
                "at": "2026-10-05T10:00:00Z",
                "actor": "ana",
                "action": "SECRET - VIEW",
                "ip": "198.51.100.7",
                "entity_type": "Secret",
                "entity_id": ("77", "DB"),
            },
        ),
    ),
    "yandex style text": Case(
        "2026-10-05 10:00:00 UTC; ana; logged in from 198.51.100.7\n2026-10-05 10:00:01 UTC; bob; deleted ticket 4711 from 198.51.100.8\n",
        (
            {"at": "2026-10-05T10:00:00Z", "actor": "ana", "ip": "198.51.100.7"},
            {"at": "2026-10-05T10:00:01Z", "actor": "bob", "ip": "198.51.100.8"},
        ),
    ),
    "cassandra audit": Case(
        "INFO  [Native-1] 2026-10-05 10:00:00,123 FileAuditLogger.java:51 - user:ana|host:10.0.0.9:7000|source:/198.51.100.7|port:51000|timestamp:1791194400123|type:DROP_TABLE|category:DDL|ks:shop|scope:orders|operation:DROP TABLE orders;\n",
        (
            {
                "at": "2026-10-05T10:00:00.123Z",
                "actor": "ana",
                "action": ("DROP_TABLE", "DROP TABLE orders;"),
                "ip": "198.51.100.7",
            },
        ),
    ),
    "jenkins audit trail": Case(
        "Oct 5, 2026 10:00:00,123 AM/job/shop/doDelete by ana from 198.51.100.7\nOct 5, 2026 10:00:01,123 AM job/shop/ #7 Started by user Ana A\n",
        ({"at": "2026-10-05T10:00:00.123Z", "actor": "ana", "ip": "198.51.100.7"}, {"at": "2026-10-05T10:00:01.123Z"}),
    ),
    "hdfs audit": Case(
        "2026-10-05 10:00:00,123 INFO FSNamesystem.audit: allowed=true\tugi=ana (auth:SIMPLE)\tip=/198.51.100.7\tcmd=delete\tsrc=/data/x\tdst=null\tperm=null\tproto=rpc\n2026-10-05 10:00:01,123 INFO FSNamesystem.audit: allowed=false\tugi=bob (auth:SIMPLE)\tip=/198.51.100.8\tcmd=open\tsrc=/data/y\tdst=null\tperm=null\tproto=rpc\n",
        (
            {
                "at": "2026-10-05T10:00:00.123Z",
                "actor": "ana",
                "action": "delete",
                "ip": "198.51.100.7",
                "outcome": "success",
            },
            {"actor": "bob", "action": "open", "ip": "198.51.100.8", "outcome": "failure"},
        ),
    ),
    "mongo text lines behind journal": Case(
        '2026-10-05T10:00:00.123456+02:00 db1 app[77]: {"atype":"createUser","user":"ana","remote":{"ip":"198.51.100.7"},"result":0}\n2026-10-05T10:00:01.123456+02:00 db1 app[77]: {"atype":"authenticate","user":"bob","remote":{"ip":"198.51.100.8"},"result":18}\n',
        (
            {"at": "2026-10-05T08:00:00.123456Z", "actor": "ana", "action": "createUser", "ip": "198.51.100.7"},
            {"at": "2026-10-05T08:00:01.123456Z", "actor": "bob", "action": "authenticate", "ip": "198.51.100.8"},
        ),
    ),
}

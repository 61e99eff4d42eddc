"""Hosts, networks and standards without a profile, and what a person would read in them. All values are invented."""

# ruff: noqa: E501  records are data: broken up they would show their shape less

from __future__ import annotations

from typing import Final

from tests.formats.systems_json import ANA, CHROME, Case, case

AT: Final = "2026-10-05T10:00:00Z"
AT_MS: Final = "2026-10-05T10:00:00.123Z"
EPOCH_MS: Final = 1791194400123
YEARLESS: Final = "-10-05T10:00:00Z"
IP: Final = "198.51.100.7"

HOST_LOGS: Final[dict[str, Case]] = {
    "iptables": Case("Oct  5 10:00:00 web1 kernel: [12345.678] DROP IN=eth0 OUT= MAC=00:11 SRC=198.51.100.7 DST=203.0.113.9 LEN=60 TOS=0x00 TTL=64 ID=7 DF PROTO=TCP SPT=50000 DPT=22 WINDOW=64240 SYN\n",
 ({"at":YEARLESS,"ip":IP},)),
    "ufw": Case("2026-10-05T10:00:00.123456+00:00 web1 kernel: [UFW BLOCK] IN=eth0 OUT= MAC=00:11 SRC=198.51.100.7 DST=203.0.113.9 LEN=60 PROTO=TCP SPT=50000 DPT=22\n",
 ({"at":"2026-10-05T10:00:00.123456Z","ip":IP},)),
    "macos unified log": case([{"traceID":1,"eventMessage":"Authentication failed for user ana","eventType":"logEvent","source":None,"formatString":"x","activityIdentifier":0,"subsystem":"com.apple.opendirectoryd","category":"auth","threadID":1,"senderImageUUID":"U","backtrace":{"frames":[]},"bootUUID":"","processImagePath":"/usr/libexec/opendirectoryd","timestamp":"2026-10-05 10:00:00.123456+0000","senderImagePath":"/x","machTimestamp":1,"messageType":"Default","processImageUUID":"X","processID":7,"senderProgramCounter":1,"parentActivityIdentifier":0,"timezoneName":""}],
 {"at":"2026-10-05T10:00:00.123456Z","actor":"ana","outcome":"failure"}),
    "caddy": Case('{"level":"info","ts":1791194400.123,"logger":"http.log.access.log0","msg":"handled request","request":{"remote_ip":"198.51.100.7","remote_port":"50000","client_ip":"198.51.100.7","proto":"HTTP/2.0","method":"DELETE","host":"shop.example.com","uri":"/orders/77","headers":{"User-Agent":["curl/8"],"Accept":["*/*"]},"tls":{"resumed":false,"version":772}},"bytes_read":0,"user_id":"ana","duration":0.012,"size":9,"status":403,"resp_headers":{"Server":["Caddy"]}}\n',
 ({"at":AT_MS,"actor":"ana","action":"DELETE","ip":IP,"entity_id":"/orders/77","status":403,"user_agent":"curl/8","took_us":12000},)),
    "traefik json": Case('{"ClientAddr":"198.51.100.7:50000","ClientHost":"198.51.100.7","ClientPort":"50000","ClientUsername":"ana","DownstreamContentSize":9,"DownstreamStatus":403,"Duration":12000000,"OriginContentSize":9,"OriginDuration":11000000,"OriginStatus":403,"Overhead":1,"RequestAddr":"shop.example.com","RequestContentSize":0,"RequestCount":7,"RequestHost":"shop.example.com","RequestMethod":"DELETE","RequestPath":"/orders/77","RequestPort":"-","RequestProtocol":"HTTP/2.0","RequestScheme":"https","RetryAttempts":0,"RouterName":"shop@docker","ServiceName":"shop@docker","StartLocal":"2026-10-05T10:00:00.123Z","StartUTC":"2026-10-05T10:00:00.123Z","entryPointName":"web","level":"info","msg":"","time":"2026-10-05T10:00:00Z"}\n',
 ({"at":(AT,AT_MS),"actor":"ana","action":"DELETE","ip":IP,"entity_id":"/orders/77","status":403},)),
    "istio json": Case('{"authority":"shop.example.com","bytes_received":0,"bytes_sent":9,"connection_termination_details":null,"downstream_local_address":"10.0.0.3:80","downstream_remote_address":"198.51.100.7:50000","duration":12,"method":"DELETE","path":"/orders/77","protocol":"HTTP/1.1","request_id":"r1","requested_server_name":null,"response_code":403,"response_code_details":"via_upstream","response_flags":"-","route_name":"default","start_time":"2026-10-05T10:00:00.123Z","upstream_cluster":"x","upstream_host":"10.0.0.2:80","upstream_local_address":"10.0.0.9:5","upstream_service_time":"11","user_agent":"curl/8","x_forwarded_for":null}\n',
 ({"at":AT_MS,"action":"DELETE","ip":IP,"entity_id":"/orders/77","status":403,"user_agent":"curl/8"},)),
    "tomcat access": Case('198.51.100.7 - ana [05/Oct/2026:10:00:00 +0000] "DELETE /orders/77 HTTP/1.1" 403 9\n198.51.100.8 - - [05/Oct/2026:10:00:01 +0000] "GET /x HTTP/1.1" 200 9\n',
 ({"at":AT,"actor":"ana","action":"DELETE","ip":IP,"entity_id":"/orders/77","status":403,"outcome":"failure"},{"action":"GET","status":200})),
    "gelf": Case('{"version":"1.1","host":"web1","short_message":"ticket deleted","full_message":"ticket 77 deleted by ana","timestamp":1791194400.123,"level":5,"_user":"ana","_action":"delete","_ip":"198.51.100.7","_entity_type":"ticket","_entity_id":"77"}\n',
 ({"at":AT_MS,"actor":"ana","action":"delete","ip":IP,"entity_type":"ticket","entity_id":"77"},)),
    "cloudevents": case({"specversion":"1.0","type":"com.example.ticket.deleted","source":"/shop","subject":"ticket/77","id":"e1","time":AT_MS,"datacontenttype":"application/json","data":{"user":"ana","ip":IP,"ticketId":77}},
 {"at":AT_MS,"actor":"ana","action":"com.example.ticket.deleted","ip":IP,"entity_id":("ticket/77","77")}),
    "ocsf api activity": case({"activity_id":4,"activity_name":"Delete","category_name":"Application Activity","category_uid":6,"class_name":"API Activity","class_uid":6003,"time":EPOCH_MS,"metadata":{"version":"1.1.0","uid":"e1","product":{"name":"x","vendor_name":"y"}},"actor":{"user":{"name":"ana","uid":"u1","type":"User"},"session":{"uid":"s"}},"api":{"operation":"DeleteBucket","service":{"name":"s3"},"response":{"code":403,"error":"AccessDenied"},"request":{"uid":"r"}},"resources":[{"name":"shop","type":"bucket","uid":"b1"}],"src_endpoint":{"ip":IP},"http_request":{"user_agent":CHROME},"status":"Failure","status_id":2,"severity_id":1,"type_uid":600304,"cloud":{"provider":"AWS"}},
 {"at":AT_MS,"actor":("ana","u1"),"action":("Delete","DeleteBucket"),"ip":IP,"outcome":"failure","entity_type":"bucket","entity_id":("b1","shop"),"user_agent":CHROME}),
    "ecs iam": case({"@timestamp":AT_MS,"event":{"kind":"event","category":["iam"],"type":["user","deletion"],"action":"user-deleted","outcome":"success","id":"e1"},"user":{"name":"ana","id":"u1","target":{"name":"bob","id":"u2"}},"source":{"ip":IP},"user_agent":{"original":CHROME},"related":{"user":["ana","bob"]}},
 {"at":AT_MS,"actor":("ana","u1"),"action":"user-deleted","ip":IP,"outcome":"success","user_agent":CHROME,"entity_id":("bob","u2")}),
    "cadf": case({"typeURI":"http://schemas.dmtf.org/cloud/audit/1.0/event","id":"e1","eventType":"activity","eventTime":"2026-10-05T10:00:00.123456+0000","action":"delete/user","outcome":"failure","initiator":{"typeURI":"service/security/account/user","id":"u1","name":"ana","host":{"agent":CHROME,"address":IP}},"target":{"typeURI":"data/security/account/user","id":"u2","name":"bob"},"observer":{"typeURI":"service/security","id":"o"},"reason":{"reasonCode":"403","reasonType":"HTTP"}},
 {"at":"2026-10-05T10:00:00.123456Z","actor":("ana","u1"),"action":"delete/user","ip":IP,"outcome":"failure","entity_type":"data/security/account/user","entity_id":("u2","bob"),"user_agent":CHROME,"status":403}),
    "juniper structured": Case('<165>1 2026-10-05T10:00:00.123Z fw1 mgd 123 UI_CMDLINE_READ_LINE [junos@2636.1.1.1.2.129 username="ana" command="delete interfaces ge-0/0/0"] User \'ana\', command \'delete interfaces ge-0/0/0 \'\n',
 ({"at":AT_MS,"actor":"ana","action":("UI_CMDLINE_READ_LINE","delete interfaces ge-0/0/0")},)),
    "mikrotik": Case("Oct  5 10:00:00 rtr1 system,info,account user ana logged in from 198.51.100.7 via winbox\nOct  5 10:00:01 rtr1 system,error,critical login failure for user bob from 198.51.100.8 via ssh\n",
 ({"at":YEARLESS,"actor":"ana","ip":IP},{"actor":"bob","ip":"198.51.100.8","outcome":"failure"})),
    "freeradius": Case("Mon Oct  5 10:00:00 2026 : Auth: (7) Login OK: [ana] (from client wifi port 0 cli 00-11-22-33-44-55)\nMon Oct  5 10:00:01 2026 : Auth: (8) Login incorrect (pap: Cleartext password does not match): [bob] (from client wifi port 0)\n",
 ({"at":AT,"actor":"ana","outcome":"success"},{"actor":"bob","outcome":"failure"})),
    "keycloak event text": Case('2026-10-05 10:00:00,123 WARN  [org.keycloak.events] (executor-thread-7) type="LOGIN_ERROR", realmId="shop", clientId="account", userId="u1", ipAddress="198.51.100.7", error="invalid_user_credentials", auth_method="openid-connect", username="ana"\n',
 ({"at":AT_MS,"actor":("ana","u1"),"action":"LOGIN_ERROR","ip":IP,"outcome":"failure"},)),
    "dovecot": Case("Oct  5 10:00:00 mail dovecot: imap-login: Login: user=<ana@example.com>, method=PLAIN, rip=198.51.100.7, lip=203.0.113.9, mpid=7, TLS, session=<x>\nOct  5 10:00:01 mail dovecot: imap-login: Disconnected (auth failed, 1 attempts in 2 secs): user=<bob@example.com>, method=PLAIN, rip=198.51.100.8, lip=203.0.113.9, TLS, session=<y>\n",
 ({"at":YEARLESS,"actor":ANA,"ip":IP},{"actor":"bob@example.com","ip":"198.51.100.8","outcome":"failure"})),
    "fail2ban": Case("2026-10-05 10:00:00,123 fail2ban.actions        [7]: NOTICE  [sshd] Ban 198.51.100.7\n2026-10-05 10:00:01,123 fail2ban.actions        [7]: NOTICE  [sshd] Unban 198.51.100.8\n",
 ({"at":AT_MS,"ip":IP},{"ip":"198.51.100.8"})),
    "last wtmp": Case("Oct  5 10:00:00 web1 systemd-logind[7]: New session 12 of user ana.\nOct  5 10:00:01 web1 sshd[8]: Failed publickey for invalid user bob from 198.51.100.8 port 50000 ssh2\nOct  5 10:00:02 web1 su[9]: (to root) ana on pts/0\nOct  5 10:00:03 web1 useradd[10]: new user: name=carl, UID=1001, GID=1001, home=/home/carl, shell=/bin/bash\n",
 ({"at":YEARLESS,"actor":"ana"},{"actor":"bob","ip":"198.51.100.8","outcome":"failure"},{"actor":"ana"},{})),
    "winlogbeat": case({"@timestamp":AT_MS,"event":{"code":"4625","kind":"event","provider":"Microsoft-Windows-Security-Auditing","action":"logon-failed","outcome":"failure"},"winlog":{"channel":"Security","event_id":"4625","event_data":{"SubjectUserName":"-","SubjectUserSid":"S-1-0-0","TargetUserName":"ana","TargetDomainName":"ACME","IpAddress":IP,"LogonType":"3","Status":"0xc000006d"},"computer_name":"DC1","record_id":7,"task":"Logon","keywords":["Audit Failure"]},"message":"An account failed to log on."},
 {"at":AT_MS,"actor":"ana","action":("logon-failed","4625"),"ip":IP,"outcome":"failure"}),
    "nxlog json": case({"EventTime":"2026-10-05 10:00:00","Hostname":"DC1","Keywords":-9218868437227405312,"EventType":"AUDIT_FAILURE","SeverityValue":4,"Severity":"ERROR","EventID":4625,"SourceName":"Microsoft-Windows-Security-Auditing","Task":12544,"RecordNumber":7,"Channel":"Security","Message":"An account failed to log on.","Category":"Logon","SubjectUserSid":"S-1-0-0","SubjectUserName":"-","SubjectDomainName":"-","TargetUserName":"ana","TargetDomainName":"ACME","Status":"0xc000006d","LogonType":"3","IpAddress":IP,"IpPort":"0"},
 {"at":AT,"actor":"ana","action":("4625","AUDIT_FAILURE"),"ip":IP,"outcome":"failure"}),
    "powershell get-winevent csv": Case('"Message","Id","Version","Level","Task","ProviderName","LogName","ProcessId","MachineName","UserId","TimeCreated","LevelDisplayName","TaskDisplayName"\n"An account failed to log on.","4625","0","0","12544","Microsoft-Windows-Security-Auditing","Security","7","DC1","","10/25/2026 10:00:00 AM","Information","Logon"\n"A user account was deleted.","4726","0","0","13824","Microsoft-Windows-Security-Auditing","Security","7","DC1","S-1-5-18","10/25/2026 10:00:01 AM","Information","User Account Management"\n',
 ({"at":"2026-10-25T10:00:00Z","action":("4625","Logon")},{"action":("4726","User Account Management"),"actor":"S-1-5-18"})),
    "event viewer csv": Case('Keywords,Date and Time,Source,Event ID,Task Category\nAudit Failure,10/25/2026 10:00:00 AM,Microsoft-Windows-Security-Auditing,4625,Logon,"An account failed to log on."\nAudit Success,10/25/2026 10:00:01 AM,Microsoft-Windows-Security-Auditing,4624,Logon,"An account was successfully logged on."\n',
 ({"at":"2026-10-25T10:00:00Z","action":("4625","Logon"),"outcome":"failure"},{"action":("4624","Logon"),"outcome":"success"})),
    "boundary": case({"id":"e1","source":"https://hashicorp.com/boundary/x","specversion":"1.0","type":"audit","data":{"id":"e1","version":"v0.1","type":"APIRequest","timestamp":AT_MS,"request_info":{"id":"r1","method":"POST","path":"/v1/targets/t1:authorize-session"},"auth":{"auth_token_id":"at","user_info":{"id":"u1"},"grants_info":{},"email":ANA,"name":"ana"},"request":{"endpoint":"<ams>"},"response":{"status_code":403}},"datacontentype":"application/cloudevents","time":AT_MS},
 {"at":AT_MS,"actor":("ana","u1",ANA),"action":("POST","APIRequest"),"status":403,"entity_id":"/v1/targets/t1:authorize-session"}),
    "strongdm": case({"timestamp":AT_MS,"type":"activity","actorID":"a1","actorName":"Ana A","actorEmail":ANA,"activity":"user deleted","ipAddress":IP,"entities":[{"entityID":"a2","entityType":"user","name":"Bob B"}],"description":"Ana deleted user Bob"},
 {"at":AT_MS,"actor":("Ana A",ANA,"a1"),"action":"user deleted","ip":IP,"entity_type":"user","entity_id":("a2","Bob B")}),
    "ibm activity tracker": case({"action":"iam-groups.group.delete","outcome":"failure","eventTime":"2026-10-05T10:00:00.12+0000","severity":"critical","initiator":{"id":"IBMid-1","name":ANA,"typeURI":"service/security/account/user","host":{"address":IP,"agent":CHROME},"credential":{"type":"token"}},"target":{"id":"crn:v1:x","name":"g1","typeURI":"iam-groups/group"},"reason":{"reasonCode":403,"reasonType":"Forbidden"},"message":"x: delete group -failure","observer":{"name":"ActivityTracker"}},
 {"at":"2026-10-05T10:00:00.12Z","actor":(ANA,"IBMid-1"),"action":"iam-groups.group.delete","ip":IP,"outcome":"failure","status":403,"entity_id":("crn:v1:x","g1")}),
    "hibernate envers": Case("rev,revtstmp,revtype,username,entity_name,entity_id,status,previous_status\n1,1791194400123,1,ana,Order,77,paid,open\n2,1791194401123,2,bob,Order,78,,\n",
 ({"at":AT_MS,"actor":"ana","entity_type":"Order","entity_id":"77","changed":["status"]},{"actor":"bob"})),
    "debezium": case({"before":{"id":77,"status":"open"},"after":{"id":77,"status":"paid"},"source":{"version":"2","connector":"postgresql","name":"shop","ts_ms":EPOCH_MS,"snapshot":"false","db":"shop","schema":"public","table":"orders","txId":7,"lsn":8},"op":"u","ts_ms":EPOCH_MS+100,"transaction":None},
 {"at":(AT_MS,"2026-10-05T10:00:00.223Z"),"action":"u","entity_type":"orders","changed":["status"]}),
    "postgres audit trigger": Case("event_id,schema_name,table_name,session_user_name,action_tstamp_tx,client_addr,action,row_data,changed_fields\n1,public,orders,ana,2026-10-05 10:00:00.123+00,198.51.100.7,U,\"{\"\"id\"\": 77, \"\"status\"\": \"\"open\"\"}\",\"{\"\"status\"\": \"\"paid\"\"}\"\n",
 ({"at":AT_MS,"actor":"ana","action":"U","ip":IP,"entity_type":"orders"},)),
    "french columns": Case("Date;Heure;Utilisateur;Action;Objet;Adresse IP;Résultat\n05/10/2026;10:00:00;ana;Suppression;Facture 7;198.51.100.7;Succès\n25/10/2026;10:00:01;bob;Création;Facture 8;198.51.100.8;Échec\n",
 ({"at":AT,"actor":"ana","action":"Suppression","ip":IP,"entity_id":"Facture 7","outcome":"success"},{"actor":"bob","outcome":"failure"})),
    "dutch polish columns": Case("Datum;Gebruiker;Actie;Object;IP-adres\n5 oktober 2026 10:00:00;ana;Verwijderen;Factuur 7;198.51.100.7\n6 mrt 2026 10:00:00;bob;Wijzigen;Factuur 8;198.51.100.8\n",
 ({"at":AT,"actor":"ana","action":"Verwijderen","ip":IP,"entity_id":"Factuur 7"},{"at":"2026-03-06T10:00:00Z","actor":"bob"})),
}  # fmt: skip

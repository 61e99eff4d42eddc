"""Exports of stores, of search tools and of spreadsheets, in the shapes that these give to any log, and what a person would read in them. All values are invented."""

# ruff: noqa: E501  records are data: broken up they would show their shape less

from __future__ import annotations

from typing import Final

from tests.formats.systems_json import ANA, Case, case

AT: Final = "2026-10-05T10:00:00Z"
AT_MS: Final = "2026-10-05T10:00:00.123Z"
EPOCH_MS: Final = 1791194400123
EPOCH: Final = 1791194400
YEARLESS: Final = "-10-05T10:00:00Z"
IP: Final = "198.51.100.7"

SHAPES: Final[dict[str, Case]] = {
    "kibana csv": Case('"@timestamp","user.name","event.action","source.ip","event.outcome","http.response.status_code"\n"Oct 5, 2026 @ 10:00:00.123",ana,delete,198.51.100.7,failure,403\n"Oct 5, 2026 @ 10:00:01.123",bob,login,198.51.100.8,success,200\n',
 ({"at":AT_MS,"actor":"ana","action":"delete","ip":IP,"outcome":"failure","status":403},{"actor":"bob","action":"login","outcome":"success"})),
    "elasticsearch hits": case({"took":1,"hits":{"total":{"value":1},"hits":[{"_index":"audit","_id":"e1","_score":1.0,"_source":{"@timestamp":AT_MS,"user":"ana","action":"delete","ip":IP,"object":{"type":"order","id":"77"}}}]}},
 {"at":AT_MS,"actor":"ana","action":"delete","ip":IP,"entity_type":"order","entity_id":"77"}),
    "mongo export": Case('{"_id":{"$oid":"652f"},"createdAt":{"$date":{"$numberLong":"1791194400123"}},"user":{"_id":{"$oid":"652e"},"name":"Ana A"},"action":"delete","collection":"orders","documentId":{"$oid":"652d"},"ip":"198.51.100.7"}\n',
 ({"at":AT_MS,"actor":("Ana A","652e"),"action":"delete","ip":IP,"entity_type":"orders","entity_id":"652d"},)),
    "dynamodb json": case({"Items":[{"eventTime":{"S":AT_MS},"userName":{"S":"ana"},"action":{"S":"delete"},"entityType":{"S":"order"},"entityId":{"N":"77"},"sourceIp":{"S":IP}}],"Count":1,"ScannedCount":1},
 {"at":AT_MS,"actor":"ana","action":"delete","ip":IP,"entity_type":"order","entity_id":"77"}),
    "firestore": case({"documents":[{"name":"projects/p/databases/d/documents/audit/e1","fields":{"time":{"timestampValue":AT_MS},"user":{"stringValue":"ana"},"action":{"stringValue":"delete"},"entityType":{"stringValue":"order"},"entityId":{"integerValue":"77"},"ip":{"stringValue":IP}},"createTime":AT_MS,"updateTime":AT_MS}]},
 {"at":AT_MS,"actor":"ana","action":"delete","ip":IP,"entity_type":"order","entity_id":"77"}),
    "avro json": Case('{"timestamp":{"long":1791194400123},"user":{"string":"ana"},"action":{"string":"delete"},"ip":{"string":"198.51.100.7"},"entity_id":{"string":"77"}}\n',
 ({"at":AT_MS,"actor":"ana","action":"delete","ip":IP,"entity_id":"77"},)),
    "kafka connect": case({"schema":{"type":"struct","fields":[{"type":"string","field":"user"}]},"payload":{"user":"ana","action":"delete","event_time":EPOCH_MS,"ip":IP,"entity":"order","entity_id":77}},
 {"at":AT_MS,"actor":"ana","action":"delete","ip":IP,"entity_type":"order","entity_id":"77"}),
    "maxwell": Case('{"database":"shop","table":"orders","type":"update","ts":1791194400,"xid":7,"commit":true,"data":{"id":77,"status":"paid"},"old":{"status":"open"}}\n',
 ({"at":AT,"action":"update","entity_type":"orders","changed":["status"]},)),
    "splunk export": Case('{"preview":false,"offset":0,"result":{"_time":"2026-10-05T10:00:00.123+00:00","user":"ana","action":"delete","src_ip":"198.51.100.7","object":"orders","object_category":"table","status":"failure","_raw":"x"}}\n{"preview":false,"offset":1,"lastrow":true,"result":{"_time":"2026-10-05T10:00:01.123+00:00","user":"bob","action":"login","src_ip":"198.51.100.8","object":"x","object_category":"table","status":"success","_raw":"y"}}\n',
 ({"at":AT_MS,"actor":"ana","action":"delete","ip":IP,"outcome":"failure"},{"actor":"bob","outcome":"success"})),
    "cloudwatch insights": Case('@timestamp,@message\n2026-10-05 10:00:00.123,"{""user"":""ana"",""action"":""delete"",""ip"":""198.51.100.7"",""orderId"":77}"\n2026-10-05 10:00:01.123,"{""user"":""bob"",""action"":""update"",""ip"":""198.51.100.8"",""orderId"":78}"\n',
 ({"at":AT_MS,"actor":"ana","action":"delete","ip":IP},{"actor":"bob","action":"update"})),
    "graphql edges": case({"data":{"organization":{"auditLog":{"edges":[{"node":{"id":"e1","createdAt":AT_MS,"action":"repo.destroy","actorLogin":"ana","actorIp":IP,"resourcePath":"/acme/web"}}],"pageInfo":{"hasNextPage":False}}}}},
 {"at":AT_MS,"actor":"ana","action":"repo.destroy","ip":IP,"entity_id":"/acme/web"}),
    "json api": case({"data":[{"type":"audit_logs","id":"e1","attributes":{"action":"destroy","created_at":AT_MS,"remote_ip":IP,"auditable_type":"Order","auditable_id":77,"changes":{"status":["open","gone"]}},"relationships":{"user":{"data":{"type":"users","id":"7"}}}}],"included":[{"type":"users","id":"7","attributes":{"name":"Ana A"}}]},
 {"at":AT_MS,"actor":("7","Ana A"),"action":"destroy","ip":IP,"entity_type":"Order","entity_id":"77","changed":["status"]}),
    "hal": case({"_embedded":{"events":[{"id":"e1","timestamp":AT_MS,"user":"ana","type":"ORDER_DELETED","ip":IP,"_links":{"self":{"href":"https://x/e1"}}}]},"page":{"size":1}},
 {"at":AT_MS,"actor":"ana","action":"ORDER_DELETED","ip":IP}),
    "double underscores": Case("event__time,actor__email,actor__ip,action__name,target__type,target__id\n2026-10-05T10:00:00Z,ana@example.com,198.51.100.7,delete,order,77\n",
 ({"at":AT,"actor":ANA,"action":"delete","ip":IP,"entity_type":"order","entity_id":"77"},)),
    "kebab and index": Case("event-time,actor[0].name,action,targets[0].type,targets[0].id,source-ip\n2026-10-05T10:00:00Z,ana,delete,order,77,198.51.100.7\n",
 ({"at":AT,"actor":"ana","action":"delete","ip":IP,"entity_type":"order","entity_id":"77"},)),
    "plain words": Case("When,Who,What,Where,Which record\n05.10.2026 10:00:00,Ana A,Deleted,198.51.100.7,Order 77\n25.10.2026 10:00:01,Bob B,Updated,198.51.100.8,Order 78\n",
 ({"at":AT,"actor":"Ana A","action":"Deleted","ip":IP},{"actor":"Bob B"})),
    "modified columns": Case("Record ID,Record Type,Modified On,Modified By,Change,IP\n77,Order,10/25/2026 10:00,Ana A,Status changed,198.51.100.7\n78,Order,10/25/2026 11:00,Bob B,Deleted,198.51.100.8\n",
 ({"at":"2026-10-25T10:00:00Z","actor":"Ana A","ip":IP,"entity_type":"Order","entity_id":"77"},{"actor":"Bob B","entity_id":"78"})),
    "cisco asa variety": Case("Oct 05 2026 10:00:00 fw1 : %ASA-6-605005: Login permitted from 198.51.100.7/50000 to inside:203.0.113.1/ssh for user \"ana\"\nOct 05 2026 10:00:01 fw1 : %ASA-5-111008: User 'bob' executed the 'write memory' command.\nOct 05 2026 10:00:02 fw1 : %ASA-6-113005: AAA user authentication Rejected : reason = AAA failure : server = 203.0.113.2 : user = carl : user IP = 198.51.100.9\n",
 ({"at":AT,"actor":"ana","ip":IP,"outcome":"success"},{"actor":"bob"},{"actor":"carl","ip":"198.51.100.9","outcome":"failure"})),
    "fortigate event": Case('date=2026-10-05 time=10:00:00 devname="fw1" devid="FG1" eventtime=1791194400123456789 tz="+0000" logid="0100032001" type="event" subtype="system" level="information" vd="root" logdesc="Admin login successful" sn="1" user="ana" ui="https(198.51.100.7)" method="https" srcip=198.51.100.7 dstip=203.0.113.1 action="login" status="success" reason="none" profile="super_admin" msg="Administrator ana logged in successfully from https(198.51.100.7)"\ndate=2026-10-05 time=10:00:01 devname="fw1" devid="FG1" eventtime=1791194401123456789 tz="+0000" logid="0100044547" type="event" subtype="system" level="information" vd="root" logdesc="Object attribute configured" user="bob" ui="GUI(198.51.100.8)" action="Edit" cfgtid=7 cfgpath="firewall.policy" cfgobj="12" cfgattr="status[enable->disable]" msg="Edit firewall.policy 12"\n',
 ({"at":(AT,"2026-10-05T10:00:00.123456Z"),"actor":"ana","action":"login","ip":IP,"outcome":"success"},{"actor":"bob","action":"Edit"})),
    "sshd variety": Case("Oct  5 10:00:00 web1 sshd[8]: Accepted publickey for ana from 198.51.100.7 port 50000 ssh2: ED25519 SHA256:x\nOct  5 10:00:01 web1 sshd[8]: Invalid user bob from 198.51.100.8 port 50000\nOct  5 10:00:02 web1 sshd[8]: Disconnected from authenticating user carl 198.51.100.9 port 50000 [preauth]\nOct  5 10:00:03 web1 sshd[8]: pam_unix(sshd:session): session opened for user ana(uid=1000) by (uid=0)\n",
 ({"at":YEARLESS,"actor":"ana","ip":IP,"outcome":"success"},{"actor":"bob","ip":"198.51.100.8","outcome":"failure"},{"actor":"carl","ip":"198.51.100.9"},{"actor":"ana"})),
    "crm in csv, bracketed": Case('[Date],[User],[Operation],[Entity],[Entity ID],[Old],[New]\n2026-10-05 10:00,Ana A,Update,Contact,77,Lead,Customer\n2026-10-05 11:00,Bob B,Delete,Contact,78,,\n',
 ({"at":AT,"actor":"Ana A","action":"Update","entity_type":"Contact","entity_id":"77"},{"actor":"Bob B"})),
    "hubspot csv": Case('Date of change,Modified by,Category,Subcategory,Action,Object ID,Source IP\n"Oct 5, 2026, 10:00 AM",ana@example.com,CRM_OBJECT,CONTACT,DELETE,77,198.51.100.7\n"Oct 6, 2026, 10:00 AM",bob@example.com,LOGIN,LOGIN_SUCCEEDED,PERFORM,78,198.51.100.8\n',
 ({"at":AT,"actor":ANA,"action":"DELETE","ip":IP,"entity_id":"77"},{"actor":"bob@example.com","action":"PERFORM"})),
    "google admin csv": Case('Date,Event,Description,Actor,IP address,User agent,Resource(s)\n2026-10-05T10:00:00Z,User deletion,ana deleted bob,ana@example.com,198.51.100.7,,bob@example.com\n',
 ({"at":AT,"actor":ANA,"action":"User deletion","ip":IP,"entity_id":"bob@example.com"},)),
    "slack csv": Case('Date,Action,Actor Name,Actor Email,Actor ID,Entity Type,Entity Name,Entity ID,IP Address,User Agent\n"10/25/2026, 10:00:00 AM",file_downloaded,Ana A,ana@example.com,U1,file,plan.pdf,F1,198.51.100.7,Mozilla/5.0\n',
 ({"at":"2026-10-25T10:00:00Z","actor":("Ana A",ANA),"action":"file_downloaded","ip":IP,"entity_type":"file","entity_id":("F1","plan.pdf")},)),
    "adp csv": Case('Transaction Date,Transaction Time,User ID,User Name,Function,Employee,Field Changed,Previous Value,Current Value\n10/25/2026,10:00 AM,ana,Ana A,Edit,Bob B,Salary,1,2\n',
 ({"at":"2026-10-25T10:00:00Z","actor":("Ana A","ana"),"action":"Edit","entity_id":"Bob B","changed":["Salary"]},)),
    "okta-like csv": Case('timestamp,actor.displayName,actor.alternateId,client.ipAddress,displayMessage,eventType,outcome.result,target0.displayName,target0.type\n2026-10-05T10:00:00.123Z,Ana A,ana@example.com,198.51.100.7,User login to Okta,user.session.start,SUCCESS,Bob,User\n',
 ({"at":AT_MS,"actor":("Ana A",ANA),"action":"user.session.start","ip":IP,"outcome":"success","entity_type":"User","entity_id":"Bob"},)),
    "stripe-like with object": case({"object":"list","data":[{"id":"evt_1","object":"event","api_version":"x","created":EPOCH,"data":{"object":{"id":"cus_1","object":"customer","email":"bob@example.com"},"previous_attributes":{"email":"b@example.com"}},"livemode":True,"request":{"id":"req_1","idempotency_key":None},"type":"customer.updated"}]},
 {"at":AT,"action":"customer.updated","entity_id":"cus_1","changed":["email"]}),
    "event sourcing": case([{"eventId":"e1","eventType":"OrderCancelled","aggregateType":"Order","aggregateId":"77","version":3,"occurredAt":AT_MS,"metadata":{"userId":"u1","userName":"ana","ipAddress":IP,"correlationId":"c1"},"payload":{"reason":"x"}}],
 {"at":AT_MS,"actor":("ana","u1"),"action":"OrderCancelled","ip":IP,"entity_type":"Order","entity_id":"77"}),
    "nats": case({"type":"io.nats.jetstream.advisory.v1.api_audit","id":"e1","timestamp":AT_MS,"server":"s","client":{"start":AT,"host":IP,"id":7,"acc":"A","user":"ana","name":"cli"},"subject":"$JS.API.STREAM.DELETE.orders","request":"","response":"{}"},
 {"at":AT_MS,"actor":"ana","ip":IP}),
}  # fmt: skip

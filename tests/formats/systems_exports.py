"""Exports of event viewers, of databases and of trackers, whatever language their columns are in, and what a person would read in them. All values are invented."""

# ruff: noqa: E501  records are data: broken up they would show their shape less

from __future__ import annotations

from typing import Final

from tests.formats.systems_json import Case, case

AT: Final = "2026-10-05T10:00:00Z"
IP: Final = "198.51.100.7"

EXPORTS: Final[dict[str, Case]] = {
    "windows failed logon csv": Case("TimeCreated,Id,LevelDisplayName,SubjectUserSid,SubjectUserName,SubjectDomainName,TargetUserSid,TargetUserName,TargetDomainName,LogonType,Status,SubStatus,IpAddress,IpPort\n2026-10-05T10:00:00Z,4625,Information,S-1-0-0,-,-,S-1-0-0,ana,ACME,3,0xc000006d,0xc000006a,198.51.100.7,50000\n2026-10-05T10:00:01Z,4624,Information,S-1-5-18,WEB1$,ACME,S-1-5-21-1,bob,ACME,10,0x0,0x0,198.51.100.8,50001\n",
 ({"at":AT,"actor":"ana","action":"4625","ip":IP},{"actor":("WEB1$","bob"),"action":"4624","ip":"198.51.100.8"})),
    "windows failed logon json": Case('{"TimeCreated":"2026-10-05T10:00:00Z","EventID":4625,"Channel":"Security","Computer":"DC1","EventData":{"SubjectUserSid":"S-1-0-0","SubjectUserName":"-","SubjectDomainName":"-","SubjectLogonId":"0x0","TargetUserSid":"S-1-0-0","TargetUserName":"ana","TargetDomainName":"ACME","Status":"0xc000006d","LogonType":"3","IpAddress":"198.51.100.7","IpPort":"50000"}}\n{"TimeCreated":"2026-10-05T10:00:01Z","EventID":4720,"Channel":"Security","Computer":"DC1","EventData":{"SubjectUserSid":"S-1-5-21-9","SubjectUserName":"bob","SubjectDomainName":"ACME","SubjectLogonId":"0x3","TargetUserName":"carl","TargetDomainName":"ACME","TargetSid":"S-1-5-21-7"}}\n',
 ({"at":AT,"actor":"ana","action":"4625","ip":IP},{"actor":"bob","action":"4720"})),
    "windows event as attributes json": case({"Event":{"#attributes":{"xmlns":"http://schemas.microsoft.com/win/2004/08/events/event"},"System":{"Provider":{"#attributes":{"Name":"Microsoft-Windows-Security-Auditing"}},"EventID":4625,"Level":0,"Task":12544,"TimeCreated":{"#attributes":{"SystemTime":"2026-10-05T10:00:00.123Z"}},"EventRecordID":7,"Channel":"Security","Computer":"DC1"},"EventData":{"SubjectUserSid":"S-1-0-0","SubjectUserName":"-","TargetUserName":"ana","Status":"0xc000006d","LogonType":3,"IpAddress":IP,"IpPort":"0"}}},
 {"at":"2026-10-05T10:00:00.123Z","actor":"ana","action":"4625","ip":IP}),
    "zeek conn tsv-json": Case('{"ts":1791194400.123,"uid":"CHhAvVGS1DHFjwGM9","id.orig_h":"198.51.100.7","id.orig_p":50000,"id.resp_h":"203.0.113.9","id.resp_p":443,"proto":"tcp","service":"ssl","duration":1.5,"conn_state":"SF"}\n{"ts":1791194401.123,"uid":"CHhAvVGS1DHFjwGM1","id.orig_h":"198.51.100.8","id.orig_p":50000,"id.resp_h":"203.0.113.9","id.resp_p":443,"proto":"tcp","service":"ssl","duration":1.5,"conn_state":"REJ"}\n',
 ({"at":"2026-10-05T10:00:00.123Z","actor":"","ip":IP},{"actor":"","ip":"198.51.100.8"})),
    "zeek http": Case('{"ts":1791194400.123,"uid":"CHhAvVGS1DHFjwGM9","id.orig_h":"198.51.100.7","id.orig_p":50000,"id.resp_h":"203.0.113.9","id.resp_p":80,"trans_depth":1,"method":"GET","host":"shop.example.com","uri":"/x","version":"1.1","user_agent":"curl/8","request_body_len":0,"response_body_len":5,"status_code":404,"status_msg":"Not Found","tags":[]}\n',
 ({"at":"2026-10-05T10:00:00.123Z","actor":"","action":"GET","ip":IP,"entity_id":"/x","status":404},)),
    "zendesk audit logs": case({"audit_logs":[{"action":"update","action_label":"Updated","actor_id":1234,"actor_name":"Ana A","change_description":"Role changed from Agent to Admin","created_at":AT,"id":498483,"ip_address":IP,"source_id":3456,"source_label":"User: Bob B","source_type":"user","url":"https://acme.zendesk.com/api/v2/audit_logs/498483.json"}],"next_page":None,"previous_page":None,"count":1},
 {"at":AT,"actor":("Ana A","1234"),"action":("update","Updated"),"ip":IP,"entity_type":"user","entity_id":("3456","User: Bob B")}),
    "zendesk without source id": case({"audit_logs":[{"action":"login","actor_id":1234,"actor_name":"Ana A","created_at":AT,"id":498483,"ip_address":IP,"source_type":"user","source_label":"Bob B","url":"https://acme.zendesk.com/api/v2/audit_logs/498483.json"}]},
 {"at":AT,"actor":("Ana A","1234"),"action":"login","ip":IP,"entity_type":"user","entity_id":"Bob B"}),
    "palo alto config details": Case("Receive Time,Generated Time,Serial,Type,Source,Virtual System,Command,Admin,Client,Result,Configuration Path,before-change-detail,after-change-detail,Sequence Number\n2026/10/05 10:00:00,2026/10/05 10:00:00,001,CONFIG,198.51.100.7,,edit,ana,Web,Succeeded,/config/rules/r1,action deny,action allow,7\n",
 ({"at":AT,"actor":"ana","action":"edit","ip":IP,"outcome":"success","entity_id":"/config/rules/r1"},)),
    "odoo tracking": Case('create_date,author_id,model,res_id,field,old_value_char,new_value_char\n2026-10-05 10:00:00,Ana A,sale.order,7,state,Draft,Sent\n2026-10-05 11:00:00,Bob B,sale.order,8,state,Sent,Done\n',
 ({"at":AT,"actor":"Ana A","entity_type":"sale.order","entity_id":"7","changed":["state"]},{"actor":"Bob B","entity_id":"8","changed":["state"]})),
    "odoo tracking json": case([{"id":1,"create_date":"2026-10-05 10:00:00","create_uid":[2,"Ana A"],"field_desc":"Status","field_type":"selection","old_value_char":"Draft","new_value_char":"Sent","old_value_integer":0,"new_value_integer":0,"old_value_float":0.0,"new_value_float":0.0,"mail_message_id":[9,"SO7"]}],
 {"at":AT,"changed":["Status"]}),
    "spanish months": Case("Fecha;Usuario;Acción;Objeto;Dirección IP\n5 de octubre de 2026 10:00:00;ana;Eliminar;Factura 7;198.51.100.7\n6 ene 2026 11:00:00;bob;Crear;Factura 8;198.51.100.8\n",
 ({"at":AT,"actor":"ana","action":"Eliminar","ip":IP,"entity_id":"Factura 7"},{"at":"2026-01-06T11:00:00Z","actor":"bob","action":"Crear"})),
    "italian months": Case("Data;Utente;Azione;Oggetto;Indirizzo IP;Esito\n5 ottobre 2026 10:00:00;ana;Eliminazione;Fattura 7;198.51.100.7;riuscito\n06-gen-2026 11:00:00;bob;Creazione;Fattura 8;198.51.100.8;fallito\n",
 ({"at":AT,"actor":"ana","action":"Eliminazione","ip":IP,"entity_id":"Fattura 7","outcome":"success"},{"at":"2026-01-06T11:00:00Z","actor":"bob","outcome":"failure"})),
    "portuguese months": Case("Data/Hora;Usuário;Ação;Entidade;Endereço IP;Resultado\n5 de outubro de 2026 10:00:00;ana;Excluir;Pedido 7;198.51.100.7;sucesso\n06/fev/2026 11:00:00;bob;Criar;Pedido 8;198.51.100.8;falha\n",
 ({"at":AT,"actor":"ana","action":"Excluir","ip":IP,"entity_id":"Pedido 7","outcome":"success"},{"at":"2026-02-06T11:00:00Z","actor":"bob","outcome":"failure"})),
    "dot net ticks": Case("Ticks,UserName,Action,EntityType,EntityId\n639267912001230000,ana,Delete,Order,7\n639267912011230000,bob,Update,Order,8\n",
 ({"actor":"ana","action":"Delete","entity_type":"Order","entity_id":"7"},{"actor":"bob"})),
    "jenkins": Case("2026-10-05 10:00:00.123+0000 [id=7] INFO h.p.a.AuditTrail#log: job/shop/ #12 Started by user Anna Klein\n2026-10-05 10:00:01.123+0000 [id=7] INFO h.p.a.AuditTrail#log: job/shop/ #13 Started by user ana\n",
 ({"at":"2026-10-05T10:00:00.123Z","actor":"Anna Klein"},{"actor":"ana"})),
    "jenkins build": Case("Oct 5, 2026 10:00:00 AM INFO shop #12 Started by user Anna Klein, Parameters:[x]\nOct 5, 2026 10:00:01 AM INFO shop #13 Started by user Bob Berg, Parameters:[x]\n",
 ({"at":AT,"actor":"Anna Klein"},{"actor":"Bob Berg"})),
    "sudo": Case("Oct  5 10:00:00 web1 sudo:      ana : TTY=pts/0 ; PWD=/home/ana ; USER=root ; COMMAND=/usr/bin/systemctl restart nginx\nOct  5 10:00:01 web1 sudo:      bob : command not allowed ; TTY=pts/0 ; PWD=/home/bob ; USER=root ; COMMAND=/bin/bash -c id\n",
 ({"at":"-10-05T10:00:00Z","actor":"ana","action":"/usr/bin/systemctl restart nginx"},{"actor":"bob","action":"/bin/bash -c id","outcome":"failure"})),
    "mysql table": Case("+---------------------+------+--------+----------+---------------+\n| created_at          | user | action | table_nm | ip            |\n+---------------------+------+--------+----------+---------------+\n| 2026-10-05 10:00:00 | ana  | delete | orders   | 198.51.100.7  |\n| 2026-10-05 10:00:01 | bob  | update | orders   | 198.51.100.8  |\n+---------------------+------+--------+----------+---------------+\n2 rows in set (0.00 sec)\n",
 ({"at":AT,"actor":"ana","action":"delete","ip":IP},{"actor":"bob","action":"update","ip":"198.51.100.8"})),
    "psql table": Case("     created_at      | user_name | action | entity_type | entity_id |      ip      \n---------------------+-----------+--------+-------------+-----------+--------------\n 2026-10-05 10:00:00 | ana       | delete | order       |         7 | 198.51.100.7\n 2026-10-05 10:00:01 | bob       | update | order       |         8 | 198.51.100.8\n(2 rows)\n\n",
 ({"at":AT,"actor":"ana","action":"delete","ip":IP,"entity_type":"order","entity_id":"7"},{"actor":"bob","action":"update","ip":"198.51.100.8"})),
    "psql expanded": Case("-[ RECORD 1 ]-----------------------------\ncreated_at  | 2026-10-05 10:00:00\nuser_name   | ana\naction      | delete\nentity_type | order\nentity_id   | 7\nip          | 198.51.100.7\n-[ RECORD 2 ]-----------------------------\ncreated_at  | 2026-10-05 10:00:01\nuser_name   | bob\naction      | update\nentity_type | order\nentity_id   | 8\nip          | 198.51.100.8\n\n",
 ({"at":AT,"actor":"ana","action":"delete","ip":IP,"entity_type":"order","entity_id":"7"},{"actor":"bob","action":"update","ip":"198.51.100.8"})),
    "mysql vertical": Case("*************************** 1. row ***************************\ncreated_at: 2026-10-05 10:00:00\n user_name: ana\n    action: delete\n        ip: 198.51.100.7\n*************************** 2. row ***************************\ncreated_at: 2026-10-05 10:00:01\n user_name: bob\n    action: update\n        ip: 198.51.100.8\n2 rows in set (0.00 sec)\n",
 ({"at":AT,"actor":"ana","action":"delete","ip":IP},{"actor":"bob","action":"update","ip":"198.51.100.8"})),
}  # fmt: skip

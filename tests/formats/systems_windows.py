"""What exports and shippers make of events of Windows, and what a person would read in them. All values are invented."""

# ruff: noqa: E501  records are data: broken up they would show their shape less

from __future__ import annotations

from typing import Final

from tests.formats.systems_json import Case, case

AT_MS: Final = "2026-10-05T10:00:00.123Z"
IP: Final = "198.51.100.7"
SIGN_IN: Final = {
    "SubjectUserSid": "S-1-0-0",
    "SubjectUserName": "-",
    "SubjectDomainName": "-",
    "SubjectLogonId": "0x0",
    "TargetUserSid": "S-1-0-0",
    "TargetUserName": "ana",
    "TargetDomainName": "ACME",
    "Status": "0xc000006d",
    "LogonType": "3",
    "IpAddress": IP,
    "IpPort": "50000",
}

WINDOWS: Final[dict[str, Case]] = {
    "windows xml as json, text keys": case({"Event":{"@xmlns":"http://schemas.microsoft.com/win/2004/08/events/event","System":{"Provider":{"@Name":"Microsoft-Windows-Security-Auditing","@Guid":"{54849625-5478-4994-a5ba-3e3b0328c30d}"},"EventID":"4625","Version":"0","Level":"0","Task":"12544","Opcode":"0","Keywords":"0x8010000000000000","TimeCreated":{"@SystemTime":"2026-10-05T10:00:00.123456700Z"},"EventRecordID":"7","Correlation":None,"Execution":{"@ProcessID":"7","@ThreadID":"8"},"Channel":"Security","Computer":"DC1","Security":None},"EventData":{"Data":[{"@Name":k,"#text":v} for k,v in SIGN_IN.items()]}}},
 {"at":"2026-10-05T10:00:00.123456Z","actor":"ana","action":"4625","ip":IP,"outcome":"failure"}),
    "windows evtx_dump": case({"Event":{"#attributes":{"xmlns":"x"},"System":{"Provider":{"#attributes":{"Name":"Microsoft-Windows-Security-Auditing"}},"EventID":{"#text":4624,"#attributes":{"Qualifiers":""}},"Level":0,"Task":12544,"Keywords":"0x8020000000000000","TimeCreated":{"#attributes":{"SystemTime":AT_MS}},"EventRecordID":7,"Channel":"Security","Computer":"DC1"},"EventData":dict(SIGN_IN,Status="0x0")}},
 {"at":AT_MS,"actor":"ana","action":"4624","ip":IP,"outcome":"success"}),
    "windows xml as json, underscores": case([{"Event":{"System":{"Provider":{"_Name":"Microsoft-Windows-Security-Auditing"},"EventID":"4625","TimeCreated":{"_SystemTime":AT_MS},"Channel":"Security","Computer":"DC1"},"EventData":{"Data":[{"_Name":k,"__text":v} for k,v in SIGN_IN.items()]}}}],
 {"at":AT_MS,"actor":"ana","action":"4625","ip":IP}),
    "windows message text csv": Case('"TimeGenerated","EventID","Source","UserName","Message"\n"10/25/2026 10:00:00 AM","4625","Microsoft-Windows-Security-Auditing","","An account failed to log on.  Subject:  Security ID:  S-1-0-0  Account Name:  -  Account Domain:  -  Account For Which Logon Failed:  Security ID:  S-1-0-0  Account Name:  ana  Account Domain:  ACME  Network Information:  Workstation Name:  WS1  Source Network Address:  198.51.100.7  Source Port:  50000"\n',
 ({"at":"2026-10-25T10:00:00Z","action":"4625","ip":IP,"outcome":"failure"},)),
    "windows forwarded csv": Case("TimeGenerated [UTC],Account,AccountType,Computer,EventID,Activity,IpAddress,LogonTypeName,TargetAccount,TargetUserName,SubjectAccount,SubjectUserName\n\"10/25/2026, 10:00:00.123 AM\",ACME\\ana,User,DC1,4625,4625 - An account failed to log on.,198.51.100.7,3 - Network,ACME\\ana,ana,-\\-,-\n\"10/25/2026, 10:00:01.123 AM\",ACME\\bob,User,DC1,4624,4624 - An account was successfully logged on.,198.51.100.8,3 - Network,ACME\\bob,bob,-\\-,-\n",
 ({"at":"2026-10-25T10:00:00.123Z","actor":("ACME\\ana","ana"),"action":("4625","4625 - An account failed to log on."),"ip":IP},{"actor":("ACME\\bob","bob"),"ip":"198.51.100.8"})),
    "sysmon flat": case({"EventID":1,"UtcTime":"2026-10-05 10:00:00.123","ProcessGuid":"{a}","ProcessId":7,"Image":"C:\\Windows\\System32\\cmd.exe","CommandLine":"cmd /c whoami","CurrentDirectory":"C:\\","User":"ACME\\ana","LogonGuid":"{b}","ParentImage":"C:\\Windows\\explorer.exe","ParentCommandLine":"explorer","Computer":"WS1","Channel":"Microsoft-Windows-Sysmon/Operational"},
 {"at":AT_MS,"actor":"ACME\\ana","action":"1"}),
}  # fmt: skip

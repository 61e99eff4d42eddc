"""Records as systems without a profile write them in JSON, and what a person would read in them. All values are invented."""

# ruff: noqa: E501  records are data: broken up they would show their shape less

from __future__ import annotations

import json
from typing import Any, Final, NamedTuple


class Case(NamedTuple):
    """A log, and what stands in each of its events, by name of field."""

    text: str
    wanted: tuple[dict[str, Any], ...]


def case(record: dict[str, Any] | list[Any], *wanted: dict[str, Any]) -> Case:
    """A log of one document."""
    return Case(json.dumps(record), wanted)


ANA: Final = "ana@example.com"
CHROME: Final = "Mozilla/5.0 (X11; Linux x86_64) Chrome/128.0"

IDENTITY: Final[dict[str, Case]] = {
    "auth0": case(
        {
            "_id": "90020261005100000000001",
            "date": "2026-10-05T10:00:00.123Z",
            "type": "fp",
            "description": "Wrong email or password.",
            "connection": "Username-Password",
            "connection_id": "con_1",
            "client_id": "cli1",
            "client_name": "Shop",
            "ip": "198.51.100.7",
            "user_agent": CHROME,
            "details": {"error": {"message": "Wrong email or password."}},
            "hostname": "acme.eu.auth0.com",
            "user_id": "auth0|51",
            "user_name": ANA,
            "strategy": "auth0",
            "strategy_type": "database",
            "log_id": "90020261005100000000001",
        },
        {"at": "2026-10-05T10:00:00.123Z", "actor": ANA, "action": "fp", "ip": "198.51.100.7", "user_agent": CHROME},
    ),
    "auth0 stream": case(
        {
            "log_id": "9002",
            "data": {
                "date": "2026-10-05T10:00:00.123Z",
                "type": "s",
                "connection": "google",
                "client_id": "c",
                "client_name": "Shop",
                "ip": "198.51.100.7",
                "user_agent": CHROME,
                "user_id": "google|7",
                "user_name": ANA,
            },
        },
        {"at": "2026-10-05T10:00:00.123Z", "actor": ANA, "action": "s", "ip": "198.51.100.7"},
    ),
    "azure activity log": case(
        {
            "records": [
                {
                    "time": "2026-10-05T10:00:00.1234567Z",
                    "resourceId": "/SUBSCRIPTIONS/1/RESOURCEGROUPS/RG/PROVIDERS/MICROSOFT.COMPUTE/VIRTUALMACHINES/VM1",
                    "operationName": "MICROSOFT.COMPUTE/VIRTUALMACHINES/DELETE",
                    "category": "Administrative",
                    "resultType": "Failure",
                    "resultSignature": "Failed.Forbidden",
                    "durationMs": 12,
                    "callerIpAddress": "198.51.100.7",
                    "correlationId": "5c1",
                    "identity": {
                        "authorization": {
                            "scope": "/subscriptions/1",
                            "action": "Microsoft.Compute/virtualMachines/delete",
                            "evidence": {"role": "Owner"},
                        },
                        "claims": {
                            "aud": "https://management.core.windows.net/",
                            "name": "Ana A",
                            "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn": ANA,
                            "ipaddr": "198.51.100.7",
                        },
                    },
                    "level": "Error",
                    "location": "global",
                    "properties": {"statusCode": "Forbidden", "statusMessage": "no"},
                }
            ]
        },
        {
            "at": "2026-10-05T10:00:00.123456Z",
            "actor": (ANA, "Ana A"),
            "action": "MICROSOFT.COMPUTE/VIRTUALMACHINES/DELETE",
            "ip": "198.51.100.7",
            "outcome": "failure",
            "entity_id": "/SUBSCRIPTIONS/1/RESOURCEGROUPS/RG/PROVIDERS/MICROSOFT.COMPUTE/VIRTUALMACHINES/VM1",
            "took_us": 12_000,
        },
    ),
    "azure activity rest": case(
        {
            "value": [
                {
                    "caller": ANA,
                    "channels": "Operation",
                    "claims": {"ipaddr": "198.51.100.7", "name": "Ana A"},
                    "correlationId": "5c1",
                    "eventDataId": "44ad",
                    "eventName": {"value": "EndRequest", "localizedValue": "End request"},
                    "category": {"value": "Administrative"},
                    "eventTimestamp": "2026-10-05T10:00:00.12Z",
                    "id": "/subscriptions/1/events/2",
                    "level": "Informational",
                    "operationName": {"value": "Microsoft.Sql/servers/write", "localizedValue": "Update SQL server"},
                    "resourceGroupName": "rg",
                    "resourceId": "/subscriptions/1/sql1",
                    "resourceType": {"value": "Microsoft.Sql/servers", "localizedValue": "x"},
                    "status": {"value": "Succeeded", "localizedValue": "Succeeded"},
                    "subStatus": {"value": "", "localizedValue": ""},
                    "httpRequest": {"clientRequestId": "9", "clientIpAddress": "198.51.100.7", "method": "PUT"},
                    "submissionTimestamp": "2026-10-05T10:02:00Z",
                    "subscriptionId": "1",
                }
            ]
        },
        {
            "at": "2026-10-05T10:00:00.12Z",
            "actor": ANA,
            "action": "Microsoft.Sql/servers/write",
            "ip": "198.51.100.7",
            "outcome": "success",
            "entity_type": "Microsoft.Sql/servers",
            "entity_id": "/subscriptions/1/sql1",
        },
    ),
    "entra sign-in": case(
        {
            "time": "2026-10-05T10:00:01Z",
            "resourceId": "/tenants/t/providers/Microsoft.aadiam",
            "operationName": "Sign-in activity",
            "operationVersion": "1.0",
            "category": "SignInLogs",
            "tenantId": "t",
            "resultType": "50126",
            "resultSignature": "None",
            "resultDescription": "Invalid username or password",
            "durationMs": 0,
            "callerIpAddress": "198.51.100.7",
            "correlationId": "c",
            "identity": "Ana A",
            "Level": 4,
            "location": "AT",
            "properties": {
                "id": "s1",
                "createdDateTime": "2026-10-05T10:00:00Z",
                "userDisplayName": "Ana A",
                "userPrincipalName": ANA,
                "userId": "u1",
                "appId": "a1",
                "appDisplayName": "Portal",
                "ipAddress": "198.51.100.7",
                "status": {"errorCode": 50126, "failureReason": "Invalid username or password"},
                "clientAppUsed": "Browser",
                "userAgent": CHROME,
                "deviceDetail": {"deviceId": "", "operatingSystem": "Linux"},
                "location": {"city": "Graz", "countryOrRegion": "AT"},
            },
        },
        {
            "at": ("2026-10-05T10:00:01Z", "2026-10-05T10:00:00Z"),
            "actor": (ANA, "Ana A"),
            "action": "Sign-in activity",
            "ip": "198.51.100.7",
            "outcome": "failure",
            "user_agent": CHROME,
        },
    ),
    "entra sign-in graph": case(
        {
            "value": [
                {
                    "id": "s1",
                    "createdDateTime": "2026-10-05T10:00:00Z",
                    "userDisplayName": "Ana A",
                    "userPrincipalName": ANA,
                    "userId": "u1",
                    "appId": "a1",
                    "appDisplayName": "Portal",
                    "ipAddress": "198.51.100.7",
                    "clientAppUsed": "Browser",
                    "correlationId": "c",
                    "conditionalAccessStatus": "success",
                    "isInteractive": True,
                    "riskDetail": "none",
                    "resourceDisplayName": "Graph",
                    "resourceId": "r1",
                    "status": {
                        "errorCode": 50126,
                        "failureReason": "Invalid username or password",
                        "additionalDetails": None,
                    },
                }
            ]
        },
        {"at": "2026-10-05T10:00:00Z", "actor": (ANA, "Ana A"), "ip": "198.51.100.7", "outcome": "failure"},
    ),
    "entra audit": case(
        {
            "time": "2026-10-05T10:00:00.5Z",
            "resourceId": "/tenants/t/providers/Microsoft.aadiam",
            "operationName": "Update policy",
            "category": "AuditLogs",
            "resultSignature": "None",
            "durationMs": 0,
            "callerIpAddress": "198.51.100.7",
            "correlationId": "c",
            "Level": 4,
            "properties": {
                "id": "Directory_1",
                "category": "Policy",
                "result": "success",
                "resultReason": "",
                "activityDisplayName": "Update policy",
                "activityDateTime": "2026-10-05T10:00:00.5Z",
                "loggedByService": "Core Directory",
                "operationType": "Update",
                "initiatedBy": {
                    "user": {"id": "u1", "displayName": None, "userPrincipalName": ANA, "ipAddress": "198.51.100.7"}
                },
                "targetResources": [
                    {
                        "id": "p1",
                        "displayName": "Block legacy",
                        "type": "Policy",
                        "modifiedProperties": [
                            {"displayName": "PolicyDetail", "oldValue": '["a"]', "newValue": '["b"]'}
                        ],
                    }
                ],
            },
        },
        {
            "at": "2026-10-05T10:00:00.5Z",
            "actor": ANA,
            "action": "Update policy",
            "ip": "198.51.100.7",
            "outcome": "success",
            "entity_type": "Policy",
            "entity_id": ("p1", "Block legacy"),
        },
    ),
    "onelogin": case(
        {
            "id": 12,
            "created_at": "2026-10-05T10:00:00.000Z",
            "account_id": 7,
            "user_id": 88,
            "event_type_id": 13,
            "notes": None,
            "ipaddr": "198.51.100.7",
            "actor_user_id": 5,
            "actor_user_name": "Ana A",
            "actor_system": "",
            "user_name": "Bob B",
            "app_name": None,
            "role_name": None,
            "risk_score": None,
        },
        {"at": "2026-10-05T10:00:00Z", "actor": "Ana A", "action": "13", "ip": "198.51.100.7"},
    ),
    "ping one": case(
        {
            "_embedded": {
                "activities": [
                    {
                        "id": "a1",
                        "recordedAt": "2026-10-05T10:00:00.123Z",
                        "createdAt": "2026-10-05T10:00:00.125Z",
                        "correlationId": "c",
                        "internalCorrelation": {"transactionId": "t", "sessionId": "s"},
                        "actors": {
                            "client": {
                                "id": "cl1",
                                "name": "PingOne Admin Console",
                                "environment": {"id": "e"},
                                "type": "CLIENT",
                            },
                            "user": {"id": "u1", "name": "ana", "environment": {"id": "e"}, "type": "USER"},
                        },
                        "action": {"type": "USER.UPDATED", "description": "User Updated"},
                        "resources": [{"type": "USER", "id": "u2", "name": "bob", "environment": {"id": "e"}}],
                        "source": {"ipAddress": "198.51.100.7", "userAgent": CHROME},
                        "result": {"status": "SUCCESS", "description": "Updated user"},
                    }
                ]
            }
        },
        {
            "at": ("2026-10-05T10:00:00.123Z", "2026-10-05T10:00:00.125Z"),
            "actor": ("ana", "u1"),
            "action": "USER.UPDATED",
            "ip": "198.51.100.7",
            "outcome": "success",
            "entity_type": "USER",
            "entity_id": ("u2", "bob"),
            "user_agent": CHROME,
        },
    ),
    "duo admin": case(
        {
            "action": "user_update",
            "description": '{"phones": "", "status": "Active"}',
            "isotimestamp": "2026-10-05T10:00:00+00:00",
            "object": "bob",
            "timestamp": 1791194400,
            "username": "Ana A",
        },
        {"at": "2026-10-05T10:00:00Z", "actor": "Ana A", "action": "user_update", "entity_id": "bob"},
    ),
    "duo authentication": case(
        {
            "access_device": {
                "browser": "Chrome",
                "hostname": None,
                "ip": "198.51.100.7",
                "location": {"city": "Graz"},
            },
            "adaptive_trust_assessments": {},
            "alias": "",
            "application": {"key": "K", "name": "VPN"},
            "auth_device": {"ip": "203.0.113.9", "name": "phone"},
            "email": ANA,
            "event_type": "authentication",
            "factor": "duo_push",
            "isotimestamp": "2026-10-05T10:00:00.123456+00:00",
            "reason": "user_marked_fraud",
            "result": "denied",
            "timestamp": 1791194400,
            "txid": "t1",
            "user": {"groups": ["ops"], "key": "U1", "name": "ana"},
        },
        {
            "at": ("2026-10-05T10:00:00.123456Z", "2026-10-05T10:00:00Z"),
            "actor": ("ana", ANA),
            "action": "authentication",
            "ip": "198.51.100.7",
            "outcome": "failure",
        },
    ),
    "jumpcloud": case(
        {
            "initiated_by": {"id": "u1", "type": "admin", "email": ANA},
            "geoip": {"country_code": "AT", "latitude": 47.0},
            "resource": {"id": "u2", "type": "user", "username": "bob"},
            "changes": [{"field": "email", "from": "b@example.com", "to": "bob@example.com"}],
            "auth_method": "session",
            "event_type": "user_update",
            "provider": None,
            "service": "directory",
            "organization": "o",
            "@version": "1",
            "client_ip": "198.51.100.7",
            "id": "x1",
            "useragent": {"name": "Chrome", "os": "Linux"},
            "timestamp": "2026-10-05T10:00:00.123Z",
        },
        {
            "at": "2026-10-05T10:00:00.123Z",
            "actor": ANA,
            "action": "user_update",
            "ip": "198.51.100.7",
            "entity_type": "user",
            "entity_id": ("u2", "bob"),
            "changed": ["email"],
        },
    ),
    "keycloak events": case(
        [
            {
                "time": 1791194400123,
                "type": "LOGIN_ERROR",
                "realmId": "master",
                "clientId": "shop",
                "userId": "u1",
                "sessionId": None,
                "ipAddress": "198.51.100.7",
                "error": "invalid_user_credentials",
                "details": {
                    "auth_method": "openid-connect",
                    "redirect_uri": "https://shop.example.com/",
                    "username": "ana",
                },
            }
        ],
        {
            "at": "2026-10-05T10:00:00.123Z",
            "actor": ("u1", "ana"),
            "action": "LOGIN_ERROR",
            "ip": "198.51.100.7",
            "outcome": "failure",
        },
    ),
    "keycloak admin events": case(
        [
            {
                "time": 1791194400123,
                "realmId": "master",
                "authDetails": {"realmId": "master", "clientId": "c", "userId": "u1", "ipAddress": "198.51.100.7"},
                "operationType": "UPDATE",
                "resourceType": "USER",
                "resourcePath": "users/u2",
                "representation": '{"enabled":true}',
            }
        ],
        {
            "at": "2026-10-05T10:00:00.123Z",
            "actor": "u1",
            "action": "UPDATE",
            "ip": "198.51.100.7",
            "entity_type": "USER",
            "entity_id": "users/u2",
        },
    ),
    "forgerock am": case(
        {
            "payload": {
                "_id": "x-1",
                "timestamp": "2026-10-05T10:00:00.123Z",
                "eventName": "AM-SESSION-CREATED",
                "transactionId": "t1",
                "userId": "id=ana,ou=user,ou=am-config",
                "trackingIds": ["x"],
                "objectId": "s1",
                "operation": "CREATE",
                "before": None,
                "after": None,
                "realm": "/",
                "component": "Session",
                "level": "INFO",
                "source": "audit",
                "topic": "activity",
            },
            "timestamp": "2026-10-05T10:00:00.2Z",
            "type": "application/json",
            "source": "am-activity",
        },
        {
            "at": ("2026-10-05T10:00:00.123Z", "2026-10-05T10:00:00.2Z"),
            "actor": "id=ana,ou=user,ou=am-config",
            "action": ("AM-SESSION-CREATED", "CREATE"),
            "entity_id": "s1",
        },
    ),
    "1password": case(
        {
            "uuid": "3U",
            "timestamp": "2026-10-05T10:00:00.123Z",
            "used_version": 1,
            "vault_uuid": "V1",
            "item_uuid": "I1",
            "user": {"uuid": "U1", "name": "Ana A", "email": ANA},
            "client": {
                "app_name": "1Password Browser Extension",
                "app_version": "20127",
                "platform_name": "Chrome",
                "os_name": "MacOSX",
                "ip_address": "198.51.100.7",
            },
            "action": "secure-copy",
        },
        {
            "at": "2026-10-05T10:00:00.123Z",
            "actor": ("Ana A", ANA),
            "action": "secure-copy",
            "ip": "198.51.100.7",
            "entity_id": ("I1", "V1"),
        },
    ),
    "1password sign-in": case(
        {
            "uuid": "56",
            "session_uuid": "S1",
            "timestamp": "2026-10-05T10:00:00Z",
            "country": "AT",
            "category": "firewall_reported_success",
            "type": "continent",
            "details": {"value": "Europe"},
            "target_user": {"uuid": "U1", "name": "Ana A", "email": ANA},
            "client": {"app_name": "1Password", "ip_address": "198.51.100.7"},
        },
        {"at": "2026-10-05T10:00:00Z", "actor": ("Ana A", ANA), "ip": "198.51.100.7"},
    ),
    "1password audit": case(
        {
            "uuid": "A1",
            "timestamp": "2026-10-05T10:00:00Z",
            "actor_uuid": "U1",
            "actor_details": {"uuid": "U1", "name": "Ana A", "email": ANA},
            "action": "update",
            "object_type": "user",
            "object_uuid": "U2",
            "object_details": {"uuid": "U2", "name": "Bob B", "email": "bob@example.com"},
            "aux_id": 0,
            "session": {"uuid": "S1", "login_time": "2026-10-05T09:00:00Z", "device_uuid": "d1", "ip": "198.51.100.7"},
            "location": {"country": "AT", "city": "Graz"},
        },
        {
            "at": "2026-10-05T10:00:00Z",
            "actor": ("Ana A", ANA, "U1"),
            "action": "update",
            "ip": "198.51.100.7",
            "entity_type": "user",
            "entity_id": ("U2", "Bob B"),
        },
    ),
    "bitwarden": case(
        {
            "object": "list",
            "data": [
                {
                    "object": "event",
                    "type": 1107,
                    "itemId": "i1",
                    "collectionId": None,
                    "groupId": None,
                    "policyId": None,
                    "memberId": None,
                    "actingUserId": "u1",
                    "date": "2026-10-05T10:00:00.123Z",
                    "device": 9,
                    "ipAddress": "198.51.100.7",
                }
            ],
            "continuationToken": None,
        },
        {"at": "2026-10-05T10:00:00.123Z", "actor": "u1", "action": "1107", "ip": "198.51.100.7", "entity_id": "i1"},
    ),
    "lastpass": case(
        {
            "status": "OK",
            "next": "",
            "data": {
                "Event1": {
                    "Time": "2026-10-05 10:00:00",
                    "Username": ANA,
                    "IP_Address": "198.51.100.7",
                    "Action": "Employee Account Created",
                    "Data": "bob@example.com",
                },
                "Event2": {
                    "Time": "2026-10-05 10:00:01",
                    "Username": ANA,
                    "IP_Address": "198.51.100.7",
                    "Action": "Log in",
                    "Data": "",
                },
            },
        },
        {"at": "2026-10-05T10:00:00Z", "actor": ANA, "action": "Employee Account Created", "ip": "198.51.100.7"},
        {"at": "2026-10-05T10:00:01Z", "actor": ANA, "action": "Log in", "ip": "198.51.100.7"},
    ),
    "cyberark": case(
        {
            "format": "elastic",
            "version": "1.0",
            "raw": "<5>1 2026-10-05T10:00:00Z VAULT",
            "syslog": {
                "audit_record": {
                    "Rfc5424": "yes",
                    "Timestamp": "Oct 05 12:00:00",
                    "IsoTimestamp": "2026-10-05T10:00:00Z",
                    "Hostname": "VAULT",
                    "Vendor": "Cyber-Ark",
                    "Product": "Vault",
                    "MessageID": "295",
                    "Desc": "Retrieve password",
                    "Severity": "Info",
                    "Issuer": "Administrator",
                    "Action": "Retrieve password",
                    "SourceUser": "",
                    "TargetUser": "",
                    "Safe": "Linux",
                    "File": "Root\\ops",
                    "Station": "198.51.100.7",
                }
            },
        },
        {"at": "2026-10-05T10:00:00Z", "actor": "Administrator", "action": "Retrieve password", "ip": "198.51.100.7"},
    ),
    "teleport": case(
        {
            "ei": 0,
            "event": "user.login",
            "code": "T1000W",
            "time": "2026-10-05T10:00:00.123Z",
            "uid": "e-1",
            "user": "ana",
            "success": False,
            "error": "invalid credentials",
            "method": "local",
            "cluster_name": "c",
            "addr.remote": "198.51.100.7:51000",
            "user_agent": CHROME,
        },
        {
            "at": "2026-10-05T10:00:00.123Z",
            "actor": "ana",
            "action": "user.login",
            "ip": "198.51.100.7",
            "outcome": "failure",
        },
    ),
    "workday": case(
        {
            "systemAccount": "ana / Ana A",
            "taskDisplayName": "View Worker",
            "activityAction": "READ",
            "requestTime": "2026-10-05T10:00:00.123Z",
            "taskId": "t1",
            "sessionId": "s",
            "ipAddress": "198.51.100.7",
            "deviceType": "Desktop",
            "target": {"id": "w1", "descriptor": "Bob B"},
        },
        {
            "at": "2026-10-05T10:00:00.123Z",
            "actor": "ana / Ana A",
            "action": ("READ", "View Worker"),
            "ip": "198.51.100.7",
            "entity_id": ("w1", "Bob B"),
        },
    ),
}

CLOUD: Final[dict[str, Case]] = {
    "google workspace admin": case(
        {
            "kind": "admin#reports#activities",
            "etag": "x",
            "items": [
                {
                    "kind": "admin#reports#activity",
                    "id": {
                        "time": "2026-10-05T10:00:00.123Z",
                        "uniqueQualifier": "-4744923097030659931",
                        "applicationName": "admin",
                        "customerId": "C1",
                    },
                    "actor": {"callerType": "USER", "email": ANA, "profileId": "1"},
                    "ipAddress": "198.51.100.7",
                    "events": [
                        {
                            "type": "USER_SETTINGS",
                            "name": "CHANGE_PASSWORD",
                            "parameters": [{"name": "USER_EMAIL", "value": "bob@example.com"}],
                        },
                        {
                            "type": "GROUP_SETTINGS",
                            "name": "ADD_GROUP_MEMBER",
                            "parameters": [{"name": "GROUP_EMAIL", "value": "ops@example.com"}],
                        },
                    ],
                }
            ],
        },
        {
            "at": "2026-10-05T10:00:00.123Z",
            "actor": ANA,
            "action": "CHANGE_PASSWORD",
            "ip": "198.51.100.7",
            "entity_id": "bob@example.com",
        },
        {
            "at": "2026-10-05T10:00:00.123Z",
            "actor": ANA,
            "action": "ADD_GROUP_MEMBER",
            "ip": "198.51.100.7",
            "entity_id": "ops@example.com",
        },
    ),
    "google workspace log shipper": case(
        {
            "kind": "admin#reports#activity",
            "id": {
                "time": "2026-10-05T10:00:00.123Z",
                "uniqueQualifier": "1",
                "applicationName": "login",
                "customerId": "C1",
            },
            "actor": {"callerType": "USER", "email": ANA, "profileId": "1"},
            "ownerDomain": "example.com",
            "ipAddress": "198.51.100.7",
            "events": {
                "type": "login",
                "name": "login_failure",
                "parameters": [
                    {"name": "login_type", "value": "google_password"},
                    {"name": "login_challenge_method", "multiValue": ["password"]},
                ],
            },
        },
        {"at": "2026-10-05T10:00:00.123Z", "actor": ANA, "action": "login_failure", "ip": "198.51.100.7"},
    ),
    "gcp audit": case(
        {
            "insertId": "i1",
            "logName": "projects/p/logs/cloudaudit.googleapis.com%2Factivity",
            "protoPayload": {
                "@type": "type.googleapis.com/google.cloud.audit.AuditLog",
                "authenticationInfo": {"principalEmail": ANA},
                "authorizationInfo": [
                    {"granted": True, "permission": "storage.buckets.delete", "resource": "projects/_/buckets/b1"}
                ],
                "methodName": "storage.buckets.delete",
                "requestMetadata": {
                    "callerIp": "198.51.100.7",
                    "callerSuppliedUserAgent": CHROME,
                    "requestAttributes": {"time": "2026-10-05T10:00:00.2Z"},
                },
                "resourceName": "projects/_/buckets/b1",
                "serviceName": "storage.googleapis.com",
                "status": {},
            },
            "receiveTimestamp": "2026-10-05T10:00:01Z",
            "resource": {"labels": {"bucket_name": "b1", "project_id": "p"}, "type": "gcs_bucket"},
            "severity": "NOTICE",
            "timestamp": "2026-10-05T10:00:00.123456789Z",
        },
        {
            "at": "2026-10-05T10:00:00.123456Z",
            "actor": ANA,
            "action": "storage.buckets.delete",
            "ip": "198.51.100.7",
            "entity_id": "projects/_/buckets/b1",
            "entity_type": "gcs_bucket",
            "user_agent": CHROME,
        },
    ),
    "gcp denied": case(
        {
            "insertId": "i2",
            "protoPayload": {
                "@type": "x",
                "authenticationInfo": {"principalEmail": "svc@p.iam.gserviceaccount.com"},
                "methodName": "google.iam.admin.v1.CreateServiceAccountKey",
                "requestMetadata": {"callerIp": "198.51.100.7"},
                "resourceName": "projects/-/serviceAccounts/1",
                "serviceName": "iam.googleapis.com",
                "status": {"code": 7, "message": "Permission denied"},
            },
            "resource": {"type": "service_account", "labels": {"email_id": "x@p.iam.gserviceaccount.com"}},
            "severity": "ERROR",
            "timestamp": "2026-10-05T10:00:00Z",
        },
        {
            "at": "2026-10-05T10:00:00Z",
            "actor": "svc@p.iam.gserviceaccount.com",
            "action": "google.iam.admin.v1.CreateServiceAccountKey",
            "ip": "198.51.100.7",
            "entity_id": "projects/-/serviceAccounts/1",
            "entity_type": "service_account",
            "outcome": "failure",
        },
    ),
    "cloudflare audit": case(
        {
            "success": True,
            "errors": [],
            "messages": [],
            "result": [
                {
                    "id": "a1",
                    "when": "2026-10-05T10:00:00Z",
                    "action": {"type": "purge", "result": True, "info": "x"},
                    "actor": {"id": "u1", "email": ANA, "type": "user", "ip": "198.51.100.7"},
                    "interface": "API",
                    "metadata": {"zone_name": "example.com"},
                    "newValue": "",
                    "oldValue": "",
                    "owner": {"id": "o1"},
                    "resource": {"type": "zone", "id": "z1"},
                }
            ],
        },
        {
            "at": "2026-10-05T10:00:00Z",
            "actor": ANA,
            "action": "purge",
            "ip": "198.51.100.7",
            "outcome": "success",
            "entity_type": "zone",
            "entity_id": "z1",
        },
    ),
    "cloudflare logpush": case(
        {
            "ActionResult": False,
            "ActionType": "login",
            "ActorEmail": ANA,
            "ActorID": "u1",
            "ActorIP": "198.51.100.7",
            "ActorType": "user",
            "ID": "a1",
            "Interface": "UI",
            "Metadata": {},
            "NewValue": {},
            "OldValue": {},
            "OwnerID": "o1",
            "ResourceID": "r1",
            "ResourceType": "account",
            "When": 1791194400000000000,
        },
        {
            "at": "2026-10-05T10:00:00Z",
            "actor": ANA,
            "action": "login",
            "ip": "198.51.100.7",
            "outcome": "failure",
            "entity_type": "account",
            "entity_id": "r1",
        },
    ),
    "snowflake": case(
        {
            "EVENT_TIMESTAMP": "2026-10-05 10:00:00.123 Z",
            "EVENT_ID": 9,
            "EVENT_TYPE": "LOGIN",
            "USER_NAME": "ANA",
            "CLIENT_IP": "198.51.100.7",
            "REPORTED_CLIENT_TYPE": "JDBC_DRIVER",
            "FIRST_AUTHENTICATION_FACTOR": "PASSWORD",
            "IS_SUCCESS": "NO",
            "ERROR_CODE": 390100,
            "ERROR_MESSAGE": "INCORRECT_USERNAME_PASSWORD",
        },
        {
            "at": "2026-10-05T10:00:00.123Z",
            "actor": "ANA",
            "action": "LOGIN",
            "ip": "198.51.100.7",
            "outcome": "failure",
        },
    ),
    "terraform cloud": case(
        {
            "data": [
                {
                    "id": "ae1",
                    "version": "0",
                    "type": "Resource",
                    "timestamp": "2026-10-05T10:00:00.000Z",
                    "auth": {
                        "accessor_id": "user-1",
                        "description": "ana",
                        "type": "Client",
                        "impersonator_id": None,
                        "organization_id": "org-1",
                    },
                    "request": {"id": "r1"},
                    "resource": {"id": "run-1", "type": "run", "action": "apply", "meta": {}},
                }
            ],
            "pagination": {"current_page": 1},
        },
        {
            "at": "2026-10-05T10:00:00Z",
            "actor": ("ana", "user-1"),
            "action": "apply",
            "entity_type": "run",
            "entity_id": "run-1",
        },
    ),
    "consul": case(
        {
            "created_at": "2026-10-05T10:00:00.123456+02:00",
            "event_type": "audit",
            "payload": {
                "id": "e1",
                "version": "1",
                "type": "HTTPEvent",
                "timestamp": "2026-10-05T10:00:00.123456+02:00",
                "auth": {"accessor_id": "acc1", "description": "ana", "create_time": "2026-01-01T00:00:00Z"},
                "request": {
                    "operation": "GET",
                    "endpoint": "/v1/kv/x",
                    "remote_addr": "198.51.100.7:64015",
                    "user_agent": CHROME,
                    "host": "127.0.0.1:8500",
                },
                "response": {"status": "403", "error": "denied"},
                "stage": "OperationComplete",
            },
        },
        {
            "at": "2026-10-05T08:00:00.123456Z",
            "actor": ("ana", "acc1"),
            "action": "GET",
            "ip": "198.51.100.7",
            "entity_id": "/v1/kv/x",
            "status": 403,
            "outcome": "failure",
            "user_agent": CHROME,
        },
    ),
    "circleci": case(
        {
            "id": "e1",
            "action": "workflow.job.start",
            "version": 1,
            "actor": {"id": "u1", "type": "user", "name": "github: ana"},
            "target": {"id": "j1", "type": "job", "name": "build"},
            "payload": {"job": {"id": "j1"}},
            "occurred_at": "2026-10-05T10:00:00Z",
            "scope": {"id": "s1", "type": "project", "name": "github: acme/shop"},
            "request": {"id": "r1"},
            "success": True,
        },
        {
            "at": "2026-10-05T10:00:00Z",
            "actor": ("github: ana", "u1"),
            "action": "workflow.job.start",
            "entity_type": "job",
            "entity_id": ("j1", "build"),
            "outcome": "success",
        },
    ),
    "heroku": case(
        {
            "id": "e1",
            "created_at": "2026-10-05T10:00:00Z",
            "type": "user",
            "action": "update",
            "actor": {"email": ANA, "id": "u1"},
            "app": {"id": "a1", "name": "shop"},
            "owner": {"email": "o@example.com"},
            "request": {"ip_address": "198.51.100.7"},
            "data": {"x": 1},
        },
        {
            "at": "2026-10-05T10:00:00Z",
            "actor": ANA,
            "action": "update",
            "ip": "198.51.100.7",
            "entity_id": ("a1", "shop"),
        },
    ),
    "docker events": case(
        {
            "status": "kill",
            "id": "9f",
            "from": "nginx:1",
            "Type": "container",
            "Action": "kill",
            "Actor": {"ID": "9f", "Attributes": {"image": "nginx:1", "name": "web", "signal": "15"}},
            "scope": "local",
            "time": 1791194400,
            "timeNano": 1791194400123456789,
        },
        {"at": ("2026-10-05T10:00:00Z", "2026-10-05T10:00:00.123456Z"), "action": "kill"},
    ),
    "datadog audit": case(
        {
            "data": [
                {
                    "id": "AQ1",
                    "type": "audit",
                    "attributes": {
                        "timestamp": "2026-10-05T10:00:00.123Z",
                        "service": "Audit",
                        "message": "Ana A modified monitor 7",
                        "tags": ["source:audit"],
                        "attributes": {
                            "action": "modified",
                            "asset": {"id": "7", "type": "monitor", "name": "CPU"},
                            "evt": {"name": "Monitor", "actor": {"type": "USER"}},
                            "http": {
                                "method": "PUT",
                                "status_code": 200,
                                "useragent": CHROME,
                                "url_details": {"path": "/api/v1/monitor/7"},
                            },
                            "network": {"client": {"ip": "198.51.100.7"}},
                            "usr": {"email": ANA, "id": "u1", "name": "Ana A"},
                        },
                    },
                }
            ]
        },
        {
            "at": "2026-10-05T10:00:00.123Z",
            "actor": (ANA, "Ana A"),
            "action": "modified",
            "ip": "198.51.100.7",
            "status": 200,
            "entity_type": "monitor",
            "entity_id": ("7", "CPU"),
            "user_agent": CHROME,
        },
    ),
    "pagerduty": case(
        {
            "records": [
                {
                    "id": "PD1",
                    "execution_time": "2026-10-05T10:00:00.000Z",
                    "execution_context": {"request_id": "r1", "remote_address": "198.51.100.7"},
                    "actors": [{"id": "U1", "summary": "Ana A", "type": "user_reference"}],
                    "method": {"type": "browser"},
                    "root_resource": {"id": "U2", "type": "user_reference", "summary": "Bob B"},
                    "action": "update",
                    "details": {
                        "resource": {"id": "U2", "type": "user_reference", "summary": "Bob B"},
                        "fields": [{"name": "role", "before_value": "user", "value": "admin"}],
                    },
                }
            ],
            "response_metadata": {},
            "next_cursor": None,
            "limit": 10,
        },
        {
            "at": "2026-10-05T10:00:00Z",
            "actor": ("Ana A", "U1"),
            "action": "update",
            "ip": "198.51.100.7",
            "entity_type": "user_reference",
            "entity_id": ("U2", "Bob B"),
            "changed": ["role"],
        },
    ),
    "elasticsearch audit": case(
        {
            "type": "audit",
            "timestamp": "2026-10-05T10:00:00,123+0000",
            "cluster.uuid": "c",
            "node.id": "n",
            "event.type": "rest",
            "event.action": "authentication_failed",
            "user.name": "ana",
            "origin.type": "rest",
            "origin.address": "[::1]:51000",
            "url.path": "/_search",
            "url.query": "pretty",
            "request.method": "GET",
            "request.id": "r1",
            "realm": "native",
        },
        {
            "at": "2026-10-05T10:00:00.123Z",
            "actor": "ana",
            "action": "authentication_failed",
            "ip": "::1",
            "entity_id": "/_search",
        },
    ),
    "kong": case(
        {
            "data": [
                {
                    "client_ip": "198.51.100.7",
                    "method": "POST",
                    "path": "/consumers/7",
                    "payload": '{"x":1}',
                    "rbac_user_id": "u1",
                    "rbac_user_name": "ana",
                    "removed_from_payload": None,
                    "request_id": "r1",
                    "request_source": None,
                    "request_timestamp": 1791194400,
                    "signature": None,
                    "status": 201,
                    "ttl": 2591995,
                    "workspace": "w1",
                }
            ],
            "total": 1,
        },
        {
            "at": "2026-10-05T10:00:00Z",
            "actor": "ana",
            "action": "POST",
            "ip": "198.51.100.7",
            "status": 201,
            "entity_id": "/consumers/7",
            "outcome": "success",
        },
    ),
    "mongodb audit": case(
        {
            "atype": "authenticate",
            "ts": {"$date": "2026-10-05T12:00:00.123+0200"},
            "uuid": {"$binary": "x", "$type": "04"},
            "local": {"ip": "10.0.0.9", "port": 27017},
            "remote": {"ip": "198.51.100.7", "port": 51000},
            "users": [{"user": "ana", "db": "admin"}],
            "roles": [{"role": "root", "db": "admin"}],
            "param": {"user": "ana", "db": "admin", "mechanism": "SCRAM-SHA-256"},
            "result": 18,
        },
        {"at": "2026-10-05T10:00:00.123Z", "actor": "ana", "action": "authenticate", "ip": "198.51.100.7"},
    ),
    "mysql audit json": case(
        {
            "timestamp": "2026-10-05 10:00:00",
            "id": 2,
            "class": "connection",
            "event": "connect",
            "connection_id": 12,
            "account": {"user": "ana", "host": "localhost"},
            "login": {"user": "ana", "os": "", "ip": "198.51.100.7", "proxy": ""},
            "connection_data": {"connection_type": "tcp/ip", "status": 0, "db": "shop"},
        },
        {"at": "2026-10-05T10:00:00Z", "actor": "ana", "action": "connect", "ip": "198.51.100.7"},
    ),
    "percona audit json": case(
        {
            "audit_record": {
                "name": "Query",
                "record": "4_2026-10-05T10:00:00",
                "timestamp": "2026-10-05T10:00:00Z",
                "command_class": "drop_table",
                "connection_id": "9",
                "status": 1146,
                "sqltext": "DROP TABLE x",
                "user": "ana[ana] @ localhost []",
                "host": "localhost",
                "os_user": "",
                "ip": "198.51.100.7",
                "db": "shop",
            }
        },
        {
            "at": "2026-10-05T10:00:00Z",
            "actor": "ana[ana] @ localhost []",
            "action": ("Query", "drop_table"),
            "ip": "198.51.100.7",
            "status": 1146,
        },
    ),
    "airflow": case(
        {
            "dag_id": "etl",
            "dttm": "2026-10-05T10:00:00.123456+00:00",
            "event": "trigger",
            "event_log_id": 7,
            "execution_date": None,
            "extra": "[]",
            "owner": "ana",
            "task_id": None,
            "when": "2026-10-05T10:00:00.123456+00:00",
        },
        {"at": "2026-10-05T10:00:00.123456Z", "actor": "ana", "action": "trigger", "entity_id": "etl"},
    ),
    "aws vpc lattice style access": case(
        {
            "startTime": "2026-10-05T10:00:00Z",
            "requestMethod": "GET",
            "requestPath": "/x",
            "responseCode": 403,
            "duration": 12,
            "sourceIpPort": "198.51.100.7:51000",
            "callerPrincipal": "arn:aws:iam::123456789012:user/ana",
            "userAgent": CHROME,
        },
        {
            "at": "2026-10-05T10:00:00Z",
            "actor": "arn:aws:iam::123456789012:user/ana",
            "action": "GET",
            "ip": "198.51.100.7",
            "status": 403,
            "outcome": "failure",
            "entity_id": "/x",
        },
    ),
}

"""Records of applications and of hosts without a profile, in JSON, and what a person would read in them. All values are invented."""

# ruff: noqa: E501  records are data: broken up they would show their shape less

from __future__ import annotations

from typing import Final

from tests.formats.systems_json import ANA, CHROME, Case, case

WORK: Final[dict[str, Case]] = {
    "slack": case(
        {
            "entries": [
                {
                    "id": "e1",
                    "date_create": 1791194400,
                    "action": "user_login",
                    "actor": {"type": "user", "user": {"id": "W1", "name": "Ana A", "email": ANA, "team": "T1"}},
                    "entity": {"type": "user", "user": {"id": "W1", "name": "Ana A", "email": ANA}},
                    "context": {
                        "location": {"type": "workspace", "id": "T1", "name": "Acme", "domain": "acme"},
                        "ua": CHROME,
                        "session_id": 7,
                        "ip_address": "198.51.100.7",
                    },
                    "details": {"type": "user_login"},
                }
            ],
            "response_metadata": {"next_cursor": ""},
        },
        {
            "at": "2026-10-05T10:00:00Z",
            "actor": ("Ana A", ANA),
            "action": "user_login",
            "ip": "198.51.100.7",
            "entity_type": "user",
            "entity_id": ("W1", "Ana A"),
            "user_agent": CHROME,
        },
    ),
    "slack file": case(
        {
            "id": "e2",
            "date_create": 1791194400,
            "action": "file_downloaded",
            "actor": {"type": "user", "user": {"id": "W1", "name": "Ana A", "email": ANA}},
            "entity": {
                "type": "file",
                "file": {"id": "F1", "name": "plan.pdf", "filetype": "application/pdf", "title": "Plan"},
            },
            "context": {
                "location": {"type": "enterprise", "id": "E1", "name": "Acme"},
                "ua": CHROME,
                "ip_address": "198.51.100.7",
            },
        },
        {
            "at": "2026-10-05T10:00:00Z",
            "actor": ("Ana A", ANA),
            "action": "file_downloaded",
            "ip": "198.51.100.7",
            "entity_type": "file",
            "entity_id": ("F1", "plan.pdf"),
        },
    ),
    "jira": case(
        {
            "offset": 0,
            "limit": 1000,
            "total": 1,
            "records": [
                {
                    "id": 1,
                    "summary": "User added to group",
                    "remoteAddress": "198.51.100.7",
                    "authorKey": "ana",
                    "authorAccountId": "5c",
                    "created": "2026-10-05T10:00:00.123+0000",
                    "category": "group management",
                    "eventSource": "",
                    "objectItem": {"name": "admins", "typeName": "GROUP", "id": "g1"},
                    "associatedItems": [{"id": "bob", "name": "bob", "typeName": "USER"}],
                }
            ],
        },
        {
            "at": "2026-10-05T10:00:00.123Z",
            "actor": ("ana", "5c"),
            "action": "User added to group",
            "ip": "198.51.100.7",
            "entity_type": "GROUP",
            "entity_id": ("g1", "admins"),
        },
    ),
    "atlassian audit file": case(
        {
            "affectedObjects": [
                {"id": "10000", "name": "SHOP", "type": "PROJECT", "uri": "https://jira.example.com/browse/SHOP"}
            ],
            "auditType": {
                "action": "Project roles changed",
                "actionI18nKey": "jira.auditing.project.roles.changed",
                "area": "PERMISSIONS",
                "category": "projects",
                "categoryI18nKey": "jira.auditing.category.projects",
                "level": "BASE",
            },
            "author": {"id": "JIRAUSER1", "name": "ana", "type": "user"},
            "changedValues": [{"from": "dev", "i18nKey": "x", "key": "Users", "to": "dev, ana"}],
            "extraAttributes": [],
            "method": "Browser",
            "source": "198.51.100.7",
            "system": "https://jira.example.com",
            "timestamp": {"epochSecond": 1791194400, "nano": 19000000},
            "version": "1.0",
        },
        {
            "at": "2026-10-05T10:00:00.019Z",
            "actor": ("ana", "JIRAUSER1"),
            "action": "Project roles changed",
            "ip": "198.51.100.7",
            "entity_type": "PROJECT",
            "entity_id": ("10000", "SHOP"),
            "changed": ["Users"],
        },
    ),
    "atlassian rest": case(
        {
            "entities": [
                {
                    "affectedObjects": [{"name": "ana", "type": "USER", "uri": "https://c.example.com/u", "id": "u9"}],
                    "auditType": {
                        "action": "User login successful",
                        "actionI18nKey": "audit.login",
                        "area": "SECURITY",
                        "category": "Authentication",
                        "level": "FULL",
                    },
                    "author": {
                        "avatarUri": "",
                        "id": "u9",
                        "name": "Ana A",
                        "type": "user",
                        "uri": "https://c.example.com/u",
                    },
                    "changedValues": [],
                    "extraAttributes": [],
                    "method": "Browser",
                    "node": "n1",
                    "source": "198.51.100.7",
                    "system": "https://c.example.com",
                    "timestamp": "2026-10-05T10:00:00.123Z",
                }
            ],
            "pagingInfo": {"lastPage": True},
        },
        {
            "at": "2026-10-05T10:00:00.123Z",
            "actor": ("Ana A", "u9"),
            "action": "User login successful",
            "ip": "198.51.100.7",
            "entity_type": "USER",
            "entity_id": ("u9", "ana"),
        },
    ),
    "confluence cloud": case(
        {
            "results": [
                {
                    "author": {
                        "type": "user",
                        "displayName": "Ana A",
                        "operations": None,
                        "username": "ana",
                        "userKey": "k1",
                    },
                    "remoteAddress": "198.51.100.7",
                    "creationDate": 1791194400123,
                    "summary": "Space created",
                    "description": "",
                    "category": "Spaces",
                    "sysAdmin": False,
                    "affectedObject": {"name": "Shop", "objectType": "Space"},
                    "changedValues": [{"name": "Name", "oldValue": "", "newValue": "Shop"}],
                    "associatedObjects": [],
                }
            ],
            "start": 0,
            "limit": 1,
            "size": 1,
        },
        {
            "at": "2026-10-05T10:00:00.123Z",
            "actor": ("Ana A", "ana", "k1"),
            "action": "Space created",
            "ip": "198.51.100.7",
            "entity_type": "Space",
            "entity_id": "Shop",
            "changed": ["Name"],
        },
    ),
    "atlassian organisation": case(
        {
            "data": [
                {
                    "id": "e1",
                    "type": "events",
                    "attributes": {
                        "time": "2026-10-05T10:00:00.123Z",
                        "action": "user_added_to_group",
                        "actor": {"id": "u1", "name": "Ana A", "email": ANA},
                        "context": [{"id": "u2", "type": "users", "attributes": {"name": "Bob B"}}],
                        "location": {"ip": "198.51.100.7", "countryName": "AT"},
                    },
                    "links": {"self": "x"},
                }
            ],
            "meta": {"next": ""},
            "links": {},
        },
        {
            "at": "2026-10-05T10:00:00.123Z",
            "actor": ("Ana A", ANA),
            "action": "user_added_to_group",
            "ip": "198.51.100.7",
        },
    ),
    "zoom operation log": case(
        {
            "from": "2026-10-01",
            "to": "2026-10-06",
            "page_size": 30,
            "next_page_token": "",
            "operation_logs": [
                {
                    "time": "2026-10-05T10:00:00Z",
                    "operator": ANA,
                    "category_type": "User",
                    "action": "Update",
                    "operation_detail": "Update User bob@example.com - Type: from Basic to Licensed",
                }
            ],
        },
        {"at": "2026-10-05T10:00:00Z", "actor": ANA, "action": "Update"},
    ),
    "zoom webhook": case(
        {
            "event": "user.updated",
            "event_ts": 1791194400123,
            "payload": {
                "account_id": "a1",
                "operator": ANA,
                "operator_id": "o1",
                "object": {"id": "u2", "dept": "Ops"},
                "old_object": {"id": "u2", "dept": "Dev"},
                "time_stamp": 1791194400123,
            },
        },
        {"at": "2026-10-05T10:00:00.123Z", "actor": ANA, "action": "user.updated", "entity_id": "u2"},
    ),
    "dropbox": case(
        {
            "events": [
                {
                    "timestamp": "2026-10-05T10:00:00Z",
                    "event_category": {".tag": "passwords"},
                    "actor": {
                        ".tag": "user",
                        "user": {
                            ".tag": "team_member",
                            "account_id": "dbid:1",
                            "display_name": "Ana A",
                            "email": ANA,
                            "team_member_id": "m1",
                        },
                    },
                    "origin": {
                        "geo_location": {"city": "Graz", "ip_address": "198.51.100.7"},
                        "access_method": {".tag": "end_user", "end_user": {".tag": "web", "session_id": "s"}},
                    },
                    "involve_non_team_member": False,
                    "context": {".tag": "team"},
                    "participants": [],
                    "assets": [],
                    "event_type": {".tag": "password_change", "description": "Changed password"},
                    "details": {".tag": "password_change_details"},
                }
            ],
            "cursor": "c",
            "has_more": False,
        },
        {
            "at": "2026-10-05T10:00:00Z",
            "actor": ("Ana A", ANA),
            "action": ("password_change", "Changed password"),
            "ip": "198.51.100.7",
        },
    ),
    "box": case(
        {
            "chunk_size": 1,
            "next_stream_position": "1",
            "entries": [
                {
                    "source": {
                        "item_type": "file",
                        "item_id": "77",
                        "item_name": "plan.pdf",
                        "parent": {"type": "folder", "name": "All", "id": "0"},
                    },
                    "created_by": {"type": "user", "id": "11", "name": "Ana A", "login": ANA},
                    "action_by": None,
                    "created_at": "2026-10-05T03:00:00-07:00",
                    "event_id": "e1",
                    "event_type": "DOWNLOAD",
                    "ip_address": "198.51.100.7",
                    "type": "event",
                    "session_id": None,
                    "additional_details": {"size": 1},
                }
            ],
        },
        {
            "at": "2026-10-05T10:00:00Z",
            "actor": ("Ana A", ANA),
            "action": "DOWNLOAD",
            "ip": "198.51.100.7",
            "entity_type": "file",
            "entity_id": ("77", "plan.pdf"),
        },
    ),
    "shopify": case(
        {
            "events": [
                {
                    "id": 1,
                    "subject_id": 450,
                    "created_at": "2026-10-05T10:00:00-04:00",
                    "subject_type": "Product",
                    "verb": "create",
                    "arguments": ["Chair"],
                    "body": None,
                    "message": "Ana created a product: Chair",
                    "author": "Ana A",
                    "description": "Ana created a product: Chair",
                    "path": "/admin/products/450",
                }
            ]
        },
        {
            "at": "2026-10-05T14:00:00Z",
            "actor": "Ana A",
            "action": "create",
            "entity_type": "Product",
            "entity_id": "450",
        },
    ),
    "stripe": case(
        {
            "object": "list",
            "has_more": False,
            "data": [
                {
                    "id": "evt_1",
                    "object": "event",
                    "api_version": "2026-01-01",
                    "created": 1791194400,
                    "data": {
                        "object": {"id": "cus_1", "object": "customer", "email": "bob@example.com", "name": "Bob"},
                        "previous_attributes": {"name": "B"},
                    },
                    "livemode": False,
                    "pending_webhooks": 0,
                    "request": {"id": "req_1", "idempotency_key": None},
                    "type": "customer.updated",
                }
            ],
        },
        {"at": "2026-10-05T10:00:00Z", "action": "customer.updated", "entity_id": "cus_1", "entity_type": "customer"},
    ),
    "zendesk": case(
        {
            "audit_logs": [
                {
                    "id": 7,
                    "action": "update",
                    "action_label": "Updated",
                    "actor_id": 123,
                    "actor_name": "Ana A",
                    "change_description": "Role changed from Agent to Administrator",
                    "created_at": "2026-10-05T10:00:00Z",
                    "ip_address": "198.51.100.7",
                    "source_id": 9,
                    "source_label": "Bob B",
                    "source_type": "user",
                    "url": "https://acme.zendesk.com/api/v2/audit_logs/7.json",
                }
            ],
            "count": 1,
        },
        {
            "at": "2026-10-05T10:00:00Z",
            "actor": "Ana A",
            "action": "update",
            "ip": "198.51.100.7",
            "entity_type": "user",
            "entity_id": ("9", "Bob B"),
        },
    ),
    "hubspot": case(
        {
            "results": [
                {
                    "id": "x1",
                    "category": "CONTACT",
                    "subCategory": "PROPERTY",
                    "action": "UPDATE",
                    "targetObjectId": "501",
                    "occurredAt": "2026-10-05T10:00:00.123Z",
                    "actingUser": {"userId": 7, "userEmail": ANA},
                }
            ],
            "paging": {},
        },
        {"at": "2026-10-05T10:00:00.123Z", "actor": (ANA, "7"), "action": "UPDATE", "entity_id": "501"},
    ),
    "zoho": case(
        {
            "audit_log": [
                {
                    "done_by": {"name": "Ana A", "id": "1"},
                    "action": "Updated",
                    "module": {"api_name": "Leads", "id": "2"},
                    "record": {"name": "Bob B", "id": "3"},
                    "audited_time": "2026-10-05T12:00:00+02:00",
                    "account": None,
                    "source": "crm_ui",
                }
            ],
            "info": {"more_records": False},
        },
        {"at": "2026-10-05T10:00:00Z", "actor": "Ana A", "action": "Updated", "entity_id": ("3", "Bob B")},
    ),
    "notion": case(
        {
            "event": {
                "id": "e1",
                "timestamp": "2026-10-05T10:00:00.123Z",
                "workspace_id": "w1",
                "actor": {"type": "person", "object": "user", "id": "u1", "person": {"email": ANA}},
                "ip_address": "198.51.100.7",
                "platform": "web",
                "type": "page.viewed",
                "page.viewed": {"target": {"type": "page_id", "page_id": "p1"}},
            }
        },
        {"at": "2026-10-05T10:00:00.123Z", "actor": (ANA, "u1"), "action": "page.viewed", "ip": "198.51.100.7"},
    ),
    "figma": case(
        {
            "meta": {
                "activity_logs": [
                    {
                        "id": "l1",
                        "timestamp": 1791194400,
                        "actor": {"type": "user", "id": "u1", "name": "Ana A", "email": ANA},
                        "action": {"type": "fig_file_rename", "details": {"old_name": "A", "new_name": "B"}},
                        "entity": {"type": "file", "key": "k1", "name": "B"},
                        "context": {"ip_address": "198.51.100.7", "is_figma_support_team_action": False},
                    }
                ],
                "next_page": False,
            }
        },
        {
            "at": "2026-10-05T10:00:00Z",
            "actor": ("Ana A", ANA),
            "action": "fig_file_rename",
            "ip": "198.51.100.7",
            "entity_type": "file",
            "entity_id": ("k1", "B"),
        },
    ),
    "asana": case(
        {
            "data": [
                {
                    "gid": "1",
                    "created_at": "2026-10-05T10:00:00.123Z",
                    "event_type": "user_login_succeeded",
                    "event_category": "logins",
                    "actor": {"actor_type": "user", "email": ANA, "gid": "7", "name": "Ana A"},
                    "context": {"client_ip_address": "198.51.100.7", "context_type": "web", "user_agent": CHROME},
                    "resource": {"gid": "7", "name": "Ana A", "resource_type": "user", "email": ANA},
                    "details": {"method": ["SAML"]},
                }
            ],
            "next_page": None,
        },
        {
            "at": "2026-10-05T10:00:00.123Z",
            "actor": ("Ana A", ANA),
            "action": "user_login_succeeded",
            "ip": "198.51.100.7",
            "entity_type": "user",
            "entity_id": ("7", "Ana A"),
            "user_agent": CHROME,
        },
    ),
    "snyk": case(
        [
            {
                "groupId": "g1",
                "orgId": "o1",
                "userId": "u1",
                "projectId": "p1",
                "event": "org.project.edit",
                "content": {"before": {"x": 1}, "after": {"x": 2}},
                "created": "2026-10-05T10:00:00.123Z",
            }
        ],
        {"at": "2026-10-05T10:00:00.123Z", "actor": "u1", "action": "org.project.edit"},
    ),
    "sentry": case(
        {
            "rows": [
                {
                    "id": "1",
                    "actor": {"id": "2", "name": "Ana A", "email": ANA},
                    "event": "member.invite",
                    "ipAddress": "198.51.100.7",
                    "note": "invited bob@example.com",
                    "targetObject": 9,
                    "targetUser": None,
                    "data": {"email": "bob@example.com"},
                    "dateCreated": "2026-10-05T10:00:00.123Z",
                }
            ],
            "options": [],
        },
        {
            "at": "2026-10-05T10:00:00.123Z",
            "actor": ("Ana A", ANA),
            "action": "member.invite",
            "ip": "198.51.100.7",
            "entity_id": "9",
        },
    ),
    "bitbucket": case(
        {
            "values": [
                {
                    "action": "Repository access changed",
                    "timestamp": 1791194400123,
                    "actor": {
                        "name": "ana",
                        "displayName": "Ana A",
                        "emailAddress": ANA,
                        "id": 4,
                        "active": True,
                        "type": "NORMAL",
                    },
                    "project": {"key": "SHOP"},
                    "ipAddress": "198.51.100.7",
                }
            ],
            "size": 1,
            "isLastPage": True,
        },
        {
            "at": "2026-10-05T10:00:00.123Z",
            "actor": ("ana", "Ana A", ANA),
            "action": "Repository access changed",
            "ip": "198.51.100.7",
        },
    ),
    "mimecast": case(
        {
            "meta": {"status": 200},
            "data": [
                {
                    "id": "a1",
                    "auditType": "User Logged On",
                    "user": ANA,
                    "eventTime": "2026-10-05T10:00:00+0000",
                    "eventInfo": "Successful authentication for ana@example.com, Date: 2026-10-05, IP: 198.51.100.7, Application: Console",
                    "category": "authentication_logs",
                }
            ],
        },
        {"at": "2026-10-05T10:00:00Z", "actor": ANA, "action": "User Logged On", "ip": "198.51.100.7"},
    ),
    "netskope": case(
        {
            "_id": "x",
            "timestamp": 1791194400,
            "type": "admin_audit_logs",
            "user": ANA,
            "severity_level": 2,
            "audit_log_event": "Login Successful",
            "supporting_data": {"data_type": "user", "data_values": ["198.51.100.7", ANA]},
            "organization_unit": "",
            "ur_normalized": ANA,
        },
        {"at": "2026-10-05T10:00:00Z", "actor": ANA, "action": "Login Successful", "ip": "198.51.100.7"},
    ),
    "carbon black": case(
        {
            "notifications": [
                {
                    "requestUrl": None,
                    "eventTime": 1791194400123,
                    "eventId": "e1",
                    "loginName": ANA,
                    "orgName": "acme",
                    "flagged": False,
                    "clientIp": "198.51.100.7",
                    "verbose": False,
                    "description": "Logged in successfully",
                }
            ],
            "success": True,
        },
        {"at": "2026-10-05T10:00:00.123Z", "actor": ANA, "ip": "198.51.100.7", "action": "Logged in successfully"},
    ),
    "crowdstrike": case(
        {
            "metadata": {
                "customerIDString": "c",
                "offset": 7,
                "eventType": "AuthActivityAuditEvent",
                "eventCreationTime": 1791194400123,
                "version": "1.0",
            },
            "event": {
                "UserId": ANA,
                "UserIp": "198.51.100.7",
                "OperationName": "twoFactorAuthenticate",
                "ServiceName": "CrowdStrike Authentication",
                "Success": True,
                "UTCTimestamp": 1791194400,
                "AuditKeyValues": [{"Key": "target_name", "ValueString": ANA}],
            },
        },
        {
            "at": ("2026-10-05T10:00:00.123Z", "2026-10-05T10:00:00Z"),
            "actor": ANA,
            "action": "twoFactorAuthenticate",
            "ip": "198.51.100.7",
            "outcome": "success",
        },
    ),
    "sentinelone": case(
        {
            "data": [
                {
                    "accountId": "1",
                    "activityType": 27,
                    "agentId": None,
                    "comments": None,
                    "createdAt": "2026-10-05T10:00:00.123Z",
                    "data": {
                        "accountName": "Acme",
                        "fullScopeDetails": "Account Acme",
                        "ipAddress": "198.51.100.7",
                        "role": "admin",
                        "source": "mgmt",
                        "userScope": "account",
                        "username": "Ana A",
                    },
                    "description": "logged in",
                    "id": "9",
                    "primaryDescription": "The management user Ana A logged in from 198.51.100.7.",
                    "secondaryDescription": None,
                    "updatedAt": "2026-10-05T10:00:01Z",
                    "userId": "u1",
                }
            ]
        },
        {
            "at": "2026-10-05T10:00:00.123Z",
            "actor": ("Ana A", "u1"),
            "action": ("27", "logged in"),
            "ip": "198.51.100.7",
        },
    ),
    "intune": case(
        {
            "id": "1",
            "displayName": "Create DeviceConfiguration",
            "componentName": "DeviceConfiguration",
            "activity": None,
            "activityDateTime": "2026-10-05T10:00:00.1234567Z",
            "activityType": "Create DeviceConfiguration",
            "activityOperationType": "Create",
            "activityResult": "Success",
            "correlationId": "c",
            "category": "DeviceConfiguration",
            "actor": {
                "auditActorType": "ItPro",
                "applicationId": "a",
                "userPrincipalName": ANA,
                "ipAddress": "198.51.100.7",
                "userId": "u1",
            },
            "resources": [
                {
                    "displayName": "Policy",
                    "auditResourceType": "DeviceConfiguration",
                    "resourceId": "r1",
                    "modifiedProperties": [{"displayName": "Id", "oldValue": None, "newValue": "r1"}],
                }
            ],
        },
        {
            "at": "2026-10-05T10:00:00.123456Z",
            "actor": ANA,
            "action": ("Create DeviceConfiguration", "Create"),
            "ip": "198.51.100.7",
            "outcome": "success",
            "entity_type": "DeviceConfiguration",
            "entity_id": ("r1", "Policy"),
        },
    ),
    "sql audit in azure": case(
        {
            "originalEventTimestamp": "2026-10-05T10:00:00Z",
            "category": "SQLSecurityAuditEvents",
            "operationName": "AuditEvent",
            "resourceId": "/SUBSCRIPTIONS/1/SQL",
            "time": "2026-10-05T10:00:01Z",
            "properties": {
                "action_id": "BCM",
                "action_name": "BATCH COMPLETED",
                "client_ip": "198.51.100.7",
                "server_principal_name": "ana",
                "database_name": "shop",
                "object_name": "orders",
                "statement": "DELETE FROM orders",
                "succeeded": "true",
                "event_time": "2026-10-05T10:00:00Z",
                "class_type_description": "DATABASE",
                "user_agent": "",
            },
        },
        {
            "at": ("2026-10-05T10:00:00Z", "2026-10-05T10:00:01Z"),
            "actor": "ana",
            "action": ("BATCH COMPLETED", "AuditEvent", "BCM"),
            "ip": "198.51.100.7",
            "outcome": "success",
        },
    ),
    "grafana": case(
        {
            "timestamp": "2026-10-05T10:00:00.123Z",
            "user": {"userId": 1, "orgId": 1, "orgRole": "Admin", "name": "ana", "isAnonymous": False},
            "action": "update",
            "resources": [{"id": 7, "type": "dashboard"}],
            "requestUri": "/api/dashboards/7",
            "request": {"params": {":id": "7"}},
            "result": {"statusType": "success", "statusCode": "200"},
            "ipAddress": "198.51.100.7:51000",
            "userAgent": CHROME,
            "grafanaVersion": "11",
        },
        {
            "at": "2026-10-05T10:00:00.123Z",
            "actor": ("ana", "1"),
            "action": "update",
            "ip": "198.51.100.7",
            "status": 200,
            "outcome": "success",
            "entity_type": "dashboard",
            "entity_id": "7",
            "user_agent": CHROME,
        },
    ),
    "open api gateway": case(
        {
            "requestId": "r1",
            "ip": "198.51.100.7",
            "caller": "-",
            "user": "-",
            "requestTime": "05/Oct/2026:10:00:00 +0000",
            "httpMethod": "DELETE",
            "resourcePath": "/orders/{id}",
            "status": "204",
            "protocol": "HTTP/1.1",
            "responseLength": "0",
        },
        {
            "at": "2026-10-05T10:00:00Z",
            "action": "DELETE",
            "ip": "198.51.100.7",
            "status": 204,
            "entity_id": "/orders/{id}",
        },
    ),
    "elastic common schema": case(
        {
            "@timestamp": "2026-10-05T10:00:00.123Z",
            "event": {
                "action": "user-login",
                "category": ["authentication"],
                "outcome": "failure",
                "kind": "event",
                "created": "2026-10-05T10:00:05Z",
            },
            "user": {"name": "ana", "id": "1000"},
            "source": {"ip": "198.51.100.7", "port": 51000},
            "user_agent": {"original": CHROME},
            "http": {"request": {"method": "POST"}, "response": {"status_code": 401}},
            "url": {"path": "/login"},
            "host": {"ip": ["10.0.0.9"]},
        },
        {
            "at": "2026-10-05T10:00:00.123Z",
            "actor": "ana",
            "action": "user-login",
            "ip": "198.51.100.7",
            "status": 401,
            "outcome": "failure",
            "user_agent": CHROME,
        },
    ),
    "ocsf": case(
        {
            "activity_id": 1,
            "activity_name": "Logon",
            "actor": {"user": {"name": "ana", "uid": "1000"}},
            "category_name": "Identity & Access Management",
            "class_name": "Authentication",
            "class_uid": 3002,
            "metadata": {"version": "1.1.0", "uid": "m1", "product": {"name": "P"}},
            "severity_id": 1,
            "src_endpoint": {"ip": "198.51.100.7"},
            "status": "Success",
            "status_id": 1,
            "time": 1791194400123,
            "user": {"name": "bob", "uid": "1001"},
        },
        {
            "at": "2026-10-05T10:00:00.123Z",
            "actor": "ana",
            "action": "Logon",
            "ip": "198.51.100.7",
            "outcome": "success",
        },
    ),
    "open cadf": case(
        {
            "typeURI": "http://schemas.dmtf.org/cloud/audit/1.0/event",
            "eventType": "activity",
            "id": "e1",
            "eventTime": "2026-10-05T10:00:00.000000+0000",
            "action": "create",
            "outcome": "success",
            "initiator": {
                "typeURI": "service/security/account/user",
                "id": "u1",
                "name": "ana",
                "host": {"address": "198.51.100.7", "agent": CHROME},
            },
            "target": {"typeURI": "compute/server", "id": "s1", "name": "web"},
            "observer": {"id": "o1"},
            "requestPath": "/v2/servers",
            "reason": {"reasonCode": "201", "reasonType": "HTTP"},
        },
        {
            "at": "2026-10-05T10:00:00Z",
            "actor": ("ana", "u1"),
            "action": "create",
            "ip": "198.51.100.7",
            "outcome": "success",
            "entity_id": ("s1", "web"),
            "entity_type": "compute/server",
        },
    ),
}

HOSTS: Final[dict[str, Case]] = {
    "windows security flat": case(
        {
            "EventID": 4625,
            "TimeCreated": "2026-10-05T10:00:00.1234567Z",
            "Computer": "DC1",
            "Channel": "Security",
            "SubjectUserName": "-",
            "TargetUserName": "ana",
            "TargetDomainName": "ACME",
            "LogonType": 3,
            "IpAddress": "198.51.100.7",
            "IpPort": "51000",
            "Keywords": "Audit Failure",
            "ProviderName": "Microsoft-Windows-Security-Auditing",
        },
        {
            "at": "2026-10-05T10:00:00.123456Z",
            "actor": "ana",
            "action": "4625",
            "ip": "198.51.100.7",
            "outcome": "failure",
        },
    ),
    "windows shipped": case(
        {
            "@timestamp": "2026-10-05T10:00:00.123Z",
            "winlog": {
                "channel": "Security",
                "event_id": 4720,
                "computer_name": "DC1",
                "event_data": {
                    "SubjectUserName": "ana",
                    "SubjectDomainName": "ACME",
                    "TargetUserName": "bob",
                    "TargetSid": "S-1-5-21-1",
                },
                "task": "User Account Management",
                "keywords": ["Audit Success"],
            },
            "event": {
                "code": 4720,
                "provider": "Microsoft-Windows-Security-Auditing",
                "outcome": "success",
                "action": "added-user-account",
            },
            "message": "A user account was created.",
        },
        {
            "at": "2026-10-05T10:00:00.123Z",
            "actor": "ana",
            "action": ("added-user-account", "4720"),
            "outcome": "success",
        },
    ),
    "windows nxlog": case(
        {
            "EventTime": "2026-10-05 10:00:00",
            "Hostname": "DC1",
            "Keywords": -9214364837600034816,
            "EventType": "AUDIT_SUCCESS",
            "SeverityValue": 2,
            "Severity": "INFO",
            "EventID": 4624,
            "SourceName": "Microsoft-Windows-Security-Auditing",
            "Task": 12544,
            "RecordNumber": 9,
            "Channel": "Security",
            "Category": "Logon",
            "SubjectUserName": "-",
            "TargetUserName": "ana",
            "LogonType": "3",
            "IpAddress": "198.51.100.7",
            "EventReceivedTime": "2026-10-05 10:00:05",
            "SourceModuleName": "eventlog",
            "Message": "An account was successfully logged on.",
        },
        {"at": "2026-10-05T10:00:00Z", "actor": "ana", "action": ("4624", "AUDIT_SUCCESS"), "ip": "198.51.100.7"},
    ),
    "windows event as xml turned json": case(
        {
            "Event": {
                "System": {
                    "Provider": {"Name": "Microsoft-Windows-Security-Auditing"},
                    "EventID": 4740,
                    "TimeCreated": {"SystemTime": "2026-10-05T10:00:00.123456Z"},
                    "Computer": "DC1",
                    "Channel": "Security",
                },
                "EventData": {"TargetUserName": "bob", "SubjectUserName": "ana"},
            }
        },
        {"at": "2026-10-05T10:00:00.123456Z", "actor": "ana", "action": "4740"},
    ),
    "sysmon": case(
        {
            "EventID": 1,
            "UtcTime": "2026-10-05 10:00:00.123",
            "Image": "C:\\Windows\\cmd.exe",
            "CommandLine": "cmd /c whoami",
            "User": "ACME\\ana",
            "ProcessId": 7,
            "ParentImage": "C:\\x.exe",
            "Computer": "PC1",
        },
        {"at": "2026-10-05T10:00:00.123Z", "actor": "ACME\\ana", "action": ("1",)},
    ),
    "journald sshd": case(
        {
            "__REALTIME_TIMESTAMP": "1791194400123456",
            "__MONOTONIC_TIMESTAMP": "99",
            "_HOSTNAME": "web1",
            "SYSLOG_IDENTIFIER": "sshd",
            "_PID": "7",
            "_UID": "0",
            "PRIORITY": "6",
            "MESSAGE": "Accepted publickey for ana from 198.51.100.7 port 51000 ssh2",
            "_BOOT_ID": "b",
            "_SOURCE_REALTIME_TIMESTAMP": "1791194400123400",
        },
        {
            "at": ("2026-10-05T10:00:00.123456Z", "2026-10-05T10:00:00.1234Z"),
            "actor": "ana",
            "ip": "198.51.100.7",
            "outcome": "success",
        },
    ),
    "osquery": case(
        {
            "name": "logged_in_users",
            "hostIdentifier": "web1",
            "calendarTime": "Mon Oct 5 10:00:00 2026 UTC",
            "unixTime": 1791194400,
            "epoch": 0,
            "counter": 1,
            "columns": {"user": "ana", "host": "198.51.100.7", "tty": "pts/0", "type": "user"},
            "action": "added",
        },
        {"at": "2026-10-05T10:00:00Z", "actor": "ana", "action": "added", "ip": "198.51.100.7"},
    ),
    "zeek ssh json": case(
        {
            "ts": 1791194400.123456,
            "uid": "C1",
            "id.orig_h": "198.51.100.7",
            "id.orig_p": 51000,
            "id.resp_h": "10.0.0.9",
            "id.resp_p": 22,
            "version": 2,
            "auth_success": False,
            "auth_attempts": 3,
            "client": "SSH-2.0-x",
        },
        {"at": "2026-10-05T10:00:00.123456Z", "ip": "198.51.100.7", "outcome": "failure"},
    ),
    "suricata": case(
        {
            "timestamp": "2026-10-05T10:00:00.123456+0000",
            "flow_id": 1,
            "event_type": "alert",
            "src_ip": "198.51.100.7",
            "src_port": 51000,
            "dest_ip": "10.0.0.9",
            "dest_port": 80,
            "proto": "TCP",
            "alert": {"action": "blocked", "gid": 1, "signature": "X", "category": "Misc"},
        },
        {"at": "2026-10-05T10:00:00.123456Z", "action": ("alert", "blocked"), "ip": "198.51.100.7"},
    ),
    "docker wrapped line": case(
        {
            "log": '{"ts":"2026-10-05T10:00:00Z","user":"ana","action":"login","ip":"198.51.100.7"}\n',
            "stream": "stdout",
            "time": "2026-10-05T10:00:01Z",
        },
        {
            "at": ("2026-10-05T10:00:00Z", "2026-10-05T10:00:01Z"),
            "actor": "ana",
            "action": "login",
            "ip": "198.51.100.7",
        },
    ),
}

"""What kind of deed an action is, as data: over two hundred actions of real systems and what they are."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from auditui.core.event import OUTCOMES, VERBS, Event
from auditui.core.recording import record
from auditui.core.verbs import outcome_of, said_outcome, said_verb, verb_of
from tests.strategies import events, hostile_texts

AT = 1_780_000_000_000_000

ACTIONS = {
    "create": """
        Create | create | CREATED | Contact Created | repo.create | iam:CreateUser | CreateBucket | user.created
        add_item | CreateRole | CreateAccessKey | CreateLoginProfile | recreate | RegisterTaskDefinition
        user.register | new_ticket | org.invite | system.api_token.create | FileUploaded | FileCopied
        team.add_repository | InsertRow | contact-created | jira.auditing.project.created | role.create
        create export | AddUser | Add user. | ADD_USER | generate report | deployment_branch_policy.create | POST
        POST /api/v1/contacts | Contact creation requested and created
    """,
    "update": """
        Update | updated | Setting Updated | ModifyInstanceAttribute | UpdateUser | repo.rename | changedUserEmail
        edit | hook.config_changed | user.account.update_password | Change user password. | Reset user password.
        Disable account. | UpdateLoginProfile | login_settings.update | Login Updated | user.lifecycle.deactivate
        user.account.lock | PutObject | PUT | PATCH | PUT /api/v1/contacts/5 | billing.change_email | MoveItem
        TagResource | ticket assigned | StopLogging | protected_branch.update | EnableMFADevice | StartInstances
        org.enable_two_factor | profile edited | RotateSecret | UpdatePasswordPolicy | access_key.updated
        UpdateAccessKey | Set Company Information. | List Updated
    """,
    "delete": """
        Delete | deleted | DELETE | DeleteBucket | user.deleted | repo.destroy | iam:DeleteUser | RemoveTags
        purge | contact_deleted | bulk delete | Bulk Delete Contacts | DeleteRole | DEL_USER | TerminateInstances
        SoftDelete | HardDelete | MoveToDeletedItems | DeleteLoginProfile | DeleteSession record
        EmptyTrash deleted | DELETE /api/users/5 | hook.destroy | remove_item | deletecollection | user.erase
        Removed | DeregisterImage | drop table
    """,
    "login": """
        login | Login | ConsoleLogin | UserLoggedIn | user.login | user.login.failure | failed login
        login failed | UserLoginFailed | Sign in | signed in | user_signed_in | sign_in | signin | log on
        USER_LOGIN | logged in | user.session.start | Session Started | user.authentication.sso
        policy.evaluate_sign_on | core.user_auth.login_failed | login.success | USER_AUTH | Authenticate
        USER_AUTHENTICATED | Successful login | Login attempt failed
    """,
    "logout": """
        logout | Logout | log out | LOGOUT | signed out | sign_out | UserLoggedOut | user.logout
        core.user_auth.logout_success | user.session.end | Session Ended | logoff | User logged off
        session.expired
    """,
    "view": """
        View | viewed | visited | GET | HEAD | GET /api/v1/contacts | GetObject | ListBuckets | DescribeInstances
        read | list | MailItemsAccessed | FileAccessed | Page View | opened | search | SearchQueryPerformed query
        LookupEvents | get | watch | ListDeletedUsers | ListAttachedRolePolicies | GetLoginProfile | ListImports
        ListExports | preview | browsed | git.clone | List failed jobs | VISITED | org.access
    """,
    "sync": "Sync | synced | email sync | calendar.synchronized | Synchronise | directory_sync | Replicate",
    "export": """
        Export | exported | downloadContactList | downloadTask | FileDownloaded | repo.download_zip
        contacts.export | DumpDatabase | org.audit_log_export | Exported contacts | print
        ExportTableToPointInTime | Report downloaded | bulk export
    """,
    "import": "Import | imported | contacts.import | ImportKeyPair | Import completed | bulk_import",
    "archive": "Archive | archived | repo.archived | project.archive | ArchiveFindings",
    "restore": """
        Restore | restored | undelete | undeleted | unarchive | repo.unarchived | RecoverItem | RestoreDeletedUser
        revert | FileRestored | Rollback
    """,
    "grant": """
        Grant | org.add_member | org.update_member | org.remove_member | AddUserToGroup | RemoveUserFromGroup
        AttachRolePolicy | PutUserPolicy | PutBucketPolicy | AddRoleToInstanceProfile | Add member to role.
        Remove member from role. | revoke | permission changed | role changed | permissions.update
        Change user role | UpdateAssumeRolePolicy | group.user_membership.add | AuthorizeSecurityGroupIngress
        jira.auditing.project.roles.changed | user.account.privilege.grant | share | promote
        Add app role assignment to service principal. | Consent to application. | team.add_member
        repo.add_collaborator | SharingSet | AddedToGroup | Role Updated | assign role | Add owner to application.
        RevokeAccess | user.permissions.changed | Permission change
    """,
    "other": """
        users | roles | settings | Contact | Message Sent | ticket | frobnicate | 1107 | f | logger | updates_feed
        deletions | creator | settings.general | workflows.completed_workflow_run | blog | catalog | CONNECT
        和大朱雀 | PATCHp | POSTGRES | undeletable | accessory | restorer | viewers
    """,
}  # fmt: skip

CASES = [
    (action.strip(), verb)
    for verb, text in ACTIONS.items()
    for action in text.replace("\n", "|").split("|")
    if action.strip()
]


@pytest.mark.parametrize(("action", "verb"), CASES)
def test_verbs(action: str, verb: str) -> None:
    """The words of an action say what it is, in every style that systems name actions in."""
    assert verb_of(action, "") == verb


def test_the_table_has_every_verb() -> None:
    """Nobody thins it out unnoticed, and no verb is without an example."""
    assert len(CASES) >= 200
    assert set(ACTIONS) == set(VERBS)


@pytest.mark.parametrize(
    ("action", "method", "description", "verb"),
    [
        ("", "POST", "", "create"), ("", "PATCH", "", "update"), ("", "delete", "", "delete"), ("", "HEAD", "", "view"),
        ("", "OPTIONS", "", "other"), ("settings", "PUT", "", "update"), ("downloadContactList", "POST", "", "export"),
        ("login", "POST", "", "login"), ("Delete", "POST", "Ana created it", "delete"),
        ("contact", "GET", "deleted it", "view"),
        ("users", "", "Admin visited users main page", "view"),
        ("users", "", "Admin Visit user edit page with name Sales Agent", "view"),
        ("roles", "", "Admin updated role Sales", "grant"), ("leads", "", "Bo deleted lead 5", "delete"),
        ("settings", "", "nothing to see", "other"), ("", "", "Ana logged in from Ulm", "login"),
        ("", "", "Failed to sign in", "login"), ("contacts", "", "Ana exported 5 contacts", "export"),
        ("", "", "", "other"),
    ],
)  # fmt: skip
def test_words_then_method_then_description(action: str, method: str, description: str, verb: str) -> None:
    """A module's name says nothing, so the method does, and the sentence where there is none."""
    assert verb_of(action, method, description) == verb


@settings(max_examples=150)
@given(hostile_texts, hostile_texts)
def test_any_action_has_a_verb(action: str, description: str) -> None:
    """Whatever the text, the answer is one of the list."""
    assert verb_of(action, "", description) in VERBS
    assert outcome_of(None, action, "other") in OUTCOMES


@pytest.mark.parametrize(
    ("status", "action", "outcome"),
    [
        (200, "", "success"), (101, "", "success"), (304, "", "success"), (399, "", "success"), (400, "", "failure"),
        (404, "", "failure"), (500, "", "failure"), (50126, "", "failure"), (0, "", "unknown"), (1, "", "unknown"),
        (99, "", "unknown"), (-5, "", "unknown"), (None, "", "unknown"), (None, "Update", "unknown"),
        (None, "failed login", "failure"), (None, "login failed", "failure"), (None, "user.login.failure", "failure"),
        (None, "UserLoginFailed", "failure"), (None, "core.user_auth.login_failed", "failure"),
        (None, "core.user_auth.logout_success", "success"), (None, "Access Denied", "failure"),
        (None, "Login Successful", "success"), (None, "ListFailedJobs", "unknown"), (None, "failover", "unknown"),
        (200, "failed login", "success"), (0, "login failed", "failure"),
    ],
)  # fmt: skip
def test_outcomes(status: int | None, action: str, outcome: str) -> None:
    """The status tells, else a word at the edge of the action."""
    assert outcome_of(status, action, "other") == outcome


@settings(max_examples=100)
@given(events())
def test_said_is_what_goes_beyond_derivation(event: Event) -> None:
    """What is left to write down is exactly what deriving would not give."""
    assert (said_verb(event) or verb_of(event.action, event.method, event.description)) == event.verb
    assert (said_outcome(event) or outcome_of(event.status, event.action, event.verb)) == event.outcome


def test_nothing_is_said_where_all_is_derived() -> None:
    """A source that states what its action and status say anyway states nothing."""
    event = record({"at_us": AT, "action": "Delete", "status": 403, "outcome": "failure", "verb": "delete"})
    assert (said_verb(event), said_outcome(event)) == ("", "")
    event = record({"at_us": AT, "action": "Delete", "status": 403, "outcome": "success", "verb": "archive"})
    assert (said_verb(event), said_outcome(event)) == ("archive", "success")

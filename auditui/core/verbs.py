"""What kind of deed an action is, and how it ended, where the source does not say.

The verb is derived from words, never from letters inside words: `undelete` restores, `logout` is no
log. An action is cut at dots, colons and slashes into segments, and each segment into words at
blanks, `_`, `-` and where the case changes. The first of these that knows an answer decides:

1. The action is an HTTP method, alone or before a path: what the method does.
2. Words of the action. The last segment (`repo.create`, `iam:DeleteUser`) goes before the ones in
   front of it. In a segment:
   a. a change of rights (`AddUserToGroup`, `org.update_member`, `role changed`) is `grant`;
      creating or deleting a role is not; starting or ending a session is `login` or `logout`;
   b. a verb that stands first, unless the last word is a past tense (`ListDeletedUsers` is a
      view, `Login Updated` an update);
   c. the first past tense; the first word that is hardly ever a noun; the first that may be one.
3. The method.
4. The description, where the action is a mere module (`users`, `roles`) or missing: how programs say in their
   own sentences that somebody signs in or out (`Failed password for root`), else its words.

Words that tell the outcome (`failed`, `success`) are set aside for `outcome_of`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from auditui.core.event import Event
from auditui.core.words import split_words, word_set

_METHODS: Final = {
    "GET": "view", "HEAD": "view", "POST": "create", "PUT": "update", "PATCH": "update", "DELETE": "delete",
    "VISITED": "view", "VISIT": "view",
}  # fmt: skip

# Words that are hardly ever nouns, by the verb that they mean.
_STRONG: Final = {
    "create": "create add insert register invite generate provision allocate recreate upload duplicate enroll submit "
    "launch enqueue reissue new",
    "update": "update modify alter edit configure enable disable activate deactivate reactivate suspend unsuspend "
    "unlock rename reset put patch rotate replace upsert merge publish unpublish approve reopen resolve convert "
    "upgrade attach detach associate disassociate associate unlink untag assign unassign transfer relocate adjust "
    "save append rewrite overwrite start stop reboot restart resume pause mark unmark reorder reschedule "
    "reconfigure customize verify confirm unblock pin unpin",
    "delete": "delete remove destroy purge erase terminate discard wipe del deregister unregister uninstall "
    "deletecollection harddelete softdelete hard_delete",
    "login": "authenticate reauthenticate loggedin signedin",
    "logout": "logout logoff signout signoff loggedout signedout",
    "view": "get describe show visit retrieve browse inspect lookup fetch read",
    "sync": "synchronize synchronise resync replicate",
    "export": "download",
    "import": "ingest",
    "archive": "",
    "restore": "restore undelete unarchive unremove recover reinstate untrash revert rollback",
    "grant": "revoke entitle authorize authorise deauthorize promote demote delegate elevate unshare impersonate",
}

# Words that may be nouns too; they decide only where nothing better is there.
_WEAK: Final = {
    "create": "copy issue clone creation",
    "update": "change set move lock tag link block ban push close adjustment modification",
    "delete": "drop trash deletion removal",
    "login": "login logon signin signon sso authentication auth",
    "view": "view list access open search query preview watch select head display download_view",
    "sync": "sync synchronization synchronisation replication",
    "export": "export dump extract backup print",
    "import": "import",
    "archive": "archive",
    "restore": "restoration recovery",
    "grant": "grant share permit consent",
}

_IRREGULAR: Final = {
    "put": "", "reset": "", "set": "", "read": "", "overwrite": "overwritten overwrote", "rewrite": "rewritten rewrote",
    "get": "got gotten", "stop": "stopped", "submit": "submitted", "permit": "permitted", "transfer": "transferred",
    "drop": "dropped", "show": "shown showed", "tag": "tagged", "untag": "untagged", "ban": "banned",
    "pin": "pinned", "unpin": "unpinned", "new": "", "del": "", "login": "", "logon": "", "logout": "", "logoff": "",
    "signin": "", "signon": "", "signout": "", "signoff": "", "sso": "", "loggedin": "", "signedin": "",
    "loggedout": "", "signedout": "", "backup": "backedup", "rollback": "rolledback",
    "auth": "", "creation": "",
    "deletion": "", "removal": "", "authentication": "", "synchronization": "", "synchronisation": "",
    "replication": "", "restoration": "", "recovery": "", "adjustment": "", "modification": "", "head": "",
}  # fmt: skip


def _past(base: str) -> list[str]:
    if base in _IRREGULAR:
        return _IRREGULAR[base].split()
    if base.endswith("e"):
        return [f"{base}d"]
    if base.endswith("y") and base[-2] not in "aeo":
        return [f"{base[:-1]}ied"]
    return [f"{base}ed"]


def _words_of(table: dict[str, str]) -> dict[str, str]:
    return {word: verb for verb, words in table.items() for word in words.split()}


_STRONG_WORDS: Final = _words_of(_STRONG)
_WEAK_WORDS: Final = _words_of(_WEAK)
_BASE_WORDS: Final = _WEAK_WORDS | _STRONG_WORDS
_PAST_WORDS: Final = {past: verb for base, verb in _BASE_WORDS.items() for past in _past(base)} | {
    "loggedin": "login", "signedin": "login", "loggedout": "logout", "signedout": "logout", "sent": "other",
}  # fmt: skip

_FAILURE_WORDS: Final = word_set("failed failure fail fails unsuccessful denied refused forbidden unauthorized")
_SUCCESS_WORDS: Final = word_set("success succeeded successful successfully")
_FILLERS: Final = (
    _FAILURE_WORDS
    | _SUCCESS_WORDS
    | word_set("attempt attempted attempts completed complete finished requested request event events bulk batch")
)

_RIGHTS: Final = word_set(
    "role roles permission permissions privilege privileges acl acls member members membership memberships "
    "collaborator collaborators access sharing rights ownership owner owners entitlement entitlements"
)
_RIGHTS_CHANGED: Final = word_set(
    "add added remove removed attach attached detach detached put set update updated change changed modify modified "
    "edit edited assign assigned unassign unassigned invite invited"
)
_POLICY_HOLDERS: Final = word_set("user users group groups bucket object key queue topic function")
_GROUPS: Final = word_set("group groups team teams")
_MOVED: Final = word_set("user users member members to from")  # beside a group: somebody joins or leaves it

_SESSION_STARTS: Final = word_set("start started begin began opened")
_SESSION_ENDS: Final = word_set("end ended close closed terminate terminated expire expired destroy destroyed")
_BINS: Final = word_set("deleted trash bin recycle")

_MAX_READ: Final = 200  # characters of a text in which a verb is looked for, and by which answers are remembered
_SEGMENT_END: Final = re.compile(r"[.:/|]+(?=\S)")
_LOG_PARTS: Final = {"log", "logged", "sign", "signed", "logging", "signing"}
_LOG_ENDS: Final = {"in": "in", "on": "in", "out": "out", "off": "out"}


@lru_cache(maxsize=8192)
def words_of(text: str) -> tuple[tuple[str, ...], ...]:
    """The segments of an action, each a tuple of lower-case words; `log in` and its like become one word."""
    segments = (_joined(split_words(part)) for part in _SEGMENT_END.split(text))
    return tuple(segment for segment in segments if segment)


def _joined(words: list[str]) -> tuple[str, ...]:
    found: list[str] = []
    for word in words:
        if word in _LOG_ENDS and found and found[-1] in _LOG_PARTS:
            past = found[-1].endswith("ed")
            found[-1] = f"{'logged' if past else 'log'}{_LOG_ENDS[word]}"
        else:
            found.append(word)
    return tuple(found)


def verb_of(action: str, method: str, description: str = "") -> str:
    """One of `VERBS`: what the words of an action, else its method, else its description say."""
    return (
        _verb_of_action(action[:_MAX_READ], method[:_MAX_READ])
        or (_verb_of_sentence(description[:_MAX_READ]) if description else "")
        or "other"
    )


_SESSION: Final = re.compile(
    r"(?:[\w-]{1,40}\([\w:.-]{1,40}\): |error: (?:PAM: )?|fatal: |FAILED )?(?:(?P<login>"
    r"(?:Failed|Accepted|Postponed|Partial) (?:password|publickey|keyboard-interactive|hostbased|gssapi|none|challenge)"
    r"|(?:Invalid|Illegal) user "
    r"|(?:Connection (?:closed|reset)|Disconnect(?:ed|ing)) (?:by |from )?(?:authenticating|invalid) user "
    r"|User \S{1,100} (?:from \S{1,100} )?not allowed|maximum authentication attempts|Too many authentication failures"
    r"|authentication (?:failure|error)|session opened for |(?:SU )?\(to \S{1,100}\) )"
    r"|(?:session closed for |Disconnected from user |Received disconnect from ))"
)
"""Sentences in which sign-ins, failed ones too, and their ends are told, by the programs of Unix that do them."""


def _verb_of_sentence(text: str) -> str:
    if session := _SESSION.match(text):
        return "login" if session["login"] else "logout"
    return _verb_of_words(words_of(text))


@lru_cache(maxsize=8192)
def _verb_of_action(action: str, method: str) -> str:
    said, _, path = action.partition(" ")
    if said.isupper() and said in _METHODS and (not path or path.startswith(("/", "http"))):
        return _METHODS[said]
    return _verb_of_words(words_of(action)) or _METHODS.get(method.upper(), "")


def _verb_of_words(segments: tuple[tuple[str, ...], ...]) -> str:
    for segment in reversed(segments):
        every = frozenset(word for each in segments for word in each)
        if found := _verb_of_segment([word for word in segment if word not in _FILLERS], every):
            return found
    return ""


def _verb_of_segment(words: list[str], every: frozenset[str]) -> str:
    if not words:
        return ""
    if _BASE_WORDS.get(words[0]) != "view" and (special := _special_verb(frozenset(words), every)):
        return special
    if words[0] in _BASE_WORDS and words[-1] not in _PAST_WORDS:
        return _BASE_WORDS[words[0]]
    for table in (_PAST_WORDS, _STRONG_WORDS, _WEAK_WORDS):
        for word in words:
            if word in table:
                return table[word]
    return ""


def _special_verb(words: frozenset[str], every: frozenset[str]) -> str:
    """What several words mean together; `every` are the words of all segments."""
    if words & _RIGHTS_CHANGED and _about_rights(every):
        return "grant"
    if "session" in every and words & _SESSION_STARTS:
        return "login"
    if "session" in every and words & _SESSION_ENDS:
        return "logout"
    if words & {"move", "moved"} and words & _BINS:
        return "delete"
    if words & {"clone", "fetch"} and "git" in every:
        return "view"
    return ""


def _about_rights(words: frozenset[str]) -> bool:
    rights = words & _RIGHTS
    if rights == {"access"} and "key" in words:  # a thing, like the other keys
        return False
    return bool(rights or (words & _GROUPS and words & _MOVED) or ("policy" in words and words & _POLICY_HOLDERS))


def outcome_of(status: int | None, action: str, verb: str) -> str:
    """One of `OUTCOMES`, from the status (400 and above is failure, 100 to 399 success), else from the action.

    Only a word at the beginning or end of a segment tells an outcome: `failed login` and
    `user.login.failure` do, `ListFailedJobs` does not. `verb` makes no difference today; it is
    part of what an outcome may depend on.
    """
    del verb
    if status is not None and status >= 100:  # noqa: PLR2004 - the first HTTP status
        return "failure" if status >= 400 else "success"  # noqa: PLR2004
    return _outcome_of_action(action[:_MAX_READ])


@lru_cache(maxsize=8192)
def _outcome_of_action(action: str) -> str:
    edges = {word for segment in words_of(action) for word in (segment[0], segment[-1])}
    if edges & _FAILURE_WORDS:
        return "failure"
    return "success" if edges & _SUCCESS_WORDS else "unknown"


def said_verb(event: Event) -> str:
    """The verb that the source stated beyond what is derived; empty when it is what is derived anyway."""
    return "" if event.verb == verb_of(event.action, event.method, event.description) else event.verb


def said_outcome(event: Event) -> str:
    """The outcome that the source stated beyond what is derived; empty when it is what is derived anyway."""
    return "" if event.outcome == outcome_of(event.status, event.action, event.verb) else event.outcome

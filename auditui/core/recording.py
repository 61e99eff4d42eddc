"""The one way from what a source said to an event that may be stored: `record`.

Everything that must happen to a value happens here, once: what SQLite and UTF-8 cannot hold is
replaced, secrets go, addresses and outcomes get one form, objects of changes become paths. What
had to be mended is in `Event.flags`. What a normal form left out stays in the details, under
`ip_original`, `status_original`, `outcome_original` and `took_original`, unless the source has such a key.
"""

from __future__ import annotations

import re
from dataclasses import fields as fields_of
from typing import Final

from auditui.core.addresses import normal_ip
from auditui.core.errors import RecordError
from auditui.core.event import ACTOR_KINDS, VERBS, Change, Event, Fields, Json
from auditui.core.fields import TEXT_FIELDS
from auditui.core.mending import INT64, Mending
from auditui.core.redact import DEFAULT, Redactor
from auditui.core.verbs import outcome_of, verb_of
from auditui.core.words import word_set
from auditui.core.zones import MAX_US, MIN_US

HINTS: Final = frozenset({"empty_actor"})
"""Names that `record` takes beside the fields of `Event`. `empty_actor`: the kind of an actor that the
source leaves empty (`system` in a change trail, `anonymous` in an access log)."""

_TEXTS: Final = frozenset(TEXT_FIELDS)
_NAMES: Final = frozenset(field.name for field in fields_of(Event)) - {"origin", "seq"} | HINTS
_OUTCOMES: Final = {
    word: outcome
    for outcome, words in {
        "success": "success succeeded successful true 1 yes res=1 success=yes",
        "failure": "failure failed fail unsuccessful false 0 no res=0 success=no",
        "unknown": "unknown",
    }.items()
    for word in words.split()
}
_TELLING_OUTCOMES: Final = {
    word: outcome
    for outcome, words in {
        "success": "allow allowed ok okay granted accept accepted pass passed permit permitted completed done",
        "failure": "deny denied error refused rejected reject forbidden unauthorized blocked block timeout aborted",
    }.items()
    for word in words.split()
}

_VALUES: Final = word_set(
    "value values new_value newValue NewValue old_value oldValue OldValue previous_value previousValue diff patch ops "
    "operations"
)
"""Details that say nothing of what they are the value of."""

_SYSTEM_NAMES: Final = frozenset(
    {"system", "nt authority\\system", "s-1-5-18", "local system", "localsystem", "<system>", "[system]", "(system)"}
)
_SYSTEM_STARTS: Final = ("system:serviceaccount:", "system:node:", "nt authority\\system ", "nt service\\")
_ANONYMOUS_NAMES: Final = frozenset(
    {"anonymous", "system:anonymous", "anonymous user", "nt authority\\anonymous logon", "s-1-5-7", "unauthenticated"}
    | {"unauthenticated user", "an unauthenticated user"}
)
_NO_ID: Final = re.compile(r"-\d{1,9}|4294967295|0{8}-0{4}-0{4}-0{4}-0{12}", re.ASCII)
"""Numbers of no account: below zero, an unset one of 32 bits, a UUID of nothing but zeros."""
_NOBODY: Final = re.compile(rf"{_NO_ID.pattern}|[<(\[]?unknown(?: user)?[>)\]]?", re.ASCII)


def record(fields: Fields, *, redactor: Redactor = DEFAULT, origin: str = "") -> Event:
    """Make the event of what a source said.

    Args:
        fields: By the names of `Event`, plus `HINTS`. Texts may be given as numbers or objects; `changes` are
            `Change`, `(field, before, after)` or mappings with these keys; `targets` are `Target`, mappings or names;
            `details` is a mapping; `flags` adds to what is found here.
        redactor: Decides what is secret.
        origin: The import it comes from.

    Raises:
        RecordError: There is no usable time.
        TypeError: A field has a name or a shape that no event has; that is a mistake in the caller.
    """
    if not _NAMES.issuperset(fields):
        raise TypeError(f"no field of an event: {', '.join(sorted(set(fields) - _NAMES))}")
    get = fields.get
    at_us = _time(get("at_us"))
    mending = Mending(redactor)
    texts = mending.texts(fields, _TEXTS)
    details = mending.details(get("details"))
    changes = mending.changes(get("changes"))
    if changes or not _VALUES.isdisjoint(details):
        changes = _without_values(texts, details, changes, redactor, mending)
    if "ip" in texts:
        texts["ip"] = _ip(texts["ip"], details)
    stated = _Outcome(details, mending)
    status = stated.status(get("status"))
    stated.outcome(get("outcome"))
    action = texts.get("action", "")
    verb = _verb(get("verb")) or verb_of(action, texts.get("method", ""), texts.get("description", ""))
    # As attributes: a call with 28 keywords takes 2 µs longer, and imports make millions.
    made = Event.__new__(Event)
    said = texts.get
    made.at_us = at_us
    made.id = said("id", "")
    made.actor = said("actor", "")
    made.actor_id = said("actor_id", "")
    made.email = said("email", "")
    made.role = said("role", "")
    made.actor_kind = _actor_kind(fields, texts)
    made.on_behalf_of = said("on_behalf_of", "")
    made.action = action
    made.method = said("method", "")
    made.category = said("category", "")
    made.entity_type = said("entity_type", "")
    made.entity_id = said("entity_id", "")
    made.entity_name = said("entity_name", "")
    made.targets = mending.targets(get("targets"))
    made.description = said("description", "")
    made.status = status
    made.outcome = stated.found or outcome_of(status, action, verb)
    made.took_us = _took(get("took_us"), details, mending)
    made.ip = said("ip", "")
    made.user_agent = said("user_agent", "")
    made.request_id = said("request_id", "")
    made.changes = changes
    made.details = details
    made.flags = mending.flags_with(get("flags"))
    made.verb = verb
    made.origin = origin
    made.seq = 0
    return made


def _without_values(
    texts: dict[str, str], details: dict[str, Json], changes: tuple[Change, ...], redactor: Redactor, mending: Mending
) -> tuple[Change, ...]:
    """The changes, and the details, of an event about a secret whose name stands in another field."""
    if _VALUES.isdisjoint(details) and not any("val" in change.field.lower() for change in changes):
        return changes
    from auditui.core.secret_apart import Apart  # few events have a value that nothing names

    apart = Apart(redactor, mending)
    if not apart.is_secret(texts, details, changes):
        return changes
    apart.details(details)
    return apart.changes(changes)


def _time(value: object) -> int:
    if type(value) is int and MIN_US <= value <= MAX_US:
        return value
    if type(value) is int:
        raise RecordError("no usable time: found one outside the years 1 to 9999")
    raise RecordError(f"no usable time: found {value!r:.80}" if value is not None else "no usable time")


def _ip(said: str, details: dict[str, Json]) -> str:
    if not said:
        return ""
    ip, more = normal_ip(said)
    if more:
        details.setdefault("ip_original", said)
    return ip


def _verb(value: object) -> str:
    return value if isinstance(value, str) and value in VERBS else ""


def _took(value: object, details: dict[str, Json], mending: Mending) -> int | None:
    if value is None or (type(value) is int and value in INT64):
        return value
    number = _number(value)
    if number is None:
        details.setdefault("took_original", mending.text(value))
    return number


def _number(value: object) -> int | None:
    """A whole number out of a number or its text; None where it is none, or beyond 64 bits."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    try:
        number = int(value.strip()) if isinstance(value, str) else round(value)
    except (ValueError, OverflowError):
        return None
    return number if number in INT64 else None


class _Outcome:
    """What a source says about success, in its status and its outcome."""

    __slots__ = ("_details", "_mending", "found")

    def __init__(self, details: dict[str, Json], mending: Mending) -> None:
        self._details = details
        self._mending = mending
        self.found = ""

    def status(self, value: object) -> int | None:
        """The status as a number; a status in words (`failed`) states the outcome."""
        if value is None or value == "":
            return None
        if type(value) is int and value in INT64:
            return value
        number = _number(value)
        if number is None:
            self._words(value, "status_original")
            number = _leading_code(value)
        return number

    def outcome(self, value: object) -> None:
        """Take the outcome that is stated; words that nobody knows leave it to what is derived."""
        if value is not None and value != "":
            self._words(value, "outcome_original")

    def _words(self, value: object, kept_as: str) -> None:
        text = self._mending.text(value)
        said = text.strip().lower()
        if said in _OUTCOMES:
            self.found = _OUTCOMES[said]
            return
        self._details.setdefault(kept_as, text)
        self.found = _TELLING_OUTCOMES.get(said, self.found)


def _leading_code(value: object) -> int | None:
    """404 of `404 Not Found`."""
    first = value.split(" ", 1)[0] if isinstance(value, str) else ""
    return int(first) if len(first) == 3 and first.isascii() and first.isdigit() else None  # noqa: PLR2004


def _actor_kind(fields: Fields, texts: dict[str, str]) -> str:
    stated = fields.get("actor_kind")
    if stated in ACTOR_KINDS and stated != "unknown":
        return stated
    name = texts.get("actor") or texts.get("email") or texts.get("actor_id")
    if not name:
        hint = fields.get("empty_actor")
        return hint if hint in ACTOR_KINDS else "unknown"
    folded = name.lower()
    if folded in _SYSTEM_NAMES or folded.startswith(_SYSTEM_STARTS):
        return "system"
    if folded in _ANONYMOUS_NAMES:
        return "anonymous"
    return "unknown" if _NOBODY.fullmatch(folded) or _NO_ID.fullmatch(texts.get("actor_id", "")) else "user"

"""How far the values of a column can be what a field wants."""

# ruff: noqa: PLR2004  shares and lengths are the rules themselves; a name for each would say nothing more

# ruff: noqa: E501  an expression is easier to check in one line than in pieces

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from auditui.formats.columns import Look, is_plain_outcome
from auditui.formats.last_resorts import is_result
from auditui.formats.names import name_score

NO_YEAR: Final = re.compile(r"[A-Z][a-z]{2} +\d{1,2} \d\d:\d\d:\d\d\Z")
CODE_OR_WORDS: Final = re.compile(
    r"\s*(?:\d{1,6}|[A-Z][A-Z_]{1,23}|[A-Za-z]{2,}(?:[._:][A-Za-z]{2,}|(?<=[a-z])[A-Z][a-z]+)+)\s*"
)
"""What tells in a column of ids that they are those of actions: `4625`, `LOGIN`, `Git.RepositoryDeleted`."""
CONNECTION: Final = re.compile(r"C(?=[A-Za-z]*\d)[0-9A-Za-z]{11,20}")
"""A `uid` that is of a connection, not of somebody."""
A_PLACE: Final = re.compile(r"[a-z_-]+(?:/|://)\S+")
"""A `subject` that is no person: `ticket/77`, `crn://acme/topic=orders`."""


def fit_of(field: str, look: Look) -> float:
    """How far the values can be what the field wants, from 0 (no) to 1."""
    return FITS[field](look) if look.texts or field == "at" else 0.0


def _name_fit(look: Look) -> float:
    """A name of somebody: no time, address, sentence or truth value; numbers and UUIDs only when there is nothing else."""
    if (
        look.time > 0.3
        or look.address > 0.5
        or (look.length > 200 and look.sentence > 0.5)
        or look.truth > 0.3
        or look.url > 0.5
        or look.method > 0.8
        or _is_nobody(look)
        or (look.column.words == "from" and look.email < 0.5)
    ):
        return 0.0
    if look.length > 200:  # nobody has such a name, yet to hide it would show somebody else, or nobody
        return 0.3
    plain = 1.0 - 0.35 * max(look.number, look.uuid) - 0.5 * (look.sentence if look.length > 60 else 0)
    return plain - 0.05 * look.email  # beside a name as good; an address has a field of its own


def _is_nobody(look: Look) -> bool:
    """Whether a column that is named as one of persons holds connections or things."""
    pattern = {"uid": CONNECTION, "subject": A_PLACE}.get(look.column.words.rsplit("/", 1)[-1])
    return pattern is not None and look.share(pattern.fullmatch) > 0.5


WAYS: Final = frozenset((
    "plain", "login", "cram-md5", "digest-md5", "xoauth2", "external", "gssapi", "password", "publickey", "saml", "oidc",
    "browser", "email", "otp", "webauthn",
))  # fmt: skip
"""What stands under `method` that tells by what way somebody came, not what was done."""
NUMBERED: Final = re.compile(r"\d")
SAYING_NOTHING: Final = frozenset((
    "audit", "event", "log", "events", "logs", "activity", "access", "record", "resource", "httpevent", "application/json", "rest",
    "object", "list", "entry", "normal", "warning", "info", "information", "informational", "notice",
))  # fmt: skip
"""What stands in columns of types that are the same for every event."""


def _time_fit(look: Look) -> float:
    """Times, mostly; under the name of a time any, since the bad ones among them are rejected each by itself."""
    if look.time < 0.5 and name_score("at", look.column.words) < 92:
        return 0.0
    return look.time * (0.7 if look.share(NO_YEAR.match) > 0.5 else 1)


def _action_fit(look: Look) -> float:
    if "id" in look.column.words.rsplit("/", 1)[-1].split() and look.share(CODE_OR_WORDS.fullmatch) < 0.8:
        return 0.0
    if look.time > 0.2 or look.address > 0.5 or look.truth > 0.5 or look.email > 0.5 or look.uuid > 0.3:
        return 0.0
    if look.column.words.rpartition(" ")[2] == "method" and look.mostly(lambda text: text.lower() in WAYS, 0.5):
        return 0.0
    long = 0.5 if look.length > 120 else 0.0
    last_resort = (name_score("action", look.column.words) or 50) <= 50
    if last_resort and (look.length > 60 or (look.sentence > 0.4 and look.column.words in ("message", "msg", "text"))):
        return 0.0
    if look.mostly(lambda text: text.lower() in SAYING_NOTHING, 0.8):
        return 0.2
    unlike = 0.25 if look.distinct > 0.9 and len(look.texts) > 12 else 0.0
    return (
        1.0
        - 0.4 * look.number
        - long
        - unlike
        - 0.2 * look.sentence
        - 0.3 * look.mostly(is_plain_outcome, 0.8)
        - 0.4 * (look.url > 0.5)
    )


def _status_fit(look: Look) -> float:
    if look.http_status > 0.8:
        return 1.0
    if look.column.words.rpartition("/")[2] == "code" and "0" not in look.texts:
        return 0.0  # of an event, such as 4625: only where 0 says that all went well it is that of a result
    return 0.55 if look.number > 0.9 and look.length <= 11 and not is_result(look) else 0.0


NO_ENDS: Final = frozenset(
    (
        "0",
        "1",
        "y",
        "n",
        "yes",
        "no",
        "true",
        "false",
        "grant",
        "granted",
        "approved",
        "complete",
        "completed",
        "processed",
        "done",
        "finished",
    )
)
"""Numbers of deeds, and deeds themselves, where those are what a column tells."""


def _outcome_fit(look: Look) -> float:
    if look.column.words.rpartition("/")[2] == "action" and look.share(lambda text: text.lower() in NO_ENDS) > 0.2:
        return 0.0
    return look.outcome if look.outcome > 0.6 and look.http_status < 0.2 else 0.0


KIND_OF_MESSAGE: Final = re.compile(r"0\d{9}")
"""A `logid` that all messages of one kind share."""


def _id_fit(look: Look) -> float:
    if look.column.words == "log id" and look.share(KIND_OF_MESSAGE.fullmatch) > 0.9:
        return 0.0
    if look.column.words == "key" and look.number < 0.9:
        return 0.0
    return 1.0 if look.distinct > 0.98 and look.time < 0.9 and look.length <= 200 and look.address < 0.5 else 0.0


def _is_label(look: Look) -> bool:
    """Whether an `object` names what records are, not what they are about."""
    return look.column.words == "object" and look.mostly(lambda text: text.lower() in SAYING_NOTHING, 0.8)


def _plain_fit(look: Look) -> float:
    if _is_label(look):
        return 0.0
    return (
        0.0
        if look.time > 0.5 or look.address > 0.9 or look.length > 300 or look.truth > 0.8
        else 1.0 - 0.3 * look.sentence
    )


def _category_fit(look: Look) -> float:
    return (
        0.0
        if look.number > 0.5
        or look.time > 0.1
        or look.address > 0.3
        or look.length > 80
        or look.uuid > 0.3
        or look.truth > 0.5
        else 1.0
    )


A_FORMAT: Final = re.compile(r"(?:application|text|image|audio|video|multipart)/")
"""What a `content type` says of an answer, not of a thing."""


def _type_fit(look: Look) -> float:
    """As a category; types may be numbered, too, yet words go first."""
    if _is_label(look):
        return 0.0
    if look.share(A_FORMAT.match) > 0.5:
        return 0.0
    if look.number > 0.9 and look.length <= 4:
        return 0.4
    return _category_fit(look) * (1 - 0.5 * look.url)


NOBODY: Final = frozenset((
    "system", "unknown", "anonymous", "nobody", "guest", "automation", "automatic", "cron", "scheduler", "service", "public",
    "not set", "not available", "no email", "no e-mail", "deleted", "deleted user", "unauthenticated",
))  # fmt: skip
"""Words for an actor who has no address."""


def _email_fit(look: Look) -> float:
    """The share of addresses among what is said of somebody."""
    if not look.email:
        return 0.0
    said = look.email / (1 - look.share(lambda text: text.strip("<>()[] ").lower() in NOBODY))
    return said if said > 0.5 else 0.0


def _entity_id_fit(look: Look) -> float:
    if look.column.words == "src" and look.url < 0.5:
        return 0.0  # where something came from
    if look.column.words == "key" and look.number > 0.9:
        return 0.0  # of the record itself
    if look.column.words.rpartition("/")[2] == "record" and look.share(NUMBERED.match) > 0.5:
        return 0.0
    if _is_label(look):
        return 0.0
    return 0.0 if (look.time > 0.5 and look.number < 0.9) or look.length > 600 or look.truth > 0.5 else 1.0


def _description_fit(look: Look) -> float:
    if look.number > 0.5 or look.time > 0.3 or look.address > 0.5 or look.uuid > 0.5 or look.truth > 0.5:
        return 0.0
    return 0.5 + 0.5 * max(look.sentence, look.length > 25)


def _took_fit(look: Look) -> float:
    return (
        1.0
        if look.number > 0.9
        or look.share(lambda text: bool(re.fullmatch(r"[\d.]+ ?(?:ms|s|us|µs|ns|m|h)", text))) > 0.8
        else 0.0
    )


def _actor_id_fit(look: Look) -> float:
    if (look.time > 0.3 and look.number < 0.9) or look.length > 200 or look.email > 0.8 or look.sentence > 0.5:
        return 0.0
    return 0.0 if _is_nobody(look) else 1.0


FITS: Final[Mapping[str, Callable[[Look], float]]] = {
    "at": _time_fit,
    "actor": _name_fit,
    "actor_id": _actor_id_fit,
    "email": _email_fit,
    "role": lambda look: 0.0 if look.number > 0.3 or look.length > 80 or look.uuid > 0.3 or look.truth > 0.5 else 1.0,
    "on_behalf_of": _name_fit,
    "action": _action_fit,
    "method": lambda look: 1.0 if look.method > 0.7 else 0.0,
    "category": _category_fit,
    "entity_type": _type_fit,
    "entity_id": _entity_id_fit,
    "entity_name": _plain_fit,
    "description": _description_fit,
    "ip": lambda look: look.address if look.address > 0.25 else 0.0,
    "user_agent": lambda look: 0.0 if look.number > 0.5 or look.address > 0.5 or look.truth > 0.5 else (0.6 + 0.4 * (look.share(lambda text: "/" in text) > 0.3)),
    "status": _status_fit,
    "outcome": _outcome_fit,
    "took": _took_fit,
    "request_id": lambda look: 0.0 if (look.time > 0.9 and look.number < 0.5) or look.length > 200 or look.sentence > 0.5 else 1.0,
    "id": _id_fit,
}  # fmt: skip
"""From the look of a column to a number from 0 (no) to 1, for each field."""

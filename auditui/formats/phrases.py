"""Users and addresses in the sentences of logs."""

# ruff: noqa: E501  an expression is easier to check in one line than in pieces

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from auditui.formats.columns import is_address

BARE_NAME: Final = r"(?P<user>(?=[.@\\$+-]*\w)(?:[\w.\\$+-]{1,128}+(?:@[A-Za-z][\w-]*+(?:\.[\w-]++)*+)?+(?=@(?:\d{1,3}\.){3}\d{1,3}(?![\w.]))|[\w.@\\$+-]{1,128}(?<!\.))|\([\w.@ -]+\))[\"'`]?"
NAME: Final = rf"[\"'`\[]?{BARE_NAME}"
NO_NAMES: Final = (
    "from|is|has|was|with|not|to|in|on|by|id|name|logged|login|logout|agent|ip|account|user|authentication|permitted|denied|"
    "failed|failure|success|successful|successfully|succeeded|accepted|rejected|attempt|attempts|address|email|the|a|for|of|and|"
    "or|at|as|ok|incorrect|error|na|auth|added|removed|created|deleted|updated|changed|disabled|enabled|locked|does|did|will|can|could|must|session|group|authenticator|client|domain|which|allowed|restricted"
)
"""Words behind `user` or `login` that are nobody's name."""
DEEDS: Final = (
    "logged", "signed", "created", "deleted", "updated", "changed", "visited", "viewed", "exported", "imported", "removed", "added",
    "modified", "accessed", "uploaded", "downloaded", "requested", "failed", "opened", "closed", "approved", "rejected",
)  # fmt: skip
DONE: Final = "performed|executed|created|deleted|updated|changed|modified|requested|started|stopped|approved|made|done|triggered|initiated|removed|added|run|issued|edited|uploaded|downloaded|renamed|moved|copied|merged|unlocked|published|restored|archived|exported|imported|reverted"
WHOLE_NAME: Final = r"[A-ZÀ-Þ][\w'’-]*(?: (?:(?:van|von|de|der|den|da|di|del|la|le|al) )*[A-ZÀ-Þ][\w'’.-]*){1,3}"
"""Several words, each with a capital."""
USERS: Final = (
    re.compile(r"^\s*(?P<user>[\w.-]{1,64}) : (?:TTY|\d+ incorrect|command not allowed|user NOT in sudoers)"),
    re.compile(r"^(?:FAILED SU |SU )?\(to [^\s)]+\) (?P<user>[\w.@\\$+-]{1,64}) on "),
    re.compile(rf"\b(?i:{DONE}) by (?:user )?(?P<user>{WHOLE_NAME})(?=[,.;:)\]\"']|\s*$| (?:from|on|at|in|via|with|using)\b)"),
    re.compile(r"\b(?i:user(?: ?name)?)[:=]? ?[\"'`](?P<user>[\w.@-]{1,64}(?: [\w.@-]{1,64}){1,3})[\"'`]"),
    re.compile(rf"\bsession (?:opened|closed) for (?:user )?(?:of )?{NAME}", re.IGNORECASE),
    re.compile(rf"\bfor client ?: ?{NAME} ?/", re.IGNORECASE),
    re.compile(r"^(?P<user>[\w.@-]{1,64})/(?:\d{1,3}\.){3}\d{1,3}:\d{1,5} "),
    re.compile(r"^(?:\d{1,3}\.){3}\d{1,3}:\d{1,5} \[(?P<user>(?!(?:info|warn|error|debug|notice|\d+\b))[\w.@-]{1,64})\] ", re.IGNORECASE),
    re.compile(r"^(?:pid \d{1,9} )?(?P<user>[\w.-]{1,64})@[\w.-]{1,128} (?:\d{1,3}\.){3}\d{1,3} "),
    re.compile(r"\b[a-z][\w-]{1,20}\((?P<user>[\w.@+-]{1,128})\)<\d{1,9}><"),
    re.compile(r"_REQ \(.{0,400}?[:,] (?P<user>[\w.$/-]{1,128}@[\w.-]{1,128}) for [\w.$/-]{1,128}@"),
    re.compile(rf"^/?[\w%.-]{{1,64}}(?:/[\w%.-]{{0,64}}){{1,16}} by {NAME}(?=\s*$| from )"),
    re.compile(r"\bLogin (?:OK|incorrect)\b[^\[]{0,200}\[(?P<user>[^\]/\s]{1,128})"),
    re.compile(rf"\bfor (?:invalid user |illegal user |user )?{NAME} from\b", re.IGNORECASE),
    re.compile(rf"\b(?:invalid |illegal )?(?:user|username|account|login|principal|operator|admin)(?: name)?(?!'s\b)\s*[:=]?\s*(?<![A-Za-z])[\"'`\[]?(?!(?:{NO_NAMES})\b|(?<=login )\d+\b|[\w.-]*=){BARE_NAME}", re.IGNORECASE),
    re.compile(rf"\bby (?:user )?{NAME} (?:from|on|at|in|via)\b", re.IGNORECASE),
    re.compile(rf"\bby {NAME}\(uid=\d+\)"),
    re.compile(rf"\b(?:{DONE}) by (?:user )?{NAME}", re.IGNORECASE),
    re.compile(r"^\((?P<user>[^\s()@?]{1,64})@(?:\d{1,3}\.){3}\d{1,3}\) "),
    re.compile(r"\[(?:\d{1,3}\.){3}\d{1,3}\] (?P<user>[\w.@-]{1,64})\("),
    re.compile(rf"^(?!(?:session|connection|user|account|file|page|record|item|object|task|job|ticket|login)\b){NAME} (?:(?:logged|signed) (?:in|out)|{'|'.join(DEEDS[2:])})\b", re.IGNORECASE),
    re.compile(r"(?<![\w.@'-])(?P<user>[A-Za-z][\w.\\-]{0,63})@(?:\d{1,3}\.){3}\d{1,3}(?![\w.])"),
)  # fmt: skip
FAILED: Final = (
    "invalid user", "illegal user", "by authenticating user", "from authenticating user", "not in sudoers", "command not allowed",
    "not permitted", "not allowed", "not granted", "incorrect password", "authentication error", "login error", "login incorrect",
    "is incorrect", "client not found", "client_not_found", "user not found", "account not found", "no such user", "unknown user", "cannot login",
    "cannot log in", "could not log in", "unable to log in", "wrong password", "bad password", "invalid password", "invalid credentials",
)  # fmt: skip
"""Several words that tell of a failure, in lower case."""
ENDED: Final = re.compile(
    r"(?<![A-Za-z0-9])(?:(?P<good>login ok|accepted|succeeded|success|successful|successfully|permitted|allowed)|failed|failure|denied|refused|unauthorized|rejected|reject"
    rf"|{'|'.join(FAILED)})\b",
    re.IGNORECASE,
)
ENDED_WORD: Final = re.compile(rf"({ENDED.pattern})", re.IGNORECASE)
ADDRESS: Final = re.compile(
    r"(?<![\w.:])\[?((?:\d{1,3}\.){3}\d{1,3}|[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7})\]?(?::\d{1,5})?(?![\w.:]*\d)"
)
FROM: Final = re.compile(
    r"\b(?:(?:client|source|src|remote)_ip|from|client|source|src|ip|address|remote|rhost|peer|(?P<host>host))\b[\s:=\[\"'/]*([^\s|]+)",
    re.IGNORECASE,
)
"""What stands before the address that something came from; a host may be the one that writes the log."""


OWN_SIDE: Final = re.compile(r"(?:\blip|local ?addr(?:ess)?|\blistening on)[=:\s\"'][^,;\s]{0,24}$", re.IGNORECASE)
"""What stands before an address of the machine that writes the log."""
ADDRESS_PHRASES: Final = (
    re.compile(r"\b(?:from|client|source|src|ip|address|remote|rhost|peer|host)(?: ip)?(?: address)?\b[\s:=\[\"'(/]*((?:\d{1,3}\.){3}\d{1,3}|[0-9A-Fa-f]{1,4}(?::[0-9A-Fa-f]{0,4}){2,7})(?![\w.]*\d)", re.IGNORECASE),
    re.compile(r"(?<=[\w])@((?:\d{1,3}\.){3}\d{1,3})(?![\w.]*\d)"),
)  # fmt: skip
"""An address behind a word that says whose it is."""

CUES: Final[Mapping[re.Pattern[str], tuple[str, ...]]] = {
    **dict(zip(USERS, (
        (" : ",), ("(to ",), ("by ",), ("user",), ("session ",), ("for client",), ("/",), ("] ",), ("@",), (")<",), ("_req (",), (" by ",), ("login ",), ("for ",), ("user", "account", "login", "principal", "operator", "admin"), ("by ",), ("by ",), ("by ",), ("@",), ("(",), DEEDS,
        ("@",),
    ), strict=True)),
    ADDRESS_PHRASES[0]: (".", ":"),
    ADDRESS_PHRASES[1]: ("@",),
    ENDED_WORD: ("accept", "succ", "permit", "allow", "fail", "den", "refus", "unauth", "reject", "login ok", *FAILED),
}  # fmt: skip
"""What a text holds in lower case, one of them at least, that a phrase is found in: most are told by this alone."""
CUED_USERS: Final = tuple((pattern, CUES[pattern][0], CUES[pattern][1:]) for pattern in USERS)
"""The first cue stands apart: mostly it is the only one, and asked for at a third of the price."""


def who_and_where(text: str) -> dict[str, str]:
    """`user`, `ip` and `outcome`, where one of the common phrases names them."""
    found: dict[str, str] = {}
    sentence = text.strip()
    lower = sentence.lower()
    for pattern, cue, others in CUED_USERS:
        if not (cue in lower or (others and any(map(lower.__contains__, others)))):
            continue
        if match := pattern.search(sentence):
            found["user"] = match["user"].strip("'\"`.,;:")
            break
    address = _address(sentence)
    if address:
        found["ip"] = address
    ended = ENDED.search(sentence) if any(map(lower.__contains__, CUES[ENDED_WORD])) else None
    if ended:
        found["outcome"] = "success" if ended["good"] else "failure"
    return {name: value for name, value in found.items() if value}


def _address(text: str) -> str:
    host = ""
    for match in FROM.finditer(text):
        word = match[2].strip("[]\"'(),;").split("]:")[0]
        if is_address(word):
            if not match["host"]:
                return word
            host = host or word
    if host:
        return host
    for match in ADDRESS.finditer(text):
        if is_address(match[1]) and not OWN_SIDE.search(text, max(match.start() - 40, 0), match.start()):
            return match[1]
    return ""

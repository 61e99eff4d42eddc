"""Secrets in lines that programs write or read by a fixed form: `requirepass X`, `AUTH PLAIN X`, `New password set: X`.

As in `secret_text`, every pattern begins at a word and takes a bounded number of words.
"""

from __future__ import annotations

import base64
import binascii
import re
from typing import Final

from auditui.core.hiding import REDACTED
from auditui.core.secret_names import describes
from auditui.core.secret_sentences import REMARKS

_QUOTED: Final = r"\"[^\"\n]{1,512}\"|'[^'\n]{1,512}'"
_ENDS: Final = r"(?=[.,;!)]{0,2}\s*(?:$|[|]))"

_DEVICE: Final = re.compile(
    r"\b(?:enable|username\s\S{1,64}(?:\sprivilege\s\d{1,2})?)\s(?:password|secret)\s\d{1,2}\s(\S{1,256})"
)
"""As devices are told: the number says how it is hidden, if at all."""
_ENCRYPTED: Final = re.compile(r"\bset\s{1,3}[\w-]{2,64}\s{1,3}ENC\s{1,3}([\w+/=.-]{4,1024})")
"""As firewalls write their configuration."""
_REDIS: Final = re.compile(
    r"(?:^\s{0,8}|\bconfig\"?\s{1,3}\"?set\"?\s{1,3})\"?(?:requirepass|masterauth)\"?\s{1,3}"
    rf"({_QUOTED}|[^\s\"']{{1,512}})(?=[ \t]*$)",
    re.IGNORECASE | re.MULTILINE,
)
_MAIL_LOGIN: Final = re.compile(
    r"\bauth(?:enticate)?\s(?:plain|login)\s([A-Za-z0-9+/]{4,1024}={0,2})(?![\w+/=-])", re.IGNORECASE
)
"""How programs log in to send or fetch mail: both are base64."""
_TOLD: Final = re.compile(
    r"\b(?:user(?:name)?|login)[:=]?\s\S{1,64}\s?/\s?pass(?:word|wd|phrase)?\s(?P<beside>[^\s\"']{3,256}?)" + _ENDS +
    r"|\bnew\spass(?:word|phrase)\s(?:(?:was|is|has\sbeen)\s)?set:\s(?P<set>[^\s\"']{3,256}?)" + _ENDS +
    r"|\b(?:passwort|kennwort)\slautet:?\s(?P<lautet>[^\s\"']{3,256}?)" + _ENDS,
    re.IGNORECASE | re.MULTILINE,
)  # fmt: skip
"""Sentences that end with the secret, and with nothing else, whatever it is made of."""
_DAY: Final = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}")
_WORDS: Final = frozenset({"nicht", "anders", "policy", "page", "login", "form", "option", "directive", "parameter"})


def redact_lines(text: str, lowered: str) -> str:
    """The text without the secrets in such lines; `lowered` is the text in lower case."""
    if " password " in lowered or " secret " in lowered:
        text = _DEVICE.sub(_gone, text)
    if " ENC " in text:
        text = _ENCRYPTED.sub(_gone, text)
    if "requirepass" in lowered or "masterauth" in lowered:
        text = _REDIS.sub(_gone, text)
    if "auth" in lowered and (" plain " in lowered or " login " in lowered):
        text = _MAIL_LOGIN.sub(_login_gone, text)
    return _TOLD.sub(_gone, text) if "pass" in lowered or "kennwort" in lowered else text


def _gone(found: re.Match[str]) -> str:
    """What was found without its value, unless that is a remark or a day."""
    which = found.lastindex or 1
    value = found[which].strip("\"'")
    said = value.lower()
    if (
        said in REMARKS
        or said in _WORDS
        or (said.isalpha() and describes(said))
        or _DAY.match(value)
        or REDACTED in value
    ):
        return found[0]
    start, end = found.start(which) - found.start(), found.end(which) - found.start()
    return found[0][:start] + REDACTED + found[0][end:]


def _login_gone(found: re.Match[str]) -> str:
    """Words about a login are no base64 of a text."""
    try:
        login = base64.b64decode(found[1], validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return found[0]
    return _gone(found) if login.replace("\0", "").isprintable() else found[0]

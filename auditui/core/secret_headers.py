"""Secrets in headers of requests, in whatever text they stand: authorization, cookies, bearers."""

from __future__ import annotations

import base64
import binascii
import re
from typing import Final

from auditui.core.hiding import REDACTED
from auditui.core.secret_sentences import REMARKS
from auditui.core.words import word_set

_SIGNED: Final = re.compile(r"(AWS4-HMAC-SHA256\s[^\r\n]{0,512}?Signature=)[0-9A-Za-z]{1,256}")

_SCHEMES: Final = r"(?:basic|bearer|token|negotiate|ntlm|apikey|key|digest|hawk|oauth|aws4-hmac-sha256|signature)"
_AUTHORIZATION: Final = re.compile(
    rf"(?<![A-Za-z0-9])(?:proxy-|x-)?authorization\\*[\"']?\s{{0,3}}[:=]\s{{0,3}}\\*[\"']?(?={_SCHEMES}\s)({_SCHEMES}\s+"
    r"(?:[^\r\n\"'\\=]|=(?:\"(?=\S)[^\"\r\n]*+\"(?=[,\s]|\Z)|\\+\"(?=\S)[^\"\r\n\\]*+\\+\"(?=[,\s]|\Z))?)*+)",
    re.IGNORECASE,
)
_OTHER_SCHEME: Final = re.compile(
    r"(?<![A-Za-z0-9])(?:proxy-|x-)?authorization\\*[\"']?\s{0,3}([:=])\s{0,3}\\*[\"']?"
    r"(([A-Za-z][\w-]{1,31})[ \t]{1,3}(?=[^\s\"'\\]{0,64}[\d:=]|[^\s\"'\\]{16})[^\s\"'\\]{6,4096}+)",
    re.IGNORECASE,
)
"""A scheme that nobody listed, and what only a credential looks like."""
_FIELD: Final = re.compile(r"[A-Za-z_][\w.-]{0,40}(?:=|:\Z)")
_COOKIE_LINE: Final = re.compile(r"(?<![A-Za-z0-9])(?:set-)?cookie2?: {0,3}([^\r\n\"'\\]+)", re.IGNORECASE)
_COOKIE_QUOTED: Final = re.compile(
    r"(?<![A-Za-z0-9])cookie\s{1,3}[\"']([\w.-]{1,64}=[^\r\n\"'\\]{1,4096})[\"']", re.IGNORECASE
)
_BEARER: Final = re.compile(r"(?<![A-Za-z0-9])(bearer)\s{1,3}([A-Za-z0-9._~+/-]{3,}=*)", re.IGNORECASE)
_BASIC: Final = re.compile(r"(?<![A-Za-z0-9])basic\s{1,3}([A-Za-z0-9+/]{6,}={0,2})(?![A-Za-z0-9+/=])", re.IGNORECASE)
_NOT_BEARER: Final = word_set(
    "token tokens auth authentication authorization authorisation certificate certificates scheme method "
    "realm challenge "
    "credential credentials error header headers format type grant flow access and was is has not the for with"
)


def redact_headers(text: str, lowered: str) -> str:
    """The text without what headers hold; `lowered` is the text in lower case."""
    if "authorization" in lowered:
        text = _AUTHORIZATION.sub(_value_gone, text)
        text = _OTHER_SCHEME.sub(_other_scheme, text)
    if "Signature=" in text:
        text = _SIGNED.sub(rf"\1{REDACTED}", text)
    if "cookie" in lowered:
        text = _COOKIE_QUOTED.sub(_part_gone, _COOKIE_LINE.sub(_value_gone, text))
    if "bearer" in lowered:
        text = _BEARER.sub(_bearer, text)
    return _BASIC.sub(_basic, text) if "basic" in lowered else text


def _value_gone(found: re.Match[str]) -> str:
    return found[0][: found.start(1) - found.start()] + REDACTED


def _part_gone(found: re.Match[str]) -> str:
    return _value_gone(found) + found[0][found.end(1) - found.start() :]


def _other_scheme(found: re.Match[str]) -> str:
    """As it is where a word about it stands for the scheme, or the next field for the credential."""
    credential = found[2].split(maxsplit=1)[1]
    if found[3].lower() in REMARKS or REDACTED in found[2] or (found[1] == "=" and _FIELD.match(credential)):
        return found[0]
    return found[0][: found.start(2) - found.start()] + REDACTED


def _bearer(found: re.Match[str]) -> str:
    word = found[2]
    prose = word.lower().rstrip(".") in _NOT_BEARER or (found[1].islower() and len(word) < 16 and word.isalpha())  # noqa: PLR2004
    return found[0] if prose else f"{found[1]} {REDACTED}"


def _basic(found: re.Match[str]) -> str:
    try:
        login = base64.b64decode(found[1] + "=" * (-len(found[1]) % 4), validate=True)
    except binascii.Error:
        return found[0]
    return f"{found[0][:5]} {REDACTED}" if b":" in login else found[0]

"""Secrets by their shape alone: tokens, hashes of passwords, private keys, logins in addresses, binary data.

As in `secret_text`, every pattern reads a text in one pass.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections import Counter
from collections.abc import Callable
from math import log2
from typing import Final

from auditui.core.hiding import BINARY, REDACTED
from auditui.core.secret_tokens import INSIDE, TOKENS

MIN_BINARY_BYTES: Final = 128

_RUN: Final = re.compile(r"\b[A-Za-z](?=[A-Za-z]{0,38}+[0-9_/+=.:-])[A-Za-z0-9_/+=.:-]{11}", re.ASCII)
"""What every shape of a token holds that begins with no sign: nearly all words are shorter, or letters alone."""
_LONG_RUN: Final = re.compile(r"(?<![A-Za-z0-9/+_-])[A-Za-z0-9/+_-]{40}")
_AWS_LENGTH: Final = 40

_PEM: Final = re.compile(
    r"-----BEGIN ([A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?|PGP MESSAGE)-----(?:.*?-----END \1-----|.*)", re.DOTALL
)
_PUTTY: Final = re.compile(r"(Private-Lines: \d{1,3}\s{1,4})(?:[A-Za-z0-9+/=]{1,80}(?:\r?\n|\Z|(?= )))+")
_VAULT: Final = re.compile(
    r"s\.(?<![\w./-]s\.)(?=[A-Za-z]{0,23}\d)(?=[A-Z\d]{0,23}[a-z])(?=[a-z\d]{0,23}[A-Z])[A-Za-z0-9]{24}(?![\w.])"
)
"""Tokens of HashiCorp's Vault before they began with `hvs.`"""

_SHAPES_ANY_CASE: Final = re.compile(
    r"\{(?:s?sha(?:224|256|384|512)?|s?md5|crypt|bcrypt|argon2|scrypt)\}[^\s\"',;]{8,}", re.IGNORECASE
)

_AWS_SECRET: Final = re.compile(r"(?<![A-Za-z0-9/+_.-])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+_=-]|\.\w)")
_AWS_ENTROPY: Final = 4.4

_URL_TOKEN: Final = re.compile(r"(?<=://)([\w.~-]{10,512})@", re.ASCII)
_TOKEN_RUN: Final = re.compile(r"(?=[A-Za-z]{0,64}\d)(?=\d{0,64}[A-Za-z])[A-Za-z0-9]{16}")
_SHORT_TOKEN: Final = re.compile(r"(?=.*\d[A-Za-z])(?=.*[A-Z])(?=.*[a-z])[A-Za-z0-9]{10,40}")
"""Digits within letters of both cases: those of names stand at their end."""
_URL_LOGIN: Final = re.compile(r"(?<=://)([^\s/:@?#\"'<>]*):([^\s/?#\"'<>]*)@")

_DRIVERS: Final = (
    (re.compile(r"(?<![\w/:.$-])([\w.$-]{1,64}:)([^\s@/:]{1,128})(?=@(?:tcp|unix)\()"), "("),
    (re.compile(r"(jdbc:oracle:\w{2,8}:[\w$#.]{1,64}/)([^\s/@\"']{1,128})(?=@)"), "jdbc:oracle:"),
)
"""Logins as drivers of databases write them, and what must stand in the text."""
_STEP: Final = (
    r"/(?:passwo?r?d[-_]?)?(?:reset|recover|magic|confirm|confirmation|verify|verification|activate|activation|invite|"
    r"invitation|unlock)(?:[-_](?:passwo?r?d|link|email|account))?"
)
_URL_STEP: Final = re.compile(
    rf"({_STEP}(?P<query>/?\?(?:[^\s?&#\"'<>]{{1,128}}&){{0,4}}t=|/))(?P<token>[\w~-]{{10,512}})(?![\w~.-])", re.ASCII
)
"""`/reset-password/<token>`, `/magic?t=<token>`: who opens the address is let in."""
_JUMP: Final = re.compile("[a-z](?=[A-Z0-9])|[A-Z](?=[0-9])|[0-9](?=[A-Za-z])")
_LONG_STEP: Final = 20
_LONG_VALUE: Final = 16
_LONGEST_WORD: Final = 24
_URL_HOOK: Final = re.compile(
    r"(?<=://)((?:hooks\.slack(?:-gov)?\.com/(?:services|workflows|triggers)/|"
    r"(?:[a-z.]{1,16}\.)?discord(?:app)?\.com/api/(?:v\d{1,2}/)?webhooks/\d{1,24}/|"
    r"[\w.-]{1,80}\.webhook\.office\.com/))[^\s\"'<>\\]{1,512}"
)
"""Addresses that let anyone write who knows them."""
_BOT: Final = re.compile(r"(?<!\d)(\d{6,12}:)AA[\w-]{30,40}(?![\w-])")

_BLOB: Final = re.compile(r"(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{40,}(?:\r?\n[A-Za-z0-9+/_-]+)*={0,2}")
_MIN_BLOB: Final = (MIN_BINARY_BYTES * 4 + 2) // 3
_SAMPLE: Final = 4096

Redact = Callable[[str], str]


def may_be_shaped(text: str) -> bool:
    """Whether anything of this module may stand in a text; False is certain."""
    if "$" in text or "{" in text or "ENC" in text or "-----" in text or _RUN.search(text) is not None:
        return (
            TOKENS.search(text) is not None
            or ":AA" in text
            or ("@" in text and ("://" in text or "(" in text or "jdbc:" in text))
            or _VAULT.search(text) is not None
            or _URL_STEP.search(text) is not None
            or "-----BEGIN" in text
            or "Private-Lines" in text
            or ("{" in text and _SHAPES_ANY_CASE.search(text) is not None)
            or _holds_run(text)
            or ("://" in text and "hook" in text)
            or "Q~" in text
            or "-us" in text
            or ".atlasv1." in text
        )
    return ("@" in text and ("://" in text or "(" in text)) or "Q~" in text or "-us" in text


def _holds_run(text: str) -> bool:
    """Whether a key or base64 may stand in a text, which have letters of both cases: most paths have not."""
    return len(text) >= _AWS_LENGTH and _LONG_RUN.search(text) is not None and text != text.lower()


def redact_shapes(text: str) -> str:
    """The text without the secrets that are told by their beginning, and without logins in addresses."""
    if "-----BEGIN" in text:
        text = _PEM.sub(REDACTED, text)
    if "Private-Lines" in text:
        text = _PUTTY.sub(_lines_gone, text)
    if "$" in text or "{" in text or "ENC" in text or _RUN.search(text) is not None:
        text = TOKENS.sub(REDACTED, text)
        text = _VAULT.sub(REDACTED, text) if "s." in text else text
    for sign, pattern in INSIDE:
        text = pattern.sub(REDACTED, text) if sign in text else text
    if "{" in text:
        text = _SHAPES_ANY_CASE.sub(REDACTED, text)
    if ":AA" in text:
        text = _BOT.sub(rf"\1{REDACTED}", text)
    return _addresses(text) if "/" in text or "@" in text else text


def _lines_gone(found: re.Match[str]) -> str:
    return f"{found[1]}{REDACTED}{found[0][len(found[0].rstrip()) :]}"


def _addresses(text: str) -> str:
    if "://" in text:
        if "@" in text:
            text = _URL_LOGIN.sub(_without_password, text)
            text = _URL_TOKEN.sub(_without_token, text)
        text = _URL_HOOK.sub(rf"\1{REDACTED}", text) if "hook" in text else text
    for pattern, sign in _DRIVERS:
        if "@" in text and sign in text:
            text = pattern.sub(rf"\1{REDACTED}", text)
    return _URL_STEP.sub(_without_step, text)


def redact_runs(text: str, redact: Redact) -> str:
    """The text without long runs of letters that are keys, binary data, or hold a secret once they are decoded."""
    if not _holds_run(text):
        return text
    text = _AWS_SECRET.sub(_aws_secret, text)
    return _BLOB.sub(lambda found: _blob(found, redact), text)


def _without_password(found: re.Match[str]) -> str:
    return f"{found[1]}:{REDACTED}@" if found[2] else found[0]


def _without_token(found: re.Match[str]) -> str:
    """Names of services are words and numbers; a token has a long run of both."""
    user = found[1]
    is_token = _TOKEN_RUN.search(user) is not None or _SHORT_TOKEN.fullmatch(user) is not None
    return f"{REDACTED}@" if is_token else found[0]


def _without_step(found: re.Match[str]) -> str:
    """Names of pages are words, and times are numbers; a token is longer, or letters and digits in no order."""
    token = found["token"]
    if found["query"] != "/":
        is_token = len(token) >= _LONG_VALUE and token.isalnum() and not token.isdigit()
    else:
        is_token = len(token) > _LONGEST_WORD and token.isalpha()
    if not is_token and len(token) >= _LONG_STEP:
        is_token = _TOKEN_RUN.search(token) is not None
    return f"{found[1]}{REDACTED}" if is_token or _is_jumbled(token) else found[0]


def _is_jumbled(word: str) -> bool:
    """Whether both cases and digits take turns as in no name: about 3 of 5 letters turn in what machines make."""
    mixed = any(map(str.isupper, word)) and any(map(str.islower, word)) and any(map(str.isdigit, word))
    return mixed and 4 * len(_JUMP.findall(word)) >= len(word)


def _aws_secret(found: re.Match[str]) -> str:
    word = found[0]
    kinds = (sum(map(str.isupper, word)), sum(map(str.islower, word)), sum(map(str.isdigit, word)))
    mixed = kinds[0] >= 4 and kinds[1] >= 4 and kinds[2] >= 1  # noqa: PLR2004 - hashes in hex have one case
    return REDACTED if mixed and _entropy(word) >= _AWS_ENTROPY else word


def _entropy(word: str) -> float:
    """Bits per character: about 4.8 for 40 random characters of base64, below 4.3 for a path."""
    return -sum(n / len(word) * log2(n / len(word)) for n in Counter(word).values())


def _blob(found: re.Match[str], redact: Redact) -> str:
    """Binary data is named; text in base64 goes as a whole where there is a secret in it (`userData` of clouds)."""
    run = "".join(found[0].split())
    data = _decoded(run)
    if data is None:
        return found[0]
    text = _as_text(data)
    if text is None:
        return BINARY if len(run) >= _MIN_BLOB and len(data) >= MIN_BINARY_BYTES else found[0]
    return REDACTED if redact(text) != text else found[0]


def _decoded(run: str) -> bytes | None:
    sample = run[:_SAMPLE]
    if not (any(map(str.isupper, sample)) and any(map(str.islower, sample)) and any(map(str.isdigit, sample))):
        return None
    body = run.rstrip("=").replace("-", "+").replace("_", "/")
    try:
        return base64.b64decode(body + "=" * (-len(body) % 4), validate=True)
    except binascii.Error:
        return None


def _as_text(data: bytes) -> str | None:
    try:  # the commands that PowerShell takes are UTF-16
        text = data.decode("utf-16-le", "replace") if data[1::2].count(0) > len(data) // 3 else data.decode()
    except UnicodeDecodeError:
        return None
    return None if any(character < " " and character not in "\t\n\r" for character in text) else text

"""Secrets inside texts: in sentences, addresses, headers, command lines, and by their shape alone.

Every pattern reads a text in one pass: each begins at a literal or at the start of a word, and
either takes what it has read or gives up within a bounded distance, so hostile text costs time in
proportion to its length.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections import Counter
from collections.abc import Callable
from math import log2
from typing import Final

from auditui.core.secret_commands import redact_commands
from auditui.core.secret_phrases import REDACTED, redact_phrases
from auditui.core.secret_sentences import REMARKS, may_tell, redact_sentences
from auditui.core.secret_structures import closing_bracket, redact_blocks
from auditui.core.words import word_set

BINARY: Final = "[BINARY DATA]"

MIN_BINARY_BYTES: Final = 128

# What a text must hold, in lower case, before any pattern is worth running.
_NAMES: Final = re.compile(
    "p(?:ass|wd|in|arol|sk)|s(?:e(?:cret|ss|ed|nha|nord)|sn|i[gd]|a(?:l(?:t|asana)|ml)|ocial|kode|ifre)|token|k(?:ey|odeord)|"
    "a(?:uth|nswer)|c(?:o(?:okie|de|nn|ntrase|mmun)|red|v[vc]|ard|srf|lave)|o(?:tp|zinka)|xsrf|j(?:wt|elszo)|bearer|wort|h[ea]slo"
)
"""Runs of letters in every name of a secret, in lower case. By first letters: that takes half the time of a list."""
_FOREIGN: Final = re.compile("парол|hasł|jelsz|şifre|密码|密碼|口令|パスワード|비밀번호")
_LONG_RUN: Final = re.compile(r"(?<![A-Za-z0-9/+_-])[A-Za-z0-9/+_-]{40}")
_AWS_LENGTH: Final = 40

_PEM: Final = re.compile(
    r"-----BEGIN ([A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?|PGP MESSAGE)-----(?:.*?-----END \1-----|.*)", re.DOTALL
)

_SHAPES: Final = re.compile(
    r"""(?<![A-Za-z0-9_])(?:
      eyJ[\w-]{8,}\.[\w-]{4,}(?:\.[\w-]*){0,4}              # JWT, JWE
    | gh[pousr]_[A-Za-z0-9]{16,255} | github_pat_\w{20,255}
    | gl(?:pat|dt|rt|cbt|ptt|ft|soat|agent|imt)-[\w.-]{16,255}
    | xox[abceoprs](?:\.xox[a-z])?-[\w-]{8,255} | xapp-[\w-]{16,255}   # Slack
    | [sr]k_(?:live|test)_\w{8,255} | whsec_[\w+/=]{16,255}
    | AIza[\w-]{35} | ya29\.[\w-]{20,1024} | GOCSPX-[\w-]{20,64}
    | npm_[A-Za-z0-9]{36} | pypi-AgE[\w-]{50,1024} | rubygems_[a-f0-9]{48}
    | SG\.[\w-]{16,64}\.[\w-]{16,128}
    | hv[sbr]\.[\w-]{20,512} | dop_v1_[a-f0-9]{64} | dckr_pat_[\w-]{20,64} | dapi[a-f0-9]{32}
    | shp(?:at|ca|pa|ss)_[a-fA-F0-9]{32} | ATATT3[\w=-]{20,512} | hf_[A-Za-z0-9]{30,64} | lin_api_[A-Za-z0-9]{32,64}
    | sk-(?:ant-|proj-|svcacct-)[\w-]{16,512} | sk-[A-Za-z0-9]{32,128} | AGE-SECRET-KEY-1[A-Z0-9]{40,80}
    | gAAAAA[\w-]{60,}={0,2}                                # Fernet
    | enc(?:rypted)?:[\w+/=:.-]{8,} | vault:v\d{1,6}:[\w+/=]{8,} | ENC[\[(][^\])\s]{8,}[\])]
    | \$ANSIBLE_VAULT;[^\n]{0,64}(?:\n[0-9a-f]+)*
    | pbkdf2_sha\d{1,3}\$[^\s"',]{16,} | bcrypt(?:_sha\d{1,3})?\$\$2[^\s"',]{16,}
    ) | \$2[abxy]?\$\d\d\$[./A-Za-z0-9]{22,53}
      | \$(?:1|5|6|7|y|gy|apr1|sha1|scrypt|pbkdf2(?:-[a-z0-9]{1,12})?)\$[^\s"',:;]{8,}
      | \$argon2(?:id|i|d)\$[^\s"';]{8,}(?<!,)
      | \{(?:S?SHA(?:224|256|384|512)?|S?MD5|CRYPT|BCRYPT|ARGON2|PBKDF2[A-Z0-9-]{0,12}|SCRYPT)\}[^\s"',;]{8,}
    """,
    re.VERBOSE,
)
_SHAPES_ANY_CASE: Final = re.compile(
    r"\{(?:s?sha(?:224|256|384|512)?|s?md5|crypt|bcrypt|argon2|scrypt)\}[^\s\"',;]{8,}", re.IGNORECASE
)

_AWS_SECRET: Final = re.compile(r"(?<![A-Za-z0-9/+_.-])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+_=-]|\.\w)")
_AWS_ENTROPY: Final = 4.4

_URL_TOKEN: Final = re.compile(r"(?<=://)([\w.~-]{20,512})@", re.ASCII)
_TOKEN_RUN: Final = re.compile(r"(?=[A-Za-z]{0,64}\d)(?=\d{0,64}[A-Za-z])[A-Za-z0-9]{16}")
_URL_LOGIN: Final = re.compile(r"(?<=://)([^\s/:@?#\"'<>]*):([^\s/?#\"'<>]*)@")

_URL_HOOK: Final = re.compile(
    r"(?<=://)((?:hooks\.slack(?:-gov)?\.com/(?:services|workflows|triggers)/|"
    r"(?:[a-z.]{1,16}\.)?discord(?:app)?\.com/api/(?:v\d{1,2}/)?webhooks/\d{1,24}/|"
    r"[\w.-]{1,80}\.webhook\.office\.com/))[^\s\"'<>\\]{1,512}"
)
"""Addresses that let anyone write who knows them."""
_BOT: Final = re.compile(r"(?<!\d)(\d{6,12}:)AA[\w-]{30,40}(?![\w-])")
_SIGNED: Final = re.compile(r"(AWS4-HMAC-SHA256\s[^\r\n]{0,512}?Signature=)[0-9A-Za-z]{1,256}")

_SCHEMES: Final = r"(?:basic|bearer|token|negotiate|ntlm|apikey|key|digest|hawk|oauth|aws4-hmac-sha256|signature)"
_AUTHORIZATION: Final = re.compile(
    rf"(?<![A-Za-z0-9])(?:proxy-|x-)?authorization\\*[\"']?\s{{0,3}}[:=]\s{{0,3}}\\*[\"']?(?={_SCHEMES}\s)({_SCHEMES}\s+"
    r"(?:[^\r\n\"'\\=]|=(?:\"(?=\S)[^\"\r\n]*+\"(?=[,\s]|\Z)|\\+\"(?=\S)[^\"\r\n\\]*+\\+\"(?=[,\s]|\Z))?)*+)",
    re.IGNORECASE,
)
_COOKIE_LINE: Final = re.compile(r"(?<![A-Za-z0-9])(?:set-)?cookie2?: {0,3}([^\r\n\"'\\]+)", re.IGNORECASE)
_BEARER: Final = re.compile(r"(?<![A-Za-z0-9])(bearer)\s{1,3}([A-Za-z0-9._~+/-]{3,}=*)", re.IGNORECASE)
_BASIC: Final = re.compile(r"(?<![A-Za-z0-9])basic\s{1,3}([A-Za-z0-9+/]{6,}={0,2})(?![A-Za-z0-9+/=])", re.IGNORECASE)
_NOT_BEARER: Final = word_set(
    "token tokens auth authentication authorization authorisation certificate certificates scheme method "
    "realm challenge "
    "credential credentials error header headers format type grant flow access and was is has not the for with"
)

_PAIR: Final = re.compile(
    r"(?:(?<![\w.-])|(?<=%[0-9A-Fa-f]{2}))(-{0,2}[^\W\d][\w.-]{1,79})(?:\]|%5[Dd])?(\\*[\"']|%22)?"
    r"\s{0,3}(=>|[=:]|%3[DdAa])(\s{0,3})(\\*[\"']|%22)?"
)
_BARE: Final = re.compile(
    r"(?:[^\s&\"'<>,;)\]}\\%]|\\[^\"']|%(?!26)|[,;)\]}](?![\s,;)\]}&\"'<>\\]|$|[\w.-]{1,40}\s?[=:]))+"
)
_GONE_BEFORE: Final = f"'{REDACTED}"  # SQL's `PASSWORD = N'...'`, where the bare `N` is no value
_EMPTY: Final = frozenset({"[]", "{}"})
_PARAMETER: Final = re.compile(r"[^\s&#\"'<>]+")
_OPTION: Final = re.compile(
    r"(?<![\w-])--?([A-Za-z][\w-]{2,40})(?:\s{1,3}|[\"'],\s?(?=[\"']))"
    r"([^\s\"'-][^\s]*|\"[^\"]*\"|'[^']*')"
)
_QUERY_NAMES: Final = frozenset({"sig", "signature", "x-amz-signature", "x-goog-signature", "auth", "sid"})

_BLOB: Final = re.compile(r"(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{56,}(?:\r?\n[A-Za-z0-9+/_-]+)*={0,2}")
_MIN_BLOB: Final = (MIN_BINARY_BYTES * 4 + 2) // 3

_HARMLESS: Final = re.compile(
    r"[A-Za-z0-9 /,;!?*+#&|~^>()\\]{0,35}"
    r"|(?:(?!gl|xo|xa|sk|GO|ey)[A-Za-z]{1,8}-)?[0-9a-f][0-9a-f.-]{0,24}"  # an id, an address, a day
    r"|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
)
_MIN_SHAPE: Final = 10


def may_name(text: str) -> bool:
    """Whether the name of a secret may stand in a text; False is certain."""
    text = text.lower()
    return _NAMES.search(text) is not None or (not text.isascii() and _FOREIGN.search(text) is not None)


def harmless(text: str) -> bool:
    """Whether a text is certainly printable ASCII without anything of this module. True for most short texts.

    None of the signs that stand between a name and its value or inside tokens, too short for a
    token without them, and nobody's bearer; or digits behind a word that no token begins with.
    """
    return _HARMLESS.fullmatch(text) is not None and (" " not in text or not (_spoken(text) or may_tell(text)))


def _spoken(text: str) -> bool:
    return (
        "earer" in text
        or "asic" in text
        or "EARER" in text
        or "ASIC" in text
        or " -" in text
        or "assw" in text
        or "ecret " in text
        or "ommunity string" in text
        or "net use" in text
        or "sqlplus" in text
        or "vault login" in text
        or "ENTIFIED" in text
        or "entified" in text
    )


def _holds_quoted_option(text: str) -> bool:
    return '"-' in text or "'-" in text


def suspicious(text: str) -> bool:
    """Whether a text may hold anything of this module; False is certain. Half a microsecond for most texts.

    Every import asks this of every text that it has not seen before, so the tests are in the order
    of what they cost.
    """
    signed = "=" in text or ":" in text or "%3" in text or "'" in text or "<" in text or "--" in text
    if (signed or '["' in text) and _NAMES.search(text.lower()) is not None:
        return True
    if not text.isascii() and may_name(text):
        return True
    if len(text) < _MIN_SHAPE:
        return False
    return (
        _SHAPES.search(text) is not None
        or may_tell(text)
        or _holds_quoted_option(text)
        or (" " in text and _spoken(text))
        or ("://" in text and ("@" in text or "hook" in text))
        or ":AA" in text
        or ("{" in text and _SHAPES_ANY_CASE.search(text) is not None)
        or (len(text) >= _AWS_LENGTH and _LONG_RUN.search(text) is not None)
        or "-----BEGIN" in text
    )


def redact_text(text: str, is_secret: Callable[[str], bool], *, any_name: bool = False) -> str:
    """The text with every secret in it replaced.

    `is_secret` judges names; `any_name` says that it knows other names than `secret_names` does.
    """
    if "-----BEGIN" in text:
        text = _PEM.sub(REDACTED, text)
    text = _SHAPES.sub(REDACTED, text)
    if "{" in text:
        text = _SHAPES_ANY_CASE.sub(REDACTED, text)
    if "://" in text:
        text = _URL_LOGIN.sub(_without_password, text)
        text = _URL_TOKEN.sub(_without_token, text)
        text = _URL_HOOK.sub(rf"\1{REDACTED}", text) if "hook" in text else text
    if ":AA" in text:
        text = _BOT.sub(rf"\1{REDACTED}", text)
    if any_name or may_name(text) or _spoken(text) or _holds_quoted_option(text):
        text = redact_commands(redact_phrases(_headers(text), is_secret))
        text = redact_sentences(_pairs(redact_blocks(text, is_secret), is_secret), is_secret)
        text = _options(text, is_secret)
    if len(text) >= _AWS_LENGTH:
        text = _AWS_SECRET.sub(_aws_secret, text)
        text = _BLOB.sub(_blob, text)
    return text


def _without_password(found: re.Match[str]) -> str:
    return f"{found[1]}:{REDACTED}@" if found[2] else found[0]


def _without_token(found: re.Match[str]) -> str:
    """Names of services are words and numbers; a token has a long run of both."""
    return f"{REDACTED}@" if _TOKEN_RUN.search(found[1]) else found[0]


def _headers(text: str) -> str:
    text = _AUTHORIZATION.sub(_value_gone, text)
    text = _SIGNED.sub(rf"\1{REDACTED}", text) if "Signature=" in text else text
    text = _COOKIE_LINE.sub(_value_gone, text)
    text = _BEARER.sub(_bearer, text)
    return _BASIC.sub(_basic, text)


def _value_gone(found: re.Match[str]) -> str:
    return found[0][: found.start(1) - found.start()] + REDACTED


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


def _pairs(text: str, is_secret: Callable[[str], bool]) -> str:
    r"""Values behind secret names: `password=x`, `"token": "x"`, `\\"pwd\\":\\"x\\"`, `user[password]=x`."""
    kept: list[str] = []
    done = position = 0
    while (pair := _PAIR.search(text, position)) is not None:
        position = pair.end()
        if not _is_secret_pair(text, pair, is_secret):
            continue
        end = _value_end(text, pair)
        value = text[position:end]
        if not value or value in _EMPTY or _is_remark(pair, value) or text.startswith(_GONE_BEFORE, end):
            continue
        kept += (text[done:position], REDACTED)
        done = position = end
    return "".join((*kept, text[done:])) if kept else text


def _is_secret_pair(text: str, pair: re.Match[str], is_secret: Callable[[str], bool]) -> bool:
    name = pair[1].lstrip("-")
    if name == "PWD" and text.startswith(("/", "~"), pair.end()):
        return False
    if is_secret(name) or ("." in name and is_secret(name.rpartition(".")[2])):
        return True
    before = text[pair.start() - 1 : pair.start()]
    return before in {"?", "&"} and pair[3] == "=" and name.lower() in _QUERY_NAMES


def _value_end(text: str, pair: re.Match[str]) -> int:
    """The offset behind the value of a pair: at its closing quote, else where a bare value ends."""
    start, quote = pair.end(), pair[5]
    if quote == "%22":
        close = text.find(quote, start)
        return len(text) if close < 0 else close
    if quote:
        return _closing_quote(text, start, quote)
    if text.startswith(REDACTED, start):
        return start + len(REDACTED)
    in_address = text[pair.start() - 1 : pair.start()] in {"?", "&", "#"}
    if not in_address and text.startswith(("[", "{"), start):
        return closing_bracket(text, start)
    bare = (_PARAMETER if in_address else _BARE).match(text, start)
    return start if bare is None else bare.end()


def _closing_quote(text: str, start: int, quote: str) -> int:
    r"""The offset of the quote that closes one of the same depth: JSON in JSON writes `"` as `\"`, `\\\"` ..."""
    depth = len(quote) - 1
    close = text.find(quote[-1], start)
    while close >= 0:
        first = close
        while first > start and text[first - 1] == "\\":
            first -= 1
        if (close - first) % (2 * (depth + 1)) == depth:
            return close - depth
        close = text.find(quote[-1], close + 1)
    return len(text)


def _is_remark(pair: re.Match[str], value: str) -> bool:
    """Whether a bare word behind a colon talks about the secret instead of being it."""
    if pair[5] or pair[3] != ":" or pair[2]:
        return value.lower() in {"null", "none", "nil"} and not pair[5]
    if pair[4]:
        return value.lower().strip("(<.,;:!?)>") in REMARKS
    glued_to_path = pair.string[pair.start() - 1 : pair.start()] in {":", "/"}
    return glued_to_path or value.rstrip("):").isalpha()


def _options(text: str, is_secret: Callable[[str], bool]) -> str:
    if "-" not in text:
        return text

    def without_value(found: re.Match[str]) -> str:
        return found[0][: found.start(2) - found.start()] + REDACTED if is_secret(found[1]) else found[0]

    return _OPTION.sub(without_value, text)


def _aws_secret(found: re.Match[str]) -> str:
    word = found[0]
    kinds = (sum(map(str.isupper, word)), sum(map(str.islower, word)), sum(map(str.isdigit, word)))
    mixed = kinds[0] >= 4 and kinds[1] >= 4 and kinds[2] >= 1  # noqa: PLR2004 - hashes in hex have one case
    return REDACTED if mixed and _entropy(word) >= _AWS_ENTROPY else word


def _entropy(word: str) -> float:
    """Bits per character: about 4.8 for 40 random characters of base64, below 4.3 for a path."""
    return -sum(n / len(word) * log2(n / len(word)) for n in Counter(word).values())


def _blob(found: re.Match[str]) -> str:
    text = "".join(found[0].split())
    return BINARY if len(text) >= _MIN_BLOB and _is_binary(text) else found[0]


def _is_binary(text: str) -> bool:
    sample = text[:4096]
    if not (any(map(str.isupper, sample)) and any(map(str.islower, sample)) and any(map(str.isdigit, sample))):
        return False
    body = text.rstrip("=").replace("-", "+").replace("_", "/")
    try:
        data = base64.b64decode(body + "=" * (-len(body) % 4), validate=True)
    except binascii.Error:
        return False
    return len(data) >= MIN_BINARY_BYTES and not _is_text(data)


def _is_text(data: bytes) -> bool:
    if data[1::2].count(0) > len(data) // 3:  # the commands that PowerShell takes are UTF-16
        data = data.decode("utf-16-le", "replace").encode()
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return False
    return not any(character < " " and character not in "\t\n\r" for character in text)

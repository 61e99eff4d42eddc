"""Whether a text may hold a secret at all: the quick answer for most of what logs say.

Every import asks this of every text that it has not seen before. What is worth a longer look is told by
`secret_text`, which is loaded when the first such text turns up.
"""

from __future__ import annotations

import re
from typing import Final

from auditui.core.secret_commands import runs_program
from auditui.core.secret_shapes import may_be_shaped

# What a text must hold, in lower case, before any pattern is worth running.
_NAMES: Final = re.compile(
    "p(?:ass|w(?!ard)|in|arol|sk)|s(?:e(?:cret|ss|ed|nha|nord)|sn|i[gd]|a(?:l(?:t|asana)|ml)|ocial|kode|ifre)|token|k(?:ey|odeord)|"
    "a(?:uth|nswer|ssertion)|c(?:o(?:okie|de|nn|ntrase|mmun)|red|v[vc]|ard|srf|lave)|o(?:tp|zinka)|xsrf|j(?:wt|elszo)|bearer|"
    "wo(?:rt|ord)|h(?:[ea]slo|mac)"
)
"""Runs of letters in every name of a secret, in lower case. By first letters: that takes half the time of a list."""
_FOREIGN: Final = re.compile("парол|hasł|jelsz|şifre|密码|密碼|口令|パスワード|비밀번호")
_TELLING: Final = re.compile(
    r"p(?:ass(?:w|ph|c|e?\b)|w(?:d|\b)|arol|in\b)|s(?:e(?:cret|nha|ed\b)|sn\b|al(?:t\b|asan)|ql(?:plus|ldr ))|token|"
    r"key|c(?:red|ookie|ontrase|lave|on(?:figure set|\w{0,7}.?str)|ommunity|ard|ode|v[vc]\b)|otp\b|jwt|wo(?:rt|ord)\b|"
    r"h[ea]slo|b(?:earer|asic )|e(?:ntified|cho |xp(?:ect -|(?:dp)? ))|net use|vault|l(?:[oö]sen|ozink)|masterauth|"
    r"a(?:dgangs|uth(?:enticate)? (?:plain|login) )|"
    r"i(?:fre|mp(?:dp)? )|freerdp"
)
"""What sentences and commands about secrets hold without a sign, in lower case. Fewer than names do."""

_HARMLESS: Final = re.compile(
    r"[A-Za-z0-9 /,;!?*+#&|~^>()\\]{0,33}"
    r"|(?:(?!gl|xo|xa|sk|GO|ey)[A-Za-z]{1,8}-)?[0-9a-f][0-9a-f.-]{0,24}"  # an id, an address, a day
    r"|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
)
_MIN_SHAPE: Final = 10


def may_name(text: str) -> bool:
    """Whether the name of a secret may stand in a text; False is certain."""
    text = text.lower()
    return _NAMES.search(text) is not None or (not text.isascii() and _FOREIGN.search(text) is not None)


def may_tell(text: str) -> bool:
    """Whether a text may tell of a secret, or run a program with one, without a sign in it; False is certain."""
    text = text.lower()
    return (
        _TELLING.search(text) is not None
        or (" -" in text and runs_program(text))
        or (not text.isascii() and _FOREIGN.search(text) is not None)
    )


def harmless(text: str) -> bool:
    """Whether a text is certainly printable ASCII without any secret. True for most short texts.

    None of the signs that stand between a name and its value or inside tokens, too short for a
    token without them, and no word of `may_tell`; or digits behind a word that no token begins with.
    """
    return _HARMLESS.fullmatch(text) is not None and (" " not in text or not may_tell(text))


def suspicious(text: str) -> bool:
    """Whether a text may hold a secret; False is certain. Half a microsecond for most texts.

    The tests are in the order of what they cost.
    """
    signed = "=" in text or ":" in text or "%3" in text or "'" in text or "<" in text or "--" in text or '["' in text
    if signed and _NAMES.search(text.lower()) is not None:
        return True
    if not text.isascii() and may_name(text):
        return True
    if len(text) < _MIN_SHAPE:
        return False
    return (" " in text and may_tell(text)) or '"-' in text or "'-" in text or "\\u" in text or may_be_shaped(text)

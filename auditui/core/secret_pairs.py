"""Values beside names of secrets: `password=x`, `"token": "x"`, `user[password]=x`, `API key: x`, `--password x`."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from auditui.core.hiding import REDACTED, is_title, redacted
from auditui.core.secret_sentences import REMARKS, looks_random, names_password
from auditui.core.secret_sides import begins_with_hidden_side
from auditui.core.secret_structures import closing_bracket
from auditui.core.words import word_set

_PATTERN: Final = (
    r"(?:(?<![\w.-])|(?<=%[0-9A-Fa-f]{2}))(-{0,2}[^\W\d][\w.-]{1,79}+)(?:\]|%5[Dd])?(\\*[\"']|%22)?"
    r"\s{0,3}(=>|::(?= )|[=:]|%3[DdAa])(\s{0,3})(\\*[\"']|%22)?"
)
_PAIR: Final = re.compile(_PATTERN)
_WIDE_PAIR: Final = re.compile(_PATTERN.replace("[=:]", "[=:：＝]"))
_BARE: Final = re.compile(
    r"(?:[^\s&\"'<>,;)\]}\\%]|\\[^\"']|%(?!26)|(?<=\w)&(?![\w.%\[\]-]{0,80}=|[\s&]|\Z)"
    r"|[,;)\]}](?![\s,;)\]}&\"'<>\\]|$|[\w.-]{1,40}\s?[=:]))+"
)
_GONE_BEFORE: Final = f"'{REDACTED}"  # SQL's `PASSWORD = N'...'`, where the bare `N` is no value
_EMPTY: Final = frozenset({"[]", "{}"})
_PARAMETER: Final = re.compile(r"[^\s&#\"'<>]+")
_OPTION: Final = re.compile(
    r"(?<![\w-])--?([A-Za-z][\w-]{1,40})(?:\s{1,3}|[\"'],\s?(?=[\"']))"
    r"([^\s\"'-][^\s]*|\"[^\"]*\"|'[^']*')"
)

_QUERY_NAMES: Final = word_set(
    "sig signature x-amz-signature x-goog-signature auth sid hmac assertion ticket id_token_hint code_verifier"
)
_GRANTS: Final = re.compile(r"[?&](?:state|session_state|grant_type|redirect_uri)=|oauth|callback|oidc|signin|/cb\?")
"""What an address holds whose `code` is the one that a session is bought with."""
_LONG_CODE: Final = 16
_NEAR: Final = 96  # characters of an address around a `code` that are looked at

_LETTERS_BEFORE: Final = re.compile(r"[\w.-]{1,40}\Z")
_BEFORE: Final = 48  # characters in front of a name that are looked at
_MOST_COUNTED: Final = 7  # digits
_COUNTED: Final = re.compile(r"\d{1,7} (?:of|/) \d")
_LET_IN: Final = re.compile(
    r"(?!(?:basic|bearer|digest|token)\b)[\w.@-]{1,64} (?:was |is )?"
    r"(?:granted|denied|allowed|refused|rejected|permitted)\b",
    re.IGNORECASE,
)
_JOINING: Final = word_set("key keys code codes value string number no phrase hash")
"""Last words of names that are told in two (`secret key`), whose first word is no name of its own."""

_STOP: Final = (
    "for|from|by|at|on|in|to|of|with|via|is|was|are|has|had|were|will|must|can|then|and|or|but|user|ip|host|accepted|rejected|"
    "used|login|logged|using|because|while|when|after|before|until|failed|denied|invalid|correct|matches|für|von|par|por|per"
)
_MORE_WORDS: Final = re.compile(
    rf"(?: (?!(?:{_STOP})\b)(?![\w.-]{{1,40}}\s?[=:])"
    r"[^\s,;|\"'<>()\[\]{}=:-][^\s,;|\"'<>()\[\]{}=:]{0,63}){1,7}",
    re.IGNORECASE,
)
"""Further words of a password of several, up to a sign, the next name, or a word that sentences go on with."""
_MORE_DIGITS: Final = re.compile(r"(?:[ -]\d{2,4}){1,5}(?!\d)")
_REMARK: Final = re.compile(
    r"(?:(?:this|the|your|a)\s)?(?:(?:field|value|password)\s)?"
    r"(?:is|was|must|should|can(?:no|['’])?t|cannot|can|may|has|have|needs?|will|does|did|do(?:es)?n['’]t|isn['’]t)\s",
    re.IGNORECASE,
)
"""How a message of a form begins: `password: This field is required`."""


def redact_pairs(text: str, is_secret: Callable[[str], bool]) -> str:
    r"""The text without the values behind secret names, also in JSON in texts: `\\"pwd\\":\\"x\\"`."""
    if not ("=" in text or ":" in text or "%3" in text or "：" in text or "＝" in text):
        return text
    search = (_PAIR if text.isascii() else _WIDE_PAIR).search
    kept: list[str] = []
    done = position = 0
    while (pair := search(text, position)) is not None:
        position = pair.end()
        if not _is_secret_pair(text, pair, is_secret):
            continue
        end = _value_end(text, pair)
        value = text[position:end]
        if not value or _stays(pair, value) or text.startswith(_GONE_BEFORE, end):
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
    start = pair.start()
    before = text[start - 1 : start]
    if before == " " or before == "\t":  # noqa: PLR1714  a third of the time that a set takes
        return _is_told_in_two(text, start, name, is_secret)
    if text[max(start - 3, 0) : start].lower() in {"%5f", "%2d"}:
        first = _LETTERS_BEFORE.search(text, max(start - 3 - _BEFORE, 0), start - 3)
        return first is not None and is_secret(f"{first[0]}_{name}")
    return before in {"?", "&"} and pair[3] == "=" and _is_in_query(text, pair, name.lower())


def _is_told_in_two(text: str, start: int, name: str, is_secret: Callable[[str], bool]) -> bool:
    """Whether a name is one of a secret together with the word before it: `API key`, `mot de passe`."""
    word = text[max(start - _BEFORE, 0) : start - 1].rpartition(" ")[2].lstrip("([\"'")
    if not word.isalnum() or word[0].isdigit() or not is_secret(f"{word} {name}"):
        return False
    return name.lower() in _JOINING or not is_secret(word)


def _is_in_query(text: str, pair: re.Match[str], name: str) -> bool:
    if name == "code":
        value = _PARAMETER.match(text, pair.end())
        return value is not None and (
            len(value[0]) >= _LONG_CODE
            or _GRANTS.search(text, max(pair.start() - _NEAR, 0), value.end() + _NEAR) is not None
        )
    if name == "key":
        value = _PARAMETER.match(text, pair.end())
        return value is not None and looks_random(value[0])
    return name in _QUERY_NAMES


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
    if bare is None:
        return start
    return bare.end() if in_address or not pair[4] else _spoken_end(text, pair, bare.end())


def _spoken_end(text: str, pair: re.Match[str], end: int) -> int:
    """Where a value ends that stands behind a blank, as people write it: it may go on behind `;` or a blank."""
    while pair[3] == ":" and text[end : end + 1] == ";" and (more := _BARE.match(text, end + 1)) is not None:
        end = more.end()
    more = _MORE_DIGITS.match(text, end) if text[pair.end() : end].isdigit() else None
    if more is None and names_password(pair[1]):
        more = _MORE_WORDS.match(text, end)
    return end if more is None else more.end()


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


def _stays(pair: re.Match[str], value: str) -> bool:
    """Whether what stands behind the name is nothing, an identity, hidden already, or a remark."""
    if value in _EMPTY or redacted(value) == value or begins_with_hidden_side(pair.string, pair.end()):
        return True
    if pair[1].lower().rstrip("s").endswith("card") and (is_title(value) or (value.isalpha() and pair[4])):
        return True
    return _is_harmless(pair, value) or _is_remark(pair, value)


def _is_harmless(pair: re.Match[str], value: str) -> bool:
    """Whether tokens are counted (`tokens: 1200`, `token: 1 of 3`), or it is told who was let in."""
    name = pair[1].lower()
    if name in {"token", "tokens"} and not pair[2]:
        is_count = value.isdigit() and len(value) <= _MOST_COUNTED and not pair[5]
        return is_count and (name.endswith("s") or _COUNTED.match(pair.string, pair.end()) is not None)
    return name == "authorization" and bool(pair[4]) and _LET_IN.match(pair.string, pair.end()) is not None


def _is_remark(pair: re.Match[str], value: str) -> bool:
    """Whether bare words behind a colon talk about the secret instead of being it."""
    if pair[5] or pair[3] not in {":", "："} or pair[2]:
        return value.lower() in {"null", "none", "nil"} and not pair[5]
    if pair[4] or pair[3] == "：":
        first = value.partition(" ")[0]
        return first.lower().strip("(<.,;:!?)>") in REMARKS or _REMARK.match(pair.string, pair.end()) is not None
    glued_to_path = pair.string[pair.start() - 1 : pair.start()] in {":", "/"}
    return glued_to_path or value.rstrip("):").isalpha()


def redact_options(text: str, is_secret: Callable[[str], bool]) -> str:
    """The text without what stands behind options with the name of a secret."""
    if "-" not in text:
        return text

    def without_value(found: re.Match[str]) -> str:
        return found[0][: found.start(2) - found.start()] + REDACTED if is_secret(found[1]) else found[0]

    return _OPTION.sub(without_value, text)

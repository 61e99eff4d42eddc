"""Secrets in the places that languages of machines have for them: SQL statements, elements of XML, lists.

As in `secret_text`, every pattern reads a text once: what follows a beginning is bounded or taken for good.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from auditui.core.hiding import REDACTED
from auditui.core.secret_names import may_be_name

_QUOTED: Final = r"'((?:[^'\\]|\\.|'')*+)(?:'|\\?\Z)"
_SQL_PASSWORD: Final = re.compile(
    rf"(?<![\w.])password(?:\s{{1,3}}for\s{{1,3}}\S{{1,128}})?(?:\s{{1,3}}|\s{{0,3}}=\s{{0,3}})"
    rf"(?:password\s?\(\s?|[NE])?{_QUOTED}",
    re.IGNORECASE | re.DOTALL,
)
_IDENTIFIED: Final = re.compile(
    rf"(?:(?-i:IDENTIFIED)|(?:create|alter)\s{{1,3}}user\s{{1,3}}\S{{1,128}}\s{{1,3}}identified)"
    rf"(?:\s{{1,3}}with\s{{1,3}}\S{{1,64}})?\s{{1,3}}(?:by|as)\s{{1,3}}(?:(?:values|password)\s{{1,3}})?"
    rf"""(?:{_QUOTED}|"([^"]*+)|(?!(?:externally|globally|values|password|random)\b)([^\s;,'"]{{1,256}}))""",
    re.IGNORECASE | re.DOTALL,
)

_ELEMENT: Final = re.compile(
    r"<(?:[\w.-]{1,40}:)?([A-Za-z_][\w.-]{1,80})(?:\s[^<>]{0,300})?(?<!/)>"
    r"(?:([^<]++)|<!\[CDATA\[([^\]]{1,512}+)\]\]>)(?=<\\?/)"
)

_NAMED_ELEMENT: Final = re.compile(
    r"<[\w:.-]{1,60}\s(?:[^<>]{0,200}?\s)?(?:name|key|property)\s?=\s?\\*([\"'])([^\"'<>\\]{1,80})\\*\1[^<>]{0,200}(?<!/)>"
    r"([^<]++)(?=<|\Z)",
    re.IGNORECASE,
)
"""`<Data Name="Password">x</Data>`, cut too."""
_SPELLED_ELEMENT: Final = re.compile(r"&lt;([A-Za-z_][\w.:-]{1,80})&gt;([^<&]{1,512})(?=&lt;/)")

_SERIALISED: Final = re.compile(
    r"s:\d{1,4}:(\\*\")([^\"\\]{1,80})\1;(?:[id]:([\d.]{1,40})|s:\d{1,9}:\1([^\"\\]{1,4096}+)\1;)"
)
"""What PHP writes: `s:8:"password";s:7:"hunter2";`."""
_LINE_END: Final = r"(?:\r?\n|(?:\\+r)?\\+n)"
_FORM_FIELD: Final = re.compile(
    r"form-data; ?name=\\*\"?([\w.\[\]-]{1,80}+)(?:\\+(?=\"))?\"?(?:;[^\r\n\\]{0,200}+)?"
    rf"(?:{_LINE_END}[^\r\n\\]{{1,200}}+){{0,3}}{_LINE_END}{{2}}([^\r\n\\]{{1,4096}}+)"
)
"""A field of a form in a request of several parts: the value stands below an empty line."""

# `<add key="Password" value="x"/>`, and the two the other way round.
_ATTRIBUTE: Final = r"""\s?=\s?\\*(["'])([^"'<>\\]{1,512})\\*["']"""
_ATTRIBUTES: Final = re.compile(
    rf"""(?<![\w-])(?:key|name|property){_ATTRIBUTE}[^<>]{{0,120}}?(?<![\w-])value{_ATTRIBUTE}""", re.IGNORECASE
)

# A name and a value as two items of a list that is printed or cut: `["password", "x"`.
_ITEMS: Final = re.compile(
    r"""[\[(,]\s{0,3}\\*["']([^\W\d][\w .:-]{1,63})\\*["'],\s{0,3}\\*(["'])([^"'\\\n]{1,512})\\*(?:\2|\Z)"""
)
_THIRD: Final = re.compile(r"""\s{0,3},\s{0,3}\\*["']([^"'\\\n]{1,512})\\*["']\s{0,3}\]""")
"""The last of three items: what it is now, behind what it was."""


def redact_phrases(text: str, is_secret: Callable[[str], bool]) -> str:
    """The text without the passwords of SQL statements, XML, forms and lists; `is_secret` judges names."""
    if "'" in text:
        text = _SQL_PASSWORD.sub(_group_gone, text)
    if "ENTIFIED" in text or "entified" in text:
        text = _IDENTIFIED.sub(_group_gone, text)
    if "</" in text or "<\\/" in text:
        text = _ELEMENT.sub(lambda found: _group_gone(found) if is_secret(found[1]) else found[0], text)
    if "<" in text and "alue" in text:
        text = _ATTRIBUTES.sub(lambda found: _group_gone(found) if is_secret(found[2]) else found[0], text)
    if "<" in text and ("ame" in text or "AME" in text or "key" in text or "Key" in text or "rop" in text):
        text = _NAMED_ELEMENT.sub(lambda found: _group_gone(found) if is_secret(found[2]) else found[0], text)
    if "&lt;/" in text:
        text = _SPELLED_ELEMENT.sub(lambda found: _group_gone(found) if is_secret(found[1]) else found[0], text)
    if ";s:" in text or "{s:" in text:
        text = _SERIALISED.sub(lambda found: _group_gone(found) if is_secret(found[2]) else found[0], text)
    if "form-data;" in text:
        text = _FORM_FIELD.sub(lambda found: _group_gone(found) if is_secret(found[1]) else found[0], text)
    return _items(text, is_secret) if '["' in text or "['" in text or "('" in text or '[\\"' in text else text


def _items(text: str, is_secret: Callable[[str], bool]) -> str:
    kept: list[str] = []
    done = position = 0
    while (pair := _ITEMS.search(text, position)) is not None:
        position = pair.end(1)
        if is_secret(pair[1]) and not may_be_name(pair[3], beside=pair[1]):
            kept += (text[done : pair.start(3)], REDACTED)
            done = position = pair.end(3)
            if pair[0][0] == "[" and (third := _THIRD.match(text, pair.end())) is not None:
                kept += (text[done : third.start(1)], REDACTED)
                done = position = third.end(1)
    return "".join((*kept, text[done:])) if kept else text


def _group_gone(found: re.Match[str]) -> str:
    """What was found, its last group replaced where it holds anything."""
    which = found.lastindex
    if which is None or not found[which].strip():
        return found[0]
    start, end = found.start(which) - found.start(), found.end(which) - found.start()
    return found[0][:start] + REDACTED + found[0][end:]

"""Encodings of before Unicode: which one a text is in that is no UTF-8, as far as its bytes tell."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from typing import Final

WESTERN: Final = "cp1252"
JAPANESE: Final = ("cp932", "euc_jp")
CYRILLIC: Final = "cp1251"
HIGH: Final = re.compile(rb"[\x80-\xff]+")
KANA: Final = re.compile("[\u3041-\u3096\u30a1-\u30fa]")
"""Every Japanese sentence is half of these; in other texts, read as Japanese, they hardly ever come up."""
FREQUENT: Final = "оеаинтср".encode(CYRILLIC)
"""Letters that make two thirds of a Russian text; what has these bytes in Greek or Hebrew makes a third of one."""
LEAST: Final = {"kana": 8, "letters": 60}
"""Signs that are enough to be certain."""

WORD: Final = re.compile(rb"[A-Za-z\x80-\xff]+")
MARKS: Final = bytes((0x80, 0x85, *range(0x91, 0x98), *range(0xA0, 0xC0)))
"""Quotes, dashes and signs that stand at the ends of Western words."""
FOREIGN: Final = re.compile(
    rb"[\x81-\x84\x86-\x89\x8b\x8d\x8f\x90\x98\x9b\x9d\xa1-\xac\xae-\xb3\xb6\xb8-\xbf]|\A[\x80-\xff]{2,}\Z"
)
"""Words that no Western text has: of such letters alone, or with signs in them that are none of a word's."""


def encoding_of_bytes(data: bytes) -> str:
    """The encoding that a text is certainly in; the Western one where nothing is certain."""
    high = b"".join(HIGH.findall(data))
    return next((name for name in JAPANESE if _is_japanese(data, name)), CYRILLIC if _is_cyrillic(high) else WESTERN)


def is_western(data: bytes) -> bool:
    """Whether a text looks like one in a Western encoding: its words have letters of ASCII, too."""
    words = [word.strip(MARKS) for word in WORD.findall(data) if HIGH.search(word)]
    foreign = sum(1 for word in words if FOREIGN.search(word))
    return foreign * 2 < max(len(words), 1)


def _is_japanese(data: bytes, name: str) -> bool:
    try:
        text = codecs.getincrementaldecoder(name)("strict").decode(data)
    except UnicodeDecodeError:
        return False
    kana = len(KANA.findall(text))
    return kana >= LEAST["kana"] and kana * 5 >= sum(1 for character in text if character > "\x7f")


def _is_cyrillic(high: bytes) -> bool:
    if len(high) < LEAST["letters"]:
        return False
    counts = Counter(high)
    return sum(counts[byte] for byte in FREQUENT) * 2 >= len(high) and sum(counts[byte] for byte in MARKS) * 20 < len(
        high
    )

"""Text of a log made safe: to compare (`fold`), to keep (`storable`), to draw (`clean`).

`clean` works by class of code point, never by recognising escape sequences: a sequence that has
lost its ESC is only letters, whatever the terminal knows today or tomorrow.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Final

FOLD_VERSION: Final = f"1/{unicodedata.unidata_version}"
"""Changes whenever `fold` may answer differently; whoever keeps folded text keeps this beside it."""

MAX_MARKS: Final = 4
"""Combining marks drawn on one character. Terminals keep about 20 bytes a cell; 4 bytes each fit."""


def fold(text: str) -> str:
    """What two texts have in common when they differ only in case: the NFC form of the Unicode case fold."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFC", text.casefold())


_BIDI: Final = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_ZERO_WIDTH: Final = (
    "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200d\u2028\u2029\u2060-\u2065\u206a-\u206f"
    "\u3164\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)  # soft hyphen, joiners, fillers, line separators, annotations, shorthand and music format, tags
_OTHER_FORMAT: Final = "\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd\U00013430-\U0001343f"
_WIDTH_DISPUTED: Final = "\ufe00-\ufe0f\u20e3\U0001f3fb-\U0001f3ff"  # selectors, keycap, skin tones: terminals disagree
_NONCHARACTERS: Final = "\ufdd0-\ufdef" + "".join(
    f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000)
)

_UNSAFE: Final = re.compile(
    f"[\x00-\x1f\x7f-\x9f\ud800-\udfff{_BIDI}{_ZERO_WIDTH}{_OTHER_FORMAT}{_WIDTH_DISPUTED}{_NONCHARACTERS}]"
)
_CONTROL: Final = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f{_BIDI}{_ZERO_WIDTH}]|\r(?!\n)")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_LINE_BREAKING: Final = re.compile("[\t\r\n\ud800-\udfff]")  # beside what `_CONTROL` finds
_JOINING: Final = (
    "\u0620-\u06dc\u06de-\u06ff\u0710-\u07ff\u0840-\u085f\u0860-\u088f\u08a0-\u08e1\u08e3-\u109f"
    "\u1780-\u17b3\u17b6-\u17ff\u1810-\u18af\u1a20-\u1aaf\ufb50-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc"
)  # Arabic, Syriac, N'Ko, Indic, Myanmar, Khmer, Mongolian and their like, without what is a control itself
_EMOJI: Final = "\u203c-\u3299\ufe0f\u20e3\U0001f000-\U0001faff"


@cache  # these two are of many ranges, and most logs need neither
def _spelling() -> re.Pattern[str]:
    """Joiners and non-joiners where they are part of how a word or a picture is written."""
    return re.compile(f"(?<=[{_JOINING}])[\u200c\u200d](?=[{_JOINING}])|(?<=[{_EMOJI}])\u200d(?=[{_EMOJI}])")


@cache
def _maybe_marks() -> re.Pattern[str]:
    """A cheap net for runs that may hold too many marks.

    It leaves out the blocks that most text is written in and that hold no marks, so that only the rare catch is
    looked at one by one.
    """
    return re.compile(
        "[^\x00-\u02ff\u0370-\u0482\u048a-\u0590\u1e00-\u20cf\u2100-\u2ceb\u3041-\u3096\u30a0-\ua66e\uac00-\ud7af"
        f"\U0001f300-\U0001faff]{{{MAX_MARKS + 1},}}"
    )


_SHOWN: Final[dict[str, str]] = {chr(code): chr(0x2400 + code) for code in range(0x20)} | {"\x7f": "\u2421"}


def clean(text: str) -> str:
    """Make a text safe to draw, in one line, with nothing taken away unseen.

    C0 controls and DEL become their pictures (`␛ ␊ ␉ ␡`); C1, bidirectional and zero-width
    characters, line separators, lone surrogates, tags, variation selectors, joiners, keycaps, skin
    tones and fillers become `<U+202E>`; of more than `MAX_MARKS` combining marks in a row the rest
    becomes `<+96 marks>`. Cleaning what is clean changes nothing.
    """
    if text.isascii() and text.isprintable():
        return text
    return _cap_marks(_UNSAFE.sub(_show, text))


def _show(found: re.Match[str]) -> str:
    character = found[0]
    return _SHOWN.get(character) or f"<U+{ord(character):04X}>"


def _cap_marks(text: str) -> str:
    net = _maybe_marks()
    return text if net.search(text) is None else net.sub(_cap_run, text)


def _cap_run(found: re.Match[str]) -> str:
    shown: list[str] = []
    marks = 0
    for character in found[0] + "\0":  # the sentinel ends the last run of marks
        if unicodedata.category(character) in {"Mn", "Me"}:
            marks += 1
            if marks <= MAX_MARKS:
                shown.append(character)
            continue
        if marks > MAX_MARKS:
            shown.append(f"<+{marks - MAX_MARKS} marks>")
        marks = 0
        shown.append(character)
    return "".join(shown[:-1])


def spelled_out(text: str) -> str:
    r"""The text with each character that `clean` would replace as `\u{1b}`, its code point; the rest as it is."""
    if text.isascii() and text.isprintable():
        return text
    text = _UNSAFE.sub(lambda found: _code_point(found[0]), text)
    net = _maybe_marks()
    return text if net.search(text) is None else net.sub(_spell_run, text)


def _code_point(character: str) -> str:
    return f"\\u{{{ord(character):x}}}"


def _spell_run(found: re.Match[str]) -> str:
    spelled: list[str] = []
    marks = 0
    for character in found[0]:
        marks = marks + 1 if unicodedata.category(character) in {"Mn", "Me"} else 0
        spelled.append(_code_point(character) if marks > MAX_MARKS else character)
    return "".join(spelled)


def has_control(text: str) -> bool:
    """Whether a text holds a control, bidirectional or zero-width character.

    Tabs and line ends (LF, CR LF) are how people write longer texts and do not count; a CR alone,
    which overwrites a line, does.
    """
    return not (text.isascii() and text.isprintable()) and _CONTROL.search(text) is not None


def hides(text: str) -> bool:
    """Whether `has_control` holds for another reason than how words of Persian or Hindi, or emoji, are spelled."""
    return has_control(text) and has_control(_spelling().sub("", text))


def is_one_line(text: str) -> bool:
    """Whether a text can be pasted as part of one line: no control, no line separator, nothing that `hides`."""
    return not (_LINE_BREAKING.search(text) or hides(text))


def storable(text: str) -> tuple[str, tuple[str, ...]]:
    """Replace what SQLite and UTF-8 cannot hold, and say so.

    Returns:
        The text with NUL as `␀` and lone surrogates as `<U+D800>`, which is how `clean` shows them, and the flags
        `nul` and `bad-utf8` for what was replaced, sorted.
    """
    if text.isascii() and text.isprintable():
        return text, ()
    flags: list[str] = []
    if _SURROGATE.search(text) is not None:
        text = _SURROGATE.sub(_show, text)
        flags.append("bad-utf8")
    if "\0" in text:
        text = text.replace("\0", "\u2400")
        flags.append("nul")
    return text, tuple(flags)


def shorten(text: str, limit: int) -> str:
    """The beginning of a text, clean, in at most `limit` characters (at least 1); `…` last when something is left out.

    Looks at no more than the beginning, so a megabyte costs what a line does.
    """
    shown = clean(text[: limit + 1])
    whole = len(text) <= limit + 1 and len(shown) <= limit
    return shown if whole else shown[: limit - 1] + "…"

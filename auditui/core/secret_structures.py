"""Lists and objects below secret names in texts that no reader of JSON takes: cut short, or written as YAML."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from auditui.core.hiding import REDACTED

_MARK: Final = re.compile(r"""\\.|"(?:[^"\\\n]|\\.)*+"|'[^'\n]*+'|[\[\]{}\n]""")

_HEAD: Final = re.compile(
    r"^( {0,64}(?:- {1,4})?)[:\"']?([^\W\d][\w.-]{1,79})[\"']?: {0,8}(?:[&!]\S{0,200} {0,3}){0,3}(?:[|>][+-]?)?\r?\n"
    r"(?=[ -])(?! {1,64}at )",
    re.MULTILINE,
)
_ITEM: Final = re.compile(r"( *(?:-(?= |\r?$) ?)?)(.*?)(\r?(?:\n|\Z))", re.MULTILINE)


def closing_bracket(text: str, start: int) -> int:
    """The offset behind the bracket that closes the one at `start`.

    Where its line does not close it: behind the line, and the lines behind that are indented deeper.
    """
    depth = 0
    end = len(text)
    for mark in _MARK.finditer(text, start):
        if mark[0] == "\n":
            end = mark.start()
            break
        depth += mark[0] in {"[", "{"}
        depth -= mark[0] in {"]", "}"}
        if not depth:
            return mark.end()
    return _behind_deeper(text, start, end)


def _behind_deeper(text: str, start: int, end: int) -> int:
    """The end of the last line in a row behind `end` that is indented deeper than the line of `start`."""
    if end == len(text):
        return end
    own = _indent(text, text.rfind("\n", 0, start) + 1)
    while end < len(text) and _indent(text, end + 1) > own:
        close = text.find("\n", end + 1)
        end = len(text) if close < 0 else close
    return end


def _indent(text: str, start: int) -> int:
    here = start
    while text.startswith((" ", "\t"), here):
        here += 1
    return here - start


def redact_blocks(text: str, is_secret: Callable[[str], bool]) -> str:
    """The text without the items and lines of YAML below names that `is_secret` knows."""
    if ":" not in text or "\n" not in text:
        return text
    kept: list[str] = []
    done = position = 0
    while (head := _HEAD.search(text, position)) is not None:
        position = head.end()
        if is_secret(head[2]):
            kept.append(text[done:position])
            done = position = _block(text, position, len(head[1]), kept)
    return "".join((*kept, text[done:])) if kept else text


def _block(text: str, start: int, own: int, kept: list[str]) -> int:
    """Append the lines below a name, emptied, to `kept`; the offset of the first that is not below it."""
    while start < len(text):
        item = _ITEM.match(text, start)
        if item is None or not _is_below(item[1], item[2], own):
            break
        kept += (item[1], REDACTED if item[2] else "", item[3])
        start = item.end()
    return start


def _is_below(lead: str, content: str, own: int) -> bool:
    indent = len(lead) - len(lead.lstrip(" "))
    return indent > own or (indent == own and "-" in lead) or not (lead or content)

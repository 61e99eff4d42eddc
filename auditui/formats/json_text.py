"""JSON that is safe to show: every control, bidi and invisible character in it is escaped."""

from __future__ import annotations

import json
import re
from typing import Final

import msgspec

_ESCAPED: Final = re.compile(
    "[\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
"""What `msgspec` leaves as it is although a terminal or a pager may obey it; C0 it escapes itself."""

_encode: Final = msgspec.json.Encoder().encode


def dumps(value: object) -> str:
    """Compact JSON in one line. Strings without lone surrogates, as all stored text is; numbers finite, as stored."""
    return _ESCAPED.sub(_escape, _encode(value).decode())


def kept(value: object) -> str:
    """Compact JSON of any decoded value: lone surrogates are escaped, so that it can be read again."""
    try:
        return dumps(value)
    except UnicodeEncodeError:
        return json.dumps(value, separators=(",", ":"))


def spelled(value: object) -> bytes | str:
    """A decoded value in a form that differs where values do, to compare or weigh it; not to be shown or kept."""
    try:
        return _encode(value)
    except (UnicodeEncodeError, RecursionError, TypeError, OverflowError):  # lone surrogates
        return repr(value)


def _escape(found: re.Match[str]) -> str:
    """Beyond U+FFFF JSON wants a pair of surrogates."""
    units = found[0].encode("utf-16-be").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))

"""What stands in the place of a secret, and whether that takes the place of a whole value or of its parts."""

from __future__ import annotations

import json
import re
from typing import Final, cast

from auditui.core.event import Json
from auditui.core.secret_names import Kind

REDACTED: Final = "[REDACTED]"
BINARY: Final = "[BINARY DATA]"

_CARD_DIGITS: Final = 8  # fewer than the shortest numbers of cards have

_NO_SECRET: Final = re.compile(
    r"A(?:KIA|SIA|IDA|ROA|GPA|NPA|IPA|PKA|NVA|SCA)[A-Z0-9]{12,128}"
    r"|[\[<(](?:redacted|filtered|masked|hidden|removed|binary data)[\])>]|hmac-sha256:[0-9a-f]{64}",
    re.IGNORECASE,
)


def redacted(value: object) -> Json:
    """What stands in the place of a secret.

    No secrets, whatever their name: null, empty text, access key ids, what the source itself left
    out (`[FILTERED]`), and the keyed hashes by which Vault lets people follow a token.
    """
    if isinstance(value, (bytes, bytearray, memoryview)):
        return BINARY
    if value is None or value == "" or (isinstance(value, str) and _NO_SECRET.fullmatch(value)):
        return cast("Json", value)
    return REDACTED


def hides(kind: Kind, value: object) -> bool:
    """Whether a value is to be hidden as a whole or, when it is an object or list, in all its parts."""
    if kind is Kind.CARD:
        return not is_title(value)
    return kind is Kind.SECRET or (kind is Kind.SECRET_ALONE and not _holds_several(value))


def is_title(value: object) -> bool:
    """Whether a value is words, and no number of a card."""
    if not isinstance(value, str) or " " not in value:
        return False
    return any(map(str.isalpha, value)) and sum(map(str.isdigit, value)) < _CARD_DIGITS


def _holds_several(value: object) -> bool:
    if isinstance(value, str) and value.lstrip()[:1] in {"{", "["}:
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            return False
    return isinstance(value, (dict, list, tuple))

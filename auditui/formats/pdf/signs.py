"""What stands in for a character that no font at hand can draw: a short name, drawn in a small frame."""

from __future__ import annotations

from typing import Final

_PICTURES: Final = [
    "NUL",
    "SOH",
    "STX",
    "ETX",
    "EOT",
    "ENQ",
    "ACK",
    "BEL",
    "BS",
    "HT",
    "LF",
    "VT",
    "FF",
    "CR",
    "SO",
    "SI",
    "DLE",
    "DC1",
    "DC2",
    "DC3",
    "DC4",
    "NAK",
    "SYN",
    "ETB",
    "CAN",
    "EM",
    "SUB",
    "ESC",
    "FS",
    "GS",
    "RS",
    "US",
    "SP",
    "DEL",
]
_FIRST_PICTURE: Final = 0x2400


def sign(character: str) -> str:
    """`ESC` for the picture of a control character, `U+4E2D` for anything else."""
    number = ord(character) - _FIRST_PICTURE
    return _PICTURES[number] if 0 <= number < len(_PICTURES) else f"U+{ord(character):04X}"


def is_sign(character: str) -> bool:
    """Whether a character is the picture of a control character, which is drawn as its name whatever fonts have."""
    return 0 <= ord(character) - _FIRST_PICTURE < len(_PICTURES)

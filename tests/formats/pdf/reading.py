"""What stands on the pages of a PDF, read back without any library: objects, streams, and text by way of ToUnicode.

It understands what our own files hold, which is all that tests ask of it.
"""

from __future__ import annotations

import re
import zlib

_OBJECT = re.compile(rb"(?m)^(\d+) 0 obj\n(.*?)\nendobj$", re.DOTALL)
_STREAM = re.compile(rb"(.*?)\nstream\n(.*)\nendstream", re.DOTALL)
_SHOWN = re.compile(rb"/F(\d+) [\d.]+ Tf|Td \((.*?)(?<!\\)((?:\\\\)*)\) Tj", re.DOTALL)
_ESCAPED = re.compile(rb"\\(.)", re.DOTALL)
_MAPPED = re.compile(rb"<([0-9A-Fa-f]{4})> <([0-9A-Fa-f]+)>")
_LETTERS = {b"n": b"\n", b"r": b"\r", b"t": b"\t"}


class Paper:
    """A file taken apart. `names` is everything in it but the streams; `streams` are unpacked, by object."""

    def __init__(self, file: bytes) -> None:
        self.objects: dict[int, bytes] = {}
        self.streams: dict[int, bytes] = {}
        for number, body in _OBJECT.findall(file):
            self._add(int(number), body)
        self.names = b"\n".join(self.objects.values())

    def _add(self, number: int, body: bytes) -> None:
        found = _STREAM.fullmatch(body)
        if found is None:
            self.objects[number] = body
            return
        self.objects[number] = found[1]
        self.streams[number] = zlib.decompress(found[2]) if b"/FlateDecode" in found[1] else found[2]

    def pages(self) -> list[list[str]]:
        """The texts of each page, in the order in which they were drawn."""
        return [self._texts(page) for page in self.objects.values() if re.search(rb"/Type /Page\b", page)]

    def text(self) -> str:
        """All texts, each in a line of its own."""
        return "\n".join(text for page in self.pages() for text in page)

    def _texts(self, page: bytes) -> list[str]:
        fonts = self.objects[_reference(page, b"Resources")]
        texts: list[str] = []
        glyphs: dict[int, str] = {}
        for font, shown, ending in _SHOWN.findall(self.streams[_reference(page, b"Contents")]):
            if font:
                glyphs = self._glyphs(_reference(fonts, b"F" + font))
                continue
            codes = _ESCAPED.sub(lambda found: _LETTERS.get(found[1], found[1]), shown + ending)
            texts.append("".join(glyphs[code] for code in _pairs(codes)))
        return texts

    def _glyphs(self, font: int) -> dict[int, str]:
        """What each glyph of a font stands for."""
        table = self.streams[_reference(self.objects[font], b"ToUnicode")]
        pairs = ((int(code, 16), bytes.fromhex(text.decode())) for code, text in _MAPPED.findall(table))
        return {code: text.decode("utf-16-be") for code, text in pairs}


def _reference(body: bytes, name: bytes) -> int:
    found = re.search(rb"/" + name + rb" (\d+) 0 R", body)
    assert found, f"no {name!r} in {body!r}"
    return int(found[1])


def _pairs(codes: bytes) -> list[int]:
    return [int.from_bytes(codes[at : at + 2], "big") for at in range(0, len(codes), 2)]

"""Draws text, grounds and lines on the pages of a PDF, with fonts that are embedded.

Of fpdf2 it uses little more than `text` and `rect`: neither looks for markup, links or placeholders in
what it is given, and pages drawn so cost a tenth of what the library's own tables do.
"""

from __future__ import annotations

import contextlib
import struct
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Final, NewType, Self, TypeAlias, cast

from auditui.core.errors import UsageError
from auditui.core.text import clean
from auditui.formats.pdf.scripts import joined, visual
from auditui.formats.pdf.signs import is_sign, sign

if TYPE_CHECKING:
    from fpdf import FPDF
    from fpdf.fonts import TTFFont

FONTS: Final = Path(__file__).parent.parent / "fonts"
PAGE_WIDTH: Final = 841.89
PAGE_HEIGHT: Final = 595.28
"""A4 across, in points. So is every measure here, from the upper left corner."""

Ink: TypeAlias = tuple[int, int, int]
BLACK: Final[Ink] = (33, 37, 41)
GREY: Final[Ink] = (101, 109, 118)

Drawable = NewType("Drawable", str)
"""Text that is clean and shaped, in the order in which it was said; `Pen.drawable` makes it."""

_OURS: Final = "ours"
_GIVEN: Final = "given"
_SIGN: Final = "sign"
_SIGN_SIZE: Final = 0.7
"""Size of the name of a character without glyph, as a share of the size of the text around it."""
_SIGN_PADDING: Final = 260
"""Beside that name, left and right together, in thousandths of the size of that text."""
_FORBIDDEN: Final = 0x0002
_FONT_FILES: Final = (".ttf", ".otf", ".ttc")
_SIGNATURES: Final = (b"\0\1\0\0", b"true", b"OTTO", b"ttcf")
_UNREADABLE: Final = (
    OSError, ValueError, LookupError, AttributeError, TypeError, RuntimeError, ArithmeticError, AssertionError,
    EOFError, struct.error,
)  # fmt: skip
"""What libraries raise about files that are no fonts, or damaged ones."""


class Advances(dict[str, float]):
    """How far each character goes, in thousandths of the size; one without glyph as far as the frame of its name."""

    def __init__(self, widths: Mapping[str, float], letters: Mapping[str, float]) -> None:
        super().__init__(widths)
        self._letters = letters

    def __missing__(self, character: str) -> float:
        wide = sum(map(self._letters.__getitem__, sign(character))) * _SIGN_SIZE + _SIGN_PADDING
        self[character] = wide
        return wide


class Pen:
    """One document and the tools to draw on its last page; a block with it lets go of the fonts' files at its end.

    Args:
        title: What viewers call the document.
        at_us: When it is made; the same moment and the same strokes give the same bytes.
        font: A font for what our own lacks; None for none.

    Raises:
        UsageError: This file is no font that can be embedded.
    """

    def __init__(self, title: str, at_us: int, font: Path | None = None) -> None:
        from fpdf import FPDF

        self._pdf = FPDF(orientation="landscape", unit="pt", format="A4")
        self._pdf.set_auto_page_break(False)
        self._pdf.set_creation_date(datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=at_us))
        self._pdf.set_title(clean(title))
        self._pdf.set_producer("auditui")
        self._pdf.set_lang("en")
        self._pdf.add_font(_OURS, "", FONTS / "DejaVuSansCondensed.ttf")
        self._pdf.add_font(_OURS, "B", FONTS / "DejaVuSansCondensed-Bold.ttf")
        self._font = font
        with contextlib.ExitStack() as on_failure:
            on_failure.callback(self.close)
            given = _given_widths(self._pdf, font) if font is not None else {}
            on_failure.pop_all()
        self._ours = {bold: _widths(_font(self._pdf, _OURS + "B" * bold)) for bold in (False, True)}
        self._given = given.keys()
        self._ink: Ink | None = None
        self.advances = {bold: Advances(given | ours, self._ours[False]) for bold, ours in self._ours.items()}
        """Of regular and of bold text."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the files of the fonts."""
        for key in self._pdf.fonts:
            _font(self._pdf, key).close()

    @property
    def page(self) -> int:
        """The number of the last page; 0 before the first."""
        return self._pdf.page

    def drawable(self, text: str) -> Drawable:
        """Make any text fit to be drawn."""
        return Drawable(joined(clean(text), self._ours[False]))

    def width(self, text: Drawable, size: float, *, bold: bool = False) -> float:
        """How wide a text is in one line."""
        return sum(map(self.advances[bold].__getitem__, text)) * size / 1000

    def turn(self) -> None:
        """Begin a new page."""
        self._pdf.add_page()
        self._ink = None

    def go_to(self, page: int) -> None:
        """Draw on an earlier page again."""
        self._pdf.page = page
        # The library names a font or a colour only where it is another than the last one, on whatever page that was.
        self._pdf.set_font(_OURS, "", 1)
        self._pdf.set_fill_color(255, 255, 255)
        self._ink = None

    def write(self, x: float, y: float, text: Drawable, size: float, *, ink: Ink = BLACK, bold: bool = False) -> None:
        """Draw a line of text; `y` is where its letters stand on."""
        line = visual(text)
        self._set_ink(ink)
        if self._ours[bold].keys() >= set(line):
            self._set(x, y, line, (_OURS, bold, size))
            return
        for kind, characters in groupby(line, lambda character: self._kind(character, bold)):
            run = "".join(characters)
            if kind == _SIGN:
                self._signs(x, y, run, size)
            else:
                self._set(x, y, run, (kind, bold and kind == _OURS, size))
            x += sum(map(self.advances[bold].__getitem__, run)) * size / 1000

    def _kind(self, character: str, bold: bool) -> str:
        """Which font draws a character, or that none does."""
        if character in self._ours[bold]:
            return _OURS
        return _GIVEN if character in self._given else _SIGN

    def _set_ink(self, ink: Ink) -> None:
        """Text and fill are of one colour, so that the library does not name it again with each text."""
        if ink != self._ink:
            self._ink = ink
            self._pdf.set_text_color(*ink)
            self._pdf.set_fill_color(*ink)

    def _set(self, x: float, y: float, glyphs: str, face: tuple[str, bool, float]) -> None:
        """Set glyphs of one font: its name, whether bold, and the size."""
        name, bold, size = face
        self._pdf.set_font(name, "B" if bold else "", size)
        self._pdf.text(x, y, glyphs)

    def _signs(self, x: float, y: float, characters: str, size: float) -> None:
        """The name of each character in a frame of its own."""
        edge = size / 20
        self._pdf.set_draw_color(*GREY)
        self._pdf.set_line_width(edge)
        for character in characters:
            wide = self.advances[False][character] * size / 1000
            self._pdf.rect(x + edge, y - 0.74 * size, wide - 2 * edge, 0.9 * size)
            inside = x + _SIGN_PADDING / 2000 * size
            self._set(inside, y - 0.04 * size, sign(character), (_OURS, False, size * _SIGN_SIZE))
            x += wide

    def fill(self, x: float, y: float, width: float, height: float, ink: Ink, *, radius: float = 0) -> None:
        """Lay a ground."""
        self._set_ink(ink)
        self._pdf.rect(x, y, width, height, "F", round_corners=radius > 0, corner_radius=radius)

    def finished(self) -> bytearray:
        """The whole file. Nothing can be drawn after that."""
        with _as_usage_error(self._font):
            return _without_open_action(self._pdf.output())


def _without_open_action(file: bytearray) -> bytearray:
    """Blank out how a viewer should open the file, which fpdf2 always says.

    It is but a zoom, yet it stands under a name that scanners for active content stop at. What takes its
    place is as long, so that every offset holds. No text of ours stands before it in the file.
    """
    at = file.find(b"/OpenAction")
    end = file.find(b"]", at) + 1
    if 0 <= at < end <= file.find(b"stream"):
        file[at:end] = b" " * (end - at)
    return file


def _font(pdf: FPDF, key: str) -> TTFFont:
    font = pdf.fonts[key]
    assert font.type == "TTF", "only such fonts are ever added"
    return cast("TTFFont", font)


def _widths(font: TTFFont) -> dict[str, float]:
    """How far each character of a font goes, except for those that are drawn by name."""
    return {chr(code): font.cw[code] for code in font.cmap if not is_sign(chr(code))}


def _given_widths(pdf: FPDF, path: Path) -> dict[str, float]:
    """Load somebody's own font."""
    if path.suffix.lower() not in _FONT_FILES or _beginning(path) not in _SIGNATURES:
        hint = f"name a file that ends in {', '.join(_FONT_FILES)}"
        raise UsageError("is no font that can be embedded", where=str(path), hint=hint)
    with _as_usage_error(path):
        pdf.add_font(_GIVEN, "", path)
        font = _font(pdf, _GIVEN)
        widths = _widths(font)
        forbids = font.ttfont["OS/2"].fsType & _FORBIDDEN
    if forbids:
        raise UsageError("does not allow to be embedded", where=str(path), hint="name a font with a free licence")
    return widths


def _beginning(path: Path) -> bytes:
    """The first four bytes; none of a folder, a pipe or a device."""
    try:
        if not path.exists():
            raise UsageError("there is no such file", where=str(path), hint="--font names a font's file")
        if not path.is_file():
            return b""
        with path.open("rb") as file:
            return file.read(4)
    except OSError as error:
        raise UsageError(f"cannot be read: {error.strerror}", where=str(path)) from error


@contextlib.contextmanager
def _as_usage_error(path: Path | None) -> Iterator[None]:
    """What goes wrong in a font that somebody named is the font's fault; its tables are looked into late too."""
    from fontTools.ttLib import TTLibError  # type: ignore[import-untyped]  # it comes without types

    try:
        yield
    except (*_UNREADABLE, TTLibError) as error:
        if path is None:
            raise
        problem = f"is a font that cannot be read ({type(error).__name__})"
        raise UsageError(problem, where=str(path), hint="name another font") from error

"""Events in XML: elements of one name, below a root or one after another; each becomes an object.

What is an attribute and what an element makes no difference: `<Data Name="user">ana</Data>`, `<user>ana</user>` and
`user="ana"` are all a `user` of what is around them. Prefixes of namespaces go.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from auditui.formats import timestamps
from auditui.formats.inputs import Blocks
from auditui.formats.names import name_score
from auditui.formats.records import MAX_DEPTH, MAX_RECORD_BYTES, Items, Raw, Rejected, shown
from auditui.formats.words import words_of

if TYPE_CHECKING:
    from xml.parsers.expat import XMLParserType

BEGINS: Final = re.compile(r"\s*(?:<\?xml\b|<[A-Za-z_])")
PAGE: Final = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype|html|svg|head|body)\b", re.IGNORECASE)
PROLOGUE: Final = re.compile(r"<\?[^<>]*\?>|<!DOCTYPE[^<>\[]*>", re.IGNORECASE)
TAGS: Final = re.compile(rb"<!--(?:(?!<!--).)*?-->|<[^<>]*>", re.DOTALL)
TOKEN: Final = re.compile(r"<(/?)([A-Za-z_][\w:.-]*+)((?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*?)(/?)>")
ATTRIBUTE: Final = re.compile(r"(?<![\w:.-])([A-Za-z_][\w:.-]*+)\s*+=\s*(?:\"([^\"]*)\"|'([^']*)')")
NAMING: Final = frozenset({"Name", "name", "key", "Key", "field"})
"""Attributes that say what the text of an element is."""
CLOCK: Final = timestamps.Clock(day_first=True)
TIMELY: Final = 40
"""The score of names that may be those of a time."""
LONGEST_TAG: Final = 1024 * 1024
"""Bytes of an element's name and attributes: what is never closed must not be looked through with each block."""
LEVELS: Final = 3
"""Elements around those that are records."""
TEXT: Final = "#text"


class XmlError(ValueError):
    """A text is no XML, or nested too deep."""


class Element:
    """An element that was opened: its attributes, what is in it, and whether it was closed."""

    __slots__ = ("attributes", "children", "is_whole", "tag", "text")

    def __init__(self, tag: str, attributes: dict[str, str]) -> None:
        self.tag = tag.rpartition(":")[2]
        self.attributes = {
            name.rpartition(":")[2]: value for name, value in attributes.items() if not name.startswith("xmlns")
        }
        self.children: list[Element] = []
        self.text: list[str] = []
        self.is_whole = False

    def value(self) -> dict[str, Any] | str | None:
        """An object; the text alone where there is nothing else."""
        text = "".join(self.text).strip()
        if not self.children and not self.attributes:
            return text or None
        made: dict[str, Any] = dict(self.attributes)
        for child in self.children:
            name, value = child.pair()
            if name not in made:
                made[name] = value
            elif isinstance(made[name], list):
                made[name].append(value)
            else:
                made[name] = [made[name], value]
        if text:
            made[TEXT] = text
        return made

    def pair(self) -> tuple[str, Any]:
        """The name and the value of the element, where it is one of several in another."""
        if len(self.attributes) == 1 and not self.children and NAMING.issuperset(self.attributes):
            text = "".join(self.text).strip()
            if text or self.tag == "Data":
                return next(iter(self.attributes.values())) or self.tag, text or None
        return self.tag, self.value()

    def is_timed(self) -> bool:
        """Whether a time stands in it, under a name of one."""
        if any(_is_time(name, value) for name, value in self.attributes.items()):
            return True
        if not self.children:
            name, value = self.pair()
            return isinstance(value, str) and _is_time(name, value)
        return any(child.is_timed() for child in self.children)


def _is_time(name: str, text: str) -> bool:
    return name_score("at", words_of(name)) >= TIMELY and timestamps.parse(text, CLOCK) is not None


def _tree(text: str) -> tuple[Element, str]:
    """The elements of a text below a root of our own, as far as it can be read, and why it could not further."""
    from xml.parsers import expat

    root = Element("", {})
    opened = [root]
    parser = expat.ParserCreate()
    _listen(parser, opened)
    try:
        parser.Parse("<root>", False)
        parser.Parse(PROLOGUE.sub(_blanks, text), False)
        parser.Parse("</root>", True)
    except (expat.ExpatError, XmlError) as error:
        return root.children[0] if root.children else root, str(error)
    return root.children[0], ""


def _blanks(found: re.Match[str]) -> str:
    return "\n" * found[0].count("\n")


def _listen(parser: XMLParserType, opened: list[Element]) -> None:
    def start(tag: str, attributes: dict[str, str]) -> None:
        if len(opened) > MAX_DEPTH:
            raise XmlError(f"nested deeper than {MAX_DEPTH} levels")
        element = Element(tag, attributes)
        opened[-1].children.append(element)
        opened.append(element)

    def end(_tag: str) -> None:
        opened.pop().is_whole = True

    def text(data: str) -> None:
        opened[-1].text.append(data)

    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, text


def record_in(text: str) -> dict[str, Any] | None:
    """The object that a text of one element spells out; None where it is none, or its element holds nothing."""
    if not text.startswith("<") or not text.endswith(">"):
        return None
    root, problem = _tree(text)
    if problem or len(root.children) != 1:
        return None
    value = root.children[0].value()
    return value if isinstance(value, dict) else None


def _outline(head: str) -> Element:
    """The elements of a beginning, whatever is wrong with one of them: what closes nothing that is open is left out."""
    opened = [Element("", {})]
    end = 0
    for found in TOKEN.finditer(head):
        closes, tag, attributes, is_empty = found.groups()
        opened[-1].text.append(head[end : found.start()])
        end = found.end()
        if closes:
            depth = next((at for at in range(len(opened) - 1, 0, -1) if opened[at].tag == tag.rpartition(":")[2]), 0)
            for element in opened[depth:] if depth else ():
                element.is_whole = True
            del opened[depth or len(opened) :]
        elif len(opened) <= MAX_DEPTH:
            element = Element(tag, {name: one or other for name, one, other in ATTRIBUTE.findall(attributes)})
            opened[-1].children.append(element)
            element.is_whole = bool(is_empty)
            if not is_empty:
                opened.append(element)
    return opened[0]


@lru_cache(maxsize=1)
def record_tag(head: str) -> str:
    """What elements are called that are records, by the beginning of a text; empty where none has a time."""
    if not BEGINS.match(head) or PAGE.match(head):
        return ""
    level = _outline(head).children
    for _ in range(LEVELS):
        if len(level) != 1:
            return _common(level)
        below = level[0].children
        tag = _common(below)
        if tag and (sum(child.tag == tag for child in below) > 1 or _holds(level[0].tag, tag)):
            return tag
        if not any(child.children for child in below) or sum(bool(child.children) for child in below) > 1:
            break
        deeper = [child for child in below if child.children]
        if any(child.is_timed() for child in below if child not in deeper) or _common(deeper[0].children) == "":
            break
        level = deeper
    return level[0].tag if level and level[0].is_timed() else ""


def _holds(outer: str, inner: str) -> bool:
    """Whether one name is that of a list of the other: `Events` and `Event`, `AUDIT` and `AUDIT_RECORD`."""
    return outer.lower() in (f"{inner.lower()}s", f"{inner.lower()}es") or inner.lower().startswith(outer.lower())


def _common(elements: Sequence[Element]) -> str:
    """The name of most of some elements, if most of these have a time."""
    if not elements:
        return ""
    ((tag, count),) = Counter(element.tag for element in elements).most_common(1)
    same = [element for element in elements if element.tag == tag and element.is_whole]
    timed = sum(element.is_timed() for element in same)
    return tag if count * 2 > len(elements) and timed * 2 > len(same) else ""


def read_xml(blocks: Blocks, head: bytes) -> Items:
    """One record for each element of the name that the records have."""
    tag = record_tag(head.decode("utf-8", "replace"))
    if not tag:
        yield Rejected(1, "no element in it has a time")
        return
    cutter = _Cutter(tag)
    for block in blocks:
        if block is None:
            yield None
        else:
            yield from cutter.feed(block)
    yield from cutter.end()


class _Cutter:
    """Cuts the elements of a name out of a stream; each is parsed by itself, so that a bad one costs no other."""

    def __init__(self, tag: str) -> None:
        name = re.escape(tag.encode())
        self._token = re.compile(rb"<(/?)(?:[\w.-]+:)?" + name + rb"(?=[\s/>])(?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*?(/?)>")
        self._data = b""
        self._at = self._from = 0
        self._depth = 0
        self._line = 1

    def feed(self, block: bytes) -> Iterator[Raw | Rejected]:
        """The records that a block ends."""
        self._data += block
        while found := self._token.search(self._data, self._at):
            if not self._depth:
                yield from self._gap(found.start())
            self._depth += -1 if found[1] else 0 if found[2] else 1
            self._at = found.end()
            if self._depth <= 0:
                self._depth = 0
                yield self._record(self._data[self._from : self._at])
                self._pass(self._at)
        self._at = max(self._at, self._data.rfind(b"<", self._at))
        if len(self._data) - self._at > LONGEST_TAG:
            self._at = len(self._data)
        if len(self._data) - self._from > MAX_RECORD_BYTES:
            yield Rejected(self._line, f"longer than {MAX_RECORD_BYTES:,} bytes", shown(self._data[self._from :]))
            self._pass(len(self._data))
            self._depth = 0
        self._data, self._at, self._from = self._data[self._from :], self._at - self._from, 0

    def end(self) -> Iterator[Rejected]:
        """What is left of a file that was cut."""
        if self._depth:
            yield Rejected(self._line, "the element is not closed: the file was cut", shown(self._data[self._from :]))
        else:
            yield from self._gap(len(self._data))

    def _pass(self, place: int) -> None:
        self._line += self._data.count(b"\n", self._from, place)
        self._from = self._at = place

    def _gap(self, place: int) -> Iterator[Rejected]:
        """Text between records; roots, comments and what else has no text is no record."""
        said = TAGS.sub(b"", self._data[self._from : place]).strip()
        if said:
            yield Rejected(self._line, "text between the elements that are records", shown(said))
        self._pass(place)

    def _record(self, data: bytes) -> Raw | Rejected:
        text = data.decode("utf-8", "replace")
        root, problem = _tree(text)
        value = root.children[0].value() if root.children and not problem else None
        if isinstance(value, dict):
            return Raw(value, self._line, ("bad-utf8",) if "\N{REPLACEMENT CHARACTER}" in text else ())
        return Rejected(self._line, f"not XML: {problem}" if problem else "an element with nothing in it", shown(text))

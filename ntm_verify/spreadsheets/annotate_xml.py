"""XML parts changed by cutting and inserting, never by rewriting (sửa XML tại chỗ).

Positions are found on a copy in which comments and the like are blanked out, so that every "<"
begins a tag. What is not touched keeps its bytes: prefixes, order of attributes, white space.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from .annotate_safe import legal

_VALUES: Final = rb"""(?:[^<>"']++|"[^"<]*+"|'[^'<]*+')*+"""
TAG: Final = re.compile(rb"<(/?)((?:[\w.-]++:)?+)([\w.-]++)(?=[\s/>])(" + _VALUES + rb")>")
_HIDDEN: Final = re.compile(rb"<!--|<!\[CDATA\[|<\?")
_ENDS: Final = {b"<!--": b"-->", b"<![CDATA[": b"]]>", b"<?": b"?>"}
_ATTRIBUTE: Final = re.compile(rb"""(?<!\s)\s++([\w:.-]+)\s*+=\s*+(?:"([^"]*)"|'([^']*)')""")
_LONGEST_NUMBER: Final = 10
_ESCAPE_LIKE: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_ENTITIES: Final = {b"&lt;": b"<", b"&gt;": b">", b"&quot;": b'"', b"&apos;": b"'", b"&amp;": b"&"}
_NUMBERED: Final = re.compile(rb"&#(x[0-9A-Fa-f]{1,6}|[0-9]{1,7});")


class CannotPatch(Exception):
    """The workbook is built in a way that is not changed in place; a fresh one is written."""


@dataclass(frozen=True, slots=True)
class Element:
    """One element (phần tử) of a part: where its tags and its content begin and end."""

    prefix: bytes
    name: bytes
    start: int
    inner: int
    inner_stop: int
    stop: int
    attributes: Mapping[bytes, bytes]

    @property
    def is_bare(self) -> bool:
        """Whether it is written as one tag, `<x/>`."""
        return self.inner_stop == self.stop


def blank_hidden(data: bytes) -> bytes:
    """Give the part with comments, CDATA and instructions blanked out, at the same positions.

    Raises:
        CannotPatch: one of them has no end.

    """
    after_head = data.find(b"?>") + 2 if b"<?" in data[:8] else 0
    if data.find(b"<?", after_head) < 0 and b"<!" not in data:
        return data
    blanked, at = bytearray(data), 0
    while found := _HIDDEN.search(data, at):
        end = data.find(_ENDS[found[0]], found.end())
        if end < 0:
            raise CannotPatch("a comment without end")
        at = end + len(_ENDS[found[0]])
        blanked[found.start() : at] = b" " * (at - found.start())
    return bytes(blanked)


def attributes(text: bytes) -> dict[bytes, bytes]:
    """Give the attributes inside a tag as they are written, entities unresolved."""
    return {m[1]: m[2] if m[2] is not None else m[3] for m in _ATTRIBUTE.finditer(text)}


def children(data: bytes, start: int, stop: int) -> Iterator[Element]:
    """Give the elements that lie directly between two positions of a blanked part.

    Raises:
        CannotPatch: tags do not match.

    """
    depth = 0
    opened: re.Match[bytes] | None = None
    for tag in TAG.finditer(data, start, stop):
        if opened is None:
            if tag[1]:
                raise CannotPatch("tags do not match")
            opened = tag
        depth += -1 if tag[1] else not tag[4].endswith(b"/")
        if depth == 0:
            yield _element(opened, None if opened is tag else tag)
            opened = None
    if depth:
        raise CannotPatch("tags do not match")


def _element(tag: re.Match[bytes], close: re.Match[bytes] | None) -> Element:
    if close is not None and (close[2], close[3]) != (tag[2], tag[3]):
        raise CannotPatch("tags do not match")
    return Element(
        prefix=tag[2],
        name=tag[3],
        start=tag.start(),
        inner=tag.end(),
        inner_stop=close.start() if close else tag.end(),
        stop=close.end() if close else tag.end(),
        attributes=attributes(tag[4].removesuffix(b"/")),
    )


def root(data: bytes) -> Element:
    """Give the outermost element of a blanked part.

    Raises:
        CannotPatch: there is not exactly one.

    """
    found = list(children(data, 0, len(data)))
    if len(found) != 1:
        raise CannotPatch("no single root")
    return found[0]


def append_inside(data: bytes, element: Element, added: bytes) -> bytes:
    """Insert markup before the end of an element, opening it if it is written as one tag."""
    return splice(data, [insertion(data, element, added)])


def insertion(data: bytes, element: Element, added: bytes) -> tuple[int, int, bytes]:
    """Give the edit that inserts markup before the end of an element."""
    if not element.is_bare:
        return element.inner_stop, element.inner_stop, added
    opening = data[element.start : element.stop - 2].rstrip()
    closing = b"</" + element.prefix + element.name + b">"
    return element.start, element.stop, opening + b">" + added + closing


def splice(data: bytes, edits: list[tuple[int, int, bytes]]) -> bytes:
    """Carry out edits (start, stop, replacement) that do not overlap."""
    return b"".join(pieces(data, edits))


def pieces(data: bytes, edits: list[tuple[int, int, bytes]]) -> Iterator[bytes | memoryview]:
    """Give a part with its edits carried out, piece by piece."""
    view, at = memoryview(data), 0
    for start, stop, replacement in sorted(edits, key=lambda edit: edit[:2]):
        if start < at:
            raise CannotPatch("edits overlap")
        yield view[at:start]
        yield replacement
        at = stop
    yield view[at:]


def with_attributes(tag: bytes, wanted: Mapping[bytes, bytes | None]) -> bytes:
    """Give a start tag with attributes set, or taken out where the value is None."""
    for name, value in wanted.items():
        value_pattern = rb"""\s*+=\s*+(?:"[^"]*"|'[^']*')"""
        pattern = re.compile(rb"(?<!\s)\s++" + re.escape(name) + value_pattern)
        new = b"" if value is None else b" " + name + b'="' + value + b'"'
        tag, count = pattern.subn(new.replace(b"\\", rb"\\"), tag, count=1)
        if not count and new:
            at = len(tag) - (2 if tag.endswith(b"/>") else 1)
            tag = tag[:at].rstrip() + new + tag[at:]
    return tag


def text(value: str) -> bytes:
    """Write text between tags: what XML or a spreadsheet program would misread is escaped."""
    plain = legal(value).replace("\r\n", "\n")
    plain = _ESCAPE_LIKE.sub("_x005F_", plain).replace("\r", "_x000D_")
    return plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").encode()


def quoted(value: str) -> bytes:
    """Write text inside a double-quoted attribute."""
    plain = legal(value)
    for sign, written in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        plain = plain.replace(sign, written)
    return plain.replace("\t", "&#9;").replace("\n", "&#10;").replace("\r", "&#13;").encode()


def plain(value: bytes) -> str:
    """Read an attribute's value: entities resolved."""
    value = _NUMBERED.sub(_sign, value)
    for written, sign in _ENTITIES.items():
        value = value.replace(written, sign)
    return value.decode("utf-8", "replace")


def whole(value: bytes | None) -> int:
    """Read an attribute's count; what is none is 0."""
    return int(value) if value and value.isdigit() and len(value) < _LONGEST_NUMBER else 0


def _sign(found: re.Match[bytes]) -> bytes:
    number = int(found[1][1:], 16) if found[1].startswith(b"x") else int(found[1])
    legal = 0 < number <= 0x10FFFF and not 0xD800 <= number <= 0xDFFF  # noqa: PLR2004 - Unicode
    return chr(number).encode() if legal else b"\xef\xbf\xbd"

"""Cell formats of a workbook, with colours added (kiểu ô có tô màu).

A marked cell keeps its own format: number format, font, borders, protection are those of a
copy that differs in the fill alone. The colours are told apart from a user's own, and the fill
they cover is remembered inside them, so that they can be taken off again.
"""

import re
from collections.abc import Mapping
from typing import Final

from ntm_verify.domain.findings import Severity

from .annotate_xml import (
    TAG,
    CannotPatch,
    Element,
    append_inside,
    blank_hidden,
    children,
    root,
    splice,
    with_attributes,
)

FILLS: Final[Mapping[Severity, bytes]] = {
    Severity.ERROR: b"FFFFC9C4",
    Severity.WARNING: b"FFFFE7A8",
    Severity.INFO: b"FFCFE4FA",
}
"""Light red, light amber, light blue; no office program offers exactly these."""

HEAD_FILL: Final = b"FFE7E6E6"
_ORDER: Final = (
    b"numFmts", b"fonts", b"fills", b"borders", b"cellStyleXfs", b"cellXfs", b"cellStyles", b"dxfs",
    b"tableStyles", b"colors", b"extLst",
)  # fmt: skip
_EMPTY: Final = {
    b"fonts": b'<@fonts count="1"><@font><@sz val="11"/><@name val="Calibri"/></@font></@fonts>',
    b"fills": b'<@fills count="0"></@fills>',
    b"borders": b'<@borders count="1"><@border/></@borders>',
    b"cellStyleXfs": b'<@cellStyleXfs count="1"><@xf/></@cellStyleXfs>',
    b"cellXfs": b'<@cellXfs count="0"></@cellXfs>',
}
_RESERVED: Final = (b"none", b"gray125")
_MOST_FORMATS: Final = 60_000
_UNDER: Final = re.compile(
    rb'<(?:[\w.-]+:)?fgColor rgb="(?:%s)"\s*/><(?:[\w.-]+:)?bgColor ([^<>/]*)/>'
    % b"|".join(FILLS.values())
)
_COLOUR: Final = re.compile(rb"<(?:[\w.-]+:)?fgColor(\s[^<>/]*)/?>")
_SOLID: Final = re.compile(rb"""patternType=["']solid["']""")
_FILL_ID: Final = re.compile(rb"""\sfillId=["']([0-9]{1,9})["']""")
_FONT_MARKS: Final = re.compile(rb"<(?:[\w.-]+:)?(?:b|u|i|strike|color)(?:\s[^<>]*)?/>")


class _Items:
    """The items of one section, and those that are added."""

    def __init__(self, data: bytes, seen: bytes, section: Element) -> None:
        self.section = section
        inside = children(seen, section.inner, section.inner_stop)
        self.items = [data[one.start : one.stop] for one in inside]
        self.known = len(self.items)
        self.numbers: dict[bytes, int] = {}

    def keep(self, item: bytes) -> int:
        """Give the number of an item, which is added unless it is there already."""
        if not self.numbers:
            self.numbers = {one: at for at, one in reversed(list(enumerate(self.items)))}
        number = self.numbers.setdefault(item, len(self.items))
        if number == len(self.items):
            self.items.append(item)
        return number

    def edits(self, data: bytes) -> list[tuple[int, int, bytes]]:
        """Give the edits that add the new items and count them."""
        new = self.items[self.known :]
        if not new:
            return []
        one = self.section
        tag = data[one.start : one.inner]
        counted = with_attributes(tag, {b"count": b"%d" % len(self.items)})
        if one.is_bare:
            closing = b"</" + one.prefix + one.name + b">"
            opened = counted[:-2].rstrip() + b">"
            return [(one.start, one.stop, opened + b"".join(new) + closing)]
        return [
            (one.start, one.inner, counted),
            (one.inner_stop, one.inner_stop, b"".join(new)),
        ]


class Styles:
    """The formats of one workbook, being added to."""

    def __init__(self, data: bytes, used: int = 0) -> None:
        """Take the part; `used` formats exist at least, even where the part tells of fewer.

        Raises:
            CannotPatch: the part is not built as the format wants it.

        """
        self.data = data
        sections = self._sections()
        for name in _EMPTY:
            if name not in sections:
                self._insert(name, sections)
                sections = self._sections()
        seen = blank_hidden(self.data)
        self._fonts, self._fills, self._formats = (
            _Items(self.data, seen, sections[name]) for name in (b"fonts", b"fills", b"cellXfs")
        )
        for pattern in _RESERVED[len(self._fills.items) :]:
            fill = b'<@fill><@patternFill patternType="%s"/></@fill>' % pattern
            self._fills.items.append(self._tagged(fill))
        missing = max(used, 1) - len(self._formats.items)
        self._formats.items += [self._tagged(b"<@xf/>")] * missing
        self._marked: dict[tuple[int, Severity], int] = {}

    def _sections(self) -> dict[bytes, Element]:
        seen = blank_hidden(self.data)
        top = root(seen)
        self._prefix = top.prefix
        return {one.name: one for one in children(seen, top.inner, top.inner_stop)}

    def _insert(self, name: bytes, sections: Mapping[bytes, Element]) -> None:
        """Insert a missing section at its place."""
        later = _ORDER[_ORDER.index(name) + 1 :]
        at = next((sections[one].start for one in later if one in sections), -1)
        added = self._tagged(_EMPTY[name])
        if at < 0:
            self.data = append_inside(self.data, root(blank_hidden(self.data)), added)
        else:
            self.data = self.data[:at] + added + self.data[at:]

    def _tagged(self, markup: bytes) -> bytes:
        """Give our own markup, "@" standing for the part's prefix."""
        return markup.replace(b"@", self._prefix)

    # ---- marking

    def marked(self, base: int, severity: Severity) -> int:
        """Give the number of a format that is `base` with a severity's colour.

        Raises:
            CannotPatch: there is no such format, or there are more than programs take.

        """
        known = self._marked.get((base, severity))
        if known is None:
            if base >= len(self._formats.items) or len(self._formats.items) >= _MOST_FORMATS:
                raise CannotPatch("cell format out of range")
            fill = self._fill(FILLS[severity], self._colour_of(base))
            known = self._marked[base, severity] = self._formats.keep(self._with_fill(base, fill))
        return known

    def _with_fill(self, base: int, fill: int) -> bytes:
        xf = self._formats.items[base]
        tag = TAG.match(xf)
        if tag is None:
            raise CannotPatch("cell format out of range")
        changed = {b"fillId": b"%d" % fill, b"applyFill": b"1"}
        return with_attributes(tag[0], changed) + xf[tag.end() :]

    def _fill(self, colour: bytes, under: bytes) -> int:
        return self._solid(b'rgb="%s"' % colour, under)

    def _solid(self, colour: bytes, under: bytes = b'indexed="64"') -> int:
        return self._fills.keep(
            self._tagged(b'<@fill><@patternFill patternType="solid"><@fgColor ')
            + (colour + self._tagged(b"/><@bgColor ") + under)
            + self._tagged(b"/></@patternFill></@fill>")
        )

    def _fill_of(self, base: int) -> bytes:
        found = _FILL_ID.search(self._formats.items[base])
        number = int(found[1]) if found else 0
        return self._fills.items[number] if number < len(self._fills.items) else b""

    def _colour_of(self, base: int) -> bytes:
        """Give the colour of a format's own solid fill, as attributes; none is `indexed="64"`."""
        fill = self._fill_of(base)
        colour = _COLOUR.search(fill)
        return colour[1].strip() if colour and _SOLID.search(fill) else b'indexed="64"'

    def unmarked(self, *, keep_colour: bool) -> Mapping[int, int]:
        """Give the formats that carry our colours, each with what it was before.

        `keep_colour` says whether the covered colour is to be believed.
        """
        restored: dict[int, int] = {}
        for number in range(self._formats.known):
            under = _UNDER.search(self._fill_of(number))
            if under is None:
                continue
            fill = 0
            if keep_colour and under[1].strip() != b'indexed="64"':
                fill = self._solid(under[1].strip())
            restored[number] = self._formats.keep(self._with_fill(number, fill))
        return restored

    # ---- formats of the findings sheet

    def font(self, *, bold: bool = False, colour: bytes = b"", underlined: bool = False) -> int:
        """Add a font: the workbook's own first one, with these marks and no others."""
        tag = TAG.match(self._fonts.items[0]) if self._fonts.items else None
        own = self._fonts.items[0][tag.end() :].rpartition(b"</")[0] if tag else b""
        marks = (b"<@b/>" if bold else b"") + (b"<@u/>" if underlined else b"")
        marks += b'<@color rgb="%s"/>' % colour if colour else b""
        opening, closing = self._tagged(b"<@font>" + marks), self._tagged(b"</@font>")
        return self._fonts.keep(opening + _FONT_MARKS.sub(b"", own) + closing)

    def sheet_format(
        self, *, font: int = 0, fill: bytes = b"", quoted: bool = False, wrap: bool = True
    ) -> int:
        """Add a format for text cells: top-aligned, wrapped, never taken for a number."""
        number = self._fill(fill, b'indexed="64"') if fill else 0
        prefixed = b' quotePrefix="1"' if quoted else b""
        wrapped = b' wrapText="1"' if wrap else b""
        xf = self._tagged(
            b'<@xf numFmtId="49" fontId="%d" fillId="%d" borderId="0" xfId="0"%s '
            b'applyNumberFormat="1" applyFont="1" applyFill="1" applyAlignment="1">'
            b'<@alignment vertical="top"%s/></@xf>' % (font, number, prefixed, wrapped)
        )
        return self._formats.keep(xf)

    def to_bytes(self) -> bytes:
        """Give the part with everything added."""
        added = (self._fonts, self._fills, self._formats)
        return splice(self.data, [edit for one in added for edit in one.edits(self.data)])

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
    rb'<(?:[\w.-]+:)?fgColor rgb="(?:%s)"\s*/>\s*<(?:[\w.-]+:)?bgColor ([^<>]*?)\s*/>'
    % b"|".join(FILLS.values())
)
_FONT_MARKS: Final = re.compile(rb"<(?:[\w.-]+:)?(?:b|u|i|strike|color)(?:\s[^<>]*)?/>")


class Styles:
    """The formats of one workbook, being added to."""

    def __init__(self, data: bytes, used: int = 0) -> None:
        """Take the part; `used` formats exist at least, even where the part tells of fewer.

        Raises:
            CannotPatch: the part is not built as the format wants it.

        """
        self.data = data
        for name in _EMPTY:
            self._ensure(name)
        while len(self._items(b"fills")) < len(_RESERVED):
            pattern = _RESERVED[len(self._items(b"fills"))]
            fill = self._tagged(b'<@fill><@patternFill patternType="%s"/></@fill>' % pattern)
            self._add(b"fills", fill)
        missing = max(used, 1) - len(self._items(b"cellXfs"))
        if missing > 0:
            self._add(b"cellXfs", self._tagged(b"<@xf/>") * missing, missing)
        self._formats = [self.data[one.start : one.stop] for one in self._items(b"cellXfs")]
        self._fills = [self.data[one.start : one.stop] for one in self._items(b"fills")]
        self._first_new_format, self._first_new_fill = len(self._formats), len(self._fills)
        self._marked: dict[tuple[int, Severity], int] = {}
        self._fill_numbers: dict[bytes, int] = {}

    # ---- reading

    def _sections(self) -> dict[bytes, Element]:
        seen = blank_hidden(self.data)
        top = root(seen)
        self._prefix = top.prefix
        return {one.name: one for one in children(seen, top.inner, top.inner_stop)}

    def _items(self, name: bytes) -> list[Element]:
        section = self._sections()[name]
        return list(children(blank_hidden(self.data), section.inner, section.inner_stop))

    def _ensure(self, name: bytes) -> None:
        sections = self._sections()
        if name in sections:
            return
        later = _ORDER[_ORDER.index(name) + 1 :]
        at = next((sections[one].start for one in later if one in sections), -1)
        added = self._tagged(_EMPTY[name])
        if at < 0:
            top = root(blank_hidden(self.data))
            self.data = append_inside(self.data, top, added)
        else:
            self.data = self.data[:at] + added + self.data[at:]

    def _tagged(self, markup: bytes) -> bytes:
        """Give our own markup, "@" standing for the part's prefix."""
        return markup.replace(b"@", self._prefix)

    def _add(self, name: bytes, added: bytes, count: int = 1) -> int:
        """Add items to a section; give the number of the first."""
        before = len(self._items(name))
        self.data = append_inside(self.data, self._sections()[name], added)
        section = self._sections()[name]
        tag = self.data[section.start : section.inner]
        counted = with_attributes(tag, {b"count": b"%d" % (before + count)})
        self.data = self.data[: section.start] + counted + self.data[section.inner :]
        return before

    # ---- marking

    def marked(self, base: int, severity: Severity) -> int:
        """Give the number of a format that is `base` with a severity's colour.

        Raises:
            CannotPatch: there is no such format, or there are more than programs take.

        """
        known = self._marked.get((base, severity))
        if known is None:
            if base >= len(self._formats) or len(self._formats) >= _MOST_FORMATS:
                raise CannotPatch("cell format out of range")
            fill = self._fill(FILLS[severity], self._colour_of(base))
            known = self._marked[base, severity] = self._keep(self._with_fill(base, fill))
        return known

    def _with_fill(self, base: int, fill: int) -> bytes:
        xf = self._formats[base]
        tag = TAG.match(xf)
        if tag is None:
            raise CannotPatch("cell format out of range")
        changed = {b"fillId": b"%d" % fill, b"applyFill": b"1"}
        return with_attributes(tag[0], changed) + xf[tag.end() :]

    def _keep(self, xf: bytes) -> int:
        self._formats.append(xf)
        return len(self._formats) - 1

    def _fill(self, colour: bytes, under: bytes) -> int:
        return self._solid(b'rgb="%s"' % colour, under)

    def _solid(self, colour: bytes, under: bytes = b'indexed="64"') -> int:
        fill = (
            self._tagged(b'<@fill><@patternFill patternType="solid"><@fgColor ')
            + (colour + self._tagged(b"/><@bgColor ") + under)
            + self._tagged(b"/></@patternFill></@fill>")
        )
        if fill not in self._fill_numbers:
            self._fills.append(fill)
            self._fill_numbers[fill] = len(self._fills) - 1
        return self._fill_numbers[fill]

    def _fill_of(self, base: int) -> bytes:
        found = re.search(rb'\sfillId\s*=\s*["\']([0-9]+)["\']', self._formats[base])
        number = int(found[1]) if found else 0
        return self._fills[number] if number < len(self._fills) else b""

    def _colour_of(self, base: int) -> bytes:
        """Give the colour of a format's own solid fill, as attributes; none is `indexed="64"`."""
        fill = self._fill_of(base)
        colour = re.search(rb"<(?:[\w.-]+:)?fgColor((?:\s[^<>]*?)?)/?>", fill)
        solid = re.search(rb'patternType\s*=\s*["\']solid["\']', fill)
        return colour[1].strip().rstrip(b"/") if colour and solid else b'indexed="64"'

    def unmarked(self, *, keep_colour: bool) -> Mapping[int, int]:
        """Give the formats that carry our colours, each with what it was before.

        `keep_colour` says whether the covered colour is to be believed.
        """
        restored: dict[int, int] = {}
        for number in range(len(self._formats)):
            under = _UNDER.search(self._fill_of(number))
            if under is None:
                continue
            fill = 0
            if keep_colour and under[1] != b'indexed="64"':
                fill = self._solid(under[1])
            xf = self._with_fill(number, fill)
            restored[number] = self._formats.index(xf) if xf in self._formats else self._keep(xf)
        return restored

    # ---- formats of the findings sheet

    def font(self, *, bold: bool = False, colour: bytes = b"", underlined: bool = False) -> int:
        """Add a font: the workbook's own first one, with these marks and no others."""
        first = self._items(b"fonts")[:1]
        own = self.data[first[0].inner : first[0].inner_stop] if first else b""
        marks = (b"<@b/>" if bold else b"") + (b"<@u/>" if underlined else b"")
        marks += b'<@color rgb="%s"/>' % colour if colour else b""
        opening, closing = self._tagged(b"<@font>" + marks), self._tagged(b"</@font>")
        return self._add(b"fonts", opening + _FONT_MARKS.sub(b"", own) + closing)

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
        self._formats.append(xf)
        return len(self._formats) - 1

    def to_bytes(self) -> bytes:
        """Give the part with everything added."""
        for name, items, first in (
            (b"fills", self._fills, self._first_new_fill),
            (b"cellXfs", self._formats, self._first_new_format),
        ):
            new = items[first:]
            if new:
                self._add(name, b"".join(new), len(new))
        self._first_new_format, self._first_new_fill = len(self._formats), len(self._fills)
        return self.data

"""Marks of an earlier round taken off (bỏ đánh dấu của lần trước).

A returned copy is mended and handed in again. What this service wrote into it the last time,
colours, notes and the sheet of findings, must not stand beside what it writes now.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from ntm_verify.domain.columns import FINDINGS_MARK
from ntm_verify.domain.marks import NOTE_AUTHOR

from .annotate_notes import place_of
from .annotate_package import Package
from .annotate_styles import Styles
from .annotate_xml import Element, blank_hidden, children, plain, root, splice
from .container import unpack
from .shared_strings import read_strings

_FIRST_CELL: Final = re.compile(
    rb'<(?:[\w.-]+:)?c\s[^<>]*?\br="A1"[^<>]*>(.{0,1000}?)</(?:[\w.-]+:)?c>', re.DOTALL
)
_SHARED: Final = re.compile(rb"<(?:[\w.-]+:)?v>([0-9]{1,9})</")
_SHAPE: Final = re.compile(rb"<([\w.-]{1,20}:)shape\s")
_ROW: Final = re.compile(rb"<[\w.-]+:Row>\s*([0-9]{1,7})\s*</")
_COLUMN: Final = re.compile(rb"<[\w.-]+:Column>\s*([0-9]{1,5})\s*</")
_OURS: Final = re.compile(rb"(?:\n|&#10;|&#xA;)?" + NOTE_AUTHOR.encode() + rb": [^<]*")


class Earlier:
    """What an earlier round left in a workbook."""

    def __init__(self, package: Package, frame: str, sheets: Mapping[str, str]) -> None:
        """Look for the sheet of findings: name → path of every sheet."""
        self.package = package
        self.frame = frame
        self._marks: set[int] | None = None
        self.findings = next((p for p in sheets.values() if self._is_findings(p)), "")

    def _is_findings(self, path: str) -> bool:
        """Say whether A1 of a sheet holds our mark; only the sheet's beginning is unpacked."""
        member = next(
            (m for n, m in self.package.members.items() if n.lower() == path.lower()), None
        )
        if member is None:
            return False
        head = next(unpack(self.package.content, member, self.package.limits), b"")
        cell = _FIRST_CELL.search(head)
        if cell is None:
            return False
        if FINDINGS_MARK in plain(cell[1]):
            return True
        shared = _SHARED.search(cell[1])
        return shared is not None and int(shared[1]) in self._marked_strings()

    def _marked_strings(self) -> set[int]:
        """Give the numbers of shared texts that are our mark."""
        if self._marks is None:
            parts = self.package.relations(self.frame)
            paths = (one.target for one in parts if one.kind == "sharedStrings")
            path = next((one for one in paths if self.package.has(one)), "")
            data = self.package.read(path) if path else b""
            known = NOTE_AUTHOR.encode() in data
            texts = read_strings(bytearray(data), self.package.limits) if known else []
            self._marks = {at for at, one in enumerate(texts) if one == FINDINGS_MARK}
            self.package.forget(path)
        return self._marks

    def restored_formats(self, styles: Styles) -> Mapping[int, int]:
        """Give formats that carry our colours, each with the one it was before."""
        mangled = self.package.has("docProps/app.xml") and b"LibreOffice" in self.package.read(
            "docProps/app.xml"
        )
        return styles.unmarked(keep_colour=not mangled)

    def clean_notes(self, path: str) -> None:
        """Take our notes out of a sheet's notes, with their boxes."""
        relations = self.package.relations(path)
        for one in relations:
            if one.kind == "comments" and self.package.has(one.target):
                gone = self._clean_texts(one.target)
                if gone:
                    for drawing in relations:
                        if drawing.kind == "vmlDrawing" and self.package.has(drawing.target):
                            self._clean_boxes(drawing.target, gone)

    def _clean_texts(self, path: str) -> set[tuple[int, int]]:
        data = self.package.read(path)
        if NOTE_AUTHOR.encode() not in data:
            return set()
        seen = blank_hidden(data)
        top = root(seen)
        ours, comments = _authors_and_comments(seen, top)
        gone: set[tuple[int, int]] = set()
        edits: list[tuple[int, int, bytes]] = []
        for one in comments:
            if one.attributes.get(b"authorId") in ours:
                gone.add(place_of(one.attributes.get(b"ref", b"").decode("ascii", "replace")))
                edits.append((one.start, one.stop, b""))
            else:
                found = _OURS.finditer(data, one.inner, one.inner_stop)
                edits += [(ours.start(), ours.end(), b"") for ours in found]
        if edits:
            self.package.write(path, splice(data, edits))
        return gone

    def _clean_boxes(self, path: str, gone: set[tuple[int, int]]) -> None:
        data = self.package.read(path)
        edits = [
            (start, stop, b"") for start, stop in _shapes(data) if _place(data[start:stop]) in gone
        ]
        if edits:
            self.package.write(path, splice(data, edits))


def _shapes(data: bytes) -> Iterator[tuple[int, int]]:
    """Give where the shapes of a drawing begin and end; drawings need not be well-formed."""
    at = 0
    while found := _SHAPE.search(data, at):
        closing = b"</" + found[1] + b"shape>"
        end = data.find(closing, found.end())
        if end < 0:
            return
        at = end + len(closing)
        yield found.start(), at


def _authors_and_comments(seen: bytes, top: Element) -> tuple[set[bytes], list[Element]]:
    ours: set[bytes] = set()
    comments: list[Element] = []
    for section in children(seen, top.inner, top.inner_stop):
        inside = list(children(seen, section.inner, section.inner_stop))
        if section.name == b"authors":
            author = NOTE_AUTHOR.encode()
            ours = {
                b"%d" % at
                for at, one in enumerate(inside)
                if seen[one.inner : one.inner_stop].strip() == author
            }
        elif section.name == b"commentList":
            comments = inside
    return ours, comments


def _place(shape: bytes) -> tuple[int, int]:
    row, column = _ROW.search(shape), _COLUMN.search(shape)
    return (int(row[1]) + 1, int(column[1]) + 1) if row and column else (0, 0)


def restore_styles(data: bytes, restored: Mapping[int, int]) -> bytes:
    """Give cells, rows and columns of a sheet the formats they had before."""
    numbers = b"|".join(b"%d" % number for number in restored)
    if not numbers or not re.search(rb'="(?:%s)"' % numbers, data):
        return data
    pattern = re.compile(
        rb'(<(?:[\w.-]+:)?(?:c|row|col)\s(?:[^<>]*?\s)?(?:s|style)=")(%s)(?=")' % numbers
    )
    return pattern.sub(lambda found: found[1] + b"%d" % restored[int(found[2])], data)

"""A user's own workbook with marks in it (đánh dấu trực tiếp trên sổ tính của người nộp).

Touched are the sheets that have marks, the formats, the notes, and what names the parts; every
other part is the same bytes as before.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from ntm_verify.domain.findings import Severity
from ntm_verify.domain.marks import Annotation, CellMark

from .annotate_again import Earlier, restore_styles
from .annotate_list import FINDINGS_SHEET, Formats, findings_sheet
from .annotate_notes import MOST_NOTES, Note, add_notes, joined_texts, place_of
from .annotate_package import MAIN, OFFICE, Package
from .annotate_sheet import Restyle, SheetPatch, highest_style
from .annotate_styles import Styles
from .annotate_xml import (
    CannotPatch,
    append_inside,
    blank_hidden,
    children,
    plain,
    quoted,
    root,
    whole,
)
from .limits import Limits

_SHEET_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_STYLES_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
_NO_STYLES: Final = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<styleSheet xmlns="%s"/>' % MAIN
)
_GRAVITY: Final = list(Severity)


@dataclass(frozen=True, slots=True)
class _Sheet:
    """One sheet as the workbook names it."""

    name: str
    path: str


@dataclass(frozen=True, slots=True)
class _Marked:
    """All that is said of one cell."""

    line: int
    column: int
    cell: str
    severity: Severity
    text: str


def annotate_book(content: bytes, annotation: Annotation, limits: Limits) -> bytes:
    """Give the workbook with its wrong cells coloured and noted, and a sheet of findings.

    Raises:
        CannotPatch: it is built in a way that is not changed in place.
        ListRefused: the container is broken or unsafe.

    """
    return _Annotator(Package(content, limits), annotation).run()


class _Annotator:
    """Changes one workbook part by part."""

    def __init__(self, package: Package, annotation: Annotation) -> None:
        self.package = package
        self.annotation = annotation
        self.frame = package.workbook_path()
        self._require_transitional()
        self.sheets = self._sheets()
        self.earlier = Earlier(package, self.frame, {one.name: one.path for one in self.sheets})
        self.sheets = [one for one in self.sheets if one.path != self.earlier.findings]
        if not self.sheets:
            raise CannotPatch("no sheet")

    def _require_transitional(self) -> None:
        top = root(blank_hidden(self.package.read(self.frame)))
        spaces = {
            v
            for k, v in top.attributes.items()
            if k == b"xmlns" or k == b"xmlns:" + top.prefix[:-1]
        }
        if MAIN not in spaces or top.name != b"workbook":
            raise CannotPatch("not a transitional workbook")

    def _sheets(self) -> list[_Sheet]:
        return [_Sheet(name, path) for name, path in sheets_of(self.package)]

    def run(self) -> bytes:
        """Mark, note, and tell."""
        styles = self._open_styles()
        restored = self.earlier.restored_formats(styles)
        room = MOST_NOTES
        for sheet in self.sheets:
            marks = _by_cell(self._marks_of(sheet.name))
            room = self._change(sheet, marks, styles, restored, room)
        formats = Formats.of(styles)
        self._add_findings(formats)
        self.package.write(self._styles_path, styles.to_bytes())
        return self.package.to_bytes()

    def _marks_of(self, name: str) -> list[CellMark]:
        first = self.sheets[0].name
        return [mark for mark in self.annotation.marks if (mark.sheet or first) == name]

    def _open_styles(self) -> Styles:
        for one in self.package.relations(self.frame):
            if one.kind == "styles" and self.package.has(one.target):
                self._styles_path = one.target
                return Styles(self.package.read(one.target))
        taken = self.package.has("xl/styles.xml")
        self._styles_path = self.package.new_path("xl/styles{}.xml") if taken else "xl/styles.xml"
        self.package.declare(self._styles_path, _STYLES_TYPE)
        self.package.relate(self.frame, "styles", self._styles_path)
        used = 0
        for sheet in self.sheets:
            used = max(used, highest_style(self.package.read(sheet.path)) + 1)
        return Styles(_NO_STYLES, used)

    def _change(
        self,
        sheet: _Sheet,
        marks: Sequence[_Marked],
        styles: Styles,
        restored: Mapping[int, int],
        room: int,
    ) -> int:
        """Change one sheet if there is anything to change; give the room left for notes."""
        self.earlier.clean_notes(sheet.path)
        if not marks and not restored:
            return room
        before = self.package.read(sheet.path)
        data = restore_styles(before, restored)
        if not marks and data is before:
            return room
        patch = SheetPatch(data)
        patch.restyle(_restyles(marks, styles))
        notes = [Note(one.line, one.column, one.cell, one.text) for one in marks[:room]]
        if notes:
            add_notes(self.package, sheet.path, patch, notes)
        self.package.write_pieces(sheet.path, patch.pieces())
        self.package.forget(sheet.path)
        return room - len(notes)

    def _add_findings(self, formats: Formats) -> None:
        data = findings_sheet(self.annotation, formats, [one.name for one in self.sheets])
        if self.earlier.findings:
            self.package.write(self.earlier.findings, data)
            return
        path = self.package.new_path("xl/worksheets/sheet{}.xml")
        self.package.write(path, data)
        self.package.declare(path, _SHEET_TYPE)
        relation = self.package.relate(self.frame, "worksheet", path)
        self._name_sheet(relation)

    def _name_sheet(self, relation: str) -> None:
        data = self.package.read(self.frame)
        seen = blank_hidden(data)
        top = root(seen)
        (section,) = (
            one for one in children(seen, top.inner, top.inner_stop) if one.name == b"sheets"
        )
        there = list(children(seen, section.inner, section.inner_stop))
        names = {plain(one.attributes.get(b"name", b"")).casefold() for one in there}
        numbers = [whole(one.attributes.get(b"sheetId")) for one in there]
        base = FINDINGS_SHEET.get(self.annotation.language, FINDINGS_SHEET["vi"])
        tries = (base, *(f"{base} ({nth})" for nth in range(2, len(names) + 3)))
        name = next(one for one in tries if one.casefold() not in names)
        added = b'<%ssheet name="%s" sheetId="%d" xmlns:r="%s" r:id="%s"/>' % (
            section.prefix,
            quoted(name),
            max(numbers, default=0) + 1,
            OFFICE.encode(),
            relation.encode(),
        )
        self.package.write(self.frame, append_inside(data, section, added))


def sheets_of(package: Package) -> list[tuple[str, str]]:
    """Give name and path of every sheet of a workbook, in its order.

    Raises:
        CannotPatch: there is no workbook.

    """
    frame = package.workbook_path()
    data = blank_hidden(package.read(frame))
    paths = {one.id: one for one in package.relations(frame)}
    top = root(data)
    found = []
    for section in children(data, top.inner, top.inner_stop):
        if section.name != b"sheets":
            continue
        for one in children(data, section.inner, section.inner_stop):
            named = [v for k, v in one.attributes.items() if k.rpartition(b":")[2] == b"id"]
            relation = paths.get(plain(named[0]) if named else "")
            if relation is not None and relation.kind == "worksheet":
                found.append((plain(one.attributes.get(b"name", b"")), relation.target))
    return found


def _by_cell(marks: Sequence[CellMark]) -> list[_Marked]:
    """Gather what is said of each cell: the gravest colour, all the words."""
    texts: dict[str, list[str]] = {}
    gravest: dict[str, Severity] = {}
    for mark in marks:
        texts.setdefault(mark.cell, []).append(mark.text)
        known = gravest.setdefault(mark.cell, mark.severity)
        gravest[mark.cell] = min(known, mark.severity, key=_GRAVITY.index)
    found = [
        _Marked(*place_of(cell), cell, gravest[cell], joined_texts(said))
        for cell, said in texts.items()
    ]
    return sorted((one for one in found if one.line), key=lambda one: (one.line, one.column))


def _restyles(marks: Sequence[_Marked], styles: Styles) -> dict[int, dict[int, Restyle]]:
    wanted: dict[int, dict[int, Restyle]] = {}
    for mark in marks:
        how = partial(styles.marked, severity=mark.severity)
        wanted.setdefault(mark.line, {})[mark.column] = how
    return wanted

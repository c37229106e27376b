"""Notes in cells (ghi chú trong ô): the classic kind, which every office program shows.

A note is two things: its text in a comments part, and the box it is shown in, a shape of a
drawing. Both are appended to what a sheet already has.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ntm_verify.domain.cell_shapes import column_number
from ntm_verify.domain.marks import NOTE_AUTHOR

from .annotate_package import MAIN, Package
from .annotate_sheet import SheetPatch
from .annotate_xml import (
    CannotPatch,
    Element,
    append_inside,
    blank_hidden,
    children,
    root,
    splice,
    text,
)

MOST_NOTES: Final = 5_000
"""As many notes one workbook gets; more make office programs slow. Colours have no such limit."""

LONGEST_NOTE: Final = 1_500
_CLUSTER: Final = 1_024
_LAST_COLUMN: Final = 16_383
_COMMENTS: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_DRAWING: Final = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_SHAPE_ID: Final = re.compile(rb"_x0000_s([0-9]{1,9})\b")
_CLUSTERS: Final = re.compile(rb'(<[\w.-]*:?idmap\b[^<>]*?\bdata=")([0-9, ]*)(")')
_VML: Final = (
    b'<xml xmlns:v="urn:schemas-microsoft-com:vml" '
    b'xmlns:o="urn:schemas-microsoft-com:office:office" '
    b'xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit">'
    b'<o:idmap v:ext="edit" data=""/></o:shapelayout></xml>'
)
_SPACES: Final = (
    b'xmlns:v="urn:schemas-microsoft-com:vml"',
    b'xmlns:o="urn:schemas-microsoft-com:office:office"',
    b'xmlns:x="urn:schemas-microsoft-com:office:excel"',
)
_OPENING: Final = re.compile(rb"<xml\b[^<>]*>")
_SHAPE_TYPE: Final = (
    b'<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" '
    b'path="m,l,21600r21600,l21600,xe"%s><v:stroke joinstyle="miter"/>'
    b'<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_SHAPE: Final = (
    b'<v:shape id="_x0000_s%d" type="#_x0000_t202" style="position:absolute;margin-left:60pt;'
    b'margin-top:2pt;width:240pt;height:%dpt;z-index:%d;visibility:hidden" fillcolor="#ffffe1" '
    b'o:insetmode="auto"%s><v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/>'
    b'<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"><div '
    b'style="text-align:left"></div></v:textbox><x:ClientData ObjectType="Note"><x:MoveWithCells/>'
    b"<x:SizeWithCells/><x:Anchor>%d, 15, %d, 2, %d, 40, %d, 4</x:Anchor>"
    b"<x:AutoFill>False</x:AutoFill><x:Row>%d</x:Row><x:Column>%d</x:Column></x:ClientData>"
    b"</v:shape>"
)
_SIGNS_A_LINE: Final = 42
_LINE_POINTS: Final = 14


@dataclass(frozen=True, slots=True)
class Note:
    """One note (một ghi chú): the cell's line and column, counted from 1, and what it says."""

    line: int
    column: int
    cell: str
    text: str


def add_notes(package: Package, path: str, sheet: SheetPatch, notes: Sequence[Note]) -> None:
    """Write notes into a sheet: text part, drawing, and the relations between them.

    Raises:
        CannotPatch: the sheet's own notes are not built as the format wants them.

    """
    relations = package.relations(path)
    own = next((one.target for one in relations if one.kind == "comments"), "")
    new = list(notes)
    if own and package.has(own):
        new = _append_texts(package, own, notes)
    else:
        made = package.new_path("xl/comments{}.xml")
        package.write(made, _new_texts(notes))
        package.declare(made, _COMMENTS)
        package.relate(path, "comments", made)
    drawing = sheet.notes_drawing()
    known = next((one.target for one in relations if one.id == drawing), "") if drawing else ""
    if known and package.has(known):
        package.write(known, _with_shapes(package, package.read(known), new))
        return
    if drawing:
        raise CannotPatch("a drawing is named that is not there")
    made = package.new_path("xl/drawings/vmlDrawing{}.vml")
    package.write(made, _with_shapes(package, _VML, new))
    package.declare(made, _DRAWING)
    sheet.add_notes_drawing(package.relate(path, "vmlDrawing", made))


# ---- texts


def _new_texts(notes: Sequence[Note]) -> bytes:
    head = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<comments xmlns="%s">' % MAIN
    author = b"<authors><author>%s</author></authors>" % NOTE_AUTHOR.encode()
    items = b"".join(_comment(b"", 0, note) for note in notes)
    return head + author + b"<commentList>" + items + b"</commentList></comments>"


def _comment(prefix: bytes, author: int, note: Note) -> bytes:
    opening = f'comment ref="{note.cell}" authorId="{author}">'.encode()
    run = _run(prefix, note.text)
    p = prefix
    return b"<%s%s<%stext>%s</%stext></%scomment>" % (p, opening, p, run, p, p)


def _run(prefix: bytes, said: str) -> bytes:
    p, inside = prefix, text(said[:LONGEST_NOTE])
    return b'<%sr><%st xml:space="preserve">%s</%st></%sr>' % (p, p, inside, p, p)


def _append_texts(package: Package, path: str, notes: Sequence[Note]) -> list[Note]:
    """Add to a sheet's own notes; give those that need a box, as their cells had no note."""
    data = package.read(path)
    seen = blank_hidden(data)
    top = root(seen)
    parts = {one.name: one for one in children(seen, top.inner, top.inner_stop)}
    if not {b"authors", b"commentList"} <= parts.keys():
        raise CannotPatch("comments without authors")
    authors, texts = parts[b"authors"], parts[b"commentList"]
    number = sum(1 for _ in children(seen, authors.inner, authors.inner_stop))
    there = {
        one.attributes.get(b"ref", b"").decode("ascii", "replace"): one
        for one in children(seen, texts.inner, texts.inner_stop)
    }
    new = [note for note in notes if note.cell not in there]
    edits = [_joined(seen, there[note.cell], note) for note in notes if note.cell in there]
    data = splice(data, edits)
    top = root(blank_hidden(data))
    if new:
        data = _append(data, b"commentList", b"".join(_comment(top.prefix, number, n) for n in new))
        p = top.prefix
        author = b"<%sauthor>%s</%sauthor>" % (p, NOTE_AUTHOR.encode(), p)
        data = _append(data, b"authors", author)
    package.write(path, data)
    return new


def _append(data: bytes, name: bytes, added: bytes) -> bytes:
    seen = blank_hidden(data)
    top = root(seen)
    (section,) = (one for one in children(seen, top.inner, top.inner_stop) if one.name == name)
    return append_inside(data, section, added)


def _joined(seen: bytes, comment: Element, note: Note) -> tuple[int, int, bytes]:
    """Add our words below those that somebody else wrote into the same cell."""
    for one in children(seen, comment.inner, comment.inner_stop):
        if one.name == b"text" and not one.is_bare:
            runs = [
                run for run in children(seen, one.inner, one.inner_stop) if run.name in (b"r", b"t")
            ]
            at = runs[-1].stop if runs else one.inner
            return at, at, _run(one.prefix, f"\n{NOTE_AUTHOR}: {note.text}")
    raise CannotPatch("a comment without text")


# ---- boxes


def _with_shapes(package: Package, data: bytes, notes: Sequence[Note]) -> bytes:
    close = data.rfind(b"</xml>")
    if close < 0:
        raise CannotPatch("a drawing without end")
    if not notes:
        return data
    opening = _OPENING.search(data)
    known = opening is not None and all(one in opening[0] for one in _SPACES)
    spaces = b"" if known else b" " + b" ".join(_SPACES)
    first = _free_cluster(package)
    used = -(-len(notes) // (_CLUSTER - 1))
    shapes = [_SHAPE_TYPE % spaces] if b'id="_x0000_t202"' not in data else []
    for nth, note in enumerate(notes):
        cluster, place = divmod(nth, _CLUSTER - 1)
        number = (first + cluster) * _CLUSTER + place + 1
        shapes.append(_shape(number, nth + 1, note, spaces))
    data = data[:close] + b"".join(shapes) + data[close:]
    clusters = b",".join(b"%d" % (first + nth) for nth in range(used))
    return _CLUSTERS.sub(lambda m: m[1] + (m[2] + b"," if m[2] else b"") + clusters + m[3], data, 1)


def _free_cluster(package: Package) -> int:
    """Give the first stretch of shape numbers that no drawing of the workbook uses."""
    drawings = [
        name for name in (*package.members, *package.changed) if name.lower().endswith(".vml")
    ]
    highest = 0
    for name in drawings:
        data = package.read(name) if package.has(name) else b""
        highest = max(highest, *(int(n) // _CLUSTER for n in _SHAPE_ID.findall(data)), 0)
        for said in _CLUSTERS.findall(data):
            highest = max(highest, *(int(n) for n in re.findall(rb"[0-9]{1,7}", said[1])), 0)
    return highest + 1


def _shape(number: int, order: int, note: Note, spaces: bytes) -> bytes:
    lines = sum(-(-max(len(one), 1) // _SIGNS_A_LINE) for one in note.text.split("\n")) + 1
    height = min(max(lines, 3), 20)
    row, column = note.line - 1, note.column - 1
    left = min(column + 1, _LAST_COLUMN - 4)
    top = max(row - 1, 0)
    anchor = (left, top, left + 4, top + height)
    points = height * _LINE_POINTS
    return _SHAPE % (number, points, order, spaces, *anchor, row, column)


def place_of(cell: str) -> tuple[int, int]:
    """Give line and column of an address such as "C12", or (0, 0) where it is none."""
    found = re.fullmatch(r"([A-Z]{1,3})([1-9][0-9]{0,6})", cell)
    if not found:
        return 0, 0
    line, column = int(found[2]), column_number(found[1])
    inside = line <= 1_048_576 and column <= _LAST_COLUMN + 1  # noqa: PLR2004 - the grid's size
    return (line, column) if inside else (0, 0)


def joined_texts(texts: Sequence[str]) -> str:
    """Join what several findings say of one cell."""
    return "\n\n".join(dict.fromkeys(texts))

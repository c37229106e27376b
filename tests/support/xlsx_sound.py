"""Is a workbook one that office programs open without repair? What a schema cannot say, too."""

import io
import re
import zipfile
from collections.abc import Iterator
from posixpath import dirname, join, normpath
from typing import Final
from xml.etree import ElementTree as ET

from ntm_verify.domain.cell_shapes import column_number
from ntm_verify.spreadsheets.container import open_container
from ntm_verify.spreadsheets.limits import Limits

MAIN: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
REL: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
CHILDREN_OF_SHEET: Final = (
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr",
    "sheetProtection", "protectedRanges", "scenarios", "autoFilter", "sortState",
    "dataConsolidate", "customSheetViews", "mergeCells", "phoneticPr", "conditionalFormatting",
    "dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup", "headerFooter",
    "rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags",
    "drawing", "legacyDrawing", "legacyDrawingHF", "drawingHF", "picture", "oleObjects",
    "controls", "webPublishItems", "tableParts", "extLst",
)  # fmt: skip
CHILDREN_OF_STYLES: Final = (
    "numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs",
    "tableStyles", "colors", "extLst",
)  # fmt: skip


def parsed(data: bytes) -> ET.Element:
    """Parse a part; it was written by the code under test."""
    return ET.fromstring(data)  # noqa: S314 - our own bytes


def parts_of(content: bytes) -> dict[str, bytes]:
    """Unpack every part."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def relations_of(parts: dict[str, bytes], path: str) -> dict[str, tuple[str, str]]:
    """Give id → (kind, target) of the parts that a part names."""
    rels = join(dirname(path), "_rels", path.rpartition("/")[2] + ".rels")
    found = {}
    for one in parsed(parts[rels]) if rels in parts else ():
        if one.get("TargetMode") != "External":
            target = one.get("Target", "")
            whole = target.startswith("/")
            place = target.lstrip("/") if whole else normpath(join(dirname(path), target))
            assert place in parts, f"{path} names {place}, which is not there"
            assert one.get("Id") not in found, "two relations of one id"
            found[one.get("Id", "")] = one.get("Type", "").rpartition("/")[2], place
    return found


def require_sound(content: bytes) -> dict[str, bytes]:
    """Assert that a workbook hangs together; give its parts."""
    open_container(content, Limits())
    parts = parts_of(content)
    for name, data in parts.items():
        if not name.endswith((".bin", ".png")):
            parsed(data)
    frame = next(
        target for kind, target in relations_of(parts, "").values() if kind == "officeDocument"
    )
    named = relations_of(parts, frame)
    styles = [target for kind, target in named.values() if kind == "styles"]
    formats = _require_styles(parts[styles[0]]) if styles else 1
    sheets = list(parsed(parts[frame]).iter(f"{MAIN}sheet"))
    assert len({one.get("name", "").casefold() for one in sheets}) == len(sheets)
    assert len({one.get("sheetId") for one in sheets}) == len(sheets)
    shapes: list[str] = []
    for sheet in sheets:
        path = named[sheet.get(f"{REL}id", "")][1]
        _require_sheet(parts, path, formats, [one.get("name", "") for one in sheets])
        shapes += _require_notes(parts, path)
    assert len(set(shapes)) == len(shapes), "two shapes of one id"
    return parts


def _require_styles(data: bytes) -> int:
    top = parsed(data)
    order = [CHILDREN_OF_STYLES.index(one.tag.removeprefix(MAIN)) for one in top]
    assert order == sorted(set(order)), "sections of the styles out of order"
    sizes: dict[str, int] = {}
    for section in top:
        count = section.get("count")
        assert count is None or int(count) == len(section), f"{section.tag} miscounts"
        sizes[section.tag.removeprefix(MAIN)] = len(section)
    for xf in top.iterfind(f"{MAIN}cellXfs/{MAIN}xf"):
        for name, kind in (("fontId", "fonts"), ("fillId", "fills"), ("borderId", "borders")):
            assert int(xf.get(name, "0")) < max(sizes.get(kind, 1), 1), f"{name} out of range"
    patterns = [one.get("patternType", "none") for one in top.iter(f"{MAIN}patternFill")]
    assert patterns[:2] == ["none", "gray125"] or sizes["fills"] <= 2, "reserved fills are taken"
    return sizes["cellXfs"]


def _require_sheet(parts: dict[str, bytes], path: str, formats: int, sheets: list[str]) -> None:
    top = parsed(parts[path])
    order = [CHILDREN_OF_SHEET.index(tag) for tag in _tags(top)]
    assert order == sorted(order), f"children of {path} out of order"
    line = 0
    for row in top.iterfind(f"{MAIN}sheetData/{MAIN}row"):
        assert int(row.get("r", str(line + 1))) > line, "rows out of order"
        line = int(row.get("r", str(line + 1)))
        column = 0
        for cell in row.iterfind(f"{MAIN}c"):
            found = re.fullmatch(r"([A-Z]+)([0-9]+)", cell.get("r", ""))
            assert found is None or int(found[2]) == line, "a cell in another's row"
            at = column_number(found[1]) if found else column + 1
            assert at > column, "cells out of order"
            column = at
            assert int(cell.get("s", "0")) < formats, "a format that is not there"
    for link in top.iter(f"{MAIN}hyperlink"):
        place = link.get("location", "")
        target = re.fullmatch(r"'((?:[^']|'')*)'![A-Z]+[0-9]+", place)
        assert not place.startswith("'") or (
            target is not None and target[1].replace("''", "'") in sheets
        ), f"a link to nowhere: {place}"


def _tags(top: ET.Element) -> Iterator[str]:
    for one in top:
        tag = one.tag.removeprefix(MAIN)
        yield "controls" if tag.endswith("AlternateContent") else tag


def _require_notes(parts: dict[str, bytes], path: str) -> list[str]:
    """Assert that every note has one box and every box one note; give the boxes' ids."""
    relations = relations_of(parts, path)
    drawing = parsed(parts[path]).find(f"{MAIN}legacyDrawing")
    texts = [target for kind, target in relations.values() if kind == "comments"]
    if drawing is None:
        assert not texts, "notes without a drawing"
        return []
    kind, boxes = relations[drawing.get(f"{REL}id", "")]
    assert kind == "vmlDrawing"
    x = "{urn:schemas-microsoft-com:office:excel}"
    shapes = list(parsed(parts[boxes]).iter("{urn:schemas-microsoft-com:vml}shape"))
    placed = sorted(
        (int(data.findtext(f"{x}Row", "")), int(data.findtext(f"{x}Column", "")))
        for shape in shapes
        for data in shape.iter(f"{x}ClientData")
        if data.get("ObjectType") == "Note"
    )
    noted = []
    for part in texts:
        top = parsed(parts[part])
        authors = len(top.findall(f"{MAIN}authors/{MAIN}author"))
        for one in top.iter(f"{MAIN}comment"):
            assert int(one.get("authorId", "")) < authors, "an author that is not there"
            found = re.fullmatch(r"([A-Z]+)([0-9]+)", one.get("ref", ""))
            assert found is not None
            noted.append((int(found[2]) - 1, column_number(found[1]) - 1))
    assert placed == sorted(set(noted)), "notes and boxes differ"
    return [shape.get("id", "") for shape in shapes]

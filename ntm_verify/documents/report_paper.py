"""A report as a document for word processors (báo cáo dạng văn bản .docx)."""

from datetime import datetime
from io import BytesIO
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.document import Document as Paper
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from ntm_verify.domain.province_report import Cell, Linked, Report, ReportTable
from ntm_verify.domain.wording import number

FACE: Final = "Times New Roman"
NO_TIME: Final = datetime(2000, 1, 1)  # noqa: DTZ001 - a constant, as in our workbooks
SIZE: Final = Pt(11)


def report_paper(report: Report) -> bytes:
    """Write a report as .docx on A4 lying, with the margins and face of offices (NĐ 30/2020)."""
    paper = Document()
    paper.core_properties.title = report.title
    paper.core_properties.author = ""
    paper.core_properties.created = paper.core_properties.modified = NO_TIME
    _lay(paper)
    title = paper.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.add_run(report.title).bold = True
    for name, value in report.facts:
        line = paper.add_paragraph()
        line.add_run(f"{name}: ").bold = True
        line.add_run(value)
    for table in report.tables:
        if table.rows:
            _add(paper, table)
    target = BytesIO()
    paper.save(target)
    return _timeless(target)


def _timeless(package: BytesIO) -> bytes:
    """Pack the members anew, none with its time: the same report gives the same bytes."""
    target = BytesIO()
    with ZipFile(package) as written, ZipFile(target, "w") as packed:
        for name in written.namelist():
            entry = ZipInfo(name, NO_TIME.timetuple()[:6])
            packed.writestr(entry, written.read(name), ZIP_DEFLATED)
    return target.getvalue()


def _lay(paper: Paper) -> None:
    section = paper.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.top_margin = section.bottom_margin = Cm(2)
    section.left_margin, section.right_margin = Cm(3), Cm(1.5)
    style = paper.styles["Normal"]
    style.font.name, style.font.size = FACE, SIZE
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FACE)


def _add(paper: Paper, table: ReportTable) -> None:
    title = paper.add_paragraph()
    title.paragraph_format.keep_with_next = True
    title.paragraph_format.space_before = Pt(12)
    title.add_run(table.title).bold = True
    grid = paper.add_table(rows=1, cols=len(table.head))
    grid.style = "Table Grid"
    for cell, text in zip(grid.rows[0].cells, table.head, strict=True):
        cell.paragraphs[0].add_run(text).bold = True
    _repeat(grid.rows[0]._tr)  # noqa: SLF001 - the library has no other way to repeat a head
    for cells in table.rows:
        for cell, told in zip(grid.add_row().cells, cells, strict=True):
            _write(cell, told)


def _repeat(row: object) -> None:
    mark = OxmlElement("w:tblHeader")
    row.get_or_add_trPr().append(mark)  # type: ignore[attr-defined] # an element of a row


def _write(cell: _Cell, told: Cell) -> None:
    line = cell.paragraphs[0]
    if isinstance(told, Linked):
        _link(line, told)
    elif isinstance(told, int):
        line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        line.add_run(number(told))
    else:
        line.add_run(told)


def _link(line: Paragraph, told: Linked) -> None:
    """Lead from a figure to its source: the library writes links in one direction only."""
    name = line.part.relate_to(told.address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), name)
    run = line.add_run(told.text)
    run.font.underline = True
    link.append(run._r)  # noqa: SLF001 - moved into the link
    line._p.append(link)  # noqa: SLF001 - as above

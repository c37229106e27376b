"""A report's document has a head on every page, and links to the sources of its figures."""

from io import BytesIO
from zipfile import ZipFile

from docx import Document

from ntm_verify.documents.report_paper import report_paper
from tests.spreadsheets.test_report_book import REPORT


def test_figures_stand_in_tables_and_lead_to_their_source() -> None:
    content = report_paper(REPORT)

    paper = Document(BytesIO(content))
    grid = paper.tables[0]
    assert grid.rows[1].cells[1].text == "9.006"
    assert "w:tblHeader" in grid._tbl.xml  # noqa: SLF001 - as written
    assert "https://x.example/1" in {link.target_ref for link in paper.part.rels.values()}
    assert report_paper(REPORT) == content
    with ZipFile(BytesIO(content)) as package:
        assert {entry.date_time[0] for entry in package.infolist()} == {2000}

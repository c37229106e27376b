"""Where a file cannot carry marks, a fresh workbook does: same rows, same places, same kinds."""

import io
from typing import Final

import pytest
from python_calamine import CalamineWorkbook

from ntm_verify.domain.findings import Field, Refused, Severity
from ntm_verify.domain.marks import Annotation, CellMark
from ntm_verify.domain.reading import ListFile, ListRefused
from ntm_verify.domain.report import DescribedFinding
from ntm_verify.spreadsheets.annotate import annotate
from ntm_verify.spreadsheets.annotate_apart import annotate_apart
from ntm_verify.spreadsheets.annotate_fresh import is_exact
from ntm_verify.spreadsheets.annotate_safe import csv_bytes, is_hostile, legal
from ntm_verify.spreadsheets.limits import Limits
from ntm_verify.spreadsheets.reader import ListReader
from tests.spreadsheets.marked_books import BOOKS
from tests.spreadsheets.test_annotate import RED, annotation, colour, finding, listed, opened
from tests.support import sheet_files as made
from tests.support.xlsx_sound import require_sound

HOSTILE: Final = (
    "=1+1",
    "+84 912",
    "-1",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    " =1+1",
    '=HYPERLINK("http://x";"y")',
    "=cmd|' /C calc'!A0",
    "http://example.test/",
    "mailto:x@example.test",
    "<script>&amp;\"'",
    "_x0041_",
    "]]>",
    "\x01\x1f\ufffe",
    "\ud800",
    "{=1}",
    "' trước",
    "１２３",
    "0123456789",
    "1.2E+09",
    "x" * 40_000,
)


def strict() -> bytes:
    """Write the book in the strict dialect, whose names are other ones."""
    parts = made.xlsx_parts(made.sheet_xml(made.rows_xml(made.listed(9))))
    swap = {
        made.MAIN: "http://purl.oclc.org/ooxml/spreadsheetml/main",
        made.REL: "http://purl.oclc.org/ooxml/officeDocument/relationships",
    }
    for name, part in parts.items():
        text = str(part)
        for old, new in swap.items():
            text = text.replace(old, new)
        parts[name] = text
    return made.zipped(parts)


def not_in_order() -> bytes:
    """Name a drawing of notes that is not there: such a book is not changed in place."""
    after = '<legacyDrawing r:id="rId9"/>'
    return made.xlsx(made.sheet_xml(made.rows_xml(made.listed(9)), after=after))


@pytest.mark.parametrize("build", [strict, not_in_order])
def test_a_book_that_is_not_changed_in_place_is_written_anew(build: object) -> None:
    assert callable(build)
    content = annotate(build(), "xlsx", annotation(finding("C3")))

    require_sound(content)
    sheet = opened(content)["DS"]
    values = [[str(c or "") for c in row] for row in sheet.iter_rows(values_only=True)]
    assert values == made.listed(9)
    assert colour(sheet["C3"]) == RED
    assert sheet["C3"].comment.text == "Sai\nSửa ô C3"


def test_values_keep_their_kind_and_their_digits(reader: ListReader) -> None:
    rows: list[list[made.Cell]] = [
        ["Họ và tên", "Mã số BHXH", "Hạn thẻ BHYT"],
        ["Lê Văn An", 380000001, "31/12/2026"],
        ["Lê Văn Bé", "0380000002", 46387],
        ["Lê Văn Cư", 1234.5, "x"],
    ]
    before = reader.read_now([ListFile("a.xls", made.xls_book(rows))]).raw
    copy = annotate(made.xls_book(rows), "xls", annotation(finding("B2")))
    after = reader.read_now([ListFile("a.xlsx", copy)]).raw

    assert after.columns == before.columns
    assert [opened(copy)["DS"][f"B{n}"].value for n in (2, 3)] == [380000001, "0380000002"]


def test_days_and_truths_stay_what_they_were(reader: ListReader) -> None:
    cells = [
        f'<table:table-cell office:value-type="date" office:date-value="{day}"/>'
        for day in ("2026-12-31", "1900-03-01", "1899-12-31")
    ]
    truth = '<table:table-cell office:value-type="boolean" office:boolean-value="true"/>'
    rows = [["Họ và tên", "Mã số BHXH", "Hạn thẻ BHYT", "Ghi chú"]]
    rows += [["Lê Văn An", f"{n:010d}", day, truth] for n, day in enumerate(cells)]
    before = reader.read_now([ListFile("a.ods", made.ods_book(rows))]).raw

    copy = annotate(made.ods_book(rows), "ods", annotation(finding("B2")))
    after = reader.read_now([ListFile("a.xlsx", copy)]).raw

    assert after.columns[Field.VALID_TO].texts == before.columns[Field.VALID_TO].texts
    assert after.columns[Field.VALID_TO].kinds == "dtt"  # no day before 1901
    assert after.columns[Field.NOTE] == before.columns[Field.NOTE]


def test_a_number_too_long_for_a_spreadsheet_keeps_its_digits_as_text() -> None:
    rows: list[list[made.Cell]] = [
        ["Họ và tên", "Mã số"],
        ["Lê Văn An", 1234567890123456],
        ["B", 1e20],
    ]
    sheet = opened(annotate(made.xls_book(rows), "xls", annotation()))["DS"]

    assert [sheet["B2"].value, sheet["B3"].value] == ["1234567890123456", "1e+20"]


def test_numbers_that_a_spreadsheet_would_round_stay_text() -> None:
    exact = ["0", "12", "-5", "123456789012345", "1.5", "0.1"]
    rounded = ["012", "1234567890123456", "1.2E+09", "1.50", "+1", "", "1.", "12a", "٣"]

    assert [text for text in exact + rounded if is_exact(text)] == exact


def test_findings_follow_a_table_to_its_new_name() -> None:
    page = "".join(
        "<table><tr><td>Họ và tên</td><td>Mã số</td></tr>"
        f"<tr><td>Lê {n}</td><td>1</td></tr></table>"
        for n in "AB"
    )
    told = Annotation(
        (CellMark("", "B4", Severity.ERROR, "Sai"),),
        (DescribedFinding("x", Severity.ERROR, "", 4, "B4", Field.ID, "1", "Sai", "Sửa"),),
        names={("", 4): "Lê B"},
    )
    book = opened(annotate(page.encode(), "html", told))

    assert book.sheetnames == ["Danh sách", "Danh sách (2)", "Phát hiện"]
    assert colour(book["Danh sách (2)"]["B4"]) == RED
    assert book["Phát hiện"]["D7"].hyperlink.location == "'Danh sách (2)'!B4"
    assert book["Phát hiện"]["A7"].value == "Lê B"


def test_hidden_sheets_stay_hidden() -> None:
    book = opened(annotate(made.xls_book(made.listed(5), made.listed(5)), "xls", annotation()))

    assert [(sheet.title, sheet.sheet_state) for sheet in book] == [
        ("DS", "visible"),
        ("Ẩn", "hidden"),
        ("Phát hiện", "visible"),
    ]


def test_no_text_ever_becomes_a_formula_a_number_or_a_link() -> None:
    rows = [["Họ và tên", "Mã số BHXH"], *([text, text] for text in HOSTILE if "\r" not in text)]
    found = tuple(
        DescribedFinding(text, Severity.ERROR, text, 2, "A2", Field.NAME, text, text, text)
        for text in HOSTILE
    )
    told = Annotation(
        tuple(CellMark("", f"A{n}", Severity.ERROR, one.message) for n, one in enumerate(found, 2)),
        found,
        names={(text, 2): text for text in HOSTILE},
        banner="=banner",
    )
    table = "\n".join(",".join(f'"{c.replace(chr(34), chr(34) * 2)}"' for c in row) for row in rows)
    csv = table.encode("utf-8", "replace")
    for content in (
        annotate(csv.replace(b"x" * 40_000, b"x"), "csv", told),
        annotate(BOOKS["by xlsxwriter"](), "xlsx", told),
    ):
        require_sound(content)
        sheets = opened(content).worksheets
        ours = [cell for row in sheets[-1].iter_rows() for cell in row if cell.value is not None]
        theirs = [cell for row in sheets[0].iter_rows() for cell in row if cell.value is not None]
        assert {cell.data_type for cell in ours + theirs} == {"s"}
        assert {cell.quotePrefix for cell in ours + theirs if is_hostile(cell.value)} == {True}
        assert {bool(cell.hyperlink) for cell in theirs} == {False}
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        said = book.get_sheet_by_name("Phát hiện").to_python(skip_empty_area=False)
        assert [str(row[1]) for row in said[6:]] == [legal(text)[:32_000] for text in HOSTILE]


def test_hostile_signs_are_seen_behind_white_space() -> None:
    assert [text for text in HOSTILE if is_hostile(text)] == list(HOSTILE[:9])
    assert not is_hostile("")
    assert is_hostile("＝1+1")


def test_csv_cells_begin_with_nothing_a_program_would_run() -> None:
    written = csv_bytes([["=1+1", "an toàn", " @x"], ["-1", "0123", ""]]).decode("utf-8-sig")

    assert written == "'=1+1,an toàn,' @x\r\n'-1,0123,\r\n"


def test_a_broken_file_is_refused_and_not_marked() -> None:
    for content, form in ((b"PK\x03\x04".ljust(99), "xlsx"), (made.zipped({"a": "b"}), "ods")):
        with pytest.raises(ListRefused):
            annotate(content, form, annotation())


def test_an_unknown_format_is_a_fault_of_the_caller() -> None:
    with pytest.raises(ValueError, match="pdf"):
        annotate(b"", "pdf", annotation())


def test_a_process_of_its_own_gives_the_same_bytes() -> None:
    told = annotation(finding("C3"))
    before = BOOKS["with notes of its own"]()

    assert annotate_apart(before, "xlsx", told) == annotate(before, "xlsx", told)
    text = made.delimited(made.listed(5)).encode()
    assert listed(annotate_apart(text, "csv", told))[6][3] == "C3"


def test_a_process_of_its_own_refuses_what_is_unsafe_and_ends_what_takes_too_much() -> None:
    entities = '<!DOCTYPE x [<!ENTITY a "b">]><worksheet><sheetData/></worksheet>'
    with pytest.raises(ListRefused) as unsafe:
        annotate_apart(made.xlsx(entities), "xlsx", annotation(finding("C3")))
    text = made.delimited(made.listed(20_000)).encode()
    with pytest.raises(ListRefused) as greedy:
        annotate_apart(text, "csv", annotation(), limits=Limits(memory_bytes=2**20))
    with pytest.raises(ListRefused) as late:
        annotate_apart(
            BOOKS["by xlsxwriter"](), "xlsx", annotation(), limits=Limits(wall_seconds=0.001)
        )

    assert {one.value.reason for one in (unsafe, greedy, late)} == {Refused.UNSAFE_CONTENT}


def test_ten_thousand_rows_of_text_come_back_as_they_were(reader: ListReader) -> None:
    text = made.delimited(made.listed(10_000)).encode()
    copy = annotate(text, "csv", annotation(finding("C3", sheet="")))

    before = reader.read_now([ListFile("a.csv", text)]).raw
    after = reader.read_now([ListFile("a.xlsx", copy)]).raw
    assert after.columns == before.columns
    assert io.BytesIO(copy).getbuffer().nbytes < 3 * len(text)

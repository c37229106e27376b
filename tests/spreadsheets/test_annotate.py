"""The submitter's workbook comes back marked, and nothing else in it has changed."""

import io
import re
import warnings
from typing import Any, Final

import openpyxl  # type: ignore[import-untyped]  # ships no types
import pytest
from python_calamine import CalamineWorkbook

from ntm_verify.domain.columns import FINDINGS_MARK
from ntm_verify.domain.findings import Field, Severity
from ntm_verify.domain.marks import Annotation, CellMark, marks_of
from ntm_verify.domain.report import DescribedFinding
from ntm_verify.spreadsheets.annotate import annotate
from tests.spreadsheets.marked_books import BOOKS, SHEET, STYLES
from tests.support import sheet_files as made
from tests.support.xlsx_sound import parts_of, require_sound

RED, AMBER, BLUE = "FFFFC9C4", "FFFFE7A8", "FFCFE4FA"
CELLS: Final = {"C3": RED, "B4": AMBER, "E4": BLUE, "C9": RED, "D200": BLUE}
CHANGED: Final = {
    "[Content_Types].xml",
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
    "xl/styles.xml",
    "xl/worksheets/sheet1.xml",
    "xl/worksheets/_rels/sheet1.xml.rels",
}
NOTES: Final = {"xl/comments1.xml", "xl/drawings/vmlDrawing1.vml"}


def finding(
    cell: str, severity: Severity = Severity.ERROR, sheet: str = "DS", message: str = "Sai"
) -> DescribedFinding:
    row = int(re.sub("[A-Z]", "", cell) or 0)
    told = (message, f"Sửa ô {cell}")
    return DescribedFinding("id_length", severity, sheet, row, cell, Field.ID, "12", *told)


def annotation(*findings: DescribedFinding, **more: Any) -> Annotation:  # noqa: ANN401 - passed on
    return Annotation(marks_of(findings), findings, **more)


def marking() -> Annotation:
    weights = {RED: Severity.ERROR, AMBER: Severity.WARNING, BLUE: Severity.INFO}
    return annotation(*(finding(cell, weights[colour]) for cell, colour in CELLS.items()))


def opened(content: bytes) -> Any:  # noqa: ANN401 - openpyxl ships no types
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # what openpyxl would drop, we keep
        return openpyxl.load_workbook(io.BytesIO(content))


def looks(cell: Any) -> tuple[object, ...]:  # noqa: ANN401
    return (
        cell.value,
        cell.number_format,
        cell.font.name,
        cell.font.sz,
        cell.font.b,
        cell.border.left and cell.border.left.style,
        cell.border.bottom and cell.border.bottom.style,
        cell.alignment.horizontal,
        cell.protection.locked,
    )


def colour(cell: Any) -> str:  # noqa: ANN401
    return str(cell.fill.fgColor.rgb) if cell.fill.patternType == "solid" else ""


@pytest.mark.parametrize("kind", BOOKS)
def test_a_marked_workbook_hangs_together(kind: str) -> None:
    require_sound(annotate(BOOKS[kind](), "xlsx", marking()))


@pytest.mark.parametrize("kind", BOOKS)
def test_parts_that_need_no_change_keep_their_bytes(kind: str) -> None:
    before = BOOKS[kind]()
    old, new = parts_of(before), parts_of(annotate(before, "xlsx", marking()))

    changed = {name for name in old if old[name] != new.get(name)}
    assert changed <= CHANGED | NOTES
    assert NOTES & changed == NOTES & old.keys()
    assert new.keys() - old.keys() <= CHANGED | NOTES | {
        "xl/styles.xml",
        "xl/worksheets/sheet2.xml",
        "xl/worksheets/sheet3.xml",
    }


@pytest.mark.parametrize("kind", BOOKS)
def test_marked_cells_differ_in_their_colour_alone(kind: str) -> None:
    before = BOOKS[kind]()
    old, new = opened(before)["DS"], opened(annotate(before, "xlsx", marking()))["DS"]

    for line in range(1, 35):
        for at in "ABCDEF":
            cell = f"{at}{line}"
            if kind != "with gaps":
                assert looks(new[cell]) == looks(old[cell])
            assert colour(new[cell]) == CELLS.get(cell, colour(old[cell]))
    assert colour(new["D200"]) == BLUE


@pytest.mark.parametrize("kind", BOOKS)
def test_every_marked_cell_says_what_is_wrong_and_how_to_mend_it(kind: str) -> None:
    sheet = opened(annotate(BOOKS[kind](), "xlsx", marking()))["DS"]

    for cell in CELLS:
        assert f"Sai\nSửa ô {cell}" in sheet[cell].comment.text
    notes = {c.coordinate for row in sheet.iter_rows() for c in row if c.comment}
    assert notes == CELLS.keys() | ({"B9"} if kind == "with notes of its own" else set())


@pytest.mark.parametrize("kind", BOOKS)
def test_a_sheet_taken_back_to_its_formats_is_the_same_text(kind: str) -> None:
    before = BOOKS[kind]()
    old, new = parts_of(before)[SHEET], parts_of(annotate(before, "xlsx", marking()))[SHEET]

    assert bare(new) == bare(old)


def bare(sheet: bytes) -> bytes:
    """Take out what marking may add: formats, empty cells, stale spans, the drawing of notes."""
    sheet = re.sub(rb"""\s+(?:s|spans)\s*=\s*(?:"[^"]*"|'[^']*')""", b"", sheet)
    sheet = re.sub(rb'<(?:x:)?c r="[A-Z]+[0-9]+"\s*/>', b"", sheet)
    sheet = re.sub(rb'<(x:)?row r="(?:4|9|200|3)"(?:/>|></(?:x:)?row>)', b"", sheet)
    sheet = re.sub(rb"<(?:x:)?legacyDrawing [^<>]*/>", b"", sheet)
    return sheet.replace(b"<sheetData></sheetData>", b"<sheetData/>")


@pytest.mark.parametrize("kind", BOOKS)
def test_other_readers_see_the_same_values(kind: str) -> None:
    before = BOOKS[kind]()
    after = annotate(before, "xlsx", annotation(finding("C3")))
    old, new = (
        CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name("DS")
        for content in (before, after)
    )

    assert new.to_python(skip_empty_area=False) == old.to_python(skip_empty_area=False)


def test_formats_of_rows_and_columns_are_the_ground_of_added_cells() -> None:
    marks = [finding(cell) for cell in ("C3", "A4", "B5", "D5", "C9")]
    sheet = opened(annotate(BOOKS["with gaps"](), "xlsx", annotation(*marks)))["DS"]

    assert [sheet[cell].number_format for cell in ("C3", "A4", "B5", "D5", "C9")] == [
        "0000000000",  # the row's own format
        "General",  # a row's format counts only where the row says so
        "0000000000",  # the column's
        "General",
        "0000000000",
    ]
    assert {colour(sheet[cell]) for cell in ("C3", "A4", "B5", "D5", "C9")} == {RED}


def test_the_gravest_colour_wins_and_all_is_said_once() -> None:
    told = annotation(
        finding("C3", Severity.INFO, message="Đã sửa"),
        finding("C3", Severity.ERROR, message="Thiếu số"),
        finding("C3", Severity.ERROR, message="Thiếu số"),
        finding("C3", Severity.WARNING, message="Lạ"),
    )
    cell = opened(annotate(BOOKS["by xlsxwriter"](), "xlsx", told))["DS"]["C3"]

    assert colour(cell) == RED
    assert cell.comment.author == "ntm_verify"
    assert cell.comment.text == "\n\n".join(
        f"{said}\nSửa ô C3" for said in ("Đã sửa", "Thiếu số", "Lạ")
    )


def test_words_of_others_in_a_cell_stay_before_ours() -> None:
    sheet = opened(annotate(BOOKS["with notes of its own"](), "xlsx", marking()))["DS"]

    assert sheet["C3"].comment.text == "Đã hỏi lại\nntm_verify: Sai\nSửa ô C3"
    assert sheet["C3"].comment.author == "Cán bộ xã"
    assert sheet["B9"].comment.text == "Người mới"


def test_one_format_serves_all_cells_that_looked_alike() -> None:
    marks = annotation(*(finding(f"C{line}") for line in range(2, 31)))
    before = BOOKS["by xlsxwriter"]()
    count = [
        int(re.findall(rb'<cellXfs count="([0-9]+)"', parts_of(content)["xl/styles.xml"])[0])
        for content in (before, annotate(before, "xlsx", marks))
    ]
    nothing = annotate(before, "xlsx", annotation())
    plain = re.findall(rb'<cellXfs count="([0-9]+)"', parts_of(nothing)["xl/styles.xml"])

    assert count[1] == int(plain[0]) + 1
    (new,) = re.findall(
        rb"<xf [^<>]*>", parts_of(annotate(before, "xlsx", marks))["xl/styles.xml"]
    )[len(re.findall(rb"<xf [^<>]*>", parts_of(before)["xl/styles.xml"])) :][:1]
    assert b'applyFill="1"' in new


def test_marks_that_point_nowhere_are_only_listed() -> None:
    told = annotation(
        finding("C3", sheet="Không có"),
        finding("", message="Cả tệp"),
        finding("AAAA1"),
        finding("A0"),
    )
    before = BOOKS["by xlsxwriter"]()
    content = annotate(before, "xlsx", told)

    assert parts_of(content)[SHEET] == parts_of(before)[SHEET]
    assert [row[1] for row in listed(content)[6:]] == ["Sai", "Cả tệp", "Sai", "Sai"]


def test_more_notes_than_programs_bear_are_colours_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ntm_verify.spreadsheets.annotate_book.MOST_NOTES", 3)
    content = annotate(BOOKS["by xlsxwriter"](), "xlsx", marking())
    sheet = opened(content)["DS"]

    assert [bool(sheet[cell].comment) for cell in CELLS] == [True, True, True, False, False]
    assert [colour(sheet[cell]) for cell in CELLS] == list(CELLS.values())


def test_notes_of_many_cells_are_numbered_without_collision() -> None:
    rows = made.listed(1_100)
    marks = annotation(*(finding(f"C{line}") for line in range(2, 1_102)))
    book = made.openpyxl_book({"DS": rows, "Hai": rows})
    two = annotation(*marks.findings, *(finding(f"C{n}", sheet="Hai") for n in range(2, 300)))

    require_sound(annotate(book, "xlsx", two))


def listed(content: bytes) -> list[tuple[object, ...]]:
    return list(opened(content).worksheets[-1].iter_rows(values_only=True))


def test_the_last_sheet_lists_who_what_how_and_where() -> None:
    told = annotation(
        finding("C4", Severity.WARNING, message="Số lạ"),
        finding("C3", Severity.ERROR, message="Thiếu số"),
        finding("C9", Severity.ERROR, message="Trùng"),
        names={("DS", 3): "Nguyễn Văn Thử"},
        banner="CHẠY THỬ – không phải hồ sơ",
    )
    content = annotate(BOOKS["by xlsxwriter"](), "xlsx", told)

    book = opened(content)
    assert book.sheetnames == ["DS", "Phát hiện"]
    assert listed(content) == [
        (FINDINGS_MARK, *[None] * 7),
        ("CHẠY THỬ – không phải hồ sơ", *[None] * 7),
        ("Phải sửa: 2 · Cần xác nhận: 1 · Đã sửa giúp: 0", *[None] * 7),
        (None,) * 8,
        ("Người", "Lỗi", "Cách sửa", "Ô", "Trang tính", "Dòng", "Giá trị trong tệp", "Mã lỗi"),
        ("PHẢI SỬA – dòng chưa được tính (2)", *[None] * 7),
        ("Nguyễn Văn Thử", "Thiếu số", "Sửa ô C3", "C3", "DS", "3", "12", "id_length"),
        (None, "Trùng", "Sửa ô C9", "C9", "DS", "9", "12", "id_length"),
        ("CẦN XÁC NHẬN – dòng được tính, người nộp phải xác nhận (1)", *[None] * 7),
        (None, "Số lạ", "Sửa ô C4", "C4", "DS", "4", "12", "id_length"),
    ]
    sheet = book.worksheets[-1]
    assert [sheet[f"D{line}"].hyperlink.location for line in (7, 8, 10)] == [
        "'DS'!C3",
        "'DS'!C9",
        "'DS'!C4",
    ]
    assert sheet.freeze_panes == "A6"


def test_english_findings_are_listed_in_english() -> None:
    content = annotate(BOOKS["by xlsxwriter"](), "xlsx", annotation(finding("C3"), language="en"))

    assert opened(content).sheetnames == ["DS", "Findings"]
    assert listed(content)[2][0] == "To be mended: 1 · To be confirmed: 0 · Repaired: 0"


def test_a_sheet_of_that_name_is_not_written_over() -> None:
    book = made.openpyxl_book({"DS": made.listed(5), "PHÁT HIỆN": [["của tôi"]]})
    opened_again = opened(annotate(book, "xlsx", annotation(finding("C3"))))

    assert opened_again.sheetnames == ["DS", "PHÁT HIỆN", "Phát hiện (2)"]
    assert opened_again["PHÁT HIỆN"]["A1"].value == "của tôi"


def test_a_link_finds_a_sheet_whatever_it_is_called() -> None:
    name = "Thôn 'Bìa' & <x>"
    book = made.openpyxl_book({name: made.listed(5)})
    content = annotate(book, "xlsx", annotation(finding("C3", sheet=name)))

    require_sound(content)
    assert opened(content).worksheets[-1]["D7"].hyperlink.location == "'Thôn ''Bìa'' & <x>'!C3"


def test_equal_files_are_marked_to_equal_bytes() -> None:
    before = BOOKS["crowded with everything"]()

    assert annotate(before, "xlsx", marking()) == annotate(before, "xlsx", marking())


def test_styles_are_found_under_the_name_the_book_gives_them() -> None:
    parts = made.xlsx_parts(made.sheet_xml(made.rows_xml(made.listed(9))), styles=STYLES)
    parts["xl/StyleSheet.xml"] = parts.pop("xl/styles.xml")
    rels = str(parts["xl/_rels/workbook.xml.rels"]).replace('"styles.xml"', '"/xl/StyleSheet.xml"')
    content = made.zipped(parts | {"xl/_rels/workbook.xml.rels": rels})

    sound = require_sound(annotate(content, "xlsx", annotation(finding("C3"))))
    assert "xl/styles.xml" not in sound


def test_spans_that_no_longer_hold_go() -> None:
    sheet = parts_of(annotate(BOOKS["with gaps"](), "xlsx", marking()))[SHEET]

    assert b"spans" not in re.findall(rb'<row r="3"[^<>]*>', sheet)[0]
    assert b"spans" not in re.findall(rb'<row r="9"[^<>]*>', sheet)[0]


def test_parts_with_accents_in_their_names_keep_them() -> None:
    parts = made.xlsx_parts(made.sheet_xml(made.rows_xml(made.listed(9))))
    content = made.zipped(parts | {"xl/media/ảnh thẻ.png": b"\x89PNG"})

    assert parts_of(annotate(content, "xlsx", marking()))["xl/media/ảnh thẻ.png"] == b"\x89PNG"


def test_a_mark_without_sheet_is_on_the_first() -> None:
    told = Annotation((CellMark("", "C3", Severity.ERROR, "Sai"),), ())

    assert colour(opened(annotate(BOOKS["by xlsxwriter"](), "xlsx", told))["DS"]["C3"]) == RED

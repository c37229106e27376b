"""Findings as a workbook: nothing is cut short, nothing is taken for a number or a formula."""

import io
from typing import Final

import pytest
from python_calamine import CalamineWorkbook

from ntm_verify.domain.columns import FINDINGS_MARK
from ntm_verify.domain.findings import Field, Refused, Severity
from ntm_verify.domain.reading import ListFile, ListRefused
from ntm_verify.domain.report import DescribedFinding
from ntm_verify.spreadsheets.annotate_safe import legal
from ntm_verify.spreadsheets.findings_book import findings_book
from ntm_verify.spreadsheets.reader import ListReader
from tests.spreadsheets.test_annotate import opened
from tests.spreadsheets.test_annotate_fresh import HOSTILE
from tests.support import sheet_files as made
from tests.support.xlsx_sound import require_sound

FACTS: Final = (
    ("Bộ lọc", "tất cả"),
    ("Lúc", "22/11/2026 09:00"),
    ("SHA-256 của danh sách", "ab" * 32),
)
HEAD: Final = 7


def found(
    cell: str, row: int, severity: Severity = Severity.ERROR, value: str = "0123456789"
) -> DescribedFinding:
    words = ("Thiếu chữ số.", "Viết đủ 10 chữ số.")
    return DescribedFinding("id_length", severity, "DS", row, cell, Field.ID, value, *words)


def rows(content: bytes) -> list[tuple[object, ...]]:
    return list(opened(content).worksheets[0].iter_rows(min_row=HEAD + 1, values_only=True))


def test_every_finding_is_told_in_full_as_text() -> None:
    told = found("C10", 10, value="0000000000123456789012345678901234567890")
    content = findings_book([told], FACTS, names={("DS", 10): "Nguyễn Văn Thử"})

    require_sound(content)
    assert rows(content) == [
        (
            "Nguyễn Văn Thử",
            "Thiếu chữ số.",
            "Viết đủ 10 chữ số.",
            "C10",
            "DS",
            "10",
            "0000000000123456789012345678901234567890",
            None,
            "Phải sửa",
            "id_length",
        )
    ]
    cells = [c for row in opened(content).worksheets[0].iter_rows() for c in row if c.value]
    assert {(cell.data_type, cell.number_format) for cell in cells} == {("s", "@")}
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
    assert {type(value) for row in sheet.to_python() for value in row} == {str}


def test_rows_and_cells_stand_in_the_order_of_their_numbers() -> None:
    told = [
        found("C100", 100),
        found("C9", 9),
        found("AA9", 9),
        found("B2", 2, Severity.WARNING),
        found("", 0, Severity.INFO),
        found("C10", 10),
    ]

    assert [row[3] for row in rows(findings_book(told, FACTS))] == [
        "C9",
        "AA9",
        "C10",
        "C100",
        "B2",
        None,
    ]


def test_filter_time_and_digest_stand_on_top_of_what_is_printed() -> None:
    sheet = opened(findings_book([found("C10", 10)] * 3, FACTS)).worksheets[0]

    assert [sheet[f"A{line}"].value for line in range(1, HEAD)] == [
        FINDINGS_MARK,
        "Phát hiện khi kiểm tra danh sách",
        "Bộ lọc: tất cả",
        "Lúc: 22/11/2026 09:00",
        "SHA-256 của danh sách: " + "ab" * 32,
        None,
    ]
    assert sheet.freeze_panes == f"A{HEAD + 1}"
    assert sheet.auto_filter.ref == f"A{HEAD}:J{HEAD + 3}"
    assert sheet.print_title_rows == f"${HEAD}:${HEAD}"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage


def test_columns_are_as_wide_as_what_they_hold_up_to_a_page() -> None:
    sheet = opened(
        findings_book([found("C10", 10, value="x" * 30), found("C11", 11, value="y" * 500)], FACTS)
    ).worksheets[0]

    widths = [round(sheet.column_dimensions[at].width) for at in "ABCDEFGHIJ"]
    assert widths[3] == widths[5] == 11
    assert widths[2] == len("Viết đủ 10 chữ số.") + 3
    assert widths[6] == 61
    assert sheet["G8"].alignment.wrap_text


@pytest.mark.parametrize("language", ["vi", "en", "fr"])
def test_heads_and_severities_speak_the_language(language: str) -> None:
    content = findings_book([found("C10", 10, Severity.WARNING)], (), language)
    sheet = opened(content).worksheets[0]

    said = (sheet.title, sheet["A4"].value, sheet["I5"].value)
    assert said == (
        ("Findings", "Person", "To be confirmed")
        if language == "en"
        else ("Phát hiện", "Người", "Cần xác nhận")
    )


def test_hostile_texts_are_strings_with_a_prefix() -> None:
    told = [
        DescribedFinding(text, Severity.ERROR, text, 2, "A2", Field.NAME, text, text, text, text)
        for text in HOSTILE
    ]
    content = findings_book(told, [("=x", "=y"), ("@", "")], names={(HOSTILE[0], 2): "=1+1"})

    require_sound(content)
    cells = [c for row in opened(content).worksheets[0].iter_rows() for c in row if c.value]
    assert {cell.data_type for cell in cells} == {"s"}
    assert [cell for cell in cells if cell.value[0] in "=+-@\t" and not cell.quotePrefix] == []
    assert [cell for cell in cells if cell.hyperlink] == []
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
    said = sorted(str(row[1]) for row in sheet.to_python(skip_empty_area=False)[6:])
    assert said == sorted(legal(text)[:32_000] for text in HOSTILE)


def test_equal_findings_are_equal_bytes() -> None:
    assert findings_book([found("C1", 1)], FACTS) == findings_book([found("C1", 1)], FACTS)


def test_no_finding_is_a_book_with_a_head() -> None:
    assert rows(findings_book([], FACTS)) == []


def test_handed_in_by_mistake_it_is_no_list(reader: ListReader) -> None:
    told = [found(f"C{n}", n, value=row[2]) for n, row in enumerate(made.people(50), 2)]
    names = {("DS", n): row[1] for n, row in enumerate(made.people(50), 2)}

    with pytest.raises(ListRefused) as refused:
        reader.read_now([ListFile("a.xlsx", findings_book(told, FACTS, names=names))])
    assert refused.value.reason is Refused.EMPTY_FILE

"""A blank list names its period, is filled in without loss, and is refused when it is old."""

import io
from collections.abc import Callable
from dataclasses import replace
from typing import Final

import pytest

from ntm_verify.domain.findings import Field, Refused
from ntm_verify.domain.reading import ListFile, ListRefused
from ntm_verify.spreadsheets.list_template import (
    HEADS,
    Template,
    list_template,
    list_template_csv,
)
from ntm_verify.spreadsheets.reader import ListReader
from ntm_verify.spreadsheets.template_mark import require_current, template_mark
from tests.spreadsheets.test_annotate import opened
from tests.support import sheet_files as made
from tests.support.xlsx_sound import parts_of, require_sound

PRESENT: Final = Template("2026", 3, "Xã Mẫu", ("Thôn 1", "Thôn 2"))
PEOPLE: Final = made.people(60)


def filled(content: bytes, change: Callable[[made.Workbook], None] = lambda _: None) -> bytes:
    """Fill the workbook in, as an office would."""
    book = opened(content)
    sheet = book.worksheets[0]
    for line, (order, name, number, birth, hamlet) in enumerate(PEOPLE, 6):
        for column, value in enumerate((int(order), name, number, hamlet, birth, "Nam"), 1):
            sheet.cell(line, column, value)
    change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def filled_csv(content: bytes) -> bytes:
    rows = [[order, name, number, hamlet, birth] for order, name, number, birth, hamlet in PEOPLE]
    return content + made.delimited(rows).encode()


def test_a_template_hangs_together_and_says_how_it_is_filled_in() -> None:
    content = list_template(PRESENT)

    require_sound(content)
    sheet = opened(content).worksheets[0]
    assert sheet["A1"].value == "DANH SÁCH NGƯỜI THAM GIA BẢO HIỂM Y TẾ – Xã Mẫu"
    assert sheet["A2"].value == "Mẫu kỳ 2026, phiên bản 3"
    assert str(sheet["A3"].value).startswith("Cách điền: mỗi người một dòng")
    assert tuple(cell.value for cell in sheet[4]) == HEADS
    assert [sheet["A5"].value, sheet["B5"].value] == ["Ví dụ", "Nguyễn Văn A"]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value} == {"s"}
    assert sheet.freeze_panes == "A5"


def test_numbers_typed_into_a_template_stay_text() -> None:
    sheet = opened(list_template(PRESENT)).worksheets[0]

    assert sheet.column_dimensions["C"].number_format == "@"


def test_cells_say_what_belongs_there_and_block_nothing() -> None:
    sheet = opened(list_template(PRESENT)).worksheets[0]
    rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}

    assert set(rules) == {f"{at}6:{at}200001" for at in "CDEFG"}
    assert rules["C6:C200001"].type == "textLength"
    assert (rules["C6:C200001"].formula1, rules["C6:C200001"].formula2) == ("10", "15")
    assert rules["D6:D200001"].formula1 == '"Thôn 1,Thôn 2"'
    assert {rule.errorStyle for at, rule in rules.items() if at[0] in "CDF"} == {"warning"}


def test_many_hamlets_are_offered_from_a_sheet_of_their_own(reader: ListReader) -> None:
    many = replace(PRESENT, hamlets=tuple(f"=Thôn, số {n}" for n in range(40)))
    content = list_template(many)

    require_sound(content)
    book = opened(content)
    assert [(sheet.title, sheet.sheet_state) for sheet in book] == [
        ("Danh sách", "visible"),
        ("Danh mục", "hidden"),
    ]
    assert {cell.data_type for row in book["Danh mục"].iter_rows() for cell in row} == {"s"}
    rules = {str(one.sqref): one for one in book.worksheets[0].data_validations.dataValidation}
    assert rules["D6:D200001"].formula1 == "'Danh mục'!$A$1:$A$40"
    raw = reader.read_now([ListFile("a.xlsx", filled(content))]).raw
    assert len(raw) == 60


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_a_template_filled_in_gives_its_people_and_not_its_example(
    reader: ListReader, form: str
) -> None:
    blank = list_template(PRESENT), list_template_csv(PRESENT)
    content = filled(blank[0]) if form == "xlsx" else filled_csv(blank[1])

    raw = reader.read_now([ListFile(f"a.{form}", content)]).raw

    assert list(raw.columns[Field.NAME].texts) == [row[1] for row in PEOPLE]
    assert list(raw.columns[Field.ID].texts) == [row[2] for row in PEOPLE]
    assert list(raw.columns[Field.HAMLET].texts) == [row[4] for row in PEOPLE]
    (source,) = raw.sources
    assert (source.header_row, dict(source.dropped)) == (4, {"sample": 1})


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_an_empty_template_is_a_list_without_rows(reader: ListReader, form: str) -> None:
    content = list_template(PRESENT) if form == "xlsx" else list_template_csv(PRESENT)

    with pytest.raises(ListRefused) as refused:
        reader.read_now([ListFile(f"a.{form}", content)])
    assert refused.value.reason is Refused.NO_ROWS


def without_property(book: made.Workbook) -> None:
    for name in list(book.custom_doc_props.names):
        del book.custom_doc_props[name]


def without_line(book: made.Workbook) -> None:
    book.worksheets[0]["A2"] = None


MARKED: Final[dict[str, Callable[[], bytes]]] = {
    "as it was made": lambda: list_template(PRESENT),
    "filled in by another program": lambda: filled(list_template(PRESENT)),
    "without its property": lambda: filled(list_template(PRESENT), without_property),
    "without its line": lambda: filled(list_template(PRESENT), without_line),
    "as CSV": lambda: filled_csv(list_template_csv(PRESENT)),
    "as CSV in UTF-16": lambda: list_template_csv(PRESENT).decode("utf-8-sig").encode("utf-16"),
    "saved as xls": lambda: made.xls_book([["Danh sách"], ["Mẫu kỳ 2026, phiên bản 3"]]),
    "saved as ods": lambda: made.ods_book([["Danh sách"], ["Mẫu kỳ 2026, phiên bản 3"]]),
}


@pytest.mark.parametrize("kind", MARKED)
def test_a_template_is_told_however_it_was_saved(kind: str) -> None:
    assert template_mark(MARKED[kind]()) == "2026/3"


UNMARKED: Final[dict[str, bytes]] = {
    "a list of one's own": made.xlsxwriter_book(made.listed(9)),
    "csv": made.delimited(made.listed(9)).encode(),
    "xls": made.xls_book(made.listed(9)),
    "nothing": b"",
    "a broken container": b"PK\x03\x04 broken",
    "odd bytes": bytes(range(256)) * 4,
    "half of UTF-16": b"\xff\xfeM",
}


@pytest.mark.parametrize("kind", UNMARKED)
def test_a_file_without_a_mark_is_nobodys_template(kind: str) -> None:
    assert template_mark(UNMARKED[kind]) is None
    require_current(UNMARKED[kind], "2026", 3)


def test_the_present_template_passes_and_an_old_one_is_named() -> None:
    require_current(filled(list_template(PRESENT)), "2026", 3)

    for old in (replace(PRESENT, period="2025"), *(replace(PRESENT, version=n) for n in (2, 4))):
        for content in (list_template(old), list_template_csv(old)):
            with pytest.raises(ListRefused) as refused:
                require_current(content, "2026", 3)
            assert refused.value.reason is Refused.OLD_TEMPLATE
            assert f"mẫu kỳ {old.period}, phiên bản {old.version}" in str(refused.value)
            assert "Tải mẫu kỳ 2026, phiên bản 3" in str(refused.value)


@pytest.mark.parametrize("period", ["2026", "Quý III/2026", "6 tháng đầu năm 2026", "a & <b>"])
def test_a_period_may_be_called_as_offices_call_it(period: str) -> None:
    template = Template(period)

    assert template_mark(list_template(template)) == f"{period}/1" == template.mark
    if "<" not in period:
        assert template_mark(list_template_csv(template)) == template.mark


def test_hostile_names_are_text_in_both_forms() -> None:
    hostile = Template("=1+1", 1, '=HYPERLINK("x")', ("=1", "@x"))

    require_sound(list_template(hostile))
    cells = [c for row in opened(list_template(hostile)).worksheets[0].iter_rows() for c in row]
    assert {cell.data_type for cell in cells if cell.value} == {"s"}
    assert [
        line[0] for line in list_template_csv(hostile).decode("utf-8-sig").split("\r\n")[:2]
    ] == [
        '"',
        '"',
    ]


def test_equal_templates_are_equal_bytes() -> None:
    assert list_template(PRESENT) == list_template(PRESENT)
    assert "docProps/custom.xml" in parts_of(list_template(PRESENT))

"""A cell of an .xlsx book is what the file stores, however its XML is written."""

from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntm_verify.domain.columns import Wordings
from ntm_verify.domain.findings import Check, Field, Refused
from ntm_verify.domain.reading import ListFile, ListRefused, Reading, ReadingOptions
from ntm_verify.regulations.columns import load_wordings
from ntm_verify.spreadsheets.book_reader import BookReader
from ntm_verify.spreadsheets.limits import Limits
from ntm_verify.spreadsheets.reader import ListReader
from ntm_verify.spreadsheets.sniff import Format
from ntm_verify.spreadsheets.task import Task
from ntm_verify.spreadsheets.wire import Answer
from ntm_verify.spreadsheets.xml_parts import plain, plain_all
from tests.support import sheet_files as made

HEAD: Final = made.rows_xml([["Họ và tên", "Mã số BHXH", "Giá trị thẻ đến"]])
LINE: Final = 300
"""A row that is read after the head, by pattern where the sheet is regular."""
STYLES: Final = (
    f'<styleSheet xmlns="{made.MAIN}"><numFmts count="4">'
    '<numFmt numFmtId="164" formatCode="dd\\/mm\\/yyyy"/>'
    '<numFmt numFmtId="165" formatCode="0000000000"/>'
    '<numFmt numFmtId="166" formatCode="[h]:mm"/>'
    '<numFmt numFmtId="167" formatCode="General &quot;day&quot;"/></numFmts>'
    '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>'
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/>'
    '<xf numFmtId="166"/><xf numFmtId="167"/></cellXfs>'
    '<dxfs><dxf><numFmt numFmtId="14"/></dxf></dxfs></styleSheet>'
)


def row(line: int, number: str = "", date: str = "", attributes: str = "") -> str:
    name = f'<c r="A{line}" t="str"><v>Lê Văn An</v></c>'
    return f'<row r="{line}"{attributes}>{name}{number}{date}</row>'


def last(number: str = "", date: str = "") -> str:
    """Give a list whose last row is the one in question."""
    before = "".join(row(n, f'<c r="B{n}"><v>{3800000000 + n}</v></c>') for n in range(2, LINE))
    return HEAD + before + row(LINE, number, date)


def book(rows: str, *, shared: str | None = None, workbook: str = "", **around: str) -> bytes:
    strings = f'<sst xmlns="{made.MAIN}">{shared}</sst>' if shared is not None else None
    parts = made.xlsx_parts(made.sheet_xml(rows, **around), strings, STYLES)
    if workbook:
        parts["xl/workbook.xml"] = str(parts["xl/workbook.xml"]).replace("<sheets>", workbook)
    return made.zipped(parts)


def read(reader: ListReader, content: bytes, encoding: str = "", sheet: str = "") -> Reading:
    return reader.read_now(
        [ListFile("a.xlsx", content)], ReadingOptions(encoding=encoding, sheet=sheet)
    )


def cells(reading: Reading, name: Field = Field.ID) -> list[tuple[str, str]]:
    column = reading.raw.columns[name]
    return list(zip(column.texts, column.kinds, strict=True))


def notes(reading: Reading) -> list[tuple[Check, str]]:
    return [(note.check, note.detail) for note in reading.notes]


NUMBERS: Final = {
    "a number": ("<v>3800000001</v>", "", ("3800000001", "n")),
    "a number with a fraction": ("<v>3800000001.0</v>", "", ("3800000001.0", "n")),
    "a rounded number": ("<v>3.8E+09</v>", "", ("3.8E+09", "n")),
    "a text": ("<v>0380000001</v>", ' t="str"', ("0380000001", "t")),
    "a text in the cell": ("<is><t>0380000001</t></is>", ' t="inlineStr"', ("0380000001", "t")),
    "a text of two runs": (
        "<is><r><t>038</t></r><r><rPr><b/></rPr><t>0000001</t></r></is>",
        ' t="inlineStr"',
        ("0380000001", "t"),
    ),
    "a text with a hint how to say it": (
        '<is><t>0380000001</t><rPh sb="0" eb="1"><t>KANA</t></rPh></is>',
        ' t="inlineStr"',
        ("0380000001", "t"),
    ),
    "an error": ("<v>#N/A</v>", ' t="e"', ("#N/A", "e")),
    "yes": ("<v>1</v>", ' t="b"', ("TRUE", "b")),
    "a formula with its result": ("<f>A1&amp;1</f><v>038</v>", ' t="str"', ("038", "t")),
    "a shared formula": ('<f t="shared" si="0"/><v>38</v>', "", ("38", "n")),
    "a formula that gives nothing": ('<f>""</f><v></v>', ' t="str"', ("", "-")),
    "a formula without result": ("<f>VLOOKUP(A2,X!A:B,2,0)</f>", "", ("", "f")),
    "a formula as text": ("<v>=1+1</v>", ' t="str"', ("=1+1", "t")),
    "padded digits": ("<v>38000001</v>", ' s="3"', ("0038000001", "n")),
    "padded digits with a fraction": ("<v>38000001.5</v>", ' s="3"', ("38000001.5", "n")),
    "signs of XML": ("<v>A&amp;B &lt;C&gt; &#50;&#x33;</v>", ' t="str"', ("A&B <C> 23", "t")),
    "an escape of Excel": ("<v>A_x000D_B_x0041_</v>", ' t="str"', ("A\rBA", "t")),
    "a line end as a sign": ("<v>A&#13;B</v>", ' t="str"', ("A\rB", "t")),
    "a sign of a sign": ("<v>&amp;lt; &#38;gt;</v>", ' t="str"', ("&lt; &gt;", "t")),
    "line ends": ("<v>A\r\nB\rC</v>", ' t="str"', ("A\nB\nC", "t")),
    "a style that is not there": ("<v>1</v>", ' s="99"', ("1", "n")),
}


@pytest.mark.parametrize("careful", [False, True])
@pytest.mark.parametrize("kind", NUMBERS)
def test_a_cell_is_what_the_file_stores(reader: ListReader, kind: str, careful: bool) -> None:  # noqa: FBT001 - a parameter of the test
    stored, attributes, expected = NUMBERS[kind]
    rows = last(f'<c r="B{LINE}"{attributes}>{stored}</c>')
    after = "<!-- read by the parser -->" if careful else ""

    assert cells(read(reader, book(rows, after=after)))[-1] == expected


@pytest.mark.parametrize(
    ("stored", "style", "expected"),
    [
        ("46387", 1, ("31/12/2026", "d")),
        ("46387", 2, ("31/12/2026", "d")),
        ("46387.75", 2, ("31/12/2026", "d")),
        ("59", 1, ("28/02/1900", "d")),
        ("61", 1, ("01/03/1900", "d")),
        ("60", 1, ("60", "d")),
        ("-5", 1, ("-5", "d")),
        ("99999999", 1, ("99999999", "d")),
        ("0.5", 4, ("0.5", "n")),
        ("46387", 5, ("46387", "n")),
    ],
)
def test_dates_are_days_of_the_calendar(
    reader: ListReader, stored: str, style: int, expected: tuple[str, str]
) -> None:
    rows = last(date=f'<c r="C{LINE}" s="{style}"><v>{stored}</v></c>')

    assert cells(read(reader, book(rows)), Field.VALID_TO)[-1] == expected


def test_dates_may_count_from_1904(reader: ListReader) -> None:
    rows = HEAD + row(2, date='<c r="C2" s="1"><v>44925</v></c>')
    workbook = '<workbookPr date1904="1"/><sheets>'

    reading = read(reader, book(rows, workbook=workbook))

    assert cells(reading, Field.VALID_TO) == [("31/12/2026", "d")]


def test_dates_may_be_written_out(reader: ListReader) -> None:
    rows = HEAD + row(2, date='<c r="C2" t="d"><v>2026-12-31T00:00:00</v></c>')

    assert cells(read(reader, book(rows)), Field.VALID_TO) == [("31/12/2026", "d")]


SHARED: Final = {
    "plain": "<si><t>Lê Văn An</t></si><si><t>0380000001</t></si>",
    "with kept spaces": '<si><t xml:space="preserve">Lê Văn An</t></si><si><t>0380000001</t></si>',
    "with an empty one": "<si><t>Lê Văn An</t></si><si><t>0380000001</t></si><si/><si><t/></si>",
    "with runs": "<si><r><t>Lê </t></r><r><t>Văn An</t></r></si><si><t>0380000001</t></si>",
    "with hints": "<si><t>Lê Văn An</t><rPh><t>x</t></rPh></si><si><t>0380000001</t></si>",
    "with signs of XML": "<si><t>L&#234; Văn An</t></si><si><t>0380000001</t></si>",
    "in CDATA": "<si><t><![CDATA[Lê Văn An]]></t></si><si><t>0380000001</t></si>",
    "with a comment": "<!-- x --><si><t>Lê Văn An</t></si><si><t>0380000001</t></si>",
    "apart": "\n <si>\n<t>Lê Văn An</t></si>\n<si><t>0380000001</t></si>\n",
}


@pytest.mark.parametrize("kind", SHARED)
def test_shared_texts_are_read_however_they_are_written(reader: ListReader, kind: str) -> None:
    person = '<row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2" t="s"><v>1</v></c></row>'

    reading = read(reader, book(HEAD + person, shared=SHARED[kind]))

    assert cells(reading, Field.NAME) == [("Lê Văn An", "t")]
    assert cells(reading) == [("0380000001", "t")]


STRICT: Final = "http://purl.oclc.org/ooxml/spreadsheetml/main"
PEOPLE: Final = made.rows_xml(made.listed(3))
WRITTEN: Final = {
    "as usual": made.sheet_xml(PEOPLE),
    "with a prefix": made.sheet_xml(PEOPLE)
    .replace("<", "<x:")
    .replace("<x:/", "</x:")
    .replace("<x:?", "<?")
    .replace("xmlns=", "xmlns:x="),
    "in the strict form": made.sheet_xml(PEOPLE).replace(made.MAIN, STRICT),
    "with single quotes": made.sheet_xml(PEOPLE.replace('"', "'")),
    "with comments": made.sheet_xml(PEOPLE.replace("</row>", "<!-- </row> --></row>")),
    "with line ends": made.sheet_xml(PEOPLE.replace("><", ">\n  <")),
    "with attributes of others": made.sheet_xml(
        PEOPLE.replace("<row ", '<row x14ac:dyDescent="0.25" spans="1:5" ')
    ).replace("xmlns:r=", 'xmlns:x14ac="x" xmlns:r='),
}


@pytest.mark.parametrize("kind", WRITTEN)
def test_a_sheet_is_read_however_it_is_written(reader: ListReader, kind: str) -> None:
    reading = read(reader, made.xlsx(WRITTEN[kind]))

    assert cells(reading, Field.NAME) == [(person[1], "t") for person in made.people(3)]
    assert list(reading.raw.lines) == [2, 3, 4]


def test_rows_and_cells_without_addresses_are_counted_on(reader: ListReader) -> None:
    rows = "".join(
        "<row>"
        + "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in person)
        + "</row>"
        for person in made.listed(600)
    )

    reading = read(reader, made.xlsx(made.sheet_xml(rows)))

    assert cells(reading, Field.NAME) == [(person[1], "t") for person in made.people(600)]
    assert list(reading.raw.lines) == list(range(2, 602))


def test_gaps_and_blank_rows_shift_no_row_number(reader: ListReader) -> None:
    rows = made.rows_xml(made.listed(2), 3) + '<row r="8"/><row r="9"><c r="A9" s="1"/></row>'
    rows += made.rows_xml(made.people(1, 2), 12)

    reading = read(reader, made.xlsx(made.sheet_xml(rows)))

    assert (list(reading.raw.lines), reading.raw.sources[0].header_row) == ([4, 5, 12], 3)
    assert reading.raw.sources[0].dropped == {}


def test_hidden_rows_are_counted_and_told(reader: ListReader) -> None:
    rows = HEAD + "".join(
        row(n, f'<c r="B{n}"><v>38000000{n:02d}</v></c>', "", ' hidden="1"' if n % 100 == 5 else "")
        for n in range(2, 320)
    )

    reading = read(reader, book(rows))

    assert len(reading.raw) == 318
    assert notes(reading) == [(Check.HIDDEN_ROW, "4 (số 5, 105, 205, 305)")]


def test_hidden_columns_are_told(reader: ListReader) -> None:
    rows = HEAD + row(2, '<c r="B2"><v>3800000001</v></c>')
    hidden = '<cols><col min="2" max="16384" width="9" hidden="1"/></cols>'

    for after in ("", "<!-- read by the parser -->"):
        reading = read(reader, book(rows, before=hidden, after=after))

        assert notes(reading) == [(Check.HIDDEN_CONTENT, "cột B, C")]


def test_a_hidden_sheet_is_not_counted(reader: ListReader) -> None:
    def hide(workbook: made.Workbook) -> None:
        workbook["Cũ"].sheet_state = "veryHidden"

    content = made.openpyxl_book({"Mới": made.listed(3), "Cũ": made.listed(3, 10)}, hide)

    reading = read(reader, content)

    assert (len(reading.raw), notes(reading)) == (3, [(Check.HIDDEN_SHEET, "Cũ")])
    assert len(read(reader, content, sheet="Cũ").raw) == 3


def test_a_merged_hamlet_stands_for_all_its_rows(reader: ListReader) -> None:
    def merge(workbook: made.Workbook) -> None:
        sheet = workbook.active
        for line in (3, 4):
            sheet.cell(line, 5).value = None
        sheet.merge_cells("E2:E4")

    reading = read(reader, made.openpyxl_book({"DS": made.listed(4)}, merge))

    assert cells(reading, Field.HAMLET) == [("Thôn 1", "t")] * 3 + [("Thôn 4", "t")]


def test_entities_in_a_hidden_sheet_count(reader: ListReader) -> None:
    parts = made.xlsx_parts(made.sheet_xml(PEOPLE))
    parts["xl/workbook.xml"] = str(parts["xl/workbook.xml"]).replace(
        "</sheets>", '<sheet name="Ẩn" sheetId="2" state="hidden" r:id="rId2"/></sheets>'
    )
    parts["xl/_rels/workbook.xml.rels"] = made.relationships(
        ("worksheet", "worksheets/sheet1.xml"), ("worksheet", "worksheets/sheet2.xml")
    )
    parts["xl/worksheets/sheet2.xml"] = "<!DOCTYPE x><worksheet/>"

    with pytest.raises(ListRefused) as caught:
        read(reader, made.zipped(parts))

    assert caught.value.reason is Refused.UNSAFE_CONTENT


def test_a_link_to_another_workbook_is_named_and_not_followed(reader: ListReader) -> None:
    parts = made.xlsx_parts(made.sheet_xml(PEOPLE))
    parts["xl/externalLinks/externalLink1.xml"] = "<externalLink><externalBook/></externalLink>"
    parts["xl/externalLinks/_rels/externalLink1.xml.rels"] = made.relationships(
        ("externalLinkPath", "file:///D:/BHYT/ma%20so.xlsx"), mode="External"
    )

    reading = read(reader, made.zipped(parts))

    said = "liên kết tới sổ tính “file:///D:/BHYT/ma%20so.xlsx”"
    assert notes(reading) == [(Check.HIDDEN_CONTENT, said)]


def test_a_live_link_is_refused(reader: ListReader) -> None:
    parts = made.xlsx_parts(made.sheet_xml(PEOPLE))
    parts["xl/externalLinks/externalLink1.xml"] = "<externalLink><ddeLink/></externalLink>"

    with pytest.raises(ListRefused, match="DDE"):
        read(reader, made.zipped(parts))


SIGNS: Final = [
    "&amp;",
    "&lt;",
    "&#7885;",
    "&#x41;",
    "&#38;",
    "_x000D_",
    "a;",
    "\r\n",
    "\r",
    "&#13;",
]


@given(st.lists(st.lists(st.sampled_from(SIGNS)), min_size=1))
def test_many_texts_are_resolved_as_each_alone(pieces: list[list[str]]) -> None:
    texts = ["".join(some) for some in pieces]

    assert plain_all(texts) == [plain(text) for text in texts]


@pytest.mark.parametrize("text", ["&", "&nbsp;", "&#0;", "&#xD800;", "&#x110000;", "&#;", "&lt"])
def test_what_is_no_sign_of_xml_is_a_broken_file(text: str) -> None:
    for read_all in (plain_all, lambda texts: [plain(text) for text in texts]):
        with pytest.raises(ListRefused):
            read_all(["a", text])


WORDINGS: Final = load_wordings()
text = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")) | st.sampled_from("&<>\"'_x\n\t"),
    max_size=12,
)
value = st.one_of(
    st.none(),
    text,
    st.integers(-(10**15), 10**15),
    st.sampled_from(["Tổng cộng", "3800000001", "_x000D_", "Lê Văn An"]),
)


def answer(content: bytes, wordings: Wordings) -> Answer | Refused:
    task = Task("a", content, Format.XLSX, ReadingOptions())
    try:
        return BookReader(wordings, Limits()).read(task)
    except ListRefused as refused:
        return refused.reason


@given(st.lists(st.tuples(value, value, value, value), max_size=6), st.integers(0, 300))
def test_the_fast_way_and_the_careful_way_read_the_same(
    odd: list[tuple[made.Cell, ...]], place: int
) -> None:
    rows: list[list[made.Cell]] = [list(cells) for cells in made.listed(260)]
    rows[place:place] = [list(cells) for cells in odd]
    fast = made.sheet_xml(made.rows_xml(rows))
    careful = made.sheet_xml(made.rows_xml(rows), after="<!-- -->")

    assert answer(made.xlsx(fast), WORDINGS) == answer(made.xlsx(careful), WORDINGS)

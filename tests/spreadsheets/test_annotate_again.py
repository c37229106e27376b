"""A returned copy is mended, handed in and marked again as if it were the original."""

import io
import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest

from ntm_verify.domain.columns import FINDINGS_MARK, Wordings
from ntm_verify.domain.findings import Field, Severity
from ntm_verify.domain.marks import NOTE_AUTHOR, Annotation, marks_of
from ntm_verify.domain.participant_list import RawList
from ntm_verify.domain.reading import ListFile, Reading
from ntm_verify.domain.report import DescribedFinding
from ntm_verify.spreadsheets.annotate import annotate
from ntm_verify.spreadsheets.annotate_fresh import Decoding
from ntm_verify.spreadsheets.reader import ListReader
from tests.spreadsheets.marked_books import BOOKS, by_xlsxwriter
from tests.spreadsheets.test_annotate import annotation, colour, finding, listed, looks, opened
from tests.spreadsheets.test_reader import FORMS
from tests.support import sheet_files as made
from tests.support.files import ROOT
from tests.support.xlsx_sound import parts_of, require_sound

LISTS: Final = sorted(
    path for path in (ROOT / "fixtures" / "lists").iterdir() if path.suffix != ".toml"
)


def read(reader: ListReader, content: bytes) -> Reading:
    return reader.read_now([ListFile("danh sach", content)])


def told_of(raw: RawList) -> Annotation:
    """Make up findings for every tenth row, in words that look like a list themselves."""
    found = tuple(
        DescribedFinding(
            "id_length",
            Severity.ERROR,
            raw.sources[raw.source_of[place]].sheet,
            raw.lines[place],
            raw.cell(place, Field.ID),
            Field.ID,
            raw.columns[Field.ID].texts[place],
            "Nguyễn Văn An",
            "Sửa",
        )
        for place in range(0, len(raw), 10)
    )
    return Annotation(marks_of(found), found)


def same(one: RawList, other: RawList) -> bool:
    """Say whether two lists hold the same rows; only a sheet without a name may get one."""
    sources = [
        [replace(source, sheet="", file="") for source in raw.sources] for raw in (one, other)
    ]
    return (
        sources[0] == sources[1]
        and one.columns == other.columns
        and list(one.lines) == list(other.lines)
        and list(one.source_of) == list(other.source_of)
    )


@pytest.mark.parametrize("kind", FORMS)
def test_a_copy_of_any_form_is_the_same_list(
    reader: ListReader, wordings: Wordings, kind: str
) -> None:
    form, build = FORMS[kind]
    before = read(reader, build())

    copy = annotate(build(), form, told_of(before.raw), Decoding.of(wordings))
    after = read(reader, copy)

    parts = require_sound(copy)
    assert same(before.raw, after.raw)
    notes = re.findall(rb'<comment ref="([A-Z]+[0-9]+)"', parts["xl/comments1.xml"])
    assert [ref.decode() for ref in notes] == [
        before.raw.cell(place, Field.ID) for place in range(0, 50, 10)
    ]


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.name)
def test_a_copy_of_every_list_is_the_same_list_without_a_word_about_our_sheet(
    reader: ListReader, wordings: Wordings, path: Path
) -> None:
    before = read(reader, path.read_bytes())
    form = before.files[0].format

    copy = annotate(path.read_bytes(), form, told_of(before.raw), Decoding.of(wordings))
    after = read(reader, copy)

    assert same(before.raw, after.raw)
    assert [note for note in after.notes if note not in before.notes] == []


def through_openpyxl(content: bytes) -> bytes:
    """Save a workbook as another program would: formats and parts numbered anew."""
    out = io.BytesIO()
    opened(content).save(out)
    return out.getvalue()


SAVED: Final = {"as it was": lambda content: content, "by another program": through_openpyxl}


@pytest.mark.parametrize("saved", SAVED)
@pytest.mark.parametrize("kind", ["by openpyxl, dressed", "by xlsxwriter", "with notes of its own"])
def test_marks_of_the_last_time_are_gone_the_next_time(kind: str, saved: str) -> None:
    original = opened(BOOKS[kind]())["DS"]
    first = annotate(BOOKS[kind](), "xlsx", annotation(finding("C3"), finding("C5"), finding("D5")))

    second = annotate(SAVED[saved](first), "xlsx", annotation(finding("C5"), finding("B7")))

    require_sound(second)
    book = opened(second)
    assert book.sheetnames == ["DS", "Phát hiện"]
    assert [row[3] for row in listed(second)[6:]] == ["C5", "B7"]
    for cell in ("C3", "D5", "C5", "B7"):
        marked = cell in ("C5", "B7")
        assert looks(book["DS"][cell]) == looks(original[cell])
        assert colour(book["DS"][cell]) == ("FFFFC9C4" if marked else colour(original[cell]))
        own = original[cell].comment
        words = own.text if own else ""
        assert note_of(book["DS"][cell]) == (f"{words}Sai\nSửa ô {cell}" if marked else words)


def note_of(cell: made.Workbook) -> str:
    return str(cell.comment.text) if cell.comment else ""


def test_nothing_found_takes_all_marks_off() -> None:
    before = BOOKS["by xlsxwriter"]()
    marked = annotate(before, "xlsx", annotation(finding("C3"), finding("B4", Severity.INFO)))
    clean = annotate(marked, "xlsx", annotation())

    sheet = opened(clean)["DS"]
    assert {colour(cell) for cell in cells(sheet)} == {""}
    assert [cell for cell in cells(sheet) if cell.comment] == []
    assert listed(clean)[-1][0] == "Không có phát hiện nào."
    require_sound(clean)


def cells(sheet: made.Workbook) -> Iterable[made.Workbook]:
    return [cell for row in sheet.iter_rows() for cell in row]


def test_a_colour_of_the_users_own_is_not_taken_off() -> None:
    before = BOOKS["by openpyxl, dressed"]()
    after = annotate(annotate(before, "xlsx", annotation(finding("C3"))), "xlsx", annotation())

    old, new = opened(before)["DS"], opened(after)["DS"]
    assert [colour(cell) for cell in cells(new)] == [colour(cell) for cell in cells(old)]


def test_marking_twice_leaves_what_marking_once_leaves() -> None:
    told = annotation(finding("C3"), finding("B4"))
    once = annotate(BOOKS["crowded with everything"](), "xlsx", told)
    twice = annotate(once, "xlsx", told)

    assert parts_of(once).keys() == parts_of(twice).keys()
    assert listed(once) == listed(twice)


def test_a_sheet_is_told_by_its_mark_and_not_by_its_name(reader: ListReader) -> None:
    book = opened(annotate(BOOKS["by xlsxwriter"](), "xlsx", annotation(finding("C3"))))
    book["Phát hiện"].title = "Tên khác"
    book.move_sheet("Tên khác", -1)
    out = io.BytesIO()
    book.save(out)

    again = annotate(out.getvalue(), "xlsx", annotation(finding("B4")))

    assert opened(again).sheetnames == ["Tên khác", "DS"]
    assert [row[3] for row in opened(again)["Tên khác"].iter_rows(min_row=7, values_only=True)] == [
        "B4"
    ]
    assert read(reader, again).notes == ()


def test_a_mark_among_shared_texts_is_known_too(reader: ListReader) -> None:
    def with_our_sheet(book: made.Workbook, _: made.Workbook) -> None:
        book.add_worksheet("Phát hiện").write_string(0, 0, FINDINGS_MARK)

    book = by_xlsxwriter(with_our_sheet)
    again = annotate(book, "xlsx", annotation(finding("B4")))

    assert NOTE_AUTHOR in FINDINGS_MARK
    assert opened(again).sheetnames == ["DS", "Phát hiện"]
    assert [row[3] for row in listed(again)[6:]] == ["B4"]
    assert read(reader, book).notes == read(reader, again).notes == ()

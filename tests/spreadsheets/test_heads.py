"""The first rows of a sheet come along, read or refused, so that the reading can be corrected."""

import pytest

from ntm_verify.domain.findings import Field, Refused
from ntm_verify.domain.reading import AS_WRITTEN, ListFile, ListRefused, Reading, ReadingOptions
from ntm_verify.regulations.columns import load_wordings
from ntm_verify.spreadsheets.reader import ListReader

ROWS = "Bùi Văn Mẫu,0090000001,Thôn 1\nĐỗ Thị Lập,0090000002,Thôn 1\nLê Văn Giả,0090000003,Thôn 2\n"


def read(content: bytes, options: ReadingOptions | None = None) -> Reading:
    reader = ListReader(load_wordings())
    try:
        return reader.read_now([ListFile("ds.csv", content)], options)
    finally:
        reader.close()


def test_a_list_that_is_read_shows_its_header_and_what_was_recognised() -> None:
    (head,) = read(f"UBND xã Mẫu\n\nHọ và tên,Mã số BHXH,Thôn\n{ROWS}".encode()).heads

    assert (head.file, head.header_row) == ("ds.csv", 3)
    assert head.titles == {"A": "Họ và tên", "B": "Mã số BHXH", "C": "Thôn"}
    assert head.columns == {Field.NAME: "A", Field.ID: "B", Field.HAMLET: "C"}
    assert head.rows[0] == (1, {"A": "UBND xã Mẫu"})


def test_a_list_without_a_known_number_column_is_refused_with_its_first_rows() -> None:
    content = "Họ và tên,Cột lạ,Thôn\nBùi Văn Mẫu,không,Thôn 1\nĐỗ Thị Lập,không,Thôn 1\n"
    with pytest.raises(ListRefused) as refused:
        read(content.encode())

    (head,) = refused.value.heads
    assert refused.value.reason is Refused.REQUIRED_COLUMN_MISSING
    assert head.rows[0] == (1, {"A": "Họ và tên", "B": "Cột lạ", "C": "Thôn"})


def test_a_field_can_be_said_to_have_no_column() -> None:
    content = f"Họ và tên,Mã số BHXH,Thôn\n{ROWS}".encode()
    reading = read(content, ReadingOptions(mapping={Field.HAMLET: ""}))

    assert Field.HAMLET not in reading.raw.columns


def test_every_column_of_words_is_shown_before_and_after_an_old_font() -> None:
    content = "Hä vµ tªn,M· sè BHXH,Th«n\n" + "".join(
        f"NguyÔn V¨n Toµn,009000000{n},Th«n §«ng\n" for n in range(1, 9)
    )
    with pytest.raises(ListRefused) as refused:
        read(content.encode("cp1252"))

    assert refused.value.previews[Field.NAME] == (("NguyÔn V¨n Toµn", "Nguyễn Văn Toàn"),)
    assert refused.value.previews[Field.HAMLET] == (("Th«n §«ng", "Thôn Đông"),)


def test_letters_are_left_as_they_are_where_the_submitter_wants_it() -> None:
    content = "Hä vµ tªn,M· sè BHXH\n" + "".join(
        f"NguyÔn V¨n Toµn,009000000{n}\n" for n in range(1, 9)
    )
    reading = read(content.encode("cp1252"), ReadingOptions(encoding=AS_WRITTEN))

    assert reading.raw.columns[Field.NAME].texts[0] == "NguyÔn V¨n Toµn"

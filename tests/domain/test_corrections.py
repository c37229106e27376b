"""Corrections lie over the file: in order, in batches, undone batch by batch, never lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntm_verify.domain import corrections
from ntm_verify.domain.corrections import Correction, WrongCorrection
from ntm_verify.domain.findings import Field
from ntm_verify.domain.participant_list import Kind, RawList
from tests.support.lists import lay_out

RAW: RawList = lay_out(
    {Field.NAME: ["Bùi Giả", "Đỗ Lập", "Lê Mẫu"], Field.ID: ["0090000001", "", "0090000003"]}
)
PLACES = {(0, line): place for place, line in enumerate(RAW.lines)}
MENDED = Correction(0, 3, Field.ID, "0090000002")
GONE = Correction(0, 4, Field.ROW, None)


def texts(raw: RawList, field: Field) -> list[str]:
    return list(raw.columns[field].texts)


def test_a_correction_changes_its_cell_and_no_other() -> None:
    mended = corrections.apply(RAW, [MENDED])

    assert texts(mended, Field.ID) == ["0090000001", "0090000002", "0090000003"]
    assert texts(mended, Field.NAME) == texts(RAW, Field.NAME)
    assert mended.columns[Field.ID].kinds == "ttt"
    assert texts(RAW, Field.ID)[1] == ""


def test_a_row_taken_out_is_gone_and_the_others_keep_their_numbers() -> None:
    mended = corrections.apply(RAW, [GONE])

    assert list(mended.lines) == [2, 3]
    assert texts(mended, Field.NAME) == ["Bùi Giả", "Đỗ Lập"]


def test_later_corrections_win() -> None:
    again = Correction(0, 3, Field.ID, "0090000009")

    assert texts(corrections.apply(RAW, [MENDED, again]), Field.ID)[1] == "0090000009"


def test_a_column_that_the_file_lacks_can_be_filled_in() -> None:
    mended = corrections.apply(RAW, [Correction(0, 2, Field.HAMLET, "Thôn 1")])

    assert texts(mended, Field.HAMLET) == ["Thôn 1", "", ""]
    assert mended.columns[Field.HAMLET].kinds == Kind.TEXT + Kind.EMPTY * 2


def test_an_emptied_cell_is_empty() -> None:
    mended = corrections.apply(RAW, [Correction(0, 2, Field.ID, "")])

    assert mended.columns[Field.ID].kinds[0] == Kind.EMPTY


def test_corrections_of_rows_that_are_gone_change_nothing() -> None:
    assert corrections.apply(RAW, [Correction(0, 99, Field.ID, "x")]) == corrections.apply(
        RAW, [Correction(7, 2, Field.ID, "x")]
    )


def test_without_corrections_the_list_is_the_same() -> None:
    assert corrections.apply(RAW, []) is RAW


def test_batches_are_undone_one_by_one() -> None:
    first = corrections.add((), [MENDED], PLACES)
    second = corrections.add(first, [GONE, Correction(0, 2, Field.NAME, "Bùi Thật")], PLACES)

    assert [one.batch for one in second] == [1, 2, 2]
    assert corrections.undo(second) == first
    assert corrections.undo(first) == ()
    assert corrections.undo(()) == ()


@pytest.mark.parametrize(
    "wrong",
    [
        Correction(0, 99, Field.ID, "0090000002"),
        Correction(1, 2, Field.ID, "0090000002"),
        Correction(0, 2, Field.BIRTH, "1990"),
        Correction(0, 2, Field.NAME, "x" * 201),
        Correction(0, 2, Field.HAMLET, "=cmd|' /C calc'!A0"),
        Correction(0, 2, Field.NAME, " +1+1"),
        Correction(0, 2, Field.ID, "@SUM(A1)"),
    ],
)
def test_what_cannot_be_mended_is_refused(wrong: Correction) -> None:
    with pytest.raises(WrongCorrection):
        corrections.add((), [wrong], PLACES)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("GD4380090000005", "0090000005"),
        (" gd 4 38 009 000 0005 ", "0090000005"),
        ("0090000005", "0090000005"),
        ("038090000005", "038090000005"),
        ("GD43800900000", "GD43800900000"),
    ],
)
def test_of_a_card_typed_in_the_ten_digits_are_kept_and_no_letters(typed: str, kept: str) -> None:
    (one,) = corrections.add((), [Correction(0, 2, Field.ID, typed)], PLACES)

    assert one.value == kept


def test_a_name_that_looks_like_a_card_stays_as_typed() -> None:
    (one,) = corrections.add((), [Correction(0, 2, Field.NAME, "GD4380090000005")], PLACES)

    assert one.value == "GD4380090000005"


def test_corrections_of_the_first_form_still_read() -> None:
    old = b'[0,3,"id","0090000002",1]'

    assert corrections.load(old) == (Correction(0, 3, Field.ID, "0090000002", 1),)


@given(
    st.lists(
        st.builds(
            Correction,
            st.integers(0, 9),
            st.integers(1, 10**6),
            st.sampled_from(list(Field)),
            st.none() | st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
            st.integers(1, 9),
            st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
        )
    )
)
def test_what_is_written_down_reads_back(made: list[Correction]) -> None:
    assert corrections.load(corrections.dump(made)) == tuple(made)

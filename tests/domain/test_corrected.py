"""The last word on a cell goes into the file; a row taken out is emptied, come what may."""

from ntm_verify.domain.corrected import CellEdit, cell_edits
from ntm_verify.domain.corrections import Correction
from ntm_verify.domain.findings import Field
from ntm_verify.domain.participant_list import Source

SOURCES = (
    Source("a.xlsx", "Thôn 1", 1, {Field.NAME: "B", Field.ID: "C"}, 9),
    Source("b.xlsx", "Thôn 2", 1, {Field.NAME: "A", Field.ID: "D"}, 9),
)


def test_the_last_word_counts_and_each_file_has_its_own_cells() -> None:
    kept = [
        Correction(0, 5, Field.ID, "1", 1),
        Correction(0, 5, Field.ID, "2", 2),
        Correction(1, 5, Field.ID, "3", 2),
    ]

    assert cell_edits(SOURCES, kept, "a.xlsx") == (CellEdit("Thôn 1", 5, "C", "2"),)
    assert cell_edits(SOURCES, kept, "b.xlsx") == (CellEdit("Thôn 2", 5, "D", "3"),)


def test_a_row_taken_out_is_emptied_once_and_nothing_is_typed_into_it() -> None:
    kept = [Correction(0, 5, Field.ID, "1", 1), Correction(0, 5, Field.ROW, None, 2)]

    assert cell_edits(SOURCES, kept, "a.xlsx") == (CellEdit("Thôn 1", 5, "", None),)


def test_a_field_without_a_column_has_no_cell() -> None:
    assert cell_edits(SOURCES, [Correction(0, 5, Field.HAMLET, "Thôn 3")], "a.xlsx") == ()

"""What is marked in a file follows from the findings, and from nothing else."""

from ntm_verify.domain.findings import Check, Field, Severity
from ntm_verify.domain.marks import CellMark, findings_of_file, marks_of, names_of
from ntm_verify.domain.participant_list import CheckedList, Column, Finding, RawList, Source
from ntm_verify.domain.report import DescribedFinding


def two_files() -> RawList:
    columns = {Field.NAME: "A", Field.ID: "B"}
    return RawList(
        (Source("mot.xlsx", "T1", 1, columns, 2), Source("hai.xlsx", "T2", 1, columns, 1)),
        [0, 0, 1],
        [2, 3, 2],
        {Field.NAME: Column(["An", "Bình", "Cư"], "ttt"), Field.ID: Column(["1", "2", "3"], "ttt")},
    )


def described(cell: str, hint: str = "Sửa") -> DescribedFinding:
    place = ("T1", 2, cell, Field.ID, "1")
    return DescribedFinding("id_length", Severity.ERROR, *place, "Sai", hint)


def test_a_finding_that_names_a_cell_marks_it_with_its_words() -> None:
    assert marks_of([described("B2"), described(""), described("B3", "")]) == (
        CellMark("T1", "B2", Severity.ERROR, "Sai\nSửa"),
        CellMark("T1", "B3", Severity.ERROR, "Sai"),
    )


def test_a_row_is_called_by_the_person_in_it() -> None:
    checked = CheckedList((), ["An", "Bình", "Cư"], ["1", "2", "3"], "bbb", "???", b"111", b"000")

    assert names_of(two_files(), checked) == {
        ("T1", 2): "An",
        ("T1", 3): "Bình",
        ("T2", 2): "Cư",
    }


def test_each_of_several_files_gets_its_own_findings_and_those_of_all() -> None:
    in_first = Finding(Check.ID_LENGTH, Field.ID, place=1)
    in_second = Finding(Check.ID_LENGTH, Field.ID, place=2)
    of_second = Finding(Check.HIDDEN_SHEET, Field.FILE, source=1)
    of_all = Finding(Check.POPULATION_SOURCES_DIFFER, Field.FILE)
    found = (in_first, in_second, of_second, of_all)

    assert findings_of_file(found, two_files(), "mot.xlsx") == (in_first, of_all)
    assert findings_of_file(found, two_files(), "hai.xlsx") == (in_second, of_second, of_all)

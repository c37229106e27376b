"""What is unusual in figures and lists is shown, not judged; what is usual is left alone."""

from collections.abc import Iterable
from dataclasses import replace

import pytest

from ntm_verify.domain.appraisal import Status
from ntm_verify.domain.findings import Check
from ntm_verify.domain.plausibility import figure_notes, list_notes, population_notes
from ntm_verify.domain.preparation import Preparation
from ntm_verify.domain.roster import Roster, RosterRow
from ntm_verify.regulations.catalogue import load_codes
from tests.support.builders import a_population, an_appraisal, an_outcome


@pytest.mark.parametrize(
    ("second", "is_shown"),
    [(None, False), (1000, False), (1020, False), (980, False), (1021, True), (979, True)],
)
def test_a_gap_of_more_than_two_per_cent_is_shown(second: int | None, is_shown: bool) -> None:  # noqa: FBT001 - a table's column
    dossier = replace(
        an_appraisal(population=a_population(1000)), preparation=Preparation(second_total=second)
    )

    found = population_notes(dossier)

    assert [note.check for note in found] == [Check.POPULATION_SOURCES_DIFFER] * is_shown
    assert all("1.000" in note.detail for note in found)


HABITS = load_codes().habits


def a_roster(numbers: Iterable[int], family: str = "") -> Roster:
    """Make up a list of counted people, their family names mixed or all alike."""
    names = ("Nguyễn", "Trần", "Lê", "Phạm", "Bùi")
    rows = (
        RosterRow(
            0,
            at + 2,
            f"{family or names[at % 5]} Văn Mẫu {at}",
            f"{value:010d}",
            "b",
            "",
            counted=True,
            codes=(),
        )
        for at, value in enumerate(numbers)
    )
    return Roster((), tuple(rows))


def checks(roster: Roster, last: Roster | None = None) -> list[Check]:
    return [note.check for note in list_notes(roster, last, HABITS)]


def test_a_list_that_changed_a_little_is_not_remarked_upon() -> None:
    last = a_roster(range(0, 3000, 3))
    assert checks(a_roster(range(0, 3300, 3)), last) == []
    assert checks(a_roster(range(0, 2580, 3)), last) == []
    assert checks(last) == []


def test_many_more_or_fewer_people_and_many_gone_are_pointed_out() -> None:
    last = a_roster(range(0, 3000, 3))
    assert checks(a_roster(range(0, 3600, 3)), last) == [Check.TOTAL_CHANGED_MUCH]
    assert checks(a_roster(range(0, 2100, 3)), last) == [
        Check.TOTAL_CHANGED_MUCH,
        Check.MANY_NAMES_GONE,
    ]
    assert checks(a_roster(range(1500, 4500, 3)), last) == [Check.MANY_NAMES_GONE]
    (note, _) = list_notes(a_roster(range(0, 2100, 3)), last, HABITS)
    assert note.detail == "kỳ trước 1.000 người, kỳ này 700 người (giảm 30\u00a0%)"


def test_a_small_commune_may_change_as_it_likes() -> None:
    assert checks(a_roster(range(0, 60, 3)), a_roster(range(1, 120, 3))) == []


def test_a_hundred_numbers_in_a_row_are_pointed_out_with_their_rows() -> None:
    mixed = [*range(0, 300, 3), *range(5000, 5100), *range(9000, 9300, 3)]
    (note,) = list_notes(a_roster(mixed), None, HABITS)
    assert (note.check, note.detail) == (
        Check.CONSECUTIVE_NUMBERS,
        "100 mã, từ dòng 102 đến dòng 201",
    )
    assert checks(a_roster(range(5000, 5099))) == []


def test_one_family_name_in_nearly_every_row_is_pointed_out() -> None:
    assert checks(a_roster(range(0, 900, 3), "Nguyễn")) == [Check.FAMILY_NAME_SHARE]
    assert checks(a_roster(range(0, 300, 3), "Nguyễn")) == []


def test_what_waits_for_an_answer_is_told_again_from_the_dossier() -> None:
    outcome = an_outcome(questions=("many_names_gone",))
    assert [note.check for note in figure_notes(an_appraisal(outcome=outcome))] == [
        Check.MANY_NAMES_GONE
    ]
    assert figure_notes(an_appraisal(status=Status.DRAFT)) == ()

"""A warning is answered for group by group; only counted rows are in doubt."""

from ntm_verify.domain.doubt import doubtful_rows, figure_warnings, open_warnings
from ntm_verify.domain.findings import Check, Field
from ntm_verify.domain.participant_list import Finding
from ntm_verify.regulations.catalogue import load_catalogue

CATALOGUE = load_catalogue()
FINDINGS = (
    Finding(Check.ID_GROUP_UNKNOWN, Field.ID, place=0),
    Finding(Check.ID_GROUP_UNKNOWN, Field.ID, place=2),
    Finding(Check.ID_PROVINCE_UNKNOWN, Field.ID, place=2),
    Finding(Check.ID_MISSING, Field.ID, place=3),
    Finding(Check.NAME_NORMALISED, Field.NAME, place=4),
    Finding(Check.POPULATION_SOURCES_DIFFER, Field.FILE),
)
GROUP = (Check.ID_GROUP_UNKNOWN.value, Field.ID.value)
OTHER = (Check.ID_PROVINCE_UNKNOWN.value, Field.ID.value)


def test_warnings_of_rows_are_grouped_and_nothing_else_is() -> None:
    assert open_warnings(FINDINGS, CATALOGUE, frozenset()) == {GROUP: {0, 2}, OTHER: {2}}


def test_an_answered_group_is_no_longer_open() -> None:
    assert open_warnings(FINDINGS, CATALOGUE, frozenset({GROUP})) == {OTHER: {2}}


def test_a_row_stays_in_doubt_until_its_last_warning_is_answered() -> None:
    counted = [True, True, True, False, True]

    assert doubtful_rows(open_warnings(FINDINGS, CATALOGUE, frozenset()), counted) == {0, 2}
    assert doubtful_rows(open_warnings(FINDINGS, CATALOGUE, frozenset({GROUP})), counted) == {2}
    both = frozenset({GROUP, OTHER})
    assert doubtful_rows(open_warnings(FINDINGS, CATALOGUE, both), counted) == frozenset()


def test_a_row_that_does_not_count_is_not_in_doubt() -> None:
    groups = open_warnings(FINDINGS, CATALOGUE, frozenset())

    assert doubtful_rows(groups, [False, True, True]) == {2}


def test_figures_are_answered_for_though_no_row_bears_them() -> None:
    assert figure_warnings(FINDINGS) == {("population_sources_differ", "file")}

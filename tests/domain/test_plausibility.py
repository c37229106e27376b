"""Two sources of one population that differ widely are shown, not judged."""

from dataclasses import replace

import pytest

from ntm_verify.domain.findings import Check
from ntm_verify.domain.plausibility import population_notes
from ntm_verify.domain.preparation import Preparation
from tests.support.builders import a_population, an_appraisal


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

"""In a whole province every planted fault is found, and clean communes are left in peace."""

import pytest

from ntm_verify.domain.findings import Check, Severity
from ntm_verify.domain.synthetic_faults import FAULTS
from ntm_verify.regulations.columns import load_wordings
from ntm_verify.spreadsheets.reader import ListReader
from tests.corpus.recall import ELSEWHERE, HINTS, Outcome, measure


@pytest.fixture(scope="module")
def outcome() -> Outcome:
    reader = ListReader(load_wordings())
    try:
        told = measure(reader, communes=12, rows=1_500)
    finally:
        reader.close()
    print(*told.table(), sep="\n")  # noqa: T201 - seen with pytest -s
    return told


def test_every_planted_fault_of_every_code_is_found(outcome: Outcome) -> None:
    codes = {code for fault in FAULTS.values() for code in fault.codes} | {ELSEWHERE.value}

    planted = {check.value: len(tally.planted) for check, tally in outcome.tallies.items()}
    missed = {check.value: tally.planted - tally.found for check, tally in outcome.tallies.items()}

    assert min(planted[code] for code in codes) > 0
    assert not any(missed.values()), missed


def test_nothing_else_is_found_but_namesakes(outcome: Outcome) -> None:
    alarms = {
        check.value: tally.found - tally.planted
        for check, tally in outcome.tallies.items()
        if check not in HINTS and tally.alarms
    }

    assert alarms == {}
    assert outcome.of(Check.SAME_NAME_OTHER_ID).planted == set()


def test_clean_communes_hear_of_no_error_and_no_warning(outcome: Outcome) -> None:
    assert outcome.clean_rows == 6 * 1_500
    assert (outcome.clean_of(Severity.ERROR), outcome.clean_of(Severity.WARNING)) == (0, 0)


def test_as_many_people_count_as_should(outcome: Outcome) -> None:
    assert outcome.miscounted == []

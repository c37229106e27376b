"""A receipt says what was handed in and nothing that came later, and names no person."""

from dataclasses import replace
from datetime import date

import pytest

from ntm_verify.domain.appraisal import Status
from ntm_verify.domain.errors import NotFound
from ntm_verify.domain.receipt import receipt_number, receipt_of
from tests.support.builders import CLERK, NOON, an_appraisal, an_outcome

DUE = date(2019, 10, 2)


def test_it_is_the_same_before_and_after_a_decision() -> None:
    handed_in = an_appraisal(status=Status.SUBMITTED, declarant=CLERK.name)
    decided = replace(handed_in, status=Status.APPROVED, decided_at=NOON, note="x", version=9)
    waived = replace(decided, outcome=an_outcome(1510), unwaived=handed_in.outcome)

    first = receipt_of(handed_in, "BHXH", DUE)

    assert first == receipt_of(decided, "BHXH", DUE) == receipt_of(waived, "BHXH", DUE)
    assert CLERK.name not in repr(first)
    assert "danh-sach.xlsx" not in repr(first)
    assert first.number == "BN-14866-20190831-01-000001"


def test_each_round_has_a_number_of_its_own() -> None:
    dossier = an_appraisal(status=Status.SUBMITTED)
    assert receipt_number(replace(dossier, round=2)) == "BN-14866-20190831-02-000001"


def test_there_is_none_for_a_list_that_is_being_prepared() -> None:
    dossier = an_appraisal(status=Status.SUBMITTED)
    for status in (Status.DRAFT, Status.CHECKING, Status.CHECKED):
        with pytest.raises(NotFound):
            receipt_of(replace(dossier, status=status), "BHXH", DUE)
    with pytest.raises(NotFound):
        receipt_of(replace(dossier, submitted_at=None), "BHXH", DUE)

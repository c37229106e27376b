"""A proposal is pinned by name and digest: what a reviewer read is what is released."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from ntm_verify.domain.errors import StaleRecord
from ntm_verify.domain.rule_sets import (
    LONGEST,
    Placement,
    ProposalState,
    Review,
    WrongTerms,
    group_on,
    reviewed,
)
from tests.domain.test_rule_fitting import TERMS, released
from tests.support.builders import NOON
from tests.support.rules import SECOND


def test_every_part_that_a_reviewer_reads_changes_the_digest() -> None:
    one = released(TERMS)
    others = [
        released(replace(TERMS, **change))
        for change in (
            {"shares": (("", Decimal("90.0")),)},
            {"legal_reference": "2/QĐ-UBND"},
            {"last_day": date(2019, 12, 30)},
            {"both_sexes": True},
            {"replaces": True},
            {"gap_note": "khác"},
            {"demonstration": True},
            {"placements": (("00001", "1"),)},
        )
    ]
    others += [replace(one, number=2), replace(one, clause_sha256="1" * 64)]

    assert len({one.sha256, *(other.sha256 for other in others)}) == len(others) + 1
    assert one.sha256 == replace(one, state=ProposalState.RELEASED, is_lone=True).sha256


def test_a_released_proposal_is_not_reviewed_again_and_words_have_an_end() -> None:
    one = released(TERMS)
    good = Review(one.sha256, release=True)
    done = reviewed(one, good, by=SECOND, at=NOON)

    with pytest.raises(StaleRecord):
        reviewed(done, good, by=SECOND, at=NOON)
    with pytest.raises(WrongTerms, match="dài nhất"):
        reviewed(one, replace(good, note="x" * (LONGEST + 1)), by=SECOND, at=NOON)


def test_of_two_groups_the_one_with_the_later_day_counts() -> None:
    early = Placement("X", "00001", "1", date(2026, 3, 1), "1/QĐ-UBND")
    late = replace(early, group="2", first_day=date(2027, 1, 1))

    for placements in ((early, late), (late, early)):
        assert group_on(placements, date(2026, 2, 28)) == {}
        assert group_on(placements, date(2026, 12, 31)) == {"X": "1"}
        assert group_on(placements, date(2027, 1, 1)) == {"X": "2"}
    again = replace(early, group="3")
    assert group_on((early, again), date(2026, 3, 1)) == {"X": "3"}

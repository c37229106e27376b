"""A pair of rows has one name from both sides, and a decision one meaning for each list."""

from dataclasses import replace
from hashlib import sha256

import pytest

from ntm_verify.domain.appraisal import ReasonMissing, Status
from ntm_verify.domain.duplicates import (
    DECISION_LABELS,
    DECISION_REASONS,
    GRAVEST,
    PLACE_LABELS,
    Decision,
    DuplicateReview,
    Place,
    RemovalImpossible,
    UnknownDecision,
    pair_id,
    place_of,
    read_decision,
    require_ground,
    require_in_hand,
    row_digests,
)
from ntm_verify.domain.roster import RosterRow
from tests.support.builders import COMMUNE, NOON, OTHER_COMMUNE, PROVINCE, an_appraisal, an_id

ROW = RosterRow(0, 5, "Đỗ Thị Hoà", "0090000002", "b", "Thôn 1", counted=True, codes=())
REVIEW = DuplicateReview(
    "a", PROVINCE, an_id(1), an_id(2), Decision.SAME_PERSON, "papers_show_one", "u", NOON
)


def digests(words: object) -> list[bytes]:
    return [sha256(word.encode()).digest()[:16] for word in words]  # type: ignore[attr-defined]  # texts


def name_of(row: RosterRow, **changes: object) -> str:
    dossier = replace(an_appraisal(), **changes)  # type: ignore[arg-type]  # fields of a dossier
    (name,) = row_digests(dossier, [row], digests)
    return name


def test_a_pair_has_one_name_from_both_sides() -> None:
    assert pair_id("a", "b") == pair_id("b", "a")
    assert pair_id("a", "b") != pair_id("a", "c")


def test_a_row_keeps_its_name_while_it_says_the_same_of_the_person() -> None:
    name = name_of(ROW)
    assert name == name_of(replace(ROW, line=99, hamlet="Thôn 9", name="Đỗ Thị Hòa"))
    assert name == name_of(ROW, id=an_id(9), status=Status.RETURNED)
    others = (
        name_of(replace(ROW, name="Đỗ Thị Lập")),
        name_of(replace(ROW, number="0090000003")),
        name_of(ROW, commune=OTHER_COMMUNE),
        name_of(ROW, as_of=an_appraisal().as_of.replace(year=2018)),
    )
    assert name not in others
    assert len(set(others)) == 4


def test_every_decision_and_place_has_words_and_reasons() -> None:
    assert set(DECISION_LABELS) == set(DECISION_REASONS) == set(Decision)
    assert set(PLACE_LABELS) == set(GRAVEST) == set(Place)


def test_a_decision_says_for_each_list_what_to_do() -> None:
    removal = replace(REVIEW, decision=Decision.REMOVE_HERE, remove_from=COMMUNE)
    other = replace(REVIEW, decision=Decision.DIFFERENT_PEOPLE)
    assert place_of(None, COMMUNE) is Place.OPEN
    assert place_of(REVIEW, COMMUNE) is Place.SAME
    assert place_of(other, COMMUNE) is Place.DIFFERENT
    assert place_of(removal, COMMUNE) is Place.REMOVE
    assert place_of(removal, OTHER_COMMUNE) is Place.KEEP


def test_the_log_is_told_no_words() -> None:
    told = replace(REVIEW, note="Bà Lập (giả lập)")
    assert "Lập" not in str(told.state())


def test_a_decision_needs_its_own_reason() -> None:
    require_ground(Decision.SAME_PERSON, "papers_show_one", "")
    require_ground(Decision.SAME_PERSON, "other", "Đã gọi điện (giả lập).")
    for code, note in (("lives_elsewhere", "x"), ("", "x"), ("other", "  ")):
        with pytest.raises(ReasonMissing):
            require_ground(Decision.SAME_PERSON, code, note)
    with pytest.raises(UnknownDecision):
        read_decision("merge")


@pytest.mark.parametrize("status", Status)
def test_a_row_leaves_a_list_only_while_its_commune_can_still_change_it(status: Status) -> None:
    dossier = an_appraisal(status=status)
    require_in_hand(dossier, Decision.SAME_PERSON)
    if status in {Status.SUBMITTED, Status.UNDER_APPRAISAL, Status.RETURNED}:
        require_in_hand(dossier, Decision.REMOVE_HERE)
    else:
        with pytest.raises(RemovalImpossible):
            require_in_hand(dossier, Decision.REMOVE_HERE)

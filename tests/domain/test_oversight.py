"""Signs in the log are what the dated thresholds say, and nothing that stays below them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from ntm_verify.domain.audit import Action
from ntm_verify.domain.audit_sample import WrongSeed, draw_dossiers, require_drawable
from ntm_verify.domain.oversight import Act, Sign, unusual, week_of
from ntm_verify.regulations.oversight import load_oversight

RULES = load_oversight()
NOON = datetime(2026, 11, 2, 3, 0, tzinfo=UTC)
"""Ten in the morning in Vietnam."""


def an_act(minutes: float = 0, action: Action = Action.APPRAISAL_DECIDED, **others: object) -> Act:
    fields = {"actor": "a", "dossier": "d", "unit": "x", "status": "approved", "share": 9000}
    told = {**fields, **others}
    return Act(0, NOON + timedelta(minutes=minutes), action, **told)  # type: ignore[arg-type] # fields of an act


def signs(acts: Sequence[Act]) -> list[Sign]:
    return [one.sign for one in unusual(acts, RULES)]


def opened(minutes: float = 0, **others: object) -> Act:
    return an_act(minutes, Action.APPRAISAL_OPENED, status="under_appraisal", **others)


@pytest.mark.parametrize(
    ("hours", "found"), [(9.99, []), (10, [Sign.NIGHT]), (19.9, [Sign.NIGHT]), (20, [])]
)
def test_a_decision_between_eight_at_night_and_six_is_told(hours: float, found: list[Sign]) -> None:
    assert signs([an_act(60 * hours)]) == found


def test_taken_and_approved_by_one_person_within_minutes_is_told() -> None:
    assert signs([opened(), an_act(5)]) == [Sign.QUICK]
    assert signs([opened(), an_act(5.1)]) == []
    assert signs([opened(actor="b"), an_act(5)]) == []
    assert signs([opened(), an_act(5, status="returned")]) == []


def test_a_burst_of_decisions_is_told_once() -> None:
    run = [an_act(n * 0.05, dossier=str(n), unit=str(n)) for n in range(40)]
    assert signs(run) == [Sign.BURST]
    assert signs(run[:29]) == []
    slow = [replace(act, at=NOON + timedelta(minutes=n * 3)) for n, act in enumerate(run)]
    assert signs(slow) == []


def test_somebody_who_decides_for_one_commune_alone_is_told() -> None:
    own = [an_act(n * 60, dossier=str(n)) for n in range(3)]
    assert signs(own) == [Sign.ALONE]
    assert signs([*own[:2], replace(own[2], unit="y")]) == []


def test_many_papers_out_of_force_are_told_and_one_paper_is_one() -> None:
    gone = [an_act(n, Action.CERTIFICATE_REVOKED, dossier=str(n)) for n in range(3)]
    assert signs(gone) == [Sign.REVOKED]
    assert signs([gone[0]] * 3) == []


def test_a_share_that_rises_fast_is_told_with_both_decisions() -> None:
    first, second = an_act(share=8500), an_act(600, dossier="e", share=9000)
    second = replace(second, at=NOON + timedelta(days=200))
    (rise,) = unusual([first, second], RULES)
    assert (rise.sign, rise.said) == (Sign.RISING, "tăng 5,00 điểm phần trăm")
    assert rise.acts == (first, second)
    assert signs([first, replace(second, share=8999)]) == []


def test_thresholds_are_dated_and_marked_as_experience() -> None:
    later = replace(RULES.thresholds[-1], first_day=date(2027, 1, 1), night_from=10)
    rules = replace(RULES, thresholds=(*RULES.thresholds, later))
    assert [one.sign for one in unusual([an_act()], rules)] == []
    then = replace(an_act(), at=NOON.replace(year=2027))
    assert [one.sign for one in unusual([then], rules)] == [Sign.NIGHT]
    assert RULES.mark == "experience"
    assert rules.on(date(2000, 1, 1)) == RULES.thresholds[0]


def test_weeks_begin_on_mondays() -> None:
    assert week_of(date(2026, 11, 8), 7) == (date(2026, 11, 2), date(2026, 11, 8))
    assert week_of(date(2026, 11, 9), 7)[0] == date(2026, 11, 9)


def test_a_sample_is_drawn_as_printed_whatever_the_order_of_the_list() -> None:
    ids = [UUID(int=n) for n in range(50)]
    drawn = draw_dossiers("gia-lap-1", ids, 3)
    assert drawn == draw_dossiers("gia-lap-1", reversed(ids), 3)
    assert [one.int for one in drawn] == [3, 13, 7]
    assert drawn != draw_dossiers("gia-lap-2", ids, 3)
    for seed, count in (("", 3), ("a b", 3), ("é", 3), ("a" * 65, 3), ("a", 0), ("a", 201)):
        with pytest.raises(WrongSeed):
            require_drawable(seed, count)

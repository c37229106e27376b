"""Requests lapse with their list, and nothing is decided while one is open."""

from datetime import timedelta

import pytest

from ntm_verify.domain.appraisal import NotYourStep
from ntm_verify.domain.waiver import WaiverState
from ntm_verify.domain.waiving import WaiverPending, Wish, ask, lapse, require_settled, withdraw
from tests.support.builders import CLERK, NOON, OTHER_CLERK, an_appraisal
from tests.support.waivers import RULE, UNTIL, a_waiver


def test_open_and_granted_requests_lapse_and_the_others_stay() -> None:
    states = [one.state for one in lapse([a_waiver(state=state) for state in WaiverState])]
    assert states == [
        WaiverState.LAPSED,
        WaiverState.LAPSED,
        WaiverState.DENIED,
        WaiverState.WITHDRAWN,
        WaiverState.LAPSED,
    ]


def test_a_case_is_settled_when_nothing_is_open_and_no_term_is_over() -> None:
    require_settled(an_appraisal(waivers=(a_waiver(),)), UNTIL)
    with pytest.raises(WaiverPending):
        require_settled(an_appraisal(waivers=(a_waiver(),)), UNTIL + timedelta(days=1))
    with pytest.raises(WaiverPending):
        require_settled(an_appraisal(waivers=(a_waiver(state=WaiverState.ASKED),)), UNTIL)


def test_nobody_asks_for_another_commune_or_takes_its_request_back() -> None:
    dossier = an_appraisal(waivers=(a_waiver(state=WaiverState.ASKED),))
    wish = Wish("two_people_in_cell", (), "other", "x", "")
    with pytest.raises(NotYourStep):
        ask(dossier, dossier.version, wish, by=OTHER_CLERK, at=NOON)
    with pytest.raises(NotYourStep):
        withdraw(dossier, dossier.version, 1, by=OTHER_CLERK, at=NOON)
    asked, event = ask(dossier, dossier.version, wish, by=CLERK, at=NOON)
    assert [one.rule for one in asked.waivers] == [RULE, "two_people_in_cell"]
    assert event.after is not None
    assert [one["rule"] for one in event.after["waivers"]] == [RULE, "two_people_in_cell"]  # type: ignore[attr-defined] # a list of plain objects

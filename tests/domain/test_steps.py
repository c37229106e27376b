"""The table of steps, written down a second time: who may lead a dossier from where to where."""

from typing import Final

from ntm_verify.domain.audit import Action
from ntm_verify.domain.people import Role
from ntm_verify.domain.steps import (
    BEFORE_THE_PROVINCE,
    LABELS,
    REFUSE_REASONS,
    RETURN_REASONS,
    REVOKE_REASONS,
    STEPS,
    TAKE_OVER_REASONS,
    UNDECIDED,
    Status,
)

TABLE: Final = """
    draft           checking         chair commune  submission.rows_imported
    checked         checking         chair commune  submission.rows_imported
    returned        checking         chair commune  submission.rows_imported
    checking        checked          system         check.computed
    checking        draft            system         check.computed
    checked         checked          chair commune  submission.amended
    checked         submitted        chair commune  submission.submitted
    draft           withdrawn        chair commune  submission.withdrawn
    checking        withdrawn        chair commune  submission.withdrawn
    checked         withdrawn        chair commune  submission.withdrawn
    submitted       withdrawn        chair commune  submission.withdrawn
    under_appraisal withdrawn        chair commune  submission.withdrawn
    returned        withdrawn        chair commune  submission.withdrawn
    submitted       under_appraisal  appraiser      appraisal.opened
    under_appraisal submitted        appraiser      appraisal.opened
    under_appraisal under_appraisal  appraiser      appraisal.opened
    under_appraisal returned         appraiser      appraisal.decided
    under_appraisal refused          appraiser      appraisal.decided
    under_appraisal approved         appraiser      appraisal.decided
    approved        certified        signer         submission.certified
    certified       superseded       signer         certificate.superseded
    certified       revoked          signer         certificate.revoked
"""
END: Final = {Status.REFUSED, Status.WITHDRAWN, Status.SUPERSEDED, Status.REVOKED}


def test_the_steps_are_those_of_the_table_and_no_others() -> None:
    told = [line.split() for line in TABLE.strip().splitlines()]
    table = {
        (Status(here), Status(there)): (frozenset(map(Role, roles)), Action(action))
        for here, there, *roles, action in told
    }

    assert {ends: (step.roles, step.action) for ends, step in STEPS.items()} == table


def test_a_dossier_can_be_withdrawn_from_every_state_before_a_decision_and_from_no_other() -> None:
    assert {here for here, there in STEPS if there is Status.WITHDRAWN} == UNDECIDED


def test_nothing_leads_out_of_an_end() -> None:
    assert set(Status) - {here for here, _ in STEPS} == END


def test_every_state_can_be_reached_from_a_draft() -> None:
    reached = {Status.DRAFT}
    for _ in Status:
        reached |= {there for here, there in STEPS if here in reached}

    assert reached == set(Status)


def test_return_refusal_and_revocation_need_a_reason_of_their_own_list() -> None:
    needs = {there: step.reasons for (_, there), step in STEPS.items() if step.reasons}

    assert needs == {
        Status.UNDER_APPRAISAL: TAKE_OVER_REASONS,
        Status.RETURNED: RETURN_REASONS,
        Status.REFUSED: REFUSE_REASONS,
        Status.REVOKED: REVOKE_REASONS,
    }


def test_reasons_are_codes_in_the_log_and_words_for_people() -> None:
    for code, words in {**REFUSE_REASONS, **REVOKE_REASONS}.items():
        assert code.replace("_", "").isascii()
        assert code == code.lower()
        assert words.strip()


def test_every_state_has_its_word_and_the_province_sees_none_before_it_is_handed_in() -> None:
    assert set(LABELS) == set(Status)
    assert len(set(LABELS.values())) == len(Status)
    assert {Status.DRAFT, Status.CHECKING, Status.CHECKED} == BEFORE_THE_PROVINCE

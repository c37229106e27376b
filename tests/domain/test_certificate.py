"""The paper: planned for what is approved and met, issued once, ended once, never a name on it."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntm_verify.domain.appraisal import Appraisal, HamletCount, NotYourStep, Status, WrongStatus
from ntm_verify.domain.audit import Action, AuditEvent, Subject
from ntm_verify.domain.certificate import (
    STANDING_LABELS,
    TOKEN_ALPHABET,
    TOKEN_LENGTH,
    Certificate,
    Standing,
    bare_token,
    end,
    issue,
    plan,
    printed_token,
    take_over,
)
from ntm_verify.domain.coverage import Tally
from ntm_verify.domain.people import Actor, Role
from ntm_verify.domain.statement import statement_digest
from tests.support.builders import (
    CLERK,
    LETTERHEAD,
    NOON,
    PROVINCE,
    SIGNER,
    a_certificate,
    a_population,
    a_threshold,
    an_appraisal,
    an_outcome,
)

APPROVED: Final = an_appraisal(status=Status.APPROVED)
DRAFT: Final = a_certificate(APPROVED, standing=Standing.PLANNED, version=0)
PLANNED: Final = replace(DRAFT, version=1)
SECOND_SIGNER: Final = Actor("u-signer-2", Role.SIGNER, PROVINCE, PROVINCE, "Mai Văn Lập")


# ---- from plan to end


def test_a_number_is_planned_for_an_approved_dossier() -> None:
    planned, event = plan(APPROVED, DRAFT, by=SIGNER)

    assert planned == DRAFT
    assert event == AuditEvent(
        Action.CERTIFICATE_PLANNED,
        SIGNER,
        Subject("certificate", "38-2019-0001", 1),
        None,
        DRAFT.state(),
        {"actor_name": SIGNER.name},
    )


@pytest.mark.parametrize("status", [s for s in Status if s is not Status.APPROVED])
def test_no_number_is_planned_for_a_dossier_that_is_not_approved(status: Status) -> None:
    with pytest.raises(WrongStatus, match="đã phê duyệt"):
        plan(an_appraisal(status=status), DRAFT, by=SIGNER)


def test_no_number_is_planned_without_a_result_that_still_meets_its_threshold() -> None:
    with pytest.raises(WrongStatus, match="đã phê duyệt"):
        plan(replace(APPROVED, outcome=None), DRAFT, by=SIGNER)

    for outcome in (an_outcome(1485), an_outcome(percent=None)):
        with pytest.raises(WrongStatus, match="không còn đạt"):
            plan(APPROVED, replace(DRAFT, outcome=outcome), by=SIGNER)


@pytest.mark.parametrize("hand", ["created_by", "submitted_by", "appraised_by"])
@pytest.mark.parametrize(("step", "paper"), [(plan, DRAFT), (take_over, PLANNED)])
def test_who_handed_in_or_appraised_does_not_sign(
    hand: str, step: Callable[..., object], paper: Certificate
) -> None:
    hands: dict[str, Any] = {hand: SIGNER.id}
    touched = replace(APPROVED, **hands)

    with pytest.raises(NotYourStep, match="Người ký phải khác"):
        step(touched, paper, by=SIGNER)


def test_another_signer_goes_on_under_the_same_number_and_day_and_in_their_own_name() -> None:
    taken, event = take_over(APPROVED, PLANNED, by=SECOND_SIGNER)

    assert taken == replace(PLANNED, planned_by=SECOND_SIGNER.id, signer_name=SECOND_SIGNER.name)
    assert (event.action, event.subject.rev) == (Action.CERTIFICATE_PLANNED, 2)
    assert (event.before, event.after) == (PLANNED.state(), taken.state())
    assert event.before != event.after


def test_issuing_binds_the_file_to_the_number() -> None:
    issued, event = issue(PLANNED, pdf_sha256="9" * 64, pdf_length=12, by=SIGNER, at=NOON)

    assert issued == replace(
        PLANNED, standing=Standing.VALID, pdf_sha256="9" * 64, pdf_length=12, issued_at=NOON
    )
    assert event == AuditEvent(
        Action.CERTIFICATE_ISSUED,
        SIGNER,
        Subject("certificate", "38-2019-0001", 2),
        PLANNED.state(),
        issued.state(),
        {"actor_name": SIGNER.name},
    )


@pytest.mark.parametrize("standing", [s for s in Standing if s is not Standing.PLANNED])
def test_a_paper_is_issued_once(standing: Standing) -> None:
    with pytest.raises(WrongStatus, match="đã được ban hành"):
        issue(
            a_certificate(standing=standing), pdf_sha256="9" * 64, pdf_length=1, by=SIGNER, at=NOON
        )


@pytest.mark.parametrize(
    ("to", "action"),
    [
        (Standing.REVOKED, Action.CERTIFICATE_REVOKED),
        (Standing.SUPERSEDED, Action.CERTIFICATE_SUPERSEDED),
    ],
)
def test_a_paper_in_force_is_ended_with_its_reason(to: Standing, action: Action) -> None:
    valid = a_certificate()

    ended, event = end(
        valid, to, by=SIGNER, reason_code="inspection", note=" Ông Giả ", successor="38-2019-0002"
    )

    assert ended == replace(valid, standing=to, reason_code="inspection", successor="38-2019-0002")
    assert (event.action, event.before, event.after) == (action, valid.state(), ended.state())
    assert event.private == {"actor_name": SIGNER.name, "note": "Ông Giả"}
    assert "Giả" not in str(event.after)


@pytest.mark.parametrize("standing", [s for s in Standing if s is not Standing.VALID])
def test_a_paper_that_is_not_in_force_is_not_ended(standing: Standing) -> None:
    with pytest.raises(WrongStatus, match=f"01/TB-BHXH {STANDING_LABELS[standing]}"):
        end(
            a_certificate(standing=standing),
            Standing.REVOKED,
            by=SIGNER,
            reason_code="other",
            note="x",
        )


def test_every_standing_has_its_word() -> None:
    assert set(STANDING_LABELS) == set(Standing)


# ---- what is printed


def test_number_name_and_day_of_a_paper() -> None:
    late = datetime(2019, 12, 31, 17, 30, tzinfo=UTC)  # half past midnight in Vietnam
    paper = a_certificate(number=7, planned_at=late)

    assert (paper.symbol, paper.reference) == ("07/TB-BHXH", "38-2019-0007")
    assert paper.issue_day == date(2020, 1, 1)
    assert paper.subject() == Subject("certificate", "38-2019-0007", 1)


def test_the_statement_holds_all_that_decides_and_no_person() -> None:
    outcome = an_outcome(
        tally=Tally(1500, male=700, female=750, unknown=50),
        threshold=a_threshold("92.5", both_sexes=True),
        hamlets=(HamletCount("Thôn 1", 900, 950), HamletCount("", 600, 700)),
    )
    population = a_population(1564, male=750, female=814)
    paper = a_certificate(outcome=outcome, population=population)

    told: dict[str, Any] = json.loads(json.dumps(paper.statement()))

    assert told["number"] == "01/TB-BHXH"
    assert (told["participants"], told["required"], told["percent_truncated"]) == (
        1500,
        1447,
        "95.90",
    )
    assert told["population"] == {
        "total": 1564,
        "male": 750,
        "female": 814,
        "source": "Công an xã (giả lập)",
        "date": "2019-08-31",
        "basis": "permanent",
    }
    assert [share["required"] for share in told["by_sex"]] == [694, 753]
    assert told["sex_unknown"] == 50
    assert told["by_hamlet"] == [
        {"hamlet": "Thôn 1", "counted": 900},
        {"hamlet": "", "counted": 600},
    ]
    assert told["rule"]["threshold"] == "92.5"
    assert told["roster"]["rows"] - told["roster"]["not_counted"] == 1500
    assert told["sha256"] == statement_digest(told)
    assert SIGNER.name not in str(told)
    assert CLERK.id not in str(told)


def test_a_paper_without_threshold_or_hamlets_has_a_statement_and_a_state() -> None:
    paper = a_certificate(
        outcome=an_outcome(percent=None, hamlets=()), population=a_population(1564, day=None)
    )

    told, state = paper.statement(), paper.state()

    assert (told["rule"], told["by_sex"], told["sex_unknown"]) == (None, [], None)
    assert (told["by_hamlet"], told["assessment"]) == ([], "undetermined")
    assert (state["rule"], state["required"]) == (None, None)


@pytest.mark.parametrize(
    "change",
    [
        {"as_of": date(2019, 9, 1)},
        {"commune": "1"},
        {"commune_name": "Xã khác"},
        {"number": 2},
        {"year": 2020},
        {"token": "B" * 13},
        {"population": a_population(1565)},
        {"population": a_population(source="khác")},
        {"outcome": an_outcome(1501)},
        {"outcome": an_outcome(roster_root="9" * 64)},
        {"outcome": an_outcome(hamlets=(HamletCount("Thôn 2", 1500, 1500),))},
        {"letterhead": replace(LETTERHEAD, issuer="Khác")},
        {"planned_at": datetime(2020, 1, 1, tzinfo=UTC)},
        {"planned_by": "u-x"},
        {"log_size": 2},
        {"log_root": "9" * 64},
        {"address": "https://other.example"},
        {"demonstration": True},
        {"standing": Standing.REVOKED},
        {"pdf_sha256": "9" * 64},
        {"pdf_length": 1},
        {"successor": "38-2019-0002"},
        {"reason_code": "other"},
    ],
)
def test_whatever_is_printed_or_decides_shows_in_the_state_when_it_changes(
    change: dict[str, Any],
) -> None:
    paper = a_certificate()

    assert replace(paper, **change).state() != paper.state()


def test_the_state_for_the_log_holds_digests_in_place_of_code_and_names() -> None:
    paper: Certificate = a_certificate()

    told = str(paper.state())

    for private in (paper.token, SIGNER.name, paper.commune_name, "Thôn 1"):
        assert private not in told


# ---- codes


@given(st.text(TOKEN_ALPHABET, min_size=TOKEN_LENGTH, max_size=TOKEN_LENGTH))
def test_a_printed_code_reads_back_however_it_is_typed(token: str) -> None:
    printed = printed_token(token)

    assert [len(part) for part in printed.split("-")] == [4, 4, 5]
    for typed in (printed, printed.lower(), f"  {printed.replace('-', ' ')} ", token):
        assert bare_token(typed) == token


def test_a_code_has_no_sign_that_is_mistaken_for_another_and_cannot_be_guessed() -> None:
    assert not set("OIL01") & set(TOKEN_ALPHABET)
    assert len(TOKEN_ALPHABET) ** TOKEN_LENGTH > 2**64


def test_the_dossier_is_not_touched_by_a_plan() -> None:
    before: Appraisal = replace(APPROVED)

    plan(APPROVED, DRAFT, by=SIGNER)

    assert before == APPROVED

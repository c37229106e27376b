"""The province decides on a waiver; the list is counted again, with and without it."""

from dataclasses import replace
from datetime import date

import pytest

from ntm_verify.domain.appraisal import Appraisal, NotYourStep
from ntm_verify.domain.coverage import Verdict
from ntm_verify.domain.errors import NotFound, StaleRecord
from ntm_verify.domain.people import SYSTEM, Actor, Role, WrongOffice
from ntm_verify.domain.roster import read_roster
from ntm_verify.domain.waiver import WaiverState
from ntm_verify.domain.waiving import WaiverPending, WrongWaiver
from ntm_verify.usecases.approve_appraisal import ApproveAppraisal, approve_appraisal
from ntm_verify.usecases.check_submission import CheckSubmission, check_submission
from ntm_verify.usecases.decide_waiver import decide_waiver
from ntm_verify.usecases.issue_certificate import IssueCertificate, issue_certificate
from ntm_verify.usecases.reappraise import Reappraise, reappraise
from ntm_verify.usecases.receive_list import ReceiveList, receive_list
from ntm_verify.usecases.return_submission import ReturnSubmission, return_submission
from tests.support.builders import (
    ADMINISTRATOR,
    APPRAISER,
    AUDITOR,
    CLERK,
    OTHER_APPRAISER,
    SIGNER,
    an_account,
)
from tests.support.handed_in import a_csv
from tests.support.scenes import acts, must_refuse
from tests.support.waivers import BASE, FIVE, ROWS, UNTIL, asked, granted, granting
from tests.support.worlds import World


async def test_a_granted_waiver_counts_exactly_its_rows_and_keeps_the_result_without(
    world: World,
) -> None:
    before = await asked(world)

    kept = await decide_waiver(world.ports, SIGNER, granting(before))

    assert await world.find(kept) == kept
    assert before.outcome is not None
    assert kept.outcome is not None
    assert kept.unwaived == before.outcome
    assert (before.outcome.tally.insured, kept.outcome.tally.insured) == (3, 5)
    assert (kept.outcome.counts.counted, kept.outcome.counts.not_counted) == (5, 0)
    assert [(h.hamlet, h.counted) for h in kept.outcome.hamlets] == [("Thôn 1", 2), ("Thôn 2", 3)]
    assert kept.assessment is not None
    assert kept.without_waivers is not None
    assert (kept.assessment.verdict, kept.without_waivers.verdict) == (
        Verdict.MET,
        Verdict.NOT_MET,
    )
    (waiver,) = kept.waivers
    assert (waiver.people, waiver.legal_base, waiver.until) == (2, BASE, UNTIL)
    async with world.ports.reading() as tx:
        roster = read_roster(await tx.blobs.get(kept.outcome.roster_sha256))
    assert [row.counted for row in roster.rows] == [True] * 5
    event = (await acts(world))[-1]
    assert (event.action.value, event.private["note"]) == ("waiver.decided", BASE)


async def test_a_waiver_for_one_row_counts_that_row_alone(world: World) -> None:
    before = await asked(world)
    one = replace(before.waivers[0], rows=((0, 5),))
    async with world.ports.transaction() as tx:
        event = (await acts(world))[-1]
        told = replace(event, subject=replace(event.subject, rev=before.version + 1))
        narrowed = replace(before, waivers=(one,))
        told = replace(told, before=before.state(), after=narrowed.state())
        before = await tx.appraisals.save(narrowed, told)

    kept = await decide_waiver(world.ports, ADMINISTRATOR, granting(before))

    assert kept.outcome is not None
    assert (kept.outcome.tally.insured, kept.waivers[0].people) == (4, 1)


async def test_denying_after_granting_gives_the_list_back_as_it_was(world: World) -> None:
    kept = await granted(world)

    denied = await decide_waiver(
        world.ports, SIGNER, granting(kept, grant=False, note="Thẻ ghi khác (giả lập)")
    )

    assert (denied.outcome, denied.unwaived) == (kept.unwaived, None)
    assert [waiver.state for waiver in denied.waivers] == [WaiverState.DENIED]
    assert denied.waivers[0].people == 0


async def test_the_dossier_goes_on_to_its_paper_and_is_recomputed_alike(world: World) -> None:
    await world.holds(an_account(APPRAISER))
    kept = await granted(world)
    approving = ApproveAppraisal(kept.id, kept.version)
    approved = await approve_appraisal(world.ports, APPRAISER, approving)
    issuing = IssueCertificate(approved.id, approved.version)

    paper = await issue_certificate(world.ports, SIGNER, issuing)

    (printed,) = paper.waivers
    assert (printed.rule, printed.decided_name) == (kept.waivers[0].rule, SIGNER.name)
    assert (printed.reason, printed.evidence, printed.note) == ("", "", "")
    assert paper.appraiser == APPRAISER.name
    statement = paper.statement()
    assert statement["without_waivers"] == {
        "participants": 3,
        "percent_truncated": "60.00",
        "assessment": "not_met",
    }
    found = await reappraise(world.ports, AUDITOR, Reappraise(kept.id))
    assert found.differences == ()


async def test_a_waiver_that_was_made_up_afterwards_is_found_by_recounting(world: World) -> None:
    kept = await granted(world)
    forged = replace(kept, waivers=())
    async with world.ports.transaction() as tx:
        event = (await acts(world))[-1]
        subject = replace(event.subject, rev=kept.version + 1)
        told = replace(event, subject=subject, before=kept.state(), after=forged.state())
        await tx.appraisals.save(forged, told)

    found = await reappraise(world.ports, AUDITOR, Reappraise(kept.id))

    assert "số người được tính: đã ghi 5, tính lại 3" in [str(one) for one in found.differences]


async def test_an_open_request_and_a_waiver_whose_day_is_over_stop_the_approval(
    world: World,
) -> None:
    waiting = await asked(world)
    approving = ApproveAppraisal(waiting.id, waiting.version)
    await must_refuse(world, approve_appraisal, APPRAISER, approving, WaiverPending)

    kept = await decide_waiver(world.ports, SIGNER, granting(waiting, until=date(2019, 9, 25)))
    world.outside.now = world.outside.now.replace(day=27)

    late = ApproveAppraisal(kept.id, kept.version)
    refusal = await must_refuse(world, approve_appraisal, APPRAISER, late, WaiverPending)
    assert "hết hạn ngày 25/09/2019" in str(refusal)


async def test_another_list_is_another_case(world: World) -> None:
    kept = await granted(world)
    back = ReturnSubmission(kept.id, kept.version, "list_errors", "Sửa (giả lập)")
    returned = await return_submission(world.ports, APPRAISER, back)
    again = ReceiveList(
        returned.as_of,
        FIVE,
        (a_csv([*ROWS, "Hồ Văn Mẫu,0090000009,Thôn 1"]),),
        appraisal_id=returned.id,
        seen=returned.version,
    )
    waiting = await receive_list(world.ports, CLERK, again)

    checked = await check_submission(world.ports, SYSTEM, CheckSubmission(waiting.id))

    assert [waiver.state for waiver in checked.waivers] == [WaiverState.LAPSED]
    assert checked.outcome is not None
    assert (checked.outcome.tally.insured, checked.unwaived) == (4, None)


@pytest.mark.parametrize(
    ("actor", "others", "refusal"),
    [
        (APPRAISER, {}, WrongOffice),
        (CLERK, {}, WrongOffice),
        (replace(SIGNER, id=APPRAISER.id), {}, NotYourStep),
        (replace(SIGNER, id=CLERK.id), {}, NotYourStep),
        (Actor("u-far", Role.SIGNER, OTHER_APPRAISER.unit, "40"), {}, NotFound),
        (SIGNER, {"number": 2}, NotFound),
        (SIGNER, {"legal_base": " "}, WrongWaiver),
        (SIGNER, {"until": None}, WrongWaiver),
        (SIGNER, {"until": date(2019, 9, 1)}, WrongWaiver),
        (SIGNER, {"until": date(2030, 1, 1)}, WrongWaiver),
        (SIGNER, {"grant": False}, WrongWaiver),
    ],
)
async def test_only_another_hand_of_the_province_decides_with_ground_and_term(
    world: World, actor: Actor, others: dict[str, object], refusal: type[Exception]
) -> None:
    dossier = await asked(world)

    await must_refuse(world, decide_waiver, actor, granting(dossier, **others), refusal)  # type: ignore[arg-type] # each is a refusal


async def test_a_decision_holds_for_the_version_that_was_seen(world: World) -> None:
    dossier: Appraisal = await asked(world)
    old = replace(granting(dossier), seen=dossier.version - 1)

    await must_refuse(world, decide_waiver, SIGNER, old, StaleRecord)

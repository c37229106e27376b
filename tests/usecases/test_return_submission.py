"""A dossier goes back to be mended, with a reason that the commune can act on."""

from dataclasses import replace
from typing import Any, Final

from ntm_verify.domain.appraisal import NotYourStep, ReasonMissing, Status, WrongStatus
from ntm_verify.domain.audit import Action, AuditEvent, Subject
from ntm_verify.domain.casework import Comment, NothingSaid
from ntm_verify.domain.delegation import told
from ntm_verify.domain.errors import NotFound, Refusal, StaleRecord
from ntm_verify.domain.people import WrongOffice
from ntm_verify.domain.roster import read_roster
from ntm_verify.usecases.return_submission import (
    ReturnPoint,
    ReturnSubmission,
    return_submission,
)
from tests.support.builders import (
    AN_ID,
    APPRAISER,
    CLERK,
    NOON,
    OTHER_APPRAISER,
    SECOND_APPRAISER,
    a_delegation,
    an_appraisal,
    an_id,
)
from tests.support.scenes import a_dossier, acts, must_refuse
from tests.support.worlds import World

RETURN: Final = ReturnSubmission(AN_ID, 1, "duplicates", "Hai người trùng xã bên, dòng 5 và 9.")


async def test_the_commune_gets_its_dossier_back_with_the_reason(world: World) -> None:
    opened = an_appraisal()
    await world.holds(opened)

    returned = await return_submission(world.ports, APPRAISER, RETURN)

    expected = replace(
        opened,
        status=Status.RETURNED,
        version=2,
        decided_at=NOON,
        reason_code="duplicates",
        note=RETURN.note,
    )
    assert returned == await world.find(opened) == expected
    assert await acts(world) == [
        AuditEvent(
            Action.APPRAISAL_DECIDED,
            APPRAISER,
            Subject("submission", str(AN_ID), 2),
            opened.state(),
            returned.state(),
            {"actor_name": APPRAISER.name, "note": RETURN.note},
        )
    ]


async def test_no_dossier_goes_back_without_a_reason_or_by_other_hands(world: World) -> None:
    await world.holds(an_appraisal(), an_appraisal(status=Status.APPROVED, id=an_id(2)))

    async def ask(refusal: type[Refusal], changes: dict[str, Any]) -> None:
        await must_refuse(world, return_submission, APPRAISER, replace(RETURN, **changes), refusal)

    await ask(ReasonMissing, {"reason_code": ""})
    await ask(ReasonMissing, {"reason_code": "vì tôi muốn thế"})
    await ask(ReasonMissing, {"note": " "})
    await ask(StaleRecord, {"seen": 0})
    await ask(NotFound, {"appraisal_id": an_id(9)})
    await ask(WrongStatus, {"appraisal_id": an_id(2)})
    await must_refuse(world, return_submission, CLERK, RETURN, WrongOffice)
    await must_refuse(world, return_submission, OTHER_APPRAISER, RETURN, NotFound)
    await must_refuse(world, return_submission, SECOND_APPRAISER, RETURN, NotYourStep)


async def test_a_second_return_finds_the_dossier_gone_back(world: World) -> None:
    await world.holds(an_appraisal())
    await return_submission(world.ports, APPRAISER, RETURN)

    await must_refuse(world, return_submission, APPRAISER, RETURN, StaleRecord)


async def test_points_are_pinned_to_rows_and_kept_for_both_sides(world: World) -> None:
    await a_dossier(world, Status.UNDER_APPRAISAL)
    async with world.ports.reading() as tx:
        dossier = await tx.appraisals.get(AN_ID)
        assert dossier.outcome
        roster = read_roster(await tx.blobs.get(dossier.outcome.roster_sha256))
    line = roster.rows[3].line
    wrong = replace(RETURN, points=(ReturnPoint(line, "Sai mã"), ReturnPoint(999, "không có")))
    refused = await must_refuse(world, return_submission, APPRAISER, wrong, NothingSaid)
    assert "dòng 999" in str(refused)
    many = replace(RETURN, points=(ReturnPoint(line, "Sai mã"),) * 51)
    await must_refuse(world, return_submission, APPRAISER, many, NothingSaid)
    empty = replace(RETURN, points=(ReturnPoint(line, " "),))
    await must_refuse(world, return_submission, APPRAISER, empty, NothingSaid)

    pinned = replace(RETURN, points=(ReturnPoint(line, "Sai mã thẻ"),))
    await return_submission(world.ports, APPRAISER, pinned)

    async with world.ports.reading() as tx:
        (comment,) = await tx.casework.of(AN_ID)
    assert isinstance(comment, Comment)
    assert (comment.row, comment.text, comment.is_return) == (line, "Sai mã thẻ", True)


async def test_a_delegate_returns_for_the_holder(world: World) -> None:
    await world.holds(an_appraisal())
    made = a_delegation()
    async with world.ports.transaction() as tx:
        await tx.delegations.save(made, told(None, made, APPRAISER))

    returned = await return_submission(world.ports, SECOND_APPRAISER, RETURN)

    assert (returned.appraised_by, returned.decided_for) == (SECOND_APPRAISER.id, APPRAISER.id)

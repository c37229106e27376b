"""A dossier is refused with its reason, ends here and stays readable."""

from dataclasses import replace
from typing import Any, Final

from ntm_verify.domain.appraisal import NotYourStep, ReasonMissing, Status, WrongStatus
from ntm_verify.domain.audit import Action, AuditEvent, Subject
from ntm_verify.domain.errors import NotFound, Refusal, StaleRecord
from ntm_verify.domain.people import WrongOffice
from ntm_verify.usecases.refuse_appraisal import RefuseAppraisal, refuse_appraisal
from tests.support.builders import (
    AN_ID,
    APPRAISER,
    CLERK,
    NOON,
    OTHER_APPRAISER,
    SECOND_APPRAISER,
    an_appraisal,
    an_id,
)
from tests.support.scenes import acts, must_refuse
from tests.support.worlds import World

REFUSE: Final = RefuseAppraisal(AN_ID, 1, "criterion_not_met", "Còn thiếu người.")


async def test_a_refused_dossier_stays_readable_with_its_reason(world: World) -> None:
    opened = an_appraisal()
    await world.holds(opened)

    refused = await refuse_appraisal(world.ports, APPRAISER, REFUSE)

    expected = replace(
        opened,
        status=Status.REFUSED,
        version=2,
        decided_at=NOON,
        reason_code="criterion_not_met",
        note=REFUSE.note,
    )
    assert refused == await world.find(opened) == expected
    assert await acts(world) == [
        AuditEvent(
            Action.APPRAISAL_DECIDED,
            APPRAISER,
            Subject("submission", str(AN_ID), 2),
            opened.state(),
            refused.state(),
            {"actor_name": APPRAISER.name, "note": REFUSE.note},
        )
    ]


async def test_no_dossier_is_refused_without_a_reason_or_by_other_hands(world: World) -> None:
    await world.holds(an_appraisal(), an_appraisal(status=Status.APPROVED, id=an_id(2)))

    async def ask(refusal: type[Refusal], changes: dict[str, Any]) -> None:
        await must_refuse(world, refuse_appraisal, APPRAISER, replace(REFUSE, **changes), refusal)

    await ask(ReasonMissing, {"reason_code": ""})
    await ask(ReasonMissing, {"reason_code": "vì tôi muốn thế"})
    await ask(ReasonMissing, {"note": " "})
    await ask(StaleRecord, {"seen": 0})
    await ask(NotFound, {"appraisal_id": an_id(9)})
    await ask(WrongStatus, {"appraisal_id": an_id(2)})
    await must_refuse(world, refuse_appraisal, CLERK, REFUSE, WrongOffice)
    await must_refuse(world, refuse_appraisal, OTHER_APPRAISER, REFUSE, NotFound)
    await must_refuse(world, refuse_appraisal, SECOND_APPRAISER, REFUSE, NotYourStep)


async def test_a_second_refusal_finds_the_dossier_ended(world: World) -> None:
    await world.holds(an_appraisal())
    await refuse_appraisal(world.ports, APPRAISER, REFUSE)

    await must_refuse(world, refuse_appraisal, APPRAISER, REFUSE, StaleRecord)

"""A longer term has an author and a reason, and is never a shorter one."""

from dataclasses import replace
from datetime import date
from typing import Any, Final

from ntm_verify.domain.appraisal import Status, WrongStatus
from ntm_verify.domain.audit import Action
from ntm_verify.domain.casework import WrongExtension, deadline
from ntm_verify.domain.errors import NotFound, Refusal, StaleRecord
from ntm_verify.domain.people import WrongOffice
from ntm_verify.usecases.extend_deadline import ExtendDeadline, extend_deadline
from tests.support.builders import AN_ID, APPRAISER, CLERK, NOON, an_appraisal, an_id
from tests.support.scenes import acts, must_refuse
from tests.support.worlds import World

DUE: Final = date(2019, 10, 2)
"""Five working days after 25/09/2019, a Wednesday; that year's holidays are not announced."""
EXTEND: Final = ExtendDeadline(AN_ID, 1, date(2019, 10, 9), "field_check", " Kiểm tra tại thôn 3 ")


async def test_the_new_deadline_holds_for_both_sides_and_the_reason_is_kept(world: World) -> None:
    dossier = an_appraisal()
    await world.holds(dossier)
    assert deadline(dossier, (), world.ports.calendar) is not None

    extension = await extend_deadline(world.ports, APPRAISER, EXTEND)

    async with world.ports.reading() as tx:
        pieces = await tx.casework.of(AN_ID)
        seen = await tx.queue.one(dossier)
    assert pieces == (extension,)
    assert (extension.by, extension.at, extension.note) == (
        APPRAISER.id,
        NOON,
        "Kiểm tra tại thôn 3",
    )
    due = deadline(dossier, pieces, world.ports.calendar)
    assert due is not None
    assert due.day == seen.until == EXTEND.until
    (event,) = await acts(world)
    assert (event.action, event.subject.kind) == (Action.DEADLINE_EXTENDED, "extension")
    assert event.private["note"] == "Kiểm tra tại thôn 3"
    assert event.after == {
        "submission": str(AN_ID), "round": 1, "until": "2019-10-09", "reason_code": "field_check",
    }  # fmt: skip


async def test_what_is_no_extension_is_refused(world: World) -> None:
    await world.holds(an_appraisal(), an_appraisal(status=Status.RETURNED, id=an_id(2)))

    async def ask(refusal: type[Refusal], **changes: Any) -> None:  # noqa: ANN401 - any field
        await must_refuse(world, extend_deadline, APPRAISER, replace(EXTEND, **changes), refusal)

    await ask(WrongExtension, until=DUE)
    await ask(WrongExtension, until=date(2021, 1, 1))
    await ask(WrongExtension, reason_code="vì thế")
    await ask(WrongExtension, note=" ")
    await ask(StaleRecord, seen=0)
    await ask(NotFound, appraisal_id=an_id(9))
    await ask(WrongStatus, appraisal_id=an_id(2))
    await must_refuse(world, extend_deadline, CLERK, EXTEND, WrongOffice)

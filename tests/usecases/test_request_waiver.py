"""A commune asks that a rule be waived; only rules about how names are written can be."""

from dataclasses import replace

import pytest

from ntm_verify.domain.appraisal import ReasonMissing, Status, WrongStatus
from ntm_verify.domain.errors import NotFound, StaleRecord
from ntm_verify.domain.people import WrongOffice
from ntm_verify.domain.waiver import WaiverState
from ntm_verify.domain.waiving import NotWaivable, WrongWaiver
from ntm_verify.usecases.request_waiver import RequestWaiver, request_waiver
from tests.support.builders import APPRAISER, CLERK, OTHER_CLERK, an_appraisal, an_id
from tests.support.scenes import acts, must_refuse
from tests.support.waivers import RULE, asking, with_two_odd_names
from tests.support.worlds import World


async def test_a_request_changes_nothing_but_that_it_is_there(world: World) -> None:
    dossier = await with_two_odd_names(world)

    kept = await request_waiver(world.ports, CLERK, asking(dossier))

    (waiver,) = kept.waivers
    assert await world.find(kept) == kept
    assert (kept.outcome, kept.unwaived, kept.status) == (dossier.outcome, None, Status.CHECKED)
    assert (waiver.rule, waiver.state, waiver.asked_by) == (RULE, WaiverState.ASKED, CLERK.id)
    assert waiver.title == "họ tên có ký tự không dùng trong tên người"
    event = (await acts(world))[-1]
    assert event.action.value == "waiver.asked"
    assert event.private["note"] == "Đã đối chiếu thẻ (giả lập)"
    assert "đối chiếu" not in str(event.after)


async def test_a_request_is_taken_back_by_its_commune_only_while_it_is_open(world: World) -> None:
    kept = await request_waiver(world.ports, CLERK, asking(await with_two_odd_names(world)))
    back = RequestWaiver(kept.id, kept.version, withdraw=1)

    gone = await request_waiver(world.ports, CLERK, back)

    assert [waiver.state for waiver in gone.waivers] == [WaiverState.WITHDRAWN]
    again = RequestWaiver(gone.id, gone.version, withdraw=1)
    await must_refuse(world, request_waiver, CLERK, again, NotFound)
    assert (await request_waiver(world.ports, CLERK, asking(gone))).waivers[1].number == 2


@pytest.mark.parametrize(
    ("others", "refusal"),
    [
        ({"rule": "card_expired"}, NotWaivable),
        ({"rule": "id_length"}, NotWaivable),
        ({"rule": "no_such_rule"}, NotWaivable),
        ({"rule": "two_people_in_cell"}, WrongWaiver),
        ({"rows": ((0, 2),)}, WrongWaiver),
        ({"reason_code": "because"}, ReasonMissing),
        ({"reason": " "}, ReasonMissing),
        ({"seen": 1}, StaleRecord),
    ],
)
async def test_what_cannot_be_granted_is_not_taken(
    world: World, others: dict[str, object], refusal: type[Exception]
) -> None:
    dossier = await with_two_odd_names(world)
    request = replace(asking(dossier), **others)  # type: ignore[arg-type] # fields of a request

    await must_refuse(world, request_waiver, CLERK, request, refusal)  # type: ignore[arg-type] # each is a refusal


async def test_only_the_commune_asks_once_and_for_its_own_checked_list(world: World) -> None:
    dossier = await with_two_odd_names(world)
    await must_refuse(world, request_waiver, APPRAISER, asking(dossier), WrongOffice)
    await must_refuse(world, request_waiver, OTHER_CLERK, asking(dossier), NotFound)
    kept = await request_waiver(world.ports, CLERK, asking(dossier))
    await must_refuse(world, request_waiver, CLERK, asking(kept), WrongWaiver)
    done = an_appraisal(status=Status.APPROVED, id=an_id(77))
    await world.holds(done)
    await must_refuse(world, request_waiver, CLERK, asking(done), WrongStatus)

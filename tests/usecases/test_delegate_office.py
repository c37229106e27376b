"""An office is handed on between two days, on a document, to a colleague of the same office."""

from dataclasses import replace
from datetime import date
from typing import Any, Final

from ntm_verify.domain.audit import Action
from ntm_verify.domain.delegation import WrongDelegation, acts_for
from ntm_verify.domain.errors import NotFound, Refusal, StaleRecord
from ntm_verify.domain.people import WrongOffice
from ntm_verify.usecases.delegate_office import DelegateOffice, NotYours, delegate_office
from tests.support.builders import (
    ADMINISTRATOR,
    APPRAISER,
    CLERK,
    SECOND_APPRAISER,
    SIGNER,
    an_account,
    an_id,
)
from tests.support.scenes import acts, must_refuse
from tests.support.worlds import World

GIVE: Final = DelegateOffice(
    "appraiser-2", date(2019, 9, 25), date(2019, 9, 30), "12/QĐ-BHXH (giả lập)", "PHÓ PHÒNG"
)


async def people(world: World) -> None:
    await world.holds(*(an_account(who) for who in (APPRAISER, SECOND_APPRAISER, SIGNER, CLERK)))


async def test_a_colleague_acts_for_the_giver_until_the_last_day_or_the_end(world: World) -> None:
    await people(world)

    made = await delegate_office(world.ports, APPRAISER, GIVE)

    assert acts_for((made,), SECOND_APPRAISER, APPRAISER.id, date(2019, 9, 30)) == APPRAISER.id
    assert acts_for((made,), SECOND_APPRAISER, APPRAISER.id, date(2019, 10, 1)) == ""
    assert acts_for((made,), APPRAISER, SECOND_APPRAISER.id, date(2019, 9, 30)) == ""
    end = DelegateOffice(ends=made.id, seen=made.version)
    await must_refuse(world, delegate_office, SECOND_APPRAISER, end, NotYours)
    ended = await delegate_office(world.ports, ADMINISTRATOR, end)
    assert acts_for((ended,), SECOND_APPRAISER, APPRAISER.id, date(2019, 9, 26)) == ""
    await must_refuse(world, delegate_office, APPRAISER, replace(end, seen=2), StaleRecord)
    told = [event for event in await acts(world) if event.subject.kind == "delegation"]
    assert [event.action for event in told] == [Action.OFFICE_DELEGATED, Action.DELEGATION_ENDED]
    assert (told[0].after, told[1].after) == (made.state(), ended.state())
    async with world.ports.reading() as tx:
        assert await tx.delegations.of_province("38") == (ended,)


async def test_what_cannot_be_delegated_is_refused(world: World) -> None:
    await people(world)

    async def ask(refusal: type[Refusal], **changes: Any) -> None:  # noqa: ANN401 - any field
        await must_refuse(world, delegate_office, APPRAISER, replace(GIVE, **changes), refusal)

    await ask(WrongDelegation, taker="appraiser")
    await ask(WrongDelegation, taker="signer")
    await ask(WrongDelegation, last_day=date(2019, 9, 24))
    await ask(WrongDelegation, first_day=date(2018, 1, 1))
    await ask(WrongDelegation, first_day=date(2019, 9, 1), last_day=date(2019, 9, 20))
    await ask(WrongDelegation, legal_reference=" ")
    await ask(NotFound, taker="nobody")
    await ask(NotYours, giver="appraiser-2", taker="appraiser")
    await ask(NotFound, ends=an_id(9))
    await must_refuse(world, delegate_office, CLERK, GIVE, WrongOffice)
    from_above = replace(GIVE, giver="clerk", taker="clerk")
    await must_refuse(world, delegate_office, ADMINISTRATOR, from_above, WrongDelegation)

"""An administrator sees which letters went out, wait or failed, of his province only."""

from dataclasses import replace

import pytest

from ntm_verify.domain.audit import Action
from ntm_verify.domain.delivery import DeliveryState
from ntm_verify.domain.people import WrongOffice
from ntm_verify.usecases.read_outbox import ReadOutbox, read_outbox
from tests.support.builders import ADMINISTRATOR, APPRAISER, CHAIR, CLERK
from tests.support.notices import peopled, returned, tell, without_mail
from tests.support.worlds import World


async def test_letters_are_listed_newest_first_and_counted_by_state(world: World) -> None:
    await peopled(world, CLERK)
    await returned(world)
    await tell(world)

    everything = await read_outbox(world.ports, ADMINISTRATOR, ReadOutbox())
    waiting = await read_outbox(world.ports, ADMINISTRATOR, ReadOutbox(DeliveryState.WAITING))

    assert sum(everything.counts.values()) == len(everything.items)
    ids = [told.delivery.id for told in everything.items]
    assert ids == sorted(ids, reverse=True)
    assert [told.delivery.recipient for told in waiting.items] == [CLERK.id]
    assert waiting.counts == everything.counts
    assert everything.counts[DeliveryState.WAITING] == 1
    assert everything.accounts[CHAIR.id].name == CHAIR.name
    assert everything.has_mail


async def test_pages_follow_each_other(world: World) -> None:
    await peopled(world)
    for number in range(1, 14):
        await returned(world, number)
    await tell(world)

    pages = [
        (await read_outbox(world.ports, ADMINISTRATOR, ReadOutbox(page=n))).items for n in (1, 2, 9)
    ]

    assert (len(pages[0]), pages[2]) == (50, ())
    assert pages[1][0].delivery.id < pages[0][-1].delivery.id


async def test_the_look_is_on_record_and_another_province_sees_nothing(world: World) -> None:
    await peopled(world)
    await returned(world)
    await tell(world)
    foreign = replace(ADMINISTRATOR, id="u-admin-40", unit="40", province="40")

    found = await read_outbox(without_mail(world), foreign, ReadOutbox())

    assert (found.items, dict(found.counts), found.has_mail) == ((), {}, False)
    assert (await world.audit_log())[-1].action is Action.RECORD_VIEWED
    with pytest.raises(WrongOffice):
        await read_outbox(world.ports, APPRAISER, ReadOutbox())

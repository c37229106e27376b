"""An administrator has a failed letter sent again, and a program told again."""

from dataclasses import replace

import pytest

from ntm_verify.domain.audit import Action
from ntm_verify.domain.delivery import Channel, DeliveryState, End, NothingToSend, Outcome
from ntm_verify.domain.errors import NotFound
from ntm_verify.domain.notice import Kind
from ntm_verify.domain.people import SYSTEM, WrongOffice
from ntm_verify.usecases.deliver_event import DeliverEvent, deliver_event
from ntm_verify.usecases.replay_delivery import ReplayDelivery, replay_delivery
from ntm_verify.usecases.send_notice import SendNotice, send_notice
from tests.support.builders import ADMINISTRATOR, APPRAISER, CHAIR, CLERK, an_id
from tests.support.notices import claimed, hooked, peopled, read, returned, sent, tell
from tests.support.worlds import World


async def test_a_failed_letter_goes_out_under_the_same_name(world: World) -> None:
    await peopled(world, CLERK)
    await returned(world)
    await tell(world)
    delivery = (await sent(world, Kind.RETURNED))[CLERK.id]
    world.outside.mail = Outcome(End.NEVER, "550")
    for taken in await claimed(world):
        await send_notice(world.ports, SYSTEM, SendNotice(taken))

    await replay_delivery(world.ports, ADMINISTRATOR, ReplayDelivery(delivery.id))
    world.outside.mail = Outcome(End.DONE, "250")
    for taken in await claimed(world):
        await send_notice(world.ports, SYSTEM, SendNotice(taken))

    assert (await read(world, delivery)).state is DeliveryState.SENT
    assert len({letter.name for letter in world.outside.letters}) == 1
    told = [e for e in await world.audit_log() if e.action is Action.NOTICE_SENT]
    assert [(e.actor.id, (e.after or {})["state"]) for e in told] == [
        *(("system", "failed"), (ADMINISTRATOR.id, "waiting"), ("system", "sent"))
    ]


async def test_a_program_is_told_again_under_the_same_id(world: World) -> None:
    await peopled(world)
    hook = await hooked(world, Kind.RETURNED)
    await returned(world)
    await tell(world)
    delivery = (await sent(world, Kind.RETURNED, Channel.HOOK))[str(hook.id)]
    for _ in range(2):
        for taken in await claimed(world, Channel.HOOK):
            await deliver_event(world.ports, SYSTEM, DeliverEvent(taken))
        await replay_delivery(world.ports, ADMINISTRATOR, ReplayDelivery(delivery.id))

    first, second = world.outside.calls
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert first.body == second.body


async def test_what_only_shows_inside_is_not_sent(world: World) -> None:
    await peopled(world)
    await returned(world)
    await tell(world)
    inside = (await sent(world, Kind.RETURNED))[CHAIR.id]

    with pytest.raises(NothingToSend):
        await replay_delivery(world.ports, ADMINISTRATOR, ReplayDelivery(inside.id))


async def test_nobody_sends_for_another_province(world: World) -> None:
    await peopled(world, CLERK)
    await returned(world)
    await tell(world)
    delivery = (await sent(world, Kind.RETURNED))[CLERK.id]
    foreign = replace(ADMINISTRATOR, id="u-admin-40", unit="40", province="40")

    with pytest.raises(NotFound):
        await replay_delivery(world.ports, foreign, ReplayDelivery(delivery.id))
    with pytest.raises(NotFound):
        await replay_delivery(world.ports, ADMINISTRATOR, ReplayDelivery(an_id(404)))
    with pytest.raises(WrongOffice):
        await replay_delivery(world.ports, APPRAISER, ReplayDelivery(delivery.id))

"""An administrator sees the webhooks of his province, and every try of every call."""

import pytest

from ntm_verify.domain.audit import Action
from ntm_verify.domain.delivery import Channel, DeliveryState, End, Outcome
from ntm_verify.domain.errors import NotFound
from ntm_verify.domain.notice import Kind
from ntm_verify.domain.people import SYSTEM, WrongOffice
from ntm_verify.usecases.deliver_event import DeliverEvent, deliver_event
from ntm_verify.usecases.read_webhooks import ReadWebhooks, read_webhooks
from tests.support.builders import ADMINISTRATOR, APPRAISER, an_id
from tests.support.notices import claimed, hooked, peopled, returned, tell
from tests.support.worlds import World


async def test_all_webhooks_are_listed(world: World) -> None:
    hook = await hooked(world, Kind.CERTIFIED)
    await hooked(world, Kind.CERTIFIED, province="40")

    found = await read_webhooks(world.ports, ADMINISTRATOR, ReadWebhooks())

    assert found.hooks == (hook,)
    assert (await world.audit_log())[-1].action is Action.RECORD_VIEWED


async def test_one_is_shown_with_its_calls_and_their_tries(world: World) -> None:
    await peopled(world)
    hook = await hooked(world, Kind.RETURNED)
    await returned(world)
    await tell(world)
    world.outside.hook = Outcome(End.LATER, "http_503")
    for taken in await claimed(world, Channel.HOOK):
        await deliver_event(world.ports, SYSTEM, DeliverEvent(taken))

    found = await read_webhooks(world.ports, ADMINISTRATOR, ReadWebhooks(hook.id))

    (told,) = found.items
    assert dict(found.counts) == {DeliveryState.WAITING: 1}
    assert [t.code for t in found.attempts[told.delivery.id]] == ["http_503"]


async def test_that_of_another_province_is_not_found(world: World) -> None:
    foreign = await hooked(world, Kind.CERTIFIED, province="40")

    for hook_id in (foreign.id, an_id(404)):
        with pytest.raises(NotFound):
            await read_webhooks(world.ports, ADMINISTRATOR, ReadWebhooks(hook_id))
    with pytest.raises(WrongOffice):
        await read_webhooks(world.ports, APPRAISER, ReadWebhooks())

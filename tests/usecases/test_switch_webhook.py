"""An administrator pauses, resumes and ends the webhooks of his province."""

import pytest

from ntm_verify.domain.errors import NotFound, StaleRecord
from ntm_verify.domain.notice import Kind
from ntm_verify.domain.people import SYSTEM, WrongOffice
from ntm_verify.domain.webhook import HookState, switch
from ntm_verify.usecases.switch_webhook import SwitchWebhook, WrongState, switch_webhook
from tests.support.builders import ADMINISTRATOR, APPRAISER, PROVINCE
from tests.support.notices import hooked
from tests.support.worlds import World


async def test_a_webhook_is_paused_and_resumed(world: World) -> None:
    hook = await hooked(world, Kind.CERTIFIED)

    paused = await switch_webhook(
        world.ports, ADMINISTRATOR, SwitchWebhook(hook.id, 1, HookState.PAUSED)
    )
    resumed = await switch_webhook(
        world.ports, ADMINISTRATOR, SwitchWebhook(hook.id, 2, HookState.ACTIVE)
    )

    assert (paused.state, resumed.state) == (HookState.PAUSED, HookState.ACTIVE)
    states = [(e.after or {})["state"] for e in await world.audit_log()]
    assert states == ["active", "paused", "active"]


async def test_an_ended_webhook_is_gone_from_the_list_and_stays_ended(world: World) -> None:
    hook = await hooked(world, Kind.CERTIFIED)
    await switch_webhook(world.ports, ADMINISTRATOR, SwitchWebhook(hook.id, 1, HookState.ENDED))

    async with world.ports.reading() as tx:
        assert await tx.hooks.of_province(PROVINCE) == ()
    with pytest.raises(NotFound):
        await switch_webhook(
            world.ports, ADMINISTRATOR, SwitchWebhook(hook.id, 2, HookState.ACTIVE)
        )


async def test_one_that_failed_begins_anew_when_it_is_resumed(world: World) -> None:
    hook = await hooked(world, Kind.CERTIFIED)
    async with world.ports.transaction() as tx:
        assert await tx.hooks.failing_since(hook.id, world.ports.now()) == world.ports.now()
        failing, event = switch(hook, HookState.FAILING, SYSTEM)
        await tx.hooks.save(failing, event)
    world.outside.pass_time(days=5)

    await switch_webhook(world.ports, ADMINISTRATOR, SwitchWebhook(hook.id, 2, HookState.ACTIVE))

    async with world.ports.transaction() as tx:
        assert await tx.hooks.failing_since(hook.id, world.ports.now()) == world.ports.now()


async def test_what_may_not_be_is_refused(world: World) -> None:
    hook = await hooked(world, Kind.CERTIFIED)
    foreign = await hooked(world, Kind.CERTIFIED, province="40")

    with pytest.raises(WrongState):
        await switch_webhook(
            world.ports, ADMINISTRATOR, SwitchWebhook(hook.id, 1, HookState.FAILING)
        )
    with pytest.raises(StaleRecord):
        await switch_webhook(
            world.ports, ADMINISTRATOR, SwitchWebhook(hook.id, 7, HookState.PAUSED)
        )
    with pytest.raises(NotFound):
        await switch_webhook(
            world.ports, ADMINISTRATOR, SwitchWebhook(foreign.id, 1, HookState.PAUSED)
        )
    with pytest.raises(WrongOffice):
        await switch_webhook(world.ports, APPRAISER, SwitchWebhook(hook.id, 1, HookState.PAUSED))

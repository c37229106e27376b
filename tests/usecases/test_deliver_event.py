"""A program is told under one id until it answers; one that never does is no longer called."""

import json
from datetime import timedelta

import pytest

from ntm_verify.domain.delivery import PAUSES, Channel, Delivery, DeliveryState, End, Outcome
from ntm_verify.domain.notice import Kind
from ntm_verify.domain.people import SYSTEM, WrongOffice
from ntm_verify.domain.webhook import GIVEN_UP_AFTER, HookState, Webhook, signed_headers
from ntm_verify.usecases.deliver_event import DeliverEvent, deliver_event
from ntm_verify.usecases.switch_webhook import SwitchWebhook, switch_webhook
from tests.support.builders import ADMINISTRATOR, CLERK, an_id
from tests.support.notices import HOOK_URL, claimed, hooked, peopled, read, returned, sent, tell
from tests.support.worlds import World

DOWN = Outcome(End.LATER, "http_500")


async def waiting(world: World) -> tuple[Webhook, Delivery]:
    """Leave one call in line, about a returned dossier."""
    await peopled(world)
    hook = await hooked(world, Kind.RETURNED)
    await returned(world)
    await tell(world)
    return hook, (await sent(world, Kind.RETURNED, Channel.HOOK))[str(hook.id)]


async def try_all(world: World) -> None:
    for delivery_id in await claimed(world, Channel.HOOK):
        await deliver_event(world.ports, SYSTEM, DeliverEvent(delivery_id))


async def state_of(world: World, hook: Webhook) -> HookState:
    async with world.ports.reading() as tx:
        return (await tx.hooks.get(hook.id)).state


async def test_a_call_is_signed_and_tells_ids_and_codes_only(world: World) -> None:
    hook, delivery = await waiting(world)

    await try_all(world)

    (call,) = world.outside.calls
    assert call.url == HOOK_URL
    assert call.headers == signed_headers(
        hook.secret, str(delivery.happening), world.ports.now(), call.body
    )
    told = json.loads(call.body)
    assert (told["type"], told["data"]["reason_code"]) == ("dossier.returned", "list_errors")
    for name in (CLERK.name, CLERK.id, "Bà Giả"):
        assert name.encode() not in call.body
    kept = await read(world, delivery)
    assert (kept.state, kept.code) == (DeliveryState.SENT, "http_200")


async def test_a_program_that_fails_is_called_again_with_a_fresh_time_under_the_same_id(
    world: World,
) -> None:
    _, delivery = await waiting(world)
    world.outside.hook = DOWN
    await try_all(world)
    world.outside.hook = Outcome(End.DONE, "http_204")
    world.outside.pass_time(seconds=5)
    await try_all(world)

    first, second = world.outside.calls
    assert first.body == second.body
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert first.headers["webhook-timestamp"] != second.headers["webhook-timestamp"]
    assert first.headers["webhook-signature"] != second.headers["webhook-signature"]
    async with world.ports.reading() as tx:
        tries = await tx.outbox.attempts(delivery.id)
    assert [(t.code, t.at) for t in tries] == [
        ("http_500", world.ports.now() - timedelta(seconds=5)),
        ("http_204", world.ports.now()),
    ]


async def test_a_program_that_never_answers_is_disabled_and_the_administrators_are_told(
    world: World,
) -> None:
    hook, delivery = await waiting(world)
    world.outside.hook = DOWN
    begun = world.ports.now()
    for pause in (timedelta(), *PAUSES[Channel.HOOK]):
        assert await state_of(world, hook) is HookState.ACTIVE
        world.outside.now += pause
        await try_all(world)

    assert world.ports.now() - begun >= GIVEN_UP_AFTER
    assert await state_of(world, hook) is HookState.FAILING
    assert (await read(world, delivery)).state is DeliveryState.FAILED
    await tell(world)
    assert set(await sent(world, Kind.HOOK_DISABLED)) == {ADMINISTRATOR.id}


async def test_a_call_that_gets_through_in_between_keeps_it_alive(world: World) -> None:
    hook, _ = await waiting(world)
    world.outside.hook = DOWN
    await try_all(world)
    world.outside.pass_time(days=2)
    world.outside.hook = Outcome(End.DONE, "http_200")
    await try_all(world)
    await returned(world, 2)
    await tell(world)
    world.outside.hook = DOWN
    world.outside.pass_time(days=2)
    await try_all(world)

    assert await state_of(world, hook) is HookState.ACTIVE


async def test_a_program_that_is_gone_for_good_is_disabled_at_once(world: World) -> None:
    hook, delivery = await waiting(world)
    world.outside.hook = Outcome(End.NEVER, "http_410")

    await try_all(world)

    assert await state_of(world, hook) is HookState.FAILING
    assert (await read(world, delivery)).state is DeliveryState.FAILED


async def test_a_paused_webhook_is_not_called(world: World) -> None:
    hook, delivery = await waiting(world)
    pause = SwitchWebhook(hook.id, hook.version, HookState.PAUSED)
    await switch_webhook(world.ports, ADMINISTRATOR, pause)

    await try_all(world)

    assert world.outside.calls == []
    assert (await read(world, delivery)).code == "disabled"
    assert await state_of(world, hook) is HookState.PAUSED


async def test_what_was_delivered_is_not_delivered_again_by_itself(world: World) -> None:
    _, delivery = await waiting(world)
    await try_all(world)

    await deliver_event(world.ports, SYSTEM, DeliverEvent(delivery.id))

    assert len(world.outside.calls) == 1


async def test_of_two_workers_with_one_call_the_later_one_changes_nothing(world: World) -> None:
    from dataclasses import replace

    from ntm_verify.usecases.ports import Call

    _, delivery = await waiting(world)
    await claimed(world, Channel.HOOK)
    mine = await read(world, delivery)

    async def meanwhile(_: Call) -> Outcome:
        async with world.ports.transaction() as tx:
            await tx.outbox.save(replace(mine, attempts=7))
        return Outcome(End.DONE, "http_200")

    outgoing = replace(world.ports.outgoing, call=meanwhile)
    await deliver_event(replace(world.ports, outgoing=outgoing), SYSTEM, DeliverEvent(delivery.id))

    assert await read(world, delivery) == replace(mine, attempts=7)


async def test_people_do_not_do_it_by_hand(world: World) -> None:
    with pytest.raises(WrongOffice):
        await deliver_event(world.ports, ADMINISTRATOR, DeliverEvent(an_id(404)))

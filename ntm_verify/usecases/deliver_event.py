"""The service tells one program of what happened (gọi webhook)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ntm_verify.domain.delivery import Delivery, DeliveryState, End, Outcome
from ntm_verify.domain.people import Actor, Role, require_office
from ntm_verify.domain.webhook import (
    GIVEN_UP_AFTER,
    HookState,
    Webhook,
    body,
    signed_headers,
    switch,
)

from .on_record import on_record
from .ports import Call, Ports, Told, Transaction
from .settling import keep_outcome


@dataclass(frozen=True, slots=True)
class DeliverEvent:
    """Which claimed delivery to try (lần gửi đã nhận)."""

    delivery_id: UUID


@on_record
async def deliver_event(ports: Ports, actor: Actor, request: DeliverEvent) -> Delivery:
    """Sign and send one event, with no transaction open (F104).

    The id is that of the event in the log and stays the same in every try and replay; time and
    signature are fresh. A webhook that answers 410, or to which nothing got through for three
    days, is disabled, and the administrators are told.

    Raises:
        WrongOffice: somebody else than the service itself asks.
        NotFound: there is no such delivery.

    """
    require_office(actor, Role.SYSTEM)
    async with ports.reading() as tx:
        told = await tx.outbox.get(request.delivery_id)
        hook = await tx.hooks.get(UUID(told.delivery.recipient))
    if told.delivery.state is not DeliveryState.WAITING:
        return told.delivery
    begun = ports.now()
    outcome = await _called(ports, hook, told, begun)
    now = ports.now()
    async with ports.transaction() as tx:
        settled, ours = await keep_outcome(tx, actor, told, outcome, (begun, now))
        if ours:
            await _note(tx, actor, hook.id, outcome, now)
    return settled


async def _called(ports: Ports, hook: Webhook, told: Told, at: datetime) -> Outcome:
    if hook.state is not HookState.ACTIVE:
        return Outcome(End.NEVER, "disabled")
    content = body(told.happening, ports.base_url)
    headers = signed_headers(hook.secret, str(told.happening.id), at, content)
    return await ports.outgoing.call(Call(hook.url, headers, content))


async def _note(
    tx: Transaction, actor: Actor, hook_id: UUID, outcome: Outcome, now: datetime
) -> None:
    """Remember how the webhook goes; disable one that nothing gets through to."""
    hook = await tx.hooks.get(hook_id)
    if hook.state is not HookState.ACTIVE:
        return
    well = outcome.end is End.DONE
    since = await tx.hooks.failing_since(hook_id, None if well else now)
    gone = outcome.code == "http_410"
    if gone or (since is not None and now - since >= GIVEN_UP_AFTER):
        failing, event = switch(hook, HookState.FAILING, actor)
        await tx.hooks.save(failing, event)

"""An administrator looks at webhooks and at the calls to one of them (xem webhook)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from ntm_verify.domain.audit import Action, AuditEvent, Subject
from ntm_verify.domain.delivery import Attempt, Channel, DeliveryState
from ntm_verify.domain.errors import NotFound
from ntm_verify.domain.people import Actor, Role, require_office
from ntm_verify.domain.webhook import Webhook

from .on_record import on_record
from .ports import DeliveryQuery, Ports, Told


@dataclass(frozen=True, slots=True)
class ReadWebhooks:
    """One webhook with a page of its calls, or with None all of them (webhook muốn xem)."""

    hook_id: UUID | None = None
    page: int = 1


@dataclass(frozen=True, slots=True)
class HookFile:
    """Webhooks, and for a single one its calls with their tries (webhook và các lần gọi)."""

    hooks: tuple[Webhook, ...]
    items: tuple[Told, ...] = ()
    counts: Mapping[DeliveryState, int] = field(default_factory=dict)
    attempts: Mapping[UUID, tuple[Attempt, ...]] = field(default_factory=dict)


@on_record
async def read_webhooks(ports: Ports, actor: Actor, request: ReadWebhooks) -> HookFile:
    """Give the webhooks of the actor's province; the look is an entry (F104).

    Raises:
        WrongOffice: the actor is no administrator.
        NotFound: the province has no such webhook.

    """
    require_office(actor, Role.ADMINISTRATOR)
    async with ports.transaction() as tx:
        subject = Subject("webhooks", actor.province)
        after = {"hook": str(request.hook_id or "")}
        await tx.audit.append(AuditEvent(Action.RECORD_VIEWED, actor, subject, after=after))
        if request.hook_id is None:
            return HookFile(await tx.hooks.of_province(actor.province))
        hook = await tx.hooks.get(request.hook_id)
        if hook.province != actor.province:
            raise NotFound("webhook", request.hook_id)
        query = DeliveryQuery(
            actor.province, Channel.HOOK, None, str(hook.id), max(request.page, 1), 20
        )
        items = await tx.outbox.find(query)
        attempts = {t.delivery.id: await tx.outbox.attempts(t.delivery.id) for t in items}
        return HookFile((hook,), items, await tx.outbox.counts(query), attempts)

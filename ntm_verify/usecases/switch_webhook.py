"""An administrator pauses, resumes or ends a webhook (ngừng, mở lại, bỏ webhook)."""

from dataclasses import dataclass
from uuid import UUID

from ntm_verify.domain.errors import InvalidInput, NotFound, StaleRecord
from ntm_verify.domain.people import Actor, Role, require_office
from ntm_verify.domain.webhook import HookState, Webhook, switch

from .on_record import on_record
from .ports import Ports


class WrongState(InvalidInput):
    """A webhook is paused, resumed or ended by people, nothing else (trạng thái không hợp lệ)."""

    code = "wrong_webhook_state"


@dataclass(frozen=True, slots=True)
class SwitchWebhook:
    """Which webhook, the version that was seen, and what it shall be (trạng thái muốn đặt)."""

    hook_id: UUID
    seen: int
    to: HookState


@on_record
async def switch_webhook(ports: Ports, actor: Actor, request: SwitchWebhook) -> Webhook:
    """Change whether a webhook of the actor's province is called (F104).

    An ended one is never called again; its log of calls stays.

    Raises:
        WrongOffice: the actor is no administrator.
        WrongState: nobody switches a webhook to this.
        NotFound: the province has no such webhook, or ended it.
        StaleRecord: it changed since it was read.

    """
    require_office(actor, Role.ADMINISTRATOR)
    if request.to is HookState.FAILING:
        raise WrongState("Webhook chỉ có thể được tạm ngừng, mở lại hoặc bỏ hẳn.")
    async with ports.transaction() as tx:
        hook = await tx.hooks.get(request.hook_id)
        if hook.province != actor.province or hook.state is HookState.ENDED:
            raise NotFound("webhook", request.hook_id)
        if hook.version != request.seen:
            raise StaleRecord("webhook", hook.label)
        switched, event = switch(hook, request.to, actor)
        await tx.hooks.failing_since(hook.id, None)
        return await tx.hooks.save(switched, event)

"""An administrator has a program told of what happens (đăng ký webhook)."""

from dataclasses import dataclass

from ntm_verify.domain.errors import Conflict
from ntm_verify.domain.people import Actor, Role, require_office
from ntm_verify.domain.webhook import (
    LONGEST_LABEL,
    MOST_HOOKS,
    Webhook,
    WrongHook,
    changed,
    require_kinds,
    require_url,
)

from .on_record import on_record
from .ports import Ports


class TooManyHooks(Conflict):
    """The province has as many webhooks as it may (quá nhiều webhook)."""

    code = "too_many_webhooks"


@dataclass(frozen=True, slots=True)
class RegisterWebhook:
    """What to call it, where it is, and what it is told of (tên, địa chỉ, loại sự kiện)."""

    label: str
    url: str
    kinds: frozenset[str]


@on_record
async def register_webhook(ports: Ports, actor: Actor, request: RegisterWebhook) -> Webhook:
    """Keep a webhook of the actor's province with a secret of its own (F104).

    The answer is the only place where the secret is ever shown.

    Raises:
        WrongOffice: the actor is no administrator.
        WrongHook: the name, the address or the choice of events cannot be used.
        TooManyHooks: the province has as many as it may.

    """
    require_office(actor, Role.ADMINISTRATOR)
    label = " ".join(request.label.split())
    if not 0 < len(label) <= LONGEST_LABEL:
        raise WrongHook(f"Ghi tên để nhận ra webhook này, từ 1 đến {LONGEST_LABEL} ký tự.")
    hook = Webhook(
        ports.new_id(),
        actor.province,
        label,
        require_url(request.url, private=ports.outgoing.private),
        require_kinds(request.kinds),
        ports.outgoing.secret(),
        actor.id,
        ports.now(),
    )
    async with ports.transaction() as tx:
        if len(await tx.hooks.of_province(actor.province)) >= MOST_HOOKS:
            raise TooManyHooks(f"Mỗi tỉnh có tối đa {MOST_HOOKS} webhook. Bỏ bớt webhook cũ trước.")
        return await tx.hooks.save(hook, changed(None, hook, actor))

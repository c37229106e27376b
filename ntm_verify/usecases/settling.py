"""How one try to tell somebody ended is kept with its delivery (ghi kết quả lần gửi)."""

from datetime import datetime

from ntm_verify.domain.delivery import (
    Attempt,
    Delivery,
    DeliveryState,
    Outcome,
    sent_event,
    settle,
)
from ntm_verify.domain.people import Actor

from .ports import Told, Transaction


async def keep_outcome(
    tx: Transaction, actor: Actor, told: Told, outcome: Outcome, times: tuple[datetime, datetime]
) -> tuple[Delivery, bool]:
    """Keep what a try came to, begun and ended at `times`; only the end goes into the log.

    Gives the delivery as it stands now, and False when somebody else settled it meanwhile.
    """
    begun, ended = times
    current = (await tx.outbox.get(told.delivery.id)).delivery
    if current != told.delivery:
        return current, False
    settled = settle(current, outcome, ended)
    took = max(int((ended - begun).total_seconds() * 1000), 0)
    await tx.outbox.save(settled, Attempt(settled.id, begun, outcome.code, took))
    if settled.state is not DeliveryState.WAITING:
        await tx.audit.append(sent_event(settled, told.happening.kind, actor))
    return settled, True

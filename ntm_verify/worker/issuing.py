"""Issue what was ordered (ban hành theo lệnh): several papers at a time, each on its own.

Pages are drawn and signed in the processes of the render pool, so that as many papers are made at
once as there are processes; what waits for the database meanwhile is the next paper.
"""

import asyncio
import logging
from typing import Final

from ntm_verify.domain.errors import NotFound, Refusal, trace
from ntm_verify.domain.people import SYSTEM, Actor
from ntm_verify.domain.signing_order import OrdererGone, SigningTask, finish, hold_up, refuse
from ntm_verify.usecases.issue_certificate import IssueCertificate, issue_certificate
from ntm_verify.usecases.ports import Ports, Unavailable
from ntm_verify.usecases.renew_stamps import AT_ONCE, RenewStamps, renew_stamps

LOG: Final = logging.getLogger(__name__)
RENEWING: Final = 3600.0
LANES: Final = 4
"""Papers on their way at one time."""
FAULT: Final = "Có lỗi khi lập văn bản; hệ thống sẽ tự thử lại. Số văn bản vẫn giữ nguyên."


async def issue_next(ports: Ports) -> bool:
    """Issue the ordered paper that is due longest; say whether there was one.

    A task is put off before it is tried: whatever ends the try, the next one goes on with the
    plan that it left. A refused one is settled with its words, and the others go on.
    """
    async with ports.reading() as look:
        if not await look.issuing.waiting(ports.now()):
            return False
    async with ports.transaction() as tx:
        task = await tx.issuing.claim(ports.now())
    if task is None:
        return False
    done = await _tried(ports, task)
    async with ports.transaction() as tx:
        await tx.issuing.keep(done)
    return True


async def _tried(ports: Ports, task: SigningTask) -> SigningTask:
    try:
        actor, behalf = await _signer(ports, task)
        asked = IssueCertificate(task.appraisal_id, task.seen, behalf)
        paper = await issue_certificate(ports, actor, asked)
    except Refusal as refused:
        return refuse(task, refused)
    except Unavailable as away:
        return hold_up(task, str(away))
    except Exception as fault:  # noqa: BLE001 - whatever it is, the others go on
        LOG.error("order %s, place %d: %s", task.order_id, task.place, trace(fault))  # noqa: TRY400 - its text may name people
        return hold_up(task, FAULT)
    return finish(task, paper.reference)


async def _signer(ports: Ports, task: SigningTask) -> tuple[Actor, str]:
    """Give who ordered it, in the office they hold today, and for whom.

    Raises:
        OrdererGone: the account is not in use any more.

    """
    async with ports.reading() as tx:
        order = await tx.issuing.order(task.order_id)
        try:
            account = await tx.accounts.get(order.by)
        except NotFound:
            account = None
    if account is None or not account.serves(ports.now()):
        raise OrdererGone(
            "Tài khoản của người ra lệnh không còn hiệu lực nên văn bản không được ban hành. Người "
            "ký khác mở hồ sơ và ban hành riêng."
        )
    return account.actor(request=f"order-{task.id.hex[:16]}"), order.signed_for


async def renew(ports: Ports) -> bool:
    """Renew time-stamps that end soon; say whether another round has more to look at."""
    try:
        done = await renew_stamps(ports, SYSTEM, RenewStamps())
    except Exception as fault:  # noqa: BLE001 - whatever it is, the next round goes on
        LOG.error("time-stamps not renewed: %s", trace(fault))  # noqa: TRY400 - as above
        return False
    if done.failed:
        LOG.error("%d time-stamps of papers could not be renewed", done.failed)
    return done.looked_at == AT_ONCE and not done.failed


async def serve(ports: Ports, pause: float = 1.0) -> None:
    """Issue for ever, in several lanes, and renew time-stamps; rest when nothing is due."""
    await asyncio.gather(*(_lane(ports, pause) for _ in range(LANES)), _renewals(ports))


async def _renewals(ports: Ports) -> None:
    while True:
        more = await renew(ports)
        await asyncio.sleep(1.0 if more else RENEWING)


async def _lane(ports: Ports, pause: float) -> None:
    while True:
        try:
            busy = await issue_next(ports)
        except Exception as fault:  # noqa: BLE001 - as above
            LOG.error("no ordered paper could be taken: %s", trace(fault))  # noqa: TRY400 - as above
            busy = False
        if not busy:
            await asyncio.sleep(pause)

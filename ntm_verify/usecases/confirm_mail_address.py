"""Somebody confirms his address by the link in the letter (xác nhận địa chỉ nhận thông báo)."""

from dataclasses import dataclass

from ntm_verify.domain.mail_address import MailAddress, confirm, told
from ntm_verify.domain.people import Actor

from .on_record import on_record
from .ports import Ports


@dataclass(frozen=True, slots=True)
class ConfirmMailAddress:
    """What the link in the letter bears (mã trong liên kết)."""

    token: str


@on_record
async def confirm_mail_address(
    ports: Ports, actor: Actor, request: ConfirmMailAddress
) -> MailAddress:
    """Take the actor's own address into use; the link serves nobody else.

    Raises:
        LinkOver: it is not the latest letter's link, or older than three days.
        StaleRecord: the address was changed elsewhere at this moment.

    """
    async with ports.transaction() as tx:
        known = await tx.mailbox.address(actor.id)
        new = confirm(known, request.token, at=ports.now())
        return await tx.mailbox.save(new, told(known, new, actor))

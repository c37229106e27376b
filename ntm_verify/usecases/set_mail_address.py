"""Somebody says where notices shall go, or that none shall (đặt địa chỉ nhận thông báo)."""

from dataclasses import dataclass, replace

from ntm_verify.domain.account import TOKEN_SIGNS
from ntm_verify.domain.errors import Conflict
from ntm_verify.domain.mail_address import TOKEN_LENGTH, MailAddress, ask, told
from ntm_verify.domain.people import Actor, Role, require_office

from .on_record import on_record
from .ports import Ports

PEOPLE = tuple(role for role in Role if role not in {Role.PUBLIC, Role.SYSTEM})


class NoMailServer(Conflict):
    """The installation sends no letters (chưa đặt máy chủ thư)."""

    code = "no_mail_server"


@dataclass(frozen=True, slots=True)
class SetMailAddress:
    """The address, "" to have it erased (địa chỉ, để trống là xóa)."""

    address: str


@on_record
async def set_mail_address(ports: Ports, actor: Actor, request: SetMailAddress) -> MailAddress:
    """Keep the actor's own address and have a letter sent there to confirm it (F60).

    Until then nothing else goes there. The log tells that it changed, never the address.

    Raises:
        WrongOffice: nobody is signed in.
        NoMailServer: no letter could go out.
        WrongAddress, AskedAlready: it is no address; a letter went out a moment ago.
        StaleRecord: the address was changed elsewhere at this moment.

    """
    require_office(actor, *PEOPLE)
    async with ports.transaction() as tx:
        known = await tx.mailbox.address(actor.id)
        if not request.address.strip():
            if not known.address:
                return known
            new = replace(known, address="", token="", asked_at=None, confirmed_at=None)
            return await tx.mailbox.save(new, told(known, new, actor))
        if ports.outgoing.send is None:
            raise NoMailServer(
                "Hệ thống chưa được đặt máy chủ thư nên thông báo chỉ hiện trong hệ thống. "
                "Đề nghị người vận hành đặt NTM_SMTP_URL trước."
            )
        token = ports.new_token(TOKEN_SIGNS, TOKEN_LENGTH)
        new = ask(known, request.address, token, at=ports.now())
        return await tx.mailbox.save(new, told(known, new, actor))

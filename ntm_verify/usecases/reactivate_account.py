"""An administrator lets somebody in again whose account had ended (mở lại tài khoản)."""

from dataclasses import dataclass, replace

from ntm_verify.domain.account import TOKEN_LENGTH, TOKEN_SIGNS
from ntm_verify.domain.audit import Action, AuditEvent, Subject
from ntm_verify.domain.errors import NotFound
from ntm_verify.domain.invitation import Invited, invite
from ntm_verify.domain.people import Actor, Role, require_office

from .on_record import on_record
from .ports import Ports


@dataclass(frozen=True, slots=True)
class ReactivateAccount:
    """Whose account, at which version (tài khoản cần mở lại)."""

    account_id: str
    seen: int


@on_record
async def reactivate_account(ports: Ports, actor: Actor, request: ReactivateAccount) -> Invited:
    """Open an ended account again, with a new link: the old password does not come back.

    A term that has run out meanwhile stays; `change_office` gives a new one.

    Raises:
        WrongOffice: the actor is no administrator.
        NotFound: no such ended account in the actor's province.
        StaleRecord: the account changed after it was read.

    """
    require_office(actor, Role.ADMINISTRATOR)
    async with ports.transaction() as tx:
        before = await tx.accounts.get(request.account_id)
        foreign = before.province != actor.province or before.role is Role.OPERATOR
        if foreign or before.active:
            raise NotFound("tài khoản", request.account_id)
        changed = replace(before, active=True, password_hash="", version=request.seen)
        subject = Subject("account", before.id, before.version + 1)
        event = AuditEvent(
            Action.ROLE_GRANTED, actor, subject, before=before.state(), after=changed.state()
        )
        account = await tx.accounts.save(changed, event)
        token = ports.new_token(TOKEN_SIGNS, TOKEN_LENGTH)
        invitation, invited = invite(account, actor.id, token, ports.now())
        await tx.access.invite(invitation)
    return invited

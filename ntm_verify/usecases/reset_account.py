"""An administrator lets somebody begin anew (đặt lại tài khoản bằng lời mời mới)."""

from dataclasses import dataclass, replace

from ntm_verify.domain.account import TOKEN_LENGTH, TOKEN_SIGNS
from ntm_verify.domain.api_token import ended
from ntm_verify.domain.audit import Action, AuditEvent, Subject
from ntm_verify.domain.errors import NotFound
from ntm_verify.domain.invitation import Invited, invite
from ntm_verify.domain.people import Actor, Role, require_office

from .on_record import on_record
from .ports import Ports


@dataclass(frozen=True, slots=True)
class ResetAccount:
    """Whose account, at which version, and whether the second factor is lost too (đặt lại)."""

    account_id: str
    seen: int
    forget_factor: bool = False


@on_record
async def reset_account(ports: Ports, actor: Actor, request: ResetAccount) -> Invited:
    """Take password and identity away, end sessions and tokens, and give a new one-time link.

    Raises:
        WrongOffice: the actor is no administrator.
        NotFound: no such account in use in the actor's province, or it is the actor's own.
        StaleRecord: the account changed after it was read.

    """
    require_office(actor, Role.ADMINISTRATOR)
    now = ports.now()
    async with ports.transaction() as tx:
        before = await tx.accounts.get(request.account_id)
        foreign = before.province != actor.province or before.role is Role.OPERATOR
        if foreign or before.id == actor.id or not before.active:
            raise NotFound("tài khoản", request.account_id)
        has_factor = before.has_factor and not request.forget_factor
        changed = replace(
            before,
            password_hash="",
            has_factor=has_factor,
            has_identity=False,
            version=request.seen,
        )
        subject = Subject("account", before.id, before.version + 1)
        event = AuditEvent(
            Action.ACCOUNT_INVITED, actor, subject, before=before.state(), after=changed.state()
        )
        account = await tx.accounts.save(changed, event)
        if request.forget_factor:
            await tx.access.drop_factor(account.id)
        await tx.access.drop_identity(account.id)
        await tx.accounts.end_sessions(account_id=account.id)
        for old in await tx.access.tokens_of(account.id):
            if old.ended_at is None:
                await tx.access.save_token(*ended(old, by=actor, at=now))
        token = ports.new_token(TOKEN_SIGNS, TOKEN_LENGTH)
        invitation, invited = invite(account, actor.id, token, now)
        await tx.access.invite(invitation)
    return invited

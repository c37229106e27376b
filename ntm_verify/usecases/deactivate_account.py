"""An administrator ends somebody's account (ngừng tài khoản)."""

from dataclasses import dataclass, replace

from ntm_verify.domain.account import Account
from ntm_verify.domain.api_token import ended
from ntm_verify.domain.audit import Action, AuditEvent, Subject
from ntm_verify.domain.errors import NotFound
from ntm_verify.domain.people import Actor, Role, require_office

from .on_record import on_record
from .ports import Ports


@dataclass(frozen=True, slots=True)
class DeactivateAccount:
    """Whose account, at which version (tài khoản cần ngừng)."""

    account_id: str
    seen: int


@on_record
async def deactivate_account(ports: Ports, actor: Actor, request: DeactivateAccount) -> Account:
    """End the account with sessions, tokens, invitation, identity, all in one transaction (F91).

    The name stays, so that old acts can be read.

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
        changed = replace(before, active=False, has_identity=False, version=request.seen)
        subject = Subject("account", before.id, before.version + 1)
        event = AuditEvent(
            Action.ROLE_REVOKED, actor, subject, before=before.state(), after=changed.state()
        )
        account = await tx.accounts.save(changed, event)
        await tx.accounts.end_sessions(account_id=account.id)
        await tx.access.strike_invitation(account.id)
        await tx.access.drop_identity(account.id)
        for token in await tx.access.tokens_of(account.id):
            if token.ended_at is None:
                await tx.access.save_token(*ended(token, by=actor, at=now))
    return account

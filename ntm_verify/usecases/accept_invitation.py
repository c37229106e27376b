"""Somebody sets the first password through a one-time link (nhận lời mời, đặt mật khẩu)."""

from dataclasses import dataclass, field, replace
from hashlib import sha256

from ntm_verify.domain.account import Account, require_strength
from ntm_verify.domain.audit import Action, AuditEvent, Subject
from ntm_verify.domain.invitation import InvitationSpent
from ntm_verify.domain.people import Actor

from .ports import Ports


@dataclass(frozen=True, slots=True)
class AcceptInvitation:
    """The token of the link, and the password; without one the page only asks (lời mời)."""

    token: str = field(repr=False)
    password: str | None = field(default=None, repr=False)


async def accept_invitation(ports: Ports, actor: Actor, request: AcceptInvitation) -> Account:
    """Set the password and use the link up; without a password say whose link it is.

    Every session of the account ends: whoever knew the old password is out.

    Raises:
        InvitationSpent: the link was used, has expired or was replaced.
        WeakPassword: with how to mend it; the link can be used again.

    """
    digest, now = sha256(request.token.encode()).hexdigest(), ports.now()
    async with ports.reading() as tx:
        invitation = await tx.access.invitation(digest)
        if invitation is None or not invitation.lives(now):
            raise InvitationSpent
        account = await tx.accounts.get(invitation.account_id)
    if not account.active:
        raise InvitationSpent
    if request.password is None:
        return account
    require_strength(request.password, account.username)
    hashed = await ports.passwords.hash(request.password)
    async with ports.transaction() as tx:
        if await tx.access.invitation(digest) is None:
            raise InvitationSpent
        before = await tx.accounts.get(account.id)
        changed = replace(before, password_hash=hashed)
        by = before.actor(request=actor.request, address=actor.address)
        subject = Subject("account", account.id, before.version + 1)
        event = AuditEvent(
            Action.PASSWORD_CHANGED, by, subject, before=before.state(), after=changed.state()
        )
        kept = await tx.accounts.save(changed, event)
        await tx.access.strike_invitation(account.id)
        await tx.accounts.end_sessions(account_id=account.id)
    return kept

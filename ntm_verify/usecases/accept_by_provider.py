"""Somebody accepts an invitation with an identity at the provider (nhận lời mời bằng danh tính)."""

import json
from dataclasses import dataclass, field, replace
from hashlib import sha256

from ntm_verify.domain.account import Account
from ntm_verify.domain.audit import Action, AuditEvent, Subject
from ntm_verify.domain.identity import Identity, IdentityRefused
from ntm_verify.domain.invitation import InvitationSpent
from ntm_verify.domain.people import Actor

from .identifying import BINDING, require_provider
from .ports import Ports


@dataclass(frozen=True, slots=True)
class AcceptByProvider:
    """The token of the link, and the identity as `meet_invited` sealed it (đồng ý gắn)."""

    token: str = field(repr=False)
    sealed: str = field(repr=False)


async def accept_by_provider(ports: Ports, actor: Actor, request: AcceptByProvider) -> Account:
    """Bind the identity to the account and use the link up; from then on it signs in.

    Every session of the account ends, and an old password does not serve any more.

    Raises:
        NotFound: the installation has no provider.
        IdentityRefused: this browser did not just come from the provider for this invitation.
        InvitationSpent: the link was used, has expired or was replaced.
        IdentityTaken: the identity is bound to another account.

    """
    provider, now = require_provider(ports), ports.now()
    digest = sha256(request.token.encode()).hexdigest()
    told = provider.unseal(f"{BINDING} {digest}", request.sealed)
    if not told:
        raise IdentityRefused("no identity")
    issuer, subject, _ = json.loads(told)
    async with ports.transaction() as tx:
        invitation = await tx.access.invitation(digest)
        if invitation is None or not invitation.lives(now):
            raise InvitationSpent
        before = await tx.accounts.get(invitation.account_id)
        if not before.active:
            raise InvitationSpent
        changed = replace(before, password_hash="", has_identity=True)
        by = before.actor(request=actor.request, address=actor.address)
        event = AuditEvent(
            Action.IDENTITY_CHANGED,
            by,
            Subject("account", before.id, before.version + 1),
            before=before.state(),
            after=changed.state(),
            private={"identity_subject": subject},
        )
        kept = await tx.accounts.save(changed, event)
        await tx.access.keep_identity(Identity(issuer, subject, kept.id, kept.id, now))
        await tx.access.strike_invitation(kept.id)
        await tx.accounts.end_sessions(account_id=kept.id)
    return kept

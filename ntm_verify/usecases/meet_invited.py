"""Somebody who was invited comes back from the provider (người được mời trở lại từ cổng)."""

from dataclasses import dataclass, field
from hashlib import sha256

from ntm_verify.domain.account import Account
from ntm_verify.domain.identity import IdentityTaken, Purpose
from ntm_verify.domain.invitation import InvitationSpent
from ntm_verify.domain.people import Actor

from .identifying import BINDING, Answer, identify, require_provider
from .ports import Ports


@dataclass(frozen=True, slots=True)
class MeetInvited:
    """The provider's answer (câu trả lời của cổng)."""

    answer: Answer


@dataclass(frozen=True, slots=True)
class Met:
    """Whose invitation, and as whom the provider knows the visitor (chờ đồng ý)."""

    account: Account
    token: str = field(repr=False)
    name: str
    subject: str
    sealed: str = field(repr=False)


async def meet_invited(ports: Ports, _: Actor, request: MeetInvited) -> Met:
    """Say who would be bound to which account; nothing is bound before the visitor says yes.

    So nobody can be led through here, by a link, into an account of somebody else's making.

    Raises:
        NotFound: the installation has no provider.
        IdentityRefused: the answer cannot be relied upon.
        InvitationSpent: the invitation was used, has expired or was replaced.
        IdentityTaken: the identity is bound to another account.

    """
    attempt, proven = await identify(ports, request.answer, Purpose.ACCEPT)
    digest = sha256(attempt.about.encode()).hexdigest()
    async with ports.reading() as tx:
        invitation = await tx.access.invitation(digest)
        if invitation is None or not invitation.lives(ports.now()):
            raise InvitationSpent
        account = await tx.accounts.get(invitation.account_id)
        known = await tx.access.identity(proven.issuer, proven.subject)
    if not account.active:
        raise InvitationSpent
    if known is not None and known.account_id != account.id:
        raise IdentityTaken
    sealed = require_provider(ports).seal(f"{BINDING} {digest}", proven.text())
    return Met(account, attempt.about, proven.name, proven.subject, sealed)

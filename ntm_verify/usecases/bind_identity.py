"""An administrator binds an account to an identity, or lets it go (gắn, gỡ danh tính)."""

from dataclasses import dataclass, field, replace

from ntm_verify.domain.account import Account
from ntm_verify.domain.audit import Action, AuditEvent, Subject
from ntm_verify.domain.errors import NotFound
from ntm_verify.domain.identity import Identity, require_subject
from ntm_verify.domain.people import Actor, Role, require_office

from .identifying import require_provider
from .on_record import on_record
from .ports import Ports


@dataclass(frozen=True, slots=True)
class BindIdentity:
    """Whose account, at which version, and the subject at the provider; "" to let it go."""

    account_id: str
    seen: int
    subject: str = field(default="", repr=False)


@on_record
async def bind_identity(ports: Ports, actor: Actor, request: BindIdentity) -> Account:
    """Bind in place of any earlier identity; the account's sessions end either way.

    Raises:
        WrongOffice: the actor is no administrator.
        NotFound: the installation has no provider, or there is no such account in use in the
            actor's province, or it is the actor's own.
        SubjectNotUsable: what was typed is no subject.
        IdentityTaken: another account has this identity.
        StaleRecord: the account changed after it was read.

    """
    require_office(actor, Role.ADMINISTRATOR)
    provider, now = require_provider(ports), ports.now()
    subject = require_subject(request.subject) if request.subject else ""
    async with ports.transaction() as tx:
        before = await tx.accounts.get(request.account_id)
        foreign = before.province != actor.province or before.role is Role.OPERATOR
        if foreign or before.id == actor.id or not before.active:
            raise NotFound("tài khoản", request.account_id)
        changed = replace(before, has_identity=bool(subject), version=request.seen)
        event = AuditEvent(
            Action.IDENTITY_CHANGED,
            actor,
            Subject("account", before.id, before.version + 1),
            before=before.state(),
            after=changed.state(),
            private={"identity_subject": subject} if subject else {},
        )
        account = await tx.accounts.save(changed, event)
        if subject:
            identity = Identity(provider.issuer, subject, account.id, actor.id, now)
            await tx.access.keep_identity(identity)
        else:
            await tx.access.drop_identity(account.id)
        await tx.accounts.end_sessions(account_id=account.id)
    return account

"""Somebody without a password shows again who they are, at the provider (xác nhận lại qua cổng)."""

from dataclasses import dataclass, field
from hashlib import sha256
from hmac import compare_digest

from ntm_verify.domain.account import TOKEN_LENGTH, TOKEN_SIGNS, NotSignedIn
from ntm_verify.domain.audit import Action, AuditEvent, Subject
from ntm_verify.domain.identity import IdentityRefused, NotJustThere, Purpose
from ntm_verify.domain.people import Actor

from .identifying import Answer, identify, require_provider
from .on_record import on_record
from .ports import Ports


@dataclass(frozen=True, slots=True)
class ConfirmByProvider:
    """The provider's answer, and the session at hand (câu trả lời của cổng)."""

    answer: Answer
    token: str = field(repr=False)


@on_record
async def confirm_by_provider(ports: Ports, actor: Actor, request: ConfirmByProvider) -> str:
    """Remember that this person was just there; the browser goes on under the new token given back.

    The provider was told to ask anew (`prompt=login`, `max_age=0`), and its token has to say that
    it did. A session that stands on the provider's second factor needs it again.

    Raises:
        NotFound: the installation has no provider.
        IdentityRefused: the answer cannot be relied upon, or is about another session.
        NotJustThere: the provider did not ask anew, or it is somebody else.
        NotSignedIn: the session is gone.

    """
    attempt, proven = await identify(ports, request.answer, Purpose.CONFIRM)
    digest, now = sha256(request.token.encode()).hexdigest(), ports.now()
    if not compare_digest(digest, attempt.about):
        raise IdentityRefused("another session")
    async with ports.reading() as tx:
        session = await tx.accounts.session(digest)
        identity = await tx.access.identity_of(actor.id)
        account = await tx.accounts.get(actor.id)
    if session is None or session.account_id != actor.id:
        raise NotSignedIn("Phiên làm việc đã kết thúc. Hãy đăng nhập lại.")
    is_same = identity is not None and (identity.issuer, identity.subject) == (
        proven.issuer,
        proven.subject,
    )
    is_weaker = session.is_strong and not proven.means & require_provider(ports).strong
    if account.has_factor or not is_same or is_weaker or not proven.shown_since(attempt.began):
        raise NotJustThere
    token = ports.new_token(TOKEN_SIGNS, TOKEN_LENGTH)
    async with ports.transaction() as tx:
        if not await tx.access.confirm_session(digest, sha256(token.encode()).hexdigest(), now):
            raise NotSignedIn("Phiên làm việc đã kết thúc. Hãy đăng nhập lại.")
        subject = Subject("account", account.id, account.version)
        after = {"method": session.method or "provider"}
        await tx.audit.append(AuditEvent(Action.IDENTITY_CONFIRMED, actor, subject, after=after))
    return token

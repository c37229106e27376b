"""Somebody ends a session (đăng xuất)."""

from dataclasses import dataclass
from hashlib import sha256

from ntm_verify.domain.audit import Action, AuditEvent, Subject
from ntm_verify.domain.people import Actor

from .log_gate import tell
from .ports import Ports


@dataclass(frozen=True, slots=True)
class SignOut:
    """The token of the session (phiên cần kết thúc)."""

    token: str


async def sign_out(ports: Ports, actor: Actor, request: SignOut) -> None:
    """Delete the session; a token that is not known changes nothing."""
    async with ports.aside() as tx:
        digest = sha256(request.token.encode()).hexdigest()
        if await tx.accounts.session(digest) is not None:
            await tx.accounts.end_sessions(token_sha256=digest)
            subject = Subject("account", actor.id)
            await tell(ports, tx, AuditEvent(Action.SIGNED_OUT, actor, subject))

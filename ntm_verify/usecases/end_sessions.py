"""Somebody ends own sessions, here or elsewhere (kết thúc phiên làm việc)."""

from dataclasses import dataclass, field
from hashlib import sha256

from ntm_verify.domain.audit import Action, AuditEvent, Subject
from ntm_verify.domain.people import Actor

from .on_record import on_record
from .ports import Ports


@dataclass(frozen=True, slots=True)
class EndSessions:
    """The handle of one session, or "" for all but the present one (phiên cần kết thúc)."""

    token: str = field(repr=False)
    handle: str = ""


@on_record
async def end_sessions(ports: Ports, actor: Actor, request: EndSessions) -> int:
    """End one of the own sessions, or all the others; give how many ended."""
    here = sha256(request.token.encode()).hexdigest()
    async with ports.transaction() as tx:
        ending = [
            session
            for session in await tx.access.sessions_of(actor.id)
            if (
                session.handle == request.handle if request.handle else session.token_sha256 != here
            )
        ]
        for session in ending:
            await tx.accounts.end_sessions(token_sha256=session.token_sha256)
        if ending:
            subject, after = Subject("account", actor.id), {"sessions": len(ending)}
            await tx.audit.append(AuditEvent(Action.SIGNED_OUT, actor, subject, after=after))
    return len(ending)

"""An administrator enters how long personal data are kept (nhập thời hạn lưu giữ, F87)."""

from dataclasses import dataclass

from ntm_verify.domain.audit import Action, AuditEvent, Subject
from ntm_verify.domain.people import Actor, Role, require_office
from ntm_verify.domain.retention import EnteredTerm, RetentionKind, require_term

from .on_record import on_record
from .ports import Ports


@dataclass(frozen=True, slots=True)
class EnterTerm:
    """Of what, how many months, and the document that says so (thời hạn, căn cứ)."""

    kind: RetentionKind
    months: int
    document: str


@on_record
async def enter_term(ports: Ports, actor: Actor, request: EnterTerm) -> EnteredTerm:
    """Keep a term for the actor's province; nothing is deleted by it alone.

    Raises:
        WrongOffice: the actor is no administrator.
        WrongTerm: the term is not the province's to rule, too short or too long.
        LegalReferenceMissing: no document sets it.
        StaleRecord: another term was entered meanwhile.

    """
    require_office(actor, Role.ADMINISTRATOR)
    document = " ".join(request.document.split())
    require_term(ports.retention.of(request.kind), request.months, document)
    term = EnteredTerm(
        actor.province, request.kind, request.months, document, actor.id, ports.now()
    )
    async with ports.transaction() as tx:
        before = [old for old in await tx.purging.terms(actor.province) if old.kind is request.kind]
        event = AuditEvent(
            Action.CONFIG_CHANGED,
            actor,
            Subject("retention", f"{actor.province}/{request.kind.value}", len(before) + 1),
            before=before[-1].state() if before else None,
            after=term.state(),
        )
        await tx.purging.add_term(term, event)
    return term

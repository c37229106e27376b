"""A signer takes a paper out of force (thu hồi văn bản)."""

from dataclasses import dataclass, replace

from ntm_verify.domain.appraisal import STEPS, Move, Status, advance, require_reason
from ntm_verify.domain.certificate import Certificate, CertificateNotFound, Standing, end
from ntm_verify.domain.paper_note import NoteKind, PaperNote, require_document
from ntm_verify.domain.people import Actor, Role, require_office

from .on_record import on_record
from .ports import Ports


@dataclass(frozen=True, slots=True)
class RevokeCertificate:
    """Which paper, and why, as a code and in words (văn bản cần thu hồi).

    `legal_base` names the document or article that the revocation rests on, "" where none is told;
    everybody who asks for the paper reads it, while the words of `note` stay inside.
    """

    reference: str
    reason_code: str
    note: str
    legal_base: str = ""


@on_record
async def revoke_certificate(ports: Ports, actor: Actor, request: RevokeCertificate) -> Certificate:
    """Revoke; the verification page says so from the commit on (F72).

    Raises:
        WrongOffice: the actor does not sign.
        CertificateNotFound: there is no such paper in the actor's province.
        ReasonMissing: the reason code is none of the list, or nothing is said in words.
        WrongStatus: the paper is not in force.
        NotYourStep: the signer handed the list in or appraised it.
        WrongDocument: the legal base names no document with number and day, and no article.

    """
    require_office(actor, Role.SIGNER)
    move = Move(Status.REVOKED, 0, request.reason_code, request.note)
    require_reason(STEPS[Status.CERTIFIED, Status.REVOKED], move)
    document = require_document(request.legal_base) if request.legal_base else ""
    async with ports.transaction() as tx:
        paper = await tx.certificates.by_reference(request.reference)
        if paper is None or paper.province != actor.province:
            raise CertificateNotFound("văn bản", request.reference)
        ended, event = end(
            paper,
            Standing.REVOKED,
            by=actor,
            reason_code=request.reason_code,
            note=request.note,
        )
        kept = await tx.certificates.save(ended, event)
        if document:
            await tx.paper_texts.add_note(
                PaperNote(
                    *(ports.new_id(), paper.id, NoteKind.REVOKED, ""),
                    *(document, actor.id, ports.now()),
                )
            )
        appraisal = await tx.appraisals.get(paper.appraisal_id)
        now_seen = replace(move, seen=appraisal.version)
        revoked, step = advance(appraisal, now_seen, by=actor, at=ports.now())
        await tx.appraisals.save(revoked, step)
    return kept

"""A signer notes the công văn that corrects a paper (đính chính văn bản)."""

from dataclasses import dataclass

from ntm_verify.domain.certificate import CertificateNotFound
from ntm_verify.domain.paper_note import NoteKind, PaperNote, correct, require_document
from ntm_verify.domain.people import Actor, Role, require_office

from .on_record import on_record
from .ports import Ports


@dataclass(frozen=True, slots=True)
class CorrectCertificate:
    """Which paper, which part of it, and the công văn that corrects it (văn bản được đính chính).

    `part` is a code of `CORRECTED_PARTS`; `document` names the công văn with number and day.
    """

    reference: str
    part: str
    document: str


@on_record
async def correct_certificate(ports: Ports, actor: Actor, request: CorrectCertificate) -> PaperNote:
    """Keep the correction; the file stays as it is, the verification page names the công văn.

    Wrong figures or a wrong result are no matter of correction: such a paper is superseded by a
    new one of the same form, or revoked (Nghị định 30/2020/NĐ-CP, Điều 18.3).

    Raises:
        WrongOffice: the actor does not sign.
        CertificateNotFound: there is no such paper in the actor's province.
        WrongStatus: the paper is not in force.
        WrongDocument: no part of the list, or no document with number and day.

    """
    require_office(actor, Role.SIGNER)
    document = require_document(request.document)
    async with ports.transaction() as tx:
        paper = await tx.certificates.by_reference(request.reference)
        if paper is None or paper.province != actor.province:
            raise CertificateNotFound("văn bản", request.reference)
        note = PaperNote(
            ports.new_id(),
            paper.id,
            NoteKind.CORRECTED,
            request.part,
            document,
            actor.id,
            ports.now(),
        )
        await tx.paper_texts.add_note(note, correct(paper, note, actor))
    return note

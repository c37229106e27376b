"""Somebody with a right to it fetches an issued paper (lấy văn bản)."""

from dataclasses import dataclass

from ntm_verify.domain.appraisal import may_see
from ntm_verify.domain.audit import Action, AuditEvent, Subject
from ntm_verify.domain.certificate import Certificate, CertificateNotFound
from ntm_verify.domain.people import Actor

from .on_record import on_record
from .ports import Ports


@dataclass(frozen=True, slots=True)
class ReadCertificate:
    """Which paper: province-year-number (văn bản muốn lấy)."""

    reference: str


@dataclass(frozen=True, slots=True)
class IssuedPaper:
    """A paper and its file (văn bản và tệp)."""

    certificate: Certificate
    pdf: bytes


@on_record
async def read_certificate(ports: Ports, actor: Actor, request: ReadCertificate) -> IssuedPaper:
    """Give the stored file, never a new rendering, with its newest archive time-stamp.

    The download is an entry.

    Raises:
        CertificateNotFound: there is no issued paper of this name within the actor's reach.
        DamagedBlob: the stored file is not the one that was issued.

    """
    async with ports.transaction() as tx:
        paper = await tx.certificates.by_reference(request.reference)
        if paper is None or not paper.pdf_sha256:
            raise CertificateNotFound("văn bản", request.reference)
        appraisal = await tx.appraisals.get(paper.appraisal_id)
        if not may_see(actor, appraisal):
            raise CertificateNotFound("văn bản", request.reference)
        stamp = await tx.issuing.stamp(paper.id)
        digest = stamp.pdf_sha256 if stamp and stamp.renewals else paper.pdf_sha256
        pdf = await tx.blobs.get(digest)
        subject = Subject("certificate", paper.reference, paper.version)
        event = AuditEvent(Action.RECORD_VIEWED, actor, subject, after={"file": digest})
        await tx.audit.append(event)
    return IssuedPaper(paper, pdf)

"""A signer issues the numbered paper of an approved dossier (ban hành văn bản kết quả)."""

from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from ntm_verify.domain.appraisal import Appraisal, Move, Status, advance, may_see
from ntm_verify.domain.certificate import (
    TOKEN_ALPHABET,
    TOKEN_LENGTH,
    Certificate,
    Standing,
    issue,
    plan,
    take_over,
)
from ntm_verify.domain.errors import NotFound, StaleRecord
from ntm_verify.domain.people import Actor, Role, require_office
from ntm_verify.domain.unit import Letterhead
from ntm_verify.domain.wording import VIETNAM

from .on_record import on_record
from .ports import Ports, Transaction


@dataclass(frozen=True, slots=True)
class IssueCertificate:
    """Which dossier, and the version on the screen (hồ sơ cần ban hành)."""

    appraisal_id: UUID
    seen: int


@on_record
async def issue_certificate(ports: Ports, actor: Actor, request: IssueCertificate) -> Certificate:
    """Take a number, render with no transaction open, then bind the file to the number.

    Two short transactions. The first keeps the plan: number, date, figures, everything that is
    printed. A crash in between leaves the plan, and the next call goes on with it, so no number
    is ever lost or given twice (F70). Another signer may go on with it, in their own name. A
    second call gives the first result (F53).

    Raises:
        WrongOffice: the actor does not sign.
        NotFound: there is no such dossier within the actor's reach.
        StaleRecord: it changed since the signer opened it, or another signer went on meanwhile.
        WrongStatus: it is not approved.
        NotYourStep: the signer handed the list in or appraised it.

    """
    require_office(actor, Role.SIGNER)
    async with ports.transaction() as tx:
        appraisal = await tx.appraisals.get(request.appraisal_id)
        if not may_see(actor, appraisal):
            raise NotFound("hồ sơ", request.appraisal_id)
        planned = await _planned(tx, ports, actor, appraisal, request.seen)
    if planned.standing is Standing.VALID:
        return planned
    pdf = await ports.render(planned)
    return await _bind(ports, actor, planned, pdf)


async def _planned(
    tx: Transaction, ports: Ports, actor: Actor, appraisal: Appraisal, seen: int
) -> Certificate:
    """Give the paper to go on with: a new one, the actor's own plan, or one taken over."""
    found = await _standing(tx, appraisal)
    if found is None:
        return await _plan(tx, ports, actor, appraisal, seen)
    if found.standing is Standing.VALID or found.planned_by == actor.id:
        return found
    taken, event = take_over(appraisal, found, by=actor)
    return await tx.certificates.save(taken, event)


async def _standing(tx: Transaction, appraisal: Appraisal) -> Certificate | None:
    papers = await tx.certificates.of_appraisal(appraisal.id)
    alive = [paper for paper in papers if paper.standing in {Standing.PLANNED, Standing.VALID}]
    return alive[-1] if alive else None


async def _plan(
    tx: Transaction, ports: Ports, actor: Actor, appraisal: Appraisal, seen: int
) -> Certificate:
    if seen != appraisal.version:
        raise StaleRecord("hồ sơ", appraisal.id)
    now, head = ports.now(), await tx.audit.head()
    province = await tx.units.get(appraisal.province)
    if province.letterhead is None or appraisal.outcome is None:
        raise NotFound("thể thức văn bản hoặc kết quả kiểm tra của hồ sơ", appraisal.id)
    letterhead: Letterhead = province.letterhead
    year = now.astimezone(VIETNAM).year
    token = ports.new_token(TOKEN_ALPHABET, TOKEN_LENGTH)
    threshold = appraisal.outcome.threshold
    draft = Certificate(
        id=ports.new_id(),
        appraisal_id=appraisal.id,
        province=appraisal.province,
        year=year,
        number=await tx.certificates.next_number(appraisal.province, year),
        token=token,
        commune=appraisal.commune,
        commune_name=appraisal.commune_name,
        as_of=appraisal.as_of,
        population=appraisal.population,
        outcome=appraisal.outcome,
        letterhead=letterhead,
        planned_at=now,
        planned_by=actor.id,
        signer_name=actor.name,
        log_size=head.size,
        log_root=head.root.hex(),
        address=f"{ports.base_url}/verify/{token}",
        demonstration=letterhead.demonstration or bool(threshold and threshold.demonstration),
    )
    planned, event = plan(appraisal, draft, by=actor)
    return await tx.certificates.save(planned, event)


async def _bind(ports: Ports, actor: Actor, planned: Certificate, pdf: bytes) -> Certificate:
    digest = sha256(pdf).hexdigest()
    async with ports.transaction() as tx:
        current = await tx.certificates.get(planned.id)
        if current.standing is Standing.VALID:
            return current
        if current.version != planned.version:
            raise StaleRecord("văn bản", planned.reference)
        appraisal = await tx.appraisals.get(planned.appraisal_id)
        now = ports.now()
        await tx.blobs.keep(pdf)
        issued, issued_event = issue(
            current, pdf_sha256=digest, pdf_length=len(pdf), by=actor, at=now
        )
        kept = await tx.certificates.save(issued, issued_event)
        move = Move(Status.CERTIFIED, appraisal.version)
        certified, event = advance(appraisal, move, by=actor, at=now, certificate=kept.reference)
        await tx.appraisals.save(certified, event)
    return kept

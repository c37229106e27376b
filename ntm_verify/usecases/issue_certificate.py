"""A signer issues the numbered paper of an approved dossier (ban hành văn bản kết quả)."""

from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from ntm_verify.domain.appraisal import Appraisal, Move, NotYourStep, Status, advance, may_see
from ntm_verify.domain.certificate import (
    TOKEN_ALPHABET,
    TOKEN_LENGTH,
    AnotherPaperStands,
    Certificate,
    Standing,
    end,
    issue,
    plan,
    take_over,
)
from ntm_verify.domain.delegation import acts_for, on_paper
from ntm_verify.domain.errors import NotFound, StaleRecord
from ntm_verify.domain.people import Actor, Role, require_office
from ntm_verify.domain.sealing import bind_page, is_bound, require_same_page
from ntm_verify.domain.steps import SUPERSEDE_REASON
from ntm_verify.domain.unit import Letterhead
from ntm_verify.domain.vouching import compact
from ntm_verify.domain.waiving import require_settled
from ntm_verify.domain.wording import VIETNAM

from .log_proof import prove
from .on_record import on_record
from .ports import AppraisalQuery, Ports, Transaction


@dataclass(frozen=True, slots=True)
class IssueCertificate:
    """Which dossier, the version on the screen, and for whom it is signed (hồ sơ cần ban hành).

    `on_behalf_of` names the signer whose delegate the actor is, "" for signing in one's own right.
    """

    appraisal_id: UUID
    seen: int
    on_behalf_of: str = ""


@on_record
async def issue_certificate(ports: Ports, actor: Actor, request: IssueCertificate) -> Certificate:
    """Take a number, render with no transaction open, then bind the file to the number.

    Three short transactions. The first keeps the plan: number, date, figures, everything that is
    printed; the second binds the page, the log is published and the proof of that goes into the
    file; the third binds the signed file. A crash in between leaves the plan, and the next call
    goes on with it, so no number is ever lost or given twice (F70). Another signer may go on with
    it, in their own name. A second call gives the first result (F53).

    Raises:
        WrongOffice: the actor does not sign.
        NotFound: there is no such dossier within the actor's reach.
        StaleRecord: it changed since the signer opened it, or another signer went on meanwhile.
        WrongStatus: it is not approved.
        AnotherPaperStands: a paper of the commune for the same day is being made.
        NotYourStep: the signer handed the list in or appraised it, or is nobody's delegate.
        Unavailable: nothing renders, signs or bears witness now; the next call goes on.

    """
    require_office(actor, Role.SIGNER)
    async with ports.transaction() as tx:
        appraisal = await tx.appraisals.get(request.appraisal_id)
        if not may_see(actor, appraisal):
            raise NotFound("hồ sơ", request.appraisal_id)
        planned = await _planned(tx, ports, actor, appraisal, request)
    if planned.standing is Standing.VALID:
        return planned
    page = await ports.render(planned)
    bound = await _bind_page(ports, actor, planned, page)
    if bound.standing is Standing.VALID:
        return bound
    sealed = await ports.sign_paper(bound, page, await prove(ports, bound))
    require_same_page(page, sealed)
    return await _bind(ports, actor, bound, sealed)


async def _planned(
    tx: Transaction, ports: Ports, actor: Actor, appraisal: Appraisal, request: IssueCertificate
) -> Certificate:
    """Give the paper to go on with: a new one, the actor's own plan, or one taken over."""
    found = await _standing(tx, appraisal)
    if found is None:
        return await _plan(tx, ports, actor, appraisal, request)
    if found.standing is Standing.VALID or found.planned_by == actor.id:
        return found
    letterhead = await _letterhead(tx, ports, actor, appraisal, request.on_behalf_of)
    taken, event = take_over(
        appraisal, found, by=actor, letterhead=letterhead, signed_for=request.on_behalf_of
    )
    return await tx.certificates.save(taken, event)


async def _letterhead(
    tx: Transaction, ports: Ports, actor: Actor, appraisal: Appraisal, giver: str
) -> Letterhead:
    """Give how the paper is signed: as the office does, or by a delegate (thừa ủy quyền)."""
    province = await tx.units.get(appraisal.province)
    if province.letterhead is None or appraisal.outcome is None:
        raise NotFound("thể thức văn bản hoặc kết quả kiểm tra của hồ sơ", appraisal.id)
    if not giver:
        return province.letterhead
    day = ports.now().astimezone(VIETNAM).date()
    known = await tx.delegations.of_province(actor.province)
    for one in known:
        if one.holds_on(day) and acts_for((one,), actor, giver, day):
            return on_paper(province.letterhead, one)
    raise NotYourStep("Không có ủy quyền còn hiệu lực để ký thay người này. Kiểm tra lại ủy quyền.")


async def _standing(tx: Transaction, appraisal: Appraisal) -> Certificate | None:
    papers = await tx.certificates.of_appraisal(appraisal.id)
    alive = [paper for paper in papers if paper.standing in {Standing.PLANNED, Standing.VALID}]
    return alive[-1] if alive else None


async def _plan(
    tx: Transaction, ports: Ports, actor: Actor, appraisal: Appraisal, request: IssueCertificate
) -> Certificate:
    if request.seen != appraisal.version or appraisal.outcome is None:
        raise StaleRecord("hồ sơ", appraisal.id)
    now, head = ports.now(), await tx.audit.head()
    require_settled(appraisal, now.astimezone(VIETNAM).date())
    letterhead = await _letterhead(tx, ports, actor, appraisal, request.on_behalf_of)
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
        signed_for=request.on_behalf_of,
        log_size=head.size,
        log_root=head.root.hex(),
        address=f"{ports.base_url}/verify/{token}",
        demonstration=letterhead.demonstration or bool(threshold and threshold.demonstration),
        appraiser=await _name_of(tx, appraisal.appraised_by),
        waivers=tuple(waiver.printable() for waiver in appraisal.waivers if waiver.is_granted),
        unwaived=appraisal.unwaived.tally if appraisal.unwaived else None,
    )
    await _require_alone(tx, appraisal)  # the number is taken: nobody else plans meanwhile
    draft = replace(draft, vouched=ports.vouch(compact(draft)))
    planned, event = plan(appraisal, draft, by=actor)
    return await tx.certificates.save(planned, event)


async def _require_alone(tx: Transaction, appraisal: Appraisal) -> None:
    """Refuse a second plan for one commune and day: of two papers, one must see the other."""
    for other in await _of_same_day(tx, appraisal, Status.APPROVED):
        if await _standing(tx, other) is not None:
            raise AnotherPaperStands(
                "Một hồ sơ khác của xã cho cùng ngày chốt số liệu đang được lập văn bản. "
                "Hoàn tất văn bản đó trước, rồi ban hành văn bản này để thay thế."
            )


async def _of_same_day(tx: Transaction, appraisal: Appraisal, status: Status) -> list[Appraisal]:
    """Give the commune's other dossiers for the same day that stand somewhere."""
    query = AppraisalQuery(
        appraisal.province,
        appraisal.commune,
        frozenset({status}),
        as_of=appraisal.as_of,
        limit=1000,
    )
    found = await tx.appraisals.find(query)
    return [other for other in found.items if other.id != appraisal.id]


async def _name_of(tx: Transaction, account: str) -> str:
    """Give the name of an official, "" when the account is not kept here."""
    try:
        return (await tx.accounts.get(account)).name
    except NotFound:
        return ""


async def _bind_page(ports: Ports, actor: Actor, planned: Certificate, page: bytes) -> Certificate:
    """Bind the page before anybody signs it; the same page of the same plan is bound once."""
    async with ports.transaction() as tx:
        current = await tx.certificates.get(planned.id)
        if current.standing is Standing.VALID:
            return current
        if current.planned_by == planned.planned_by and is_bound(current, page):
            return current
        if current.version != planned.version:
            raise StaleRecord("văn bản", planned.reference)
        bound, event = bind_page(current, page, by=actor)
        return await tx.certificates.save(bound, event)


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
        await _supersede(tx, actor, certified, kept, now)
    return kept


async def _supersede(
    tx: Transaction, actor: Actor, dossier: Appraisal, paper: Certificate, now: datetime
) -> None:
    """End the commune's earlier papers for the same day and rule set; each names this one (F57)."""
    for other in await _of_same_day(tx, dossier, Status.CERTIFIED):
        standing = await _standing(tx, other)
        if standing is None or _set_of(standing) != _set_of(paper):
            continue
        ended, ending = end(
            standing,
            Standing.SUPERSEDED,
            by=actor,
            reason_code=SUPERSEDE_REASON,
            note="",
            successor=paper.reference,
        )
        await tx.certificates.save(ended, ending)
        move = Move(Status.SUPERSEDED, other.version, SUPERSEDE_REASON)
        replaced, event = advance(other, move, by=actor, at=now)
        await tx.appraisals.save(replaced, event)


def _set_of(paper: Certificate) -> str:
    return paper.outcome.threshold.rule_set if paper.outcome.threshold else ""

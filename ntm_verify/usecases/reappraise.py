"""A past appraisal is computed again from what was kept (thẩm định lại từ dữ liệu đã lưu)."""

from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from ntm_verify.domain.appraisal import Appraisal, Outcome, may_see
from ntm_verify.domain.audit import Action, AuditEvent, Subject
from ntm_verify.domain.certificate import Certificate
from ntm_verify.domain.errors import DamagedBlob, NotFound
from ntm_verify.domain.findings import Check
from ntm_verify.domain.list_facts import Context
from ntm_verify.domain.people import Actor, Role, require_office
from ntm_verify.domain.recount import Difference, differences, recount
from ntm_verify.domain.regulation import Ruling
from ntm_verify.domain.retention import Purged
from ntm_verify.domain.roster import Roster, read_roster
from ntm_verify.domain.waiver import Waiver, waived_places

from .kept_list import purge_of
from .on_record import on_record
from .ports import Ports
from .standing_rules import InForce, standing_rules


@dataclass(frozen=True, slots=True)
class Reappraise:
    """Which dossier, and the paper at hand if there is one (hồ sơ, tệp PDF nếu có)."""

    appraisal_id: UUID | None = None
    paper: bytes = b""


@dataclass(frozen=True, slots=True)
class Reappraisal:
    """What the recomputation gave (kết quả thẩm định lại): no difference means identical.

    `gone` says why the rows cannot be counted again, where they were deleted by rule: then there
    is not enough to go by, whatever papers and figures say.
    """

    appraisal: Appraisal
    differences: tuple[Difference, ...]
    notes: tuple[str, ...] = ()
    gone: str = ""

    @property
    def identical(self) -> bool:
        """Say whether everything came out as recorded; what cannot be counted again is not."""
        return not self.differences and not self.gone


@on_record
async def reappraise(ports: Ports, actor: Actor, request: Reappraise) -> Reappraisal:
    """Recompute list, rule and figures as of then, and name every difference (F81).

    Raises:
        WrongOffice: the office does not re-appraise.
        NotFound: there is no such dossier or paper within the actor's reach.
        UnreadablePaper: the file is no paper of this service.

    """
    require_office(actor, Role.AUDITOR, Role.APPRAISER, Role.SIGNER, Role.ADMINISTRATOR)
    appraisal, papers, found = await _find(ports, actor, request)
    notes: tuple[str, ...] = ()
    purged = await _purged(ports, appraisal)
    if appraisal.outcome is not None and purged is None:
        found += await _recomputed(ports, appraisal, appraisal.outcome, appraisal.waivers)
        if appraisal.unwaived is not None:
            found += await _recomputed(ports, appraisal, appraisal.unwaived, ())
        if appraisal.outcome.rules_version != ports.rules_version:
            notes = (
                (
                    f"Quy tắc kiểm tra khi đó là bản {appraisal.outcome.rules_version}, "
                    f"nay là bản {ports.rules_version}."
                ),
            )
    for paper in papers:
        found += await _of_paper(ports, appraisal, paper)
    async with ports.transaction() as tx:
        subject = Subject("submission", str(appraisal.id), appraisal.version)
        after: dict[str, object] = {"identical": not found and not purged}
        after |= {"differences": len(found), **({"insufficient": True} if purged else {})}
        await tx.audit.append(AuditEvent(Action.REAPPRAISED, actor, subject, after=after))
    gone = "" if purged is None else f"Chưa đủ căn cứ để tính lại. {purged}"
    return Reappraisal(appraisal, tuple(found), notes, gone)


async def _purged(ports: Ports, appraisal: Appraisal) -> Purged | None:
    """Say whether the rows were deleted by rule: then nothing is counted again, nor guessed."""
    async with ports.reading() as tx:
        return await purge_of(tx, appraisal.id)


async def _find(
    ports: Ports, actor: Actor, request: Reappraise
) -> tuple[Appraisal, tuple[Certificate, ...], list[Difference]]:
    found: list[Difference] = []
    wanted = request.appraisal_id
    async with ports.reading() as tx:
        if request.paper:
            digest = sha256(request.paper).hexdigest()
            paper = await tx.certificates.by_pdf(digest)
            if paper is None:
                facts = await ports.read_paper(request.paper)
                paper = await tx.certificates.by_reference(str(facts.statement.get("reference")))
                if paper is not None:
                    found.append(Difference("tệp PDF (SHA-256)", paper.pdf_sha256, digest))
            if paper is None:
                raise NotFound("văn bản có mã băm", digest)
            wanted = paper.appraisal_id
        if wanted is None:
            raise NotFound("hồ sơ", "")
        appraisal = await tx.appraisals.get(wanted)
        if not may_see(actor, appraisal):
            raise NotFound("hồ sơ", wanted)
        papers = await tx.certificates.of_appraisal(appraisal.id)
    return appraisal, papers, found


async def _recomputed(
    ports: Ports, appraisal: Appraisal, outcome: Outcome, waivers: tuple[Waiver, ...]
) -> list[Difference]:
    """Count a kept list again, with the rules that were waived for it and those alone."""
    try:
        async with ports.reading() as tx:
            roster = read_roster(await tx.blobs.get(outcome.roster_sha256))
            place = appraisal.province, appraisal.commune
            rules = await standing_rules(tx, *place, appraisal.as_of)
    except (DamagedBlob, NotFound) as damage:
        return [Difference("danh sách đã lưu", outcome.roster_sha256, str(damage))]
    counted = await _counted(ports, appraisal, roster, waivers)
    ruling = _ruling_then(ports, appraisal, outcome, rules)
    return list(differences(appraisal, outcome, roster, counted, ruling))


def _ruling_then(ports: Ports, appraisal: Appraisal, outcome: Outcome, rules: InForce) -> Ruling:
    """Give the rule as it stood at one time or another, preferring the one on record.

    Figures entered later hold for later dossiers: a list of 2024 is recomputed under the figure
    of 2024. So does the commune's group. A rule that never stood is a difference.
    """
    then, entered, groups = outcome.threshold, rules.figures, rules.groups
    rule_set = then.rule_set if then else appraisal.rule_set
    if then and then.group:
        groups = {then.rule_set: then.group}
    rulings = [
        ports.rulebook.ruling(appraisal.province, appraisal.as_of, entered[:size], rule_set, groups)
        for size in range(len(entered), -1, -1)
    ]
    stood = (ruling for ruling in rulings if ruling.threshold == outcome.threshold)
    return next(stood, rulings[0])


async def _counted(
    ports: Ports, appraisal: Appraisal, roster: Roster, waivers: tuple[Waiver, ...]
) -> list[bool]:
    context = Context(appraisal.as_of, ports.codes, ports.catalogue)
    checked = await ports.check_list(roster.to_raw(), context)
    weights = {check: ports.catalogue.severity(check) for check in Check}
    return recount(roster, checked, weights, waived_places(waivers, roster))


async def _of_paper(ports: Ports, appraisal: Appraisal, paper: Certificate) -> list[Difference]:
    """Compare a paper with the dossier it was issued for, and its stored file with its digest."""
    found = [
        Difference(f"{label} trên văn bản {paper.symbol}", str(then), str(now))
        for label, then, now in (
            ("xã", paper.commune_name, appraisal.commune_name),
            ("dân số", paper.population, appraisal.population),
            ("ngày chốt", paper.as_of, appraisal.as_of),
            *_outcomes(paper.outcome, appraisal.outcome),
        )
        if then != now
    ]
    if not paper.pdf_sha256:
        return found
    try:
        async with ports.reading() as tx:
            await tx.blobs.get(paper.pdf_sha256)
    except (DamagedBlob, NotFound) as damage:
        found.append(Difference(f"tệp của văn bản {paper.symbol}", paper.pdf_sha256, str(damage)))
    return found


def _outcomes(then: Outcome, now: Outcome | None) -> list[tuple[str, object, object]]:
    facts = (
        ("số người tham gia", "tally"),
        ("số người theo thôn", "hamlets"),
        ("ngưỡng và căn cứ", "threshold"),
        ("mã băm danh sách", "roster_sha256"),
        ("gốc cam kết danh sách", "roster_root"),
    )
    return [(label, getattr(then, name), getattr(now, name, None)) for label, name in facts]

"""The province decides on a waiver (quyết định miễn áp dụng một quy tắc)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from ntm_verify.domain.appraisal import Appraisal, Outcome, may_see
from ntm_verify.domain.doubt import doubtful_rows, open_warnings
from ntm_verify.domain.endings import fitted
from ntm_verify.domain.errors import NotFound
from ntm_verify.domain.findings import Check
from ntm_verify.domain.list_facts import Context
from ntm_verify.domain.people import Actor, Role, require_office
from ntm_verify.domain.recount import recount
from ntm_verify.domain.roster import load_findings, read_roster
from ntm_verify.domain.waived import Waived, apply_waivers
from ntm_verify.domain.waiver import Waiver, waived_places
from ntm_verify.domain.waiving import Verdict, decided, exchanged, keep, require_decider
from ntm_verify.domain.wording import VIETNAM

from .kept_roster import prove_roster
from .on_record import on_record
from .ports import Ports


@dataclass(frozen=True, slots=True)
class DecideWaiver:
    """Which request, yes or no, on what ground and until when (nội dung quyết định)."""

    appraisal_id: UUID
    seen: int
    number: int
    grant: bool
    legal_base: str = ""
    until: date | None = None
    note: str = ""


@on_record
async def decide_waiver(ports: Ports, actor: Actor, request: DecideWaiver) -> Appraisal:
    """Grant or deny; the list is counted again person by person, and both results are kept (F40).

    A granted request may be denied later, as long as the dossier is not approved.

    Raises:
        WrongOffice: the office does not decide on waivers.
        NotFound: there is no such dossier within reach, or no such request.
        NotYourStep: the very person asked, handed the list in or appraises it.
        WrongStatus: the dossier was not handed in, or was decided on.
        WrongWaiver: a grant without legal basis or last day, a denial without words.
        StaleRecord: the dossier moved on since it was seen.

    """
    terms = ports.codes.waivers
    require_office(actor, *sorted(Role(name) for name in terms.deciders))
    async with ports.reading() as tx:
        dossier = await tx.appraisals.get(request.appraisal_id)
    base = dossier.unwaived or dossier.outcome
    if not may_see(actor, dossier) or base is None:
        raise NotFound("hồ sơ", request.appraisal_id)
    now = ports.now()
    verdict = Verdict(
        request.number, request.grant, request.legal_base, request.until, request.note
    )
    one = require_decider(dossier, request.seen, verdict, terms, by=actor)
    today = now.astimezone(VIETNAM).date()
    settled = decided(one, verdict, terms, by=actor, at=now, today=today)
    waivers = exchanged(dossier.waivers, settled)
    result = await _counted(ports, dossier, base, waivers)
    kept = prove_roster(ports, dossier, result.roster)
    granted = any(waiver.is_granted for waiver in waivers)
    outcome = kept.named_in(result.outcome) if granted else base
    async with ports.transaction() as tx:
        for content in (kept.content, kept.salts) if granted else ():
            await tx.blobs.keep(content)
        changed, event = keep(
            dossier,
            result.waivers,
            outcome,
            base if granted else None,
            by=actor,
            note=settled.legal_base or settled.note,
        )
        await tx.listings.replace(changed, kept.people, kept.places, kept.names)
        known = await tx.card_endings.of(dossier.id)
        await tx.card_endings.replace(changed, fitted(known, outcome))
        return await tx.appraisals.save(changed, event)


async def _counted(
    ports: Ports, dossier: Appraisal, base: Outcome, waivers: tuple[Waiver, ...]
) -> Waived:
    """Count the list without any waiver again, under those that are granted now."""
    async with ports.reading() as tx:
        roster = read_roster(await tx.blobs.get(base.roster_sha256))
        findings = load_findings(await tx.blobs.get(base.report_sha256))
    context = Context(dossier.as_of, ports.codes, ports.catalogue)
    checked = await ports.check_list(roster.to_raw(), context)
    weights = {check: ports.catalogue.severity(check) for check in Check}
    counted = recount(roster, checked, weights, waived_places(waivers, roster))
    still = open_warnings(findings, ports.catalogue, dossier.preparation.confirmed())
    return apply_waivers(base, roster, counted, len(doubtful_rows(still, counted)), waivers)

"""What stands around a change of units (việc liên quan): a part of looking at it and deciding."""

from datetime import date
from uuid import UUID

from ntm_verify.domain.appraisal import UNDECIDED, Appraisal, Status
from ntm_verify.domain.casework import deadline
from ntm_verify.domain.certificate import Certificate, Standing
from ntm_verify.domain.people import Actor
from ntm_verify.domain.unit_change import Known, UnitOrder, planned
from ntm_verify.domain.unit_survey import TouchedAccount, TouchedDossier, TouchedPaper, UnitSurvey
from ntm_verify.domain.unit_years import Figure

from .ports import AppraisalQuery, Ports, Transaction

OPEN = UNDECIDED | {Status.APPROVED}
PAGE = 200


async def known_units(tx: Transaction, province: str) -> Known:
    """Give the units of a province and every change of them."""
    units = {unit.code: unit for unit in await tx.units.of_province(province)}
    return Known(province, units, await tx.unit_changes.of_province(province))


async def survey_units(
    tx: Transaction, ports: Ports, actor: Actor, order: UnitOrder, new_id: UUID
) -> UnitSurvey:
    """Plan a change and gather whom and what it touches.

    Raises:
        WrongUnitChange: the order cannot be as it was typed.

    """
    known = await known_units(tx, actor.province)
    change = planned(order, known, (new_id, actor, ports.now()))
    codes = [unit.code for unit in change.before]
    accounts = tuple(
        TouchedAccount(account.id, account.name, account.role, account.unit)
        for account in await tx.accounts.all_of(actor.province)
        if account.active and account.unit in codes
    )
    dossiers = [d for code in codes for d in await dossiers_of(tx, actor.province, code)]
    opened = [
        TouchedDossier(d.id, d.commune, d.commune_name, d.as_of, d.status, await _due(tx, ports, d))
        for d in dossiers
        if d.status in OPEN
    ]
    papers = [_touched(paper) for paper in await papers_of(tx, dossiers)]
    drafts = tuple([u.name for u in change.before if await tx.drafts.get(u.code) is not None])
    return UnitSurvey(change, accounts, tuple(opened), tuple(papers), drafts)


async def dossiers_of(
    tx: Transaction, province: str, commune: str, statuses: frozenset[Status] = frozenset()
) -> tuple[Appraisal, ...]:
    """Give every dossier of a unit, or of the province for "", newest first."""
    found: list[Appraisal] = []
    after = None
    while True:
        query = AppraisalQuery(province, commune, statuses, limit=PAGE, after=after)
        page = await tx.appraisals.find(query)
        found.extend(page.items)
        after = page.next
        if after is None:
            return tuple(found)


async def papers_of(
    tx: Transaction, dossiers: tuple[Appraisal, ...] | list[Appraisal]
) -> list[Certificate]:
    """Give the papers in force of dossiers."""
    return [
        paper
        for dossier in dossiers
        if dossier.status is Status.CERTIFIED
        for paper in await tx.certificates.of_appraisal(dossier.id)
        if paper.standing is Standing.VALID
    ]


def figure_of(paper: Certificate) -> Figure:
    """Give what a paper counts, for the history of its unit."""
    tally = paper.assessment.tally
    return Figure(
        paper.commune, paper.as_of, tally.insured, paper.population.total, paper.reference
    )


def _touched(paper: Certificate) -> TouchedPaper:
    return TouchedPaper(paper.reference, paper.symbol, paper.commune_name, figure_of(paper))


async def _due(tx: Transaction, ports: Ports, dossier: Appraisal) -> date | None:
    due = deadline(dossier, await tx.casework.of(dossier.id), ports.calendar)
    return None if due is None else due.day

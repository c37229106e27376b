"""Somebody looks for dossiers within reach of their office (tìm hồ sơ, hàng đợi)."""

from dataclasses import dataclass, replace

from ntm_verify.domain.appraisal import BEFORE_THE_PROVINCE, Status
from ntm_verify.domain.audit import Action, AuditEvent, Subject
from ntm_verify.domain.people import COMMUNE_SIDE, Actor, Role, require_office

from .on_record import on_record
from .ports import AppraisalQuery, Page, Ports

SEEN_BY_PROVINCE = frozenset(Status) - BEFORE_THE_PROVINCE


@dataclass(frozen=True, slots=True)
class FindAppraisals:
    """What is looked for (điều kiện tìm); province and commune come from the actor."""

    query: AppraisalQuery = AppraisalQuery()  # noqa: RUF009 - frozen


@on_record
async def find_appraisals(ports: Ports, actor: Actor, request: FindAppraisals) -> Page:
    """Give one page of the dossiers that the actor may see; the search is an entry (F78).

    Raises:
        WrongOffice: the office sees no dossiers.

    """
    require_office(
        actor, *COMMUNE_SIDE, Role.APPRAISER, Role.SIGNER, Role.AUDITOR, Role.ADMINISTRATOR
    )
    asked = request.query
    query = within_reach(actor, asked)
    async with ports.transaction() as tx:
        page = Page((), 0) if query is None else await tx.appraisals.find(query)
        seen = {
            "statuses": sorted(status.value for status in asked.statuses),
            "as_of": asked.as_of.isoformat() if asked.as_of else None,
            "rows": page.total,
        }
        private = {"text": asked.text} if asked.text else {}
        subject = Subject("appraisals", actor.unit)
        event = AuditEvent(Action.SEARCH_RUN, actor, subject, after=seen, private=private)
        await tx.audit.append(event)
    return page


def within_reach(actor: Actor, query: AppraisalQuery) -> AppraisalQuery | None:
    """Narrow a question to what the actor's office may see (phạm vi được xem); None: nothing."""
    if actor.role in COMMUNE_SIDE:
        return replace(query, province=actor.province, commune=actor.unit)
    wanted = (query.statuses or SEEN_BY_PROVINCE) & SEEN_BY_PROVINCE
    narrowed = replace(query, province=actor.province, statuses=wanted, handed_in=True)
    if actor.reach:
        narrowed = replace(narrowed, reach=actor.reach)
    return narrowed if wanted else None

"""An operator lets a province with one administrator release alone (cho phép một người công bố)."""

from dataclasses import dataclass
from datetime import date

from ntm_verify.domain.audit import Action, AuditEvent, Subject
from ntm_verify.domain.people import Actor, Role, require_office
from ntm_verify.domain.rule_fitting import require_number
from ntm_verify.domain.rule_sets import LoneRelease, WrongTerms
from ntm_verify.domain.wording import VIETNAM

from .on_record import on_record
from .ports import Ports

LONGEST_LEAVE = 366
"""Days; a leave is no standing state, a second person should be found meanwhile."""


@dataclass(frozen=True, slots=True)
class AllowLoneRelease:
    """Which province, until when, and by which document (tỉnh, đến ngày, văn bản)."""

    province: str
    last_day: date
    legal_reference: str


@on_record
async def allow_lone_release(ports: Ports, actor: Actor, request: AllowLoneRelease) -> LoneRelease:
    """Keep a leave from today on; releases under it say that nobody else reviewed them.

    It holds only while nobody else administers the province.

    Raises:
        WrongOffice: the actor is no operator.
        NotFound: there is no such province.
        LegalReferenceMissing: the document has no number.
        WrongTerms: the last day is past, or more than a year ahead.

    """
    require_office(actor, Role.OPERATOR)
    reference = " ".join(request.legal_reference.split())
    require_number(reference)
    today = ports.now().astimezone(VIETNAM).date()
    if not 0 <= (request.last_day - today).days <= LONGEST_LEAVE:
        raise WrongTerms(
            "last_day", f"Ngày cuối phải từ hôm nay, và không quá {LONGEST_LEAVE} ngày."
        )
    async with ports.transaction() as tx:
        await tx.units.get(request.province)
        known = await tx.rule_sets.lone(request.province)
        lone = LoneRelease(request.province, today, request.last_day, reference, actor.id)
        subject = Subject("lone_release", request.province, len(known) + 1)
        before = known[-1].told() if known else None
        event = AuditEvent(Action.CONFIG_CHANGED, actor, subject, before=before, after=lone.told())
        await tx.rule_sets.allow_lone(lone, event)
    return lone

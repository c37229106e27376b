"""An auditor draws dossiers at random, so that anybody can draw the same again (mẫu kiểm toán)."""

from dataclasses import dataclass, replace

from ntm_verify.domain.appraisal import Appraisal
from ntm_verify.domain.audit import Action, AuditEvent, Subject
from ntm_verify.domain.audit_sample import draw_dossiers, require_drawable
from ntm_verify.domain.people import Actor, Role, require_office

from .on_record import on_record
from .ports import Ports
from .shelves_retrieval import MOST_EXPORTED, DossierSearch


@dataclass(frozen=True, slots=True)
class DrawAuditSample:
    """From which dossiers, how many, with which seed (yêu cầu rút mẫu)."""

    query: DossierSearch
    seed: str
    count: int


@dataclass(frozen=True, slots=True)
class AuditSample:
    """The dossiers in the order drawn, and of how many (mẫu đã rút)."""

    items: tuple[Appraisal, ...]
    total: int


@on_record
async def draw_audit_sample(ports: Ports, actor: Actor, request: DrawAuditSample) -> AuditSample:
    """Draw so many of the dossiers that match; seed and number are on record.

    Raises:
        WrongOffice: the actor is no auditor or administrator.
        WrongSeed: nothing can be drawn with this seed or number.

    """
    require_office(actor, Role.AUDITOR, Role.ADMINISTRATOR)
    require_drawable(request.seed, request.count)
    query = replace(request.query, province=actor.province, reach=actor.reach)
    async with ports.transaction() as tx:
        found = await tx.retrieval.search(replace(query, page=1, per_page=MOST_EXPORTED))
        drawn = draw_dossiers(request.seed, (a.id for a in found.items), request.count)
        by_id = {one.id: one for one in found.items}
        after = {
            "seed": request.seed,
            "count": len(drawn),
            "of": found.total,
            "drawn": [str(one) for one in drawn],
        }
        subject = Subject("audit_sample", actor.unit)
        await tx.audit.append(AuditEvent(Action.SEARCH_RUN, actor, subject, after=after))
    return AuditSample(tuple(by_id[one] for one in drawn), found.total)

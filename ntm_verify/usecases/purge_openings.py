"""Values beside the log past their term are deleted (xóa giá trị riêng tư của nhật ký, F87)."""

from dataclasses import dataclass
from typing import Final

from ntm_verify.domain.audit import Action, AuditEvent, Subject
from ntm_verify.domain.people import Actor, Role, require_office
from ntm_verify.domain.retention import (
    EnteredTerm,
    RetentionKind,
    months_before,
    require_other_hand,
    require_purge_reason,
)

from .falling_due import require_term_of, units_of
from .on_record import on_record
from .ports import Ports

AT_ONCE: Final = 500
"""So many values are named in one entry."""


@dataclass(frozen=True, slots=True)
class PurgeOpenings:
    """Why (lý do xóa)."""

    note: str


@on_record
async def purge_openings(ports: Ports, actor: Actor, request: PurgeOpenings) -> int:
    """Delete names, addresses and words beside entries older than the province's term.

    Commitments stay in the entries, so the log holds as before. On PostgreSQL the database role
    of this command must be one that may delete openings; the service's own may not.

    Raises:
        WrongOffice: the actor is no operator.
        NoTerm: the province has entered no term.
        PurgeReasonMissing: no reason in words.
        MayNotErase: the database's role may not.

    """
    require_office(actor, Role.OPERATOR)
    note = require_purge_reason(request.note)
    async with ports.reading() as tx:
        term = await require_term_of(ports, tx, actor, RetentionKind.LOG_OPENINGS)
        require_other_hand(actor, term)
        units = await units_of(tx, actor.province)
    before, gone = months_before(ports.now(), term.months), 0
    while True:
        async with ports.transaction() as tx:
            places = await tx.purging.openings_before(units, before, AT_ONCE)
            if not places:
                return gone
            gone += await tx.purging.drop_openings(places)
            await tx.audit.append(_event(actor, term, places, note))


def _event(
    actor: Actor, term: EnteredTerm, places: tuple[tuple[int, str], ...], note: str
) -> AuditEvent:
    after = {
        "rule": term.kind.value,
        "basis": term.document,
        "months": term.months,
        "openings": [list(place) for place in places],
    }
    subject = Subject("log", f"openings/{actor.province}", len(places))
    return AuditEvent(Action.PRIVACY_ERASED, actor, subject, after=after, private={"note": note})

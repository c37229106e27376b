"""An auditor asks what in the log of a period is worth a question (dấu hiệu bất thường, F85)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from ntm_verify.domain.audit import Action, AuditEvent, Subject
from ntm_verify.domain.oversight import Unusual, unusual
from ntm_verify.domain.people import Actor, Role, require_office

from .on_record import on_record
from .ports import Ports
from .watched_acts import acts_between


@dataclass(frozen=True, slots=True)
class FindPatterns:
    """Which days in Vietnam, both included (kỳ xem xét)."""

    first_day: date
    last_day: date


@dataclass(frozen=True, slots=True)
class Patterns:
    """What was found, of how many acts, and the names that stand behind (kết quả)."""

    found: tuple[Unusual, ...]
    acts: int
    people: Mapping[str, str]
    communes: Mapping[str, str]


@on_record
async def find_patterns(ports: Ports, actor: Actor, request: FindPatterns) -> Patterns:
    """Read the decisions of a period and give every sign; the look is an entry.

    An auditor who was let in for some communes sees signs of those.

    Raises:
        WrongOffice: the actor is no auditor or administrator.

    """
    require_office(actor, Role.AUDITOR, Role.ADMINISTRATOR)
    async with ports.transaction() as tx:
        communes = {u.code: u.name for u in await tx.units.of_province(actor.province)}
        people = {a.id: a.name for a in await tx.accounts.all_of(actor.province)}
        acts = await acts_between(tx, actor, request.first_day, request.last_day, frozenset(people))
        found = unusual(acts, ports.oversight)
        after = {
            "first_day": request.first_day.isoformat(),
            "last_day": request.last_day.isoformat(),
            "rows": len(found),
        }
        subject = Subject("patterns", actor.unit)
        await tx.audit.append(AuditEvent(Action.SEARCH_RUN, actor, subject, after=after))
    return Patterns(found, len(acts), people, communes)

"""An appraiser sees why dossiers come back and how long decisions take (thống kê thẩm định)."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from ntm_verify.domain.audit import Action, AuditEvent, Subject
from ntm_verify.domain.people import Actor, Role, require_office
from ntm_verify.domain.statistics import DecisionFact, decisions
from ntm_verify.domain.wording import VIETNAM
from ntm_verify.trail.entry import read_entry

from .on_record import on_record
from .ports import Ports

BEFORE = timedelta(days=366)
"""A dossier decided in the period may have come in up to a year before it."""


@dataclass(frozen=True, slots=True)
class ReadStatistics:
    """From which day to which, both included (khoảng thời gian)."""

    first_day: date
    last_day: date


@on_record
async def read_statistics(
    ports: Ports, actor: Actor, request: ReadStatistics
) -> tuple[tuple[DecisionFact, ...], dict[str, str]]:
    """Give the province's decisions of a period, from the log, and the names of its communes.

    Raises:
        WrongOffice: the actor neither appraises nor administers.

    """
    require_office(actor, Role.APPRAISER, Role.ADMINISTRATOR)
    first = datetime.combine(request.first_day, time(), VIETNAM)
    before = datetime.combine(request.last_day + timedelta(days=1), time(), VIETNAM)
    async with ports.transaction() as tx:
        entries = await tx.queue.decisions(first - BEFORE, before)
        units = {unit.code: unit.name for unit in await tx.units.of_province(actor.province)}
        told = (read_entry(entry) for entry in entries)
        found = decisions(told, actor.province, first, ports.calendar)
        seen = {"view": "statistics", "rows": len(found)}
        event = AuditEvent(
            Action.SEARCH_RUN, actor, Subject("statistics", actor.province), after=seen
        )
        await tx.audit.append(event)
    return found, units

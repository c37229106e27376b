"""Somebody looks up which weeks of the log were signed for (các tuần đã xem xét nhật ký)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from ntm_verify.domain.oversight import week_of
from ntm_verify.domain.people import Actor, Role, require_office
from ntm_verify.domain.wording import VIETNAM
from ntm_verify.trail.entry import read_entry

from .on_record import on_record
from .ports import Ports, Transaction
from .signed_weeks import Week, signed_weeks, week_from

WEEKS: Final = 12
"""So many weeks are listed."""


@dataclass(frozen=True, slots=True)
class ReadWeeks:
    """The last weeks (các tuần gần đây)."""


@on_record
async def read_weeks(ports: Ports, actor: Actor, _: ReadWeeks) -> tuple[Week, ...]:
    """Give the last weeks since the log began, the newest first, each with who signed for it.

    Raises:
        WrongOffice: the actor is no auditor or administrator.

    """
    require_office(actor, Role.AUDITOR, Role.ADMINISTRATOR)
    today = ports.now().astimezone(VIETNAM).date()
    days = ports.oversight.review_days
    async with ports.reading() as tx:
        signed = await signed_weeks(tx, actor, today - timedelta(days * (WEEKS + 1)), today)
        began = await _began(tx)
    first, _last = week_of(today, days)
    starts = (first - timedelta(days * back) for back in range(WEEKS))
    weeks = (week_from(ports, start, signed, today) for start in starts)
    return tuple(week for week in weeks if week.last >= began)


async def _began(tx: Transaction) -> date:
    """Give the day of the log's first entry."""
    async for kept in tx.audit.entries(0, 1):
        at = datetime.fromisoformat(read_entry(kept.entry)["at"])
        return at.astimezone(VIETNAM).date()
    return date.max

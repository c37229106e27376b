"""Weeks of the log and who signed for them (các tuần của nhật ký)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from ntm_verify.domain.audit import Action
from ntm_verify.domain.people import Actor
from ntm_verify.domain.wording import VIETNAM
from ntm_verify.trail.entry import read_entry

from .ports import Ports, Transaction


@dataclass(frozen=True, slots=True)
class Week:
    """One week: first and last day, and who signed for it, when (một tuần)."""

    first: date
    last: date
    by: str = ""
    at: datetime | None = None
    is_late: bool = False
    is_over: bool = True


def beginning_of(day: date) -> datetime:
    """Give the moment at which a day begins in Vietnam."""
    return datetime.combine(day, time(), VIETNAM)


async def signed_weeks(
    tx: Transaction, actor: Actor, first: date, last: date
) -> dict[str, dict[str, Any]]:
    """Give, by first day, the entry that signed for a week of the actor's province."""
    kept = await tx.retrieval.entries_between(
        beginning_of(first), beginning_of(last + timedelta(1)), [Action.LOG_REVIEWED.value]
    )
    told = [read_entry(entry) for _, entry in kept]
    own = f"{actor.province}/"
    return {e["after"]["week"]: e for e in told if e["subject"]["id"].startswith(own)}


def week_from(ports: Ports, first: date, signed: Mapping[str, dict[str, Any]], today: date) -> Week:
    """Lay a week out: over or not, signed for or late."""
    last = first + timedelta(ports.oversight.review_days - 1)
    entry = signed.get(first.isoformat())
    if entry is not None:
        return Week(first, last, entry["actor"]["id"], datetime.fromisoformat(entry["at"]))
    late = last + timedelta(ports.oversight.review_grace) < today
    return Week(first, last, is_late=late, is_over=last < today)

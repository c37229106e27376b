"""How long decisions take and why dossiers come back (thống kê thẩm định), from the log itself."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from .steps import Status
from .working_days import Calendar

DECIDED: Final = {Status.RETURNED.value, Status.REFUSED.value, Status.APPROVED.value}


@dataclass(frozen=True, slots=True)
class DecisionFact:
    """One decision (một quyết định): commune, period, how it ended, why, in how many days."""

    commune: str
    as_of: date
    status: Status
    reason_code: str
    days: int | None


@dataclass(frozen=True, slots=True)
class Figures:
    """What many decisions say together (tổng hợp).

    `median` is the middle of the working days they took, None where none is known.
    """

    decided: int
    approved: int
    returned: int
    refused: int
    median: int | None
    longest: int | None
    reasons: tuple[tuple[str, int], ...]


def decisions(
    entries: Iterable[Mapping[str, Any]], province: str, first: datetime, calendar: Calendar
) -> tuple[DecisionFact, ...]:
    """Read decisions since a moment from entries of the log, each with its submission.

    An entry of a submission tells when the round came in; a decision without one has no days.
    """
    came_in: dict[str, datetime] = {}
    found = []
    for entry in entries:
        subject, after = entry["subject"]["id"], entry["after"] or {}
        at = datetime.fromisoformat(entry["at"])
        if after.get("province") != province:
            continue
        if after.get("status") == Status.SUBMITTED.value:
            came_in[subject] = at
        elif after.get("status") in DECIDED and at >= first:
            start = came_in.get(subject)
            found.append(
                DecisionFact(
                    str(after["unit"]),
                    date.fromisoformat(str(after["as_of"])),
                    Status(str(after["status"])),
                    str(after.get("reason_code") or ""),
                    None if start is None else calendar.days_between(start, at),
                )
            )
    return tuple(found)


def figures(facts: Iterable[DecisionFact]) -> Figures:
    """Put decisions together (tổng hợp)."""
    known = tuple(facts)
    ended = Counter(fact.status for fact in known)
    days = sorted(fact.days for fact in known if fact.days is not None)
    reasons = Counter(fact.reason_code for fact in known if fact.reason_code)
    return Figures(
        len(known),
        ended[Status.APPROVED],
        ended[Status.RETURNED],
        ended[Status.REFUSED],
        days[(len(days) - 1) // 2] if days else None,
        days[-1] if days else None,
        tuple(sorted(reasons.items(), key=lambda pair: (-pair[1], pair[0]))),
    )

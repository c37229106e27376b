"""The log is looked at every week, and somebody signs for it (xem xét nhật ký hằng tuần)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from ntm_verify.domain.audit import Action, AuditEvent, Subject
from ntm_verify.domain.errors import Conflict, InvalidInput
from ntm_verify.domain.oversight import Unusual, unusual, week_of
from ntm_verify.domain.people import Actor, Role, require_office
from ntm_verify.domain.wording import VIETNAM

from .on_record import on_record
from .ports import Ports
from .signed_weeks import Week, beginning_of, signed_weeks, week_from
from .watched_acts import acts_between

SHORTEST: Final = 10
LONGEST: Final = 2000


class NothingNoted(InvalidInput):
    """A review without a word is none (thiếu ghi chú xem xét)."""

    code = "review_note_missing"


class WeekNotOver(Conflict):
    """A week is signed for when it is over (tuần chưa kết thúc)."""

    code = "week_not_over"


@dataclass(frozen=True, slots=True)
class ReviewWeek:
    """Sign for a week with a note; the note is empty for a look alone (xem xét một tuần)."""

    day: date
    note: str = ""


@dataclass(frozen=True, slots=True)
class WeekReport:
    """What happened in a week (báo cáo tuần): entries by type, signs, names by account."""

    week: Week
    counts: Mapping[str, int]
    found: tuple[Unusual, ...]
    people: Mapping[str, str]
    communes: Mapping[str, str]


@on_record
async def review_week(ports: Ports, actor: Actor, request: ReviewWeek) -> WeekReport:
    """Give what happened in the week of a day, the look an entry; with a note, sign for it.

    Raises:
        WrongOffice: the actor is no auditor or administrator.
        NothingNoted: the note is too short or too long.
        WeekNotOver: the week is still going on.

    """
    require_office(actor, Role.AUDITOR, Role.ADMINISTRATOR)
    first, last = week_of(request.day, ports.oversight.review_days)
    today = ports.now().astimezone(VIETNAM).date()
    note = " ".join(request.note.split())
    if note:
        _require_signable(note, last, today)
    async with ports.transaction() as tx:
        people = {a.id: a.name for a in await tx.accounts.all_of(actor.province)}
        communes = {u.code: u.name for u in await tx.units.of_province(actor.province)}
        begin, end = beginning_of(first), beginning_of(last + timedelta(1))
        counts = await tx.retrieval.counts_between(begin, end)
        acts = await acts_between(tx, actor, first, last, frozenset(people))
        found = unusual(acts, ports.oversight)
        await tx.audit.append(_event(actor, first, note, sum(counts.values()), len(found)))
        signed = await signed_weeks(tx, actor, first, today)
    week = week_from(ports, first, signed, today)
    if note:
        week = Week(first, last, actor.id, ports.now())
    return WeekReport(week, counts, found, people, communes)


def _require_signable(note: str, last: date, today: date) -> None:
    if not SHORTEST <= len(note) <= LONGEST:
        raise NothingNoted(
            f"Ghi kết luận xem xét bằng chữ, từ {SHORTEST} đến {LONGEST} ký tự: đã xem những gì, "
            "có gì bất thường, đã xử lý thế nào."
        )
    if last >= today:
        raise WeekNotOver("Tuần này chưa kết thúc nên chưa ký xem xét được. Ký sau khi hết tuần.")


def _event(actor: Actor, first: date, note: str, entries: int, signs: int) -> AuditEvent:
    after = {"week": first.isoformat(), "entries": entries, "signs": signs}
    subject = Subject("log_review", f"{actor.province}/{first.isoformat()}")
    if not note:
        return AuditEvent(Action.SEARCH_RUN, actor, subject, after=after)
    told = {"actor_name": actor.name, "address": actor.address, "note": note}
    private = {name: value for name, value in told.items() if value}
    return AuditEvent(Action.LOG_REVIEWED, actor, subject, after=after, private=private)

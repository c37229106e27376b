"""What has outlived its term, and what will soon (dữ liệu đến hạn xóa)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from ntm_verify.domain.people import Actor
from ntm_verify.domain.retention import (
    SOON,
    EnteredTerm,
    NoTerm,
    RetentionKind,
    months_before,
    plan_of,
    term_in_force,
)
from ntm_verify.trail.auditor import LOOKS
from ntm_verify.trail.entry import read_entry

from .ports import LogEntry, Ports
from .shelves import Transaction

PART = 50


@dataclass(frozen=True, slots=True)
class DueDossier:
    """One dossier whose list falls due (hồ sơ đến hạn): how many rows, since when it is over."""

    id: UUID
    commune_name: str
    as_of: date
    rows: int
    ended_at: datetime


@dataclass(frozen=True, slots=True)
class PurgePlan:
    """What would go now (kế hoạch xóa): lists that are due, soon due, and held up.

    A list waits while a dossier that is not due has the very same one. `openings` counts values
    beside the log that are older than their term; terms are None where none is entered.
    """

    people: EnteredTerm | None
    log: EnteredTerm | None
    due: tuple[DueDossier, ...] = ()
    soon: tuple[DueDossier, ...] = ()
    waiting: tuple[DueDossier, ...] = ()
    openings: int = 0

    @property
    def code(self) -> str:
        """Name the dossiers that would go, so that an order is for what was seen."""
        return plan_of(one.id for one in self.due)

    @property
    def rows(self) -> int:
        """Count the rows that would go."""
        return sum(one.rows for one in self.due)


async def what_falls_due(ports: Ports, tx: Transaction, province: str) -> PurgePlan:
    """Find what has outlived the terms that a province entered."""
    terms = await tx.purging.terms(province)
    people = term_in_force(terms, RetentionKind.PERSON_ROWS)
    log = term_in_force(terms, RetentionKind.LOG_OPENINGS)
    openings = 0
    if log is not None:
        before = months_before(ports.now(), log.months)
        openings = await tx.purging.count_openings(await units_of(tx, province), before)
    if people is None:
        return PurgePlan(people, log, openings=openings)
    cut = months_before(ports.now(), people.months)
    soon = months_before(ports.now() + SOON, people.months)
    ids = await tx.purging.over_before(province, soon.date() + timedelta(1))
    found = [await _due(tx, one) for one in ids]
    past = [one for one in found if one.ended_at < cut]
    held = await _held_up(tx, past)
    return PurgePlan(
        people,
        log,
        tuple(one for one in past if one.id not in held),
        tuple(one for one in found if cut <= one.ended_at < soon),
        tuple(one for one in past if one.id in held),
        openings,
    )


async def require_term_of(
    ports: Ports, tx: Transaction, actor: Actor, kind: RetentionKind
) -> EnteredTerm:
    """Give the term in force, or refuse.

    Raises:
        NoTerm: the province has entered none.

    """
    term = term_in_force(await tx.purging.terms(actor.province), kind)
    if term is None:
        raise NoTerm(
            f"Tỉnh chưa nhập thời hạn cho “{ports.retention.of(kind).name}”, nên chưa xóa gì. "
            "Quản trị của tỉnh nhập thời hạn kèm số văn bản ở trang Thời hạn lưu giữ."
        )
    return term


async def units_of(tx: Transaction, province: str) -> frozenset[str]:
    """Give the codes of a province and of its communes."""
    communes = await tx.units.of_province(province)
    return frozenset({province, *(unit.code for unit in communes)})


def ended_at(log: tuple[LogEntry, ...]) -> datetime:
    """Say when the last act on a dossier was; looks at it do not count."""
    acts = (read_entry(kept.entry) for kept in reversed(log))
    last = next(told for told in acts if told["type"] not in LOOKS)
    return datetime.fromisoformat(last["at"])


async def _due(tx: Transaction, dossier_id: UUID) -> DueDossier:
    dossier = await tx.appraisals.get(dossier_id)
    log = await tx.audit.of_subject("submission", str(dossier_id))
    rows = dossier.outcome.counts.rows if dossier.outcome else 0
    return DueDossier(dossier_id, dossier.commune_name, dossier.as_of, rows, ended_at(log))


async def _held_up(tx: Transaction, past: list[DueDossier]) -> frozenset[UUID]:
    """Name the dossiers whose list a dossier that is not due has as well."""
    lists: dict[UUID, str] = {}
    for one in past:
        dossier = await tx.appraisals.get(one.id)
        if dossier.outcome:
            lists[one.id] = dossier.outcome.roster_sha256
    digests, used = sorted(set(lists.values())), set[str]()
    for at in range(0, len(digests), PART):
        used |= await tx.purging.used_elsewhere(digests[at : at + PART], lists.keys())
    return frozenset(one for one, digest in lists.items() if digest in used)

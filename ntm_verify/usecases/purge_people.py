"""What names people in lists past their term is deleted (xóa dữ liệu cá nhân hết hạn, F87)."""

from dataclasses import dataclass
from uuid import UUID

from ntm_verify.domain.appraisal import Appraisal
from ntm_verify.domain.people import Actor, Role, require_office
from ntm_verify.domain.retention import (
    EnteredTerm,
    PlanChanged,
    PurgedFiles,
    RetentionKind,
    files_of,
    purge_event,
    require_other_hand,
    require_purge_reason,
    roster_of,
)
from ntm_verify.domain.roster import load_findings
from ntm_verify.trail.entry import read_entry

from .falling_due import require_term_of, what_falls_due
from .on_record import on_record
from .ports import Ports, Transaction


@dataclass(frozen=True, slots=True)
class PurgePeople:
    """What was seen in the preview, and why (mã bản xem trước, lý do)."""

    code: str
    note: str


@dataclass(frozen=True, slots=True)
class PurgeReport:
    """What went (kết quả xóa): dossiers, rows, files; how many lists wait for another dossier."""

    term: EnteredTerm
    dossiers: int
    rows: int
    files: int
    waiting: int


@dataclass(frozen=True, slots=True)
class _Order:
    """Who deletes by what term and why, and which dossiers are due."""

    actor: Actor
    term: EnteredTerm
    note: str
    due: frozenset[UUID]


@on_record
async def purge_people(ports: Ports, actor: Actor, request: PurgePeople) -> PurgeReport:
    """Delete lists, reports that quote numbers, corrections and raw files of dossiers that are due.

    Digests, counts, roots and the log stay; every dossier's purge is an entry with base and
    counts, in one transaction with what it deletes. Whoever entered the term does not order it.

    Raises:
        WrongOffice: the actor is no administrator or operator.
        NoTerm: the province has entered no term.
        SameHand: the actor entered the term.
        PurgeReasonMissing: no reason in words.
        PlanChanged: other dossiers are due than those of the preview.

    """
    require_office(actor, Role.ADMINISTRATOR, Role.OPERATOR)
    note = require_purge_reason(request.note)
    async with ports.reading() as tx:
        term = await require_term_of(ports, tx, actor, RetentionKind.PERSON_ROWS)
        require_other_hand(actor, term)
        plan = await what_falls_due(ports, tx, actor.province)
    if plan.code != request.code:
        raise PlanChanged(
            "Danh mục đến hạn đã khác so với lúc xem trước; chưa xóa gì. Mở lại trang xem trước, "
            "đối chiếu rồi xác nhận lại."
        )
    order = _Order(actor, term, note, frozenset(one.id for one in plan.due))
    gone: set[str] = set()
    rows = done = 0
    for one in plan.due:
        async with ports.transaction() as tx:
            taken = await _purge(tx, await tx.appraisals.get(one.id), order, frozenset(gone))
        if taken is not None:
            gone |= taken.files
            rows, done = rows + taken.rows, done + 1
    return PurgeReport(term, done, rows, len(gone), len(plan.waiting))


async def _purge(
    tx: Transaction, dossier: Appraisal, order: _Order, gone: frozenset[str]
) -> PurgedFiles | None:
    """Delete what names people in one dossier; None where somebody else has done it."""
    told = [
        (kept.index, read_entry(kept.entry))
        for kept in await tx.audit.of_subject("submission", str(dossier.id))
    ]
    states = [state for _, entry in told if (state := entry["after"]) and "status" in state]
    named = await _personal(tx, frozenset().union(*map(files_of, states)), dossier)
    named -= await tx.purging.used_elsewhere(named, order.due)
    dropped = await tx.purging.drop_files(named) | (named & gone)
    if dossier.outcome is None or dossier.outcome.roster_sha256 not in dropped:
        return None
    await tx.listings.replace(dossier, (), ())
    entries = tuple(index for index, entry in told if roster_of(entry["after"]) & dropped)
    taken = PurgedFiles(dossier.outcome.counts.rows, dropped, entries)
    event = purge_event(order.actor, dossier.subject(), order.term, taken, order.note)
    await tx.audit.append(event)
    return taken


async def _personal(tx: Transaction, named: frozenset[str], dossier: Appraisal) -> frozenset[str]:
    """Leave reports out that quote nothing of a person, and add the salts of the rows."""
    salts = {one.salts_sha256 for one in (dossier.outcome, dossier.unwaived) if one}
    reports = {one.report_sha256 for one in (dossier.outcome, dossier.unwaived) if one}
    harmless = set()
    for digest in reports & named - await tx.purging.absent(reports):
        findings = load_findings(await tx.blobs.get(digest))
        harmless |= set() if any(found.detail for found in findings) else {digest}
    return named - harmless | salts

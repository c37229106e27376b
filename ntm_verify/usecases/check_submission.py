"""The service reads and checks the files that a commune handed in (kiểm tra hồ sơ, việc nền)."""

import asyncio
from dataclasses import dataclass, replace
from hashlib import sha256
from uuid import UUID

from ntm_verify.domain import corrections
from ntm_verify.domain.appraisal import Appraisal, Move, Outcome, Status, advance
from ntm_verify.domain.column_memory import recall
from ntm_verify.domain.corrections import Correction
from ntm_verify.domain.endings import Ending, endings
from ntm_verify.domain.findings import Check, Refused
from ntm_verify.domain.list_facts import Context
from ntm_verify.domain.list_findings import follow, take_over
from ntm_verify.domain.list_rules import require_sound
from ntm_verify.domain.participant_list import CheckedList, Finding, RawList
from ntm_verify.domain.people import Actor, Role, require_office
from ntm_verify.domain.plausibility import list_notes, population_notes
from ntm_verify.domain.progress import Stage
from ntm_verify.domain.reading import FileFacts, ListFile, ListRefused, Reading, ReadingOptions
from ntm_verify.domain.roster import dump_findings, make_roster, read_roster
from ntm_verify.domain.summary import summarise
from ntm_verify.domain.waiving import lapse

from .kept_roster import KeptRoster, prove_roster
from .last_list import last_certified
from .on_record import on_record
from .ports import Ports, Transaction
from .standing_rules import InForce, standing_rules
from .telling import Teller


@dataclass(frozen=True, slots=True)
class CheckSubmission:
    """Which dossier to check (hồ sơ cần kiểm tra)."""

    appraisal_id: UUID


@on_record
async def check_submission(ports: Ports, actor: Actor, request: CheckSubmission) -> Appraisal:
    """Read, check and count with no transaction open; then keep the result in one.

    A list that cannot be read, or is wrong in so many rows that its columns must be shifted, puts
    the dossier back to a draft, with the reason in words: as on every other desk. A dossier that
    is no longer waiting is left as it is, so that doing it twice does no harm.

    Raises:
        WrongOffice: somebody else than the service itself asks.
        NotFound: there is no such dossier, or its files are gone.

    """
    require_office(actor, Role.SYSTEM)
    async with ports.reading() as tx:
        dossier = await tx.appraisals.get(request.appraisal_id)
        if dossier.status is not Status.CHECKING:
            return dossier
        case = await _opened(tx, dossier)
    case = replace(case, dossier=await _as_remembered(ports, dossier, case.files))
    try:
        reading, result = await _checked(ports, case)
    except ListRefused as refused:
        return await _sent_back(ports, actor, dossier, refused)
    async with ports.transaction() as tx:
        await tx.progress.forget(dossier.id)
        for kept in result.blobs:
            await tx.blobs.keep(kept)
        done, event = advance(
            dossier,
            Move(Status.CHECKED, dossier.version),
            by=actor,
            at=ports.now(),
            outcome=result.outcome,
            preparation=case.dossier.preparation,
            files=_named(dossier, reading),
            waivers=lapse(dossier.waivers),
            unwaived=None,
        )
        listed = result.kept
        await tx.listings.replace(done, listed.people, listed.places, listed.names)
        await tx.card_endings.replace(done, result.endings)
        return await tx.appraisals.save(done, event)


@dataclass(frozen=True, slots=True)
class _Case:
    """What a check starts from: files, figures, corrections, last period's list (dữ liệu vào)."""

    dossier: Appraisal
    files: tuple[ListFile, ...]
    rules: InForce
    mended: tuple[Correction, ...]
    last: bytes


async def _opened(tx: Transaction, dossier: Appraisal) -> _Case:
    files = tuple([ListFile(f.name, await tx.blobs.get(f.sha256)) for f in dossier.files])
    earlier = await last_certified(tx, dossier)
    last = await tx.blobs.get(earlier.roster_sha256) if earlier else b""
    rules = await standing_rules(tx, dossier.province, dossier.commune, dossier.as_of)
    return _Case(dossier, files, rules, await _corrections(tx, dossier), last)


async def _checked(ports: Ports, case: _Case) -> tuple[Reading, "_Result"]:
    """Read, mend, check and count, telling how far it is.

    Raises:
        ListRefused: the list cannot be taken.

    """
    dossier, teller = case.dossier, Teller(ports, case.dossier.id)
    context = Context(dossier.as_of, ports.codes, ports.catalogue)
    reading = await teller.during(
        ports.read_list(case.files, _options(dossier), dossier.commune, teller.reading)
    )
    raw = corrections.apply(reading.raw, case.mended)
    teller.enter(Stage.CHECKING, len(raw))
    found = await teller.during(ports.check_list(raw, context))
    notes, checked = take_over(follow(reading.notes, reading.raw, raw), found, context)
    require_sound(checked, context)
    teller.enter(Stage.COUNTING, len(raw))
    counting = asyncio.to_thread(_result, ports, case, raw, checked, notes)
    return reading, await teller.during(counting)


async def _as_remembered(
    ports: Ports, dossier: Appraisal, files: tuple[ListFile, ...]
) -> Appraisal:
    """Take over the columns that the commune chose for an earlier list with this header (F6).

    Nothing is taken over where the commune has chosen already, nothing would change, or the
    files could not be read so.
    """
    made = dossier.preparation
    async with ports.reading() as tx:
        memories = await tx.column_memory.recall(dossier.commune)
    if not memories or made.mapping or made.header_row or made.sheet:
        return dossier
    try:
        heads = (await ports.read_list(files, _options(dossier), dossier.commune)).heads
    except ListRefused as refused:
        heads = refused.heads
    choice = recall(memories, heads)
    if choice is None:
        return dossier
    made = replace(made, mapping=choice.mapping, header_row=choice.header_row, remembered=True)
    chosen = replace(dossier, preparation=made)
    try:
        await ports.read_list(files, _options(chosen), dossier.commune)
    except ListRefused as refused:
        return chosen if refused.reason is Refused.NAME_LEGACY_FONT else dossier
    return chosen


async def _corrections(tx: Transaction, dossier: Appraisal) -> tuple[Correction, ...]:
    digest = dossier.preparation.corrections_sha256
    return corrections.load(await tx.blobs.get(digest)) if digest else ()


@dataclass(frozen=True, slots=True)
class _Result:
    """What a check leaves: the outcome, and the bytes that it names (kết quả, tệp kèm theo)."""

    outcome: Outcome
    kept: KeptRoster
    report: bytes
    endings: tuple[Ending, ...]

    @property
    def blobs(self) -> tuple[bytes, ...]:
        """Everything that is kept under its digest."""
        return self.kept.content, self.kept.salts, self.report


def _result(
    ports: Ports,
    case: _Case,
    raw: RawList,
    checked: CheckedList,
    found: tuple[Finding, ...],
) -> _Result:
    dossier = case.dossier
    weights = {check: ports.catalogue.severity(check) for check in Check}
    roster = make_roster(raw, checked, weights)
    last = read_roster(case.last) if case.last else None
    unusual = list_notes(roster, last, ports.codes.habits)
    notes = (*found, *population_notes(dossier), *unusual)
    summary = summarise(raw, checked, notes, ports.catalogue)
    report = dump_findings((*notes, *checked.findings))
    kept = prove_roster(ports, dossier, roster)
    ruling = ports.rulebook.ruling(
        dossier.province,
        dossier.as_of,
        case.rules.figures,
        dossier.rule_set,
        case.rules.groups,
    )
    outcome = Outcome(
        roster_sha256=kept.sha256,
        roster_root=kept.root,
        salts_sha256=kept.salts_sha256,
        report_sha256=sha256(report).hexdigest(),
        counts=summary.counts,
        tally=summary.tally,
        hamlets=summary.hamlets,
        threshold=ruling.threshold,
        reason_not_found=ruling.reason,
        rules_version=ports.rules_version,
        checked_at=ports.now(),
        questions=tuple(note.check.value for note in unusual),
        codes=tuple(sorted({one.check.value for one in (*notes, *checked.findings)})),
    )
    return _Result(outcome, kept, report, endings(raw, checked))


def _options(dossier: Appraisal) -> ReadingOptions:
    made = dossier.preparation
    return ReadingOptions(
        dossier.encoding,
        dict(made.mapping),
        made.header_row,
        made.sheet,
        period=str(dossier.as_of.year),
    )


async def _sent_back(
    ports: Ports, actor: Actor, dossier: Appraisal, refused: ListRefused
) -> Appraisal:
    move = Move(Status.DRAFT, dossier.version, reason_code=refused.reason.value)
    async with ports.transaction() as tx:
        await tx.progress.forget(dossier.id)
        back, event = advance(
            dossier,
            move,
            by=actor,
            at=ports.now(),
            refusal=str(refused),
            outcome=None,
            waivers=lapse(dossier.waivers),
            unwaived=None,
        )
        return await tx.appraisals.save(back, event)


def _named(dossier: Appraisal, reading: Reading) -> tuple[FileFacts, ...]:
    formats = {facts.sha256: facts.format for facts in reading.files}
    return tuple(replace(file, format=formats.get(file.sha256, "")) for file in dossier.files)

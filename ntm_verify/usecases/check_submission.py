"""The service reads and checks the files that a commune handed in (kiểm tra hồ sơ, việc nền)."""

from dataclasses import dataclass, replace
from hashlib import sha256
from uuid import UUID

from ntm_verify.domain import corrections
from ntm_verify.domain.appraisal import Appraisal, Move, Outcome, Status, advance
from ntm_verify.domain.column_memory import recall
from ntm_verify.domain.corrections import Correction
from ntm_verify.domain.findings import Check, Refused
from ntm_verify.domain.list_facts import Context
from ntm_verify.domain.list_findings import follow, take_over
from ntm_verify.domain.list_rules import require_sound
from ntm_verify.domain.participant_list import CheckedList, Finding, RawList
from ntm_verify.domain.people import Actor, Role, require_office
from ntm_verify.domain.plausibility import population_notes
from ntm_verify.domain.progress import Stage
from ntm_verify.domain.reading import FileFacts, ListFile, ListRefused, Reading, ReadingOptions
from ntm_verify.domain.regulation import Ruling
from ntm_verify.domain.roster import dump_findings, make_roster
from ntm_verify.domain.summary import summarise
from ntm_verify.domain.waiving import lapse

from .kept_roster import KeptRoster, prove_roster
from .on_record import on_record
from .ports import Ports, Transaction
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
        files = tuple([ListFile(f.name, await tx.blobs.get(f.sha256)) for f in dossier.files])
        entered, mended = await tx.figures.all(), await _corrections(tx, dossier)
    original, dossier = dossier, await _as_remembered(ports, dossier, files)
    context = Context(dossier.as_of, ports.codes, ports.catalogue)
    teller = Teller(ports, dossier.id)
    try:
        reading = await teller.during(
            ports.read_list(files, _options(dossier), dossier.commune, teller.reading)
        )
        raw = corrections.apply(reading.raw, mended)
        teller.enter(Stage.CHECKING, len(raw))
        found = await teller.during(ports.check_list(raw, context))
        notes, checked = take_over(follow(reading.notes, reading.raw, raw), found, context)
        require_sound(checked, context)
    except ListRefused as refused:
        return await _sent_back(ports, actor, original, refused)
    ruling = ports.rulebook.ruling(dossier.province, dossier.as_of, entered, dossier.rule_set)
    result = _result(ports, raw, checked, (*notes, *population_notes(dossier)), ruling)
    async with ports.transaction() as tx:
        await tx.progress.forget(dossier.id)
        for kept in result.blobs:
            await tx.blobs.keep(kept)
        done, event = advance(
            original,
            Move(Status.CHECKED, original.version),
            by=actor,
            at=ports.now(),
            outcome=result.outcome,
            preparation=dossier.preparation,
            files=_named(dossier, reading),
            waivers=lapse(dossier.waivers),
            unwaived=None,
        )
        await tx.listings.replace(done, result.kept.people, result.kept.places)
        return await tx.appraisals.save(done, event)


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

    @property
    def blobs(self) -> tuple[bytes, ...]:
        """Everything that is kept under its digest."""
        return self.kept.content, self.kept.salts, self.report


def _result(
    ports: Ports,
    raw: RawList,
    checked: CheckedList,
    notes: tuple[Finding, ...],
    ruling: Ruling,
) -> _Result:
    weights = {check: ports.catalogue.severity(check) for check in Check}
    roster = make_roster(raw, checked, weights)
    summary = summarise(raw, checked, notes, ports.catalogue)
    report = dump_findings((*notes, *checked.findings))
    kept = prove_roster(ports, roster)
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
    )
    return _Result(outcome, kept, report)


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

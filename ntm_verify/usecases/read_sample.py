"""An appraiser opens the sample of a dossier, with the people's names (mở mẫu kiểm tra)."""

from dataclasses import dataclass
from uuid import UUID

from ntm_verify.domain.appraisal import Appraisal, NotYourStep, may_see
from ntm_verify.domain.audit import Action, AuditEvent, Subject
from ntm_verify.domain.casework import Sample, results_of
from ntm_verify.domain.errors import NotFound
from ntm_verify.domain.people import Actor, Role, require_office
from ntm_verify.domain.roster import RosterRow, read_roster
from ntm_verify.domain.sample import Finding, SampleReading
from ntm_verify.domain.sample import read_sample as reading_of

from .on_record import on_record
from .ports import Ports


@dataclass(frozen=True, slots=True)
class ReadSample:
    """Which dossier (hồ sơ có mẫu)."""

    appraisal_id: UUID


@dataclass(frozen=True, slots=True)
class SampledPerson:
    """One person of a sample (một người trong mẫu): number, row, result so far."""

    number: int
    row: RosterRow
    finding: Finding | None


@dataclass(frozen=True, slots=True)
class SampleSheet:
    """A dossier's sample and what it says (phiếu kiểm tra); nothing drawn: `sample` is None."""

    dossier: Appraisal
    sample: Sample | None
    people: tuple[SampledPerson, ...]
    reading: SampleReading | None


@on_record
async def read_sample(ports: Ports, actor: Actor, request: ReadSample) -> SampleSheet:
    """Open the sample of the list that stands; names are for its appraiser, and the look is kept.

    Raises:
        WrongOffice: the actor is no appraiser.
        NotFound: there is no such dossier within the actor's reach.
        NotYourStep: the actor does not hold it.

    """
    require_office(actor, Role.APPRAISER)
    async with ports.transaction() as tx:
        dossier = await tx.appraisals.get(request.appraisal_id)
        if not may_see(actor, dossier):
            raise NotFound("hồ sơ", request.appraisal_id)
        if dossier.appraised_by != actor.id:
            raise NotYourStep("Danh tính người trong mẫu chỉ hiện cho người đang thẩm định hồ sơ.")
        pieces = await tx.casework.of(dossier.id)
        drawn = [p for p in pieces if isinstance(p, Sample)]
        subject = Subject("submission", str(dossier.id), dossier.version)
        seen = {"view": "sample", "rows": len(drawn[-1].numbers) if drawn else 0}
        await tx.audit.append(AuditEvent(Action.RECORD_VIEWED, actor, subject, after=seen))
        if not drawn:
            return SampleSheet(dossier, None, (), None)
        sample = drawn[-1]
        roster = read_roster(await tx.blobs.get(sample.roster_sha256))
    counted = [row for row in roster.rows if row.counted]
    results = results_of(sample, pieces)
    people = tuple(
        SampledPerson(number, counted[number - 1], results.get(number)) for number in sample.numbers
    )
    found = list(results.values())
    reading = reading_of(found, len(sample.numbers), sample.people)
    return SampleSheet(dossier, sample, people, reading)

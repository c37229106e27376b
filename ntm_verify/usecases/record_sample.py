"""An appraiser writes down what came of asking a person of a sample (ghi kết quả kiểm tra)."""

from dataclasses import dataclass
from uuid import UUID

from ntm_verify.domain.appraisal import NotYourStep, may_see
from ntm_verify.domain.casework import Sample, SampleResult, results_of, told
from ntm_verify.domain.errors import NotFound
from ntm_verify.domain.people import Actor, Role, require_office
from ntm_verify.domain.sample import Finding, WrongSample

from .on_record import on_record
from .ports import Ports, Transaction


@dataclass(frozen=True, slots=True)
class RecordSample:
    """Which sample of which dossier, and results by number (kết quả theo số của mẫu)."""

    appraisal_id: UUID
    sample: UUID
    results: tuple[tuple[int, Finding], ...]


@on_record
async def record_sample(
    ports: Ports, actor: Actor, request: RecordSample
) -> tuple[SampleResult, ...]:
    """Keep results that are new or other than before; an earlier one stays on record (F58).

    Raises:
        WrongOffice: the actor is no appraiser.
        NotFound: there is no such dossier within reach, or no such sample of it.
        NotYourStep: the actor does not hold the dossier.
        WrongSample: a number that was not drawn.

    """
    require_office(actor, Role.APPRAISER)
    async with ports.transaction() as tx:
        dossier = await tx.appraisals.get(request.appraisal_id)
        if not may_see(actor, dossier):
            raise NotFound("hồ sơ", request.appraisal_id)
        if dossier.appraised_by != actor.id:
            raise NotYourStep("Chỉ người đang thẩm định hồ sơ mới ghi kết quả mẫu.")
        sample, known = await _sample(tx, request)
        if strange := [n for n, _ in request.results if n not in sample.numbers]:
            raise WrongSample(f"Số {strange[0]} không có trong mẫu đã rút.")
        fresh = [(n, found) for n, found in request.results if known.get(n) is not found]
        kept = tuple(
            SampleResult(
                ports.new_id(),
                dossier.id,
                sample.round,
                actor.id,
                ports.now(),
                sample.id,
                number,
                found,
            )
            for number, found in fresh
        )
        for result in kept:
            await tx.casework.add(result, told(result, actor))
    return kept


async def _sample(tx: Transaction, request: RecordSample) -> tuple[Sample, dict[int, Finding]]:
    pieces = await tx.casework.of(request.appraisal_id)
    for piece in pieces:
        if isinstance(piece, Sample) and piece.id == request.sample:
            return piece, results_of(piece, pieces)
    raise NotFound("mẫu kiểm tra", request.sample)

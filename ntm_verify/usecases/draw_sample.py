"""An appraiser draws people of a list at random, to ask them (rút mẫu kiểm tra thực tế)."""

from dataclasses import dataclass
from uuid import UUID

from ntm_verify.domain.appraisal import NothingToSubmit, NotYourStep, may_see
from ntm_verify.domain.casework import Sample, told
from ntm_verify.domain.errors import NotFound, StaleRecord
from ntm_verify.domain.people import Actor, Role, require_office
from ntm_verify.domain.sample import SEED_ALPHABET, SEED_LENGTH, draw

from .on_record import on_record
from .ports import Ports


@dataclass(frozen=True, slots=True)
class DrawSample:
    """Which dossier, and the version on the screen (hồ sơ cần rút mẫu)."""

    appraisal_id: UUID
    seen: int


@on_record
async def draw_sample(ports: Ports, actor: Actor, request: DrawSample) -> Sample:
    """Draw as many people as the rule says, by a new seed, and keep seed and list with the draw.

    A second draw from the same list gives the first one: nobody draws until they like it (F58).

    Raises:
        WrongOffice: the actor is no appraiser.
        NotFound: there is no such dossier within the actor's reach.
        NotYourStep: the actor does not hold it.
        StaleRecord: it changed since it was opened.
        NothingToSubmit: its list counts nobody.

    """
    require_office(actor, Role.APPRAISER)
    async with ports.transaction() as tx:
        dossier = await tx.appraisals.get(request.appraisal_id)
        if not may_see(actor, dossier):
            raise NotFound("hồ sơ", request.appraisal_id)
        if dossier.appraised_by != actor.id:
            raise NotYourStep("Chỉ người đang thẩm định hồ sơ mới rút mẫu. Nhận việc trước.")
        if dossier.version != request.seen:
            raise StaleRecord("hồ sơ", dossier.id)
        if dossier.outcome is None or not dossier.outcome.tally.insured:
            raise NothingToSubmit("Danh sách chưa có người nào được tính, không rút mẫu được.")
        roster, people = dossier.outcome.roster_sha256, dossier.outcome.tally.insured
        for piece in await tx.casework.of(dossier.id):
            if isinstance(piece, Sample) and piece.roster_sha256 == roster:
                return piece
        seed = ports.new_token(SEED_ALPHABET, SEED_LENGTH)
        sample = Sample(
            ports.new_id(),
            dossier.id,
            dossier.round,
            actor.id,
            ports.now(),
            seed,
            roster,
            people,
            draw(seed, people, ports.sampling.size(people)),
            ports.sampling.sentence(),
        )
        await tx.casework.add(sample, told(sample, actor))
    return sample

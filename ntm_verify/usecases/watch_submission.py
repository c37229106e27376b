"""A commune watches its list being checked (theo dõi tiến trình kiểm tra)."""

from dataclasses import dataclass
from uuid import UUID

from ntm_verify.domain.appraisal import Appraisal, may_see
from ntm_verify.domain.errors import NotFound
from ntm_verify.domain.people import Actor

from .on_record import within_reach
from .ports import Ports


@dataclass(frozen=True, slots=True)
class WatchSubmission:
    """Which dossier (hồ sơ đang theo dõi)."""

    appraisal_id: UUID


@within_reach
async def watch_submission(ports: Ports, actor: Actor, request: WatchSubmission) -> Appraisal:
    """Give the dossier as it stands, without an entry: progress is asked for every second.

    Raises:
        NotFound: there is none of this id within the actor's reach.

    """
    async with ports.reading() as tx:
        appraisal = await tx.appraisals.get(request.appraisal_id)
    if not may_see(actor, appraisal):
        raise NotFound("hồ sơ", request.appraisal_id)
    return appraisal

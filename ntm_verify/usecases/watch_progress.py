"""Somebody asks how far a check has come (xem tiến trình): the same from every device."""

from dataclasses import dataclass
from uuid import UUID

from ntm_verify.domain.appraisal import Appraisal, Status, may_see
from ntm_verify.domain.errors import NotFound
from ntm_verify.domain.people import Actor
from ntm_verify.domain.progress import Progress, Stage

from .on_record import within_reach
from .ports import Ports


@dataclass(frozen=True, slots=True)
class WatchProgress:
    """Which dossier (hồ sơ đang kiểm tra)."""

    appraisal_id: UUID


@dataclass(frozen=True, slots=True)
class Watched:
    """The dossier as it stands, and how far its check is (hồ sơ, tiến trình)."""

    appraisal: Appraisal
    progress: Progress


@within_reach
async def watch_progress(ports: Ports, actor: Actor, request: WatchProgress) -> Watched:
    """Give stage, share and place in the queue, without an entry: it is asked for every second.

    Raises:
        NotFound: there is none of this id within the actor's reach.

    """
    async with ports.reading() as tx:
        appraisal = await tx.appraisals.get(request.appraisal_id)
        if not may_see(actor, appraisal):
            raise NotFound("hồ sơ", request.appraisal_id)
        if appraisal.status is not Status.CHECKING:
            return Watched(appraisal, Progress(Stage.DONE))
        told = await tx.progress.get(appraisal.id)
        place = await tx.jobs.place(appraisal.id)
    if place:
        return Watched(appraisal, Progress(place=place))
    return Watched(appraisal, told or Progress(Stage.READING))

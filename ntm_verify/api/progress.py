"""How far a check has come, over HTTP (API tiến trình kiểm tra)."""

from typing import Any
from uuid import UUID

from litestar import Controller, get
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath
from msgspec import Struct

from ntm_verify.domain.people import COMMUNE_SIDE, Actor
from ntm_verify.usecases.ports import Ports
from ntm_verify.usecases.watch_progress import WatchProgress, watch_progress

from .identity import provide_actor


class ProgressView(Struct, frozen=True):
    """Stage, share of the whole in per cent, and place in the queue, 0 when it is not waiting."""

    status: str
    stage: str
    percent: int
    place: int
    done: int
    total: int
    sentence: str


class ProgressController(Controller):
    """Progress of checks (tiến trình)."""

    path = "/api/v1/submissions/{appraisal_id:uuid}/progress"
    opt: dict[str, Any] = {"policy": COMMUNE_SIDE}  # noqa: RUF012 - the framework's shape
    dependencies = {"actor": Provide(provide_actor)}  # noqa: RUF012 - the framework's shape

    @get()
    async def watch(
        self,
        appraisal_id: FromPath[UUID],
        ports: NamedDependency[Ports],
        actor: NamedDependency[Actor],
    ) -> ProgressView:
        """Say how far the check of a list has come (tiến trình kiểm tra)."""
        watched = await watch_progress(ports, actor, WatchProgress(appraisal_id))
        p = watched.progress
        return ProgressView(
            watched.appraisal.status.value,
            p.stage.value,
            p.percent,
            p.place,
            p.done,
            p.total,
            p.sentence,
        )

"""Other logs have their checkpoints witnessed here (API làm chứng), after C2SP tlog-witness."""

from typing import Any, Final

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from ntm_verify.trail.witness import CONFLICT, LONGEST, SIZE_TYPE
from ntm_verify.usecases.cosign_checkpoint import CosignCheckpoint, cosign_checkpoint
from ntm_verify.usecases.ports import Ports
from ntm_verify.usecases.read_cosigned import ReadCosigned, read_cosigned

from .identity import PUBLIC, anyone
from .problems import AnyRequest

PLAIN: Final = "text/plain; charset=utf-8"


class WitnessController(Controller):
    """Cosignatures for logs whose keys the installation knows."""

    path = "/witness"
    include_in_schema = False
    opt: dict[str, Any] = {"policy": PUBLIC}  # noqa: RUF012 - the framework's shape

    @post("/add-checkpoint", request_max_body_size=LONGEST, status_code=200)
    async def add(self, request: AnyRequest, ports: NamedDependency[Ports]) -> Response[bytes]:
        """Sign a checkpoint that follows from the last one (ký mốc nối tiếp)."""
        asked = CosignCheckpoint(await request.body())
        answer = await cosign_checkpoint(ports, anyone(request), asked)
        kind = SIZE_TYPE if answer.status == CONFLICT else PLAIN
        return Response(answer.body, status_code=answer.status, media_type=kind)

    @get("/{log:str}/checkpoint")
    async def latest(
        self, request: AnyRequest, ports: NamedDependency[Ports], log: FromPath[str]
    ) -> Response[bytes]:
        """Give the checkpoint of a log that was signed last (mốc đã làm chứng gần nhất)."""
        content = await read_cosigned(ports, anyone(request), ReadCosigned(log))
        return Response(content, media_type=PLAIN, headers={"cache-control": "no-cache"})

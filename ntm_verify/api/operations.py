"""What operations ask of the service (vận hành): alive, ready."""

from litestar import get
from litestar.di import NamedDependency

from ntm_verify.usecases.ports import Ports

from .identity import PUBLIC


@get("/healthz", opt={"policy": PUBLIC}, include_in_schema=False)
async def healthz() -> dict[str, str]:
    """Say that the process answers."""
    return {"status": "ok"}


@get("/readyz", opt={"policy": PUBLIC}, include_in_schema=False)
async def readyz(ports: NamedDependency[Ports]) -> dict[str, str]:
    """Say that the database answers too."""
    async with ports.reading() as tx:
        await tx.audit.head()
    return {"status": "ready"}

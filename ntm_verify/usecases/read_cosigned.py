"""Anybody reads what this service has witnessed (đọc mốc đã làm chứng)."""

import asyncio
import re
from dataclasses import dataclass
from typing import Final

from ntm_verify.domain.errors import NotFound
from ntm_verify.domain.people import Actor

from .ports import Ports

LOG: Final = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class ReadCosigned:
    """Which log: the SHA-256 of its origin, in hex (mã băm tên nhật ký)."""

    log: str


async def read_cosigned(ports: Ports, actor: Actor, request: ReadCosigned) -> bytes:
    """Give the checkpoint of a log that this service has signed last, with its signature.

    Raises:
        NotFound: none was signed.

    """
    del actor
    found = None
    if LOG.fullmatch(request.log):
        found = await asyncio.to_thread(ports.witness.latest, request.log)
    if found is None:
        raise NotFound("mốc đã làm chứng", request.log[:64])
    return found

"""Another log asks this service to witness its checkpoint (làm chứng cho nhật ký khác)."""

import asyncio
from dataclasses import dataclass

from ntm_verify.domain.people import Actor
from ntm_verify.trail.witness import Answer

from .ports import Ports


@dataclass(frozen=True, slots=True)
class CosignCheckpoint:
    """The body of a request, as C2SP tlog-witness writes it (yêu cầu làm chứng)."""

    body: bytes


async def cosign_checkpoint(ports: Ports, actor: Actor, request: CosignCheckpoint) -> Answer:
    """Sign a checkpoint that follows from the one that was signed last; say why not otherwise.

    Who asks does not matter: what counts is whose key has signed the checkpoint. Nothing of it
    is in our own log; a checkpoint that cannot follow is kept as evidence.
    """
    del actor
    return await asyncio.to_thread(ports.witness.add, request.body, ports.now())

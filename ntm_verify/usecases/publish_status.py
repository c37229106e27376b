"""Anybody takes the signed list of papers out of force (công bố danh sách hiệu lực)."""

from dataclasses import dataclass

from ntm_verify.domain.people import Actor
from ntm_verify.domain.status_list import status_payload, write_status

from .ports import Ports


@dataclass(frozen=True, slots=True)
class PublishStatus:
    """The list as of now (danh sách lúc này)."""


async def publish_status(ports: Ports, actor: Actor, request: PublishStatus) -> str:
    """Give every paper that was revoked or superseded, signed, with the time it was made.

    It names papers by number and nobody; taking it is no event, since nothing is learnt of who
    asks about which paper.
    """
    del actor, request
    async with ports.reading() as tx:
        ended = await tx.certificates.ended()
    payload = status_payload(ended, origin=ports.base_url, at=ports.now())
    return write_status(payload, ports.vouch(payload))

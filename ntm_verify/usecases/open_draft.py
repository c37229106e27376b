"""A commune goes on with what it has typed (mở bản nháp)."""

from dataclasses import dataclass

from ntm_verify.domain.draft import Draft
from ntm_verify.domain.people import COMMUNE_SIDE, Actor, require_office

from .on_record import on_record
from .ports import Ports


@dataclass(frozen=True, slots=True)
class OpenDraft:
    """Ask for the draft of the actor's own commune; there is nothing to choose (bản nháp)."""


@on_record
async def open_draft(ports: Ports, actor: Actor, _: OpenDraft) -> Draft | None:
    """Give the draft that is there, whoever of the commune typed it, on any device.

    Raises:
        WrongOffice: the actor does not act for a commune.

    """
    require_office(actor, *COMMUNE_SIDE)
    async with ports.reading() as tx:
        return await tx.drafts.get(actor.unit)

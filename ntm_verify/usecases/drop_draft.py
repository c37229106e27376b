"""A commune throws its draft away, used or not (xóa bản nháp)."""

from dataclasses import dataclass

from ntm_verify.domain.people import COMMUNE_SIDE, Actor, require_office

from .on_record import on_record
from .ports import Ports


@dataclass(frozen=True, slots=True)
class DropDraft:
    """Ask for the removal of the commune's own draft; there is nothing to choose (xóa nháp)."""


@on_record
async def drop_draft(ports: Ports, actor: Actor, _: DropDraft) -> None:
    """Remove the draft; doing it twice does no harm.

    Raises:
        WrongOffice: the actor does not act for a commune.

    """
    require_office(actor, *COMMUNE_SIDE)
    async with ports.transaction() as tx:
        await tx.drafts.remove(actor.unit)

"""A commune's practice run asks for the thresholds in force (xem ngưỡng để chạy thử)."""

from dataclasses import dataclass

from ntm_verify.domain.people import COMMUNE_SIDE, Actor, require_office
from ntm_verify.domain.regulation import EnteredFigure

from .on_record import on_record
from .ports import Ports


@dataclass(frozen=True, slots=True)
class RecallFigures:
    """Ask for what provinces entered; there is nothing to choose (các ngưỡng đã nhập)."""


@on_record
async def recall_figures(ports: Ports, actor: Actor, _: RecallFigures) -> tuple[EnteredFigure, ...]:
    """Give every entered figure: they come from public documents, and no look at them is kept.

    Raises:
        WrongOffice: the actor does not act for a commune.

    """
    require_office(actor, *COMMUNE_SIDE)
    async with ports.reading() as tx:
        return await tx.figures.all()

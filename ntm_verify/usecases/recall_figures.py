"""A commune's practice run asks for the thresholds in force (xem ngưỡng để chạy thử)."""

from dataclasses import dataclass
from datetime import date

from ntm_verify.domain.people import COMMUNE_SIDE, Actor, require_office

from .on_record import on_record
from .ports import Ports
from .standing_rules import InForce, standing_rules


@dataclass(frozen=True, slots=True)
class RecallFigures:
    """For which cut-off date; the commune is the actor's own (ngày chốt số liệu)."""

    as_of: date


@on_record
async def recall_figures(ports: Ports, actor: Actor, request: RecallFigures) -> InForce:
    """Give the released figures and the commune's groups: no look at them is kept.

    They come from public documents.

    Raises:
        WrongOffice: the actor does not act for a commune.

    """
    require_office(actor, *COMMUNE_SIDE)
    async with ports.reading() as tx:
        return await standing_rules(tx, actor.province, actor.unit, request.as_of)

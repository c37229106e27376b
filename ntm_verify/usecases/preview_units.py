"""An administrator looks at what a change of units would touch (xem trước sắp xếp đơn vị)."""

from dataclasses import dataclass

from ntm_verify.domain.people import Actor, Role, require_office
from ntm_verify.domain.unit_change import UnitOrder
from ntm_verify.domain.unit_survey import UnitSurvey

from .on_record import on_record
from .ports import Ports
from .survey_units import survey_units


@dataclass(frozen=True, slots=True)
class PreviewUnits:
    """The change as typed (nội dung sắp xếp)."""

    order: UnitOrder


@on_record
async def preview_units(ports: Ports, actor: Actor, request: PreviewUnits) -> UnitSurvey:
    """Give the accounts, dossiers, deadlines and papers that a change touches; keep nothing (F89).

    The day may lie ahead.

    Raises:
        WrongOffice: the actor is no administrator.
        WrongUnitChange: the change cannot be as it was typed.

    """
    require_office(actor, Role.ADMINISTRATOR)
    async with ports.reading() as tx:
        return await survey_units(tx, ports, actor, request.order, ports.new_id())

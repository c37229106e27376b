"""An administrator enters a change of units (sắp xếp đơn vị hành chính): merge, split, rename."""

from dataclasses import dataclass

from ntm_verify.domain.errors import StaleRecord
from ntm_verify.domain.people import Actor, Role, require_office
from ntm_verify.domain.unit_change import UnitChange, UnitOrder, WrongUnitChange
from ntm_verify.domain.wording import VIETNAM, short_day

from .on_record import on_record
from .ports import Ports
from .survey_units import survey_units


@dataclass(frozen=True, slots=True)
class ChangeUnits:
    """The change as typed, and the survey its maker has seen (nội dung, bản xem trước đã xem)."""

    order: UnitOrder
    seen: str


@on_record
async def change_units(ports: Ports, actor: Actor, request: ChangeUnits) -> UnitChange:
    """Keep a change of units from its day on; dossiers and papers stay with the unit of theirs.

    Nothing moves by itself: open dossiers go on under the old unit until somebody closes them,
    accounts until the administrator gives them another unit (F89).

    Raises:
        WrongOffice: the actor is no administrator.
        WrongUnitChange: the change cannot be as it was typed, or its day lies ahead.
        StaleRecord: what it touches is not what its maker has seen.

    """
    require_office(actor, Role.ADMINISTRATOR)
    order = request.order
    if order.day > ports.now().astimezone(VIETNAM).date():
        raise WrongUnitChange(
            "day",
            f"Thay đổi có hiệu lực từ ngày {short_day(order.day)}. Hiện đã xem trước được; hãy xác "
            "nhận từ ngày đó, khi ấy tên và đơn vị mới mới được dùng.",
        )
    async with ports.transaction() as tx:
        found = await survey_units(tx, ports, actor, order, ports.new_id())
        if found.seen != request.seen:
            raise StaleRecord("bản xem trước sắp xếp đơn vị", found.change.number)
        change = found.change
        await tx.unit_changes.add(change, change.event(actor))
        for unit in change.rows:
            await tx.units.save(unit)
    return change

"""Units come back with their letterhead, in the order of their codes."""

from dataclasses import replace
from datetime import date

from ntm_verify.domain.audit import Action, AuditEvent, Subject
from ntm_verify.domain.people import SYSTEM
from tests.support.builders import (
    A_COMMUNE,
    A_PROVINCE,
    OTHER_PROVINCE,
    PROVINCE,
    UNITS,
)
from tests.support.worlds import World


async def test_units_come_back_with_their_letterhead(world: World) -> None:
    await world.holds(*reversed(UNITS))
    renamed = replace(A_COMMUNE, name="Xã Đồng Lương Mới", last_day=date(2030, 1, 1))

    async with world.ports.transaction() as tx:
        subject = Subject("unit", renamed.code, 1)
        event = AuditEvent(Action.CONFIG_CHANGED, SYSTEM, subject, after={"kind": renamed.kind})
        await tx.units.save(renamed, event)

    async with world.ports.reading() as tx:
        assert await tx.units.get(PROVINCE) == A_PROVINCE
        assert await tx.units.of_province(PROVINCE) == (renamed, UNITS[2])
        assert await tx.units.of_province(OTHER_PROVINCE) == ()
    assert len(await world.audit_log()) == 1

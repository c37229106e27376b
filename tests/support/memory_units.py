"""Changes of units, in memory."""

from dataclasses import dataclass

from ntm_verify.domain.audit import AuditEvent
from ntm_verify.domain.errors import StaleRecord
from ntm_verify.domain.unit_change import UnitChange

from .memory_log import Kept, MemoryLog


@dataclass
class MemoryUnitChanges:
    kept: Kept
    log: MemoryLog

    async def of_province(self, province: str) -> tuple[UnitChange, ...]:
        mine = (change for change in self.kept.unit_changes if change.province == province)
        return tuple(sorted(mine, key=lambda change: change.number))

    async def add(self, change: UnitChange, event: AuditEvent) -> None:
        if change.number <= len(await self.of_province(change.province)):
            raise StaleRecord("lần sắp xếp đơn vị", change.number)
        self.log.queue(event)
        self.kept.unit_changes.append(change)

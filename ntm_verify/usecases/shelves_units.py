"""The shelf of changes of units (kho sắp xếp đơn vị hành chính): only ever added to."""

from typing import Protocol

from ntm_verify.domain.audit import AuditEvent
from ntm_verify.domain.unit_change import UnitChange


class UnitChanges(Protocol):
    """Mergers, splits, new names and kinds of a province's units (các lần sắp xếp)."""

    async def of_province(self, province: str) -> tuple[UnitChange, ...]:
        """Give every change of a province, in the order of entry."""
        ...

    async def add(self, change: UnitChange, event: AuditEvent) -> None:
        """Keep a change and its event; or raise `StaleRecord` if its number is taken."""
        ...


class HasUnitChanges(Protocol):
    """A transaction with this shelf (giao dịch có kho sắp xếp đơn vị)."""

    @property
    def unit_changes(self) -> UnitChanges:
        """Changes of units."""
        ...

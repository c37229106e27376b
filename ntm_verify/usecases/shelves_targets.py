"""Shelf of a province's targets and totals (kho chỉ tiêu và tổng hợp)."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from ntm_verify.domain.audit import AuditEvent
from ntm_verify.domain.rollup import DossierFact
from ntm_verify.domain.targets import Actual, Due, Target

from .shelves_outlook import HasCardEndings


class Targets(Protocol):
    """Targets, what was reached, and the figures of dossiers: only ever added to."""

    async def facts(self, province: str, first: date, last: date) -> tuple[DossierFact, ...]:
        """Give the figures of counted dossiers with a cut-off day in a span, by day and id."""
        ...

    async def targets(self, province: str) -> tuple[Target, ...]:
        """Give every target of a province's units, in the order of entry."""
        ...

    async def actuals(self, province: str, year: int) -> tuple[Actual, ...]:
        """Give a year's counts of a province's units, in the order of entry."""
        ...

    async def dues(self, province: str) -> tuple[Due, ...]:
        """Give every last day for dossiers that a province set, in the order of entry."""
        ...

    async def add_due(self, province: str, due: Due, event: AuditEvent) -> None:
        """Keep a last day and the event that tells of it."""
        ...

    async def add_targets(
        self, province: str, targets: Sequence[Target], event: AuditEvent
    ) -> None:
        """Keep targets and the event that tells of them."""
        ...

    async def add_actuals(
        self, province: str, actuals: Sequence[Actual], event: AuditEvent
    ) -> None:
        """Keep counts and the event that tells of them."""
        ...


class HasTargets(HasCardEndings, Protocol):
    """A transaction with the shelves of totals (giao dịch có kho chỉ tiêu, dự báo)."""

    @property
    def targets(self) -> Targets:
        """Targets, what was reached, figures of dossiers."""
        ...

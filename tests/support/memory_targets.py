"""Targets and totals in memory: the verified fake of `storage.targets`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ntm_verify.domain.audit import AuditEvent
from ntm_verify.domain.rollup import COUNTED, DossierFact
from ntm_verify.domain.targets import Actual, Due, Target

from .memory_log import Kept, MemoryLog


@dataclass
class MemoryTargets:
    kept: Kept
    log: MemoryLog

    async def facts(self, province: str, first: date, last: date) -> tuple[DossierFact, ...]:
        found = [
            DossierFact(
                *(a.id, a.commune, a.as_of, a.status, a.outcome.tally.insured),
                a.population.total,
                a.assessment.required if a.assessment else None,
                a.assessment.verdict if a.assessment else None,
                a.certificate,
            )
            for a in self.kept.appraisals.values()
            if a.outcome and a.province == province and a.status in COUNTED
        ]
        inside = (fact for fact in found if first <= fact.as_of <= last)
        return tuple(sorted(inside, key=lambda fact: (fact.as_of, fact.id)))

    async def targets(self, province: str) -> tuple[Target, ...]:
        return tuple(target for owner, target in self.kept.targets if owner == province)

    async def actuals(self, province: str, year: int) -> tuple[Actual, ...]:
        mine = (actual for owner, actual in self.kept.actuals if owner == province)
        return tuple(actual for actual in mine if actual.day.year == year)

    async def dues(self, province: str) -> tuple[Due, ...]:
        return tuple(due for owner, due in self.kept.dues if owner == province)

    async def add_due(self, province: str, due: Due, event: AuditEvent) -> None:
        self.log.queue(event)
        self.kept.dues.append((province, due))

    async def add_targets(
        self, province: str, targets: Sequence[Target], event: AuditEvent
    ) -> None:
        self.log.queue(event)
        self.kept.targets.extend((province, target) for target in targets)

    async def add_actuals(
        self, province: str, actuals: Sequence[Actual], event: AuditEvent
    ) -> None:
        self.log.queue(event)
        self.kept.actuals.extend((province, actual) for actual in actuals)

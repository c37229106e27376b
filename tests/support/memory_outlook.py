"""The days on which cards end, in memory: the verified fake of `storage.card_endings`."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from ntm_verify.domain.appraisal import Appraisal
from ntm_verify.domain.endings import Ending, known_and_ended

from .memory_log import Kept


@dataclass
class MemoryCardEndings:
    kept: Kept

    async def replace(self, appraisal: Appraisal, endings: Sequence[Ending]) -> None:
        self.kept.card_endings[appraisal.id] = tuple(endings)

    async def of(self, appraisal_id: UUID) -> tuple[Ending, ...]:
        return self.kept.card_endings.get(appraisal_id, ())

    async def figures(
        self, dossiers: Collection[UUID], days: Sequence[date]
    ) -> dict[UUID, tuple[int, ...]]:
        return {
            dossier: known_and_ended(self.kept.card_endings[dossier], days)
            for dossier in dossiers
            if self.kept.card_endings.get(dossier)
        }

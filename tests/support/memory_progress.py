"""How far checks have come, in memory."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ntm_verify.domain.progress import Progress

from .memory_log import Kept


@dataclass
class MemoryProgress:
    kept: Kept

    async def get(self, subject: UUID) -> Progress | None:
        return self.kept.progress.get(subject)

    async def tell(self, subject: UUID, progress: Progress, at: datetime) -> None:  # noqa: ARG002 - as the port has it
        self.kept.progress[subject] = progress

    async def forget(self, subject: UUID) -> None:
        self.kept.progress.pop(subject, None)

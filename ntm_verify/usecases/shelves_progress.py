"""The shelf of progress (kho tiến trình); `shelves` and `ports` hand it on."""

from datetime import datetime
from typing import Protocol
from uuid import UUID

from ntm_verify.domain.progress import Progress


class ProgressNotes(Protocol):
    """How far checks have come: small, outside the log, gone when the check is over."""

    async def get(self, subject: UUID) -> Progress | None:
        """Say how far a check has come; None when nobody has told."""
        ...

    async def tell(self, subject: UUID, progress: Progress, at: datetime) -> None:
        """Keep how far it is, in place of what was told before."""
        ...

    async def forget(self, subject: UUID) -> None:
        """Strike out what was told: the check is over."""
        ...

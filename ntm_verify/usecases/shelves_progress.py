"""The shelves of waiting jobs and of progress (hàng đợi, kho tiến trình)."""

from datetime import datetime
from typing import Protocol
from uuid import UUID

from ntm_verify.domain.alarm import Line
from ntm_verify.domain.job import Job
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


class Jobs(Protocol):
    """The jobs that wait (hàng đợi việc nền)."""

    async def add(self, job: Job) -> None:
        """Leave a job, to be seen only if this transaction is kept; one `key` is one job."""
        ...

    async def waiting(self, now: datetime) -> int:
        """Count the jobs that are due and not stuck, without taking any."""
        ...

    async def claim(self, now: datetime) -> Job | None:
        """Take the job that is due longest, and put it off (`domain.job.claim`)."""
        ...

    async def finish(self, job: Job) -> None:
        """Strike a job out."""
        ...

    async def place(self, subject: UUID) -> int:
        """Say how many jobs wait up to the one about a subject, itself included; 0 for none."""
        ...

    async def line(self) -> Line:
        """Say how many jobs wait, since when the first of them is due, and how many are stuck."""
        ...

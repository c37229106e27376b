"""A check tells how far it has come while it goes on (báo tiến trình), at most once a second.

A check that is over sooner tells nothing: small lists cost nothing more.
"""

import asyncio
from collections.abc import Coroutine
from dataclasses import replace
from typing import Any, Final, TypeVar
from uuid import UUID

from ntm_verify.domain.progress import Progress, Stage

from .ports import Ports

Made = TypeVar("Made")
PAUSE: Final = 1.0
"""Seconds between two notes."""


class Teller:
    """Keeps in mind how far one check is, and lets everybody see it."""

    def __init__(self, ports: Ports, subject: UUID, pause: float = PAUSE) -> None:
        """Begin with reading; nothing is told yet."""
        self._ports = ports
        self._subject = subject
        self._pause = pause
        self._told: Progress | None = None
        self.progress = Progress(Stage.READING)

    def reading(self, done: int, total: int) -> None:
        """Take in how much was read; may be called from another thread."""
        self.progress = replace(self.progress, done=done, total=max(done, total))

    def enter(self, stage: Stage, rows: int) -> None:
        """Go on to the next stage with a list of so many rows."""
        self.progress = Progress(stage, 0, rows)

    async def during(self, work: Coroutine[Any, Any, Made]) -> Made:
        """Do something and tell meanwhile; what it raises is raised here."""
        task = asyncio.ensure_future(work)
        try:
            while not (await asyncio.wait({task}, timeout=self._pause))[0]:
                await self._tell()
            return task.result()
        finally:
            task.cancel()

    async def _tell(self) -> None:
        if self.progress == self._told:
            return
        self._told = self.progress
        async with self._ports.transaction() as tx:
            await tx.progress.tell(self._subject, self._told, self._ports.now())

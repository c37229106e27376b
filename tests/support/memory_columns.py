"""Remembered columns, in memory."""

from collections.abc import Collection
from dataclasses import dataclass

from ntm_verify.domain.column_memory import ColumnMemory

from .memory_log import Kept


@dataclass
class MemoryColumns:
    kept: Kept

    async def recall(self, commune: str) -> tuple[ColumnMemory, ...]:
        known = sorted(self.kept.column_memory.items())
        return tuple(memory for (its, _), memory in known if its == commune)

    async def keep(self, memory: ColumnMemory) -> None:
        self.kept.column_memory[memory.commune, memory.key] = memory

    async def forget(self, commune: str, keys: Collection[str]) -> None:
        for key in keys:
            self.kept.column_memory.pop((commune, key), None)

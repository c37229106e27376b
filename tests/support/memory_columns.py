"""Remembered columns, in memory."""

from collections.abc import Collection
from dataclasses import dataclass

from ntm_verify.domain.column_memory import ColumnMemory

from .memory_log import Kept


@dataclass
class MemoryColumns:
    kept: Kept

    async def recall(self, commune: str, keys: Collection[str]) -> tuple[ColumnMemory, ...]:
        known = self.kept.column_memory
        found = (known.get((commune, key)) for key in sorted(keys))
        return tuple(memory for memory in found if memory)

    async def keep(self, memory: ColumnMemory) -> None:
        self.kept.column_memory[memory.commune, memory.key] = memory

    async def forget(self, commune: str, keys: Collection[str]) -> None:
        for key in keys:
            self.kept.column_memory.pop((commune, key), None)

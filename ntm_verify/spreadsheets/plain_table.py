"""The door for small tables that are no lists of people (đọc bảng nhỏ), such as of accounts.

The same guards as for lists: measured, its kind told by its bytes, read in a child that can do
nothing else and ends with the file.
"""

import asyncio
from collections.abc import Sequence
from typing import Final

from ntm_verify.domain.columns import Wordings
from ntm_verify.domain.reading import ListFile, ReadingOptions
from ntm_verify.usecases.ports import TableRow

from .children import Child
from .limits import MIB, Limits
from .reader import book_format
from .refusing import too_large_file
from .sniff import ZIPPED, sniff
from .task import Task

SMALL: Final = Limits(
    file_bytes=4 * MIB,
    part_bytes=32 * MIB,
    all_bytes=64 * MIB,
    rows=5_000,
    cells=80_000,
    cpu_seconds=10,
    wall_seconds=20.0,
)


class TableReader:
    """Reads small tables, one at a time (bộ đọc bảng)."""

    def __init__(self, wordings: Wordings, limits: Limits = SMALL) -> None:
        """Take the legacy fonts that a text may be written in; nothing is started yet."""
        self.wordings = wordings
        self.limits = limits
        self._turn = asyncio.Semaphore(1)

    async def read_table(self, file: ListFile) -> Sequence[TableRow]:
        """Give the filled rows of the first sheet that shows any, with their numbers.

        Raises:
            ListRefused: with its reason, and a sentence that says what and how to mend it.

        """
        async with self._turn:
            return await asyncio.to_thread(self._read_now, file)

    def _read_now(self, file: ListFile) -> Sequence[TableRow]:
        if len(file.content) > self.limits.file_bytes:
            raise too_large_file(len(file.content), self.limits.file_bytes)
        form = sniff(file.content)
        if form in ZIPPED:
            form = book_format(file.content, self.limits)
        child = Child(self.wordings, self.limits)
        try:
            return child.read(
                Task(file.name, file.content, form, ReadingOptions(), is_plain=True)
            ).plain
        finally:
            if child.usable:
                child.end()

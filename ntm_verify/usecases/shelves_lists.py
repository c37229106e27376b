"""Shelves of list work (rà soát trùng, bản nháp, cách đọc cột); `shelves` hands them on."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from ntm_verify.domain.audit import AuditEvent
from ntm_verify.domain.column_memory import ColumnMemory
from ntm_verify.domain.draft import Draft
from ntm_verify.domain.duplicates import DuplicateReview


class Reviews(Protocol):
    """What was decided about people on two lists (kết luận về người ở hai danh sách)."""

    async def of_pairs(self, pairs: Sequence[str]) -> dict[str, DuplicateReview]:
        """Give what was decided about each of these pairs, by pair."""
        ...

    async def to_remove(self, rows: Sequence[str]) -> frozenset[str]:
        """Give those of these rows that the province decided to take out of their list."""
        ...

    async def save(self, review: DuplicateReview, event: AuditEvent) -> DuplicateReview:
        """Keep a decision and its audit event.

        Gives it one version on, or raises `StaleRecord` when another version than the one it was
        read at is on the shelf.
        """
        ...


class Drafts(Protocol):
    """Lists being typed (bản nháp): scratch paper, encrypted, with no entry in the log."""

    async def get(self, commune: str) -> Draft | None:
        """Give what a commune has typed so far."""
        ...

    async def save(self, draft: Draft) -> Draft:
        """Keep a draft, one version on, or raise `StaleRecord` if it was kept elsewhere since."""
        ...

    async def remove(self, commune: str) -> None:
        """Throw a commune's draft away; none is there afterwards."""
        ...

    async def purge(self, before: datetime) -> int:
        """Throw away the drafts last kept before a moment, and say how many."""
        ...


class ColumnMemories(Protocol):
    """How lists of a commune are read, as it corrected them (cách đọc cột đã ghi nhớ).

    Written in the transaction of the act whose event tells of the mapping.
    """

    async def recall(self, commune: str) -> tuple[ColumnMemory, ...]:
        """Give everything that is remembered for a commune."""
        ...

    async def keep(self, memory: ColumnMemory) -> None:
        """Remember a mapping in place of an earlier one for the same header."""
        ...

    async def forget(self, commune: str, keys: Collection[str]) -> None:
        """Forget what was remembered of headers with these digests."""
        ...

"""The shelf of what may no longer be kept (kho thời hạn lưu giữ)."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from ntm_verify.domain.audit import AuditEvent
from ntm_verify.domain.retention import EnteredTerm


class Purging(Protocol):
    """Terms that provinces entered, and the removal of what they no longer let be kept."""

    async def terms(self, province: str) -> tuple[EnteredTerm, ...]:
        """Give every term of a province, in the order of entry."""
        ...

    async def add_term(self, term: EnteredTerm, event: AuditEvent) -> None:
        """Keep a term and its event; the one before stays on record, or raise `StaleRecord`."""
        ...

    async def over_before(self, province: str, day: date) -> tuple[UUID, ...]:
        """Name dossiers that are over, of a day of reference before this one, by day and id.

        Only those whose list is still kept.
        """
        ...

    async def absent(self, digests: Collection[str]) -> frozenset[str]:
        """Say which of these files are not kept."""
        ...

    async def used_elsewhere(
        self, digests: Collection[str], apart: Collection[UUID]
    ) -> frozenset[str]:
        """Say which of these files a dossier names that is none of `apart`."""
        ...

    async def drop_files(self, digests: Collection[str]) -> frozenset[str]:
        """Delete these files; give the digests of those that were there."""
        ...

    async def openings_before(
        self, units: Collection[str], at: datetime, limit: int
    ) -> tuple[tuple[int, str], ...]:
        """Name openings beside entries of people of these units written before a moment.

        By entry and field, at most `limit`.
        """
        ...

    async def count_openings(self, units: Collection[str], at: datetime) -> int:
        """Count the openings that `openings_before` would name."""
        ...

    async def drop_openings(self, places: Sequence[tuple[int, str]]) -> int:
        """Delete these openings; give how many were there."""
        ...


class HasPurging(Protocol):
    """A transaction with this shelf (giao dịch có kho thời hạn lưu giữ)."""

    @property
    def purging(self) -> Purging:
        """Terms of retention, and what is removed by them."""
        ...

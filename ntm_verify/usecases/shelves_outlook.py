"""Shelf of the days on which cards end (kho bảng ngày hết hạn thẻ)."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Protocol
from uuid import UUID

from ntm_verify.domain.appraisal import Appraisal
from ntm_verify.domain.endings import Ending


class CardEndings(Protocol):
    """How many people's cards end when, by dossier: counts, written with the list they are of."""

    async def replace(self, appraisal: Appraisal, endings: Sequence[Ending]) -> None:
        """Keep the counts of a dossier's list in place of those before."""
        ...

    async def of(self, appraisal_id: UUID) -> tuple[Ending, ...]:
        """Give the counts of a dossier, by hamlet and day; empty where nothing is known."""
        ...

    async def figures(
        self, dossiers: Collection[UUID], days: Sequence[date]
    ) -> dict[UUID, tuple[int, ...]]:
        """Count, for each dossier, people of known last day, then those ended before each day.

        Dossiers of which no day is known are left out.
        """
        ...


class HasCardEndings(Protocol):
    """A transaction with this shelf (giao dịch có kho bảng ngày hết hạn)."""

    @property
    def card_endings(self) -> CardEndings:
        """The days on which cards end."""
        ...

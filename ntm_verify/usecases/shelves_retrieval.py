"""Shelf of those who look back (kho tra cứu): dossiers by many conditions, the log by time."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Protocol
from uuid import UUID

from ntm_verify.domain.appraisal import Appraisal, Status
from ntm_verify.domain.coverage import Verdict
from ntm_verify.domain.people import Reach

MOST_EXPORTED: Final = 20_000
"""So many dossiers stand in one exported list; a province has fewer in many years."""


@dataclass(frozen=True, slots=True)
class DossierSearch:
    """Which dossiers an auditor wants (điều kiện tra cứu); what is empty leaves the choice open.

    `text` is compared without accents with the commune's name as it was then, its code, and the
    numbers of papers; 64 hex digits are compared with files, lists and papers. `communes` are the
    codes of units that bear or bore a name like `text`. The period is that of the cut-off date,
    both ends included. `finding` is a code that the check of the list found. Pages count from 1.
    """

    province: str
    text: str = ""
    communes: frozenset[str] = frozenset()
    first_day: date | None = None
    last_day: date | None = None
    status: Status | None = None
    verdict: Verdict | None = None
    appraiser: str = ""
    signer: str = ""
    waived: bool = False
    finding: str = ""
    reach: Reach | None = None
    page: int = 1
    per_page: int = 50


@dataclass(frozen=True, slots=True)
class Findings:
    """One page of a search (kết quả tra cứu): the dossiers, how many in all and of each status.

    `by_status` and `by_verdict` count what would be listed if that status or verdict were chosen,
    all else as asked for.
    """

    items: tuple[Appraisal, ...]
    total: int
    by_status: Mapping[Status, int]
    by_verdict: Mapping[Verdict | None, int]


class Retrieval(Protocol):
    """What auditors look through (kho tra cứu); only ever read."""

    async def search(self, query: DossierSearch) -> Findings:
        """Give one page of the dossiers handed in to the province, newest first, and the counts."""
        ...

    async def pairs_of(self, appraisal_id: UUID) -> tuple[str, ...]:
        """Name the pairs of rows that were decided about, one of them on this dossier's list."""
        ...

    async def entries_between(
        self, first: datetime, before: datetime, types: Iterable[str]
    ) -> tuple[tuple[int, bytes], ...]:
        """Give (index, entry) of the log's entries of some types between two moments, in order."""
        ...

    async def counts_between(self, first: datetime, before: datetime) -> Mapping[str, int]:
        """Count the log's entries between two moments by type."""
        ...


class HasRetrieval(Protocol):
    """A transaction with this shelf."""

    @property
    def retrieval(self) -> Retrieval:
        """What auditors look through."""
        ...
